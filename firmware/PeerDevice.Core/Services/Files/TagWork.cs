using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Services.Files;

/// <summary>
/// Computes tree tags on a card, of one file at a time and not before somebody asks, since reading a file again costs as much as serving it. Read slice by slice under a lease, so
/// that commits have their turn in between; a file that changes meanwhile has no tag. What was known from an earlier mount is looked at again: the card may have been written elsewhere.
/// </summary>
public sealed class TagWork : IContents, ITreeTags
{
    private readonly IFileStore _store;
    private readonly FileIndex _index;
    private readonly Commits _commits;
    private readonly IClock _clock;
    private readonly object _gate = new object();
    private string? _path;
    private bool _isStopped;

    /// <summary>No work yet.</summary>
    public TagWork(IFileStore store, FileIndex index, Commits commits, IClock clock)
    {
        _store = store;
        _index = index;
        _commits = commits;
        _clock = clock;
    }

    /// <summary>What has <see cref="Run"/> run, at once or on a thread of its own. Without one, who asks computes.</summary>
    public ThreadStart? Begin { get; set; }

    /// <inheritdoc/>
    public bool Tell(string path, long length, byte[] into)
    {
        return _store.IsFat && _index.TreeTag(path, length, into);
    }

    /// <inheritdoc/>
    public bool Ask(string path, long length, byte[] into)
    {
        if (!_store.IsFat || PathKey.Of(path) == PathKey.Any)
        {
            return false;
        }

        lock (_gate)
        {
            if (_path is not null || _isStopped)
            {
                return false;
            }

            _path = path;
        }

        Start();
        long until = _clock.Milliseconds + Limits.CountPatience;
        while (_path is not null && _clock.Milliseconds < until)
        {
            _clock.Sleep(Limits.PollInterval);
        }

        return _index.TreeTag(path, length, into);
    }

    /// <inheritdoc/>
    public bool Claimed(string path, long length, byte[] into)
    {
        return _store.IsFat && _index.Claimed(path, length, into);
    }

    /// <summary>Tells where a tree tag was. One that is known from an earlier mount only is looked at again, as <see cref="Ask"/> does.</summary>
    public string? Find(int kind, byte[] digest, int index)
    {
        string? path = kind == ContentKind.Tree && _store.IsFat ? _index.State.Tags.PathOf(digest, index) : null;
        StoreEntry entry = new StoreEntry();
        if (path is not null && _store.Find(path, entry) == StoreStatus.Ok && !entry.IsCollection && !Tell(path, entry.Length, new byte[ContentKind.Octets]))
        {
            Ask(path, entry.Length, new byte[ContentKind.Octets]);
        }

        return path;
    }

    /// <inheritdoc/>
    public bool Tell(string path, StoreEntry entry, int kind, byte[] into)
    {
        return kind == ContentKind.Tree && Tell(path, entry.Length, into);
    }

    /// <summary>Computes the tag that was asked for.</summary>
    public void Run()
    {
        try
        {
            Compute(_path!);
        }
        finally
        {
            _path = null;
        }
    }

    /// <summary>Ends what is under way, and lets nothing begin.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
        }
    }

    private void Start()
    {
        bool hasBegun = false;
        try
        {
            if (Begin is null)
            {
                Run();
            }
            else
            {
                Begin();
            }

            hasBegun = true;
        }
        finally
        {
            if (!hasBegun)
            {
                // Short memory: no thread was to be had.
                _path = null;
            }
        }
    }

    private void Compute(string path)
    {
        StoreEntry entry = new StoreEntry();
        if (_store.Find(path, entry) != StoreStatus.Ok || entry.IsCollection)
        {
            return;
        }

        long length = entry.Length;
        int stamp = _commits.Identify(path, length);
        TreeTag tag = new TreeTag();
        byte[] leaf = new byte[TreeTag.Leaf];
        for (long at = 0; at < length; at += Limits.TagSlice)
        {
            if (_isStopped || stamp == 0 || !ReadSlice(path, at, entry, length, stamp, tag, leaf))
            {
                return;
            }

            _clock.Sleep(Limits.PollInterval);
        }

        if (stamp != 0)
        {
            _commits.Tag(path, stamp, length, tag.End());
        }
    }

    private bool ReadSlice(string path, long at, StoreEntry entry, long length, int stamp, TreeTag tag, byte[] leaf)
    {
        int lease = _commits.BeginRead(path);
        if (lease < 0)
        {
            return false;
        }

        BlockSource? content = null;
        try
        {
            bool isSame = _store.OpenRead(path, entry, out content) == StoreStatus.Ok && content is not null && entry.Length == length && _commits.Has(path, stamp);
            long end = at + Limits.TagSlice < length ? at + Limits.TagSlice : length;
            while (isSame && at < end)
            {
                int got = content!.ReadAt(at, leaf, 0, end - at < leaf.Length ? (int)(end - at) : leaf.Length);
                if (got <= 0)
                {
                    return false;
                }

                tag.Append(leaf, 0, got);
                at += got;
            }

            return isSame;
        }
        finally
        {
            content?.Close();
            _commits.EndRead(lease);
        }
    }
}
