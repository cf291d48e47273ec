using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services;

/// <summary>
/// One request and its response, as a service sees them: the parsed head, the bounded body, and a buffer in which the
/// response is written. One object a session, reused for every request. No service sees the connection itself.
/// </summary>
public sealed class Exchange : PartSink
{
    // A chunk begins with four hexadecimal digits and CR LF; every chunk but the first ends the one before with CR LF.
    private const int SizeDigits = 4;

    // Literals that are used again and again within one response: each time a literal costs a board 12 octets.
    private static readonly string EmptySize = "0000\r\n";
    private static readonly string LineEnd = "\r\n";

    private readonly BlockPool _blocks;
    private readonly ByteWriter _out;
    private readonly DateText _date;
    private readonly IClock _clock;
    private ByteSink? _sink;
    private byte[]? _block;
    private int _chunkStart;
    private bool _isChunked;
    private bool _hasSent;

    /// <summary>Makes an exchange that writes its responses through a buffer of <paramref name="outOctets"/>.</summary>
    public Exchange(RequestReader request, byte[] head, int outOctets, BlockPool blocks, DateText date, IClock clock)
    {
        Request = request;
        Head = head;
        Out = _out = new ByteWriter(new byte[outOctets]);
        _blocks = blocks;
        _date = date;
        _clock = clock;
    }

    /// <summary>The request's parsed head; its offsets point into <see cref="Head"/>.</summary>
    public RequestReader Request { get; }

    /// <summary>The buffer in which the head stands.</summary>
    public byte[] Head { get; }

    /// <summary>The response being written. What is written goes out at <see cref="Flush"/> or when the response ends.</summary>
    public ByteWriter Out { get; }

    /// <summary>The decoded path below the service's own prefix: no slash at either end; empty for its root.</summary>
    public string Path { get; set; } = "";

    /// <summary>The number of the request's head in its session, 0 where it has none: equal only for heads that are equal octet for octet, with none for the share between them.</summary>
    public int HeadMark;

    /// <summary>Whether the request target ended with a slash.</summary>
    public bool HadSlash { get; set; }

    /// <summary>The request's content, to its end and no further; null where it has none.</summary>
    public ByteSource? Body { get; set; }

    /// <summary>Whether the one who asks may write here (the answer of the access question for unsafe methods).</summary>
    public bool MayWrite { get; set; }

    /// <summary>The connection, for whom it concerns that it ends before its time.</summary>
    public Link? Client { get; private set; }

    /// <summary>Sends begun and ended, so odd while one is under way: another thread sees by it that one has been under way for long.</summary>
    public int Sends { get; private set; }

    /// <summary>Octets of the send under way.</summary>
    public int SendOctets { get; private set; }

    /// <summary>The status code that was answered, or 0 before there is one.</summary>
    public int Status { get; private set; }

    /// <summary>Whether the connection cannot be used again: the response was cut, or its end is the connection's end.</summary>
    public bool MustClose { get; set; }

    /// <summary>Whether anything of the response has gone.</summary>
    public bool HasSent => _hasSent;

    /// <summary>Whether the client still waits for 100 (Continue) before it sends its content.</summary>
    public bool AwaitsContinue { get; private set; }

    /// <summary>Whether the method is HEAD: the head of the response goes out, its content does not.</summary>
    public bool IsHead => Request.Method == Method.Head;

    /// <summary>Begins a new exchange on a connection.</summary>
    public void Begin(Link link)
    {
        Client = link;
        _sink = link.Sink;
        _out.Reset();
        _isChunked = false;
        _hasSent = false;
        Path = "";
        HadSlash = false;
        Body = null;
        MayWrite = false;
        Status = 0;
        MustClose = false;
        AwaitsContinue = Request.ExpectsContinue;
    }

    /// <summary>Ends the exchange: gives back what it borrowed.</summary>
    public void End()
    {
        if (_block is not null)
        {
            _blocks.Return(_block);
            _block = null;
        }
    }

    /// <summary>A buffer for moving content: a large one if there is one to be had, otherwise the response's own, which must be empty then.</summary>
    public byte[] Block()
    {
        return OwnBlock() ?? _out.Buffer;
    }

    /// <summary>A large buffer that may be used while a response is being written, or null when all are lent.</summary>
    public byte[]? OwnBlock()
    {
        _block ??= _blocks.Borrow();
        return _block;
    }

