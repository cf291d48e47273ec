using System.Text;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>A Display String of a structured field (RFC 9651 §3.3.8): text of any script, what is no visible ASCII as the octets of its UTF-8 in percent-encoding.</summary>
/// <remarks>
/// <code>
/// string = %" *( plain / escape ) "        RFC 9651 §3.3.8
/// plain  = a blank or visible ASCII, but for % and "
/// escape = % and two hexadecimal digits in lower case
/// </code>
/// </remarks>
public static class DisplayString
{
    /// <summary>Reads one that a text ends with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where it begins.</param>
    /// <param name="octets">Octets of the longest that is taken.</param>
    /// <returns>What it says; null where there is none, it is longer, or it is no UTF-8.</returns>
    public static string? Read(string text, int at, int octets)
    {
        int end = text.Length - 1;
        if (end < at + 2 || text[at] != '%' || text[at + 1] != '"' || text[end] != '"')
        {
            return null;
        }

        byte[] b = new byte[octets];
        int length = 0;
        for (int i = at + 2; i < end; i++)
        {
            int octet = text[i];
            if (octet < ' ' || octet >= 0x7F || octet == '"' || length == octets)
            {
                return null;
            }

            if (octet == '%')
            {
                int high = i + 2 < end ? Digit(text[i + 1]) : -1;
                int low = high >= 0 ? Digit(text[i + 2]) : -1;
                if (low < 0)
                {
                    return null;
                }

                octet = (high << 4) | low;
                i += 2;
            }

            b[length++] = (byte)octet;
        }

        return Text.IsUtf8(b, 0, length) ? Encoding.UTF8.GetString(b, 0, length) : null;
    }

    private static int Digit(char c)
    {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
