namespace PeerDevice.Drivers.Usb;

/// <summary>What the chip's FIFOs hold.</summary>
internal static class Max3421Fifo
{
    /// <summary>Octets of each of the two that send, and of the two that receive.</summary>
    internal const int Octets = 64;
}
