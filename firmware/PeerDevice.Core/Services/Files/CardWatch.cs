using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// A FAT store, and whether it was ever found absent: a card that was out may be another when it is back, or written elsewhere, so
/// whoever remembers anything of it must begin anew. A store answers Absent to at least one call before it serves a card again.
/// </summary>
public sealed class CardWatch : IFileStore
{
    private readonly IFileStore _store;

    /// <summary>Watches a store.</summary>
    public CardWatch(IFileStore store)
    {
        _store = store;
    }

    /// <summary>Whether a call was answered Absent since this was last set to false.</summary>
    public bool WasAway { get; set; }

    /// <inheritdoc/>
    public bool IsFat
    {
        get { return _store.IsFat; }
    }

    /// <inheritdoc/>
    public string ReservedFor(string path)
    {
        return _store.ReservedFor(path);
    }

    /// <inheritdoc/>
    public int Find(string path, StoreEntry entry)
    {
        return Seen(_store.Find(path, entry));
    }

    /// <inheritdoc/>
    public int OpenRead(string path, StoreEntry entry, out BlockSource? content)
    {
        return Seen(_store.OpenRead(path, entry, out content));
    }

    /// <inheritdoc/>
    public int Create(string path, bool append, out FileWriter? writer)
    {
        return Seen(_store.Create(path, append, out writer));
    }

    /// <inheritdoc/>
    public int Delete(string path)
    {
        return Seen(_store.Delete(path));
    }

    /// <inheritdoc/>
    public int Move(string from, string to)
    {
        return Seen(_store.Move(from, to));
    }

    /// <inheritdoc/>
    public int MakeCollection(string path)
    {
        return Seen(_store.MakeCollection(path));
    }

    /// <inheritdoc/>
    public int List(string path, MemberVisitor visitor)
    {
        return Seen(_store.List(path, visitor));
    }

    private int Seen(int status)
    {
        if (status == StoreStatus.Absent)
        {
            WasAway = true;
        }

        return status;
    }
}
