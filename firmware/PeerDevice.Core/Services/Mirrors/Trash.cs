using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.Mirrors;

/// <summary>
/// What a mirror took away, kept for a while: in the reserved area, by the day on which it went, with the path that it had. Bounded in days and in octets; the oldest day goes first, and at once where there is no room.
/// </summary>
internal sealed class Trash
{
    private const string Folder = "/t";
    private const int SecondsOfDay = 86400;

    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly IClock _clock;
    private readonly byte[] _block;

    /// <summary>The trash of a store.</summary>
    public Trash(IFileStore store, Commits commits, IClock clock, byte[] block)
    {
        _store = store;
        _commits = commits;
        _clock = clock;
        _block = block;
    }

    /// <summary>Puts a file there.</summary>
    /// <returns>Ok, or why it stands where it stood.</returns>
    public int Take(string path)
    {
        string day = _store.ReservedFor(path) + Folder + "/" + (_clock.UnixSeconds / SecondsOfDay).ToString();
        string place = day + "/" + path;

        // Where the path is too long for one more folder, or is there twice, a number stands for it.
        int most = _store.IsFat ? Limits.FatPathOctets : Limits.PathOctets;
        int status = System.Text.Encoding.UTF8.GetBytes(place).Length > most ? StoreStatus.Exists : Move(path, place);
        for (int number = 0; status == StoreStatus.Exists && number < Limits.StoreTries; number++)
        {
            status = Move(path, day + "/" + (Text.Hash(path) + (uint)number).ToString("X8"));
        }

        return status;
    }

    /// <summary>Deletes what was there for long enough, and the oldest of what is more than may be there.</summary>
    /// <param name="path">A path of the volume.</param>
    /// <param name="isFull">Whether room is needed at once: then the oldest day goes, whatever there is.</param>
    public void Sweep(string path, bool isFull)
    {
        string folder = _store.ReservedFor(path) + Folder;
        long today = _clock.UnixSeconds / SecondsOfDay;
        long most = _store.IsFat ? Limits.TrashOctets : Limits.TrashOctetsOfPc;
        for (int i = 0; i < Limits.TrashDays * 2; i++)
        {
            Days days = new Days();
            if (_store.List(folder, days) != StoreStatus.Ok || days.Oldest < 0)
            {
                return;
            }

            bool isOld = today > 0 && days.Oldest + Limits.TrashDays < today;
            string oldest = folder + "/" + days.Oldest.ToString();
            if (!isOld && !isFull && Octets(folder, 0) <= most)
            {
                return;
            }

            isFull = false;
            if (new Trees(_store, _commits, _block, false, false).Delete(oldest, true) != StoreStatus.Ok)
            {
                return;
            }
        }
    }

    /// <summary>Makes the collections above a path of the reserved area.</summary>
    public static int MakeAbove(IFileStore store, string path)
    {
        int status = StoreStatus.Ok;
        for (int cut = path.IndexOf('/'); cut > 0 && status == StoreStatus.Ok; cut = path.IndexOf('/', cut + 1))
        {
            status = store.MakeCollection(path.Substring(0, cut));
            status = status == StoreStatus.Exists ? StoreStatus.Ok : status;
        }

        return status;
    }

    private int Move(string from, string to)
    {
        int above = MakeAbove(_store, to);
        if (above != StoreStatus.Ok)
        {
            return above;
        }

        if (_store.IsFat)
        {
            return _commits.Move(from, to);
        }

        // The file system of a PC would replace what was put there before.
        return _store.Find(to, new StoreEntry()) == StoreStatus.Ok ? StoreStatus.Exists : _commits.MoveTree(from, to);
    }

    private long Octets(string folder, int depth)
    {
        Sum sum = new Sum();
        long octets = _store.List(folder, sum) == StoreStatus.Ok ? sum.Octets : 0;
        for (int i = 0; i < sum.Count && depth < Limits.Depth; i++)
        {
            octets += Octets(folder + "/" + sum.Folders[i], depth + 1);
        }

        return octets;
    }

    private sealed class Days : MemberVisitor
    {
        public long Oldest { get; private set; } = -1;

        public override bool NeedsFacts => false;

        public override bool Visit(string name, StoreEntry entry)
        {
            long day = 0;
            for (int i = 0; i < name.Length && day >= 0; i++)
            {
                day = name[i] >= '0' && name[i] <= '9' && i < 6 ? (day * 10) + (name[i] - '0') : -1;
            }

            Oldest = day >= 0 && (Oldest < 0 || day < Oldest) ? day : Oldest;
            return true;
        }
    }

    private sealed class Sum : MemberVisitor
    {
        public readonly string[] Folders = Text.Blanks(Limits.PageMembers);

        public long Octets { get; private set; }

        public int Count { get; private set; }

        public override bool NeedsFacts => true;

        public override bool Visit(string name, StoreEntry entry)
        {
            Octets += entry.Length;
            if (entry.IsCollection && Count < Folders.Length)
            {
                Folders[Count] = name;
                Count++;
            }

            return true;
        }
    }
}
