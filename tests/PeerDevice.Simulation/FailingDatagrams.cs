using System;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>A UDP port that fails as often as a test says: the system is short of memory, the cable is out, a driver has a fault.</summary>
public sealed class FailingDatagrams : IDatagrams
{
    private readonly IDatagrams _inner;

    /// <summary>Makes a port that fails over one that does not.</summary>
    public FailingDatagrams(IDatagrams inner)
    {
        _inner = inner;
    }

    /// <summary>How many receives from now on bring nothing.</summary>
    public int FailingReceives { get; set; }

    /// <summary>How many receives after those throw, which they must not.</summary>
    public int ThrowingReceives { get; set; }

    /// <summary>How many replies from now on do not go.</summary>
    public int FailingReplies { get; set; }

    /// <inheritdoc/>
    public int Port => _inner.Port;

    /// <inheritdoc/>
    public bool IsClosed => _inner.IsClosed;

    /// <inheritdoc/>
    public bool IsOnLink => _inner.IsOnLink;

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int count)
    {
        if (FailingReceives > 0)
        {
            FailingReceives--;
            return -1;
        }

        if (ThrowingReceives > 0)
        {
            ThrowingReceives--;
            throw new InvalidOperationException("the driver is out of order");
        }

        return _inner.Receive(buffer, offset, count);
    }

    /// <inheritdoc/>
    public bool Reply(byte[] buffer, int offset, int count)
    {
        if (FailingReplies > 0)
        {
            FailingReplies--;
            return false;
        }

        return _inner.Reply(buffer, offset, count);
    }

    /// <inheritdoc/>
    public void Close()
    {
        _inner.Close();
    }
}
