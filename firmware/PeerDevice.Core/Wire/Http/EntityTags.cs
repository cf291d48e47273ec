using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Compares an entity tag with the list that If-Match or If-None-Match gives, or the one of If-Range.</summary>
/// <remarks>
/// <code>
/// If-Match   = "*" / #entity-tag                       RFC 9110 §13.1.1
/// entity-tag = [ "W/" ] DQUOTE *etagc DQUOTE           RFC 9110 §8.8.3
/// etagc      = %x21 / %x23-7E / obs-text
/// </code>
/// </remarks>
public static class EntityTags
{
    /// <summary>The tag is not in the list.</summary>
    public const int NoMatch = 0;

    /// <summary>The tag is in the list.</summary>
    public const int Match = 1;

    /// <summary>The list is "*": any representation there is.</summary>
    public const int Any = 2;

    /// <summary>The value is no list of entity tags.</summary>
    public const int Malformed = -1;

    /// <summary>Looks for a tag of ours in a value.</summary>
    /// <param name="b">Holds the value.</param>
    /// <param name="start">Where the value begins.</param>
    /// <param name="end">Behind its last octet.</param>
    /// <param name="tag">The opaque part of our tag, which is a strong one, without its quotes.</param>
    /// <param name="tagLength">How many octets of <paramref name="tag"/> count; negative when there is no representation, and so no tag that could match.</param>
    /// <param name="strong">Whether a weak tag in the value cannot match (RFC 9110 §8.8.3.2): so for If-Match and If-Range.</param>
    /// <returns>One of the constants.</returns>
    public static int Contains(byte[] b, int start, int end, byte[] tag, int tagLength, bool strong)
    {
        if (end - start == 1 && b[start] == '*')
        {
            return Any;
        }

        int answer = NoMatch;
        int members = 0;
        while (true)
        {
            start = Text.SkipBlanks(b, start, end);
            if (start == end)
            {
                return members == 0 ? Malformed : answer;
            }

            if (b[start] == ',')
            {
                // RFC 9110 §5.6.1.2: empty elements are passed over.
                start++;
                continue;
            }

            bool weak = end - start > 2 && b[start] == 'W' && b[start + 1] == '/';
            int opening = weak ? start + 2 : start;
            if (b[opening] != '"')
            {
                return Malformed;
            }

            int closing = Octets.Find(b, opening + 1, end, Octets.Quote);
            if (closing < 0)
            {
                return Malformed;
            }

            if (closing - opening - 1 == tagLength && !(weak && strong) && AreEqual(b, opening + 1, tag, tagLength))
            {
                answer = Match;
            }

            members++;
            start = Text.SkipBlanks(b, closing + 1, end);
            if (start < end && b[start] != ',')
            {
                return Malformed;
            }
        }
    }

    private static bool AreEqual(byte[] b, int at, byte[] tag, int length)
    {
        // Eight octets at a time by a native call, the rest one by one.
        int i = 0;
        for (; length - i >= 8; i += 8)
        {
            if (BitConverter.ToInt64(b, at + i) != BitConverter.ToInt64(tag, i))
            {
                return false;
            }
        }

        for (; i < length; i++)
        {
            if (b[at + i] != tag[i])
            {
                return false;
            }
        }

        return true;
    }
}
