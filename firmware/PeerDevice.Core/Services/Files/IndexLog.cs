using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// The index on the medium: an append-only file in the reserved area, and, while it is written anew, the next generation beside it
/// (PROTOCOL, "The reserved area"). Used by one thread at a time, under the lock of <see cref="Commits"/>.
/// </summary>
public sealed class IndexLog
{
    private readonly IFileStore _store;
    private readonly IndexState _state;
    private readonly IndexRecord _record = new IndexRecord(new byte[Limits.IndexBlock]);
    private readonly StoreEntry _entry = new StoreEntry();
    private FileWriter? _writer;
    private string _active = "";         // the generation in use; empty before there is one
    private string _stale = "";          // others that are still to be deleted
    private string _alsoStale = "";
    private uint _generation;
    private uint _seedOfActive;
    private long _length;
    private long _rewriteAt;
    private bool _isSound;               // every octet up to length is as we wrote it

    /// <summary>A log that knows nothing until it is loaded.</summary>
    public IndexLog(IFileStore store, IndexState state)
    {
        _store = store;
        _state = state;
    }

    /// <summary>Whether there is a log that may be appended to.</summary>
    public bool IsSound
    {
        get { return _active.Length != 0 && _isSound; }
    }

    /// <summary>Whether there is a log at all.</summary>
    public bool Exists
    {
        get { return _active.Length != 0; }
    }

    /// <summary>Whether the log has grown so long that it should be written anew.</summary>
    public bool IsLong
    {
        get { return _length >= _rewriteAt; }
    }

    /// <summary>Reads what is on the medium into the state. Writes nothing.</summary>
    /// <returns>Ok also when there was nothing, or nothing of use; Absent when there is no medium.</returns>
    public int Load()
    {
        Close();
        _state.Clear();
        _active = "";
        _generation = 0;
        _length = 0;
        _isSound = false;
        _rewriteAt = Limits.IndexOctets;

        string a = Generation(".a");
        string b = Generation(".b");
        IndexReplay replay = new IndexReplay(_record);
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

        _generation = generationOfA > generationOfB ? generationOfA : generationOfB;
        _stale = IsNothing(ofA) || _active == a ? "" : a;
        _alsoStale = IsNothing(ofB) || _active == b ? "" : b;
        return StoreStatus.Ok;
    }

    /// <summary>Deletes what is left of other generations. Needs no cluster, and must come before anything that does.</summary>
    public int Sweep()
    {
        int status = _stale.Length == 0 ? StoreStatus.Ok : StoreWork.Delete(_store, _stale);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        _stale = "";
        status = _alsoStale.Length == 0 ? StoreStatus.Ok : StoreWork.Delete(_store, _alsoStale);
        if (status == StoreStatus.Ok)
        {
            _alsoStale = "";
        }

        return status;
    }

    /// <summary>
    /// Sees to it that so many octets can be appended without a new cluster: up to the next multiple of 512 they surely can. So no
    /// commit that has begun ends for lack of room in its own log.
    /// </summary>
    public int Reserve(int octets)
    {
        int rest = (int)(_length % Limits.Sector);
        int slack = rest == 0 ? 0 : Limits.Sector - rest;
        if (slack >= octets)
        {
            return StoreStatus.Ok;
        }

        // Into the next sector by one octet: whatever cluster it needs is taken now.
        long before = _length;
        int status = Write(_record.Buffer, BuildFill(slack));
        if (status != StoreStatus.Full)
        {
            return status;
        }

        // What there was room for is whole sectors of filler, which do no harm.
        if (_store.Find(_active, _entry) == StoreStatus.Ok)
        {
            _length = _entry.Length;
            _isSound = _length == before || _length % Limits.Sector == 0;
        }

        return status;
    }

    /// <summary>
    /// Lets a log with damage in it be appended to, when there is no room to write it anew: what follows the damage is still found.
    /// </summary>
    public int Resume()
    {
        Close();
        int status = _active.Length == 0 ? StoreStatus.Full : StoreWork.Find(_store, _active, _entry);
        if (status == StoreStatus.Ok)
        {
            _length = _entry.Length;
        }

        return status;
    }

    /// <summary>Appends the beginning of a commit.</summary>
    public int AppendIntent(Intent intent)
    {
        return Write(_record.Buffer, BuildIntent(intent, intent.Phase));
    }

    /// <summary>Appends what the commit that begins next takes along.</summary>
    public int AppendLuggage(Luggage luggage)
    {
        return Write(_record.Buffer, BuildLuggage(luggage));
    }

    /// <summary>Appends what is known of a file, where there is room for it and for a commit behind it.</summary>
    public int AppendFile(int stamp, long length, long modified, string path)
    {
        int status = Reserve(IndexRecord.Frame + 20 + IndexRecord.Utf8Length(path) + CommitLength("", ""));
        return status == StoreStatus.Ok ? Write(_record.Buffer, BuildFile(stamp, length, modified, path)) : status;
    }

