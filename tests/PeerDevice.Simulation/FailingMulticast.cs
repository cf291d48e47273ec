using System;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>The port of multicast DNS that fails as often as a test says.</summary>
public sealed class FailingMulticast : IMulticast
{
    private readonly IMulticast _inner;

    /// <summary>Makes a port that fails over one that does not.</summary>
    public FailingMulticast(IMulticast inner)
    {
        _inner = inner;
    }

    /// <summary>How many receives from now on bring nothing.</summary>
    public int FailingReceives { get; set; }

    /// <summary>How many receives after those throw, which they must not.</summary>
    public int ThrowingReceives { get; set; }

    /// <summary>How many datagrams from now on come from nobody knows where.</summary>
    public int FailingSenders { get; set; }

    /// <summary>How many looks at the interfaces from now on throw, which they must not.</summary>
    public int ThrowingRefreshes { get; set; }

    /// <summary>How many messages from now on do not go.</summary>
    public int FailingSends { get; set; }

    /// <inheritdoc/>
    public bool IsClosed => _inner.IsClosed;

    /// <inheritdoc/>
    public Segment?[] Segments => _inner.Segments;

    /// <inheritdoc/>
    public bool Refresh()
    {
        if (ThrowingRefreshes > 0)
        {
            ThrowingRefreshes--;
            throw new InvalidOperationException("memory is short");
        }

        return _inner.Refresh();
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int count, int patienceMilliseconds)
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

        return _inner.Receive(buffer, count, patienceMilliseconds);
    }

    /// <inheritdoc/>
    public bool Sender(Route from)
    {
        if (FailingSenders > 0)
        {
            FailingSenders--;
            return false;
        }

        return _inner.Sender(from);
    }

    /// <inheritdoc/>
    public bool Send(byte[] buffer, int count, Route to)
    {
        if (FailingSends > 0)
        {
            FailingSends--;
            return false;
        }

        return _inner.Send(buffer, count, to);
    }

    /// <inheritdoc/>
    public void Close()
    {
        _inner.Close();
    }
}
