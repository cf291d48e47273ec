using System;
using System.Collections.Generic;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Tests.Dav;

/// <summary>Listings of other servers are read as they come, in the memory of one piece, and none is read without end.</summary>
public sealed class ListingReaderTests
{
    // As Apache 2.4 (mod_dav), nginx with its dav-ext module and our own peer write them; reconstructed from their sources.
    private const string Apache = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus xmlns:D=\"DAV:\" xmlns:ns0=\"DAV:\">\n<D:response xmlns:lp1=\"DAV:\">\n<D:href>/dav/</D:href>\n<D:propstat>\n<D:prop>\n<lp1:resourcetype><D:collection/></lp1:resourcetype>\n<lp1:getetag>\"1000\"</lp1:getetag>\n</D:prop>\n<D:status>HTTP/1.1 200 OK</D:status>\n</D:propstat>\n<D:propstat>\n<D:prop>\n<ns0:getcontentlength/>\n</D:prop>\n<D:status>HTTP/1.1 404 Not Found</D:status>\n</D:propstat>\n</D:response>\n<D:response xmlns:lp1=\"DAV:\">\n<D:href>/dav/a%20&amp;b</D:href>\n<D:propstat>\n<D:prop>\n<lp1:resourcetype/>\n<lp1:getcontentlength>17</lp1:getcontentlength>\n<lp1:getetag>\"11-6\"</lp1:getetag>\n</D:prop>\n<D:status>HTTP/1.1 200 OK</D:status>\n</D:propstat>\n</D:response>\n</D:multistatus>\n";
    private const string Plain = "<multistatus xmlns=\"DAV:\"><response><href>http://h/x/</href><propstat><prop><resourcetype><collection/></resourcetype></prop><status>HTTP/1.1 200 OK</status></propstat></response><response><href>/x/y</href><propstat><prop><resourcetype/><getcontentlength>5</getcontentlength><tree-tag xmlns=\"urn:peerdevice:dav\">00ff</tree-tag></prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>";

    [Theory]
    [InlineData(Apache, "/dav/ collection -1 \"1000\"|/dav/a%20&b file 17 \"11-6\"|")]
    [InlineData(Plain, "http://h/x/ collection -1 |/x/y file 5 |")]
    [InlineData("<multistatus xmlns=\"DAV:\"/>", "|")]
    public void MembersAreReadWhateverTheirPrefixes(string document, string members)
    {
        for (int fragment = 1; fragment < 50; fragment += 7)
        {
            List<string> read = Read(Encoding.UTF8.GetBytes(document), fragment, out int end);
            Assert.Equal(ListingReader.End, end);
            Assert.Equal(members.TrimStart('|'), string.Concat(read));
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200", "5")]
    [InlineData("HTTP/1.1 200 OK", "5")]
    [InlineData("\n\t HTTP/1.1 200 OK\n", "5")]
    [InlineData("HTTP/1.1 20", "-1")]
    [InlineData("  HTTP/1.1 404 Not Found", "-1")]
    [InlineData("", "-1")]
    public void AStatusIsReadWhateverStandsAroundIt(string status, string length)
    {
        string document = "<multistatus><response><href>/y</href><propstat><prop><getcontentlength>5</getcontentlength></prop><status>" + status + "</status></propstat></response></multistatus>";
        Assert.Equal(["/y file " + length + " |"], Read(Encoding.UTF8.GetBytes(document), 1000, out int _));
    }

    [Theory]
    [InlineData("", ListingReader.Broken)]
    [InlineData("<html></html>", ListingReader.Malformed)]
    [InlineData("<!DOCTYPE x><multistatus>", ListingReader.Malformed)]
    [InlineData("<multistatus><response></response></multistatus>", ListingReader.Malformed)]
    [InlineData("<multistatus><response><href>/a</href>", ListingReader.Broken)]
    [InlineData("<multistatus><>", ListingReader.Malformed)]
    public void WhatIsNoListingIsTold(string document, int expected)
    {
        Read(Encoding.UTF8.GetBytes(document), 1000, out int end);
        Assert.Equal(expected, end);
    }

    [Fact]
    public void APieceLongerThanTheBufferEndsIt()
    {
        Read(Encoding.UTF8.GetBytes("<multistatus><response><href>/" + new string('a', 3000)), 1000, out int end);
        Assert.Equal(ListingReader.Malformed, end);
    }

    [Fact]
    public void NoOctetsMakeItThrowOrGoOnForEver()
    {
        FuzzRounds.Run(11, 4000, random =>
        {
            byte[] octets = Encoding.UTF8.GetBytes(random.Next(2) == 0 ? Apache : Plain);
            for (int i = random.Next(12); i >= 0; i--)
            {
                octets[random.Next(octets.Length)] = (byte)(random.Next(3) == 0 ? "<>/&;\"! "[random.Next(8)] : random.Next(256));
            }

            Array.Resize(ref octets, random.Next(octets.Length + 1));
            Read(octets, 1 + random.Next(300), out int _);
        });
    }

    private static List<string> Read(byte[] document, int fragment, out int end)
    {
        ListingReader reader = new(new byte[2048]);
        reader.Begin(new Pieces(document, fragment));
        List<string> members = new();
        while ((end = reader.Next()) == ListingReader.Member)
        {
            members.Add($"{reader.Href} {(reader.IsCollection ? "collection" : "file")} {reader.Length} {reader.Tag}|");
            Assert.True(members.Count < 100);
        }

        return members;
    }

    private sealed class Pieces(byte[] octets, int fragment) : ByteSource
    {
        private int _at;

        public override int Read(byte[] buffer, int offset, int count)
        {
            int got = Math.Min(Math.Min(count, fragment), octets.Length - _at);
            Array.Copy(octets, _at, buffer, offset, got);
            _at += got;
            return got;
        }
    }
}
