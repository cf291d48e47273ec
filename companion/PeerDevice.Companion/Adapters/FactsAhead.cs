using System;
using System.Threading;

namespace PeerDevice.Companion.Adapters;

/// <summary>
/// The facts of a buffer of directory entries, asked for from both ends: whoever lists them goes forward, and a thread of the pool comes towards it
/// from the back, until they meet. A system call for each member is most of what a listing of thousands takes, and there is another core.
/// </summary>
/// <remarks>
/// Each block of entries is claimed by one of the two before it is touched. Where the pool has no thread to spare, the one who lists claims them all;
/// a thread that comes when it is over finds nothing to claim, and touches neither the directory nor the buffers, which are others' by then.
/// </remarks>
internal sealed unsafe class FactsAhead : IThreadPoolWorkItem
{
    /// <summary>So few members are as fast without: waking a thread takes as long as asking for dozens.</summary>
    public const int Fewest = 128;

    private const int Block = 32;
    private const int Free = 0, Claimed = 1, Done = 2;

    private readonly int _directory;
    private readonly nint _entries;
    private readonly int[] _names;
    private readonly FileFacts[] _facts;
    private readonly int _count;
    private readonly int[] _blocks;

    /// <summary>Nothing is asked yet; who lists gives this to the pool.</summary>
    /// <param name="directory">The opened directory.</param>
    /// <param name="entries">The buffer; it stays where it is until <see cref="End"/>.</param>
    /// <param name="names">Where each name begins in it.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="facts">Room for their facts.</param>
    public FactsAhead(int directory, nint entries, int[] names, int count, FileFacts[] facts)
    {
        _directory = directory;
        _entries = entries;
        _names = names;
        _count = count;
        _facts = facts;
        _blocks = new int[(count + Block - 1) / Block];
    }

    /// <summary>What is known of an entry; to be called for one after the other, from the first. One that vanished is neither a file nor a directory.</summary>
    public ref readonly FileFacts Of(int entry)
    {
        int block = entry / Block;
        if (entry % Block == 0 && !TryAsk(block))
        {
            Await(block);
        }

        return ref _facts[entry];
    }

    /// <summary>Ends the asking: afterwards nobody touches the directory or the buffers.</summary>
    public void End()
    {
        for (int block = 0; block < _blocks.Length; block++)
        {
            if (Interlocked.CompareExchange(ref _blocks[block], Done, Free) == Claimed)
            {
                Await(block);
            }
        }
    }

    /// <inheritdoc/>
    public void Execute()
    {
        int block = _blocks.Length - 1;
        while (block >= 0 && TryAsk(block))
        {
            block--;
        }
    }

    private bool TryAsk(int block)
    {
        if (Interlocked.CompareExchange(ref _blocks[block], Claimed, Free) != Free)
        {
            return false;
        }

        int end = Math.Min((block + 1) * Block, _count);
        for (int i = block * Block; i < end; i++)
        {
            if (LinuxCalls.Facts(_directory, (byte*)_entries + _names[i], out _facts[i]) < 0)
            {
                _facts[i] = default;
            }
        }

        Volatile.Write(ref _blocks[block], Done);
        return true;
    }

    // The other one has a few dozen calls to make.
    private void Await(int block)
    {
        SpinWait spin = default;
        while (Volatile.Read(ref _blocks[block]) != Done)
        {
            spin.SpinOnce();
        }
    }
}
