using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// The lengths of files on a FAT card that were looked at since it was mounted, and at which nothing has changed since: what a look would find again, and costs
/// a board a thousand instructions each time (DESIGN, "What is known of a mounted card"). Bounded: what is not known here is looked at.
/// </summary>
/// <remarks>
/// A length belongs to a mount of the card, a collection and a name, the last two as they are spelled and compared in full: a number in common
/// (<see cref="PathKey"/>) is never enough. What changes is forgotten by its number, which all spellings share, before it changes; and nothing is learned from then
/// until the change has ended, nor from a look that began before.
/// </remarks>
public sealed class KnownLengths
{
    /// <summary>Nothing is known.</summary>
    public const long Unknown = -1;

    private const int Ways = 4;

    private readonly object _gate = new object();
    private readonly int[] _keys;
    private readonly int[] _lengths;     // FAT's lengths have 32 bits; the bits are what counts, not the sign
    private readonly int[] _collections;
    private readonly string[] _names;
    private readonly int _mask;
    private readonly string[] _paths;
    private readonly int[] _numbers;
    private int _lastNumber;
    private int _mount;
    private int _changes;
    private bool _isChanging = true;
    private bool _isEmpty = true;

    /// <summary>Nothing known, and nothing to be learned before <see cref="Settle"/>.</summary>
    /// <param name="entries">How many files at most: a power of two, at least 4; or 0.</param>
    public KnownLengths(int entries)
    {
        _keys = new int[entries];
        _lengths = new int[entries];
        _collections = new int[entries];
        _names = Text.Blanks(entries);
        _mask = entries - Ways;

        // Where no length is kept, no collection has to be known again.
        int collections = entries == 0 ? 1 : Limits.KnownCollections;
        _paths = Text.Blanks(collections);
        _numbers = new int[collections];
    }

    /// <summary>What a look that begins now has to show afterwards.</summary>
    public int Changes
    {
        get { return _changes; }
    }

    /// <summary>A number for a collection, by the very spelling of its path; another one if it was not asked for lately.</summary>
    public int Collection(string path)
    {
        lock (_gate)
        {
            for (int i = 0; i < _paths.Length; i++)
            {
                if (_numbers[i] != 0 && _paths[i] == path)
                {
                    return _numbers[i];
                }
            }

            // The one that came first gives way. Its number is never given again, so what was learned under it is found by nobody.
            int place = _lastNumber % _paths.Length;
            _lastNumber++;
            _numbers[place] = _lastNumber;
            _paths[place] = path;
            return _lastNumber;
        }
    }

    /// <summary>The length of a file, or <see cref="Unknown"/>.</summary>
    /// <param name="mount">In which mount its name was read (<see cref="Board.StoreEntry.Mount"/>).</param>
    /// <param name="key">The number of its path.</param>
    /// <param name="collection">The collection's number.</param>
    /// <param name="name">Its name, as the card spells it.</param>
    public long Of(int mount, int key, int collection, string name)
    {
        lock (_gate)
        {
            int[] keys = _keys;
            int place = (key ^ (key >> 16)) * Ways & _mask;
            if (mount != _mount || key == PathKey.Any || keys.Length == 0)
            {
                return Unknown;
            }

            for (int end = place + Ways; place < end; place++)
            {
                if (keys[place] == key && _collections[place] == collection && _names[place] == name)
                {
                    return (uint)_lengths[place];
                }
            }

            return Unknown;
        }
    }

    /// <summary>Learns what a look has found.</summary>
    /// <param name="mount">As for <see cref="Of"/>: of an earlier mount than something else that was learned nothing is learned, and a later one ends what was known.</param>
    /// <param name="key">As there.</param>
    /// <param name="collection">As there.</param>
    /// <param name="name">As there.</param>
    /// <param name="length">The length.</param>
    /// <param name="changes">What <see cref="Changes"/> was before the look: if it is another now, the look may have been overtaken, and nothing is learned.</param>
    public void Learn(int mount, int key, int collection, string name, long length, int changes)
    {
        if (_keys.Length == 0 || key == PathKey.Any || name.Length > Limits.KnownName)
        {
            return;
        }

        lock (_gate)
        {
            if (_isChanging || changes != _changes || mount < _mount)
            {
                return;
            }

            if (mount > _mount)
            {
                ForgetAll();
                _mount = mount;
            }

            int place = Find(key, collection, name);
            place = place < 0 ? PlaceFor(key, collection) : place;
            if (place >= 0)
            {
                _isEmpty = false;
                _keys[place] = key;
                _lengths[place] = (int)length;
                _collections[place] = collection;
                _names[place] = name;
            }
        }
    }

    /// <summary>
    /// Forgets a path that is about to change, and learns nothing more until <see cref="Settle"/>. <see cref="PathKey.Any"/> stands for every path.
    /// </summary>
    public void Doubt(int key)
    {
        lock (_gate)
        {
            _isChanging = true;
            _changes++;
            if (key == PathKey.Any)
            {
                ForgetAll();
                return;
            }

            int first = _keys.Length == 0 ? -Ways : First(key);
            for (int place = first; place >= 0 && place < first + Ways; place++)
            {
                if (_keys[place] == key)
                {
                    _keys[place] = PathKey.Any;
                    _names[place] = "";
                }
            }
        }
    }

    /// <summary>What was changing has changed: looks from now on are to be believed.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            _isChanging = false;
            _changes++;
        }
    }

    private int First(int key)
    {
        return (key ^ (key >> 16)) * Ways & _mask;
    }

    private int Find(int key, int collection, string name)
    {
        int[] keys = _keys;
        if (keys.Length == 0 || key == PathKey.Any)
        {
            return -1;
        }

        int first = First(key);
        for (int place = first; place < first + Ways; place++)
        {
            if (keys[place] == key && _collections[place] == collection && _names[place] == name)
            {
                return place;
            }
        }

        return -1;
    }

    // A free place, or that of another collection's member: those of one collection are asked for one after the other, so that which of them gives way for
    // the next would be missed just the same.
    private int PlaceFor(int key, int collection)
    {
        int first = First(key);
        int others = -1;
        for (int place = first; place < first + Ways; place++)
        {
            if (_keys[place] == PathKey.Any)
            {
                return place;
            }

            others = _collections[place] == collection ? others : place;
        }

        return others;
    }

    private void ForgetAll()
    {
        if (_isEmpty)
        {
            return;
        }

        _isEmpty = true;
        for (int place = 0; place < _keys.Length; place++)
        {
            _keys[place] = PathKey.Any;
            _names[place] = "";
        }
    }
}
