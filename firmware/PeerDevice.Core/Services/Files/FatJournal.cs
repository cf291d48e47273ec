using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// Commits on FAT, which can neither replace a file nor rename one in a single write. Each is first written down as an intent,
/// then carried out; <see cref="Mount"/> finishes the one that a power cut interrupted (DESIGN, "Commits on FAT").
/// One thread at a time, under the lock of <see cref="Commits"/>.
/// </summary>
public sealed class FatJournal
{
    private readonly IFileStore _store;
    private readonly CardWatch? _watch;
    private readonly IClock _clock;
    private readonly FileIndex _index;
    private readonly IndexState _state;
    private readonly IndexLog _log;
    private readonly Staging _staging;
    private readonly StoreEntry _source = new StoreEntry();
    private readonly StoreEntry _target = new StoreEntry();
    private bool _isMounted;
    private bool _hasLeftovers;
    private bool _isTangled;
    private string _packedStaged = "";
    private string _packedPlace = "";

    /// <summary>The journal of one store.</summary>
    public FatJournal(IFileStore store, FileIndex index, Staging staging, IClock clock)
    {
        _store = store;
        _watch = store as CardWatch;
        _clock = clock;
        _index = index;
        _staging = staging;
        _state = index.State;
        _log = new IndexLog(store, _state);
    }

    /// <summary>Who else has files in the reserved area; null for nobody.</summary>
    public Tenant? Tenant { get; set; }

    /// <summary>The commit that could not be finished, or phase None.</summary>
    public Intent Open
    {
        get { return _state.Open; }
    }

    /// <summary>The path that the last commit left empty; or empty.</summary>
    public string Left
    {
        get { return _state.Left; }
    }

    /// <summary>How many octets the last commit brought to its target.</summary>
    public long Brought { get; private set; }

    /// <summary>How many octets stood at the target of the last commit before it.</summary>
    public long Stood { get; private set; }

    /// <summary>Whether the card was out since the last mount: it may be another now.</summary>
    public bool WasAway
    {
        get { return _watch is not null && _watch.WasAway; }
    }

    /// <summary>Whether a mount comes before anything else.</summary>
    public bool MustMount
    {
        get { return !_isMounted || WasAway; }
    }

    /// <summary>Whether a file is being copied or compared whole, to give it another spelling or to undo what a cut left, or was in the work that is under way: until <see cref="Rest"/>.</summary>
    public bool IsMending { get; private set; }

    /// <summary>Whether nothing is unfinished.</summary>
    public bool IsSettled
    {
        get { return _isMounted && !WasAway && _state.Open.Phase == Intent.None && !_hasLeftovers && !_state.Luggage.IsDue; }
    }

    /// <summary>Whether the paths of the open commit are neither what they were nor what they will be, so that nobody should read them.</summary>
    public bool IsInBetween
    {
        get { return _state.Open.Phase != Intent.None && !_isTangled; }
    }

