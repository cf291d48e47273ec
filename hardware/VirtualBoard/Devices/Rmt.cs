using System;
using System.Collections.Generic;

namespace nanoFramework.Hardware.Esp32.Rmt;

/// <summary>How a channel of the pulse generator is set up. The names are the class library's.</summary>
internal sealed class TransmitChannelSettings
{
    internal TransmitChannelSettings(int pinNumber)
    {
        PinNumber = pinNumber;
    }

    internal int PinNumber { get; }

    internal bool EnableCarrierWave { get; set; } = true;

    internal bool IdleLevel { get; set; }

    internal byte ClockDivider { get; set; } = 80;
}

/// <summary>A channel that sends pulses, with a strip of WS2812s at its pin: each takes 24 bits, green first, and keeps the colour; a pulse that none of them knows is told.</summary>
internal sealed class TransmitterChannel
{
    // The generator's clock of 80 MHz, and what WS2812, WS2812B and SK6812 all take for a zero and a one, in nanoseconds.
    private const double Nanoseconds = 12.5;
    private const int ZeroLeast = 200;
    private const int ZeroMost = 450;
    private const int OneLeast = 550;
    private const int OneMost = 850;
    private const int LowLeast = 450;
    private const int LowMost = 1000;
    private const int Bits = 24;

    private static readonly Dictionary<int, List<int>> Frames = new();

    private readonly TransmitChannelSettings _settings;

    internal TransmitterChannel(TransmitChannelSettings settings)
    {
        if (settings.EnableCarrierWave || settings.IdleLevel)
        {
            throw new ArgumentException("A strip wants pulses without a carrier, and a line that rests low.");
        }

        _settings = settings;
    }

    /// <summary>The colours that the first light at a pin was told, in order (0xRRGGBB).</summary>
    internal static int[] ShownAt(int pin)
    {
        lock (Frames)
        {
            return Frames.TryGetValue(pin, out List<int>? frames) ? frames.ToArray() : Array.Empty<int>();
        }
    }

    internal void SendData(byte[] data, bool waitTxDone)
    {
        if (data.Length != Bits * 4)
        {
            throw new ArgumentException("One light takes 24 bits.");
        }

        int bits = 0;
        for (int i = 0; i < data.Length; i += 4)
        {
            double high = (data[i] + ((data[i + 1] & 0x7F) << 8)) * _settings.ClockDivider * Nanoseconds;
            double low = (data[i + 2] + ((data[i + 3] & 0x7F) << 8)) * _settings.ClockDivider * Nanoseconds;
            bool isZero = high >= ZeroLeast && high <= ZeroMost;
            bool isOne = high >= OneLeast && high <= OneMost;
            if ((data[i + 1] & 0x80) == 0 || (data[i + 3] & 0x80) != 0 || (!isZero && !isOne) || low < LowLeast || low > LowMost)
            {
                throw new ArgumentException("No light knows a pulse of " + high + " and " + low + " ns.");
            }

            bits = (bits << 1) | (isOne ? 1 : 0);
        }

        lock (Frames)
        {
            if (!Frames.TryGetValue(_settings.PinNumber, out List<int>? frames))
            {
                frames = new List<int>();
                Frames.Add(_settings.PinNumber, frames);
            }

            frames.Add(((bits & 0x00FF00) << 8) | ((bits & 0xFF0000) >> 8) | (bits & 0xFF));
        }
    }
}
