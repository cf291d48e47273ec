namespace PeerDevice.Host;

/// <summary>
/// How long a content's servers are waited for, and whether the one that gives it just now is too slow: by itself, or, where there are others, by what another gave.
/// </summary>
internal sealed class PullPace
{
    private long _late;
    private long _octets;   // of the one that gives it now
    private long _time;     // for which that one was waited for
    private long _best;     // octets a millisecond that another gave

    /// <summary>Milliseconds for which was waited in all. What takes the content may hold it back for as long as it likes.</summary>
    public long Waited { get; private set; }

    /// <summary>Whether the one that gives it is too slow.</summary>
    public bool IsLate => _late > Limits.SilenceMilliseconds;

    /// <summary>Was waited for what is no content.</summary>
    public void Wait(long milliseconds)
    {
        Waited += milliseconds;
    }

    /// <summary>Octets came, or none.</summary>
    /// <param name="octets">How many.</param>
    /// <param name="milliseconds">For how long they were waited for.</param>
    /// <param name="hasOthers">Whether another may have it.</param>
    public void Came(int octets, long milliseconds, bool hasOthers)
    {
        Waited += milliseconds;
        _time += milliseconds;
        if (octets <= 0)
        {
            return;
        }

        _octets += octets;
        long pace = hasOthers ? _best / Limits.SlowShare : 0;
        pace = pace < Limits.SlowestOctetsPerMillisecond ? Limits.SlowestOctetsPerMillisecond : pace;
        _late += milliseconds - (octets / pace);
        _late = _late < 0 ? 0 : _late; // what came fast is no credit
    }

    /// <summary>It was cut: that is counted otherwise.</summary>
    public void Forgive()
    {
        _late = 0;
    }

    /// <summary>Another gives it from here on.</summary>
    public void Turn()
    {
        // What comes at once says more of buffers than of a line.
        long rate = _time < Limits.PaceMilliseconds ? 0 : _octets / _time;
        _best = rate > _best ? rate : _best;
        _late = 0;
        _octets = 0;
        _time = 0;
    }
}
