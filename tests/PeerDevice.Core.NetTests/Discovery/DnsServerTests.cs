using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Host;
using PeerDevice.Services.Discovery;
using PeerDevice.Simulation;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>The thread of multicast DNS: it hears, speaks when it is time, and is not to be brought down.</summary>
public sealed class DnsServerTests
{
    private static readonly byte[] Name = DnsName.Child("desk", DnsName.Child("local", [0]));

    // For a test that would hang otherwise: nothing is measured by it.
    private static readonly TimeSpan Despair = TimeSpan.FromMinutes(10);

    private readonly VirtualClock _clock = new() { StandsStill = true };
    private readonly SilentIndicator _indicator = new();

    [Fact]
    public void WhatIsDueIsSaidInTimeAndTheLastBeforeTheEnd()
    {
        MemoryEther ether = new(_clock);
        Parrot parrot = new(_clock.Milliseconds + 300);
        DnsServer server = new(ether.Open("10.77.0.1"), [parrot], Limits.DnsOctets, _clock, _indicator, null);
        Thread thread = Start(server);
        Until(() => parrot.Changes == 1);
        Assert.Empty(ether.Sent);
        _clock.Advance(299);
        Assert.Empty(ether.Sent);
        _clock.Advance(1);
        Until(() => ether.Sent.Count == 1);
        server.Stop();
        Assert.Equal(2, ether.Sent.Count);
        Assert.True(thread.Join(Despair));
        Assert.Empty(_indicator.Lines);
    }

    [Fact]
    public void ACableThatCameBackIsNoticed()
    {
        MemoryEther ether = new(_clock);
        MemoryMulticast port = ether.Open("10.77.0.1");
        Parrot parrot = new(long.MaxValue);
        DnsServer server = new(port, [parrot], Limits.DnsOctets, _clock, _indicator, null);
        Thread thread = Start(server);
        Until(() => parrot.Changes == 1);
        port.Plug(false);

        // The thread may just be about to wait, so that one step of the clock could pass before it does.
        Until(() => parrot.Changes >= 2, 50);
        server.Stop();
        Assert.True(thread.Join(Despair));
    }

    /// <summary>The fear: a PC that was shut for a night is told of by a name that somebody else took meanwhile, or not at all.</summary>
    [Theory]
    [InlineData(3600, 0, 3)]
    [InlineData(0, Limits.SleptMilliseconds + Limits.SegmentMilliseconds + 1, 3)]
    [InlineData(20, 0, 1)]
    [InlineData(-3600, 0, 1)]
    public void WhoWakesUpBeginsAnew(int secondsUnseen, int millisecondsUnseen, int changes)
    {
        MemoryEther ether = new(_clock);
        Parrot parrot = new(long.MaxValue);
        DnsServer server = new(ether.Open("10.77.0.1"), [parrot], Limits.DnsOctets, _clock, _indicator, null);
        Thread thread = Start(server);
        Until(() => parrot.Changes == 1);
        _clock.Advance(Limits.SegmentMilliseconds);

        // That the time of day becomes known is no sleep.
        _clock.TakeTime(1_800_000_000);
        int turns = parrot.Turns;
        _clock.Advance(Limits.SegmentMilliseconds);
        Until(() => parrot.Turns > turns + 1, Limits.SegmentMilliseconds);
        Assert.Equal(1, parrot.Changes);
        _clock.TakeTime(_clock.UnixSeconds + secondsUnseen);
        turns = parrot.Turns;
        _clock.Advance(Limits.SegmentMilliseconds + millisecondsUnseen);
        Until(() => parrot.Turns > turns + 3, Limits.SegmentMilliseconds);
        Assert.Equal(changes, parrot.Changes);
        server.Stop();
        Assert.True(thread.Join(Despair));
    }

    [Fact]
    public void AFailingPortIsAskedAgainAndASpeakerThatThrowsEndsNothing()
    {
        MemoryEther ether = new(_clock);
        FailingMulticast port = new(ether.Open("10.77.0.1")) { FailingReceives = 3, ThrowingReceives = 2 };
        Parrot parrot = new(long.MaxValue);
        DnsServer server = new(port, [parrot], Limits.DnsOctets, _clock, _indicator, null);
        Thread thread = Start(server);
        MemoryMulticast other = ether.Open("10.77.0.2");
        Route to = new();
        to.ToAll(0);
        Until(() => _indicator.Lines.Count == 2, 50);
        Assert.True(other.Send([1, 2, 3], 3, to));
        Until(() => parrot.Heard.Contains(3), 50);
        parrot.Throws = true;
        Assert.True(other.Send([1, 2, 3, 4], 4, to));
        Until(() => _indicator.Lines.Count == 3, 50);
        Assert.True(other.Send([1, 2, 3, 4, 5], 5, to));
        Until(() => parrot.Heard.Contains(5), 50);
        server.Stop();
        Assert.True(thread.Join(Despair));
    }

