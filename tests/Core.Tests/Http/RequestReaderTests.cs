using System;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

public class RequestReaderTests
{
    private const string Browser =
        "GET /files/hello.txt HTTP/1.1\r\nHost: board.local\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n" +
        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate\r\n" +
        "Connection: keep-alive\r\nUpgrade-Insecure-Requests: 1\r\n\r\n";

    [Fact]
    public void FindsMethodTargetVersionAndFields()
    {
        RequestReader r = Read(Browser, out byte[] b);
        Assert.Equal(Method.Get, r.Method);
        Assert.Equal("/files/hello.txt", Text.String(b, r.TargetStart, r.TargetEnd));
        Assert.False(r.IsHttp10);
        Assert.True(r.KeepAlive);
        Assert.False(r.HasBody);
        Assert.False(r.IsChunked);
        Assert.Equal(-1, r.ContentLength);
        Assert.Equal(b.Length, r.HeadEnd);
        Assert.Equal("board.local", Value(r, b, Field.Host));
        Assert.Equal("keep-alive", Value(r, b, Field.Connection));
        Assert.False(r.Has(Field.Range));
    }

    [Fact]
    public void ReadsEveryFieldThatARequestMayHave()
    {
        string[] names =
        {
            "Host", "Content-Length", "Transfer-Encoding", "Connection", "Expect", "Range", "If-Range", "If-Match", "If-None-Match",
            "If-Modified-Since", "If-Unmodified-Since", "Origin", "Destination", "Depth", "Overwrite", "Content-Type",
            "X-Expected-Entity-Length", "Content-Encoding", "Content-Range", "If", "Lock-Token", "Timeout", "Upload-Offset", "Upload-Complete",
            "Upload-Length", "Repr-Digest", "ETag", "Last-Modified",
            "Location", "Accept-Ranges", "Retry-After", "Date",
        };
        Assert.Equal(Field.Count, names.Length);
        for (int field = 0; field < names.Length; field++)
        {
            byte[] name = Ascii.Octets(names[field]);
            Assert.Equal(field, Field.Find(name, 0, name.Length));
            Assert.Equal(field, Field.Find(Ascii.Octets("xx" + names[field].ToUpperInvariant() + "xx"), 2, name.Length));
            Assert.Equal(field, Field.Find(Ascii.Octets("xx" + names[field].ToLowerInvariant() + "xx"), 2, name.Length));

            // One letter off, and it is another name.
            for (int i = 0; i < name.Length; i++)
            {
                byte[] other = Ascii.Octets(names[field]);
                for (int octet = 0x20; octet < 0x100; octet++)
                {
                    other[i] = (byte)octet;
                    int expected = string.Equals(Text.String(other, 0, other.Length), names[field], StringComparison.OrdinalIgnoreCase) ? field : -1;
                    Assert.Equal(expected, Field.Find(other, 0, other.Length));
                }
            }
        }
    }

    [Theory]
    [InlineData("GET", Method.Get)]
    [InlineData("HEAD", Method.Head)]
    [InlineData("PUT", Method.Put)]
    [InlineData("DELETE", Method.Delete)]
    [InlineData("OPTIONS", Method.Options)]
    [InlineData("MKCOL", Method.MkCol)]
    [InlineData("COPY", Method.Copy)]
    [InlineData("MOVE", Method.Move)]
    [InlineData("PROPFIND", Method.PropFind)]
    [InlineData("PROPPATCH", Method.PropPatch)]
    [InlineData("LOCK", Method.Lock)]
    [InlineData("UNLOCK", Method.Unlock)]
    [InlineData("POST", Method.Post)]
    [InlineData("PATCH", Method.Patch)]
    [InlineData("TRACE", Method.Trace)]
    [InlineData("CONNECT", Method.Connect)]
    [InlineData("get", Method.Unknown)]
    [InlineData("G", Method.Unknown)]
    [InlineData("GETS", Method.Unknown)]
    [InlineData("HEADER", Method.Unknown)]
    [InlineData("DELETION", Method.Unknown)]
    [InlineData("PROPxxxx", Method.Unknown)]
    [InlineData("REPORT", Method.Unknown)]
    [InlineData("BREW-1.0", Method.Unknown)]
    public void KnowsMethodsByTheirCase(string name, int method)
    {
        RequestReader r = Read(name + " / HTTP/1.1\r\nHost: x\r\n\r\n", out _);
        Assert.Equal(method, r.Method);
        if (method != Method.Unknown)
        {
            Assert.Equal(name, Method.Name(method));
        }
    }

