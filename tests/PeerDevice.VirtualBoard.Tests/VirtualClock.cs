using System;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>Time that passes only when somebody sleeps.</summary>
internal sealed class VirtualClock : IClock
{
    public long Milliseconds { get; private set; }

    public long UnixSeconds => 0;

    /// <summary>What happens whenever somebody sleeps.</summary>
    internal Action? OnSleep { get; set; }

    public void Sleep(int milliseconds)
    {
        Milliseconds += milliseconds;
        OnSleep?.Invoke();
    }

    public bool Await(AutoResetEvent signal, int milliseconds)
    {
        if (signal.WaitOne(0))
        {
            return true;
        }

        Sleep(milliseconds);
        return signal.WaitOne(0);
    }
}
