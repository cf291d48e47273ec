using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dav;

/// <summary>
/// Reads an If field (RFC 4918 §10.4) part by part, as offsets into the buffer it stands in. Total: any octets give parts that end with
/// <see cref="End"/> or <see cref="Malformed"/>; nothing is allocated.
/// </summary>
/// <remarks>
/// <code>
/// If           = ( 1*No-tag-list | 1*Tagged-list )     RFC 4918 §10.4.2
/// No-tag-list  = List
/// Tagged-list  = Resource-Tag 1*List
/// List         = "(" 1*Condition ")"
/// Condition    = ["Not"] (State-token | "[" entity-tag "]")
/// State-token  = Coded-URL                             "&lt;" absolute-URI "&gt;"
/// Resource-Tag = "&lt;" Simple-ref "&gt;"
/// </code>
/// </remarks>
public sealed class IfReader
{
    /// <summary>The field was in order and is at its end.</summary>
    public const int End = 0;

    /// <summary>A resource tag: <see cref="Start"/>, <see cref="Stop"/> are its URI without the angle brackets.</summary>
    public const int Tag = 1;

    /// <summary>A list begins.</summary>
    public const int List = 2;

    /// <summary>A condition on a state token: <see cref="Start"/>, <see cref="Stop"/> are its URI; see <see cref="IsNot"/>.</summary>
    public const int StateToken = 3;

    /// <summary>A condition on an entity tag: <see cref="Start"/>, <see cref="Stop"/> are its opaque part without quotes; see <see cref="IsNot"/>, <see cref="IsWeak"/>.</summary>
    public const int EntityTag = 4;

    /// <summary>A list ends.</summary>
    public const int ListEnd = 5;

    /// <summary>The field is malformed: 400.</summary>
    public const int Malformed = -1;

    private byte[] _buffer = new byte[0];
    private int _at;
    private int _end;
    private bool _isInList;
    private bool _hasTags;
    private bool _needsList;
    private int _conditions;
    private int _lists;
    private bool _isMalformed;

    /// <summary>Where the part that was read last begins.</summary>
    public int Start { get; private set; }

    /// <summary>Behind the part that was read last.</summary>
    public int Stop { get; private set; }

    /// <summary>Whether the condition holds when what it names does not match.</summary>
    public bool IsNot { get; private set; }

    /// <summary>Whether the entity tag is a weak one, which equals no tag by the strong comparison that §10.4.4 asks for.</summary>
    public bool IsWeak { get; private set; }

    /// <summary>Begins to read the value that stands at [start, end).</summary>
    public void Begin(byte[] buffer, int start, int end)
    {
        _buffer = buffer;
        _at = start;
        _end = end;
        _isInList = false;
        _hasTags = false;
        _needsList = false;
        _conditions = 0;
        _lists = 0;
        _isMalformed = false;
    }

    /// <summary>Reads the next part. After <see cref="End"/> or <see cref="Malformed"/> it gives the same again.</summary>
    public int Next()
    {
        if (_isMalformed)
        {
            return Malformed;
        }

        IsNot = false;
        IsWeak = false;
        _at = Text.SkipBlanks(_buffer, _at, _end);
        int part = _isInList ? NextCondition() : NextList();
        _isMalformed = part == Malformed;
        return part;
    }

    /// <summary>Whether a state token stands anywhere in a value, true or not: then it counts as submitted (RFC 4918 §10.4.1).</summary>
    public bool Submits(byte[] buffer, int start, int end, byte[] token)
    {
        Begin(buffer, start, end);
        for (int part = Next(); part != End && part != Malformed; part = Next())
        {
            if (part == StateToken && Stop - Start == token.Length && Octets.AreSame(buffer, Start, token, 0, token.Length))
            {
                return true;
            }
        }

        return false;
    }

    private int NextList()
    {
        if (_at == _end)
        {
            return _lists == 0 || _needsList ? Malformed : End;
        }

        int octet = _buffer[_at];
        if (octet == '(')
        {
            _at++;
            _isInList = true;
            _needsList = false;
            _conditions = 0;
            _lists++;
            return List;
        }

        // A tag needs a list behind it, and may not follow one that has none before it.
        if (octet != '<' || _needsList || (_lists > 0 && !_hasTags) || !TakeUri())
        {
            return Malformed;
        }

        _hasTags = true;
        _needsList = true;
        return Tag;
    }

    private int NextCondition()
    {
        if (_at < _end && _buffer[_at] == ')')
        {
            _at++;
            _isInList = false;
            return _conditions == 0 ? Malformed : ListEnd;
        }

        if (_end - _at > 3 && Text.EqualsIgnoreCase(_buffer, _at, _at + 3, "not"))
        {
            IsNot = true;
            _at = Text.SkipBlanks(_buffer, _at + 3, _end);
        }

        _conditions++;
        if (_at == _end)
        {
            return Malformed;
        }

        if (_buffer[_at] == '<')
        {
            return TakeUri() ? StateToken : Malformed;
        }

        return _buffer[_at] == '[' && TakeEntityTag() ? EntityTag : Malformed;
    }

    // "<" URI ">": at least one octet, none of them a blank or an angle bracket (RFC 4918 §10.1, §8.3).
    private bool TakeUri()
    {
        Start = _at + 1;
        Stop = Octets.Find(_buffer, Start, _end, Octets.Greater);
        _at = Stop + 1;
        return Stop > Start && Octets.Find(_buffer, Start, Stop, Octets.Less) < 0 && (Text.AreVisible(_buffer, Start, Stop) || !HasBlank(Start, Stop));
    }

    // What is not ASCII is no part of a URI, but some clients send names as they are.
    private bool HasBlank(int at, int end)
    {
        while (at < end && _buffer[at] > ' ')
        {
            at++;
        }

        return at < end;
    }

    // "[" [ "W/" ] DQUOTE *etagc DQUOTE "]" (RFC 9110 §8.8.3)
    private bool TakeEntityTag()
    {
        int at = Text.SkipBlanks(_buffer, _at + 1, _end);
        IsWeak = _end - at > 2 && _buffer[at] == 'W' && _buffer[at + 1] == '/';
        at += IsWeak ? 2 : 0;
        if (at >= _end || _buffer[at] != '"')
        {
            return false;
        }

        Start = at + 1;
        Stop = Octets.Find(_buffer, Start, _end, Octets.Quote);
        if (Stop < 0)
        {
            return false;
        }

        at = Text.SkipBlanks(_buffer, Stop + 1, _end);
        _at = at + 1;
        return at < _end && _buffer[at] == ']';
    }
}
