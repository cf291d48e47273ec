using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Adapters;

/// <summary>
/// Several folders as one store: the first name of a path says which. The root lists them and cannot be changed;
/// from one to another nothing can be moved, only copied.
/// </summary>
public sealed class SharesStore : IFileStore, IVolume
{
    private readonly SortedDictionary<string, FolderStore> _shares;

    /// <summary>Joins shares by their names.</summary>
    /// <exception cref="ArgumentException">A name has a '/' or is the reserved one.</exception>
    public SharesStore(IReadOnlyDictionary<string, FolderStore> shares)
    {
        _shares = new SortedDictionary<string, FolderStore>(StringComparer.Ordinal);
        foreach ((string name, FolderStore store) in shares)
        {
            if (!IsName(name))
            {
                throw new ArgumentException($"'{name}' cannot name a share: use a name without '/' and '\\' that is not '.', '..' or '{FolderStore.Reserved}'.", nameof(shares));
            }

            _shares.Add(name, store);
        }
    }

    /// <inheritdoc/>
    public bool IsFat => false;

    /// <summary>Whether a share can have this name.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.AsSpan().IndexOfAny('/', '\\') < 0 && !FolderStore.IsForbidden(name)
        && !name.Equals(FolderStore.Reserved, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public string ReservedFor(string path)
    {
        int cut = path.IndexOf('/');
        return (cut < 0 ? path : path[..cut]) + "/" + FolderStore.Reserved;
    }

    /// <inheritdoc/>
    public int Find(string path, StoreEntry entry)
    {
        if (path.Length == 0)
        {
            BeCollection(entry);
            return StoreStatus.Ok;
        }

        int status = Enter(path, out FolderStore? share, out string rest);
        return status == StoreStatus.Ok ? share!.Find(rest, entry) : status;
    }

    /// <inheritdoc/>
    public int OpenRead(string path, StoreEntry entry, out BlockSource? content)
    {
        content = null;
        if (path.Length == 0)
        {
            return StoreStatus.WrongKind;
        }

        int status = Enter(path, out FolderStore? share, out string rest);
        return status == StoreStatus.Ok ? share!.OpenRead(rest, entry, out content) : status;
    }

    /// <inheritdoc/>
    public int Create(string path, bool append, out FileWriter? writer)
    {
        writer = null;
        int status = EnterToChange(path, out FolderStore? share, out string rest);
        return status == StoreStatus.Ok ? share!.Create(rest, append, out writer) : status;
    }

    /// <inheritdoc/>
    public int Delete(string path)
    {
        int status = EnterToChange(path, out FolderStore? share, out string rest);
        return status == StoreStatus.Ok ? share!.Delete(rest) : status;
    }

    /// <inheritdoc/>
    public int Move(string from, string to)
    {
        int status = EnterToChange(from, out FolderStore? share, out string rest);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = EnterToChange(to, out FolderStore? target, out string toRest);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        return ReferenceEquals(share, target) ? share!.Move(rest, toRest) : StoreStatus.OtherVolume;
    }

    /// <inheritdoc/>
    public int MakeCollection(string path)
    {
        if (path.Length == 0 || _shares.ContainsKey(path))
        {
            return StoreStatus.Exists;
        }

        int status = EnterToChange(path, out FolderStore? share, out string rest);
        return status == StoreStatus.Ok ? share!.MakeCollection(rest) : status;
    }

    /// <inheritdoc/>
    public int List(string path, MemberVisitor visitor)
    {
        if (path.Length > 0)
        {
            int status = Enter(path, out FolderStore? share, out string rest);
            return status == StoreStatus.Ok ? share!.List(rest, visitor) : status;
        }

        StoreEntry entry = new();
        foreach ((string name, FolderStore share) in _shares)
        {
            if (share.Find("", entry) != StoreStatus.Ok)
            {
                BeCollection(entry); // its medium is out: it is still a share
            }

            if (!visitor.Visit(name, entry))
            {
                break;
            }
        }

        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public bool Room(string path, out long available, out long used)
    {
        available = 0;
        used = 0;

        // The root is on no volume: nothing can be stored in it.
        return path.Length > 0 && Enter(path, out FolderStore? share, out string rest) == StoreStatus.Ok && share!.Room(rest, out available, out used);
    }

    private static void BeCollection(StoreEntry entry)
    {
        entry.IsCollection = true;
        entry.Length = 0;
        entry.Modified = 0;
        entry.Created = 0;
        entry.Version = 0;
    }

    private int Enter(string path, out FolderStore? share, out string rest)
    {
        int cut = path.IndexOf('/');
        rest = cut < 0 ? "" : path[(cut + 1)..];
        if (_shares.TryGetValue(cut < 0 ? path : path[..cut], out share))
        {
            return StoreStatus.Ok;
        }

        return cut < 0 ? StoreStatus.NotFound : StoreStatus.NoParent;
    }

    /// <summary>The same for a change: the root and the shares themselves stand as they are.</summary>
    private int EnterToChange(string path, out FolderStore? share, out string rest)
    {
        int status = Enter(path, out share, out rest);
        return rest.Length > 0 ? status : StoreStatus.Denied;
    }
}
