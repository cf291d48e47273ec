using System;

namespace PeerDevice.Wiring;

/// <summary>One thing that a pin is used for: "printer transmit".</summary>
/// <param name="Device">The device, or why the pin is left alone: "printer", "phy".</param>
/// <param name="Signal">Its line; empty where it has one only.</param>
internal readonly record struct PinUse(string Device, string Signal)
{
    /// <summary>Reads "printer transmit".</summary>
    internal static PinUse Read(string text)
    {
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0 ? new PinUse(text, "") : new PinUse(text[..blank], text[(blank + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => Signal.Length > 0 ? Device + " " + Signal : Device;
}
