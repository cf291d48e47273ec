using PeerDevice.Bytes;
using PeerDevice.Services;
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
    public void EveryStatusLineThatAPeerSendsIsOneThatTheReaderTakes()
    {
        var r = new ResponseReader();
        for (int status = 200; status < 600; status++)
        {
            byte[] b = Ascii.Octets(StatusLine.For(status) + "\r\n");
            Assert.Equal(HeadReader.Complete, r.Read(b, 0, b.Length));
            Assert.Contains(r.Status, new[] { status, 500 });
        }
    }
}
