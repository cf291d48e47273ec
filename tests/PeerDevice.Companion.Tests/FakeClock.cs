using System;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Companion.Tests;

/// <summary>Time that passes only when somebody sleeps.</summary>
internal sealed class FakeClock : IClock
{
    public long Milliseconds { get; private set; }

    public long UnixSeconds => 0;

    /// <summary>What happens whenever somebody sleeps.</summary>
    public Action? OnSleep { get; set; }

    public void Sleep(int milliseconds)
    {
        Milliseconds += milliseconds;
        OnSleep?.Invoke();
    }

    public bool Await(AutoResetEvent signal, int milliseconds)
    {
        Sleep(milliseconds);
        return signal.WaitOne(0);
    }
}
