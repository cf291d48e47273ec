using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using PeerDevice.Host;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;
using PeerDevice.Tests.Printing;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Host;

/// <summary>A service whose thread does not go on is noticed by its name; one that waits for a client, a slow card, a printer without paper or a debugger is not.</summary>
public sealed class StuckTests
{
    // Of a test that looks at a peer that is well.
    private const int ManyLooks = 4 * Limits.StallLooks;

    [Fact]
    public void AThreadIsStuckAfterSoManyLooksAtTheSameStepAndNotBefore()
    {
        Steps steps = new Steps();
        steps.Go();
        Assert.False(steps.IsStuck(0, false));
        for (int i = 1; i < Limits.StallLooks; i++)
        {
            Assert.False(steps.IsStuck(0, false));
        }

        Assert.True(steps.IsStuck(0, false));

        // A step within the step, a step, and a wait: each begins anew.
        foreach ((System.Action step, int inside) in new (System.Action, int)[] { (static () => { }, 1), (steps.Go, 1), (steps.Wait, 1) })
        {
            step();
            for (int i = 0; i < Limits.StallLooks; i++)
            {
                Assert.False(steps.IsStuck(inside, false));
            }
        }
    }

    [Fact]
    public void WhatIsExcusedIsNotCountedAndTheCountBeginsAnewAfterIt()
    {
        Steps steps = new Steps();
        steps.Go();
        for (int i = 0; i < 2 * Limits.StallLooks; i++)
        {
            Assert.False(steps.IsStuck(0, true));
        }

        for (int i = 1; i < Limits.StallLooks; i++)
        {
            Assert.False(steps.IsStuck(0, false));
        }

        Assert.True(steps.IsStuck(0, false));
    }

    [Fact]
    public void WhileALargeFileIsCopiedNobodyIsStuckNorWhenTheCopyIsMade()
    {
        using ManualResetEventSlim begun = new ManualResetEventSlim();
        using ManualResetEventSlim copying = new ManualResetEventSlim();
        using ManualResetEventSlim copied = new ManualResetEventSlim();
        using ManualResetEventSlim committing = new ManualResetEventSlim();
        using ManualResetEventSlim committed = new ManualResetEventSlim();
        using ManualResetEventSlim release = new ManualResetEventSlim();
        using RunningPeer peer = Peer(hasSpool: true);
        Assert.Equal(201, peer.Test.Ask("PUT", "/files/a%20long%20name.text", "", "content").Status);

        // A thread that is in one step the while.
        peer.Test.Output.OnBegin = () =>
        {
            begun.Set();
            release.Wait();
        };
        Print(peer, [1]);
        peer.Until(() => begun.IsSet, 10);

        // Another spelling is a copy, which takes long, and what comes after it under the same lock.
        peer.Test.Store.Before = call =>
        {
            if (call.StartsWith("read a long name", System.StringComparison.Ordinal) && !copying.IsSet)
            {
                copying.Set();
                copied.Wait();
            }
            else if (call == "delete A Long Name.text" && !committing.IsSet)
            {
                committing.Set();
                committed.Wait();
            }
        };
        int status = 0;
        Thread mover = new Thread(() => status = peer.Test.Ask("MOVE", "/files/a%20long%20name.text", "Destination: /files/A%20Long%20Name.text\r\n").Status);
        mover.Start();
        peer.Until(() => copying.IsSet);
        AssertQuiet(peer, 2 * Limits.StallLooks);
        copied.Set();
        peer.Until(() => committing.IsSet);
        AssertQuiet(peer, 2 * Limits.StallLooks);
        committed.Set();
        peer.Until(() => !mover.IsAlive, Limits.PollInterval);
        Assert.Equal(201, status);
        AssertQuiet(peer, 1);

        // Later it is.
        peer.Until(() => Look(peer) == "printing");
        release.Set();
    }

    [Fact]
    public void APeerThatIsLeftAloneIsWell()
    {
        using RunningPeer peer = Peer();
        for (int i = 0; i < ManyLooks; i++)
        {
            IsWell(peer);
        }
    }

    [Fact]
    public void APrinterThatTakesNothingForHoursIsWaitedFor()
    {
        using RunningPeer peer = Peer(hasSpool: true);
        peer.Test.Output.IsJammed = true;
        Print(peer, new byte[100_000]);
        peer.Until(() => peer.Test.Output.Begins > 0, 10);
        for (int i = 0; i < ManyLooks; i++)
        {
            IsWell(peer);
        }

        // And one that is paused.
        Printer printer = peer.Test.Peer.Parts.Printers.First!;
        printer.Pause(false);
        peer.Test.Output.IsJammed = false;
        for (int i = 0; i < ManyLooks; i++)
        {
            IsWell(peer);
        }
    }

