using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>
/// Has threads of the image that work together take turns, one at a time, on a clock of their own: a turn ends where the thread waits, and time passes only while all of them do. So what they do does not hang on how
/// fast this machine is. Threads that they start take part.
/// </summary>
internal sealed class Turns
{
    // How often it is looked whether a thread has ended whose turn it is.
    private const int LookMilliseconds = 1;

    private static readonly ConcurrentDictionary<Thread, Turn> Taking = new();

    private readonly List<Turn> _turns = [];
    private readonly SemaphoreSlim _isOver = new(0);
    private long _order;

    /// <summary>The milliseconds of these threads.</summary>
    internal long Now { get; private set; } = 1;

    /// <summary>Runs something on a thread of its own, with all threads that it starts, until the last of them ends.</summary>
    /// <returns>What all of them did.</returns>
    internal static Count Run(Action action)
    {
        Turns turns = new();
        Exception? fault = null;
        Thread first = new(() =>
        {
            try
            {
                action();
            }
            catch (Exception thrown)
            {
                fault = thrown;
            }
        }) { IsBackground = true };
        turns.Start(first);
        while (turns._turns.Exists(turn => !turn.HasEnded))
        {
            turns.Give(turns.Next());
        }

        return fault is null ? turns._turns.Select(turn => turn.Tally!.Snapshot()).Aggregate((one, other) => one + other) : throw new InvalidOperationException("It was not had.", fault);
    }

    /// <summary>What the calling thread is in the turns that it takes; null where it takes none.</summary>
    internal static Turn? Begin(Tally tally)
    {
        if (!Taking.TryRemove(Thread.CurrentThread, out Turn? turn))
        {
            return null;
        }

        turn.Tally = tally;
        turn.Go.Wait();
        return turn;
    }

    /// <summary>Starts a thread that takes turns.</summary>
    internal void Start(Thread thread)
    {
        Turn turn = new(this, thread) { Until = Now, Order = ++_order };
        Taking[thread] = turn;
        _turns.Add(turn);
        thread.Start();
    }

    /// <summary>Ends the turn of the calling thread until a time, or until a signal.</summary>
    /// <returns>Whether there was the signal.</returns>
    internal bool Pause(Turn turn, long until, WaitHandle? signal)
    {
        turn.Until = until;
        turn.Signal = signal;
        turn.Order = ++_order;
        turn.IsSignaled = false;
        _isOver.Release();
        turn.Go.Wait();
        return turn.IsSignaled;
    }

    private Turn Next()
    {
        List<Turn> waiting = [.. _turns.Where(turn => !turn.HasEnded).OrderBy(turn => turn.Until).ThenBy(turn => turn.Order)];
        Turn? next = waiting.Find(turn => turn.Signal is { } signal && signal.WaitOne(0));
        if (next is not null)
        {
            next.IsSignaled = true;
            return next;
        }

        Now = Math.Max(Now, waiting[0].Until);
        return waiting[0];
    }

    private void Give(Turn turn)
    {
        turn.Signal = null;
        turn.Go.Release();
        while (!_isOver.Wait(LookMilliseconds))
        {
            if (turn.Thread.Join(0))
            {
                turn.HasEnded = true;
                return;
            }
        }
    }

    /// <summary>One thread.</summary>
    internal sealed class Turn(Turns turns, Thread thread)
    {
        internal Turns Turns { get; } = turns;

        internal Thread Thread { get; } = thread;

        internal SemaphoreSlim Go { get; } = new(0);

        internal Tally? Tally { get; set; }

        internal long Until { get; set; }

        internal long Order { get; set; }

        internal WaitHandle? Signal { get; set; }

        internal bool IsSignaled { get; set; }

        internal bool HasEnded { get; set; }
    }
}
