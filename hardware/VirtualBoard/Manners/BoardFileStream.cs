using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Code = PeerDevice.VirtualBoard.Manners.BoardIOException.IOExceptionErrorCode;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>nanoFramework's FileStream over a file of the PC, as far as the drivers use it.</summary>
internal sealed class BoardFileStream
{
    private readonly SafeFileHandle _handle;
    private readonly object _record;
    private readonly bool _canRead;
    private readonly bool _canWrite;
    private readonly bool _isInternal;
    private long _at;
    private bool _isClosed;

    internal BoardFileStream(string path, FileMode mode, FileAccess access, FileShare share)
    {
        string full = Card.Full(path);
        _isInternal = InternalDrive.Has(full);
        _canRead = (access & FileAccess.Read) != 0;
        _canWrite = (access & FileAccess.Write) != 0;
        if (mode != FileMode.Open && mode != FileMode.OpenOrCreate && !_canWrite)
        {
            throw new ArgumentException(nameof(mode));
        }

        _record = OpenFiles.Add(full, access, share);
        try
        {
            _handle = Open(full, mode);
            if (mode is FileMode.Create or FileMode.Truncate)
            {
                RandomAccess.SetLength(_handle, 0);
            }

            _at = mode == FileMode.Append ? RandomAccess.GetLength(_handle) : 0;
        }
        catch (Exception fault)
        {
            OpenFiles.Remove(_record);
            throw fault is BoardIOException or ArgumentException or OutOfMemoryException ? fault : Card.DriverFault();
        }
    }

    internal long Length
    {
        get
        {
            Require(true);
            return RandomAccess.GetLength(_handle);
        }
    }

    internal long Position
    {
        get => _at;
        set
        {
            Require(true);
            _at = value;
        }
    }

    /// <summary>Reads until it has all or the file ends.</summary>
    internal int Read(byte[] buffer, int offset, int count)
    {
        Require(_canRead);
        int got = 0;
        try
        {
            while (got < count)
            {
                int more = RandomAccess.Read(_handle, new Span<byte>(buffer, offset + got, count - got), _at);
                if (more == 0)
                {
                    break;
                }

                got += more;
                _at += more;
            }
        }
        catch (Exception fault) when (fault is System.IO.IOException or UnauthorizedAccessException)
        {
            throw Card.DriverFault();
        }

        return got;
    }

    internal void Write(byte[] buffer, int offset, int count)
    {
        Require(_canWrite);
        long growth = _at + count - RandomAccess.GetLength(_handle);
        if (!_isInternal && growth > 0 && growth > Card.Room())
        {
            Card.EndlessWaits++;
            throw Card.DriverFault();
        }

        try
        {
            RandomAccess.Write(_handle, new ReadOnlySpan<byte>(buffer, offset, count), _at);
        }
        catch (Exception fault) when (fault is System.IO.IOException or UnauthorizedAccessException)
        {
            throw Card.DriverFault();
        }

        _at += count;
    }

    /// <summary>Takes as much as there is when there is not enough, and says nothing.</summary>
    internal void SetLength(long value)
    {
        Require(_canWrite);
        long length = RandomAccess.GetLength(_handle);
        long room = value > length ? Card.Room() : 0;
        long taken = value > length && value - length > room ? length + room : value;
        if (taken > length && OperatingSystem.IsLinux())
        {
            // FatFs takes the clusters. The PC's file systems would only note the length, and tell of a full disk when it is too late.
            Allocate(_handle, length, taken - length);
            return;
        }

        HostCall.Do(() => RandomAccess.SetLength(_handle, taken));
    }

    internal void Flush()
    {
        Require(true);
        HostCall.Do(() => RandomAccess.FlushToDisk(_handle));
    }

    internal void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _handle.Dispose();
        OpenFiles.Remove(_record);
        Card.CloseHandle();
        Touch();
    }

    private void Touch()
    {
        if (!_isInternal)
        {
            Card.Touch();
        }
    }

    // posix_fallocate(3). What it refuses has not been taken, and the length shows it.
    [DllImport("libc", EntryPoint = "posix_fallocate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Allocate(SafeFileHandle file, long from, long count);

    private void Require(bool isAllowed)
    {
        if (_isClosed)
        {
            throw new ObjectDisposedException(nameof(BoardFileStream));
        }

        if (!isAllowed)
        {
            throw new NotSupportedException();
        }

        Touch();
    }

    private SafeFileHandle Open(string full, FileMode mode)
    {
        string host = Card.Locate(full, out CardKind kind);
        if (kind is CardKind.Collection or CardKind.Foreign)
        {
            throw new BoardIOException(Code.UnauthorizedAccess);
        }

        bool exists = kind == CardKind.File;
        if (exists && mode == FileMode.CreateNew)
        {
            throw new BoardIOException(Code.PathAlreadyExists);
        }

        if (!exists && (mode is FileMode.Open or FileMode.Truncate))
        {
            throw new BoardIOException(Code.FileNotFound);
        }

        if (kind == CardKind.NoPath)
        {
            throw Card.DriverFault();
        }

        if (exists && _canWrite && new System.IO.FileInfo(host).IsReadOnly)
        {
            throw new BoardIOException(Code.UnauthorizedAccess);
        }

        Card.OpenHandle();
        try
        {
            // A link that the PC put there meanwhile is not followed: CreateNew creates and nothing else.
            return System.IO.File.OpenHandle(
                host,
                exists ? FileMode.Open : FileMode.CreateNew,
                _canWrite ? FileAccess.ReadWrite : FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception)
        {
            Card.CloseHandle();
            throw;
        }
    }
}
