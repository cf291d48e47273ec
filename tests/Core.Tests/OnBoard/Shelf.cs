using System;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Tests.OnBoard;

/// <summary>A store of a few small files in memory, with FAT's manners.</summary>
internal sealed class Shelf : IFileStore
{
    private const int Room = 4;

    private readonly string[] _names = Text.Blanks(Room);
    private readonly byte[][] _contents = new byte[Room][];

    /// <inheritdoc/>
    public bool IsFat => true;

    /// <summary>How many files there are.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (int i = 0; i < Room; i++)
            {
                count += _names[i].Length == 0 ? 0 : 1;
            }

            return count;
        }
    }

    /// <summary>What a file has; the store's own array.</summary>
    public byte[] Content(string path)
    {
        return _contents[Place(path)];
    }

    /// <summary>Puts a file there, over what there was.</summary>
    public void Put(string path, byte[] content, int length)
    {
        int place = Place(path);
        place = place < 0 ? Place("") : place;
        _names[place] = path;
        _contents[place] = new byte[length];
        Array.Copy(content, 0, _contents[place], 0, length);
    }

    /// <inheritdoc/>
    public string ReservedFor(string path)
    {
        return ".peer";
    }

    /// <inheritdoc/>
    public int Find(string path, StoreEntry entry)
    {
        int place = Place(path);
        entry.Length = place < 0 ? 0 : _contents[place].Length;
        return place < 0 ? StoreStatus.NotFound : StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public int OpenRead(string path, StoreEntry entry, out BlockSource? content)
    {
        int status = Find(path, entry);
        content = status == StoreStatus.Ok ? new Reading(_contents[Place(path)]) : null;
        return status;
    }

    /// <inheritdoc/>
    public int Create(string path, bool append, out FileWriter? writer)
    {
        writer = null;
        int place = Place(path);
        if (place >= 0 != append)
        {
            return append ? StoreStatus.NotFound : StoreStatus.Exists;
        }

        if (!append)
        {
            Put(path, new byte[0], 0);
        }

        writer = new Writing(this, path);
        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public int Delete(string path)
    {
        int place = Place(path);
        if (place < 0)
        {
            return StoreStatus.NotFound;
        }

        _names[place] = "";
        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public int Move(string from, string to)
    {
        return StoreStatus.Denied;
    }

    /// <inheritdoc/>
    public int MakeCollection(string path)
    {
        return StoreStatus.Denied;
    }

    /// <inheritdoc/>
    public int List(string path, MemberVisitor visitor)
    {
        return StoreStatus.Denied;
    }

    private int Place(string path)
    {
        for (int i = 0; i < Room; i++)
        {
            if (_names[i] == path)
            {
                return i;
            }
        }

        return -1;
    }

    private sealed class Reading : BlockSource
    {
        private readonly byte[] _content;

        internal Reading(byte[] content)
        {
            _content = content;
        }

        public override long Length => _content.Length;

        public override int ReadAt(long position, byte[] buffer, int offset, int count)
        {
            int left = _content.Length - (int)position;
            int given = left < 0 ? 0 : count < left ? count : left;
            Array.Copy(_content, (int)position, buffer, offset, given);
            return given;
        }

        public override void Close()
        {
        }
    }

    private sealed class Writing : FileWriter
    {
        private readonly Shelf _shelf;
        private readonly string _path;

        internal Writing(Shelf shelf, string path)
        {
            _shelf = shelf;
            _path = path;
        }

        public override int Status => StoreStatus.Ok;

        public override bool Write(byte[] buffer, int offset, int count)
        {
            byte[] before = _shelf.Content(_path);
            byte[] after = new byte[before.Length + count];
            Array.Copy(before, 0, after, 0, before.Length);
            Array.Copy(buffer, offset, after, before.Length, count);
            _shelf.Put(_path, after, after.Length);
            return true;
        }

        public override int Close(bool durable)
        {
            return StoreStatus.Ok;
        }
    }
}
