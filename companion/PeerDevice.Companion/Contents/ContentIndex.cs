using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Sync;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Companion.Contents;

/// <summary>
/// Knows which file of the shares has a content (RFC 6920; PROTOCOL, "Tree tags"). Files are read in the background, slowly, when they are new or have changed; what the system tells of changes is looked at soon,
/// and everything now and then. A file that is being changed waits until it has been left alone for a moment, since a time that stands still for a tick of the clock would hide a change.
/// </summary>
internal sealed class ContentIndex : IContents, IDisposable
{
    private readonly IFileStore _store;
    private readonly IClock _clock;
    private readonly ContentTable _table;
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly Queue<string> _changed = new();
    private readonly HashSet<string> _unsettled = [];
    private readonly AutoResetEvent _wake = new(false);
    private readonly byte[] _block = new byte[DesktopLimits.Step];
    private readonly int _settling;
    private Thread? _thread;
    private volatile bool _isEnding;
    private bool _isAllDue = true;
    private long _settledAt;

    private ContentIndex(IFileStore store, IClock clock, ContentTable table, int settling)
    {
        _settling = settling;
        _store = store;
        _clock = clock;
        _table = table;
    }

    /// <summary>Where indexes are kept unless a user says otherwise: of the user's own, and in no share.</summary>
    public static string DefaultFolder => Path.Combine(Path.GetDirectoryName(SyncState.DefaultFolder)!, "contents");

    /// <summary>Opens the index of some shares; <see cref="Start"/> has it work.</summary>
    /// <param name="folder">Where indexes are kept.</param>
    /// <param name="store">The shares.</param>
    /// <param name="clock">Time.</param>
    /// <param name="shares">Their names and folders: another set has another index.</param>
    /// <param name="settling">Milliseconds that a file must have been left alone for before it is read.</param>
    /// <returns>Null where it cannot be had.</returns>
    public static ContentIndex? Open(string folder, IFileStore store, IClock clock, string shares, int settling = DesktopLimits.IndexSettling)
    {
        ContentTable? table = ContentTable.Open(Path.Combine(folder, SyncState.NameOf(shares) + ".db"));
        return table is null ? null : new ContentIndex(store, clock, table, settling);
    }

    /// <summary>How many files it knows.</summary>
    public long Count => _table.Count;

    /// <summary>Watches a share, where the system tells of changes.</summary>
    /// <param name="prefix">Its path in the store, with a slash behind it; empty for a store of one share.</param>
    /// <param name="folder">Its folder.</param>
    public void Watch(string prefix, string folder)
    {
        try
        {
            FileSystemWatcher watcher = new(folder) { IncludeSubdirectories = true, InternalBufferSize = DesktopLimits.WatchOctets };
            watcher.Changed += (_, change) => Note(prefix, change.Name);
            watcher.Created += (_, change) => Note(prefix, change.Name);
            watcher.Deleted += (_, change) => Note(prefix, change.Name);
            watcher.Renamed += (_, change) =>
            {
                Note(prefix, change.OldName);
                Note(prefix, change.Name);
            };
            watcher.Error += (_, _) => NoteAll();
            _watchers.Add(watcher);
        }
        catch (Exception failure) when (failure is ArgumentException or IOException or PlatformNotSupportedException)
        {
            // Then it is looked at now and then.
        }
    }

