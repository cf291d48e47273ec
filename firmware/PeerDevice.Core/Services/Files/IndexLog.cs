using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// The index on the medium: an append-only file in the reserved area, and, while it is written anew, the next generation beside it
/// (PROTOCOL, "The reserved area"). Used by one thread at a time, under the lock of <see cref="Commits"/>.
/// </summary>
public sealed class IndexLog
{
    private readonly IFileStore store;
    private readonly IndexState state;
    private readonly IndexRecord record = new IndexRecord(new byte[Limits.IndexBlock]);
    private readonly StoreEntry entry = new StoreEntry();
    private FileWriter? writer;
    private string active = "";         // the generation in use; empty before there is one
    private string stale = "";          // others that are still to be deleted
    private string alsoStale = "";
    private uint generation;
    private uint seedOfActive;
    private long length;
    private long rewriteAt;
    private bool isSound;               // every octet up to length is as we wrote it

    /// <summary>A log that knows nothing until it is loaded.</summary>
    public IndexLog(IFileStore store, IndexState state)
    {
        this.store = store;
        this.state = state;
    }

    /// <summary>Whether there is a log that may be appended to.</summary>
    public bool IsSound
    {
        get { return active.Length != 0 && isSound; }
    }

    /// <summary>Whether there is a log at all.</summary>
    public bool Exists
    {
        get { return active.Length != 0; }
    }

    /// <summary>Whether the log has grown so long that it should be written anew.</summary>
    public bool IsLong
    {
        get { return length >= rewriteAt; }
    }

    /// <summary>Reads what is on the medium into the state. Writes nothing.</summary>
    /// <returns>Ok also when there was nothing, or nothing of use; Absent when there is no medium.</returns>
    public int Load()
    {
        Close();
        state.Clear();
        active = "";
        generation = 0;
        length = 0;
        isSound = false;
        rewriteAt = Limits.IndexOctets;

        string a = Generation(".a");
        string b = Generation(".b");
        IndexReplay replay = new IndexReplay(record);
        int ofA = ReadHeader(replay, a, out uint generationOfA);
        int ofB = ReadHeader(replay, b, out uint generationOfB);
        if (!IsKnown(ofA) || !IsKnown(ofB))
        {
            return IsKnown(ofA) ? ofB : ofA;
        }

        // The later one counts if it has its seal; otherwise it was being written when the power went, and the earlier one counts.
        bool isALater = generationOfA > generationOfB;
        int status = Replay(replay, isALater ? a : b, isALater ? generationOfA : generationOfB);
        if (status == StoreStatus.NotFound)
        {
            status = Replay(replay, isALater ? b : a, isALater ? generationOfB : generationOfA);
        }

        if (!IsKnown(status))
        {
            return status;
        }

        generation = generationOfA > generationOfB ? generationOfA : generationOfB;
        stale = IsNothing(ofA) || active == a ? "" : a;
        alsoStale = IsNothing(ofB) || active == b ? "" : b;
        return StoreStatus.Ok;
    }

    /// <summary>Deletes what is left of other generations. Needs no cluster, and must come before anything that does.</summary>
    public int Sweep()
    {
        int status = stale.Length == 0 ? StoreStatus.Ok : StoreWork.Delete(store, stale);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        stale = "";
        status = alsoStale.Length == 0 ? StoreStatus.Ok : StoreWork.Delete(store, alsoStale);
        if (status == StoreStatus.Ok)
        {
            alsoStale = "";
        }

        return status;
    }

    /// <summary>
    /// Sees to it that so many octets can be appended without a new cluster: up to the next multiple of 512 they surely can. So no
    /// commit that has begun ends for lack of room in its own log.
    /// </summary>
    public int Reserve(int octets)
    {
        int rest = (int)(length % Limits.Sector);
        int slack = rest == 0 ? 0 : Limits.Sector - rest;
        if (slack >= octets)
        {
            return StoreStatus.Ok;
        }

        // Into the next sector by one octet: whatever cluster it needs is taken now.
        long before = length;
        int status = Write(record.Buffer, BuildFill(slack));
        if (status != StoreStatus.Full)
        {
            return status;
        }

        // What there was room for is whole sectors of filler, which do no harm.
        if (store.Find(active, entry) == StoreStatus.Ok)
        {
            length = entry.Length;
            isSound = length == before || length % Limits.Sector == 0;
        }

        return status;
    }

    /// <summary>
    /// Lets a log with damage in it be appended to, when there is no room to write it anew: what follows the damage is still found.
    /// </summary>
    public int Resume()
    {
        Close();
        int status = active.Length == 0 ? StoreStatus.Full : StoreWork.Find(store, active, entry);
        if (status == StoreStatus.Ok)
        {
            length = entry.Length;
        }

        return status;
    }

    /// <summary>Appends the beginning of a commit.</summary>
    public int AppendIntent(Intent intent)
    {
        return Write(record.Buffer, BuildIntent(intent, intent.Phase));
    }

