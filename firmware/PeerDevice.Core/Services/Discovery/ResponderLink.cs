using PeerDevice.Board;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>The responder's side of one conversation: which of its names it has, what it has to tell, to whom and when.</summary>
internal sealed partial class ResponderLink
{
    private const long Never = OwnRecord.Never;

    private readonly Responder _responder;
    private readonly DnsReader _reader = new DnsReader();
    private OwnRecords _records;
    private Segment _segment;

    // When to tell everything, and how often still.
    private long _announceAt = Never;
    private int _announcements;

    // The earliest of the records' times.
    private long _answerAt = Never;
    private int _goodbyes = OwnRecords.None;

    // What stands in the message that is being written, the answers first.
    private OwnRecord[] _written;
    private int _writtenCount;

    /// <summary>Begins to get the names on a link that has come up.</summary>
    internal ResponderLink(Responder responder, Segment segment, long now)
    {
        _responder = responder;
        _segment = segment;
        _records = new OwnRecords(responder.Host, responder.Offers, segment, responder.IsGuest);
        _written = new OwnRecord[_records.Count];
        _wanted = new int[_records.Count];
        Probe(now, _responder.Draw(0, Limits.DnsProbeMilliseconds));
    }

    /// <summary>The link.</summary>
    internal Segment Segment => _segment;

    /// <summary>Whether the names are had, and told.</summary>
    internal bool IsTelling => _probeAt == Never;

    /// <summary>When there is something to say.</summary>
    internal long Due => _isReplying ? long.MinValue : _probeAt < _announceAt ? (_probeAt < _answerAt ? _probeAt : _answerAt) : _announceAt < _answerAt ? _announceAt : _answerAt;

    /// <summary>Goes on with other addresses or TXT records, which need no probing (RFC 6762 §8.1) but have to be told (§8.4).</summary>
    internal void Readdress(Segment segment, long now)
    {
        _segment = segment;
        Remake();
        if (IsTelling)
        {
            Announce(now);
        }
    }

    /// <summary>Begins again, with other names.</summary>
    internal void Restart(long now)
    {
        Remake();
        Probe(now, PauseAfterConflict(now));
    }

    /// <summary>Says goodbye, as far as something was told (RFC 6762 §10.1).</summary>
    internal void Leave(long now)
    {
        bool hasTold = IsTelling;
        _isReplying = false;
        _probeAt = Never;
        _announceAt = Never;
        _answerAt = hasTold ? now : Never;
        _goodbyes = hasTold ? 0 : _records.Count;
    }

    /// <summary>Writes what is due.</summary>
    /// <returns>False when nothing was, and nothing was written.</returns>
    internal bool Speak(DnsWriter message, Route to, long now)
    {
        to.IsMulticast = true;
        if (_goodbyes != OwnRecords.None)
        {
            return WriteGoodbye(message);
        }

        if (_isReplying)
        {
            _isReplying = false;
            if (WriteReply(message, now))
            {
                to.CopyFrom(_replyTo);
                to.IsMulticast = false;
                return true;
            }
        }

        if (_probeAt <= now)
        {
            return WriteProbe(message, now);
        }

        if (_announceAt <= now)
        {
            TellAll(now);
        }

        return _answerAt <= now && WriteAnswers(message, now);
    }

    private void Remake()
    {
        _records = new OwnRecords(_responder.Host, _responder.Offers, _segment, _responder.IsGuest);
        _written = new OwnRecord[_records.Count];
        _wanted = new int[_records.Count];
        _answerAt = Never;
        _isReplying = false;
        _wantedCount = 0;
        _queriers = 0;
    }

    private void Announce(long now)
    {
        _announceAt = now;
        _announcements = Limits.DnsAnnouncements;
    }

    /// <summary>Everything is to be told now; who cannot hear questions tells again and again.</summary>
    private void TellAll(long now)
    {
        for (int i = 0; i < _records.Count; i++)
        {
            OwnRecord own = _records.At(i);
            if (own.Type != DnsType.Nsec)
            {
                own.Due = now;
                own.Waiting = OwnRecord.Anybody;
            }
        }

        _answerAt = now;
        _announcements -= _announcements > 0 ? 1 : 0;
        _announceAt = _announcements > 0 ? now + Limits.DnsAnnounceMilliseconds : _segment.HearsGroup ? Never : now + Limits.DnsUnaskedMilliseconds;
    }

