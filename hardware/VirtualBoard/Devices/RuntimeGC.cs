using System;
using System.Collections.Generic;

namespace nanoFramework.Runtime.Native;

/// <summary>The runtime's collector, asked only how much heap is free. Of what the image allocates, the arrays of names are counted: nothing else is as large.</summary>
internal static class GC
{
    // Beyond it nobody asks how much there is exactly.
    private const uint Small = 1024 * 1024;

    private static readonly List<(WeakReference Names, long Octets)> Held = new List<(WeakReference, long)>();

    /// <summary>What is free before any folder is listed: what a board with PSRAM has, unless the command line says otherwise.</summary>
    internal static uint Free { get; set; } = 4 * 1024 * 1024;

    internal static uint Run(bool compactHeap)
    {
        if (Free >= Small)
        {
            return Free;
        }

        global::System.GC.Collect();
        lock (Held)
        {
            Held.RemoveAll(held => !held.Names.IsAlive);
            long free = Free;
            foreach ((_, long octets) in Held)
            {
                free -= octets;
            }

            return free < 0 ? 0 : (uint)free;
        }
    }

    /// <summary>Notes that an array takes so many octets for as long as anybody has it.</summary>
    internal static void Hold(string[] names, long octets)
    {
        if (names.Length == 0)
        {
            // .NET has one for all.
            return;
        }

        lock (Held)
        {
            Held.Add((new WeakReference(names), octets));
        }
    }
}
