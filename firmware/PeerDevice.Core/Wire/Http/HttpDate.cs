using System.Text;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Dates as HTTP writes them (RFC 9110 §5.6.7), from and to seconds since 1970 (UTC).</summary>
/// <remarks>
/// <code>
/// IMF-fixdate  = Sun, 06 Nov 1994 08:49:37 GMT      what is written
/// rfc850-date  = Sunday, 06-Nov-94 08:49:37 GMT     read too
/// asctime-date = Sun Nov  6 08:49:37 1994           read too
/// </code>
/// </remarks>
public static class HttpDate
{
    /// <summary>Octets of a written date.</summary>
    public const int Length = 29;

    private const string Frame = "Sun, 00 Jan 0000 00:00:00 GMT";
    private const string Days = "SunMonTueWedThuFriSat";
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    // The property makes a new one each time on a board.
    private static readonly Encoding Utf8 = Encoding.UTF8;

    private const int SecondsOfDay = 86400;
    private const int AsctimeLength = 24;
    private const int Rfc850TailLength = 22;

    /// <summary>
    /// The year that the two digits of an rfc850-date cannot reach. RFC 9110 asks for the century that keeps a date within 50 years
    /// of now; a codec knows no now, and no file of ours is older than 1970.
    /// </summary>
    private const int TwoDigitPivot = 70;

    /// <summary>Reads a date in any of the three formats.</summary>
    /// <returns>Seconds since 1970, 0 for any moment before; -1 for what is no date.</returns>
    public static long Read(byte[] b, int start, int end)
    {
        int length = end - start;
        if (length < AsctimeLength || Index(b, start, Days) < 0)
        {
            return -1;
        }

        if (length == Length && b[start + 3] == ',')
        {
            // Sun, 06 Nov 1994 08:49:37 GMT
            return b[start + 4] == ' ' && b[start + 7] == ' ' && b[start + 11] == ' ' && b[start + 16] == ' ' && IsGmt(b, start + 25)
                ? Moment(Digits(b, start + 12, 4), Index(b, start + 8, Months), Digits(b, start + 5, 2), b, start + 17)
                : -1;
        }

        if (length == AsctimeLength)
        {
            // Sun Nov  6 08:49:37 1994
            int day = b[start + 8] == ' ' ? Digits(b, start + 9, 1) : Digits(b, start + 8, 2);
            return b[start + 3] == ' ' && b[start + 7] == ' ' && b[start + 10] == ' ' && b[start + 19] == ' '
                ? Moment(Digits(b, start + 20, 4), Index(b, start + 4, Months), day, b, start + 11)
                : -1;
        }

        // Sunday, 06-Nov-94 08:49:37 GMT
        int at = end - Rfc850TailLength;
        if (at <= start || b[at - 2] != ',' || b[at - 1] != ' ' || !IsDayName(b, start, at - 2))
        {
            return -1;
        }

        int year = Digits(b, at + 7, 2);
        year = year < 0 ? -1 : year < TwoDigitPivot ? 2000 + year : 1900 + year;
        return b[at + 2] == '-' && b[at + 6] == '-' && b[at + 9] == ' ' && IsGmt(b, at + 18)
            ? Moment(year, Index(b, at + 3, Months), Digits(b, at, 2), b, at + 10)
            : -1;
    }

    /// <summary>Writes a moment of 1970 or later as an IMF-fixdate.</summary>
    public static void Write(ByteWriter w, long unixSeconds)
    {
        if (w.Room < Length)
        {
            w.MarkOverflow();
            return;
        }

        Put(unixSeconds, w.Buffer, w.Position);
        w.Position += Length;
    }

