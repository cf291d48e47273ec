using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace PeerDevice.Clients.Discovery;

/// <summary>
/// How busy this machine is while something is waited for: how long Avahi takes at most to say its own name, asked again and again meanwhile. What must be so within a bound has so many times as long more, where that is long.
/// </summary>
internal sealed class Pace : IDisposable
{
    private const int Busy = 20;

    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(100);

    private readonly AvahiHost _watcher;
    private readonly CancellationTokenSource _end = new();
    private readonly Task<TimeSpan> _slowest;

    internal Pace(AvahiHost watcher)
    {
        _watcher = watcher;
        TimeSpan first = Asked();
        _slowest = Task.Run(() => Ask(first));
    }

    /// <summary>Says how long something took, and expects that it was within a bound, or on a busy machine within more.</summary>
    /// <param name="what">What has happened.</param>
    /// <param name="bound">Within which time it should.</param>
    /// <param name="took">Within which it did; less than nothing where it was before it might be expected.</param>
    internal void Within(string what, TimeSpan bound, TimeSpan took)
    {
        _end.Cancel();
        TimeSpan slowest = _slowest.Result;
        TimeSpan most = slowest <= Quick ? bound : bound + (Busy * slowest);
        Console.WriteLine($"      {what} after {took.TotalMilliseconds:F0} ms of {most.TotalMilliseconds:F0}; Avahi says its own name in {slowest.TotalMilliseconds:F0} ms");
        Expect.True(took <= most, $"it took {took.TotalMilliseconds:F0} ms of {most.TotalMilliseconds:F0}");
    }

    public void Dispose()
    {
        _end.Cancel();
        ((IAsyncResult)_slowest).AsyncWaitHandle.WaitOne();
        _end.Dispose();
    }

    // Once more when the wait is over, so that nothing of it is left out.
    private TimeSpan Ask(TimeSpan slowest)
    {
        bool isOver;
        do
        {
            isOver = _end.Token.WaitHandle.WaitOne(2 * Quick);
            TimeSpan asked = Asked();
            slowest = asked > slowest ? asked : slowest;
        }
        while (!isOver);

        return slowest;
    }

    private TimeSpan Asked()
    {
        long asked = Stopwatch.GetTimestamp();
        _watcher.Ask("avahi-resolve", "-n", "watcher.local");
        return Stopwatch.GetElapsedTime(asked);
    }
}