    /// <summary>
    /// Begins a mount. First what a cut may have left with a freed chain is deleted, which takes no cluster, so that no such chain is ever
    /// given to another file; only then anything is written.
    /// </summary>
    public int Mount()
    {
        _isMounted = false;
        _isTangled = false;
        if (_watch is not null)
        {
            _watch.WasAway = false;
        }

        // Whatever the medium answers, it may be another than before: no tag and no length of that one counts any more.
        _index.BeginMount(0);
        _index.Lengths.Doubt(PathKey.Any);
        _staging.Begin(_index.Epoch);
        int status = _log.Load();
        if (status == StoreStatus.Ok)
        {
            _state.BeginMount();
            if (_state.Open.Phase == Intent.None || _state.Open.Stamp != _state.Luggage.Stamp)
            {
                // Its commit never began.
                _state.GiveUp(_state.Luggage.Stamp);
            }

            status = _staging.Recall();
            status = status == StoreStatus.Ok && Tenant is not null ? Tenant.Recall() : status;
        }

        if (status == StoreStatus.Ok)
        {
            status = DeleteJunk();
        }

        if (status != StoreStatus.Ok)
        {
            return status;
        }

        _isMounted = true;
        if (_log.Exists && !_log.IsSound)
        {
            // What was lost may be an epoch: the drawn one stays. If there is no room for a new log, so be it: commits will ask for it again.
            if (_log.Rewrite(_index.Epoch) != StoreStatus.Ok)
            {
                _log.Resume();
            }
        }

        status = _state.Open.Phase == Intent.None ? StoreStatus.Ok : Run(false, true);
        if (_state.Open.Phase == Intent.None && status != StoreStatus.Absent)
        {
            // Nothing is left of it on the card, as when the index lost its end: then nothing is open.
            status = StoreStatus.Ok;
        }

        status = status == StoreStatus.Ok ? Deliver(true) : status;
        if (status == StoreStatus.Ok && _log.IsSound && _state.LastEpoch != _index.Epoch)
        {
            long next = _index.EpochAfter(_state.LastEpoch);
            if (_log.AppendEpoch(next) == StoreStatus.Ok)
            {
                _state.LastEpoch = next;
                _index.BeginMount(next);
                _staging.Begin(next);
            }
        }

        return End(status);
    }

    /// <summary>Says that the lock under which it works is given back: a thread that waited for it goes on from here.</summary>
    public void Rest()
    {
        IsMending = false;
    }

    /// <summary>Forgets how far anything came: the next use begins with a mount, which reads it from the medium.</summary>
    public void Doubt()
    {
        _isMounted = false;
        _log.Close();
    }

    /// <summary>Sees to it that nothing is unfinished, so that clusters may be taken.</summary>
    /// <param name="staged">The caller's own upload, complete; other uploads that are under way make an unfinished commit wait for them.</param>
    public int Settle(string staged)
    {
        if (MustMount)
        {
            return Mount();
        }

        if (_state.Open.Phase == Intent.None && !_hasLeftovers)
        {
            return End(Deliver(false));
        }

        if (_staging.IsBusyBeside(staged))
        {
            return StoreStatus.Busy;
        }

        int status = DeleteJunk();
        if (status == StoreStatus.Ok && _state.Open.Phase != Intent.None)
        {
            status = _log.IsSound ? StoreStatus.Ok : _log.Rewrite(_index.Epoch);
            status = status == StoreStatus.Full ? _log.Resume() : status;
            status = status == StoreStatus.Ok ? Run(false, true) : status;
            status = status == StoreStatus.Ok ? Deliver(true) : status;
        }

        return End(status);
    }

    /// <summary>
    /// Says what the commit that begins next takes along: what is to stand at a place in the reserved area once it has taken effect. Until then nothing changes
    /// there.
    /// </summary>
    /// <param name="staged">The file, whole and durable; empty where nothing is to stand there.</param>
    /// <param name="place">Where.</param>
    public void Pack(string staged, string place)
    {
        _packedStaged = staged;
        _packedPlace = place;
    }

    /// <summary>Takes back what was packed, if no commit has taken it along.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Unpack()
    {
        bool wasPacked = _packedPlace.Length != 0;
        Pack("", "");
        return wasPacked;
    }

    /// <summary>Puts a file, staged or not, in the place of a target that may exist.</summary>
    public int Replace(string from, string path)
    {
        int status = StoreWork.Find(_store, from, _source);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        long length = _source.Length;
        bool isStaged = _staging.IsStaged(from);
        long modified = isStaged ? _clock.UnixSeconds : ModifiedOf(from, length);
        status = StoreWork.Find(_store, path, _target);
        if (status != StoreStatus.Ok && status != StoreStatus.NotFound)
        {
            return status;
        }

        if (status == StoreStatus.Ok && _target.IsCollection)
        {
            return StoreStatus.WrongKind;
        }

        Brought = length;
        Stood = status == StoreStatus.Ok ? _target.Length : 0;
        if (status == StoreStatus.Ok && !isStaged)
        {
            if (PathKey.SameFile(from, path))
            {
                return Respell(from, path, length, modified);
            }

            if (PathKey.Of(from) == PathKey.Any || PathKey.Of(path) == PathKey.Any)
            {
                // By a short name they may be one file, and making room for it would delete it.
                return StoreStatus.Denied;
            }
        }

        int phase = status == StoreStatus.Ok ? Intent.Removing : Intent.Moving;
        status = Begin(phase, from, path, length, modified);
        return status == StoreStatus.Ok ? End(Finish(Run(true, false))) : status;
    }