    /// <summary>Appends what a file's content is, where there is room for it and for a commit behind it.</summary>
    public int AppendTag(int stamp, long length, int what, byte[] tag, string path)
    {
        int status = Reserve(IndexRecord.Frame + 13 + tag.Length + IndexRecord.Utf8Length(path) + CommitLength("", ""));
        return status == StoreStatus.Ok ? Write(_record.Buffer, BuildTag(stamp, length, what, tag, path)) : status;
    }

    /// <summary>Octets that a commit's luggage takes in the log, with its delivery.</summary>
    public static int LuggageLength(string staged, string place)
    {
        return IndexRecord.Frame + 7 + IndexRecord.Utf8Length(staged) + IndexRecord.Utf8Length(place) + CommitLength(staged, place);
    }

    /// <summary>Appends that a commit goes on to a phase.</summary>
    public int AppendPhase(Intent intent, int phase, string copy)
    {
        return Write(_record.Buffer, BuildPhase(intent, phase, copy));
    }

    /// <summary>Appends that a commit has ended.</summary>
    public int AppendDone(Intent intent, int outcome)
    {
        _record.Begin(IndexRecord.Done);
        _record.Number(intent.Stamp, 4);
        _record.Number(outcome, 1);
        return Write(_record.Buffer, _record.End());
    }

