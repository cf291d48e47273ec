using System.Linq;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>Who is served, and for whose page a browser may ask.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData("desk")]
    [InlineData("DESK")]
    [InlineData("desk:80")]
    [InlineData("desk:8631")]
    [InlineData("desk.local")]
    [InlineData("desk.")]
    [InlineData("desk.local.:80")]
    [InlineData("localhost")]
    [InlineData("10.77.0.1")]
    [InlineData("10.77.0.1:80")]
    [InlineData("127.0.0.1:1")]
    [InlineData("pc-7")]
    [InlineData("PC-7.Local:8631")]
    [InlineData("pc-7.office.example.:80")]
    public void ANameOfThePeerIsServed(string host)
    {
        TestPeer peer = new TestPeer();
        Assert.Equal(200, Ask(peer, "GET", host, "").Status);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("desk.evil.example")]
    [InlineData("evil.desk")]
    [InlineData("10.77.0.2")]
    [InlineData("10.77.0.1.evil.example")]
    [InlineData("10.77.0.11")]
    [InlineData("")]
    [InlineData(":80")]
    [InlineData("desk:80:80")]
    [InlineData("desk@evil.example")]
    [InlineData("pc-7.evil.example")]
    [InlineData("pc-77")]
    [InlineData("pc-")]
    [InlineData("[::1]")]
    public void AnotherNameIsMisdirected(string host)
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        peer.Store.Reset();
        Answer answer = Ask(peer, "DELETE", host, "");
        Assert.True(answer.Status is 421 or 400, answer.Status.ToString());
        Assert.Empty(peer.Store.Log);
        Assert.Equal(421, peer.Ask("GET", "http://evil.example/files/a").Status);
    }

    [Theory]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("https://desk", 403)]
    [InlineData("http://desk:8080", 403)]
    [InlineData("http://desk.evil.example", 403)]
    [InlineData("", 403)]
    [InlineData("http://desk", 204)]
    [InlineData("HTTP://DESK", 204)]
    public void APageOfAnotherSiteMayNotMakeThePeerAct(string origin, int status)
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        Assert.Equal(200, peer.Ask("GET", "/files/a", "Origin: " + origin + "\r\n").Status);
        Assert.Equal(207, peer.Ask("PROPFIND", "/files/a", "Depth: 0\r\nOrigin: " + origin + "\r\n").Status);
        foreach (string method in new[] { "PUT", "MKCOL", "COPY", "MOVE", "POST", "LOCK" })
        {
            int got = peer.Ask(method, "/files/b", "Destination: /files/c\r\nOrigin: " + origin + "\r\n").Status;
            Assert.Equal(status == 403, got == 403);
        }

        Assert.Equal(status, peer.Ask("DELETE", "/files/a", "Origin: " + origin + "\r\n").Status);
    }

    [Theory]
    [InlineData("GET", "/files/a")]
    [InlineData("HEAD", "/files/a")]
    [InlineData("PUT", "/files/a")]
    [InlineData("PROPFIND", "/files/")]
    [InlineData("OPTIONS", "/files/")]
    [InlineData("DELETE", "/files/a")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/.well-known/peerdevice")]
    [InlineData("GET", "/.well-known/peerdevice/printer-1-48.png")]
    [InlineData("GET", "/ipp/print")]
    [InlineData("POST", "/ipp/print")]
    [InlineData("POST", "/")]
    public void WhoIsOffOurLinksIsNotServed(string method, string target)
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        peer.Store.Reset();
        ScriptLink link = peer.Link().Send(TestPeer.Request(method, target, "Content-Length: 1\r\n") + "x").End();
        link.OnLink = false;
        Assert.Equal(403, Assert.Single(peer.Serve(link, method)).Status);
        Assert.Empty(peer.Store.Log);
    }

    [Fact]
    public void AReadOnlyShareIsReadAndNotChanged()
    {
        foreach (bool isFat in new[] { true, false })
        {
            TestPeer peer = new TestPeer(isFat);
            peer.Put("a", "alpha");
            TestPeer reader = new TestPeer(isFat, false, null, isFat ? peer.Fat : peer.Plain);
            string before = peer.Tree();
            Assert.Equal(200, reader.Ask("GET", "/files/a").Status);
            Assert.Equal(207, reader.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Status);
            Assert.Equal(403, reader.Ask("PUT", "/files/a", "", "x").Status);
            Assert.Equal(403, reader.Ask("PUT", "/files/b", "", "x").Status);
            Assert.Equal(403, reader.Ask("MKCOL", "/files/c").Status);
            Assert.Equal(403, reader.Ask("DELETE", "/files/a").Status);
            Assert.Equal(403, reader.Ask("MOVE", "/files/a", "Destination: /files/b\r\n").Status);
            Assert.Equal(403, reader.Ask("COPY", "/files/a", "Destination: /files/b\r\n").Status);
            Assert.Equal(before, peer.Tree());
            Assert.DoesNotContain(reader.Store.Log, call => call.StartsWith("create") || call.StartsWith("delete") || call.StartsWith("move") || call.StartsWith("make"));
        }
    }

    private static Answer Ask(TestPeer peer, string method, string host, string fields)
    {
        return Assert.Single(peer.Serve(peer.Link().Send(method + " /files/ HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n").End(), method));
    }
}
