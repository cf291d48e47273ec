using System;
using System.Device.I2c;
using Iot.Device.Ssd13xx;
using PeerDevice.Board;
using PeerDevice.Services.Settings;

namespace PeerDevice.Drivers;

/// <summary>
/// A small display on I2C (SSD1306, SH1106): lines of text. What has not changed is not drawn, and nothing is sent between changes. One that does not answer is said once, and asked once more at each change.
/// </summary>
public sealed class Screen : Display
{
    private const int Width = 128;
    private const int LineDots = 8;

    // "Command follows", and the command that does nothing (SSD1306 §10: NOP): whether anybody answers.
    private readonly byte[] _probe = { 0x00, 0xE3 };

    private readonly int _bus;
    private readonly int _kind;
    private readonly IIndicator _indicator;
    private readonly ScreenFont _font = new ScreenFont();
    private readonly byte[] _dots = new byte[Width];
    private I2cDevice? _device;
    private Ssd1306? _display;
    private string[] _shown = new string[0];

    /// <summary>Describes a display; nothing is touched yet.</summary>
    /// <param name="bus">Its I2C bus.</param>
    /// <param name="kind">One of <see cref="PeerSettings"/>' displays.</param>
    /// <param name="indicator">Told when it stops or begins to answer.</param>
    public Screen(int bus, int kind, IIndicator indicator)
    {
        _bus = bus;
        _kind = kind;
        _indicator = indicator;
        Rows = kind == PeerSettings.Display128x32 ? 4 : 8;
    }

    /// <summary>Characters of a line.</summary>
    public override int Columns => Width / ScreenFont.Width;

    /// <summary>Lines.</summary>
    public override int Rows { get; }

    /// <summary>Looks for the display at the two addresses that there are, and clears it.</summary>
    /// <returns>False when nobody answers.</returns>
    public override bool Open()
    {
        return Open(Ssd1306.DefaultI2cAddress) || Open(Ssd1306.SecondaryI2cAddress);
    }

    /// <summary>Shows lines, of which there are <see cref="Rows"/>, each of ASCII and at most <see cref="Columns"/> long.</summary>
    public override void Show(string[] lines)
    {
        bool wasThere = _display is not null;
        if (wasThere && IsSame(lines))
        {
            return;
        }

        if (wasThere ? !Answers(_device!) : !Open())
        {
            if (wasThere)
            {
                _indicator.Report("the display does not answer any more");
                Close();
            }

            return;
        }

        if (!wasThere)
        {
            _indicator.Report("the display is there again");
        }

        for (int row = 0; row < Rows; row++)
        {
            if (_shown[row] != lines[row])
            {
                Draw(row, lines[row]);
                _shown[row] = lines[row];
            }
        }

        _display!.Display();
    }

    private bool IsSame(string[] lines)
    {
        int row = 0;
        while (row < Rows && _shown[row] == lines[row])
        {
            row++;
        }

        return row == Rows;
    }

    private void Draw(int row, string line)
    {
        Array.Clear(_dots, 0, Width);
        for (int i = 0; i < line.Length && i < Columns; i++)
        {
            _font.Put(line[i], _dots, i * ScreenFont.Width);
        }

        _display!.DrawDirectAligned(0, row * LineDots, Width, LineDots, _dots);
    }

    private bool Open(int address)
    {
        try
        {
            _device = I2cDevice.Create(new I2cConnectionSettings(_bus, address, I2cBusSpeed.FastMode));
            if (Answers(_device))
            {
                _display = _kind == PeerSettings.DisplaySh1106 ? new Sh1106(_device) : new Ssd1306(_device, _kind == PeerSettings.Display128x32 ? Ssd13xx.DisplayResolution.OLED128x32 : Ssd13xx.DisplayResolution.OLED128x64);
                _display.ClearScreen();
                _shown = Bytes.Text.Blanks(Rows);
                return true;
            }
        }
        catch (Exception)
        {
            // A bus that cannot be had is one at which nobody answers.
        }

        Close();
        return false;
    }

    private void Close()
    {
        try
        {
            _display?.Dispose();
            _device?.Dispose();
        }
        catch (Exception)
        {
            // Then the bus stays taken, and the display is gone for good.
        }

        _display = null;
        _device = null;
    }

    private bool Answers(I2cDevice device)
    {
        try
        {
            return device.Write(new SpanByte(_probe)).Status == I2cTransferStatus.FullTransfer;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
