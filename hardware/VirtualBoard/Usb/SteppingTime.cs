namespace PeerDevice.VirtualBoard.Usb;

/// <summary>
/// Time that passes by looking at it: between two accesses of the chip more than a packet takes on the bus, as it does where an interpreter makes them. Who counts what accesses cost counts the same on every PC.
/// </summary>
internal sealed class SteppingTime : IWireTime
{
    private const long Step = 150_000;

    private long _nanoseconds;

    /// <inheritdoc/>
    public long Nanoseconds => _nanoseconds += Step;

    /// <inheritdoc/>
    public void Pass(long nanoseconds)
    {
        _nanoseconds += nanoseconds;
    }
}
