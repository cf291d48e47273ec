using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

public class HttpUriTests
{
    private const string LongName = "a23456789b123456789c123456789d123456789e123456789f123456789.";

    [Theory]
    [InlineData("http://peer/", "peer", 80, "/")]
    [InlineData("http://peer", "peer", 80, "/")]
    [InlineData("HTTP://Peer.Local:8631/files/a%20b?x=/../y", "Peer.Local", 8631, "/files/a%20b?x=/../y")]
    [InlineData("http://peer?x", "peer", 80, "/?x")]
    [InlineData("http://peer#x", "peer", 80, "/")]
    [InlineData("http://peer:/a#b?c", "peer", 80, "/a")]
    [InlineData("http://10.77.0.2:65535/", "10.77.0.2", 65535, "/")]
    [InlineData("http://[fe80::1]:8080/a", "fe80::1", 8080, "/a")]
    [InlineData("http://[::1]", "::1", 80, "/")]
    [InlineData("http://peer//a//b/", "peer", 80, "//a//b/")]
    [InlineData("http://peer/a/./b/../../c", "peer", 80, "/c")]
    [InlineData("http://peer/../../etc/passwd", "peer", 80, "/etc/passwd")]
    [InlineData("http://peer/a/..", "peer", 80, "/")]
    [InlineData("http://peer/a/b/.", "peer", 80, "/a/b/")]
    [InlineData("http://peer/...", "peer", 80, "/...")]
    public void ReadsWhatIsOne(string text, string host, int port, string target)
    {
        HttpUri uri = new HttpUri();
        Assert.Equal(HttpUri.Ok, uri.Read(text));
        Assert.Equal(host, uri.Host);
        Assert.Equal(port, uri.Port);
        Assert.Equal(target, uri.Target);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("peer/a")]
    [InlineData("//peer/a")]
    [InlineData("http:")]
    [InlineData("http:/peer")]
    [InlineData("http://")]
    [InlineData("http:///a")]
    [InlineData("http://:80/")]
    [InlineData("http://?")]
    [InlineData("http://peer:0/")]
    [InlineData("http://peer:65536/")]
    [InlineData("http://peer:99999999999/")]
    [InlineData("http://peer:-1/")]
    [InlineData("http://peer:8x/")]
    [InlineData("http://peer:80:80/")]
    [InlineData("http://ann@peer/")]
    [InlineData("http://ann:secret@peer/")]
    [InlineData("http://pe%65r/")]
    [InlineData("http://pe er/")]
    [InlineData("http://p\u00E4er/")]
    [InlineData("http://peer/a b")]
    [InlineData("http://peer/a\r\nHost: x")]
    [InlineData("http://peer/\u007F")]
    [InlineData("http://peer\\a")]
    [InlineData("http://[::1/")]
    [InlineData("http://[]/")]
    [InlineData("http://[::1]a/")]
    [InlineData("http://[::g]/")]
    [InlineData("http://[::1%25eth0]/")]
    [InlineData("http://" + LongName + LongName + LongName + LongName + LongName + "/")]
    public void RefusesWhatIsNone(string text)
    {
        HttpUri uri = new HttpUri();
        Assert.Equal(HttpUri.Ok, uri.Read("http://peer:81/a"));
        Assert.Equal(HttpUri.Malformed, uri.Read(text));
        Assert.Equal("peer", uri.Host);
        Assert.Equal(81, uri.Port);
        Assert.Equal("/a", uri.Target);
    }

