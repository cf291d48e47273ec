using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>
/// Reads the head of a request (RFC 9112 §3). Total: any octets give <see cref="HeadReader.Incomplete"/>,
/// <see cref="HeadReader.Complete"/> or <see cref="HeadReader.Refused"/>, and none throws.
/// </summary>
/// <remarks>
/// <code>
/// request-line = method SP request-target SP HTTP-version     RFC 9112 §3
/// HTTP-version = "HTTP/" DIGIT "." DIGIT                      RFC 9112 §2.3
/// </code>
/// </remarks>
public sealed class RequestReader : HeadReader
{
    private const int BadRequest = 400;
    private const int TargetTooLong = 414;
    private const int FieldsTooLarge = 431;
    private const int VersionNotSupported = 505;
    private const int VersionLength = 8;

    private int _method;
    private int _targetStart;
    private int _targetEnd;
    private int _keptTarget;
    private bool _isKept;
    private bool _isRepeated;
    private bool _isNearlyRepeated;
    private bool _wasHttp10;
    private readonly bool _remembers;
    private bool _isAtLocks;

    /// <summary>Makes a reader to be used for one request after the other.</summary>
    public RequestReader()
        : this(true)
    {
    }

    /// <summary>Makes a reader to be used for one request after the other.</summary>
    /// <param name="remembers">Whether the last head is remembered, and beside it that of the last LOCK: some 1,500 octets.</param>
    public RequestReader(bool remembers)
        : base(Field.FirstOfResponse, BadRequest, remembers ? Limits.FieldsKept : 0)
    {
        _remembers = remembers;
    }

    /// <summary>One of the constants of <see cref="PeerDevice.Wire.Http.Method"/>.</summary>
    public int Method => _method;

    /// <summary>The first octet of the request target.</summary>
    public int TargetStart => _targetStart;

    /// <summary>Behind the last octet of the request target.</summary>
    public int TargetEnd => _targetEnd;

    /// <summary>Whether the head is octet for octet the one that was read before it: all that followed from it then follows from it now.</summary>
    public bool IsRepeated => _isRepeated;

    /// <summary>Whether the head is that of the POST before it on this connection, octet for octet but for the digits of its Content-Length and the time of day of its Date.</summary>
    public bool IsNearlyRepeated => _isNearlyRepeated;

    /// <summary>Forgets the head that was read before: what follows comes from somebody else.</summary>
    public void ForgetBefore()
    {
        ForgetAll();
        _isKept = false;
        _isRepeated = false;
        _isNearlyRepeated = false;
    }

    /// <summary>Whether content follows the head.</summary>
    public bool HasBody => IsChunked || ContentLength > 0;

    /// <summary>Whether the client waits for 100 (Continue) before it sends content (RFC 9110 §10.1.1).</summary>
    public bool ExpectsContinue => Has(Field.Expect) && HasBody && !IsHttp10;

    /// <summary>
    /// Reads the head that begins at <paramref name="start"/>, as far as the octets up to <paramref name="end"/> go.
    /// Each call begins anew, so the same octets with more behind them may be shown again.
    /// </summary>
    public int Read(byte[] buffer, int start, int end)
    {
        bool isNearly = _isKept && _method == PeerDevice.Wire.Http.Method.Post && IsNearlyAsBefore(buffer, start, end);
        if (isNearly || (_isKept && IsAsBefore(buffer, start, end)))
        {
            // Nothing of it is to be forgotten: it was clean and in order then. Where its target stands is all that may be another.
            _isRepeated = !isNearly;
            _isNearlyRepeated = isNearly;
            _targetEnd = start + _keptTarget + _targetEnd - _targetStart;
            _targetStart = start + _keptTarget;
            _isHttp10 = _wasHttp10;
            return Complete;
        }

        Forget();
        _isKept = false;
        _isRepeated = false;
        _isNearlyRepeated = false;
        _method = PeerDevice.Wire.Http.Method.Unknown;
        _targetStart = 0;
        _targetEnd = 0;
        if (start >= end)
        {
            return Incomplete;
        }

        int at = start;
        if (buffer[at] == '\r')
        {
            // RFC 9112 §2.2: one empty line before the request line, which some clients leave behind the last content.
            if (end - at < 2)
            {
                return Incomplete;
            }

            at += 2;
            if (buffer[at - 1] != '\n')
            {
                return Refuse(BadRequest);
            }
        }

        int lineFeed = Array.IndexOf(buffer, Octets.LineFeed, at, end - at);
        if (lineFeed < 0)
        {
            return Incomplete;
        }

        int answer = ReadRequestLine(buffer, at, lineFeed - 1);
        if (answer != Complete)
        {
            return answer;
        }

        if ((_method == PeerDevice.Wire.Http.Method.Lock) != _isAtLocks && _remembers)
        {
            // Who locks does other things before the next lock, and a LOCK has fields of its own.
            _isAtLocks = !_isAtLocks;
            TurnMemory();
        }

        answer = ReadFields(buffer, lineFeed + 1, end);
        if (answer != Complete)
        {
            return answer;
        }

        // RFC 9112 §3.2: a request of HTTP/1.1 without Host is refused.
        if (!IsClean(buffer, start) || (!_isHttp10 && !Has(Field.Host)))
        {
            return Refuse(BadRequest);
        }

        answer = ReadFraming(buffer);
        if (answer == Complete)
        {
            Remember(buffer, start, lineFeed + 1);
            _isKept = true;
            _keptTarget = _targetStart - start;
            _wasHttp10 = _isHttp10;
        }

        return answer;
    }

    /// <summary>
    /// Refuses a head that is longer than the buffer that was to hold it: 414 while the request line has no end
    /// (RFC 9112 §3), 431 otherwise (RFC 6585 §5).
    /// </summary>
    public int RefuseTooLong(byte[] buffer, int start, int end)
    {
        return Refuse(Octets.Find(buffer, Text.SkipLineEnd(buffer, start, end), end, Octets.LineFeed) < 0 ? TargetTooLong : FieldsTooLarge);
    }

    private int ReadRequestLine(byte[] b, int at, int lineEnd)
    {
        int version = lineEnd - VersionLength;
        if (version <= at || b[lineEnd] != '\r' || b[version - 1] != ' ')
        {
            return Refuse(BadRequest);
        }

        if (Array.IndexOf(b, Octets.CarriageReturn, at, lineEnd - at) >= 0)
        {
            return Refuse(BadRequest);
        }

        // "HTTP", as a little-endian word; the name is case-sensitive (RFC 9112 §2.3).
        int major = b[version + 5];
        int minor = b[version + 7];
        if (BitConverter.ToInt32(b, version) != 0x50545448 || b[version + 4] != '/' || b[version + 6] != '.'
            || major < '0' || major > '9' || minor < '0' || minor > '9')
        {
            return Refuse(BadRequest);
        }

        int space = Array.IndexOf(b, Octets.Space, at, version - at);
        int target = space + 1;
        int targetEnd = version - 1;

        // The target ends at the second space there is, which must be the one before the version.
        if (targetEnd <= target || Array.IndexOf(b, Octets.Space, target, version - target) != targetEnd)
        {
            return Refuse(BadRequest);
        }

        int method = PeerDevice.Wire.Http.Method.Find(b, at, space);
        if (method < 0)
        {
            return Refuse(BadRequest);
        }

        _method = method;
        _targetStart = target;
        _targetEnd = targetEnd;
        if (major != '1')
        {
            return Refuse(VersionNotSupported);
        }

        _isHttp10 = minor == '0';
        return Complete;
    }
}
