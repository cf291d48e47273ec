using System;
using System.Collections.Generic;
using System.Text;

namespace PeerDevice.Simulation.Fat;

/// <summary>How FAT takes names: case folds, trailing dots and spaces go, and each long name has a short alias.</summary>
internal static class FatNames
{
    private const string Forbidden = "\"*:<>?|\\/";
    private const int CharactersOfSlot = 13;

    /// <summary>What FatFs makes of a name before it looks for it; null when it takes no such name.</summary>
    internal static string? Canonical(string name)
    {
        string trimmed = name.TrimEnd('.', ' ');
        if (trimmed.Length == 0 || trimmed.Length > Limits.NameOctets)
        {
            return null;
        }

        foreach (char c in trimmed)
        {
            if (c < ' ' || c == 0x7F || Forbidden.Contains(c))
            {
                return null;
            }
        }

        return trimmed;
    }

    internal static bool AreSame(string a, string b)
    {
        return string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Directory slots that a name takes: one, and one more for each 13 characters of a name that is not 8.3.</summary>
    internal static int Slots(string name)
    {
        return IsShort(name) ? 1 : 1 + ((name.Length + CharactersOfSlot - 1) / CharactersOfSlot);
    }

    /// <summary>Whether a name is held by the short entry alone: 8.3, and no mixture of cases in either part.</summary>
    internal static bool IsShort(string name)
    {
        int dot = name.LastIndexOf('.');
        string body = dot < 0 ? name : name.Substring(0, dot);
        string extension = dot < 0 ? "" : name.Substring(dot + 1);
        return body.Length is >= 1 and <= 8 && extension.Length <= 3 && !(dot >= 0 && extension.Length == 0)
            && IsShortPart(body) && IsShortPart(extension);
    }

    /// <summary>The alias of a new entry: unlike every other in the directory.</summary>
    internal static string Alias(string name, IEnumerable<FatEntry> others)
    {
        if (IsShort(name))
        {
            return name.ToUpperInvariant();
        }

        int dot = name.LastIndexOf('.');
        string body = Squeeze(dot <= 0 ? name : name.Substring(0, dot), 8);
        string extension = dot <= 0 ? "" : Squeeze(name.Substring(dot + 1), 3);
        for (int number = 1; ; number++)
        {
            string tail = "~" + number;
            string alias = body.Substring(0, Math.Min(body.Length, 8 - tail.Length)) + tail + (extension.Length == 0 ? "" : "." + extension);
            bool isTaken = false;
            foreach (FatEntry other in others)
            {
                isTaken |= AreSame(other.Alias, alias) || AreSame(other.Name, alias);
            }

            if (!isTaken)
            {
                return alias;
            }
        }
    }

    private static bool IsShortPart(string part)
    {
        bool hasLower = false;
        bool hasUpper = false;
        foreach (char c in part)
        {
            if (c >= 0x80 || " .+,;=[]".Contains(c))
            {
                return false;
            }

            hasLower |= c is >= 'a' and <= 'z';
            hasUpper |= c is >= 'A' and <= 'Z';
        }

        return !(hasLower && hasUpper);
    }

    private static string Squeeze(string part, int length)
    {
        StringBuilder squeezed = new StringBuilder();
        foreach (char c in part)
        {
            if (c != ' ' && c != '.' && squeezed.Length < length)
            {
                squeezed.Append(c >= 0x80 || "+,;=[]".Contains(c) ? '_' : char.ToUpperInvariant(c));
            }
        }

        return squeezed.ToString();
    }
}
