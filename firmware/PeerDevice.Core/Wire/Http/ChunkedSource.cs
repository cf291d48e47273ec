using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Chunked content (RFC 9112 §7.1). Reused; stops at the end of the content and never reads into the next message.</summary>
/// <remarks>
/// <code>
/// chunked-body = *chunk last-chunk trailer-section CRLF
/// chunk        = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
/// chunk-size   = 1*HEXDIG
/// last-chunk   = 1*( "0" ) [ chunk-ext ] CRLF
/// </code>
/// Extensions and trailers are read and dropped (§7.1.1, §7.1.2), both within a bound. A bare LF or CR in a line is refused.
/// Sizes are read where they stand in the buffer in front of the link; data goes past it.
/// </remarks>
public sealed class ChunkedSource : ByteSource
{
    private const int InSize = 0;
    private const int InData = 1;
    private const int BehindData = 2;
    private const int InTrailer = 3;
    private const int Done = 4;

    private const int LineThere = 2;

    private BufferedSource? _inner;
    private int _state;
    private long _left;
    private int _trailer;
    private int _lineEnd;

    /// <summary>Whether the framing was wrong: 400, and nothing behind it can be understood.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Whether the content was read to its end, trailers too.</summary>
    public bool Finished => _state == Done;

    /// <summary>Begins chunked content at the first unread octet of <paramref name="inner"/>, whose buffer must hold a line of <see cref="Limits.ChunkLine"/> octets.</summary>
    public void Attach(BufferedSource inner)
    {
        _inner = inner;
        _state = InSize;
        _left = 0;
        _trailer = 0;
        Malformed = false;
    }

    /// <summary>
    /// Reads content. Wrong framing is Broken with <see cref="Malformed"/>; a connection that ends before the content does is Broken;
    /// after TimedOut it may be asked again.
    /// </summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_state != InData)
        {
            if (_state == Done)
            {
                return End;
            }

            if (Malformed || _inner is null)
            {
                return Broken;
            }

            int answer = ReadLine();
            if (answer != LineThere)
            {
                return answer;
            }

            TakeLine();
        }

        int got = _inner!.Read(buffer, offset, count < _left ? count : (int)_left);
        if (got <= 0)
        {
            return got == End ? Broken : got;
        }

        _left -= got;
        if (_left == 0)
        {
            _state = BehindData;
        }

        return got;
    }

    // LineThere when a whole line stands at the source's Start; otherwise what Read is to answer.
    private int ReadLine()
    {
        BufferedSource inner = _inner!;
        while (true)
        {
            int lineFeed = Octets.Find(inner.Buffer, inner.Start, inner.End, Octets.LineFeed);
            int length = (lineFeed < 0 ? inner.End : lineFeed - 1) - inner.Start;
            if (length > Limits.ChunkLine && _state != InTrailer)
            {
                return Refuse();
            }

            if (lineFeed >= 0)
            {
                _lineEnd = lineFeed - 1;
                bool inOrder = length >= 0 && inner.Buffer[_lineEnd] == '\r'
                    && Octets.Find(inner.Buffer, inner.Start, _lineEnd, Octets.CarriageReturn) < 0
                    && Octets.Find(inner.Buffer, inner.Start, _lineEnd, Octets.Nul) < 0;
                return inOrder ? LineThere : Refuse();
            }

            int got = inner.Fill();
            if (got <= 0)
            {
                return got == BufferedSource.Full ? Refuse() : got == End ? Broken : got;
            }
        }
    }

    private void TakeLine()
    {
        BufferedSource inner = _inner!;
        int start = inner.Start;
        inner.Start = _lineEnd + 2;
        switch (_state)
        {
            case InSize:
                _left = Size(inner.Buffer, start, _lineEnd);
                if (_left < 0)
                {
                    Malformed = true;
                    return;
                }

                _state = _left == 0 ? InTrailer : InData;
                return;
            case BehindData:
                if (_lineEnd != start)
                {
                    Malformed = true;
                    return;
                }

                _state = InSize;
                return;
            default:
                if (_lineEnd == start)
                {
                    _state = Done;
                    return;
                }

                _trailer += inner.Start - start;
                if (_trailer > Limits.Trailer)
                {
                    Malformed = true;
                }

                return;
        }
    }

    // 1*HEXDIG, then nothing or an extension: -1 for anything else, also for more than 2^63-1 (§7.1: a recipient must expect large ones).
    private static long Size(byte[] b, int at, int end)
    {
        int digit = at < end ? Text.HexDigit(b[at]) : -1;
        if (digit < 0)
        {
            return -1;
        }

        long size = 0;
        for (; at < end && (digit = Text.HexDigit(b[at])) >= 0; at++)
        {
            if (size > (long.MaxValue >> 4))
            {
                return -1;
            }

            size = (size << 4) | (uint)digit;
        }

        // chunk-ext = *( BWS ";" BWS … ): blanks are bad, and there.
        int rest = Text.SkipBlanks(b, at, end);
        return rest == at && at == end || (rest < end && b[rest] == ';') ? size : -1;
    }

    private int Refuse()
    {
        Malformed = true;
        return Broken;
    }
}
