using System;
using System.Collections.Generic;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>
/// Time that passes only when somebody says so: at once when a thread sleeps, or, with <see cref="StandsStill"/>, only by
/// <see cref="Advance"/>. Links in memory measure their patience by it, so no test depends on how fast a machine is.
/// </summary>
public sealed class VirtualClock : IClock, ITimeTaker
{
    private readonly object _gate = new object();
    private readonly List<(long When, Action Action)> _due = new List<(long, Action)>();
    private long _milliseconds = 1000;
    private long _bootUnix;
    private bool _knowsTime;

    /// <summary>A clock that does not know the time of day.</summary>
    public VirtualClock()
    {
    }

    /// <summary>A clock that knows the time of day.</summary>
    public VirtualClock(long unixSeconds)
    {
        UnixSeconds = unixSeconds;
    }

    /// <summary>
    /// Whether a thread that sleeps waits for <see cref="Advance"/>. For tests with several threads: there a thread that looks
    /// at something every 20 ms would otherwise let the hours fly for all others.
    /// </summary>
    public bool StandsStill { get; set; }

    /// <summary>The time of day is not known any more.</summary>
    public void ForgetTime()
    {
        lock (_gate)
        {
            _knowsTime = false;
        }
    }

    /// <summary>What waits for time to pass waits on this object.</summary>
    internal object Gate => _gate;

    /// <inheritdoc/>
    public long Milliseconds
    {
        get
        {
            lock (_gate)
            {
                return _milliseconds;
            }
        }
    }

    /// <inheritdoc/>
    public long UnixSeconds
    {
        get
        {
            lock (_gate)
            {
                return _knowsTime ? _bootUnix + (_milliseconds / 1000) : 0;
            }
        }

        set
        {
            lock (_gate)
            {
                _knowsTime = value != 0;
                _bootUnix = value - (_milliseconds / 1000);
            }
        }
    }

    /// <inheritdoc/>
    public void TakeTime(long unixSeconds)
    {
        UnixSeconds = unixSeconds;
    }

    /// <inheritdoc/>
    public void Sleep(int milliseconds)
    {
        if (!StandsStill)
        {
            Advance(milliseconds);

            // Who is waited for may be another thread.
            Thread.Yield();
            return;
        }

        lock (_gate)
        {
            long until = _milliseconds + milliseconds;
            while (_milliseconds < until)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    /// <inheritdoc/>
    public bool Await(AutoResetEvent signal, int milliseconds)
    {
        if (signal.WaitOne(0))
        {
            return true;
        }

        if (!StandsStill)
        {
            Sleep(milliseconds);
            return signal.WaitOne(0);
        }

        long until = Milliseconds + milliseconds;
        while (Milliseconds < until)
        {
            // The signal is looked for in real moments, time in virtual ones.
            if (signal.WaitOne(1))
            {
                return true;
            }
        }

        return signal.WaitOne(0);
    }

    /// <summary>Lets something happen once so much time has passed, on the thread that lets it pass.</summary>
    public void In(long milliseconds, Action action)
    {
        lock (_gate)
        {
            _due.Add((_milliseconds + milliseconds, action));
        }
    }

    /// <summary>Lets time pass, and wakes whoever waited for it.</summary>
    public void Advance(long milliseconds)
    {
        lock (_gate)
        {
            _milliseconds += milliseconds;
            Monitor.PulseAll(_gate);
        }

        while (TakeDue() is { } action)
        {
            action();
        }
    }

    private Action? TakeDue()
    {
        lock (_gate)
        {
            int at = _due.FindIndex(one => one.When <= _milliseconds);
            if (at < 0)
            {
                return null;
            }

            Action action = _due[at].Action;
            _due.RemoveAt(at);
            return action;
        }
    }
}
