using System;
using System.Net;
using System.Net.Sockets;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>A UDP port through nanoFramework's Socket.</summary>
internal sealed class BoardDatagrams : IDatagrams
{
    private const int Nothing = -1;

    private readonly Socket _socket;
    private readonly OwnLinks _own;
    private readonly EndPoint _anybody = new IPEndPoint(IPAddress.Any, 0);
    private EndPoint _sender;
    private bool _isClosed;

    internal BoardDatagrams(Socket socket, int port, OwnLinks own)
    {
        _socket = socket;
        _own = own;
        _sender = _anybody;
        Port = port;
    }

    public int Port { get; }

    public bool IsClosed => _isClosed;

    public bool IsOnLink
    {
        get
        {
            IPEndPoint? sender = _sender as IPEndPoint;
            byte[] octets = sender is null ? new byte[0] : sender.Address.GetAddressBytes();
            return octets.Length == 4
                && _own.IsOnLink(((long)octets[0] << 24) | ((uint)octets[1] << 16) | ((uint)octets[2] << 8) | octets[3]);
        }
    }

    public int Receive(byte[] buffer, int offset, int count)
    {
        try
        {
            // The runtime reads an end point here before it puts another in its place: it must not be null.
            EndPoint sender = _anybody;
            int got = _socket.ReceiveFrom(buffer, offset, count, SocketFlags.None, ref sender);
            _sender = sender;
            return got;
        }
        catch (Exception)
        {
            return Nothing;
        }
    }

    public bool Reply(byte[] buffer, int offset, int count)
    {
        try
        {
            return _socket.SendTo(buffer, offset, count, SocketFlags.None, _sender) == count;
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Close()
    {
        _isClosed = true;
        try
        {
            _socket.Close();
        }
        catch (Exception)
        {
            return;
        }
    }
}
