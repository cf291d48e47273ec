using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Tests;

/// <summary>Time that passes only when a test's own thread sleeps; who looks beside while a document is sent sleeps until the test is over.</summary>
internal sealed class OneThreadClock : IClock, IDisposable
{
    private readonly ManualResetEventSlim _isOver = new();

    public long Milliseconds { get; private set; }

    public long UnixSeconds => 0;

    /// <summary>What happens whenever the test's thread sleeps.</summary>
    public Action? OnSleep { get; set; }

    public void Sleep(int milliseconds)
    {
        if (Thread.CurrentThread.Name == SendingGuard.ThreadName)
        {
            _isOver.Wait();
            return;
        }

        Milliseconds += milliseconds;
        OnSleep?.Invoke();
    }

    public bool Await(AutoResetEvent signal, int milliseconds)
    {
        Sleep(milliseconds);
        return signal.WaitOne(0);
    }

    public void Dispose() => _isOver.Set();
}
