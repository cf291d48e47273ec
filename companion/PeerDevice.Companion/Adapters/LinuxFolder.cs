using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Adapters;

/// <summary>
/// A folder by Linux' openat2(2): the kernel itself resolves each path beneath the opened folder and through no link,
/// in one call, so there is no moment between looking and opening.
/// </summary>
/// <remarks>The folder stays open, so a medium that carries it cannot be unmounted while the peer is up.</remarks>
[SkipLocalsInit]
internal sealed unsafe class LinuxFolder : Folder
{
    private const int EntryRoom = 32768;
    private const int ShortestEntry = 24;
    private const byte TypeUnknown = 0, TypeDirectory = 4, TypeFile = 8;

    private readonly SafeFileHandle _held;
    private readonly int _root;

    private LinuxFolder(int root)
    {
        _root = root;
        _held = new SafeFileHandle(root, ownsHandle: true);
    }

    /// <summary>Opens a folder; null where the kernel has no openat2 or a sandbox forbids it.</summary>
    public static LinuxFolder? TryOpen(string path)
    {
        if (!LinuxCalls.Available)
        {
            return null;
        }

        // The share itself may be named through links: what they lead to is what the user shared.
        using SafeFileHandle? opened = OpenRoot(path);
        if (opened is null)
        {
            return null;
        }

        byte* here = stackalloc byte[2] { (byte)'.', 0 };
        int root = LinuxCalls.OpenBeneath((int)opened.DangerousGetHandle(), here, LinuxCalls.Directory | LinuxCalls.ReadOnly, 0);
        return root < 0 ? null : new LinuxFolder(root);
    }

    public override int Find(string path, StoreEntry entry)
    {
        ReadOnlySpan<char> parent = Parent(path, out ReadOnlySpan<char> name);
        byte* room = stackalloc byte[LinuxCalls.PathRoom];
        FileFacts facts;
        int answer;
        if (path.Length == 0)
        {
            answer = LinuxCalls.Facts(_root, out facts);
        }
        else if (parent.IsEmpty)
        {
            answer = LinuxCalls.Encode(name, room) ? LinuxCalls.Facts(_root, room, out facts) : Overlong(out facts);
        }
        else
        {
            int opened = OpenPath(path, LinuxCalls.PathOnly, 0, room);
            answer = opened;
            facts = default;
            if (opened >= 0)
            {
                answer = LinuxCalls.Facts(opened, out facts);
                LinuxCalls.Close(opened);
            }
        }

        return answer < 0 ? Refusal(-answer, path) : Describe(in facts, entry);
    }

    public override int OpenRead(string path, StoreEntry entry, out BlockSource? content)
    {
        content = null;
        byte* room = stackalloc byte[LinuxCalls.PathRoom];

        // Non-blocking: opening a FIFO or a device must not wait for somebody at its other end.
        int opened = OpenPath(path, LinuxCalls.ReadOnly | LinuxCalls.NonBlocking, 0, room);
        if (opened < 0)
        {
            return Refusal(-opened, path);
        }

        int answer = LinuxCalls.Facts(opened, out FileFacts facts);
        int status = answer < 0 ? Refusal(-answer, path) : Describe(in facts, entry);
        if (status == StoreStatus.Ok && entry.IsCollection)
        {
            status = StoreStatus.WrongKind;
        }

        if (status != StoreStatus.Ok)
        {
            LinuxCalls.Close(opened);
            return status;
        }

        content = new FolderSource(new SafeFileHandle(opened, ownsHandle: true), entry.Length);
        return StoreStatus.Ok;
    }

    public override int Create(string path, bool append, out FileWriter? writer)
    {
        writer = null;
        byte* room = stackalloc byte[LinuxCalls.PathRoom];
        long flags = LinuxCalls.WriteOnly | LinuxCalls.Create | LinuxCalls.NonBlocking | (append ? 0 : LinuxCalls.Exclusive);
        int opened = OpenPath(path, flags, 0x1B6 /* 0666, less the user's umask */, room);
        if (opened < 0)
        {
            int status = Refusal(-opened, path);
            return status == StoreStatus.NotFound ? StoreStatus.NoParent : status;
        }

        if (LinuxCalls.Facts(opened, out FileFacts facts) < 0 || !facts.IsFile)
        {
            LinuxCalls.Close(opened);
            return StoreStatus.Denied;
        }

        writer = new FolderWriter(new SafeFileHandle(opened, ownsHandle: true), facts.Length);
        return StoreStatus.Ok;
    }

