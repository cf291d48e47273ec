using System;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Simulation;

/// <summary>A store in front of another that takes only so many more octets of content; names are no matter to it.</summary>
public sealed class FullStore : IFileStore
{
    private readonly IFileStore _inner;

    /// <summary>A store with so much room.</summary>
    public FullStore(IFileStore inner, long room)
    {
        _inner = inner;
        Room = room;
    }

    /// <summary>Octets that still go in.</summary>
    public long Room { get; set; }

    /// <inheritdoc/>
    public bool IsFat => _inner.IsFat;

    /// <inheritdoc/>
    public string ReservedFor(string path)
    {
        return _inner.ReservedFor(path);
    }

    /// <inheritdoc/>
    public int Find(string path, StoreEntry entry)
    {
        return _inner.Find(path, entry);
    }

    /// <inheritdoc/>
    public int OpenRead(string path, StoreEntry entry, out BlockSource? content)
    {
        return _inner.OpenRead(path, entry, out content);
    }

    /// <inheritdoc/>
    public int Create(string path, bool append, out FileWriter? writer)
    {
        int status = _inner.Create(path, append, out writer);
        writer = writer is null ? null : new Writer(this, writer);
        return status;
    }

    /// <inheritdoc/>
    public int Delete(string path)
    {
        return _inner.Delete(path);
    }

    /// <inheritdoc/>
    public int Move(string from, string to)
    {
        return _inner.Move(from, to);
    }

    /// <inheritdoc/>
    public int MakeCollection(string path)
    {
        return _inner.MakeCollection(path);
    }

    /// <inheritdoc/>
    public int List(string path, MemberVisitor visitor)
    {
        return _inner.List(path, visitor);
    }

    private sealed class Writer : FileWriter
    {
        private readonly FullStore _store;
        private readonly FileWriter _inner;
        private bool _isFull;

        public Writer(FullStore store, FileWriter inner)
        {
            _store = store;
            _inner = inner;
        }

        public override int Status => _isFull ? StoreStatus.Full : _inner.Status;

        public override bool Write(byte[] buffer, int offset, int count)
        {
            if (_isFull)
            {
                return false;
            }

            int part = (int)Math.Min(count, _store.Room);
            _store.Room -= part;
            if (part > 0 && !_inner.Write(buffer, offset, part))
            {
                return false;
            }

            _isFull = part < count;
            return !_isFull;
        }

        public override bool WriteAt(long position, byte[] buffer, int offset, int count)
        {
            int part = (int)Math.Min(count, _store.Room);
            _store.Room -= part;
            _isFull |= part < count;
            return !_isFull && _inner.WriteAt(position, buffer, offset, count);
        }

        public override bool Rewind(long length)
        {
            return _inner.Rewind(length);
        }

        public override int Close(bool durable)
        {
            int status = _inner.Close(durable);
            return _isFull ? StoreStatus.Full : status;
        }
    }
}
