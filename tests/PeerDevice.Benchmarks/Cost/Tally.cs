using System.Threading;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>What one thread has done so far: written by that thread alone, read by others while it is parked.</summary>
internal sealed class Tally
{
    private long[] methodIl = new long[64];
    private long[] methodCalls = new long[64];
    private long[] methodOctets = new long[64];
    private long[] methodLibraryIl = new long[64];
    private long[] rowCalls = new long[64];
    private long[] rowIl = new long[64];
    private long[] rowOctets = new long[64];
    private int current;
    private int parked;

    /// <summary>Whether the thread waits for octets that nobody has announced.</summary>
    internal bool IsParked => Volatile.Read(ref parked) == 2;

    internal void Block(int method, int count)
    {
        Fit(ref methodIl, method);
        methodIl[method] += count;
        current = method;
    }

    internal void Enter(int method)
    {
        Fit(ref methodCalls, method);
        methodCalls[method]++;
        current = method;
    }

    internal void Allocate(int octets)
    {
        Fit(ref methodOctets, current);
        methodOctets[current] += octets;
    }

    internal void Call(CostRow row)
    {
        Fit(ref rowCalls, row.Number);
        rowCalls[row.Number]++;
        Add(row, row.Il, row.Octets);
    }

    internal void Units(CostRow row, long units)
    {
        Add(row, row.IlEach * units, row.OctetsEach * units);
    }

    internal void Result(CostRow row, object? result)
    {
        Add(row, 0, NanoHeap.Of(result));
        Units(row, row.UnitsOfResult(result));
    }

    internal void Park(bool nothingDue)
    {
        Volatile.Write(ref parked, nothingDue ? 2 : 1);
    }

    internal void Unpark()
    {
        Volatile.Write(ref parked, 0);
    }

    /// <summary>A copy of everything counted so far.</summary>
    internal Count Snapshot()
    {
        return new Count(
            (long[])methodIl.Clone(),
            (long[])methodCalls.Clone(),
            (long[])methodOctets.Clone(),
            (long[])methodLibraryIl.Clone(),
            (long[])rowCalls.Clone(),
            (long[])rowIl.Clone(),
            (long[])rowOctets.Clone());
    }

    private static void Fit(ref long[] array, int index)
    {
        if (index >= array.Length)
        {
            System.Array.Resize(ref array, (index + 64) * 2);
        }
    }

    private void Add(CostRow row, long il, long octets)
    {
        Fit(ref rowIl, row.Number);
        Fit(ref rowOctets, row.Number);
        Fit(ref methodLibraryIl, current);
        Fit(ref methodOctets, current);
        rowIl[row.Number] += il;
        rowOctets[row.Number] += octets;
        methodLibraryIl[current] += il;
        methodOctets[current] += octets;
    }
}
