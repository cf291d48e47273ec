using System;
using System.IO;
using System.Text;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Simulation;
using static PeerDevice.Companion.Tests.ScriptedServer;

namespace PeerDevice.Companion.Tests;

/// <content>What is here already, and folders: their lists, and where their names lead.</content>
public sealed partial class DownloadTests
{
    [Fact]
    public void APartOfSomebodyElseIsLeftAlone()
    {
        File.WriteAllText(_temp["file.part"], "mine");
        Assert.Equal(1, Get(new FileServer(Content, "\"one\"").Network));
        Assert.Equal("mine", File.ReadAllText(_temp["file.part"]));
    }

    [Fact]
    public void WhatIsHereAndDiffersIsNotReplacedUnasked()
    {
        File.WriteAllText(_temp["file"], "mine");
        FileServer server = new(Content, "\"one\"");
        Assert.Equal(1, Get(server.Network));
        Assert.Equal("mine", File.ReadAllText(_temp["file"]));
        Assert.Contains("--force", _complained.ToString(), StringComparison.Ordinal);

        // The same length is not the same content.
        File.WriteAllBytes(_temp["file"], Noise(Content.Length, 3));
        Assert.Equal(1, Get(server.Network));
        Assert.Equal(Noise(Content.Length, 3), File.ReadAllBytes(_temp["file"]));
        Assert.Equal(["file"], Names());

        Assert.Equal(0, Get(server.Network, force: true));
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
    }

    [Fact]
    public void WhatIsHereAlreadyIsSkippedAndTold()
    {
        FileServer server = new(Content, "\"one\"");
        Assert.Equal(0, Get(server.Network));
        int before = server.Network.Requests.Count;
        Assert.Equal(0, Get(server.Network));
        Assert.Contains("skipped", _said.ToString(), StringComparison.Ordinal);
        Assert.Equal(before + 1, server.Network.Requests.Count); // only asked what it is

        // Another time but the same content: looked at, and left as it is.
        File.SetLastWriteTimeUtc(_temp["file"], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(0, Get(server.Network));
        Assert.Equal(["file"], Names());
    }

    [Theory]
    [InlineData("/files/d/../../escape"), InlineData("/files/d/%2e%2e/escape"), InlineData("/files/d/..%2fescape"), InlineData("/escape")]
    [InlineData("/files/d/.."), InlineData("/files/d/%2e%2e"), InlineData("/files/d/a%5Cb"), InlineData("/files/d/a%0Ab"), InlineData("/files/d/a%00b")]
    [InlineData("/files/d/.peer"), InlineData("http://elsewhere/files/d/../escape"), InlineData("/files/d//etc/passwd"), InlineData("")]
    public void ANameFromAServerNeverLeavesTheFolder(string href)
    {
        string dest = _temp.Folder("dest");
        ScriptedServer server = new(request => request.Method != "PROPFIND" ? Text(200, "evil", "ETag: \"x\"")
            : request["Depth"] == "0" ? Listed("/files/d/", -1)
            : Listing(Response("/files/d/", -1) + Response(href, 4) + Response("/files/d/good", 4)));
        Assert.Equal(1, Get(server, "server/files/d", dest + "/"));
        Assert.Equal(["d"], Names(dest));
        Assert.Equal(["good"], Names(Path.Combine(dest, "d")));
        Assert.Equal(["dest"], Names());
        Assert.NotEqual("", _complained.ToString());
    }

    [Fact]
    public void ALinkInTheDestinationIsNotFollowedOut()
    {
        string outside = _temp.Folder("outside");
        string dest = _temp.Folder("dest");
        Directory.CreateSymbolicLink(Path.Combine(_temp.Folder("dest/d"), "sub"), outside);
        File.CreateSymbolicLink(Path.Combine(dest, "d", "good"), Path.Combine(outside, "target"));
        ScriptedServer server = new(request => request.Method != "PROPFIND" ? Text(200, "evil", "ETag: \"x\"")
            : request["Depth"] == "0" ? Listed("/files/d/", -1)
            : request.Target.EndsWith("sub/", StringComparison.Ordinal) ? Listing(Response("/files/d/sub/", -1) + Response("/files/d/sub/x", 4))
            : Listing(Response("/files/d/", -1) + Response("/files/d/sub/", -1) + Response("/files/d/good", 4)));
        Assert.Equal(1, Get(server, "server/files/d", dest + "/"));
        Assert.Empty(Names(outside));
    }

    [Fact]
    public void ATreeWithoutEndIsLeft()
    {
        ScriptedServer server = new(request => request["Depth"] == "0" ? Listed("/files/d/", -1)
            : Listing(Response(request.Target, -1) + Response(request.Target + "d/", -1)));
        Assert.Equal(1, Get(server, "server/files/d", _temp.Folder("dest") + "/"));
        Assert.Contains("deeper", _complained.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;\">]><multistatus xmlns=\"DAV:\">&y;</multistatus>")]
    [InlineData("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><multistatus xmlns=\"DAV:\"/>")]
    [InlineData("<html/>"), InlineData("<multistatus xmlns=\"DAV:\">"), InlineData(""), InlineData("\0")]
    public void AListThatMakesNoSenseIsOneSentence(string xml)
    {
        Assert.Equal(1, Get(new ScriptedServer(_ => Text(207, xml))));
        Assert.Single(_complained.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public void AListThatOnlyGoesDeeperIsGivenUpAtOnce()
    {
        // Closed again, so that only its depth speaks against it.
        string deep = new StringBuilder().Insert(0, "<x>", DesktopLimits.MultistatusDepth).ToString()
            + new StringBuilder().Insert(0, "</x>", DesktopLimits.MultistatusDepth).ToString();
        string list = Response("/files/file", 4).Replace("</D:response>", deep + "</D:response>", StringComparison.Ordinal);
        Assert.Equal(1, Get(new ScriptedServer(_ => Listing(list))));
        Assert.Contains("makes no sense", _complained.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatGoesTooDeepToListIsToldOf()
    {
        ScriptedServer server = new(request => Listing(Response(request.Target, -1) + Response(request.Target.TrimEnd('/') + "/d/", -1)));
        Teller teller = new(_said, _complained);
        new FileCommands(teller, server, new VirtualClock(), new FakeOffice()).List("server/files/d/", recursive: true);
        Assert.Equal(1, teller.ExitCode);
        Assert.Contains("deeper", _complained.ToString(), StringComparison.Ordinal);
    }

    [Theory, InlineData("[]"), InlineData("\"peer\""), InlineData("7"), InlineData(""), InlineData("{")]
    public void WhatDoesNotDescribeItselfIsNoPeer(string json)
    {
        using RemotePeer peer = new(PeerAddress.Read("server"), new ScriptedServer(_ => Text(200, json)), new VirtualClock());
        Assert.Contains("describe", Assert.Throws<CommandFailure>(() => PeerReport.Of(peer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AServerWithoutWebDavStillGivesAFile()
    {
        ScriptedServer server = new(request => request.Method == "PROPFIND" ? Text(405, "") : Octets(200, Content, "ETag: \"x\""));
        Assert.Equal(0, Get(server));
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
    }
}
