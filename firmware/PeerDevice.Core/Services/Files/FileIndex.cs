using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// What a peer knows of its files beyond what the store can tell. On a PC that is nothing: times and versions come from
/// the file system. On FAT it is when a file was stored and a stamp that no other content has; see PROTOCOL, "The reserved area".
/// </summary>
public sealed class FileIndex
{
    private readonly bool isFat;
    private readonly byte[] prefix = new byte[17];
    private int prefixLength;

    /// <summary>An index over a store, empty until <see cref="Commits.Recover"/>.</summary>
    /// <param name="store">The store.</param>
    /// <param name="clock">Where times come from.</param>
    /// <param name="entries">How many files are kept in memory (<see cref="Profile.IndexEntries"/>: a power of two; no matter on a PC).</param>
    public FileIndex(IFileStore store, IClock clock, int entries)
    {
        isFat = store.IsFat;
        Clock = clock;
        State = new IndexState(new FileTable(isFat ? entries : 0));
        BeginMount(0);
    }

    /// <summary>What the records add up to.</summary>
    public IndexState State { get; }

    /// <summary>This mount's epoch: part of every tag, since the card may have been written elsewhere before.</summary>
    public long Epoch { get; private set; }

    private IClock Clock { get; }

    /// <summary>Begins a mount with an epoch that no other mount of the card had; 0 for one that is drawn.</summary>
    public void BeginMount(long epoch)
    {
        // 31 drawn bits above 20 for the mounts that follow: a card whose index was lost does not meet its old tags again.
        Epoch = epoch != 0 ? epoch : ((long)(new System.Random().Next() & 0x7FFFFFFF) << 20) ^ (Clock.UnixSeconds & 0xFFFFF) ^ (Clock.Milliseconds & 0xFFFFF) ^ 1;
        prefixLength = PutHex(Epoch, prefix, 0);
        prefix[prefixLength] = (byte)'-';
        prefixLength++;
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
        if (entry.IsCollection)
        {
            return;
        }

        int at;
        if (isFat)
        {
            // epoch-stamp-length: a commit gives its path a stamp that was never given before, so no two contents share a tag.
            int key = PathKey.Of(path);
            FileTable table = State.Table;
            int place = table.Find(key);
            int stamp = place >= 0 ? table.Stamp(place) : key == PathKey.Any ? State.LastStamp : State.Floor;
            entry.Modified = place >= 0 ? table.Modified(place, entry.Length) : 0;
            at = prefixLength;
            System.Array.Copy(prefix, 0, tag, 0, at);
            at = PutHex(stamp, tag, at);
        }
        else
        {
            at = PutHex(entry.Version, tag, 0);
        }

        tag[at] = (byte)'-';
        tagLength = PutHex(entry.Length, tag, at + 1);
    }

    private static int PutHex(long value, byte[] into, int at)
    {
        int shift = 0;
        if ((value >> 32) == 0)
        {
            // Numbers of 32 bits are the rule, and twice as quick on a board.
            uint rest = (uint)value;
            while (shift < 28 && (rest >> (shift + 4)) != 0)
            {
                shift += 4;
            }

            for (; shift >= 0; shift -= 4)
            {
                int digit = (int)(rest >> shift) & 15;
                into[at] = (byte)(digit < 10 ? '0' + digit : 'a' - 10 + digit);
                at++;
            }

            return at;
        }

        while (shift < 60 && (long)((ulong)value >> (shift + 4)) != 0)
        {
            shift += 4;
        }

        for (; shift >= 0; shift -= 4)
        {
            int digit = (int)(value >> shift) & 15;
            into[at] = (byte)(digit < 10 ? '0' + digit : 'a' - 10 + digit);
            at++;
        }

        return at;
    }
}
