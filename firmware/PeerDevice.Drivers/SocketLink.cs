using System;
using System.Net;
using System.Net.Sockets;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Drivers;

/// <summary>A TCP connection through nanoFramework's Socket.</summary>
internal sealed class SocketLink : Link
{
    private const int Unknown = 0;
    private const int Yes = 1;
    private const int No = 2;

    private readonly Socket _socket;
    private readonly OwnLinks _own;
    private readonly SocketSource _source;
    private readonly SocketSink _sink;
    private int _onLink;
    private string? _local;
    private string? _remote;

    internal SocketLink(Socket socket, OwnLinks own)
    {
        _socket = socket;
        _own = own;
        _source = new SocketSource(socket);
        _sink = new SocketSink(socket);
        socket.SendTimeout = Limits.SendMilliseconds;
        try
        {
            // A response's last piece must not wait for the acknowledgement of the one before (RFC 9293 §3.7.4).
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, 1);
        }
        catch (Exception)
        {
            // Gone already: the first read says so.
            return;
        }
    }

    public override ByteSource Source => _source;

    public override ByteSink Sink => _sink;

    public override bool IsOnLink
    {
        get
        {
            if (_onLink == Unknown)
            {
                _onLink = _own.IsOnLink(Ipv4.Read(RemoteAddress)) ? Yes : No;
            }

            return _onLink == Yes;
        }
    }

    public override string LocalAddress => _local ??= AddressOf(true);

    public override string RemoteAddress => _remote ??= AddressOf(false);

    public override bool HasMore
    {
        get
        {
            try
            {
                return _socket.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception)
            {
                // Closed meanwhile.
                return true;
            }
        }
    }

    public override void SetReadPatience(int milliseconds)
    {
        try
        {
            _socket.ReceiveTimeout = milliseconds;
        }
        catch (Exception)
        {
            // Closed meanwhile: the next read says so.
            return;
        }
    }

    public override void FinishSending()
    {
        // nanoFramework's Socket cannot: the other end learns it when the connection is closed.
    }

    public override void Close()
    {
        try
        {
            _socket.Close();
        }
        catch (Exception)
        {
            return;
        }
    }

    public override void Abort()
    {
        try
        {
            // No lingering at all makes closing a reset (RFC 9293 §3.6.1 calls it abort); images built without it close in order.
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, 0);
        }
        catch (Exception)
        {
            Close();
            return;
        }

        Close();
    }

    private string AddressOf(bool isLocal)
    {
        try
        {
            IPEndPoint? point = (isLocal ? _socket.LocalEndPoint : _socket.RemoteEndPoint) as IPEndPoint;
            return point is null ? "" : point.Address.ToString();
        }
        catch (Exception)
        {
            return "";
        }
    }

    private sealed class SocketSource : ByteSource
    {
        private readonly Socket _socket;

        internal SocketSource(Socket socket)
        {
            _socket = socket;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            try
            {
                return _socket.Receive(buffer, offset, count, SocketFlags.None);
            }
            catch (SocketException fault)
            {
                return fault.ErrorCode == (int)SocketError.TimedOut ? TimedOut : Broken;
            }
            catch (Exception)
            {
                return Broken;
            }
        }
    }

    private sealed class SocketSink : ByteSink
    {
        private readonly Socket _socket;

        internal SocketSink(Socket socket)
        {
            _socket = socket;
        }

        public override bool Write(byte[] buffer, int offset, int count)
        {
            try
            {
                // Nearly always all of it goes at once.
                int sent = _socket.Send(buffer, offset, count, SocketFlags.None);
                while (sent < count)
                {
                    if (sent <= 0)
                    {
                        return false;
                    }

                    offset += sent;
                    count -= sent;
                    sent = _socket.Send(buffer, offset, count, SocketFlags.None);
                }

                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }
    }
}