    /// <summary>Puts a moment of 1970 or later at a place, as an IMF-fixdate.</summary>
    public static void Put(long unixSeconds, byte[] b, int at)
    {
        int days = (int)(unixSeconds / SecondsOfDay);
        int second = (int)(unixSeconds - ((long)days * SecondsOfDay));

        // From days to a date of the proleptic Gregorian calendar, with a year that begins in March, so that the leap day is its last:
        // 146,097 days are 400 years; the 153/5 are the days of five months from March on.
        int shifted = days + 719468;
        int era = shifted / 146097;
        int dayOfEra = shifted - (era * 146097);
        int yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        int dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        int month = ((5 * dayOfYear) + 2) / 153;
        int day = dayOfYear - (((153 * month) + 2) / 5) + 1;
        month = month < 10 ? month + 2 : month - 10;
        int year = yearOfEra + (era * 400) + (month < 2 ? 1 : 0);

        int hour = second / 3600;
        second -= hour * 3600;
        int minute = second / 60;
        // The frame at once, then what differs: 1970-01-01 was a Thursday.
        Encoding utf8 = Utf8;
        utf8.GetBytes(Frame, 0, Length, b, at);
        utf8.GetBytes(Days, (days + 4) % 7 * 3, 3, b, at);
        utf8.GetBytes(Months, month * 3, 3, b, at + 8);
        int century = year / 100;
        PeerDevice.Bytes.Digits.Two(day, b, at + 5);
        PeerDevice.Bytes.Digits.Two(century, b, at + 12);
        PeerDevice.Bytes.Digits.Two(year - (century * 100), b, at + 14);
        PeerDevice.Bytes.Digits.Two(hour, b, at + 17);
        PeerDevice.Bytes.Digits.Two(minute, b, at + 20);
        PeerDevice.Bytes.Digits.Two(second - (minute * 60), b, at + 23);
    }

    /// <summary>Seconds from 1970 to a moment of UTC; months count from 0.</summary>
    private static long Moment(int year, int month, int day, byte[] b, int time)
    {
        int hour = Digits(b, time, 2);
        int minute = Digits(b, time + 3, 2);
        int second = Digits(b, time + 6, 2);
        if (year < 0 || month < 0 || day < 1 || day > DaysIn(year, month) || b[time + 2] != ':' || b[time + 5] != ':'
            || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        {
            return -1;
        }

        // The inverse of what Write does: a year that begins in March, months from 0 there.
        int marchYear = month < 2 ? year - 1 : year;
        int marchMonth = month < 2 ? month + 10 : month - 2;
        int dayOfYear = (((153 * marchMonth) + 2) / 5) + day - 1;
        if (year < 1970)
        {
            return 0;
        }

        long days = (365L * marchYear) + (marchYear / 4) - (marchYear / 100) + (marchYear / 400) + dayOfYear - 719468;
        return (days * SecondsOfDay) + (hour * 3600) + (minute * 60) + second;
    }

    private static int DaysIn(int year, int month)
    {
        if (month == 1)
        {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }

        return month == 3 || month == 5 || month == 8 || month == 10 ? 30 : 31;
    }

    private static int Digits(byte[] b, int at, int count)
    {
        int value = 0;
        for (; count > 0; count--, at++)
        {
            int digit = b[at] - '0';
            if (digit < 0 || digit > 9)
            {
                return -1;
            }

            value = (value * 10) + digit;
        }

        return value;
    }

    // Which three letters of a table stand here; -1 when none do. Names are case-sensitive (RFC 9110 §5.6.7).
    private static int Index(byte[] b, int at, string table)
    {
        for (int i = 0; i < table.Length; i += 3)
        {
            if (b[at] == table[i] && b[at + 1] == table[i + 1] && b[at + 2] == table[i + 2])
            {
                return i / 3;
            }
        }

        return -1;
    }

    private static bool IsGmt(byte[] b, int at)
    {
        return b[at] == ' ' && b[at + 1] == 'G' && b[at + 2] == 'M' && b[at + 3] == 'T';
    }

    private static bool IsDayName(byte[] b, int start, int end)
    {
        switch (Index(b, start, Days))
        {
            case 0: return PeerDevice.Bytes.Text.Is(b, start, end, "Sunday");
            case 1: return PeerDevice.Bytes.Text.Is(b, start, end, "Monday");
            case 2: return PeerDevice.Bytes.Text.Is(b, start, end, "Tuesday");
            case 3: return PeerDevice.Bytes.Text.Is(b, start, end, "Wednesday");
            case 4: return PeerDevice.Bytes.Text.Is(b, start, end, "Thursday");
            case 5: return PeerDevice.Bytes.Text.Is(b, start, end, "Friday");
            case 6: return PeerDevice.Bytes.Text.Is(b, start, end, "Saturday");
            default: return false;
        }
    }
}
