using System;
using System.Collections.Generic;

namespace PeerDevice.Simulation.Fat;

/// <summary>
/// A card with a FAT file system: what is on it, and nothing that a driver only holds in memory. Every write to it is a
/// step, and the power may be cut before any step. The order of steps is FatFs'; where FatFs may or may not put two changes
/// into one sector, they are two steps here.
/// </summary>
public sealed class FatMedium
{
    /// <summary>The mark of the last cluster of a chain.</summary>
    public const int EndOfChain = -1;

    internal const int SlotOctets = 32;
    private const int RootCluster = 2;

    private readonly int[] _table;
    private readonly byte[][] _data;
    private readonly Dictionary<int, List<FatEntry?>> _directories = new Dictionary<int, List<FatEntry?>>();
    private int _lastTaken = RootCluster;

    /// <summary>An empty card.</summary>
    /// <param name="clusters">How many clusters there are for files and directories, the root's first one included.</param>
    /// <param name="clusterOctets">Octets of a cluster; a small one makes many steps.</param>
    public FatMedium(int clusters = 4096, int clusterOctets = 512)
    {
        ClusterOctets = clusterOctets;
        _table = new int[clusters + RootCluster];
        _data = new byte[clusters + RootCluster][];
        _table[RootCluster] = EndOfChain;
        _directories[RootCluster] = new List<FatEntry?>();
    }

    /// <summary>Octets of a cluster.</summary>
    public int ClusterOctets { get; }

    /// <summary>How many clusters one sector of the table speaks of: 128 on FAT32. A chain is freed sector by sector.</summary>
    public int TableSectorEntries { get; set; } = 128;

    /// <summary>Writes that have been made.</summary>
    public int Steps { get; private set; }

    /// <summary>The step before which the power goes; negative: it stays.</summary>
    public int CutAt { get; set; } = -1;

    /// <summary>Whether the power is gone.</summary>
    public bool IsCut { get; private set; }

    /// <summary>What each step wrote, for the one who reads a failure.</summary>
    public List<string> Trail { get; } = new List<string>();

    /// <summary>Whether <see cref="Trail"/> is kept: a long run's would be the largest thing in memory.</summary>
    public bool KeepsTrail { get; set; } = true;

    /// <summary>Clusters that are free.</summary>
    public int FreeClusters
    {
        get
        {
            int free = 0;
            for (int i = RootCluster; i < _table.Length; i++)
            {
                free += _table[i] == 0 ? 1 : 0;
            }

            return free;
        }
    }

    internal int Root => RootCluster;

    internal int Clusters => _table.Length;

    /// <summary>The card as it is now, in a reader of its own with power on: what a mount after a cut finds.</summary>
    public FatMedium Copy()
    {
        FatMedium copy = new FatMedium(_table.Length - RootCluster, ClusterOctets) { _lastTaken = _lastTaken, TableSectorEntries = TableSectorEntries };
        Array.Copy(_table, copy._table, _table.Length);
        for (int i = 0; i < _data.Length; i++)
        {
            copy._data[i] = _data[i] is null ? null! : (byte[])_data[i].Clone();
        }

        foreach (KeyValuePair<int, List<FatEntry?>> directory in _directories)
        {
            List<FatEntry?> slots = new List<FatEntry?>(directory.Value.Count);
            for (int i = 0; i < directory.Value.Count; i++)
            {
                FatEntry? entry = directory.Value[i];
                bool isSame = entry is not null && i > 0 && ReferenceEquals(entry, directory.Value[i - 1]);
                slots.Add(entry is null ? null : isSame ? slots[i - 1] : entry.Copy());
            }

            copy._directories[directory.Key] = slots;
        }

        return copy;
    }

    /// <summary>The entries of the directory that begins at a cluster; none when no directory does.</summary>
    internal IEnumerable<FatEntry> Entries(int directory)
    {
        if (!_directories.TryGetValue(directory, out List<FatEntry?>? slots))
        {
            yield break;
        }

        FatEntry? last = null;
        foreach (FatEntry? entry in slots.ToArray())
        {
            if (entry is not null && !ReferenceEquals(entry, last))
            {
                yield return entry;
            }

            last = entry;
        }
    }