    [Fact]
    public void ADeviceThatDoesNotComeBackIsNoticed()
    {
        using ManualResetEventSlim begun = new ManualResetEventSlim();
        using ManualResetEventSlim release = new ManualResetEventSlim();
        using RunningPeer peer = Peer(hasSpool: true);
        peer.Test.Output.OnBegin = () =>
        {
            begun.Set();
            release.Wait();
        };
        Print(peer, [1]);
        peer.Until(() => begun.IsSet, 10);
        Assert.Equal("printing", LooksUntilStuck(peer));
        release.Set();
        peer.Until(() => Look(peer).Length == 0);
    }

    [Fact]
    public void ALockThatNobodyGivesBackIsNoticed()
    {
        using RunningPeer peer = Peer();
        Printer printer = peer.Test.Peer.Parts.Printers.First!;
        object gate = typeof(Printer).GetField("_gate", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(printer)!;
        using ManualResetEventSlim held = new ManualResetEventSlim();
        using ManualResetEventSlim release = new ManualResetEventSlim();
        Thread holder = new Thread(() =>
        {
            lock (gate)
            {
                held.Set();
                release.Wait();
            }
        });
        holder.Start();
        held.Wait(TestContext.Current.CancellationToken);
        Assert.Equal("printing", LooksUntilStuck(peer));
        release.Set();
        peer.Until(() => !holder.IsAlive);
        peer.Until(() => Look(peer).Length == 0);
    }

    private static RunningPeer Peer(bool hasSpool = false)
    {
        return new RunningPeer(
            Profile.SixteenSockets(),
            static test =>
            {
                test.Settings.Discovery = true;
                test.Settings.IppPort = 0;
                test.Network.Ether = new MemoryEther(test.Clock);
            },
            hasSpool: hasSpool);
    }

    // By the spool: who prints straight is bounded as a session is, and not watched.
    private static void Print(RunningPeer peer, byte[] document)
    {
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.PrintJob).Document(document).Ask(peer.Test).Status);
    }

    // Between two looks each thread has its turn, or it would seem to be stuck on a machine that has no processor for it during so many.
    private static string Look(RunningPeer peer)
    {
        peer.Until(() => peer.Test.Clock.Elapse(Limits.RestartMilliseconds));
        return peer.Test.Peer.Stuck();
    }

    private static void AssertQuiet(RunningPeer peer, int looks)
    {
        for (int i = 0; i < looks; i++)
        {
            Assert.Equal("", Look(peer));
        }
    }

    // A machine that is busy lets a thread wait for its turn for many looks: so each has it, and then the one look counts, as on a board.
    private static void IsWell(RunningPeer peer)
    {
        List<Watched> all = Watch(peer);
        long[] before = all.ConvertAll(static one => one.At).ToArray();
        peer.Test.Clock.Advance(Limits.RestartMilliseconds);
        for (int i = 0; i < all.Count; i++)
        {
            // One that was just about to sleep sleeps from now on.
            peer.Until(() => all[i].IsWaiting || all[i].At != before[i], Limits.RestartMilliseconds / 5);
        }

        Assert.Equal("", peer.Test.Peer.Stuck());
    }

    /// <summary>The threads of a peer that are looked at.</summary>
    private static List<Watched> Watch(RunningPeer peer)
    {
        List<Watched> all = [];
        object[] parts = [peer.Test.Peer, peer.Test.Neighbours, peer.Test.Peer.Parts.Office!];
        foreach ((object part, FieldInfo field) in parts.SelectMany(part => part.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Select(field => (part, field))))
        {
            object? value = field.GetValue(part);
            foreach (object one in value is System.Array several ? several.Cast<object>().OfType<object>() : value is null ? [] : [value])
            {
                PropertyInfo? steps = one.GetType().GetProperty("Steps", Any);
                if (steps?.PropertyType == typeof(Steps) && one is not DnsServer { IsDone: true })
                {
                    all.Add(new Watched((Steps)steps.GetValue(one)!, one));
                }
            }
        }

        // Each that Peer.Stuck asks, but for mirrors, which there are none of.
        Assert.Equal(["DnsServer", "HttpServer", "HttpServer", "LpdServer", "PeerRounds", "PrintThread", "RawServer", "SnmpServer"], all.Select(static one => one.Kind).Order());
        return all;
    }

    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private sealed class Watched(Steps steps, object whose)
    {
        internal string Kind => whose.GetType().Name;

        internal bool IsWaiting => (bool)typeof(Steps).GetField("_isWaiting", Any)!.GetValue(steps)!;

        internal long At => (int)typeof(Steps).GetField("_count", Any)!.GetValue(steps)! + (whose.GetType().GetProperty("Inside", Any) is { } inside ? (long)inside.GetValue(whose)! : 0);
    }

    private static string LooksUntilStuck(RunningPeer peer)
    {
        List<string> said = [];
        peer.Until(() =>
        {
            said.Add(Look(peer));
            return said[^1].Length > 0;
        });
        Assert.True(said.Count >= Limits.StallLooks);
        return said.Last();
    }
}
