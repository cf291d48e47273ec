using System;
using System.Device.Gpio;
using Iot.Device.Button;

namespace PeerDevice.Drivers;

/// <summary>
/// The button of a board, at a pin with a resistor of its own: a press when it is let go, a hold after <see cref="Limits.HoldMilliseconds"/>. One that is pressed when the board starts, or whose wires touch then, does nothing before it has been
/// let go once.
/// </summary>
/// <remarks>
/// Stands on the binding's logic, not on its GpioButton: that takes an input for pressed by high unless the chip pulls it up, which the pins 34 to 39 of an ESP32 cannot; and its own debouncing passes the first bounce of a press for the end of it,
/// so that a worn button could never be held. The runtime debounces the pin itself, and what counts is the level after it.
/// </remarks>
public sealed class PushButton : ButtonBase
{
    private readonly GpioPin _pin;
    private readonly bool _isPressedByHigh;
    private bool _wasSeenOpen;

    /// <summary>Takes the pin. Throws what the runtime throws where it cannot be had.</summary>
    public PushButton(int pin, bool isPressedByHigh)
        : base(TimeSpan.FromTicks(Limits.HoldMilliseconds * TimeSpan.TicksPerMillisecond), TimeSpan.FromTicks(Limits.HoldMilliseconds * TimeSpan.TicksPerMillisecond))
    {
        _isPressedByHigh = isPressedByHigh;
        IsHoldingEnabled = true;
        _pin = new GpioController().OpenPin(pin, PinMode.Input);

        // In this order: the driver asks for it when somebody begins to listen.
        _pin.DebounceTimeout = TimeSpan.FromTicks(Limits.DebounceMilliseconds * TimeSpan.TicksPerMillisecond);
        _wasSeenOpen = !IsDown();
        _pin.ValueChanged += Changed;
    }

    private bool IsDown()
    {
        return (_pin.Read() == PinValue.High) == _isPressedByHigh;
    }

    private void Changed(object sender, PinValueChangedEventArgs e)
    {
        if (!IsDown())
        {
            _wasSeenOpen = true;
            HandleButtonReleased();
        }
        else if (_wasSeenOpen)
        {
            HandleButtonPressed();
        }
    }
}