    /// <summary>Appends that a commit goes on to a phase.</summary>
    public int AppendPhase(Intent intent, int phase, string copy)
    {
        return Write(record.Buffer, BuildPhase(intent, phase, copy));
    }

    /// <summary>Appends that a commit has ended.</summary>
    public int AppendDone(Intent intent, int outcome)
    {
        record.Begin(IndexRecord.Done);
        record.Number(intent.Stamp, 4);
        record.Number(outcome, 1);
        return Write(record.Buffer, record.End());
    }

    /// <summary>Appends that a mount began.</summary>
    public int AppendEpoch(long epoch)
    {
        int octets = BuildEpoch(epoch);
        int status = Reserve(octets + CommitLength("", ""));
        if (status == StoreStatus.Ok)
        {
            status = Write(record.Buffer, BuildEpoch(epoch));
        }

        int closed = Close();
        return status == StoreStatus.Ok ? closed : status;
    }

    /// <summary>Octets that a whole commit takes in the log, with the recovery from one cut.</summary>
    public static int CommitLength(string source, string target)
    {
        // Intent, then at most: untangling with its copy, moving, done.
        return IndexRecord.IntentLength(source, target) + 4 * (IndexRecord.Frame + 5) + Staging.PathOctets;
    }

    /// <summary>Closes the file after some appends.</summary>
    public int Close()
    {
        if (writer is null)
        {
            return StoreStatus.Ok;
        }

        int status = writer.Close(true);
        writer = null;
        if (status != StoreStatus.Ok)
        {
            isSound = false;
        }

        return status;
    }

    /// <summary>
    /// Writes the next generation: what the table still knows of, and the open commit. The old one counts until the seal is written,
    /// the last record of all. When that fails the old one goes on, if it can.
    /// </summary>
    public int Rewrite(long epoch)
    {
        Close();
        int status = Sweep();
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        string old = active;
        bool wasSound = isSound;
        long oldLength = length;
        string next = Generation(old == Generation(".a") ? ".b" : ".a");
        status = StoreWork.Create(store, next, out writer);
        if (status == StoreStatus.Ok)
        {
            status = WriteGeneration(old, epoch);
            int closed = Close();
            status = status == StoreStatus.Ok ? closed : status;
        }

        rewriteAt = length + Limits.IndexOctets;
        if (status == StoreStatus.Ok)
        {
            active = next;
            stale = old;
            isSound = true;
            state.LastEpoch = epoch;
            return Sweep();
        }

        // Records of the old generation have its seed; the number of the failed one is not used again.
        stale = next;
        length = oldLength;
        isSound = wasSound;
        record.Seed = seedOfActive;
        Sweep();
        return status;
    }

    private int WriteGeneration(string old, long epoch)
    {
        // A card's first generation is drawn too, with its first epoch: what older logs left in the clusters must not pass for ours.
        generation = generation == 0 ? (uint)(epoch >> 20) & 0x3FFFFFFF | 1 : generation + 1;
        IndexSnapshot snapshot = new IndexSnapshot(writer!);
        IndexHeader.Write(record.Buffer, generation);
        snapshot.Add(record.Buffer, IndexHeader.Octets);
        uint seed = IndexHeader.Seed(generation);
        record.Seed = seed;
        snapshot.Add(record.Buffer, BuildEpoch(epoch));
        if (old.Length != 0)
        {
            int status = CopyFiles(old, snapshot);
            if (status != StoreStatus.Ok)
            {
                return status;
            }
        }

        Intent open = state.Open;
        if (open.Phase == Intent.Untangling)
        {
            snapshot.Add(record.Buffer, BuildIntent(open, Intent.Moving));
            snapshot.Add(record.Buffer, BuildPhase(open, Intent.Untangling, open.Copy));
        }
        else if (open.Phase != Intent.None)
        {
            snapshot.Add(record.Buffer, BuildIntent(open, open.Phase));
        }

        record.Begin(IndexRecord.Seal);
        snapshot.Add(record.Buffer, record.End());
        if (!snapshot.Finish())
        {
            return writer!.Status == StoreStatus.Ok ? StoreStatus.Failed : writer.Status;
        }

        length = snapshot.Length;
        seedOfActive = seed;
        return StoreStatus.Ok;
    }

