using System;
using System.Globalization;

namespace PeerDevice.Companion.Client;

/// <summary>Lengths and dates for people.</summary>
internal static class Measure
{
    private const int Kilo = 1024;

    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>A length in the unit that suits it.</summary>
    public static string Of(long octets)
    {
        double value = octets;
        int unit = 0;
        while (value >= Kilo && unit < Units.Length - 1)
        {
            value /= Kilo;
            unit++;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    /// <summary>A length that is told in whole KiB, rounded up (job-k-octets, RFC 8011 §5.3.17.1): of the first nobody knows how much it is.</summary>
    public static string OfKilo(long octets) => octets == Kilo ? "up to 1 KiB" : Of(octets);

    /// <summary>A moment in this PC's time.</summary>
    public static string Of(DateTimeOffset moment) => moment.LocalDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
