using PeerDevice.Drivers;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>That nobody tells the time is in the log, once and not at once, and so is that somebody has.</summary>
public sealed class TimeWatchTests
{
    private readonly VirtualClock _clock = new();
    private readonly KeptLines _indicator = new();

    [Fact]
    public void ThatNobodyTellsTheTimeIsSaidOnceItHasLastedAndWhenItEnds()
    {
        TimeWatch watch = new(_clock, _indicator);
        Pass(watch, Limits.TimeMilliseconds - 1);
        Assert.Empty(_indicator.Lines);
        Pass(watch, 10 * Limits.TimeMilliseconds);
        Assert.Equal(["the time is not known: nobody has told it"], _indicator.Lines);
        _clock.UnixSeconds = 2_000_000_000;
        Pass(watch, 10 * Limits.TimeMilliseconds);
        Assert.Equal(["the time is not known: nobody has told it", "the time is known now"], _indicator.Lines);
    }

    [Fact]
    public void OfATimeThatComesSoonNothingIsSaid()
    {
        TimeWatch watch = new(_clock, _indicator);
        Pass(watch, Limits.TimeMilliseconds / 2);
        _clock.UnixSeconds = 2_000_000_000;
        Pass(watch, 10 * Limits.TimeMilliseconds);
        Assert.Empty(_indicator.Lines);
    }

    private void Pass(TimeWatch watch, int milliseconds)
    {
        for (long until = _clock.Milliseconds + milliseconds; _clock.Milliseconds < until;)
        {
            _clock.Sleep((int)System.Math.Min(Limits.RestartMilliseconds, until - _clock.Milliseconds));
            watch.Step();
        }
    }
}
