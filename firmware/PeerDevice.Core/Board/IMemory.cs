namespace PeerDevice.Board;

/// <summary>The memory of a board, which can be short.</summary>
public interface IMemory
{
    /// <summary>Octets that are free now, after what nobody needs any more was given back. Costs a board some milliseconds.</summary>
    int Free();
}
