using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// Makes staged content, moves and deletions take effect, one at a time, so that a power cut leaves the old or the new.
/// On FAT through an intent in the index; on a PC the file system does it. Every method answers a <see cref="StoreStatus"/>, none throws.
/// </summary>
public sealed partial class Commits
{
    private const int Replacing = 0;
    private const int Moving = 1;
    private const int Deleting = 2;

    private readonly IFileStore _store;
    private readonly IClock _clock;
    private readonly bool _isFat;
    private readonly object _gate = new object();
    private readonly Leases _leases;
    private readonly Staging _staging;
    private readonly FatJournal _journal;
    private readonly PropertyFiles _properties;
    private int _kept = -1;          // the claim of a commit that is not finished: its paths are neither the old nor the new just now
    private long _tryAgainAt;
    private int _failedTries;
    private int _unsettled = StoreStatus.Ok;    // what the last try to finish it was answered with

    // A path belongs to one of a few gates: writers of one path meet at it, others seldom wait for each other.
    private readonly object[] _gates;

    /// <summary>The commits of one store. Nothing is read or written before <see cref="Recover"/>.</summary>
    public Commits(IFileStore store, FileIndex index, IClock clock)
        : this(store, index, clock, new Profile())
    {
    }

    /// <summary>The commits of one store, as far as the ground bears.</summary>
    public Commits(IFileStore store, FileIndex index, IClock clock, Profile profile)
    {
        _gates = new object[profile.WriterGates];
        _store = store;
        _clock = clock;
        _isFat = store.IsFat;
        _leases = new Leases(clock);
        _staging = new Staging(store, profile.Staged);
        _staging.Begin(index.Epoch);
        _journal = new FatJournal(store, index, _staging, clock);
        _properties = new PropertyFiles(store, profile.Remembers, profile.PropertyFilter);
        for (int i = 0; i < _gates.Length; i++)
        {
            _gates[i] = new object();
        }
    }

    /// <summary>The uploads that can be continued; null where there are none. To be set before <see cref="Recover"/>.</summary>
    public IStagedKeeper? Uploads
    {
        set { _staging.Uploads = value; }
    }

    /// <summary>Who knows what is left of a fetch and may go on; null where nothing is fetched. To be set before <see cref="Recover"/>.</summary>
    public IFetchRest? Fetched
    {
        set { _staging.Fetched = value; }
    }

    /// <summary>Who counts what is used of a card, and is told of each commit; null where nobody does.</summary>
    public CardSpace? Space { get; set; }

    /// <summary>
    /// What to hold a lock on so that nothing takes effect on a path between a look at it and a commit on it. Every commit that puts content
    /// at a path or takes it away holds it by itself. Two are held only as <see cref="FirstGate"/> and <see cref="SecondGate"/>, never three.
    /// </summary>
    public object GateFor(string path)
    {
        return _gates[GateNumber(path)];
    }

    /// <summary>Which of two paths' gates is taken first: by everyone in the same order, so that no two wait for each other.</summary>
    public object FirstGate(string one, string other)
    {
        int a = GateNumber(one);
        int b = GateNumber(other);
        return _gates[a < b ? a : b];
    }

    /// <summary>The gate to take when <see cref="FirstGate"/> is held. It may be the same, which a thread may take again.</summary>
    public object SecondGate(string one, string other)
    {
        int a = GateNumber(one);
        int b = GateNumber(other);
        return _gates[a < b ? b : a];
    }

    /// <summary>
    /// Begins a mount: finishes what a power cut interrupted, sweeps what was never committed, opens the index.
    /// Called once before serving, and again whenever a card came back. Cheap on a PC.
    /// </summary>
    /// <returns>Ok; otherwise (Absent, Failed, Full, …) nothing may be written for now, which the other methods see to: they try again themselves.</returns>
    public int Recover()
    {
        lock (_gate)
        {
            if (_isFat)
            {
                try
                {
                    ForgetKept();
                    int status = _journal.Mount();
                    Space?.Forget();
                    Keep();
                    BeginProperties(status);
                    return status;
                }
                finally
                {
                    _journal.Rest();
                }
            }

            if (_staging.Recall() == StoreStatus.Ok)
            {
                _staging.SweepOld(_clock.UnixSeconds);
            }

            BeginProperties(StoreStatus.Ok);
            return StoreStatus.Ok;
        }
    }

