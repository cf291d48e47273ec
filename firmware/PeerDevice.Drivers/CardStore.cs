using System;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PathKey = PeerDevice.Services.Files.PathKey;

namespace PeerDevice.Drivers;

/// <summary>
/// The files of an SD card, through nanoFramework's System.IO. Everything that changes names is serialised here; what it
/// stands on, and why each step is taken, is told where it is taken, since that runtime's ways are not those of .NET.
/// </summary>
/// <remarks>
/// A card that was away answers <see cref="StoreStatus.Absent"/> to at least one call before it serves again, so that
/// nobody who remembers something about it can miss that it may be another card now.
/// </remarks>
public sealed class CardStore : IFileStore
{
    /// <summary>The reserved area at the root of the card.</summary>
    public const string Reserved = ".peer";

    private const string ReservedPrefix = ".peer/";

    private static readonly string[] NoNames = new string[0];

    private readonly CardVolume _volume;
    private readonly string _root;
    private readonly object _gate = new object();
    private readonly CardFolders _folders;
    private int _mounts;
    private string _parentKnown = "";

    /// <summary>Makes a store of the card in a slot; the card is mounted at the first call that needs it.</summary>
    public CardStore(CardSlot slot, IClock clock)
    {
        _volume = new CardVolume(slot, clock, ReservedPrefix + "probe");
        _root = slot.Root;
        _folders = new CardFolders(this);
    }

    /// <inheritdoc/>
    public bool IsFat => true;

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
            int status = Ready();
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (path.Length == 0)
            {
                // The runtime has no entry for the root: whether the card answers is all there is to know.
                entry.IsCollection = true;
                return _volume.Check();
            }

