using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.Mirrors;

/// <summary>
/// What a mirror took away, kept for a while: in the reserved area, by the day on which it went, with the path that it had. Bounded in days and in octets; the oldest day goes first, and at once where there is no room for what would fit without it.
/// </summary>
internal sealed class Trash
{
    private const string Folder = "/t";
    private const int SecondsOfDay = 86400;

    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly IClock _clock;
    private readonly string[] _areas;
    private readonly long[] _octets;
    private readonly long[] _countedOn;     // the day behind it; 0 not yet
    private byte[] _block = new byte[0];

    /// <summary>The trash of a store.</summary>
    public Trash(IFileStore store, Commits commits, IClock clock)
    {
        _store = store;
        _commits = commits;
        _clock = clock;
        int areas = store.IsFat ? 1 : Limits.Staged;
        _areas = Text.Blanks(areas);
        _octets = new long[areas];
        _countedOn = new long[areas];
    }

    /// <summary>Begins to work with a buffer, which is lent for a round.</summary>
    public void Begin(byte[] block)
    {
        _block = block;
    }

    /// <summary>Puts a file there. The caller holds the gate of its path, and is the only one who writes into the trash.</summary>
    /// <param name="path">The file.</param>
    /// <param name="place">Where it is then.</param>
    /// <returns>Ok, or why it stands where it stood.</returns>
    public int Take(string path, out string place)
    {
        StoreEntry entry = new StoreEntry();
        int found = _store.Find(path, entry);
        string folder = _store.ReservedFor(path) + Folder;
        string day = folder + "/" + (_clock.UnixSeconds / SecondsOfDay).ToString();
        place = day + "/" + path;

        // Where the path is too long for one more folder, or is there twice, a number stands for it.
        int most = _store.IsFat ? Limits.FatPathOctets : Limits.PathOctets;
        int status = System.Text.Encoding.UTF8.GetBytes(place).Length > most ? StoreStatus.Exists : Move(path, place);
        for (int number = 0; status == StoreStatus.Exists && number < Limits.StoreTries; number++)
        {
            place = day + "/" + (Text.Hash(path) + (uint)number).ToString("X8");
            status = Move(path, place);
        }

        if (status == StoreStatus.Ok && found == StoreStatus.Ok)
        {
            _octets[AreaOf(folder)] += entry.Length;
        }

        return status;
    }

    /// <summary>Puts back what was taken, where nothing took its place. The caller still holds the gate.</summary>
    public void GiveBack(string place, string path)
    {
        _commits.MoveHeld(place, path);
    }

    /// <summary>Deletes what was there for long enough, and the oldest of what is more than may be there.</summary>
    /// <param name="path">A path of the volume.</param>
    /// <param name="isFull">Whether room is needed at once: then the oldest day goes, whatever there is.</param>
    /// <param name="lacking">Octets for which there was no room; 0 for none. The oldest day goes for them only where there is room without the trash: else it would go day by day, and nothing come for it.</param>
    public void Sweep(string path, bool isFull, long lacking)
    {
        string folder = _store.ReservedFor(path) + Folder;
        long today = _clock.UnixSeconds / SecondsOfDay;
        long most = _store.IsFat ? Limits.TrashOctets : Limits.TrashOctetsOfPc;
        isFull |= lacking > 0 && StandsInTheWay(path, folder, today, lacking);
        for (int i = 0; i < Limits.TrashSweeps; i++)
        {
            Days days = new Days();
            if (_store.List(folder, days) != StoreStatus.Ok || days.Oldest < 0)
            {
                return;
            }

            // What went before the time was known has no age: it goes for want of room alone.
            bool isOld = today > 0 && days.OldestKnown > 0 && days.OldestKnown + Limits.TrashDays < today;
            string oldest = folder + "/" + (isOld ? days.OldestKnown : days.Oldest).ToString();
            if (!isOld && !isFull && Counted(folder, today) <= most)
            {
                return;
            }

            isFull = false;
            _countedOn[AreaOf(folder)] = 0;
            if (new Trees(_store, _commits, _block, false, false).Delete(oldest, true) != StoreStatus.Ok)
            {
                return;
            }
        }
    }

