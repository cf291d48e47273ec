using System;
using System.IO;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>What an exception of nanoFramework's file system says. A native driver's error is a plain Exception without a number.</summary>
internal static class CardFault
{
    /// <summary>A driver said "failed" and no more: whether the card is still there has to be found out.</summary>
    internal const int Driver = -1;

    /// <summary>"Unauthorized" is a file in use, a collection opened as a file, or a read-only file: which one has to be looked up.</summary>
    internal const int Unauthorized = -2;

    /// <summary>A <see cref="StoreStatus"/>, or one of the two above.</summary>
    internal static int Status(Exception fault)
    {
        if (fault is OutOfMemoryException)
        {
            // It says nothing of the card: whoever asks again in a moment may find more.
            return StoreStatus.Busy;
        }

        if (fault is not IOException)
        {
            return Driver;
        }

        switch (((IOException)fault).ErrorCode)
        {
            case IOException.IOExceptionErrorCode.FileNotFound:
                return StoreStatus.NotFound;
            case IOException.IOExceptionErrorCode.DirectoryNotFound:
                return StoreStatus.NoParent;
            case IOException.IOExceptionErrorCode.VolumeNotFound:
            case IOException.IOExceptionErrorCode.InvalidDriver:
                return StoreStatus.Absent;
            case IOException.IOExceptionErrorCode.PathTooLong:
                return StoreStatus.BadName;
            case IOException.IOExceptionErrorCode.DirectoryNotEmpty:
                return StoreStatus.NotEmpty;
            case IOException.IOExceptionErrorCode.UnauthorizedAccess:
                return Unauthorized;
            case IOException.IOExceptionErrorCode.PathAlreadyExists:
                return StoreStatus.Exists;
            case IOException.IOExceptionErrorCode.TooManyOpenHandles:
                return StoreStatus.Busy;
            default:
                return Driver;
        }
    }

    /// <summary>
    /// Closes what is being given up; the fault that led there is the one to tell. The class library's Close leaves the file's finalizer to be run (System.IO.FileSystem 1.1): a file that was closed stays in memory, its path with
    /// it, until the second collection after, and what holds it there is not moved. So whoever closes one says that there is nothing left to do.
    /// </summary>
    internal static void Shut(FileStream? file)
    {
        if (file is null)
        {
            return;
        }

        try
        {
            file.Close();
            GC.SuppressFinalize(file);
        }
        catch (Exception)
        {
            return;
        }
    }
}
