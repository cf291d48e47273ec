using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PeerDevice.Wiring;

/// <summary>
/// A board's wires as SVG: its pins at the left, in the order of what they go to, so that no two wires cross; black on white, in letters that a print in A4 keeps legible. The same
/// csv gives the same octets.
/// </summary>
internal sealed class Drawing
{
    internal const string FileName = "wiring.svg";

    private const int Width = 940;
    private const int BoardLeft = 20;
    private const int BoardRight = 270;
    private const int DeviceLeft = 500;
    private const int DeviceRight = 920;
    private const int Step = 24;
    private const int LineCharacters = 118;

    private readonly StringBuilder _svg = new();
    private readonly Pinout _pinout;
    private int _at = 64;

    private Drawing(Pinout pinout)
    {
        _pinout = pinout;
    }

    internal static string Of(Pinout pinout) => new Drawing(pinout).Draw();

    private string Draw()
    {
        Text(BoardLeft, 32, _pinout.Board, "font-size=\"20\" font-weight=\"bold\"");
        int top = _at;
        foreach (string device in Pinout.Devices)
        {
            (PinRow Row, PinUse Use)[] pins = _pinout.Of(device);
            if (pins.Length > 0)
            {
                Device(device, pins);
            }
        }

        if (_pinout.Supply.Length > 0)
        {
            Supply();
        }

        Box(BoardLeft, top, BoardRight, _at - 12, 2);
        Footer();
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + Width + " " + (_at + 8) + "\" font-family=\"sans-serif\" font-size=\"14\">\n"
            + "<rect width=\"" + Width + "\" height=\"" + (_at + 8) + "\" fill=\"white\"/>\n" + _svg + "</svg>\n";
    }

    private void Device(string device, (PinRow Row, PinUse Use)[] pins)
    {
        int top = _at;
        _at += Step;
        Text(DeviceLeft + 10, _at - 6, Terminals.Title(device, pins), "font-weight=\"bold\"");
        foreach ((PinRow row, PinUse use) in pins)
        {
            _at += Step;
            Text(BoardLeft + 10, _at - 6, Label(row), "");
            Text(DeviceLeft + 10, _at - 6, Terminals.Of(row, use), "");
            Wire(row, use, _at - 11);
        }

        Box(DeviceLeft, top, DeviceRight, _at + 4, 1);
        _at += 22;
    }

    /// <summary>From where converters, modules and display have their voltage: one pin, or one of several.</summary>
    private void Supply()
    {
        int top = _at;
        _at += Step;
        Text(DeviceLeft + 10, _at - 6, "Supply of what is wired: by the part, see README", "font-weight=\"bold\"");
        foreach (PinRow row in _pinout.Supply)
        {
            _at += Step;
            int y = _at - 11;
            Text(BoardLeft + 10, _at - 6, row.Name, "");
            Text(DeviceLeft + 10, _at - 6, row.Pin + (row.Note.Length > 0 ? " (" + row.Note + ")" : ""), "");
            _svg.Append("<line x1=\"").Append(BoardRight).Append("\" y1=\"").Append(y).Append("\" x2=\"").Append(DeviceLeft).Append("\" y2=\"").Append(y).Append("\" stroke=\"black\" stroke-width=\"2\"/>\n");
        }

        Box(DeviceLeft, top, DeviceRight, _at + 4, 1);
        _at += 22;
    }

    private void Wire(PinRow row, PinUse use, int y)
    {
        string[] others = row.Uses.Where(other => other != use).Select(other => other.ToString()).ToArray();
        string dash = others.Length > 0 && !row.IsShared ? " stroke-dasharray=\"6 4\"" : "";
        _svg.Append("<line x1=\"").Append(BoardRight).Append("\" y1=\"").Append(y).Append("\" x2=\"").Append(DeviceLeft).Append("\" y2=\"").Append(y).Append("\" stroke=\"black\"").Append(dash).Append("/>\n");
        string? direction = Terminals.Direction(use);
        if (direction != "in")
        {
            Arrow(DeviceLeft, y, -8);
        }

        if (direction != "out")
        {
            Arrow(BoardRight, y, 8);
        }

        if (others.Length > 0)
        {
            Text((BoardRight + DeviceLeft) / 2, y - 3, (row.IsShared ? "also " : "or ") + string.Join(", ", others), "font-size=\"10\" text-anchor=\"middle\"");
        }
    }

    private void Footer()
    {
        foreach (string other in Pinout.Others)
        {
            string pins = string.Join(", ", _pinout.Of(other).Select(pair => pair.Row.Pin));
            if (pins.Length > 0)
            {
                Lines(char.ToUpperInvariant(Terminals.Reason(other)[0]) + Terminals.Reason(other)[1..] + ": " + pins);
            }
        }

        string[] unknown = Pinout.Voltages.Where(voltage => _pinout.Supply.All(row => row.Pin != voltage)).ToArray();
        if (unknown.Length > 0)
        {
            Lines("Which pin of the board gives " + string.Join(", ", unknown) + " its public documents do not tell: look at what is printed on it, and measure.");
        }

        if (_pinout.Rows.Any(row => row.UsedBy.Contains(PinRow.Or, StringComparison.Ordinal)))
        {
            Lines("A broken line is one of several that the pin can be: peer.cfg says which device there is.");
        }

        Lines("Drawn from " + Pinout.FileName + " by hardware/Wiring. Not tried on metal so far.");
    }

    private void Lines(string text)
    {
        List<string> lines = [""];
        foreach (string word in text.Split(' '))
        {
            if (lines[^1].Length + word.Length + 1 > LineCharacters)
            {
                lines.Add("    ");
            }

            lines[^1] += (lines[^1].Trim().Length > 0 ? " " : "") + word;
        }

        foreach (string line in lines)
        {
            _at += 18;
            Text(BoardLeft, _at, line, "font-size=\"12\"");
        }
    }

    private static string Label(PinRow row)
    {
        string number = row.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return row.Pin != number ? row.Name + " · " + row.Pin : row.Name.EndsWith("IO" + number, StringComparison.Ordinal) || row.Name.Contains("(IO", StringComparison.Ordinal) ? row.Name : row.Name + " · IO" + number;
    }

    private void Text(int x, int y, string text, string style) =>
        _svg.Append("<text x=\"").Append(x).Append("\" y=\"").Append(y).Append("\" xml:space=\"preserve\"").Append(style.Length > 0 ? " " : "").Append(style).Append('>').Append(System.Security.SecurityElement.Escape(text)).Append("</text>\n");

    private void Arrow(int x, int y, int back) =>
        _svg.Append("<path d=\"M").Append(x).Append(' ').Append(y).Append(" l").Append(back).Append(" -4 v8 z\"/>\n");

    private void Box(int left, int top, int right, int bottom, int stroke) =>
        _svg.Append("<rect x=\"").Append(left).Append("\" y=\"").Append(top).Append("\" width=\"").Append(right - left).Append("\" height=\"").Append(bottom - top)
            .Append("\" fill=\"none\" stroke=\"black\" stroke-width=\"").Append(stroke).Append("\"/>\n");
}
