using System;
using System.Threading;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: a test hangs on how fast the machine is, because time goes on for a thread that has no processor.</summary>
public sealed class ElapseTests
{
    // For a test that would hang otherwise: nothing is measured by it.
    private static readonly TimeSpan Despair = TimeSpan.FromMinutes(10);

    private readonly VirtualClock _clock = new VirtualClock { StandsStill = true };

    [Fact]
    public void TimePassesOnlyWhileAllWait()
    {
        bool isBusy = false;
        bool mayGoOn = false;
        long woke = 0;
        Thread worker = Start(() =>
        {
            _clock.Sleep(10);
            Volatile.Write(ref isBusy, true);
            while (!Volatile.Read(ref mayGoOn))
            {
                // It has something to do.
            }

            woke = _clock.Milliseconds;
            _clock.Sleep(10);
        });
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref isBusy) || (_clock.Elapse(1) && Volatile.Read(ref isBusy)), Despair));
        long stands = _clock.Milliseconds;
        for (int i = 0; i < 100; i++)
        {
            Assert.False(_clock.Elapse(1));
        }

        Volatile.Write(ref mayGoOn, true);
        Assert.True(SpinWait.SpinUntil(() => _clock.Elapse(1) && !worker.IsAlive, Despair));
        Assert.Equal(stands, woke);
    }

    [Fact]
    public void WhoAwaitsASignalIsWokenByItOrByTime()
    {
        using AutoResetEvent signal = new AutoResetEvent(false);
        bool[] told = new bool[3];
        long began = _clock.Milliseconds;
        Thread worker = Start(() =>
        {
            for (int i = 0; i < told.Length; i++)
            {
                told[i] = _clock.Await(signal, 1000);
            }
        });
        signal.Set();
        Assert.True(SpinWait.SpinUntil(() => _clock.Elapse(1000) && !worker.IsAlive, Despair));
        Assert.True(told[0]);
        Assert.False(told[1] || told[2]);
        Assert.InRange(_clock.Milliseconds, began + 2000, began + 3000);
    }

    /// <summary>The fear: who is looked at first is woken by the next one, which waits by the time that it is looked at, so that both seem to wait.</summary>
    [Fact]
    public void NoTimePassesWhileOneOfTwoAlwaysHasSomethingToDo()
    {
        const int Looks = 500;
        bool isEnough = false;
        using AutoResetEvent mine = new AutoResetEvent(true);
        using AutoResetEvent theirs = new AutoResetEvent(false);
        Thread one = Start(() => Toss(mine, theirs));
        Thread other = Start(() => Toss(theirs, mine));
        int passed = 0;
        for (int i = 0; i < Looks; i++)
        {
            passed += _clock.Elapse(1) ? 1 : 0;
        }

        // Each has one turn more at most.
        Volatile.Write(ref isEnough, true);
        mine.Set();
        theirs.Set();
        one.Join();
        other.Join();
        Assert.Equal(0, passed);

        void Toss(AutoResetEvent from, AutoResetEvent to)
        {
            while (!Volatile.Read(ref isEnough))
            {
                from.WaitOne();
                to.Set();
            }
        }
    }

    /// <summary>The fear: a thread that was started, and had no processor yet, is not known of.</summary>
    [Fact]
    public void WhoIsStartedByOneThatLivesByAClockLivesByItFromTheStart()
    {
        bool mayGoOn = false;
        using ManualResetEventSlim begun = new ManualResetEventSlim();
        Thread? child = null;
        Thread parent = Start(() =>
        {
            child = new Thread(() =>
            {
                begun.Set();
                while (!Volatile.Read(ref mayGoOn))
                {
                    // It has something to do, and has not looked at the clock.
                }
            });
            child.Start();
        });
        parent.Join();
        begun.Wait(TestContext.Current.CancellationToken);
        for (int i = 0; i < 100; i++)
        {
            Assert.False(_clock.Elapse(1));
        }

        Volatile.Write(ref mayGoOn, true);
        child!.Join();
        Assert.True(_clock.Elapse(1));
    }

    // A thread that lives by the clock from now on.
    private Thread Start(Action action)
    {
        using ManualResetEventSlim lives = new ManualResetEventSlim();
        Thread thread = new Thread(() =>
        {
            Assert.True(_clock.Milliseconds > 0);
            lives.Set();
            action();
        });
        thread.Start();
        lives.Wait(TestContext.Current.CancellationToken);
        return thread;
    }
}
