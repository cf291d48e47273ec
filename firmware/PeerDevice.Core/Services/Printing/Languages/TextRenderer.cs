using System;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing.Languages;

/// <summary>
/// Prints text/plain: UTF-8 as it comes becomes lines in the code page and the commands of a device. May be interrupted behind any octet and makes the same of it
/// however it is cut. No octet below 32 of the text reaches the device but as what it means here: a text cannot program it.
/// </summary>
/// <remarks>
/// CR, LF, CR LF, U+0085, U+2028 and U+2029 end a line, a form feed ends a page, a tabulator goes to the next eighth column. A line that is too long is
/// broken at its last blank, or else where it is full; blanks at a break are not printed. What is no UTF-8 prints "?", once for each
/// sequence that is cut short (Unicode §3.9, table 3-8), and so does a character that neither the code page has nor <see cref="Fallback"/> knows.
/// A board does some 5 instructions an octet: runs of ASCII are looked through eight at a time and copied natively.
/// </remarks>
public sealed class TextRenderer
{
    private const int TabStop = 8;
    private const int NotUtf8 = 0xFFFD;
    private const byte Unknown = (byte)'?';

    // Eight octets at once: a high bit is set in what is beyond ASCII, in what is DEL once 1 is added, in what is a control once 32 is taken away.
    private const long HighBits = unchecked((long)0x8080808080808080);
    private const long Ones = 0x0101010101010101;
    private const long Blanks = 0x2020202020202020;

    private readonly TextLanguage _language;
    private readonly CodePage _page;
    private readonly byte[] _line;
    private readonly int _columns;
    private readonly int _lines;
    private readonly int _reserve;
    private ByteWriter _to = new ByteWriter(new byte[0]);
    private int _length;
    private int _row;
    private bool _isBegun;
    private bool _isPageOpen;

    // The line was begun by a break, not by a line end: blanks at its front, and a line end before anything else, are the break's.
    private bool _isBroken;
    private bool _isAfterReturn;

    // A character that is still coming: what it has come to, how many octets are missing, and what the next may be.
    private int _codePoint;
    private int _missing;
    private int _least;
    private int _most;

    /// <summary>Makes a renderer of one document.</summary>
    public TextRenderer(TextLanguage language)
    {
        _language = language;
        _page = language.Layout.Page;
        _columns = language.Layout.Columns;
        _lines = language.Layout.Lines;
        _line = new byte[_columns];
        _reserve = language.Reserve;
    }

    /// <summary>Takes text from <paramref name="start"/> up to <paramref name="end"/>, as long as there is room for what it makes.</summary>
    /// <returns>Behind what it took: less than <paramref name="end"/> when <paramref name="to"/> has to be emptied first.</returns>
    public int Take(byte[] text, int start, int end, ByteWriter to)
    {
        _to = to;
        while (start < end && to.Room >= _reserve)
        {
            byte octet = text[start];
            if (_missing > 0)
            {
                start += Continue(octet);
            }
            else if (octet >= ' ' && octet < 0x7F)
            {
                start = Plain(text, start, end);
            }
            else
            {
                start++;
                if (octet < 0x80)
                {
                    Control(octet);
                }
                else
                {
                    Lead(octet);
                }
            }
        }

        return start;
    }

    /// <summary>Ends the document: the line, the page and whatever else is open. One without a line prints nothing at all.</summary>
    /// <returns>False when <paramref name="to"/> has to be emptied first.</returns>
    public bool End(ByteWriter to)
    {
        _to = to;
        if (_missing > 0 && to.Room >= _reserve)
        {
            _missing = 0;
            Put(Unknown);
        }

        if (to.Room < _reserve)
        {
            return false;
        }

        if (_length > 0)
        {
            EndLine();
        }

        if (_isPageOpen && _language.Code.Length > 0 && (_lines == 0 || _row + _language.CodeLines <= _lines))
        {
            _language.WriteCode(to, _row);
        }

        EndPage();
        if (_isBegun)
        {
            _language.End(to);
            _isBegun = false;
        }

        return true;
    }

    /// <summary>Where a run of printable ASCII that begins at <paramref name="start"/> ends.</summary>
    private static int PlainEnd(byte[] text, int start, int stop)
    {
        while (stop - start >= 8)
        {
            long eight = BitConverter.ToInt64(text, start);
            if (((eight | (eight + Ones) | (eight - Blanks)) & HighBits) != 0)
            {
                break;
            }

            start += 8;
        }

        while (start < stop && text[start] >= ' ' && text[start] < 0x7F)
        {
            start++;
        }

        return start;
    }

    private int Plain(byte[] text, int start, int end)
    {
        _isAfterReturn = false;
        if (_length == _columns)
        {
            Break(text[start] == ' ');
        }

        if (_length == 0 && _isBroken)
        {
            while (start < end && text[start] == ' ')
            {
                start++;
            }
        }

        int stop = start + _columns - _length;
        int at = PlainEnd(text, start, stop < end ? stop : end);
        Array.Copy(text, start, _line, _length, at - start);
        _length += at - start;
        return at;
    }

    private void Control(byte octet)
    {
        bool isAfterReturn = _isAfterReturn;
        _isAfterReturn = octet == '\r';
        switch (octet)
        {
            case (byte)'\n':
                if (!isAfterReturn)
                {
                    EndLine();
                }

                break;

            case (byte)'\r':
                EndLine();
                break;

            case (byte)'\f':
                EndPage();
                break;

            case (byte)'\t':
                Tab();
                break;
        }
    }

