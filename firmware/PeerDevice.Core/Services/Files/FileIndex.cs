using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// What a peer knows of its files beyond what the store can tell. On a PC that is nothing: times and versions come from
/// the file system. On FAT it is when a file was stored and a stamp that no other content has; see PROTOCOL, "The reserved area".
/// </summary>
public sealed class FileIndex
{
    /// <summary>An index over a store, empty until <see cref="Commits.Recover"/>.</summary>
    /// <param name="store">The store.</param>
    /// <param name="clock">Where times come from.</param>
    /// <param name="entries">How many files are kept in memory (<see cref="Profile.IndexEntries"/>; no matter on a PC).</param>
    public FileIndex(IFileStore store, IClock clock, int entries)
    {
    }

    /// <summary>
    /// Adds to an entry what the index knows: on FAT the time of its last modification (0 unknown), everywhere the opaque
    /// octets of its entity tag (RFC 9110 §8.8.3, without quotes; ASCII).
    /// </summary>
    /// <param name="path">The path, as the store was asked for it.</param>
    /// <param name="entry">A file's entry as the store filled it.</param>
    /// <param name="tag">Takes the tag; at least <see cref="Limits.TagOctets"/> long.</param>
    /// <param name="tagLength">How many octets the tag has; 0 for a collection, which has none.</param>
    public void Facts(string path, StoreEntry entry, byte[] tag, out int tagLength)
    {
        tagLength = 0;
    }
}
