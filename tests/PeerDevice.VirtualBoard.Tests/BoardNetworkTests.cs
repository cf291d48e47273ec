using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Drivers;
using PeerDevice.VirtualBoard.Manners;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>The firmware's network over sockets of which there are so many and no more.</summary>
public sealed class BoardNetworkTests : IDisposable
{
    // For a test that would hang otherwise: nothing is measured by it.
    private const int DespairMilliseconds = 60_000;

    private readonly BoardNetwork _network = new BoardNetwork(new SystemClock());

    public BoardNetworkTests()
    {
        Sockets.Limit = 4;
        Sockets.Bind = IPAddress.Loopback;
        Assert.Equal(0, Sockets.Taken);
    }

    public void Dispose()
    {
        Sockets.Limit = 16;
        Assert.Equal(0, Sockets.Taken);
    }

    [Fact]
    public void OctetsGoBothWays()
    {
        IListener listener = _network.Listen(0)!;
        Link near = _network.Connect("127.0.0.1", listener.Port, 5000)!;
        Link far = listener.Accept()!;
        Assert.True(near.Sink.Write(new byte[] { 1, 2, 3 }, 0, 3));
        byte[] got = new byte[10];
        Assert.Equal(3, far.Source.Read(got, 2, 8));
        Assert.Equal(new byte[] { 0, 0, 1, 2, 3, 0, 0, 0, 0, 0 }, got);
        Assert.Equal("127.0.0.1", far.LocalAddress);
        Assert.Equal("127.0.0.1", far.RemoteAddress);
        Assert.True(far.IsOnLink);
        far.Close();
        far.Close();
        Assert.Equal(ByteSource.End, near.Source.Read(got, 0, 10));
        near.Close();
        listener.Close();
    }

    [Fact]
    public void ASilentClientTimesOutAndMayBeAskedAgain()
    {
        IListener listener = _network.Listen(0)!;
        Link near = _network.Connect("localhost", listener.Port, 5000)!;
        Link far = listener.Accept()!;
        far.SetReadPatience(20);
        byte[] got = new byte[10];
        Assert.Equal(ByteSource.TimedOut, far.Source.Read(got, 0, 10));
        near.Sink.Write(got, 0, 4);
        far.SetReadPatience(5000);
        Assert.Equal(4, far.Source.Read(got, 0, 10));
        near.Close();
        far.Close();
        Assert.Equal(ByteSource.Broken, far.Source.Read(got, 0, 10));
        listener.Close();
    }

    [Fact]
    public void AnAbortedConnectionIsBrokenAtTheOtherEnd()
    {
        IListener listener = _network.Listen(0)!;
        Link near = _network.Connect("127.0.0.1", listener.Port, 5000)!;
        Link far = listener.Accept()!;
        near.Abort();
        Assert.Equal(ByteSource.Broken, far.Source.Read(new byte[1], 0, 1));
        far.Close();
        listener.Close();
    }

    [Fact]
    public void WhatWasSentArrivesThoughItsConnectionIsClosedWhileSomebodyWaitsForMore()
    {
        IListener listener = _network.Listen(0)!;
        Link near = _network.Connect("127.0.0.1", listener.Port, 5000)!;
        Link far = listener.Accept()!;
        byte[] sent = CardInSlot.Octets(100_000);
        Assert.True(far.Sink.Write(sent, 0, sent.Length));
        int read = 1;
        Thread waiting = new Thread(() => read = far.Source.Read(new byte[1], 0, 1));
        waiting.Start();

        // Long enough to be waiting; whether it already is makes no difference to what must come of it.
        Thread.Sleep(50);
        far.Close();
        Assert.True(waiting.Join(DespairMilliseconds));
        Assert.InRange(read, ByteSource.Broken, ByteSource.End);
        byte[] got = new byte[sent.Length];
        int have = 0;
        for (int more = 1; more > 0 && have < got.Length; have += more > 0 ? more : 0)
        {
            more = near.Source.Read(got, have, got.Length - have);
        }

        Assert.Equal(sent, got);
        Assert.Equal(ByteSource.End, near.Source.Read(got, 0, 1));
        near.Close();
        listener.Close();
    }

    [Fact]
    public void ClosingAListenerEndsTheWaitForAConnection()
    {
        IListener listener = _network.Listen(0)!;
        Link? accepted = null;
        Thread waiting = new Thread(() => accepted = listener.Accept());
        waiting.Start();

        // Long enough to be waiting; whether it already is makes no difference to what must come of it.
        Thread.Sleep(50);
        Assert.False(listener.IsClosed);
        listener.Close();
        Assert.True(waiting.Join(DespairMilliseconds));
        Assert.Null(accepted);
        Assert.True(listener.IsClosed);
    }

    // At whatever moment: before the wait begins, while it begins, or when it has.
    [Fact]
    public void ClosingAListenerEndsAWaitThatHasATimeToo()
    {
        for (int pause = 0; pause < 1_000_000; pause += 1 + (pause / 2))
        {
            IListener listener = _network.Listen(0)!;
            bool? isDue = null;
            Thread waiting = new Thread(() => isDue = listener.Await(2 * DespairMilliseconds));
            waiting.Start();
            Thread.SpinWait(pause);
            listener.Close();
            Assert.True(waiting.Join(DespairMilliseconds));
            Assert.True(isDue);
            Assert.Null(listener.Accept());
            Assert.True(listener.Await(2 * DespairMilliseconds));
        }
    }

    [Fact]
    public void AWaitForAConnectionHasItsTimeAndEndsWithOne()
    {
        IListener listener = _network.Listen(0)!;
        Assert.False(listener.Await(0));
        Assert.False(listener.Await(1));
        Link near = _network.Connect("127.0.0.1", listener.Port, 5000)!;
        Assert.True(listener.Await(DespairMilliseconds));
        Link far = listener.Accept()!;
        Assert.False(listener.Await(0));
        far.Close();
        near.Close();
        listener.Close();
    }

