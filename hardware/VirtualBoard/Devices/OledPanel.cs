using System;
using System.Device.I2c;
using System.Linq;
using PeerDevice.Drivers;

namespace PeerDevice.VirtualBoard.Devices;

/// <summary>
/// The chip of a small display as it is on the wires: it takes commands and columns of dots into its memory, and shows them when it is on. Somebody else's text can be read back from it, by the font of the image.
/// </summary>
/// <remarks>The data sheet has the commands for page and column in page addressing mode only; the binding sends them in the other, too, and panels take them.</remarks>
internal sealed class OledPanel : II2cChip
{
    private const int Pages = 8;
    private const int Columns = 132;
    private const int Shown = 128;
    private const int GlyphColumns = 5;

    // What follows a command as its parameters (SSD1306 §9): one octet each.
    private static readonly byte[] WithOne = { 0x20, 0x81, 0x8D, 0xA8, 0xD3, 0xD5, 0xD9, 0xDA, 0xDB };

    private readonly object _gate = new();
    private readonly byte[] _memory = new byte[Pages * Columns];
    private readonly int _firstColumn;
    private int _rows = Pages;
    private int _page;
    private int _column;

    /// <summary>A panel in front of a chip whose first so many columns are not seen.</summary>
    internal OledPanel(int firstColumn = 0)
    {
        _firstColumn = firstColumn;
        new Random(1).NextBytes(_memory);
    }

    /// <summary>Whether it shows its memory.</summary>
    internal bool IsOn { get; private set; }

    /// <summary>Told after each write of dots that ends the picture.</summary>
    internal Action? Drawn { get; set; }

    public void Write(ReadOnlySpan<byte> octets)
    {
        bool isEnd = false;
        lock (_gate)
        {
            if (octets[0] == 0x40)
            {
                foreach (byte dots in octets[1..])
                {
                    _memory[(_page * Columns) + _column] = dots;
                    _column = (_column + 1) % Columns;
                }

                isEnd = _page == _rows - 1;
            }
            else
            {
                Obey(octets[1..]);
            }
        }

        if (isEnd)
        {
            Drawn?.Invoke();
        }
    }

    /// <summary>What is to be read on it, a line for each row of the panel, without blanks at its end; a dark panel has none.</summary>
    internal string[] Lines()
    {
        lock (_gate)
        {
            return IsOn ? Enumerable.Range(0, _rows).Select(Line).ToArray() : Array.Empty<string>();
        }
    }

    private string Line(int page)
    {
        ScreenFont font = new();
        byte[] glyph = new byte[GlyphColumns];
        char[] line = new char[Shown / ScreenFont.Width];
        for (int i = 0; i < line.Length; i++)
        {
            ReadOnlySpan<byte> dots = _memory.AsSpan((page * Columns) + _firstColumn + (i * ScreenFont.Width), ScreenFont.Width);
            char found = '\uFFFD';
            for (char c = ' '; c <= '~' && dots[GlyphColumns] == 0; c++)
            {
                font.Put(c, glyph, 0);
                found = dots[..GlyphColumns].SequenceEqual(glyph) ? c : found;
            }

            line[i] = found;
        }

        return new string(line).TrimEnd();
    }

    private void Obey(ReadOnlySpan<byte> commands)
    {
        for (int i = 0; i < commands.Length; i++)
        {
            byte command = commands[i];
            if (command == 0xA8)
            {
                _rows = (commands[i + 1] + 1) / 8;
            }

            switch (command)
            {
                case <= 0x0F:
                    _column = (_column & 0xF0) | command;
                    break;
                case <= 0x1F:
                    _column = (_column & 0x0F) | ((command & 0x0F) << 4);
                    break;
                case >= 0xB0 and <= 0xB7:
                    _page = command & 0x07;
                    break;
                case 0xAE:
                case 0xAF:
                    IsOn = command == 0xAF;
                    break;
            }

            i += WithOne.Contains(command) ? 1 : 0;
        }
    }
}
