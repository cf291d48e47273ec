namespace PeerDevice.Services.Files;

/// <summary>Who knows the tree tags of a card's files, and what was claimed of them (PROTOCOL, "Tree tags").</summary>
public interface ITreeTags
{
    /// <summary>Tells the tree tag of a file, if it is known.</summary>
    bool Tell(string path, long length, byte[] into);

    /// <summary>Has a tree tag that is not known computed, if no other is just now, and waits a moment for it.</summary>
    /// <returns>Whether it is known.</returns>
    bool Ask(string path, long length, byte[] into);

    /// <summary>Tells the SHA-256 that was claimed of a file's content.</summary>
    bool Claimed(string path, long length, byte[] into);
}
