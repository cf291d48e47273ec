using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Simulation;

/// <summary>One end of a connection in memory; the other end is <see cref="Other"/>. For tests in which both ends run at once.</summary>
public sealed class MemoryLink : Link
{
    /// <summary>Octets that one direction holds before who writes has to wait.</summary>
    public const int Capacity = 65536;

    private readonly MemoryPipe _in;
    private readonly MemoryPipe _out;
    private readonly PipeSink _sink;
    private MemoryLink? _other;

    private MemoryLink(MemoryPipe into, MemoryPipe outOf)
    {
        _in = into;
        _out = outOf;
        _sink = new PipeSink(outOf);
    }

    /// <summary>Makes a connection.</summary>
    /// <param name="clock">What patience is measured by.</param>
    /// <param name="capacity">Octets that one direction holds.</param>
    /// <returns>The serving end; the client's is its <see cref="Other"/>.</returns>
    public static MemoryLink Pair(VirtualClock clock, int capacity = Capacity)
    {
        MemoryPipe one = new MemoryPipe(clock, capacity);
        MemoryPipe two = new MemoryPipe(clock, capacity);
        MemoryLink server = new MemoryLink(one, two);
        MemoryLink client = new MemoryLink(two, one) { _other = server };
        server._other = client;
        return server;
    }

    /// <summary>The other end.</summary>
    public MemoryLink Other => _other!;

    /// <summary>What <see cref="IsOnLink"/> answers.</summary>
    public bool OnLink { get; set; } = true;

    /// <summary>What <see cref="LocalAddress"/> answers.</summary>
    public string Local { get; set; } = "10.77.0.1";

    /// <summary>What <see cref="RemoteAddress"/> answers.</summary>
    public string Remote { get; set; } = "10.77.0.2";

    /// <summary>Octets at most that one read at this end gives.</summary>
    public int Fragment
    {
        get => _in.Fragment;
        set => _in.Fragment = value;
    }

    /// <summary>Octets sent from this end after which the connection breaks; negative never.</summary>
    public long BreakAt
    {
        get => _out.BreakAt;
        set => _out.BreakAt = value;
    }

    /// <summary>Whether the other end broke the connection, rather than ended it.</summary>
    public bool WasAborted => _in.IsBroken;

    /// <summary>Whether who reads at this end is given nothing of what is there: a thread that gets no processor.</summary>
    public bool IsStarved
    {
        get => _in.IsStarved;
        set => _in.IsStarved = value;
    }

    /// <summary>Whether somebody asked if there is more to read at this end.</summary>
    public bool WasLookedAt { get; private set; }

    /// <summary>Whether somebody waits at the other end for what this end sends.</summary>
    public bool Awaits => _out.IsAwaited;

    /// <summary>Whether the other end waits for this one to read.</summary>
    public bool IsFull => _in.IsFull;

    /// <summary>Whether this end said that it sends no more.</summary>
    public bool HasFinished => _out.IsFinished;

    /// <summary>Octets that this end has sent.</summary>
    public long Sent => _out.Passed;

    /// <inheritdoc/>
    public override ByteSource Source => _in;

    /// <inheritdoc/>
    public override ByteSink Sink => _sink;

    /// <inheritdoc/>
    public override bool IsOnLink => OnLink;

    /// <inheritdoc/>
    public override string LocalAddress => Local;

    /// <inheritdoc/>
    public override string RemoteAddress => Remote;

    /// <inheritdoc/>
    public override bool HasMore
    {
        get
        {
            WasLookedAt = true;
            return _in.HasMore;
        }
    }

    /// <inheritdoc/>
    public override void SetReadPatience(int milliseconds)
    {
        _in.SetPatience(milliseconds);
    }

    /// <inheritdoc/>
    public override void FinishSending()
    {
        _out.Finish();
    }

    /// <inheritdoc/>
    public override void Close()
    {
        _out.Finish();
        _in.Forsake();
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        _out.Break();
        _in.Break();
    }

    private sealed class PipeSink : ByteSink
    {
        private readonly MemoryPipe _pipe;

        public PipeSink(MemoryPipe pipe)
        {
            _pipe = pipe;
        }

        public override bool Write(byte[] buffer, int offset, int count)
        {
            return _pipe.Write(buffer, offset, count);
        }
    }
}
