namespace PeerDevice.Services.Files;

/// <summary>A commit on FAT that has begun: what it wants, and how far it is known to have come.</summary>
public sealed class Intent
{
    /// <summary>No commit is under way.</summary>
    public const int None = 0;

    /// <summary>Whatever stands at the target is being deleted. With no source, that is all.</summary>
    public const int Removing = 1;

    /// <summary>Nothing stood at the target: the source is being moved there. Both there means that FAT's rename was cut between its two writes.</summary>
    public const int Moving = 2;

    /// <summary>The copy is whole: source and target, two names on one chain, are being deleted.</summary>
    public const int Untangling = 3;

    /// <summary>How far it has come; <see cref="None"/> when there is no commit.</summary>
    public int Phase;

    /// <summary>The commit's stamp.</summary>
    public int Stamp;

    /// <summary>The content's length.</summary>
    public long Length;

    /// <summary>When the content was stored; 0 unknown.</summary>
    public long Modified;

    /// <summary>Where the content is now; empty for a deletion.</summary>
    public string Source = "";

    /// <summary>What the commit is for: the path to which the content comes, or that is deleted.</summary>
    public string Target = "";

    /// <summary>Where the content was copied to, in phase <see cref="Untangling"/>.</summary>
    public string Copy = "";

    /// <summary>The path that is empty when the commit has ended: the source it began with.</summary>
    public string Vacated = "";

    /// <summary>Whether the commit can no longer be given up: what stood at the target, or where the content was, is gone.</summary>
    public bool MustFinish;

    /// <summary>Whether it gives a file another spelling of its own name: the content stays what it was.</summary>
    public bool IsRespelled;

    /// <summary>Becomes another commit.</summary>
    public void Set(int stamp, int phase, string source, string target, long length, long modified)
    {
        Stamp = stamp;
        Phase = phase;
        Source = source;
        Target = target;
        Length = length;
        Modified = modified;
        Vacated = source;
        Copy = "";
        MustFinish = false;
        IsRespelled = false;
    }

    /// <summary>Goes on to a phase. After <see cref="Untangling"/> the copy is the source.</summary>
    public void Advance(int phase, string copy)
    {
        if (phase == Untangling)
        {
            Copy = copy;
        }
        else if (Copy.Length != 0)
        {
            Source = Copy;
            Copy = "";
        }

        MustFinish = true;
        Phase = phase;
    }

    /// <summary>Reads the body of a record of kind Intent.</summary>
    public void Take(IndexRecord record)
    {
        int stamp = (int)record.TakeNumber(4);
        int phase = (int)record.TakeNumber(1);
        long length = record.TakeNumber(8);
        long modified = record.TakeNumber(8);
        string source = record.TakePath((int)record.TakeNumber(2));
        Set(stamp, phase, source, record.TakePath(-1), length, modified);
    }
}
