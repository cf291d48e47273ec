using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

public class RequestTargetTests
{
    [Theory]
    [InlineData("/", "", true)]
    [InlineData("/files", "files", false)]
    [InlineData("/files/", "files", true)]
    [InlineData("/files/a.txt", "files/a.txt", false)]
    [InlineData("/files/a%20b", "files/a b", false)]
    [InlineData("/files/Gr%C3%BC%c3%9fe%20%26%20more.txt", "files/Grüße & more.txt", false)]
    [InlineData("/files/%F0%9F%98%80", "files/😀", false)]
    [InlineData("/files/Gr\xC3\xBC\xC3\x9F", "files/Grüß", false)]
    [InlineData("/files/100%25", "files/100%", false)]
    [InlineData("/files/%252e%252e/x", "files/%2e%2e/x", false)]
    [InlineData("/files/%41%5a%7E", "files/AZ~", false)]
    [InlineData("/files/a?x=/../y", "files/a", false)]
    [InlineData("/?x", "", true)]
    [InlineData("/files/...", "files/...", false)]
    [InlineData("/files/..a/.b/c..", "files/..a/.b/c..", false)]
    [InlineData("//files///a//", "files/a", true)]
    [InlineData("http://board.local/files/a", "files/a", false)]
    [InlineData("HTTP://192.168.1.40:8631/files/a/", "files/a", true)]
    [InlineData("http://board.local", "", false)]
    [InlineData("http://board.local?x", "", false)]
    [InlineData("http://[fe80::1]:80/a", "a", false)]
    [InlineData("/a/C:x", "a/C:x", false, 403)]
    [InlineData("/CC:/x", "CC:/x", false)]
    [InlineData("/1:/x", "1:/x", false)]
    public void ReadsPaths(string target, string path, bool hadSlash, int status = 0)
    {
        Assert.Equal(status, Path(target, false, out string read, out bool slash));
        if (status == 0)
        {
            Assert.Equal(path, read);
            Assert.Equal(hadSlash, slash);
        }
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("*", 400)]
    [InlineData("files", 400)]
    [InlineData("board.local:80", 400)]
    [InlineData("ftp://board.local/a", 400)]
    [InlineData("http:///a", 400)]
    [InlineData("http://", 400)]
    [InlineData("http://user@board.local/a", 400)]
    [InlineData("http://board.local\\x/a", 400)]
    [InlineData("/a#b", 400)]
    [InlineData("/a%", 400)]
    [InlineData("/a%4", 400)]
    [InlineData("/a%4g", 400)]
    [InlineData("/a%g4", 400)]
    [InlineData("/a%%41", 400)]
    [InlineData("/a%00b", 400)]
    [InlineData("/a%0d%0ab", 400)]
    [InlineData("/a%1f", 400)]
    [InlineData("/a%7F", 400)]
    [InlineData("/a\x01", 400)]
    [InlineData("/a\x7F", 400)]
    [InlineData("/a\\..\\b", 400)]
    [InlineData("/a%5C..%5cb", 400)]
    [InlineData("/a%2Fb", 400)]
    [InlineData("/..%2f..%2fetc/passwd", 400)]
    [InlineData("/a%C0%AF", 400)]
    [InlineData("/%C0%AE%C0%AE/x", 400)]
    [InlineData("/%E0%80%AE/x", 400)]
    [InlineData("/%ED%A0%80", 400)]
    [InlineData("/%F4%90%80%80", 400)]
    [InlineData("/%C3", 400)]
    [InlineData("/%C3/%BC", 400)]
    [InlineData("/\xFF", 400)]
    [InlineData("/..", 403)]
    [InlineData("/../etc/passwd", 403)]
    [InlineData("/files/../../x", 403)]
    [InlineData("/files/./x", 403)]
    [InlineData("/.", 403)]
    [InlineData("/%2e%2e/x", 403)]
    [InlineData("/.%2E/x", 403)]
    [InlineData("/a//../b", 403)]
    [InlineData("/C:/Windows", 403)]
    [InlineData("/c:", 403)]
    [InlineData("/C%3A/Windows", 403)]
    [InlineData("http://board.local/../x", 403)]
    public void RefusesWhatLeadsElsewhere(string target, int status)
    {
        Assert.Equal(status, Path(target, false, out string path, out _));
        Assert.Equal("", path);
        Assert.Equal(status, Path(target, true, out _, out _));
    }

