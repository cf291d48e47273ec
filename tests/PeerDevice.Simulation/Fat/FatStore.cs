using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Simulation.Fat;

/// <summary>
/// A card's files with a board's manners: five open files, no sharing with who writes, names that fold, renames and deletions in
/// several steps. After a cut of power every call throws <see cref="PowerCut"/>: go on with a new store over
/// <see cref="FatMedium.Copy"/>.
/// </summary>
public sealed class FatStore : IFileStore
{
    /// <summary>The reserved area.</summary>
    public const string Reserved = ".peer";

    private const int OpenAtOnce = 5;

    private readonly object _gate = new object();
    private readonly Dictionary<FatEntry, int> _open = new Dictionary<FatEntry, int>();
    private FatTree _tree;
    private bool _hasToldAbsent = true;
    private int _openFiles;

    /// <summary>A store of a card that is in.</summary>
    public FatStore(FatMedium medium)
    {
        Medium = medium;
        _tree = new FatTree(medium);
    }

    /// <summary>The card.</summary>
    public FatMedium Medium { get; private set; }

    /// <summary>Whether the card is out.</summary>
    public bool IsAbsent { get; private set; }

    /// <summary>
    /// Whether room is taken before it is written into, as the board's driver must do it: the length then stands in the entry before
    /// the octets are there, and what is there instead is whatever the clusters held. Without, the order is FatFs' own.
    /// </summary>
    public bool TakesRoomFirst { get; set; }

    /// <summary>Octets of room that a new file takes at once, with <see cref="TakesRoomFirst"/>.</summary>
    public int RoomOctets { get; set; } = 4096;

    /// <summary>
    /// Whether the slots of a long name may go before its short entry does. They do when a sector ends between them: a cut
    /// leaves the file under its alias.
    /// </summary>
    public bool SplitsLongNames
    {
        get => _tree.SplitsLongNames;
        set => _tree.SplitsLongNames = value;
    }

    /// <summary>Files that are open.</summary>
    public int OpenFiles
    {
        get
        {
            lock (_gate)
            {
                return _openFiles;
            }
        }
    }

    /// <inheritdoc/>
    public bool IsFat => true;

    internal object Gate => _gate;

    internal int Mount { get; private set; }

    /// <summary>Pulls the card out. What is open fails from now on.</summary>
    public void Pull()
    {
        lock (_gate)
        {
            IsAbsent = true;
            _hasToldAbsent = false;
            Mount++;
            _open.Clear();
        }
    }

    /// <summary>Puts the card in again, or another. At least one call answers Absent before it is served from.</summary>
    public void Insert(FatMedium? other = null)
    {
        lock (_gate)
        {
            if (other is not null)
            {
                bool splits = _tree.SplitsLongNames;
                Medium = other;
                _tree = new FatTree(other) { SplitsLongNames = splits };
            }

            IsAbsent = false;
        }
    }

    /// <inheritdoc/>
    public string ReservedFor(string path)
    {
        return Reserved;
    }

    /// <inheritdoc/>
    public int Find(string path, StoreEntry entry)
    {
        Clear(entry);
        lock (_gate)
        {
            int status = Ready(path, false);
            if (status != StoreStatus.Ok || path.Length == 0)
            {
                entry.IsCollection = status == StoreStatus.Ok;
                return status;
            }

            status = _tree.Find(path, out _, out FatEntry? found);
            if (status == StoreStatus.Ok && found is not null)
            {
                return Fill(entry, found);
            }

            return status;
        }
    }

