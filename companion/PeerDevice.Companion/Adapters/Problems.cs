using System;
using System.IO;
using PeerDevice.Board;

namespace PeerDevice.Companion.Adapters;

/// <summary>What an exception of .NET's files means for a store.</summary>
internal static class Problems
{
    private const int DiskFull = unchecked((int)0x80070070), HandleDiskFull = unchecked((int)0x80070027);
    private const int SharingViolation = unchecked((int)0x80070020), LockViolation = unchecked((int)0x80070021);
    private const int FileExists = unchecked((int)0x80070050), AlreadyExists = unchecked((int)0x800700B7), DirectoryNotEmpty = unchecked((int)0x80070091);
    private const int NotSameDevice = unchecked((int)0x80070011), NotReady = unchecked((int)0x80070015);

    /// <summary>One of <see cref="StoreStatus"/>.</summary>
    public static int StatusOf(Exception problem) => problem switch
    {
        FileNotFoundException => StoreStatus.NotFound,
        DirectoryNotFoundException => StoreStatus.NoParent,
        DriveNotFoundException => StoreStatus.Absent,
        PathTooLongException => StoreStatus.BadName,
        UnauthorizedAccessException or System.Security.SecurityException => StoreStatus.Denied,
        IOException io => OperatingSystem.IsWindows() ? OnWindows(io.HResult) : OnUnix(io.HResult),
        ArgumentException or NotSupportedException => StoreStatus.BadName,
        _ => StoreStatus.Failed,
    };

    private static int OnWindows(int result) => result switch
    {
        DiskFull or HandleDiskFull => StoreStatus.Full,
        SharingViolation or LockViolation => StoreStatus.Busy,
        FileExists or AlreadyExists => StoreStatus.Exists,
        DirectoryNotEmpty => StoreStatus.NotEmpty,
        NotSameDevice => StoreStatus.OtherVolume,
        NotReady => StoreStatus.Absent,
        _ => StoreStatus.Failed,
    };

    // On Unix .NET puts the errno itself into HResult; these have the same number on Linux and macOS unless two are given.
    private static int OnUnix(int error) => error switch
    {
        28 /* ENOSPC */ or 122 /* EDQUOT, Linux */ or 69 /* EDQUOT, macOS */ or 27 /* EFBIG */ => StoreStatus.Full,
        17 /* EEXIST */ => StoreStatus.Exists,
        39 /* ENOTEMPTY, Linux */ or 66 /* ENOTEMPTY, macOS */ => StoreStatus.NotEmpty,
        18 /* EXDEV */ => StoreStatus.OtherVolume,
        16 /* EBUSY */ or 23 /* ENFILE */ or 24 /* EMFILE */ or 26 /* ETXTBSY */ => StoreStatus.Busy,
        30 /* EROFS */ or 40 /* ELOOP, Linux */ or 62 /* ELOOP, macOS */ => StoreStatus.Denied,
        _ => StoreStatus.Failed,
    };
}
