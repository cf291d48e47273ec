using System;
using System.Globalization;
using System.Text;

namespace PeerDevice.Companion.Sync;

/// <summary>The name that one of two changed files gets so that both stay: <c>name (conflict from HOST DATE).ext</c>.</summary>
internal static class ConflictName
{
    // What every file system that we know takes as one name.
    private const int MostOctets = 255;
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";

    /// <summary>Makes the name.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="host">Whose version it is.</param>
    /// <param name="unixSeconds">When it was noticed.</param>
    /// <param name="isTaken">Whether a path stands for something already.</param>
    public static string For(string path, string host, long unixSeconds, Func<string, bool> isTaken)
    {
        int cut = path.LastIndexOf('/') + 1;
        string name = path[cut..];
        int dot = name.LastIndexOf('.');
        string extension = dot > 0 ? name[dot..] : "";
        string stem = dot > 0 ? name[..dot] : name;
        string moment = DateTimeOffset.FromUnixTimeSeconds(unixSeconds).UtcDateTime.ToString("yyyy-MM-dd HHmmss", CultureInfo.InvariantCulture);
        StringBuilder from = new();
        foreach (char c in host)
        {
            from.Append(Letters.Contains(c) ? c : '-');
        }

        for (int count = 1; ; count++)
        {
            string mark = string.Create(CultureInfo.InvariantCulture, $" (conflict from {from} {moment}{(count == 1 ? "" : $" {count}")})");
            string whole = path[..cut] + Shortened(stem, MostOctets - Encoding.UTF8.GetByteCount(mark + extension)) + mark + extension;
            if (!isTaken(whole))
            {
                return whole;
            }
        }
    }

    private static string Shortened(string stem, int octets)
    {
        int length = stem.Length;
        while (length > 0 && (Encoding.UTF8.GetByteCount(stem.AsSpan(0, length)) > octets || char.IsHighSurrogate(stem[length - 1])))
        {
            length--;
        }

        return stem[..length];
    }
}
