using PeerDevice.Bytes;

namespace PeerDevice.Wire.Json;

/// <summary>
/// Reads JSON (RFC 8259) piece by piece as it comes, in a bounded part of memory: what it is made of is told one after the other. Total over any octets: what is no JSON ends in
/// <see cref="Malformed"/>, and stays there. Not looked at: whether a key comes twice, and what a number is that is no whole one.
/// </summary>
public sealed class JsonReader
{
    /// <summary>Nothing comes any more: the value is whole.</summary>
    public const int End = 0;

    /// <summary>An object begins: keys with their values follow, up to its end.</summary>
    public const int Object = 1;

    /// <summary>An object ends.</summary>
    public const int ObjectEnd = 2;

    /// <summary>An array begins: values follow, up to its end.</summary>
    public const int Array = 3;

    /// <summary>An array ends.</summary>
    public const int ArrayEnd = 4;

    /// <summary>The key of a member: <see cref="Text"/> is it; its value follows.</summary>
    public const int Key = 5;

    /// <summary>A string: <see cref="Text"/> is it.</summary>
    public const int String = 6;

    /// <summary>A number: <see cref="Number"/> is it.</summary>
    public const int Numeral = 7;

    /// <summary>The value true.</summary>
    public const int True = 8;

    /// <summary>The value false.</summary>
    public const int False = 9;

    /// <summary>The value null.</summary>
    public const int Null = 10;

    /// <summary>It is no JSON, breaks off, is longer or nested deeper than is read.</summary>
    public const int Malformed = 11;

    private const int Nothing = -1;
    private const int LongestCharacter = 4;

    private readonly ByteSource _source;
    private readonly byte[] _block;
    private readonly ByteWriter _text;
    private readonly bool[] _isObject = new bool[Limits.JsonDepth];
    private int _at;
    private int _end;
    private int _left;
    private int _depth;
    private bool _wantsValue = true;
    private bool _isFirst;
    private bool _isDone;
    private bool _isMalformed;

    /// <summary>Makes a reader.</summary>
    /// <param name="source">Where the text comes from.</param>
    /// <param name="block">What of it is held at a time.</param>
    /// <param name="text">What of a string is held: of a longer one its front.</param>
    /// <param name="most">Octets that are read at most.</param>
    public JsonReader(ByteSource source, byte[] block, byte[] text, int most)
    {
        _source = source;
        _block = block;
        _text = new ByteWriter(text);
        _left = most;
    }

    /// <summary>Objects and arrays that are open.</summary>
    public int Depth => _depth;

    /// <summary>The string or key that was read last, without its escapes.</summary>
    public string Text => Bytes.Text.String(_text.Buffer, 0, _text.Position);

    /// <summary>The number that was read last, where it is a whole one of 64 bits; otherwise 0.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the string or key that was read last is an ASCII text.</summary>
    public bool Is(string ascii)
    {
        return Bytes.Text.Is(_text.Buffer, 0, _text.Position, ascii);
    }

    /// <summary>Reads the next piece.</summary>
    /// <returns>Which it is.</returns>
    public int Next()
    {
        if (_isMalformed)
        {
            return Malformed;
        }

        int octet = SkipBlanks();
        if (_isDone)
        {
            return octet == Nothing ? End : Fail();
        }

        if (_wantsValue)
        {
            return Value(octet);
        }

        // Within an object or an array, behind a value or at the beginning.
        bool isObject = _isObject[_depth - 1];
        if (octet == (isObject ? '}' : ']'))
        {
            Take();
            return Leave(isObject);
        }

        if (!_isFirst)
        {
            if (octet != ',')
            {
                return Fail();
            }

            Take();
            octet = SkipBlanks();
        }

        _isFirst = false;
        if (!isObject)
        {
            return Value(octet);
        }

        if (octet != '"' || !ReadString() || SkipBlanks() != ':')
        {
            return Fail();
        }

        Take();
        _wantsValue = true;
        return Key;
    }

    /// <summary>Passes over the value that follows a key, whatever is in it.</summary>
    /// <returns>False when it is malformed.</returns>
    public bool Skip()
    {
        int depth = _depth;
        int piece;
        do
        {
            piece = Next();
        }
        while (piece != Malformed && piece != End && (_depth > depth || piece == Key));

        return piece != Malformed && piece != End;
    }

    private int Value(int octet)
    {
        _wantsValue = false;
        switch (octet)
        {
            case '{':
            case '[':
                return Enter(octet == '{');
            case '"':
                return ReadString() ? Done(String) : Fail();
            case 't':
                return Word("true") ? Done(True) : Fail();
            case 'f':
                return Word("false") ? Done(False) : Fail();
            case 'n':
                return Word("null") ? Done(Null) : Fail();
            default:
                return ReadNumber() ? Done(Numeral) : Fail();
        }
    }

    private int Enter(bool isObject)
    {
        if (_depth == _isObject.Length)
        {
            return Fail();
        }

        Take();
        _isObject[_depth++] = isObject;
        _isFirst = true;
        return isObject ? Object : Array;
    }

    private int Leave(bool isObject)
    {
        _depth--;
        _isFirst = false;
        return Done(isObject ? ObjectEnd : ArrayEnd);
    }

    private int Done(int piece)
    {
        _isDone = _depth == 0;
        return piece;
    }

