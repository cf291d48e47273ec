using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;
using PeerDevice.Services.View;

namespace PeerDevice.Tests.Files;

public sealed class ListingPageTests
{
    private const int BoardRoom = 2040;

    [Fact]
    public void APageShowsNamesSizesAndTimes()
    {
        string page = Page(BoardRoom, "docs", ("letter.txt", false, 1536, 1763830000), ("sub", true, 0, 0));
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", page);
        Assert.Contains("<meta charset=\"utf-8\">", page);
        Assert.Contains("content=\"width=device-width\"", page);
        Assert.Contains("content=\"light dark\"", page);
        Assert.Contains("<title>docs</title>", page);
        Assert.Contains("<tr><td><a href=\"./letter.txt\">letter.txt</a><td>1.5 KiB<td>2025-11-22 16:46\n", page);
        Assert.Contains("<tr><td><a href=\"./sub/\">sub/</a><td><td>\n", page);
        Assert.Contains("1 folder, 1 file<", page);
        Assert.EndsWith("<script src=\"/" + ViewScript.Path + "\"></script></body></html>\n", page);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(102399, "99.9 KiB")]
    [InlineData(102400, "100 KiB")]
    [InlineData(1048576, "1.0 MiB")]
    [InlineData(5368709120, "5.0 GiB")]
    [InlineData(long.MaxValue, "8388607 TiB")]
    public void SizesAreForPeople(long length, string expected)
    {
        Assert.Contains("<td>" + expected + "<td>", Page(BoardRoom, "", ("a", false, length, 0)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(32503680000)]
    public void ATimeBeyondReasonIsNotShown(long modified)
    {
        Assert.Contains("<td>1 B<td>\n", Page(BoardRoom, "", ("a", false, 1, modified)));
    }

    [Theory]
    [InlineData("<script>alert(1)<!-- ")]
    [InlineData("\"><img src=x onerror='alert(1)'>")]
    [InlineData("' onmouseover='x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("a&lt;b & c")]
    [InlineData("..%2f..")]
    [InlineData("naïve 中文 😀")]
    [InlineData("?query#fragment")]
    public void NamesAreTextAndNeverMarkup(string name)
    {
        string page = Page(BoardRoom, name + "/" + name, (name, false, 1, 1), (name, true, 1, 1));
        Assert.Single(Regex.Matches(page, "<(script|img|svg)"));
        Assert.Equal(name, WebUtility.HtmlDecode(Regex.Match(page, "<title>([^<]*)</title>").Groups[1].Value));
        Uri folder = Base(page);
        Assert.Equal("/files/" + name + "/" + name + "/", Uri.UnescapeDataString(folder.AbsolutePath));
        MatchCollection links = Regex.Matches(page, "<td><a href=\"([^\"]*)\">([^<]*)</a>");
        Assert.Equal(2, links.Count);
        Assert.Equal(name, WebUtility.HtmlDecode(links[0].Groups[2].Value));
        Assert.Equal(Uri.UnescapeDataString(folder.AbsolutePath) + name, Uri.UnescapeDataString(new Uri(folder, links[0].Groups[1].Value).AbsolutePath));
        Assert.Equal(Uri.UnescapeDataString(folder.AbsolutePath) + name + "/", Uri.UnescapeDataString(new Uri(folder, links[1].Groups[1].Value).AbsolutePath));
        Assert.Equal("", new Uri(folder, links[0].Groups[1].Value).Query + new Uri(folder, links[0].Groups[1].Value).Fragment);
    }

    [Fact]
    public void TheWayUpLeadsWhereItSays()
    {
        string page = Page(BoardRoom, "a/b b/c", ("x", false, 1, 1));
        Uri folder = Base(page);
        Assert.Equal("/files/a/b%20b/c/", folder.AbsolutePath);
        string heading = Regex.Match(page, "<h1>(.*)</h1>").Groups[1].Value;
        var crumbs = Regex.Matches(heading, "<a href=\"([^\"]*)\">([^<]*)</a>").Select(m => (new Uri(folder, m.Groups[1].Value).AbsolutePath, m.Groups[2].Value)).ToArray();
        Assert.Equal(new[] { ("/files/", "card"), ("/files/a/", "a"), ("/files/a/b%20b/", "b b") }, crumbs);
        Assert.EndsWith(" / c", heading);
        Assert.Contains("<h1>card</h1>", Page(BoardRoom, "", ("x", false, 1, 1)));
    }

    [Theory]
    [InlineData(true, "<body data-write>")]
    [InlineData(false, "<body>")]
    public void ThePageSaysWhetherItMayBeChanged(bool mayWrite, string body)
    {
        Assert.Contains("</head>" + body + "<h1>", Page(BoardRoom, mayWrite, "", ("x", false, 1, 1)));
    }

    [Fact]
    public void AnEmptyFolderSaysSo()
    {
        Assert.Contains("Nothing is in here yet.", Page(BoardRoom, "a"));
        Assert.Contains("<p>2 files<", Page(BoardRoom, "a", ("x", false, 1, 1), ("y", false, 1, 1)));
    }

    /// <summary>Each member is there once and whole, wherever the buffer happens to end; the longest names and deepest paths a board knows pass too.</summary>
    [Fact]
    public void WhereTheBufferEndsMakesNoDifference()
    {
        foreach (string path in new[] { "", new string('&', Limits.FatPathOctets), string.Concat(Enumerable.Repeat("a/", 119)) + "a", string.Concat(Enumerable.Repeat("'/", 119)) + "a" })
        {
            var members = Enumerable.Range(0, 40).Select(i => (new string('"', i * 6) + i, i % 3 == 0, (long)i, (long)i)).ToArray();
            string whole = Page(1 << 20, path, members);
            for (int room = BoardRoom; room < BoardRoom + 40; room++)
            {
                Assert.Equal(whole, Page(room, path, members));
            }
        }
    }

    private static Uri Base(string page)
    {
        return new Uri(new Uri("http://board/"), Regex.Match(page, "<base href=\"([^\"]*)\">").Groups[1].Value);
    }

    private static string Page(int room, string path, params (string Name, bool IsCollection, long Length, long Modified)[] members)
    {
        return Page(room, true, path, members);
    }

    private static string Page(int room, bool mayWrite, string path, params (string Name, bool IsCollection, long Length, long Modified)[] members)
    {
        ListingPage page = new ListingPage();
        ByteWriter writer = new ByteWriter(new byte[room]);
        System.IO.MemoryStream sent = new System.IO.MemoryStream();
        void Until(Func<bool> step)
        {
            while (!step())
            {
                Assert.False(writer.Overflowed);
                Assert.True(writer.Position > 0, "a piece does not fit in an empty buffer");
                sent.Write(writer.Buffer, 0, writer.Position);
                writer.Reset();
            }
        }

        Until(() => page.Begin(writer, "/files/", "card", path, mayWrite));
        foreach ((string name, bool isCollection, long length, long modified) in members)
        {
            Until(() => page.Member(writer, name, isCollection, length, modified));
        }

        Until(() => page.End(writer));
        sent.Write(writer.Buffer, 0, writer.Position);
        return Encoding.UTF8.GetString(sent.ToArray());
    }
}