    [Theory]
    [InlineData("https://peer/")]
    [InlineData("ftp://peer/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("httpx://peer/")]
    [InlineData("htt://peer/")]
    [InlineData("urn:uuid:1")]
    [InlineData("a+b-c.d:x")]
    public void TellsOtherSchemes(string text)
    {
        Assert.Equal(HttpUri.OtherScheme, new HttpUri().Read(text));
    }

    // RFC 3986 §5.4.1, §5.4.2, as far as they are http's, without their fragments, from http://a/b/c/d;p?q
    [Theory]
    [InlineData("g", "/b/c/g")]
    [InlineData("./g", "/b/c/g")]
    [InlineData("g/", "/b/c/g/")]
    [InlineData("/g", "/g")]
    [InlineData("?y", "/b/c/d;p?y")]
    [InlineData("g?y", "/b/c/g?y")]
    [InlineData("#s", "/b/c/d;p?q")]
    [InlineData("g#s", "/b/c/g")]
    [InlineData("g?y#s", "/b/c/g?y")]
    [InlineData(";x", "/b/c/;x")]
    [InlineData("g;x?y#s", "/b/c/g;x?y")]
    [InlineData(".", "/b/c/")]
    [InlineData("./", "/b/c/")]
    [InlineData("..", "/b/")]
    [InlineData("../g", "/b/g")]
    [InlineData("../..", "/")]
    [InlineData("../../g", "/g")]
    [InlineData("../../../g", "/g")]
    [InlineData("/./g", "/g")]
    [InlineData("/../g", "/g")]
    [InlineData("g.", "/b/c/g.")]
    [InlineData("..g", "/b/c/..g")]
    [InlineData("./../g", "/b/g")]
    [InlineData("g/../h", "/b/c/h")]
    [InlineData("g;x=1/../y", "/b/c/y")]
    [InlineData("g?y/../x", "/b/c/g?y/../x")]
    [InlineData("http://a/other", "/other")]
    public void ResolvesReferences(string reference, string target)
    {
        HttpUri uri = new HttpUri();
        Assert.Equal(HttpUri.Ok, uri.Read("http://a:99/b/c/d;p?q"));
        Assert.Equal(HttpUri.Ok, uri.Resolve(reference));
        Assert.Equal("a", uri.Host);
        Assert.Equal(reference[0] == 'h' ? 80 : 99, uri.Port);
        Assert.Equal(target, uri.Target);
    }

    [Fact]
    public void ResolvesAnotherAuthority()
    {
        HttpUri uri = new HttpUri();
        Assert.Equal(HttpUri.Ok, uri.Read("http://a:99/b"));
        Assert.Equal(HttpUri.Ok, uri.Resolve("//g:7/x"));
        Assert.Equal("g", uri.Host);
        Assert.Equal(7, uri.Port);
        Assert.Equal("/x", uri.Target);
        Assert.Equal(HttpUri.OtherScheme, uri.Resolve("https://g/"));
        Assert.Equal(HttpUri.Malformed, uri.Resolve(""));
        Assert.Equal(HttpUri.Malformed, uri.Resolve("//"));
        Assert.Equal(HttpUri.Malformed, uri.Resolve("a b"));
        Assert.Equal("/x", uri.Target);
    }

    [Fact]
    public void OneThatGrowsWithEachReferenceIsRefusedAtTheBound()
    {
        HttpUri uri = new HttpUri();
        Assert.Equal(HttpUri.Ok, uri.Read("http://a/"));
        int answer = HttpUri.Ok;
        int steps = 0;
        while (answer == HttpUri.Ok)
        {
            answer = uri.Resolve(LongName + "/b");
            steps++;
        }

        Assert.Equal(HttpUri.Malformed, answer);
        Assert.True(uri.Target.Length <= Limits.UriOctets);
        Assert.Equal((Limits.UriOctets / (LongName.Length + 1)) + 1, steps);
    }

    [Theory]
    [InlineData("bytes 0-0/1", 0, 0, 1)]
    [InlineData("bytes 42-1233/1234", 42, 1233, 1234)]
    [InlineData("Bytes 5-6/99", 5, 6, 99)]
    public void ReadsContentRanges(string value, long first, long last, long complete)
    {
        Assert.True(ContentRange.Read(value, out long readFirst, out long readLast, out long readComplete));
        Assert.Equal(first, readFirst);
        Assert.Equal(last, readLast);
        Assert.Equal(complete, readComplete);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bytes")]
    [InlineData("bytes ")]
    [InlineData("bytes */5")]
    [InlineData("bytes 0-4/*")]
    [InlineData("bytes 0-5/5")]
    [InlineData("bytes 3-2/5")]
    [InlineData("bytes -2/5")]
    [InlineData("bytes 1-/5")]
    [InlineData("bytes 1-2/")]
    [InlineData("bytes 1/2-5")]
    [InlineData("bytes 1-2-3/5")]
    [InlineData("bytes +1-2/5")]
    [InlineData("lines 1-2/5")]
    [InlineData("bytes 1-2/99999999999999999999")]
    public void RefusesOtherContentRanges(string value)
    {
        Assert.False(ContentRange.Read(value, out long _, out long _, out long _));
    }
}
