using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>Documents that the Printer fetches itself (RFC 8011 §4.2.2, §4.3.2): whole and once or told why not, from nowhere that it should not look, and never without end.</summary>
public sealed class PullTests
{
    private static readonly byte[] Page = Enumerable.Range(0, 30000).Select(i => (byte)(i * 31)).ToArray();
    private static readonly byte[] Short = Encoding.ASCII.GetBytes("A letter of forty octets, no more no less");

    [Fact]
    public void PrintUriPrintsEveryOctet()
    {
        PullRoom room = new();
        room.Whole(Page);
        IppReply reply = room.Print("http://10.77.0.2:8631/files/a%20letter.prn?version=2#page3");
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        Assert.Equal(Page, Assert.Single(room.Peer.Output.Documents));
        Assert.Equal("9", reply.OfJob("job-state"));
        Assert.Equal("10.77.0.2:8631", Assert.Single(room.Called));
        Assert.StartsWith("GET /files/a%20letter.prn?version=2 HTTP/1.1\r\nHost: 10.77.0.2:8631\r\nAccept-Encoding: identity\r\n\r\n", PullRoom.Request(room.Links[0]), StringComparison.Ordinal);
        Assert.True(room.Links[0].IsClosed);
        Assert.Equal("http://10.77.0.2:8631/files/a%20letter.prn?version=2#page3", room.TheJob().OfJob("job-name"));
    }

    [Fact]
    public void ItIsPrintedFromTheSpoolWhereThereIsOne()
    {
        PullRoom room = new(hasSpool: true);
        room.Whole(Page);
        IppReply reply = room.Print(with: w =>
        {
            w.Group(IppTag.JobGroup);
            w.Integer("copies", 2);
        });
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        Assert.Equal("3", reply.OfJob("job-state"));
        Assert.Empty(room.Peer.Output.Documents);
        room.PrintStored();
        Assert.Equal("9", room.TheJob().OfJob("job-state"));
        Assert.Equal(Page.Concat(Page), room.Peer.Output.Documents.SelectMany(d => d));
    }

    [Fact]
    public void SendUriAddsDocumentsToAJob()
    {
        PullRoom room = new();
        int job = IppCall.To(Operation.CreateJob).Ask(room.Peer).Number("job-id");
        room.Whole(Encoding.ASCII.GetBytes("ONE"));
        Assert.Equal(IppStatus.SuccessfulOk, Send(room, job, false).Status);
        Assert.Equal(IppStatus.BadRequest, IppCall.Of(Operation.SendUri, job).With(w => w.Uri("document-uri", PullRoom.Uri)).Ask(room.Peer).Status);
        Assert.Equal(IppStatus.BadRequest, IppCall.Of(Operation.SendUri, job).With(w => w.Boolean("last-document", false)).Ask(room.Peer).Status);
        room.Whole(Encoding.ASCII.GetBytes("TWO"));
        Assert.Equal(IppStatus.SuccessfulOk, Send(room, job, true).Status);
        Assert.Equal("ONETWO", string.Concat(room.Peer.Output.Documents.Select(Encoding.ASCII.GetString)));
        Assert.Equal("9", room.TheJob().OfJob("job-state"));
        Assert.Equal(IppStatus.NotPossible, Send(room, job, true).Status);
        Assert.Equal(2, room.Called.Count);
    }