    /// <summary>Octets are looked at eight at a time where there are as many, and one by one where there are fewer: both must come to the same.</summary>
    [Fact]
    public void ALongPathIsJudgedAsAShortOneIs()
    {
        const string Long = "/abcdefghijklmnopqrstuvwxy";
        for (int octet = 0; octet < 0x80; octet++)
        {
            if (octet == '%' || octet == '#' || octet == '?')
            {
                continue;
            }

            foreach (bool fat in new[] { false, true })
            {
                string character = ((char)octet).ToString();
                int status = Path("/ab" + character + "cd", fat, out _, out _);
                for (int at = 3; at < Long.Length - 1; at++)
                {
                    string target = Long.Substring(0, at) + character + Long.Substring(at + 1);
                    Assert.Equal(status, Path(target, fat, out string path, out _));
                    Assert.Equal(status == 0 ? target.Substring(1) : "", path);
                }
            }
        }
    }

    [Theory]
    [InlineData("/longer-name/../of/many", 403)]
    [InlineData("/longer-name/./of/many", 403)]
    [InlineData("/longer-name/of/many/..", 403)]
    [InlineData("/../longer-name/of/many", 403)]
    public void ALongPathLeadsNowhereElse(string target, int status)
    {
        Assert.Equal(status, Path(target, false, out _, out _));
        Assert.Equal(status, Path(target, true, out _, out _));
    }

    [Theory]
    [InlineData("/longer-name/of//many", "longer-name/of/many", false)]
    [InlineData("//longer-name///of/many//", "longer-name/of/many", true)]
    [InlineData("/longer name/of_many/0-9/A.Z", "longer name/of_many/0-9/A.Z", false)]
    public void ALongPathLosesItsGaps(string target, string path, bool hadSlash)
    {
        Assert.Equal(0, Path(target, true, out string read, out bool slash));
        Assert.Equal(path, read);
        Assert.Equal(hadSlash, slash);
    }

    [Theory]
    [InlineData("/longer-name/of/a.")]
    [InlineData("/longer-name/of./a")]
    [InlineData("/longer-name /of/a")]
    [InlineData("/files/a.")]
    [InlineData("/files/a%20")]
    [InlineData("/files/a%20/b")]
    [InlineData("/files/...")]
    [InlineData("/files/%22a")]
    [InlineData("/files/a*")]
    [InlineData("/files/ab:c")]
    [InlineData("/files/a%3Cb")]
    [InlineData("/files/a%3eb")]
    [InlineData("/files/a%3Fb")]
    [InlineData("/files/a|b")]
    public void RefusesOnFatWhatFatCannotHoldOrWouldFold(string target)
    {
        Assert.Equal(403, Path(target, true, out _, out _));
        Assert.Equal(0, Path(target, false, out _, out _));
    }

    [Theory]
    [InlineData("/files/.a")]
    [InlineData("/files/a%20b.c")]
    [InlineData("/files/%20a")]
    [InlineData("/files/Gr%C3%BC%C3%9Fe")]
    [InlineData("/files/a+b,c;d=e[f]{g}~'!@$%25^&()")]
    public void TakesOnFatWhatFatHolds(string target)
    {
        Assert.Equal(0, Path(target, true, out _, out _));
    }

    [Fact]
    public void RefusesNamesAndPathsBeyondTheirBounds()
    {
        Assert.Equal(0, Path("/" + new string('n', Limits.NameOctets), false, out _, out _));
        Assert.Equal(414, Path("/" + new string('n', Limits.NameOctets + 1), false, out _, out _));
        Assert.Equal(0, Path("/" + Deep(Limits.PathOctets), false, out string longest, out _));
        Assert.Equal(Limits.PathOctets, longest.Length);
        Assert.Equal(414, Path("/" + Deep(Limits.PathOctets + 1), false, out _, out _));
        Assert.Equal(0, Path("/" + Deep(Limits.FatPathOctets), true, out _, out _));
        Assert.Equal(414, Path("/" + Deep(Limits.FatPathOctets + 1), true, out _, out _));

        // The bound is on decoded octets: escapes do not count three times, and 'ü' counts twice.
        Assert.Equal(0, Path("/" + Deep(Limits.FatPathOctets).Replace("x", "%78"), true, out _, out _));
    }