    public override int Delete(string path)
    {
        byte* room = stackalloc byte[LinuxCalls.PathRoom];
        int status = OpenParent(path, room, out int parent);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        int answer = LinuxCalls.Facts(parent, room, out FileFacts facts);
        if (answer >= 0 && !facts.IsDirectory && !facts.IsFile)
        {
            answer = -LinuxCalls.AccessDenied;
        }

        if (answer >= 0)
        {
            answer = LinuxCalls.Unlink(parent, room, facts.IsDirectory);
        }

        CloseParent(parent);
        return answer < 0 ? Refusal(-answer, path) : StoreStatus.Ok;
    }

    public override int Move(string from, string to)
    {
        byte* fromName = stackalloc byte[LinuxCalls.PathRoom];
        byte* toName = stackalloc byte[LinuxCalls.PathRoom];
        int status = OpenParent(from, fromName, out int fromParent);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = OpenParent(to, toName, out int toParent);
        if (status != StoreStatus.Ok)
        {
            CloseParent(fromParent);
            return status;
        }

        bool sameName = string.Equals(from, to, StringComparison.OrdinalIgnoreCase);
        status = Rename(fromParent, fromName, toParent, toName, sameName);
        CloseParent(fromParent);
        CloseParent(toParent);
        return status;
    }

    public override int MakeCollection(string path)
    {
        byte* room = stackalloc byte[LinuxCalls.PathRoom];
        int status = OpenParent(path, room, out int parent);
        if (status != StoreStatus.Ok)
        {
            return status == StoreStatus.Denied && path.Length == 0 ? StoreStatus.Exists : status;
        }

        int answer = LinuxCalls.MakeDirectory(parent, room, 0x1FF /* 0777, less the user's umask */);
        CloseParent(parent);
        return answer < 0 ? Refusal(-answer, path) : StoreStatus.Ok;
    }

    public override int List(string path, MemberVisitor visitor)
    {
        byte* room = stackalloc byte[LinuxCalls.PathRoom];
        int opened = OpenPath(path, LinuxCalls.ReadOnly | LinuxCalls.Directory | LinuxCalls.NonBlocking, 0, room);
        if (opened < 0)
        {
            return opened == -LinuxCalls.NotDirectory && Find(path, new StoreEntry()) == StoreStatus.Ok ? StoreStatus.WrongKind : Refusal(-opened, path);
        }

        byte[] entries = ArrayPool<byte>.Shared.Rent(EntryRoom);
        try
        {
            fixed (byte* first = entries)
            {
                return Show(opened, first, entries.Length, visitor);
            }
        }
        finally
        {
            LinuxCalls.Close(opened);
            ArrayPool<byte>.Shared.Return(entries);
        }
    }

    public override bool Room(string path, out long available, out long used)
    {
        available = 0;
        used = 0;
        byte* room = stackalloc byte[LinuxCalls.PathRoom];
        int opened = OpenPath(path, LinuxCalls.PathOnly, 0, room);
        if (opened < 0)
        {
            return false;
        }

        int answer = LinuxCalls.Room(opened, out VolumeFacts facts);
        LinuxCalls.Close(opened);

        // A file system without a size of its own says that it has no blocks.
        if (answer < 0 || facts.Blocks == 0 || facts.BlockOctets == 0 || facts.Blocks > long.MaxValue / facts.BlockOctets || facts.Free > facts.Blocks)
        {
            return false;
        }

        available = (long)(Math.Min(facts.FreeForUsers, facts.Free) * facts.BlockOctets);
        used = (long)((facts.Blocks - facts.Free) * facts.BlockOctets);
        return true;
    }

    public override void SyncNames(string collection)
    {
        byte* room = stackalloc byte[LinuxCalls.PathRoom];
        int opened = OpenPath(collection, LinuxCalls.ReadOnly | LinuxCalls.Directory, 0, room);
        if (opened >= 0)
        {
            LinuxCalls.Sync(opened);
            LinuxCalls.Close(opened);
        }
    }

    public override void Dispose() => _held.Dispose();