            return IsTooLong(path) ? StoreStatus.BadName : Facts(_root + path, entry);
        }
    }

    /// <inheritdoc/>
    public int OpenRead(string path, StoreEntry entry, out BlockSource? content)
    {
        content = null;
        Clear(entry);
        lock (_gate)
        {
            int status = Ready();
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (path.Length == 0)
            {
                entry.IsCollection = true;
                return StoreStatus.WrongKind;
            }

            if (IsTooLong(path))
            {
                return StoreStatus.BadName;
            }

            if (!_volume.MayOpen)
            {
                return StoreStatus.Busy;
            }

            FileStream? file = null;
            try
            {
                // FileShare.ReadWrite: without it the runtime refuses a file that anybody else has open, even for reading.
                file = new FileStream(_root + path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                entry.Length = file.Length;
                content = new CardContent(this, file, entry.Length);
                _volume.Opened();
                return StoreStatus.Ok;
            }
            catch (Exception fault)
            {
                CardFault.Shut(file);
                status = Status(fault, path);
                entry.IsCollection = status == StoreStatus.WrongKind;
                return status == StoreStatus.NotFound ? _volume.BeforeNotFound() : status;
            }
        }
    }

    /// <inheritdoc/>
    public int Create(string path, bool append, out FileWriter? writer)
    {
        writer = null;
        lock (_gate)
        {
            int status = ReadyFor(path, true);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (!_volume.MayOpen)
            {
                return StoreStatus.Busy;
            }

            status = RequireParent(path, Text.Begins(path, ReservedPrefix));
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            FileStream? file = null;
            try
            {
                file = append
                    ? new FileStream(_root + path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read)
                    : new FileStream(_root + path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                writer = append ? new CardWriter(this, file, ToEnd(file), 1) : new CardWriter(this, file, 0, Limits.CardRoomOctets);
                _volume.Opened();
                return StoreStatus.Ok;
            }
            catch (Exception fault)
            {
                CardFault.Shut(file);
                status = Status(fault, path);
                return status == StoreStatus.WrongKind && !append ? StoreStatus.Exists : status;
            }
        }
    }

    /// <inheritdoc/>
    public int Delete(string path)
    {
        lock (_gate)
        {
            int status = ReadyFor(path, false);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            string full = _root + path;
            status = Kind(full, out bool isCollection);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            try
            {
                if (isCollection)
                {
                    _parentKnown = "";
                    Directory.Delete(full, false);
                    _folders.Changed(path, false);
                    return StoreStatus.Ok;
                }

                if (!_volume.MayOpen)
                {
                    // Cutting opens the file, and one file too many is answered as a broken card is.
                    return StoreStatus.Busy;
                }

                // The chain is given back while the name still stands: a cut in between leaves an empty file, not lost room.
                FileStream cut = new FileStream(full, FileMode.Truncate, FileAccess.Write, FileShare.None);
                cut.Close();
                GC.SuppressFinalize(cut);
                File.Delete(full);
                _folders.Changed(path, false);
                return StoreStatus.Ok;
            }
            catch (Exception fault)
            {
                status = Status(fault, path);

                // The driver's "directory not empty" arrives as a plain exception too; the card is there, so that is what it was.
                return isCollection && status == StoreStatus.Failed ? StoreStatus.NotEmpty
                    : isCollection && status == StoreStatus.WrongKind ? StoreStatus.Busy : status;
            }
        }
    }

    /// <inheritdoc/>
    public int Move(string from, string to)
    {
        lock (_gate)
        {
            int status = ReadyFor(from, false);
            if (status == StoreStatus.Ok)
            {
                status = ReadyFor(to, true);
            }

            if (status != StoreStatus.Ok)
            {
                return status;
            }

            status = Kind(_root + from, out bool isCollection);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (isCollection && to.Length > from.Length && to[from.Length] == '/' && PathKey.SameFile(from, to.Substring(0, from.Length)))
            {
                // FatFs would do it and lose the whole tree: a collection that is its own ancestor hangs from nothing.
                return StoreStatus.Denied;
            }

            // A failing rename makes the class library copy the file and then delete the original even when the copy broke
            // off: what can fail for a reason that can be seen beforehand is looked at beforehand.
            status = RequireParent(to, Text.Begins(to, ReservedPrefix));
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (PathKey.SameFile(from, to))
            {
                return ChangeCase(from, to, isCollection);
            }

            status = Kind(_root + to, out _);
            if (status != StoreStatus.NotFound)
            {
                return status == StoreStatus.Ok ? StoreStatus.Exists : status;
            }

            return Rename(from, to, isCollection);
        }
    }

    /// <inheritdoc/>
    public int MakeCollection(string path)
    {
        lock (_gate)
        {
            int status = ReadyFor(path, false);
            if (status != StoreStatus.Ok)
            {
                return path.Length == 0 && status == StoreStatus.WrongKind ? StoreStatus.Exists : status;
            }

            status = Kind(_root + path, out _);
            if (status != StoreStatus.NotFound)
            {
                return status == StoreStatus.Ok ? StoreStatus.Exists : status;
            }

            // CreateDirectory would make the missing ones above it as well, and says nothing when it was there.
            status = RequireParent(path, false);
            return status == StoreStatus.Ok ? MakeDirectory(path) : status;
        }
    }

    /// <inheritdoc/>
    public int List(string path, MemberVisitor visitor)
    {
        string[] files;
        string[] collections;
        int mount;
        lock (_gate)
        {
            int status = Ready();
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (IsTooLong(path))
            {
                return StoreStatus.BadName;
            }

            mount = _volume.Mounts;
            status = Names(path, out collections, out files);
            if (status != StoreStatus.Ok || mount != _volume.Mounts)
            {
                return status == StoreStatus.Ok ? StoreStatus.Absent : status;
            }
        }

        return new CardListing(this, visitor, mount).Show(collections, files);
    }

    /// <summary>What stands at a full path; for members of a listing.</summary>
    internal int FactsOf(string full, StoreEntry entry)
    {
        lock (_gate)
        {
            return Facts(full, entry);
        }
    }

    /// <summary>Asks the card itself whether it is still there: Ok, Absent, or Busy while it cannot be asked.</summary>
    internal int Confirm()
    {
        lock (_gate)
        {
            return _volume.MayOpen ? _volume.Check() : StoreStatus.Busy;
        }
    }

    /// <summary>A file that was opened here is closed.</summary>
    internal void Released()
    {
        lock (_gate)
        {
            _volume.Closed();
        }
    }

    /// <summary>Something could not be read: before the next call the card is looked at.</summary>
    internal void Suspect()
    {
        _volume.Suspect();
    }

    /// <summary>What a fault of a file being written means.</summary>
    internal int WriteFault(Exception fault)
    {
        lock (_gate)
        {
            int status = CardFault.Status(fault);
            return status == StoreStatus.Absent || status == StoreStatus.Busy ? status : _volume.AfterFault();
        }
    }

    // The names of a folder, where there is heap for them and for what others are doing. The peer's own folders have a bounded number of members.
    private int Names(string path, out string[] collections, out string[] files)
    {
        collections = NoNames;
        files = NoNames;
        long free = CardVolume.HeapForNames();
        if (free < Limits.ListingHeapOctets)
        {
            return StoreStatus.TooMany;
        }

        if (free >= Limits.ListingSureOctets || path == Reserved || Text.Begins(path, ReservedPrefix))
        {
            return Read(path, out collections, out files);
        }

        int status = _folders.Begin(path, free, out bool isMarked);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = Read(path, out collections, out files);
        if (isMarked)
        {
            _folders.End(path, status);
        }

        if (status == StoreStatus.Ok && CardVolume.HeapForNames() < Limits.ListingSpareOctets)
        {
            collections = NoNames;
            files = NoNames;
            status = StoreStatus.TooMany;
        }

        if (status == StoreStatus.Ok)
        {
            _folders.Listed(path, files.Length + collections.Length);
        }
        else if (status == StoreStatus.TooMany)
        {
            _folders.Failed(path, free);
        }

        return status;
    }

    private int Read(string path, out string[] collections, out string[] files)
    {
        string folder = path.Length == 0 ? _root : _root + path + "\\";
        collections = NoNames;
        files = NoNames;
        try
        {
            files = Directory.GetFiles(folder);
            collections = Directory.GetDirectories(folder);
            return StoreStatus.Ok;
        }
        catch (OutOfMemoryException)
        {
            files = NoNames;
            return StoreStatus.TooMany;
        }
        catch (Exception fault)
        {
            int status = Status(fault, path);
            if (status != StoreStatus.NoParent)
            {
                return status;
            }

            // "No such directory" is said of a file as well.
            status = Kind(_root + path, out bool isCollection);
            return status == StoreStatus.Ok && !isCollection ? StoreStatus.WrongKind
                : status == StoreStatus.Ok ? StoreStatus.Failed : status;
        }
    }

    private static void Clear(StoreEntry entry)
    {
        entry.IsCollection = false;
        entry.Length = 0;
        entry.Modified = 0;
        entry.Created = 0;
        entry.Version = 0;
    }

    // What FileMode.Append does, but that it would let nobody go back behind the end that it found.
    private static long ToEnd(FileStream file)
    {
        long length = file.Length;
        file.Position = length;
        return length;
    }

    private static bool IsTooLong(string path)
    {
        return path.Length > Limits.FatPathOctets;
    }

    // What is remembered of a card is of no use once it is mounted anew: it may be another.
    private int Ready()
    {
        int status = _volume.Ready();
        if (_mounts != _volume.Mounts)
        {
            _mounts = _volume.Mounts;
            _parentKnown = "";
            _folders.Clear();
        }

        return status;
    }

    /// <summary>Whether a path may be changed at all: the root may not, and a file whose name ends in ".sys" would never be listed.</summary>
    private int ReadyFor(string path, bool isNew)
    {
        int status = Ready();
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        if (path.Length == 0)
        {
            return StoreStatus.WrongKind;
        }

        return IsTooLong(path) || (isNew && Text.Ends(path, ".sys")) ? StoreStatus.BadName : StoreStatus.Ok;
    }

    /// <summary>
    /// Kind and length by one native call. It says "not there" of every fault, so that answer is asked for again in the way
    /// that only says so when the file system did.
    /// </summary>
    private int Facts(string full, StoreEntry entry)
    {
        try
        {
            FileInfo info = new FileInfo(full);
            entry.Length = info.Length;
            entry.IsCollection = (info.Attributes & FileAttributes.Directory) != 0;
            if (entry.IsCollection)
            {
                entry.Length = 0;
            }

            return StoreStatus.Ok;
        }
        catch (Exception fault)
        {
            int status = CardFault.Status(fault);
            if (status == StoreStatus.NotFound)
            {
                status = Kind(full, out _);
                return status == StoreStatus.Ok ? Unsure()
                    : status == StoreStatus.NotFound ? _volume.BeforeNotFound() : status;
            }

            if (status == CardFault.Unauthorized)
            {
                // Somebody is writing it, all for himself.
                status = Kind(full, out entry.IsCollection);
                return status == StoreStatus.Ok ? StoreStatus.Busy : status;
            }

            return status == CardFault.Driver ? _volume.AfterFault() : status;
        }
    }

    // It is there, and was said not to be, by a card that answers: there was no memory to look with.
    private int Unsure()
    {
        int status = _volume.Check();
        return status == StoreStatus.Ok ? StoreStatus.Busy : status;
    }

    /// <summary>Whether something is there, and of which kind. Answers NotFound only when the file system itself said so.</summary>
    private int Kind(string full, out bool isCollection)
    {
        isCollection = false;
        try
        {
            isCollection = (File.GetAttributes(full) & FileAttributes.Directory) != 0;
            return StoreStatus.Ok;
        }
        catch (Exception fault)
        {
            int status = CardFault.Status(fault);
            return status == CardFault.Driver || status == CardFault.Unauthorized ? _volume.AfterFault() : status;
        }
    }

    /// <summary>What a fault at a path means, looked up where the class library does not say.</summary>
    private int Status(Exception fault, string path)
    {
        int status = CardFault.Status(fault);
        if (status == CardFault.Driver)
        {
            return _volume.AfterFault();
        }

        if (status != CardFault.Unauthorized)
        {
            return status;
        }

        try
        {
            FileAttributes attributes = File.GetAttributes(_root + path);
            return (attributes & FileAttributes.Directory) != 0 ? StoreStatus.WrongKind
                : (attributes & FileAttributes.ReadOnly) != 0 ? StoreStatus.Denied : StoreStatus.Busy;
        }
        catch (Exception)
        {
            return StoreStatus.Busy;
        }
    }

    private int RequireParent(string path, bool mayMake)
    {
        int slash = path.LastIndexOf('/');
        if (slash < 0)
        {
            return StoreStatus.Ok;
        }

        string parent = path.Substring(0, slash);
        if (parent == _parentKnown)
        {
            return StoreStatus.Ok;
        }

        int status = Kind(_root + parent, out bool isCollection);
        if (status == StoreStatus.NotFound && mayMake)
        {
            status = MakeDirectory(parent);
            isCollection = true;
        }

        if (status != StoreStatus.Ok)
        {
            return status == StoreStatus.NotFound ? StoreStatus.NoParent : status;
        }

        if (!isCollection)
        {
            return StoreStatus.NoParent;
        }

        if (mayMake)
        {
            // Only the reserved area's own collections are remembered: nobody else deletes those.
            _parentKnown = parent;
        }

        return StoreStatus.Ok;
    }

    private int MakeDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(_root + path);
            _folders.Changed(path, true);
            return StoreStatus.Ok;
        }
        catch (Exception fault)
        {
            return Status(fault, path);
        }
    }

    /// <summary>The class library takes another case of a name for a name that is taken, so it goes by a third one.</summary>
    private int ChangeCase(string from, string to, bool isCollection)
    {
        if (from == to)
        {
            return StoreStatus.Ok;
        }

        string between = to + "~";
        int status = Kind(_root + between, out _);
        if (status != StoreStatus.NotFound)
        {
            return status == StoreStatus.Ok ? StoreStatus.Exists : status;
        }

        status = Rename(from, between, isCollection);
        return status == StoreStatus.Ok ? Rename(between, to, isCollection) : status;
    }

    private int Rename(string from, string to, bool isCollection)
    {
        try
        {
            if (isCollection)
            {
                _parentKnown = "";
                Directory.Move(_root + from, _root + to);
            }
            else
            {
                File.Move(_root + from, _root + to);
            }

            _folders.Changed(from, false);
            _folders.Changed(to, true);
            return StoreStatus.Ok;
        }
        catch (Exception fault)
        {
            int status = Status(fault, from);
            return status == StoreStatus.WrongKind ? StoreStatus.Busy : status;
        }
    }
}