    /// <summary>Gives a fresh path beside a target, on its volume, for <see cref="IFileStore.Create"/>. No path is given twice.</summary>
    /// <returns>Ok; otherwise nothing may be written now (an interrupted commit could not be finished yet).</returns>
    public int Stage(string target, out string staged)
    {
        lock (_gate)
        {
            staged = "";
            int status = Settle("");
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (_staging.IsRestOld(_clock.Milliseconds))
            {
                status = DropRest("");
            }

            staged = _staging.Fresh(target);
            return status != StoreStatus.Ok || !_isFat || _staging.Hold(staged) ? status : StoreStatus.Busy;
        }
    }

    /// <summary>As <see cref="Stage"/>, for a content that comes from several and goes on where it was (PROTOCOL, "The record of a fetch"). What there is of another one is given up.</summary>
    /// <param name="target">The target.</param>
    /// <param name="name">Seven digits of what the content is.</param>
    /// <param name="staged">The path.</param>
    public int StageAgain(string target, string name, out string staged)
    {
        lock (_gate)
        {
            staged = "";
            int status = Settle("");
            if (status == StoreStatus.Ok)
            {
                staged = _staging.Again(target, name);
                status = DropRest(staged);
            }

            status = status != StoreStatus.Ok || !_isFat || _staging.Hold(staged) ? status : StoreStatus.Busy;
            if (status == StoreStatus.Ok)
            {
                _staging.TakeRest();
            }
            else
            {
                staged = ""; // what is there is not theirs to abandon
            }

            return status;
        }
    }

    /// <summary>Ends that, and keeps what has come: whoever fetches that content goes on with it, for <see cref="Limits.UploadIdle"/> seconds.</summary>
    public void Keep(string staged)
    {
        lock (_gate)
        {
            _staging.Keep(staged, _clock.Milliseconds);
        }
    }

    /// <summary>What the content is of which something is there: seven digits, as for <see cref="StageAgain"/>; empty where there is none.</summary>
    public string Rest
    {
        get
        {
            string path = _staging.Rest;
            return path.Length == 0 ? "" : path.Substring(path.Length - Limits.RestDigits);
        }
    }

    /// <summary>Whether anything may be written now: what was interrupted has been finished.</summary>
    public int Ready()
    {
        lock (_gate)
        {
            return Settle("");
        }
    }

    /// <summary>Lets another service have files in the reserved area of a FAT store; before <see cref="Recover"/>.</summary>
    public void Admit(Tenant tenant)
    {
        _journal.Tenant = tenant;
    }

    /// <summary>Whether what is remembered of the medium is what is in the slot; of the rest something may be unfinished. Always true on a PC.</summary>
    public bool IsMounted
    {
        get { return !_isFat || !_journal.MustMount; }
    }

    /// <summary>Whether a file is being copied or compared whole, which takes as long as it is large, until the lock is given back: who waits for that is not stuck.</summary>
    public bool IsMending => _isFat && _journal.IsMending;

    /// <summary>Deletes a tenant's file, which nobody has open. What does not go now is swept before anything takes a cluster.</summary>
    /// <returns>A <see cref="StoreStatus"/>; Absent when the medium may be another: then the next mount sweeps.</returns>
    public int Discard(string path)
    {
        lock (_gate)
        {
            return _journal.MustMount ? StoreStatus.Absent : _journal.Discard(path);
        }
    }

    /// <summary>The folder of staged files on the volume of a target.</summary>
    public string StagingFolder(string target)
    {
        return _staging.FolderFor(target);
    }

