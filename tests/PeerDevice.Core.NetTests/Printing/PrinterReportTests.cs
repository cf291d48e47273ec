using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;

namespace PeerDevice.Tests.Printing;

/// <summary>What people and programs are told of the Printers, and several Printers beside each other.</summary>
public sealed class PrinterReportTests
{
    [Fact]
    public void ThePrinterIsToldOfAsItIs()
    {
        TestPeer peer = new TestPeer();
        JsonElement device = Report(peer).GetProperty("outputDevice");
        Assert.Equal("simulated output", device.GetProperty("name").GetString());
        Assert.True(device.GetProperty("ready").GetBoolean());
        Assert.Equal("desk", device.GetProperty("printer").GetString());
        Assert.Equal("idle", device.GetProperty("state").GetString());
        Assert.Empty(device.GetProperty("reasons").EnumerateArray());
        Assert.Equal("", device.GetProperty("message").GetString());
        Assert.True(device.GetProperty("accepting").GetBoolean());
        Assert.Equal(0, device.GetProperty("jobs").GetInt32());

        Services.Printing.Printer printer = peer.Peer.Parts.Printers.First!;
        printer.Observe(DeviceCondition.MediaEmpty | DeviceCondition.CoverOpen, -1);
        printer.Accept(false);
        device = Report(peer).GetProperty("outputDevice");
        Assert.Equal("stopped", device.GetProperty("state").GetString());
        Assert.Equal(new[] { "media-empty", "cover-open" }, device.GetProperty("reasons").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal("The printer is out of paper. A cover is open.", device.GetProperty("message").GetString());
        Assert.False(device.GetProperty("accepting").GetBoolean());
        string page = peer.Ask("GET", "/").Text;
        Assert.Contains("The printer is out of paper. A cover is open.", page);
    }

    [Fact]
    public void SeveralPrintersHaveAPortEachAndAreToldOfEach()
    {
        VirtualClock clock = new VirtualClock { StandsStill = true };
        PrinterModel[] models = { new PrinterModel(clock), new PrinterModel(clock) };
        MemoryNetwork network = new MemoryNetwork(clock);
        Outlet[] outlets = { new Outlet("hall", models[0], new RawLanguage()), new Outlet("attic \"2\"", models[1], new RawLanguage()) };
        PeerSettings settings = new PeerSettings { Name = "pc", HttpPort = 80, RawPort = 9100 };
        Peer peer = new Peer(Profile.Desktop(), new Ground("companion", new PlainStore(clock), network, clock, new SeededRandom(1), new SilentIndicator(), outlets), settings);
        Assert.True(peer.Start());
        for (int i = 0; i < models.Length; i++)
        {
            byte[] document = Encoding.ASCII.GetBytes("for " + i);
            Board.Link link = network.Connect(9100 + i)!;
            Assert.True(link.Sink.Write(document, 0, document.Length));
            link.FinishSending();
            link.SetReadPatience(Limits.RawFirstMilliseconds);
            Assert.Equal(ByteSource.End, link.Source.Read(new byte[10], 0, 10));
            Assert.Equal(document, Assert.Single(models[i].Whole));
        }

        ScriptLink asked = new ScriptLink(clock);
        asked.Send(TestPeer.Request("GET", "/.well-known/peerdevice").Replace("desk", "pc", StringComparison.Ordinal)).End();
        new Session(peer.Parts, null).Serve(asked);
        JsonElement report = JsonDocument.Parse(Answer.All(asked.Received).Single().Text).RootElement;
        Assert.Equal(new[] { "hall", "attic \"2\"" }, report.GetProperty("printers").EnumerateArray().Select(one => one.GetProperty("printer").GetString()));
        Assert.Equal(new[] { 9100, 9101 }, report.GetProperty("printers").EnumerateArray().Select(one => one.GetProperty("raw").GetInt32()));
        Assert.Equal("hall", report.GetProperty("outputDevice").GetProperty("printer").GetString());
        Assert.Same(peer.Parts.Printers.At(1), peer.Parts.Printers.Find("attic \"2\""));
        Assert.Null(peer.Parts.Printers.Find("cellar"));
        using System.Threading.Timer timer = new System.Threading.Timer(_ => clock.Advance(Limits.DeviceRetryMilliseconds), null, 0, 1);
        peer.Stop();
    }

    private static JsonElement Report(TestPeer peer)
    {
        return JsonDocument.Parse(peer.Ask("GET", "/.well-known/peerdevice").Text).RootElement;
    }
}
