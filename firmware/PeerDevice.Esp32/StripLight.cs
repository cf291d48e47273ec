using nanoFramework.Hardware.Esp32.Rmt;
using PeerDevice.Drivers;

namespace PeerDevice.Esp32;

/// <summary>
/// The first of a strip of WS2812, WS2812B or SK6812: a light in colours by one wire, on which the ESP32's pulse generator (RMT) says 24 bits, green first. It keeps its colour by itself.
/// </summary>
/// <remarks>The binding for these strips (Ws28xx.Esp32) is not used: firmware/DESIGN.md, "Button, light and display", says why.</remarks>
internal sealed class StripLight : StatusLight
{
    // 80 MHz by 4: 50 ns. A one is long high and short low, a zero the other way round; every make's tolerance has these.
    private const byte Divider = 4;
    private const byte OneHigh = 14;
    private const byte OneLow = 12;
    private const byte ZeroHigh = 7;
    private const byte ZeroLow = 17;

    // An item of the generator: two times of 15 bits with a level above each, the lower octet first.
    private const int Bits = 24;
    private const int ItemOctets = 4;
    private const byte High = 0x80;

    private readonly TransmitterChannel _channel;
    private readonly byte[] _items = new byte[Bits * ItemOctets];

    /// <summary>Takes the pin and makes the light dark. Throws what the runtime throws where there is no channel left.</summary>
    internal StripLight(int pin)
    {
        _channel = new TransmitterChannel(new TransmitChannelSettings(pin) { EnableCarrierWave = false, IdleLevel = false, ClockDivider = Divider });
        for (int i = 0; i < Bits; i++)
        {
            _items[(i * ItemOctets) + 1] = High;
        }

        Show(Dark);
    }

    /// <inheritdoc/>
    public override bool HasColours => true;

    /// <inheritdoc/>
    public override void Show(int colour)
    {
        int bits = ((colour & 0x00FF00) << 8) | ((colour & 0xFF0000) >> 8) | (colour & 0x0000FF);
        for (int i = 0; i < Bits; i++)
        {
            bool isOne = (bits & (1 << (Bits - 1 - i))) != 0;
            _items[i * ItemOctets] = isOne ? OneHigh : ZeroHigh;
            _items[(i * ItemOctets) + 2] = isOne ? OneLow : ZeroLow;
        }

        _channel.SendData(_items, true);
    }
}
