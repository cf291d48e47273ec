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
public sealed class Session
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

    /// <summary>Reads one request, answers it, and leaves the connection at the beginning of the next.</summary>
    /// <returns>Whether there can be a next.</returns>
    private bool Answer(Link link)
    {
        int refusal = ReadHead();
        if (refusal < 0)
        {
            return false;
        }

        _exchange.Begin(link);
        try
        {
            if (refusal != 0)
            {
                _exchange.MustClose = true;
                _exchange.Answer(refusal);
                Linger(link);
                return false;
            }

            _input.Start = _request.HeadEnd;
            OpenBody();

            // One step after the other, none inside another: what waits for the answer stands in a board's heap meanwhile.
            bool isOfShare = true;
            if (_leadsToShare && _request.IsRepeated && _parts.Access.Authorize(link, Access.Read))
            {
                GoAgain(link);
            }
            else
            {
                isOfShare = Route(link) && Dispatch(_exchange, _input.Buffer);
            }

            if (isOfShare)
            {
                _parts.Files.Answer(_exchange, _desk);
            }

            if (_exchange.MustClose)
            {
                if (!IsBodyRead() || _exchange.Status == 400)
                {
                    // Who sends what makes no sense has perhaps sent more of it.
                    Linger(link);
                }

                return false;
            }

            return DrainBody(link);
        }
        catch (OutOfMemoryException) when (!_exchange.HasSent)
        {
            // Nobody has been told anything yet: whoever asks again in a moment may find more. What is said is made already, and not overtaken by what he still sends.
            Refusal.Tell(link);
            Linger(link);
            return false;
        }
        finally
        {
            _exchange.End();
        }
    }

    /// <summary>Reads until a head is whole.</summary>
    /// <returns>0, the status to refuse with, or -1 when the connection ended.</returns>
    private int ReadHead()
    {
        bool isAwaited = false;
        while (true)
        {
            int read = _request.Read(_input.Buffer, _input.Start, _input.End);
            if (read == RequestReader.Complete)
            {
                return 0;
            }

            if (read == RequestReader.Refused)
            {
                return _request.Refusal;
            }

            if (!isAwaited)
            {
                // Nearly every head is whole at once; the time of one that is not runs from here.
                isAwaited = true;
                _paced.BeginHead();
            }

            int got = _input.Fill();
            if (got == BufferedSource.Full)
            {
                _request.RefuseTooLong(_input.Buffer, _input.Start, _input.End);
                return _request.Refusal;
            }

            if (got == ByteSource.TimedOut)
            {
                return 408;
            }

            if (got <= 0)
            {
                // An end in the middle of a head is nobody's request: there is nobody left to tell.
                return -1;
            }
        }
    }

    private void OpenBody()
    {
        if (_request.IsChunked)
        {
            _chunkedBody.Attach(_input);
            _exchange.Body = _chunkedBody;
            _paced.BeginContent();
        }
        else if (_request.ContentLength > 0)
        {
            _lengthBody.Attach(_input, _request.ContentLength);
            _exchange.Body = _lengthBody;
            _paced.BeginContent();
        }
    }

    /// <summary>Looks at who asks, and for what.</summary>
    /// <returns>Whether he may; otherwise he has his answer.</returns>
    private bool Route(Link link)
    {
        byte[] head = _input.Buffer;
        Exchange exchange = _exchange;
        if (_leadsToPrinter && _request.IsNearlyRepeated && _parts.Access.Authorize(link, Access.Read))
        {
            AnswerPrint(exchange);
            return false;
        }

        _leadsToShare = false;
        _leadsToPrinter = false;
        if (!IsForUs(link, head))
        {
            // RFC 9110 §7.4: a Host that is not ours is another's request, or a page's that bent a name towards us.
            exchange.Answer(421);
            return false;
        }

        int method = _request.Method;
        if (method == Method.Unknown)
        {
            exchange.Answer(501);
            return false;
        }

        bool isRead = method == Method.Get || method == Method.Head || method == Method.PropFind || method == Method.Options;
        if (!isRead && _request.Has(Field.Origin) && !Access.IsOwnOrigin(_request, head))
        {
            exchange.Answer(403, "A page of another site may not make this peer act.");
            return false;
        }

        if (!_parts.Access.Authorize(link, Access.Read))
        {
            exchange.Answer(403, "This peer serves its own network only.");
            return false;
        }

        exchange.MayWrite = _parts.Access.Authorize(link, Access.Write);
        return true;
    }

    /// <summary>Leads a request that is octet for octet the one before where that went: who asked, for what and where it leads are known.</summary>
    private void GoAgain(Link link)
    {
        _exchange.MayWrite = _parts.Access.Authorize(link, Access.Write);
        _exchange.Path = _sharePath;
        _exchange.HeadMark = _headMark;
        _exchange.HadSlash = _hadSlash;
    }

    /// <summary>Finds out what a request is about, and has it answered where that is nothing of the share.</summary>
    /// <returns>Whether it is something of the share.</returns>
    private bool Dispatch(Exchange exchange, byte[] head)
    {
        if (_request.Method == Method.Post && _parts.Office is not null && _parts.Office.IsForFirst(exchange))
        {
            _leadsToPrinter = true;
            AnswerPrint(exchange);
            return false;
        }

        if (RequestTarget.IsAsterisk(head, _request.TargetStart, _request.TargetEnd))
        {
            Asterisk(exchange);
            return false;
        }

        bool isFat = _parts.Files.IsFat;
        int status = RequestTarget.Path(head, _request.TargetStart, _request.TargetEnd, isFat, out string path, out bool hadSlash);
        if (status != 0)
        {
            // RFC 9112 §11: a target that makes no sense is no better than a field that does not.
            exchange.MustClose = status == 400;
            exchange.Answer(IsOnlyNoName(status, head) ? 404 : status);
            return false;
        }

        exchange.HadSlash = hadSlash;
        if (FileShare.IsInShare(path, out string rest))
        {
            exchange.Path = rest;
            _sharePath = rest;
            exchange.HeadMark = ++_headMark;
            _hadSlash = hadSlash;
            _leadsToShare = !RequestTarget.IsReserved(rest, isFat);
            if (_leadsToShare)
            {
                return true;
            }

            exchange.Answer(404);
            return false;
        }

        exchange.HeadMark = 0;
        IPeerFiles? others = _parts.Files.Others;
        if (others is not null && others.Answer(exchange, _desk, path))
        {
            return false;
        }

        exchange.Path = path;
        if (_parts.Office is null)
        {
            if (PrintDesk.IsTarget(path))
            {
                exchange.Answer(404, OnlyRaw);
                return false;
            }
        }
        else if (_parts.Office.IsMeant(exchange))
        {
            AnswerIpp(exchange);
            return false;
        }

        if (path.Length == 0 && _request.Method == Method.PropFind)
        {
            _parts.Files.PropFindRoot(exchange);
            return false;
        }

        if (path.Length == 0 && _request.Method == Method.Options)
        {
            FileShare.OptionsOfServer(exchange);
            return false;
        }

        _parts.Status.Answer(exchange);
        return false;
    }

    private void AnswerIpp(Exchange exchange)
    {
        if (!_parts.Access.Authorize(exchange.Client!, Access.Print))
        {
            exchange.Answer(403, NotForPrint);
            return;
        }

        Desk(exchange).Answer();
    }

    /// <summary>Answers what is known to be an IPP message for the first Printer's path.</summary>
    private void AnswerPrint(Exchange exchange)
    {
        exchange.Path = PrintDesk.Root;
        if (!_parts.Access.Authorize(exchange.Client!, Access.Print))
        {
            exchange.Answer(403, NotForPrint);
            return;
        }

        (_printDesk ?? Desk(exchange)).AnswerMessage();
    }

    // Most sessions never print: the desk is made when one does.
    private PrintDesk Desk(Exchange exchange)
    {
        _printDesk ??= _parts.Office!.MakeDesk(exchange, _parts);
        return _printDesk;
    }

    /// <summary>
    /// Whether a path is refused for nothing but a name that FAT cannot hold, in a request that only looks: then nothing stands there. Finder asks each volume for
    /// <c>._.</c>, and takes a refusal for trouble.
    /// </summary>
    private bool IsOnlyNoName(int status, byte[] head)
    {
        int method = _request.Method;
        return status == 403
            && _parts.Files.IsFat
            && (method == Method.Get || method == Method.Head || method == Method.PropFind)
            && RequestTarget.Path(head, _request.TargetStart, _request.TargetEnd, false, out _, out _) == 0;
    }

    private bool IsForUs(Link link, byte[] head)
    {
        if (_request.Has(Field.Host) && !IsOurHost(link, head, _request.Start(Field.Host), _request.End(Field.Host)))
        {
            return false;
        }

        if (head[_request.TargetStart] == '/')
        {
            return true;
        }

        // RFC 9112 §3.2.2: the authority of an absolute-form counts, whatever Host says.
        int split = RequestTarget.Split(head, _request.TargetStart, _request.TargetEnd, out int start, out int end, out int _, out int _);
        return split != 0 || _parts.Access.IsOurHost(link, head, start, end);
    }

    /// <summary>Asks Access once: a client says the same name in every request of a connection.</summary>
    private bool IsOurHost(Link link, byte[] head, int start, int end)
    {
        int length = end - start;
        if (length == _hostLength && Octets.AreSame(head, start, _host, 0, length))
        {
            return true;
        }

        if (!_parts.Access.IsOurHost(link, head, start, end))
        {
            return false;
        }

        if (length <= _host.Length)
        {
            Array.Copy(head, start, _host, 0, length);
            _hostLength = length;
        }

        return true;
    }

    private static void Asterisk(Exchange exchange)
    {
        // RFC 9112 §3.2.4: "*" asks about the server as a whole, and only OPTIONS can.
        if (exchange.Request.Method != Method.Options)
        {
            exchange.MustClose = true;
            exchange.Answer(400);
            return;
        }

        FileShare.OptionsOfServer(exchange);
    }

    private bool IsBodyRead()
    {
        ByteSource? body = _exchange.Body;
        return body is null || (body == _chunkedBody ? _chunkedBody.Finished : _lengthBody.Remaining == 0);
    }

    /// <summary>Reads what is left of the content, so that the next request begins where it should.</summary>
    private bool DrainBody(Link link)
    {
        ByteSource? body = _exchange.Body;
        if (body is null || IsBodyRead())
        {
            return true;
        }

        byte[] block = _exchange.Block();
        int read = 0;
        while (read < Limits.DrainOctets)
        {
            int got = body.Read(block, 0, block.Length);
            if (got == ByteSource.End)
            {
                return true;
            }

            if (got < 0)
            {
                return false;
            }

            read += got;
        }

        Linger(link);
        return false;
    }

    /// <summary>
    /// Closes so that the answer is not lost: says that no more will come and reads on for a moment, since closing over unread
    /// octets resets the connection (RFC 9112 §9.6).
    /// </summary>
    private void Linger(Link link)
    {
        link.FinishSending();
        _paced.BeginIdle(Limits.LingerMilliseconds);
        byte[] block = _exchange.Block();
        int read = 0;
        while (read < Limits.LingerOctets)
        {
            int got = _paced.Read(block, 0, block.Length);
            if (got <= 0)
            {
                return;
            }

            read += got;
        }
    }
}
