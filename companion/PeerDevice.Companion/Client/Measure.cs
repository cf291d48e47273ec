using System;
using System.Globalization;

namespace PeerDevice.Companion.Client;

/// <summary>Lengths and dates for people.</summary>
internal static class Measure
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>A length in the unit that suits it.</summary>
    public static string Of(long octets)
    {
        double value = octets;
        int unit = 0;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    /// <summary>A moment in this PC's time.</summary>
    public static string Of(DateTimeOffset moment) => moment.LocalDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