    /// <summary>Moves a file to a path where nothing is, or to another spelling of its own.</summary>
    public int Move(string from, string to)
    {
        int status = StoreWork.Find(_store, from, _source);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        if (_source.IsCollection)
        {
            return StoreStatus.WrongKind;
        }

        long length = _source.Length;
        long modified = ModifiedOf(from, length);
        Brought = length;
        Stood = 0;
        status = StoreWork.Find(_store, to, _target);
        if (status == StoreStatus.Ok && PathKey.SameFile(from, to))
        {
            return Respell(from, to, length, modified);
        }

        if (status != StoreStatus.NotFound)
        {
            return status == StoreStatus.Ok ? StoreStatus.Exists : status;
        }

        status = Begin(Intent.Moving, from, to, length, modified);
        return status == StoreStatus.Ok ? End(Finish(Run(true, false))) : status;
    }

    /// <summary>Deletes a file, or a collection without members.</summary>
    public int Delete(string path)
    {
        int status = StoreWork.Find(_store, path, _target);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        if (_target.IsCollection)
        {
            Brought = 0;
            Stood = 0;
            return _store.Delete(path);
        }

        Brought = 0;
        Stood = _target.Length;

        // A file without content and with a short name has no chain: its deletion is one write.
        status = _target.Length == 0 && !ShortNames.HasLongName(path) ? StoreStatus.Full : Begin(Intent.Removing, "", path, 0, 0);
        if (status == StoreStatus.Ok)
        {
            return End(Finish(Run(true, false)));
        }

        if (status != StoreStatus.Full)
        {
            return status;
        }

        // A card may be so full that there is no room for a first log; then it must still be possible to delete.
        _index.Lengths.Doubt(PathKey.Of(path));
        status = StoreWork.Delete(_store, path);
        if (status == StoreStatus.Ok)
        {
            _state.Forget(path);
        }

        return End(status);
    }

    /// <summary>
    /// Gives a file the stamp by which its content is known: the one it has, or a fresh one where it has none or was changed elsewhere. Nothing may be unfinished.
    /// </summary>
    public int Identify(string path, long length, bool isChanged)
    {
        int place = _state.Table.Find(PathKey.Of(path));
        if (place >= 0 && !_state.Table.IsOther(place, length) && !isChanged)
        {
            return _state.Table.Stamp(place);
        }

        // When it was changed nobody knows; not later than now.
        long modified = place < 0 ? 0 : _clock.UnixSeconds;
        int stamp = _state.NextStamp();
        _state.Note(path, stamp, length, modified, false);

        // What cannot be written is known all the same until the next mount.
        End(_log.IsSound ? _log.AppendFile(stamp, length, modified, path) : StoreStatus.Ok);
        return stamp;
    }

    /// <summary>Notes the tree tag of the content that has a stamp, if the file still has it. Nothing may be unfinished.</summary>
    public void Tag(string path, int stamp, long length, byte[] tag)
    {
        int key = PathKey.Of(path);
        int place = _state.Table.Find(key);
        if (place < 0 || _state.Table.Stamp(place) != stamp)
        {
            return;
        }

        int known = _state.Tags.Find(key, stamp, TagTable.Tree);
        if (known >= 0 && _state.Tags.IsSame(known, tag))
        {
            _state.Tags.MakeSure(known);
            return;
        }

        if (known >= 0)
        {
            // The same stamp and another content: a PC was at it, and left the length as it was.
            stamp = Identify(path, length, true);
        }

        _state.Tags.Put(path, key, stamp, TagTable.Tree, tag, true);
        End(_log.IsSound ? _log.AppendTag(stamp, length, TagTable.Tree, tag, path) : StoreStatus.Ok);
    }