    /// <summary>As <see cref="Stage"/>, for the staged file of an upload that goes on.</summary>
    public int Resume(string staged)
    {
        lock (_gate)
        {
            int status = Settle("");
            return status != StoreStatus.Ok || !_isFat || _staging.Hold(staged) ? status : StoreStatus.Busy;
        }
    }

    /// <summary>Notes that nobody writes to a staged file any more; it stays where it is.</summary>
    public void Pause(string staged)
    {
        lock (_gate)
        {
            _staging.LetGo(staged);
        }
    }

    /// <summary>
    /// Puts a file, closed and durable, in the place of a target file that may exist: a staged one, or another of the share, which then is no longer
    /// where it was. On failure the caller calls <see cref="Abandon"/> for a staged one.
    /// </summary>
    /// <returns>Ok: it is in place for good; Busy: the target is being read, or in use, for longer than <see cref="Limits.CommitPatience"/>; NoParent, WrongKind (the target is a collection), Full, …</returns>
    public int Replace(string staged, string target)
    {
        lock (GateFor(target))
        {
            bool isStaged = IsStaged(staged);
            return _isFat ? Carry(Replacing, staged, target, isStaged ? staged : "", "") : MoveOnPc(staged, target, isStaged ? "" : staged);
        }
    }

    /// <summary>As <see cref="Replace"/>, for the staged copy of another resource, whose dead properties are copied too (RFC 4918 §9.8.2).</summary>
    public int ReplaceByCopy(string staged, string target, string source)
    {
        lock (GateFor(target))
        {
            return _isFat ? Carry(Replacing, staged, target, staged, source) : MoveOnPc(staged, target, source);
        }
    }

    /// <summary>Moves a file to a path where nothing is (Exists otherwise). Another spelling of the same FAT name is allowed.</summary>
    public int Move(string from, string to)
    {
        lock (GateFor(to))
        {
            return MoveHeld(from, to);
        }
    }

    /// <summary>As <see cref="Move"/>, for a caller that holds the gate of one of the two, where nobody else writes to the other: a second gate might be held by one who waits for the first.</summary>
    internal int MoveHeld(string from, string to)
    {
        if (_isFat)
        {
            return Carry(Moving, from, to, "", "");
        }

        int found = _store.Find(to, new StoreEntry());
        return found == StoreStatus.NotFound ? MoveOnPc(from, to, from) : found == StoreStatus.Ok ? StoreStatus.Exists : found;
    }

    /// <summary>Deletes a file, or a collection without members.</summary>
    public int Delete(string path)
    {
        lock (GateFor(path))
        {
            return _isFat ? Carry(Deleting, path, path, "", "") : DeleteOnPc(path);
        }
    }

    /// <summary>Creates a collection in one that exists.</summary>
    public int MakeCollection(string path)
    {
        lock (_gate)
        {
            int status = Settle("");
            status = status == StoreStatus.Ok ? DropStale(path) : status;
            return status == StoreStatus.Ok ? _store.MakeCollection(path) : status;
        }
    }

    /// <summary>Throws a staged file away. Harmless when it was committed, was never created, or is still needed by an unfinished commit.</summary>
    public void Abandon(string staged)
    {
        if (staged.Length == 0)
        {
            return;
        }

        if (!_isFat)
        {
            StoreWork.Delete(_store, staged);
            return;
        }

        lock (_gate)
        {
            _journal.Abandon(staged);
            _staging.LetGo(staged);
        }
    }

    /// <summary>
    /// To be asked before a request is answered from the store: notices that a card was out, and takes up what is unfinished. Costs next to nothing
    /// otherwise.
    /// </summary>
    /// <param name="path">What the request is about.</param>
    /// <param name="isWriting">Whether it would change anything.</param>
    /// <returns>
    /// Ok; otherwise what stands at the path, or below it, is neither what it was nor what it will be, or nobody knows: a file may be missing, or empty, that was never deleted.
    /// </returns>
    public int Attend(string path, bool isWriting)
    {
        return !_isFat || _journal.IsSettled ? StoreStatus.Ok : Unsettled(path, isWriting);
    }

