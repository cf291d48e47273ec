using System;
using System.Linq;
using System.Text;

namespace PeerDevice.Wiring;

/// <summary>The table of hardware/README.md that says which options fit together on each board.</summary>
internal static class FitTable
{
    internal const string Begin = "<!-- fit: written by hardware/Wiring -->\n";
    internal const string End = "<!-- /fit -->\n";

    private const string Yes = "yes";
    private const string No = "–";

    private static readonly string[] Data = ["transmit", "receive"];
    private static readonly string[] Wires = ["stop", "ready"];

    internal static string Of(Pinout[] boards)
    {
        StringBuilder table = new();
        table.Append("| board | card | serial printer | stopped by wires | USB printer | light | button | display beside a serial printer | … stopped by wires | … beside a USB printer |\n");
        table.Append("|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (Pinout board in boards)
        {
            bool hasWires = board.Of("printer").Any(pair => pair.Use.Signal == "stop");
            bool hasDisplay = board.Of("display").Length > 0;
            bool besideData = hasDisplay && !board.Excludes("printer", Data, "display");
            string[] cells =
            [
                "[" + board.Board + "](" + board.Board + "/)",
                Where(board, "card", "module"),
                Where(board, "printer", Yes),
                hasWires ? Yes : No,
                Where(board, "usb-host", Yes),
                Where(board, "light", Yes),
                Where(board, "button", Yes),
                besideData ? Yes : No,
                besideData && hasWires && !board.Excludes("printer", Wires, "display") ? Yes : No,
                hasDisplay && board.Of("display").All(pair => pair.Row.Uses.All(use => use.Device != "usb-host")) ? Yes : No,
            ];
            table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        return table.ToString();
    }

    /// <summary>Puts the table into a text, between its marks.</summary>
    internal static string Put(string text, Pinout[] boards)
    {
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException("hardware/README.md has no place for the table: " + Begin.Trim() + " … " + End.Trim());
        }

        return text[..(begin + Begin.Length)] + Of(boards) + text[end..];
    }

    private static string Where(Pinout board, string device, string yes)
    {
        (PinRow Row, PinUse Use)[] pins = board.Of(device);
        return pins.Length == 0 ? No : pins.All(pair => pair.Row.IsOnBoard) ? PinRow.OnBoard : yes;
    }
}
