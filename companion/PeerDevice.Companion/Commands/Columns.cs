using System;
using System.Collections.Generic;
using System.Linq;

namespace PeerDevice.Companion.Commands;

/// <summary>Rows of a table as lines.</summary>
internal static class Columns
{
    /// <summary>Each column as wide as its widest cell; two blanks between them.</summary>
    public static List<string> Lines(IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        return [.. rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd())];
    }
}
