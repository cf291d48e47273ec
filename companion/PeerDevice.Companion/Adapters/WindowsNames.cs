using System;

namespace PeerDevice.Companion.Adapters;

/// <summary>
/// Names that Windows takes for something else than a file of that name: devices, alternate streams,
/// names it trims, and short names behind which a longer one stands.
/// </summary>
internal static class WindowsNames
{
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

    /// <summary>Whether every name of a path means just itself.</summary>
    public static bool AreAllowed(string path)
    {
        foreach (Range part in path.AsSpan().Split('/'))
        {
            if (part.Start.Value != part.End.Value && !IsAllowed(path.AsSpan(part)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a name means just itself.</summary>
    public static bool IsAllowed(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name[^1] is '.' or ' ' || name.IndexOfAny("\"*:<>?|\\") >= 0 || name.IndexOfAnyInRange('\0', '\x1f') >= 0)
        {
            return false;
        }

        // The reserved area's short name, by which it could be reached unseen.
        if (name.StartsWith("PEER~", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        int dot = name.IndexOf('.');
        ReadOnlySpan<char> stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ');
        foreach (string device in Devices)
        {
            if (stem.Equals(device, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        // COM1 to COM9 and LPT1 to LPT9; Windows takes the superscripts 1 to 3 for digits as well.
        bool isPort = stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase);
        return !(isPort && stem.Length == 4 && stem[3] is (>= '0' and <= '9') or '\u00B9' or '\u00B2' or '\u00B3');
    }
}
