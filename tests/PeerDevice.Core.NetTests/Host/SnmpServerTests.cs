using System;
using System.Linq;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Host;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;
using PeerDevice.Services.Snmp;
using PeerDevice.Services.Status;
using PeerDevice.Simulation;
using PeerDevice.Tests.Snmp;

namespace PeerDevice.Tests.Host;

/// <summary>The SNMP agent of a whole peer: open where there is something to tell, and not to be brought down.</summary>
public sealed class SnmpServerTests
{
    private const string Status = "1.3.6.1.2.1.25.3.5.1.1.1";
    private const string Errors = "1.3.6.1.2.1.25.3.5.1.2.1";

    private static readonly byte[] Good = SnmpMessage.Ask(1, SnmpMessage.Get, Status, Errors).Encode();

    [Fact]
    public void ThePrintersStateIsTold()
    {
        using RunningPeer peer = new(Profile.SixteenSockets());
        MemoryDatagrams client = peer.Test.Network.OpenDatagrams(0)!;
        Assert.Equal((3, 0x00), Ask(client));
        peer.Test.Output.IsPresent = false;

        // At the next look at the device, two seconds later at most.
        long since = peer.Test.Clock.Milliseconds;
        peer.Until(() => Ask(client) == (1, 0x02), 100);
        Assert.InRange(peer.Test.Clock.Milliseconds - since, 0, 2500);
        peer.Test.Output.IsPresent = true;
        peer.Until(() => Ask(client) == (3, 0x00), 100);
        Assert.Contains(",\"snmp\":161}", peer.Receive(peer.Ask("GET", "/.well-known/peerdevice")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsPrintingIsToldToBe()
    {
        using RunningPeer peer = new(Profile.SixteenSockets());
        MemoryDatagrams client = peer.Test.Network.OpenDatagrams(0)!;
        MemoryLink raw = peer.Connect(9100);
        RunningPeer.Send(raw, "half of a document");
        peer.Until(() => peer.Test.Output.Begins == 1);
        peer.Until(() => Ask(client).Status == 4);
        raw.FinishSending();
        peer.EndOf(raw);
        peer.Until(() => Ask(client).Status == 3);
    }

    [Fact]
    public void BadDatagramsGetNoAnswerAndEndNothing()
    {
        using RunningPeer peer = new(Profile.SixteenSockets());
        MemoryDatagrams client = peer.Test.Network.OpenDatagrams(0)!;
        Random random = new(7);
        for (int i = 0; i < 500; i++)
        {
            byte[] noise = new byte[random.Next(0, 3000)];
            random.NextBytes(noise);

            // A request that is whole but for what stands behind its end, or is too long to be read.
            byte[] bad = (i % 4) switch
            {
                0 => noise,
                1 => Good[..random.Next(Good.Length)],
                2 => [.. Good, .. noise, 0],
                _ => [],
            };
            Assert.True(client.Send(161, bad));

            // The first answer is the good one's: the bad one got none.
            Assert.Equal((3, 0x00), Ask(client));
        }

        Assert.Empty(peer.Test.Indicator.Lines);
    }

    [Fact]
    public void WhoIsNotOnOurLinksIsNotAnswered()
    {
        using RunningPeer peer = new(Profile.SixteenSockets());
        MemoryDatagrams client = peer.Test.Network.OpenDatagrams(0)!;
        peer.Test.Network.AcceptsOnLink = false;
        Assert.True(client.Send(161, SnmpMessage.Ask(1, SnmpMessage.Get, Status).Encode()));
        peer.Test.Network.AcceptsOnLink = true;

        // The one answer there is has both variables.
        Assert.Equal((3, 0x00), Ask(client));
    }

    [Theory]
    [InlineData(4, true, true, false)]
    [InlineData(16, true, true, true)]
    [InlineData(16, false, true, false)]
    [InlineData(16, true, false, false)]
    [InlineData(0, true, true, true)]
    public void ThePortIsOpenWhereThereAreSocketsAPrinterAndNoWordAgainstIt(int sockets, bool hasPrinter, bool isWanted, bool isOpen)
    {
        VirtualClock clock = new();
        MemoryNetwork network = new(clock);
        Profile profile = sockets == 4 ? Profile.FourSockets() : sockets == 16 ? Profile.SixteenSockets() : Profile.Desktop();
        PeerSettings settings = new() { SnmpPort = isWanted ? Limits.SnmpPort : PeerSettings.NoPort };
        Peer peer = new(profile, new Ground("board", new PlainStore(clock), network, clock, new SeededRandom(1), new SilentIndicator(), hasPrinter ? [new Outlet("", new SimulatedOutput(clock), new RawLanguage())] : []) { Office = new PrintOffice() }, settings);
        Assert.True(peer.Start());
        MemoryDatagrams? port = network.OpenDatagrams(Limits.SnmpPort);
        Assert.Equal(isOpen, port is null);
        Assert.Equal(isOpen ? Limits.SnmpPort : 0, peer.SnmpPort);
        peer.Stop();
        port?.Close();
        Assert.NotNull(network.OpenDatagrams(Limits.SnmpPort));
    }

    [Fact]
    public void WithoutItsPortAPeerServesAllTheSameAndSaysSo()
    {
        using RunningPeer peer = new(Profile.SixteenSockets(), test => test.Network.OpenDatagrams(Limits.SnmpPort));
        Assert.Equal(0, peer.Test.Peer.SnmpPort);
        Assert.Contains("UDP port 161 ", Assert.Single(peer.Test.Indicator.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain("snmp", peer.Receive(peer.Ask("GET", "/.well-known/peerdevice")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AFailingPortIsAskedAgain()
    {
        VirtualClock clock = new();
        MemoryNetwork network = new(clock);
        TestPeer test = new();
        FailingDatagrams port = new(network.OpenDatagrams(161)!) { FailingReceives = 3, ThrowingReceives = 2, FailingReplies = 1 };
        SnmpServer server = new(port, new SnmpAgent(new PeerFacts(), [new StagedPrinter()], clock), test.Peer.Parts);
        Thread thread = new(server.Run);
        thread.Start();
        MemoryDatagrams client = network.OpenDatagrams(0)!;
        Assert.True(client.Send(161, SnmpMessage.Ask(1, SnmpMessage.Get, Status).Encode()));

        // That answer did not go; the next does.
        Assert.Equal((3, 0x00), Ask(client));
        Assert.Equal(2, test.Indicator.Lines.Count(line => line.StartsWith("an SNMP request failed: ", StringComparison.Ordinal)));
        server.Stop();
        Assert.True(thread.Join(TimeSpan.FromMinutes(10)));
    }

    private static (long Status, int Errors) Ask(MemoryDatagrams client)
    {
        Assert.True(client.Send(161, Good));
        SnmpMessage answer = SnmpMessage.Decode(client.Receive());
        Assert.Equal([Status, Errors], answer.Bindings.Select(one => one.Name));
        return (answer.Bindings[0].Number, Assert.Single(answer.Bindings[1].Value));
    }
}
