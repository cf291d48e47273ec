using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PeerDevice.Simulation.Fat;
using PeerDevice.Wire.Metalink;
using PeerDevice.Wire.Tags;

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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ALargeFileSaysWhereItsDescriptionIsAndASmallOneDoesNot(bool isFat)
    {
        TestPeer peer = new(isFat, medium: new FatMedium(8192, 512));
        peer.MakeCollection("d");
        peer.Put("d/a%23%20b", new string('a', (int)Limits.DescribedOctets));
        peer.Put("d/small", new string('a', (int)Limits.DescribedOctets - 1));
        foreach (Answer answer in (Answer[])[peer.Ask("GET", "/files/d/a%23%20b"), peer.Ask("HEAD", "/files/d/a%23%20b"), peer.Ask("GET", "/files/d/a%23%20b", "Range: bytes=5-9\r\n")])
        {
            Assert.Equal("</files/d/a%23%20b.meta4>; rel=describedby; type=\"application/metalink4+xml\"", answer.Field("Link"));
        }

        Assert.Contains("<size>1048576</size>", peer.Ask("GET", "/files/d/a%23%20b.meta4").Text, StringComparison.Ordinal);
        Assert.Null(peer.Ask("GET", "/files/d/small").Field("Link"));
        Assert.Null(peer.Ask("GET", "/files/d/").Field("Link"));
    }

    [Fact]
    public void WhatIsKnownOfTheWholeIsTold()
    {
        TestPeer board = new();
        board.Put("a.txt", "alpha");
        Assert.Null(Described(board).TreeTag);
        Assert.Equal(207, board.Ask("PROPFIND", "/files/a.txt", "Depth: 0\r\n", "<propfind xmlns='DAV:'><prop><tree-tag xmlns='urn:peerdevice:dav'/></prop></propfind>").Status);
        TreeTag tag = new();
        tag.Append("alpha"u8.ToArray(), 0, 5);
        byte[] tree = tag.End();
        Assert.Equal(tree, Described(board).TreeTag);
        Assert.Null(Described(board).Sha256);

        TestPeer pc = new(isFat: false);
        Known known = new();
        pc.Neighbours.Files.Contents = known;
        pc.Put("a.txt", "alpha");
        Assert.Null(Described(pc).TreeTag);
        known.Note(pc, "a.txt");
        Assert.Equal(tree, Described(pc).TreeTag);
        Assert.Equal(SHA256.HashData("alpha"u8), Described(pc).Sha256);
        Assert.Equal(2, pc.Ask("GET", "/files/a.txt.meta4").Text.Split("type=\"sha-256\"").Length - 1);

        // Of another content nothing is told but what was read now.
        pc.Put("a.txt", "omega");
        Assert.Null(Described(pc).TreeTag);
        Assert.Equal(SHA256.HashData("omega"u8), Described(pc).Sha256);
    }

    private static MetalinkFile Described(TestPeer peer)
    {
        byte[] body = Encoding.UTF8.GetBytes(peer.Ask("GET", "/files/a.txt.meta4").Text);
        MetalinkReader reader = new();
        Assert.Equal(0, reader.Read(body, 0, body.Length));
        return reader.At(0);
    }
}
