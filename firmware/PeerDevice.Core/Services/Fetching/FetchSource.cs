namespace PeerDevice.Services.Fetching;

/// <summary>One place that a content is fetched from: how fast it is, how far it is trusted, when it may be asked again.</summary>
public sealed class FetchSource
{
    private long _octets;           // of the stretch that is running
    private long _since = -1;
    private long _octetsBefore;     // of the one before
    private long _sinceBefore;
    private long _fresh;

    /// <summary>A source.</summary>
    /// <param name="uri">Where it is, as an http URI.</param>
    /// <param name="rank">Who is asked first where not all can be: the lowest (RFC 5854 §4.2.16.2, 1 to 999999).</param>
    public FetchSource(string uri, int rank)
    {
        Uri = uri;
        Rank = rank;
    }

    /// <summary>Where it is.</summary>
    public string Uri { get; }

    /// <summary>Who is asked first.</summary>
    public int Rank { get; }

    /// <summary>The address by which it is reached, where the URI's has no place for all of it (RFC 9844); empty where that says it.</summary>
    public string Host { get; set; } = "";

    /// <summary>What it calls the version of the content that is fetched (a strong entity tag with its quotes, or a Last-Modified date); empty while it has not said.</summary>
    public string Validator { get; set; } = "";

    /// <summary>Whether it gives nothing but the whole: it takes no part while another can.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Whether it is not asked again. <see cref="Trouble"/> says why.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Whether it is not asked again for what it said or gave, so that it is no more use another time; otherwise for its silence, or its line.</summary>
    public bool IsOfNoUse { get; set; }

    /// <summary>Whether what it gave was not right: what it says of the content counts for nothing.</summary>
    public bool IsLiar { get; set; }

    /// <summary>Whether what it gave together with others was not right, and nobody knows yet whose fault that was.</summary>
    public bool IsSuspect { get; set; }

    /// <summary>Whether others are faster by far: it is asked again only when nobody else is left.</summary>
    public bool IsLast { get; set; }

    /// <summary>Octets a millisecond that it gave at its best, over a stretch.</summary>
    public long Best { get; private set; }

    /// <summary>Whether it named another digest than the source that was asked first did: who of them is right, nobody knows yet.</summary>
    public bool IsContrary { get; set; }

    /// <summary>Whether a connection to it is in use.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Faults in a row, without an octet in between.</summary>
    public int Faults { get; set; }

    /// <summary>When it may be asked again, in the clock's milliseconds.</summary>
    public long RetryAt { get; set; }

    /// <summary>Octets that came from it and were new.</summary>
    public long Octets => _fresh;

    /// <summary>Its last fault, in words; empty where there was none.</summary>
    public string Trouble { get; set; } = "";

    /// <summary>Times that it was cut off.</summary>
    public int Cuts { get; set; }

    /// <summary>How much came from it, which is forgotten then.</summary>
    public long TakeGiven()
    {
        long octets = _fresh;
        _fresh = 0;
        return octets;
    }

    /// <summary>It is asked for something: from now on time counts.</summary>
    public void Begin(long now)
    {
        long rate = _since < 0 ? 0 : Rate(_octetsBefore + _octets, _since + Limits.FetchStretch - _sinceBefore);
        if (_since >= 0 && now - _since > Limits.FetchStretch)
        {
            // It was idle: what it could do before is what is known of it.
            _octetsBefore = rate * Limits.FetchStretch;
            _sinceBefore = now - Limits.FetchStretch;
            _octets = 0;
            _since = now;
        }
        else if (_since < 0)
        {
            _since = now;
            _sinceBefore = now;
        }
    }

    /// <summary>Octets came from it.</summary>
    /// <param name="octets">How many came.</param>
    /// <param name="fresh">How many of them were not there before.</param>
    /// <param name="now">The clock's milliseconds.</param>
    public void Gave(int octets, int fresh, long now)
    {
        if (now - _since >= Limits.FetchStretch)
        {
            Turn(now);
        }

        _octets += octets;
        _fresh += fresh;
        Faults = 0;
    }

    /// <summary>How fast it is, in octets a millisecond, silence up to now included; -1 where nobody knows yet.</summary>
    public long RateAt(long now)
    {
        if (_since < 0)
        {
            return -1;
        }

        Turn(now);
        long time = now - _sinceBefore;
        return time < Limits.FetchKnown && _octetsBefore == 0 ? -1 : Rate(_octetsBefore + _octets, time);
    }

    private static long Rate(long octets, long milliseconds)
    {
        return octets / (milliseconds < 1 ? 1 : milliseconds);
    }

    private void Turn(long now)
    {
        if (now - _since < Limits.FetchStretch)
        {
            return;
        }

        bool isLong = now - _since >= 2 * Limits.FetchStretch;
        long rate = Rate(_octets, now - _since);
        Best = rate > Best ? rate : Best;
        _octetsBefore = isLong ? 0 : _octets;
        _sinceBefore = isLong ? now - Limits.FetchStretch : _since;
        _octets = 0;
        _since = now;
    }
}
