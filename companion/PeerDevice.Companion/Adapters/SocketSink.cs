using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Adapters;

/// <summary>What the other end of a TCP connection receives. Files are moved into it by the operating system.</summary>
internal sealed class SocketSink(Socket socket, bool portable = false) : ByteSink
{
    private static int _transmitting;

    private readonly bool _isDirect = LinuxCalls.Available && !portable;

    public override bool Write(byte[] buffer, int offset, int count)
    {
        try
        {
            while (count > 0)
            {
                int sent = socket.Send(new ReadOnlySpan<byte>(buffer, offset, count), SocketFlags.None, out SocketError error);
                if (error is not (SocketError.Success or SocketError.Interrupted))
                {
                    return false;
                }

                offset += sent;
                count -= sent;
            }

            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    public override long TransferFrom(BlockSource source, long position, long count, byte[] block)
    {
        if (source is not FolderSource file || count < DesktopLimits.SendFileFrom)
        {
            return base.TransferFrom(source, position, count, block);
        }

        return _isDirect ? SendDirectly(file, position, count) : SendPackets(file, position, count, block);
    }

    /// <summary>By sendfile(2): the socket is a blocking one, so the call waits for room, and SO_SNDTIMEO bounds each wait.</summary>
    private long SendDirectly(FolderSource file, long position, long count)
    {
        SafeSocketHandle handle = socket.SafeHandle;
        bool isHeld = false;
        try
        {
            // Holding it keeps the number from meaning another socket when this one is closed by somebody else;
            // closing then ends the waiting call as it does .NET's own.
            handle.DangerousAddRef(ref isHeld);
            nint descriptor = handle.DangerousGetHandle();
            long end = position + count;
            long at = position;
            while (at < end)
            {
                long sent = LinuxCalls.SendFile(descriptor, file.Handle.DangerousGetHandle(), ref at, Math.Min(end - at, DesktopLimits.SendSlice));
                if (sent <= 0 && sent != -LinuxCalls.Interrupted)
                {
                    break; // the file became shorter, or the other end took nothing for too long or is gone
                }
            }

            return at - position;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>By the system's call behind SendPackets: TransmitFile on Windows, sendfile elsewhere.</summary>
    private long SendPackets(FolderSource file, long position, long count, byte[] block)
    {
        if (OperatingSystem.IsWindows() && Interlocked.Increment(ref _transmitting) > DesktopLimits.TransmitFileAtOnce)
        {
            Interlocked.Decrement(ref _transmitting);
            return base.TransferFrom(file, position, count, block);
        }

        try
        {
            using PacketSender sender = new(socket, file.Handle);
            long moved = 0;
            while (moved < count)
            {
                int slice = (int)Math.Min(count - moved, DesktopLimits.PacketSlice);
                slice = (int)Math.Min(slice, file.Length - position - moved);
                int sent = slice <= 0 ? 0 : sender.Send(position + moved, slice);
                moved += sent;
                if (sent < slice || sent == 0)
                {
                    break;
                }
            }

            return moved;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return base.TransferFrom(file, position, count, block); // no second handle was to be had; nothing was sent yet
        }
        finally
        {
            if (OperatingSystem.IsWindows())
            {
                Interlocked.Decrement(ref _transmitting);
            }
        }
    }
}
