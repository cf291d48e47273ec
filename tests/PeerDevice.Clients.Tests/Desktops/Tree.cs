using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;

namespace PeerDevice.Clients.Desktops;

/// <summary>Trees of real sizes and of the names that people give, made by seed and compared name by name and octet by octet.</summary>
internal static class Tree
{
    // What a peer, a mount or a client keeps beside what people keep there.
    private static readonly string[] NotPeoples = [".peer", "lost+found"];

    /// <summary>Makes a tree.</summary>
    /// <param name="folder">Where; it is made.</param>
    /// <param name="longest">Octets of the longest name in it.</param>
    internal static void Make(string folder, int longest)
    {
        Directory.CreateDirectory(folder);
        int seed = 500;
        void Leaf(string name, int octets) => File.WriteAllBytes(Path.Combine(folder, name), Samples.Make(seed++, octets));

        Leaf("empty", 0);
        Leaf("one octet", 1);
        Leaf("4095", 4095);
        Leaf("4096", 4096);
        Leaf("4097", 4097);
        Leaf("1 MiB.bin", 1 << 20);
        Leaf("30 MiB.bin", 30 << 20);
        Leaf("signs #%+&é.txt", 77);
        Leaf("100%25 %2F %zz", 78);
        Leaf("a;b=c,d@e$f!(g)[h]{i}~j'k^l`m", 79);
        Leaf("+plus+ -minus-", 80);
        Leaf("文件 😀.txt", 81);
        Leaf(".hidden", 82);
        Leaf("~$Brief.docx", 83);

        // One name to the eye and two to a peer: neither form is made into the other.
        Leaf("Gr\u00fc\u00dfe \u00e9", 84);
        Leaf("Gru\u0308\u00dfe e\u0301", 85);
        Leaf("long " + new string('n', longest - 5), 86);
        string deep = string.Join('/', Enumerable.Range(1, 16).Select(n => $"d{n}"));
        Directory.CreateDirectory(Path.Combine(folder, deep));
        Leaf(deep + "/leaf", 87);
        Directory.CreateDirectory(Path.Combine(folder, "empty folder"));
        Directory.CreateDirectory(Path.Combine(folder, "many & small"));
        for (int i = 0; i < 60; i++)
        {
            Leaf($"many & small/{i} é.txt", i * 11);
        }
    }

    /// <summary>Every name of one tree is in the other, of the same kind, and every file has the same octets.</summary>
    internal static void Same(string expected, string actual, string what)
    {
        string? difference = Difference(expected, actual);
        Expect.True(difference is null, $"{what}: {difference}");
    }

    /// <summary>The same, for what a client may still be sending: within a bound it must be so.</summary>
    internal static void Becomes(string expected, string actual, string what)
    {
        long start = Stopwatch.GetTimestamp();
        string? difference;
        while ((difference = Difference(expected, actual)) is not null && Stopwatch.GetElapsedTime(start) < Bounds.Settled)
        {
            Thread.Sleep(100);
        }

        Expect.True(difference is null, $"{what}, {Bounds.Settled.TotalSeconds} s later: {difference}");
    }

    private static string? Difference(string expected, string actual)
    {
        try
        {
            SortedSet<string> wanted = Names(expected);
            SortedSet<string> there = Names(actual);
            string? missing = wanted.FirstOrDefault(n => !there.Contains(n));
            string? extra = there.FirstOrDefault(n => !wanted.Contains(n));
            if (missing is not null || extra is not null)
            {
                return $"{(missing is null ? "nothing" : $"\"{missing}\"")} is missing, {(extra is null ? "nothing" : $"\"{extra}\"")} too many ({there.Count} names, not {wanted.Count})";
            }

            foreach (string name in wanted.Where(n => !n.EndsWith('/')))
            {
                Expect.Same(File.ReadAllBytes(Path.Combine(expected, name)), File.ReadAllBytes(Path.Combine(actual, name)), $"\"{name}\"");
            }

            return null;
        }
        catch (CheckFailure failure)
        {
            return failure.Message;
        }
        catch (IOException failure)
        {
            // Something vanished between two looks, while a client still works.
            return failure.Message;
        }
    }

    // Code unit by code unit: a comparison by language would take the two forms of é for one.
    private static SortedSet<string> Names(string top)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        Stack<string> open = new([top]);
        while (open.TryPop(out string? folder))
        {
            foreach (FileSystemInfo member in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                if (folder == top && NotPeoples.Contains(member.Name))
                {
                    continue;
                }

                bool isFolder = member is DirectoryInfo;
                names.Add(Path.GetRelativePath(top, member.FullName) + (isFolder ? "/" : ""));
                if (isFolder)
                {
                    open.Push(member.FullName);
                }
            }
        }

        return names;
    }
}
