namespace PeerDevice.Wire.Snmp;

/// <summary>
/// Reads BER (X.690 §8) by index, as far as SNMP uses it: tags of one octet, definite lengths. What does not fit fails, and the failure
/// sticks: nothing is read any more, and the reader's user asks once, at the end.
/// </summary>
public sealed class BerReader
{
    private const int LengthOctets = 4;
    private const int IntegerOctets = 4;

    // A length of 2^23 or more cannot take another octet without becoming negative, and fits no datagram anyhow.
    private const int LengthBits = 23;

    private byte[] _buffer = new byte[0];
    private int _position;
    private int _end;
    private bool _hasFailed;

    /// <summary>The next octet.</summary>
    public int Position => _position;

    /// <summary>Behind the last octet of what was entered.</summary>
    public int End => _end;

    /// <summary>Whether everything up to the end of what was entered is read, or nothing can be read any more.</summary>
    public bool IsAtEnd => _position >= _end;

    /// <summary>Whether something did not fit.</summary>
    public bool HasFailed => _hasFailed;

    /// <summary>Begins anew with the octets from <paramref name="start"/> up to <paramref name="end"/>.</summary>
    public void Attach(byte[] buffer, int start, int end)
    {
        _buffer = buffer;
        _position = start;
        _end = end;
        _hasFailed = false;
    }

    /// <summary>Goes into the content of what comes next, which must have a tag.</summary>
    /// <returns>What <see cref="Leave"/> wants.</returns>
    public int Enter(int tag)
    {
        int outer = _end;
        int length = Header(tag);
        _end = _position + length;
        return outer;
    }

    /// <summary>Goes out of what was entered, all of which must have been read.</summary>
    public void Leave(int outer)
    {
        if (_hasFailed || _position != _end)
        {
            Fail();
            return;
        }

        _end = outer;
    }

    /// <summary>Passes over what comes next, which must have a tag.</summary>
    /// <returns>The length of its content, which stands before <see cref="Position"/>; 0 after a failure.</returns>
    public int Skip(int tag)
    {
        int length = Header(tag);
        _position += length;
        return length;
    }

    /// <summary>Passes over an INTEGER that <see cref="Integer"/> would read.</summary>
    public void SkipInteger()
    {
        int length = Header(Ber.Integer);
        if (length == 0 || length > IntegerOctets)
        {
            Fail();
            return;
        }

        _position += length;
    }

    /// <summary>Passes over what comes next, whatever its tag.</summary>
    public void SkipAny()
    {
        if (_position >= _end || (_buffer[_position] & Ber.HighTag) == Ber.HighTag)
        {
            Fail();
            return;
        }

        Skip(_buffer[_position]);
    }

    /// <summary>The tag of what comes next; 0 where nothing does.</summary>
    public int Peek()
    {
        return _position < _end ? _buffer[_position] : 0;
    }

    /// <summary>Reads an INTEGER of 1 to 4 octets: all that Integer32 can be (RFC 2578 §7.1.1).</summary>
    /// <returns>Its value; 0 after a failure.</returns>
    public int Integer()
    {
        int length = Header(Ber.Integer);
        if (length == 0 || length > IntegerOctets)
        {
            Fail();
            return 0;
        }

        int at = _position;
        _position = at + length;
        int value = (sbyte)_buffer[at];
        if (length == 1)
        {
            return value;
        }

        while (--length > 0)
        {
            value = (value << 8) | _buffer[++at];
        }

        return value;
    }

    /// <summary>Reads a tag and a length; the position is the content's then.</summary>
    private int Header(int tag)
    {
        int at = _position;
        int end = _end;
        byte[] buffer = _buffer;
        if (end - at < 2 || buffer[at] != tag)
        {
            return Fail();
        }

        int length = buffer[at + 1];
        at += 2;
        if (length >= Ber.LongForm)
        {
            int octets = length & ~Ber.LongForm;
            if (octets == 0 || octets > LengthOctets || octets > end - at)
            {
                return Fail();
            }

            length = 0;
            for (; octets > 0; octets--)
            {
                if (length >> LengthBits != 0)
                {
                    return Fail();
                }

                length = (length << 8) | buffer[at++];
            }
        }

        if (length > end - at)
        {
            return Fail();
        }

        _position = at;
        return length;
    }

    private int Fail()
    {
        _hasFailed = true;
        _position = _end;
        return 0;
    }
}
