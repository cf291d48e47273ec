using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PeerDevice.Wiring;

/// <summary>A board's <c>pinout.csv</c> (RFC 4180, without line ends within a field).</summary>
internal sealed class Pinout
{
    internal const string FileName = "pinout.csv";

    internal static readonly string[] Columns = ["pin", "name on the board", "used by", "direction", "note", "source"];

    /// <summary>What wires go to, in the order of the drawing.</summary>
    internal static readonly string[] Devices = ["card", "printer", "usb-host", "light", "button", "display"];

    /// <summary>What keeps a pin from us, or nothing.</summary>
    internal static readonly string[] Others = ["phy", "strap", "psram", "flash", "usb-uart", "board", "free"];

    /// <summary>What a pin is called that gives no signal but a voltage, or ground; it has no number.</summary>
    internal const string Power = "power";

    /// <summary>Those pins.</summary>
    internal static readonly string[] Voltages = ["3.3 V", "5 V", "GND"];

    private Pinout(string board, PinRow[] rows)
    {
        Board = board;
        Rows = rows.Where(row => row.UsedBy != Power).ToArray();
        Supply = rows.Where(row => row.UsedBy == Power).ToArray();
    }

    internal string Board { get; }

    /// <summary>The pins that have a number.</summary>
    internal PinRow[] Rows { get; }

    /// <summary>The pins from which what is wired has its voltage and its ground, as far as the board's public documents tell.</summary>
    internal PinRow[] Supply { get; }

    /// <summary>All boards of a folder, by name.</summary>
    internal static Pinout[] All(string hardware) =>
        Directory.GetDirectories(hardware).Where(folder => File.Exists(Path.Combine(folder, FileName))).Order(System.StringComparer.Ordinal).Select(Read).ToArray();

    internal static Pinout Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        string[][] lines = File.ReadAllLines(path).Select(Fields).ToArray();
        if (lines.Length == 0 || !lines[0].SequenceEqual(Columns))
        {
            throw new InvalidDataException(path + ": the first line must read " + string.Join(',', Columns) + ".");
        }

        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length != Columns.Length)
            {
                throw new InvalidDataException(path + ", line " + (i + 1) + ": there must be " + Columns.Length + " fields.");
            }
        }

        return new Pinout(Path.GetFileName(folder), lines.Skip(1).Select(fields => new PinRow(fields)).ToArray());
    }

    /// <summary>The pins of a device and the line that each is, in the order of the file.</summary>
    internal (PinRow Row, PinUse Use)[] Of(string device) =>
        Rows.SelectMany(row => row.Uses.Select(use => (row, use))).Where(pair => pair.use.Device == device).ToArray();

    /// <summary>The pins that a device has in common with another, where only one of them can have them.</summary>
    internal bool Excludes(string device, string[] signals, string other) =>
        Of(other).Any(pair => !pair.Row.IsShared && pair.Row.Uses.Any(use => use.Device == device && signals.Contains(use.Signal)));

    private static string[] Fields(string line)
    {
        List<string> fields = [];
        StringBuilder field = new();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[i++]);
            }
            else if (line[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (line[i] == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }

        fields.Add(field.ToString());
        return fields.ToArray();
    }
}
