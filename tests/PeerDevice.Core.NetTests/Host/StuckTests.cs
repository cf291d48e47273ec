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
    // Of a test that looks at a peer that is well: some hours.
    private const int ManyLooks = 3000;

    [Fact]
    public void AThreadIsStuckAfterSoManyLooksAtTheSameStepAndNotBefore()
    {
        Steps steps = new Steps();
        steps.Go();
        Assert.False(steps.IsStuck(0));
        for (int i = 1; i < Limits.StallLooks; i++)
        {
            Assert.False(steps.IsStuck(0));
        }

        Assert.True(steps.IsStuck(0));

        // A step within the step, a step, and a wait: each begins anew.
        foreach ((System.Action step, int inside) in new (System.Action, int)[] { (static () => { }, 1), (steps.Go, 1), (steps.Wait, 1) })
        {
            step();
            for (int i = 0; i < Limits.StallLooks; i++)
            {
                Assert.False(steps.IsStuck(inside));
            }
        }
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
        IsWell(peer);
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
        held.Wait();
        Assert.Equal("printing", LooksUntilStuck(peer));
        release.Set();
        holder.Join();
        IsWell(peer);
    }

    private static RunningPeer Peer(bool hasSpool = false)
    {
        return new RunningPeer(
            Profile.SixteenSockets(),
            static test =>
            {
                test.Settings.Discovery = true;
                test.Network.Ether = new MemoryEther(test.Clock);
            },
            hasSpool: hasSpool);
    }

    // By the spool: who prints straight is bounded as a session is, and not watched.
    private static void Print(RunningPeer peer, byte[] document)
    {
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.PrintJob).Document(document).Ask(peer.Test).Status);
    }

    private static string Look(RunningPeer peer)
    {
        peer.Test.Clock.Advance(Limits.RestartMilliseconds);
        return peer.Test.Peer.Stuck();
    }

    // A machine that is busy lets a thread wait for its turn for many looks; then it has one.
    private static void IsWell(RunningPeer peer)
    {
        peer.Until(() => Look(peer).Length == 0);
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
