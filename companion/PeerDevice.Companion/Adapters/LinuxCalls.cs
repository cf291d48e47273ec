using System;
using System.Runtime.InteropServices;
using System.Text;

namespace PeerDevice.Companion.Adapters;

/// <summary>
/// The few system calls of Linux that .NET does not offer: resolving a path beneath a directory, listing and renaming
/// relative to one, moving octets between descriptors. Each answers a negative errno instead of throwing.
/// </summary>
internal static unsafe partial class LinuxCalls
{
    public const int NotPermitted = 1, NoEntry = 2, Interrupted = 4, NoSuchDevice = 6, TryAgain = 11, AccessDenied = 13,
        DeviceBusy = 16, AlreadyExists = 17, CrossDevice = 18, NoDevice = 19, NotDirectory = 20, IsDirectory = 21, Invalid = 22, TableFull = 23, TooManyOpen = 24,
        TextBusy = 26, TooBig = 27, NoSpace = 28, ReadOnlyMedium = 30, NameTooLong = 36, NotEmpty = 39, Loop = 40, Quota = 122;

    public const long ReadOnly = 0, WriteOnly = 1, Create = 0x40, Exclusive = 0x80, NonBlocking = 0x800, CloseOnExec = 0x80000, PathOnly = 0x200000;

    /// <summary>The longest path given to the kernel, with its end (PATH_MAX).</summary>
    public const int PathRoom = 4096;

    private const int MayRead = 4, MayWrite = 2; // R_OK, W_OK
    private const int EmptyPath = 0x1000, NoFollow = 0x100, RemoveDirectory = 0x200;
    private const uint WantedFacts = 0x7ff | FileFacts.HasBirth; // STATX_BASIC_STATS | STATX_BTIME

    // RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH (openat2(2))
    private const ulong Beneath = 0x02 | 0x04 | 0x08;

    private static readonly bool IsX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Whether this process runs where the call numbers and flags below are right.</summary>
    public static bool Available { get; } = OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>O_DIRECTORY, one of the two flags that differ between architectures.</summary>
    public static long Directory => IsX64 ? 0x10000 : 0x4000;

    /// <summary>Writes a path as the kernel takes it.</summary>
    /// <returns>False when it does not fit.</returns>
    public static bool Encode(ReadOnlySpan<char> path, byte* room)
    {
        if (path.IsEmpty)
        {
            room[0] = (byte)'.';
            room[1] = 0;
            return true;
        }

        if (!Encoding.UTF8.TryGetBytes(path, new Span<byte>(room, PathRoom - 1), out int count))
        {
            return false;
        }

        room[count] = 0;
        return true;
    }

    /// <summary>openat2(2): opens what stands beneath a directory, through no link of any kind.</summary>
    public static int OpenBeneath(int directory, byte* path, long flags, int mode)
    {
        OpenHow how = new() { Flags = (ulong)(flags | CloseOnExec), Mode = (ulong)mode, Resolve = Beneath };
        while (true)
        {
            int got = (int)Answer(Call(437, directory, (nint)path, (nint)(&how), sizeof(OpenHow), 0, 0));

            // EAGAIN: a rename happened while the kernel looked whether ".." stays beneath; asking again is the documented answer.
            if (got is not (-TryAgain or -Interrupted))
            {
                return got;
            }
        }
    }

    /// <summary>openat2(2) of a folder named by its user, through whatever links that name has.</summary>
    public static int OpenFollowing(byte* path)
    {
        OpenHow how = new() { Flags = (ulong)(Directory | PathOnly | CloseOnExec) };
        return (int)Answer(Call(437, -100 /* AT_FDCWD */, (nint)path, (nint)(&how), sizeof(OpenHow), 0, 0));
    }

    /// <summary>statx(2) of an opened descriptor.</summary>
    public static int Facts(int descriptor, out FileFacts facts)
    {
        byte nothing = 0;
        fixed (FileFacts* into = &facts)
        {
            return (int)Answer(Call(IsX64 ? 332 : 291, descriptor, (nint)(&nothing), EmptyPath, (nint)WantedFacts, (nint)into, 0));
        }
    }

    /// <summary>statx(2) of one name in a directory; a link is not followed.</summary>
    public static int Facts(int directory, byte* name, out FileFacts facts)
    {
        fixed (FileFacts* into = &facts)
        {
            return (int)Answer(Call(IsX64 ? 332 : 291, directory, (nint)name, NoFollow, (nint)WantedFacts, (nint)into, 0));
        }
    }

