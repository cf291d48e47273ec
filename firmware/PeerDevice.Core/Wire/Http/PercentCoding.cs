using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Percent-encoding of paths and segments (RFC 3986 §2.1, §3.3), in place and without allocating.</summary>
public static class PercentCoding
{
    /// <summary>Writes a decoded path, keeping its slashes.</summary>
    public static void WritePath(ByteWriter w, string path)
    {
        Write(w, path, true);
    }

    /// <summary>Writes one decoded name; a slash in it is encoded.</summary>
    public static void WriteSegment(ByteWriter w, string name)
    {
        Write(w, name, false);
    }

    /// <summary>Takes the escapes out of a range, where it stands.</summary>
    /// <returns>Behind the last decoded octet, or -1 when an escape is malformed; the octets are spoiled then.</returns>
    public static int Decode(byte[] b, int start, int end)
    {
        int write = Octets.Find(b, start, end, Octets.Percent);
        if (write < 0)
        {
            return end;
        }

        for (int read = write; read < end; read++)
        {
            int octet = b[read];
            if (octet == '%')
            {
                int high = read + 2 < end ? Text.HexDigit(b[read + 1]) : -1;
                int low = high >= 0 ? Text.HexDigit(b[read + 2]) : -1;
                if (low < 0)
                {
                    return -1;
                }

                octet = (high << 4) | low;
                read += 2;
            }

            b[write++] = (byte)octet;
        }

        return write;
    }

    private static void Write(ByteWriter w, string text, bool isPath)
    {
        // The text goes in as it is by one native call; only if something in it needs an escape are its octets moved apart, from the back.
        int start = w.Position;
        w.Text(text);
        byte[] b = w.Buffer;
        int read = w.Position;
        int escapes = 0;
        for (int i = start; i < read; i++)
        {
            int octet = b[i];
            if ((octet < 'a' || octet > 'z') && !IsKept(octet, isPath))
            {
                escapes++;
            }
        }

        if (escapes == 0)
        {
            return;
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
            if ((octet < 'a' || octet > 'z') && !IsKept(octet, isPath))
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

    // pchar of RFC 3986 §3.3, less '&' and the apostrophe, so that what is written may stand in XML and HTML as it is. Small letters are decided before.
    private static bool IsKept(int octet, bool isPath)
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
                return true;
            case '/':
                return isPath;
            default:
                return false;
        }
    }

    private static byte Digit(int value)
    {
        return (byte)(value < 10 ? '0' + value : 'A' + value - 10);
    }
}
