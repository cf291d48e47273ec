using System.Collections.Generic;

namespace PeerDevice.Simulation.Fat;

/// <summary>Looks through a whole card, without writing to it.</summary>
public static class FatCheck
{
    private const string Uploads = FatStore.Reserved + "/u/";

    /// <summary>Checks a card. It may be one whose power was cut.</summary>
    public static FatReport Examine(FatMedium medium)
    {
        // A copy has its power on.
        FatMedium card = medium.Copy();
        FatReport report = new FatReport();
        Dictionary<int, string> owners = new Dictionary<int, string>();
        Own(card, report, owners, card.Root, "/");
        Walk(card, report, owners, card.Root, "", 0);
        FindLost(card, report, owners);
        return report;
    }

    private static void Walk(FatMedium card, FatReport report, Dictionary<int, string> owners, int directory, string prefix, int depth)
    {
        foreach (FatEntry entry in card.Entries(directory))
        {
            string path = prefix + entry.Name;
            if (path.StartsWith(Uploads, System.StringComparison.OrdinalIgnoreCase))
            {
                report.Leftovers.Add(path);
            }

            int clusters = entry.Start == 0 ? 0 : Own(card, report, owners, entry.Start, path);
            if (entry.IsDirectory)
            {
                report.Collections.Add(path);
                if (clusters == 0)
                {
                    report.Broken.Add(path);
                }
                else if (depth < Limits.Depth)
                {
                    Walk(card, report, owners, entry.Start, path + "/", depth + 1);
                }

                continue;
            }

            long needed = (entry.Size + card.ClusterOctets - 1) / card.ClusterOctets;
            if (clusters < needed)
            {
                report.Broken.Add(path);
            }
            else if (clusters > needed)
            {
                report.Excess.Add(path);
            }

            byte[] content = new byte[entry.Size];
            report.Files[path] = new FatFile(card, entry).Read(0, content, 0, content.Length) == content.Length ? content : null;
        }
    }

    /// <summary>Notes whose a chain is; how many clusters it has.</summary>
    private static int Own(FatMedium card, FatReport report, Dictionary<int, string> owners, int start, string path)
    {
        int count = 0;
        bool isShared = false;
        for (int cluster = start; cluster > 0 && card.Next(cluster) != 0 && count <= card.Clusters; cluster = card.Next(cluster))
        {
            if (!owners.TryAdd(cluster, path) && !isShared)
            {
                isShared = true;
                report.CrossLinks.Add(owners[cluster] + " = " + path);
            }

            count++;
        }

        if (count > card.Clusters)
        {
            report.Broken.Add(path + " (its chain is a ring)");
        }

        return count;
    }

    private static void FindLost(FatMedium card, FatReport report, Dictionary<int, string> owners)
    {
        HashSet<int> lost = new HashSet<int>();
        for (int cluster = card.Root; cluster < card.Clusters; cluster++)
        {
            if (card.Next(cluster) != 0 && !owners.ContainsKey(cluster))
            {
                lost.Add(cluster);
            }
        }

        report.LostClusters = lost.Count;
        HashSet<int> heads = new HashSet<int>(lost);
        foreach (int cluster in lost)
        {
            heads.Remove(card.Next(cluster));
        }

        report.LostChains.AddRange(heads);
    }
}
