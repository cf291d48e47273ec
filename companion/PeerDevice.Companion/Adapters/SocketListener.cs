using System;
using System.Net;
using System.Net.Sockets;
using PeerDevice.Board;

namespace PeerDevice.Companion.Adapters;

/// <summary>A port on which others connect by TCP.</summary>
internal sealed class SocketListener(Socket socket, OwnAddresses addresses) : IListener
{
    private volatile bool _isClosed;

    public int Port { get; } = ((IPEndPoint)socket.LocalEndPoint!).Port;

    public bool IsClosed => _isClosed;

    public Link? Accept()
    {
        try
        {
            return new SocketLink(socket.Accept(), addresses);
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            return null; // closed, or the caller had gone again, or no descriptor was left for it
        }
    }

    public bool Await(int milliseconds)
    {
        try
        {
            return socket.Poll(TimeSpan.FromMilliseconds(milliseconds), SelectMode.SelectRead);
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            return true; // accepting has the same fault
        }
    }

    public void Close()
    {
        _isClosed = true;
        socket.Dispose();
    }
}
