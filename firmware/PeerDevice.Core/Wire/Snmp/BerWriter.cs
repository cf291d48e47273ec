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

    /// <summary>Makes a writer over another.</summary>
    public BerWriter(ByteWriter octets)
    {
        Octets = octets;
    }

    /// <summary>The writer below.</summary>
    public ByteWriter Octets { get; }

    /// <summary>Begins what has a tag and whose content is written next.</summary>
    /// <returns>What <see cref="Close"/> wants.</returns>
    public int Open(int tag)
    {
        ByteWriter to = Octets;
        int at = to.Position;
        byte[] buffer = to.Buffer;
        if (buffer.Length - at < HeaderOctets)
        {
            to.MarkOverflow();
            return 0;
        }

        buffer[at] = (byte)tag;
        buffer[at + 1] = Ber.LongForm | LengthOctets;
        at += HeaderOctets;
        to.Position = at;
        return at;
    }

    /// <summary>Ends what <see cref="Open"/> began.</summary>
    public void Close(int opened)
    {
        ByteWriter to = Octets;
        if (to.Overflowed)
        {
            return;
        }

        int length = to.Position - opened;
        to.Buffer[opened - 2] = (byte)(length >> 8);
        to.Buffer[opened - 1] = (byte)length;
    }

    /// <summary>Writes a whole number in as few octets as hold it (X.690 §8.3).</summary>
    /// <param name="tag">INTEGER or one of the types that are written as one.</param>
    /// <param name="value">The value; 0 or more for the unsigned types.</param>
    public void Integer(int tag, long value)
    {
        int octets = 1;
        for (long rest = value < 0 ? ~value : value; rest >= 0x80; rest >>= 8)
        {
            octets++;
        }

        ByteWriter to = Octets;
        int at = to.Position;
        byte[] buffer = to.Buffer;
        if (buffer.Length - at < octets + 2)
        {
            to.MarkOverflow();
            return;
        }

        buffer[at] = (byte)tag;
        buffer[at + 1] = (byte)octets;
        at += octets + 1;
        to.Position = at + 1;
        for (; octets > 0; octets--)
        {
            buffer[at--] = (byte)value;
            value >>= 8;
        }
    }

    /// <summary>Writes text as an OCTET STRING of UTF-8, cut between two characters where it is longer than allowed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Octets that the object holds.</param>
    public void Text(string text, int most)
    {
        ByteWriter to = Octets;
        int opened = Open(Ber.OctetString);
        to.Text(text);
        if (to.Position - opened > most && !to.Overflowed)
        {
            int end = opened + most;
            while ((to.Buffer[end] & 0xC0) == 0x80)
            {
                // RFC 3629 §3: an octet that goes on with a character.
                end--;
            }

            to.Position = end;
        }

        Close(opened);
    }

    /// <summary>Writes what has a tag and no content.</summary>
    public void Empty(int tag)
    {
        Octets.Octet((byte)tag);
        Octets.Octet(0);
    }
}
