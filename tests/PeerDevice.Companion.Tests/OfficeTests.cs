using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Tests;

/// <summary>The commands about all peers at once, over peers that are scripted.</summary>
public sealed class OfficeTests
{
    private const string Hub = """
        {"id":"01","name":"hub","version":"0.1.0","kind":"board","services":{"http":80},"limits":{"sessions":8},
        "outputDevice":{"name":"TM-T20","ready":true,"printer":"hub","state":"stopped","reasons":["media-empty"],"message":"out of paper","accepting":true,"jobs":2},
        "store":{"present":true,"writable":true},
        "peers":[{"name":"far\u0007","id":"09","kind":"board","address":"10.77.0.9","port":80,"here":true,"seen":4,"hops":1},{"name":"no address","port":80},{"name":"odd","address":"example.org","port":80,"here":true}]}
        """;

    private const string Quota = """
        <?xml version="1.0"?><multistatus xmlns="DAV:"><response><href>/files/</href><propstat><prop><quota-available-bytes>1073741824</quota-available-bytes></prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>
        """;

    private readonly StringWriter _said = new();
    private readonly StringWriter _complained = new();
    private readonly FakeOffice _office = new(new FoundPeer("hub", "01", "board", "10.77.0.2", 80) { Seen = 300 });
    private Func<ScriptedServer.Request, ScriptedServer.Reply> _script = static request =>
        request.Method == "PROPFIND" ? ScriptedServer.Text(207, Quota) : ScriptedServer.Text(200, Hub);

    [Fact]
    public void TheOfficeIsListedWithWhatEachHas()
    {
        Commands().List();
        string[] lines = Lines();
        Assert.Equal(2, lines.Length);
        Assert.Equal("NAME  KIND   PRINTER                                 SPACE         ADDRESS", lines[0]);
        Assert.Equal("hub   board  TM-T20: stopped (out of paper), 2 jobs  1.0 GiB free  10.77.0.2:80", lines[1]);
    }

