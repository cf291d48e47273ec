using System.Collections.Generic;

namespace System.Device.Gpio;

internal enum PinMode
{
    Input,
    Output,
}

internal readonly struct PinValue
{
    private readonly bool _isHigh;

    private PinValue(bool isHigh)
    {
        _isHigh = isHigh;
    }

    internal static PinValue High => new PinValue(true);

    internal static PinValue Low => new PinValue(false);

    internal bool IsHigh => _isHigh;
}

/// <summary>A pin that remembers its level.</summary>
internal sealed class GpioPin
{
    private PinValue _value;

    internal PinValue Read()
    {
        return _value;
    }

    internal void Write(PinValue value)
    {
        _value = value;
    }
}

/// <summary>The pins of the board.</summary>
internal sealed class GpioController
{
    private static readonly Dictionary<int, GpioPin> Pins = new Dictionary<int, GpioPin>();

    internal GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        lock (Pins)
        {
            if (!Pins.TryGetValue(pinNumber, out GpioPin? pin))
            {
                pin = new GpioPin();
                Pins.Add(pinNumber, pin);
            }

            return pin;
        }
    }
}
