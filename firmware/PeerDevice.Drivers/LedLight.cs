using System.Device.Gpio;

namespace PeerDevice.Drivers;

/// <summary>A plain LED at a pin: lit or dark.</summary>
public sealed class LedLight : StatusLight
{
    private readonly GpioPin _pin;
    private readonly bool _isLitByLow;

    /// <summary>Takes the pin. Throws what the runtime throws where it cannot be had.</summary>
    public LedLight(int pin, bool isLitByLow)
    {
        _isLitByLow = isLitByLow;
        _pin = new GpioController().OpenPin(pin, PinMode.Output);
        Show(Dark);
    }

    /// <inheritdoc/>
    public override bool HasColours => false;

    /// <inheritdoc/>
    public override void Show(int colour)
    {
        _pin.Write((colour != Dark) != _isLitByLow ? PinValue.High : PinValue.Low);
    }
}
