using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>
/// Browses for peers (RFC 6763 §4) as RFC 6762 §5.2 has it: asks, at first often and then ever more seldom; asks for what is missing of those that it hears of; asks again before
/// what it knows ends, as far as somebody wants it; keeps silent where another has just asked. What it learns stands in a <see cref="PeerDirectory"/>.
/// </summary>
public sealed partial class Querier : PeerHosts, IDnsSpeaker
{
    private const int Nothing = 0;
    private const int Asking = 1;
    private const int Resolving = 2;
    private const int Widening = 3;

    private readonly byte[] _service = DnsText.Name(PeerService);
    private readonly RecordCache _cache;
    private readonly PeerDirectory _directory;
    private readonly IRandom _random;
    private readonly bool _asksWidely;
    private readonly DnsReader _reader = new DnsReader();
    private readonly HeardQuestions _questionsHeard = new HeardQuestions();
    private readonly byte[][] _names = new byte[Limits.DnsQuestionsAtOnce][];
    private readonly int[] _types = new int[Limits.DnsQuestionsAtOnce];
    private readonly byte[] _drawn = new byte[1];
    private Segment?[] _segments = new Segment?[0];
    private int _questions;
    private int _doing;
    private int _segment;
    private int _wideAt;
    private bool _isFirst;
    private bool _isMore;
    private CachedRecord? _told;
    private int _interval;
    private long _askAt = long.MaxValue;
    private long _widenAt = long.MaxValue;
    private bool _hasLeft;
    private long _due = long.MaxValue;
    private int _calls;
    private bool _wasWanted;

    /// <summary>Makes a querier that keeps silent until it is given links.</summary>
    /// <param name="directory">Where what it learns stands.</param>
    /// <param name="cache">Where the records stand.</param>
    /// <param name="random">Chance.</param>
    /// <param name="asksWidely">Whether to ask by broadcast and one by one as well, for boards that cannot join the group.</param>
    public Querier(PeerDirectory directory, RecordCache cache, IRandom random, bool asksWidely)
    {
        _directory = directory;
        _cache = cache;
        _random = random;
        _asksWidely = asksWidely;
    }

    /// <summary>Who is on our own links: nobody else is asked one by one. Without it nobody is.</summary>
    public INetwork? Links { get; set; }

    /// <summary>Whether IPv6 addresses are of use, of peers that have no other. A board has no IPv6.</summary>
    public bool TakesIpv6 { get; set; }

    /// <inheritdoc/>
    public long Due => _calls == _directory.Calls || _hasLeft ? _due : 0;

    /// <inheritdoc/>
    public void Change(Segment?[] segments, long now)
    {
        _segments = segments;
        bool hasLink = false;
        for (int i = 0; i < segments.Length; i++)
        {
            hasLink |= segments[i] is not null;
        }

        // RFC 6762 §5.2: a time by chance, since a whole office may have come up at once. Who is on the new link is asked anew, from the short interval on.
        _doing = Nothing;
        _isMore = false;
        _isFirst = true;
        _interval = Limits.DnsFirstInterval;
        _askAt = hasLink ? now + Limits.DnsFirstQuestion + (Draw() * Limits.DnsFirstQuestionSpread / byte.MaxValue) : long.MaxValue;
        _widenAt = long.MaxValue;
        Wake(_askAt);
    }

    /// <inheritdoc/>
    public void Leave(long now)
    {
        // Who only asks has nobody to say goodbye to.
        _hasLeft = true;
        _due = long.MaxValue;
    }

    /// <inheritdoc/>
    public bool Speak(DnsWriter message, Route to, long now)
    {
        if (now < Due || _hasLeft)
        {
            return false;
        }

        _calls = _directory.Calls;
        lock (_directory.Gate)
        {
            while (true)
            {
                if (_doing == Nothing && !Begin(now))
                {
                    _due = NextDue(now);
                    return false;
                }

                if (_doing == Widening ? Widen(message, to, now) : Say(message, to, now))
                {
                    return true;
                }

                End(now);
            }
        }
    }

    private bool Begin(long now)
    {
        ForgetEnded(now);
        _segment = 0;
        _told = null;
        if (now >= _askAt)
        {
            _doing = Asking;
            return true;
        }

        if (Collect(now))
        {
            _doing = Resolving;
            return true;
        }

        if (now >= _widenAt)
        {
            _wideAt = 0;
            _doing = Widening;
            return true;
        }

        return false;
    }

