using System;
using System.Threading;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>Waits for threads that live by a clock, however busy the machine is.</summary>
internal static class Patient
{
    // For a test that would hang otherwise: nothing is measured by it.
    private static readonly TimeSpan Despair = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Starts threads and waits for their end; time passes while all wait. Who waits for another would otherwise let it fly for one that has no processor, whose request then took too long to arrive, or whose lock was not refreshed.
    /// </summary>
    internal static void Run(VirtualClock clock, int step, string who, Thread[] threads, TimeSpan? despair = null)
    {
        clock.StandsStill = true;
        foreach (Thread thread in threads)
        {
            // One that hangs keeps nobody else from ending.
            thread.IsBackground = true;
            thread.Start();
        }

        DateTime end = DateTime.UtcNow + (despair ?? Despair);
        while (Array.Exists(threads, static thread => !thread.Join(0)))
        {
            Assert.True(DateTime.UtcNow < end, who + " still waits.");
            if (!clock.Elapse(step))
            {
                Thread.Sleep(1);
            }
        }

        clock.StandsStill = false;
    }
}