    /// <summary>
    /// To be asked before a file is opened for reading, since FAT cannot keep a file for its readers: no commit touches the
    /// path until <see cref="EndRead"/>. Costs nothing on a PC.
    /// </summary>
    /// <returns>A lease to give back, 0 or more; or -1 when a commit on the path did not end within <see cref="Limits.CommitPatience"/> (Busy).</returns>
    public int BeginRead(string path)
    {
        if (!_isFat)
        {
            return 0;
        }

        return _leases.Take(PathKey.Of(path));
    }

    /// <summary>Gives a file on a FAT store the stamp by which its content is known; 0 when nothing can be said now, because something is unfinished.</summary>
    public int Identify(string path, long length)
    {
        lock (_gate)
        {
            return Settle("") == StoreStatus.Ok ? _journal.Identify(path, length, false) : 0;
        }
    }

    /// <summary>Whether a file on a FAT store still has a stamp.</summary>
    public bool Has(string path, int stamp)
    {
        lock (_gate)
        {
            return Settle("") == StoreStatus.Ok && _journal.Has(path, stamp);
        }
    }

    /// <summary>Notes the tree tag of the content that has a stamp, unless the file has another by now.</summary>
    public void Tag(string path, int stamp, long length, byte[] tag)
    {
        lock (_gate)
        {
            if (Settle("") == StoreStatus.Ok)
            {
                _journal.Tag(path, stamp, length, tag);
            }
        }
    }

    /// <summary>Notes what the uploader of a file on a FAT store claims that its content is.</summary>
    public void Claim(string path, long length, byte[] digest)
    {
        lock (_gate)
        {
            if (_journal.IsSettled)
            {
                _journal.Claim(path, length, digest);
            }
        }
    }

    /// <summary>Gives a lease back.</summary>
    public void EndRead(int lease)
    {
        if (_isFat && lease >= 0)
        {
            _leases.Give(lease);
        }
    }

    /// <summary>Removes the empty reserved areas of a PC's shares, for an orderly end. Leaves a FAT card alone.</summary>
    public void Tidy()
    {
        if (!_isFat)
        {
            _staging.Tidy();
        }
    }

    private int DropRest(string but)
    {
        return _staging.DropRest(but) || !_isFat ? StoreStatus.Ok : _journal.SweepNow();
    }

    // A reader may find a commit unfinished that nobody else will ask for; but not every reader should try what just failed.
    private int Unsettled(string path, bool isWriting)
    {
        lock (_gate)
        {
            if (_clock.Milliseconds >= _tryAgainAt || _journal.WasAway)
            {
                _unsettled = Settle("");
                _failedTries = _unsettled == StoreStatus.Failed ? _failedTries + 1 : 0;
                if (_unsettled != StoreStatus.Ok)
                {
                    _tryAgainAt = _clock.Milliseconds + Limits.CommitPatience;
                }
            }

            if (_journal.MustMount)
            {
                // An index that cannot be read for good must not keep anybody from the files themselves.
                return !isWriting && _failedTries > Limits.StoreTries ? StoreStatus.Ok
                    : _unsettled == StoreStatus.Ok ? StoreStatus.Busy : _unsettled;
            }

            bool isConcerned = _journal.IsInBetween && (isWriting || IsAtOrBelow(_journal.Open.Target, path) || IsAtOrBelow(_journal.Open.Source, path));
            return isConcerned ? StoreStatus.Busy : StoreStatus.Ok;
        }
    }

    private static bool IsAtOrBelow(string path, string collection)
    {
        int length = collection.Length;
        return length == 0
            || (path.Length >= length
                && (path.Length == length || path[length] == '/')
                && PathKey.SameFile(path.Length == length ? path : path.Substring(0, length), collection));
    }

