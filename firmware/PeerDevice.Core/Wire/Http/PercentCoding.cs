using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Percent-encoding of paths (RFC 3986 §2.1, §3.3), in place and without allocating. <see cref="RequestTarget"/> reads them.</summary>
public static class PercentCoding
{
    // What is not kept of ASCII (IsKept), for one native search in place of a look at every character.
    private static readonly char[] Escaped =
    {
        '\u0000', '\u0001', '\u0002', '\u0003', '\u0004', '\u0005', '\u0006', '\u0007', '\u0008', '\u0009', '\u000A', '\u000B', '\u000C', '\u000D', '\u000E', '\u000F',
        '\u0010', '\u0011', '\u0012', '\u0013', '\u0014', '\u0015', '\u0016', '\u0017', '\u0018', '\u0019', '\u001A', '\u001B', '\u001C', '\u001D', '\u001E', '\u001F',
        ' ', '"', '#', '%', '&', '\'', '<', '>', '?', '[', '\\', ']', '^', '`', '{', '|', '}', '\u007F',
    };

    /// <summary>Whether the ASCII of a path may be written as it is. What is not ASCII is not looked at: it takes more octets than it has characters.</summary>
    public static bool IsPlain(string path)
    {
        return path.IndexOfAny(Escaped) < 0;
    }

    /// <summary>Writes a decoded path, keeping its slashes. One that does not fit is left out whole, and the overflow noted.</summary>
    public static void WritePath(ByteWriter w, string path)
    {
        // The text goes in as it is by one native call, and mostly that is all.
        int start = w.Position;
        w.Text(path);
        int read = w.Position;
        int escape = path.IndexOfAny(Escaped);
        if (read - start == path.Length || path.Length == 0)
        {
            if (escape >= 0)
            {
                w.Position = start;
                WriteEscaped(w, path, escape);
            }

            return;
        }

        // What is not ASCII has its octets looked at one by one, and moved apart from the back.
        byte[] b = w.Buffer;
        int escapes = 0;
        for (int i = start; i < read; i++)
        {
            int octet = b[i];
            if ((octet < 'a' || octet > 'z') && !IsKept(octet))
            {
                escapes++;
            }
        }

        if (escapes * 2 > w.Room)
        {
            w.Position = start;
            w.MarkOverflow();
            return;
        }

        int write = read + (escapes * 2);
        w.Position = write;
        while (escapes > 0)
        {
            int octet = b[--read];
            if ((octet < 'a' || octet > 'z') && !IsKept(octet))
            {
                b[--write] = Digit(octet & 0xF);
                b[--write] = Digit(octet >> 4);
                b[--write] = (byte)'%';
                escapes--;
            }
            else
            {
                b[--write] = (byte)octet;
            }
        }
    }

    // ASCII run by run, each by one native call.
    private static void WriteEscaped(ByteWriter w, string path, int escape)
    {
        int start = w.Position;
        int from = 0;
        while (escape >= 0)
        {
            int octet = path[escape];
            w.Ascii(path, from, escape - from);
            w.Octet((byte)'%');
            w.Octet(Digit(octet >> 4));
            w.Octet(Digit(octet & 0xF));
            from = escape + 1;
            escape = path.IndexOfAny(Escaped, from);
        }

        w.Ascii(path, from, path.Length - from);
        if (w.Overflowed)
        {
            w.Position = start;
        }
    }

    // pchar of RFC 3986 §3.3, less '&' and the apostrophe, so that what is written may stand in XML and HTML as it is. Small letters are decided before.
    private static bool IsKept(int octet)
    {
        if ((octet >= '0' && octet <= '9') || (octet >= 'A' && octet <= 'Z'))
        {
            return true;
        }

        switch (octet)
        {
            case '-':
            case '.':
            case '_':
            case '~':
            case '!':
            case '$':
            case '(':
            case ')':
            case '*':
            case '+':
            case ',':
            case ';':
            case '=':
            case ':':
            case '@':
            case '/':
                return true;
            default:
                return false;
        }
    }

    private static byte Digit(int value)
    {
        return (byte)(value < 10 ? '0' + value : 'A' + value - 10);
    }
}