    /// <summary>Notes what was claimed of the content that a file has now. Nothing may be unfinished.</summary>
    public void Claim(string path, long length, byte[] digest)
    {
        int key = PathKey.Of(path);
        int place = _state.Table.Find(key);
        if (place < 0)
        {
            return;
        }

        int stamp = _state.Table.Stamp(place);
        _state.Tags.Put(path, key, stamp, TagTable.Claimed, digest, false);
        End(_log.IsSound ? _log.AppendTag(stamp, length, TagTable.Claimed, digest, path) : StoreStatus.Ok);
    }

    /// <summary>Whether a file still has a stamp.</summary>
    public bool Has(string path, int stamp)
    {
        int place = _state.Table.Find(PathKey.Of(path));
        return place >= 0 && _state.Table.Stamp(place) == stamp;
    }

    /// <summary>Deletes a staged file, unless the open commit needs it.</summary>
    public void Abandon(string staged)
    {
        if ((_state.Open.Phase != Intent.None && (staged == _state.Open.Source || staged == _state.Open.Copy)) || staged == _state.Luggage.Staged)
        {
            return;
        }

        _hasLeftovers |= StoreWork.Delete(_store, staged) != StoreStatus.Ok;
    }

    /// <summary>Deletes a tenant's file. What does not go now is swept before anything takes a cluster.</summary>
    /// <returns>A <see cref="StoreStatus"/>; Ok also when nothing was there.</returns>
    public int Discard(string path)
    {
        int status = StoreWork.Delete(_store, path);
        _hasLeftovers |= status != StoreStatus.Ok;
        return status;
    }

    /// <summary>Something that is not needed could not be deleted: it goes now, before anything takes a cluster.</summary>
    public int SweepNow()
    {
        _hasLeftovers = true;
        return Settle("");
    }

    private long ModifiedOf(string path, long length)
    {
        int place = _state.Table.Find(PathKey.Of(path));
        return place < 0 ? 0 : _state.Table.Modified(place, length);
    }

    // Two renames: away, and back under the other spelling. One intent serves both, since whatever name there is alone is right.
    private int Respell(string from, string to, long length, long modified)
    {
        if (from == to)
        {
            return StoreStatus.Ok;
        }

        if (ShortNames.HasLongName(from))
        {
            return RespellByCopy(from, to, length, modified);
        }

        string between = _staging.Fresh(to);
        int status = Begin(Intent.Moving, between, to, length, modified);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        _state.Open.Vacated = "";
        _state.Open.IsRespelled = true;
        status = _store.Move(from, between);
        if (status != StoreStatus.Ok)
        {
            int found = _store.Find(between, _source);
            if (found == StoreStatus.NotFound || found == StoreStatus.NoParent)
            {
                return End(Abandon(status));
            }

            _state.Open.MustFinish = true;
            return End(Finish(Run(false, false)));
        }

        _state.Open.MustFinish = true;
        return End(Finish(Run(true, false)));
    }

    // A cut could leave the first spelling's short name beside the file's place in between; so a copy takes the file's place instead.
    private int RespellByCopy(string from, string to, long length, long modified)
    {
        string copy = _staging.Fresh(to);
        int status = CopyWhole(from, copy);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = Begin(Intent.Removing, copy, to, length, modified);
        if (status == StoreStatus.Ok)
        {
            _state.Open.Vacated = "";
            _state.Open.IsRespelled = true;
            status = End(Finish(Run(true, false)));
        }

        if (_state.Open.Phase == Intent.None && status != StoreStatus.Ok)
        {
            Abandon(copy);
        }

        return status;
    }

