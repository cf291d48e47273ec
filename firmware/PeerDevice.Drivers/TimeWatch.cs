using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>Says in the log that nobody has told the time, once that has lasted, and when somebody has: without it files have no dates, and the log none but the seconds since the start.</summary>
public sealed class TimeWatch
{
    private readonly IClock _clock;
    private readonly IIndicator _indicator;
    private readonly long _begun;
    private bool _hasTold;

    /// <summary>Makes it, at the start of the board.</summary>
    public TimeWatch(IClock clock, IIndicator indicator)
    {
        _clock = clock;
        _indicator = indicator;
        _begun = clock.Milliseconds;
    }

    /// <summary>Looks at the time; to be called every few seconds.</summary>
    public void Step()
    {
        bool isKnown = _clock.UnixSeconds != 0;
        if (isKnown && _hasTold)
        {
            _hasTold = false;
            _indicator.Report("the time is known now");
        }
        else if (!isKnown && !_hasTold && _clock.Milliseconds - _begun >= Limits.TimeMilliseconds)
        {
            _hasTold = true;
            _indicator.Report("the time is not known: nobody has told it");
        }
    }
}
