using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PathKey = PeerDevice.Services.Files.PathKey;

namespace PeerDevice.Drivers;

/// <summary>
/// Which folders of the card may be listed. nanoFramework makes the array of all names at once, and where that array alone does not fit into the heap it closes its
/// search twice, which may end the runtime. Nothing tells beforehand how many names there are. So, where the array could be larger than the heap, a mark is written to the
/// card before a folder is first listed in a mount, and taken away when the listing has come back: a mark that is found means that the runtime, or the power, ended in there.
/// Used under the store's lock.
/// </summary>
internal sealed class CardFolders
{
    private const string MarkFolder = CardStore.Reserved + "/l/";

    private readonly CardStore _store;
    private readonly StoreEntry _entry = new StoreEntry();
    private readonly int[] _keys = new int[Limits.FoldersKept];
    private readonly int[] _members = new int[Limits.FoldersKept];      // as many at most; -1 not known
    private readonly long[] _needed = new long[Limits.FoldersKept];     // octets of heap with which it is worth another try; 0 where none failed
    private int _next;
    private int _count;
    private int _tries;      // of the folder that is being listed, before

    internal CardFolders(CardStore store)
    {
        _store = store;
    }

    /// <summary>Forgets all: the card may be another, or have been written elsewhere.</summary>
    internal void Clear()
    {
        _count = 0;
        _next = 0;
    }

    /// <summary>Asks for a listing that may be too large for the heap.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="free">Octets of heap there are.</param>
    /// <param name="isMarked">Whether a mark was written: <see cref="End"/> takes it away.</param>
    /// <returns>Ok; TooMany when it has failed before and there is no reason why it should not again.</returns>
    internal int Begin(string path, long free, out bool isMarked)
    {
        isMarked = false;
        int key = PathKey.Folded(path);
        int place = Find(key);
        if (place >= 0 && free < _needed[place])
        {
            return StoreStatus.TooMany;
        }

        if (place >= 0 && _members[place] >= 0 && (long)_members[place] * Limits.NameReference * 2 <= free)
        {
            return StoreStatus.Ok;
        }

        string mark = MarkOf(key);
        int tries = Tries(mark, path, out long heap);
        _tries = tries;

        // The power may have gone once by chance. And where there is much more heap than there was, the array may fit now.
        if (tries > 1 && free < heap * 2)
        {
            Note(key, -1, heap * 2);
            return StoreStatus.TooMany;
        }

        if (tries < 0)
        {
            // Of another folder with the same number.
            _store.Delete(mark);
        }

        int status = Append(mark, free.ToString() + " " + path + "\n");
        isMarked = status == StoreStatus.Ok;

        // A card that takes no mark (full, or locked) is listed all the same: otherwise nobody could make room on it.
        return status == StoreStatus.Busy || status == StoreStatus.Absent ? status : StoreStatus.Ok;
    }

    /// <summary>The listing of a marked folder has come back, with a status. What it came back from does not make an end of the runtime undone that it once led to.</summary>
    internal void End(string path, int status)
    {
        if (status != StoreStatus.TooMany || _tries <= 0)
        {
            _store.Delete(MarkOf(PathKey.Folded(path)));
        }
    }

    /// <summary>A folder was listed and has so many members.</summary>
    internal void Listed(string path, int members)
    {
        Note(PathKey.Folded(path), members, 0);
    }

    /// <summary>The names of a folder did not fit into so much heap.</summary>
    internal void Failed(string path, long free)
    {
        Note(PathKey.Folded(path), -1, free + (free / 4));
    }

    /// <summary>A member has come to a folder, or gone from it.</summary>
    internal void Changed(string member, bool hasCome)
    {
        if (_count == 0)
        {
            return;
        }

        int slash = member.LastIndexOf('/');
        int place = Find(PathKey.Folded(slash < 0 ? "" : member.Substring(0, slash)));
        if (place < 0)
        {
            return;
        }

        if (hasCome && _members[place] >= 0)
        {
            _members[place]++;
        }
        else if (!hasCome && _members[place] < 0)
        {
            // Fewer than did not fit; with a mark on the card that says more, it is asked again.
            _needed[place] = 0;
        }
    }

    private static string MarkOf(int key)
    {
        return MarkFolder + ((uint)key).ToString("X8");
    }

    private int Find(int key)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_keys[i] == key)
            {
                return i;
            }
        }

        return -1;
    }

    private void Note(int key, int members, long needed)
    {
        int place = Find(key);
        if (place < 0)
        {
            place = _next;
            _next = (_next + 1) % _keys.Length;
            _count = _count < _keys.Length ? _count + 1 : _count;
        }

        _keys[place] = key;
        _members[place] = members;
        _needed[place] = needed;
    }

    // How often the listing of a folder ended with the runtime; -1 when the mark is another folder's. A line each: octets of heap, blank, path.
    private int Tries(string mark, string path, out long heap)
    {
        heap = 0;
        int status = _store.OpenRead(mark, _entry, out BlockSource? content);
        if (status != StoreStatus.Ok || content is null)
        {
            return 0;
        }

        byte[] octets = new byte[content.Length < Limits.ListingMark ? (int)content.Length : Limits.ListingMark];
        int length = content.ReadAt(0, octets, 0, octets.Length);
        content.Close();
        int tries = 0;
        int start = 0;
        for (int i = 0; i < length; i++)
        {
            if (octets[i] != '\n')
            {
                continue;
            }

            string line = Encoding.UTF8.GetString(octets, start, i - start);
            start = i + 1;
            int blank = line.IndexOf(' ');
            if (blank <= 0 || !PathKey.SameFile(line.Substring(blank + 1), path))
            {
                return -1;
            }

            tries++;
            long.TryParse(line.Substring(0, blank), out heap);
        }

        return tries;
    }

    private int Append(string mark, string line)
    {
        int status = _store.Create(mark, true, out FileWriter? writer);
        if (status != StoreStatus.Ok || writer is null)
        {
            return status;
        }

        byte[] octets = Encoding.UTF8.GetBytes(line);
        writer.Write(octets, 0, octets.Length);
        return writer.Close(true);
    }
}
