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
public sealed partial class FatStore : IFileStore
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

    /// <summary>How many members of listings were looked up, and how many a visitor knew.</summary>
    public int Looks { get; private set; }

    /// <summary>How many members of listings a visitor knew without a look.</summary>
    public int Recalled { get; private set; }

    /// <summary>
    /// What a visitor said it knew of a member and was not so: nothing, if all is well. It is compared with what stands on the card at that very moment, under the
    /// lock that every change is made under; so there is no excuse.
    /// </summary>
    public List<string> WrongFacts { get; } = new List<string>();

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
    public int List(string path, MemberVisitor visitor)
    {
        List<FatEntry> members = new List<FatEntry>();
        int mount;
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
            mount = Mount;
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
                entry.Mount = mount;
                if (member.IsDirectory || !visitor.NeedsFacts)
                {
                    Fill(entry, member);
                }
                else if (!Knows(path, member, entry, visitor))
                {
                    // A look is by the name: at what stands there now, not at what stood there when the names were read.
                    if (_tree.Find(Whole(path, member), out _, out FatEntry? now) != StoreStatus.Ok || now is null)
                    {
                        continue;
                    }

                    Fill(entry, now);
                }
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
        entry.Created = 0;
        entry.Version = 0;
        entry.Mount = 0;
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

    private bool Knows(string path, FatEntry member, StoreEntry entry, MemberVisitor visitor)
    {
        if (!visitor.Recall(member.Name, entry))
        {
            Looks++;
            return false;
        }

        Recalled++;
        string whole = Whole(path, member);
        if (entry.Mount == Mount && _tree.Find(whole, out _, out FatEntry? now) == StoreStatus.Ok && now is not null && (now.IsDirectory || now.Size != entry.Length))
        {
            WrongFacts.Add(whole + " is " + now.Size + " octets long, not " + entry.Length);
        }

        return true;
    }

    private static string Whole(string path, FatEntry member)
    {
        return path.Length == 0 ? member.Name : path + "/" + member.Name;
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
}
