using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Simulation;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: who asks for a content by what it is gets another.</summary>
public sealed class SameContentTests
{
    private const string Ask = "<propfind xmlns='DAV:'><prop><tree-tag xmlns='urn:peerdevice:dav'/></prop></propfind>";

    [Fact]
    public void ABoardGivesAContentByItsTreeTagWhereverItStands()
    {
        TestPeer peer = new();
        peer.MakeCollection("d");
        peer.Put("d/a%20b.txt", "alpha");
        Assert.Equal(404, peer.Ask("GET", Tree("alpha")).Status);
        Know(peer, "d/a%20b.txt");
        Answer answer = peer.Ask("GET", Tree("alpha"));
        Assert.Equal(200, answer.Status);
        Assert.Equal("alpha", answer.Text);
        Assert.Equal(peer.Ask("HEAD", "/files/d/a%20b.txt").Tag, answer.Tag);
        Assert.Equal(206, peer.Ask("GET", Tree("alpha"), "Range: bytes=1-2\r\nIf-Range: " + answer.Tag + "\r\n").Status);
        Assert.Equal(304, peer.Ask("GET", Tree("alpha"), "If-None-Match: " + answer.Tag + "\r\n").Status);
        Assert.Equal("5", peer.Ask("HEAD", Tree("alpha")).Field("Content-Length"));
        Assert.Equal(405, peer.Ask("DELETE", Tree("alpha")).Status);
        Assert.Equal(200, peer.Ask("OPTIONS", Tree("alpha")).Status);

        // It goes with a move, and is not there any more after a change.
        Assert.Equal(201, peer.Ask("MOVE", "/files/d/a%20b.txt", "Destination: /files/moved\r\n").Status);
        Assert.Equal("alpha", peer.Ask("GET", Tree("alpha")).Text);
        peer.Put("moved", "omega");
        Assert.Equal(404, peer.Ask("GET", Tree("alpha")).Status);
        Know(peer, "moved");
        Assert.Equal("omega", peer.Ask("GET", Tree("omega")).Text);
        Assert.Equal(204, peer.Ask("DELETE", "/files/moved").Status);
        Assert.Equal(404, peer.Ask("GET", Tree("omega")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatWasChangedOnAPcWhileTheCardWasOutIsLookedAtFirst(bool isChanged)
    {
        TestPeer peer = new();
        peer.Put("a.txt", "alpha");
        Know(peer, "a.txt");
        TestPeer later = new(medium: isChanged ? PcEdit(peer) : peer.Medium);
        Answer answer = later.Ask("GET", Tree("alpha"));
        Assert.Equal(isChanged ? 404 : 200, answer.Status);
        Assert.Equal(!isChanged, answer.Text == "alpha");
    }

    [Theory]
    [InlineData("/.well-known/peerdevice/tree/")]
    [InlineData("/.well-known/peerdevice/tree/00")]
    [InlineData("/.well-known/peerdevice/tree/ZZ00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("/.well-known/ni/sha-256/")]
    [InlineData("/.well-known/ni/sha-256/f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGl")]
    [InlineData("/.well-known/ni/sha-256/f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk=")]
    [InlineData("/.well-known/ni/sha-1/f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk")]
    public void WhatNamesNoContentIsNotThere(string path)
    {
        Assert.Equal(404, Pc(out _).Ask("GET", path).Status);
    }

    [Fact]
    public void APcGivesAContentByItsSha256AndSaysWhatItIsToWhoWantsToKnow()
    {
        TestPeer peer = Pc(out Known known);
        peer.Put("hello", "Hello World!");
        Assert.Equal(404, peer.Ask("GET", Named).Status);
        known.Note(peer, "hello");

        // The example of RFC 6920 §8.1.
        Answer answer = peer.Ask("GET", Named);
        Assert.Equal("Hello World!", answer.Text);
        Assert.Null(answer.Field("Repr-Digest"));
        Assert.Equal("Hello World!", peer.Ask("GET", Tree("Hello World!")).Text);
        answer = peer.Ask("GET", "/files/hello", "Want-Repr-Digest: sha-512=3, sha-256=10\r\nRange: bytes=0-4\r\n");
        Assert.Equal(206, answer.Status);
        Assert.Equal("sha-256=:f4OxZX/x/FO5LcGBSKHWXfwtSx+j1ncoSt3SABJtkGk=:", answer.Field("Repr-Digest"));
        answer = peer.Ask("HEAD", Named, "Want-Digest: SHA-512;q=1, SHA-256;q=0.5\r\n");
        Assert.Equal("SHA-256=f4OxZX/x/FO5LcGBSKHWXfwtSx+j1ncoSt3SABJtkGk=", answer.Field("Digest"));
        Assert.Null(answer.Field("Repr-Digest"));
        answer = peer.Ask("GET", "/files/hello", "Want-Repr-Digest: sha-256=0, sha-2560=1\r\nWant-Digest: SHA;q=1\r\n");
        Assert.Null(answer.Field("Repr-Digest"));
        Assert.Null(answer.Field("Digest"));

        // Nothing is told of another content than the one that was looked at.
        peer.Put("hello", "Hello there!");
        Assert.Equal(404, peer.Ask("GET", Named).Status);
        Assert.Null(peer.Ask("GET", "/files/hello", "Want-Repr-Digest: sha-256=1\r\n").Field("Repr-Digest"));
    }

    [Fact]
    public void AStalePlaceIsPassedOverForOneThatHasTheContent()
    {
        TestPeer peer = Pc(out Known known);
        peer.Put("one", "Hello World!");
        peer.Put("two", "Hello World!");
        known.Note(peer, "one");
        known.Note(peer, "two");
        peer.Put("one", "something else");
        Assert.Equal("Hello World!", peer.Ask("GET", Named).Text);
        Assert.Equal(204, peer.Ask("DELETE", "/files/two").Status);
        Assert.Equal(404, peer.Ask("GET", Named).Status);
    }

    private const string Named = "/.well-known/ni/sha-256/f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk";

    private static TestPeer Pc(out Known known)
    {
        TestPeer peer = new(isFat: false);
        known = new Known();
        peer.Neighbours.Files.Contents = known;
        return peer;
    }

    private static string Tree(string content)
    {
        TreeTag tag = new();
        byte[] octets = Encoding.ASCII.GetBytes(content);
        tag.Append(octets, 0, octets.Length);
        return "/.well-known/peerdevice/tree/" + Convert.ToHexStringLower(tag.End());
    }

    private static void Know(TestPeer peer, string path)
    {
        Assert.Contains("<", peer.Ask("PROPFIND", "/files/" + path, "Depth: 0\r\n", Ask).Text, StringComparison.Ordinal);
    }

    private static Simulation.Fat.FatMedium PcEdit(TestPeer peer)
    {
        // Of the same length, and so without a trace.
        Assert.Equal(StoreStatus.Ok, peer.Fat.Delete("a.txt"));
        Assert.Equal(StoreStatus.Ok, peer.Fat.Create("a.txt", false, out FileWriter? writer));
        Assert.True(writer!.Write(Encoding.ASCII.GetBytes("gamma"), 0, 5));
        Assert.Equal(StoreStatus.Ok, writer.Close(true));
        return peer.Medium;
    }
}
