using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using PeerDevice.Services.View;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;

namespace PeerDevice.Tests.View;

/// <summary>The pages for people, their script, and what a browser is told about files that anybody may have put there.</summary>
public sealed class ViewTests
{
    private const string Script = "/" + ViewScript.Path;
    private const string Sandbox = "sandbox";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AListingLinksToItsScriptWhichIsServedWholeAndForGood(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        Answer page = peer.Ask("GET", "/files/");
        string source = Assert.Single(Regex.Matches(page.Text, "<script[^>]*>").Select(match => match.Value));
        Assert.Equal("<script src=\"" + Script + "\">", source);
        Answer script = peer.Ask("GET", Script);
        Assert.Equal(200, script.Status);
        Assert.Equal(ViewScript.Text, script.Text);
        Assert.Equal("public, max-age=31536000, immutable", script.Field("Cache-Control"));
        Assert.Equal("text/javascript; charset=utf-8", script.Field("Content-Type"));
        Assert.Equal("nosniff", script.Field("X-Content-Type-Options"));
        Answer head = peer.Ask("HEAD", Script);
        Assert.Equal(script.Head, head.Head);
        Assert.Empty(head.Content);
    }

    [Fact]
    public void TheScriptIsNotSentAgainToWhoHasIt()
    {
        TestPeer peer = new TestPeer();
        string tag = peer.Ask("GET", Script).Tag;
        Answer unchanged = peer.Ask("GET", Script, "If-None-Match: \"x\", " + tag + "\r\n");
        Assert.Equal(304, unchanged.Status);
        Assert.Equal(tag, unchanged.Tag);
        Assert.NotNull(unchanged.Field("Cache-Control"));
        Assert.Equal(200, peer.Ask("GET", Script, "If-None-Match: \"x\"\r\n").Status);
        Assert.Equal(412, peer.Ask("GET", Script, "If-Match: \"x\"\r\n").Status);
    }

    [Fact]
    public void AnotherVersionOfTheScriptIsNotThereAndThisOneIsOnlyRead()
    {
        TestPeer peer = new TestPeer();
        Assert.Equal(404, peer.Ask("GET", Script.Replace(ViewScript.Version, "00000000")).Status);
        Assert.Equal(404, peer.Ask("GET", Script + "x").Status);
        Assert.Equal(404, peer.Ask("GET", "/.well-known/peerdevice/view.js").Status);
        foreach (string method in new[] { "PUT", "DELETE", "MOVE", "PROPFIND" })
        {
            Answer answer = peer.Ask(method, Script, "Destination: /files/x\r\n");
            Assert.Equal(405, answer.Status);
            Assert.Equal("OPTIONS, GET, HEAD", answer.Field("Allow"));
        }
    }

    /// <summary>What follows on a connection is the next answer: the script's length is what its head says, also for a reader that takes little at a time.</summary>
    [Fact]
    public void TheConnectionGoesOnBehindTheScript()
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        ScriptLink link = peer.Link().Send(TestPeer.Request("GET", Script) + TestPeer.Request("HEAD", Script) + TestPeer.Request("GET", "/files/a")).End();
        List<Answer> answers = peer.Serve(link, "GET", "HEAD", "GET");
        Assert.Equal(new[] { 200, 200, 200 }, answers.Select(answer => answer.Status));
        Assert.Equal(ViewScript.Text, answers[0].Text);
        Assert.Equal("alpha", answers[2].Text);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/files/")]
    [InlineData("/files/sub/")]
    public void APageRunsThisPeersScriptAndNothingElse(string target)
    {
        TestPeer peer = new TestPeer();
        peer.MakeCollection("sub");
        Answer page = peer.Ask("GET", target);
        string policy = Assert.IsType<string>(page.Field("Content-Security-Policy"));
        string[] directives = policy.Split("; ");
        Assert.Contains("default-src 'none'", directives);
        Assert.Contains("script-src 'self'", directives);
        Assert.Contains("connect-src 'self'", directives);
        Assert.Contains("frame-ancestors 'none'", directives);
        Assert.Contains("form-action 'none'", directives);
        Assert.Contains("base-uri 'self'", directives);
        Assert.Equal("nosniff", page.Field("X-Content-Type-Options"));
        Assert.Equal("no-cache", page.Field("Cache-Control"));
        Assert.Single(Regex.Matches(page.Text, "<style>"));
        Assert.Contains("<style>" + ViewPage.Style + "</style>", page.Text);
        Assert.Empty(Regex.Matches(page.Text, " (style|on[a-z]+)="));
        Assert.EndsWith("</html>\n", page.Text);
        Assert.Equal(page.Head, peer.Ask("HEAD", target).Head);
    }

    [Fact]
    public void APeersPageFitsWithTheLongestNamesABoardMayHave()
    {
        TestPeer peer = new TestPeer(name: new string('&', Limits.PeerNameOctets));
        string page = Assert.Single(peer.Serve(peer.Link().Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").End())).Text;
        Assert.Equal(2, Regex.Matches(page, "(&amp;){" + Limits.PeerNameOctets + "}").Count);
        Assert.Contains("<a href=\"/files/\">Files</a>", page);
        Assert.EndsWith("</html>\n", page);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void ThePageOfAShareThatIsOnlyReadOffersNoChange(bool isFat, bool isWritable)
    {
        Assert.Equal(isWritable, new TestPeer(isFat, isWritable).Ask("GET", "/files/").Text.Contains("<body data-write>"));
    }

    [Theory]
    [InlineData("a.html")]
    [InlineData("a.HTM")]
    [InlineData("a.svg")]
    [InlineData("a.xml")]
    [InlineData("a.txt")]
    [InlineData("a.js")]
    [InlineData("a.png")]
    [InlineData("a.unknown")]
    [InlineData("a")]
    public void AFileIsShownWithoutTheOriginThatMayWrite(string name)
    {
        foreach (bool isFat in new[] { true, false })
        {
            TestPeer peer = new TestPeer(isFat);
            peer.Put(name, "<script>alert(1)</script>");
            foreach (string fields in new[] { "", "Range: bytes=1-5\r\n", "Range: bytes=1-2,4-5\r\n" })
            {
                Answer answer = peer.Ask("GET", "/files/" + name, fields);
                Assert.Equal(fields.Length == 0 ? 200 : 206, answer.Status);
                Assert.Equal(Sandbox, answer.Field("Content-Security-Policy"));
                Assert.Equal("nosniff", answer.Field("X-Content-Type-Options"));
            }

            Assert.Equal(Sandbox, peer.Ask("HEAD", "/files/" + name).Field("Content-Security-Policy"));
        }
    }

    /// <summary>Browsers show no PDF within a sandbox; it is theirs that the scripts in one run in.</summary>
    [Fact]
    public void APdfIsShownAsItIs()
    {
        TestPeer peer = new TestPeer();
        peer.Put("a.PDF", "%PDF-1.7");
        Answer answer = peer.Ask("GET", "/files/a.PDF");
        Assert.Equal("application/pdf", answer.Field("Content-Type"));
        Assert.Null(answer.Field("Content-Security-Policy"));
        Assert.Equal("nosniff", answer.Field("X-Content-Type-Options"));
    }

    /// <summary>What a sandboxed page could send has the origin "null", which is nobody's.</summary>
    [Fact]
    public void APageInASandboxMayNotWrite()
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        foreach (string method in new[] { "PUT", "DELETE", "MKCOL", "MOVE" })
        {
            Assert.Equal(403, peer.Ask(method, "/files/a", "Origin: null\r\nDestination: /files/b\r\n").Status);
        }

        Assert.Equal("alpha", peer.Get("a"));
    }
}
