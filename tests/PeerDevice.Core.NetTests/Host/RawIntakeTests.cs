using System;
using System.Linq;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Services;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>Raw intake: every octet, in order, and no end that says more than is true.</summary>
public sealed class RawIntakeTests
{
    private static readonly byte[] Document = Enumerable.Range(0, 100000).Select(i => (byte)((i * 7) ^ (i >> 8))).ToArray();

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(1000, int.MaxValue)]
    [InlineData(int.MaxValue, 1000)]
    [InlineData(7, 3)]
    public void ADocumentReachesTheDeviceOctetByOctet(int fragment, int gulp)
    {
        VirtualClock clock = new VirtualClock();
        SimulatedOutput output = new SimulatedOutput(clock) { Gulp = gulp };
        ScriptLink link = new ScriptLink(clock) { Fragment = fragment };
        link.Send(Document.AsSpan(0, 50000).ToArray()).Wait(Limits.RawSilenceMilliseconds - 1).Send(Document.AsSpan(50000).ToArray()).End();
        Assert.Equal(PrintStatus.Ok, Connection(output, clock).Serve(link));
        Assert.Equal(Document, Assert.Single(output.Documents));
    }

    [Fact]
    public void WithoutABlockToBorrowItGoesThroughTheSmallBuffer()
    {
        VirtualClock clock = new VirtualClock();
        SimulatedOutput output = new SimulatedOutput(clock);
        RawConnection connection = Connection(output, clock, 0);
        Assert.Equal(PrintStatus.Ok, connection.Serve(new ScriptLink(clock).Send(Document).End()));
        Assert.Equal(Document, Assert.Single(output.Documents));
    }

    [Fact]
    public void NothingSentPrintsNothing()
    {
        VirtualClock clock = new VirtualClock();
        SimulatedOutput output = new SimulatedOutput(clock);
        Assert.Equal(PrintStatus.Empty, Connection(output, clock).Serve(new ScriptLink(clock).End()));
        Assert.Equal(PrintStatus.Empty, Connection(output, clock).Serve(new ScriptLink(clock)));
        Assert.Equal(0, output.Begins);
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: board:9100\r\nContent-Length: 9\r\n\r\nBuy this!", false)]
    [InlineData("GET /?Buy+this HTTP/1.1\r\nHost: board:9100\r\n\r\n", false)]
    [InlineData("A line that speaks of HTTP/1.1\nand another", true)]
    [InlineData(" HTTP/1.1\r\n", true)]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001", false)]
    [InlineData("\u0016\u0002\u0001\u0002\u0000\u0001", true)]
    [InlineData("\u0016\u0003", true)]
    [InlineData("LOG ends with HTTP/1.1\r\nand goes on", true)]
    [InlineData("Get / HTTP/1.1\r\n\r\n", true)]
    [InlineData("GET http://board:9100/ HTTP/1.1\r\n\r\n", false)]
    [InlineData("HTTP/1.1 is a protocol\r\n", true)]
    [InlineData("POST /a-path-that-goes-on|-in-the-next-segment HTTP/1.1\r\nHost: board:9100\r\n\r\nBuy this!", false)]
    [InlineData("GET /|?Buy+this HTTP/1.1\r\n\r\n", false)]
    [InlineData("TOTAL |/ 5", true)]
    [InlineData("TOTAL / 5\n|HTTP/1.1\r\n", true)]
    [InlineData("/a/path", true)]
    [InlineData("TOTAL", true)]
    public void NoPageOfABrowserPrints(string sent, bool isPrinted)
    {
        VirtualClock clock = new VirtualClock();
        SimulatedOutput output = new SimulatedOutput(clock);
        ScriptLink link = new ScriptLink(clock);
        Array.ForEach(sent.Split('|'), segment => link.Send(segment));
        int status = Connection(output, clock).Serve(link.End());
        Assert.Equal(isPrinted, status == PrintStatus.Ok);
        Assert.Equal(isPrinted ? new[] { Encoding.ASCII.GetBytes(sent.Replace("|", "")) } : Array.Empty<byte[]>(), output.Documents);
    }

    // An orderly end says that all of it was printed.
    [Theory, InlineData(true), InlineData(false)]
    public void ABrowsersConnectionIsReset(bool hasSpool)
    {
        using RunningPeer peer = new RunningPeer(Profile.SixteenSockets(), hasSpool: hasSpool);
        MemoryLink link = peer.Connect(9100);
        RunningPeer.Send(link, "POST / HTTP/1.1\r\nHost: board:9100\r\nContent-Length: 9\r\n\r\nBuy this!");
        Assert.Equal(ByteSource.Broken, peer.EndOf(link, 10));
        Assert.Equal(0, peer.Test.Output.Begins);

        // The next client is none.
        link = peer.Connect(9100);
        RunningPeer.Send(link, "next");
        link.FinishSending();
        Assert.Equal(ByteSource.End, peer.EndOf(link, 10));
    }

    [Fact]
    public void WhatCameOfAClientThatDiesIsPrintedAndNotCalledWhole()
    {
        for (int cut = 1; cut < Document.Length; cut += 9973)
        {
            VirtualClock clock = new VirtualClock();
            SimulatedOutput output = new SimulatedOutput(clock);
            Assert.Equal(PrintStatus.Interrupted, Connection(output, clock).Serve(new ScriptLink(clock).Send(Document.AsSpan(0, cut).ToArray()).Break()));
            Assert.Equal(Document.AsSpan(0, cut).ToArray(), Assert.Single(output.Documents));
        }
    }

    [Fact]
    public void ASilentClientIsTakenForDeadAfterItsPatience()
    {
        VirtualClock clock = new VirtualClock();
        SimulatedOutput output = new SimulatedOutput(clock);
        long began = clock.Milliseconds;
        Assert.Equal(PrintStatus.Interrupted, Connection(output, clock).Serve(new ScriptLink(clock).Send(Document)));
        Assert.Equal(began + Limits.RawSilenceMilliseconds, clock.Milliseconds);
        Assert.Equal(Document, Assert.Single(output.Documents));
    }

    [Fact]
    public void WhoBringsNothingLetsTheOthersPrintSooner()
    {
        VirtualClock clock = new VirtualClock();
        SimulatedOutput output = new SimulatedOutput(clock);
        long began = clock.Milliseconds;
        Assert.Equal(PrintStatus.Empty, Connection(output, clock).Serve(new ScriptLink(clock)));
        Assert.Equal(began + Limits.RawFirstMilliseconds, clock.Milliseconds);
        Assert.Empty(output.Documents);
    }

    [Fact]
    public void ADeviceThatBreaksAnywhereFailsTheDocument()
    {
        for (int at = 0; at < Document.Length; at += 7919)
        {
            VirtualClock clock = new VirtualClock();
            SimulatedOutput output = new SimulatedOutput(clock) { BreakAt = at };
            Assert.Equal(PrintStatus.DeviceFailed, Connection(output, clock).Serve(new ScriptLink(clock).Send(Document).End()));
            Assert.Equal(Document.AsSpan(0, at).ToArray(), Assert.Single(output.Documents));
        }
    }

    [Fact]
    public void ADeviceWhoseEndCannotBeSeenFailsTheDocument()
    {
        VirtualClock clock = new VirtualClock();
        SimulatedOutput output = new SimulatedOutput(clock) { NeverFinishes = true };
        Assert.Equal(PrintStatus.DeviceFailed, Connection(output, clock).Serve(new ScriptLink(clock).Send(Document).End()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ADeviceThatIsNotThereHoldsTheSenderBackAndThenEverythingArrives(bool isJammed)
    {
        using RunningPeer peer = new RunningPeer(Profile.SixteenSockets(), test =>
        {
            test.Network.Capacity = 4096;
            test.Output.IsPresent = isJammed;
            test.Output.IsJammed = isJammed;
        });
        MemoryLink link = peer.Connect(9100);
        System.Threading.Thread sender = new System.Threading.Thread(() =>
        {
            link.Sink.Write(Document, 0, Document.Length);
            link.FinishSending();
        });
        sender.Start();

        // What is in memory is all that was taken: a link's worth and a block's.
        peer.Until(() => link.Sent >= 4096);
        long before = peer.Test.Clock.Milliseconds;
        peer.Until(() => peer.Test.Clock.Milliseconds > before + 600000, 500);
        Assert.InRange(link.Sent, 4096, (2 * 4096) + 8192);
        Assert.Equal(0, peer.Test.Output.Taken);
        peer.Test.Output.IsPresent = true;
        peer.Test.Output.IsJammed = false;
        Assert.Equal(ByteSource.End, peer.EndOf(link, 10));
        sender.Join();
        Assert.Equal(Document, Assert.Single(peer.Test.Output.Documents));
    }

    [Fact]
    public void WhatTheDeviceSaysReachesWhoeverPrintsAndNobodyAfterwards()
    {
        using RunningPeer peer = new RunningPeer(Profile.SixteenSockets(), test => test.Output.IsBidirectional = true);
        peer.Test.Output.Say(1, 2, 3);
        MemoryLink link = peer.Connect(9100);
        RunningPeer.Send(link, "what are you?");
        peer.Until(() => peer.Test.Output.Taken == 13);
        peer.Test.Output.Say(Encoding.ASCII.GetBytes("a printer"));
        byte[] heard = new byte[100];
        int got = 0;
        peer.Until(
            () =>
            {
                int more = link.Source.Read(heard, got, heard.Length - got);
                got += more > 0 ? more : 0;
                return got == 9;
            },
            10);

        // What it had said before was for nobody.
        Assert.Equal("a printer", Encoding.ASCII.GetString(heard, 0, got));
        peer.Test.Output.Say(9);
        link.FinishSending();
        peer.Until(() => (got = link.Source.Read(heard, 0, heard.Length)) != ByteSource.TimedOut, 10);
        Assert.Equal(1, got);
        Assert.Equal(ByteSource.End, peer.EndOf(link, 10));
        peer.Test.Output.Say(7, 7);
        link = peer.Connect(9100);
        RunningPeer.Send(link, "next");
        link.FinishSending();
        Assert.Equal(ByteSource.End, peer.EndOf(link, 10));
    }

    [Fact]
    public void AJobThatIsCanceledBreaksTheConnection()
    {
        using RunningPeer peer = new RunningPeer(Profile.SixteenSockets());
        MemoryLink link = peer.Connect(9100);
        RunningPeer.Send(link, "the first part");
        peer.Until(() => peer.Test.Output.Taken > 0);
        Printer printer = peer.Test.Peer.Parts.Printers.First!;
        Job[] jobs = new Job[2];
        Assert.Equal(1, printer.List(jobs, false));
        Assert.Equal(PrintStatus.Ok, printer.Cancel(jobs[0].Id, false));

        // It may be broken before it has said anything more.
        link.Sink.Write("the second"u8.ToArray(), 0, "the second"u8.Length);
        Assert.Equal(ByteSource.Broken, peer.EndOf(link, 10));
        Assert.Equal(JobState.Canceled, jobs[0].State);
        Assert.Equal("the first part", Encoding.ASCII.GetString(Assert.Single(peer.Test.Output.Documents)));
    }

    [Fact]
    public void ADeviceThatBreaksInTheMiddleBreaksTheConnection()
    {
        using RunningPeer peer = new RunningPeer(Profile.SixteenSockets(), test => test.Output.BreakAt = 5000);
        MemoryLink link = peer.Connect(9100);
        RunningPeer.Send(link, new string('x', 10000));
        link.FinishSending();
        Assert.Equal(ByteSource.Broken, peer.EndOf(link, 10));
        peer.Until(() => peer.Test.Indicator.Lines.ToArray().Any(line => line.Contains("failed", StringComparison.Ordinal)));

        // The next document is another matter.
        peer.Test.Output.BreakAt = -1;
        link = peer.Connect(9100);
        RunningPeer.Send(link, "next");
        link.FinishSending();
        Assert.Equal(ByteSource.End, peer.EndOf(link, 10));
        Assert.Equal("next", Encoding.ASCII.GetString(peer.Test.Output.Documents[^1]));
    }

    [Fact]
    public void OneDocumentAConnectionInTheOrderOfTheirComing()
    {
        using RunningPeer peer = new RunningPeer(Profile.SixteenSockets());
        MemoryLink[] links = new MemoryLink[5];
        for (int i = 0; i < links.Length; i++)
        {
            links[i] = peer.Connect(9100);
        }

        // The last in line are ready first; the first one decides.
        for (int i = links.Length - 1; i >= 0; i--)
        {
            RunningPeer.Send(links[i], "document " + i);
            links[i].FinishSending();
        }

        Assert.All(links, link => Assert.Equal(ByteSource.End, peer.EndOf(link, 1)));
        Assert.Equal(
            Enumerable.Range(0, links.Length).Select(i => "document " + i),
            peer.Test.Output.Documents.Select(Encoding.ASCII.GetString));
    }

    [Fact]
    public void WhoIsOffOurLinksDoesNotPrintAndIsNotToldOtherwise()
    {
        using RunningPeer peer = new RunningPeer(Profile.SixteenSockets(), test => test.Network.AcceptsOnLink = false);
        MemoryLink link = peer.Connect(9100);
        link.Sink.Write(Document, 0, 1000);
        link.FinishSending();
        Assert.Equal(ByteSource.Broken, peer.EndOf(link, 1));
        Assert.Equal(0, peer.Test.Output.Begins);
    }

    private static RawConnection Connection(SimulatedOutput output, VirtualClock clock, int blocks = 1)
    {
        Printer printer = new Printer(new PrinterSetup { Name = "desk" }, output, new RawLanguage(), new JobNumbers(null, new SeededRandom(1)), null, clock, Profile.SixteenSockets());
        return new RawConnection(new Intake(printer, clock, new BlockPool(blocks, 8192), 512));
    }
}
