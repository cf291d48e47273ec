using System;
using System.Device.Gpio;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>
/// One light: dark while starting and when stopped, steady while serving, blinking when something is missing, flashing where it is to be found. What happened
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
    private int _shown = Condition.Stopped;
    private int _flashes;

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
        _shown = condition;
        if (_pin is null || _blink is null || _flashes > 0)
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

    /// <inheritdoc/>
    public bool CanFlash => _pin is not null;

    /// <inheritdoc/>
    public void Flash()
    {
        if (_blink is not null && _pin is not null)
        {
            _flashes = Limits.Flashes;
            _blink.Change(0, Limits.FlashMilliseconds);
        }
    }

    private void Blink(object? state)
    {
        Light(!_isLit);
        if (_flashes > 0)
        {
            _flashes--;
            if (_flashes == 0)
            {
                Show(_shown);
            }
        }
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
