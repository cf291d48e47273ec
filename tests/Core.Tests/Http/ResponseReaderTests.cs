using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

public class ResponseReaderTests
{
    [Fact]
    public void FindsStatusAndFields()
    {
        byte[] b = Ascii.Octets("HTTP/1.1 206 Partial Content\r\nETag: \"x\"\r\nContent-Range: bytes 0-4/9\r\nContent-Length: 5\r\n\r\nhello");
        var r = new ResponseReader();
        Assert.Equal(HeadReader.Complete, r.Read(b, 0, b.Length));
        Assert.Equal(206, r.Status);
        Assert.Equal(5, r.ContentLength);
        Assert.Equal(b.Length - 5, r.HeadEnd);
        Assert.True(r.HasBody);
        Assert.True(r.KeepAlive);
        Assert.False(r.EndsWithConnection);
        Assert.Equal("\"x\"", Text.String(b, r.Start(Field.ETag), r.End(Field.ETag)));
        Assert.Equal("bytes 0-4/9", Text.String(b, r.Start(Field.ContentRange), r.End(Field.ContentRange)));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", true, true)]
    [InlineData("HTTP/1.1 200\r\n\r\n", true, true)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", false, false)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", false, false)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", true, false)]
    public void KnowsWhereContentEnds(string head, bool hasBody, bool endsWithConnection)
    {
        byte[] b = Ascii.Octets(head);
        var r = new ResponseReader();
        Assert.Equal(HeadReader.Complete, r.Read(b, 0, b.Length));
        Assert.Equal(hasBody, r.HasBody);
        Assert.Equal(endsWithConnection, r.EndsWithConnection);
    }

    [Fact]
    public void ReadsWhatTheWriterWrites()
    {
        var w = new ByteWriter(new byte[1024]);
        var writer = new ResponseWriter(w);
        writer.Status(206);
        writer.Now(784111777);
        writer.Lines("Accept-Ranges: bytes\r\n");
        writer.Field("Content-Length: ", 5);
        writer.Date("Last-Modified: ", 784111777);
        writer.Tag(Ascii.Octets("abc-1x"), 5);
        writer.ContentRange(0, 4, 9);
        writer.Field("Location: ", "/files/a");
        writer.EndOfHead();
        Assert.Equal(
            "HTTP/1.1 206 Partial Content\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nAccept-Ranges: bytes\r\nContent-Length: 5\r\n" +
            "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nETag: \"abc-1\"\r\nContent-Range: bytes 0-4/9\r\nLocation: /files/a\r\n\r\n",
            Ascii.Written(w));
        var r = new ResponseReader();
        Assert.Equal(HeadReader.Complete, r.Read(w.Buffer, 0, w.Position));
        Assert.Equal(206, r.Status);
        Assert.Equal(w.Position, r.HeadEnd);
    }

    [Fact]
    public void WritesTheDateOfTheSameSecondFromMemoryAndNoneWithoutAClock()
    {
        var w = new ByteWriter(new byte[128]);
        var writer = new ResponseWriter(w);
        writer.Now(0);
        Assert.Equal(0, w.Position);
        writer.Now(784111777);
        writer.Now(784111777);
        writer.Now(784111778);
        Assert.Equal(
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:38 GMT\r\n",
            Ascii.Written(w));
    }

    [Fact]
    public void LetsNoValueSplitAResponse()
    {
        var w = new ByteWriter(new byte[128]);
        var writer = new ResponseWriter(w);
        writer.Field("Location: ", "/a\r\nSet-Cookie: x");
        writer.Field("Location: ", "/a\nb");
        writer.Field("Location: ", "/a\0b");
        Assert.Equal(0, w.Position);
    }

    [Fact]
    public void EveryStatusLineIsOneThatTheReaderTakes()
    {
        var r = new ResponseReader();
        for (int status = 100; status < 600; status++)
        {
            var w = new ByteWriter(new byte[128]);
            var writer = new ResponseWriter(w);
            writer.Status(status);
            writer.EndOfHead();
            Assert.Equal(HeadReader.Complete, r.Read(w.Buffer, 0, w.Position));
            Assert.Equal(status, r.Status);
            Assert.Equal("HTTP/1.1 " + status + " " + ResponseWriter.Reason(status) + "\r\n\r\n", Ascii.Written(w));
        }
    }
}
