using PeerDevice.Bytes;

namespace PeerDevice.Board;

/// <summary>
/// A tree of files: an SD card, a folder of a PC. Paths are relative, with '/' between names and none at either end;
/// the empty path is the root. Callers have checked every path (no empty, "." or ".." names, no control characters).
/// No method throws; each answers one of <see cref="StoreStatus"/>.
/// </summary>
public interface IFileStore
{
    /// <summary>
    /// The manners of this store: FAT's (names fold case, no atomic replace, no times or versions), or a PC's,
    /// whose <see cref="Move"/> replaces a file atomically and whose entries carry times and versions.
    /// </summary>
    bool IsFat { get; }

    /// <summary>The path of the area that is the peer's own, on the same volume as <paramref name="path"/>: ".peer", or "share/.peer".</summary>
    string ReservedFor(string path);

    /// <summary>Says what stands at a path.</summary>
    int Find(string path, StoreEntry entry);

    /// <summary>Opens a file for reading and fills <paramref name="entry"/> with what is known of it. Collections answer WrongKind.</summary>
    int OpenRead(string path, StoreEntry entry, out BlockSource? content);

    /// <summary>
    /// Creates a file that must not exist and opens it for writing; with <paramref name="append"/>, opens one that may exist at its end.
    /// Missing collections above it are created only inside the reserved area.
    /// </summary>
    int Create(string path, bool append, out FileWriter? writer);

    /// <summary>Deletes a file, or a collection that has no members. On FAT a file is emptied first, so that no cut leaves a chain without a name.</summary>
    int Delete(string path);

    /// <summary>
    /// Gives a file or collection another path on the same volume. Where the store is not FAT an existing file at
    /// <paramref name="to"/> is replaced atomically; on FAT it answers Exists. Collections that are missing above <paramref name="to"/> are made in the reserved area only.
    /// </summary>
    int Move(string from, string to);

    /// <summary>Creates a collection in one that exists.</summary>
    int MakeCollection(string path);

    /// <summary>Shows every member of a collection to <paramref name="visitor"/>, in no particular order, until it has had enough.</summary>
    int List(string path, MemberVisitor visitor);
}

/// <summary>A file being written.</summary>
public abstract class FileWriter : ByteSink
{
    /// <summary>Why the last write failed: Full, Absent, Failed.</summary>
    public abstract int Status { get; }

    /// <summary>
    /// Gives up what stands behind a length that is not 0 and not more than what there is, and goes on from there. To be called before anything
    /// is written. On FAT the chain ends before what was behind it is given back, so that no cut leaves it leading elsewhere.
    /// </summary>
    /// <returns>False when that failed; <see cref="Status"/> says why.</returns>
    public virtual bool Rewind(long length)
    {
        return false;
    }

    /// <summary>
    /// Writes octets at a position, whatever stands before it; where a write comes first does not count. Where the store can do that several threads may at once. Where it cannot
    /// (a board's file system gives what is skipped the octets of deleted files), it is false and nothing happens.
    /// </summary>
    public virtual bool WriteAt(long position, byte[] buffer, int offset, int count)
    {
        return false;
    }

    /// <summary>Waits until all that was written is on the medium; where each write is, as on a card, there is nothing to wait for.</summary>
    /// <returns>A <see cref="StoreStatus"/>.</returns>
    public virtual int Sync()
    {
        return Status;
    }

    /// <summary>Closes the file; with <paramref name="durable"/>, only after all of it is on the medium.</summary>
    /// <returns>A <see cref="StoreStatus"/>: anything but Ok means that what was written cannot be relied upon.</returns>
    public abstract int Close(bool durable);
}

/// <summary>What a store knows of one file or collection. A reused object: the store fills it anew at each call.</summary>
public sealed class StoreEntry
{
    /// <summary>Whether it is a collection; otherwise it is a file.</summary>
    public bool IsCollection;

    /// <summary>The length in octets; 0 for a collection.</summary>
    public long Length;

    /// <summary>When it was last modified, in seconds since 1970 (UTC); 0 where the store cannot tell.</summary>
    public long Modified;

    /// <summary>When it came into being, in seconds since 1970 (UTC); 0 where the store cannot tell.</summary>
    public long Created;

    /// <summary>Of a member of a listing: in which mount of the medium its name was read, counted upwards; 0 where no medium can be taken out.</summary>
    public int Mount;

    /// <summary>A number that is another whenever the content is another; 0 where the store cannot tell.</summary>
    public long Version;
}

/// <summary>Looks at the members of a collection as a store lists them.</summary>
public abstract class MemberVisitor
{
    /// <summary>Whether the visitor needs lengths and times; without, a store may leave <see cref="StoreEntry"/> with the kind only.</summary>
    public abstract bool NeedsFacts { get; }

    /// <summary>
    /// To be asked right before a file's facts are looked up, by a store to which that is dear: whether the visitor knows what would be found. Whoever answers
    /// for a medium that can be taken out may take yes for an answer only while it is in, and has just shown that it is.
    /// </summary>
    /// <returns>True when it has filled the entry of the file, which then need not be looked up.</returns>
    public virtual bool Recall(string name, StoreEntry entry)
    {
        return false;
    }

    /// <summary>Looks at one member. The entry is reused after the call.</summary>
    /// <returns>False to see no more.</returns>
    public abstract bool Visit(string name, StoreEntry entry);
}
