using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Simulation;
using static PeerDevice.Companion.Tests.ScriptedServer;

namespace PeerDevice.Companion.Tests;

/// <summary>What was cut goes on, what changed starts anew, and no server writes where it should not.</summary>
public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Content = Noise(10_007, 1);
    private static readonly byte[] Changed = Noise(9_001, 2);

    private readonly TempFolder _temp = new();
    private readonly StringWriter _said = new();
    private readonly StringWriter _complained = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void AFileArrivesWithItsTime()
    {
        FileServer server = new(Content, "\"one\"");
        Assert.Equal(0, Get(server.Network));
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
        Assert.Equal(new DateTime(2026, 3, 1, 12, 0, 0), File.GetLastWriteTimeUtc(_temp["file"]));
        Assert.Equal(["file"], Names());
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(4095), InlineData(4096), InlineData(10_005), InlineData(10_006)]
    public void WhatIsCutGoesOnByItself(int cut)
    {
        FileServer server = new(Content, "\"one\"") { CutFirst = cut };
        Assert.Equal(0, Get(server.Network));
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
        Assert.Equal(["file"], Names());
        Assert.Equal(cut == 0 ? null : $"bytes={cut}-", server.Last["Range"]);
        Assert.Equal(cut == 0 ? null : "\"one\"", server.Last["If-Range"]);
    }

    [Theory, InlineData(1), InlineData(4096), InlineData(10_006)]
    public void WhatIsCutGoesOnAtTheNextRun(int cut)
    {
        FileServer server = new(Content, "\"one\"") { CutFirst = cut };
        server.Network.ConnectionsLeft = 1;
        Assert.Equal(1, Get(server.Network));
        Assert.Equal(["file.part", "file.part.tag"], Names());
        Assert.Equal(cut, new FileInfo(_temp["file.part"]).Length);

        server.Network.ConnectionsLeft = int.MaxValue;
        Assert.Equal(0, Get(server.Network));
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
        Assert.Equal(["file"], Names());
        Assert.Equal($"bytes={cut}-", server.Last["Range"]);
    }

    [Theory, InlineData(1), InlineData(4096), InlineData(9_500), InlineData(10_006)]
    public void WhatChangedMeanwhileStartsAnewAndIsNeverAMixture(int cut)
    {
        FileServer server = new(Content, "\"one\"") { CutFirst = cut };
        server.Network.ConnectionsLeft = 1;
        Assert.Equal(1, Get(server.Network));
        FileServer later = new(Changed, "\"two\"");
        Assert.Equal(0, Get(later.Network));
        Assert.Equal("\"one\"", later.Last["If-Range"]);
        Assert.Equal(Changed, File.ReadAllBytes(_temp["file"]));
        Assert.Equal(["file"], Names());
    }

    [Fact]
    public void APartThatIsAllThereIsCheckedAndGetsItsName()
    {
        FileServer server = new(Content, "\"one\"");
        WritePart(Content, "\"one\"", Content.Length);
        Assert.Equal(0, Get(server.Network));
        Assert.Equal($"bytes={Content.Length - 1}-", server.Last["Range"]);
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
        Assert.Equal(["file"], Names());
    }

    [Theory]
    [InlineData("bytes 0-10006/10007", "\"one\"")]
    [InlineData("bytes 101-10006/10007", "\"one\"")]
    [InlineData("bytes 100-10006/10007", "\"other\"")]
    [InlineData("bytes 100-200/10007", "\"one\"")]
    [InlineData("bytes 100-10006/*", "\"one\"")]
    [InlineData("lines 100-10006/10007", "\"one\"")]
    [InlineData("", "\"one\"")]
    public void ARestThatIsNotOursIsNotTakenForIt(string range, string tag)
    {
        // A server that lies in its 206 about what it sends: the file must come whole, from the start.
        WritePart(Content[..100], "\"one\"", Content.Length);
        ScriptedServer server = new(request => request.Method == "PROPFIND" ? Listed("/files/file", Content.Length)
            : request["Range"] is null ? Octets(200, Content, "ETag: \"one\"")
            : Octets(206, Changed, "ETag: " + tag, "Content-Range: " + range));
        Assert.Equal(0, Get(server));
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
    }

    [Theory]
    [InlineData(0, "is not what its sender says that it is", "Repr-Digest: sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:")]
    [InlineData(100, "is not what its sender says that it is", "Repr-Digest: sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:")]
    [InlineData(0, "content coding", "Content-Encoding: gzip")]
    [InlineData(100, "content coding", "Content-Encoding: gzip")]
    public void WhatIsNotWhatItShouldBeIsNotThere(int have, string words, string field)
    {
        if (have > 0)
        {
            WritePart(Content[..have], "\"one\"", Content.Length);
        }

        ScriptedServer server = new(request => request.Method == "PROPFIND" ? Listed("/files/file", Content.Length)
            : request["Range"] is null ? Octets(200, Content, "ETag: \"one\"", field)
            : Octets(206, Content[have..], "ETag: \"one\"", field, string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {have}-{Content.Length - 1}/{Content.Length}")));
        Assert.Equal(1, Get(server));
        Assert.Contains(words, _complained.ToString(), StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Fact]
    public void AnOctetNowAndThenHoldsNobodyForEver()
    {
        FileServer server = new(Content, "\"one\"");
        server.Network.Fragment = 100;
        Assert.Equal(1, Get(server.Network, clock: new HastyClock()));
        Assert.Contains("comes too slowly", _complained.ToString(), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(_temp["file.part"]).Length, 1000, 8000);
        Assert.Equal(0, Get(server.Network));
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
        Assert.NotNull(server.Last["Range"]);
    }

    /// <summary>The fear: who has some of an older version is told to try again later, where another run goes on.</summary>
    [Fact]
    public void AVersionThatIsAnotherOnceAndComesSlowlyIsToldAsOneThatGoesOn()
    {
        WritePart(Content[..100], "\"old\"", Content.Length);
        FileServer server = new(Changed, "\"new\"");
        server.Network.Fragment = 100;
        Assert.Equal(1, Get(server.Network, clock: new HastyClock()));
        Assert.Contains("comes too slowly: run the command again, it goes on from there", _complained.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Get(server.Network));
        Assert.NotNull(server.Last["Range"]);
        Assert.Equal(Changed, File.ReadAllBytes(_temp["file"]));
    }

    [Theory, InlineData(0), InlineData(100)]
    public void WhatIsWhatItsSenderSaysIsTaken(int have)
    {
        if (have > 0)
        {
            WritePart(Content[..have], "\"one\"", Content.Length);
        }

        string field = "Repr-Digest: sha-256=:" + Convert.ToBase64String(SHA256.HashData(Content)) + ":";
        ScriptedServer server = new(request => request.Method == "PROPFIND" ? Listed("/files/file", Content.Length)
            : request["Range"] is null ? Octets(200, Content, "ETag: \"one\"", field)
            : Octets(206, Content[have..], "ETag: \"one\"", field, string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {have}-{Content.Length - 1}/{Content.Length}")));
        Assert.Equal(0, Get(server));
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
    }

    [Fact]
    public void ALengthThatIsNotThatOfTheSameVersionIsNotTaken()
    {
        const string Tag = "\"one\"";
        ScriptedServer server = new(request => request.Method == "PROPFIND" ? Listed("/files/file", Content.Length, Tag) : Octets(200, Content[..100], "ETag: " + Tag));
        Assert.Equal(1, Get(server));
        Assert.Contains("comes with 100 octets", _complained.ToString(), StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Fact]
    public void ARangeBeyondTheEndStartsAnew()
    {
        WritePart(Content[..9_500], "\"one\"", Content.Length);
        ScriptedServer server = new(request => request.Method == "PROPFIND" ? Listed("/files/file", Changed.Length)
            : request["Range"] is null ? Octets(200, Changed, "ETag: \"two\"") : Text(416, "", "Content-Range: bytes */9001"));
        Assert.Equal(0, Get(server));
        Assert.Equal(Changed, File.ReadAllBytes(_temp["file"]));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void AServerThatAnswers416ToEverythingIsOneSentence(bool hasPart)
    {
        if (hasPart)
        {
            WritePart(Content[..9_500], "\"one\"", Content.Length);
        }

        ScriptedServer server = new(request => request.Method == "PROPFIND" ? Listed("/files/file", Content.Length) : Text(416, ""));
        Assert.Equal(1, Get(server));
        Assert.Single(_complained.ToString().TrimEnd().Split('\n'));
        Assert.False(File.Exists(_temp["file"]));
    }

    [Theory, InlineData("W/\"weak\""), InlineData("")]
    public void WithoutAStrongTagNothingIsGoneOnWith(string tag)
    {
        FileServer server = new(Content, tag) { CutFirst = 500 };
        Assert.Equal(1, Get(server.Network));
        Assert.Contains("does not say which version it has", _complained.ToString(), StringComparison.Ordinal);
        Assert.Empty(Names());
        Assert.Equal(0, Get(server.Network));
        Assert.Null(server.Last["Range"]);
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
    }

    // A run that is killed leaves what no other run may go on with, and what must not be in its way either.
    [Fact]
    public void WhatAKilledRunLeftWithoutATagIsBegunAnew()
    {
        WritePart(Content[..100], "", Content.Length);
        FileServer server = new(Content, "");
        Assert.Equal(0, Get(server.Network));
        Assert.Null(server.Last["Range"]);
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
        Assert.Equal(["file"], Names());
    }

    [Theory]
    [InlineData("ignored", false), InlineData("broken", false), InlineData("416", false)]
    [InlineData("ignored", true), InlineData("broken", true), InlineData("416", true)]
    public void AServerThatGivesNoRestIsAskedForTheWholeAndNobodyIsToldThatItGoesOn(string range, bool isWholeInTheEnd)
    {
        int asked = 0;
        ScriptedServer server = new(request =>
        {
            if (request.Method == "PROPFIND")
            {
                return Listed("/files/file", Content.Length);
            }

            if (request["Range"] is not null && range != "ignored")
            {
                return range == "416" ? Text(416, "") : Octets(206, Changed, "ETag: \"one\"", "Content-Range: bytes 7-8/9");
            }

            // It breaks off further behind each time, which is no progress.
            asked++;
            Reply whole = Octets(200, Content, "ETag: \"one\"");
            return isWholeInTheEnd && asked == 3 ? whole : whole with { EndAfter = whole.All.Length - 100 + asked };
        });
        Assert.Equal(isWholeInTheEnd ? 0 : 1, Get(server));
        Assert.Contains("comes only as a whole", _said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("changed", _said.ToString(), StringComparison.Ordinal);
        if (isWholeInTheEnd)
        {
            Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
            return;
        }

        Assert.Equal(2 + DesktopLimits.Stalls, asked);
        Assert.Contains("does not give the rest", _complained.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("goes on", _complained.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["file"]));
    }

    [Fact]
    public void WhatIsAnotherVersionEachTimeIsToldAsThat()
    {
        int version = 0;
        ScriptedServer server = new(request =>
        {
            if (request.Method == "PROPFIND")
            {
                return Listed("/files/file", Content.Length);
            }

            version++;
            Reply whole = Octets(200, Content, $"ETag: \"{version}\"");
            return whole with { EndAfter = whole.All.Length - 200 + version };
        });
        Assert.Equal(1, Get(server));
        Assert.Equal(2 + DesktopLimits.Stalls, version);
        Assert.Contains("is being changed", _complained.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("goes on", _complained.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AServerThatAlwaysCutsIsGivenUp()
    {
        ScriptedServer server = new(request => request.Method == "PROPFIND" ? Listed("/files/file", Content.Length)
            : Octets(200, Content, "ETag: \"one\"") with { EndAfter = 1000 });
        Assert.Equal(1, Get(server));
        Assert.Contains("broke off", _complained.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["file"]));
    }

    /// <summary>The fear: a person waits for minutes for a server that only takes the connection, and is told nothing of it.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void AServerThatSaysNothingIsWaitedForNoLongerThanADiskWakes(bool saysNothingAtAll)
    {
        int patience = 0;
        ScriptedServer server = null!;
        server = new(request =>
        {
            patience = server.Patience;
            return request.Method == "PROPFIND" && !saysNothingAtAll ? Listed("/files/file", Content.Length) : Raw("") with { IsSilentAfter = true };
        });
        Assert.Equal(1, Get(server));
        Assert.Equal("peer: server:80 took the connection and gave no answer for 30 s: look at the peer, and try again.", _complained.ToString().Trim());
        Assert.Equal(DesktopLimits.QuestionPatience, patience);
        Assert.Equal(saysNothingAtAll ? 1 : 2, server.Requests.Count);
    }

    [Fact]
    public void WhoHasWorkToDoIsWaitedForLonger()
    {
        int patience = 0;
        ScriptedServer server = null!;
        server = new(request =>
        {
            patience = server.Patience;
            return request.Method == "DELETE" ? Text(204, "") : Listing(Response("/files/folder/", -1));
        });
        new FileCommands(new Teller(_said, _complained), server, new VirtualClock(), new FakeOffice()).Remove(["server/files/folder"], recursive: true);
        Assert.Equal("DELETE", server.Requests[^1].Method);
        Assert.Equal(Limits.ClientAnswer, patience);
    }

    /// <summary>The fear: who is told that it goes on asks again and again a server that gives no octet of the rest.</summary>
    [Theory]
    [InlineData(100, true, "promises the rest and then says nothing; what came is kept, try again later", 2)]
    [InlineData(100, false, "promises the rest and then ends the connection; what came is kept, try again later", 3)]
    [InlineData(0, true, "promises it and then says nothing; try again later", 2)]
    public void AServerThatGivesNoOctetOfWhatItPromisesIsNotSaidToGoOn(int have, bool isSilent, string words, int gets)
    {
        if (have > 0)
        {
            WritePart(Content[..have], "\"one\"", Content.Length);
        }

        ScriptedServer server = new(request =>
        {
            if (request.Method == "PROPFIND")
            {
                return Listed("/files/file", Content.Length);
            }

            Reply reply = have == 0 ? Octets(200, Content, "ETag: \"one\"")
                : Octets(206, Content[have..], "ETag: \"one\"", string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {have}-{Content.Length - 1}/{Content.Length}"));
            byte[] head = reply.All[..^(Content.Length - have)];
            return isSilent ? Raw(head) with { IsSilentAfter = true } : Raw(head) with { EndAfter = head.Length };
        });
        Assert.Equal(1, Get(server));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"broke off after {have} octets: its server {words}."), _complained.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("goes on", _complained.ToString(), StringComparison.Ordinal);
        Assert.Equal(gets, server.Requests.FindAll(static request => request.Method == "GET").Count);
        Assert.Equal(have, new FileInfo(_temp["file.part"]).Length);
    }

    [Fact]
    public void ContentWithoutLengthIsNotTakenForWhole()
    {
        ScriptedServer server = new(request => request.Method == "PROPFIND" ? Listed("/files/file", Content.Length)
            : Raw("HTTP/1.0 200 OK\r\n\r\nonly some of it") with { EndAfter = int.MaxValue - 1 });
        Assert.Equal(1, Get(server));
        Assert.Empty(Names());
    }

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

    [Fact]
    public void ABusyPeerIsAskedAgainAfterTheMomentItNames()
    {
        int asked = 0;
        ScriptedServer server = new(request => ++asked % 2 == 1 ? Text(503, "", "Retry-After: 1")
            : request.Method == "PROPFIND" ? Listed("/files/file", Content.Length) : Octets(200, Content, "ETag: \"x\""));
        Assert.Equal(0, Get(server));
        ScriptedServer always = new(_ => Text(503, "", "Retry-After: 1"));
        Assert.Equal(1, Get(always));
        Assert.Equal(DesktopLimits.BusyAttempts, always.Requests.Count);
        ScriptedServer late = new(_ => Text(503, "", "Retry-After: 3600"));
        Assert.Equal(1, Get(late));
        Assert.Single(late.Requests);
    }

    private static byte[] Noise(int count, int seed)
    {
        byte[] noise = new byte[count];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    private static string Response(string href, long length, string tag = "") => string.Create(CultureInfo.InvariantCulture,
        $"<D:response><D:href>{href}</D:href><D:propstat><D:prop><D:resourcetype>{(length < 0 ? "<D:collection/>" : "")}</D:resourcetype>"
        + $"{(length < 0 ? "" : $"<D:getcontentlength>{length}</D:getcontentlength><D:getlastmodified>Sun, 01 Mar 2026 12:00:00 GMT</D:getlastmodified>")}{(tag.Length == 0 ? "" : $"<D:getetag>{tag}</D:getetag>")}</D:prop>"
        + $"<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>");

    private static Reply Listing(string responses) => Text(207, $"<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\">{responses}</D:multistatus>");

    private static Reply Listed(string href, long length, string tag = "") => Listing(Response(href, length, tag));

    private int Get(ScriptedServer server, string address = "server/files/file", string? to = null, bool force = false, IClock? clock = null)
    {
        Teller teller = new(_said, _complained);
        try
        {
            new FileCommands(teller, server, clock ?? new VirtualClock(), new FakeOffice()).Get(address, to ?? _temp["file"], force);
        }
        catch (CommandFailure failure)
        {
            teller.Complain(failure.Message);
        }

        return teller.ExitCode;
    }

    private string[] Names(string? folder = null)
    {
        string[] names = Directory.GetFileSystemEntries(folder ?? _temp.Path);
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Path.GetFileName(names[i]);
        }

        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    private void WritePart(byte[] content, string tag, long length)
    {
        File.WriteAllBytes(_temp["file.part"], content);
        File.WriteAllText(_temp["file.part.tag"], string.Create(CultureInfo.InvariantCulture, $"peerdevice part 1\nserver/files/file\n{tag}\n{length}\n"), new UTF8Encoding(false));
    }

    /// <summary>A server of one file, right in all it does, that cuts its first answer.</summary>
    // A second passes with each look.
    private sealed class FileServer
    {
        private readonly byte[] _content;
        private readonly string _tag;
        private bool _hasCut;

        public FileServer(byte[] content, string tag)
        {
            _content = content;
            _tag = tag;
            Network = new ScriptedServer(Answer);
        }

        public ScriptedServer Network { get; }

        public int CutFirst { get; init; } = -1;

        public Request Last { get; private set; } = null!;

        private Reply Answer(Request request)
        {
            if (request.Method == "PROPFIND")
            {
                return Listed("/files/file", _content.Length);
            }

            Last = request;
            string[] fields = ["Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT", .. _tag.Length > 0 ? (string[])["ETag: " + _tag] : []];
            int from = request["Range"] is { } range && request["If-Range"] == _tag
                ? int.Parse(range.AsSpan("bytes=".Length, range.Length - "bytes=-".Length), CultureInfo.InvariantCulture)
                : 0;
            Reply reply = from > 0
                ? Octets(206, _content[from..], [.. fields, string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {from}-{_content.Length - 1}/{_content.Length}")])
                : Octets(200, _content, fields);
            if (CutFirst < 0 || _hasCut)
            {
                return reply;
            }

            _hasCut = true;
            return reply with { EndAfter = reply.All.Length - _content.Length + CutFirst };
        }
    }
}
