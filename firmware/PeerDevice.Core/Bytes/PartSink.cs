namespace PeerDevice.Bytes;

/// <summary>Sends on what stands in a writer, so that more fits: what is under a message that is longer than the buffer it is written in.</summary>
public abstract class PartSink
{
    /// <summary>Sends what was written and makes room for more.</summary>
    /// <returns>False when the connection failed; there is room all the same. Never throws.</returns>
    public abstract bool FlushPart();
}
