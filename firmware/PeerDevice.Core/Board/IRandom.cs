namespace PeerDevice.Board;

/// <summary>
/// Chance, as a port: drawn by the operating system on a PC, as well as can be on a board, by a seed in tests. Who draws must stay right, if not
/// unguessable, where every drawing gives the same.
/// </summary>
public interface IRandom
{
    /// <summary>Fills all of an array with drawn octets. Never throws; any number of threads may ask at once.</summary>
    void Fill(byte[] octets);
}
