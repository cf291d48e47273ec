using PeerDevice.Board;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>What is asked for and who waits for it (RFC 6762 §6, §7), and what others tell that is ours.</summary>
internal sealed partial class ResponderLink
{
    private byte[] _wanted;
    private readonly Route _replyTo = new Route();
    private readonly Route[] _askers = new Route[Limits.DnsQueriers];
    private readonly long[] _askersUntil = new long[Limits.DnsQueriers];
    private int _wantedCount;
    private bool _isReplying;
    private bool _isLegacy;

    // A bit for each place of those who said that more known answers follow.
    private int _queriers;
    private long _repliesSince;
    private int _replies;

    /// <summary>Says, as <see cref="QuestionFilter.Look"/>, whether a message is to be heard by us or by who is beside us.</summary>
    internal int Look(byte[] message, int end)
    {
        // While something is to be told others may tell it first, and who asked may go on with what he knows.
        return _answerAt != Never ? QuestionFilter.Somebody : _filter!.Look(message, end);
    }

    /// <summary>Hears a message. What is for nobody here costs next to nothing.</summary>
    internal void Hear(byte[] message, int end, Route from, long now)
    {
        if (end < DnsType.HeaderOctets)
        {
            return;
        }

        // Who said that more follows says it without a question; and while something is to be told, others may tell it first.
        if ((message[2] & DnsType.Response) == 0)
        {
            if (_queriers == 0 && !_records.Filter.HasQuestion(message, end))
            {
                return;
            }
        }
        else if (_answerAt == Never && !_records.Filter.HasRecord(message, end))
        {
            return;
        }

        if (!from.IsOnLink || !_reader.Read(message, end))
        {
            return;
        }

        if (!_reader.IsResponse)
        {
            HearQuery(from, now);
        }
        else if (from.Port == Limits.DnsPort && _reader.IsWhole())
        {
            // RFC 6762 §6: from another port it is no mDNS.
            HearResponse(from, now);
        }
    }

    private void HearQuery(Route from, long now)
    {
        bool isProbe = _reader.Authorities > 0;
        if (!IsTelling)
        {
            if (isProbe)
            {
                Contend(now);
            }

            return;
        }

        // Who probes may be another on this machine, whom a response to this address would not reach; and all may know who has the name.
        bool isAlone = TakeQuestions(!isProbe && !IsOurs(from));
        int asker = Asker(from, now);
        if (_reader.IsMalformed || (_wantedCount == 0 && asker < 0))
        {
            ForgetWanted();
            return;
        }

        TakeKnownAnswers(asker);
        if (_reader.IsMalformed || _wantedCount == 0)
        {
            ForgetWanted();
            return;
        }

        _isLegacy = from.Port != Limits.DnsPort;
        int delay = isProbe || isAlone ? 0 : _responder.Draw(Limits.DnsDelayLeast, Limits.DnsDelayMost);
        int waiting = OwnRecords.Anybody;
        if (_reader.IsTruncated && !_isLegacy)
        {
            // RFC 6762 §7.2: the rest of what he knows is still to come.
            delay = _responder.Draw(Limits.DnsTruncatedLeast, Limits.DnsTruncatedMost);
            asker = asker >= 0 ? asker : Remember(from, now);
            waiting = asker >= 0 ? 1 << asker : waiting;
        }

        if (!Schedule(from, now, delay, isProbe ? Limits.DnsProbeMilliseconds : Limits.DnsRepeatMilliseconds, waiting))
        {
            ForgetWanted();
        }
    }

    /// <summary>Marks what the questions ask for.</summary>
    /// <param name="mayBeAlone">Whether who wants a unicast response may have one.</param>
    /// <returns>Whether nobody else can have an answer to any of them, so that none needs to wait for others (RFC 6762 §6).</returns>
    private bool TakeQuestions(bool mayBeAlone)
    {
        bool isAlone = true;
        while (_reader.NextQuestion())
        {
            int place = _reader.Class == DnsType.In || _reader.Class == DnsType.AnyClass ? _records.Filter.Find(_reader.Buffer, _reader.NameStart, _reader.End) : OwnRecords.None;
            if (place < 0)
            {
                isAlone = false;
                continue;
            }

            isAlone &= place < _records.Unique;
            Want(place, _reader.Type, _reader.HasClassBit && mayBeAlone);
        }

        return isAlone;
    }

