using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>
/// Asks an HTTP/1.1 server (RFC 9110, RFC 9112), one request after the other over one connection that is kept while both sides like.
/// A request: <see cref="Start"/>, any <see cref="Field(string, string)"/>s, then <see cref="Ask"/>; or, with content,
/// <see cref="Begin"/>, writes to <see cref="Content"/> unless <see cref="IsAnswered"/>, <see cref="Complete"/>.
/// Then <see cref="Response"/> and <see cref="Body"/>, and <see cref="Finish"/>.
/// </summary>
/// <remarks>
/// Nothing a server sends makes it throw, wait without end for a head, or hold more than its buffers. The response's fields hold until
/// the first read of <see cref="Body"/>, which may move what stands in the buffer.
/// </remarks>
public sealed class HttpClient
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>No connection could be opened.</summary>
    public const int Unreachable = -1;

    /// <summary>The server stayed silent for too long.</summary>
    public const int Silent = -2;

    /// <summary>The connection ended before the answer did.</summary>
    public const int Broken = -3;

    /// <summary>What came is not HTTP, or a head beyond our bounds.</summary>
    public const int Malformed = -4;

    /// <summary>The request's head does not fit, or a field of it cannot be sent.</summary>
    public const int TooLong = -5;

    private const int GoOn = 1;
    private const int HttpPort = Limits.HttpPort;

    private readonly INetwork _network;
    private readonly IClock _clock;
    private readonly string _host;
    private readonly int _port;
    private readonly string _authority;
    private readonly ByteWriter _request;
    private readonly BufferedSource _in;
    private readonly ResponseReader _response = new ResponseReader();
    private readonly LengthSource _byLength = new LengthSource();
    private readonly ChunkedSource _byChunks = new ChunkedSource();
    private readonly ContentSink _content = new ContentSink();
    private Link? _link;
    private ByteSource _body;
    private int _headStart;
    private bool _isHead;
    private bool _heard;
    private bool _mustClose;

    /// <summary>Makes a client of one server; nothing is opened before the first request.</summary>
    /// <param name="network">The network to connect by.</param>
    /// <param name="clock">The clock that bounds how long a head may take.</param>
    /// <param name="host">The server's name or address; an IPv6 address without brackets.</param>
    /// <param name="port">Its port.</param>
    /// <param name="headOctets">Octets of the longest request head and of the longest response head.</param>
    public HttpClient(INetwork network, IClock clock, string host, int port, int headOctets)
    {
        _network = network;
        _clock = clock;
        _host = host;
        _port = port;

        // RFC 9110 §7.2: the Host of the target's authority, without the scheme's own port; RFC 3986 §3.2.2: brackets for IPv6. Which of our links it is on is our business alone.
        int zone = host.IndexOf('%');
        string name = host.IndexOf(':') >= 0 ? "[" + (zone > 0 ? host.Substring(0, zone) : host) + "]" : host;
        _authority = port == HttpPort ? name : name + ":" + port.ToString();
        _request = new ByteWriter(new byte[headOctets]);
        _in = new BufferedSource(new byte[headOctets]);
        _byLength.Attach(_in, 0);
        _body = _byLength;
    }

    /// <summary>The head of the response, after <see cref="Ask"/>, <see cref="Complete"/>, or a <see cref="Begin"/> that was answered.</summary>
    public ResponseReader Response => _response;

    /// <summary>
    /// The content of the response, empty where there is none. A connection that ends before the content does is Broken;
    /// where the head gives no length, it ends with the connection (see <see cref="ResponseReader.EndsWithConnection"/>).
    /// </summary>
    public ByteSource Body => _body;

    /// <summary>Where the content of the request goes, after <see cref="Begin"/>.</summary>
    public ByteSink Content => _content;

    /// <summary>Whether the server gave its answer before the content: none is to be sent.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>
    /// Whether the request in hand went over a connection that had carried others: the server may have closed it at that very moment,
    /// so a Broken is worth one more try.
    /// </summary>
    public bool WasKept { get; private set; }

    /// <summary>How long the first octets of an answer may take, in milliseconds.</summary>
    public int Patience { get; set; } = Limits.ClientAnswer;

    /// <summary>How long the head of an answer may take in all, in milliseconds, however steadily it drips.</summary>
    public int HeadPatience { get; set; } = Limits.ClientHead;

    /// <summary>How long a connection may take to be opened, in milliseconds.</summary>
    public int ConnectPatience { get; set; } = Limits.ClientConnect;

    /// <summary>The address of the server that is connected to; empty while none is.</summary>
    public string RemoteAddress => _link?.RemoteAddress ?? "";

    /// <summary>The server's name and port, as in the Host field.</summary>
    public string Authority => _authority;

    /// <summary>Begins the head of a request for a decoded path ("/files/a b.txt"), which is percent-encoded here.</summary>
    public void Start(string method, string path)
    {
        BeginLine(method);
        PercentCoding.WritePath(_request, path);
        EndLine();
    }

    /// <summary>Begins the head of a request for a target as it stands in a URI: path and query, percent-encoded (RFC 9112 §3.2.1).</summary>
    public void StartTarget(string method, string target)
    {
        BeginLine(method);
        _request.Ascii(target);
        EndLine();
    }

    /// <summary>Adds a field; a value with a control character makes the request <see cref="TooLong"/>, since it cannot be sent.</summary>
    /// <param name="name">The name with colon and space, as in "If-Match: ".</param>
    /// <param name="value">The value.</param>
    public void Field(string name, string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            // RFC 9110 §5.5: a field value with CR, LF or NUL would be another request.
            if (value[i] < ' ' && value[i] != '\t')
            {
                _request.MarkOverflow();
                return;
            }
        }

        _request.Text(name);
        _request.Text(value);
        _request.Text("\r\n");
    }

    /// <summary>Adds a field whose value is a whole number.</summary>
    public void Field(string name, long value)
    {
        _request.Text(name);
        _request.Number(value);
        _request.Text("\r\n");
    }

    /// <summary>Adds a field whose value is a path on this server, as a URI (Destination, RFC 4918 §10.3).</summary>
    public void FieldPath(string name, string path)
    {
        _request.Text(name);
        _request.Text("http://");
        _request.Text(_authority);
        PercentCoding.WritePath(_request, path);
        _request.Text("\r\n");
    }

    /// <summary>Sends a request without content and reads the head of its response.</summary>
    /// <returns><see cref="Ok"/> whatever the status is, or why there is no response; the connection is closed then.</returns>
    public int Ask()
    {
        _request.Text("\r\n");
        return Send(false);
    }

    /// <summary>Asks whether a target is there, of a length and in no content coding (HEAD, RFC 9110 §9.3.2). The answer's fields hold afterwards.</summary>
    public bool Has(string target, long length)
    {
        StartTarget("HEAD", target);
        return Ask() == Ok && _response.Status == 200 && _response.ContentLength == length && !_response.Has(PeerDevice.Wire.Http.Field.ContentEncoding);
    }

    /// <summary>Sends the head of a request with content.</summary>
    /// <param name="length">How many octets <see cref="Content"/> will be given, or -1 when that is not known: then it goes in chunks (RFC 9112 §7.1).</param>
    /// <param name="expectsContinue">Whether to let the server refuse before the content is sent (RFC 9110 §10.1.1).</param>
    /// <returns><see cref="Ok"/>: send the content, unless <see cref="IsAnswered"/>; otherwise why there is no going on.</returns>
    public int Begin(long length, bool expectsContinue)
    {
        if (length < 0)
        {
            _request.Text("Transfer-Encoding: chunked\r\n");
        }
        else
        {
            Field("Content-Length: ", length);
        }

        _request.Text(expectsContinue ? "Expect: 100-continue\r\n\r\n" : "\r\n");
        int outcome = Send(true, expectsContinue);
        if (outcome != Ok)
        {
            return outcome;
        }

        Link? link = _link;
        if (link is null)
        {
            return Broken;
        }

        _content.Attach(link.Sink, length);
        return outcome;
    }

    /// <summary>Ends the content and reads the head of the response.</summary>
    /// <returns>As <see cref="Ask"/>. Content shorter than its announced length is Broken, unless the server gave its answer in the middle.</returns>
    public int Complete()
    {
        if (IsAnswered)
        {
            return Ok;
        }

        Link? link = _link;
        if (link is null)
        {
            return Broken;
        }

        // A server that refuses in the middle answers and stops reading: its answer is worth looking for (RFC 9112 §9.5).
        bool isWhole = _content.End();
        if (!isWhole)
        {
            _mustClose = true;
            if (!_content.Failed)
            {
                Close();
                return Broken;
            }
        }

        link.SetReadPatience(isWhole ? Patience : Limits.ContinuePatience);
        int outcome = ReadHead(false);
        if (outcome != Ok)
        {
            Close();
        }

        return outcome;
    }

    /// <summary>The value of a field of the response; empty when it is not there.</summary>
    public string Value(int field)
    {
        return _response.Has(field) ? Text.String(_in.Buffer, _response.Start(field), _response.End(field)) : "";
    }

    /// <summary>The time in one of the response's fields, in seconds since 1970; negative where there is none that can be read. Before its content is.</summary>
    public long Date(int field)
    {
        return _response.Has(field) ? HttpDate.Read(_in.Buffer, _response.Start(field), _response.End(field)) : -1;
    }

    /// <summary>The response's entity tag, if it is a strong one (RFC 9110 §8.8.3) of a bearable length; else empty.</summary>
    public string StrongTag()
    {
        string tag = Value(PeerDevice.Wire.Http.Field.ETag);
        return tag.Length > 2 && tag.Length <= Limits.PullTagOctets && tag[0] == '"' && tag[tag.Length - 1] == '"' ? tag : "";
    }

    /// <summary>The value of one of the lines of a field, named in lower case, that has no number here; the first, the second and so on. Null when there are not so many.</summary>
    public string? Line(string name, int index)
    {
        return FieldLines.Find(_in.Buffer, _headStart, _response.HeadEnd, name, index);
    }

    /// <summary>The SHA-256 that the response says the whole content has (RFC 9530 §3); null where it says none that can be read.</summary>
    public byte[]? Digest()
    {
        return Digest(false);
    }

    /// <summary>The same for its tree tag (PROTOCOL, "Tree tags").</summary>
    public byte[]? TreeTag()
    {
        return Digest(true);
    }

    /// <summary>Done with this response: what is left of its content is read if it is little and comes soon, and the connection closed otherwise.</summary>
    public void Finish()
    {
        if (_link is null)
        {
            return;
        }

        bool keep = !_mustClose && _response.KeepAlive && !(_response.EndsWithConnection && !_isHead);
        int drained = 0;
        long until = 0;
        byte[] scratch = _request.Buffer;
        while (keep)
        {
            int got = _body.Read(scratch, 0, scratch.Length);
            if (got == ByteSource.End)
            {
                return;
            }

            drained += got;
            long now = _clock.Milliseconds;
            until = until == 0 ? now + HeadPatience : until;
            keep = got > 0 && drained <= Limits.ClientDrain && now < until;
        }

        Close();
    }

    /// <summary>Ends the connection. May be called by any thread: what waits ends as Broken.</summary>
    public void Close()
    {
        Link? link = _link;
        _link = null;
        link?.Close();
    }

    private byte[]? Digest(bool isTree)
    {
        int field = PeerDevice.Wire.Http.Field.ReprDigest;
        if (!_response.Has(field))
        {
            return null;
        }

        byte[] digest = new byte[ReprDigest.Octets];
        int start = _response.Start(field);
        int end = _response.End(field);
        int read = isTree ? ReprDigest.Tree(_in.Buffer, start, end, digest) : ReprDigest.Sha256(_in.Buffer, start, end, digest);
        return read == ReprDigest.Found ? digest : null;
    }

    private void BeginLine(string method)
    {
        _isHead = method == "HEAD";
        _request.Reset();
        _request.Text(method);
        _request.Octet((byte)' ');
    }

    private void EndLine()
    {
        _request.Text(" HTTP/1.1\r\nHost: ");
        _request.Text(_authority);
        _request.Text("\r\n");
    }

    private int Send(bool hasContent, bool expectsContinue = false)
    {
        if (_request.Overflowed)
        {
            return TooLong;
        }

        while (true)
        {
            WasKept = _link is not null;
            int outcome = Open() ? Exchange(hasContent, expectsContinue) : Unreachable;
            if (outcome == Ok || outcome == Unreachable)
            {
                return outcome;
            }

            Close();

            // A kept connection may be closed by the server just when we use it. Nothing of an answer came, and every method
            // we use is idempotent (RFC 9110 §9.2.2, RFC 4918 §9), so it is asked again, over a fresh one, once.
            if (outcome != Broken || !WasKept || _heard)
            {
                return outcome;
            }
        }
    }

    private int Exchange(bool hasContent, bool expectsContinue)
    {
        _heard = false;
        _mustClose = false;
        IsAnswered = false;
        _body = _byLength;
        _byLength.Attach(_in, 0);
        Link? link = _link;
        if (link is null || !link.Sink.Write(_request.Buffer, 0, _request.Position))
        {
            return Broken;
        }

        if (!hasContent)
        {
            link.SetReadPatience(Patience);
            return ReadHead(false);
        }

        if (!expectsContinue)
        {
            return Ok;
        }

        link.SetReadPatience(Limits.ContinuePatience);
        int outcome = ReadHead(true);
        if (outcome == GoOn || (outcome == Silent && !_heard))
        {
            return Ok; // RFC 9110 §10.1.1: a client does not wait for ever, since a server may know nothing of 100
        }

        if (outcome == Ok)
        {
            // The content that was announced will not come, so the connection cannot go on.
            IsAnswered = true;
            _mustClose = true;
        }

        return outcome;
    }

    private bool Open()
    {
        if (_link is not null)
        {
            return true;
        }

        Link? link = _network.Connect(_host, _port, ConnectPatience);
        _link = link;
        if (link is null)
        {
            return false;
        }

        _in.Attach(link.Source);
        return true;
    }

    /// <summary>Reads heads until one is the answer: interim ones are passed over, a bounded number of them (RFC 9110 §15.2).</summary>
    private int ReadHead(bool untilContinue)
    {
        long deadline = _clock.Milliseconds + HeadPatience;
        int interim = 0;
        while (true)
        {
            int answer = _response.Read(_in.Buffer, _in.Start, _in.End);
            if (answer == HeadReader.Refused)
            {
                return Malformed;
            }

            if (answer == HeadReader.Incomplete)
            {
                int got = _in.Fill();
                if (got <= 0)
                {
                    return got == BufferedSource.Full ? Malformed : got == ByteSource.TimedOut ? Silent : Broken;
                }

                _heard = true;
                if (_clock.Milliseconds > deadline)
                {
                    return Silent;
                }

                continue;
            }

            _headStart = _in.Start;
            _in.Start = _response.HeadEnd;
            if (_response.Status >= 200)
            {
                Frame();
                return Ok;
            }

            interim++;
            if (_response.Status == 101 || interim > Limits.InterimResponses)
            {
                return Malformed; // nobody asked to switch (RFC 9110 §15.2.2), or it never comes to the point
            }

            if (untilContinue && _response.Status == 100)
            {
                return GoOn;
            }
        }
    }

    private void Frame()
    {
        // RFC 9112 §6.3
        _link?.SetReadPatience(Limits.ClientIdle);
        if (_isHead || !_response.HasBody)
        {
            _byLength.Attach(_in, 0);
            _body = _byLength;
        }
        else if (_response.IsChunked)
        {
            _byChunks.Attach(_in);
            _body = _byChunks;
        }
        else if (_response.EndsWithConnection)
        {
            _body = _in;
        }
        else
        {
            _byLength.Attach(_in, _response.ContentLength);
            _body = _byLength;
        }
    }

    /// <summary>The content of a request: counts, so that never more nor fewer octets go than were announced.</summary>
    private sealed class ContentSink : ByteSink
    {
        private readonly ChunkedSink _chunks = new ChunkedSink();
        private ByteSink? _sink;
        private long _left;
        private bool _isChunked;

        /// <summary>Whether the connection took no more.</summary>
        public bool Failed { get; private set; }

        public void Attach(ByteSink sink, long length)
        {
            _isChunked = length < 0;
            _left = length;
            Failed = false;
            _sink = sink;
            if (_isChunked)
            {
                _chunks.Attach(sink);
                _sink = _chunks;
            }
        }

        public override bool Write(byte[] buffer, int offset, int count)
        {
            if (_sink is null || Failed || (!_isChunked && count > _left))
            {
                return false;
            }

            _left -= count;
            Failed = !_sink.Write(buffer, offset, count);
            return !Failed;
        }

        public override long TransferFrom(BlockSource source, long position, long count, byte[] block)
        {
            if (_sink is null || Failed || (!_isChunked && count > _left))
            {
                return 0;
            }

            long moved = _sink.TransferFrom(source, position, count, block);
            _left -= moved;

            // Short: the connection, or the source. Either way this content cannot be made whole any more.
            Failed = moved < count;
            return moved;
        }

        /// <summary>Ends the content.</summary>
        /// <returns>False when it is not whole.</returns>
        public bool End()
        {
            if (_sink is null || Failed)
            {
                return false;
            }

            if (!_isChunked)
            {
                return _left == 0;
            }

            Failed = !_chunks.Finish();
            return !Failed;
        }
    }
}