    [Fact]
    public void FindsTheAuthorityOfADestination()
    {
        byte[] b = Ascii.Octets("xhttp://board.local:81/files/b?q");
        Assert.Equal(0, RequestTarget.Split(b, 1, b.Length, out int from, out int to, out int pathStart, out int pathEnd));
        Assert.Equal("board.local:81", Text.String(b, from, to));
        Assert.Equal("/files/b", Text.String(b, pathStart, pathEnd));
        Assert.Equal("?q", Text.String(b, pathEnd, b.Length));
        Assert.Equal(0, RequestTarget.Split(Ascii.Octets("/a"), 0, 2, out from, out to, out _, out _));
        Assert.Equal(from, to);
    }

    [Fact]
    public void KnowsTheAsterisk()
    {
        Assert.True(RequestTarget.IsAsterisk(Ascii.Octets("*"), 0, 1));
        Assert.False(RequestTarget.IsAsterisk(Ascii.Octets("**"), 0, 2));
        Assert.False(RequestTarget.IsAsterisk(Ascii.Octets("/"), 0, 1));
    }

    [Theory]
    [InlineData(".peer", true, true)]
    [InlineData(".PEER/index", true, true)]
    [InlineData("share/.Peer", true, true)]
    [InlineData("share/.peer/x", true, true)]
    [InlineData("a/b/.peer", false, false)]
    [InlineData("", false, false)]
    [InlineData("peer", false, false)]
    [InlineData(".peers", false, false)]
    [InlineData(".peex", false, false)]
    [InlineData("PEER~1", false, true)]
    [InlineData("peer~1/index", false, true)]
    [InlineData("share/Peer~1", false, true)]
    [InlineData("PEER~1A", false, true)]
    [InlineData("PEER~", false, false)]
    [InlineData("PEER~x", false, false)]
    [InlineData("PEER-1", false, false)]
    [InlineData("PEER~1.TXT", false, false)]
    public void KnowsTheReservedArea(string path, bool onPc, bool onFat)
    {
        Assert.Equal(onPc, RequestTarget.IsReserved(path, false));
        Assert.Equal(onFat, RequestTarget.IsReserved(path, true));
    }

    [Fact]
    public void EveryPathThatIsTakenIsSafe()
    {
        // All short targets over the octets that paths are bent with.
        string[] parts = { "/", ".", "..", "%2e", "%2F", "%5c", "\\", "a", "C:", "%00", "%", " ", "%c0%ae", "\xC3", "\xBC" };
        for (int n = 0; n < parts.Length * parts.Length * parts.Length * parts.Length; n++)
        {
            string target = "/" + parts[n % parts.Length] + parts[n / parts.Length % parts.Length]
                + parts[n / parts.Length / parts.Length % parts.Length] + parts[n / parts.Length / parts.Length / parts.Length];
            if (Path(target, n % 2 == 0, out string path, out _) != 0)
            {
                Assert.Equal("", path);
                continue;
            }

            Assert.DoesNotContain('\\', path);
            Assert.DoesNotContain('\0', path);
            Assert.DoesNotContain('\uFFFD', path);
            foreach (string name in path.Length == 0 ? new string[0] : path.Split('/'))
            {
                Assert.NotEqual("", name);
                Assert.NotEqual(".", name);
                Assert.NotEqual("..", name);
            }
        }
    }

    private static string Deep(int octets)
    {
        var path = new StringBuilder();
        while (path.Length < octets)
        {
            path.Append(path.Length % 60 == 30 && path.Length + 1 < octets ? '/' : 'x');
        }

        return path.ToString();
    }

    private static int Path(string target, bool fat, out string path, out bool hadSlash)
    {
        byte[] octets = Ascii.Octets("??" + target + "/..");
        return RequestTarget.Path(octets, 2, octets.Length - 3, fat, out path, out hadSlash);
    }
}
