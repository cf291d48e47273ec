using System;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Companion.Adapters;

/// <summary>This PC's clock.</summary>
public sealed class PcClock : IClock
{
    /// <inheritdoc/>
    public long Milliseconds => Environment.TickCount64;

    /// <inheritdoc/>
    public long UnixSeconds => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public void Sleep(int milliseconds) => Thread.Sleep(milliseconds);

    /// <inheritdoc/>
    public bool Await(AutoResetEvent signal, int milliseconds) => signal.WaitOne(milliseconds);
}