    private int Begin(int phase, string from, string to, long length, long modified)
    {
        int status = StoreStatus.Ok;
        if (!_log.IsSound || _log.IsLong)
        {
            status = _log.Rewrite(_index.Epoch);
            status = _log.IsSound ? StoreStatus.Ok : status == StoreStatus.Full ? _log.Resume() : status;
        }

        if (status == StoreStatus.Ok)
        {
            int luggage = _packedPlace.Length == 0 ? 0 : IndexLog.LuggageLength(_packedStaged, _packedPlace);
            status = _log.Reserve(IndexLog.CommitLength(from, to) + luggage);
        }

        if (status == StoreStatus.Ok)
        {
            _isTangled = false;
            _index.Lengths.Doubt(PathKey.Of(to));
            if (from.Length != 0)
            {
                _index.Lengths.Doubt(PathKey.Of(from));
            }

            _state.Open.Set(_state.NextStamp(), phase, from, to, length, modified);
            if (_packedPlace.Length != 0)
            {
                _state.Luggage.Set(_state.Open.Stamp, false, _packedStaged, _packedPlace);
                status = _log.AppendLuggage(_state.Luggage);
            }

            status = status == StoreStatus.Ok ? _log.AppendIntent(_state.Open) : status;
        }

        if (status == StoreStatus.Ok)
        {
            Pack("", "");
            return status;
        }

        _state.GiveUp(_state.Open.Stamp);
        _state.Open.Phase = Intent.None;
        return End(status);
    }

    private int End(int status)
    {
        _log.Close();
        if (status == StoreStatus.Absent)
        {
            _isMounted = false;
        }

        // What stays open goes on changing until it is settled.
        if (_isMounted && _state.Open.Phase == Intent.None)
        {
            _index.Lengths.Settle();
        }

        return status;
    }

    // Carries the open commit on from where it is. When it answers with the commit still open, it is to be settled later.
    private int Run(bool isFresh, bool isAlone)
    {
        Intent open = _state.Open;
        int status;
        if (open.Phase == Intent.Removing)
        {
            status = RemoveTarget(open.Target);
            if (status != StoreStatus.Ok)
            {
                bool isUntouched = status == StoreStatus.Busy || status == StoreStatus.Denied || status == StoreStatus.WrongKind;
                return isUntouched && !open.MustFinish ? Abandon(status) : status;
            }

            status = open.Source.Length == 0 ? StoreStatus.Ok : _log.AppendPhase(open, Intent.Moving, "");
            if (status != StoreStatus.Ok || open.Source.Length == 0)
            {
                return status == StoreStatus.Ok ? Conclude() : status;
            }

            open.Advance(Intent.Moving, "");
        }
        else if (open.Phase == Intent.Untangling)
        {
            status = FinishUntangling();
            if (status != StoreStatus.Ok)
            {
                return status;
            }
        }

        return RunMove(isFresh, isAlone);
    }

    private int RunMove(bool isFresh, bool isAlone)
    {
        Intent open = _state.Open;
        int status = StoreStatus.Failed;
        for (int tries = 0; tries <= Limits.StoreTries; tries++)
        {
            if (!isFresh)
            {
                bool hasSource = IsFile(open.Source, _source, out int ofSource);
                bool hasTarget = IsFile(open.Target, _target, out int ofTarget);
                if (ofSource != StoreStatus.Ok || ofTarget != StoreStatus.Ok)
                {
                    return ofSource != StoreStatus.Ok ? ofSource : ofTarget;
                }

                if (hasTarget && !hasSource && isAlone)
                {
                    ofSource = FindShortName();
                    if (ofSource != StoreStatus.Ok)
                    {
                        return ofSource;
                    }

                    hasSource = _isTangled;
                }

                if (hasTarget && !hasSource)
                {
                    return Conclude();
                }

                if (!hasTarget && !hasSource)
                {
                    return Abandon(StoreStatus.Failed);
                }

                _isTangled = hasTarget && hasSource;
                if (hasTarget)
                {
                    status = isAlone ? Untangle() : StoreStatus.Failed;
                    if (status != StoreStatus.Ok)
                    {
                        return status;
                    }
                }
            }

            isFresh = false;
            status = _store.Move(open.Source, open.Target);
            if (status == StoreStatus.Ok)
            {
                return Conclude();
            }
        }

        return open.MustFinish ? status : Abandon(status);
    }

