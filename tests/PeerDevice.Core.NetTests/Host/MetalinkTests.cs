using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PeerDevice.Wire.Metalink;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: a peer says of its file what is not so, or hides a file that is really called so.</summary>
public sealed class MetalinkTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1000)]
    [InlineData(false, 0)]
    [InlineData(false, 1)]
    [InlineData(false, 262144)]
    [InlineData(false, 262145)]
    [InlineData(false, 1_500_000)]
    public void EachFileHasADescriptionBesideIt(bool isFat, int length)
    {
        TestPeer peer = new(isFat);
        string content = new([.. Enumerable.Range(0, length).Select(static i => (char)('a' + (i * 7 / 31 % 26)))]);
        peer.Put("a%20&%20b.txt", content);
        Answer answer = peer.Ask("GET", "/files/a%20&%20b.txt.meta4");
        Assert.Equal(200, answer.Status);
        Assert.Equal("application/metalink4+xml", answer.Field("Content-Type"));
        byte[] body = Encoding.UTF8.GetBytes(answer.Text);
        MetalinkReader reader = new();
        Assert.Equal(0, reader.Read(body, 0, body.Length));
        MetalinkFile file = reader.At(0);
        Assert.Equal("a & b.txt", file.Name);
        Assert.Equal(length, file.Size);
        Assert.Equal(1, file.Urls);
        Assert.Equal("http://desk/files/a%20%26%20b.txt", file.Url[0]);
        byte[] octets = Encoding.ASCII.GetBytes(content);
        Assert.Equal(isFat || length == 0 ? [] : octets.Chunk((int)file.PieceOctets).SelectMany(SHA256.HashData), file.Pieces);
    }

    [Fact]
    public void WhatIsReallyCalledSoIsServedAndWhatIsNotThereIsNot()
    {
        TestPeer peer = new();
        peer.Put("a.txt", "content");
        peer.Put("a.txt.meta4", "my own");
        Assert.Equal("my own", peer.Ask("GET", "/files/a.txt.meta4").Text);
        Assert.Equal(404, peer.Ask("GET", "/files/b.txt.meta4").Status);
        Assert.Equal(404, peer.Ask("GET", "/files/.meta4").Status);
        Assert.Equal(404, peer.Ask("GET", "/files/a.txt.meta4.meta4.meta4").Status);
        Assert.Equal(201, peer.Ask("MKCOL", "/files/c").Status);
        Assert.Equal(404, peer.Ask("GET", "/files/c.meta4").Status);
        Assert.Equal(200, peer.Ask("HEAD", "/files/a.txt.meta4").Status);
    }
}
