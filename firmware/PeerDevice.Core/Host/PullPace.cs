namespace PeerDevice.Host;

/// <summary>
/// How long a content's servers are waited for, and whether the one that gives it just now is too slow: by itself, or, where there are others, by what another gave.
/// </summary>
public sealed class PullPace
{
    private long _late;
    private long _octets;   // of the one that gives it now
    private long _time;     // for which that one was waited for
    private long _before;   // for which was waited before
    private long _best;     // octets a millisecond that another gave

    /// <summary>Milliseconds that may be waited in all.</summary>
    public long Most { get; set; } = long.MaxValue;

    /// <summary>Whether another may have it.</summary>
    public bool HasOthers { get; set; }

    /// <summary>Milliseconds for which was waited in all. What takes the content may hold it back for as long as it likes.</summary>
    public long Waited => _before + _time;

    /// <summary>Whether the one that gives it is too slow.</summary>
    public bool IsLate => _late > Limits.SilenceMilliseconds;

    /// <summary>Was waited for what is no content.</summary>
    public void Wait(long milliseconds)
    {
        _before += milliseconds;
    }

    /// <summary>Octets came, or none.</summary>
    /// <param name="octets">How many.</param>
    /// <param name="milliseconds">For how long they were waited for.</param>
    /// <returns>Whether it is enough: it is too slow, or was waited for as long as may be.</returns>
    public bool Came(long octets, long milliseconds)
    {
        long pace = HasOthers ? _best / Limits.SlowShare : 0;
        pace = pace < Limits.SlowestOctetsPerMillisecond ? Limits.SlowestOctetsPerMillisecond : pace;
        _time += milliseconds;
        _octets += octets;
        _late += milliseconds - (octets / pace);
        _late = _late < 0 ? 0 : _late; // what came fast is no credit
        return IsLate || Waited > Most;
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
        _before += _time;
        _late = 0;
        _octets = 0;
        _time = 0;
    }
}