    [Fact]
    public void ATakenPortIsNotListenedOnTwice()
    {
        IListener listener = _network.Listen(0)!;
        Assert.Null(_network.Listen(listener.Port));
        listener.Close();
    }

    [Fact]
    public void OneSocketTooManyIsNotToBeHad()
    {
        IListener listener = _network.Listen(0)!;
        Link?[] links = new Link?[3];
        for (int i = 0; i < links.Length; i++)
        {
            links[i] = _network.Connect("127.0.0.1", listener.Port, 5000);
            Assert.NotNull(links[i]);
        }

        Assert.Null(_network.Connect("127.0.0.1", listener.Port, 5000));
        Assert.Null(_network.Listen(0));
        links[0]!.Close();
        Link? again = _network.Connect("127.0.0.1", listener.Port, 5000);
        Assert.NotNull(again);
        again.Close();
        links[1]!.Close();
        links[2]!.Close();
        listener.Close();
    }

    [Fact]
    public void AcceptingWithNoSocketLeftLosesTheConnectionAsLwipDoes()
    {
        IListener listener = _network.Listen(0)!;
        Link first = _network.Connect("127.0.0.1", listener.Port, 5000)!;
        Link second = _network.Connect("127.0.0.1", listener.Port, 5000)!;
        Link accepted = listener.Accept()!;
        Assert.Null(listener.Accept());
        Assert.False(listener.IsClosed);
        Assert.Equal(ByteSource.End, second.Source.Read(new byte[1], 0, 1));
        first.Close();
        second.Close();
        accepted.Close();
        listener.Close();
    }

    [Fact]
    public void ADatagramIsAnsweredToWhoSentIt()
    {
        IDatagrams port = _network.OpenDatagrams(0)!;
        using System.Net.Sockets.Socket one = Caller(port.Port);
        using System.Net.Sockets.Socket other = Caller(port.Port);
        byte[] got = new byte[10];
        foreach (System.Net.Sockets.Socket caller in new[] { one, other, one })
        {
            caller.Send(new byte[] { 1, 2, 3 });
            Assert.Equal(3, port.Receive(got, 2, 8));
            Assert.Equal(new byte[] { 0, 0, 1, 2, 3, 0, 0, 0, 0, 0 }, got);
            Assert.True(port.IsOnLink);
            Assert.True(port.Reply(got, 3, 2));
            byte[] answer = new byte[10];
            Assert.Equal(2, caller.Receive(answer));
            Assert.Equal(2, answer[0]);
        }

        port.Close();
        port.Close();
        Assert.True(port.IsClosed);
        Assert.True(port.Receive(got, 0, 10) < 0);
        Assert.False(port.Reply(got, 0, 1));
    }

    [Fact]
    public void OfALongDatagramComesItsFrontAndOfAnEmptyOneNothing()
    {
        IDatagrams port = _network.OpenDatagrams(0)!;
        using System.Net.Sockets.Socket caller = Caller(port.Port);
        byte[] got = new byte[4];
        caller.Send(new byte[] { 1, 2, 3, 4, 5 });
        caller.Send(Array.Empty<byte>());
        caller.Send(new byte[] { 6 });
        Assert.Equal(4, port.Receive(got, 0, 4));
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, got);
        Assert.Equal(0, port.Receive(got, 0, 4));
        Assert.Equal(1, port.Receive(got, 0, 4));
        Assert.Equal(6, got[0]);
        port.Close();
    }

    [Fact]
    public void ClosingAPortEndsTheWaitForADatagram()
    {
        IDatagrams port = _network.OpenDatagrams(0)!;
        int got = 0;
        Thread waiting = new Thread(() => got = port.Receive(new byte[10], 0, 10));
        waiting.Start();
        Thread.Sleep(50);
        Assert.False(port.IsClosed);
        port.Close();
        Assert.True(waiting.Join(DespairMilliseconds));
        Assert.True(got < 0);
    }

    [Fact]
    public void ADatagramPortIsASocketAndIsOpenOnce()
    {
        IDatagrams port = _network.OpenDatagrams(0)!;
        Assert.Equal(1, Sockets.Taken);
        Assert.Null(_network.OpenDatagrams(port.Port));
        Assert.Equal(1, Sockets.Taken);
        IDatagrams?[] more = { _network.OpenDatagrams(0), _network.OpenDatagrams(0), _network.OpenDatagrams(0) };
        Assert.All(more, Assert.NotNull);
        Assert.Null(_network.OpenDatagrams(0));
        Assert.Null(_network.Listen(0));
        Array.ForEach(more, one => one!.Close());
        port.Close();
    }

    private static System.Net.Sockets.Socket Caller(int port)
    {
        System.Net.Sockets.Socket caller = new System.Net.Sockets.Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        caller.ReceiveTimeout = DespairMilliseconds;
        caller.Connect(IPAddress.Loopback, port);
        return caller;
    }

    [Fact]
    public void WhoIsOnOurLinksIsToldByTheInterfaces()
    {
        Assert.True(_network.IsOurAddress("127.0.0.1"));
        Assert.False(_network.IsOurAddress("192.0.2.1"));
        Assert.False(_network.IsOurAddress("peer"));
        Assert.False(_network.IsOurAddress(""));
        Assert.False(_network.IsOurAddress("::1"));
        OwnLinks own = new OwnLinks(new SystemClock());
        Assert.True(own.IsOnLink(Ipv4.Read("127.1.2.3")));
        Assert.False(own.IsOnLink(Ipv4.Read("192.0.2.1")));
        Assert.False(own.IsOnLink(-1));
    }
}
