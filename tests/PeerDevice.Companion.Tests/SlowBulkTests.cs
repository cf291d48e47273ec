using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using PeerDevice.Bytes;
using PeerDevice.Companion;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Tests.Companion;

/// <summary>The fear: a PC is woken for each packet of a slow line, and stores each; or what is let come together is lost, or held back from who waits for little.</summary>
public sealed class SlowBulkTests : IDisposable
{
    private const int First = 100;
    private const int Meanwhile = 50;

    // Each takes as long as it takes; the pace is measured over 16 ms.
    private const int Tries = 1_000_000;

    private readonly Socket _sender;
    private readonly Socket _receiver;
    private readonly SocketLink _link;

    public SlowBulkTests()
    {
        using Socket door = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        door.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        door.Listen();
        _sender = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sender.Connect(door.LocalEndPoint!);
        _receiver = door.Accept();
        _link = new SocketLink(_receiver, new OwnAddresses());
    }

    public void Dispose()
    {
        _link.Close();
        _sender.Dispose();
        _receiver.Dispose();
    }

    [Fact]
    public void WhatComesSlowlyInBulkComesTogether()
    {
        int rests = 0;
        _link.Rest = milliseconds =>
        {
            Assert.Equal(DesktopLimits.Breath, milliseconds);
            rests++;
            Send(Meanwhile);
            Await(Meanwhile);
        };
        byte[] buffer = new byte[DesktopLimits.BulkRead];
        int got = First;
        for (int i = 0; i < Tries && got == First; i++)
        {
            Send(First);
            got = _link.Source.Read(buffer, 0, buffer.Length);
        }

        Assert.Equal(First + Meanwhile, got);
        Assert.Equal(1, rests);
    }

    [Theory, InlineData(DesktopLimits.BreathOctets - First - 1, DesktopLimits.AwakeReads)]
    [InlineData(DesktopLimits.BreathOctets - First, 1)]
    public void ASenderThatWaitsToBeReadIsNotKeptWaiting(int meanwhile, int readsToTheNextRest)
    {
        int rests = 0;
        int reads = 0;
        _link.Rest = _ =>
        {
            rests++;
            Send(meanwhile);
            Await(meanwhile);
        };
        byte[] buffer = new byte[DesktopLimits.BulkRead];
        for (int i = 0; i < Tries && rests < 2; i++)
        {
            reads += rests;
            Send(First);
            int before = rests;
            int got = _link.Source.Read(buffer, 0, buffer.Length);
            Assert.Equal(First + ((rests - before) * meanwhile), got);
        }

        Assert.Equal(2, rests);
        Assert.Equal(readsToTheNextRest, reads);
    }

    [Fact]
    public void WhoAsksForLittleIsGivenWhatIsThere()
    {
        _link.Rest = _ => Assert.Fail("it rested");
        byte[] buffer = new byte[DesktopLimits.BulkRead - 1];
        long until = Environment.TickCount64 + (8 * DesktopLimits.PaceStretch);
        while (Environment.TickCount64 < until)
        {
            Send(First);
            Assert.Equal(First, _link.Source.Read(buffer, 0, buffer.Length));
        }
    }

    [Fact]
    public void WhatWasThereBeforeTheEndIsGivenAndThenTheEnd()
    {
        bool hasEnded = false;
        _link.Rest = _ =>
        {
            _sender.Shutdown(SocketShutdown.Send);
            hasEnded = true;
        };
        byte[] buffer = new byte[DesktopLimits.BulkRead];
        for (int i = 0; i < Tries && !hasEnded; i++)
        {
            Send(First);
            Assert.Equal(First, _link.Source.Read(buffer, 0, buffer.Length));
        }

        Assert.True(hasEnded);
        Assert.Equal(ByteSource.End, _link.Source.Read(buffer, 0, buffer.Length));
    }

    private void Send(int octets) => Assert.Equal(octets, _sender.Send(new byte[octets]));

    private void Await(int octets)
    {
        for (long until = Environment.TickCount64 + 60_000; _receiver.Available < octets && Environment.TickCount64 < until;)
        {
            Thread.Yield();
        }
    }
}
