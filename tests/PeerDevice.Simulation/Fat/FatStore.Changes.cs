using System;
using PeerDevice.Board;

namespace PeerDevice.Simulation.Fat;

/// <content>What changes the card, in the order of FatFs' own writes.</content>
public sealed partial class FatStore
{
    /// <inheritdoc/>
    public int Create(string path, bool append, out FileWriter? writer)
    {
        writer = null;
        lock (_gate)
        {
            int status = Ready(path, true);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (path.Length == 0)
            {
                return StoreStatus.WrongKind;
            }

            if (_openFiles == OpenAtOnce)
            {
                return StoreStatus.Busy;
            }

            status = Locate(path, out int directory, out FatEntry? found);
            if (status == StoreStatus.Ok)
            {
                if (!append)
                {
                    return StoreStatus.Exists;
                }

                if (found!.IsDirectory || !MayOpen(found, false))
                {
                    return found.IsDirectory ? StoreStatus.WrongKind : StoreStatus.Busy;
                }
            }
            else if (status == StoreStatus.NotFound)
            {
                status = _tree.Add(directory, NameOf(path), null, false, out found);
            }

            if (status != StoreStatus.Ok)
            {
                return status;
            }

            Open(found!, false);
            writer = new FatWriter(this, new FatFile(Medium, found!), append ? 1 : RoomOctets);
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int Delete(string path)
    {
        lock (_gate)
        {
            int status = Ready(path, false);
            FatEntry? found = null;
            int directory = 0;
            if (status == StoreStatus.Ok)
            {
                status = path.Length == 0 ? StoreStatus.WrongKind : _tree.Find(path, out directory, out found);
            }

            if (status != StoreStatus.Ok || found is null)
            {
                return status;
            }

            if (found.IsDirectory)
            {
                return DeleteDirectory(directory, found);
            }

            if (!MayOpen(found, false))
            {
                return StoreStatus.Busy;
            }

            // The driver empties a file first, so that no cut leaves a chain without a name.
            FatFile file = new FatFile(Medium, found);
            file.Truncate(0);
            file.Sync();
            _tree.Remove(directory, found);
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int Move(string from, string to)
    {
        lock (_gate)
        {
            int status = Ready(from, false);
            status = status == StoreStatus.Ok ? Ready(to, true) : status;
            if (status == StoreStatus.Ok && (from.Length == 0 || to.Length == 0))
            {
                status = StoreStatus.WrongKind;
            }

            int directory = 0;
            FatEntry? found = null;
            if (status == StoreStatus.Ok)
            {
                status = _tree.Find(from, out directory, out found);
            }

            if (status != StoreStatus.Ok || found is null)
            {
                return status;
            }

            if (!MayOpen(found, false))
            {
                return StoreStatus.Busy;
            }

            if (found.IsDirectory && to.StartsWith(from + "/", StringComparison.OrdinalIgnoreCase))
            {
                return StoreStatus.Denied;
            }

            if (FatNames.AreSame(from, to))
            {
                return ChangeCase(from, to);
            }

            return Rename(directory, found, to);
        }
    }

    /// <inheritdoc/>
    public int MakeCollection(string path)
    {
        lock (_gate)
        {
            int status = Ready(path, true);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (path.Length == 0)
            {
                return StoreStatus.Exists;
            }

            status = _tree.Find(path, out int directory, out _);
            return status == StoreStatus.NotFound ? _tree.MakeDirectory(directory, NameOf(path))
                : status == StoreStatus.Ok ? StoreStatus.Exists : status;
        }
    }

    /// <summary>Finds a path; missing collections are made inside the reserved area only.</summary>
    private int Locate(string path, out int directory, out FatEntry? found)
    {
        int status = _tree.Find(path, out directory, out found);
        if (status != StoreStatus.NoParent || !path.StartsWith(Reserved + "/", StringComparison.OrdinalIgnoreCase))
        {
            return status;
        }

        int slash = path.IndexOf('/');
        while (slash > 0)
        {
            string parent = path.Substring(0, slash);
            status = _tree.Find(parent, out int above, out FatEntry? there);
            if (status == StoreStatus.NotFound)
            {
                status = _tree.MakeDirectory(above, NameOf(parent));
            }

            if (status != StoreStatus.Ok || (there is not null && !there.IsDirectory))
            {
                return status == StoreStatus.Ok ? StoreStatus.NoParent : status;
            }

            slash = path.IndexOf('/', slash + 1);
        }

        return _tree.Find(path, out directory, out found);
    }

    private int DeleteDirectory(int parent, FatEntry entry)
    {
        foreach (FatEntry _ in _tree.Members(entry.Start))
        {
            return StoreStatus.NotEmpty;
        }

        int start = entry.Start;
        _tree.Remove(parent, entry);
        FatFile.Free(Medium, start);
        return StoreStatus.Ok;
    }

    private int Rename(int directory, FatEntry found, string to)
    {
        int status = Locate(to, out int into, out _);
        if (status != StoreStatus.NotFound)
        {
            return status == StoreStatus.Ok ? StoreStatus.Exists : status;
        }

        // The new name is written before the old one goes: between them two names stand on one chain.
        status = _tree.Add(into, NameOf(to), found, found.IsDirectory, out _);
        if (status == StoreStatus.Ok)
        {
            _tree.Remove(directory, found);
        }

        return status;
    }

    /// <summary>The board's class library takes another case for a name that is taken, so its driver goes by a third name.</summary>
    private int ChangeCase(string from, string to)
    {
        if (from == to)
        {
            return StoreStatus.Ok;
        }

        string between = to + "~";
        _tree.Find(from, out int directory, out FatEntry? found);
        int status = Rename(directory, found!, between);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        _tree.Find(between, out directory, out found);
        return Rename(directory, found!, to);
    }
}
