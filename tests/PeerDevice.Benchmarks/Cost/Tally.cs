using System.Threading;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>What one thread has done so far: written by that thread alone, read by others while it is parked.</summary>
internal sealed class Tally
{
    private long[] _methodIl = new long[64];
    private long[] _methodCalls = new long[64];
    private long[] _methodOctets = new long[64];
    private long[] _methodLibraryIl = new long[64];
    private long[] _rowCalls = new long[64];
    private long[] _rowIl = new long[64];
    private long[] _rowOctets = new long[64];
    private int _current;
    private int _parked;
    private int _resting;

    /// <summary>By whose turn the thread goes on; null where it takes no turns with others.</summary>
    internal Turns.Turn? Turn { get; set; }

    /// <summary>Milliseconds that the thread has waited.</summary>
    internal long Slept { get; set; }

    /// <summary>Whether the thread waits for another one to have work for it.</summary>
    internal bool IsResting
    {
        get => Volatile.Read(ref _resting) != 0;
        set => Volatile.Write(ref _resting, value ? 1 : 0);
    }

    /// <summary>Whether the thread waits for octets that nobody has announced.</summary>
    internal bool IsParked => Volatile.Read(ref _parked) == 2;

    internal void Block(int method, int count)
    {
        Fit(ref _methodIl, method);
        _methodIl[method] += count;
        _current = method;
    }

    internal void Enter(int method)
    {
        Fit(ref _methodCalls, method);
        _methodCalls[method]++;
        _current = method;
    }

    internal void Allocate(int octets)
    {
        Fit(ref _methodOctets, _current);
        _methodOctets[_current] += octets;
    }

    internal void Call(CostRow row)
    {
        Fit(ref _rowCalls, row.Number);
        _rowCalls[row.Number]++;
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
        Volatile.Write(ref _parked, nothingDue ? 2 : 1);
    }

    internal void Unpark()
    {
        Volatile.Write(ref _parked, 0);
    }

    /// <summary>A copy of everything counted so far.</summary>
    internal Count Snapshot()
    {
        return new Count(
            (long[])_methodIl.Clone(),
            (long[])_methodCalls.Clone(),
            (long[])_methodOctets.Clone(),
            (long[])_methodLibraryIl.Clone(),
            (long[])_rowCalls.Clone(),
            (long[])_rowIl.Clone(),
            (long[])_rowOctets.Clone());
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
        Fit(ref _rowIl, row.Number);
        Fit(ref _rowOctets, row.Number);
        Fit(ref _methodLibraryIl, _current);
        Fit(ref _methodOctets, _current);
        _rowIl[row.Number] += il;
        _rowOctets[row.Number] += octets;
        _methodLibraryIl[_current] += il;
        _methodOctets[_current] += octets;
    }
}
