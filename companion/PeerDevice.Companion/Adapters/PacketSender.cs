using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace PeerDevice.Companion.Adapters;

/// <summary>Sends parts of an opened file by <see cref="Socket.SendPacketsAsync(SocketAsyncEventArgs)"/> and waits for each.</summary>
internal sealed class PacketSender : IDisposable
{
    private readonly Socket _socket;
    private readonly FileStream _file;
    private readonly SocketAsyncEventArgs _call = new();
    private readonly ManualResetEventSlim _done = new();
    private readonly bool _isBorrowed;
    private bool _isAbandoned;

    public PacketSender(Socket socket, SafeFileHandle handle)
    {
        _socket = socket;

        // SendPacketsElement wants a stream over a handle that was opened for overlapped work. Where ours was not, as on Unix,
        // /dev/fd gives another handle of the very file that is open: no path is looked up.
        _isBorrowed = handle.IsAsync;
        _file = _isBorrowed
            ? new FileStream(handle, FileAccess.Read, bufferSize: 0, isAsync: true)
            : new FileStream($"/dev/fd/{handle.DangerousGetHandle()}", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        if (_isBorrowed)
        {
            GC.SuppressFinalize(_file); // a mere wrapping: the handle is the source's to close
        }

        _call.Completed += (_, _) => _done.Set();
    }

    /// <summary>Sends one part.</summary>
    /// <returns>How many octets went; fewer than asked when the other end is gone or took nothing for too long.</returns>
    public int Send(long position, int count)
    {
        try
        {
            _done.Reset();
            _call.SendPacketsElements = [new SendPacketsElement(_file, position, count)];
            if (_socket.SendPacketsAsync(_call) && !_done.Wait(DesktopLimits.SendPatience))
            {
                _isAbandoned = true;
                _socket.Dispose();
                return 0;
            }

            return _call.SocketError == SocketError.Success ? _call.BytesTransferred : 0;
        }
        catch (Exception problem) when (problem is ObjectDisposedException or InvalidOperationException or ArgumentException or IOException or NotSupportedException)
        {
            return 0;
        }
    }

    public void Dispose()
    {
        if (_isAbandoned && !_done.Wait(DesktopLimits.SendPatience))
        {
            return; // the system still holds them
        }

        _call.Dispose();
        _done.Dispose();
        if (!_isBorrowed)
        {
            _file.Dispose();
        }
    }
}
