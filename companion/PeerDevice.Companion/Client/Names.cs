using System;
using System.Text;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Client;

/// <summary>Names that came from a peer: what may become a file here, and what may be shown.</summary>
internal static class Names
{
    /// <summary>Why a name from a peer cannot become a file in a folder of this PC; null when it can.</summary>
    public static string? Objection(string name)
    {
        if (name is "" or "." or "..")
        {
            return "it is not a name";
        }

        foreach (char c in name)
        {
            if (c is '/' or '\\' || char.IsControl(c))
            {
                return "it has a character that no file name can have";
            }
        }

        if (name.Equals(FolderStore.Reserved, StringComparison.OrdinalIgnoreCase))
        {
            return "peers keep that name for themselves";
        }

        return OperatingSystem.IsWindows() && !WindowsNames.IsAllowed(name) ? "Windows takes that name for something else" : null;
    }

    /// <summary>A text as it may go to a terminal: control characters could move its cursor or worse.</summary>
    public static string Shown(string text)
    {
        StringBuilder? shown = null;
        for (int i = 0; i < text.Length; i++)
        {
            // Format characters turn the direction of what stands around them.
            if (char.IsControl(text[i]) || char.GetUnicodeCategory(text[i]) == System.Globalization.UnicodeCategory.Format)
            {
                shown ??= new StringBuilder(text);
                shown[i] = '?';
            }
        }

        return shown?.ToString() ?? text;
    }
}
