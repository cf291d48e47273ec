using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: content that was changed on its way is stored as if it were whole, or a digest is told of a content that nobody claimed it for.</summary>
public sealed class ReprDigestTests
{
    private const string Ask = "<propfind xmlns='DAV:'><prop><claimed-sha-256 xmlns='urn:peerdevice:dav'/></prop></propfind>";
    private const string AskTag = "<propfind xmlns='DAV:'><prop><tree-tag xmlns='urn:peerdevice:dav'/></prop></propfind>";

    private static readonly XNamespace Ours = "urn:peerdevice:dav";

    [Fact]
    public void OnAPcContentThatIsNotWhatItsDigestSaysIsNotStored()
    {
        TestPeer peer = new(false);
        peer.Put("a.txt", "old");
        Answer refused = peer.Ask("PUT", "/files/a.txt", Field("other"), "content");
        Assert.Equal(400, refused.Status);
        Assert.Contains("Repr-Digest", refused.Text);
        Assert.Equal("old", peer.Get("a.txt"));
        Assert.Empty(peer.Leftovers());
        Assert.Equal(400, peer.Ask("PUT", "/files/new.txt", Field("other"), "content").Status);
        Assert.Null(peer.Get("new.txt"));

        // The connection goes on, since all of the content was read; whole content is stored, in one piece or in many, and nothing at all too.
        ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/a.txt", Field("other") + "Content-Length: 7\r\n") + "content")
            .Send(TestPeer.Request("PUT", "/files/a.txt", Field("content") + "Content-Length: 7\r\n") + "con").Send("tent")
            .Send(TestPeer.Request("PUT", "/files/b.txt", Field("content") + "Transfer-Encoding: chunked\r\n") + "3\r\ncon\r\n4\r\ntent\r\n0\r\n\r\n")
            .Send(TestPeer.Request("PUT", "/files/c.txt", Field("") + "Content-Length: 0\r\n")).End();
        Assert.Equal(new[] { 400, 204, 201, 201 }, peer.Serve(link).Select(answer => answer.Status));
        Assert.Equal("content", peer.Get("a.txt"));
        Assert.Equal("content", peer.Get("b.txt"));
        Assert.Equal("", peer.Get("c.txt"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatNobodyCanReadIsRefusedAndAnotherAlgorithmIsNot(bool isFat)
    {
        TestPeer peer = new(isFat);
        Assert.Equal(400, peer.Ask("PUT", "/files/a.txt", "Repr-Digest: sha-256=:AAAA:\r\n", "content").Status);
        Assert.Equal(400, peer.Ask("PUT", "/files/a.txt", "Repr-Digest: ;;;\r\n", "content").Status);
        Assert.Null(peer.Get("a.txt"));
        Assert.Empty(peer.Leftovers());
        Assert.Equal(201, peer.Ask("PUT", "/files/a.txt", "Repr-Digest: sha-512=:AAAA:\r\n", "content").Status);
    }

    [Fact]
    public void ABoardRepeatsAClaimAsAClaimAndOnlyForThatContent()
    {
        TestPeer peer = new();
        Assert.Equal(201, peer.Ask("PUT", "/files/a.txt", Field("content"), "content").Status);
        Assert.Equal(Hex("content"), Told(peer, "a.txt", Ask));
        Assert.Null(peer.Ask("GET", "/files/a.txt").Field("Repr-Digest"));
        Assert.DoesNotContain("claimed", peer.Ask("PROPFIND", "/files/a.txt", "Depth: 0\r\n").Text);

        // It is a claim: nobody here has looked.
        Assert.Equal(204, peer.Ask("PUT", "/files/a.txt", Field("a lie"), "content").Status);
        Assert.Equal(Hex("a lie"), Told(peer, "a.txt", Ask));
        Assert.Equal(201, peer.Ask("MOVE", "/files/a.txt", "Destination: /files/b.txt\r\n").Status);
        Assert.Equal(Hex("a lie"), Told(peer, "b.txt", Ask));
        peer.Put("b.txt", "content");
        Assert.Equal("", Told(peer, "b.txt", Ask));
        Assert.Equal(204, peer.Ask("DELETE", "/files/b.txt").Status);
        peer.Put("b.txt", "content");
        Assert.Equal("", Told(peer, "b.txt", Ask));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AfterARestartAClaimIsToldOnceTheContentWasReadAgain(bool isEdited)
    {
        TestPeer peer = new();
        Assert.Equal(201, peer.Ask("PUT", "/files/a.txt", Field("content"), "content").Status);
        string tag = Told(peer, "a.txt", AskTag);
        Assert.Equal(64, tag.Length);
        FatMedium card = peer.Medium.Copy();
        if (isEdited)
        {
            FatStore pc = new(card);
            Assert.Equal(StoreStatus.Ok, pc.Delete("a.txt"));
            Assert.Equal(StoreStatus.Ok, pc.Create("a.txt", false, out FileWriter? writer));
            Assert.True(writer!.Write("CONTENT"u8.ToArray(), 0, 7));
            Assert.Equal(StoreStatus.Ok, writer.Close(true));
        }

        TestPeer next = new(medium: card);
        Assert.Equal("", Told(next, "a.txt", Ask));
        Assert.Equal(isEdited, tag != Told(next, "a.txt", AskTag));
        Assert.Equal(isEdited ? "" : Hex("content"), Told(next, "a.txt", Ask));
    }

    [Fact]
    public void APowerCutAtAnyWriteOfAClaimedUploadLosesAtMostTheClaim()
    {
        TestPeer prepared = new();
        prepared.Put("a.txt", "old");
        FatMedium card = prepared.Medium.Copy();
        for (int cut = 0; ; cut++)
        {
            FatMedium copy = card.Copy();
            copy.CutAt = cut;
            TestPeer peer = new(medium: copy);
            ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/a.txt", Field("new") + "Content-Length: 3\r\n") + "new").End();
            new PeerDevice.Host.Session(peer.Peer.Parts, null).Serve(link);
            bool isCut = copy.IsCut;
            TestPeer next = new(medium: copy.Copy());
            string content = next.Get("a.txt")!;
            Assert.True(content == "new" || (isCut && content == "old"), $"cut at {cut}: {content}");
            Told(next, "a.txt", AskTag);
            string claim = Told(next, "a.txt", Ask);
            Assert.True(claim.Length == 0 || (content == "new" && claim == Hex("new")), $"cut at {cut}: {claim}");
            Assert.True(FatCheck.Examine(next.Medium).IsSound, $"cut at {cut}");
            if (!isCut)
            {
                Assert.True(cut > 10);
                break;
            }
        }
    }

    private static string Field(string content)
    {
        return "Repr-Digest: sha-256=:" + Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(content))) + ":\r\n";
    }

    private static string Hex(string content)
    {
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(content)));
    }

    private static string Told(TestPeer peer, string path, string ask)
    {
        Answer answer = peer.Ask("PROPFIND", "/files/" + path, "Depth: 0\r\n", ask);
        Assert.Equal(207, answer.Status);
        return XElement.Parse(answer.Text).Descendants().Single(element => element.Name.Namespace == Ours).Value;
    }
}