    private static int Show(int directory, byte* entries, int room, MemberVisitor visitor)
    {
        StoreEntry entry = new();
        bool needsFacts = visitor.NeedsFacts;
        int[] names = ArrayPool<int>.Shared.Rent(room / ShortestEntry);
        FileFacts[] facts = [];
        FactsAhead? ahead = null;
        int got;
        try
        {
            while ((got = LinuxCalls.Entries(directory, entries, room)) > 0)
            {
                int count = Names(entries, got, names);
                if (needsFacts && count >= FactsAhead.Fewest)
                {
                    facts = facts.Length > 0 ? facts : ArrayPool<FileFacts>.Shared.Rent(room / ShortestEntry);
                    ahead = new FactsAhead(directory, (nint)entries, names, count, facts);
                    ThreadPool.UnsafeQueueUserWorkItem(ahead, preferLocal: false);
                }

                for (int i = 0; i < count; i++)
                {
                    byte* name = entries + names[i];
                    byte type = name[-1];
                    bool isMember = ahead is not null ? Describe(in ahead.Of(i), entry) == StoreStatus.Ok
                        : needsFacts || type == TypeUnknown ? Ask(directory, name, entry)
                        : Describe(type, entry);
                    if (!isMember)
                    {
                        // It vanished since, or is a link or a device.
                        continue;
                    }

                    string text = Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
                    if (IsSpeakable(text) && !visitor.Visit(text, entry))
                    {
                        return StoreStatus.Ok;
                    }
                }

                ahead?.End();
                ahead = null;
            }
        }
        finally
        {
            ahead?.End();
            ArrayPool<int>.Shared.Return(names);
            if (facts.Length > 0)
            {
                ArrayPool<FileFacts>.Shared.Return(facts);
            }
        }

        if (got >= 0)
        {
            return StoreStatus.Ok;
        }

        // getdents64(2): no such entry, when the collection was deleted while it was opened.
        return got == -LinuxCalls.NoEntry ? StoreStatus.NotFound : StoreStatus.Failed;
    }

