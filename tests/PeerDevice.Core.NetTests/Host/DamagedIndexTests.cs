using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: a peer does not start, loses a file or cannot be written to any more, because its index is lost or damaged.</summary>
public sealed class DamagedIndexTests(ITestOutputHelper output)
{
    private const string A = ".peer/index.a";
    private const string B = ".peer/index.b";

    [Fact]
    public void AnIndexDamagedOrCutAtAnyOctetIsBegunAnew()
    {
        FatMedium card = Prepared();
        byte[] index = FatCheck.Examine(card).Files[A]!;
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}, {index.Length} octets");
        Random random = new(seed);
        for (int at = 0; at < index.Length; at++)
        {
            byte[] damaged = (byte[])index.Clone();
            damaged[at] ^= (byte)(1 + random.Next(255));
            Starts(card, $"seed {seed}, octet {at} is {damaged[at]:X2}", (A, damaged));
            Starts(card, $"cut at {at}", (A, index[..at]));
        }
    }

    [Fact]
    public void WhateverStandsInItsPlaceThePeerStartsAndServes()
    {
        FatMedium card = Prepared();
        byte[] index = FatCheck.Examine(card).Files[A]!;
        Random random = new(20260);
        byte[] noise = new byte[70_000];
        random.NextBytes(noise);
        Starts(card, "lost", (A, null));
        Starts(card, "empty", (A, []));
        Starts(card, "zeros", (A, new byte[5000]));
        Starts(card, "ones", (A, Enumerable.Repeat((byte)0xFF, 5000).ToArray()));
        Starts(card, "noise", (A, noise));
        Starts(card, "noise behind the header", (A, [.. index[..13], .. noise]));
        Starts(card, "noise behind all of it", (A, [.. index, .. noise]));
        Starts(card, "the same twice", (A, index), (B, index));
        Starts(card, "only the other one", (A, null), (B, index));
        Starts(card, "noise in the other one", (A, index), (B, noise));
        Starts(card, "noise in both", (A, noise), (B, noise));
        Starts(card, "another version", (A, [.. index[..4], 9, .. index[5..]]));
        Starts(card, "a text", (A, Encoding.ASCII.GetBytes("this is not an index\n")));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void ACollectionInItsPlaceStopsNobody(bool isAtA, bool isAtB)
    {
        FatMedium card = Prepared();
        FatStore pc = new(card);
        Assert.Equal(StoreStatus.Ok, pc.Delete(A));
        foreach ((string path, bool isThere) in new[] { (A, isAtA), (B, isAtB) })
        {
            Assert.Equal(StoreStatus.Ok, isThere ? pc.MakeCollection(path) : StoreStatus.Ok);
        }

        Starts(card, "a collection");
    }

    [Fact]
    public void AnIndexThatCannotBeReadForNowKeepsNobodyFromTheFilesAndIsNotReplaced()
    {
        FatMedium card = Prepared();
        byte[] index = FatCheck.Examine(card).Files[A]!;
        TestPeer peer = new(medium: card.Copy());
        peer.Store.FailsNow = call => call == "open " + A;
        Assert.True(peer.Peer.Start());
        try
        {
            int status = 0;
            for (int tries = 0; tries < 20 && status != 200; tries++)
            {
                status = Asked(peer, "GET", "/files/a.txt").Status;
                Assert.True(status is 200 or 500 or 503, status.ToString());
                peer.Clock.Advance(Limits.CommitPatience);
            }

            Assert.Equal(200, status);
            Assert.Equal(500, Asked(peer, "PUT", "/files/new.txt", "x").Status);
            Assert.Equal(index, FatCheck.Examine(peer.Medium).Files[A]);
            peer.Store.FailsNow = null;
            peer.Clock.Advance(Limits.CommitPatience);
            Assert.Equal(201, Asked(peer, "PUT", "/files/new.txt", "x").Status);
        }
        finally
        {
            peer.Peer.Stop();
        }
    }

    private static FatMedium Prepared()
    {
        TestPeer peer = new();
        peer.MakeCollection("d");
        peer.Put("a.txt", "alpha");
        peer.Put("d/A%20long%20name.txt", "long");
        peer.Put("a.txt", "alpha again");
        peer.Put("b.txt", "beta");
        Assert.Equal(204, peer.Ask("DELETE", "/files/b.txt").Status);
        Assert.Equal(201, peer.Ask("MOVE", "/files/d/A%20long%20name.txt", "Destination: /files/d/moved.txt\r\n").Status);
        return peer.Medium.Copy();
    }

    // The whole peer starts on the card, serves what is there, takes what comes, and does so again at the next start.
    private static void Starts(FatMedium card, string name, params (string Path, byte[]? Content)[] files)
    {
        FatMedium copy = card.Copy();
        FatStore pc = new(copy);
        foreach ((string path, byte[]? content) in files)
        {
            pc.Delete(path);
            if (content is not null)
            {
                Assert.Equal(StoreStatus.Ok, pc.Create(path, false, out FileWriter? writer));
                Assert.True(content.Length == 0 || writer!.Write(content, 0, content.Length));
                Assert.Equal(StoreStatus.Ok, writer!.Close(true));
            }
        }

        HashSet<string> tags = [];
        for (int start = 0; start < 2; start++)
        {
            TestPeer peer = new(medium: copy);
            Assert.True(peer.Peer.Start(), name);
            try
            {
                Assert.True(peer.Indicator.Lines.Count == 0, name + ": " + string.Join("; ", peer.Indicator.Lines));
                Assert.True(peer.Get("d/moved.txt") == "long", name);
                Assert.True(peer.Get("a.txt") == (start == 0 ? "alpha again" : "kept"), name);
                Assert.Null(peer.Get("b.txt"));
                Assert.Equal(207, peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Status);
                Assert.True(tags.Add(peer.Ask("GET", "/files/d/moved.txt").Tag), name);
                Answer put = peer.Ask("PUT", "/files/a.txt", "", "kept");
                Assert.True(put.Status == 204, $"{name}: {put.Status} {put.Text}");
                Assert.True(tags.Add(put.Tag), name);
                Assert.Equal(201, peer.Ask("PUT", "/files/new" + start, "", "new").Status);
                FatReport report = FatCheck.Examine(copy);
                Assert.True(report.IsSound && report.Leftovers.Count == 0, name + ": " + report);
            }
            finally
            {
                peer.Peer.Stop();
            }

            copy = copy.Copy();
        }
    }

    private static Answer Asked(TestPeer peer, string method, string target, string content = "")
    {
        string length = method == "PUT" ? "Content-Length: " + content.Length + "\r\n" : "";
        ScriptLink link = peer.Link().Send(TestPeer.Request(method, target, length) + content).End();
        new PeerDevice.Host.Session(peer.Peer.Parts, null).Serve(link);
        return Answer.All(link.Received, method).Single();
    }
}
