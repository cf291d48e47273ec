using System;
using System.IO;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>The table of record: what stands between two marks of a document.</summary>
internal static class CostRecord
{
    private const string Start = "<!-- cost: written by `cost --record`, checked by `cost --check` -->\n";
    private const string End = "<!-- /cost -->";

    /// <summary>Whether the document says what was counted.</summary>
    internal static bool IsCurrent(string path, string table)
    {
        string text = File.ReadAllText(path);
        return Bounds(text, out int start, out int end) && text[start..end] == table;
    }

    /// <summary>Puts the table into the document.</summary>
    internal static void Write(string path, string table)
    {
        string text = File.ReadAllText(path);
        if (!Bounds(text, out int start, out int end))
        {
            throw new FormatException($"{path} has no marks for the table.");
        }

        File.WriteAllText(path, text[..start] + table + text[end..]);
    }

    private static bool Bounds(string text, out int start, out int end)
    {
        int mark = text.IndexOf(Start, StringComparison.Ordinal);
        start = mark + Start.Length;
        end = mark < 0 ? -1 : text.IndexOf(End, start, StringComparison.Ordinal);
        return end >= 0;
    }
}
