using System;
using System.Globalization;
using System.Net.Sockets;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Outputs;

/// <summary>
/// A printer's raw port (AppSocket): a connection per document; that it closes after our end says that it took the last octet.
/// A printer without paper takes nothing for as long as it likes: a write waits a moment and says so.
/// </summary>
internal sealed class TcpOutput(string host, int port) : IOutputDevice
{
    private readonly byte[] _answer = new byte[512];
    private Socket? _socket;
    private volatile bool _isMissing;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"tcp {host}:{port}");

    public bool IsReady => !_isMissing;

    public int Conditions => _isMissing ? DeviceCondition.Missing : 0;

    public string DeviceId => "";

    public bool Begin(string title)
    {
        _socket = PcNetwork.OpenSocket(host, port, DesktopLimits.ConnectPatience, out _);
        _isMissing = _socket is null;
        if (_socket is null)
        {
            return false;
        }

        _socket.Blocking = false; // so that a send says how much of it went
        return true;
    }

    public int Write(byte[] buffer, int offset, int count)
    {
        if (_socket is not { } socket)
        {
            return -1; // between documents there is no connection, and none is made to ask
        }

        try
        {
            if (!socket.Poll(TimeSpan.FromMilliseconds(DesktopLimits.OutputPatience), SelectMode.SelectWrite))
            {
                return 0;
            }

            int sent = socket.Send(new ReadOnlySpan<byte>(buffer, offset, count), SocketFlags.None, out SocketError error);
            return error switch
            {
                SocketError.Success => sent,
                SocketError.WouldBlock or SocketError.Interrupted => 0,
                _ => -1,
            };
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            return -1;
        }
    }

    public int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            // A printer that ended its own direction, or broke off, has nothing more to say; a write will notice the latter.
            return _socket is { Available: > 0 } socket ? Math.Max(0, socket.Receive(buffer.AsSpan(offset, count), SocketFlags.None, out _)) : 0;
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    public int Finish()
    {
        try
        {
            Socket socket = _socket!;
            socket.Shutdown(SocketShutdown.Send);
            socket.Blocking = true;
            long end = Environment.TickCount64 + DesktopLimits.OutputFinish;
            long left;
            while ((left = end - Environment.TickCount64) > 0)
            {
                socket.ReceiveTimeout = (int)left;
                int got = socket.Receive(_answer.AsSpan(), SocketFlags.None, out SocketError error);
                if (error is SocketError.Interrupted)
                {
                    continue;
                }

                if (error is SocketError.TimedOut or SocketError.WouldBlock)
                {
                    return 0;
                }

                if (error is not SocketError.Success || got == 0)
                {
                    return error is SocketError.Success ? 1 : -1;
                }
            }

            return 0;
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // Broken off: it cannot be said that it printed.
            return -1;
        }
    }

    public void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
