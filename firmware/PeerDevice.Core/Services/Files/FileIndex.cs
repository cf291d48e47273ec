using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// What a peer knows of its files beyond what the store can tell. On a PC that is nothing: times and versions come from
/// the file system. On FAT it is when a file was stored and a stamp that no other content has; see PROTOCOL, "The reserved area".
/// </summary>
public sealed class FileIndex
{
    private readonly bool _isFat;
    private const int DrawnBits = 20;
    private const long DrawnMask = (1 << DrawnBits) - 1;

    private readonly IRandom _random;
    private byte[] _prefix = new byte[0];

    /// <summary>An index over a store, empty until <see cref="Commits.Recover"/>.</summary>
    /// <param name="store">The store.</param>
    /// <param name="entries">How many files are kept in memory (<see cref="Profile.IndexEntries"/>: a power of two; no matter on a PC).</param>
    /// <param name="random">What epochs and generations are drawn from.</param>
    /// <param name="lengths">How many lengths are kept in memory (<see cref="Profile.Lengths"/>: a power of two, or 0).</param>
    /// <param name="tags">Of how many contents it is kept what they are (<see cref="Profile.Tags"/>).</param>
    public FileIndex(IFileStore store, int entries, IRandom random, int lengths, int tags)
    {
        _random = random;
        _isFat = store.IsFat;
        State = new IndexState(new FileTable(_isFat ? entries : 0), new TagTable(_isFat ? tags : 0));
        Lengths = new KnownLengths(_isFat ? lengths : 0);
        BeginMount(0);
    }

    /// <summary>What the records add up to.</summary>
    public IndexState State { get; }

    /// <summary>Time, for what is found to have been changed elsewhere; null where nobody knows it.</summary>
    public IClock? Clock { get; set; }

    /// <summary>The lengths that need no look at the card.</summary>
    public KnownLengths Lengths { get; }

    /// <summary>This mount's epoch: part of every tag, since the card may have been written elsewhere before.</summary>
    public long Epoch { get; private set; }

    /// <summary>Begins a mount with an epoch that no other mount of the card had; 0 for one that is drawn.</summary>
    public void BeginMount(long epoch)
    {
        Epoch = epoch != 0 ? epoch : Drawn((Octets() & 0x7FFFFFFF) << DrawnBits);
        byte[] octets = new byte[17];
        int length = Digits.Hex(Epoch, octets, 0);
        octets[length] = (byte)'-';
        byte[] exact = new byte[length + 1];
        System.Array.Copy(octets, exact, length + 1);
        _prefix = exact;     // at once, since other threads are reading it
    }

    /// <summary>
    /// An epoch for the mount that follows one: larger, so that it is another for sure, and drawn in its lower bits, so that it is another even where
    /// the index lost its last records without a trace.
    /// </summary>
    public long EpochAfter(long last)
    {
        return Drawn(((last >> DrawnBits) + 1) << DrawnBits);
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
        Facts(_isFat ? PathKey.Of(path) : PathKey.Any, entry, tag, out tagLength);
    }

    /// <summary>As <see cref="Facts(string, StoreEntry, byte[], out int)"/>, for a path whose number is known (of no matter on a PC).</summary>
    public void Facts(int key, StoreEntry entry, byte[] tag, out int tagLength)
    {
        tagLength = 0;
        if (entry.IsCollection)
        {
            return;
        }

        int at;
        if (_isFat)
        {
            // epoch-stamp-length: a commit gives its path a stamp that was never given before, so no two contents share a tag.
            FileTable table = State.Table;
            int place = table.Find(key);
            int stamp = place >= 0 ? table.Stamp(place) : key == PathKey.Any ? State.LastStamp : State.Floor;
            entry.Modified = place >= 0 ? table.Modified(place, entry.Length) : 0;
            if (entry.Modified == 0 && place >= 0)
            {
                Notice(table, place, entry);
            }

            byte[] epoch = _prefix;
            at = epoch.Length;
            System.Array.Copy(epoch, 0, tag, 0, at);
            at = Digits.Hex(stamp, tag, at);
        }
        else
        {
            at = Digits.Hex(entry.Version, tag, 0);
        }

        tag[at] = (byte)'-';
        tagLength = Digits.Hex(entry.Length, tag, at + 1);
    }

    /// <summary>
    /// Whether a file that has a time surely has not been changed since. On FAT that is so where it was stored in this mount: what was edited on a PC, and has the
    /// length that it had, shows no trace but in its tag.
    /// </summary>
    public bool IsTimeSure(string path)
    {
        if (!_isFat)
        {
            return true;
        }

        int place = State.Table.Find(PathKey.Of(path));
        return place >= 0 && State.Table.IsSure(place);
    }

    /// <summary>Tells the tree tag of a file's content, if it is known for sure.</summary>
    /// <param name="path">The path.</param>
    /// <param name="length">The length that the file has.</param>
    /// <param name="into">Takes the tag.</param>
    public bool TreeTag(string path, long length, byte[] into)
    {
        return Tag(path, length, TagTable.Tree, into);
    }

    /// <summary>Tells the SHA-256 that the uploader of a file's content claimed, if that content is surely there still.</summary>
    public bool Claimed(string path, long length, byte[] into)
    {
        return Tag(path, length, TagTable.Claimed, into);
    }

    // That it is the content of that stamp still is known where it was stored in this mount, or read in it.
    private bool Tag(string path, long length, int kind, byte[] into)
    {
        int key = PathKey.Of(path);
        TagTable tags = State.Tags;
        int place = State.Table.Find(key);
        int stamp = place < 0 || State.Table.IsOther(place, length) ? -1 : State.Table.Stamp(place);
        int at = stamp < 0 ? -1 : tags.Find(key, stamp, kind);
        if (at < 0)
        {
            return false;
        }

        if (!State.Table.IsSure(place))
        {
            int read = tags.Find(key, stamp, TagTable.Tree);
            if (read < 0 || !tags.IsSure(read))
            {
                return false;
            }
        }

        tags.Copy(at, into);

        // Another may have taken its place meanwhile.
        return tags.Find(key, stamp, kind) == at && State.Table.Find(key) == place && State.Table.Stamp(place) == stamp;
    }

    // Changed elsewhere, as its length shows: nobody knows when, but not later than now. It keeps that time for as long as this is remembered.
    private void Notice(FileTable table, int place, StoreEntry entry)
    {
        long now = Clock is null ? 0 : Clock.UnixSeconds;
        if (now != 0 && table.IsOther(place, entry.Length))
        {
            table.Touch(place, entry.Length, now);
            entry.Modified = now;
        }
    }

    // Never 0 in its lower bits.
    private long Drawn(long upper)
    {
        return upper | ((Octets() & long.MaxValue) % DrawnMask) + 1;
    }

    private long Octets()
    {
        byte[] octets = new byte[sizeof(long)];
        _random.Fill(octets);
        return System.BitConverter.ToInt64(octets, 0);
    }
}
