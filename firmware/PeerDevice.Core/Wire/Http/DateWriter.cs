using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Puts one date after the other (RFC 9110 §5.6.7). Files come in batches: on the day of the one before, only the hour is another.</summary>
public sealed class DateWriter
{
    private const int Day = 86400;
    private const int Hour = 3600;
    private const int Minute = 60;
    private const int HourAt = 17;      // "Sun, 06 Nov 1994 08:49:37 GMT"
    private const int MinuteAt = 20;
    private const int SecondAt = 23;

    private readonly byte[] _date = new byte[HttpDate.Length];
    private long _day = -Day;

    /// <summary>Puts a moment of 1970 or later at a place where there is room for <see cref="HttpDate.Length"/> octets.</summary>
    public void Put(long unixSeconds, byte[] into, int at)
    {
        byte[] date = _date;
        long second = unixSeconds - _day;
        if (second < 0 || second >= Day)
        {
            HttpDate.Put(unixSeconds, date, 0);
            _day = unixSeconds - (unixSeconds % Day);
        }
        else
        {
            int rest = (int)second;
            int hour = rest / Hour;
            rest -= hour * Hour;
            int minute = rest / Minute;
            Digits.Two(hour, date, HourAt);
            Digits.Two(minute, date, MinuteAt);
            Digits.Two(rest - (minute * Minute), date, SecondAt);
        }

        Array.Copy(date, 0, into, at, HttpDate.Length);
    }
}