    // The table has no paths: they come out of the old generation, each for as long as the table has its stamp.
    private int CopyFiles(string old, IndexSnapshot snapshot)
    {
        IndexRecord from = new IndexRecord(new byte[Limits.IndexBlock]);
        IndexReplay replay = new IndexReplay(from);
        int status = replay.Open(store, old);
        if (status != StoreStatus.Ok)
        {
            // A log that cannot be read has nothing to give; one that cannot be opened just now has.
            return status == StoreStatus.Failed ? StoreStatus.Ok : status;
        }

        Intent file = new Intent();
        while (replay.Next())
        {
            if (from.Kind == IndexRecord.Intent)
            {
                file.Take(from);
            }
            else if (from.Kind == IndexRecord.File)
            {
                int stamp = (int)from.TakeNumber(4);
                long itsLength = from.TakeNumber(8);
                long modified = from.TakeNumber(8);
                file.Set(stamp, Intent.None, "", from.TakePath(-1), itsLength, modified);
            }
            else
            {
                continue;
            }

            int place = state.Table.Find(PathKey.Of(file.Target));
            if (place >= 0 && state.Table.Stamp(place) == file.Stamp)
            {
                record.Begin(IndexRecord.File);
                record.Number(file.Stamp, 4);
                record.Number(file.Length, 8);
                record.Number(file.Modified, 8);
                record.Path(file.Target);
                snapshot.Add(record.Buffer, record.End());
            }
        }

        replay.Close();
        return StoreStatus.Ok;
    }

    private int BuildFill(int slack)
    {
        byte[] octets = record.Buffer;
        int at = 0;
        if (slack >= IndexRecord.FillLength)
        {
            record.Begin(IndexRecord.Fill);
            record.Number(slack - IndexRecord.FillLength, 2);
            at = record.End();
            System.Array.Clear(octets, at, slack - at);
            at = slack;
        }

        for (; at <= slack; at++)
        {
            octets[at] = IndexRecord.FillOctet;
        }

        return at;
    }

    private int BuildEpoch(long epoch)
    {
        record.Begin(IndexRecord.Epoch);
        record.Number(epoch, 8);
        return record.End();
    }

    private int BuildIntent(Intent intent, int phase)
    {
        record.Begin(IndexRecord.Intent);
        record.Number(intent.Stamp, 4);
        record.Number(phase, 1);
        record.Number(intent.Length, 8);
        record.Number(intent.Modified, 8);
        record.Number(IndexRecord.Utf8Length(intent.Source), 2);
        record.Path(intent.Source);
        record.Path(intent.Target);
        return record.End();
    }

    private int BuildPhase(Intent intent, int phase, string copy)
    {
        record.Begin(IndexRecord.Phase);
        record.Number(intent.Stamp, 4);
        record.Number(phase, 1);
        record.Path(copy);
        return record.End();
    }

    private int Write(byte[] octets, int count)
    {
        if (writer is null)
        {
            int status = StoreWork.Append(store, active, out writer);
            if (status != StoreStatus.Ok || writer is null)
            {
                return status == StoreStatus.Ok ? StoreStatus.Failed : status;
            }
        }

        if (writer.Write(octets, 0, count))
        {
            length += count;
            return StoreStatus.Ok;
        }

        // Some of it may be there: nothing may follow it before the log has been written anew.
        int why = writer.Status;
        Close();
        isSound = false;
        return why == StoreStatus.Ok ? StoreStatus.Failed : why;
    }

    private string Generation(string suffix)
    {
        return store.ReservedFor("") + "/index" + suffix;
    }

    private static bool IsNothing(int status)
    {
        return status == StoreStatus.NotFound || status == StoreStatus.NoParent;
    }

    private static bool IsKnown(int status)
    {
        return status == StoreStatus.Ok || IsNothing(status);
    }

    private int ReadHeader(IndexReplay replay, string path, out uint itsGeneration)
    {
        int status = StoreStatus.Failed;
        bool isAgain = true;
        itsGeneration = 0;
        for (int tries = 0; tries < Limits.StoreTries && isAgain; tries++)
        {
            status = replay.Open(store, path);
            itsGeneration = replay.Generation;
            replay.Close();
            isAgain = status == StoreStatus.Failed || (status == StoreStatus.Ok && itsGeneration == 0 && replay.HasFailed);
        }

        return status;
    }

    // Reads a whole generation into the state. NotFound when it does not count: no header, no seal. One that was being deleted has no chain
    // any more, and looks like a medium that fails: so what stays unreadable does not count either.
    private int Replay(IndexReplay replay, string path, uint itsGeneration)
    {
        int status = itsGeneration == 0 ? StoreStatus.NotFound : StoreStatus.Failed;
        for (int tries = 0; tries < Limits.StoreTries && status == StoreStatus.Failed; tries++)
        {
            state.Clear();
            status = replay.Open(store, path);
            if (status != StoreStatus.Ok)
            {
                continue;
            }

            while (replay.Next())
            {
                state.Take(record);
            }

            replay.Close();
            if (state.IsSealed)
            {
                active = path;
                length = replay.Length;
                isSound = !replay.IsDamaged;
                seedOfActive = record.Seed;
                return StoreStatus.Ok;
            }

            status = replay.HasFailed && tries + 1 < Limits.StoreTries ? StoreStatus.Failed : StoreStatus.NotFound;
            state.Clear();
        }

        return status;
    }
}
