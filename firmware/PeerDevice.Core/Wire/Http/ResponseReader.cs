using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Reads the head of a response (RFC 9112 §4). Total, as <see cref="RequestReader"/> is.</summary>
/// <remarks>
/// <code>
/// status-line = HTTP-version SP status-code SP [ reason-phrase ]     RFC 9112 §4
/// </code>
/// A status-line that ends behind its code, without the second space, is taken: servers send it.
/// </remarks>
public sealed class ResponseReader : HeadReader
{
    private const int BadGateway = 502;
    private const int ShortestLine = 12;

    /// <summary>Makes a reader to be used for one response after the other.</summary>
    public ResponseReader()
        : base(Field.Count, BadGateway, 0)
    {
    }

    /// <summary>The status code, 100 to 999.</summary>
    public int Status { get; private set; }

    /// <summary>Whether it leads elsewhere, which for GET is all one (RFC 9110 §15.4).</summary>
    public bool IsRedirect => Status == 301 || Status == 302 || Status == 303 || Status == 307 || Status == 308;

    /// <summary>
    /// Whether the response has content, unless it answers HEAD (RFC 9112 §6.3): none after 1xx, 204, 304 or a length of 0.
    /// </summary>
    public bool HasBody => Status >= 200 && Status != 204 && Status != 304 && ContentLength != 0;

    /// <summary>Whether the content goes on until the connection ends, since the head gives neither length nor chunks.</summary>
    public bool EndsWithConnection => HasBody && ContentLength < 0 && !IsChunked;

    /// <summary>Reads the head that begins at <paramref name="start"/>, as far as the octets up to <paramref name="end"/> go.</summary>
    public int Read(byte[] buffer, int start, int end)
    {
        Forget();
        Status = 0;
        if (start >= end)
        {
            return Incomplete;
        }

        int lineFeed = Octets.Find(buffer, start, end, Octets.LineFeed);
        if (lineFeed < 0)
        {
            return Incomplete;
        }

        int answer = ReadStatusLine(buffer, start, lineFeed - 1);
        if (answer != Complete)
        {
            return answer;
        }

        answer = ReadFields(buffer, lineFeed + 1, end);
        if (answer != Complete)
        {
            return answer;
        }

        return IsClean(buffer, start) ? ReadFraming(buffer) : Refuse(BadGateway);
    }

    private int ReadStatusLine(byte[] b, int at, int lineEnd)
    {
        if (lineEnd - at < ShortestLine || b[lineEnd] != '\r' || Octets.Find(b, at, lineEnd, Octets.CarriageReturn) >= 0)
        {
            return Refuse(BadGateway);
        }

        // "HTTP", as a little-endian word
        int code = (int)Text.Number(b, at + 9, at + 12);
        if (BitConverter.ToInt32(b, at) != 0x50545448 || b[at + 4] != '/' || b[at + 5] != '1' || b[at + 6] != '.'
            || b[at + 7] < '0' || b[at + 7] > '9' || b[at + 8] != ' ' || code < 100
            || (lineEnd > at + ShortestLine && b[at + ShortestLine] != ' '))
        {
            return Refuse(BadGateway);
        }

        Status = code;
        _isHttp10 = b[at + 7] == '0';
        return Complete;
    }
}
