using System.Collections.Generic;
using System.Linq;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>Bad requests get the protocol's own status and the connection's end, never a guess (RFC 9112 §11).</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, int, string> Malformed()
    {
        const string Host = "Host: desk\r\n";
        string longName = new string('n', 3000);
        return new TheoryData<string, int, string>
        {
            { "no version", 400, "GET /files/\r\n" + Host + "\r\n" },
            { "no target", 400, "GET HTTP/1.1\r\n" + Host + "\r\n" },
            { "two spaces", 400, "GET  /files/ HTTP/1.1\r\n" + Host + "\r\n" },
            { "a tab for a space", 400, "GET\t/files/ HTTP/1.1\r\n" + Host + "\r\n" },
            { "a space at the end of the line", 400, "GET /files/ HTTP/1.1 \r\n" + Host + "\r\n" },
            { "a space in the target", 400, "GET /files/a b HTTP/1.1\r\n" + Host + "\r\n" },
            { "a bare LF behind the request line", 400, "GET /files/ HTTP/1.1\n" + Host + "\r\n" },
            { "a bare LF behind a field", 400, "GET /files/ HTTP/1.1\r\nHost: desk\n\r\n" },
            { "a bare LF as the empty line", 400, "GET /files/ HTTP/1.1\r\n" + Host + "\n" + "X: y\r\n\r\n" },
            { "a bare CR in a field", 400, "GET /files/ HTTP/1.1\r\n" + Host + "X: a\rb\r\n\r\n" },
            { "NUL in a field", 400, "GET /files/ HTTP/1.1\r\n" + Host + "X: a\0b\r\n\r\n" },
            { "NUL in the target", 400, "GET /files/\0 HTTP/1.1\r\n" + Host + "\r\n" },
            { "a folded line", 400, "GET /files/ HTTP/1.1\r\n" + Host + "X: a\r\n b\r\n\r\n" },
            { "a blank before the colon", 400, "GET /files/ HTTP/1.1\r\nHost : desk\r\n\r\n" },
            { "a field without a colon", 400, "GET /files/ HTTP/1.1\r\n" + Host + "X\r\n\r\n" },
            { "a field without a name", 400, "GET /files/ HTTP/1.1\r\n" + Host + ": x\r\n\r\n" },
            { "no Host", 400, "GET /files/ HTTP/1.1\r\n\r\n" },
            { "two Hosts", 400, "GET /files/ HTTP/1.1\r\n" + Host + Host + "\r\n" },
            { "two lengths", 400, "PUT /files/a HTTP/1.1\r\n" + Host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\na" },
            { "the same length twice", 400, "PUT /files/a HTTP/1.1\r\n" + Host + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na" },
            { "a list of lengths", 400, "PUT /files/a HTTP/1.1\r\n" + Host + "Content-Length: 1, 1\r\n\r\na" },
            { "a negative length", 400, "PUT /files/a HTTP/1.1\r\n" + Host + "Content-Length: -1\r\n\r\n" },
            { "a signed length", 400, "PUT /files/a HTTP/1.1\r\n" + Host + "Content-Length: +1\r\n\r\na" },
            { "a hexadecimal length", 400, "PUT /files/a HTTP/1.1\r\n" + Host + "Content-Length: 0x1\r\n\r\na" },
            { "a length beyond 63 bits", 400, "PUT /files/a HTTP/1.1\r\n" + Host + "Content-Length: 9223372036854775808\r\n\r\na" },
            { "an empty length", 400, "PUT /files/a HTTP/1.1\r\n" + Host + "Content-Length: \r\n\r\na" },
            { "a length beside a coding", 400, "PUT /files/a HTTP/1.1\r\n" + Host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n" },
            { "a coding beside a length", 400, "PUT /files/a HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n1\r\na\r\n0\r\n\r\n" },
            { "a coding in HTTP/1.0", 400, "PUT /files/a HTTP/1.0\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
            { "an unknown coding", 501, "PUT /files/a HTTP/1.1\r\n" + Host + "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n" },
            { "a coding before chunked", 501, "PUT /files/a HTTP/1.1\r\n" + Host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" },
            { "chunked twice", 501, "PUT /files/a HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" },
            { "an unknown expectation", 417, "PUT /files/a HTTP/1.1\r\n" + Host + "Content-Length: 1\r\nExpect: miracles\r\n\r\na" },
            { "HTTP/2.0", 505, "GET /files/ HTTP/2.0\r\n" + Host + "\r\n" },
            { "HTTP/0.9", 505, "GET /files/ HTTP/0.9\r\n" + Host + "\r\n" },
            { "http/1.1", 400, "GET /files/ http/1.1\r\n" + Host + "\r\n" },
            { "a fragment", 400, "GET /files/#a HTTP/1.1\r\n" + Host + "\r\n" },
            { "a control octet in the path", 400, "GET /files/\v HTTP/1.1\r\n" + Host + "\r\n" },
            { "a control octet in the query", 400, "GET /files/?a\vb HTTP/1.1\r\n" + Host + "\r\n" },
            { "an octet in the query that is no ASCII", 400, "GET /files/?\xfc HTTP/1.1\r\n" + Host + "\r\n" },
            { "an octet in the path that is no UTF-8", 400, "GET /files/\xfc HTTP/1.1\r\n" + Host + "\r\n" },
            { "an escape that is none", 400, "GET /files/%zz HTTP/1.1\r\n" + Host + "\r\n" },
            { "user information", 400, "GET http://me@desk/files/ HTTP/1.1\r\n" + Host + "\r\n" },
            { "another scheme", 400, "GET https://desk/files/ HTTP/1.1\r\n" + Host + "\r\n" },
            { "an asterisk that asks for content", 400, "GET * HTTP/1.1\r\n" + Host + "\r\n" },
            { "a field name with eight bits", 400, "GET /files/ HTTP/1.1\r\n" + Host + "X-F\xfco: a\r\n\r\n" },
            { "a vertical tab that hides a coding", 400, "PUT /files/a HTTP/1.1\r\n" + Host + "Content-Length: 3\r\nTransfer-Encoding\x0b: chunked\r\n\r\n0\r\n\r\n" },
            { "another protocol", 400, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n" },
            { "an endless request line", 414, "GET /files/" + longName + " HTTP/1.1\r\n" + Host + "\r\n" },
            { "an endless field", 431, "GET /files/ HTTP/1.1\r\n" + Host + "X: " + longName + "\r\n\r\n" },
            { "many fields", 431, "GET /files/ HTTP/1.1\r\n" + Host + string.Concat(Enumerable.Repeat("X: y\r\n", 500)) + "\r\n" },
        };
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void AMalformedHeadIsRefusedAndTheConnectionEnds(string what, int status, string request)
    {
        TestPeer peer = new TestPeer();
        peer.Put("keep", "kept");
        string before = peer.Tree();
        peer.Store.Reset();

        // What stands behind is what a smuggler would have carried out.
        ScriptLink link = peer.Link().Send(request + TestPeer.Request("DELETE", "/files/keep")).End();
        List<Answer> answers = peer.Serve(link);
        Answer answer = Assert.Single(answers);
        Assert.True(status == answer.Status, what + ": " + answer.Status);
        Assert.True(answer.SaysClose, what);
        Assert.True(link.HasFinished, what);
        Assert.Empty(peer.Store.Log);
        Assert.Equal(before, peer.Tree());
    }

    [Theory]
    [InlineData("x\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("0x5\r\n")]
    [InlineData("5\nalpha\r\n0\r\n\r\n")]
    [InlineData("5\r\nalphaX\r\n0\r\n\r\n")]
    [InlineData("5\r\nalpha\n0\r\n\r\n")]
    [InlineData("5 \r\nalp")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\nalpha")]
    [InlineData("\r\nalpha")]
    [InlineData("5;\0\r\nalpha\r\n0\r\n\r\n")]
    public void MalformedChunksTakeNoEffectAndEndTheConnection(string content)
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "old");
        ScriptLink link = peer.Link()
            .Send(TestPeer.Request("PUT", "/files/a", "Transfer-Encoding: chunked\r\n") + content + TestPeer.Request("DELETE", "/files/a")).End();
        Answer answer = Assert.Single(peer.Serve(link, "PUT"));
        Assert.Equal(400, answer.Status);
        Assert.True(answer.SaysClose);
        Assert.Equal("old", peer.Get("a"));
        Assert.Empty(peer.Leftovers());
    }

    [Fact]
    public void AnUnknownMethodIs501AndTheConnectionGoesOn()
    {
        TestPeer peer = new TestPeer();
        List<Answer> answers = peer.Serve(peer.Link().Send(TestPeer.Request("BREW", "/files/") + TestPeer.Request("get", "/files/") + TestPeer.Request("OPTIONS", "*")).End());
        Assert.Equal(new[] { 501, 501, 200 }, answers.Select(answer => answer.Status));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("TRACE")]
    public void AMethodThatDoesNotApplyIs405WithAllow(string method)
    {
        foreach (bool isWritable in new[] { true, false })
        {
            Answer answer = new TestPeer(true, isWritable).Ask(method, "/files/");
            Assert.Equal(405, answer.Status);
            string[] allowed = Assert.IsType<string>(answer.Field("Allow")).Split(", ");
            Assert.DoesNotContain(method, allowed);
            Assert.Equal(isWritable, allowed.Contains("PUT"));
            Assert.Contains("PROPFIND", allowed);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/.well-known/peerdevice")]
    public void ThePeersOwnResourcesAreOnlyRead(string target)
    {
        foreach (string method in new[] { "PUT", "DELETE", "MKCOL", "LOCK", "POST", "MOVE", "COPY" })
        {
            Answer answer = new TestPeer().Ask(method, target, "Destination: /files/x\r\n");
            Assert.Equal(405, answer.Status);
            Assert.Equal(target == "/" ? "OPTIONS, GET, HEAD, PROPFIND" : "OPTIONS, GET, HEAD", answer.Field("Allow"));
        }
    }

    [Fact]
    public void OptionsAsterisk()
    {
        TestPeer peer = new TestPeer();
        Answer answer = peer.Ask("OPTIONS", "*");
        Assert.Equal(200, answer.Status);
        Assert.Equal("1, 2, 3", answer.Field("DAV"));
        Assert.Equal("0", answer.Field("Content-Length"));
        Assert.Equal(400, peer.Ask("GET", "*").Status);
        answer = peer.Ask("OPTIONS", "/files/");
        Assert.Equal(200, answer.Status);
        Assert.Equal("1, 2, 3, <urn:peerdevice:dav:copy-source>", answer.Field("DAV"));
        Assert.Equal("DAV", answer.Field("MS-Author-Via"));
        Assert.Contains("MKCOL", answer.Field("Allow"));
    }

    [Fact]
    public void AbsoluteFormIsAnsweredAsOriginForm()
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        foreach (string authority in new[] { "desk", "DESK:80", "desk.local", "10.77.0.1:80", "localhost" })
        {
            Assert.Equal("alpha", peer.Ask("GET", "http://" + authority + "/files/a").Text);
        }

        Assert.Equal(200, peer.Ask("GET", "http://desk").Status);
        Assert.Equal(200, peer.Ask("GET", "http://desk?x").Status);
        Assert.Equal(400, peer.Ask("GET", "https://desk/files/a").Status);
        Assert.Equal(400, peer.Ask("GET", "ftp://desk/files/a").Status);
        Assert.Equal(400, peer.Ask("GET", "http:///files/a").Status);
        Assert.Equal(400, peer.Ask("GET", "http://me@desk/files/a").Status);
        Assert.Equal(400, peer.Ask("GET", "files/a").Status);
    }
}
