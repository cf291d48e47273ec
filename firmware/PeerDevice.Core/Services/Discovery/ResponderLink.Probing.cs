using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>How names are had (RFC 6762 §8), and what becomes of one that somebody else has (§9).</summary>
internal sealed partial class ResponderLink
{
    private readonly ProbeContest _contest = new ProbeContest();
    private long _probeAt = Never;
    private int _probes;
    private int _probedNames;
    private int _conflicts;
    private long _conflictAt;

    private void Probe(long now, int pause)
    {
        _probeAt = now + pause;
        _probes = 0;
        _probedNames = 0;
        _announceAt = Never;
        _answerAt = Never;
        _isReplying = false;
        for (int i = 0; i < _records.Count; i++)
        {
            _records.Due[i] = Never;
        }
    }

    /// <summary>Asks whether anybody has one of the names, and says what they would be here; in several messages where one has no room.</summary>
    private bool WriteProbe(DnsWriter message, long now)
    {
        if (_probes >= Limits.DnsProbes)
        {
            _probeAt = Never;
            Announce(now);
            TellAll(now);
            return WriteAnswers(message, now);
        }

        int first = _probedNames;
        _probedNames = _records.Probed;
        while (!WriteProbe(message, first) && _probedNames > first + 1)
        {
            // One name less, until what is left fits; the others are in the next message.
            _probedNames--;
        }

        if (_probedNames == _records.Probed)
        {
            _probedNames = 0;
            _probes++;
            _probeAt = now + Limits.DnsProbeMilliseconds;
        }

        return true;
    }

    /// <summary>Asks for the names from one on up to those that are probed for already.</summary>
    /// <returns>Whether all had room.</returns>
    private bool WriteProbe(DnsWriter message, int first)
    {
        bool hasRoom = true;
        message.BeginQuery();
        for (int i = first; i < _probedNames; i++)
        {
            // RFC 6762 §8.1: who has the name may answer us alone.
            hasRoom &= message.Question(_records.Name(i), DnsType.Any, true);
        }

        for (int i = _records.First(first); i < _records.First(_probedNames); i++)
        {
            hasRoom &= _records.Type(i) == DnsType.Nsec || _records.Write(i, DnsType.Authority, message, false);
        }

        return hasRoom;
    }

    /// <summary>
    /// Looks at another's probe for names that are being probed here: whose records come later in the order of §8.2 has the names, and the other waits a second and looks again.
    /// </summary>
    private void Contend(long now)
    {
        _reader.Rewind();
        bool isLost = false;
        while (_reader.NextQuestion())
        {
            int place = _records.Filter.Find(_reader.Buffer, _reader.NameStart, _reader.End);
            isLost |= place >= 0 && place < _records.Probed && _contest.IsLost(_records, place, _reader, _responder);
        }

        if (isLost)
        {
            Probe(now, Limits.DnsDeferMilliseconds);
        }
    }

    /// <summary>Somebody has one of our names: it is his while we only ask for it, and asked for anew where we had it (RFC 6762 §9).</summary>
    private void Yield(int place, long now)
    {
        OwnLabel? label = _records.Label(place);
        if (label is null)
        {
            return;
        }

        if (IsTelling)
        {
            Probe(now, PauseAfterConflict(now));
        }
        else if (_probes > 0 || _probedNames > 0)
        {
            // Before it was asked for, nobody need have answered: otherwise whoever tells names would be followed as fast as he tells them.
            _responder.Rename(label, now);
        }
    }

    /// <summary>Next to nothing, unless there is conflict after conflict (RFC 6762 §8.1).</summary>
    private int PauseAfterConflict(long now)
    {
        if (now - _conflictAt > Limits.DnsConflictWindow)
        {
            _conflicts = 0;
        }

        _conflictAt = now;
        _conflicts++;
        return _conflicts > Limits.DnsConflicts ? Limits.DnsConflictMilliseconds : _responder.Draw(0, Limits.DnsProbeMilliseconds);
    }
}
