using System;
using PeerDevice.Board;
using PeerDevice.Services.Discovery;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Host;

/// <summary>The port of multicast DNS and those who speak on it, on one thread. Nothing that arrives ends it.</summary>
public sealed class DnsServer
{
    private const long Never = -1;

    private readonly IMulticast _port;
    private readonly IDnsSpeaker[] _speakers;
    private readonly IClock _clock;
    private readonly IIndicator _indicator;
    private readonly byte[] _heard;
    private readonly DnsWriter _said;     // where memory is short in the same array
    private readonly Route _from = new Route();
    private readonly Route _to = new Route();
    private readonly object _gate = new object();
    private bool _isEnding;
    private bool _isBegun;
    private long _lookAt;
    private long _keptAt;
    private long _timeAhead;
    private long _lookedAt;

    // Its own field, since each message on the link is shown to it.
    private readonly FirstLook? _look;

    /// <summary>Makes a server on a port that is open.</summary>
    /// <param name="port">The port.</param>
    /// <param name="speakers">Who speaks on it: each hears all that is somebody's business here.</param>
    /// <param name="octets">Octets of the longest message that is heard; of a longer one comes its front. None that is said is longer either.</param>
    /// <param name="clock">Time.</param>
    /// <param name="indicator">Is told of what must not be.</param>
    /// <param name="look">Looks at each message before anybody hears it; null where all are to be heard.</param>
    public DnsServer(IMulticast port, IDnsSpeaker[] speakers, int octets, IClock clock, IIndicator indicator, FirstLook? look)
    {
        _look = look;
        _port = port;
        _speakers = speakers;
        _heard = new byte[octets];

        // One who speaks alone has heard a message to its end before he says anything; another would hear what he said instead.
        bool isShared = speakers.Length == 1 && octets < Limits.DnsSaidOctets;
        _said = new DnsWriter(isShared ? _heard : new byte[octets < Limits.DnsSaidOctets ? octets : Limits.DnsSaidOctets]);
        _clock = clock;
        _indicator = indicator;
    }

    /// <summary>Whether there is nothing more to hear or to say: it was stopped, or its port closed by itself.</summary>
    public bool IsDone => _isEnding || _port.IsClosed;

    /// <summary>The numbers of our own names, where nobody else keeps them; null where somebody does, or there is no place for them.</summary>
    public NameMemory? Names { get; set; }

    /// <summary>Where its thread is; it counts nothing itself, since a message for nobody here may cost a board next to nothing.</summary>
    internal Steps Steps { get; } = new Steps();

    /// <summary>Changes every few seconds, as long as its thread goes round.</summary>
    internal long Inside => _lookAt;

    /// <summary>Hears and speaks until <see cref="Stop"/>. The body of a thread.</summary>
    public void Run()
    {
        while (!IsDone)
        {
            try
            {
                // One call after the other, none inside another: those that wait stand in a board's heap all day.
                Hear(Receive(Speak()));
                KeepNames();
            }
            catch (Exception fault)
            {
                Fault.Tell(_indicator, "a message of mDNS could not be read or written: ", fault);
                _clock.Sleep(Limits.AcceptPauseMilliseconds);
            }
        }
    }

