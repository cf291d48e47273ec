using System;
using PeerDevice.Bytes;

namespace PeerDevice.Services.View;

/// <summary>How lengths and times stand on the pages for people; the script reads them again.</summary>
internal static class PageText
{
    // The first second after what a board's DateTime can hold (the year 3000).
    private const long AfterTime = 32503680000;

    /// <summary>Writes a length in octets with two or three figures and a unit: "0 B", "1.5 KiB", "214 MiB".</summary>
    internal static void Length(ByteWriter writer, long length)
    {
        int unit = 0;
        long whole = length;
        long tenths = 0;
        while (whole >= 1024 && unit < 4)
        {
            tenths = whole % 1024 * 10 / 1024;
            whole /= 1024;
            unit++;
        }

        writer.Number(whole);
        if (unit > 0 && whole < 100)
        {
            writer.Octet((byte)'.');
            writer.Number(tenths);
        }

        writer.Text(unit switch
        {
            0 => " B",
            1 => " KiB",
            2 => " MiB",
            3 => " GiB",
            _ => " TiB",
        });
    }

    /// <summary>Writes a time in UTC, such as "2026-11-22 17:05".</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="unixSeconds">Seconds since 1970; nothing is written for 0, which is no time, nor for what has none worth showing.</param>
    internal static void Time(ByteWriter writer, long unixSeconds)
    {
        if (unixSeconds <= 0 || unixSeconds >= AfterTime)
        {
            return;
        }

        DateTime time = new DateTime(1970, 1, 1).AddTicks(unixSeconds * TimeSpan.TicksPerSecond);
        writer.Number(time.Year);
        WriteTwo(writer, '-', time.Month);
        WriteTwo(writer, '-', time.Day);
        WriteTwo(writer, ' ', time.Hour);
        WriteTwo(writer, ':', time.Minute);
    }

    private static void WriteTwo(ByteWriter writer, char before, int number)
    {
        writer.Octet((byte)before);
        writer.TwoDigits(number);
    }
}
