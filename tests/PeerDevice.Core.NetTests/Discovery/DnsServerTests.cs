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

    private readonly VirtualClock _clock = new() { StandsStill = true };
    private readonly SilentIndicator _indicator = new();

    [Fact]
    public void WhatIsDueIsSaidInTimeAndTheLastBeforeTheEnd()
    {
        MemoryEther ether = new(_clock);
        Parrot parrot = new(_clock.Milliseconds + 300);
        DnsServer server = new(ether.Open("10.77.0.1"), [parrot], Limits.DnsOctets, _clock, _indicator);
        Thread thread = Start(server);
        Until(() => parrot.Changes == 1);
        Assert.Empty(ether.Sent);
        _clock.Advance(299);
        Assert.Empty(ether.Sent);
        _clock.Advance(1);
        Until(() => ether.Sent.Count == 1);
        server.Stop();
        Assert.Equal(2, ether.Sent.Count);
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
        Assert.Empty(_indicator.Lines);
    }

    [Fact]
    public void ACableThatCameBackIsNoticed()
    {
        MemoryEther ether = new(_clock);
        MemoryMulticast port = ether.Open("10.77.0.1");
        Parrot parrot = new(long.MaxValue);
        DnsServer server = new(port, [parrot], Limits.DnsOctets, _clock, _indicator);
        Thread thread = Start(server);
        Until(() => parrot.Changes == 1);
        port.Plug(false);
        _clock.Advance(Limits.SegmentMilliseconds);
        Until(() => parrot.Changes == 2);
        server.Stop();
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
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
        DnsServer server = new(ether.Open("10.77.0.1"), [parrot], Limits.DnsOctets, _clock, _indicator);
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
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void AFailingPortIsAskedAgainAndASpeakerThatThrowsEndsNothing()
    {
        MemoryEther ether = new(_clock);
        FailingMulticast port = new(ether.Open("10.77.0.1")) { FailingReceives = 3, ThrowingReceives = 2 };
        Parrot parrot = new(long.MaxValue);
        DnsServer server = new(port, [parrot], Limits.DnsOctets, _clock, _indicator);
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
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void ABeginningThatFailsIsMadeAgain()
    {
        MemoryEther ether = new(_clock);
        Parrot parrot = new(long.MaxValue);
        DnsServer server = new(new FailingMulticast(ether.Open("10.77.0.1")) { ThrowingRefreshes = 1 }, [parrot], Limits.DnsOctets, _clock, _indicator);
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
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
    }

    private static Thread Start(DnsServer server)
    {
        Thread thread = new(server.Run);
        thread.Start();
        return thread;
    }

    private void Until(Func<bool> isSo, int step = 0)
    {
        DateTime end = DateTime.UtcNow.AddSeconds(60);
        while (!isSo())
        {
            Assert.True(DateTime.UtcNow < end);
            _clock.Advance(step);
            Thread.Yield();
        }
    }

    /// <summary>Says one thing at its time, and another at the end.</summary>
    private sealed class Parrot(long due) : IDnsSpeaker
    {
        private long _due = due;
        private int _changes;
        private int _turns;

        public bool Throws { get; set; }

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
            _due = now;
        }
    }
}
