using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dns;

/// <summary>
/// Names as text (RFC 1035 §5.1, RFC 6763 §4.3): labels with dots between them; a dot, a backslash or a quotation mark of a label has a backslash before it; a control
/// character, and what is not UTF-8, is a backslash and three decimal digits for each octet; everything else, blanks and UTF-8 included, stands for itself.
/// </summary>
public static class DnsText
{
    private const int LongestCharacter = 4;
    private const int Delete = 0x7F;

    // U+0080 to U+009F, controls too, in UTF-8.
    private const int HighControls = 0xC2;
    private const int HighControlsEnd = 0xA0;

    /// <summary>Writes a name of a message, or a known one, as text without a dot behind it; the root is a dot.</summary>
    /// <param name="to">Where to. It overflows when the text does not fit.</param>
    /// <param name="b">The message or the known name.</param>
    /// <param name="at">Where the name begins.</param>
    /// <param name="end">As in <see cref="DnsName.Skip"/>.</param>
    /// <returns>False when it is no name: nothing is written.</returns>
    public static bool Write(ByteWriter to, byte[] b, int at, int end)
    {
        if (DnsName.Skip(b, at, end) < 0)
        {
            return false;
        }

        bool isFirst = true;
        while (b[at] != 0)
        {
            int length = b[at];
            if (length > Limits.DnsLabelOctets)
            {
                at = ((length & ~DnsType.Pointer) << 8) | b[at + 1];
                continue;
            }

            if (!isFirst)
            {
                to.Octet((byte)'.');
            }

            isFirst = false;
            Label(to, b, at + 1, at + 1 + length);
            at += length + 1;
        }

        if (isFirst)
        {
            to.Octet((byte)'.');
        }

        return true;
    }

    /// <summary>Writes one label as text.</summary>
    public static void Label(ByteWriter to, byte[] b, int start, int end)
    {
        while (start < end)
        {
            int octet = b[start];
            if (octet < ' ' || octet == Delete)
            {
                Escaped(to, octet);
                start++;
            }
            else if (octet < Delete)
            {
                if (octet == '.' || octet == '\\' || octet == '"')
                {
                    to.Octet((byte)'\\');
                }

                to.Octet((byte)octet);
                start++;
            }
            else
            {
                int length = Character(b, start, end);
                if (length == 0 || (octet == HighControls && b[start + 1] < HighControlsEnd))
                {
                    Escaped(to, octet);
                    start++;
                }
                else
                {
                    to.Octets(b, start, length);
                    start += length;
                }
            }
        }
    }

    /// <summary>Reads a name that a text has, with or without a dot behind it.</summary>
    /// <returns>The known name, as it was typed; no octets when the text is none: an empty label, one that is too long, a backslash that means nothing, a name that is too long.</returns>
    public static byte[] Name(string text)
    {
        // A text of one octet a label is twice as long as its name; one that is all digits four times.
        ByteWriter typed = new ByteWriter(new byte[Limits.DnsTextOctets]);
        typed.Text(text);
        byte[] b = typed.Buffer;
        int end = typed.Position;
        byte[] octets = new byte[Limits.DnsNameOctets];
        int label = 0;
        int to = 1;
        if (typed.Overflowed || end == 0)
        {
            return new byte[0];
        }

        bool isRoot = end == 1 && b[0] == '.';
        for (int at = isRoot ? 1 : 0; at < end; at++)
        {
            int octet = b[at];
            if (octet == '.')
            {
                if (to == label + 1)
                {
                    return new byte[0];
                }

                octets[label] = (byte)(to - label - 1);
                label = to;
                to++;
                continue;
            }

            if (octet == '\\')
            {
                octet = Unescaped(b, at + 1, end);
                at += at + 1 < end && Digit(b[at + 1]) >= 0 ? 3 : 1;
            }

            if (octet < 0 || to - label > Limits.DnsLabelOctets || to >= Limits.DnsNameOctets - 1)
            {
                return new byte[0];
            }

            octets[to++] = (byte)octet;
        }

        if (to > label + 1)
        {
            octets[label] = (byte)(to - label - 1);
            label = to;
        }

        byte[] name = new byte[label + 1];
        System.Array.Copy(octets, 0, name, 0, label);
        return name;
    }

    private static void Escaped(ByteWriter to, int octet)
    {
        to.Octet((byte)'\\');
        to.Octet((byte)('0' + (octet / 100)));
        to.TwoDigits(octet % 100);
    }

    /// <summary>What stands behind a backslash: three digits, or an octet that is meant as it is; -1 for anything else.</summary>
    private static int Unescaped(byte[] b, int at, int end)
    {
        if (at >= end)
        {
            return -1;
        }

        int first = Digit(b[at]);
        if (first < 0)
        {
            return b[at];
        }

        if (end - at < 3)
        {
            return -1;
        }

        int second = Digit(b[at + 1]);
        int third = Digit(b[at + 2]);
        int value = (first * 100) + (second * 10) + third;
        return second < 0 || third < 0 || value > byte.MaxValue ? -1 : value;
    }

    private static int Digit(byte octet)
    {
        return octet >= '0' && octet <= '9' ? octet - '0' : -1;
    }

    /// <summary>The octets of the character of UTF-8 that begins here; 0 when none does.</summary>
    private static int Character(byte[] b, int start, int end)
    {
        for (int length = 2; length <= LongestCharacter && length <= end - start; length++)
        {
            if (Text.IsUtf8(b, start, start + length))
            {
                // Shorter ones were none, so this is one and not two.
                return length;
            }
        }

        return 0;
    }
}