    /// <summary>Tells a client that waits for it to send its content (RFC 9110 §10.1.1).</summary>
    /// <returns>False when the connection failed.</returns>
    public bool Continue()
    {
        if (!AwaitsContinue)
        {
            return true;
        }

        AwaitsContinue = false;
        _out.Reset();
        _out.Text("HTTP/1.1 100 Continue\r\n\r\n");
        return FlushInterim();
    }

    /// <summary>Sends what stands in <see cref="Out"/> as an interim response (RFC 9110 §15.2): the response itself has not begun.</summary>
    /// <returns>False when the connection failed.</returns>
    public bool FlushInterim()
    {
        bool sent = Flush();
        _hasSent = false;
        return sent;
    }

    /// <summary>Writes the status line and the fields that every response has.</summary>
    public void Start(int status)
    {
        Status = status;
        _out.Reset();
        _out.Text(StatusLine.For(status));
        _date.Write(_out);
        if (status == 503)
        {
            // RFC 9110 §15.6.4: a card that is put back, a file that is let go: neither takes long.
            _out.Text("Retry-After: 2\r\n");
        }

        if (MustClose || !Request.KeepAlive || (AwaitsContinue && Request.HasBody))
        {
            // RFC 9110 §10.1.1: a client that was not told to continue may or may not send its content; only closing is unambiguous.
            MustClose = true;
            _out.Text("Connection: close\r\n");
        }
        else if (Request.IsHttp10)
        {
            _out.Text("Connection: keep-alive\r\n");
        }
    }

    /// <summary>
    /// As <see cref="Start"/>, for a response that <see cref="EndHeadOfParts"/> ends: to HTTP/1.0, which knows no chunks, only the
    /// connection's end can tell the content's (RFC 9112 §6.3), so it must not be called kept.
    /// </summary>
    public void StartParts(int status)
    {
        MustClose |= Request.IsHttp10;
        Start(status);
    }

    /// <summary>Ends the head of a response whose content has a known length, in octets.</summary>
    public void EndHead(long length)
    {
        _out.Text("Content-Length: ");
        _out.Number(length);
        _out.Text("\r\n\r\n");
    }

    /// <summary>Ends the head of a response that has no content by definition (204, 304).</summary>
    public void EndHead()
    {
        _out.Text("\r\n");
    }

