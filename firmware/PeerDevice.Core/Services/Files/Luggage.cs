namespace PeerDevice.Services.Files;

/// <summary>
/// The file of dead properties that a commit on FAT takes along: what is to stand at a place in the reserved area once the commit has taken effect. It is
/// delivered by a commit of its own that follows at once; in between the index remembers it.
/// </summary>
public sealed class Luggage
{
    /// <summary>The stamp of the commit that takes it along.</summary>
    public int Stamp;

    /// <summary>Whether that commit took effect, so that this is to be delivered before anything else.</summary>
    public bool IsDue;

    /// <summary>The file, whole and durable; empty where nothing is to stand at the place.</summary>
    public string Staged = "";

    /// <summary>Where it is to stand; empty where there is no luggage.</summary>
    public string Place = "";

    /// <summary>Becomes that of a commit.</summary>
    public void Set(int stamp, bool isDue, string staged, string place)
    {
        Stamp = stamp;
        IsDue = isDue;
        Staged = staged;
        Place = place;
    }

    /// <summary>There is none.</summary>
    public void Clear()
    {
        Set(0, false, "", "");
    }

    /// <summary>Reads the body of a record of kind Luggage.</summary>
    public void Take(IndexRecord record)
    {
        int stamp = (int)record.TakeNumber(4);
        bool isDue = record.TakeNumber(1) != 0;
        string staged = record.TakePath((int)record.TakeNumber(2));
        Set(stamp, isDue, staged, record.TakePath(-1));
    }
}
