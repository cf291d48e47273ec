using System;
using System.Text;

namespace PeerDevice.Bytes;

/// <summary>ASCII and UTF-8 by index: nothing here allocates but <see cref="String"/> and <see cref="Blanks"/>. A range is [start..end).</summary>
public static class Text
{
    private const byte CaseBit = 0x20;
    private const int Word = 8;
    private const long HighBits = unchecked((long)0x8080808080808080UL);

    // So many digits are less than 2^31, whatever they are.
    private const int ShortNumber = 9;

    // Kept: a board makes a new one each time it is asked for.
    private static readonly Encoding Utf8 = Encoding.UTF8;

    /// <summary>Whether a text begins with another, character by character (StartsWith goes by culture on .NET).</summary>
    public static bool Begins(string text, string start)
    {
        return text.Length >= start.Length && text.Substring(0, start.Length) == start;
    }

    /// <summary>Whether a text ends in another, character by character (EndsWith goes by culture on .NET).</summary>
    public static bool Ends(string text, string end)
    {
        return text.Length >= end.Length && text.Substring(text.Length - end.Length) == end;
    }

    /// <summary>A number that a text always gives, and other texts seldom: FNV-1a over its characters. Per character, and so for names and paths only.</summary>
    public static uint Hash(string text)
    {
        uint hash = 2166136261;
        for (int i = 0; i < text.Length; i++)
        {
            hash = (hash ^ text[i]) * 16777619;
        }

        return hash;
    }

    /// <summary>
    /// An array of empty texts; the only way this code makes an array of texts that it fills later. On a board a null element of one is
    /// no null reference: comparing it with a text reads address 0 and ends the runtime (seen on nf-interpreter 1.17).
    /// </summary>
    public static string[] Blanks(int count)
    {
        string[] texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            texts[i] = "";
        }