    /// <summary>Appends that a mount began.</summary>
    public int AppendEpoch(long epoch)
    {
        int octets = BuildEpoch(epoch);
        int status = Reserve(octets + CommitLength("", ""));
        if (status == StoreStatus.Ok)
        {
            status = Write(_record.Buffer, BuildEpoch(epoch));
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
        if (_writer is null)
        {
            return StoreStatus.Ok;
        }

        int status = _writer.Close(true);
        _writer = null;
        if (status != StoreStatus.Ok)
        {
            _isSound = false;
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

        string old = _active;
        bool wasSound = _isSound;
        long oldLength = _length;
        string next = Generation(old == Generation(".a") ? ".b" : ".a");
        status = StoreWork.Create(_store, next, out _writer);
        if (status == StoreStatus.Ok)
        {
            status = WriteGeneration(old, epoch);
            int closed = Close();
            status = status == StoreStatus.Ok ? closed : status;
        }

        _rewriteAt = _length + Limits.IndexOctets;
        if (status == StoreStatus.Ok)
        {
            _active = next;
            _stale = old;
            _isSound = true;
            _state.LastEpoch = epoch;
            return Sweep();
        }

        // Records of the old generation have its seed; the number of the failed one is not used again.
        _stale = next;
        _length = oldLength;
        _isSound = wasSound;
        _record.Seed = _seedOfActive;
        Sweep();
        return status;
    }

    private int WriteGeneration(string old, long epoch)
    {
        // A card's first generation is drawn too, with its first epoch: what older logs left in the clusters must not pass for ours.
        _generation = _generation == 0 ? (uint)(epoch >> 20) & 0x3FFFFFFF | 1 : _generation + 1;
        IndexSnapshot snapshot = new IndexSnapshot(_writer!);
        IndexHeader.Write(_record.Buffer, _generation);
        snapshot.Add(_record.Buffer, IndexHeader.Octets);
        _record.Seed = _generation;
        snapshot.Add(_record.Buffer, BuildEpoch(epoch));
        if (old.Length != 0)
        {
            int status = CopyFiles(old, snapshot);
            if (status != StoreStatus.Ok)
            {
                return status;
            }
        }

        Intent open = _state.Open;
        if (_state.Luggage.Place.Length != 0)
        {
            snapshot.Add(_record.Buffer, BuildLuggage(_state.Luggage));
        }

        if (open.Phase == Intent.Untangling)
        {
            snapshot.Add(_record.Buffer, BuildIntent(open, Intent.Moving));
            snapshot.Add(_record.Buffer, BuildPhase(open, Intent.Untangling, open.Copy));
        }
        else if (open.Phase != Intent.None)
        {
            snapshot.Add(_record.Buffer, BuildIntent(open, open.Phase));
        }

        _record.Begin(IndexRecord.Seal);
        snapshot.Add(_record.Buffer, _record.End());
        if (!snapshot.Finish())
        {
            return _writer!.Status == StoreStatus.Ok ? StoreStatus.Failed : _writer.Status;
        }

        _length = snapshot.Length;
        _seedOfActive = _generation;
        return StoreStatus.Ok;
    }

    // The table has no paths: they come out of the old generation, each for as long as the table has its stamp.
    private int CopyFiles(string old, IndexSnapshot snapshot)
    {
        IndexRecord from = new IndexRecord(new byte[Limits.IndexBlock]);
        IndexReplay replay = new IndexReplay(from);
        int status = replay.Open(_store, old);
        if (status != StoreStatus.Ok)
        {
            // A log that cannot be read has nothing to give; one that cannot be opened just now has.
            return status == StoreStatus.Failed ? StoreStatus.Ok : status;
        }

        Intent file = new Intent();
        byte[] tag = new byte[TagTable.Octets];
        while (replay.Next())
        {
            int what = 0;
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
            else if (from.Kind == IndexRecord.Tag)
            {
                int stamp = (int)from.TakeNumber(4);
                long itsLength = from.TakeNumber(8);
                what = (int)from.TakeNumber(1);
                file.Set(stamp, Intent.None, "", from.TakeOctets(tag) ? from.TakePath(-1) : "", itsLength, 0);
            }
            else
            {
                continue;
            }

            int place = _state.Table.Find(PathKey.Of(file.Target));
            if (place >= 0 && _state.Table.Stamp(place) == file.Stamp)
            {
                if (what == 0)
                {
                    snapshot.Add(_record.Buffer, BuildFile(file.Stamp, file.Length, file.Modified, file.Target));
                }
                else if (_state.Tags.Find(PathKey.Of(file.Target), file.Stamp, what) >= 0)
                {
                    snapshot.Add(_record.Buffer, BuildTag(file.Stamp, file.Length, what, tag, file.Target));
                }
            }
        }

        replay.Close();
        return StoreStatus.Ok;
    }

    private int BuildFill(int slack)
    {
        byte[] octets = _record.Buffer;
        int at = 0;
        if (slack >= IndexRecord.FillLength)
        {
            _record.Begin(IndexRecord.Fill);
            _record.Number(slack - IndexRecord.FillLength, 2);
            at = _record.End();
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
        _record.Begin(IndexRecord.Epoch);
        _record.Number(epoch, 8);
        return _record.End();
    }

    private int BuildFile(int stamp, long length, long modified, string path)
    {
        _record.Begin(IndexRecord.File);
        _record.Number(stamp, 4);
        _record.Number(length, 8);
        _record.Number(modified, 8);
        _record.Path(path);
        return _record.End();
    }

    private int BuildTag(int stamp, long length, int what, byte[] tag, string path)
    {
        _record.Begin(IndexRecord.Tag);
        _record.Number(stamp, 4);
        _record.Number(length, 8);
        _record.Number(what, 1);
        _record.Octets(tag);
        _record.Path(path);
        return _record.End();
    }

    private int BuildLuggage(Luggage luggage)
    {
        _record.Begin(IndexRecord.Luggage);
        _record.Number(luggage.Stamp, 4);
        _record.Number(luggage.IsDue ? 1 : 0, 1);
        _record.Number(IndexRecord.Utf8Length(luggage.Staged), 2);
        _record.Path(luggage.Staged);
        _record.Path(luggage.Place);
        return _record.End();
    }

    private int BuildIntent(Intent intent, int phase)
    {
        _record.Begin(IndexRecord.Intent);
        _record.Number(intent.Stamp, 4);
        _record.Number(phase, 1);
        _record.Number(intent.Length, 8);
        _record.Number(intent.Modified, 8);
        _record.Number(IndexRecord.Utf8Length(intent.Source), 2);
        _record.Path(intent.Source);
        _record.Path(intent.Target);
        return _record.End();
    }

    private int BuildPhase(Intent intent, int phase, string copy)
    {
        _record.Begin(IndexRecord.Phase);
        _record.Number(intent.Stamp, 4);
        _record.Number(phase, 1);
        _record.Path(copy);
        return _record.End();
    }

    private int Write(byte[] octets, int count)
    {
        if (_writer is null)
        {
            int status = StoreWork.Append(_store, _active, out _writer);
            if (status != StoreStatus.Ok || _writer is null)
            {
                return status == StoreStatus.Ok ? StoreStatus.Failed : status;
            }
        }

        if (_writer.Write(octets, 0, count))
        {
            _length += count;
            return StoreStatus.Ok;
        }

        // Some of it may be there: nothing may follow it before the log has been written anew.
        int why = _writer.Status;
        Close();
        _isSound = false;
        return why == StoreStatus.Ok ? StoreStatus.Failed : why;
    }

    private string Generation(string suffix)
    {
        return _store.ReservedFor("") + "/index" + suffix;
    }

    private static bool IsNothing(int status)
    {
        return status == StoreStatus.NotFound || status == StoreStatus.NoParent;
    }

    private static bool IsKnown(int status)
    {
        // A collection of that name, which only a PC can have made, is no generation.
        return status == StoreStatus.Ok || status == StoreStatus.WrongKind || IsNothing(status);
    }

    private int ReadHeader(IndexReplay replay, string path, out uint itsGeneration)
    {
        int status = StoreStatus.Failed;
        bool isAgain = true;
        itsGeneration = 0;
        for (int tries = 0; tries < Limits.StoreTries && isAgain; tries++)
        {
            status = replay.Open(_store, path);
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
            _state.Clear();
            status = replay.Open(_store, path);
            if (status != StoreStatus.Ok)
            {
                continue;
            }

            while (replay.Next())
            {
                _state.Take(_record);
            }

            replay.Close();
            if (_state.IsSealed)
            {
                _active = path;
                _length = replay.Length;
                _isSound = !replay.IsDamaged;
                _seedOfActive = _record.Seed;
                return StoreStatus.Ok;
            }

            status = replay.HasFailed && tries + 1 < Limits.StoreTries ? StoreStatus.Failed : StoreStatus.NotFound;
            _state.Clear();
        }

        return status;
    }
}
