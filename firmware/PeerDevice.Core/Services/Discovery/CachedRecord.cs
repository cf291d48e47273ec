namespace PeerDevice.Services.Discovery;

/// <summary>A record that another host told, and how long it may be believed (RFC 6762 §10). Names in it have no pointers.</summary>
public sealed class CachedRecord
{
    private const int FirstRefresh = 80;
    private const int RefreshStep = 5;
    private const int Refreshes = 4;
    private const int Milli = 1000;
    private const int Percent = 100;

    // What asks at the same moment as everybody else asks too late: up to 2 % are drawn (§5.2).
    private const int DrawnSteps = 20;

    private int _refreshes;
    private int _drawn;

    /// <summary>Makes a record that was never heard.</summary>
    public CachedRecord(byte[] name, int type, byte[] data)
    {
        Name = name;
        Type = type;
        Data = data;
    }

    /// <summary>Whose it is.</summary>
    public byte[] Name { get; }

    /// <summary>Its type.</summary>
    public int Type { get; }

    /// <summary>Its data: of PTR a name, of SRV the six octets and a name, otherwise as they came.</summary>
    public byte[] Data { get; }

    /// <summary>How many seconds it was to be believed when it was heard last.</summary>
    public int Seconds { get; private set; }

    /// <summary>When it was heard last, in milliseconds of the clock.</summary>
    public long HeardAt { get; private set; }

    /// <summary>When it is not to be believed any more.</summary>
    public long EndsAt { get; private set; }

    /// <summary>How often others have asked for it since it was heard last, and heard nothing (§10.5).</summary>
    public int Doubts { get; set; }

    /// <summary>When they did, the last time.</summary>
    public long DoubtedAt { get; set; }

    /// <summary>When another said that it knows it, the last time (§7.1).</summary>
    public long NamedAt { get; set; }

    /// <summary>The link by which it was heard last.</summary>
    public int Segment { get; set; }

    /// <summary>The next record in the same bucket of the cache.</summary>
    internal CachedRecord? Next { get; set; }

    /// <summary>The bucket of the cache that it hangs in.</summary>
    internal int Bucket { get; set; }

    /// <summary>Takes it for heard.</summary>
    /// <param name="seconds">For how long it may be believed, more than 0.</param>
    /// <param name="drawn">A number of chance, from 0 on.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    public void Hear(int seconds, int drawn, long now)
    {
        Seconds = seconds;
        HeardAt = now;
        EndsAt = now + ((long)seconds * Milli);
        Doubts = 0;
        _refreshes = 0;
        _drawn = drawn % DrawnSteps;
    }

    /// <summary>Ends it sooner, not later.</summary>
    public void EndBy(long moment)
    {
        if (moment < EndsAt)
        {
            EndsAt = moment;
        }
    }

    /// <summary>Lets it end when its time is over, and not before: it was doubted for nothing.</summary>
    public void Restore()
    {
        EndsAt = HeardAt + ((long)Seconds * Milli);
    }

    /// <summary>When it is to be asked for again, if somebody still wants it: at 80, 85, 90 and 95 % of its time, and up to 2 % later (§5.2); never when it was asked for at all of these.</summary>
    public long RefreshAt
    {
        get
        {
            return _refreshes >= Refreshes
                ? long.MaxValue
                : HeardAt + ((((FirstRefresh + (RefreshStep * _refreshes)) * Milli) + (_drawn * Milli / 10)) * (long)Seconds / Percent);
        }
    }

    /// <summary>It was asked for.</summary>
    public void Refreshed()
    {
        _refreshes++;
    }

    /// <summary>Whether more than half of its time is left, so that nobody need tell it again (§7.1).</summary>
    public bool IsYoung(long now)
    {
        return EndsAt - now > (long)Seconds * Milli / 2;
    }

    /// <summary>How many seconds are left of its time.</summary>
    public int SecondsLeft(long now)
    {
        return (int)((EndsAt - now) / Milli);
    }
}
