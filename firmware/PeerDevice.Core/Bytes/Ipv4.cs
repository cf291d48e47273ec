namespace PeerDevice.Bytes;

/// <summary>IPv4 addresses in their textual form, without the class libraries' parsers, which throw and differ.</summary>
public static class Ipv4
{
    /// <summary>Reads a dotted address: four decimal numbers up to 255, without leading zeros (RFC 3986 §3.2.2, IPv4address).</summary>
    /// <returns>The address with its first number in the highest octet, or -1 when it is none.</returns>
    public static long Read(string text)
    {
        return Read(text, 0, text.Length);
    }

    /// <summary>Reads the dotted address that is all of the text from <paramref name="start"/> up to <paramref name="end"/>.</summary>
    /// <returns>The address with its first number in the highest octet, or -1 when it is none.</returns>
    public static long Read(string text, int start, int end)
    {
        long address = 0;
        int at = start;
        for (int part = 0; part < 4; part++)
        {
            if (part > 0)
            {
                if (at >= end || text[at] != '.')
                {
                    return -1;
                }

                at++;
            }

            int first = at;
            int number = 0;
            while (at < end && at - first < 3 && text[at] >= '0' && text[at] <= '9')
            {
                number = (number * 10) + (text[at] - '0');
                at++;
            }

            if (at == first || number > 255 || (text[first] == '0' && at - first > 1))
            {
                return -1;
            }

            address = (address << 8) | (uint)number;
        }

        return at == end ? address : -1;
    }

    /// <summary>The mask of a prefix of 0 to 32 bits, as <see cref="Read(string)"/> gives addresses (RFC 4632 §3.1).</summary>
    public static long Mask(int prefixBits)
    {
        return (0xFFFFFFFFL << (32 - prefixBits)) & 0xFFFFFFFFL;
    }

    /// <summary>The textual form of an address as <see cref="Read(string)"/> gives it.</summary>
    public static string Text(long address)
    {
        return ((address >> 24) & 255).ToString() + "." + ((address >> 16) & 255).ToString() + "."
            + ((address >> 8) & 255).ToString() + "." + (address & 255).ToString();
    }

    /// <summary>The four octets of an address as they go over the wire.</summary>
    public static byte[] Octets(long address)
    {
        byte[] octets = new byte[4];
        Put(address, octets, 0);
        return octets;
    }

    /// <summary>Writes the four octets of an address.</summary>
    public static void Put(long address, byte[] into, int at)
    {
        into[at] = (byte)(address >> 24);
        into[at + 1] = (byte)(address >> 16);
        into[at + 2] = (byte)(address >> 8);
        into[at + 3] = (byte)address;
    }

    /// <summary>The address that four octets are.</summary>
    public static long Of(byte[] octets, int at)
    {
        return ((long)octets[at] << 24) | ((uint)octets[at + 1] << 16) | ((uint)octets[at + 2] << 8) | octets[at + 3];
    }

    /// <summary>Whether an address is one of the host's own loopback addresses, 127.0.0.0/8 (RFC 1122 §3.2.1.3).</summary>
    public static bool IsLoopback(long address)
    {
        return address >> 24 == 127;
    }
}
