using System;
using System.Globalization;
using System.IO;
using PeerDevice.Companion.Commands;
using PeerDevice.Simulation;
using static PeerDevice.Companion.Tests.ScriptedServer;

namespace PeerDevice.Companion.Tests;

/// <content>What a server does wrong, and what is said of it.</content>
public sealed partial class DownloadTests
{
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

    [Fact]
    public void ALengthThatIsNotThatOfTheSameVersionIsNotTaken()
    {
        const string Tag = "\"one\"";
        ScriptedServer server = new(request => request.Method == "PROPFIND" ? Listed("/files/file", Content.Length, Tag) : Octets(200, Content[..100], "ETag: " + Tag));
        Assert.Equal(1, Get(server));
        Assert.Contains("comes with 100 octets", _complained.ToString(), StringComparison.Ordinal);
        Assert.Empty(Names());
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

    /// <summary>The fear: an octet of the head a second holds a person for minutes.</summary>
    [Fact]
    public void AHeadThatComesOctetByOctetHoldsNobodyForMinutes()
    {
        HastyClock clock = new();
        ScriptedServer server = new(static _ => Raw("HTTP/1.1 207 Multi-Status\r\nServer: " + new string('s', 1000)) with { IsSilentAfter = true }) { Fragment = 1 };
        Assert.Equal(1, Get(server, clock: clock));
        Assert.Contains("gave no answer", _complained.ToString(), StringComparison.Ordinal);
        Assert.InRange(clock.Milliseconds, DesktopLimits.QuestionHead, DesktopLimits.QuestionHead + 10_000);
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
}