    // FAT's rename writes the new entry, then removes the old one. Between the two both names have one chain, and deleting either frees it
    // for both. So the content is copied while the chain is held, and then both names go with nothing taken in between.
    private int Untangle()
    {
        Intent open = _state.Open;
        string copy = _staging.Fresh(open.Target);
        int status = _log.Reserve(IndexLog.CommitLength("", ""));
        if (status == StoreStatus.Ok)
        {
            status = CopyWhole(open.Source, copy);
        }

        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = _log.AppendPhase(open, Intent.Untangling, copy);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        _isTangled = false;
        open.Advance(Intent.Untangling, copy);
        status = DeleteTangled();
        return status == StoreStatus.Ok ? FinishUntangling() : status;
    }

    private bool AreSame(string one, string other, out int status)
    {
        IsMending = true;
        return StoreWork.AreEqual(_store, one, other, out status);
    }

    private int CopyWhole(string from, string to)
    {
        IsMending = true;
        return StoreWork.Copy(_store, from, to);
    }

    private int DeleteTangled()
    {
        int status = StoreWork.Delete(_store, _state.Open.Source);
        return status == StoreStatus.Ok ? StoreWork.Delete(_store, _state.Open.Target) : status;
    }

    // The removal of the source's name may have been cut so that its short name is left, tied to the target. It is the source then.
    private int FindShortName()
    {
        Intent open = _state.Open;
        _isTangled = false;
        if (!ShortNames.HasLongName(open.Source) || _staging.IsStaged(open.Source))
        {
            return StoreStatus.Ok;
        }

        ShortNames.Search search = new ShortNames.Search(open.Source, open.Length);
        int status = _store.List(search.Collection, search);
        if (status != StoreStatus.Ok)
        {
            return status == StoreStatus.NotFound || status == StoreStatus.NoParent || status == StoreStatus.WrongKind ? StoreStatus.Ok : status;
        }

        for (int i = 0; i < search.Count; i++)
        {
            bool isSame = AreSame(search.Paths[i], open.Target, out status);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (isSame && !PathKey.SameFile(search.Paths[i], open.Target))
            {
                open.Source = search.Paths[i];
                _isTangled = true;
                status = _log.Reserve(IndexLog.CommitLength(open.Source, open.Target));
                return status == StoreStatus.Ok ? _log.AppendIntent(open) : status;
            }
        }

        return StoreStatus.Ok;
    }

    // The same for a file that was being deleted: it is empty by then.
    private int DeleteShortName(string path)
    {
        if (path.Length == 0 || !ShortNames.HasLongName(path) || _staging.IsStaged(path))
        {
            return StoreStatus.Ok;
        }

        ShortNames.Search search = new ShortNames.Search(path, 0);
        int status = _store.List(search.Collection, search);
        for (int i = 0; i < search.Count && status == StoreStatus.Ok; i++)
        {
            status = StoreWork.Delete(_store, search.Paths[i]);
        }

        return status == StoreStatus.NotFound || status == StoreStatus.NoParent || status == StoreStatus.WrongKind ? StoreStatus.Ok : status;
    }

    private int FinishUntangling()
    {
        int status = _log.AppendPhase(_state.Open, Intent.Moving, "");
        if (status == StoreStatus.Ok)
        {
            _state.Open.Advance(Intent.Moving, "");
        }

        return status;
    }

