using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>
/// The responder of multicast DNS and DNS-SD (RFC 6762, RFC 6763): gets the names of this peer's host and services, tells of them unasked and to who asks, and gives way where somebody
/// has a name already. Each link is a conversation of its own; the names are the same on all.
/// </summary>
public sealed class Responder : IDnsSpeaker
{
    private readonly OwnLabel _host;
    private readonly ServiceOffer[] _offers;
    private readonly IRandom _random;
    private readonly byte[] _drawn = new byte[2];
    private ResponderLink?[] _links = new ResponderLink?[0];

    // The same, until the end: who says goodbye hears nothing any more.
    private ResponderLink?[] _hearing = new ResponderLink?[0];
    private long _refreshAt = long.MinValue;
    private bool _isLeaving;
    private int _askedBy;

    /// <summary>Makes a responder; nothing is told before it knows the links.</summary>
    /// <param name="host">The host's name.</param>
    /// <param name="offers">The services; of more than there is room for the first.</param>
    /// <param name="random">Chance, for what hosts must not do at once.</param>
    public Responder(OwnLabel host, ServiceOffer[] offers, IRandom random)
    {
        _host = host;
        _offers = offers;
        _random = random;
    }

    /// <summary>The host's name.</summary>
    public OwnLabel Host => _host;

    /// <summary>The services.</summary>
    public ServiceOffer[] Offers => _offers;

    /// <summary>Knows when a TXT record is another; null where none ever is.</summary>
    public IOfferWatch? Watch { get; set; }

    /// <summary>Whether this machine may have another responder, whose the reverse names of its addresses are.</summary>
    public bool IsGuest { get; set; }

    /// <summary>The name of a service type of which somebody beside hears what is said of its instances; null where nobody does.</summary>
    internal byte[]? Beside { get; set; }

    /// <summary>The link, where there is just one that hears; a field, since a board looks by it at each message.</summary>
    internal ResponderLink? Only;

    /// <summary>How often a name was another's and had to be changed.</summary>
    public int Renamed { get; private set; }

    /// <summary>Whether the names are had and told on every link there is.</summary>
    public bool IsSettled
    {
        get
        {
            for (int i = 0; i < _links.Length; i++)
            {
                ResponderLink? link = _links[i];
                if (link is not null && !link.IsTelling)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public long Due
    {
        get
        {
            ResponderLink?[] links = _links;
            long due = Watch is null || _isLeaving ? long.MaxValue : _refreshAt;
            for (int i = 0; i < links.Length; i++)
            {
                ResponderLink? link = links[i];
                if (link is not null && link.Due < due)
                {
                    due = link.Due;
                }
            }

            return due;
        }
    }

    /// <inheritdoc/>
    public void Hear(byte[] message, int end, Route from, long now)
    {
        _askedBy = from.Segment;
        ResponderLink?[] links = _hearing;
        if (from.Segment < links.Length)
        {
            links[from.Segment]?.Hear(message, end, from, now);
        }
    }

    /// <summary>Looks at a message as <see cref="ResponderLink.Look"/> does, for whichever link it came by.</summary>
    internal int Look(byte[] message, int end)
    {
        ResponderLink?[] links = _hearing;
        int most = QuestionFilter.Nobody;
        for (int i = 0; i < links.Length; i++)
        {
            ResponderLink? link = links[i];
            int seen = link is null ? QuestionFilter.Nobody : link.Look(message, end);
            most = seen > most ? seen : most;
        }

        return most;
    }

    /// <inheritdoc/>
    public bool Speak(DnsWriter message, Route to, long now)
    {
        if (Watch is not null && _refreshAt <= now)
        {
            _refreshAt = now + Limits.DnsOfferMilliseconds;
            if (Watch.Refresh())
            {
                Retell(now);
            }
        }

        // Who answers what was just heard before all others: it may stand where the message is written.
        ResponderLink? asked = _askedBy < _links.Length ? _links[_askedBy] : null;
        if (asked is not null && asked.IsReplying && asked.Speak(message, to, now))
        {
            to.Segment = _askedBy;
            return true;
        }

        for (int i = 0; i < _links.Length; i++)
        {
            ResponderLink? link = _links[i];
            if (link is not null && link.Due <= now && link.Speak(message, to, now))
            {
                to.Segment = i;
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Change(Segment?[] segments, long now)
    {
        ResponderLink?[] links = new ResponderLink?[segments.Length];
        for (int i = 0; i < segments.Length; i++)
        {
            Segment? segment = segments[i];
            ResponderLink? known = i < _links.Length ? _links[i] : null;
            if (segment is null || _isLeaving)
            {
                continue;
            }

            if (known is null || known.Segment.Name != segment.Name || known.Segment.IsIpv6 != segment.IsIpv6)
            {
                known = new ResponderLink(this, segment, now);
            }
            else if (known.Segment != segment)
            {
                known.Readdress(segment, now);
            }

            links[i] = known;
        }

        _links = links;
        _hearing = links;
        Only = links.Length == 1 ? links[0] : null;
    }

    /// <inheritdoc/>
    public void Leave(long now)
    {
        _isLeaving = true;
        _hearing = new ResponderLink?[0];
        Only = null;
        for (int i = 0; i < _links.Length; i++)
        {
            ResponderLink? link = _links[i];
            if (link is not null)
            {
                link.Leave(now);
            }
        }
    }

    /// <summary>Gives a name up for the next, on every link.</summary>
    internal void Rename(OwnLabel label, long now)
    {
        label.Next();
        Renamed++;
        if (Watch is not null)
        {
            // A text may have the name in it.
            Watch.Refresh();
        }

        for (int i = 0; i < _links.Length; i++)
        {
            ResponderLink? link = _links[i];
            if (link is not null)
            {
                link.Restart(now);
            }
        }
    }

    private void Retell(long now)
    {
        for (int i = 0; i < _links.Length; i++)
        {
            ResponderLink? link = _links[i];
            if (link is not null)
            {
                link.Readdress(link.Segment, now);
            }
        }
    }

    /// <summary>Whether the A or AAAA record at hand of a reader has an address of this peer's, on whichever link: two links may be one wire.</summary>
    internal bool IsOurAddress(DnsReader heard)
    {
        for (int i = 0; i < _links.Length; i++)
        {
            ResponderLink? link = _links[i];
            if (link is null)
            {
                continue;
            }

            Segment segment = link.Segment;
            for (int j = 0; j < segment.Ipv4.Length && heard.Type == DnsType.A; j++)
            {
                if (segment.Ipv4[j] == heard.Address)
                {
                    return true;
                }
            }

            for (int j = 0; j < segment.Ipv6.Length && heard.Type == DnsType.Aaaa; j++)
            {
                if (Octets.AreSame(heard.Buffer, heard.DataStart, segment.Ipv6[j], 0, segment.Ipv6[j].Length))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Draws a number of milliseconds between two, both included.</summary>
    internal int Draw(int least, int most)
    {
        _random.Fill(_drawn);
        return least + (((_drawn[0] << 8) | _drawn[1]) % (most - least + 1));
    }
}
