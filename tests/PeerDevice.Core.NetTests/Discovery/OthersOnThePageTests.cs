using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;

namespace PeerDevice.Tests.Discovery;

/// <summary>Who else is here, on the page for people: names are text whoever chose them, and what is shown has a bound.</summary>
public sealed class OthersOnThePageTests
{
    private readonly TestPeer _peer = new();
    private readonly PeerDirectory _known = new(100);

    public OthersOnThePageTests() => _peer.Neighbours.Meet(_known);

    [Fact]
    public void OthersStandThereWithTheirLinkAndTheirPrinter()
    {
        Know("hub", 2, 80);
        Know("annex", 3, 8631);
        Know("quiet", 4, 80);
        Know("bare", 5, 80);
        _known.Answered(At(2, 80), "hub", "1", "board", PrinterState.Stopped, 1, _peer.Clock.Milliseconds);
        _known.Answered(At(3, 8631), "annex", "2", "companion", KnownPeer.NoPrinter, 1, _peer.Clock.Milliseconds);
        string page = Page();
        Assert.Contains("<h2>Others here</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"http://10.77.0.2:80/\">hub</a> (board): printer stopped\n", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"http://10.77.0.3:8631/\">annex</a> (companion)\n", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"http://10.77.0.5:80/\">bare</a>\n", page, StringComparison.Ordinal);

        // One of IPv6 alone has its link too, unless that would lead to a link of ours.
        Assert.True(_known.Told(new KnownPeer { Name = "six", Ipv6 = "fd77::5", Port = 8631, IsHere = true }, 0, _peer.Clock.Milliseconds));
        Assert.True(_known.Told(new KnownPeer { Name = "near", Ipv6 = "fe80::5%2", Port = 8631, IsHere = true }, 0, _peer.Clock.Milliseconds));
        page = Page();
        Assert.Contains("<a href=\"http://[fd77::5]:8631/\">six</a>\n", page, StringComparison.Ordinal);
        Assert.Contains("<li>near\n", page, StringComparison.Ordinal);

        // Who is gone is not shown.
        _known.Failed(At(4, 80), _peer.Clock.Milliseconds);
        Assert.DoesNotContain("quiet", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void ProgramsAreToldWhatTheOthersServeAsTheyToldIt()
    {
        Know("hub", 2, 80);
        Know("annex", 3, 8631);
        Know("quiet", 4, 80);
        _known.Answered(At(2, 80), "hub", "1", "board", PrinterState.Stopped, 1 + 2 + 4, _peer.Clock.Milliseconds);
        _known.Answered(At(3, 8631), "annex", "2", "companion", KnownPeer.NoPrinter, 1 + 8 + 16, _peer.Clock.Milliseconds);
        string report = _peer.Ask("GET", "/.well-known/peerdevice").Text;
        Assert.Contains("\"reachable\":true,\"services\":[\"http\",\"raw\",\"lpd\"],\"printer\":\"stopped\",\"seen\":0,", report, StringComparison.Ordinal);
        Assert.Contains("\"reachable\":true,\"services\":[\"http\",\"ipp\",\"snmp\"],\"seen\":0,", report, StringComparison.Ordinal);
        Assert.Contains("\"port\":80,\"here\":true,\"seen\":0,", report, StringComparison.Ordinal);
    }

    /// <summary>The fear: a peer that gave way to another of its name is told of by the other's.</summary>
    [Fact]
    public void WhoGaveWayToAnotherOfItsNameTellsWhatItIsFoundBy()
    {
        Assert.DoesNotContain("instance", _peer.Ask("GET", "/.well-known/peerdevice").Text, StringComparison.Ordinal);
        OwnLabel label = OwnLabel.Instance("Hub \"1\"");
        _peer.Peer.Parts.Status.Label = label;
        label.Next();
        byte[] told = Encoding.UTF8.GetBytes(_peer.Ask("GET", "/.well-known/peerdevice").Text);
        Assert.Contains("\",\"instance\":\"Hub \\\"1\\\" (2)\",\"version\":", Encoding.UTF8.GetString(told), StringComparison.Ordinal);
        ReportReader report = new(new ScriptedSource(told, 100), 10_000);
        Assert.True(report.Read(_known, new MemoryNetwork(_peer.Clock), 0));
        Assert.Equal("Hub \"1\" (2)", report.Name);
    }

    [Fact]
    public void WithoutOthersThePageIsWhatItWas()
    {
        string alone = Page();
        _peer.Neighbours.Meet(null);
        Assert.Equal(Page(), alone);
        Assert.DoesNotContain("Others", alone, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("</a></section><script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("&lt;script&gt;")]
    [InlineData("a\u0000b\u0007\u001b[2J")]
    [InlineData("\uFFFE\uFFFF")]
    [InlineData("<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<")]
    public void ANameIsTextWhateverIsInIt(string name)
    {
        int tags = Page().Count(static c => c == '<');
        Know(name, 2, 80);
        _known.Answered(At(2, 80), name, "1", name, PrinterState.Idle, 1, _peer.Clock.Milliseconds);
        string page = Page();
        string line = page.Split('\n').Single(static line => line.Contains("10.77.0.2", StringComparison.Ordinal));
        Match match = Regex.Match(line, "^<li><a href=\"http://10\\.77\\.0\\.2:80/\">([^<>\"']*)</a> \\(([^<>\"']*)\\): printer idle$");
        Assert.True(match.Success, line);
        Assert.DoesNotContain(match.Groups[1].Value, static c => char.IsControl(c));
        Assert.DoesNotMatch("&(?!(amp|lt|gt|quot|apos|#39);)", match.Groups[1].Value);

        // Section, its head and its end, a list, an item and a link: seven tags and the end of the link, and no more.
        Assert.Equal(tags + 9, page.Count(static c => c == '<'));
    }

    [Fact]
    public void NoMoreAreShownThanABoardsPageMayHave()
    {
        for (int i = 0; i < 90; i++)
        {
            Know("peer " + i.ToString(CultureInfo.InvariantCulture), 2, 1000 + i);
        }

        string page = Page();
        Assert.Equal(Limits.PagePeers, Regex.Count(page, "<li>"));
        Assert.EndsWith("</body></html>\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"outputDevice\":{\"name\":\"serial\",\"state\":\"processing\",\"reasons\":[\"none\"],\"jobs\":2}", PrinterState.Processing)]
    [InlineData("\"outputDevice\":null", KnownPeer.NoPrinter)]
    [InlineData("\"outputDevice\":{\"state\":\"<b>\"}", KnownPeer.Unknown)]
    [InlineData("\"outputDevice\":{\"state\":[{}]}", KnownPeer.Unknown)]
    [InlineData("\"outputDevice\":7", KnownPeer.Unknown)]
    [InlineData("\"store\":{\"state\":\"idle\"}", KnownPeer.Unknown)]
    public void TheStateOfAPrinterIsReadFromItsPeersReport(string member, int state)
    {
        ReportReader report = new(new ScriptedSource(Encoding.UTF8.GetBytes("{\"id\":\"7\",\"name\":\"hub\"," + member + ",\"peers\":[]}"), 100), 10_000);
        Assert.True(report.Read(_known, _peer.Network, 0));
        Assert.Equal(state, report.Printer);
        Assert.Equal("hub", report.Name);
    }

    private static KnownPeer At(int host, int port) => new() { Address = Ipv4.Read("10.77.0." + host.ToString(CultureInfo.InvariantCulture)), Port = port };

    private string Page()
    {
        Answer answer = _peer.Ask("GET", "/");
        Assert.True(answer.IsWhole);
        return Encoding.UTF8.GetString(answer.Content);
    }

    private void Know(string name, int host, int port) =>
        Assert.True(_known.Told(new KnownPeer { Name = name, Address = At(host, port).Address, Port = port, IsHere = true }, 0, _peer.Clock.Milliseconds));
}
