using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Snmp;

/// <summary>
/// Writes BER (X.690 §8) as SNMP wants it. A length that is not known before its content is written takes three octets whatever it is,
/// which §8.1.3.5 allows and what is common among agents. What does not fit makes the writer below overflow.
/// </summary>
public sealed class BerWriter
{
    /// <summary>Octets of tag and length before a content that <see cref="Open"/> begins.</summary>
    internal const int HeaderOctets = 2 + LengthOctets;

    private const int LengthOctets = 2;
    private const int LargestOfOne = 0x7F;

    private readonly ByteWriter _to;
    private readonly byte[] _buffer;

    /// <summary>Makes a writer over another.</summary>
    public BerWriter(ByteWriter octets)
    {
        _to = octets;
        _buffer = octets.Buffer;
    }

    /// <summary>The writer below.</summary>
    public ByteWriter Octets => _to;

    /// <summary>Begins what has a tag and whose content is written next.</summary>
    /// <returns>What <see cref="Close"/> wants.</returns>
    public int Open(int tag)
    {
        int at = _to.Position;
        byte[] buffer = _buffer;
        if (buffer.Length - at < HeaderOctets)
        {
            _to.MarkOverflow();
            return 0;
        }

        buffer[at] = (byte)tag;
        buffer[at + 1] = Ber.LongForm | LengthOctets;
        at += HeaderOctets;
        _to.Position = at;
        return at;
    }

    /// <summary>Ends what <see cref="Open"/> began.</summary>
    public void Close(int opened)
    {
        if (_to.Overflowed)
        {
            return;
        }

        int length = _to.Position - opened;
        _buffer[opened - 2] = (byte)(length >> 8);
        _buffer[opened - 1] = (byte)length;
    }

    /// <summary>Writes a whole number in as few octets as hold it (X.690 §8.3).</summary>
    /// <param name="tag">INTEGER or one of the types that are written as one.</param>
    /// <param name="value">The value; 0 or more for the unsigned types.</param>
    public void Integer(int tag, long value)
    {
        int octets = 1;
        if (value < 0 || value > LargestOfOne)
        {
            for (long rest = value < 0 ? ~value : value; rest > LargestOfOne; rest >>= 8)
            {
                octets++;
            }
        }

        int at = _to.Position;
        byte[] buffer = _buffer;
        if (buffer.Length - at < octets + 2)
        {
            _to.MarkOverflow();
            return;
        }

        buffer[at] = (byte)tag;
        buffer[at + 1] = (byte)octets;
        at += octets + 1;
        _to.Position = at + 1;
        buffer[at] = (byte)value;
        while (--octets > 0)
        {
            value >>= 8;
            buffer[--at] = (byte)value;
        }
    }

    /// <summary>Writes what has a tag and whose content stands in an array, which may be the one that is written into.</summary>
    public void Copy(int tag, byte[] from, int start, int end)
    {
        int length = end - start;
        int at = Open(tag);
        if (at == 0 || length > _buffer.Length - at)
        {
            _to.MarkOverflow();
            return;
        }

        Array.Copy(from, start, _buffer, at, length);
        _buffer[at - 2] = (byte)(length >> 8);
        _buffer[at - 1] = (byte)length;
        _to.Position = at + length;
    }

    /// <summary>Writes text as an OCTET STRING of UTF-8, cut between two characters where it is longer than allowed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Octets that the object holds.</param>
    public void Text(string text, int most)
    {
        int opened = Open(Ber.OctetString);
        _to.Text(text);
        if (_to.Position - opened > most && !_to.Overflowed)
        {
            int end = opened + most;
            while ((_buffer[end] & 0xC0) == 0x80)
            {
                // RFC 3629 §3: an octet that goes on with a character.
                end--;
            }

            _to.Position = end;
        }

        Close(opened);
    }

    /// <summary>Writes what has a tag and no content.</summary>
    public void Empty(int tag)
    {
        _to.Octet((byte)tag);
        _to.Octet(0);
    }
}
