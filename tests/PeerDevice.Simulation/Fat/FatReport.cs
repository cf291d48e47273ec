using System.Collections.Generic;
using System.Text;

namespace PeerDevice.Simulation.Fat;

/// <summary>What a check of a card found, as a file-system check on a PC would tell it, and with what reads the card's own.</summary>
public sealed class FatReport
{
    /// <summary>Names that share clusters with another name: deleting or writing either destroys the other.</summary>
    public List<string> CrossLinks { get; } = new List<string>();

    /// <summary>Names whose length says more than their chain holds: what they promise is not there.</summary>
    public List<string> Broken { get; } = new List<string>();

    /// <summary>First clusters of chains that no name leads to: room that is lost until a PC's check gives it back.</summary>
    public List<int> LostChains { get; } = new List<int>();

    /// <summary>Clusters in <see cref="LostChains"/>.</summary>
    public int LostClusters { get; internal set; }

    /// <summary>Names whose chain holds more clusters than their length needs.</summary>
    public List<string> Excess { get; } = new List<string>();

    /// <summary>What stands in the reserved area's folder for uploads: nothing should once a mount has been recovered.</summary>
    public List<string> Leftovers { get; } = new List<string>();

    /// <summary>Every file, and its content; null where it cannot be read.</summary>
    public SortedDictionary<string, byte[]?> Files { get; } = new SortedDictionary<string, byte[]?>(System.StringComparer.Ordinal);

    /// <summary>Every collection.</summary>
    public SortedSet<string> Collections { get; } = new SortedSet<string>(System.StringComparer.Ordinal);

    /// <summary>Whether no name endangers another and every name leads to what it promises.</summary>
    public bool IsSound => CrossLinks.Count == 0 && Broken.Count == 0;

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new StringBuilder();
        text.Append("cross-links: ").AppendJoin(", ", CrossLinks);
        text.Append("; broken: ").AppendJoin(", ", Broken);
        text.Append("; lost chains at: ").AppendJoin(", ", LostChains).Append(" (").Append(LostClusters).Append(" clusters)");
        text.Append("; excess: ").AppendJoin(", ", Excess);
        text.Append("; leftovers: ").AppendJoin(", ", Leftovers);
        text.Append("; files: ").AppendJoin(", ", Files.Keys);
        return text.ToString();
    }
}
