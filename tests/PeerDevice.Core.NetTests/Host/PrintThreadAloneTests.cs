using System;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;
using PeerDevice.Tests.Printing;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: where one thread prints, serves the raw port and looks at the device, it waits for something and nobody looks any more, so that paper which was put in is never seen.</summary>
public sealed class PrintThreadAloneTests
{
    // No wait of what is tested ends in these.
    private const int Step = 50;

    private static readonly byte[] Document = Enumerable.Range(0, 20000).Select(i => (byte)(i * 7)).ToArray();

    [Theory]
    [InlineData(DeviceCondition.MediaEmpty)]
    [InlineData(DeviceCondition.CoverOpen)]
    [InlineData(DeviceCondition.Offline)]
    [InlineData(DeviceCondition.Missing | DeviceCondition.Offline)]
    public void WhatWasSentToADeviceWithoutPaperIsPrintedOnceThereIsSome(int trouble)
    {
        using RunningPeer peer = Board(trouble);
        peer.Until(() => Printer(peer).State == PrinterState.Stopped, Step);
        MemoryLink link = Send(peer);
        peer.Until(() => Printer(peer).Waiting == 1, Step);
        Pass(peer, Limits.DevicePollMilliseconds * 3);
        Assert.Empty(peer.Test.Output.Documents);

        peer.Test.Output.Trouble = 0;
        Assert.Equal(ByteSource.End, peer.EndOf(link, Step));
        IsPrinted(peer);
    }

    [Fact]
    public void SoIsWhatWasSentToOneThatSaysByItselfThatItHasNoneAndThenThatItHas()
    {
        using RunningPeer peer = new RunningPeer(Profile.SixteenSocketsSmallHeap(), static test => test.Output.IsBidirectional = true, language: new AskedLanguage());
        Say(peer, DeviceCondition.MediaEmpty);
        peer.Until(() => Printer(peer).State == PrinterState.Stopped, Step);
        MemoryLink link = Send(peer);
        peer.Until(() => Printer(peer).Waiting == 1, Step);
        Say(peer, 0);
        Assert.Equal(ByteSource.End, peer.EndOf(link, Step));
        IsPrinted(peer);
    }

