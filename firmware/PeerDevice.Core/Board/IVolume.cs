namespace PeerDevice.Board;

/// <summary>How much room there is where a store's files are. A store that can tell is one of these too; others have no quota to speak of.</summary>
public interface IVolume
{
    /// <summary>
    /// Tells the room of the volume that a collection is on, in octets. Never an estimate: false where it is not known, or not now.
    /// </summary>
    /// <param name="path">The collection, as <see cref="IFileStore"/> has paths.</param>
    /// <param name="available">What may still be stored.</param>
    /// <param name="used">What is taken on the same volume, by whatever is on it.</param>
    bool Room(string path, out long available, out long used);
}
