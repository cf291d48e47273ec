using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PeerDevice.Tests.Host;

/// <summary>Ranges (RFC 9110 §14).</summary>
public sealed class RangeTests
{
    private const int Length = 20000;

    private static readonly string Content = new string(Enumerable.Range(0, Length).Select(i => (char)('a' + (i * 7 % 26))).ToArray());

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=0-99", 0, 100)]
    [InlineData("bytes=100-", 100, Length - 100)]
    [InlineData("bytes=-5", Length - 5, 5)]
    [InlineData("bytes=-99999", 0, Length)]
    [InlineData("bytes=19999-", 19999, 1)]
    [InlineData("bytes=19990-99999", 19990, 10)]
    [InlineData("BYTES=1-2", 1, 2)]
    [InlineData("bytes=5-6, 99999-", 5, 2)]
    [InlineData("bytes=3-12345", 3, 12343)]
    public void OneRangeIsThatPart(string range, int first, int count)
    {
        foreach (bool isFat in new[] { true, false })
        {
            Answer answer = Peer(isFat).Ask("GET", "/files/a.txt", "Range: " + range + "\r\n");
            Assert.Equal(206, answer.Status);
            Assert.Equal("bytes " + first + "-" + (first + count - 1) + "/" + Length, answer.Field("Content-Range"));
            Assert.Equal(Content.Substring(first, count), answer.Text);
        }
    }

    [Theory]
    [InlineData("bytes=20000-")]
    [InlineData("bytes=99999-100000")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=20000-,30000-")]
    public void ARangeBehindTheEndCannotBeSatisfied(string range)
    {
        Answer answer = Peer(true).Ask("GET", "/files/a.txt", "Range: " + range + "\r\n");
        Assert.Equal(416, answer.Status);
        Assert.Equal("bytes */" + Length, answer.Field("Content-Range"));
    }

    [Theory]
    [InlineData("bytes=5-4")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=")]
    [InlineData("bytes")]
    [InlineData("bytes=--1")]
    [InlineData("lines=0-1")]
    [InlineData("bytes=0-1-2")]
    [InlineData("bytes=0-99999999999999999999999")]
    [InlineData("bytes=1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10,11-11,12-12,13-13,14-14,15-15,16-16,17-17")]
    public void ARangeThatIsNoneIsIgnored(string range)
    {
        Answer answer = Peer(true).Ask("GET", "/files/a.txt", "Range: " + range + "\r\n");
        if (range == "bytes=0-99999999999999999999999" && answer.Status == 206)
        {
            // A last position beyond any file is one beyond this file.
            Assert.Equal(Content, answer.Text);
            return;
        }

        Assert.Equal(200, answer.Status);
        Assert.Equal(Content, answer.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SeveralRangesAreSeveralParts(bool isFat)
    {
        TestPeer peer = Peer(isFat);
        (int First, int Count)[] wanted = { (10000, 5000), (0, 1), (19990, 10), (7, 3) };
        Answer answer = peer.Ask("GET", "/files/a.txt", "Range: bytes=10000-14999, 0-0,-10 , 7-9\r\n");
        Assert.Equal(206, answer.Status);
        string type = Assert.IsType<string>(answer.Field("Content-Type"));
        Assert.StartsWith("multipart/byteranges; boundary=", type);
        Assert.Null(answer.Field("Content-Range"));
        string boundary = type.Substring("multipart/byteranges; boundary=".Length);
        string[] parts = answer.Text.Split("\r\n--" + boundary);
        Assert.Equal(wanted.Length + 2, parts.Length);
        Assert.Equal("", parts[0]);
        Assert.Equal("--\r\n", parts[^1]);
        for (int i = 0; i < wanted.Length; i++)
        {
            (int first, int count) = wanted[i];
            string head = "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes " + first + "-" + (first + count - 1) + "/" + Length + "\r\n\r\n";
            Assert.Equal(head + Content.Substring(first, count), parts[i + 1]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void IfRangeGoesOnOnlyWithTheSameContent(bool isFat)
    {
        TestPeer peer = Peer(isFat);
        peer.Clock.Advance(10000);
        Answer whole = peer.Ask("GET", "/files/a.txt");
        string modified = Assert.IsType<string>(whole.Field("Last-Modified"));
        Assert.Equal(206, Resume(peer, whole.Tag));
        Assert.Equal(206, Resume(peer, modified));
        Assert.Equal(200, Resume(peer, "W/" + whole.Tag));
        Assert.Equal(200, Resume(peer, "\"x\""));
        Assert.Equal(200, Resume(peer, "Sat, 01 Jan 2000 00:00:00 GMT"));
        Assert.Equal(200, Resume(peer, "nonsense"));
        peer.Put("a.txt", Content.Replace('a', 'b'));
        Assert.Equal(200, Resume(peer, whole.Tag));

        // RFC 9110 §8.8.2.2: within the second in which it was written a date does not tell two contents apart.
        modified = Assert.IsType<string>(peer.Ask("GET", "/files/a.txt").Field("Last-Modified"));
        Assert.Equal(200, Resume(peer, modified));
    }

    [Fact]
    public void AnEmptyFileHasNoRanges()
    {
        TestPeer peer = new TestPeer();
        peer.Put("e", "");
        Assert.Equal(200, peer.Ask("GET", "/files/e").Status);
        Assert.Equal("0", peer.Ask("HEAD", "/files/e").Field("Content-Length"));
        Assert.Equal(416, peer.Ask("GET", "/files/e", "Range: bytes=0-\r\n").Status);
    }

    [Fact]
    public void HeadPassesARangeOver()
    {
        Answer answer = Peer(true).Ask("HEAD", "/files/a.txt", "Range: bytes=0-4\r\n");
        Assert.Equal(200, answer.Status);
        Assert.Equal(Length.ToString(), answer.Field("Content-Length"));
    }

    [Fact]
    public void APieceAtATimeIsTheWhole()
    {
        TestPeer peer = Peer(true);
        StringBuilder got = new StringBuilder();
        for (int at = 0; at < Length; at += 777)
        {
            got.Append(peer.Ask("GET", "/files/a.txt", "Range: bytes=" + at + "-" + (at + 776) + "\r\n").Text);
        }

        Assert.Equal(Content, got.ToString());
    }

    private static int Resume(TestPeer peer, string validator)
    {
        Answer answer = peer.Ask("GET", "/files/a.txt", "Range: bytes=5-\r\nIf-Range: " + validator + "\r\n");
        Assert.Equal(answer.Status == 206 ? Length - 5 : Length, answer.Content.Length);
        return answer.Status;
    }

    private static TestPeer Peer(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("a.txt", Content);
        return peer;
    }
}
