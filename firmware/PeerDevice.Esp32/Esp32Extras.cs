using PeerDevice.Drivers;

namespace PeerDevice.Esp32;

/// <summary>All extras, those of the ESP32 alone included.</summary>
internal sealed class Esp32Extras : AllExtras
{
    /// <inheritdoc/>
    public override StatusLight MakeStrip(int pin)
    {
        return new StripLight(pin);
    }
}
