using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>
/// The third-party copies that a restart, or a cut of power, must not end: written down when they begin, as many as are under way, and taken up by the next start (PROTOCOL, "Third-party copies"). Their states answer as before.
/// </summary>
public sealed class CopyJobs
{
    private const int NameDigits = 8;

    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly Locks _locks;
    private readonly IClock _clock;
    private readonly bool _isDurable;
    private readonly IRemotes _remotes;
    private readonly BlockPool _blocks;
    private readonly CopyTable _copies;
    private readonly CopyRecord?[] _left;

    /// <summary>None yet.</summary>
    /// <param name="store">Where the files are.</param>
    /// <param name="commits">What makes changes take effect whole or not at all.</param>
    /// <param name="locks">Who holds what.</param>
    /// <param name="clock">Time.</param>
    /// <param name="isDurable">Whether a file counts only when it is on the medium.</param>
    /// <param name="remotes">Who fetches.</param>
    /// <param name="blocks">Buffers.</param>
    /// <param name="copies">The copies that are told of.</param>
    /// <param name="most">How many may be under way at once.</param>
    public CopyJobs(IFileStore store, Commits commits, Locks locks, IClock clock, bool isDurable, IRemotes remotes, BlockPool blocks, CopyTable copies, int most)
    {
        _store = store;
        _commits = commits;
        _locks = locks;
        _clock = clock;
        _isDurable = isDurable;
        _remotes = remotes;
        _blocks = blocks;
        _copies = copies;
        _left = new CopyRecord?[most];
    }

    /// <summary>Writes a copy down that begins. Where that is not possible it does not survive a restart.</summary>
    internal void Begin(CopyRecord record)
    {
        byte[] octets = record.Write();
        StoreNote.Replace(_store, _commits, PlaceOf(record), octets, octets.Length);
    }

    /// <summary>A copy has ended; unless that is since the peer ends, it is over.</summary>
    internal void End(CopyRecord record)
    {
        if (!_remotes.IsEnding)
        {
            _commits.Delete(PlaceOf(record));
        }
    }

    /// <summary>Takes up what a start finds. Their states answer from here on.</summary>
    /// <returns>Whether there is anything to go on with.</returns>
    public bool Load()
    {
        int count = 0;
        Staging.ReservedAreas areas = new Staging.ReservedAreas(_store);
        areas.Add(_store.ReservedFor(""));
        if (!_store.IsFat)
        {
            _store.List("", areas);
        }

        for (int i = 0; i < areas.Count; i++)
        {
            MemberPage page = new MemberPage(false);
            string folder = areas.Paths[i] + CopyRecord.Folder;
            for (int skip = 0; page.Fill(_store, folder, skip) == StoreStatus.Ok && page.Count > 0; skip += page.Count)
            {
                for (int n = 0; n < page.Count && count < _left.Length; n++)
                {
                    CopyRecord? record = page.IsCollection(n) ? null : Read(folder + "/" + page.Name(n));
                    if (record is not null && PlaceOf(record) == folder + "/" + page.Name(n) && _copies.Restore(record.Id))
                    {
                        _left[count] = record;
                        count++;
                    }
                }
            }
        }

        return count > 0;
    }

    /// <summary>Goes on with them, one after the other, until they have ended or the peer does.</summary>
    public void Run()
    {
        for (int i = 0; i < _left.Length; i++)
        {
            CopyRecord? record = _left[i];
            CopyState? copy = record is null ? null : _copies.Find(record.Id);
            if (record is null || copy is null)
            {
                continue;
            }

            string trouble = record.IsConditional ? "The peer was started again, and the conditions of the request say nothing any more." : Run(record, copy);
            _left[i] = null;
            if (!_remotes.IsEnding)
            {
                End(record);
                _copies.End(copy, trouble);
            }
        }
    }

    private string Run(CopyRecord record, CopyState copy)
    {
        // After a cut of power the source may need longer to be there again than we did.
        string trouble = "It was broken off.";
        for (int tries = 0; tries < Limits.CopyTries && !_remotes.IsEnding && !copy.IsCanceled; tries++)
        {
            if (tries > 0)
            {
                _clock.Sleep(Limits.CopyAgain);
            }

            RemoteFiles? remote = _commits.Ready() == StoreStatus.Ok ? _remotes.BeginOwn(record.IsOurs) : null;
            if (remote is null)
            {
                continue;
            }

            copy.Remote = remote;
            byte[]? block = _blocks.Borrow();
            try
            {
                remote.Rest = _commits.Rest;
                int opened = remote.Open(record.From);
                bool isThere = opened == RemoteFiles.Content || (opened == RemoteFiles.Collection && remote.List(remote.Place) is not null);
                remote.EndList();
                trouble = remote.Trouble;
                if (isThere)
                {
                    RemoteTree tree = new RemoteTree(_store, _commits, _isDurable, remote, new JobArrivals(this, record, copy), block ?? new byte[Limits.CopyBlock]);
                    return opened == RemoteFiles.Content ? tree.BringFile(record.To) : tree.BringCollection(remote.Place, record.To, record.IsDeep);
                }

                if (remote.IsForbidden)
                {
                    return trouble;
                }
            }
            finally
            {
                copy.Remote = null;
                remote.Close();
                if (block is not null)
                {
                    _blocks.Return(block);
                }
            }
        }

        return copy.IsCanceled ? Arrivals.Canceled : trouble;
    }

    private CopyRecord? Read(string place)
    {
        StoreEntry entry = new StoreEntry();
        if (_store.OpenRead(place, entry, out BlockSource? content) != StoreStatus.Ok || content is null)
        {
            return null;
        }

        byte[] octets = new byte[entry.Length <= CopyRecord.Most ? (int)entry.Length : 0];
        bool isWhole = StoreWork.ReadWhole(content, 0, octets, octets.Length);
        content.Close();
        return isWhole ? CopyRecord.Read(octets) : null;
    }

    private string PlaceOf(CopyRecord record)
    {
        return _store.ReservedFor(record.To) + CopyRecord.Folder + "/" + record.Id.Substring(0, NameDigits);
    }

    /// <summary>One of them, for nobody who listens.</summary>
    private sealed class JobArrivals : Arrivals
    {
        private readonly CopyJobs _jobs;
        private readonly CopyRecord _record;
        private readonly CopyState _copy;
        private readonly PendingWrite _write = new PendingWrite();
        private readonly SubmittedTokens _none = new SubmittedTokens();
        private readonly StoreEntry _entry = new StoreEntry();

        public JobArrivals(CopyJobs jobs, CopyRecord record, CopyState copy)
        {
            _jobs = jobs;
            _record = record;
            _copy = copy;
        }

        public override bool Moved(int octets)
        {
            _copy.Octets += octets;
            return !_copy.IsCanceled;
        }

        public override bool Wants(string path, ListingReader member)
        {
            return true;
        }

        public override int Begin(string path, bool isCollection)
        {
            bool exists = _jobs._store.Find(path, _entry) == StoreStatus.Ok;
            if (exists && !isCollection && (_entry.IsCollection || (_record.KeepsOthers && path == _record.To)))
            {
                return _entry.IsCollection ? 409 : 412;
            }

            return _jobs._locks.Begin(_write, path, false, !exists, _none).Length == 0 ? Preconditions.Hold : 423;
        }

        public override void End()
        {
            _jobs._locks.End(_write);
        }

        public override void Placed(string path, RemoteFiles remote)
        {
            _copy.Files++;
        }
    }
}
