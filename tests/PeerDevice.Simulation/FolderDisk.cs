using System;
using System.Collections.Generic;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Simulation;

/// <summary>
/// A PC's folder on a disk that can lose power before any step: a name that is made or goes, a write, a close. What a start finds then is what was made durable, and of
/// the rest whatever <see cref="After"/> is asked for: a file system promises nothing else. A durable close makes a new file's name durable too, as the companion's does
/// in the spool.
/// </summary>
public sealed class FolderDisk : IFileStore
{
    /// <summary>Nothing is left of what was not durable.</summary>
    public const int Lost = 0;

    /// <summary>All of it is there.</summary>
    public const int Everything = 1;

    /// <summary>The names are there, and the lengths, with zeros for what was not durable.</summary>
    public const int Zeros = 2;

    /// <summary>The names are there, and half of what was written since.</summary>
    public const int Half = 3;

    /// <summary>How many manners there are.</summary>
    public const int Manners = 4;

    private readonly object _gate = new object();
    private readonly SortedDictionary<string, Item> _files = new SortedDictionary<string, Item>(StringComparer.Ordinal);
    private readonly SortedSet<string> _folders = new SortedSet<string>(StringComparer.Ordinal);

    /// <summary>Steps that were made.</summary>
    public int Steps { get; private set; }

    /// <summary>The step before which the power goes; negative: it stays.</summary>
    public int CutAt { get; set; } = -1;

    /// <summary>Whether the power is gone.</summary>
    public bool IsCut { get; private set; }

    /// <inheritdoc/>
    public bool IsFat => false;

    /// <summary>What a start after the power went finds: <see cref="Lost"/>, <see cref="Everything"/>, <see cref="Zeros"/> or <see cref="Half"/> of what was not durable.</summary>
    public FolderDisk After(int manner)
    {
        FolderDisk disk = new FolderDisk();
        lock (_gate)
        {
            disk._folders.UnionWith(_folders);
            foreach (KeyValuePair<string, Item> file in _files)
            {
                Item item = file.Value;
                if (manner == Lost && !item.HasName)
                {
                    continue;
                }

                byte[] content = manner switch
                {
                    Lost => item.Durable,
                    Everything => item.Now,
                    Zeros => Padded(item.Durable, item.Now.Length),
                    _ => item.Now[..(item.Durable.Length + ((item.Now.Length - item.Durable.Length) / 2))],
                };
                disk._files[file.Key] = new Item { Now = content, Durable = content, HasName = true };
            }
        }

        return disk;
    }

    /// <summary>The content of a file, or null.</summary>
    public byte[]? Get(string path)
    {
        lock (_gate)
        {
            return _files.TryGetValue(path, out Item? item) ? item.Now : null;
        }
    }

    /// <summary>Puts a file there, durably.</summary>
    public void Put(string path, byte[] content)
    {
        lock (_gate)
        {
            _files[path] = new Item { Now = content, Durable = content, HasName = true };
            MakeAbove(path);
        }
    }

    /// <inheritdoc/>
    public string ReservedFor(string path) => ".peer";

    /// <inheritdoc/>
    public int Find(string path, StoreEntry entry)
    {
        lock (_gate)
        {
            Powered();
            bool isFile = _files.TryGetValue(path, out Item? item);
            entry.IsCollection = !isFile && IsFolder(path);
            entry.Length = item is null ? 0 : item.Now.Length;
            entry.Modified = 0;
            entry.Version = 0;
            return isFile || entry.IsCollection ? StoreStatus.Ok : Absence(path);
        }
    }

    /// <inheritdoc/>
    public int OpenRead(string path, StoreEntry entry, out BlockSource? content)
    {
        content = null;
        lock (_gate)
        {
            int status = Find(path, entry);
            if (status == StoreStatus.Ok && entry.IsCollection)
            {
                return StoreStatus.WrongKind;
            }

            content = status == StoreStatus.Ok ? new Content(this, _files[path].Now) : null;
            return status;
        }
    }

