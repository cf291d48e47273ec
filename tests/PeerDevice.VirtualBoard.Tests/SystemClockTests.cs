using System;
using nanoFramework.Networking;
using PeerDevice.Drivers;
using PeerDevice.VirtualBoard.Manners;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>Who tells the time of day moves no timer, and the host that is asked for it is the one that is set.</summary>
public sealed class SystemClockTests
{
    [Fact]
    public void ATimeOfDayThatComesLateOrGoesBackMovesNoTimer()
    {
        SystemClock clock = new();
        long last = clock.Milliseconds;
        foreach (long told in new[] { 4_000_000_000, Limits.ClockKnownSince, 1, 2_000_000_000 })
        {
            clock.TakeTime(told);
            long now = clock.Milliseconds;
            Assert.InRange(now, last, last + (long)TimeSpan.FromHours(1).TotalMilliseconds);
            last = now;
        }
    }

    [Fact]
    public void WhoeverTellsTheTimeOfDayIsBelievedUntilSntpHasSetIt()
    {
        try
        {
            // A board without a battery, some seconds after its start.
            BoardDateTime.Now = static () => DateTime.UnixEpoch.AddSeconds(7);
            SystemClock clock = new();
            Assert.Equal(0, clock.UnixSeconds);
            clock.TakeTime(1_795_600_800);
            Assert.InRange(clock.UnixSeconds, 1_795_600_800, 1_795_600_800 + 3600);

            // It goes on with the board's own milliseconds.
            long before = clock.UnixSeconds - (clock.Milliseconds / 1000);
            Assert.InRange(before + (clock.Milliseconds / 1000) - clock.UnixSeconds, -1, 1);

            // SNTP knows better, whatever a peer said.
            BoardDateTime.Now = static () => DateTime.UnixEpoch.AddSeconds(1_800_000_000);
            Assert.Equal(1_800_000_000, clock.UnixSeconds);
            clock.TakeTime(1_795_600_800);
            Assert.Equal(1_800_000_000, clock.UnixSeconds);
        }
        finally
        {
            BoardDateTime.Now = static () => DateTime.UtcNow;
        }
    }

    [Fact]
    public void TheHostThatIsSetIsAskedAndNobodyWithoutOne()
    {
        Sntp.Stop();
        SystemClock clock = new();
        Assert.True(clock.Follow(""));
        Assert.False(Sntp.IsStarted);
        Assert.True(clock.Follow("time.example"));
        Assert.True(Sntp.IsStarted);
        Assert.True(clock.Follow("other.example"));
        Assert.True(Sntp.IsStarted);
        Assert.Equal("other.example", Sntp.Server1);
        Sntp.Stop();
    }
}
