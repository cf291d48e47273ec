using PeerDevice.Board;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.Mirrors;

/// <summary>Puts away what a mirror has brought and its source has no longer, as far as it is here as it was brought. What others put there stays.</summary>
internal sealed class MirrorSweep
{
    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly Locks _locks;
    private readonly Mirror _mirror;
    private readonly Trash _trash;
    private readonly SubmittedTokens _none = new SubmittedTokens();
    private readonly PendingWrite _write = new PendingWrite();
    private readonly StoreEntry _entry = new StoreEntry();
    private string _trouble = "";

    /// <summary>For the end of one round.</summary>
    public MirrorSweep(IFileStore store, Commits commits, Locks locks, Mirror mirror, Trash trash)
    {
        _store = store;
        _commits = commits;
        _locks = locks;
        _mirror = mirror;
        _trash = trash;
    }

    /// <summary>Does it.</summary>
    /// <returns>Why not all went; empty where it did.</returns>
    public string Sweep()
    {
        if (HasUnseen())
        {
            Sweep(_mirror.To, 0);
        }

        // What is unseen by now is not here, or not as it was brought: it is no longer the mirror's.
        for (int i = 0; i < _mirror.Places && _trouble.Length == 0; i++)
        {
            if (_mirror.Path(i) != 0 && !_mirror.IsSeen(i))
            {
                _mirror.Remove(i);
            }
        }

        return _trouble;
    }

    private bool HasUnseen()
    {
        bool hasUnseen = false;
        for (int i = 0; i < _mirror.Places && !hasUnseen; i++)
        {
            hasUnseen = _mirror.Path(i) != 0 && !_mirror.IsSeen(i);
        }

        return hasUnseen;
    }

    private void Sweep(string folder, int depth)
    {
        MemberPage page = new MemberPage(folder.Length == 0);
        int kept = 0;
        while (depth < Limits.Depth && page.Fill(_store, folder, kept) == StoreStatus.Ok && page.Count > 0)
        {
            for (int i = 0; i < page.Count; i++)
            {
                string path = RemoteTree.Join(folder, page.Name(i));
                if (page.IsCollection(i))
                {
                    Sweep(path, depth + 1);
                }

                kept += IsGone(path, page.IsCollection(i)) ? 0 : 1;
            }
        }
    }

    // Whether it went away.
    private bool IsGone(string path, bool isCollection)
    {
        int place = _mirror.Find(Mirror.NumberOf(path));
        if (place < 0 || _mirror.IsSeen(place) || (isCollection != (_mirror.Source(place) == MirrorArrivals.OfCollection)))
        {
            return false;
        }

        lock (_commits.GateFor(path))
        {
            return Take(path, isCollection, place);
        }
    }

    // Under the gate: what is written here meanwhile is another's.
    private bool Take(string path, bool isCollection, int place)
    {
        if (!isCollection && (_store.Find(path, _entry) != StoreStatus.Ok || MirrorArrivals.LocalOf(_store, _entry) != _mirror.Local(place)))
        {
            return false;
        }

        try
        {
            if (_locks.Begin(_write, path, true, true, _none).Length > 0)
            {
                _trouble = path + ": It is locked.";
                _mirror.See(place);
                return false;
            }

            // A collection with members of others does not go.
            int status = isCollection ? _commits.Delete(path) : _trash.Take(path, out _);
            if (status != StoreStatus.Ok && !isCollection)
            {
                _trouble = path + ": It could not be put away.";
                _mirror.See(place);
            }

            return status == StoreStatus.Ok;
        }
        finally
        {
            _locks.End(_write);
        }
    }
}
