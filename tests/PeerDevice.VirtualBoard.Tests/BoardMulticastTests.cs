using System;
using System.Net;
using System.Net.Sockets;
using PeerDevice.Board;
using PeerDevice.Drivers;
using PeerDevice.VirtualBoard.Manners;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>The board's port of multicast DNS, over a socket of loopback.</summary>
public sealed class BoardMulticastTests
{
    private const int Patience = 10_000;

    /// <summary>The fear: a datagram whose sender nobody asks for is given again and again, or takes the next one with it.</summary>
    [Fact]
    public void WhoseSenderNobodyAsksForIsGoneAndTheOthersHaveTheirs()
    {
        (BoardMulticast port, Socket somebody) = Open();
        using Socket sender = somebody;
        byte[] got = new byte[100];
        Route from = new();
        Assert.Equal(0, port.Receive(got, got.Length, 0));
        foreach (byte octets in new byte[] { 3, 4, 0, 5, 6 })
        {
            sender.Send(new byte[octets]);
        }

        Assert.Equal(3, port.Receive(got, got.Length, Patience));
        Assert.Equal(4, port.Receive(got, got.Length, Patience));
        Assert.True(port.Sender(from));
        Assert.Equal(((IPEndPoint)sender.LocalEndPoint!).Port, from.Port);
        Assert.Equal(IPAddress.Loopback, new IPAddress(from.Address.AsSpan(0, from.AddressOctets)));
        Assert.True(from.IsOnLink);
        Assert.Equal(0, port.Receive(got, got.Length, Patience));
        Assert.Equal(5, port.Receive(got, got.Length, Patience));
        Assert.Equal(6, port.Receive(got, got.Length, Patience));
        Assert.Equal(0, port.Receive(got, got.Length, 0));
        port.Close();
        Assert.True(port.Receive(got, got.Length, 0) < 0);
        Assert.False(port.Sender(from));
    }

    /// <summary>The fear: after a look that failed the port waits for a datagram that is not there, or takes one that nobody has seen.</summary>
    [Fact]
    public void ALookThatFailedIsNotTakenForOne()
    {
        (BoardMulticast port, Socket somebody) = Open();
        using Socket sender = somebody;
        byte[] got = new byte[100];
        sender.Send(new byte[3]);
        Assert.True(port.Receive(new byte[1], 2, Patience) < 0);
        Assert.Equal(3, port.Receive(got, got.Length, Patience));
        Assert.Equal(0, port.Receive(got, got.Length, 0));
        port.Close();
    }

    // The port, and who sends to it.
    private static (BoardMulticast Port, Socket Sender) Open()
    {
        BoardSocket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Socket sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        sender.Connect(socket.LocalEndPoint!);
        return (new BoardMulticast(socket, new OwnLinks(new SystemClock())), sender);
    }
}
