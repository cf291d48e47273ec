using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: a card is edited on a PC, which leaves no trace on it, and clients are told that nothing changed, or are given two contents mixed.</summary>
public sealed class PcEditTests
{
    private const string SetProperty = "<propertyupdate xmlns='DAV:'><set><prop><x xmlns='u'>old</x></prop></set></propertyupdate>";
    private const string AskProperty = "<propfind xmlns='DAV:'><prop><x xmlns='u'/></prop></propfind>";
    private const string Longer = "longer.txt";
    private const string SameLength = "d/same.txt";
    private const string Vanished = "d/gone.txt";
    private const string Untouched = "untouched.txt";

    private static readonly XNamespace Dav = "DAV:";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NoConditionTakesWhatAPcChangedForWhatItWas(bool isRestarted)
    {
        TestPeer peer = Prepared();
        Dictionary<string, Answer> before = All(peer);
        TestPeer after = Edited(peer, isRestarted);
        foreach (string path in new[] { Longer, SameLength, Untouched })
        {
            Answer was = before[path];
            string target = "/files/" + path;
            Answer now = after.Ask("GET", target);
            Assert.Equal(200, now.Status);
            Assert.Equal(path == Untouched, was.Text == now.Text);

            // It cannot be seen that a file was left alone, so every tag is another.
            Assert.NotEqual(was.Tag, now.Tag);
            Assert.Equal(200, after.Ask("GET", target, "If-None-Match: " + was.Tag + "\r\n").Status);
            Assert.Equal(304, after.Ask("GET", target, "If-None-Match: " + now.Tag + "\r\n").Status);
            Assert.Equal(412, after.Ask("PUT", target, "If-Match: " + was.Tag + "\r\n", "mine").Status);
            Assert.Equal(412, after.Ask("DELETE", target, "If: ([" + was.Tag + "])\r\n").Status);

            // A date that was told before says as little.
            string date = was.Field("Last-Modified")!;
            Assert.Equal(200, after.Ask("GET", target, "If-Modified-Since: " + date + "\r\n").Status);
            foreach (string then in new[] { date, was.Tag })
            {
                Answer part = after.Ask("GET", target, "Range: bytes=1-\r\nIf-Range: " + then + "\r\n");
                Assert.Equal(200, part.Status);
                Assert.Equal(now.Text, part.Text);
            }

            Assert.Equal(206, after.Ask("GET", target, "Range: bytes=1-\r\nIf-Range: " + now.Tag + "\r\n").Status);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatHasAnotherLengthHasAFreshTimeThatStaysAndWhatHasNotKeepsItsOwn(bool isRestarted)
    {
        TestPeer peer = Prepared();
        Dictionary<string, Answer> before = All(peer);
        TestPeer after = Edited(peer, isRestarted);
        long noticed = after.Clock.UnixSeconds;
        string fresh = after.Ask("GET", "/files/" + Longer).Field("Last-Modified")!;
        Assert.InRange(DateTimeOffset.Parse(fresh).ToUnixTimeSeconds(), noticed - 60, noticed + 60);
        after.Clock.Advance(3_600_000);
        Assert.Equal(fresh, after.Ask("GET", "/files/" + Longer).Field("Last-Modified"));
        XElement listed = XElement.Parse(after.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Text).Elements(Dav + "response")
            .Single(response => response.Element(Dav + "href")!.Value == "/files/" + Longer);
        Assert.Equal(fresh, listed.Descendants(Dav + "getlastmodified").Single().Value);
        Assert.Equal(before[SameLength].Field("Last-Modified"), after.Ask("GET", "/files/" + SameLength).Field("Last-Modified"));
        Assert.Equal(before[Untouched].Field("Last-Modified"), after.Ask("GET", "/files/" + Untouched).Field("Last-Modified"));

        // While the time of day is not known there is none, rather than a wrong one.
        TestPeer timeless = new TestPeer(medium: after.Medium.Copy());
        timeless.Clock.UnixSeconds = 0;
        Assert.Equal(200, timeless.Ask("GET", "/files/" + Longer).Status);
        Assert.Null(timeless.Ask("GET", "/files/" + Longer).Field("Last-Modified"));

        // Once it is stored through us, all holds again.
        after.Put(SameLength, "through us");
        Answer stored = after.Ask("GET", "/files/" + SameLength);
        Assert.Equal(304, after.Ask("GET", "/files/" + SameLength, "If-Modified-Since: " + stored.Field("Last-Modified") + "\r\n").Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatVanishedIsNotThereAndWhatComesInItsPlaceHasNothingOfIt(bool isRestarted)
    {
        TestPeer after = Edited(Prepared(), isRestarted);
        Assert.Equal(404, after.Ask("GET", "/files/" + Vanished).Status);
        string listing = after.Ask("PROPFIND", "/files/d", "Depth: 1\r\n").Text;
        Assert.DoesNotContain("gone.txt", listing);
        Assert.Contains("from-a-pc.txt", listing);
        Assert.Null(after.Ask("GET", "/files/d/from-a-pc.txt").Field("Last-Modified"));
        Assert.Equal(201, after.Ask("PUT", "/files/" + Vanished, "If-None-Match: *\r\n", "anew").Status);
        Assert.DoesNotContain(">old<", after.Ask("PROPFIND", "/files/" + Vanished, "Depth: 0\r\n", AskProperty).Text);
        Assert.Equal("anew", after.Get(Vanished));
        Assert.True(FatCheck.Examine(after.Medium).IsSound);
    }

    [Fact]
    public void ACardThatIsEditedAgainAndAgainNeverBringsATagBack()
    {
        // Two contents of one length, in turn: only the mount tells them apart.
        TestPeer peer = Prepared();
        HashSet<string> tags = new HashSet<string>();
        for (int round = 0; round < 12; round++)
        {
            Assert.True(tags.Add(peer.Ask("GET", "/files/" + SameLength).Tag), "round " + round);
            FatMedium card = peer.Medium.Copy();
            Write(new FatStore(card), SameLength, round % 2 == 0 ? "AAAA" : "BBBB");
            peer = new TestPeer(medium: card);
            Assert.Equal(round % 2 == 0 ? "AAAA" : "BBBB", peer.Get(SameLength));
        }
    }

    private static TestPeer Prepared()
    {
        TestPeer peer = new TestPeer();
        peer.MakeCollection("d");
        peer.Put(Longer, "short");
        peer.Put(SameLength, "1234");
        peer.Put(Vanished, "goes");
        peer.Put(Untouched, "stays");
        Assert.Equal(207, peer.Ask("PROPPATCH", "/files/" + Vanished, "", SetProperty).Status);
        Assert.Contains(">old<", peer.Ask("PROPFIND", "/files/" + Vanished, "Depth: 0\r\n", AskProperty).Text);
        peer.Clock.Advance(600_000);
        return peer;
    }

    private static Dictionary<string, Answer> All(TestPeer peer)
    {
        Dictionary<string, Answer> all = new Dictionary<string, Answer>();
        foreach (string path in new[] { Longer, SameLength, Untouched })
        {
            all[path] = peer.Ask("GET", "/files/" + path);
            Assert.NotNull(all[path].Field("Last-Modified"));
        }

        return all;
    }

    // The card is out and in again while the peer runs, or the peer starts anew with it.
    private static TestPeer Edited(TestPeer peer, bool isRestarted)
    {
        FatMedium card = isRestarted ? peer.Medium.Copy() : peer.Medium;
        peer.Fat.Pull();
        FatStore pc = new FatStore(card);
        Write(pc, Longer, "now it is longer");
        Write(pc, SameLength, "4321");
        Write(pc, "d/from-a-pc.txt", "new");
        Assert.Equal(StoreStatus.Ok, pc.Delete(Vanished));
        if (isRestarted)
        {
            TestPeer next = new TestPeer(medium: card);
            next.Clock.Advance(900_000);
            return next;
        }

        Assert.Equal(503, peer.Ask("GET", "/files/" + Longer).Status);
        peer.Fat.Insert();
        peer.Ask("GET", "/files/");
        peer.Clock.Advance(60_000);
        Assert.Equal(200, peer.Ask("GET", "/files/").Status);
        return peer;
    }

    private static void Write(FatStore pc, string path, string content)
    {
        pc.Delete(path);
        Assert.Equal(StoreStatus.Ok, pc.Create(path, false, out FileWriter? writer));
        byte[] octets = Encoding.ASCII.GetBytes(content);
        Assert.True(writer!.Write(octets, 0, octets.Length));
        Assert.Equal(StoreStatus.Ok, writer.Close(true));
    }
}