    internal int Next(int cluster)
    {
        Powered();
        return cluster < RootCluster || cluster >= _table.Length ? 0 : _table[cluster];
    }

    internal byte[]? Data(int cluster)
    {
        Powered();
        return _data[cluster];
    }

    /// <summary>A free cluster, sought behind the last one taken as FatFs does; 0 when there is none.</summary>
    internal int FindFree()
    {
        for (int i = 0; i < _table.Length - RootCluster; i++)
        {
            int cluster = RootCluster + ((_lastTaken - RootCluster + 1 + i) % (_table.Length - RootCluster));
            if (_table[cluster] == 0)
            {
                return cluster;
            }
        }

        return 0;
    }

    internal void SetNext(int cluster, int value)
    {
        Step("table[" + cluster + "] = " + value);
        _table[cluster] = value;
        if (value == EndOfChain)
        {
            _lastTaken = cluster;
        }
    }

    /// <summary>Frees a chain as far as it stays within one sector of the table.</summary>
    /// <returns>The cluster with which it goes on elsewhere; 0 or less at its end.</returns>
    internal int FreeWithinSector(int cluster)
    {
        Step("chain at " + cluster + " freed");
        int sector = cluster / TableSectorEntries;
        while (cluster > 0 && cluster / TableSectorEntries == sector && _table[cluster] != 0)
        {
            int next = _table[cluster];
            _table[cluster] = 0;
            cluster = next;
        }

        return cluster;
    }

    internal void WriteData(int cluster, int at, byte[] from, int offset, int count)
    {
        Step("data of " + cluster);
        _data[cluster] ??= new byte[ClusterOctets];
        Array.Copy(from, offset, _data[cluster], at, count);
    }

    internal void SetContent(FatEntry entry, int start, long size)
    {
        Step("entry " + entry.Name + ": start " + start + ", size " + size);
        entry.Start = start;
        entry.Size = size;
    }

    internal void WriteDirectory(int cluster)
    {
        Step("empty directory at " + cluster);
        _directories[cluster] = new List<FatEntry?>();
    }

    /// <summary>Whether an entry finds room without another cluster.</summary>
    internal bool HasSlots(int directory, int slots)
    {
        return FindSlots(directory, slots) >= 0;
    }

    internal void AddEntry(int directory, FatEntry entry)
    {
        Step("new entry " + entry.Name);
        entry.Slots = FatNames.Slots(entry.Name);
        int at = FindSlots(directory, entry.Slots);
        List<FatEntry?> slots = _directories[directory];
        while (slots.Count < at + entry.Slots)
        {
            slots.Add(null);
        }

        for (int i = 0; i < entry.Slots; i++)
        {
            slots[at + i] = entry;
        }
    }

    /// <summary>The slots of a long name go before the short entry does, when they stand in another sector.</summary>
    internal void LoseLongName(FatEntry entry)
    {
        Step("long name of " + entry.Name + " removed");
        entry.Name = entry.Alias;
    }

    internal void RemoveEntry(int directory, FatEntry entry)
    {
        Step("entry " + entry.Name + " removed");
        List<FatEntry?> slots = _directories[directory];
        for (int i = 0; i < slots.Count; i++)
        {
            if (ReferenceEquals(slots[i], entry))
            {
                slots[i] = null;
            }
        }
    }

    internal void Powered()
    {
        if (IsCut)
        {
            throw new PowerCut(Steps);
        }
    }

    private int FindSlots(int directory, int wanted)
    {
        int clusters = 0;
        for (int cluster = directory; cluster > 0; cluster = _table[cluster])
        {
            clusters++;
        }

        int capacity = clusters * (ClusterOctets / SlotOctets);
        List<FatEntry?> slots = _directories[directory];
        int run = 0;
        for (int i = 0; i < capacity; i++)
        {
            run = i < slots.Count && slots[i] is not null ? 0 : run + 1;
            if (run == wanted)
            {
                return i - wanted + 1;
            }
        }

        return -1;
    }

    private void Step(string what)
    {
        Powered();
        if (Steps == CutAt)
        {
            IsCut = true;
            throw new PowerCut(Steps);
        }

        Steps++;
        if (KeepsTrail)
        {
            Trail.Add(what);
        }
    }
}
