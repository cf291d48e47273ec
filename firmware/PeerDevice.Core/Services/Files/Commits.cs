using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// Makes staged content, moves and deletions take effect, one at a time, so that a power cut leaves the old or the new.
/// On FAT through an intent in the index; on a PC the file system does it. Every method answers a <see cref="StoreStatus"/>, none throws.
/// </summary>
public sealed class Commits
{
    private const int Replacing = 0;
    private const int Moving = 1;
    private const int Deleting = 2;

    private readonly IFileStore store;
    private readonly IClock clock;
    private readonly bool isFat;
    private readonly object gate = new object();
    private readonly Leases leases;
    private readonly Staging staging;
    private readonly FatJournal journal;
    private int kept = -1;          // the claim of a commit that is not finished: its paths are neither the old nor the new just now
    private long tryAgainAt;

    // A path belongs to one of a few gates: writers of one path meet at it, others seldom wait for each other.
    private readonly object[] gates = new object[Limits.WriterGates];

    /// <summary>The commits of one store. Nothing is read or written before <see cref="Recover"/>.</summary>
    public Commits(IFileStore store, FileIndex index, IClock clock)
    {
        this.store = store;
        this.clock = clock;
        isFat = store.IsFat;
        leases = new Leases(clock);
        staging = new Staging(store);
        staging.Begin(index.Epoch);
        journal = new FatJournal(store, index, staging, clock);
        for (int i = 0; i < gates.Length; i++)
        {
            gates[i] = new object();
        }
    }

    /// <summary>
    /// What to hold a lock on so that nothing takes effect on a path between a look at it and a commit on it. Every commit that puts content
    /// at a path or takes it away holds it by itself. Never hold two.
    /// </summary>
    public object GateFor(string path)
    {
        return gates[PathKey.Of(path) & (Limits.WriterGates - 1)];
    }

    /// <summary>
    /// Begins a mount: finishes what a power cut interrupted, sweeps what was never committed, opens the index.
    /// Called once before serving, and again whenever a card came back. Cheap on a PC.
    /// </summary>
    /// <returns>Ok; otherwise (Absent, Failed, Full, …) nothing may be written for now, which the other methods see to: they try again themselves.</returns>
    public int Recover()
    {
        lock (gate)
        {
            if (isFat)
            {
                ForgetKept();
                int status = journal.Mount();
                Keep();
                return status;
            }

            staging.SweepOld(clock.UnixSeconds);
            return StoreStatus.Ok;
        }
    }

    /// <summary>Gives a fresh path beside a target, on its volume, for <see cref="IFileStore.Create"/>. No path is given twice.</summary>
    /// <returns>Ok; otherwise nothing may be written now (an interrupted commit could not be finished yet).</returns>
    public int Stage(string target, out string staged)
    {
        lock (gate)
        {
            staged = "";
            int status = Settle("");
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            staged = staging.Fresh(target);
            return !isFat || staging.Hold(staged) ? StoreStatus.Ok : StoreStatus.Busy;
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
            return isFat ? Carry(Replacing, staged, target, staged) : store.Move(staged, target);
        }
    }

    /// <summary>Moves a file to a path where nothing is (Exists otherwise). Another spelling of the same FAT name is allowed.</summary>
    public int Move(string from, string to)
    {
        lock (GateFor(to))
        {
            if (isFat)
            {
                return Carry(Moving, from, to, "");
            }

            int found = store.Find(to, new StoreEntry());
            return found == StoreStatus.NotFound ? store.Move(from, to) : found == StoreStatus.Ok ? StoreStatus.Exists : found;
        }
    }

    /// <summary>Deletes a file, or a collection without members.</summary>
    public int Delete(string path)
    {
        lock (GateFor(path))
        {
            return isFat ? Carry(Deleting, path, path, "") : store.Delete(path);
        }
    }

    /// <summary>Creates a collection in one that exists.</summary>
    public int MakeCollection(string path)
    {
        lock (gate)
        {
            int status = Settle("");
            return status == StoreStatus.Ok ? store.MakeCollection(path) : status;
        }
    }

    /// <summary>Throws a staged file away. Harmless when it was committed, was never created, or is still needed by an unfinished commit.</summary>
    public void Abandon(string staged)
    {
        if (staged.Length == 0)
        {
            return;
        }

        if (!isFat)
        {
            store.Delete(staged);
            return;
        }

        lock (gate)
        {
            journal.Abandon(staged);
            staging.LetGo(staged);
        }
    }