    [Fact]
    public void ALastSendUriWithoutAnUriEndsTheJob()
    {
        PullRoom room = new();
        int job = IppCall.To(Operation.CreateJob).Ask(room.Peer).Number("job-id");
        room.Whole(Short);
        Assert.Equal(IppStatus.SuccessfulOk, Send(room, job, false).Status);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.SendUri, job).With(w => w.Boolean("last-document", true)).Ask(room.Peer).Status);
        Assert.Equal("9", room.TheJob().OfJob("job-state"));
    }

    [Fact]
    public void WhatItsServerSaysItIsCountsWhereNobodyElseSays()
    {
        // This device prints text in no way of its own, so that everything goes to it as it is.
        PullRoom room = new();
        room.Whole(Short, "Content-Type: Text/Plain; charset=utf-8\r\n");
        Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
        room.Whole(Short, "Content-Type: application/octet-stream\r\n");
        Assert.Equal(IppStatus.DocumentFormatNotSupported, room.Print(with: w => w.MimeMediaType("document-format", "text/plain")).Status);
        Assert.Single(room.Called);
        Assert.Single(room.Peer.Output.Documents);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ACutAtEachOctetIsGoneOnFrom(bool hasSpool)
    {
        for (int cut = 0; cut < Short.Length; cut++)
        {
            PullRoom room = new(hasSpool: hasSpool);
            room.Cut(Short, cut);
            ScriptLink rest = room.Rest(Short, cut);
            Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
            room.PrintStored();
            Assert.Equal(Short, room.Peer.Output.Documents.SelectMany(d => d));
            Assert.Equal("9", room.TheJob().OfJob("job-state"));
            Assert.Contains("\r\nRange: bytes=" + cut.ToString(CultureInfo.InvariantCulture) + "-\r\nIf-Range: \"v1\"\r\n", PullRoom.Request(rest), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ItMayBeCutAgainAndAgain()
    {
        PullRoom room = new();
        room.Cut(Short, 1);
        for (int at = 1; at < 11; at++)
        {
            room.Nobody();
            room.Rest(Short, at, at + 1);
        }

        room.Server().Send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\n\r\n");
        room.Rest(Short, 11);
        Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
        Assert.Equal(Short, room.Peer.Output.Documents.SelectMany(d => d));
    }

    [Fact]
    public void AServerThatKnowsNoRangesIsReadAgainFromTheStart()
    {
        PullRoom room = new();
        room.Cut(Page, 12345);
        room.Cut(Page, 777);
        room.Whole(Page);
        Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
        Assert.Equal(Page, room.Peer.Output.Documents.SelectMany(d => d));
    }

    [Fact]
    public void ACutInWhatIsPassedOverIsGoneOnFromWhereThePrintedEnds()
    {
        PullRoom room = new();
        room.Cut(Page, 12345);
        room.Cut(Page, 777);
        room.Rest(Page, 12345);
        Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
        Assert.Equal(Page, room.Peer.Output.Documents.SelectMany(d => d));
        Assert.Equal(3, room.Called.Count);
    }

    [Theory]
    [InlineData("200 OK\r\nContent-Length: 41\r\nETag: \"v2\"")]
    [InlineData("200 OK\r\nContent-Length: 40\r\nETag: \"v1\"")]
    [InlineData("200 OK\r\nContent-Length: 41")]
    [InlineData("206 Partial Content\r\nContent-Length: 31\r\nContent-Range: bytes 9-40/41\r\nETag: \"v1\"")]
    [InlineData("206 Partial Content\r\nContent-Length: 32\r\nContent-Range: bytes 10-40/41\r\nETag: \"v1\"")]
    [InlineData("206 Partial Content\r\nContent-Length: 31\r\nContent-Range: bytes 10-40/41\r\nETag: \"v1\"")]
    [InlineData("206 Partial Content\r\nContent-Length: 33\r\nContent-Range: bytes 8-40/41\r\nETag: \"v1\"")]
    [InlineData("206 Partial Content\r\nContent-Length: 32\r\nContent-Range: bytes 9-40/42\r\nETag: \"v1\"")]
    [InlineData("206 Partial Content\r\nContent-Length: 33\r\nContent-Range: bytes 9-41/42\r\nETag: \"v1\"")]
    [InlineData("206 Partial Content\r\nContent-Length: 32\r\nContent-Range: bytes 9-40/41\r\nETag: \"v2\"")]
    [InlineData("206 Partial Content\r\nContent-Length: 32\r\nContent-Range: bytes 9-40/*\r\nETag: \"v1\"")]
    [InlineData("206 Partial Content\r\nContent-Length: 32\r\nETag: \"v1\"")]
    [InlineData("206 Partial Content\r\nContent-Range: bytes 9-40/41\r\nETag: \"v1\"")]
    [InlineData("206 Partial Content\r\nContent-Length: 32\r\nContent-Range: bytes 9-40/41\r\nETag: \"v1\"\r\nContent-Encoding: gzip")]
    [InlineData("302 Found\r\nContent-Length: 0\r\nLocation: http://10.77.0.2:8631/files/letter.prn")]
    [InlineData("404 Not Found\r\nContent-Length: 0")]
    [InlineData("412 Precondition Failed\r\nContent-Length: 0")]
    [InlineData("416 Range Not Satisfiable\r\nContent-Length: 0\r\nContent-Range: bytes */5")]
    public void WhatIsNotTheRestOfItIsNotPrinted(string head)
    {
        PullRoom room = new();
        room.Cut(Short, 9);
        room.Server().Send("HTTP/1.1 " + head + "\r\n\r\n").Send(new byte[50]).End();
        room.Aborted(room.Print());
        Assert.Equal(Short[..9], room.Peer.Output.Documents.SelectMany(d => d));
        Assert.Equal(2, room.Called.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ETag: W/\"v1\"\r\n")]
    [InlineData("ETag: v1\r\n")]
    [InlineData("Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n")]
    public void WithoutAStrongTagNobodyKnowsThatTheRestIsOfTheSame(string fields)
    {
        PullRoom room = new();
        room.Cut(Short, 9, fields);
        room.Aborted(room.Print(), "no entity tag");
        Assert.Single(room.Called);
    }

    [Fact]
    public void ACutOfWhatIsSpooledLeavesNothingBehind()
    {
        PullRoom room = new(hasSpool: true);
        room.Cut(Short, 9, "");
        room.Aborted(room.Print());
        room.PrintStored();
        Assert.Empty(room.Peer.Output.Documents);
        room.Whole(Short);
        Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
        room.PrintStored();
        Assert.Equal(Short, Assert.Single(room.Peer.Output.Documents));
    }

    [Fact]
    public void WhoCutsWithoutEndIsGivenUp()
    {
        PullRoom room = new();
        room.Cut(Short, 1);
        for (int at = 1; at < Short.Length - 1; at++)
        {
            room.Rest(Short, at, at + 1);
        }

        room.Aborted(room.Print(), "too often");
        Assert.Equal(1 + Limits.PullCuts, room.Called.Count);
    }

    [Fact]
    public void WhoIsGoneForGoodIsGivenUp()
    {
        PullRoom room = new();
        room.Cut(Short, 20);
        room.Aborted(room.Print(), "cannot be reached");
        Assert.Equal(1 + Limits.PullTries, room.Called.Count);
    }

    [Fact]
    public void WhoFallsSilentIsAskedAgainAndThenGivenUp()
    {
        PullRoom silent = new();
        silent.Server().Send("HTTP/1.1 200 OK\r\nContent-Length: 41\r\nETag: \"v1\"\r\n\r\n").Send(Short[..7]);
        silent.Rest(Short, 7);
        Assert.Equal(IppStatus.SuccessfulOk, silent.Print().Status);
        Assert.Equal(Short, silent.Peer.Output.Documents.SelectMany(d => d));

        PullRoom dead = new();
        dead.Server().Send("HTTP/1.1 200 OK\r\nContent-Length: 41\r\nETag: \"v1\"\r\n\r\n").Send(Short[..7]);
        for (int i = 0; i < 100; i++)
        {
            dead.Server().Send("HTTP/1.1 206 Partial Content\r\nContent-Length: 34\r\nContent-Range: bytes 7-40/41\r\n\r\n");
        }

        long begun = dead.Peer.Clock.Milliseconds;
        dead.Aborted(dead.Print(), "too often");
        Assert.InRange(dead.Peer.Clock.Milliseconds - begun, Limits.ClientIdle, Limits.ClientIdle * (Limits.PullTries + 2L));
    }

    [Fact]
    public void ASlowServerIsGivenUp()
    {
        PullRoom room = new();
        ScriptLink link = room.Server().Send("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\nETag: \"v1\"\r\n\r\n");
        for (int i = 0; i < 30000; i++)
        {
            link.Wait(1000).Send(Page[i..(i + 1)]);
        }

        room.Aborted(room.Print(), "too slowly");
        Assert.Single(room.Called);
        Assert.InRange(link.Consumed, 1, 200);
    }

    [Fact]
    public void WhatTheDeviceTakesIsNobodysSlowness()
    {
        PullRoom room = new();
        room.Peer.Output.Gulp = 1;
        ScriptLink link = room.Server().Send("HTTP/1.1 200 OK\r\nContent-Length: 41\r\nETag: \"v1\"\r\n\r\n");
        foreach (byte octet in Short)
        {
            link.Send([octet]);
        }

        // Two hours without paper, after the first octet.
        room.Peer.Output.IsJammed = true;
        room.Peer.Clock.In(2 * Limits.PullMilliseconds, () => room.Peer.Output.IsJammed = false);
        Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
        Assert.Equal(Short, room.Peer.Output.Documents.SelectMany(d => d));
    }

    [Theory]
    [InlineData("/other/place", "/other/place")]
    [InlineData("place", "/files/place")]
    [InlineData("../place?x", "/place?x")]
    [InlineData("http://10.77.0.3/place", "/place")]
    [InlineData("//10.77.0.3:8080/place", "/place")]
    public void ARedirectIsFollowed(string location, string target)
    {
        foreach (int status in new[] { 301, 302, 303, 307, 308 })
        {
            PullRoom room = new();
            room.Redirect(location, status);
            ScriptLink link = room.Whole(Short);
            Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
            Assert.Equal(Short, room.Peer.Output.Documents.SelectMany(d => d));
            Assert.StartsWith("GET " + target + " HTTP/1.1\r\n", PullRoom.Request(link), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void RedirectsAreFollowedSoFarAndNoFurther()
    {
        PullRoom room = new();
        for (int i = 0; i < Limits.PullRedirects; i++)
        {
            room.Redirect("/round");
        }

        room.Whole(Short);
        Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
        PullRoom round = new();
        for (int i = 0; i < 100; i++)
        {
            round.Redirect("/round");
        }

        round.NothingWasPrinted(round.Print(), "too often");
        Assert.Equal(1 + Limits.PullRedirects, round.Called.Count);
    }

    [Theory]
    [InlineData("https://10.77.0.2/letter")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://")]
    [InlineData("")]
    [InlineData("http://ann:secret@10.77.0.2/letter")]
    [InlineData("http://10.77.0.2:9100/letter")]
    public void ARedirectToWhereNothingIsFetchedFromIsNotFollowed(string location)
    {
        PullRoom room = new();
        room.Redirect(location);
        room.Whole(Short);
        room.NothingWasPrinted(room.Print());
        Assert.Single(room.Called);
    }

    [Fact]
    public void ARedirectOffTheOfficeNetworkIsNotFollowedUnlessAllowed()
    {
        foreach (int pull in new[] { PeerSettings.PullsFromOffice, PeerSettings.PullsFromAnywhere })
        {
            PullRoom room = new(pull: pull);
            room.Redirect("http://192.0.2.1/letter");
            ScriptLink far = room.Whole(Short);
            far.OnLink = false;
            far.Remote = "192.0.2.1";
            IppReply reply = room.Print();
            if (pull == PeerSettings.PullsFromAnywhere)
            {
                Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
                Assert.Equal(Short, room.Peer.Output.Documents.SelectMany(d => d));
                continue;
            }

            room.NothingWasPrinted(reply, "not fetched from there");
            Assert.Empty(far.Received);
            Assert.True(far.IsClosed);
        }
    }

    [Fact]
    public void NothingIsFetchedFromOffTheOfficeNetworkUnlessAllowed()
    {
        PullRoom room = new();
        ScriptLink far = room.Whole(Short);
        far.OnLink = false;
        room.NothingWasPrinted(room.Print("http://192.0.2.1/letter"), "not fetched from there");
        Assert.Empty(far.Received);
        PullRoom open = new(pull: PeerSettings.PullsFromAnywhere);
        open.Whole(Short).OnLink = false;
        Assert.Equal(IppStatus.SuccessfulOk, open.Print("http://192.0.2.1/letter").Status);
    }

    [Fact]
    public void ANameThatLeadsElsewhereInTheMiddleIsNotFollowed()
    {
        PullRoom room = new();
        room.Cut(Short, 9);
        ScriptLink bent = room.Rest(Short, 9);
        bent.OnLink = false;
        room.Aborted(room.Print("http://letters.example/letter"), "not fetched from there");
        Assert.Empty(bent.Received);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(9700)]
    [InlineData(1515)]
    public void ItNeverFetchesFromItself(int port)
    {
        foreach (string address in new[] { "10.77.0.1", "127.0.0.1" })
        {
            PullRoom room = new(pull: PeerSettings.PullsFromAnywhere);
            room.Printer.RawPort = 9700;
            room.Peer.Settings.LpdPort = 1515;
            Assert.True(room.Peer.Peer.Start());
            room.Printer.RawPort = 9700;
            ScriptLink self = room.Whole(Short);
            self.Remote = address;
            IppReply reply = Near(room, FormattableString.Invariant($"http://desk.local:{port}/files/letter.prn"));
            room.Peer.Clock.StandsStill = false;
            room.NothingWasPrinted(reply, "not fetched from there");
            Assert.Empty(self.Received);
            room.Peer.Peer.Stop();
        }
    }

    [Fact]
    public void WhatListensOnThisMachineIsFetchedForThisMachineOnly()
    {
        foreach (string address in new[] { "10.77.0.1", "127.0.0.1" })
        {
            PullRoom room = new(pull: PeerSettings.PullsFromAnywhere);
            ScriptLink self = room.Whole(Short);
            self.Remote = address;
            room.NothingWasPrinted(room.Print("http://localhost:3000/secret"), "not fetched from there");
            Assert.Empty(self.Received);
            room.Whole(Short).Remote = address;
            Assert.Equal(IppStatus.SuccessfulOk, Near(room, "http://localhost:3000/letter").Status);
            Assert.Equal(Short, room.Peer.Output.Documents.SelectMany(d => d));
        }
    }

    [Theory]
    [InlineData(22)]
    [InlineData(25)]
    [InlineData(515)]
    [InlineData(9100)]
    [InlineData(9109)]
    public void NothingIsFetchedByPortsOfOtherServices(int port)
    {
        PullRoom room = new(pull: PeerSettings.PullsFromAnywhere);
        room.Whole(Short);
        room.NothingWasPrinted(room.Print(FormattableString.Invariant($"http://10.77.0.2:{port}/letter")), "not fetched from there");
        Assert.Empty(room.Called);
    }

    [Theory]
    [InlineData("https://10.77.0.2/letter")]
    [InlineData("ftp://10.77.0.2/letter")]
    [InlineData("file:///etc/passwd")]
    [InlineData("bogus://bogus")]
    [InlineData("data:text/plain,x")]
    public void OtherSchemesAreRefused(string uri)
    {
        PullRoom room = new();
        Assert.Equal(IppStatus.UriSchemeNotSupported, room.Print(uri).Status);
        int job = IppCall.To(Operation.CreateJob).Ask(room.Peer).Number("job-id");
        Assert.Equal(IppStatus.UriSchemeNotSupported, Send(room, job, false, uri).Status);
        Assert.Empty(room.Called);
        Assert.Equal(new[] { "http" }, Told(room.Peer, "reference-uri-schemes-supported"));
    }

    [Fact]
    public void WithoutAnUriItIsABadRequest()
    {
        PullRoom room = new();
        Assert.Equal(IppStatus.BadRequest, IppCall.To(Operation.PrintUri).Ask(room.Peer).Status);
        Assert.Equal(IppStatus.BadRequest, IppCall.To(Operation.PrintUri).With(w => w.Keyword("document-uri", "http")).Ask(room.Peer).Status);
        Assert.Empty(room.Called);
    }

    [Fact]
    public void WhatItsServerRefusesIsToldWithItsCode()
    {
        PullRoom room = new();
        room.Server().Send("HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nno!");
        IppReply reply = room.Print();
        room.NothingWasPrinted(reply);
        Assert.Equal("(404) " + PullRoom.Uri, reply.Value(IppTag.OperationGroup, "document-access-error"));
        int job = IppCall.To(Operation.CreateJob).Ask(room.Peer).Number("job-id");
        room.Server().Send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        reply = Send(room, job, true);
        Assert.Equal(IppStatus.DocumentAccessError, reply.Status);
        Assert.Equal("(403) " + PullRoom.Uri, reply.Value(IppTag.OperationGroup, "document-access-error"));

        // The Job still waits for a document that there is.
        room.Whole(Short);
        Assert.Equal(IppStatus.SuccessfulOk, Send(room, job, true).Status);
        Assert.Equal(Short, Assert.Single(room.Peer.Output.Documents));
    }

    [Theory]
    [InlineData("200 OK\r\nContent-Length: 0", "empty")]
    [InlineData("200 OK\r\nTransfer-Encoding: chunked", "")]
    [InlineData("200 OK", "where it ends")]
    [InlineData("200 OK\r\nContent-Length: 41\r\nContent-Encoding: gzip", "coding")]
    [InlineData("200 OK\r\nContent-Length: 1073741825", "larger")]
    [InlineData("206 Partial Content\r\nContent-Length: 41\r\nContent-Range: bytes 0-40/41", "does not give")]
    [InlineData("204 No Content", "does not give")]
    [InlineData("302 Found\r\nContent-Length: 0", "nothing is fetched")]
    [InlineData("200 OK\r\nContent-Length: 41\r\nContent-Length: 42", "makes no sense")]
    [InlineData("200 OK\r\nContent-Length: -1", "makes no sense")]
    public void WhatIsNoDocumentIsNotPrinted(string head, string why)
    {
        PullRoom room = new();
        room.Server().Send("HTTP/1.1 " + head + "\r\n\r\n0\r\n\r\n").End();
        room.NothingWasPrinted(room.Print(), why);
    }

    [Fact]
    public void ChunkedContentIsPrintedToItsEndAndMayBeCut()
    {
        PullRoom room = new();
        room.Server().Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nETag: \"v1\"\r\n\r\n9\r\n").Send(Short[..9]).Send("\r\n20").Break();
        room.Server().Send("HTTP/1.1 206 Partial Content\r\nTransfer-Encoding: chunked\r\nContent-Range: bytes 9-40/41\r\nETag: \"v1\"\r\n\r\n20\r\n").Send(Short[9..]).Send("\r\n0\r\n\r\n");
        Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
        Assert.Equal(Short, room.Peer.Output.Documents.SelectMany(d => d));
    }

    [Fact]
    public void WhoIsNotThereOrSilentOrSpeaksNoHttpIsToldOf()
    {
        PullRoom room = new();
        room.Nobody();
        room.NothingWasPrinted(room.Print(), "cannot be reached");
        Assert.Single(room.Called);
        room.Server();
        long begun = room.Peer.Clock.Milliseconds;
        room.NothingWasPrinted(room.Print(), "does not answer");
        Assert.InRange(room.Peer.Clock.Milliseconds - begun, 1, 60000);
        room.Server().Send("SSH-2.0-OpenSSH_9.2\r\n").End();
        room.NothingWasPrinted(room.Print(), "makes no sense");
    }

    [Fact]
    public void AServerThatBreaksOffBeforeItAnswersIsAskedAgain()
    {
        PullRoom room = new();
        for (int i = 1; i < Limits.PullTries; i++)
        {
            room.Server().Break();
        }

        room.Whole(Short);
        Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
        Assert.Equal(Short, Assert.Single(room.Peer.Output.Documents));
        room.Called.Clear();
        for (int i = 0; i < 100; i++)
        {
            room.Server().Break();
        }

        Assert.Contains("broke off before it answered", room.Print().Value(IppTag.OperationGroup, "status-message"), StringComparison.Ordinal);
        Assert.Equal(Limits.PullTries, room.Called.Count);
    }

    [Fact]
    public void ABusyServerIsAskedAgain()
    {
        PullRoom room = new();
        for (int i = 1; i < Limits.PullTries; i++)
        {
            room.Server().Send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        }

        room.Whole(Short);
        Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
        for (int i = 0; i < 100; i++)
        {
            room.Server().Send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        }

        Assert.Equal(IppStatus.DocumentAccessError, room.Print().Status);
        Assert.Equal(2 * Limits.PullTries, room.Called.Count);
    }

    [Fact]
    public void WhereItIsSwitchedOffThereIsNoSuchOperation()
    {
        PullRoom room = new(pull: PeerSettings.PullsNothing);
        int job = IppCall.To(Operation.CreateJob).Ask(room.Peer).Number("job-id");
        Assert.Equal(IppStatus.OperationNotSupported, room.Print().Status);
        Assert.Equal(IppStatus.OperationNotSupported, Send(room, job, true).Status);
        Assert.Empty(room.Called);
        Assert.Empty(Told(room.Peer, "reference-uri-schemes-supported"));
        Assert.DoesNotContain("3", Told(room.Peer, "operations-supported"));
        Assert.DoesNotContain("7", Told(room.Peer, "operations-supported"));
        Assert.Contains("3", Told(new TestPeer(), "operations-supported"));
        Assert.Contains("7", Told(new TestPeer(), "operations-supported"));
    }

    [Fact]
    public void AsManyAreFetchedAtOnceAsMayBe()
    {
        Profile profile = Profile.SixteenSockets();
        profile.Pulls = 1;
        PullRoom room = new(profile);
        IppReply? second = null;
        room.Server().Then(() => second = room.Print()).Send("HTTP/1.1 200 OK\r\nContent-Length: 41\r\n\r\n").Send(Short);
        Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
        Assert.Equal(IppStatus.Busy, second!.Status);
        room.Whole(Short);
        Assert.Equal(IppStatus.SuccessfulOk, room.Print().Status);
    }

    [Fact]
    public void AJobThatIsCanceledMeanwhileIsFetchedNoFurther()
    {
        foreach (bool hasSpool in new[] { false, true })
        {
            PullRoom room = new(hasSpool: hasSpool);
            ScriptLink link = room.Server().Send("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\nETag: \"v1\"\r\n\r\n").Send(Page[..100]);
            link.Then(() => IppCall.Of(Operation.CancelJob, room.Jobs().Single()).Ask(room.Peer)).Send(Page[100..200]).Send(Page[200..]);
            IppReply reply = room.Print();
            Assert.Equal(IppStatus.JobCanceled, reply.Status);
            Assert.Equal("7", room.TheJob().OfJob("job-state"));
            Assert.True(link.IsClosed);
            Assert.InRange(link.Consumed, 1, 500);
        }
    }

    [Fact]
    public void APeerThatEndsFetchesNoFurther()
    {
        PullRoom room = new();
        ScriptLink link = room.Server().Send("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\nETag: \"v1\"\r\n\r\n").Send(Page[..100]);
        link.Then(room.Peer.Peer.Stop).Send(Page[100..]);
        Assert.Equal(IppStatus.ServiceUnavailable, room.Print().Status);
        Assert.True(link.IsClosed);
        Assert.Equal(IppStatus.NotAcceptingJobs, room.Print().Status);
        Assert.Single(room.Called);
    }

    [Fact]
    public void AFullSpoolIsToldAsThat()
    {
        Profile profile = Profile.SixteenSockets();
        profile.SpoolOctets = 8192;
        PullRoom room = new(profile, hasSpool: true);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.CreateJob).Ask(room.Peer).Status);
        ScriptLink link = room.Server().Send("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\nETag: \"v1\"\r\n\r\n").Send(Page[..5000]).Send(Page[5000..]);
        IppReply reply = room.Print();
        Assert.Equal(IppStatus.TemporaryError, reply.Status);
        int job = room.Jobs().Max();
        IppReply told = IppCall.Of(Operation.GetJobAttributes, job).Ask(room.Peer);
        Assert.Equal("8", told.OfJob("job-state"));
        Assert.Contains("no room", told.OfJob("job-state-message"), StringComparison.Ordinal);
        Assert.DoesNotContain("document-access-error", told.Values(IppTag.JobGroup, "job-state-reasons"));
        Assert.True(link.IsClosed);
    }

    [Fact]
    public void WhatThePrinterDoesNotTakeIsNotFetched()
    {
        PullRoom room = new();
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.DisablePrinter).Ask(room.Peer).Status);
        Assert.Equal(IppStatus.NotAcceptingJobs, room.Print().Status);
        Assert.Equal(IppStatus.CompressionNotSupported, room.Print(with: w => w.Keyword("compression", "gzip")).Status);
        Assert.Empty(room.Called);
    }

    private static IppReply Send(PullRoom room, int job, bool isLast, string uri = PullRoom.Uri)
    {
        return IppCall.Of(Operation.SendUri, job).With(w => w.Uri("document-uri", uri)).With(w => w.Boolean("last-document", isLast)).Ask(room.Peer);
    }

    // Asked by somebody on this machine itself.
    private static IppReply Near(PullRoom room, string uri)
    {
        byte[] message = IppCall.To(Operation.PrintUri).With(w => w.Uri("document-uri", uri)).Octets();
        ScriptLink link = room.Peer.Link();
        link.Remote = "127.0.0.1";
        link.Send(TestPeer.Request("POST", "/ipp/print", "Content-Type: application/ipp\r\nContent-Length: " + message.Length + "\r\n")).Send(message).End();
        return IppReply.Of(Assert.Single(room.Peer.Serve(link, "POST")));
    }

    private static string[] Told(TestPeer peer, string attribute)
    {
        return IppCall.To(Operation.GetPrinterAttributes).Ask(peer).Values(IppTag.PrinterGroup, attribute).ToArray();
    }
}
