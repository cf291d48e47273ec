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
            return StoreStatus.Failed;
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

    /// <summary>Closes what is being given up; the fault that led there is the one to tell.</summary>
    internal static void Shut(FileStream? file)
    {
        if (file is null)
        {
            return;
        }

        try
        {
            file.Close();
        }
        catch (Exception)
        {
            return;
        }
    }
}