    // RFC 3629 §4: the second octet's bounds shut out overlong forms, surrogates and what lies above U+10FFFF.
    private void Lead(byte octet)
    {
        _isAfterReturn = false;
        _least = octet == 0xE0 ? 0xA0 : octet == 0xF0 ? 0x90 : 0x80;
        _most = octet == 0xED ? 0x9F : octet == 0xF4 ? 0x8F : 0xBF;
        if (octet >= 0xC2 && octet < 0xE0)
        {
            _missing = 1;
            _codePoint = octet & 0x1F;
        }
        else if (octet >= 0xE0 && octet < 0xF0)
        {
            _missing = 2;
            _codePoint = octet & 0x0F;
        }
        else if (octet >= 0xF0 && octet < 0xF5)
        {
            _missing = 3;
            _codePoint = octet & 0x07;
        }
        else
        {
            Put(Unknown);
        }
    }

    /// <returns>How many octets it took: none of one that cannot go on with what was begun.</returns>
    private int Continue(byte octet)
    {
        if (octet < _least || octet > _most)
        {
            _missing = 0;
            Put(Unknown);
            return 0;
        }

        _codePoint = (_codePoint << 6) | (octet & 0x3F);
        _least = 0x80;
        _most = 0xBF;
        _missing--;
        if (_missing == 0)
        {
            Character(_codePoint);
        }

        return 1;
    }

    private void Character(int codePoint)
    {
        if (codePoint == 0x85 || codePoint == 0x2028 || codePoint == 0x2029)
        {
            EndLine();
            return;
        }

        if (codePoint < 0xA0 || IsUnseen(codePoint))
        {
            return;
        }

        char character = codePoint > NotUtf8 ? (char)NotUtf8 : (char)codePoint;
        int octet = _page.Find(character);
        if (octet >= 0)
        {
            Put((byte)octet);
        }
        else if (Fallback.IsMark(character))
        {
            Mark(character);
        }
        else
        {
            Replace(character);
        }
    }

    /// <summary>Whether a character leaves no trace on paper: a soft hyphen, joiners, directions, variation selectors, the mark in front of a file.</summary>
    private static bool IsUnseen(int codePoint)
    {
        return codePoint == 0xAD || (codePoint >= 0x200B && codePoint < 0x2010) || (codePoint >= 0x202A && codePoint < 0x202F)
            || (codePoint >= 0x2060 && codePoint < 0x2070) || (codePoint >= 0xFE00 && codePoint < 0xFE10) || codePoint == 0xFEFF;
    }

    /// <summary>Puts an accent onto the letter before it, where the device has the two in one; leaves it out otherwise.</summary>
    private void Mark(char mark)
    {
        if (_length == 0)
        {
            return;
        }

        char letter = Fallback.Compose(_page.CharacterOf(_line[_length - 1]), mark);
        int octet = letter == '\0' ? -1 : _page.Find(letter);
        if (octet >= 0)
        {
            _line[_length - 1] = (byte)octet;
        }
    }

    private void Replace(char character)
    {
        if (character == '\u00A0' || (character >= '\u2000' && character < '\u200B') || character == '\u202F' || character == '\u205F' || character == '\u3000')
        {
            Put((byte)' ');
            return;
        }

        char letter = Fallback.Base(character);
        int octet = letter == '\0' ? -1 : letter < 0x80 ? letter : _page.Find(letter);
        if (octet >= 0)
        {
            Put((byte)octet);
            return;
        }

        string text = Fallback.Text(character);
        for (int i = 0; i < text.Length; i++)
        {
            Put((byte)text[i]);
        }
    }

    private void Put(byte octet)
    {
        if (_length == _columns)
        {
            Break(octet == ' ');
        }

        if (octet != ' ' || _length > 0 || !_isBroken)
        {
            _line[_length++] = octet;
        }
    }

    private void Tab()
    {
        if (_length == _columns)
        {
            Break(true);
            return;
        }

        int stop = _length == 0 && _isBroken ? 0 : ((_length / TabStop) + 1) * TabStop;
        while (_length < stop && _length < _columns)
        {
            _line[_length++] = (byte)' ';
        }
    }

    /// <summary>Breaks a full line, since another character comes.</summary>
    private void Break(bool isBlank)
    {
        int count = isBlank ? _columns : BreakAt();
        int rest = count < _columns ? count + 1 : count;
        while (count > 0 && _line[count - 1] == ' ')
        {
            count--;
        }

        Print(count);
        _length = _columns - rest;
        Array.Copy(_line, rest, _line, 0, _length);
        _isBroken = true;
    }

    /// <summary>The last blank of a full line that has something other than blanks before it; the line's end where there is none.</summary>
    private int BreakAt()
    {
        int ink = 0;
        while (ink < _columns && _line[ink] == ' ')
        {
            ink++;
        }

        int at = _columns - 1;
        while (at > ink && _line[at] != ' ')
        {
            at--;
        }

        return at > ink ? at : _columns;
    }

    private void EndLine()
    {
        if (_length > 0 || !_isBroken)
        {
            Print(_length);
        }

        _length = 0;
        _isBroken = false;
    }

    private void EndPage()
    {
        if (_length > 0)
        {
            EndLine();
        }

        _isBroken = false;
        ClosePage();
    }

    private void Print(int count)
    {
        if (!_isBegun)
        {
            _language.Begin(_to);
            _isBegun = true;
        }

        if (!_isPageOpen)
        {
            _language.BeginPage(_to);
            _isPageOpen = true;
            _row = 0;
        }

        _language.Line(_to, _line, count, _row);
        _row++;
        if (_row == _lines)
        {
            ClosePage();
        }
    }

    private void ClosePage()
    {
        if (_isPageOpen)
        {
            _language.EndPage(_to);
            _isPageOpen = false;
        }
    }
}
