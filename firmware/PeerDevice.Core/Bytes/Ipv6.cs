namespace PeerDevice.Bytes;

/// <summary>IPv6 addresses in their textual form.</summary>
public static class Ipv6
{
    /// <summary>Octets of an address.</summary>
    public const int Octets = 16;

    private const int Groups = 8;
    private const string Digits = "0123456789abcdef";

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