    /// <summary>Where the names of possible members begin; before each stands its type.</summary>
    private static int Names(byte* entries, int got, int[] names)
    {
        int count = 0;

        // struct linux_dirent64: d_ino 8, d_off 8, d_reclen 2, d_type 1, d_name with its zero octet
        for (int at = 0; at < got; at += *(ushort*)(entries + at + 16))
        {
            byte* name = entries + at + 19;
            bool isItself = name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0));
            if (!isItself && entries[at + 18] is TypeUnknown or TypeDirectory or TypeFile)
            {
                names[count++] = at + 19;
            }
        }

        return count;
    }

    private static bool Ask(int directory, byte* name, StoreEntry entry) =>
        LinuxCalls.Facts(directory, name, out FileFacts facts) >= 0 && Describe(in facts, entry) == StoreStatus.Ok;

    private static bool Describe(byte type, StoreEntry entry)
    {
        entry.IsCollection = type == TypeDirectory;
        entry.Length = 0;
        entry.Modified = 0;
        entry.Created = 0;
        entry.Version = 0;
        return true;
    }

    private static int Rename(int fromParent, byte* from, int toParent, byte* to, bool sameName)
    {
        int answer = LinuxCalls.Facts(fromParent, from, out FileFacts moved);
        if (answer < 0)
        {
            return answer == -LinuxCalls.NoEntry ? StoreStatus.NotFound : StatusOf(-answer);
        }

        bool isTaken = LinuxCalls.Facts(toParent, to, out FileFacts replaced) >= 0;
        if ((!moved.IsFile && !moved.IsDirectory) || (isTaken && !replaced.IsFile && !replaced.IsDirectory))
        {
            return StoreStatus.Denied;
        }

        if (isTaken && (replaced.IsDirectory || moved.IsDirectory) && replaced.Inode != moved.Inode)
        {
            return StoreStatus.Exists;
        }

        // A collection never replaces anything; rename(2) alone would let it replace an empty one.
        answer = LinuxCalls.Rename(fromParent, from, toParent, to, keep: moved.IsDirectory && !isTaken);
        if (answer == -LinuxCalls.Invalid)
        {
            // Some file systems cannot keep; what is inside itself is refused the second time as well.
            answer = LinuxCalls.Rename(fromParent, from, toParent, to, keep: false);
        }

        if (answer == 0 && isTaken && replaced.Inode == moved.Inode && !sameName && replaced.Links == moved.Links && moved.Links > 1)
        {
            // rename(2) does nothing between two names of one file.
            answer = LinuxCalls.Unlink(fromParent, from, isDirectory: false);
        }

        return answer switch
        {
            >= 0 => StoreStatus.Ok,
            -LinuxCalls.IsDirectory => StoreStatus.Exists,
            -LinuxCalls.Invalid => StoreStatus.Denied,
            _ => StatusOf(-answer, renaming: true),
        };
    }

    private static SafeFileHandle? OpenRoot(string path)
    {
        byte* room = stackalloc byte[LinuxCalls.PathRoom];
        if (!LinuxCalls.Encode(path, room))
        {
            return null;
        }

        int opened = LinuxCalls.OpenFollowing(room);
        return opened < 0 ? null : new SafeFileHandle(opened, ownsHandle: true);
    }

    private static int Overlong(out FileFacts facts)
    {
        facts = default;
        return -LinuxCalls.NameTooLong;
    }

    private static int Describe(in FileFacts facts, StoreEntry entry)
    {
        if (!facts.IsFile && !facts.IsDirectory)
        {
            return StoreStatus.Denied;
        }

        entry.IsCollection = facts.IsDirectory;
        entry.Length = facts.IsDirectory ? 0 : facts.Length;
        entry.Modified = facts.ModifiedSeconds;
        entry.Created = (facts.Filled & FileFacts.HasBirth) != 0 ? facts.BirthSeconds : 0;
        entry.Version = VersionOf(
            (facts.ModifiedSeconds * 1_000_000_000) + facts.ModifiedNanoseconds,
            (facts.ChangedSeconds * 1_000_000_000) + facts.ChangedNanoseconds,
            (long)facts.Inode);
        return StoreStatus.Ok;
    }

    private int OpenPath(ReadOnlySpan<char> path, long flags, int mode, byte* room) =>
        LinuxCalls.Encode(path, room) ? LinuxCalls.OpenBeneath(_root, room, flags, mode) : -LinuxCalls.NameTooLong;

    /// <summary>Opens the collection a path stands in, and leaves its last name in <paramref name="name"/>.</summary>
    private int OpenParent(string path, byte* name, out int parent)
    {
        parent = -1;
        if (path.Length == 0)
        {
            return StoreStatus.Denied;
        }

        ReadOnlySpan<char> above = Parent(path, out ReadOnlySpan<char> last);
        parent = above.IsEmpty ? _root : OpenPath(above, LinuxCalls.PathOnly | LinuxCalls.Directory, 0, name);
        if (parent < 0)
        {
            int status = StatusOf(-parent);
            return status is StoreStatus.NotFound or StoreStatus.WrongKind ? Absence(StoreStatus.NoParent) : status;
        }

        if (LinuxCalls.Encode(last, name))
        {
            return StoreStatus.Ok;
        }

        CloseParent(parent);
        return StoreStatus.BadName;
    }

    private void CloseParent(int parent)
    {
        if (parent != _root)
        {
            LinuxCalls.Close(parent);
        }
    }

    /// <summary>What an errno about a whole path means; "no such entry" is told apart by a second look at its parent.</summary>
    private int Refusal(int error, string path)
    {
        if (error == LinuxCalls.NotDirectory)
        {
            return StoreStatus.NoParent;
        }

        if (error != LinuxCalls.NoEntry)
        {
            return StatusOf(error);
        }

        ReadOnlySpan<char> parent = Parent(path, out _);
        if (!parent.IsEmpty)
        {
            byte* room = stackalloc byte[LinuxCalls.PathRoom];
            int above = OpenPath(parent, LinuxCalls.PathOnly | LinuxCalls.Directory, 0, room);
            if (above < 0)
            {
                return Absence(StoreStatus.NoParent);
            }

            LinuxCalls.Close(above);
        }

        return Absence(StoreStatus.NotFound);
    }

    /// <summary>"Not there", unless the share itself was taken away: a folder without a name has no links left.</summary>
    private int Absence(int status) =>
        LinuxCalls.Facts(_root, out FileFacts facts) < 0 || facts.Links == 0 ? StoreStatus.Absent : status;

    private static int StatusOf(int error, bool renaming = false) => error switch
    {
        LinuxCalls.NoEntry => StoreStatus.NotFound,
        LinuxCalls.NotDirectory or LinuxCalls.IsDirectory => StoreStatus.WrongKind,
        LinuxCalls.AlreadyExists => StoreStatus.Exists,
        LinuxCalls.NotEmpty => StoreStatus.NotEmpty,
        LinuxCalls.CrossDevice => renaming ? StoreStatus.OtherVolume : StoreStatus.Denied,
        LinuxCalls.NoSpace or LinuxCalls.Quota or LinuxCalls.TooBig => StoreStatus.Full,
        LinuxCalls.AccessDenied or LinuxCalls.NotPermitted or LinuxCalls.ReadOnlyMedium or LinuxCalls.Loop => StoreStatus.Denied,
        LinuxCalls.DeviceBusy or LinuxCalls.TextBusy or LinuxCalls.TooManyOpen or LinuxCalls.TableFull => StoreStatus.Busy,
        LinuxCalls.NameTooLong or LinuxCalls.Invalid => StoreStatus.BadName,
        LinuxCalls.NoSuchDevice or LinuxCalls.NoDevice => StoreStatus.Denied, // a FIFO, a socket or a device without anybody behind it
        _ => StoreStatus.Failed,
    };
}
