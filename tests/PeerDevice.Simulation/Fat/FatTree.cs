using System.Collections.Generic;
using PeerDevice.Board;

namespace PeerDevice.Simulation.Fat;

/// <summary>FatFs' ways with names: finding, adding, removing, renaming.</summary>
internal sealed class FatTree
{
    private readonly FatMedium _medium;

    internal FatTree(FatMedium medium)
    {
        _medium = medium;
    }

    /// <summary>Whether the removal of a long name may be cut so that the short name is left.</summary>
    internal bool SplitsLongNames { get; set; }

    /// <summary>Finds what stands at a path.</summary>
    /// <param name="path">The path; not the root.</param>
    /// <param name="directory">The first cluster of the directory it stands or would stand in.</param>
    /// <param name="entry">The entry, when there is one.</param>
    /// <returns>Ok, NotFound, NoParent, BadName.</returns>
    internal int Find(string path, out int directory, out FatEntry? entry)
    {
        directory = _medium.Root;
        entry = null;
        string[] names = path.Split('/');
        for (int i = 0; i < names.Length; i++)
        {
            string? name = FatNames.Canonical(names[i]);
            if (name is null)
            {
                return StoreStatus.BadName;
            }

            entry = Named(directory, name);
            if (i == names.Length - 1)
            {
                return entry is null ? StoreStatus.NotFound : StoreStatus.Ok;
            }

            if (entry is null || !entry.IsDirectory)
            {
                entry = null;
                return StoreStatus.NoParent;
            }

            directory = entry.Start;
        }

        return StoreStatus.NotFound;
    }

    internal FatEntry? Named(int directory, string name)
    {
        foreach (FatEntry entry in _medium.Entries(directory))
        {
            if (FatNames.AreSame(entry.Name, name) || FatNames.AreSame(entry.Alias, name))
            {
                return entry;
            }
        }

        return null;
    }

    internal IEnumerable<FatEntry> Members(int directory)
    {
        return _medium.Entries(directory);
    }

    /// <summary>Adds a name for nothing yet, or for what another name stands for.</summary>
    /// <returns>Ok or Full.</returns>
    internal int Add(int directory, string name, FatEntry? same, bool isDirectory, out FatEntry? added)
    {
        added = null;
        string canonical = FatNames.Canonical(name)!;
        if (!_medium.HasSlots(directory, FatNames.Slots(canonical)) && !Stretch(directory, FatNames.Slots(canonical)))
        {
            return StoreStatus.Full;
        }

        FatEntry entry = new FatEntry(canonical, FatNames.Alias(canonical, _medium.Entries(directory)), isDirectory);
        if (same is not null)
        {
            entry.Start = same.Start;
            entry.Size = same.Size;
        }

        _medium.AddEntry(directory, entry);
        added = entry;
        return StoreStatus.Ok;
    }

    internal void Remove(int directory, FatEntry entry)
    {
        if (SplitsLongNames && entry.Name != entry.Alias && entry.Slots > 1)
        {
            _medium.LoseLongName(entry);
        }

        _medium.RemoveEntry(directory, entry);
    }

    /// <summary>A new directory: its cluster is taken and emptied before its name is written.</summary>
    internal int MakeDirectory(int parent, string name)
    {
        int cluster = _medium.FindFree();
        if (cluster == 0)
        {
            return StoreStatus.Full;
        }

        _medium.SetNext(cluster, FatMedium.EndOfChain);
        _medium.WriteDirectory(cluster);
        string canonical = FatNames.Canonical(name)!;
        if (!_medium.HasSlots(parent, FatNames.Slots(canonical)) && !Stretch(parent, FatNames.Slots(canonical)))
        {
            FatFile.Free(_medium, cluster);
            return StoreStatus.Full;
        }

        // One write: the entry is filled in before its sector leaves the memory.
        FatEntry shape = new FatEntry(canonical, "", true) { Start = cluster };
        return Add(parent, name, shape, true, out _);
    }

    private bool Stretch(int directory, int slots)
    {
        while (!_medium.HasSlots(directory, slots))
        {
            int free = _medium.FindFree();
            if (free == 0)
            {
                return false;
            }

            int last = directory;
            while (_medium.Next(last) > 0)
            {
                last = _medium.Next(last);
            }

            _medium.SetNext(free, FatMedium.EndOfChain);
            _medium.SetNext(last, free);
        }

        return true;
    }
}
