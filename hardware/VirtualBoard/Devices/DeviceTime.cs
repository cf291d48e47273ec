using System;
using System.Threading;

namespace PeerDevice.VirtualBoard.Devices;

/// <summary>The time that devices of the board take: bounces that settle, a button that is held. A test puts its own in place.</summary>
internal static class DeviceTime
{
    /// <summary>Has something done once after a time; disposed of, not at all.</summary>
    internal static Func<TimeSpan, Action, IDisposable> After { get; set; } = Real;

    internal static IDisposable Real(TimeSpan time, Action action)
    {
        return new Timer(_ => action(), null, time, Timeout.InfiniteTimeSpan);
    }
}
