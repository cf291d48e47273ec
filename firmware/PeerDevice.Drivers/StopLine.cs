using System;
using System.Device.Gpio;

namespace PeerDevice.Drivers;

/// <summary>
/// Flow control by wires of a serial cable on pins: one by which the device says stop (its RTS or DTR at our CTS or DSR), and one that tells it that we listen (our
/// RTS or DTR). Read here between blocks, since one driver ignores these wires and another cannot be interrupted while it waits for them.
/// </summary>
public sealed class StopLine
{
    /// <summary>There is no such pin.</summary>
    public const int NoPin = -1;

    private readonly int _stopPin;
    private readonly int _readyPin;
    private readonly bool _stopsByHigh;
    private GpioPin? _stop;
    private GpioPin? _ready;

    /// <summary>Describes the wires; nothing is touched yet.</summary>
    /// <param name="stopPin">The pin by which the device says stop.</param>
    /// <param name="stopsByHigh">Whether it does so by a high level, as behind the receivers of RS-232, which turn levels round.</param>
    /// <param name="readyPin">The pin that tells the device that we listen, or <see cref="NoPin"/>.</param>
    public StopLine(int stopPin, bool stopsByHigh, int readyPin)
    {
        _stopPin = stopPin;
        _stopsByHigh = stopsByHigh;
        _readyPin = readyPin;
    }

    /// <summary>Whether the device says stop just now. A cable that is not there does, where the pin can be pulled.</summary>
    public bool IsStopped => _stop is null || (_stop.Read() == PinValue.High) == _stopsByHigh;

    /// <summary>Takes the pins, if they are not taken yet.</summary>
    /// <returns>False when they cannot be had: without them data would be lost.</returns>
    public bool Open()
    {
        if (_stop is not null)
        {
            return true;
        }

        try
        {
            GpioController pins = new GpioController();
            PinMode pulled = _stopsByHigh ? PinMode.InputPullUp : PinMode.InputPullDown;
            if (_readyPin != NoPin && _ready is null)
            {
                _ready = pins.OpenPin(_readyPin, PinMode.Output);
                _ready.Write(_stopsByHigh ? PinValue.Low : PinValue.High);
            }

            _stop = pins.OpenPin(_stopPin, pins.IsPinModeSupported(_stopPin, pulled) ? pulled : PinMode.Input);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
