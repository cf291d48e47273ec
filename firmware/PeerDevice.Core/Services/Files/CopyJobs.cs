using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>
/// The third-party copies that a restart, or a cut of power, must not end: written down when they begin, as many as are under way, and taken up by the next start (PROTOCOL, "Third-party copies"). Their states answer as before.
/// </summary>
public sealed class CopyJobs
{
    private const int NameDigits = 8;

    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly Locks _locks;
    private readonly IClock _clock;
    private readonly bool _isDurable;
    private readonly IRemotes _remotes;
    private readonly BlockPool _blocks;
    private readonly CopyTable _copies;
    private readonly CopyRecord?[] _left;
    private bool _isLoaded;

    /// <summary>None yet.</summary>
    /// <param name="store">Where the files are.</param>
    /// <param name="commits">What makes changes take effect whole or not at all.</param>
    /// <param name="locks">Who holds what.</param>
    /// <param name="clock">Time.</param>
    /// <param name="isDurable">Whether a file counts only when it is on the medium.</param>
    /// <param name="remotes">Who fetches.</param>
    /// <param name="blocks">Buffers.</param>
    /// <param name="copies">The copies that are told of.</param>
    /// <param name="most">How many may be under way at once.</param>
    public CopyJobs(IFileStore store, Commits commits, Locks locks, IClock clock, bool isDurable, IRemotes remotes, BlockPool blocks, CopyTable copies, int most)
    {
        _store = store;
        _commits = commits;
        _locks = locks;
        _clock = clock;
        _isDurable = isDurable;
        _remotes = remotes;
        _blocks = blocks;
        _copies = copies;
        _left = new CopyRecord?[most];
    }

    /// <summary>What is done where copies are found that go on.</summary>
    public Action? Found { get; set; }

    /// <summary>Whether what is written down may still be done: whether the share may be changed.</summary>
    public bool MayWrite { get; set; } = true;

    /// <summary>Whether it is known what a start left: not before the card is there.</summary>
    public bool IsLoaded => _isLoaded;

    /// <summary>Writes a copy down that begins. Where that is not possible it does not survive a restart.</summary>
    internal void Begin(CopyRecord record, CopyState copy)
    {
        byte[] octets = record.Write();
        string place = PlaceOf(record);
        copy.Record = StoreNote.Replace(_store, _commits, place, octets, octets.Length) == StoreStatus.Ok ? place : "";
    }

    /// <summary>A copy has ended. One that the peer's own end broke off stays written down.</summary>
    internal void End(CopyState copy, string trouble)
    {
        if (trouble.Length == 0 || copy.IsCanceled || !_remotes.IsEnding)
        {
            Forget(copy);
        }
    }

    /// <summary>Has a copy be none that a restart takes up, before it is told so.</summary>
    /// <returns>False when the store does not let go of what is written down.</returns>
    internal bool Forget(CopyState copy)
    {
        int status = copy.Record.Length == 0 ? StoreStatus.Ok : _commits.Delete(copy.Record);
        bool isGone = status == StoreStatus.Ok || status == StoreStatus.NotFound || status == StoreStatus.NoParent;
        copy.Record = isGone ? "" : copy.Record;
        return isGone;
    }

    /// <summary>Looks whether there is anything to take up, as soon as the card is there: it may come later. Costs nothing afterwards.</summary>
    public void Tend()
    {
        if (!_isLoaded && Load())
        {
            Found?.Invoke();
        }
    }

    /// <summary>Takes up what a start finds, once. Their states answer from here on. What cannot be read, or has no place, is deleted.</summary>
    /// <returns>Whether there is anything to go on with.</returns>
    public bool Load()
    {
        lock (_left)
        {
            if (_isLoaded || _commits.Ready() != StoreStatus.Ok)
            {
                return false;
            }

            _isLoaded = true;
            Staging.ReservedAreas areas = Staging.ReservedAreas.Of(_store);
            int count = 0;
            for (int i = 0; i < areas.Count; i++)
            {
                count = LoadFrom(areas.Paths[i] + CopyRecord.Folder, count);
            }

            return count > 0;
        }
    }

    private int LoadFrom(string folder, int count)
    {
        MemberPage page = new MemberPage(false);
        int skip = 0;
        while (page.Fill(_store, folder, skip) == StoreStatus.Ok && page.Count > 0)
        {
            for (int n = 0; n < page.Count; n++)
            {
                string place = folder + "/" + page.Name(n);
                CopyRecord? record = page.IsCollection(n) ? null : Read(place);
                if (record is not null && PlaceOf(record) == place && count < _left.Length && _copies.Restore(record.Id, place))
                {
                    _left[count] = record;
                    count++;
                    skip++;
                }
                else if (page.IsCollection(n) || _commits.Delete(place) != StoreStatus.Ok)
                {
                    // What does not go is passed over.
                    skip++;
                }
            }
        }

        return count;
    }

