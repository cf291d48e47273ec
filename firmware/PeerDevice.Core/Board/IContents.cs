namespace PeerDevice.Board;

/// <summary>
/// Who knows which file has a content. What was learned of a file is told only of that very content: whoever asks has the file open, and says what the store says of it now.
/// </summary>
public interface IContents
{
    /// <summary>Tells where a content was when it was last looked at.</summary>
    /// <param name="kind">One of ContentKind.</param>
    /// <param name="digest">What it has, of 32 octets.</param>
    /// <param name="index">0 for the first place, 1 for another, and so on.</param>
    /// <returns>The path; null when no (further) one is known.</returns>
    string? Find(int kind, byte[] digest, int index);

    /// <summary>Tells what a content is.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="entry">What the store says of the file that is open.</param>
    /// <param name="kind">One of ContentKind.</param>
    /// <param name="into">Takes the digest, of 32 octets.</param>
    /// <returns>False when that is not known of this content.</returns>
    bool Tell(string path, StoreEntry entry, int kind, byte[] into);
}
