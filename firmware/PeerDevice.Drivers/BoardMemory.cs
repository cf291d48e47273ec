using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>The heap of the runtime.</summary>
public sealed class BoardMemory : IMemory
{
    /// <inheritdoc/>
    public int Free()
    {
        // Moved together, since what is free in pieces is of no use to a buffer.
        uint free = nanoFramework.Runtime.Native.GC.Run(true);
        return free > int.MaxValue ? int.MaxValue : (int)free;
    }
}
