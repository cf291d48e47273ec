using System.IO;
using System.Linq;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>The table of hardware/README.md that says which board to buy.</summary>
internal static class BoardsToBuy
{
    /// <summary>What a column says of a board.</summary>
    internal static string Of(string hardware, string board, string column)
    {
        string[][] rows = File.ReadAllLines(Path.Combine(hardware, "README.md")).Where(line => line.StartsWith('|')).Select(line => line.Split('|').Select(cell => cell.Trim()).ToArray()).ToArray();
        string[] head = rows.First(row => row[1].StartsWith("board (", System.StringComparison.Ordinal));
        return rows.First(row => row[1].Contains("](" + board + "/)", System.StringComparison.Ordinal))[System.Array.IndexOf(head, column)];
    }
}
