using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>One connection, many requests (RFC 9112 §9).</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AConnectionIsKeptAndEachRequestAnswered(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("a.txt", "alpha");
        ScriptLink link = peer.Link();
        for (int i = 0; i < 5; i++)
        {
            link.Send(TestPeer.Request("GET", "/files/a.txt")).Wait(1000);
        }

        List<Answer> answers = peer.Serve(link.End());
        Assert.Equal(5, answers.Count);
        Assert.All(answers, answer => Assert.Equal("alpha", answer.Text));
        Assert.All(answers, answer => Assert.False(answer.SaysClose));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PipelinedRequestsAreAnsweredInOrder(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        string all = TestPeer.Request("PUT", "/files/one", "Content-Length: 3\r\n") + "uno"
            + TestPeer.Request("HEAD", "/files/one")
            + TestPeer.Request("PUT", "/files/two", "Transfer-Encoding: chunked\r\n") + "3\r\ndos\r\n0\r\n\r\n"
            + TestPeer.Request("GET", "/files/one")
            + TestPeer.Request("GET", "/files/none")
            + TestPeer.Request("DELETE", "/files/one")
            + TestPeer.Request("GET", "/files/one")
            + TestPeer.Request("GET", "/files/two");
        List<Answer> answers = peer.Serve(peer.Link().Send(all).End(), "PUT", "HEAD", "PUT", "GET", "GET", "DELETE", "GET", "GET");
        Assert.Equal(new[] { 201, 200, 201, 200, 404, 204, 404, 200 }, answers.Select(answer => answer.Status));
        Assert.Equal("3", answers[1].Field("Content-Length"));
        Assert.Equal("uno", answers[3].Text);
        Assert.Equal("dos", answers[7].Text);
    }

    [Fact]
    public void WhereTheNetworkSplitsARequestMakesNoDifference()
    {
        string request = TestPeer.Request("PUT", "/files/a.txt", "Transfer-Encoding: chunked\r\n") + "5;x=y\r\nalpha\r\n1\r\n!\r\n0\r\nX-T: 1\r\n\r\n"
            + TestPeer.Request("GET", "/files/a.txt", "Range: bytes=1-3\r\nIf-None-Match: \"other\", W/\"nor this\"\r\n")
            + TestPeer.Request("PROPFIND", "/files/a.txt", "Depth: 0\r\nContent-Length: 78\r\n")
            + "<?xml version='1.0'?><propfind xmlns='DAV:'><prop><resourcetype/></prop></propfind>".PadRight(78).Substring(0, 78);
        string expected = SplitAnswers(request, null, int.MaxValue);
        Assert.Equal(3, expected.Split("\n\n").Length);
        for (int at = 1; at < request.Length; at++)
        {
            Assert.Equal(expected, SplitAnswers(request, at, int.MaxValue));
        }

        foreach (int fragment in new[] { 1, 2, 3, 7, 64 })
        {
            Assert.Equal(expected, SplitAnswers(request, null, fragment));
        }
    }

    private static string SplitAnswers(string request, int? at, int fragment)
    {
        TestPeer peer = new TestPeer(false);
        ScriptLink link = peer.Link();
        link.Fragment = fragment;
        if (at is int split)
        {
            link.Send(request.Substring(0, split)).Wait(0).Send(request.Substring(split));
        }
        else
        {
            link.Send(request);
        }

        List<Answer> answers = peer.Serve(link.End());
        return string.Join("\n\n", answers.Select(answer => answer.Head + "\n" + answer.Text));
    }

    [Theory]
    [InlineData("/files/a.txt", "")]
    [InlineData("/files/none", "")]
    [InlineData("/files/", "")]
    [InlineData("/files/sub", "")]
    [InlineData("/files/sub/", "")]
    [InlineData("/", "")]
    [InlineData("/.well-known/peerdevice", "")]
    [InlineData("/nothing", "")]
    [InlineData("/files/a.txt", "If-Match: \"x\"\r\n")]
    [InlineData("/files/a.txt", "If-None-Match: *\r\n")]
    [InlineData("/files/../x", "")]
    public void HeadAnswersAsGetWithoutContent(string target, string fields)
    {
        foreach (bool isFat in new[] { true, false })
        {
            TestPeer peer = new TestPeer(isFat);
            peer.Put("a.txt", "alpha");
            peer.MakeCollection("sub");
            Answer get = peer.Ask("GET", target, fields);
            Answer head = peer.Ask("HEAD", target, fields);
            Assert.Equal(get.Head, head.Head);
            Assert.Empty(head.Content);
        }
    }

    [Fact]
    public void AContinueIsSentBeforeContentThatWaitsForIt()
    {
        TestPeer peer = new TestPeer();
        ScriptLink link = peer.Link()
            .Send(TestPeer.Request("PUT", "/files/a", "Content-Length: 5\r\nExpect: 100-continue\r\n"))
            .Await("100 Continue")
            .Send("alpha")
            .Send(TestPeer.Request("GET", "/files/a"))
            .End();
        List<Answer> answers = peer.Serve(link, "PUT", "GET");
        Assert.Equal(new[] { 100, 201, 200 }, answers.Select(answer => answer.Status));
        Assert.Equal("alpha", answers[2].Text);
    }

    [Theory]
    [InlineData("/files/no/parent", 409)]
    [InlineData("/files/a", 412)]
    [InlineData("/files/.peer/u/x", 404)]
    [InlineData("/files/", 405)]
    public void WhatIsRefusedIsRefusedBeforeItsContentIsAskedFor(string target, int status)
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        ScriptLink link = peer.Link()
            .Send(TestPeer.Request("PUT", target, "Content-Length: 5\r\nExpect: 100-continue\r\nIf-None-Match: *\r\n"))
            .Await("HTTP/1.1 ")
            .End();
        Answer answer = Assert.Single(peer.Serve(link, "PUT"));
        Assert.Equal(status, answer.Status);

        // RFC 9110 §10.1.1: the client may or may not send its content now, so nothing else can be told apart on this connection.
        Assert.True(answer.SaysClose);
        Assert.Equal("alpha", peer.Get("a"));
    }

    [Fact]
    public void AContinueIsNotSentToHttp10NorWithoutContent()
    {
        TestPeer peer = new TestPeer();
        ScriptLink link = peer.Link().Send("PUT /files/a HTTP/1.0\r\nHost: desk\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nalpha").End();
        Assert.Equal(201, Assert.Single(peer.Serve(link, "PUT")).Status);
        link = peer.Link().Send(TestPeer.Request("GET", "/files/a", "Expect: 100-continue\r\n")).End();
        Assert.Equal(200, Assert.Single(peer.Serve(link)).Status);
    }

    [Fact]
    public void AClientThatAsksToCloseIsClosedAfterItsAnswer()
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        ScriptLink link = peer.Link().Send(TestPeer.Request("GET", "/files/a", "Connection: x, Close\r\n") + TestPeer.Request("GET", "/files/a")).End();
        Answer answer = Assert.Single(peer.Serve(link));
        Assert.True(answer.SaysClose);
        Assert.Equal("alpha", answer.Text);
    }

    [Fact]
    public void Http10IsClosedUnlessItAsksOtherwise()
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        string plain = "GET /files/a HTTP/1.0\r\n\r\n";
        string kept = "GET /files/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        List<Answer> answers = peer.Serve(peer.Link().Send(kept + kept + plain + plain).End());
        Assert.Equal(new[] { "keep-alive", "keep-alive", "close" }, answers.Select(answer => answer.Field("Connection")));
    }

    [Fact]
    public void AListingForHttp10EndsWithTheConnection()
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        ScriptLink link = peer.Link().Send("GET /files/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").End();
        Answer answer = Assert.Single(peer.Serve(link));
        Assert.Equal(200, answer.Status);
        Assert.Null(answer.Field("Transfer-Encoding"));
        Assert.NotEqual("keep-alive", answer.Field("Connection"));
        Assert.EndsWith("</html>\n", answer.Text);
    }

    [Fact]
    public void ASmallFileAndItsHeadGoInOneWrite()
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", new string('x', 200));
        ScriptLink link = peer.Link().Send(TestPeer.Request("GET", "/files/a")).End();
        peer.Serve(link);
        Assert.Equal(1, link.Writes);
    }

    [Fact]
    public void ContentThatNobodyReadsIsReadPastSoThatTheNextRequestIsSeen()
    {
        TestPeer peer = new TestPeer();
        byte[] content = Encoding.ASCII.GetBytes(new string('G', 100000));
        ScriptLink link = peer.Link()
            .Send(TestPeer.Request("PUT", "/files/no/such", "Content-Length: 100000\r\n")).Send(content)
            .Send(TestPeer.Request("GET", "/files/", "Content-Length: 4\r\n") + "GET ")
            .Send(TestPeer.Request("DELETE", "/files/none", "Transfer-Encoding: chunked\r\n") + "4\r\nGET \r\n0\r\n\r\n")
            .Send(TestPeer.Request("OPTIONS", "/files/"))
            .End();
        List<Answer> answers = peer.Serve(link, "PUT", "GET", "DELETE", "OPTIONS");
        Assert.Equal(new[] { 409, 200, 404, 200 }, answers.Select(answer => answer.Status));
    }

    [Fact]
    public void MoreUnwantedContentThanIsWorthReadingEndsTheConnectionAfterTheAnswer()
    {
        TestPeer peer = new TestPeer();
        byte[] content = new byte[Limits.DrainOctets + 100000];
        ScriptLink link = peer.Link()
            .Send(TestPeer.Request("PUT", "/files/no/such", "Content-Length: " + content.Length + "\r\n")).Send(content)
            .Send(TestPeer.Request("GET", "/files/"))
            .End();
        Assert.Equal(409, Assert.Single(peer.Serve(link, "PUT")).Status);
    }

    [Fact]
    public void OneEmptyLineBeforeARequestIsPassedOver()
    {
        TestPeer peer = new TestPeer();
        ScriptLink link = peer.Link().Send("\r\n" + TestPeer.Request("OPTIONS", "*") + "\r\n" + TestPeer.Request("OPTIONS", "*")).End();
        Assert.Equal(new[] { 200, 200 }, peer.Serve(link).Select(answer => answer.Status));
    }

    [Fact]
    public void AClientThatGoesAwayInItsAnswerEndsTheSessionQuietly()
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", new string('x', 30000));
        int whole = peer.Link().Received.Length;
        for (int gone = 0; gone < 30500; gone += 611)
        {
            ScriptLink link = peer.Link();
            link.GoneAfter = gone;
            link.Send(TestPeer.Request("GET", "/files/a") + TestPeer.Request("GET", "/files/a")).End();
            new PeerDevice.Host.Session(peer.Peer.Parts, null).Serve(link);
            Assert.True(link.IsClosed);
            Assert.Equal(gone, link.Received.Length);
        }

        Assert.Equal(0, whole);
        Assert.Empty(peer.Indicator.Lines);
        Assert.Equal(0, peer.Fat.OpenFiles);
    }

    [Fact]
    public void ALinkThatIsSilentFromTheBeginningGetsNoAnswer()
    {
        TestPeer peer = new TestPeer();
        ScriptLink link = peer.Link();
        Assert.Empty(peer.Serve(link));
        Assert.Equal(1000 + Limits.HeadMilliseconds, link.ClosedAt);
    }
}