    /// <inheritdoc/>
    public int OpenRead(string path, StoreEntry entry, out BlockSource? content)
    {
        content = null;
        Clear(entry);
        lock (_gate)
        {
            int status = Ready(path, false);
            FatEntry? found = null;
            if (status == StoreStatus.Ok && path.Length > 0)
            {
                status = _tree.Find(path, out _, out found);
            }

            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (found is null || found.IsDirectory)
            {
                entry.IsCollection = true;
                return StoreStatus.WrongKind;
            }

            if (!MayOpen(found, true))
            {
                return StoreStatus.Busy;
            }

            Open(found, true);
            entry.Length = found.Size;
            content = new FatContent(this, new FatFile(Medium, found));
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int Create(string path, bool append, out FileWriter? writer)
    {
        writer = null;
        lock (_gate)
        {
            int status = Ready(path, true);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (path.Length == 0)
            {
                return StoreStatus.WrongKind;
            }

            if (_openFiles == OpenAtOnce)
            {
                return StoreStatus.Busy;
            }

            status = Locate(path, out int directory, out FatEntry? found);
            if (status == StoreStatus.Ok)
            {
                if (!append)
                {
                    return StoreStatus.Exists;
                }

                if (found!.IsDirectory || !MayOpen(found, false))
                {
                    return found.IsDirectory ? StoreStatus.WrongKind : StoreStatus.Busy;
                }
            }
            else if (status == StoreStatus.NotFound)
            {
                status = _tree.Add(directory, NameOf(path), null, false, out found);
            }

            if (status != StoreStatus.Ok)
            {
                return status;
            }

            Open(found!, false);
            writer = new FatWriter(this, new FatFile(Medium, found!), append ? 1 : RoomOctets);
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int Delete(string path)
    {
        lock (_gate)
        {
            int status = Ready(path, false);
            FatEntry? found = null;
            int directory = 0;
            if (status == StoreStatus.Ok)
            {
                status = path.Length == 0 ? StoreStatus.WrongKind : _tree.Find(path, out directory, out found);
            }

            if (status != StoreStatus.Ok || found is null)
            {
                return status;
            }

            if (found.IsDirectory)
            {
                return DeleteDirectory(directory, found);
            }

            if (!MayOpen(found, false))
            {
                return StoreStatus.Busy;
            }

            // The driver empties a file first, so that no cut leaves a chain without a name.
            FatFile file = new FatFile(Medium, found);
            file.Truncate(0);
            file.Sync();
            _tree.Remove(directory, found);
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int Move(string from, string to)
    {
        lock (_gate)
        {
            int status = Ready(from, false);
            status = status == StoreStatus.Ok ? Ready(to, true) : status;
            if (status == StoreStatus.Ok && (from.Length == 0 || to.Length == 0))
            {
                status = StoreStatus.WrongKind;
            }

            int directory = 0;
            FatEntry? found = null;
            if (status == StoreStatus.Ok)
            {
                status = _tree.Find(from, out directory, out found);
            }

            if (status != StoreStatus.Ok || found is null)
            {
                return status;
            }

            if (!MayOpen(found, false))
            {
                return StoreStatus.Busy;
            }

            if (found.IsDirectory && to.StartsWith(from + "/", StringComparison.OrdinalIgnoreCase))
            {
                return StoreStatus.Denied;
            }

            if (FatNames.AreSame(from, to))
            {
                return ChangeCase(from, to);
            }

            return Rename(directory, found, to);
        }
    }

    /// <inheritdoc/>
    public int MakeCollection(string path)
    {
        lock (_gate)
        {
            int status = Ready(path, true);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (path.Length == 0)
            {
                return StoreStatus.Exists;
            }

            status = _tree.Find(path, out int directory, out _);
            return status == StoreStatus.NotFound ? _tree.MakeDirectory(directory, NameOf(path))
                : status == StoreStatus.Ok ? StoreStatus.Exists : status;
        }
    }

    /// <inheritdoc/>
    public int List(string path, MemberVisitor visitor)
    {
        List<FatEntry> members = new List<FatEntry>();
        lock (_gate)
        {
            int status = Ready(path, false);
            int directory = Medium.Root;
            FatEntry? found = null;
            if (status == StoreStatus.Ok && path.Length > 0)
            {
                status = _tree.Find(path, out _, out found);
                directory = found is null ? 0 : found.Start;
            }

            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (found is not null && !found.IsDirectory)
            {
                return StoreStatus.WrongKind;
            }

            members.AddRange(_tree.Members(directory));
        }

        // Names first, facts later, and collections before files, as the class library gives them.
        members.Sort((a, b) => b.IsDirectory.CompareTo(a.IsDirectory));
        StoreEntry entry = new StoreEntry();
        foreach (FatEntry member in members)
        {
            lock (_gate)
            {
                int status = Ready(path, false);
                if (status != StoreStatus.Ok)
                {
                    return status;
                }

                Clear(entry);
                Fill(entry, member);
            }

            if (!visitor.Visit(member.Name, entry))
            {
                return StoreStatus.Ok;
            }
        }

        return StoreStatus.Ok;
    }

    internal void Release(FatEntry entry, int mount)
    {
        _openFiles--;
        if (mount != Mount)
        {
            return;
        }

        int users = _open[entry];
        if (users <= 1)
        {
            _open.Remove(entry);
        }
        else
        {
            _open[entry] = users - 1;
        }
    }

    private const int Exclusive = -1;

    private static void Clear(StoreEntry entry)
    {
        entry.IsCollection = false;
        entry.Length = 0;
        entry.Modified = 0;
        entry.Version = 0;
    }

    private static string NameOf(string path)
    {
        return path.Substring(path.LastIndexOf('/') + 1);
    }

    private int Ready(string path, bool isNew)
    {
        Medium.Powered();
        if (IsAbsent || !_hasToldAbsent || (Mount > 0 && _openFiles > _open.Count && HasStale()))
        {
            _hasToldAbsent = true;
            return StoreStatus.Absent;
        }

        return path.Length > Limits.FatPathOctets || (isNew && path.EndsWith(".sys", StringComparison.Ordinal))
            ? StoreStatus.BadName : StoreStatus.Ok;
    }

    /// <summary>Whether files of an earlier mount are still open: the driver mounts again only when they are closed.</summary>
    private bool HasStale()
    {
        int current = 0;
        foreach (int users in _open.Values)
        {
            current += users == Exclusive ? 1 : users;
        }

        return _openFiles > current;
    }

    private int Fill(StoreEntry entry, FatEntry found)
    {
        entry.IsCollection = found.IsDirectory;
        entry.Length = found.IsDirectory ? 0 : found.Size;
        return _open.TryGetValue(found, out int users) && users == Exclusive ? StoreStatus.Busy : StoreStatus.Ok;
    }

    private bool MayOpen(FatEntry entry, bool shares)
    {
        return _openFiles < OpenAtOnce && (!_open.TryGetValue(entry, out int users) || (shares && users != Exclusive));
    }

    private void Open(FatEntry entry, bool shares)
    {
        _openFiles++;
        _open.TryGetValue(entry, out int users);
        _open[entry] = shares ? users + 1 : Exclusive;
    }

    /// <summary>Finds a path; missing collections are made inside the reserved area only.</summary>
    private int Locate(string path, out int directory, out FatEntry? found)
    {
        int status = _tree.Find(path, out directory, out found);
        if (status != StoreStatus.NoParent || !path.StartsWith(Reserved + "/", StringComparison.OrdinalIgnoreCase))
        {
            return status;
        }

        int slash = path.IndexOf('/');
        while (slash > 0)
        {
            string parent = path.Substring(0, slash);
            status = _tree.Find(parent, out int above, out FatEntry? there);
            if (status == StoreStatus.NotFound)
            {
                status = _tree.MakeDirectory(above, NameOf(parent));
            }

            if (status != StoreStatus.Ok || (there is not null && !there.IsDirectory))
            {
                return status == StoreStatus.Ok ? StoreStatus.NoParent : status;
            }

            slash = path.IndexOf('/', slash + 1);
        }

        return _tree.Find(path, out directory, out found);
    }

    private int DeleteDirectory(int parent, FatEntry entry)
    {
        foreach (FatEntry _ in _tree.Members(entry.Start))
        {
            return StoreStatus.NotEmpty;
        }

        int start = entry.Start;
        _tree.Remove(parent, entry);
        FatFile.Free(Medium, start);
        return StoreStatus.Ok;
    }

    private int Rename(int directory, FatEntry found, string to)
    {
        int status = Locate(to, out int into, out _);
        if (status != StoreStatus.NotFound)
        {
            return status == StoreStatus.Ok ? StoreStatus.Exists : status;
        }

        // The new name is written before the old one goes: between them two names stand on one chain.
        status = _tree.Add(into, NameOf(to), found, found.IsDirectory, out _);
        if (status == StoreStatus.Ok)
        {
            _tree.Remove(directory, found);
        }

        return status;
    }

    /// <summary>The board's class library takes another case for a name that is taken, so its driver goes by a third name.</summary>
    private int ChangeCase(string from, string to)
    {
        if (from == to)
        {
            return StoreStatus.Ok;
        }

        string between = to + "~";
        _tree.Find(from, out int directory, out FatEntry? found);
        int status = Rename(directory, found!, between);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        _tree.Find(between, out directory, out found);
        return Rename(directory, found!, to);
    }
}
