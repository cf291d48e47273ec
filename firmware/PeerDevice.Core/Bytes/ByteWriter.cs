using System;
using System.Text;

namespace PeerDevice.Bytes;

/// <summary>
/// Writes text, numbers and octets one after the other into an array that is used again and again.
/// What does not fit is left out whole and <see cref="Overflowed"/> sticks: the writer's user asks once, at the end.
/// </summary>
public sealed class ByteWriter
{
    private const int LongestUtf8 = 3;
    private const int LongestHex = 16;

    // The property makes a new one each time on a board.
    private static readonly Encoding Utf8 = Encoding.UTF8;

    /// <summary>Where the next octet goes.</summary>
    public int Position;

    private readonly byte[] _buffer;
    private bool _overflowed;

    /// <summary>Makes a writer over a whole array.</summary>
    public ByteWriter(byte[] buffer)
    {
        _buffer = buffer;
    }

    /// <summary>The array that is written into.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Whether something did not fit since the last <see cref="Reset()"/> and was left out.</summary>
    public bool Overflowed => _overflowed;

    /// <summary>How many octets still fit.</summary>
    public int Room => _buffer.Length - Position;

    /// <summary>Begins anew at the front.</summary>
    public void Reset()
    {
        Position = 0;
        _overflowed = false;
    }

    /// <summary>Begins anew at a position: what stands before it stays.</summary>
    public void Reset(int position)
    {
        Position = position;
        _overflowed = false;
    }

    /// <summary>Writes text as UTF-8: one native call, the cheapest way for a literal to get into a buffer on a board.</summary>
    public void Text(string literal)
    {
        byte[] buffer = _buffer;
        int at = Position;
        int length = literal.Length;

        // GetBytes throws when its room is short, and counting costs a loop: count only where it may matter.
        if (length * LongestUtf8 > buffer.Length - at && Utf8Length(literal) > buffer.Length - at)
        {
            _overflowed = true;
            return;
        }

        Position = at + Utf8.GetBytes(literal, 0, length, buffer, at);
    }

    /// <summary>Writes a literal that is known to be ASCII, so that nobody needs to count its octets: cheaper still.</summary>
    public void Ascii(string literal)
    {
        byte[] buffer = _buffer;
        int at = Position;
        int length = literal.Length;
        if (length > buffer.Length - at)
        {
            _overflowed = true;
            return;
        }

        Position = at + Utf8.GetBytes(literal, 0, length, buffer, at);
    }

    /// <summary>Writes a part of a literal that is known to be ASCII.</summary>
    /// <param name="literal">The literal; a character of it is an octet.</param>
    /// <param name="from">Where the part begins.</param>
    /// <param name="count">Its length.</param>
    public void Ascii(string literal, int from, int count)
    {
        if (count > _buffer.Length - Position)
        {
            _overflowed = true;
            return;
        }

        Position += Utf8.GetBytes(literal, from, count, _buffer, Position);
    }

    /// <summary>Writes one octet.</summary>
    public void Octet(byte value)
    {
        if (Position >= _buffer.Length)
        {
            _overflowed = true;
            return;
        }

        _buffer[Position++] = value;
    }

    /// <summary>Writes octets of an array.</summary>
    public void Octets(byte[] from, int offset, int count)
    {
        if (count > _buffer.Length - Position)
        {
            _overflowed = true;
            return;
        }

        Array.Copy(from, offset, _buffer, Position, count);
        Position += count;
    }

    /// <summary>Writes a whole number in decimal digits, without allocating.</summary>
    public void Number(long value)
    {
        if (value >= 0 && value <= int.MaxValue)
        {
            Number((int)value);
            return;
        }

        int digits = value < 0 ? 2 : 1;
        for (long rest = value / 10; rest != 0; rest /= 10)
        {
            digits++;
        }

        if (digits > _buffer.Length - Position)
        {
            _overflowed = true;
            return;
        }

        int at = Position + digits;
        Position = at;
        if (value < 0)
        {
            _buffer[at - digits] = (byte)'-';
        }

        do
        {
            // The remainder of a negative number is negative; so the smallest long needs no case of its own.
            int digit = (int)(value % 10);
            _buffer[--at] = (byte)('0' + (digit < 0 ? -digit : digit));
            value /= 10;
        }
        while (value != 0);
    }

    /// <summary>Writes two decimal digits, 00 to 99.</summary>
    public void TwoDigits(int value)
    {
        if (_buffer.Length - Position < 2)
        {
            _overflowed = true;
            return;
        }

        Digits.Two(value, _buffer, Position);
        Position += 2;
    }

    /// <summary>Writes a whole number in lower-case hexadecimal digits, without leading zeros; a negative one as its 64 bits.</summary>
    public void Hex(long value)
    {
        if (_buffer.Length - Position < LongestHex)
        {
            // Rarely so near to the end: as many digits as there are, and no more.
            int digits = 1;
            for (ulong rest = (ulong)value >> 4; rest != 0; rest >>= 4)
            {
                digits++;
            }

            if (digits > _buffer.Length - Position)
            {
                _overflowed = true;
                return;
            }
        }

        Position = Digits.Hex(value, _buffer, Position);
    }

    /// <summary>Notes that something its user had to leave out did not fit.</summary>
    public void MarkOverflow()
    {
        _overflowed = true;
    }

    // Most numbers are small and positive, and take two digits a step from the end.
    private void Number(int value)
    {
        int digits = value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 10000 ? 4 : value < 100000 ? 5 : value < 1000000 ? 6
            : value < 10000000 ? 7 : value < 100000000 ? 8 : value < 1000000000 ? 9 : 10;
        byte[] buffer = _buffer;
        int at = Position + digits;
        if (at > buffer.Length)
        {
            _overflowed = true;
            return;
        }

        Position = at;
        while (value >= 100)
        {
            int rest = value / 100;
            at -= 2;
            Digits.Two(value - (rest * 100), buffer, at);
            value = rest;
        }

        if (value >= 10)
        {
            Digits.Two(value, buffer, at - 2);
        }
        else
        {
            buffer[at - 1] = (byte)('0' + value);
        }
    }

    private static int Utf8Length(string text)
    {
        int octets = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];

            // Half of a surrogate pair takes 2 octets and a lone one, as U+FFFD, 3: the larger is safe.
            octets += c < 0x80 ? 1 : c < 0x800 ? 2 : LongestUtf8;
        }

        return octets;
    }
}
