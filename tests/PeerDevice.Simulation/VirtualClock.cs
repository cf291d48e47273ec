using System;
using System.Collections.Generic;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>
/// Time that passes only when somebody says so: at once when a thread sleeps, or, with <see cref="StandsStill"/>, only by
/// <see cref="Advance"/> and <see cref="Elapse"/>. Links in memory measure their patience by it, so no test depends on how fast a machine is.
/// </summary>
public sealed class VirtualClock : IClock, ITimeTaker
{
    private readonly object _gate = new object();
    private readonly List<(long When, Action Action)> _due = new List<(long, Action)>();
    private readonly List<(long When, EventWaitHandle Bell)> _awaited = new List<(long, EventWaitHandle)>();
    private readonly Crew _crew = new Crew();
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
    /// Whether a thread that sleeps waits for <see cref="Advance"/> or <see cref="Elapse"/>. For tests with several threads: there a thread that looks
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
    internal object Gate
    {
        get
        {
            Live();
            return _gate;
        }
    }

    /// <inheritdoc/>
    public long Milliseconds
    {
        get
        {
            Live();
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

        lock (Gate)
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

        (long When, EventWaitHandle Bell) awaited;
        lock (Gate)
        {
            awaited = (_milliseconds + milliseconds, new ManualResetEvent(milliseconds <= 0));
            _awaited.Add(awaited);
        }

        // The first of several that are set is taken.
        bool isSignaled = WaitHandle.WaitAny(new WaitHandle[] { signal, awaited.Bell }) == 0;
        lock (_gate)
        {
            _awaited.Remove(awaited);
        }

        awaited.Bell.Dispose();
        return isSignaled;
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
            _awaited.FindAll(one => one.When <= _milliseconds).ForEach(one => one.Bell.Set());
        }

        while (TakeDue() is { } action)
        {
            action();
        }
    }

    /// <summary>
    /// Lets time pass, unless one of the threads that live by this clock has something to do: nobody's time is up because its thread, or another's that it waits for, has no processor.
    /// </summary>
    /// <returns>Whether it passed.</returns>
    public bool Elapse(long milliseconds)
    {
        // Not under the gate: who waits for that is not idle.
        if (!_crew.AllWait())
        {
            return false;
        }

        Advance(milliseconds);
        return true;
    }

    private void Live()
    {
        if (StandsStill)
        {
            _crew.Join();
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