    [Fact]
    public void ABeginningThatFailsIsMadeAgain()
    {
        MemoryEther ether = new(_clock);
        Parrot parrot = new(long.MaxValue);
        DnsServer server = new(new FailingMulticast(ether.Open("10.77.0.1")) { ThrowingRefreshes = 1 }, [parrot], Limits.DnsOctets, _clock, _indicator, null);
        Thread thread = new(() =>
        {
            try
            {
                server.Run();
            }
            catch (InvalidOperationException)
            {
                // The thread has ended: it is seen below.
            }
        });
        thread.Start();
        Until(() => parrot.Changes == 1 || !thread.IsAlive, 50);
        Assert.True(thread.IsAlive);
        server.Stop();
        Assert.True(thread.Join(Despair));
    }

    /// <summary>The fear: what is for nobody costs, or is heard; or time stands still for who has something to say, as long as others talk of something else.</summary>
    [Fact]
    public void WhatIsForNobodyIsHeardByNobodyAndKeepsNobodyFromSpeaking()
    {
        MemoryEther ether = new(_clock);
        Resident peer = Resident.Settled(out _, "table");
        Parrot parrot = new(_clock.Milliseconds + 2500);
        DnsServer server = new(ether.Open("10.77.0.1"), [parrot], Limits.DnsOctets, _clock, _indicator, new FirstLook(peer.Responder, null));
        Thread thread = Start(server);
        Until(() => parrot.Changes == 1);
        MemoryMulticast other = ether.Open("10.77.0.2");
        Route to = new();
        to.ToAll(0);
        byte[] foreign = Resident.Ask(("_googlecast._tcp.local", DnsType.Ptr));
        byte[] ours = Resident.Ask(("_ipp._tcp.local", DnsType.Ptr), ("_http._tcp.local", DnsType.Ptr));
        Assert.NotEqual(foreign.Length, ours.Length);
        for (int i = 0; i < 20; i++)
        {
            Assert.True(other.Send(foreign, foreign.Length, to));
        }

        Assert.True(other.Send(ours, ours.Length, to));
        Until(() => parrot.Heard.Count > 0);
        Assert.Equal([ours.Length], parrot.Heard);
        Until(
            () =>
            {
                other.Send(foreign, foreign.Length, to);
                return ether.Sent.Any(one => one.Length != foreign.Length && one.Length != ours.Length);
            },
            50);
        Assert.Equal([ours.Length], parrot.Heard);
        server.Stop();
        Assert.True(thread.Join(Despair));
    }

    // The fear: a board that starts again says goodbye in octets that just arrive.
    [Theory]
    [InlineData(1, 768, true)]
    [InlineData(2, 768, false)]
    [InlineData(1, Limits.DnsOctets, false)]
    public void WhereMemoryIsShortOneArrayDoesForWhoSpeaksAloneButNotForTheLastThatIsSaid(int speakers, int octets, bool isShared)
    {
        MemoryEther ether = new(_clock);
        ArrayPort port = new(ether.Open("10.77.0.1"));
        Parrot[] parrots = [.. Enumerable.Range(0, speakers).Select(_ => new Parrot(_clock.Milliseconds + 300))];
        DnsServer server = new(port, parrots, octets, _clock, _indicator, null);
        Thread thread = Start(server);
        Until(() => parrots[0].Changes == 1);
        Until(() => ether.Sent.Count == speakers, 50);
        Assert.Equal(isShared, port.Said.All(one => one == port.Heard));
        port.Said.Clear();
        server.Stop();
        Assert.True(thread.Join(Despair));
        Assert.Equal(speakers, port.Said.Count);
        Assert.DoesNotContain(port.Said, one => one == port.Heard);
    }

