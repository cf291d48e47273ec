using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Companion.Tests;

/// <summary>A clock by which a second passes with each look.</summary>
internal sealed class HastyClock : IClock
{
    private long _now;

    /// <inheritdoc/>
    public long Milliseconds => _now += 1000;

    /// <inheritdoc/>
    public long UnixSeconds => _now / 1000;

    /// <inheritdoc/>
    public void Sleep(int milliseconds) => _now += milliseconds;

    /// <inheritdoc/>
    public bool Await(AutoResetEvent signal, int milliseconds) => signal.WaitOne(0);
}