    /// <inheritdoc/>
    public int Create(string path, bool append, out FileWriter? writer)
    {
        writer = null;
        lock (_gate)
        {
            StoreEntry entry = new StoreEntry();
            int status = Find(path, entry);
            if (status == StoreStatus.Ok && (!append || entry.IsCollection))
            {
                return append ? StoreStatus.WrongKind : StoreStatus.Exists;
            }

            if (status == StoreStatus.NoParent && !path.StartsWith(".peer/", StringComparison.Ordinal))
            {
                return status;
            }

            if (status != StoreStatus.Ok)
            {
                Step();
                MakeAbove(path);
                _files[path] = new Item();
            }

            writer = new Writer(this, _files[path]);
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int Delete(string path)
    {
        lock (_gate)
        {
            StoreEntry entry = new StoreEntry();
            int status = Find(path, entry);
            if (status != StoreStatus.Ok || path.Length == 0)
            {
                return status == StoreStatus.Ok ? StoreStatus.Denied : status;
            }

            if (entry.IsCollection && HasMembers(path))
            {
                return StoreStatus.NotEmpty;
            }

            Step();
            _files.Remove(path);
            _folders.Remove(path);
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int Move(string from, string to)
    {
        lock (_gate)
        {
            Powered();
            if (!_files.TryGetValue(from, out Item? item))
            {
                return IsFolder(from) ? StoreStatus.WrongKind : Absence(from);
            }

            Step();
            _files.Remove(from);
            MakeAbove(to);
            _files[to] = item;
            item.HasName = true;
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int MakeCollection(string path)
    {
        lock (_gate)
        {
            StoreEntry entry = new StoreEntry();
            int status = Find(path, entry);
            if (status != StoreStatus.NotFound)
            {
                return status == StoreStatus.Ok ? StoreStatus.Exists : status;
            }

            Step();
            _folders.Add(path);
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int List(string path, MemberVisitor visitor)
    {
        List<KeyValuePair<string, StoreEntry>> members = new List<KeyValuePair<string, StoreEntry>>();
        lock (_gate)
        {
            StoreEntry entry = new StoreEntry();
            int status = Find(path, entry);
            if (status != StoreStatus.Ok || !entry.IsCollection)
            {
                return status == StoreStatus.Ok ? StoreStatus.WrongKind : status;
            }

            string prefix = path.Length == 0 ? "" : path + "/";
            foreach (KeyValuePair<string, Item> file in _files)
            {
                if (IsMember(file.Key, prefix))
                {
                    members.Add(new(file.Key[prefix.Length..], new StoreEntry { Length = file.Value.Now.Length }));
                }
            }

            foreach (string folder in _folders)
            {
                if (IsMember(folder, prefix))
                {
                    members.Add(new(folder[prefix.Length..], new StoreEntry { IsCollection = true }));
                }
            }
        }

        foreach (KeyValuePair<string, StoreEntry> member in members)
        {
            if (!visitor.Visit(member.Key, member.Value))
            {
                break;
            }
        }

        return StoreStatus.Ok;
    }

    private static byte[] Padded(byte[] durable, int length)
    {
        byte[] octets = new byte[Math.Max(length, durable.Length)];
        Array.Copy(durable, octets, durable.Length);
        return octets;
    }

    private static bool IsMember(string path, string prefix)
    {
        return path.Length > prefix.Length && path.StartsWith(prefix, StringComparison.Ordinal) && path.IndexOf('/', prefix.Length) < 0;
    }

    private bool HasMembers(string path)
    {
        foreach (string file in _files.Keys)
        {
            if (file.StartsWith(path + "/", StringComparison.Ordinal))
            {
                return true;
            }
        }

        foreach (string folder in _folders)
        {
            if (folder.StartsWith(path + "/", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsFolder(string path)
    {
        return path.Length == 0 || _folders.Contains(path);
    }

    private int Absence(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 || IsFolder(path[..slash]) ? StoreStatus.NotFound : StoreStatus.NoParent;
    }

    private void MakeAbove(string path)
    {
        for (int slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            _folders.Add(path[..slash]);
        }
    }

    private void Powered()
    {
        if (IsCut)
        {
            throw new PowerCut(Steps);
        }
    }

    private void Step()
    {
        Powered();
        if (Steps == CutAt)
        {
            IsCut = true;
            throw new PowerCut(Steps);
        }

        Steps++;
    }

    private sealed class Item
    {
        public byte[] Now = Array.Empty<byte>();
        public byte[] Durable = Array.Empty<byte>();
        public bool HasName;
    }

    private sealed class Content : BlockSource
    {
        private readonly FolderDisk _disk;
        private readonly byte[] _octets;

        public Content(FolderDisk disk, byte[] octets)
        {
            _disk = disk;
            _octets = octets;
        }

        public override long Length => _octets.Length;

        public override int ReadAt(long position, byte[] buffer, int offset, int count)
        {
            lock (_disk._gate)
            {
                _disk.Powered();
            }

            int part = (int)Math.Max(0, Math.Min(count, _octets.Length - position));
            Array.Copy(_octets, position, buffer, offset, part);
            return part;
        }

        public override void Close()
        {
        }
    }

    private sealed class Writer : FileWriter
    {
        private readonly FolderDisk _disk;
        private readonly Item _item;

        public Writer(FolderDisk disk, Item item)
        {
            _disk = disk;
            _item = item;
        }

        public override int Status => StoreStatus.Ok;

        public override bool Write(byte[] buffer, int offset, int count)
        {
            lock (_disk._gate)
            {
                _disk.Step();
                byte[] now = new byte[_item.Now.Length + count];
                Array.Copy(_item.Now, now, _item.Now.Length);
                Array.Copy(buffer, offset, now, _item.Now.Length, count);
                _item.Now = now;
                return true;
            }
        }

        public override bool WriteAt(long position, byte[] buffer, int offset, int count)
        {
            lock (_disk._gate)
            {
                _disk.Step();
                byte[] now = Padded(_item.Now, (int)position + count);
                Array.Copy(buffer, offset, now, position, count);
                _item.Now = now;
                return true;
            }
        }

        public override int Sync()
        {
            lock (_disk._gate)
            {
                _disk.Step();
                _item.Durable = _item.Now;
                return StoreStatus.Ok;
            }
        }

        public override int Close(bool durable)
        {
            lock (_disk._gate)
            {
                _disk.Step();
                _item.Durable = durable ? _item.Now : _item.Durable;
                _item.HasName |= durable;
                return StoreStatus.Ok;
            }
        }
    }
}
