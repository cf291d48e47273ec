using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dav;

/// <summary>Moments as creationdate writes them (RFC 4918 §15.1): the date-time of RFC 3339 §5.6, in UTC, such as <c>2026-11-22T17:05:09Z</c>.</summary>
public static class Rfc3339
{
    // RFC 3339 has four digits for the year.
    private const long AfterDates = 253402300800;

    private const int SecondsOfDay = 86400;

    /// <summary>Whether a moment, in seconds since 1970 (UTC), is one that can be written; 0 stands for one that is not known.</summary>
    public static bool CanWrite(long unixSeconds)
    {
        return unixSeconds > 0 && unixSeconds < AfterDates;
    }

    /// <summary>Writes a moment of which <see cref="CanWrite"/> is true.</summary>
    public static void Write(ByteWriter writer, long unixSeconds)
    {
        int days = (int)(unixSeconds / SecondsOfDay);
        int second = (int)(unixSeconds - ((long)days * SecondsOfDay));

        // Days of the proleptic Gregorian calendar, in years that begin in March: then the leap day is the last of its year, and the
        // months from March on begin at (153 m + 2) / 5.
        int day = days + 719468;
        int era = day / 146097;
        day -= era * 146097;
        int year = (day - (day / 1460) + (day / 36524) - (day / 146096)) / 365;
        day -= (365 * year) + (year / 4) - (year / 100);
        int month = ((5 * day) + 2) / 153;
        day -= ((153 * month) + 2) / 5;
        year += era * 400;
        if (month >= 10)
        {
            year++;
            month -= 12;
        }

        writer.TwoDigits(year / 100);
        writer.TwoDigits(year % 100);
        Two(writer, '-', month + 3);
        Two(writer, '-', day + 1);
        Two(writer, 'T', second / 3600);
        Two(writer, ':', second / 60 % 60);
        Two(writer, ':', second % 60);
        writer.Octet((byte)'Z');
    }

    private static void Two(ByteWriter writer, char before, int number)
    {
        writer.Octet((byte)before);
        writer.TwoDigits(number);
    }
}