    /// <summary>Says what has to be said last, and closes the port. May be called by another thread than that of <see cref="Run"/>.</summary>
    public void Stop()
    {
        // A goodbye may find no memory: the port closes all the same, and whoever stops this has more to stop.
        try
        {
            Leave();
        }
        catch (Exception fault)
        {
            Fault.Tell(_indicator, "the goodbye of mDNS was not said: ", fault);
        }

        _port.Close();
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (_isEnding)
            {
                return;
            }

            _isEnding = true;
            long now = _clock.Milliseconds;

            // Its thread may just be receiving into the array that it shares.
            DnsWriter last = _said.Buffer == _heard ? new DnsWriter(new byte[_heard.Length]) : _said;
            for (int i = 0; i < _speakers.Length; i++)
            {
                _speakers[i].Leave(now);
                SpeakAll(_speakers[i], last, now);
            }
        }
    }

    // At each look at the links, not at each message; and at the end.
    private void KeepNames()
    {
        if (Names is not null && (_keptAt != _lookAt || IsDone))
        {
            _keptAt = _lookAt;
            Names.Keep(IsDone, _clock.Milliseconds);
        }
    }

    /// <summary>Looks at the links and says what is due.</summary>
    /// <returns>When there is more to say or to look at; not after now where that is at once.</returns>
    private long Speak()
    {
        lock (_gate)
        {
            if (_isEnding)
            {
                return Never;
            }

            long now = _clock.Milliseconds;
            if (now >= _lookAt)
            {
                _lookAt = now + Limits.SegmentMilliseconds;
                bool hasSlept = HasSlept(now);
                bool isOther = _port.Refresh();
                if (hasSlept && _isBegun)
                {
                    // RFC 6762 §8: whoever woke up asks for its names anew. All links went, and came back.
                    Change(new Segment?[_port.Segments.Length]);
                }

                if (isOther || hasSlept || !_isBegun)
                {
                    Change(_port.Segments);
                    _isBegun = true;
                }
            }

            long due = _lookAt;
            for (int i = 0; i < _speakers.Length; i++)
            {
                IDnsSpeaker speaker = _speakers[i];
                if (speaker.Due <= now)
                {
                    SpeakAll(speaker, _said, now);
                }

                due = speaker.Due < due ? speaker.Due : due;
            }

            return due;
        }
    }

    /// <summary>Receives until somebody has to hear it, or speak. What is for nobody comes all day: it leads once round this loop, and nobody is asked who said it.</summary>
    private int Receive(long due)
    {
        if (due == Never)
        {
            return 0;
        }

        IMulticast port = _port;
        FirstLook? look = _look;
        byte[] heard = _heard;
        int octets = heard.Length;
        IClock clock = _clock;
        int patience = (int)(due - clock.Milliseconds);
        patience = patience > 0 ? patience : 0;
        if (look is null)
        {
            return port.Receive(heard, octets, patience);
        }

        // Nobody here hears or says anything meanwhile, so what decides stays the same, and is asked without a detour.
        QuestionFilter? filter = look.Filter;
        long hosts = look.HostLengths;
        int got = port.Receive(heard, octets, patience);
        while (got > 0)
        {
            int seen = filter is not null ? filter.Look(heard, got) : look.IsForNobody(heard, got) ? QuestionFilter.Nobody : QuestionFilter.Somebody;
            if (seen != QuestionFilter.Nobody && (seen == QuestionFilter.Somebody || (((hosts >> (heard[DnsType.HeaderOctets] & FirstLook.LengthBits)) & 1) != 0 && look.TellsOfHost(heard, got))))
            {
                return got;
            }

            patience = (int)(due - clock.Milliseconds);
            if (patience <= 0)
            {
                return 0;
            }

            got = port.Receive(heard, octets, patience);
        }

        return got;
    }

    private void Hear(int got)
    {
        if (got < 0 && !_port.IsClosed)
        {
            _clock.Sleep(Limits.AcceptPauseMilliseconds);
        }

        if (got <= 0 || !_port.Sender(_from))
        {
            return;
        }

        lock (_gate)
        {
            long now = _clock.Milliseconds;
            for (int i = 0; i < _speakers.Length && !_isEnding; i++)
            {
                IDnsSpeaker speaker = _speakers[i];
                speaker.Hear(_heard, got, _from, now);
                if (speaker.Due <= now)
                {
                    SpeakAll(speaker, _said, now);
                }
            }
        }
    }

    /// <summary>Whether this machine slept since the last look, as PCs do: the time of day went on without its clock, or both without this thread.</summary>
    private bool HasSlept(long now)
    {
        long seconds = _clock.UnixSeconds;
        long ahead = seconds == 0 ? 0 : (seconds * 1000) - now;
        bool hasSlept = (_timeAhead != 0 && ahead - _timeAhead > Limits.SleptMilliseconds) || (_lookedAt != 0 && now - _lookedAt > Limits.SleptMilliseconds);
        _timeAhead = ahead;
        _lookedAt = now;
        return hasSlept;
    }

    private void Change(Segment?[] segments)
    {
        long now = _clock.Milliseconds;
        for (int i = 0; i < _speakers.Length; i++)
        {
            _speakers[i].Change(segments, now);
        }
    }

    private void SpeakAll(IDnsSpeaker speaker, DnsWriter said, long now)
    {
        // Bounded, so that one that has ever more to say does not keep the thread from hearing.
        for (int i = 0; i < Limits.DnsBurst && speaker.Speak(said, _to, now); i++)
        {
            // Whoever misses it asks, or hears it the next time.
            _port.Send(said.Buffer, said.Length, _to);
        }
    }
}