    /// <summary>Whether as much as that is here, on the volume of a path, and would be free without it.</summary>
    public bool Holds(string path, long octets)
    {
        long held = Counted(_store.ReservedFor(path) + Folder, _clock.UnixSeconds / SecondsOfDay);
        return held > 0 && held >= octets;
    }

    private bool StandsInTheWay(string path, string folder, long today, long lacking)
    {
        IVolume? volume = _store as IVolume;
        return volume is not null && volume.Room(path, out long available, out long _) && available < lacking && available + Counted(folder, today) >= lacking;
    }

    private int Move(string from, string to)
    {
        int above = StoreNote.MakeAbove(_store, to);
        if (above != StoreStatus.Ok)
        {
            return above;
        }

        return _commits.MoveHeld(from, to);
    }

    // Counted once, then by hand: what is there is ours alone. Once a day it is looked whether that is so.
    private long Counted(string folder, long today)
    {
        int area = AreaOf(folder);
        if (_countedOn[area] != today + 1)
        {
            _octets[area] = Octets(folder, 0);
            _countedOn[area] = today + 1;
        }

        return _octets[area];
    }

    // Where the trash of a reserved area is counted. The last place is for all that are too many, and counts anew for each.
    private int AreaOf(string folder)
    {
        for (int i = 0; i < _areas.Length; i++)
        {
            if (_areas[i] == folder)
            {
                return i;
            }

            if (_areas[i].Length == 0 || i == _areas.Length - 1)
            {
                _areas[i] = folder;
                _countedOn[i] = 0;
                return i;
            }
        }

        return 0;
    }

    private long Octets(string folder, int depth)
    {
        Sum sum = new Sum();
        long octets = 0;
        for (int skip = 0; depth <= Limits.Depth && sum.Fill(_store, folder, skip) == StoreStatus.Ok; skip += sum.Count)
        {
            octets = skip == 0 ? sum.Octets : octets;
            for (int i = 0; i < sum.Count; i++)
            {
                octets += Octets(folder + "/" + sum.Folders[i], depth + 1);
            }

            if (sum.Count < sum.Folders.Length)
            {
                break;
            }
        }

        return octets;
    }

    private sealed class Days : MemberVisitor
    {
        public long Oldest { get; private set; } = -1;

        public long OldestKnown { get; private set; }

        public override bool NeedsFacts => false;

        public override bool Visit(string name, StoreEntry entry)
        {
            long day = 0;
            for (int i = 0; i < name.Length && day >= 0; i++)
            {
                day = name[i] >= '0' && name[i] <= '9' && i < 6 ? (day * 10) + (name[i] - '0') : -1;
            }

            Oldest = day >= 0 && (Oldest < 0 || day < Oldest) ? day : Oldest;
            OldestKnown = day > 0 && (OldestKnown == 0 || day < OldestKnown) ? day : OldestKnown;
            return true;
        }
    }

    private sealed class Sum : MemberVisitor
    {
        public readonly string[] Folders = Text.Blanks(Limits.PageMembers);
        private int _skip;

        public long Octets { get; private set; }

        public int Count { get; private set; }

        public override bool NeedsFacts => true;

        /// <summary>Counts the octets of the members, and takes a page of those that are folders.</summary>
        public int Fill(IFileStore store, string folder, int skip)
        {
            Octets = 0;
            Count = 0;
            _skip = skip;
            return store.List(folder, this);
        }

        public override bool Visit(string name, StoreEntry entry)
        {
            Octets += entry.Length;
            if (entry.IsCollection && _skip > 0)
            {
                _skip--;
            }
            else if (entry.IsCollection && Count < Folders.Length)
            {
                Folders[Count] = name;
                Count++;
            }

            return true;
        }
    }
}
