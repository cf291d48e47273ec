using System.Linq;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>Nothing outside the share is touched, whatever a path looks like.</summary>
public sealed class PathTests
{
    private static readonly string[] Methods = { "GET", "HEAD", "PUT", "DELETE", "MKCOL", "PROPFIND", "COPY", "MOVE", "OPTIONS" };

    [Theory]
    [InlineData("/files/../secret")]
    [InlineData("/files/a/../../secret")]
    [InlineData("/files/..")]
    [InlineData("/files/./a")]
    [InlineData("/files/%2e%2e/secret")]
    [InlineData("/files/%2E./secret")]
    [InlineData("/files/.%2e/secret")]
    [InlineData("/files/a/%2e%2e/%2e%2e/secret")]
    [InlineData("/files/..%2fsecret")]
    [InlineData("/files/%2e%2e%2fsecret")]
    [InlineData("/files/a%2fb")]
    [InlineData("/files/..%5csecret")]
    [InlineData("/files/..\\secret")]
    [InlineData("/files/a\\b")]
    [InlineData("/files/a%00")]
    [InlineData("/files/a%00.txt")]
    [InlineData("/files/a%01")]
    [InlineData("/files/a%0d%0aX:%20y")]
    [InlineData("/files/a%7f")]
    [InlineData("/files/C:/windows")]
    [InlineData("/files/C:")]
    [InlineData("/files/c:secret")]
    [InlineData("/files//..//secret")]
    [InlineData("/files/%c0%ae%c0%ae/secret")]
    [InlineData("/files/%ff")]
    [InlineData("/files/%ed%a0%80")]
    [InlineData("/files/%")]
    [InlineData("/files/%2")]
    [InlineData("/files/%zz")]
    [InlineData("/files/a#b")]
    [InlineData("http://desk/files/../secret")]
    public void AWayOutIsRefusedAndNothingIsTouched(string target)
    {
        foreach (bool isFat in new[] { true, false })
        {
            TestPeer peer = new TestPeer(isFat);
            peer.Put("a", "alpha");
            string before = peer.Tree();
            peer.Store.Reset();
            foreach (string method in Methods)
            {
                Answer answer = peer.Ask(method, target, "Destination: /files/z\r\n");
                Assert.True(answer.Status is 400 or 403 or 414, method + ": " + answer.Status);
            }

            foreach (string method in new[] { "COPY", "MOVE" })
            {
                Answer answer = peer.Ask(method, "/files/a", "Destination: " + target + "\r\n");
                Assert.True(answer.Status is 400 or 403 or 414, method + ": " + answer.Status);
            }

            Assert.Empty(peer.Store.Log);
            Assert.Equal(before, peer.Tree());
        }
    }

    [Theory]
    [InlineData("a.")]
    [InlineData("a%20")]
    [InlineData("a...")]
    [InlineData("a.%20.")]
    [InlineData("sub./x")]
    [InlineData("a:stream")]
    [InlineData("a*")]
    [InlineData("a%3f")]
    [InlineData("a%22")]
    [InlineData("a%3c")]
    [InlineData("a%3e")]
    [InlineData("a%7c")]
    [InlineData("a|b")]
    [InlineData("...")]
    [InlineData("%20")]
    public void ANameThatFatWouldFoldOrCannotHoldIsRefusedOnACard(string name)
    {
        TestPeer peer = new TestPeer(true);
        peer.Put("a", "alpha");
        peer.Store.Reset();
        foreach (string method in Methods.Where(method => method != "OPTIONS"))
        {
            // Who only looks hears that it is not there: Finder asks each volume for "._.". What begins like a drive is refused everywhere.
            int status = (method is "GET" or "HEAD" or "PROPFIND") && !name.StartsWith("a:", System.StringComparison.Ordinal) ? 404 : 403;
            Assert.Equal((method, status), (method, peer.Ask(method, "/files/" + name, "Destination: /files/z\r\n").Status));
        }

        Assert.Empty(peer.Store.Log);
    }