    [Fact]
    public void SoIsWhatWasSentToOneThatWasOfflineWhenItWasToBegin()
    {
        using RunningPeer peer = Board(0);
        SimulatedOutput output = peer.Test.Output;
        peer.Until(() => Printer(peer).State == PrinterState.Idle, Step);
        output.OnBegin = () =>
        {
            // Between the look and the beginning.
            output.OnBegin = null;
            output.Trouble = DeviceCondition.Offline;
            output.IsPresent = false;
        };
        MemoryLink link = Send(peer);
        peer.Until(() => Printer(peer).State == PrinterState.Stopped, Step);
        Pass(peer, Limits.DevicePollMilliseconds * 3);
        output.Trouble = 0;
        output.IsPresent = true;
        Assert.Equal(ByteSource.End, peer.EndOf(link, Step));
        IsPrinted(peer);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhileAClientSaysNothingWhatTheDeviceIsLikeIsTold(bool hasBegun)
    {
        using RunningPeer peer = Board(0);
        MemoryLink link = peer.Connect(Limits.RawPort);
        if (hasBegun)
        {
            RunningPeer.Send(link, "begun");
        }

        peer.Until(() => hasBegun ? peer.Test.Output.Taken == 5 : IsServing(peer), Step);
        long most = peer.Test.Clock.Milliseconds + (hasBegun ? Limits.RawSilenceMilliseconds : Limits.RawFirstMilliseconds) / 2;
        for (int i = 0; i < 2; i++)
        {
            peer.Test.Output.Trouble = DeviceCondition.MediaEmpty;
            peer.Until(() => (Printer(peer).Reasons & PrinterReasons.MediaEmpty) != 0, Step);
            peer.Test.Output.Trouble = 0;
            peer.Until(() => (Printer(peer).Reasons & PrinterReasons.MediaEmpty) == 0, Step);
        }

        // Nobody's patience was at its end yet.
        Assert.True(peer.Test.Clock.Milliseconds < most);
        RunningPeer.Send(link, "said");
        link.FinishSending();
        Assert.Equal(ByteSource.End, peer.EndOf(link, Step));
        Assert.Equal(hasBegun ? "begunsaid" : "said", Encoding.Latin1.GetString(Assert.Single(peer.Test.Output.Documents)));
        peer.Until(() => Printer(peer).State == PrinterState.Idle, Step);
    }

    [Fact]
    public void SoItIsWhileAClientWaitsForAPlace()
    {
        using ManualResetEventSlim release = new ManualResetEventSlim();
        using RunningPeer peer = Board(0);
        Fill(peer, release);
        MemoryLink link = Send(peer);
        peer.Until(() => IsServing(peer), Step);
        peer.Test.Output.Trouble = DeviceCondition.MediaEmpty;
        peer.Until(() => Printer(peer).State == PrinterState.Stopped, Step);
        peer.Test.Output.Trouble = 0;
        peer.Until(() => Printer(peer).State == PrinterState.Idle, Step);
        Assert.Equal(0, peer.Test.Output.Begins);
        release.Set();
        Assert.Equal(ByteSource.End, peer.EndOf(link, Step));
        IsPrinted(peer);
    }

    [Fact]
    public void BehindAStatusPageThatWaitsForPaperBothArePrinted()
    {
        using RunningPeer peer = Board(DeviceCondition.MediaEmpty);
        peer.Until(() => Printer(peer).State == PrinterState.Stopped, Step);
        Thread button = new Thread(peer.Test.Peer.PrintStatus);
        button.Start();
        peer.Until(() => Printer(peer).Waiting == 1, Step);

        // There is no room for another Job.
        MemoryLink link = Send(peer);
        Pass(peer, Limits.DevicePollMilliseconds * 3);
        peer.Test.Output.Trouble = 0;
        Assert.Equal(ByteSource.End, peer.EndOf(link, Step));
        peer.Until(() => !button.IsAlive, Step);
        Assert.Equal(2, peer.Test.Output.Documents.Count);
        Assert.Equal(Document, peer.Test.Output.Documents[1]);
    }

    [Theory]
    [InlineData("no client")]
    [InlineData("first octet")]
    [InlineData("mid-document")]
    [InlineData("paper")]
    [InlineData("room")]
    [InlineData("place")]
    public void WhateverItWaitsForItEndsWhenThePeerIsStopped(string awaited)
    {
        using ManualResetEventSlim release = new ManualResetEventSlim();
        RunningPeer peer = Board(awaited is "paper" or "room" ? DeviceCondition.MediaEmpty : 0);
        Thread button = new Thread(peer.Test.Peer.PrintStatus);
        if (awaited is "paper" or "room")
        {
            peer.Until(() => Printer(peer).State == PrinterState.Stopped, Step);
        }

        if (awaited == "room")
        {
            button.Start();
            peer.Until(() => Printer(peer).Waiting == 1, Step);
        }

        if (awaited == "place")
        {
            Fill(peer, release);
        }

        if (awaited != "no client")
        {
            MemoryLink link = peer.Connect(Limits.RawPort);
            if (awaited != "first octet")
            {
                RunningPeer.Send(link, "begun");
            }

            peer.Until(() => awaited == "mid-document" ? peer.Test.Output.Taken == 5 : awaited == "paper" ? Printer(peer).Waiting == 1 : IsServing(peer), Step);
        }

        Pass(peer, Limits.DevicePollMilliseconds * 3);
        Assert.Equal("", peer.Test.Peer.Ended());
        peer.Dispose();
        Assert.False(Assert.Single(Of<Thread[]>(typeof(Peer), peer.Test.Peer, "_printThreads")).IsAlive);
        release.Set();
        if (awaited == "room")
        {
            peer.Until(() => !button.IsAlive, Step);
        }
    }

    private static RunningPeer Board(int trouble)
    {
        return new RunningPeer(
            Profile.SixteenSocketsSmallHeap(),
            test =>
            {
                test.Put("a", "alpha");
                test.Output.Trouble = trouble;
            });
    }

    private static Printer Printer(RunningPeer peer)
    {
        return peer.Test.Peer.Parts.Printers.First!;
    }

    private static MemoryLink Send(RunningPeer peer)
    {
        MemoryLink link = peer.Connect(Limits.RawPort);
        RunningPeer.Send(link, Encoding.Latin1.GetString(Document));
        link.FinishSending();
        return link;
    }

    private static void Say(RunningPeer peer, int conditions)
    {
        peer.Test.Output.Say((byte)conditions, (byte)(conditions >> 8));
    }

    // A connection is being served, to which nothing is visible yet.
    private static bool IsServing(RunningPeer peer)
    {
        RawServer server = Assert.Single(Of<RawServer[]>(typeof(Peer), peer.Test.Peer, "_raws"));
        return Of<DataConnection?[]>(typeof(DataServer), server, "_connections")[0]?.Link is not null;
    }

    private static T Of<T>(Type type, object whose, string field)
    {
        return (T)type.GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(whose)!;
    }

    private static void Pass(RunningPeer peer, int milliseconds)
    {
        long until = peer.Test.Clock.Milliseconds + milliseconds;
        peer.Until(() => peer.Test.Clock.Milliseconds >= until, Step);
    }

    // Both sessions there are have something to do until they are released.
    private static void Fill(RunningPeer peer, ManualResetEventSlim release)
    {
        int held = 0;
        peer.Test.Store.Before = call =>
        {
            if (call == "open a")
            {
                Interlocked.Increment(ref held);
                release.Wait();
            }
        };
        for (int i = 1; i <= peer.Test.Profile.Sessions; i++)
        {
            peer.Ask("GET", "/files/a");
            peer.Until(() => Volatile.Read(ref held) == i, Step);
        }
    }

    private static void IsPrinted(RunningPeer peer)
    {
        Assert.Equal(Document, peer.Test.Output.Documents.Single(static one => one.Length > 0));
        peer.Until(() => Printer(peer).State == PrinterState.Idle, Step);
    }
}
