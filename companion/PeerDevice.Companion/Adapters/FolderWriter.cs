using System;
using System.IO;
using Microsoft.Win32.SafeHandles;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Adapters;

/// <summary>A file of this PC being written, from its end on.</summary>
internal sealed class FolderWriter(SafeFileHandle handle, long position) : FileWriter
{
    private static readonly object StampLock = new();
    private static long _lastStamp;

    private int _status = StoreStatus.Ok;
    private bool _isClosed;

    /// <summary>When the content was last modified where it comes from; null for now.</summary>
    public DateTime? Modified { get; set; }

    /// <inheritdoc/>
    public override int Status => _status;

    /// <summary>What makes the name of a new file durable, after its content; null where nobody waits for it.</summary>
    public Action? SyncName { get; set; }

    /// <summary>Where the next octet goes.</summary>
    public long Position => position;

    /// <inheritdoc/>
    public override bool Rewind(long to)
    {
        try
        {
            RandomAccess.SetLength(handle, to);
            position = to;
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            _status = Problems.StatusOf(problem);
            return false;
        }
    }

    /// <inheritdoc/>
    public override bool Write(byte[] buffer, int offset, int count)
    {
        if (_status != StoreStatus.Ok)
        {
            return false;
        }

        try
        {
            RandomAccess.Write(handle, new ReadOnlySpan<byte>(buffer, offset, count), position);
            position += count;
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            _status = Problems.StatusOf(problem);
            return false;
        }
    }

    /// <inheritdoc/>
    public override bool WriteAt(long at, byte[] buffer, int offset, int count)
    {
        try
        {
            RandomAccess.Write(handle, new ReadOnlySpan<byte>(buffer, offset, count), at);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            _status = Problems.StatusOf(problem);
            return false;
        }
    }

    /// <inheritdoc/>
    public override int Sync()
    {
        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _status = Problems.StatusOf(problem);
        }

        return _status;
    }

    /// <inheritdoc/>
    public override long TransferFrom(BlockSource source, long from, long count, byte[] block)
    {
        if (source is not FolderSource file || !LinuxCalls.Available || _status != StoreStatus.Ok)
        {
            return base.TransferFrom(source, from, count, block);
        }

        long moved = 0;
        while (moved < count)
        {
            long at = from + moved;
            long got = LinuxCalls.CopyRange(file.Handle.DangerousGetHandle(), ref at, handle.DangerousGetHandle(), ref position, count - moved);
            if (got == -LinuxCalls.Interrupted)
            {
                continue;
            }

            if (got <= 0)
            {
                // Not between these two file systems, or a fault that the plain way will name; what was moved stands.
                return got == 0 ? moved : moved + base.TransferFrom(source, from + moved, count - moved, block);
            }

            moved += got;
        }

        return moved;
    }

    /// <inheritdoc/>
    public override int Close(bool durable)
    {
        if (_isClosed)
        {
            return _status;
        }

        _isClosed = true;
        try
        {
            File.SetLastWriteTimeUtc(handle, Modified ?? Stamp());
            if (durable && _status == StoreStatus.Ok)
            {
                RandomAccess.FlushToDisk(handle);
                SyncName?.Invoke();
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _status = Problems.StatusOf(problem);
        }
        finally
        {
            handle.Dispose();
        }

        return _status;
    }

    /// <summary>
    /// Now, and never the same twice: a file system's own clock stands still for milliseconds, in which a file
    /// could be replaced by another of the same length and keep its version.
    /// </summary>
    private static DateTime Stamp()
    {
        lock (StampLock)
        {
            _lastStamp = Math.Max(DateTime.UtcNow.Ticks, _lastStamp + 1);
            return new DateTime(_lastStamp, DateTimeKind.Utc);
        }
    }
}