    /// <summary>fstatfs(2) of an opened descriptor, also of one that was opened by <see cref="PathOnly"/>.</summary>
    public static int Room(int descriptor, out VolumeFacts facts)
    {
        fixed (VolumeFacts* into = &facts)
        {
            return (int)Answer(Call(IsX64 ? 138 : 44, descriptor, (nint)into, 0, 0, 0, 0));
        }
    }

    /// <summary>getdents64(2): the next entries of an opened directory.</summary>
    public static int Entries(int directory, byte* into, int room) => (int)Answer(Call(IsX64 ? 217 : 61, directory, (nint)into, room, 0, 0, 0));

    /// <summary>renameat2(2); with <paramref name="keep"/>, what stands at the new name is never replaced.</summary>
    public static int Rename(int fromDirectory, byte* from, int toDirectory, byte* to, bool keep) =>
        (int)Answer(Call(IsX64 ? 316 : 276, fromDirectory, (nint)from, toDirectory, (nint)to, keep ? 1 : 0, 0));

    /// <summary>unlinkat(2).</summary>
    public static int Unlink(int directory, byte* name, bool isDirectory) =>
        (int)Answer(Call(IsX64 ? 263 : 35, directory, (nint)name, isDirectory ? RemoveDirectory : 0, 0, 0, 0));

    /// <summary>mkdirat(2).</summary>
    public static int MakeDirectory(int directory, byte* name, int mode) => (int)Answer(Call(IsX64 ? 258 : 34, directory, (nint)name, mode, 0, 0, 0));

    /// <summary>fsync(2).</summary>
    public static int Sync(int descriptor) => (int)Answer(Call(IsX64 ? 74 : 82, descriptor, 0, 0, 0, 0, 0));

    /// <summary>close(2); never repeated, whatever it answers.</summary>
    public static void Close(int descriptor) => Call(IsX64 ? 3 : 57, descriptor, 0, 0, 0, 0, 0);

    /// <summary>pread64(2): without the look at the position that .NET takes first at each file it opens.</summary>
    public static long ReadAt(nint file, byte* into, int count, long position) => Answer(Call(IsX64 ? 17 : 67, file, (nint)into, count, (nint)position, 0, 0));

    /// <summary>sendfile(2): moves octets of a file into a socket; <paramref name="position"/> advances.</summary>
    public static long SendFile(nint socket, nint file, ref long position, long count)
    {
        fixed (long* at = &position)
        {
            return Answer(Call(IsX64 ? 40 : 71, socket, file, (nint)at, (nint)count, 0, 0));
        }
    }

    /// <summary>copy_file_range(2): moves octets between files; both positions advance.</summary>
    public static long CopyRange(nint from, ref long fromPosition, nint to, ref long toPosition, long count)
    {
        fixed (long* fromAt = &fromPosition, toAt = &toPosition)
        {
            return Answer(Call(IsX64 ? 326 : 285, from, (nint)fromAt, to, (nint)toAt, (nint)count, 0));
        }
    }

    private static nint Answer(nint result) => result >= 0 ? result : -Marshal.GetLastPInvokeError();

    /// <summary>access(2): whether this user may read and write what stands at a path; opening a serial port to see would move its lines.</summary>
    public static bool MayUse(string path) => Access(path, MayRead | MayWrite) == 0;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Call(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    /// <summary>struct open_how.</summary>
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}

/// <summary>What we read of struct statx, which is the same on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileFacts
{
    /// <summary>STATX_BTIME: the file system keeps the time of birth.</summary>
    public const uint HasBirth = 0x800;

    [FieldOffset(0)] public uint Filled;
    [FieldOffset(16)] public uint Links;
    [FieldOffset(28)] public ushort Mode;
    [FieldOffset(32)] public ulong Inode;
    [FieldOffset(40)] public long Length;
    [FieldOffset(80)] public long BirthSeconds;
    [FieldOffset(96)] public long ChangedSeconds;
    [FieldOffset(104)] public uint ChangedNanoseconds;
    [FieldOffset(112)] public long ModifiedSeconds;
    [FieldOffset(120)] public uint ModifiedNanoseconds;

    public readonly bool IsDirectory => (Mode & 0xF000) == 0x4000;

    public readonly bool IsFile => (Mode & 0xF000) == 0x8000;
}

/// <summary>What we read of struct statfs, which is the same on both architectures.</summary>
[StructLayout(LayoutKind.Explicit, Size = 120)]
internal struct VolumeFacts
{
    [FieldOffset(16)] public ulong Blocks;
    [FieldOffset(24)] public ulong Free;
    [FieldOffset(32)] public ulong FreeForUsers;
    [FieldOffset(72)] public ulong BlockOctets;
}
