using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Percent-encoding of paths (RFC 3986 §2.1, §3.3), in place and without allocating. <see cref="RequestTarget"/> reads them.</summary>
public static class PercentCoding
{
    /// <summary>Writes a decoded path, keeping its slashes. One that does not fit is left out whole, and the overflow noted.</summary>
    public static void WritePath(ByteWriter w, string path)
    {
        // The text goes in as it is by one native call; only if something in it needs an escape are its octets moved apart, from the back.
        int start = w.Position;
        w.Text(path);
        byte[] b = w.Buffer;
        int read = w.Position;
        int escapes = 0;
        for (int i = start; i < read; i++)
        {
            int octet = b[i];
            if ((octet < 'a' || octet > 'z') && !IsKept(octet))
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