    /// <summary>Begins to work, on a thread of its own.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "contents", Priority = ThreadPriority.Lowest };
        _thread.Start();
    }

    /// <summary>Begins now, where nobody waits to be served first.</summary>
    public void Hurry() => _wake.Set();

    /// <inheritdoc/>
    public string? Find(int kind, byte[] digest, int index) => _table.With(kind, digest, index)?.Path;

    /// <inheritdoc/>
    public bool Tell(string path, StoreEntry entry, int kind, byte[] into)
    {
        KnownContent? known = entry.IsCollection || entry.Version == 0 ? null : _table.At(path);
        if (known is null || known.Length != entry.Length || known.Version != entry.Version)
        {
            return false;
        }

        (kind == ContentKind.Tree ? known.Tree : known.Sha256).CopyTo(into, 0);
        return true;
    }

    /// <summary>Looks at everything once, on the calling thread.</summary>
    public void LookAtAll()
    {
        LookInto("", 0);
        string last = "";
        while (!_isEnding && _table.Behind(last, DesktopLimits.IndexPage) is { Count: > 0 } page)
        {
            last = page[^1];
            StoreEntry entry = new();
            foreach (string path in page)
            {
                int status = _store.Find(path, entry);
                if (status is StoreStatus.NotFound or StoreStatus.NoParent or StoreStatus.WrongKind || (status == StoreStatus.Ok && entry.IsCollection))
                {
                    _table.Remove(path);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isEnding = true;
        _wake.Set();
        _watchers.ForEach(static watcher => watcher.Dispose());
        _thread?.Join();
        _table.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        // Whoever starts the peer wants it to serve first.
        _wake.WaitOne(DesktopLimits.IndexBegin);
        foreach (FileSystemWatcher watcher in _watchers)
        {
            try
            {
                watcher.EnableRaisingEvents = !_isEnding;
            }
            catch (Exception failure) when (failure is IOException or ArgumentException or ObjectDisposedException)
            {
                // More folders than the system watches: it is looked at now and then.
            }
        }

        while (!_isEnding)
        {
            try
            {
                Step();
            }
            catch (Exception)
            {
                // Whatever it was, a disk that is full or a file that nobody thought of, the peer serves on, and all is looked at anew a while later.
                lock (_changed)
                {
                    _isAllDue = true;
                }

                _wake.WaitOne(DesktopLimits.IndexBegin);
            }
        }
    }

    private void Step()
    {
        bool isSettling = _unsettled.Count > 0;
        if (isSettling && _clock.Milliseconds >= _settledAt)
        {
            string[] paths = [.. _unsettled];
            _unsettled.Clear();
            Array.ForEach(paths, path => Look(path, 0));
        }
        else if (TakeAll())
        {
            LookAtAll();
        }
        else if (Take() is { } path)
        {
            Look(path, 0);
        }
        else if (!_wake.WaitOne(isSettling ? Math.Max(_settling, 1) : DesktopLimits.IndexRound) && !isSettling)
        {
            NoteAll();
        }
    }

    private void Note(string prefix, string? name)
    {
        string path = prefix + name?.Replace(Path.DirectorySeparatorChar, '/');
        if (name is null || PeerDevice.Wire.Http.RequestTarget.IsReserved(path, false))
        {
            return;
        }

        lock (_changed)
        {
            if (_changed.Count < DesktopLimits.IndexQueue)
            {
                _changed.Enqueue(path);
            }
            else
            {
                _isAllDue = true;
            }
        }

        WakeUp();
    }

    private void NoteAll()
    {
        lock (_changed)
        {
            _isAllDue = true;
        }

        WakeUp();
    }

    private void WakeUp()
    {
        try
        {
            _wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // The watcher's last word.
        }
    }

    private bool TakeAll()
    {
        lock (_changed)
        {
            bool isDue = _isAllDue;
            _isAllDue = false;
            if (isDue)
            {
                _changed.Clear();
            }

            return isDue;
        }
    }

    private string? Take()
    {
        lock (_changed)
        {
            return _changed.TryDequeue(out string? path) ? path : null;
        }
    }

    private void LookInto(string collection, int depth)
    {
        if (depth > DesktopLimits.TreeDepth)
        {
            return;
        }

        Members members = new();
        _store.List(collection, members);
        foreach (string name in members.Names)
        {
            if (_isEnding)
            {
                return;
            }

            string path = collection.Length == 0 ? name : collection + "/" + name;
            if (!PeerDevice.Wire.Http.RequestTarget.IsReserved(path, false))
            {
                Look(path, depth + 1);
            }
        }
    }

    private void Look(string path, int depth)
    {
        StoreEntry entry = new();
        int status = _store.Find(path, entry);
        if (status is StoreStatus.NotFound or StoreStatus.NoParent)
        {
            _table.Remove(path);
            return;
        }

        if (status != StoreStatus.Ok)
        {
            return;
        }

        if (entry.IsCollection)
        {
            LookInto(path, depth);
            return;
        }

        KnownContent? known = _table.At(path);
        if (entry.Version != 0 && (known is null || known.Length != entry.Length || known.Version != entry.Version))
        {
            Read(path, entry);
        }
    }

    private void Read(string path, StoreEntry entry)
    {
        if ((_clock.UnixSeconds - entry.Modified) * 1000 < _settling && entry.Modified <= _clock.UnixSeconds)
        {
            Settle(path);
            return;
        }

        // Whatever comes later than this has another time.
        if (_isEnding || _store.OpenRead(path, entry, out BlockSource? content) != StoreStatus.Ok || content is null)
        {
            return;
        }

        (long length, long version) = (entry.Length, entry.Version);
        using IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        TreeTag tree = new();
        long at = 0;
        try
        {
            while (!_isEnding && at < length)
            {
                long began = _clock.Milliseconds;
                int got = content.ReadAt(at, _block, 0, (int)Math.Min(_block.Length, length - at));
                if (got <= 0)
                {
                    return;
                }

                sha.AppendData(_block, 0, got);
                tree.Append(_block, 0, got);
                at += got;

                // Half of one core at the most, and nobody's disk all the time.
                _clock.Sleep((int)Math.Clamp(_clock.Milliseconds - began, 0, DesktopLimits.IndexRest));
            }
        }
        finally
        {
            content.Close();
        }

        if (!_isEnding && _store.Find(path, entry) == StoreStatus.Ok && entry.Length == length && entry.Version == version)
        {
            _table.Put(new KnownContent(path, length, version, tree.End(), sha.GetHashAndReset()));
        }
    }

    // One that is written all the time waits by itself; the others do not wait for it. What there is no room for is found when everything is looked at.
    private void Settle(string path)
    {
        _settledAt = _unsettled.Count == 0 ? _clock.Milliseconds + _settling : _settledAt;
        if (_unsettled.Count < DesktopLimits.IndexQueue)
        {
            _unsettled.Add(path);
        }
    }

    private sealed class Members : MemberVisitor
    {
        public List<string> Names { get; } = [];

        public override bool NeedsFacts => false;

        public override bool Visit(string name, StoreEntry entry)
        {
            Names.Add(name);
            return Names.Count < DesktopLimits.IndexedFiles;
        }
    }
}
