using System;
using System.Linq;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Simulation;
using PeerDevice.Tests.Printing;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: a board that serves no IPP, LPD or SNMP says that it does, waits for them, or does not print what it takes.</summary>
public sealed class WithoutOfficeTests
{
    private static readonly byte[] Document = Enumerable.Range(0, 20000).Select(i => (byte)(i * 7)).ToArray();

    [Theory]
    [InlineData("GET", "/ipp/print", 404)]
    [InlineData("GET", "/ipp/print/desk", 404)]
    [InlineData("OPTIONS", "/ipp/print", 404)]
    [InlineData("POST", "/ipp/print", 404)]
    [InlineData("POST", "/ipp/print/desk", 404)]
    [InlineData("POST", "/ipp", 404)]
    [InlineData("POST", "/", 405)]
    [InlineData("POST", "/files/", 405)]
    public void WhereAPrinterWouldBeThereIsNone(string method, string target, int status)
    {
        TestPeer peer = new TestPeer(profile: Profile.SixteenSocketsSmallHeap());
        byte[] content = method == "POST" ? IppCall.To(Operation.PrintJob).Document(Document).Octets() : [];
        for (int i = 0; i < 2; i++)
        {
            Answer answer = peer.Ask(method, target, "Content-Type: application/ipp\r\n", content);
            Assert.Equal(status, answer.Status);
            Assert.Equal(target.StartsWith("/ipp/print", StringComparison.Ordinal) && method != "HEAD", answer.Text.Contains("raw port", StringComparison.Ordinal));
        }

        Assert.Empty(peer.Output.Documents);
    }

    [Fact]
    public void ItsPageOffersNothingThatNeedsIppAndItsReportSaysThatThereIsNone()
    {
        TestPeer peer = new TestPeer(profile: Profile.SixteenSocketsSmallHeap());
        string page = peer.Ask("GET", "/").Text;
        Assert.DoesNotContain("data-printer", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("<section><h2>Printer</h2>", page, StringComparison.Ordinal);
        Assert.Contains(",\"ipp\":false}", peer.Ask("GET", "/.well-known/peerdevice").Text, StringComparison.Ordinal);

        TestPeer full = new TestPeer();
        Assert.Contains("<section data-printer=\"/ipp/print/desk\"><h2>", full.Ask("GET", "/").Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"ipp\":false", full.Ask("GET", "/.well-known/peerdevice").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ItOpensNoPortOfTheirsAndPrintsWhatComesRaw()
    {
        Profile profile = Profile.SixteenSocketsSmallHeap();
        profile.ServesIpp = true;
        profile.ServesLpd = true;
        profile.ServesSnmp = true;
        profile.SpoolOctets = 1 << 20;
        using RunningPeer peer = new RunningPeer(
            profile,
            static test =>
            {
                test.Settings.IppPort = Limits.IppPort;
                test.Settings.LpdPort = Limits.LpdPort;
                test.Settings.SnmpPort = Limits.SnmpPort;
            },
            hasSpool: true);
        Assert.Equal((0, 0, 0), (peer.Test.Peer.IppPort, peer.Test.Peer.LpdPort, peer.Test.Peer.SnmpPort));
        Assert.Null(peer.Test.Network.Connect(Limits.IppPort));
        Assert.Null(peer.Test.Network.Connect(Limits.LpdPort));

        MemoryLink link = peer.Connect(Limits.RawPort);
        RunningPeer.Send(link, Encoding.Latin1.GetString(Document));
        link.FinishSending();
        Assert.Equal(ByteSource.End, peer.EndOf(link, 50));
        Assert.Equal(Document, Assert.Single(peer.Test.Output.Documents));
        Assert.Contains("raw from", peer.Receive(peer.Ask("GET", "/"), 1).Text, StringComparison.Ordinal);

        // Between two connections nothing is kept of the last.
        peer.Until(() => new HeapWeight().Count(peer.Test.Peer, "RawConnection") == 0, Limits.PollInterval);
        Assert.Equal("", peer.Test.Peer.Ended());
        Assert.Equal("", peer.Test.Peer.Stuck());
    }
}