    private bool IsOurs(Route from)
    {
        for (int i = 0; i < _segment.Ipv4.Length; i++)
        {
            if (_segment.Ipv4[i] == from.Ipv4)
            {
                return true;
            }
        }

        for (int i = 0; i < _segment.Ipv6.Length && from.AddressOctets == _segment.Ipv6[i].Length; i++)
        {
            if (Bytes.Octets.AreSame(_segment.Ipv6[i], 0, from.Address, 0, from.AddressOctets))
            {
                return true;
            }
        }

        return false;
    }

    private void Want(int place, int type, bool isUnicast)
    {
        OwnRecords records = _records;
        bool isThere = false;
        int end = records.End(place);
        for (int i = records.First(place); i < end; i++)
        {
            int own = records.Type(i);
            bool isMeant = own == type || (type == DnsType.Any && own != DnsType.Nsec);

            // RFC 6762 §6.1: that there is no such record stands last, and is told where there is none.
            if (isMeant || (own == DnsType.Nsec && !isThere && type != DnsType.Any))
            {
                isThere = true;
                if (!records.IsWanted[i])
                {
                    records.IsWanted[i] = true;
                    records.WantsUnicast[i] = isUnicast;
                    _wanted[_wantedCount++] = (byte)i;
                }

                if (!isUnicast)
                {
                    records.WantsUnicast[i] = false;
                }
            }
        }
    }

    /// <summary>Takes back what who asks knows already, for long enough (RFC 6762 §7.1).</summary>
    private void TakeKnownAnswers(int asker)
    {
        while (_reader.NextRecord())
        {
            if (_reader.Section != DnsType.Answer || _reader.Class != DnsType.In)
            {
                continue;
            }

            int place = _records.Filter.Find(_reader.Buffer, _reader.NameStart, _reader.End);
            int known = place < 0 ? OwnRecords.None : _records.Find(_reader, place);
            if (known < 0 || _reader.TimeToLive * 2 < _records.Seconds(known))
            {
                continue;
            }

            _records.IsWanted[known] = false;
            if (asker >= 0 && (_records.Waiting[known] & (1 << asker)) != 0)
            {
                _records.Waiting[known] &= ~(1 << asker);
                if (_records.Waiting[known] == 0)
                {
                    _records.Due[known] = Never;
                    EndMessage();
                }
            }
        }
    }

    /// <summary>Says when what is wanted is told, and to whom.</summary>
    /// <returns>Whether something is told to the one who asked alone, which stays marked until it is written.</returns>
    private bool Schedule(Route from, long now, int delay, int repeat, int waiting)
    {
        bool isReply = false;
        for (int i = 0; i < _wantedCount; i++)
        {
            int own = _wanted[i];
            if (!_records.IsWanted[own])
            {
                continue;
            }

            // RFC 6762 §5.4: to all where it is some time ago that all heard it; §6.7, §5.5: to who asked where he can only hear that, or asked us alone.
            if (_isLegacy || !from.IsMulticast || (_records.WantsUnicast[own] && now - _records.Told[own] < _records.Seconds(own) * 250L))
            {
                isReply = true;
                continue;
            }

            _records.IsWanted[own] = false;
            TellLater(own, now + delay, repeat, waiting);
        }

        if (!isReply || !MayReply(now))
        {
            return false;
        }

        _replyTo.CopyFrom(from);
        _isReplying = true;
        return true;
    }

    /// <summary>Has a record told to all at a moment, or as soon after as it may be told again; sooner, where it is to be already.</summary>
    private void TellLater(int own, long due, int repeat, int waiting)
    {
        long soonest = _records.Told[own] + repeat;
        due = due < soonest ? soonest : due;
        if (due < _records.Due[own])
        {
            _records.Due[own] = due;
            _answerAt = due < _answerAt ? due : _answerAt;
        }

        _records.Waiting[own] |= waiting;
    }

    /// <summary>So many a second, whoever asks.</summary>
    private bool MayReply(long now)
    {
        if (now - _repliesSince >= Limits.DnsRepeatMilliseconds)
        {
            _repliesSince = now;
            _replies = 0;
        }

        return ++_replies <= Limits.DnsReplies;
    }