    private bool WriteAnswers(DnsWriter message, long now)
    {
        message.BeginResponse();
        OwnRecord[] all = _records.All;
        long next = Never;
        int answers = 0;
        _writtenCount = 0;
        for (int i = 0; i < all.Length; i++)
        {
            OwnRecord own = all[i];
            if (own.Due > now)
            {
                if (own.Due < next)
                {
                    next = own.Due;
                }

                continue;
            }

            if (!_records.Write(own, DnsType.Answer, message, false) && !message.IsEmpty)
            {
                // The rest has the next message.
                next = now;
                break;
            }

            NoteTold(own, now);
            answers++;
        }

        for (int i = 0; i < answers && !message.IsEmpty; i++)
        {
            WriteRelated(_written[i], message, now, true);
        }

        while (_writtenCount > 0)
        {
            _written[--_writtenCount].IsWritten = false;
        }

        _answerAt = next;
        return !message.IsEmpty;
    }

    private bool WriteGoodbye(DnsWriter message)
    {
        message.BeginResponse();
        for (; _goodbyes < _records.Count; _goodbyes++)
        {
            OwnRecord own = _records.At(_goodbyes);

            // That there is a service type is others' to say too, and to be forgotten by itself.
            bool isShared = own.Target >= _records.Unique;
            if (own.Type != DnsType.Nsec && !isShared && !_records.Write(own, DnsType.Answer, message, true) && !message.IsEmpty)
            {
                return true;
            }
        }

        _answerAt = Never;
        return !message.IsEmpty;
    }

    /// <summary>Adds what whoever asked for a record will ask for next (RFC 6763 §12, RFC 6762 §6.2).</summary>
    private void WriteRelated(OwnRecord own, DnsWriter message, long now, bool isToAll)
    {
        bool isOfHost = own.Name == _records.Host;
        if (own.Type == DnsType.Ptr && own.Target > _records.Host && own.Target < _records.Probed)
        {
            WriteAdditional(own.Target, false, message, now, isToAll);
            isOfHost = true;
        }

        if (isOfHost || own.Type == DnsType.Srv)
        {
            WriteAdditional(_records.Host, false, message, now, isToAll);
            if (!HasBoth())
            {
                WriteAdditional(_records.Host, true, message, now, isToAll);
            }
        }
    }

    /// <summary>Adds the records of a name, or that it has no others.</summary>
    private void WriteAdditional(int place, bool isNegative, DnsWriter message, long now, bool isToAll)
    {
        for (int i = _records.First(place); i < _records.End(place); i++)
        {
            OwnRecord own = _records.At(i);
            if ((own.Type == DnsType.Nsec) != isNegative || own.IsWritten)
            {
                continue;
            }

            // RFC 6762 §6: once a second, whatever it is told for.
            bool isFresh = isToAll && now - own.Told < Limits.DnsRepeatMilliseconds;
            if (!isFresh && _records.Write(own, DnsType.Additional, message, false))
            {
                own.IsWritten = true;
                if (isToAll)
                {
                    NoteTold(own, now);
                }
            }
        }
    }

    private bool HasBoth()
    {
        int types = 0;
        for (int i = _records.First(_records.Host); i < _records.End(_records.Host); i++)
        {
            int type = _records.At(i).Type;
            types |= type == DnsType.A ? 1 : type == DnsType.Aaaa ? 2 : 0;
        }

        return types == 3;
    }

    private void NoteTold(OwnRecord own, long now)
    {
        _written[_writtenCount++] = own;
        own.IsWritten = true;
        own.Told = now;
        own.Due = Never;
        own.Waiting = 0;
    }

    private void EndMessage()
    {
        long next = Never;
        OwnRecord[] all = _records.All;
        for (int i = _records.Count - 1; i >= 0; i--)
        {
            OwnRecord own = all[i];
            own.IsWritten = false;
            if (own.Due < next)
            {
                next = own.Due;
            }
        }

        _answerAt = next;
    }
}