    /// <summary>
    /// To be asked before a request is answered from the store: notices that a card was out, and takes up what is unfinished. Costs next to nothing
    /// otherwise.
    /// </summary>
    public void Attend()
    {
        if (isFat && !journal.IsSettled)
        {
            TrySettling();
        }
    }

    /// <summary>
    /// To be asked before a file is opened for reading, since FAT cannot keep a file for its readers: no commit touches the
    /// path until <see cref="EndRead"/>. Costs nothing on a PC.
    /// </summary>
    /// <returns>A lease to give back, 0 or more; or -1 when a commit on the path did not end within <see cref="Limits.CommitPatience"/> (Busy).</returns>
    public int BeginRead(string path)
    {
        if (!isFat)
        {
            return 0;
        }

        return leases.Take(PathKey.Of(path));
    }

    /// <summary>Gives a lease back.</summary>
    public void EndRead(int lease)
    {
        if (isFat && lease >= 0)
        {
            leases.Give(lease);
        }
    }

    /// <summary>Removes the empty reserved areas of a PC's shares, for an orderly end. Leaves a FAT card alone.</summary>
    public void Tidy()
    {
        if (!isFat)
        {
            staging.Tidy();
        }
    }

    // A reader may find a commit unfinished that nobody else will ask for; but not every reader should try what just failed.
    private void TrySettling()
    {
        lock (gate)
        {
            if ((clock.Milliseconds >= tryAgainAt || journal.WasAway) && Settle("") != StoreStatus.Ok)
            {
                tryAgainAt = clock.Milliseconds + Limits.CommitPatience;
            }
        }
    }

    // One commit on FAT, with its paths claimed from before it begins.
    private int Carry(int act, string from, string to, string staged)
    {
        int status = Claim(PathKey.Of(to), PathKey.Of(from), staged, out int claim);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        lock (gate)
        {
            bool isKnown = false;
            try
            {
                status = Settle(staged);
                if (status == StoreStatus.Ok)
                {
                    status = act == Replacing ? journal.Replace(from, to) : act == Moving ? journal.Move(from, to) : journal.Delete(to);
                }

                isKnown = true;
            }
            finally
            {
                if (!isKnown)
                {
                    // Short memory, in the middle of whatever it was: the card itself knows how far it came.
                    journal.Doubt();
                }

                GiveOrKeep(claim);
            }

            if (status == StoreStatus.Ok && staged.Length > 0)
            {
                staging.LetGo(staged);
            }

            return status;
        }
    }

    // What is unfinished comes first: it may hold the very claim that is asked for.
    private int Claim(int key, int otherKey, string staged, out int claim)
    {
        claim = -1;
        lock (gate)
        {
            int status = Settle(staged);
            if (status != StoreStatus.Ok)
            {
                return status;
            }
        }

        claim = leases.Claim(key, otherKey);
        return claim < 0 ? StoreStatus.Busy : StoreStatus.Ok;
    }

    private int Settle(string staged)
    {
        if (!isFat || journal.IsSettled)
        {
            return StoreStatus.Ok;
        }

        if (journal.MustMount)
        {
            ForgetKept();
        }
        else if (kept < 0 && journal.Open.Phase != Intent.None)
        {
            kept = leases.ClaimNow(PathKey.Of(journal.Open.Target), PathKey.Of(journal.Open.Source));
            if (kept < 0)
            {
                return StoreStatus.Busy;
            }
        }

        int status = journal.Settle(staged);
        Keep();
        return status;
    }

    // What was unfinished on a card that is no longer there needs no claim.
    private void ForgetKept()
    {
        if (kept >= 0)
        {
            leases.Release(kept);
            kept = -1;
        }
    }

    private void GiveOrKeep(int claim)
    {
        if (kept < 0 && journal.IsInBetween)
        {
            kept = claim;
            return;
        }

        leases.Release(claim);
    }

    // After a mount or a settlement: the open commit's paths stay claimed as long as they are in between.
    private void Keep()
    {
        if (!journal.IsInBetween && kept >= 0)
        {
            leases.Release(kept);
            kept = -1;
        }
        else if (journal.IsInBetween && kept < 0)
        {
            kept = leases.ClaimNow(PathKey.Of(journal.Open.Target), PathKey.Of(journal.Open.Source));
        }
    }
}