    // One commit on FAT, with its paths claimed from before it begins.
    private int Carry(int act, string from, string to, string staged, string copied)
    {
        int status = Claim(PathKey.Of(to), PathKey.Of(from), staged, out int claim);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        lock (_gate)
        {
            bool isKnown = false;
            try
            {
                status = SettleHeld(staged);
                string source = staged.Length == 0 && act != Deleting ? from : copied;
                status = status == StoreStatus.Ok ? Pack(act, source, to, staged.Length == 0) : status;
                if (status == StoreStatus.Ok)
                {
                    Space?.BeginCommit(staged.Length == 0 && act != Deleting ? from : "", to);
                    status = act == Replacing ? _journal.Replace(from, to) : act == Moving ? _journal.Move(from, to) : _journal.Delete(to);
                    Count(status, act, from, to);
                    Unpack(status, source, to, staged.Length == 0);
                }

                isKnown = true;
            }
            finally
            {
                if (!isKnown)
                {
                    // Short memory, in the middle of whatever it was: the card itself knows how far it came.
                    _journal.Doubt();
                    Space?.Forget();
                }

                GiveOrKeep(claim);
                _journal.Rest();
            }

            if (status == StoreStatus.Ok && staged.Length > 0)
            {
                _staging.LetGo(staged);
            }

            return status;
        }
    }

    // Tells whoever counts the card by how much a commit changed it.
    private void Count(int status, int act, string from, string to)
    {
        if (Space is null)
        {
            return;
        }

        bool isRespelled = act != Deleting && PathKey.SameFile(from, to);
        bool hasHappened = status == StoreStatus.Ok && !isRespelled;
        Space.EndCommit(hasHappened ? -_journal.Brought : 0, hasHappened ? _journal.Brought - _journal.Stood : 0);
        if (status == StoreStatus.Failed || status == StoreStatus.Absent || _journal.Open.Phase != Intent.None)
        {
            Space.Forget();
        }
    }

    // What is unfinished comes first: it may hold the very claim that is asked for.
    private int Claim(int key, int otherKey, string staged, out int claim)
    {
        claim = -1;
        lock (_gate)
        {
            int status = Settle(staged);
            if (status != StoreStatus.Ok)
            {
                return status;
            }
        }

        claim = _leases.Claim(key, otherKey);
        return claim < 0 ? StoreStatus.Busy : StoreStatus.Ok;
    }

    private int Settle(string staged)
    {
        if (!_isFat || _journal.IsSettled)
        {
            return StoreStatus.Ok;
        }

        try
        {
            return SettleHeld(staged);
        }
        finally
        {
            _journal.Rest();
        }
    }

    // For a caller whose work under the lock goes on.
    private int SettleHeld(string staged)
    {
        if (!_isFat || _journal.IsSettled)
        {
            return StoreStatus.Ok;
        }

        bool isMount = _journal.MustMount;
        if (isMount)
        {
            ForgetKept();
        }
        else if (_kept < 0 && _journal.Open.Phase != Intent.None)
        {
            _kept = _leases.ClaimNow(PathKey.Of(_journal.Open.Target), PathKey.Of(_journal.Open.Source));
            if (_kept < 0)
            {
                return StoreStatus.Busy;
            }
        }

        int status = _journal.Settle(staged);
        Keep();
        if (isMount)
        {
            Space?.Forget();
            BeginProperties(status);
        }

        return status;
    }

    // What was unfinished on a card that is no longer there needs no claim.
    private void ForgetKept()
    {
        if (_kept >= 0)
        {
            _leases.Release(_kept);
            _kept = -1;
        }
    }

    private void GiveOrKeep(int claim)
    {
        if (_kept < 0 && _journal.IsInBetween)
        {
            _kept = claim;
            return;
        }

        _leases.Release(claim);
    }

    // After a mount or a settlement: the open commit's paths stay claimed as long as they are in between.
    private void Keep()
    {
        if (!_journal.IsInBetween && _kept >= 0)
        {
            _leases.Release(_kept);
            _kept = -1;
        }
        else if (_journal.IsInBetween && _kept < 0)
        {
            _kept = _leases.ClaimNow(PathKey.Of(_journal.Open.Target), PathKey.Of(_journal.Open.Source));
        }
    }

    private int GateNumber(string path)
    {
        return PathKey.Of(path) & (_gates.Length - 1);
    }
}
