using System;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>What a member's cost grows with, beside being called.</summary>
internal enum CostUnit
{
    /// <summary>Nothing: every call costs the same.</summary>
    None,

    /// <summary>The parts between separators of its path arguments, and one for each doubling of their length.</summary>
    Component,

    /// <summary>The characters of the string it gives back.</summary>
    Octet,
}

/// <summary>What one member of nanoFramework's class library costs: a row of nano-costs.csv.</summary>
internal sealed record CostRow(string Member, long Il, long IlEach, long Octets, long OctetsEach, CostUnit Each, bool GivesNew, string Source)
{
    /// <summary>Characters of a StringBuilder's first chunk; each next one is as long as all before.</summary>
    private const int Chunk = 16;

    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>The row's number among those in use; -1 while nothing uses it.</summary>
    internal int Number { get; set; } = -1;

    /// <summary>Whether the table really has this row: a member without one may be called by code that no scenario runs, and by no other.</summary>
    internal bool IsKnown { get; init; } = true;

    /// <summary>A member of which the table does not know the cost.</summary>
    internal static CostRow Unknown(string member)
    {
        return new CostRow(member, 0, 0, 0, 0, CostUnit.None, false, string.Empty) { IsKnown = false };
    }

    /// <summary>How many units a string argument makes.</summary>
    internal long UnitsOf(string? text)
    {
        return text is not null && Each == CostUnit.Component ? Components(text) : 0;
    }

    /// <summary>How many units the answer makes.</summary>
    internal long UnitsOfResult(object? result)
    {
        return result is string text && Each == CostUnit.Octet ? text.Length : 0;
    }

    private static long Components(string path)
    {
        long units = path.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Length;
        for (int length = path.Length; length > Chunk; length /= 2)
        {
            units++;
        }

        return units;
    }
}
