using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

public class MediaTypeTests
{
    [Theory]
    [InlineData("files/a.txt", "text/plain; charset=utf-8")]
    [InlineData("a.PDF", "application/pdf")]
    [InlineData("a.b/c", "application/octet-stream")]
    [InlineData("a.", "application/octet-stream")]
    [InlineData("", "application/octet-stream")]
    [InlineData("a.tar.gz", "application/gzip")]
    [InlineData("a.longextension", "application/octet-stream")]
    public void IsKnownByTheExtension(string path, string type)
    {
        Assert.Equal(type, MediaType.Of(path));
    }
}
