using System;

namespace PeerDevice.Services;

/// <summary>
/// The large buffers that transfers borrow. There are few of them, so a board's heap is bounded however many sessions there are;
/// a session that finds none goes on with its own small buffer, slower, and never waits for one.
/// </summary>
public sealed class BlockPool
{
    private readonly byte[]?[] _free;
    private readonly int _octets;
    private int _made;
    private int _count;

    /// <summary>Makes a pool of at most <paramref name="blocks"/> buffers of <paramref name="octets"/> each, made when first wanted.</summary>
    public BlockPool(int blocks, int octets)
    {
        _free = new byte[]?[blocks];
        _octets = octets;
    }

    /// <summary>Lends a block, or answers null when all are out.</summary>
    public byte[]? Borrow()
    {
        lock (_free)
        {
            if (_count > 0)
            {
                _count--;
                byte[]? block = _free[_count];
                _free[_count] = null;
                return block;
            }

            if (_made == _free.Length)
            {
                return null;
            }

            _made++;
        }

        try
        {
            return new byte[_octets];
        }
        catch (OutOfMemoryException)
        {
            // Memory is short on a board just now: that is "all are out", and another time there may be room for it.
            lock (_free)
            {
                _made--;
            }

            return null;
        }
    }

    /// <summary>Takes back a block that <see cref="Borrow"/> lent.</summary>
    public void Return(byte[] block)
    {
        lock (_free)
        {
            _free[_count] = block;
            _count++;
        }
    }
}
