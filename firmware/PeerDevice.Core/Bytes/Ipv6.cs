namespace PeerDevice.Bytes;

/// <summary>IPv6 addresses in their textual form.</summary>
public static class Ipv6
{
    /// <summary>Octets of an address.</summary>
    public const int Octets = 16;

    private const int Groups = 8;
    private const int GroupDigits = 4;

    // Those of nobody and of oneself, and those that are IPv4's (RFC 4291 §2.5.2, §2.5.3, §2.5.5), begin with ten octets of zero.
    private const int NobodysZeros = 10;
    private const string Digits = "0123456789abcdef";

    /// <summary>Reads an address: eight groups of one to four hexadecimal digits, a run of zeros of which may be left out once (RFC 4291 §2.2, forms 1 and 2). Total over any text.</summary>
    /// <returns>Its 16 octets; null where it is none, or has anything about it: a zone, a port, brackets, an IPv4 address at its end.</returns>
    public static byte[]? Read(string text)
    {
        byte[] address = new byte[Octets];
        int groups = 0;
        int gap = -1;
        int at = 0;
        if (text.Length > 1 && text[0] == ':' && text[1] == ':')
        {
            gap = 0;
            at = 2;
        }

        while (at < text.Length)
        {
            int first = at;
            int number = 0;
            int digit = 0;
            while (at < text.Length && at - first < GroupDigits && text[at] < 128 && (digit = Bytes.Text.HexDigit((byte)text[at])) >= 0)
            {
                number = (number << 4) | digit;
                at++;
            }

            if (at == first || groups == Groups)
            {
                return null;
            }

            address[groups * 2] = (byte)(number >> 8);
            address[(groups * 2) + 1] = (byte)number;
            groups++;
            if (at == text.Length)
            {
                break;
            }

            // Behind one colon more must come; behind two, once, nothing need.
            if (text[at++] != ':' || at == text.Length)
            {
                return null;
            }

            if (text[at] == ':')
            {
                if (gap >= 0)
                {
                    return null;
                }

                gap = groups;
                at++;
            }
        }

        if (gap < 0 || groups == Groups)
        {
            return gap < 0 && groups == Groups ? address : null;
        }

        for (int from = (groups * 2) - 1, to = Octets - 1; from >= gap * 2; from--, to--)
        {
            address[to] = address[from];
            address[from] = 0;
        }

        return address;
    }

    /// <summary>The textual form of an address (RFC 5952 §4): without leading zeros, the first of the longest runs of zeros left out, in small letters.</summary>
    /// <param name="b">What has it.</param>
    /// <param name="start">Where it begins.</param>
    public static string Text(byte[] b, int start)
    {
        int zeros = -1;
        int most = 1;
        for (int i = 0; i < Groups; i++)
        {
            int run = 0;
            while (i + run < Groups && Group(b, start, i + run) == 0)
            {
                run++;
            }

            if (run > most)
            {
                most = run;
                zeros = i;
            }
        }

        string text = "";
        for (int i = 0; i < Groups; i++)
        {
            if (i == zeros)
            {
                text += "::";
                i += most - 1;
                continue;
            }

            text += (i == 0 || text.LastIndexOf(':') == text.Length - 1 ? "" : ":") + Hexadecimal(Group(b, start, i));
        }

        return text;
    }

    /// <summary>Whether an address is of one link alone, fe80::/10 (RFC 4291 §2.5.6).</summary>
    public static bool IsLinkLocal(byte[] b, int start)
    {
        return b[start] == 0xFE && (b[start + 1] & 0xC0) == 0x80;
    }

    /// <summary>Whether an address may be another host's: neither nobody's, nor one's own loopback, nor one of IPv4, nor a group's (RFC 4291 §2.4).</summary>
    public static bool IsHosts(byte[] b, int start)
    {
        int zeros = 0;
        while (zeros < NobodysZeros && b[start + zeros] == 0)
        {
            zeros++;
        }

        return zeros < NobodysZeros && b[start] != 0xFF;
    }

    private static int Group(byte[] b, int start, int index)
    {
        int at = start + (index * 2);
        return (b[at] << 8) | b[at + 1];
    }

    private static string Hexadecimal(int number)
    {
        string text = "";
        do
        {
            text = Digits[number & 15].ToString() + text;
            number >>= 4;
        }
        while (number != 0);

        return text;
    }
}