    [Fact]
    public void WhoDoesNotAnswerIsListedAsSuch()
    {
        _script = static _ => ScriptedServer.Text(500, "");
        Commands().List();
        Assert.Contains("does not answer", Lines()[1], StringComparison.Ordinal);
        _office.Here.Clear();
        Commands().List();
        Assert.Contains("no peer was heard", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhoIsHereIsToldWithHowThatIsKnown()
    {
        _office.Here.Add(new FoundPeer("told", "", "", "10.77.0.3", 81) { Hops = 1 });
        _office.Here.Add(new FoundPeer("gone", "07", "board", "10.77.0.4", 80) { IsHere = false, Seen = 86_000 });
        Commands().Who();
        string said = _said.ToString();
        Assert.Matches("hub +01 +board +5 min ago +heard +10.77.0.2:80", said);
        Assert.Matches("told +- +- +now +told by others +10.77.0.3:81", said);
        Assert.Matches("gone +07 +board +23 h ago +gone +10.77.0.4:80", said);
    }

    [Fact]
    public void AReportTellsOfOthersAndNothingOfItActsOnATerminal()
    {
        using RemotePeer peer = new(new PeerAddress("10.77.0.2", 80, PeerAddress.Files), new ScriptedServer(_script), new FakeClock());
        PeerReport report = PeerReport.Find(peer)!;
        FoundPeer far = Assert.Single(report.Peers);
        Assert.Equal("far?", far.Name);
        Assert.Equal("10.77.0.9:80", far.Authority);
        Assert.Equal(1, far.Hops);
        Assert.Equal(4, far.Seen);
    }

    [Theory]
    [InlineData("fd77::2", "[fd77::2]:80")]
    [InlineData("2001:db8:0:1::2", "[2001:db8:0:1::2]:80")]
    [InlineData("fe80::2%3", "[fe80::2%3]:80")]
    [InlineData("10.77.0.2", "10.77.0.2:80")]
    [InlineData("fe80::2", null)]
    [InlineData("fe80::2%", null)]
    [InlineData("fe80::2%0", null)]
    [InlineData("fe80::2%eth0", null)]
    [InlineData("fe80::2%3/../x", null)]
    [InlineData("fd77::2%3", null)]
    [InlineData("[fd77::2]", null)]
    [InlineData("::1", null)]
    [InlineData("::", null)]
    [InlineData("::ffff:10.77.0.2", null)]
    [InlineData("ff02::fb%3", null)]
    [InlineData("127.0.0.1.nip.example", null)]
    [InlineData("", null)]
    public void APeerThatHasAnAddressOfIpv6AloneIsKnownByIt(string address, string? authority)
    {
        _script = _ => ScriptedServer.Text(200, """{"id":"01","name":"own","peers":[{"name":"six","address":"ADDRESS","port":80,"here":true}]}""".Replace("ADDRESS", address, StringComparison.Ordinal));
        using RemotePeer peer = new(new PeerAddress("127.0.0.1", 8631, PeerAddress.Files), new ScriptedServer(_script), new FakeClock());
        IReadOnlyList<FoundPeer> peers = PeerReport.Find(peer)!.Peers;
        Assert.Equal(authority, peers.Count == 0 ? null : peers[0].Authority);
        if (authority is not null)
        {
            Assert.Equal(PeerAddress.Read(authority + "/files/a").Host, peers[0].Host);
        }
    }

    [Fact]
    public void AFileIsFoundWhereverItIs()
    {
        _script = static request => ScriptedServer.Text(207, """<?xml version="1.0"?><multistatus xmlns="DAV:">""" + string.Concat(request.Target switch
        {
            "/files/" => [Folder("/files/"), Folder("/files/photos/"), File("/files/letter.txt", 5)],
            "/files/photos/" => [Folder("/files/photos/"), File("/files/photos/Letter%20home.jpg", 2048)],
            _ => Array.Empty<string>(),
        }) + "</multistatus>");
        Commands().Find("letter");
        Assert.Equal(["hub:/letter.txt  5 B", "hub:/photos/Letter home.jpg  2.0 KiB"], Lines());
        Assert.Contains("is called", Assert.Throws<CommandFailure>(() => Commands().Find("nowhere")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("let", "LETTER.txt", true)]
    [InlineData("*.jpg", "a.JPG", true)]
    [InlineData("*.jpg", "a.jpg.txt", false)]
    [InlineData("l?tter.txt", "letter.txt", true)]
    [InlineData("ü", "Grüße", true)]
    public void ANameIsMeantByAPartOfItOrAsAWhole(string wanted, string name, bool isHit)
    {
        Assert.Equal(isHit, OfficeCommands.IsHit(wanted, name));
    }

    [Fact]
    public void WhoComesChangesAndGoesIsToldAsItHappens()
    {
        FakeClock clock = new();
        int turn = 0;
        LivingOffice office = new(() =>
        {
            turn++;
            return turn switch
            {
                1 => [new FoundPeer("hub", "01", "board", "10.77.0.2", 80)],
                2 => [new FoundPeer("hub", "01", "board", "10.77.0.9", 80), new FoundPeer("new", "02", "board", "10.77.0.3", 80)],
                _ => [new FoundPeer("new", "02", "board", "10.77.0.3", 80)],
            };
        });
        new WatchCommand(new Teller(_said, _complained), new ScriptedServer(_script), clock, office).Run(2 * DesktopLimits.WatchPause / 1000);
        string[] lines = Lines();
        Assert.StartsWith("+ hub", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, static line => line.StartsWith("* hub", StringComparison.Ordinal) && line.EndsWith("10.77.0.9:80", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("+ new", StringComparison.Ordinal));
        Assert.Equal("- hub", lines[^1]);
    }

    [Fact]
    public void TwoOfOneNameAreTwo()
    {
        FakeClock clock = new();
        int turn = 0;
        LivingOffice office = new(() => turn++ == 0
            ? [new FoundPeer("hub", "01", "board", "10.77.0.2", 80), new FoundPeer("hub", "02", "board", "10.77.0.3", 80), new FoundPeer("hub", "", "board", "10.77.0.4", 80)]
            : [new FoundPeer("hub", "02", "board", "10.77.0.3", 80)]);
        new WatchCommand(new Teller(_said, _complained), new ScriptedServer(_script), clock, office).Run(2 * DesktopLimits.WatchPause / 1000);
        Assert.Equal(["+", "+", "+", "-", "-"], Lines().Select(static line => line[..1]));
    }

    [Fact]
    public void WhatWasObservedIsMergedBeforeWhatWasTold()
    {
        FoundPeer[] found = [new("hub", "01", "board", "10.77.0.2", 80), new("hub", "01", "board", "10.77.0.2", 80)];
        FoundPeer[] known = [new("hub", "01", "board", "127.0.0.1", 8631) { IsThisPc = true }, new("b", "", "", "10.77.0.2", 80) { Hops = 2 }, new("a", "", "", "10.77.0.3", 80)];
        List<FoundPeer> all = Office.Merge(found, known);
        Assert.Equal(["a", "hub"], all.Select(static one => one.Name));
        Assert.True(all[1].IsThisPc);
        Assert.Equal("10.77.0.2:80", all[1].Authority);
    }

    private static string Folder(string href) => $"<response><href>{href}</href><propstat><prop><resourcetype><collection/></resourcetype></prop><status>HTTP/1.1 200 OK</status></propstat></response>";

    private static string File(string href, int length) => $"<response><href>{href}</href><propstat><prop><resourcetype/><getcontentlength>{length}</getcontentlength></prop><status>HTTP/1.1 200 OK</status></propstat></response>";

    private OfficeCommands Commands() => new(new Teller(_said, _complained), new ScriptedServer(_script), new FakeClock(), _office);

    private string[] Lines() => _said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private sealed class LivingOffice(Func<List<FoundPeer>> look) : IOffice
    {
        public List<FoundPeer> Look(string? wanted) => look();
    }
}
