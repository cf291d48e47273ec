using PeerDevice.Bytes;

namespace PeerDevice.Board;

/// <summary>
/// A two-way connection to somebody: TCP, a serial cable, a pair in memory. A session knows nothing else of the wire.
/// </summary>
public abstract class Link
{
    /// <summary>What the other end sends.</summary>
    public abstract ByteSource Source { get; }

    /// <summary>What the other end receives.</summary>
    public abstract ByteSink Sink { get; }

    /// <summary>Whether the other end is on one of our own links (the prefixes of our interfaces, and loopback).</summary>
    public abstract bool IsOnLink { get; }

    /// <summary>Our address on this connection in its textual form, without port; empty where there is none.</summary>
    public abstract string LocalAddress { get; }

    /// <summary>The other end's address in its textual form, without port; empty where there is none.</summary>
    public abstract string RemoteAddress { get; }

    /// <summary>Whether the other end has sent something that was not read yet, or its end; false where the wire cannot say. May be asked by any thread.</summary>
    public virtual bool HasMore => false;

    /// <summary>How long a read of <see cref="Source"/> waits, in milliseconds, before it answers <see cref="ByteSource.TimedOut"/>.</summary>
    public abstract void SetReadPatience(int milliseconds);

    /// <summary>Says that nothing more will be sent, where the wire can say so (nanoFramework's socket cannot); reading goes on.</summary>
    public abstract void FinishSending();

    /// <summary>Ends the connection. May be called by any thread, at any time, twice; a read that waits ends as Broken or End.</summary>
    public abstract void Close();

    /// <summary>
    /// Ends the connection so that the other end sees it broken, not ended, where the wire can say so (a TCP reset):
    /// what it sent has not been done. May be called like <see cref="Close"/>.
    /// </summary>
    public virtual void Abort()
    {
        Close();
    }
}