    [Theory]
    [InlineData("1.1", "", true)]
    [InlineData("1.1", "Connection: close\r\n", false)]
    [InlineData("1.1", "Connection: CLOSE\r\n", false)]
    [InlineData("1.1", "Connection: TE, close ,foo\r\n", false)]
    [InlineData("1.1", "Connection: closed, enclose\r\n", true)]
    [InlineData("1.1", "Connection: keep-alive\r\nConnection: close\r\n", false)]
    [InlineData("1.0", "", false)]
    [InlineData("1.0", "Connection: Keep-Alive\r\n", true)]
    [InlineData("1.0", "Connection: ,,keep-alive,\r\n", true)]
    [InlineData("1.0", "Connection: keep-alive, close\r\n", false)]
    [InlineData("1.0", "Connection: keep-alivf\r\n", false)]
    public void KeepsTheConnectionAsRfc9112Section9Says(string version, string fields, bool keeps)
    {
        Assert.Equal(keeps, Read("GET / HTTP/" + version + "\r\nHost: x\r\n" + fields + "\r\n", out _).KeepAlive);
    }

    [Fact]
    public void ExpectsContinueOnlyWithContentAndNotInHttp10()
    {
        const string Expect = "Host: x\r\nExpect: 100-Continue\r\n";
        Assert.True(Read("PUT / HTTP/1.1\r\n" + Expect + "Content-Length: 1\r\n\r\n", out _).ExpectsContinue);
        Assert.True(Read("PUT / HTTP/1.1\r\n" + Expect + "Transfer-Encoding: CHUNKED\r\n\r\n", out _).ExpectsContinue);
        Assert.False(Read("PUT / HTTP/1.1\r\n" + Expect + "Content-Length: 0\r\n\r\n", out _).ExpectsContinue);
        Assert.False(Read("PUT / HTTP/1.1\r\n" + Expect + "\r\n", out _).ExpectsContinue);
        Assert.False(Read("PUT / HTTP/1.0\r\n" + Expect + "Content-Length: 1\r\n\r\n", out _).ExpectsContinue);
    }

    [Theory]
    [InlineData("Transfer-Encoding: ", "chunked", HeadReader.Complete)]
    [InlineData("Expect: ", "100-continue", HeadReader.Complete)]
    public void KnowsAWordOnlyWithEachOfItsLetters(string field, string word, int answer)
    {
        for (int i = 0; i < word.Length; i++)
        {
            for (int octet = 0x21; octet < 0x100; octet++)
            {
                string other = word.Substring(0, i) + (char)octet + word.Substring(i + 1);
                byte[] b = Ascii.Octets("PUT / HTTP/1.1\r\nHost: x\r\n" + field + other + "\r\n\r\n");
                int expected = other.Equals(word, StringComparison.OrdinalIgnoreCase) ? answer : HeadReader.Refused;
                Assert.Equal(expected, new RequestReader().Read(b, 0, b.Length));
            }
        }
    }

    [Theory]
    [InlineData("1.1", "close", false)]
    [InlineData("1.0", "keep-alive", true)]
    public void KnowsAConnectionOptionOnlyWithEachOfItsLetters(string version, string word, bool keeps)
    {
        for (int i = 0; i < word.Length; i++)
        {
            for (int octet = 0x21; octet < 0x100; octet++)
            {
                string other = word.Substring(0, i) + (char)octet + word.Substring(i + 1);
                RequestReader r = Read("GET / HTTP/" + version + "\r\nHost: x\r\nConnection: " + other + "\r\n\r\n", out _);
                Assert.Equal(other.Equals(word, StringComparison.OrdinalIgnoreCase) ? keeps : !keeps, r.KeepAlive);
            }
        }
    }

