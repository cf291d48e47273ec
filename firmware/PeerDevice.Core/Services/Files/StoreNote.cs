using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>A note in the reserved area of a store, such as a board's card: written beside its place, which it takes by a commit.</summary>
public sealed class StoreNote : INote
{
    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly string _place;

    /// <summary>Makes a note of a name.</summary>
    /// <param name="store">The store.</param>
    /// <param name="commits">Its commits.</param>
    /// <param name="name">What it is called in the area's collection of notes.</param>
    public StoreNote(IFileStore store, Commits commits, string name)
    {
        _store = store;
        _commits = commits;
        _place = store.ReservedFor("") + "/n/" + name;
    }

    /// <inheritdoc/>
    public int Read(byte[] into)
    {
        StoreEntry entry = new StoreEntry();
        if (_store.OpenRead(_place, entry, out BlockSource? content) != StoreStatus.Ok || content is null)
        {
            return 0;
        }

        int count = entry.Length < into.Length ? (int)entry.Length : into.Length;
        bool isWhole = StoreWork.ReadWhole(content, 0, into, count);
        content.Close();
        return isWhole ? count : 0;
    }

    /// <inheritdoc/>
    public bool Write(byte[] octets, int count)
    {
        return Replace(_store, _commits, _place, octets, count) == StoreStatus.Ok;
    }

    /// <summary>Writes a file of the reserved area whole, durably, over what it was.</summary>
    /// <returns>A <see cref="StoreStatus"/>; unless it is Ok, what was there stands.</returns>
    internal static int Replace(IFileStore store, Commits commits, string place, byte[] octets, int count)
    {
        FileWriter? writer = null;
        int status = commits.Stage(place, out string staged);
        status = status == StoreStatus.Ok ? store.Create(staged, false, out writer) : status;
        if (status == StoreStatus.Ok && writer is not null)
        {
            bool isWritten = writer.Write(octets, 0, count);
            int failed = writer.Status;
            status = writer.Close(true);
            status = isWritten ? status : failed == StoreStatus.Ok ? StoreStatus.Failed : failed;
        }

        status = status == StoreStatus.Ok ? MakeAbove(store, place) : status;
        status = status == StoreStatus.Ok ? commits.Replace(staged, place) : status;
        if (status != StoreStatus.Ok)
        {
            commits.Abandon(staged);
        }

        return status;
    }

    /// <summary>Makes the collections above a path of the reserved area.</summary>
    internal static int MakeAbove(IFileStore store, string path)
    {
        int status = StoreStatus.Ok;
        for (int cut = path.IndexOf('/'); cut > 0 && status == StoreStatus.Ok; cut = path.IndexOf('/', cut + 1))
        {
            status = store.MakeCollection(path.Substring(0, cut));
            status = status == StoreStatus.Exists ? StoreStatus.Ok : status;
        }

        return status;
    }
}