    /// <summary>Writes the response to the one who asked, whose query is in the reader still.</summary>
    private bool WriteReply(DnsWriter message, long now)
    {
        bool isWhole = true;
        if (!_isLegacy)
        {
            message.BeginResponse();
        }
        else if (!message.BeginLegacy(_reader))
        {
            ForgetWanted();
            return false;
        }

        int before = message.Length;
        for (int i = 0; i < _wantedCount; i++)
        {
            int own = _wanted[i];
            if (_records.IsWanted[own])
            {
                bool isWritten = _records.Write(own, DnsType.Answer, message, false);
                _records.IsWritten[own] = isWritten;
                isWhole &= isWritten;
            }
        }

        for (int i = 0; i < _wantedCount; i++)
        {
            int own = _wanted[i];
            if (_records.IsWanted[own] && _records.IsWritten[own])
            {
                WriteRelated(own, message, now, false);
            }
        }

        if (!isWhole)
        {
            // RFC 6762 §18.5.
            message.Truncate();
        }

        ForgetWanted();
        EndMessage();
        return message.Length > before;
    }

    private void ForgetWanted()
    {
        for (int i = 0; i < _wantedCount; i++)
        {
            _records.IsWanted[_wanted[i]] = false;
        }

        _wantedCount = 0;
    }

    /// <summary>The place of one who said that more follows; negative when he did not, or too long ago.</summary>
    private int Asker(Route from, long now)
    {
        for (int i = 0; _queriers >> i != 0; i++)
        {
            if ((_queriers & (1 << i)) == 0)
            {
                continue;
            }

            if (_askersUntil[i] < now)
            {
                _queriers &= ~(1 << i);
            }
            else if (_askers[i].IsSameHost(from))
            {
                return i;
            }
        }

        return OwnRecords.None;
    }

    /// <summary>Remembers one who said that more follows; where there is no room nobody waits for what he knows.</summary>
    private int Remember(Route from, long now)
    {
        for (int i = 0; i < Limits.DnsQueriers; i++)
        {
            if ((_queriers & (1 << i)) != 0)
            {
                continue;
            }

            if (_askers[i] is null)
            {
                _askers[i] = new Route();
            }

            _askers[i].CopyFrom(from);
            _askersUntil[i] = now + Limits.DnsTruncatedMost;
            _queriers |= 1 << i;
            return i;
        }

        return OwnRecords.None;
    }

    private void HearResponse(Route from, long now)
    {
        int conflict = OwnRecords.None;
        while (_reader.NextRecord())
        {
            int place = _reader.Class == DnsType.In ? _records.Filter.Find(_reader.Buffer, _reader.NameStart, _reader.End) : OwnRecords.None;
            if (place < 0)
            {
                continue;
            }

            int same = _records.Find(_reader, place);
            if (same >= 0)
            {
                HearOwn(same, from, now);
            }
            else if (conflict < 0 && IsConflict(place))
            {
                conflict = place;
            }
        }

        if (conflict >= 0)
        {
            Yield(conflict, now);
        }
    }

    /// <summary>Another tells a record of ours as it is: then we need not (RFC 6762 §7.4), unless he makes others forget it (§6.6).</summary>
    private void HearOwn(int own, Route from, long now)
    {
        if (!IsTelling)
        {
            return;
        }

        int seconds = _records.Seconds(own);
        if (_reader.TimeToLive * 2 < seconds)
        {
            TellLater(own, now + _responder.Draw(Limits.DnsDelayLeast, Limits.DnsDelayMost), Limits.DnsRepeatMilliseconds, OwnRecords.Anybody);
        }
        else if (_records.Due[own] != Never && from.IsMulticast && _reader.TimeToLive >= seconds)
        {
            _records.Due[own] = Never;
            _records.Waiting[own] = 0;
            EndMessage();
        }
    }

    /// <summary>Whether the record at hand, which is not ours, has a name that is ours alone, or is to be.</summary>
    private bool IsConflict(int place)
    {
        if (place >= _records.Probed || _reader.TimeToLive == 0 || _reader.Type == DnsType.Nsec
            || ((_reader.Type == DnsType.A || _reader.Type == DnsType.Aaaa) && _responder.IsOurAddress(_reader)))
        {
            return false;
        }

        if (!IsTelling)
        {
            return true;
        }

        for (int i = _records.First(place); i < _records.End(place); i++)
        {
            if (_records.Type(i) == _reader.Type)
            {
                return true;
            }
        }

        return false;
    }
}
