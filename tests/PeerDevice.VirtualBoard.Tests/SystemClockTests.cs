using nanoFramework.Networking;
using PeerDevice.Drivers;

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
            Assert.InRange(now, last, last + (long)System.TimeSpan.FromHours(1).TotalMilliseconds);
            last = now;
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
