using PeerDevice.Bytes;

namespace PeerDevice.Wire.Xml;

/// <summary>Writes text that others gave (names of files, mostly) where markup is: in XML and in HTML alike.</summary>
public static class XmlText
{
    // What needs a reference, and what no XML document can hold.
    private static readonly char[] Special =
    {
        '\u0000', '\u0001', '\u0002', '\u0003', '\u0004', '\u0005', '\u0006', '\u0007', '\u0008', '\u0009', '\u000A', '\u000B', '\u000C', '\u000D', '\u000E', '\u000F',
        '\u0010', '\u0011', '\u0012', '\u0013', '\u0014', '\u0015', '\u0016', '\u0017', '\u0018', '\u0019', '\u001A', '\u001B', '\u001C', '\u001D', '\u001E', '\u001F',
        '&', '\'', '"', '<', '>', '\uFFFE', '\uFFFF',
    };

    /// <summary>
    /// Writes a text with '&amp;', '&lt;', '&gt;', '"' and the apostrophe as references, so that it can stand in content and in a quoted attribute
    /// value. What no XML document can hold (XML 1.0 §2.2: most control characters) becomes '?'.
    /// </summary>
    public static void Write(ByteWriter writer, string text)
    {
        // One native call writes it all, and another finds that most texts need nothing more; the octets of the others are looked at where they stand.
        int from = writer.Position;
        writer.Text(text);
        if (writer.Overflowed || text.IndexOfAny(Special) < 0)
        {
            return;
        }

        byte[] buffer = writer.Buffer;
        int end = writer.Position;
        int extra = 0;
        for (int i = from; i < end; i++)
        {
            int octet = buffer[i];
            if (octet > '>' && octet < 0xEF)
            {
                continue;
            }

            if (octet < 0x40)
            {
                if (octet < 0x20)
                {
                    buffer[i] = (byte)'?';
                }
                else
                {
                    extra += Extra(octet);
                }
            }
            else if (octet == 0xEF && end - i > 2 && buffer[i + 1] == 0xBF && buffer[i + 2] >= 0xBE)
            {
                // U+FFFE and U+FFFF: U+FFFD in their place has the same length.
                buffer[i + 2] = 0xBD;
            }
        }

        if (extra > 0)
        {
            Expand(writer, from, end, extra);
        }
    }

    /// <summary>Reads a text that was found well-formed, its references resolved, without white space at its ends.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where it ends.</param>
    public static string Read(byte[] buffer, int start, int end)
    {
        while (start < end && XmlCharacters.IsSpace(buffer[start]))
        {
            start++;
        }

        while (end > start && XmlCharacters.IsSpace(buffer[end - 1]))
        {
            end--;
        }

        int ampersand = Octets.Find(buffer, start, end, Octets.Ampersand);
        if (ampersand < 0)
        {
            return Text.String(buffer, start, end);
        }

        ByteWriter to = new ByteWriter(new byte[end - start]); // no reference is shorter than what it stands for
        while (ampersand >= 0)
        {
            to.Octets(buffer, start, ampersand - start);
            int length = XmlCharacters.Reference(buffer, ampersand, end, out int code);
            if (length == 0)
            {
                break;
            }

            XmlCharacters.Encode(to, code);
            start = ampersand + length;
            ampersand = Octets.Find(buffer, start, end, Octets.Ampersand);
        }

        to.Octets(buffer, start, end - start);
        return Text.String(to.Buffer, 0, to.Position);
    }

    // How many octets more than one the reference for a character has.
    private static int Extra(int octet)
    {
        return octet switch
        {
            '&' or '\'' => 4,
            '"' => 5,
            '<' or '>' => 3,
            _ => 0,
        };
    }

    // Moves the octets apart from the end on, so that each is moved once.
    private static void Expand(ByteWriter writer, int from, int end, int extra)
    {
        if (extra > writer.Room)
        {
            // As when any other text does not fit: nothing of it is left, and the overflow sticks.
            writer.Position = from;
            writer.MarkOverflow();
            return;
        }

        byte[] buffer = writer.Buffer;
        int to = end + extra;
        writer.Position = to;
        for (int i = end - 1; to > i + 1; i--)
        {
            int octet = buffer[i];
            int length = octet < 0x40 ? Extra(octet) + 1 : 1;
            to -= length;
            if (length == 1)
            {
                buffer[to] = (byte)octet;
                continue;
            }

            string reference = octet switch
            {
                '&' => "&amp;",
                '\'' => "&#39;",
                '"' => "&quot;",
                '<' => "&lt;",
                _ => "&gt;",
            };
            for (int j = 0; j < length; j++)
            {
                buffer[to + j] = (byte)reference[j];
            }
        }
    }
}
