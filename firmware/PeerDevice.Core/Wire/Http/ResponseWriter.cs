using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Writes the head of a response (RFC 9112 §4) into a <see cref="ByteWriter"/>, from literals and numbers, without allocating.</summary>
public sealed class ResponseWriter
{
    private readonly ByteWriter _w;
    private readonly byte[] _date = new byte[HttpDate.Length];
    private long _dateSecond = -1;

    /// <summary>Makes a writer of heads over a writer of octets.</summary>
    public ResponseWriter(ByteWriter writer)
    {
        _w = writer;
    }

    /// <summary>Where the octets go.</summary>
    public ByteWriter Writer => _w;

    /// <summary>Writes the status-line.</summary>
    public void Status(int status)
    {
        string line = StatusLine(status);
        if (line.Length > 0)
        {
            _w.Text(line);
            return;
        }

        // RFC 9112 §4: the reason phrase may be empty, the space before it may not be missing.
        _w.Text("HTTP/1.1 ");
        _w.Number(status);
        _w.Text(" \r\n");
    }

    /// <summary>Writes whole field lines, each with its CRLF.</summary>
    public void Lines(string lines)
    {
        _w.Text(lines);
    }

    /// <summary>Writes a field. A value with a line end or a NUL in it is left out with its field: nobody splits a response.</summary>
    /// <param name="name">The name with colon and space, as in "Location: ".</param>
    /// <param name="value">The value.</param>
    public void Field(string name, string value)
    {
        if (value.IndexOf('\r') >= 0 || value.IndexOf('\n') >= 0 || value.IndexOf('\0') >= 0)
        {
            return;
        }

        _w.Text(name);
        _w.Text(value);
        _w.Text("\r\n");
    }

    /// <summary>Writes a field whose value is a whole number.</summary>
    public void Field(string name, long value)
    {
        _w.Text(name);
        _w.Number(value);
        _w.Text("\r\n");
    }

    /// <summary>Writes a field whose value is a date (RFC 9110 §5.6.7).</summary>
    public void Date(string name, long unixSeconds)
    {
        _w.Text(name);
        HttpDate.Write(_w, unixSeconds);
        _w.Text("\r\n");
    }

    /// <summary>
    /// Writes the Date field (RFC 9110 §6.6.1), from what was written before if that was in the same second;
    /// nothing when <paramref name="unixSeconds"/> is 0, since then there is no clock.
    /// </summary>
    public void Now(long unixSeconds)
    {
        if (unixSeconds <= 0)
        {
            return;
        }

        _w.Text("Date: ");
        if (unixSeconds == _dateSecond)
        {
            _w.Octets(_date, 0, HttpDate.Length);
        }
        else
        {
            int at = _w.Position;
            HttpDate.Write(_w, unixSeconds);
            if (_w.Position - at == HttpDate.Length)
            {
                System.Array.Copy(_w.Buffer, at, _date, 0, HttpDate.Length);
                _dateSecond = unixSeconds;
            }
        }

        _w.Text("\r\n");
    }

    /// <summary>Writes the ETag field (RFC 9110 §8.8.3) with a strong tag, given without its quotes.</summary>
    public void Tag(byte[] tag, int length)
    {
        _w.Text("ETag: \"");
        _w.Octets(tag, 0, length);
        _w.Text("\"\r\n");
    }

    /// <summary>Writes Content-Range for a 206 (RFC 9110 §14.4).</summary>
    public void ContentRange(long first, long last, long length)
    {
        _w.Text("Content-Range: bytes ");
        _w.Number(first);
        _w.Octet((byte)'-');
        _w.Number(last);
        _w.Octet((byte)'/');
        _w.Number(length);
        _w.Text("\r\n");
    }

    /// <summary>Writes Content-Range for a 416 (RFC 9110 §14.4).</summary>
    public void UnsatisfiedRange(long length)
    {
        _w.Text("Content-Range: bytes */");
        _w.Number(length);
        _w.Text("\r\n");
    }

    /// <summary>Ends the head.</summary>
    public void EndOfHead()
    {
        _w.Text("\r\n");
    }

    /// <summary>The reason phrase of a status, for people; empty for one that we never send.</summary>
    public static string Reason(int status)
    {
        string line = StatusLine(status);
        return line.Length == 0 ? line : line.Substring(13, line.Length - 15);
    }

    // RFC 9110 §15, RFC 4918 §11, RFC 6585
    private static string StatusLine(int status)
    {
        switch (status)
        {
            case 100: return "HTTP/1.1 100 Continue\r\n";
            case 200: return "HTTP/1.1 200 OK\r\n";
            case 201: return "HTTP/1.1 201 Created\r\n";
            case 204: return "HTTP/1.1 204 No Content\r\n";
            case 206: return "HTTP/1.1 206 Partial Content\r\n";
            case 207: return "HTTP/1.1 207 Multi-Status\r\n";
            case 301: return "HTTP/1.1 301 Moved Permanently\r\n";
            case 302: return "HTTP/1.1 302 Found\r\n";
            case 303: return "HTTP/1.1 303 See Other\r\n";
            case 304: return "HTTP/1.1 304 Not Modified\r\n";
            case 307: return "HTTP/1.1 307 Temporary Redirect\r\n";
            case 308: return "HTTP/1.1 308 Permanent Redirect\r\n";
            case 400: return "HTTP/1.1 400 Bad Request\r\n";
            case 401: return "HTTP/1.1 401 Unauthorized\r\n";
            case 403: return "HTTP/1.1 403 Forbidden\r\n";
            case 404: return "HTTP/1.1 404 Not Found\r\n";
            case 405: return "HTTP/1.1 405 Method Not Allowed\r\n";
            case 406: return "HTTP/1.1 406 Not Acceptable\r\n";
            case 408: return "HTTP/1.1 408 Request Timeout\r\n";
            case 409: return "HTTP/1.1 409 Conflict\r\n";
            case 411: return "HTTP/1.1 411 Length Required\r\n";
            case 412: return "HTTP/1.1 412 Precondition Failed\r\n";
            case 413: return "HTTP/1.1 413 Content Too Large\r\n";
            case 414: return "HTTP/1.1 414 URI Too Long\r\n";
            case 415: return "HTTP/1.1 415 Unsupported Media Type\r\n";
            case 416: return "HTTP/1.1 416 Range Not Satisfiable\r\n";
            case 417: return "HTTP/1.1 417 Expectation Failed\r\n";
            case 421: return "HTTP/1.1 421 Misdirected Request\r\n";
            case 422: return "HTTP/1.1 422 Unprocessable Content\r\n";
            case 423: return "HTTP/1.1 423 Locked\r\n";
            case 424: return "HTTP/1.1 424 Failed Dependency\r\n";
            case 429: return "HTTP/1.1 429 Too Many Requests\r\n";
            case 431: return "HTTP/1.1 431 Request Header Fields Too Large\r\n";
            case 500: return "HTTP/1.1 500 Internal Server Error\r\n";
            case 501: return "HTTP/1.1 501 Not Implemented\r\n";
            case 502: return "HTTP/1.1 502 Bad Gateway\r\n";
            case 503: return "HTTP/1.1 503 Service Unavailable\r\n";
            case 505: return "HTTP/1.1 505 HTTP Version Not Supported\r\n";
            case 507: return "HTTP/1.1 507 Insufficient Storage\r\n";
            default: return "";
        }
    }
}
