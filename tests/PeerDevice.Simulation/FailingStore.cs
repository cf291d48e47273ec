using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Simulation;

/// <summary>
/// A store in front of another that counts every call, and fails at one of them or from one of them on. Reads and writes of
/// opened files count, and so do the members of a listing: a listing can fail in its middle.
/// </summary>
public sealed class FailingStore : IFileStore, IVolume
{
    private readonly IFileStore _inner;
    private readonly object _gate = new object();

    /// <summary>A store that does not fail yet.</summary>
    public FailingStore(IFileStore inner)
    {
        _inner = inner;
    }

    /// <summary>Calls so far.</summary>
    public int Calls { get; private set; }

    /// <summary>The call that fails, counted from 0; negative none.</summary>
    public int FailAt { get; set; } = -1;

    /// <summary>Whether every call after it fails too.</summary>
    public bool StaysFailed { get; set; }

    /// <summary>What the failing call answers.</summary>
    public int Status { get; set; } = StoreStatus.Failed;

    /// <summary>What was called, with its path: for tests that say what may be touched.</summary>
    public List<string> Log { get; } = new List<string>();

    /// <summary>Whether <see cref="Log"/> is kept: a long run's would be the largest thing in memory.</summary>
    public bool KeepsLog { get; set; } = true;

    /// <summary>Chooses further calls that fail, by what is called; asked once for each, one at a time.</summary>
    public Func<string, bool>? FailsNow { get; set; }

    /// <summary>What happens at the beginning of a call, on the calling thread: it may wait, or do what another client does.</summary>
    public Action<string>? Before { get; set; }

    /// <inheritdoc/>
    public bool IsFat => _inner.IsFat;

    /// <summary>Begins to count anew.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            Calls = 0;
            FailAt = -1;
            Log.Clear();
        }
    }

    /// <inheritdoc/>
    public string ReservedFor(string path)
    {
        return _inner.ReservedFor(path);
    }

    /// <inheritdoc/>
    public int Find(string path, StoreEntry entry)
    {
        return Fails("find " + path) ? Status : _inner.Find(path, entry);
    }

    /// <inheritdoc/>
    public int OpenRead(string path, StoreEntry entry, out BlockSource? content)
    {
        content = null;
        if (Fails("open " + path))
        {
            return Status;
        }

        int status = _inner.OpenRead(path, entry, out content);
        content = content is null ? null : new Content(this, content, path);
        return status;
    }

    /// <inheritdoc/>
    public int Create(string path, bool append, out FileWriter? writer)
    {
        writer = null;
        if (Fails((append ? "append " : "create ") + path))
        {
            return Status;
        }

        int status = _inner.Create(path, append, out writer);
        writer = writer is null ? null : new Writer(this, writer, path);
        return status;
    }

    /// <inheritdoc/>
    public int Delete(string path)
    {
        return Fails("delete " + path) ? Status : _inner.Delete(path);
    }

    /// <inheritdoc/>
    public int Move(string from, string to)
    {
        return Fails("move " + from + " to " + to) ? Status : _inner.Move(from, to);
    }

    /// <inheritdoc/>
    public int MakeCollection(string path)
    {
        return Fails("make " + path) ? Status : _inner.MakeCollection(path);
    }

    /// <inheritdoc/>
    public int List(string path, MemberVisitor visitor)
    {
        if (Fails("list " + path))
        {
            return Status;
        }

        Watcher watcher = new Watcher(this, visitor, path);
        int status = _inner.List(path, watcher);
        return watcher.HasFailed ? Status : status;
    }

    /// <inheritdoc/>
    public bool Room(string path, out long available, out long used)
    {
        available = 0;
        used = 0;
        return !Fails("room " + path) && _inner is IVolume volume && volume.Room(path, out available, out used);
    }

    private bool Fails(string what)
    {
        Before?.Invoke(what);
        lock (_gate)
        {
            if (KeepsLog)
            {
                Log.Add(what);
            }

            int call = Calls++;
            if (FailsNow is not null && FailsNow(what))
            {
                return true;
            }

            return FailAt >= 0 && (call == FailAt || (StaysFailed && call > FailAt));
        }
    }

    private sealed class Content : BlockSource
    {
        private readonly FailingStore _store;
        private readonly BlockSource _inner;
        private readonly string _path;

        public Content(FailingStore store, BlockSource inner, string path)
        {
            _store = store;
            _inner = inner;
            _path = path;
        }

        public override long Length => _inner.Length;

        public override int ReadAt(long position, byte[] buffer, int offset, int count)
        {
            return _store.Fails("read " + _path) ? -1 : _inner.ReadAt(position, buffer, offset, count);
        }

        public override void Close()
        {
            _inner.Close();
        }
    }

    private sealed class Writer : FileWriter
    {
        private readonly FailingStore _store;
        private readonly FileWriter _inner;
        private readonly string _path;
        private int _status;

        public Writer(FailingStore store, FileWriter inner, string path)
        {
            _store = store;
            _inner = inner;
            _path = path;
        }

        public override int Status => _status != StoreStatus.Ok ? _status : _inner.Status;

        public override bool Write(byte[] buffer, int offset, int count)
        {
            if (_status == StoreStatus.Ok && _store.Fails("write " + _path))
            {
                _status = _store.Status;
            }

            return _status == StoreStatus.Ok && _inner.Write(buffer, offset, count);
        }

        public override bool WriteAt(long position, byte[] buffer, int offset, int count)
        {
            if (_status == StoreStatus.Ok && _store.Fails("write " + _path))
            {
                _status = _store.Status;
            }

            return _status == StoreStatus.Ok && _inner.WriteAt(position, buffer, offset, count);
        }

        public override int Sync()
        {
            if (_status == StoreStatus.Ok && _store.Fails("sync " + _path))
            {
                _status = _store.Status;
            }

            return _status == StoreStatus.Ok ? _inner.Sync() : _status;
        }

        public override bool Rewind(long length)
        {
            if (_status == StoreStatus.Ok && _store.Fails("rewind " + _path))
            {
                _status = _store.Status;
            }

            return _status == StoreStatus.Ok && _inner.Rewind(length);
        }

        public override int Close(bool durable)
        {
            if (_status == StoreStatus.Ok && _store.Fails("close " + _path))
            {
                _status = _store.Status;
            }

            int status = _inner.Close(durable);
            return _status != StoreStatus.Ok ? _status : status;
        }
    }

    private sealed class Watcher : MemberVisitor
    {
        private readonly FailingStore _store;
        private readonly MemberVisitor _inner;
        private readonly string _path;

        public Watcher(FailingStore store, MemberVisitor inner, string path)
        {
            _store = store;
            _inner = inner;
            _path = path;
        }

        public bool HasFailed { get; private set; }

        public override bool NeedsFacts => _inner.NeedsFacts;

        public override bool Recall(string name, StoreEntry entry)
        {
            return _inner.Recall(name, entry);
        }

        public override bool Visit(string name, StoreEntry entry)
        {
            HasFailed = _store.Fails("member of " + _path);
            return !HasFailed && _inner.Visit(name, entry);
        }
    }
}
