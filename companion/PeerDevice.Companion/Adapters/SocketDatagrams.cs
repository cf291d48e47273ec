using System;
using System.Net;
using System.Net.Sockets;
using PeerDevice.Board;

namespace PeerDevice.Companion.Adapters;

/// <summary>An open UDP port, by a blocking socket.</summary>
internal sealed class SocketDatagrams(Socket socket, OwnAddresses addresses) : IDatagrams
{
    private const int Nothing = -1;

    // Filled in anew by each datagram: no end point is made for who asks often.
    private readonly SocketAddress _sender = new(socket.AddressFamily);
    private readonly IPEndPoint _form = new(socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
    private volatile bool _isClosed;

    public int Port { get; } = ((IPEndPoint)socket.LocalEndPoint!).Port;

    public bool IsClosed => _isClosed;

    public bool IsOnLink => _form.Create(_sender) is IPEndPoint sender && addresses.IsOnLink(sender.Address);

    public int Receive(byte[] buffer, int offset, int count)
    {
        try
        {
            int got = socket.ReceiveFrom(buffer.AsSpan(offset, count), SocketFlags.None, _sender);
            return got == 0 && _isClosed ? Nothing : got;
        }
        catch (SocketException problem) when (problem.SocketErrorCode == SocketError.MessageSize)
        {
            return count; // Windows says so of a longer one, and gives its front
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            return Nothing; // closed, or word from the network that an answer found nobody (Windows)
        }
    }

    public bool Reply(byte[] buffer, int offset, int count)
    {
        try
        {
            return socket.SendTo(buffer.AsSpan(offset, count), SocketFlags.None, _sender) == count;
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Close()
    {
        _isClosed = true;
        socket.Dispose();
    }
}
