using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dav;

/// <summary>
/// Reads a multistatus as a client (RFC 4918 §13, §14.16), member by member while it arrives: of any length in the memory of its longest piece. Total: what makes no sense ends it.
/// </summary>
/// <remarks>
/// <code>
/// multistatus = response*
/// response    = href propstat+          the first href counts
/// propstat    = prop status             the properties of a status of 200 count
/// </code>
/// Elements are known by their local names: whoever asks names the properties that it wants, so no other comes under one. A document type declaration, a comment and a CDATA section are refused, an element and a
/// text longer than the buffer too.
/// </remarks>
public sealed class ListingReader
{
    /// <summary>A member was read.</summary>
    public const int Member = 1;

    /// <summary>The document is at its end.</summary>
    public const int End = 0;

    /// <summary>It is no multistatus, or goes beyond a bound.</summary>
    public const int Malformed = -1;

    /// <summary>It ended before its time.</summary>
    public const int Broken = -2;

    private const int GoOn = 2;

    private readonly BufferedSource _in;
    private long _octets;
    private bool _isBegun;
    private bool _isInProp;
    private bool _isOk;
    private bool _isCollection;
    private long _length;
    private string _tag = "";

    /// <summary>Makes a reader over a buffer.</summary>
    /// <param name="buffer">As long as the longest piece that is read.</param>
    public ListingReader(byte[] buffer)
    {
        _in = new BufferedSource(buffer);
    }

    /// <summary>The member's URI or path, percent-encoded as it came.</summary>
    public string Href { get; private set; } = "";

    /// <summary>Whether it is a collection.</summary>
    public bool IsCollection { get; private set; }

    /// <summary>Octets of its content; -1 where it does not say.</summary>
    public long Length { get; private set; }

    /// <summary>Its entity tag with its quotes; empty where it has none.</summary>
    public string Tag { get; private set; } = "";

    /// <summary>Begins with a document.</summary>
    public void Begin(ByteSource source)
    {
        _in.Attach(source);
        _octets = 0;
        _isBegun = false;
        Forget();
    }

    /// <summary>Reads on to the next member.</summary>
    /// <returns><see cref="Member"/>, <see cref="End"/>, <see cref="Malformed"/> or <see cref="Broken"/>.</returns>
    public int Next()
    {
        Forget();
        while (true)
        {
            int text = Find(Octets.Less, 0);
            int tag = text < 0 ? text : Find(Octets.Greater, text);
            if (tag < 0)
            {
                return tag;
            }

            int start = _in.Start;
            int kind = Take(_in.Buffer, start, start + text + 1, start + tag);
            _in.Start = start + tag + 1;
            if (kind != GoOn)
            {
                return kind;
            }
        }
    }

    /// <summary>Looks at one tag and the text before it.</summary>
    private int Take(byte[] b, int text, int tag, int end)
    {
        if (tag == end || b[tag] == '!')
        {
            return Malformed;
        }

        if (b[tag] == '?')
        {
            return _isBegun ? Malformed : GoOn;
        }

        bool isEnd = b[tag] == '/';
        bool isEmpty = !isEnd && b[end - 1] == '/';
        int name = isEnd ? tag + 1 : tag;
        int stop = name;
        for (; stop < end && b[stop] > ' ' && b[stop] != '/'; stop++)
        {
            if (b[stop] == ':')
            {
                name = stop + 1;
            }
        }

        if (!_isBegun)
        {
            _isBegun = true;
            if (isEnd || !Text.Is(b, name, stop, "multistatus"))
            {
                return Malformed;
            }

            return isEmpty ? End : GoOn;
        }

        if (!isEnd)
        {
            Open(b, name, stop);
        }

        return isEnd || isEmpty ? Close(b, name, stop, text, tag - 1) : GoOn;
    }

    private void Open(byte[] b, int name, int stop)
    {
        if (Text.Is(b, name, stop, "response"))
        {
            Forget();
        }
        else if (Text.Is(b, name, stop, "propstat"))
        {
            ForgetPropstat();
            _isInProp = true;
        }
        else if (Text.Is(b, name, stop, "collection"))
        {
            _isCollection = true;
        }
    }

    private int Close(byte[] b, int name, int stop, int text, int textEnd)
    {
        if (Text.Is(b, name, stop, "response"))
        {
            return Href.Length > 0 ? Member : Malformed;
        }

        if (Text.Is(b, name, stop, "multistatus"))
        {
            return End;
        }

        if (Text.Is(b, name, stop, "href") && Href.Length == 0 && !_isInProp)
        {
            Href = Value(b, text, textEnd);
        }
        else if (Text.Is(b, name, stop, "getcontentlength"))
        {
            _length = Text.Number(b, text, textEnd);
        }
        else if (Text.Is(b, name, stop, "getetag"))
        {
            _tag = Value(b, text, textEnd);
        }
        else if (Text.Is(b, name, stop, "status"))
        {
            // HTTP-version SP status-code, and perhaps a reason: RFC 9112 §4
            text = SkipWhite(b, text, textEnd);
            _isOk = textEnd - text >= 12 && b[text + 8] == ' ' && b[text + 9] == '2' && b[text + 10] == '0' && b[text + 11] == '0';
        }
        else if (Text.Is(b, name, stop, "propstat"))
        {
            _isInProp = false;
            if (_isOk)
            {
                IsCollection |= _isCollection;
                Length = _length >= 0 ? _length : Length;
                Tag = _tag.Length > 0 ? _tag : Tag;
            }
        }

        return GoOn;
    }

    // Finds an octet, reading on as far as needed. Offsets are from the start of what is unread, since reading on may move it.
    private int Find(object octet, int from)
    {
        while (true)
        {
            int at = Octets.Find(_in.Buffer, _in.Start + from, _in.End, octet);
            if (at >= 0)
            {
                return at - _in.Start;
            }

            from = _in.End - _in.Start;
            int got = _in.Fill();
            if (got <= 0)
            {
                return got == BufferedSource.Full ? Malformed : Broken;
            }

            _octets += got;
            if (_octets > Limits.ListingOctets)
            {
                return Malformed;
            }
        }
    }

    // The five that need no declaration (XML 1.0 §4.6), of which an href has one as a rule.
    private static string Value(byte[] b, int start, int end)
    {
        start = SkipWhite(b, start, end);
        while (end > start && b[end - 1] <= ' ')
        {
            end--;
        }

        string text = Text.String(b, start, end);
        int at = text.IndexOf('&');
        while (at >= 0)
        {
            int semicolon = text.IndexOf(';', at);
            string name = semicolon < 0 ? "" : text.Substring(at + 1, semicolon - at - 1);
            string meant = name == "amp" ? "&" : name == "lt" ? "<" : name == "gt" ? ">" : name == "quot" || name == "#34" ? "\"" : name == "apos" || name == "#39" ? "'" : "";
            if (meant.Length == 0)
            {
                return "";
            }

            text = text.Substring(0, at) + meant + text.Substring(semicolon + 1);
            at = text.IndexOf('&', at + 1);
        }

        return text;
    }

    private static int SkipWhite(byte[] b, int start, int end)
    {
        while (start < end && b[start] <= ' ')
        {
            start++;
        }

        return start;
    }

    private void Forget()
    {
        Href = "";
        IsCollection = false;
        Length = -1;
        Tag = "";
        _isInProp = false;
        ForgetPropstat();
    }

    private void ForgetPropstat()
    {
        _isOk = false;
        _isCollection = false;
        _length = -1;
        _tag = "";
    }
}