    [Fact]
    public void AMessageOfNobodyKnowsWhomIsNotHeard()
    {
        MemoryEther ether = new(_clock);
        FailingMulticast port = new(ether.Open("10.77.0.1")) { FailingSenders = 1 };
        Parrot parrot = new(long.MaxValue);
        DnsServer server = new(port, [parrot], Limits.DnsOctets, _clock, _indicator, null);
        Thread thread = Start(server);
        Until(() => parrot.Changes == 1);
        MemoryMulticast other = ether.Open("10.77.0.2");
        Route to = new();
        to.ToAll(0);
        Assert.True(other.Send([1, 2, 3], 3, to));
        Assert.True(other.Send([1, 2, 3, 4], 4, to));
        Until(() => parrot.Heard.Count > 0, 50);
        Assert.Equal([4], parrot.Heard);
        server.Stop();
        Assert.True(thread.Join(Despair));
    }

    /// <summary>
    /// The fear: a board hears another peer's new address no more, and everything else goes on. The thread decides by itself, and not as <see cref="FirstLook.IsForNobody"/> does, since that costs less: so each clause of both is asked here,
    /// where one filter decides and where several do.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void WhoLooksForPeersHearsTheirAddressesAndNobodyElses(int links)
    {
        const string Host = "host-1.local";
        string far = new string('h', 40) + ".local";
        Responder responder = FirstLookTests.MakeResponder("desk");
        Querier querier = new(new PeerDirectory(16), new RecordCache(80, 7), new SeededRandom(3), false);
        FirstLook look = new(responder, querier);
        Segment?[] segments = [.. Enumerable.Range(0, links).Select(static link => new Segment("eth" + link, false, [0x0A4D0001 + (link << 16)], []))];
        long now = FirstLookTests.Settle(responder, segments, 0);
        querier.Change(segments, now);
        Route from = new() { IsMulticast = true, IsOnLink = true };
        from.Set(0x0A4D0002, Limits.DnsPort);
        foreach ((string peer, string host) in new[] { ("peer 1", Host), ("peer 2", far) })
        {
            byte[] service = DnsName.Child(peer, DnsText.Name(PeerHosts.PeerService));
            byte[] told = Resident.Response(writer =>
            {
                writer.Pointer(DnsType.Answer, DnsText.Name(PeerHosts.PeerService), service, false, 4500);
                writer.Service(DnsType.Additional, service, 80, DnsText.Name(host), 120);
                writer.Address(DnsType.Additional, DnsText.Name(host), 0x0A4D0003, 120);
            });
            querier.Hear(told, told.Length, from, now);
        }

        MemoryEther ether = new(_clock);
        Parrot parrot = new(long.MaxValue);
        DnsServer server = new(ether.Open("10.77.0.1"), [parrot], Limits.DnsOctets, _clock, _indicator, look);
        Thread thread = Start(server);
        Until(() => parrot.Changes == 1);
        MemoryMulticast other = ether.Open("10.77.0.2");
        Route to = new();
        to.ToAll(0);
        byte[] last = Resident.Ask(("desk.local", DnsType.A), ("_ipp._tcp.local", DnsType.Ptr), ("desk.local", DnsType.Srv));
        foreach ((string what, byte[] octets, bool isHeard) in new[]
        {
            ("a question for a peer", Resident.Ask(("peer 1." + PeerHosts.PeerService, DnsType.Srv)), true),
            ("a foreign question", Resident.Ask(("other.local", DnsType.A)), false),
            ("a question for a host, which its own answers", Resident.Ask((Host, DnsType.A)), false),
            ("what somebody knows already of a peer's host, behind a question of before", Resident.Query(static writer => writer.Address(DnsType.Answer, DnsText.Name(Host), 0x0A4D0005, 120)), false),
            ("what is told of us", Address("desk.local"), true),
            ("a peer's service", Resident.Response(static writer => writer.Service(DnsType.Answer, DnsText.Name("peer 3." + PeerHosts.PeerService), 80, DnsText.Name("other.local"), 120)), true),
            ("a peer's address", Address(Host), true),
            ("a peer's address, otherwise written", Address("HOST-1.local"), true),
            ("a peer's address, its name a long one", Address(far), true),
            ("a foreign address", Address("printer-17.local"), false),
            ("a foreign address, its name as long as a peer's", Address("host-2.local"), false),
            ("a foreign address, its name as long as the long one", Address(new string('j', 40) + ".local"), false),
            ("a foreign address, its name by 32 octets shorter than the long one", Address("hhhhhhhh.local"), false),
        })
        {
            Assert.True(octets.Length != last.Length, what);
            Assert.True(look.IsForNobody(octets, octets.Length) != isHeard, what);
            parrot.Heard.Clear();
            Assert.True(other.Send(octets, octets.Length, to));
            Assert.True(other.Send(last, last.Length, to));
            Until(() => parrot.Heard.Contains(last.Length));
            int[] heard = isHeard ? [octets.Length, last.Length] : [last.Length];
            Assert.True(parrot.Heard.SequenceEqual(heard), what);
        }

        server.Stop();
        Assert.True(thread.Join(Despair));
        Assert.Empty(_indicator.Lines);
    }

