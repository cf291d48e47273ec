using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: where memory is short a board takes in more than it can bear, a service ends, or a client is left without a word.</summary>
public sealed class ShortMemoryTests
{
    [Fact]
    public void ASessionBesideAnotherIsLetInOnlyWhereThereIsHeapForIt()
    {
        Profile profile = Profile.SixteenSocketsSmallHeap();
        Heap heap = new Heap { Octets = profile.HeapForOneMore - 1 };
        using ManualResetEventSlim release = new ManualResetEventSlim();
        using RunningPeer peer = new RunningPeer(
            profile,
            test =>
            {
                test.Put("held", "held content");
                test.Put("a", "alpha");
            },
            memory: heap);
        MemoryLink busy = peer.Hold("held", release);
        Answer refused = peer.Receive(peer.Ask("GET", "/files/a"), 1);
        Assert.Equal(503, refused.Status);
        Assert.NotNull(refused.Field("Retry-After"));

        heap.Octets = profile.HeapForOneMore;
        Assert.Equal("alpha", peer.Receive(peer.Ask("GET", "/files/a", "Connection: close\r\n"), 1).Text);

        // What it had is given back, or the first would be short of it the next time.
        peer.Until(() => Sessions(peer) == 1);
        release.Set();
        Assert.Equal("held content", peer.Receive(busy).Text);
        Assert.Empty(peer.Test.Indicator.Lines);
    }

    [Fact]
    public void WhoeverFindsNoMemoryForAnAnswerIsToldToAskAgain()
    {
        TestPeer peer = new TestPeer(profile: Profile.SixteenSocketsSmallHeap());
        peer.Put("a", "alpha");
        bool isShort = true;
        peer.Store.Before = _ => Throw(isShort);
        Answer answer = peer.Ask("GET", "/files/a");
        Assert.Equal(503, answer.Status);
        Assert.NotNull(answer.Field("Retry-After"));
        Assert.True(answer.SaysClose);
        isShort = false;
        Assert.Equal("alpha", peer.Get("a"));
    }

    [Fact]
    public void WhereNotEvenTheFaultCanBeToldItsPlaceIsGivenBackAndEveryServiceGoesOn()
    {
        using RunningPeer peer = new RunningPeer(Profile.SixteenSocketsSmallHeap(), test => test.Put("a", "alpha"));
        peer.Test.Indicator.Fault = new OutOfMemoryException();
        peer.Test.Store.Before = _ => throw new InvalidOperationException("a fault of ours");
        for (int i = 0; i < 5; i++)
        {
            Assert.NotEqual(200, EndOf(peer));
        }

        peer.Test.Store.Before = null;
        Assert.Equal("alpha", peer.Receive(peer.Ask("GET", "/files/a"), 1).Text);
        Assert.Equal("", peer.Test.Peer.Ended());
        peer.Test.Indicator.Fault = null;
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public void APeerIsFoundByItsNameOnlyWhereThatLeavesHeapForWhoComesAndSaysSo(int more, bool isFound)
    {
        Profile profile = Profile.SixteenSocketsSmallHeap();
        MemoryEther? ether = null;
        using RunningPeer peer = new RunningPeer(
            profile,
            test =>
            {
                test.Settings.Discovery = true;
                ether = new MemoryEther(test.Clock);
                test.Network.Ether = ether;
            },
            memory: new Heap { Octets = profile.HeapForDiscovery + more });
        if (isFound)
        {
            peer.Until(() => ether!.Sent.Count > 0, Limits.PollInterval);
        }

        string page = peer.Receive(peer.Ask("GET", "/"), 1).Text;
        Assert.Equal(isFound, !page.Contains("not found by its name", StringComparison.Ordinal));
        Assert.Equal(isFound, ether!.Sent.Count > 0);
    }

    [Fact]
    public void WhereEvenTheEndOfAConnectionFindsNoMemoryItsPlaceIsGivenBack()
    {
        TestPeer peer = new TestPeer();
        Gate gate = new Gate(peer.Peer.Parts, peer.Clock, 1);
        for (int i = 0; i < 3; i++)
        {
            Session? session = gate.Enter();
            Assert.NotNull(session);
            session.Serve(new Stubborn(peer.Link().Send(TestPeer.Request("OPTIONS", "*")).End()));
        }
    }

    [Fact]
    public void WhatABoardGoesWithoutForWantOfMemoryIsOnItsPage()
    {
        Answer page = new TestPeer(profile: Profile.SixteenSocketsSmallHeap()).Ask("GET", "/");
        Assert.Contains("it does without spool, LPD, SNMP", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("does without", new TestPeer().Ask("GET", "/").Text, StringComparison.Ordinal);
    }

    private static int EndOf(RunningPeer peer)
    {
        MemoryLink link = peer.Ask("GET", "/files/a");
        return peer.EndOf(link, 1);
    }

    private static void Throw(bool isShort)
    {
        if (isShort)
        {
            throw new OutOfMemoryException();
        }
    }

    private static int Sessions(RunningPeer peer)
    {
        return new HeapWeight().Count(peer.Test.Peer, "Session");
    }

    /// <summary>A connection that cannot be closed at first.</summary>
    private sealed class Stubborn(Link inner) : Link
    {
        private int _tries = 2;

        public override ByteSource Source => inner.Source;

        public override ByteSink Sink => inner.Sink;

        public override bool IsOnLink => inner.IsOnLink;

        public override string LocalAddress => inner.LocalAddress;

        public override string RemoteAddress => inner.RemoteAddress;

        public override void SetReadPatience(int milliseconds)
        {
            inner.SetReadPatience(milliseconds);
        }

        public override void FinishSending()
        {
            inner.FinishSending();
        }

        public override void Close()
        {
            if (_tries-- > 0)
            {
                throw new OutOfMemoryException();
            }

            inner.Close();
        }
    }

    private sealed class Heap : IMemory
    {
        internal int Octets { get; set; }

        public int Free()
        {
            return Octets;
        }
    }
}
