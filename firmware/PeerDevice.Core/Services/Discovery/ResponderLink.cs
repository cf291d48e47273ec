using PeerDevice.Board;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>The responder's side of one conversation: which of its names it has, what it has to tell, to whom and when.</summary>
internal sealed partial class ResponderLink
{
    private const long Never = OwnRecords.Never;

    private readonly Responder _responder;
    private readonly DnsReader _reader = new DnsReader();
    private OwnRecords _records;
    private Segment _segment;

    // The records' own, found without a detour: each message on the link is shown to it.
    private QuestionFilter? _filter;

    // When to tell everything, and how often still.
    private long _announceAt = Never;
    private int _announcements;

    // The earliest of the records' times.
    private long _answerAt = Never;
    private int _goodbyes = OwnRecords.None;

    // What stands in the message that is being written, the answers first.
    private byte[] _written;
    private int _writtenCount;

    /// <summary>Begins to get the names on a link that has come up.</summary>
    internal ResponderLink(Responder responder, Segment segment, long now)
    {
        _responder = responder;
        _segment = segment;
        _records = new OwnRecords(responder.Host, responder.Offers, segment, responder.IsGuest);
        Beside();
        _written = new byte[_records.Count];
        _wanted = new byte[_records.Count];
        Probe(now, _responder.Draw(0, Limits.DnsProbeMilliseconds));
    }

    /// <summary>The link.</summary>
    internal Segment Segment => _segment;

    /// <summary>What alone says whether a message is to be heard; null while something is to be answered, which others may answer first.</summary>
    internal QuestionFilter? Filter => _answerAt != Never ? null : _filter;

    /// <summary>Whether the names are had, and told.</summary>
    internal bool IsTelling => _probeAt == Never;

    /// <summary>Whether it is to answer who asked just now, and him alone.</summary>
    internal bool IsReplying => _isReplying;

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
        if (_isReplying)
        {
            // First of all: the query that is answered may stand where the message is written.
            _isReplying = false;
            if (WriteReply(message, now))
            {
                to.CopyFrom(_replyTo);
                to.IsMulticast = false;
                return true;
            }
        }

        to.IsMulticast = true;
        if (_goodbyes != OwnRecords.None)
        {
            return WriteGoodbye(message);
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
        Beside();
        _written = new byte[_records.Count];
        _wanted = new byte[_records.Count];
        _answerAt = Never;
        _isReplying = false;
        _wantedCount = 0;
        _queriers = 0;
    }

    private void Beside()
    {
        _filter = _records.Filter;
        if (_responder.Beside is not null)
        {
            _filter.SetBeside(_responder.Beside);
        }
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
            if (_records.Type(i) != DnsType.Nsec)
            {
                _records.Due[i] = now;
                _records.Waiting[i] = OwnRecords.Anybody;
            }
        }

        _answerAt = now;
        _announcements -= _announcements > 0 ? 1 : 0;
        _announceAt = _announcements > 0 ? now + Limits.DnsAnnounceMilliseconds : _segment.HearsGroup ? Never : now + Limits.DnsUnaskedMilliseconds;
    }

    private bool WriteAnswers(DnsWriter message, long now)
    {
        message.BeginResponse();
        long[] dues = _records.Due;
        int count = _records.Count;
        long next = Never;
        int answers = 0;
        _writtenCount = 0;
        for (int i = 0; i < count; i++)
        {
            long due = dues[i];
            if (due > now)
            {
                if (due < next)
                {
                    next = due;
                }

                continue;
            }

            if (!_records.Write(i, DnsType.Answer, message, false) && !message.IsEmpty)
            {
                // The rest has the next message.
                next = now;
                break;
            }

            NoteTold(i, now);
            answers++;
        }

        for (int i = 0; i < answers && !message.IsEmpty; i++)
        {
            WriteRelated(_written[i], message, now, true);
        }

        while (_writtenCount > 0)
        {
            _records.IsWritten[_written[--_writtenCount]] = false;
        }

        _answerAt = next;
        return !message.IsEmpty;
    }

    private bool WriteGoodbye(DnsWriter message)
    {
        message.BeginResponse();
        for (; _goodbyes < _records.Count; _goodbyes++)
        {
            // That there is a service type is others' to say too, and to be forgotten by itself.
            bool isShared = _records.Target(_goodbyes) >= _records.Unique;
            if (_records.Type(_goodbyes) != DnsType.Nsec && !isShared && !_records.Write(_goodbyes, DnsType.Answer, message, true) && !message.IsEmpty)
            {
                return true;
            }
        }

        _answerAt = Never;
        return !message.IsEmpty;
    }

    /// <summary>Adds what whoever asked for a record will ask for next (RFC 6763 §12, RFC 6762 §6.2).</summary>
    private void WriteRelated(int index, DnsWriter message, long now, bool isToAll)
    {
        OwnRecords records = _records;
        bool isOfHost = records.NameOf(index) == records.Host;
        int type = records.Type(index);
        int target = records.Target(index);
        if (type == DnsType.Ptr && target > records.Host && target < records.Probed)
        {
            WriteAdditional(target, false, message, now, isToAll);
            isOfHost = true;
        }

        if (isOfHost || type == DnsType.Srv)
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
        OwnRecords records = _records;
        bool[] isWritten = records.IsWritten;
        int end = records.End(place);
        for (int i = records.First(place); i < end; i++)
        {
            if (isWritten[i] || (records.Type(i) == DnsType.Nsec) != isNegative)
            {
                continue;
            }

            // RFC 6762 §6: once a second, whatever it is told for.
            bool isFresh = isToAll && now - records.Told[i] < Limits.DnsRepeatMilliseconds;
            if (!isFresh && records.Write(i, DnsType.Additional, message, false))
            {
                isWritten[i] = true;
                if (isToAll)
                {
                    NoteTold(i, now);
                }
            }
        }
    }

    private bool HasBoth()
    {
        int types = 0;
        for (int i = _records.First(_records.Host); i < _records.End(_records.Host); i++)
        {
            int type = _records.Type(i);
            types |= type == DnsType.A ? 1 : type == DnsType.Aaaa ? 2 : 0;
        }

        return types == 3;
    }

    private void NoteTold(int index, long now)
    {
        OwnRecords records = _records;
        _written[_writtenCount++] = (byte)index;
        records.IsWritten[index] = true;
        records.Told[index] = now;
        records.Due[index] = Never;
        records.Waiting[index] = 0;
    }

    private void EndMessage()
    {
        long next = Never;
        bool[] isWritten = _records.IsWritten;
        long[] dues = _records.Due;
        for (int i = _records.Count - 1; i >= 0; i--)
        {
            isWritten[i] = false;
            if (dues[i] < next)
            {
                next = dues[i];
            }
        }

        _answerAt = next;
    }
}
