using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Metalink;

namespace PeerDevice.Tests.Fetching;

/// <summary>The fears: a document of somebody else ends the reader or fills the memory; a hash is taken for another's; what we write nobody can read.</summary>
public sealed class MetalinkTests
{
    private const string Space = "xmlns=\"urn:ietf:params:xml:ns:metalink\"";
    private static readonly string Digits = new('a', 64);

    [Fact]
    public void WhatTheStandardShowsIsRead()
    {
        // After RFC 5854 §1.2, with what else there may be.
        MetalinkFile file = One($"""
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a comment -->
            <metalink {Space} xmlns:x="urn:x">
              <published>2009-05-15T12:23:23Z</published>
              <file name="a&amp;b.ext">
                <size> 14471447 </size>
                <identity>Example</identity>
                <hash type="sha-1">a</hash>
                <hash type="sha-256">{Digits}</hash>
                <hash type="peerdevice-tree-1">{new string('B', 64)}</hash>
                <x:url>http://wrong/</x:url>
                <pieces length="1048576" type="sha-1"><hash>a</hash></pieces>
                <pieces length="262144" type="sha-256"><hash>{Digits}</hash><hash>{new string('c', 64)}</hash></pieces>
                <url location="de" priority="2">ftp://ftp.example.com/example.ext</url>
                <url priority="1">http://example.com/a?b&#38;c</url>
                <url>http://example.com/last</url>
                <metaurl mediatype="torrent">http://example.com/x.torrent</metaurl>
              </file>
            </metalink>
            """);
        Assert.Equal("a&b.ext", file.Name);
        Assert.Equal(14471447, file.Size);
        Assert.All(file.Sha256!, static octet => Assert.Equal(0xAA, octet));
        Assert.All(file.TreeTag!, static octet => Assert.Equal(0xBB, octet));
        Assert.Equal(262144, file.PieceOctets);
        Assert.Equal(64, file.Pieces.Length);
        Assert.False(file.HasTreePieces);
        Assert.Equal(["ftp://ftp.example.com/example.ext", "http://example.com/a?b&c", "http://example.com/last"], file.Url[..file.Urls]);
        Assert.Equal([2, 1, 999999], file.Priority[..3]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<metalink/>")]
    [InlineData("<metalink xmlns='urn:other'><file name='a'/></metalink>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x 'xxxxxxxx'>]><metalink xmlns='urn:ietf:params:xml:ns:metalink'><file name='a'><size>&x;</size></file></metalink>")]
    [InlineData("<metalink xmlns='urn:ietf:params:xml:ns:metalink'><file/></metalink>")]
    [InlineData("<metalink xmlns='urn:ietf:params:xml:ns:metalink'><file name='a'><size>-1</size></file></metalink>")]
    [InlineData("<metalink xmlns='urn:ietf:params:xml:ns:metalink'><file name='a'><size>99999999999999999999</size></file></metalink>")]
    [InlineData("<metalink xmlns='urn:ietf:params:xml:ns:metalink'><file name='a'><size>1</size>")]
    public void WhatIsNoneIsRefused(string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        Assert.NotEqual(0, new MetalinkReader().Read(body, 0, body.Length));
    }

    [Fact]
    public void EveryBoundIsOne()
    {
        string many = string.Concat(Enumerable.Repeat("<file name='a'/>", Limits.MetalinkFiles));
        MetalinkReader reader = new();
        byte[] body = Encoding.UTF8.GetBytes($"<metalink {Space}>{many}</metalink>");
        Assert.Equal(0, reader.Read(body, 0, body.Length));
        Assert.Equal(Limits.MetalinkFiles, reader.Count);
        body = Encoding.UTF8.GetBytes($"<metalink {Space}>{many}<file name='b'/></metalink>");
        Assert.NotEqual(0, reader.Read(body, 0, body.Length));

        string urls = string.Concat(Enumerable.Repeat("<url>http://a/</url>", Limits.FetchSources + 5));
        Assert.Equal(Limits.FetchSources, One($"<metalink {Space}><file name='a'>{urls}</file></metalink>").Urls);
        Assert.Equal(0, One($"<metalink {Space}><file name='a'><url>http://{new string('a', Limits.UriOctets)}/</url></file></metalink>").Urls);
    }

    [Fact]
    public void AnyOctetsGiveAnAnswer()
    {
        byte[] good = Encoding.UTF8.GetBytes($"<metalink {Space}><file name='a'><size>3</size><pieces length='2' type='sha-256'><hash>{Digits}</hash><hash>{Digits}</hash></pieces><url priority='1'>http://a/</url></file></metalink>");
        FuzzRounds.Run(5854, 3000, random =>
        {
            byte[] body = (byte[])good.Clone();
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                int at = random.Next(body.Length);
                if (random.Next(2) == 0)
                {
                    body[at] = (byte)random.Next(256);
                }
                else
                {
                    int count = random.Next(Math.Min(40, body.Length - at));
                    Array.Copy(body, random.Next(body.Length - count), body, at, count);
                }
            }

            MetalinkReader reader = new();
            int end = random.Next(3) == 0 ? random.Next(body.Length) : body.Length;
            int status = reader.Read(body, 0, end);
            Assert.True(status is 0 or 400 or 413 or 415);
            Assert.InRange(reader.Count, 0, Limits.MetalinkFiles);
        });
    }

    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        byte[] one = SHA256.HashData([1]);
        byte[] two = SHA256.HashData([2]);
        ByteWriter to = new(new byte[2048]);
        MetalinkWriter.Begin(to, "a<&>\"'\u00e4", 7);
        MetalinkWriter.BeginUrl(to, 1);
        to.Text("http://host:1/files/a");
        MetalinkWriter.EndUrl(to);
        MetalinkWriter.BeginPieces(to, MetalinkReader.ShaType, 4);
        MetalinkWriter.Piece(to, one);
        MetalinkWriter.Piece(to, two);
        MetalinkWriter.EndPieces(to);
        MetalinkWriter.Hash(to, MetalinkReader.TreeType, two);
        MetalinkWriter.End(to);
        MetalinkFile file = One(Encoding.UTF8.GetString(to.Buffer, 0, to.Position));
        Assert.Equal("a<&>\"'\u00e4", file.Name);
        Assert.Equal(7, file.Size);
        Assert.Equal(4, file.PieceOctets);
        Assert.Equal([.. one, .. two], file.Pieces);
        Assert.Equal(two, file.TreeTag);
        Assert.Equal("http://host:1/files/a", file.Url[0]);
    }

    [Theory]
    [InlineData("<pieces length='1' type='sha-256'/>")]
    [InlineData("<pieces length='1' type='sha-256'><hash>a</hash></pieces>")]
    public void ListsOfNoPiecesTakeNoMemoryEach(string pieces)
    {
        byte[] body = Encoding.UTF8.GetBytes($"<metalink {Space}><file name='a'>{string.Concat(Enumerable.Repeat(pieces, 2000))}</file></metalink>");
        MetalinkReader reader = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(0, reader.Read(body, 0, body.Length));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4L * body.Length);
        Assert.Equal(0, reader.At(0).PieceOctets);
    }

    private static MetalinkFile One(string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        MetalinkReader reader = new();
        Assert.Equal(0, reader.Read(body, 0, body.Length));
        Assert.Equal(1, reader.Count);
        return reader.At(0);
    }
}
