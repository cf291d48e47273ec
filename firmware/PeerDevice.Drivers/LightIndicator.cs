using System;
using System.Device.Gpio;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>
/// One light: dark while starting and when stopped, steady while serving, blinking when something is missing. What happened
/// goes to the debug console as lines.
/// </summary>
public sealed class LightIndicator : IIndicator
{
    /// <summary>The board has no light.</summary>
    public const int NoPin = -1;

    private readonly GpioPin? _pin;
    private readonly bool _isLitByLow;
    private readonly Timer? _blink;
    private bool _isLit;

    /// <summary>Makes an indicator on a pin, or on none.</summary>
    public LightIndicator(int pin, bool isLitByLow)
    {
        _isLitByLow = isLitByLow;
        if (pin == NoPin)
        {
            return;
        }

        try
        {
            _pin = new GpioController().OpenPin(pin, PinMode.Output);
            _blink = new Timer(Blink, null, Timeout.Infinite, Timeout.Infinite);
        }
        catch (Exception fault)
        {
            // A pin that somebody else holds: a peer works without its light.
            Report("no light on pin " + pin.ToString() + ": " + fault.Message);
            _pin = null;
        }
    }

    /// <inheritdoc/>
    public void Show(int condition)
    {
        if (_pin is null || _blink is null)
        {
            return;
        }

        int period = condition == Condition.Degraded ? Limits.BlinkMilliseconds : Timeout.Infinite;
        _blink.Change(period, period);
        Light(condition == Condition.Serving || condition == Condition.Degraded);
    }

    /// <inheritdoc/>
    public void Report(string line)
    {
        Console.WriteLine(line);
    }

    private void Blink(object? state)
    {
        Light(!_isLit);
    }

    private void Light(bool isLit)
    {
        _isLit = isLit;
        if (_pin is not null)
        {
            _pin.Write(isLit != _isLitByLow ? PinValue.High : PinValue.Low);
        }
    }
}
