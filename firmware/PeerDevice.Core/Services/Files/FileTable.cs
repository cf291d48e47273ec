using System;

namespace PeerDevice.Services.Files;

/// <summary>
/// The bounded memory of the index: for some paths (by <see cref="PathKey"/>) the stamp of the last commit, the length it had and when it was.
/// Four places a bucket; the oldest stamp gives way.
/// </summary>
public sealed class FileTable
{
    private const int Ways = 4;

    private readonly int[] _keys;
    private readonly int[] _stamps;
    private readonly int[] _lengths;     // FAT's lengths and these years have 32 bits; the bits are what counts, not the sign
    private readonly int[] _times;
    private readonly bool[] _sure;       // stored in this mount, so that no PC can have changed it since
    private readonly int _mask;

    /// <summary>An empty table.</summary>
    /// <param name="entries">How many paths at most: a power of two, at least 4; or 0.</param>
    public FileTable(int entries)
    {
        _keys = new int[entries];
        _stamps = new int[entries];
        _lengths = new int[entries];
        _times = new int[entries];
        _sure = new bool[entries];
        _mask = entries - Ways;
    }

    /// <summary>Looks a path up.</summary>
    /// <returns>Its place, or -1.</returns>
    public int Find(int key)
    {
        int[] all = _keys;
        int place = (key ^ (key >> 16)) * Ways & _mask;
        if (all.Length == 0 || key == PathKey.Any)
        {
            return -1;
        }

        if (all[place] == key)
        {
            return place;
        }

        if (all[place + 1] == key)
        {
            return place + 1;
        }

        if (all[place + 2] == key)
        {
            return place + 2;
        }

        return all[place + 3] == key ? place + 3 : -1;
    }

    /// <summary>The stamp at a place.</summary>
    public int Stamp(int place)
    {
        return _stamps[place];
    }

    /// <summary>The time at a place, if the length is the one that was noted with it; otherwise 0: the file was changed elsewhere.</summary>
    public long Modified(int place, long length)
    {
        return _lengths[place] == (int)length ? (long)(uint)_times[place] : 0;
    }

    /// <summary>Whether what stands at a place was stored in this mount.</summary>
    public bool IsSure(int place)
    {
        return _sure[place];
    }

    /// <summary>Whether a length is another than the one that was noted at a place.</summary>
    public bool IsOther(int place, long length)
    {
        return _lengths[place] != (int)length;
    }

    /// <summary>Notes that a file was changed elsewhere, and is not older than this time.</summary>
    public void Touch(int place, long length, long modified)
    {
        _times[place] = (int)modified;      // first: a reader between these lines still sees that it was changed
        _lengths[place] = (int)length;
    }

    /// <summary>Notes a path.</summary>
    /// <returns>The stamp of the path that had to give way, or 0.</returns>
    public int Put(int key, int stamp, long length, long modified, bool isSure)
    {
        if (_keys.Length == 0 || key == PathKey.Any)
        {
            return 0;
        }

        int place = Find(key);
        if (place >= 0)
        {
            _stamps[place] = stamp;      // first: a reader between these lines may see an old time, never an old stamp
            _lengths[place] = (int)length;
            _times[place] = (int)modified;
            _sure[place] = isSure;
            return 0;
        }

        place = OldestBeside(key);
        int forgotten = _keys[place] == PathKey.Any ? 0 : _stamps[place];
        _keys[place] = PathKey.Any;
        _stamps[place] = stamp;
        _lengths[place] = (int)length;
        _times[place] = (int)modified;
        _sure[place] = isSure;
        _keys[place] = key;
        return forgotten;
    }

    /// <summary>Forgets a path.</summary>
    public void Remove(int key)
    {
        int place = Find(key);
        if (place >= 0)
        {
            _keys[place] = PathKey.Any;
        }
    }

    /// <summary>Forgets every path.</summary>
    public void Clear()
    {
        // PathKey.Any
        Array.Clear(_keys, 0, _keys.Length);
    }

    private int OldestBeside(int key)
    {
        int first = (key ^ (key >> 16)) * Ways & _mask;
        int oldest = first;
        for (int place = first; place < first + Ways; place++)
        {
            if (_keys[place] == PathKey.Any)
            {
                return place;
            }

            if (_stamps[place] < _stamps[oldest])
            {
                oldest = place;
            }
        }

        return oldest;
    }
}