    /// <summary>Reads a string with its quotation marks (§7). Control characters are not allowed in it.</summary>
    private bool ReadString()
    {
        _text.Reset();
        Take();
        int high = 0;
        while (true)
        {
            int octet = Peek();
            if (octet < ' ')
            {
                return false;
            }

            Take();
            if (octet == '"')
            {
                Lone(high);
                Trim();
                return true;
            }

            if (octet != '\\')
            {
                high = Lone(high);
                _text.Octet((byte)octet);
                continue;
            }

            int escape = Peek();
            Take();
            if (escape != 'u')
            {
                high = Lone(high);
                int meant = Escaped(escape);
                if (meant < 0)
                {
                    return false;
                }

                _text.Octet((byte)meant);
                continue;
            }

            int unit = ReadUnit();
            if (unit < 0)
            {
                return false;
            }

            if (unit >= 0xDC00 && unit <= 0xDFFF && high != 0)
            {
                Character(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
                high = 0;
                continue;
            }

            high = Lone(high);
            if (unit >= 0xD800 && unit <= 0xDBFF)
            {
                high = unit;
            }
            else
            {
                Character(unit >= 0xDC00 && unit <= 0xDFFF ? '?' : unit);
            }
        }
    }

    // Half of a pair that has no other half is no character.
    private int Lone(int high)
    {
        if (high != 0)
        {
            _text.Octet((byte)'?');
        }

        return 0;
    }

    // What was cut may be cut within a character, and what is no UTF-8 is not told.
    private void Trim()
    {
        for (int cut = 0; cut < LongestCharacter && _text.Overflowed && !Bytes.Text.IsUtf8(_text.Buffer, 0, _text.Position); cut++)
        {
            _text.Position--;
        }

        if (!Bytes.Text.IsUtf8(_text.Buffer, 0, _text.Position))
        {
            _text.Reset();
        }
    }

    private void Character(int code)
    {
        if (code < 0x80)
        {
            // A board ends its strings at a NUL.
            _text.Octet(code == 0 ? (byte)'?' : (byte)code);
        }
        else if (code < 0x800)
        {
            _text.Octet((byte)(0xC0 | (code >> 6)));
            _text.Octet((byte)(0x80 | (code & 0x3F)));
        }
        else
        {
            if (code < 0x10000)
            {
                _text.Octet((byte)(0xE0 | (code >> 12)));
            }
            else
            {
                _text.Octet((byte)(0xF0 | (code >> 18)));
                _text.Octet((byte)(0x80 | ((code >> 12) & 0x3F)));
            }

            _text.Octet((byte)(0x80 | ((code >> 6) & 0x3F)));
            _text.Octet((byte)(0x80 | (code & 0x3F)));
        }
    }

    private int ReadUnit()
    {
        int unit = 0;
        for (int i = 0; i < 4; i++)
        {
            int octet = Peek();
            int digit = octet < 0 ? -1 : Bytes.Text.HexDigit((byte)octet);
            if (digit < 0)
            {
                return -1;
            }

            Take();
            unit = (unit << 4) | digit;
        }

        return unit;
    }

    private static int Escaped(int escape)
    {
        switch (escape)
        {
            case '"':
            case '\\':
            case '/':
                return escape;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            default:
                return Nothing;
        }
    }

    /// <summary>Reads a number (§6): a whole one's value, of others only that it is one.</summary>
    private bool ReadNumber()
    {
        bool isNegative = Peek() == '-';
        if (isNegative)
        {
            Take();
        }

        int digits = 0;
        bool isWhole = true;
        bool isZero = Peek() == '0';
        Number = 0;
        while (IsDigit(Peek()))
        {
            int digit = Peek() - '0';
            isWhole &= Number <= (long.MaxValue - digit) / 10;
            Number = isWhole ? (Number * 10) + digit : 0;
            digits++;
            Take();
        }

        if (digits == 0 || (isZero && digits > 1))
        {
            return false;
        }

        if (Peek() == '.')
        {
            isWhole = false;
            Take();
            if (!Digits())
            {
                return false;
            }
        }

        if (Peek() == 'e' || Peek() == 'E')
        {
            isWhole = false;
            Take();
            if (Peek() == '+' || Peek() == '-')
            {
                Take();
            }

            if (!Digits())
            {
                return false;
            }
        }

        Number = !isWhole ? 0 : isNegative ? -Number : Number;
        return true;
    }

    private bool Digits()
    {
        bool has = IsDigit(Peek());
        while (IsDigit(Peek()))
        {
            Take();
        }

        return has;
    }

    private bool Word(string word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (Peek() != word[i])
            {
                return false;
            }

            Take();
        }

        return true;
    }

    private int SkipBlanks()
    {
        int octet = Peek();
        while (octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n')
        {
            Take();
            octet = Peek();
        }

        return octet;
    }

    private static bool IsDigit(int octet)
    {
        return octet >= '0' && octet <= '9';
    }

    private int Peek()
    {
        if (_at < _end)
        {
            return _block[_at];
        }

        if (_left <= 0)
        {
            return Nothing;
        }

        int got = _source.Read(_block, 0, _block.Length < _left ? _block.Length : _left);
        if (got <= 0)
        {
            _left = 0;
            return Nothing;
        }

        _left -= got;
        _at = 0;
        _end = got;
        return _block[0];
    }

    private void Take()
    {
        _at++;
    }

    private int Fail()
    {
        _isMalformed = true;
        return Malformed;
    }
}
