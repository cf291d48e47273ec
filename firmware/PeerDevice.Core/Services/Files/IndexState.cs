namespace PeerDevice.Services.Files;

/// <summary>What the records of the index add up to.</summary>
public sealed class IndexState
{
    private const string Reserved = ".peer/";

    private readonly byte[] _tag = new byte[TagTable.Octets];
    private bool _isEarlier = true;      // what is taken in happened in an earlier mount

    /// <summary>Nothing known.</summary>
    public IndexState(FileTable table, TagTable tags)
    {
        Table = table;
        Tags = tags;
    }

    /// <summary>What is known of files.</summary>
    public FileTable Table { get; }

    /// <summary>What is known of their contents.</summary>
    public TagTable Tags { get; }

    /// <summary>The commit that has begun and not ended; phase None when there is none.</summary>
    public Intent Open { get; } = new Intent();

    /// <summary>The properties that a commit takes along.</summary>
    public Luggage Luggage { get; } = new Luggage();

    /// <summary>The path that the last commit left empty, whose properties may not be gone yet; or empty.</summary>
    public string Left { get; private set; } = "";

    /// <summary>The largest epoch seen.</summary>
    public long LastEpoch { get; set; }

    /// <summary>The largest stamp seen or given.</summary>
    public int LastStamp { get; private set; }

    /// <summary>Whether the generation is complete.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>The stamp that stands for every path that the table does not know: later than whatever it has forgotten.</summary>
    public int Floor { get; private set; }

    /// <summary>A stamp that no content has had.</summary>
    public int NextStamp()
    {
        LastStamp++;
        return LastStamp;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Table.Clear();
        Tags.Clear();
        Open.Phase = Intent.None;
        Luggage.Clear();
        Left = "";
        LastEpoch = 0;
        LastStamp = 0;
        _isEarlier = true;
        Floor = 0;
        IsSealed = false;
    }

    /// <summary>All of earlier mounts has been taken in: what is noted from now on happens in this one.</summary>
    public void BeginMount()
    {
        _isEarlier = false;
    }

    /// <summary>Takes in a record that was read.</summary>
    public void Take(IndexRecord record)
    {
        int stamp;
        switch (record.Kind)
        {
            case IndexRecord.Epoch:
                long epoch = record.TakeNumber(8);
                LastEpoch = epoch > LastEpoch ? epoch : LastEpoch;
                return;
            case IndexRecord.File:
                stamp = TakeStamp(record);
                long length = record.TakeNumber(8);
                long modified = record.TakeNumber(8);
                Note(record.TakePath(-1), stamp, length, modified, false);
                return;
            case IndexRecord.Intent:
                // Commits follow one another: whatever was open before has ended, even if the record of its end was lost.
                Open.Take(record);
                if (Luggage.Stamp != Open.Stamp)
                {
                    // This one delivers it, or it was void.
                    Luggage.Clear();
                }

                LastStamp = Open.Stamp > LastStamp ? Open.Stamp : LastStamp;
                return;
            case IndexRecord.Phase:
                stamp = TakeStamp(record);
                if (stamp == Open.Stamp && Open.Phase != Intent.None)
                {
                    int phase = (int)record.TakeNumber(1);
                    Open.Advance(phase, record.TakePath(-1));
                }

                return;
            case IndexRecord.Done:
                stamp = TakeStamp(record);
                if (stamp == Open.Stamp && Open.Phase != Intent.None)
                {
                    Open.Phase = Intent.None;
                    if (record.TakeNumber(1) == IndexRecord.TookEffect)
                    {
                        Conclude(Open);
                    }
                    else
                    {
                        GiveUp(stamp);
                    }
                }

                return;
            case IndexRecord.Luggage:
                Luggage.Take(record);
                return;
            case IndexRecord.Tag:
                stamp = TakeStamp(record);
                record.TakeNumber(8);
                int what = (int)record.TakeNumber(1);
                if ((what == TagTable.Tree || what == TagTable.Claimed) && record.TakeOctets(_tag))
                {
                    string path = record.TakePath(-1);
                    Tags.Put(path, PathKey.Of(path), stamp, what, _tag, false);
                }

                return;
            case IndexRecord.Seal:
                IsSealed = true;
                return;
            default:
                return;     // of a later minor version: nothing that we must know
        }
    }

    /// <summary>Takes in that a commit took effect.</summary>
    public void Conclude(Intent intent)
    {
        if (Luggage.Place.Length != 0 && Luggage.Stamp == intent.Stamp)
        {
            Luggage.IsDue = true;
        }

        if (IsOwn(intent.Target))
        {
            return;     // nobody asks for the tag of one of our own files
        }

        Left = intent.Source.Length == 0 ? intent.Target : intent.Vacated;

        // Where the content was before, under a name that may have a tag: what was staged is new.
        string from = intent.IsRespelled ? intent.Target : IsOwn(intent.Vacated) ? "" : intent.Vacated;
        int before = from.Length == 0 ? -1 : Table.Find(PathKey.Of(from));
        bool isSure = !_isEarlier && (from.Length == 0 || (before >= 0 && Table.IsSure(before)));
        if (before >= 0)
        {
            Carry(PathKey.Of(from), before, TagTable.Tree, intent);
            Carry(PathKey.Of(from), before, TagTable.Claimed, intent);
        }

        if (intent.Vacated.Length != 0)
        {
            Forget(intent.Vacated);
        }

        if (intent.Source.Length == 0)
        {
            Forget(intent.Target);
            return;
        }

        Note(intent.Target, intent.Stamp, intent.Length, intent.Modified, isSure);
    }

    /// <summary>Takes in that a commit changed nothing: what it was to take along stays where it is.</summary>
    public void GiveUp(int stamp)
    {
        if (Luggage.Stamp == stamp && !Luggage.IsDue)
        {
            Luggage.Clear();
        }
    }

    /// <summary>Notes a file.</summary>
    public void Note(string path, int stamp, long length, long modified, bool isSure)
    {
        int key = PathKey.Of(path);
        if (key == PathKey.Any)
        {
            ForgetAll();
            return;
        }

        if (Table.Put(key, stamp, length, modified, isSure) != 0)
        {
            Floor = NextStamp();
        }
    }

    /// <summary>Forgets a path. What comes there next gets a stamp of its own.</summary>
    public void Forget(string path)
    {
        int key = PathKey.Of(path);
        if (key == PathKey.Any)
        {
            ForgetAll();
            return;
        }

        Table.Remove(key);
    }

    /// <summary>Forgets every path, so that none ever gets a tag it had.</summary>
    public void ForgetAll()
    {
        Table.Clear();
        Floor = NextStamp();
    }

    // What was moved is the same content under its new stamp.
    private void Carry(int key, int place, int kind, Intent intent)
    {
        int at = Table.IsOther(place, intent.Length) ? -1 : Tags.Find(key, Table.Stamp(place), kind);
        if (at >= 0)
        {
            Tags.Copy(at, _tag);
            Tags.Put(intent.Target, PathKey.Of(intent.Target), intent.Stamp, kind, _tag, Tags.IsSure(at));
        }
    }

    private static bool IsOwn(string path)
    {
        return path.Length > Reserved.Length && path[0] == '.' && path.Substring(0, Reserved.Length) == Reserved;
    }

    private int TakeStamp(IndexRecord record)
    {
        int stamp = (int)record.TakeNumber(4);
        LastStamp = stamp > LastStamp ? stamp : LastStamp;
        return stamp;
    }
}
