using System;
using System.Threading;
using PeerDevice.Simulation;
using Xunit.Sdk;

namespace PeerDevice.Tests.Host;

/// <summary>What waits for threads that live by a clock: a test whose thread hangs fails, and says whose.</summary>
public sealed class PatientTests
{
    private readonly VirtualClock _clock = new VirtualClock();

    [Fact]
    public void OneThatHangsIsDespairedOf()
    {
        using ManualResetEventSlim never = new ManualResetEventSlim();
        Thread hangs = new Thread(() => never.Wait(TestContext.Current.CancellationToken));
        XunitException said = Assert.ThrowsAny<XunitException>(() => Patient.Run(_clock, 10, "A client", [hangs], TimeSpan.Zero));
        Assert.Contains("A client still waits.", said.Message, StringComparison.Ordinal);
        never.Set();
        hangs.Join();
    }

    /// <summary>The fear: hours pass for a thread that works, since another looks every 20 ms whether it is done.</summary>
    [Fact]
    public void NoTimePassesForOneThatWorksWhileAnotherWaits()
    {
        bool isDone = false;
        long took = 0;
        Thread works = new Thread(() =>
        {
            // Who was woken is known to have something to do.
            _clock.Sleep(20);
            long began = _clock.Milliseconds;
            for (int i = 0; i < 1_000_000; i++)
            {
                Thread.SpinWait(1);
            }

            took = _clock.Milliseconds - began;
            Volatile.Write(ref isDone, true);
        });
        Thread waits = new Thread(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                _clock.Sleep(20);
            }
        });
        Patient.Run(_clock, 20, "A client", [works, waits]);
        Assert.False(_clock.StandsStill);
        Assert.Equal(0, took);
    }
}