    // The fear: a board without memory for its goodbye keeps the port, and its thread, for good.
    [Fact]
    public void AGoodbyeThatFailsClosesThePort()
    {
        MemoryEther ether = new(_clock);
        MemoryMulticast port = ether.Open("10.77.0.1");
        Parrot parrot = new(long.MaxValue) { ThrowsAtTheEnd = true };
        Parrot other = new(long.MaxValue);
        DnsServer server = new(port, [parrot, other], Limits.DnsOctets, _clock, _indicator, null);
        Thread thread = Start(server);
        Until(() => parrot.Changes == 1);
        Exception? fault = Record.Exception(server.Stop);
        Assert.True(port.IsClosed);
        Assert.True(thread.Join(Despair));

        // Who stops a peer has more to close.
        Assert.Null(fault);
        Assert.Single(_indicator.Lines);
    }

    private static byte[] Address(string host) => Resident.Response(writer => writer.Address(DnsType.Answer, DnsText.Name(host), 0x0A4D0005, 120));

    private static Thread Start(DnsServer server)
    {
        Thread thread = new(server.Run);
        thread.Start();
        return thread;
    }

    private void Until(Func<bool> isSo, int step = 0)
    {
        DateTime end = DateTime.UtcNow + Despair;
        while (!isSo())
        {
            Assert.True(DateTime.UtcNow < end);

            // A server whose thread had no processor for so long would take that for sleep.
            _clock.Elapse(step);
            Thread.Yield();
        }
    }

    /// <summary>A port that notes by which arrays it is used.</summary>
    private sealed class ArrayPort(MemoryMulticast inner) : IMulticast
    {
        public byte[]? Heard { get; private set; }

        public List<byte[]?> Said { get; } = new();

        public bool IsClosed => inner.IsClosed;

        public Segment?[] Segments => inner.Segments;

        public bool Refresh() => inner.Refresh();

        public int Receive(byte[] buffer, int count, int patienceMilliseconds)
        {
            Heard = buffer;
            return inner.Receive(buffer, count, patienceMilliseconds);
        }

        public bool Sender(Route from) => inner.Sender(from);

        public bool Send(byte[] buffer, int count, Route to)
        {
            Said.Add(buffer);
            return inner.Send(buffer, count, to);
        }

        public void Close() => inner.Close();
    }

    /// <summary>Says one thing at its time, and another at the end.</summary>
    private sealed class Parrot(long due) : IDnsSpeaker
    {
        private long _due = due;
        private int _changes;
        private int _turns;

        public bool Throws { get; set; }

        public bool ThrowsAtTheEnd { get; set; }

        public int Changes => Volatile.Read(ref _changes);

        public List<int> Heard { get; } = new();

        /// <summary>How often it was asked when it wants to speak.</summary>
        public int Turns => Volatile.Read(ref _turns);

        public long Due
        {
            get
            {
                Interlocked.Increment(ref _turns);
                return _due;
            }
        }

        public void Hear(byte[] message, int end, Route from, long now)
        {
            if (Throws)
            {
                Throws = false;
                throw new InvalidOperationException("a fault of ours");
            }

            Heard.Add(end);
        }

        public bool Speak(DnsWriter message, Route to, long now)
        {
            if (_due > now)
            {
                return false;
            }

            _due = long.MaxValue;
            message.BeginQuery();
            message.Question(Name, DnsType.A, false);
            to.ToAll(0);
            return true;
        }

        public void Change(Segment?[] segments, long now)
        {
            Interlocked.Increment(ref _changes);
        }

        public void Leave(long now)
        {
            if (ThrowsAtTheEnd)
            {
                throw new OutOfMemoryException();
            }

            _due = now;
        }
    }
}
