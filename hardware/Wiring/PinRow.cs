using System;
using System.Linq;

namespace PeerDevice.Wiring;

/// <summary>A line of <c>pinout.csv</c>.</summary>
internal sealed class PinRow
{
    /// <summary>Says of a pin that several devices use it at once.</summary>
    internal const string And = " and ";

    /// <summary>Says of a pin that one device or another uses it, as the settings say.</summary>
    internal const string Or = " or ";

    /// <summary>How a note begins where there is nothing to wire.</summary>
    internal const string OnBoard = "on the board";

    /// <summary>What a note says where the runtime chooses the pin, and the image names none.</summary>
    internal const string ByRuntime = "by the runtime";

    internal PinRow(string[] fields)
    {
        Pin = fields[0];
        Name = fields[1];
        UsedBy = fields[2];
        Direction = fields[3];
        Note = fields[4];
        Source = fields[5];
        Uses = UsedBy.Split([And, Or], StringSplitOptions.None).Select(PinUse.Read).ToArray();
    }

    /// <summary>The pin as its maker calls it, with the number that programs have for it.</summary>
    internal string Pin { get; }

    /// <summary>What is printed beside it.</summary>
    internal string Name { get; }

    /// <summary>What it is used for, as written.</summary>
    internal string UsedBy { get; }

    /// <summary>From the board's side: in, out or both.</summary>
    internal string Direction { get; }

    internal string Note { get; }

    internal string Source { get; }

    /// <summary>What it is used for.</summary>
    internal PinUse[] Uses { get; }

    internal bool IsShared => UsedBy.Contains(And, StringComparison.Ordinal);

    internal bool IsOnBoard => Note.StartsWith(OnBoard, StringComparison.Ordinal);

    /// <summary>The number that programs have for it.</summary>
    internal int Number => int.Parse(Pin.Contains('(') ? Pin[(Pin.IndexOf('(') + 1)..Pin.IndexOf(')')] : Pin, System.Globalization.CultureInfo.InvariantCulture);
}