    private void End(long now)
    {
        if (_doing == Asking)
        {
            _isFirst = false;
            _askAt = now + _interval;
            _widenAt = _asksWidely ? now + Limits.DnsWidenAfter : long.MaxValue;
            _interval = _interval >= Limits.DnsLongestInterval / 2 ? Limits.DnsLongestInterval : _interval * 2;
        }
        else if (_doing == Widening)
        {
            _widenAt = long.MaxValue;
        }

        _doing = Nothing;
    }

    /// <summary>Writes the next message of what is being asked, link by link.</summary>
    private bool Say(DnsWriter message, Route to, long now)
    {
        for (; _segment < _segments.Length; _segment++)
        {
            if (_segments[_segment] is null)
            {
                continue;
            }

            message.BeginQuery();
            if (_doing == Resolving)
            {
                for (int i = 0; i < _questions; i++)
                {
                    if (!_questionsHeard.Has(_names[i], _types[i], _segment, Limits.DnsSameQuestionMilliseconds, now))
                    {
                        message.Question(_names[i], _types[i], false);
                    }
                }
            }
            else if (!SayBrowse(message, _segments[_segment]!.HearsGroup, now))
            {
                continue;
            }

            if (message.IsEmpty)
            {
                continue;
            }

            to.ToAll(_segment);
            _segment += _isMore ? 0 : 1;
            return true;
        }

        return false;
    }

    /// <summary>Writes the question for all peers with those that are known already (§7.1), or, behind a message that had no room for all of them, the next of them (§7.2).</summary>
    private bool SayBrowse(DnsWriter message, bool hearsGroup, long now)
    {
        if (!_isMore)
        {
            // RFC 6762 §7.3. Once it is asked seldom, what was asked within the half of the time since our last question is ours too: all hear the answers, and a hundred peers
            // ask hardly more than one.
            int half = _interval / 4;
            if (!_isFirst && _questionsHeard.Has(_service, DnsType.Ptr, _segment, half < Limits.DnsSharedMilliseconds ? Limits.DnsSameQuestionMilliseconds : half, now))
            {
                return false;
            }

            // Where the group is not heard only what is sent to us alone is (§5.4).
            message.Question(_service, DnsType.Ptr, _isFirst || !hearsGroup);
        }

        _isMore = !SayKnown(message, now);
        return true;
    }

    /// <returns>False when there is more than the message has room for; it says so then.</returns>
    private bool SayKnown(DnsWriter message, long now)
    {
        for (CachedRecord? record = _cache.After(_told); record is not null; record = _cache.After(record))
        {
            if (record.Type == DnsType.Ptr && record.IsYoung(now) && !message.Pointer(DnsType.Answer, record.Name, record.Data, false, record.SecondsLeft(now)))
            {
                message.Truncate();
                return false;
            }

            _told = record;
        }

        _told = null;
        return true;
    }

    /// <summary>Asks once by broadcast, then each peer that was known before and is not here: a board that cannot join the group hears these (PROTOCOL, *Discovery*).</summary>
    private bool Widen(DnsWriter message, Route to, long now)
    {
        for (; _segment < _segments.Length; _segment++)
        {
            Segment? segment = _segments[_segment];
            if (segment is null || segment.IsIpv6 || segment.Broadcast < 0)
            {
                continue;
            }

            message.BeginQuery();
            message.Question(_service, DnsType.Ptr, true);
            SayKnown(message, now);
            _told = null;
            to.Segment = _segment++;
            to.IsMulticast = false;
            to.Set(segment.Broadcast, Limits.DnsPort);
            return true;
        }

        int way = FirstIpv4();
        for (; way >= 0 && _wideAt < _directory.Count; _wideAt++)
        {
            // Whoever told an address elsewhere makes nobody send there.
            KnownPeer peer = _directory.At(_wideAt);
            if (peer.IsAnnounced || peer.Address == 0 || Links is null || !Links.IsOnLink(Ipv4.Text(peer.Address)))
            {
                continue;
            }

            _wideAt++;
            message.BeginQuery();
            message.Question(_service, DnsType.Ptr, true);
            to.Segment = way;
            to.IsMulticast = false;
            to.Set(peer.Address, Limits.DnsPort);
            return true;
        }

        return false;
    }

    // The system knows itself by which of its links an address is reached; the port needs one of the family.
    private int FirstIpv4()
    {
        for (int i = 0; i < _segments.Length; i++)
        {
            Segment? segment = _segments[i];
            if (segment is not null && !segment.IsIpv6)
            {
                return i;
            }
        }

        return -1;
    }

    private void Wake(long moment)
    {
        _due = moment < _due ? moment : _due;
    }

    private int Draw()
    {
        _random.Fill(_drawn);
        return _drawn[0];
    }
}
