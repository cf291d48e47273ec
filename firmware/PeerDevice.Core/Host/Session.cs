using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services;
using PeerDevice.Services.Files;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>
/// One HTTP connection after another (RFC 9112 §9): keep-alive and pipelining, one request at a time, with all the buffers it
/// ever needs made once. It takes a <see cref="Link"/> and knows nothing else of the wire.
/// </summary>
public sealed partial class Session
{
    private const string NotForPrint = "This peer prints for its own network only.";
    private const string OnlyRaw = "This peer prints what comes to its raw port, and serves no IPP.";

    private readonly SessionParts _parts;
    private readonly Gate? _gate;
    private readonly BufferedSource _input;
    private readonly PacedSource _paced;
    private readonly RequestReader _request;
    private readonly LengthSource _lengthBody = new LengthSource();
    private readonly ChunkedSource _chunkedBody = new ChunkedSource();
    private readonly Exchange _exchange;
    private readonly FileDesk _desk = new FileDesk();
    private readonly object _state = new object();
    private PrintDesk? _printDesk;
    private readonly byte[] _host = new byte[Limits.HostOctets];
    private int _hostLength = -1;
    private string _sharePath = "";
    private int _headMark;
    private bool _hadSlash;
    private bool _leadsToShare;
    private bool _leadsToPrinter;
    private Link? _link;
    private bool _isDismissed;
    private bool _isSilent;
    private int _sendsSeen;
    private long _seenAt;

    /// <summary>Makes a session with its buffers.</summary>
    /// <param name="parts">What it works with.</param>
    /// <param name="gate">The gate it is given back to; null where a session stands alone, as in tests.</param>
    public Session(SessionParts parts, Gate? gate)
    {
        _parts = parts;
        _gate = gate;
        _input = new BufferedSource(new byte[parts.Profile.HeadOctets]);
        _request = new RequestReader(parts.Profile.Remembers);
        _paced = new PacedSource(parts.Clock);
        _exchange = new Exchange(_request, _input.Buffer, parts.Profile.OutOctets, parts.Blocks, parts.Date, parts.Clock);
    }

    /// <summary>Whether the gate has given it away.</summary>
    internal bool IsTaken { get; set; }

    /// <summary>Whether it only waits for a next request, so that it may give way.</summary>
    internal bool IsIdle { get; private set; }

    /// <summary>Since when it waits, for its first request or the next, by the clock's milliseconds.</summary>
    internal long IdleSince { get; private set; }

    /// <summary>When a client that has said nothing yet gives way, by the clock's milliseconds; 0 for one that has.</summary>
    internal long SilentUntil
    {
        get
        {
            lock (_state)
            {
                return _isSilent ? IdleSince + SilentPatience : 0;
            }
        }
    }

    /// <summary>Whether it waits for a request, or an end, which is there already: in a moment it answers, or is over.</summary>
    internal bool IsBegun
    {
        get
        {
            lock (_state)
            {
                return _link is not null && (IsIdle || _isSilent) && _link.HasMore;
            }
        }
    }

    /// <summary>Milliseconds that a client may say nothing after it connected, while others find no place.</summary>
    internal int SilentPatience { get; set; } = Limits.SilentMilliseconds;

    /// <summary>Serves a connection on a thread of its own.</summary>
    internal void Start(Link link)
    {
        Attach(link);
        new Thread(Run).Start();
    }

    /// <summary>Serves a connection to its end on the calling thread. Never throws.</summary>
    public void Serve(Link link)
    {
        Attach(link);
        Run();
    }

    /// <summary>Closes the connection from another thread.</summary>
    internal void Dismiss()
    {
        lock (_state)
        {
            _isDismissed = true;
            if (_link is not null)
            {
                _link.Close();
            }
        }
    }

    /// <summary>
    /// Closes the connection from another thread if its client cannot expect to be kept while others find no place: it waits for a next request, or it has said
    /// nothing since it connected, or it takes what it is sent more slowly than is bearable.
    /// </summary>
    /// <returns>Whether it was closed.</returns>
    internal bool GiveWay()
    {
        lock (_state)
        {
            if (_link is null || !(IsIdle || IsTooSlow(_parts.Clock.Milliseconds)))
            {
                return false;
            }

            // One that has asked nothing is told nothing: an answer that came first is one to no request (RFC 9112 §9.2). CUPS, which opens connections ahead, fails on it, and connects anew after an end.
            _isDismissed = true;
            _link.Close();
            return true;
        }
    }

    /// <summary>Whether its client is silent for too long, or takes too long for what it is sent.</summary>
    internal bool IsOverdue(long now)
    {
        lock (_state)
        {
            return IsTooSlow(now);
        }
    }

    private bool IsTooSlow(long now)
    {
        if (_isSilent)
        {
            return now - IdleSince >= SilentPatience;
        }

        int sends = _exchange.Sends;
        if (sends != _sendsSeen)
        {
            // Its time runs from here: only who is waited for is looked at, so no request pays for a look at the clock.
            _sendsSeen = sends;
            _seenAt = now;
        }

        return (sends & 1) != 0 && now - _seenAt > Exchange.Patience(_exchange.SendOctets);
    }

    private void Attach(Link link)
    {
        lock (_state)
        {
            _link = link;
            _isDismissed = false;
        }

        _hostLength = -1;
        _leadsToShare = false;
        _leadsToPrinter = false;
        _request.ForgetBefore();
    }

    private void Run()
    {
        Link link = _link!;
        try
        {
            _paced.Attach(link);
            _input.Attach(_paced);
            _parts.Files.Tend();
            bool isFirst = true;
            while (AwaitRequest(isFirst) && Answer(link))
            {
                isFirst = false;
            }
        }
        catch (Exception fault)
        {
            // Short memory on a board, or a fault of ours: this connection ends, and no other knows of it.
            Fault.Tell(_parts.Indicator, "session ended: ", fault);
        }

        while (!HasLeft(link))
        {
        }
    }

    /// <summary>Gives its place back. Taking a lock needs memory too: where there is none it is tried again in a moment, or the place would be gone for ever.</summary>
    private bool HasLeft(Link link)
    {
        try
        {
            lock (_state)
            {
                IsIdle = false;
                _isSilent = false;
                _link = null;
            }

            link.Close();
            if (_gate is not null)
            {
                _gate.Leave(this);
            }

            return true;
        }
        catch (Exception)
        {
            _parts.Clock.Sleep(Limits.AcceptPauseMilliseconds);
            return false;
        }
    }

    /// <summary>Waits until there is the beginning of a request.</summary>
    private bool AwaitRequest(bool isFirst)
    {
        if (_input.Start < _input.End)
        {
            return true;
        }

        _paced.BeginIdle(isFirst ? Limits.HeadMilliseconds : Limits.IdleMilliseconds);
        lock (_state)
        {
            IdleSince = _parts.Clock.Milliseconds;
            IsIdle = !isFirst;
            _isSilent = isFirst;
        }

        if (!isFirst && _gate is not null)
        {
            _gate.Idle();
        }

        int got = _input.Fill();
        lock (_state)
        {
            IsIdle = false;
            _isSilent = false;
            return got > 0 && !_isDismissed;
        }
    }
}
