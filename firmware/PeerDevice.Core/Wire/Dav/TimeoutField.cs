using System;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Wire.Dav;

/// <summary>Reads a Timeout field (RFC 4918 §10.7): how long a client would like a lock to last.</summary>
/// <remarks>
/// <code>
/// Timeout       = 1#TimeType
/// TimeType      = ("Second-" DAVTimeOutVal | "Infinite")
/// DAVTimeOutVal = 1*DIGIT
/// </code>
/// </remarks>
public static class TimeoutField
{
    private const int PrefixLength = 7;

    /// <summary>Reads a value. The first member that is understood counts; what is not is passed over, since the server decides in any case.</summary>
    /// <param name="b">Holds the value.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Behind its last octet.</param>
    /// <param name="most">The seconds that are granted at most.</param>
    /// <returns>Seconds, 1 to <paramref name="most"/>; that many too where nothing is understood.</returns>
    public static int Seconds(byte[] b, int start, int end, int most)
    {
        if (end - start > PrefixLength && IsSecond(b, start))
        {
            // Nearly always it is one time and nothing else.
            long only = Text.Number(b, start + PrefixLength, end);
            if (only >= 0)
            {
                return Granted(only, most);
            }
        }

        while (start < end)
        {
            int comma = Octets.Find(b, start, end, Octets.Comma);
            int last = comma < 0 ? end : comma;
            int from = Text.SkipBlanks(b, start, last);
            int to = Text.TrimEnd(b, from, last);
            if (to - from > PrefixLength && IsSecond(b, from))
            {
                // More than 63 bits is more than anybody grants.
                long seconds = Text.Number(b, from + PrefixLength, to);
                if (seconds >= 0)
                {
                    return Granted(seconds, most);
                }

                if (AreDigits(b, from + PrefixLength, to))
                {
                    return most;
                }
            }
            else if (Text.EqualsIgnoreCase(b, from, to, "infinite"))
            {
                return most;
            }

            start = last + 1;
        }

        return most;
    }

    private static int Granted(long seconds, int most)
    {
        return seconds > most ? most : seconds == 0 ? 1 : (int)seconds;
    }

    // "seco", "ond-", as the names of fields are compared (Field.Find)
    private static bool IsSecond(byte[] b, int at)
    {
        return (BitConverter.ToInt32(b, at) | Field.Fold4) == 0x6F636573 && (BitConverter.ToInt32(b, at + 3) | Field.Fold4) == 0x2D646E6F;
    }

    private static bool AreDigits(byte[] b, int start, int end)
    {
        while (start < end && b[start] >= '0' && b[start] <= '9')
        {
            start++;
        }

        return start == end;
    }
}
