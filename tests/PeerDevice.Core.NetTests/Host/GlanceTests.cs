using System.Linq;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Status;

namespace PeerDevice.Tests.Host;

/// <summary>What a light and a small display tell of a peer.</summary>
public sealed class GlanceTests
{
    [Fact]
    public void WhenAllIsWellThereIsNameAddressAndPrinter()
    {
        TestPeer peer = Peer("Bücherei Süd");
        Assert.Equal(Condition.Serving, peer.Peer.Glance.Look());
        Assert.Equal(new[] { "Bucherei Sud", "192.168.1.5", "printer idle", "" }, peer.Peer.Glance.Lines(21, 4));
    }

    [Fact]
    public void WhatIsMissingIsSaidInWords()
    {
        TestPeer peer = Peer("desk");
        BoardFacts board = peer.Peer.Sheet.Board;
        peer.Store.Status = StoreStatus.Absent;
        peer.Store.FailsNow = _ => true;
        Assert.Equal(Condition.Degraded, peer.Peer.Glance.Look());
        Assert.Contains("no card", peer.Peer.Glance.Lines(21, 8));
        peer.Store.FailsNow = null;
        Assert.Equal(Condition.Serving, peer.Peer.Glance.Look());

        peer.Clock.ForgetTime();
        Assert.Equal(Condition.Serving, peer.Peer.Glance.Look());
        Assert.Contains("time not known", peer.Peer.Glance.Lines(21, 8));

        board.Address = "";
        board.AddressWords = "no address: is the cable in?";
        Assert.Equal(Condition.Degraded, peer.Peer.Glance.Look());
        Assert.Equal(new[] { "desk", "no address: is the", "cable in?" }, peer.Peer.Glance.Lines(21, 8).Take(3));

        // Between two machines on one cable an own address is as good as any.
        board.Address = "169.254.7.7";
        board.AddressWords = "nobody gives addresses here, this is the own one";
        Assert.Equal(Condition.Serving, peer.Peer.Glance.Look());
        Assert.Contains("169.254.7.7", peer.Peer.Glance.Lines(21, 8));

        board.Add("peer.cfg: line 3: this is not UTF-8 text");
        Assert.Equal(Condition.Degraded, peer.Peer.Glance.Look());
        Assert.Contains("peer.cfg: line 3:", peer.Peer.Glance.Lines(21, 9));
    }

    [Fact]
    public void APrinterThatStandsStillSaysWhy()
    {
        TestPeer peer = Peer("desk");
        peer.Peer.Parts.Printers.First!.Observe(DeviceCondition.MediaEmpty, -1);
        Assert.Equal(Condition.Degraded, peer.Peer.Glance.Look());
        Assert.Equal(new[] { "The printer is out of", "paper." }, peer.Peer.Glance.Lines(21, 8).Skip(2).Take(2));
    }

    [Fact]
    public void AnotherReasonIsRungForAndTheSameIsNot()
    {
        using AutoResetEvent bell = new(false);
        TestPeer peer = Peer("desk");
        Services.Printing.Printer printer = peer.Peer.Parts.Printers.First!;
        printer.Bell = bell;
        printer.Observe(DeviceCondition.MediaEmpty, -1);
        Assert.True(bell.WaitOne(0));
        printer.Observe(DeviceCondition.CoverOpen, -1);
        Assert.True(bell.WaitOne(0));
        printer.Observe(DeviceCondition.CoverOpen, -1);
        Assert.False(bell.WaitOne(0));
    }

    [Fact]
    public void WhatIsSaidTwiceStandsThereOnce()
    {
        BoardFacts board = new();
        board.Add("peer.cfg: line 3: this is not UTF-8 text");
        board.Add("there is no light on pin 5");
        board.Add("peer.cfg: line 3: this is not UTF-8 text");
        Assert.Equal(2, board.Troubles);
        Assert.Equal("there is no light on pin 5", board.Trouble(1));
    }

    [Fact]
    public void HowFarAJobIsIsToldAsFarAsItIsKnown()
    {
        TestPeer peer = Peer("desk");
        Services.Printing.Printer printer = peer.Peer.Parts.Printers.First!;
        Job job = new() { Name = "x", Origin = Job.ByIpp };
        Assert.Equal(PrintStatus.Ok, printer.Enter(job, true));
        Assert.Equal(PrintStatus.Ok, printer.Receive(job, "", "", out JobDocument? _));
        job.IsAtDoor = true;
        Assert.True(printer.Claim(job));
        Assert.Equal(PrintStatus.Ok, printer.Begun(job));
        Assert.Equal(Condition.Printing, peer.Peer.Glance.Look());
        Assert.Equal("printing", peer.Peer.Glance.Lines(21, 8)[2]);
        job.IsClosed = true;
        job.Octets = 200;
        job.Sent = 84;
        Assert.Equal("printing, 42 %", peer.Peer.Glance.Lines(21, 8)[2]);
        job.Copies = 2;
        Assert.Equal("printing", peer.Peer.Glance.Lines(21, 8)[2]);
    }

    [Fact]
    public void LinesFitWhateverIsTold()
    {
        TestPeer peer = Peer(new string('n', 63));
        peer.Peer.Sheet.Board.Add(new string('x', 100) + " \u4E2D\u6587 end");
        for (int columns = 1; columns < 30; columns++)
        {
            string[] lines = peer.Peer.Glance.Lines(columns, 8);
            Assert.Equal(8, lines.Length);
            Assert.All(lines, line => Assert.True(line.Length <= columns && line.All(c => c is >= ' ' and <= '~')));
        }

        Assert.Empty(peer.Peer.Glance.Lines(21, 0));
    }

    private static TestPeer Peer(string name)
    {
        TestPeer peer = new(name: name);
        peer.Peer.Sheet.Board.Address = "192.168.1.5";
        return peer;
    }
}