    /// <summary>Goes on with them, one after the other, until they have ended or the peer does.</summary>
    public void Run()
    {
        for (int i = 0; i < _left.Length; i++)
        {
            CopyRecord? record = _left[i];
            CopyState? copy = record is null ? null : _copies.Find(record.Id);
            if (record is null || copy is null)
            {
                continue;
            }

            string trouble = !MayWrite ? "The peer was started again, and nothing may be changed there any more."
                : record.IsConditional ? "The peer was started again, and the conditions of the request say nothing any more." : RunSafely(record, copy);
            _left[i] = null;
            End(copy, trouble);
            _copies.End(copy, trouble);
        }
    }

    // One that goes wrong is no reason to leave the others.
    private string RunSafely(CopyRecord record, CopyState copy)
    {
        try
        {
            return Run(record, copy);
        }
        catch (Exception fault)
        {
            return "It could not go on: " + fault.Message;
        }
    }

    private string Run(CopyRecord record, CopyState copy)
    {
        // After a cut of power the source may need longer to be there again than we did.
        string trouble = "It was broken off.";
        for (int tries = 0; tries < Limits.CopyTries && !_remotes.IsEnding && !copy.IsCanceled; tries++)
        {
            for (int waited = 0; tries > 0 && waited < Limits.CopyAgain && !_remotes.IsEnding && !copy.IsCanceled; waited += Limits.CopyLook)
            {
                _clock.Sleep(Limits.CopyLook);
            }

            RemoteFiles? remote = _remotes.IsEnding || copy.IsCanceled ? null : _commits.Ready() == StoreStatus.Ok ? _remotes.BeginOwn(record.IsOurs) : null;
            if (remote is null)
            {
                continue;
            }

            copy.Remote = remote;
            byte[]? block = _blocks.Borrow();
            try
            {
                remote.Rest = _commits.Rest;
                int opened = remote.Open(record.From);
                bool isThere = opened == RemoteFiles.Content || (opened == RemoteFiles.Collection && remote.List(remote.Place) is not null);
                remote.EndList();
                trouble = remote.Trouble;
                if (isThere)
                {
                    RemoteTree tree = new RemoteTree(_store, _commits, _isDurable, remote, new JobArrivals(this, record, copy), block ?? new byte[Limits.CopyBlock]);
                    return opened == RemoteFiles.Content ? tree.BringFile(record.To) : tree.BringCollection(remote.Place, record.To, record.IsDeep);
                }

                if (remote.IsForbidden)
                {
                    return trouble;
                }
            }
            finally
            {
                copy.Remote = null;
                remote.Close();
                if (block is not null)
                {
                    _blocks.Return(block);
                }
            }
        }

        return copy.IsCanceled ? Arrivals.Canceled : trouble;
    }

    private CopyRecord? Read(string place)
    {
        StoreEntry entry = new StoreEntry();
        if (_store.OpenRead(place, entry, out BlockSource? content) != StoreStatus.Ok || content is null)
        {
            return null;
        }

        byte[] octets = new byte[entry.Length <= CopyRecord.Most ? (int)entry.Length : 0];
        bool isWhole = StoreWork.ReadWhole(content, 0, octets, octets.Length);
        content.Close();
        return isWhole ? CopyRecord.Read(octets) : null;
    }

    private string PlaceOf(CopyRecord record)
    {
        return _store.ReservedFor(record.To) + CopyRecord.Folder + "/" + record.Id.Substring(0, NameDigits);
    }

    /// <summary>One of them, for nobody who listens.</summary>
    private sealed class JobArrivals : Arrivals
    {
        private readonly CopyJobs _jobs;
        private readonly CopyRecord _record;
        private readonly CopyState _copy;
        private readonly PendingWrite _write = new PendingWrite();
        private readonly SubmittedTokens _none = new SubmittedTokens();
        private readonly StoreEntry _entry = new StoreEntry();

        public JobArrivals(CopyJobs jobs, CopyRecord record, CopyState copy)
        {
            _jobs = jobs;
            _record = record;
            _copy = copy;
        }

        public override bool Moved(int octets)
        {
            _copy.Octets += octets;
            return !_copy.IsCanceled;
        }

        public override bool Wants(string path, ListingReader member)
        {
            return true;
        }

        public override int Begin(string path, bool isCollection)
        {
            bool exists = _jobs._store.Find(path, _entry) == StoreStatus.Ok;
            if (exists && !isCollection && (_entry.IsCollection || (_record.KeepsOthers && path == _record.To)))
            {
                return _entry.IsCollection ? 409 : 412;
            }

            return _jobs._locks.Begin(_write, path, false, !exists, _none).Length == 0 ? Preconditions.Hold : 423;
        }

        public override void End()
        {
            _jobs._locks.End(_write);
        }

        public override void Placed(string path, RemoteFiles remote)
        {
            _copy.Files++;
        }
    }
}
