namespace PeerDevice.Board;

/// <summary>A few octets that outlive a restart. Whoever writes them seldom need not think of how often the medium can be written.</summary>
public interface INote
{
    /// <summary>Reads them from their beginning, as many as there is room for.</summary>
    /// <returns>How many; 0 where there are none, or they cannot be read. Never throws.</returns>
    int Read(byte[] into);

    /// <summary>Writes others in their place. When the power goes meanwhile, those before stand there, these, or none.</summary>
    /// <returns>False when they surely are not there. Never throws.</returns>
    bool Write(byte[] octets, int count);
}