    [Fact]
    public void ForgetsTheRequestBefore()
    {
        var r = new RequestReader();
        byte[] first = Ascii.Octets("PUT /a HTTP/1.0\r\nContent-Length: 5\r\nRange: bytes=0-1\r\nExpect: 100-continue\r\nConnection: keep-alive\r\n\r\n");
        Assert.Equal(HeadReader.Complete, r.Read(first, 0, first.Length));
        byte[] second = Ascii.Octets("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(HeadReader.Complete, r.Read(second, 0, second.Length));
        Assert.Equal(-1, r.ContentLength);
        Assert.False(r.Has(Field.Range));
        Assert.False(r.Has(Field.Expect));
        Assert.False(r.IsHttp10);
        Assert.False(r.HasBody);
        byte[] old = Ascii.Octets("GET / HTTP/1.0\r\n\r\n");
        Assert.Equal(HeadReader.Complete, r.Read(old, 0, old.Length));
        Assert.False(r.KeepAlive);
        byte[] last = Ascii.Octets("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.Equal(HeadReader.Complete, r.Read(last, 0, last.Length));
        Assert.False(r.KeepAlive);
        Assert.Equal(HeadReader.Complete, r.Read(second, 0, second.Length));
        Assert.True(r.KeepAlive);
        Assert.Equal(HeadReader.Refused, r.Read(old, 3, old.Length));
        Assert.Equal(HeadReader.Complete, r.Read(second, 0, second.Length));
        Assert.Equal(0, r.Refusal);
    }

    [Fact]
    public void StopsBetweenPipelinedRequests()
    {
        byte[] b = Ascii.Octets("GET /a HTTP/1.1\r\nHost: x\r\n\r\nHEAD /b HTTP/1.1\r\nHost: x\r\n\r\n");
        var r = new RequestReader();
        Assert.Equal(HeadReader.Complete, r.Read(b, 0, b.Length));
        Assert.Equal(Method.Get, r.Method);
        Assert.Equal(HeadReader.Complete, r.Read(b, r.HeadEnd, b.Length));
        Assert.Equal(Method.Head, r.Method);
        Assert.Equal(b.Length, r.HeadEnd);
        Assert.Equal(HeadReader.Incomplete, r.Read(b, r.HeadEnd, b.Length));
    }

    [Fact]
    public void LooksAtNothingBehindTheEndItWasGiven()
    {
        byte[] b = Ascii.Octets("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        var r = new RequestReader();
        Assert.Equal(HeadReader.Incomplete, r.Read(b, 0, b.Length - 1));
        byte[] stale = Ascii.Octets("GET /a HTTP/1.1\r\nHost: x\r\n\r\n\0\0Content-Length: 5\n\n");
        Assert.Equal(HeadReader.Complete, r.Read(stale, 0, b.Length));
    }

    [Fact]
    public void RefusesAHeadThatIsLongerThanItsBufferByWhatWasTooLong()
    {
        var r = new RequestReader();
        byte[] target = Ascii.Octets("GET /" + new string('a', 2000));
        Assert.Equal(HeadReader.Incomplete, r.Read(target, 0, target.Length));
        Assert.Equal(HeadReader.Refused, r.RefuseTooLong(target, 0, target.Length));
        Assert.Equal(414, r.Refusal);
        byte[] behindEmptyLine = Ascii.Octets("\r\nGET /" + new string('a', 2000));
        r.RefuseTooLong(behindEmptyLine, 0, behindEmptyLine.Length);
        Assert.Equal(414, r.Refusal);
        byte[] fields = Ascii.Octets("GET / HTTP/1.1\r\nX: " + new string('a', 2000));
        Assert.Equal(HeadReader.Incomplete, r.Read(fields, 0, fields.Length));
        r.RefuseTooLong(fields, 0, fields.Length);
        Assert.Equal(431, r.Refusal);
    }

    [Fact]
    public void AllocatesNothing()
    {
        byte[] b = Ascii.Octets(Browser);
        var r = new RequestReader();
        r.Read(b, 0, b.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            r.Read(b, 0, b.Length);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static RequestReader Read(string head, out byte[] b)
    {
        b = Ascii.Octets(head);
        var r = new RequestReader();
        Assert.Equal(HeadReader.Complete, r.Read(b, 0, b.Length));
        Assert.Equal(0, r.Refusal);
        return r;
    }

    private static string Value(HeadReader r, byte[] b, int field)
    {
        Assert.True(r.Has(field));
        return Text.String(b, r.Start(field), r.End(field));
    }
}
