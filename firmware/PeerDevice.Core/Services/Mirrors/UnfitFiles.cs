namespace PeerDevice.Services.Mirrors;

/// <summary>
/// The versions of files that filled the store before they were whole. Whoever is tried again in each round fills it again in each, for nothing; so it is passed over for a while, and has something put away for it deleted once. Bounded: what has no place here
/// is tried each time, and has nothing deleted.
/// </summary>
internal sealed class UnfitFiles
{
    private readonly long[] _paths = new long[Limits.MirrorUnfit];      // 0: nothing stands there
    private readonly long[] _versions = new long[Limits.MirrorUnfit];
    private readonly long[] _until = new long[Limits.MirrorUnfit];

    /// <summary>Whether a version of a file is to be passed over now.</summary>
    /// <param name="path">The number of its path.</param>
    /// <param name="version">The number of its version; 0 where nobody says: then it is any.</param>
    /// <param name="now">The clock's milliseconds.</param>
    public bool IsPassedOver(long path, long version, long now)
    {
        int place = Find(path);
        return place >= 0 && IsSame(place, version) && now < _until[place];
    }

    /// <summary>Whether a version of a file is here.</summary>
    public bool Has(long path, long version)
    {
        int place = Find(path);
        return place >= 0 && IsSame(place, version);
    }

    /// <summary>Notes a version that filled the store.</summary>
    /// <param name="path">The number of its path.</param>
    /// <param name="version">The number of its version, or 0.</param>
    /// <param name="now">The clock's milliseconds.</param>
    /// <param name="until">Until when it is to be passed over, by the same clock.</param>
    /// <returns>False where there is no place for it.</returns>
    public bool Note(long path, long version, long now, long until)
    {
        int place = Find(path);
        for (int i = 0; i < _paths.Length && place < 0; i++)
        {
            place = _paths[i] == 0 ? i : -1;
        }

        // Who has not filled it again for so long gives way; sooner, two would take each other's place in each round, and have a day go each time.
        for (int i = 0; i < _paths.Length && place < 0; i++)
        {
            place = _until[i] + Limits.MirrorUnfitMilliseconds <= now ? i : -1;
        }

        if (place < 0)
        {
            return false;
        }

        _paths[place] = path;
        _versions[place] = version;
        _until[place] = until;
        return true;
    }

    /// <summary>It has come.</summary>
    public void Forget(long path)
    {
        int place = Find(path);
        if (place >= 0)
        {
            _paths[place] = 0;
        }
    }

    private bool IsSame(int place, long version)
    {
        return version == 0 || _versions[place] == 0 || _versions[place] == version;
    }

    private int Find(long path)
    {
        for (int i = 0; i < _paths.Length; i++)
        {
            if (_paths[i] == path)
            {
                return i;
            }
        }

        return -1;
    }
}