    /// <summary>
    /// Ends the head of a response whose length is not known before it is written: chunked (RFC 9112 §7.1), or to the end of
    /// the connection for HTTP/1.0. What follows is written into <see cref="Out"/>, sent by <see cref="FlushPart"/> and ended by <see cref="EndParts"/>.
    /// </summary>
    /// <returns>False when no content follows, because the request is a HEAD: the response is out already.</returns>
    public bool EndHeadOfParts()
    {
        _isChunked = !Request.IsHttp10;
        if (IsHead)
        {
            _out.Text(_isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n");
            Flush();
            return false;
        }

        if (_isChunked)
        {
            // With the size of the first chunk, as OpenChunk writes it.
            _out.Ascii("Transfer-Encoding: chunked\r\n\r\n0000\r\n");
            _chunkStart = _out.Position - SizeDigits - 2;
            return true;
        }

        MustClose = true;
        _out.Text("\r\n");
        return true;
    }

    /// <summary>Sends what was written of a response in parts.</summary>
    /// <returns>False when the connection failed.</returns>
    public override bool FlushPart()
    {
        if (!_isChunked)
        {
            return Flush();
        }

        if (_out.Position == _chunkStart + SizeDigits + 2)
        {
            // An empty chunk would end the content; what stands before it, a head, may go.
            if (_chunkStart <= 2)
            {
                return true;
            }

            _out.Reset(_chunkStart);
            if (!Flush())
            {
                return false;
            }

            OpenChunk();
            return true;
        }

        CloseChunk();
        if (!Flush())
        {
            return false;
        }

        _out.Ascii(LineEnd);
        OpenChunk();
        return true;
    }

    /// <summary>Ends a response in parts.</summary>
    public bool EndParts()
    {
        if (!_isChunked)
        {
            return Flush();
        }

        if (_out.Room < 16 && !FlushPart())
        {
            return false;
        }

        if (_out.Position == _chunkStart + SizeDigits + 2)
        {
            _out.Reset(_chunkStart);
        }
        else
        {
            CloseChunk();
            _out.Ascii("\r\n0\r\n\r\n");
            return Flush();
        }

        _out.Text("0\r\n\r\n");
        return Flush();
    }

    /// <summary>Sends what stands in <see cref="Out"/>.</summary>
    /// <returns>False when the connection failed.</returns>
    public bool Flush()
    {
        _hasSent = true;
        SendOctets = _out.Position;
        Sends++;
        bool sent = _sink!.Write(_out.Buffer, 0, _out.Position);
        Sends++;
        _out.Reset();
        if (!sent)
        {
            MustClose = true;
        }

        return sent;
    }

    /// <summary>
    /// Sends a run of content behind what stands in <see cref="Out"/>. As much of it as fits goes with the head in one piece,
    /// so a small file is one read and one write.
    /// </summary>
    /// <returns>False when the content could not be read or sent whole; the connection can only be closed then.</returns>
    public bool SendContent(BlockSource content, long first, long count)
    {
        long sent = 0;
        while (sent < count && _out.Room > 0)
        {
            long left = count - sent;
            int got = content.ReadAt(first + sent, _out.Buffer, _out.Position, left < _out.Room ? (int)left : _out.Room);
            if (got <= 0)
            {
                FailContent();
                return false;
            }

            _out.Position += got;
            sent += got;
        }

        if (!Flush())
        {
            return false;
        }

        if (sent == count)
        {
            return true;
        }

        if (Transfer(content, first + sent, count - sent))
        {
            return true;
        }

        MustClose = true;
        return false;
    }

    /// <summary>Moves content slice by slice, and gives a client up that takes one slower than is bearable: it holds a session.</summary>
    private bool Transfer(BlockSource content, long at, long left)
    {
        byte[] block = Block();
        int slice = block.Length * Limits.SliceBlocks;
        if (slice > Limits.SliceOctets)
        {
            // Whole blocks, where one is no more than a slice may be.
            int blocks = Limits.SliceOctets / block.Length;
            slice = blocks > 0 ? blocks * block.Length : Limits.SliceOctets;
        }

        long began = _clock.Milliseconds;
        while (left > 0)
        {
            int count = left < slice ? (int)left : slice;
            SendOctets = count;
            Sends++;
            long moved = _sink!.TransferFrom(content, at, count, block);
            Sends++;
            long now = _clock.Milliseconds;
            if (moved != count || now - began > Patience(count))
            {
                return false;
            }

            began = now;
            at += count;
            left -= count;
        }

        return true;
    }

    /// <summary>Milliseconds that a client may take for so many octets.</summary>
    public static long Patience(int octets)
    {
        return Limits.SendMilliseconds + (octets / Limits.SlowestOctetsPerMillisecond);
    }

    /// <summary>Content that cannot be read: told by a status while nothing of the response has gone, by breaking off afterwards.</summary>
    private void FailContent()
    {
        if (_hasSent)
        {
            MustClose = true;
            return;
        }

        Answer(500);
    }

    /// <summary>Answers with a status and, where that may have content, one sentence that says what it means here.</summary>
    public void Answer(int status, string sentence)
    {
        Start(status);
        EndWithText(sentence);
    }

    /// <summary>Answers with a status and its own standard phrase.</summary>
    public void Answer(int status)
    {
        Start(status);
        EndWithText(StatusLine.Sentence(status));
    }

    /// <summary>Ends a response, whose fields may have been written, with one sentence as content where the status may have any.</summary>
    public void EndWithText(string sentence)
    {
        if (Status == 204 || Status == 304)
        {
            EndHead();
            Flush();
            return;
        }

        _out.Text("Content-Type: text/plain; charset=utf-8\r\nContent-Length: ");
        _out.Number(sentence.Length + 1);
        _out.Text("\r\n\r\n");
        if (!IsHead)
        {
            _out.Text(sentence);
            _out.Octet((byte)'\n');
        }

        Flush();
    }

    private void OpenChunk()
    {
        _chunkStart = _out.Position;
        _out.Ascii(EmptySize);
    }

    private void CloseChunk()
    {
        int size = _out.Position - _chunkStart - SizeDigits - 2;
        Digits.Octet(size >> 8, _out.Buffer, _chunkStart);
        Digits.Octet(size & 0xFF, _out.Buffer, _chunkStart + 2);
    }
}
