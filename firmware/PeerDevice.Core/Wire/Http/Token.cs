using System;

namespace PeerDevice.Wire.Http;

/// <summary>A token (RFC 9110 §5.6.2): what methods and the names of fields are.</summary>
/// <remarks>
/// <code>
/// token = 1*tchar
/// tchar = "!" / "#" / "$" / "%" / "&amp;" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA
/// </code>
/// </remarks>
internal static class Token
{
    private const int Word = 8;
    private const long HighBits = unchecked((long)0x8080808080808080UL);

    /// <summary>Whether octets are a token. Total over any of them.</summary>
    internal static bool Is(byte[] b, int start, int end)
    {
        return start < end && (AreLetters(b, start, end) || AreTokenCharacters(b, start, end));
    }

    // Nearly every name is made of letters and hyphens, so eight are looked at in one native word, the last eight overlapping: a third of looking at each.
    private static bool AreLetters(byte[] b, int at, int end)
    {
        int last = end - Word;
        if (last < at)
        {
            return false;
        }

        while (at < last)
        {
            if (!AreLetters(BitConverter.ToInt64(b, at)))
            {
                return false;
            }

            at += Word;
        }

        return AreLetters(BitConverter.ToInt64(b, last));
    }

    // Of each octet below 0x80 the sums set the high bit from 'a' on, beyond 'z', and where it is not '-'; none carries into the next. A CR would pass
    // for a hyphen, as 0x0D | 0x20, but no line that is read has one.
    private static bool AreLetters(long octets)
    {
        long folded = octets | Field.Fold8;
        long letters = (folded + 0x1F1F1F1F1F1F1F1FL) & ~(folded + 0x0505050505050505L);
        long others = (folded ^ 0x2D2D2D2D2D2D2D2DL) + 0x7F7F7F7F7F7F7F7FL;
        return (octets & HighBits) == 0 && ((letters | ~others) & HighBits) == HighBits;
    }

    private static bool AreTokenCharacters(byte[] b, int at, int end)
    {
        for (; at < end; at++)
        {
            int c = b[at];
            bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && (c <= ' ' || c >= 0x7F || "!#$%&'*+-.^_`|~".IndexOf((char)c) < 0))
            {
                return false;
            }
        }

        return true;
    }
}