        return texts;
    }

    /// <summary>Whether all octets of a range are visible ones of ASCII, 0x21 to 0x7E: eight at a time by a native word, the last eight overlapping.</summary>
    public static bool AreVisible(byte[] buffer, int start, int end)
    {
        int last = end - Word;
        if (last < start)
        {
            while (start < end && buffer[start] > ' ' && buffer[start] < 0x7F)
            {
                start++;
            }

            return start == end;
        }

        while (start < last)
        {
            if (!AreVisible(BitConverter.ToInt64(buffer, start)))
            {
                return false;
            }

            start += Word;
        }

        return AreVisible(BitConverter.ToInt64(buffer, last));
    }

    /// <summary>Whether a range is exactly an ASCII text.</summary>
    public static bool Is(byte[] buffer, int start, int end, string ascii)
    {
        int length = end - start;
        if (length != ascii.Length)
        {
            return false;
        }

        for (int i = 0; i < length; i++)
        {
            if (buffer[start + i] != ascii[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a range is an ASCII text but for the case of letters. The text is given in lower case.</summary>
    public static bool EqualsIgnoreCase(byte[] buffer, int start, int end, string ascii)
    {
        int length = end - start;
        if (length != ascii.Length)
        {
            return false;
        }

        for (int i = 0; i < length; i++)
        {
            if (Lower(buffer[start + i]) != ascii[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether two ranges of one buffer are the same but for the case of ASCII letters.</summary>
    public static bool AreSameIgnoringCase(byte[] buffer, int start, int end, int otherStart, int otherEnd)
    {
        if (end - start != otherEnd - otherStart)
        {
            return false;
        }

        for (int i = start; i < end; i++)
        {
            if (Lower(buffer[i]) != Lower(buffer[otherStart + i - start]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An ASCII letter in lower case; any other octet as it is.</summary>
    public static byte Lower(byte octet)
    {
        return octet >= 'A' && octet <= 'Z' ? (byte)(octet | CaseBit) : octet;
    }

    /// <summary>ASCII letters in lower case; the class libraries' own ways differ with the culture.</summary>
    public static string Lower(string text)
    {
        char[] lower = text.ToCharArray();
        for (int i = 0; i < lower.Length; i++)
        {
            if (lower[i] >= 'A' && lower[i] <= 'Z')
            {
                lower[i] = (char)(lower[i] | CaseBit);
            }
        }

        return new string(lower);
    }

    /// <summary>Reads 1*DIGIT.</summary>
    /// <returns>The number; -1 for anything else: nothing, a sign, a space, more than 2^63-1.</returns>
    public static long Number(byte[] buffer, int start, int end)
    {
        if (start >= end)
        {
            return -1;
        }

        // Most numbers are short: those go without a look at the bound, in the board's own word.
        int small = 0;
        int first = end - start > ShortNumber ? start + ShortNumber : end;
        for (; start < first; start++)
        {
            int digit = buffer[start] - '0';
            if ((uint)digit > 9)
            {
                return -1;
            }

            small = (small * 10) + digit;
        }

        long value = small;
        for (; start < end; start++)
        {
            int digit = buffer[start] - '0';
            if (digit < 0 || digit > 9 || value > (long.MaxValue - digit) / 10)
            {
                return -1;
            }

            value = (value * 10) + digit;
        }

        return value;
    }

    /// <summary>The value of a hexadecimal digit in either case, or -1.</summary>
    public static int HexDigit(byte octet)
    {
        int digit = octet - '0';
        if (digit >= 0 && digit <= 9)
        {
            return digit;
        }

        digit = (octet | CaseBit) - 'a';
        return digit >= 0 && digit <= 5 ? digit + 10 : -1;
    }

    /// <summary>The first index of a range that is not SP or HTAB; <paramref name="end"/> when there is none.</summary>
    public static int SkipBlanks(byte[] buffer, int start, int end)
    {
        while (start < end && (buffer[start] == ' ' || buffer[start] == '\t'))
        {
            start++;
        }

        return start;
    }

    /// <summary>Behind a CRLF or LF with which a range begins; its start when it begins with neither.</summary>
    public static int SkipLineEnd(byte[] buffer, int start, int end)
    {
        int at = start < end && buffer[start] == '\r' ? start + 1 : start;
        return at < end && buffer[at] == '\n' ? at + 1 : start;
    }

    /// <summary>The end of a range without the SP and HTAB that stand last in it.</summary>
    public static int TrimEnd(byte[] buffer, int start, int end)
    {
        while (end > start && (buffer[end - 1] == ' ' || buffer[end - 1] == '\t'))
        {
            end--;
        }

        return end;
    }

    // Of each octet below 0x80 one sum sets the high bit from 0x21 on and the other that of 0x7F; none carries into the next.
    private static bool AreVisible(long octets)
    {
        return (octets & HighBits) == 0 && ((octets + 0x5F5F5F5F5F5F5F5FL) & ~(octets + 0x0101010101010101L) & HighBits) == HighBits;
    }

    /// <summary>A range as a string, read as UTF-8. The one call here that allocates.</summary>
    public static string String(byte[] buffer, int start, int end)
    {
        return end <= start ? "" : Utf8.GetString(buffer, start, end - start);
    }

    /// <summary>
    /// Whether a range is well-formed UTF-8 (RFC 3629 §4): no overlong form, no surrogate, nothing above U+10FFFF, nothing cut off.
    /// </summary>
    public static bool IsUtf8(byte[] buffer, int start, int end)
    {
        while (start < end)
        {
            int first = buffer[start++];
            if (first < 0x80)
            {
                continue;
            }

            // The second octet's bounds shut out overlong forms, surrogates and what lies above U+10FFFF.
            int least = 0x80;
            int most = 0xBF;
            int more;
            if (first >= 0xC2 && first <= 0xDF)
            {
                more = 1;
            }
            else if (first >= 0xE0 && first <= 0xEF)
            {
                more = 2;
                least = first == 0xE0 ? 0xA0 : least;
                most = first == 0xED ? 0x9F : most;
            }
            else if (first >= 0xF0 && first <= 0xF4)
            {
                more = 3;
                least = first == 0xF0 ? 0x90 : least;
                most = first == 0xF4 ? 0x8F : most;
            }
            else
            {
                return false;
            }

            if (end - start < more || buffer[start] < least || buffer[start] > most)
            {
                return false;
            }

            for (start++; more > 1; more--, start++)
            {
                if ((buffer[start] & 0xC0) != 0x80)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
