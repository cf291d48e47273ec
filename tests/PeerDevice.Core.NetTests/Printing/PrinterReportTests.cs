using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Services;
using PeerDevice.Services.Printing;
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
        Peer peer = new Peer(Profile.Desktop(), new Ground("companion", new PlainStore(clock), network, clock, new SeededRandom(1), new SilentIndicator(), outlets) { Office = new PrintOffice() }, settings);
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
        ScriptLink looked = new ScriptLink(clock);
        looked.Send(TestPeer.Request("GET", "/").Replace("desk", "pc", StringComparison.Ordinal)).End();
        new Session(peer.Parts, null).Serve(looked);
        string page = WebUtility.HtmlDecode(Answer.All(looked.Received).Single().Text);
        Assert.Contains("<section data-printer=\"/ipp/print/hall\"><h2>hall</h2>", page);
        Assert.Contains("<section data-printer=\"/ipp/print/attic%20%222%22\"><h2>attic \"2\"</h2>", page);
        Assert.Same(peer.Parts.Printers.At(1), peer.Parts.Printers.Find("attic \"2\""));
        Assert.Null(peer.Parts.Printers.Find("cellar"));
        using System.Threading.Timer timer = new System.Threading.Timer(_ => clock.Elapse(Limits.DeviceRetryMilliseconds), null, 0, 1);
        peer.Stop();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ThePageShowsWhatWaitsInItsOrderAndThenWhatEnded(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        Services.Printing.Printer printer = peer.Peer.Parts.Printers.First!;
        Assert.Empty(Rows(peer));
        Assert.Contains("Nothing waits to be printed.", peer.Ask("GET", "/").Text);

        Job printed = new Job { Name = "letter.txt", User = "ann" };
        byte[] document = new byte[1536];
        Assert.Equal(PrintStatus.Ok, Door(peer).Submit(printed, "", "", new Pieces(document, 1000, 0), null));
        Job canceled = Created(peer, "notes", "bob");
        Assert.Equal(PrintStatus.Ok, printer.Cancel(canceled.Id, true));
        Job held = Created(peer, "", "");
        Assert.Equal(PrintStatus.Ok, printer.Hold(held.Id));
        Job urgent = Created(peer, "urgent", "carol");
        Assert.Equal(PrintStatus.Ok, printer.Set(urgent.Id, null, 90, 0));

        string[] rows = Rows(peer);
        Assert.Equal(4, rows.Length);
        Assert.Equal($"<tr data-job={urgent.Id} data-live><td>urgent<td>carol<td>0 B<td>waiting<td>2025-11-22 08:26", rows[0]);
        Assert.Equal($"<tr data-job={held.Id} data-live><td>Job {held.Id}<td><td>0 B<td>held<td>2025-11-22 08:26", rows[1]);
        Assert.Equal($"<tr data-job={canceled.Id}><td>notes<td>bob<td>0 B<td>canceled<td>2025-11-22 08:26", rows[2]);
        Assert.Equal($"<tr data-job={printed.Id}><td>letter.txt<td>ann<td>1.5 KiB<td>printed<td>2025-11-22 08:26", rows[3]);
        Assert.Contains("<p>2 jobs are printed or wait.", peer.Ask("GET", "/").Text);
    }

    [Fact]
    public void ThePageOfABoardHasRoomForTheLongestNamesAndMakesNoMarkupOfThem()
    {
        TestPeer peer = new TestPeer();
        string name = new string('"', Limits.JobText);
        string user = "<script>" + new string('&', Limits.JobText);
        for (int i = 0; i < peer.Profile.Jobs; i++)
        {
            Created(peer, name, user);
        }

        string page = peer.Ask("GET", "/").Text;
        Assert.EndsWith("</script></body></html>\n", page);
        string[] rows = Rows(peer);
        Assert.Equal(peer.Profile.Jobs, rows.Length);
        Assert.All(rows, row => Assert.Contains("<td>" + WebUtility.HtmlEncode(name) + "<td>&lt;script&gt;&amp;", row.Replace("\"", "&quot;", StringComparison.Ordinal)));
        Assert.Equal(1, page.Split("<script").Length - 1);
    }

    [Fact]
    public void ThePageShowsNoMoreJobsThanItHasRoomFor()
    {
        TestPeer peer = new TestPeer(false);
        for (int i = 0; i < Limits.PageJobs + 5; i++)
        {
            Created(peer, "job " + i, "ann");
        }

        string[] rows = Rows(peer);
        Assert.Equal(Limits.PageJobs, rows.Length);
        Assert.Contains(">job 0<", rows[0]);
        Assert.Contains("<p>45 jobs are printed or wait.", peer.Ask("GET", "/").Text);
    }

    private static Job Created(TestPeer peer, string name, string user)
    {
        Job job = new Job { Name = name, User = user };
        Assert.Equal(PrintStatus.Ok, Door(peer).Create(job));
        return job;
    }

    private static Intake Door(TestPeer peer)
    {
        return new Intake(peer.Peer.Parts.Printers.First!, peer.Clock, new BlockPool(1, 4096), 512);
    }

    private static string[] Rows(TestPeer peer)
    {
        return peer.Ask("GET", "/").Text.Split('\n').Where(line => line.StartsWith("<tr data-job=", StringComparison.Ordinal)).ToArray();
    }

    private static JsonElement Report(TestPeer peer)
    {
        return JsonDocument.Parse(peer.Ask("GET", "/.well-known/peerdevice").Text).RootElement;
    }
}
