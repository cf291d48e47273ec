using System;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>Time that passes only when somebody sleeps.</summary>
internal sealed class VirtualClock : IClock
{
    public long Milliseconds => Microseconds / 1000;

    /// <summary>The same, finer than a board can see it.</summary>
    internal long Microseconds { get; private set; }

    public long UnixSeconds { get; set; }

    /// <summary>What happens whenever somebody sleeps.</summary>
    internal Action? OnSleep { get; set; }

    public void Sleep(int milliseconds)
    {
        Advance(milliseconds * 1000L);
    }

    /// <summary>Lets time pass, such as the time that a call takes.</summary>
    internal void Advance(long microseconds)
    {
        Microseconds += microseconds;
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