    [Theory]
    [InlineData(".peer")]
    [InlineData(".peer/")]
    [InlineData(".PEER")]
    [InlineData(".Peer/index.a")]
    [InlineData(".peer/u/1")]
    [InlineData("%2epeer/u")]
    [InlineData("%2Epee%72")]
    [InlineData("/.peer")]
    [InlineData("PEER~1")]
    [InlineData("peer~1/index.a")]
    [InlineData("PEER%7e1/u")]
    [InlineData("peer~2")]
    public void TheReservedAreaIsNotThere(string name)
    {
        TestPeer peer = new TestPeer(true);
        peer.Put("a", "alpha");
        string before = peer.Tree();
        peer.Store.Reset();
        foreach (string method in Methods)
        {
            Assert.Equal(404, peer.Ask(method, "/files/" + name, "Destination: /files/z\r\nDepth: 0\r\n").Status);
        }

        foreach (string method in new[] { "COPY", "MOVE" })
        {
            Assert.Equal(403, peer.Ask(method, "/files/a", "Destination: /files/" + name + "\r\n").Status);
        }

        Assert.Empty(peer.Store.Log);
        Assert.Equal(before, peer.Tree());
        Assert.Contains(FatCheck.Examine(peer.Medium).Files.Keys, path => path.StartsWith(".peer/"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheReservedAreaIsInNoListing(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("a", "alpha");
        Assert.DoesNotContain(".peer", peer.Ask("GET", "/files/").Text);
        Assert.DoesNotContain("peer", peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Text);
    }

    [Fact]
    public void AnOverlongPathOrNameIsTooLong()
    {
        TestPeer peer = new TestPeer(true);
        Assert.Equal(414, peer.Ask("GET", "/files/" + new string('n', 256)).Status);
        Assert.Equal(414, peer.Ask("PUT", "/files/" + string.Concat(Enumerable.Repeat("abcdefghi/", 26)) + "x", "", "x").Status);
        Assert.Equal(414, peer.Ask("COPY", "/files/a", "Destination: /files/" + new string('n', 256) + "\r\n").Status);
        TestPeer desktop = new TestPeer(false);
        Assert.Equal(414, desktop.Ask("GET", "/files/" + new string('n', 256)).Status);
        Assert.Equal(201, desktop.Ask("PUT", "/files/" + new string('n', 255), "", "x").Status);
        Assert.Equal(414, desktop.Ask("GET", "/files/" + string.Concat(Enumerable.Repeat("abcdefghi/", 300)) + "x").Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ANameOfAnyScriptComesBackAsItWent(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        foreach (string encoded in new[] { "%C3%A4%20b", "%E6%96%87%E4%BB%B6", "a&b", "a'b", "a%25b", "a%23b", "a;b=c", "a+b", "%F0%9F%98%80", "~x~", "a,b", "(1)" })
        {
            Assert.Equal(201, peer.Ask("PUT", "/files/" + encoded, "", encoded).Status);
            Assert.Equal(encoded, peer.Ask("GET", "/files/" + encoded).Text);
        }

        string multistatus = peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Text;
        string listing = peer.Ask("GET", "/files/").Text;
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(multistatus, "<D:href>(/files/[^<]+)</D:href>"))
        {
            Assert.Equal(200, peer.Ask("GET", System.Net.WebUtility.HtmlDecode(match.Groups[1].Value)).Status);
        }

        Assert.Contains("%E6%96%87%E4%BB%B6", multistatus);
        Assert.Contains("%E6%96%87%E4%BB%B6", listing);
    }

    [Fact]
    public void OnACardCaseDoesNotMatterAndIsKept()
    {
        TestPeer peer = new TestPeer(true);
        peer.Put("Letter.txt", "one");
        Assert.Equal("one", peer.Get("LETTER.TXT"));
        Assert.Equal(204, peer.Ask("PUT", "/files/letter.TXT", "", "two").Status);
        Assert.Single(peer.Tree().Split('\n'));
        Assert.Equal("two", peer.Get("Letter.txt"));
        Assert.Equal(412, peer.Ask("PUT", "/files/LETTER.txt", "If-None-Match: *\r\n", "three").Status);
        Assert.Equal(405, peer.Ask("MKCOL", "/files/letter.TXT").Status);
    }

    [Fact]
    public void EmptySegmentsAreNothing()
    {
        TestPeer peer = new TestPeer(false);
        peer.MakeCollection("sub");
        peer.Put("sub/a", "alpha");
        Assert.Equal("alpha", peer.Ask("GET", "//files///sub//a").Text);
        Assert.Equal("alpha", peer.Ask("GET", "/files/sub/a?query=../..").Text);
        Assert.Equal(404, peer.Ask("GET", "/files/sub/a/").Status);
        Assert.Equal(404, peer.Ask("GET", "/filesystem").Status);
        Assert.Equal(404, peer.Ask("GET", "/FILES/sub/a").Status);
        Answer moved = peer.Ask("GET", "/files/sub");
        Assert.Equal(301, moved.Status);
        Assert.Equal("/files/sub/", moved.Field("Location"));
    }
}
