using System;
using System.Collections.Generic;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Companion.Sync;

/// <summary>Which names both sides can have beside each other.</summary>
/// <param name="peer">What the peer is called in a sentence.</param>
/// <param name="root">The decoded path of its folder, with '/' at its end.</param>
/// <param name="isFat">Whether the peer keeps its files on FAT, as every board does: it folds case and has fewer characters.</param>
internal sealed class SyncNames(string peer, string root, bool isFat)
{
    private static readonly bool FoldsHere = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    /// <summary>Says which of the names in one folder cannot be synced.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="names">Each with the sides it stands on.</param>
    /// <returns>Why, by name; empty where another name's reason says it.</returns>
    public Dictionary<string, string> Objections(string path, List<(string Name, bool Here, bool There)> names)
    {
        Dictionary<string, string> barred = new(StringComparer.Ordinal);
        foreach ((string name, _, bool isThere) in names)
        {
            if (isFat && !isThere && !FitsFat(root + SyncNode.Join(path, name)))
            {
                barred[name] = $"the card of {peer} cannot hold that name; rename it";
            }
        }

        if (isFat)
        {
            Fold(names, barred, peer, static name => name.There);
        }

        if (FoldsHere)
        {
            Fold(names, barred, "this PC", static name => name.Here);
        }

        return barred;
    }

    /// <summary>Names that one side takes for one: who stands there keeps it, or else the first; the others are told.</summary>
    private static void Fold(List<(string Name, bool Here, bool There)> names, Dictionary<string, string> barred, string side, Func<(string Name, bool Here, bool There), bool> isOnSide)
    {
        Dictionary<string, List<(string Name, bool Here, bool There)>> alike = new(StringComparer.Ordinal);
        foreach ((string Name, bool Here, bool There) name in names)
        {
            string folded = name.Name.ToUpperInvariant();
            if (!alike.TryGetValue(folded, out List<(string Name, bool Here, bool There)>? group))
            {
                alike[folded] = group = [];
            }

            group.Add(name);
        }

        foreach (List<(string Name, bool Here, bool There)> group in alike.Values)
        {
            if (group.Count < 2)
            {
                continue;
            }

            int owner = Math.Max(group.FindIndex(name => isOnSide(name)), 0);
            for (int i = 0; i < group.Count; i++)
            {
                if (i != owner)
                {
                    barred.TryAdd(group[i].Name, $"{side} takes it for {group[owner].Name}; rename one of them");
                }
            }

            if (!(group[owner].Here && group[owner].There) && isOnSide(group[owner]))
            {
                // Bringing it to the other side too would make two there of what is one to its user.
                barred.TryAdd(group[owner].Name, "");
            }
        }
    }

    /// <summary>By the very rules of a board's path reader.</summary>
    private static bool FitsFat(string path)
    {
        ByteWriter target = new(new byte[Limits.PathOctets * 3]);
        PercentCoding.WritePath(target, path);
        return !target.Overflowed && RequestTarget.Path(target.Buffer, 0, target.Position, true, out _) == 0;
    }
}
