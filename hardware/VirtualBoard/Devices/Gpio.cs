using System.Collections.Generic;
using PeerDevice.VirtualBoard.Devices;

namespace System.Device.Gpio;

internal enum PinMode
{
    Input,
    InputPullDown,
    InputPullUp,
    Output,
}

[Flags]
internal enum PinEventTypes
{
    None = 0,
    Rising = 1,
    Falling = 2,
}

internal sealed class PinValueChangedEventArgs
{
    internal PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber)
    {
        ChangeType = changeType;
        PinNumber = pinNumber;
    }

    internal PinEventTypes ChangeType { get; }

    internal int PinNumber { get; }
}

internal delegate void PinValueChangedEventHandler(object sender, PinValueChangedEventArgs e);

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

    public static bool operator ==(PinValue one, PinValue other)
    {
        return one._isHigh == other._isHigh;
    }

    public static bool operator !=(PinValue one, PinValue other)
    {
        return one._isHigh != other._isHigh;
    }

    public override bool Equals(object? other)
    {
        return other is PinValue value && value._isHigh == _isHigh;
    }

    public override int GetHashCode()
    {
        return _isHigh ? 1 : 0;
    }
}

/// <summary>
/// A pin that remembers its level, whoever drives it, and tells who asked to be told when it changes: at once, or debounced as the runtime's driver does it, which hears nothing more for a time after an edge, and then tells of the level if it is
/// another than it told last.
/// </summary>
internal sealed class GpioPin
{
    private readonly object _gate = new object();
    private PinValue _value;
    private PinValue _told;
    private bool _isSettling;
    private PinValueChangedEventHandler? _listeners;

    internal GpioPin(int number)
    {
        PinNumber = number;
    }

    internal event PinValueChangedEventHandler? ValueChanged
    {
        add
        {
            // The level of this moment is what the next edge is one from.
            _told = _value;
            _listeners += value;
        }

        remove
        {
            _listeners -= value;
        }
    }

    internal TimeSpan DebounceTimeout { get; set; }

    internal int PinNumber { get; }

    /// <summary>What it was last opened as.</summary>
    internal PinMode Mode { get; set; }

    /// <summary>What drives the pin from outside and must first find out what its level is by now.</summary>
    internal Action? Asked { get; set; }

    internal PinValue Read()
    {
        Asked?.Invoke();
        return _value;
    }

    internal void Write(PinValue value)
    {
        lock (_gate)
        {
            if (_value == value)
            {
                return;
            }

            _value = value;
            if (_isSettling)
            {
                return;
            }

            if (DebounceTimeout > TimeSpan.Zero && _listeners is not null)
            {
                _isSettling = true;
                _ = DeviceTime.After(DebounceTimeout, Settle);
                return;
            }
        }

        Tell(value);
    }

    private void Settle()
    {
        PinValue value;
        lock (_gate)
        {
            _isSettling = false;
            value = _value;
            if (value == _told)
            {
                return;
            }
        }

        Tell(value);
    }

    private void Tell(PinValue value)
    {
        _told = value;
        _listeners?.Invoke(this, new PinValueChangedEventArgs(value.IsHigh ? PinEventTypes.Rising : PinEventTypes.Falling, PinNumber));
    }
}

/// <summary>The pins of the board.</summary>
internal sealed class GpioController
{
    private const int Highest = 255;

    private static readonly Dictionary<int, GpioPin> Pins = new Dictionary<int, GpioPin>();

    /// <summary>Pins that have no pull of their own, as 34 to 39 of an ESP32.</summary>
    internal static HashSet<int> WithoutPull { get; } = new HashSet<int>();

    /// <summary>The board is switched off: nobody holds a pin, or listens to one, any more.</summary>
    internal static void Reset()
    {
        lock (Pins)
        {
            Pins.Clear();
            WithoutPull.Clear();
        }
    }

    internal bool IsPinModeSupported(int pinNumber, PinMode mode)
    {
        return pinNumber <= Highest && (mode is PinMode.Input or PinMode.Output || !WithoutPull.Contains(pinNumber));
    }

    internal GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        if (!IsPinModeSupported(pinNumber, mode))
        {
            throw new ArgumentException(nameof(pinNumber));
        }

        lock (Pins)
        {
            if (!Pins.TryGetValue(pinNumber, out GpioPin? pin))
            {
                pin = new GpioPin(pinNumber);
                Pins.Add(pinNumber, pin);
            }

            pin.Mode = mode;
            return pin;
        }
    }
}
