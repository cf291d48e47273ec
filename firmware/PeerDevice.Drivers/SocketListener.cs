using System;
using System.Net.Sockets;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>A listening TCP port through nanoFramework's Socket.</summary>
internal sealed class SocketListener : IListener
{
    private readonly Socket _socket;
    private readonly OwnLinks _own;
    private bool _isClosed;

    internal SocketListener(Socket socket, int port, OwnLinks own)
    {
        _socket = socket;
        _own = own;
        Port = port;
    }

    public int Port { get; }

    public bool IsClosed => _isClosed;

    public Link? Accept()
    {
        Socket? socket = null;
        try
        {
            // With no socket left the runtime throws, after it has dropped the connection: whoever accepts keeps one free.
            socket = _socket.Accept();
            return new SocketLink(socket, _own);
        }
        catch (Exception)
        {
            if (socket is not null)
            {
                socket.Close();
            }

            return null;
        }
    }

    public bool Await(int milliseconds)
    {
        const int MicrosecondsOfOne = 1000;
        try
        {
            return _socket.Poll(milliseconds * MicrosecondsOfOne, SelectMode.SelectRead);
        }
        catch (Exception)
        {
            // Accepting has the same fault, and knows what to do about it.
            return true;
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
