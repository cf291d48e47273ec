using System;
using System.Linq;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>What was counted between two moments of one thread, or up to one.</summary>
internal sealed class Count(long[] methodIl, long[] methodCalls, long[] methodOctets, long[] methodLibraryIl, long[] rowCalls, long[] rowIl, long[] rowOctets)
{
    private static readonly Count Nothing = new([], [], [], [], [], [], []);

    /// <summary>IL instructions of the image's own code, by method.</summary>
    internal long[] MethodIl { get; } = methodIl;

    /// <summary>Calls, by method.</summary>
    internal long[] MethodCalls { get; } = methodCalls;

    /// <summary>Octets allocated by a method itself and by the class library on its behalf.</summary>
    internal long[] MethodOctets { get; } = methodOctets;

    /// <summary>IL instructions of the class library on behalf of a method.</summary>
    internal long[] MethodLibraryIl { get; } = methodLibraryIl;

    /// <summary>Calls, by row of the cost table.</summary>
    internal long[] RowCalls { get; } = rowCalls;

    /// <summary>IL instructions, by row of the cost table.</summary>
    internal long[] RowIl { get; } = rowIl;

    /// <summary>Octets, by row of the cost table.</summary>
    internal long[] RowOctets { get; } = rowOctets;

    /// <summary>IL instructions of the image.</summary>
    internal long ImageIl => MethodIl.Sum();

    /// <summary>IL instructions of the class library.</summary>
    internal long LibraryIl => RowIl.Sum();

    /// <summary>Both parts.</summary>
    internal long Il => ImageIl + LibraryIl;

    /// <summary>Octets allocated by the image's own code.</summary>
    internal long ImageOctets => Octets - LibraryOctets;

    /// <summary>Octets allocated by the class library.</summary>
    internal long LibraryOctets => RowOctets.Sum();

    /// <summary>Octets allocated, both parts.</summary>
    internal long Octets => MethodOctets.Sum();

    public static Count operator -(Count later, Count earlier)
    {
        return new Count(
            Minus(later.MethodIl, earlier.MethodIl),
            Minus(later.MethodCalls, earlier.MethodCalls),
            Minus(later.MethodOctets, earlier.MethodOctets),
            Minus(later.MethodLibraryIl, earlier.MethodLibraryIl),
            Minus(later.RowCalls, earlier.RowCalls),
            Minus(later.RowIl, earlier.RowIl),
            Minus(later.RowOctets, earlier.RowOctets));
    }

    public static Count operator +(Count one, Count other)
    {
        return one - (Nothing - other);
    }

    private static long[] Minus(long[] later, long[] earlier)
    {
        long[] difference = new long[Math.Max(later.Length, earlier.Length)];
        for (int i = 0; i < difference.Length; i++)
        {
            difference[i] = At(later, i) - At(earlier, i);
        }

        return difference;
    }

    private static long At(long[] array, int index)
    {
        return index < array.Length ? array[index] : 0;
    }
}
