using System;
using System.Device.I2c;

namespace Iot.Device.Ssd13xx;

/// <summary>The binding of displays: a picture in memory that goes to the chip page by page. It looks at no transfer's result. The names are the binding's.</summary>
internal abstract class Ssd13xx : IDisposable
{
    private const byte Command = 0x00;
    private const byte Data = 0x40;

    private readonly byte[] _picture;
    private readonly byte _firstColumn;
    private I2cDevice? _device;

    private protected Ssd13xx(I2cDevice device, DisplayResolution resolution, byte firstColumn)
    {
        bool isLow = resolution == DisplayResolution.OLED128x32;
        _device = device;
        _firstColumn = firstColumn;
        Width = 128;
        Height = isLow ? 32 : 64;
        Pages = (byte)(Height / 8);
        _picture = new byte[Width * Pages];

        // SSD1306 §9: off, clock, rows in use, offset, first line, charge pump, addressing, which way, how the rows are wired, brightness, periods, levels, what memory says, on.
        Write(
            Command, 0xAE, 0xD5, 0x80, 0xA8, (byte)(Height - 1), 0xD3, 0x00, 0x40, 0x8D, 0x14, 0x20, 0x00, 0xA1, 0xC8,
            0xDA, (byte)(isLow ? 0x02 : 0x12), 0x81, (byte)(isLow ? 0x8F : 0xCF), 0xD9, 0xF1, 0xDB, 0x40, 0xA4, 0xA6, 0xAF);
    }

    internal enum DisplayResolution
    {
        OLED128x64,
        OLED128x32,
    }

    internal int Width { get; }

    internal int Height { get; }

    internal byte Pages { get; }

    public void Dispose()
    {
        _device?.Dispose();
        _device = null;
    }

    internal void DrawDirectAligned(int x, int y, int width, int height, byte[] buffer)
    {
        if (y % 8 != 0 || height % 8 != 0 || height / 8 * width != buffer.Length)
        {
            throw new ArgumentException(nameof(buffer));
        }

        for (int page = 0; page < height / 8; page++)
        {
            Array.Copy(buffer, page * width, _picture, (((y / 8) + page) * Width) + x, width);
        }
    }

    internal void ClearScreen()
    {
        Array.Clear(_picture);
        Display();
    }

    internal void Display()
    {
        byte[] page = new byte[Width + 1];
        page[0] = Data;
        for (int i = 0; i < Pages; i++)
        {
            Write(Command, (byte)(0xB0 + i), _firstColumn, 0x10);
            Array.Copy(_picture, i * Width, page, 1, Width);
            Write(page);
        }
    }

    private void Write(params byte[] octets)
    {
        _device!.Write(new SpanByte(octets));
    }
}

internal class Ssd1306 : Ssd13xx
{
    internal const byte DefaultI2cAddress = 0x3C;
    internal const byte SecondaryI2cAddress = 0x3D;

    internal Ssd1306(I2cDevice i2cDevice, DisplayResolution res)
        : base(i2cDevice, res, 0)
    {
    }

    private protected Ssd1306(I2cDevice i2cDevice, byte firstColumn)
        : base(i2cDevice, DisplayResolution.OLED128x64, firstColumn)
    {
    }
}

/// <summary>Like an SSD1306 with 132 columns, of which the panel shows all but two on each side.</summary>
internal sealed class Sh1106 : Ssd1306
{
    internal Sh1106(I2cDevice i2cDevice)
        : base(i2cDevice, 2)
    {
    }
}