    // Whatever a cut may have left with a chain that is free already. Nothing here takes a cluster.
    private int DeleteJunk()
    {
        Intent open = _state.Open;
        int status = _log.Sweep();
        if (status == StoreStatus.Ok && open.Phase == Intent.Removing)
        {
            // A staged file that is not there has never been moved: then the target is not ours to delete.
            bool hasSource = IsFile(open.Source, _source, out status);
            if (status == StoreStatus.Ok && open.Source.Length != 0 && !hasSource)
            {
                open.Phase = Intent.None;
            }
            else if (status == StoreStatus.Ok)
            {
                status = StoreWork.Delete(_store, open.Target);
                status = status == StoreStatus.Ok ? DeleteShortName(open.Target) : status;
            }
        }

        if (status == StoreStatus.Ok && _state.Luggage.IsDue && _state.Luggage.Staged.Length == 0)
        {
            status = DropDue();
        }

        if (status == StoreStatus.Ok && open.Phase == Intent.Untangling)
        {
            bool hasCopy = IsFile(open.Copy, _source, out status);
            if (status == StoreStatus.Ok && !hasCopy)
            {
                open.Copy = "";
                open.Phase = Intent.Moving;
            }
            else if (status == StoreStatus.Ok)
            {
                status = DeleteTangled();
                status = status == StoreStatus.Ok ? DeleteShortName(open.Source) : status;
                status = status == StoreStatus.Ok ? DeleteShortName(open.Target) : status;
            }
        }

        if (status == StoreStatus.Ok)
        {
            status = _staging.Sweep(open, _state.Luggage.Staged);
            status = status == StoreStatus.Ok && Tenant is not null ? Tenant.Sweep() : status;
        }

        _hasLeftovers = status != StoreStatus.Ok;
        return status;
    }

    // The commit is durable whether or not its luggage goes at once: it goes before anything else.
    private int Finish(int status)
    {
        if (status == StoreStatus.Ok)
        {
            Deliver(false);
        }

        return status;
    }

    // What a commit took along takes its place, by a commit of its own. When it does not go now, nothing else begins before it has gone.
    private int Deliver(bool isAlone)
    {
        Luggage luggage = _state.Luggage;
        if (!luggage.IsDue)
        {
            return StoreStatus.Ok;
        }

        string staged = luggage.Staged;
        if (staged.Length == 0)
        {
            return DropDue();
        }

        bool isThere = IsFile(luggage.Place, _target, out int status);
        status = status == StoreStatus.Ok ? Begin(isThere ? Intent.Removing : Intent.Moving, staged, luggage.Place, 0, 0) : status;
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        luggage.Clear();
        _state.Open.MustFinish = true;
        return Run(true, isAlone);
    }

    // A deletion needs no intent beside the record of what is due: a mount that finds it deletes again.
    private int DropDue()
    {
        int status = RemoveTarget(_state.Luggage.Place);
        if (status == StoreStatus.Ok)
        {
            _state.Luggage.Clear();
        }

        return status;
    }

    private int RemoveTarget(string path)
    {
        long until = _clock.Milliseconds + Limits.StorePatience;
        int status = StoreWork.Delete(_store, path);
        while (status == StoreStatus.Busy && _clock.Milliseconds < until)
        {
            _clock.Sleep(Limits.PollInterval);
            status = StoreWork.Delete(_store, path);
        }

        return status;
    }

    // The commit took effect. If that cannot be written down, the mount that finds the intent sees the target alone, and concludes the same.
    private int Conclude()
    {
        _state.Conclude(_state.Open);
        EndInLog(IndexRecord.TookEffect);
        return StoreStatus.Ok;
    }

    private int Abandon(int status)
    {
        // Whoever staged it was told that the commit still needs it.
        _hasLeftovers |= _staging.IsStaged(_state.Open.Source);
        _state.GiveUp(_state.Open.Stamp);
        EndInLog(IndexRecord.Abandoned);
        return status;
    }

    private void EndInLog(int outcome)
    {
        int status = _log.AppendDone(_state.Open, outcome);
        _state.Open.Phase = Intent.None;
        if (status == StoreStatus.Ok)
        {
            // The room that the next commit is likely to need, while there is some: a deletion on a full card then finds it.
            _log.Reserve(IndexLog.CommitLength("", "") + Limits.FatPathOctets);
        }
    }

    private bool IsFile(string path, StoreEntry entry, out int status)
    {
        if (path.Length == 0)
        {
            status = StoreStatus.Ok;
            return false;
        }

        status = StoreWork.Find(_store, path, entry);
        bool isThere = status == StoreStatus.Ok;
        if (status == StoreStatus.NotFound || status == StoreStatus.NoParent)
        {
            status = StoreStatus.Ok;
        }

        return isThere && !entry.IsCollection;
    }
}
