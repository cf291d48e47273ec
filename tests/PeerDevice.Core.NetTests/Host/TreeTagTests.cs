using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: a tree tag is told that belongs to another content than the one that is served.</summary>
public sealed class TreeTagTests
{
    private const string Ask = "<propfind xmlns='DAV:'><prop><tree-tag xmlns='urn:peerdevice:dav'/></prop></propfind>";

    private static readonly XNamespace Ours = "urn:peerdevice:dav";

    [Fact]
    public void WhoNamesItIsToldAndWhoDoesNotCostsNothing()
    {
        TestPeer peer = Prepared();
        peer.Store.Reset();
        Assert.DoesNotContain("tree-tag", peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Text);
        Assert.DoesNotContain(peer.Store.Log, call => call.StartsWith("open", StringComparison.Ordinal));
        Assert.Equal(Of("alpha"), Told(peer, "a.txt"));
        Assert.Equal(Of(new string('b', 9000)), Told(peer, "d/b.txt"));
        Assert.Equal(Of(""), Told(peer, "empty"));

        // A collection has none, and nobody sets one.
        Assert.Equal("", Told(peer, "d"));
        Answer set = peer.Ask("PROPPATCH", "/files/a.txt", "", "<propertyupdate xmlns='DAV:'><set><prop><tree-tag xmlns='urn:peerdevice:dav'>00</tree-tag></prop></set></propertyupdate>");
        Assert.Contains("cannot-modify-protected-property", set.Text);
        Assert.Equal(Of("alpha"), Told(peer, "a.txt"));

        // Of a listing one file is read for each request, however many are not known.
        TestPeer other = Prepared();
        for (int known = 1; known <= 2; known++)
        {
            other.Store.Reset();
            XElement some = XElement.Parse(other.Ask("PROPFIND", "/files/", "Depth: 1\r\n", Ask).Text);
            Assert.Equal(known, some.Descendants(Ours + "tree-tag").Count(tag => tag.Value.Length == 64));
            Assert.InRange(other.Store.Log.Count(call => call is "open a.txt" or "open empty"), 0, 1);
        }

        // What was computed once is known; in a listing each file is told that is known, and one more is found out.
        peer.Store.Reset();
        Assert.Equal(Of("alpha"), Told(peer, "a.txt"));
        Assert.DoesNotContain(peer.Store.Log, call => call == "open a.txt");
        XElement listing = XElement.Parse(peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n", Ask).Text);
        Assert.Equal(2, listing.Descendants(Ours + "tree-tag").Count(tag => tag.Value.Length == 64));
    }

    [Fact]
    public void EveryChangeHasItsOwnAndAMoveTakesItAlong()
    {
        TestPeer peer = Prepared();
        Assert.Equal(Of("alpha"), Told(peer, "a.txt"));
        peer.Put("a.txt", "other");
        Assert.Equal(Of("other"), Told(peer, "a.txt"));
        Assert.Equal(201, peer.Ask("MOVE", "/files/a.txt", "Destination: /files/d/moved.txt\r\n").Status);
        peer.Store.Reset();
        Assert.Equal(Of("other"), Told(peer, "d/moved.txt"));
        Assert.DoesNotContain(peer.Store.Log, call => call == "open d/moved.txt");
        Assert.Equal(201, peer.Ask("MOVE", "/files/d/moved.txt", "Destination: /files/d/MOVED.txt\r\n").Status);
        Assert.Equal(Of("other"), Told(peer, "d/MOVED.txt"));
        Assert.Equal(201, peer.Ask("COPY", "/files/d/MOVED.txt", "Destination: /files/copy.txt\r\n").Status);
        Assert.Equal(Of("other"), Told(peer, "copy.txt"));
        peer.Put("copy.txt", "third");
        Assert.Equal(204, peer.Ask("MOVE", "/files/copy.txt", "Destination: /files/d/MOVED.txt\r\n").Status);
        Assert.Equal(Of("third"), Told(peer, "d/moved.txt"));
        Assert.Equal(204, peer.Ask("DELETE", "/files/d/moved.txt").Status);
        peer.Put("d/moved.txt", "fourth");
        Assert.Equal(Of("fourth"), Told(peer, "d/moved.txt"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatAPcChangedIsReadAgainAndHasAnotherTagAndTime(bool hasLength)
    {
        TestPeer peer = Prepared();
        Assert.Equal(Of("alpha"), Told(peer, "a.txt"));
        Assert.Equal(Of(new string('b', 9000)), Told(peer, "d/b.txt"));
        string before = peer.Ask("GET", "/files/a.txt").Field("Last-Modified")!;
        FatMedium card = peer.Medium.Copy();
        FatStore pc = new(card);
        string changed = hasLength ? "ALPHA" : "alpha, and more";
        Assert.Equal(StoreStatus.Ok, pc.Delete("a.txt"));
        Assert.Equal(StoreStatus.Ok, pc.Create("a.txt", false, out FileWriter? writer));
        Assert.True(writer!.Write(Encoding.ASCII.GetBytes(changed), 0, changed.Length));
        Assert.Equal(StoreStatus.Ok, writer.Close(true));

        TestPeer next = new(medium: card);
        next.Clock.Advance(5_000_000);
        string tag = next.Ask("GET", "/files/a.txt").Tag;
        Assert.Equal(Of(changed), Told(next, "a.txt"));
        Assert.NotEqual(before, next.Ask("GET", "/files/a.txt").Field("Last-Modified"));
        Assert.True(!hasLength || tag != next.Ask("GET", "/files/a.txt").Tag, "it was found out that it is another content");

        // What nobody touched is read once more, and nothing is written for it.
        next.Store.Reset();
        Assert.Equal(Of(new string('b', 9000)), Told(next, "d/b.txt"));
        Assert.Contains("open d/b.txt", next.Store.Log);
        Assert.DoesNotContain(next.Store.Log, call => call.StartsWith("append", StringComparison.Ordinal));

        // And all of it is kept.
        TestPeer third = new(medium: card.Copy());
        Assert.Equal(Of(changed), Told(third, "a.txt"));
        Assert.Equal(Of(new string('b', 9000)), Told(third, "d/b.txt"));
    }

    [Fact]
    public void ACardThatWasNeverWrittenByAPeerIsNotWrittenForATag()
    {
        FatMedium card = new(4096, 512);
        FatStore pc = new(card);
        Assert.Equal(StoreStatus.Ok, pc.Create("a.txt", false, out FileWriter? writer));
        Assert.True(writer!.Write("alpha"u8.ToArray(), 0, 5));
        Assert.Equal(StoreStatus.Ok, writer.Close(true));
        TestPeer peer = new(medium: card);
        int steps = card.Steps;
        Assert.Equal(Of("alpha"), Told(peer, "a.txt"));
        Assert.Equal(steps, card.Steps);
    }

    [Fact]
    public void AFileThatChangesWhileItIsReadHasNoWrongTag()
    {
        for (int at = 0; at < 8; at++)
        {
            TestPeer peer = Prepared();
            string[] contents = { new('b', 9000), new('c', 9000), "short" };
            int calls = 0;
            bool isOther = false;
            peer.Store.Before = call =>
            {
                bool isReading = call is "find d/b.txt" or "open d/b.txt" or "read d/b.txt";
                if (!isOther && isReading && calls++ == at)
                {
                    isOther = true;

                    // The reader has a lease, and time passes while the commit waits for it.
                    Answer put = peer.Ask("PUT", "/files/d/b.txt", "", contents[1 + (at % 2)]);
                    Assert.True(put.Status is 204 or 503, put.Status.ToString());
                    isOther = false;
                }
            };
            string told = Told(peer, "d/b.txt");
            peer.Store.Before = null;
            Assert.True(told.Length == 0 || contents.Any(content => Of(content) == told), $"call {at}");
            Assert.Equal(Of(peer.Get("d/b.txt")!), Told(peer, "d/b.txt"));
        }
    }

    [Fact]
    public void AFaultAtAnyCallLeavesNoWrongTagAndTheNextWhoAsksIsTold()
    {
        TestPeer sound = Prepared();
        sound.Store.Reset();
        Assert.Equal(Of(new string('b', 9000)), Told(sound, "d/b.txt"));
        int calls = sound.Store.Calls;
        Assert.True(calls > 5);
        for (int at = 0; at < calls; at++)
        {
            TestPeer peer = Prepared();
            peer.Store.Reset();
            peer.Store.FailAt = at;
            Answer answer = peer.Ask("PROPFIND", "/files/d/b.txt", "Depth: 0\r\n", Ask);
            Assert.True(answer.Status is 207 or 500 or 503, answer.Status.ToString());
            Assert.True(answer.Status != 207 || Told(answer) == "" || Told(answer) == Of(new string('b', 9000)), $"call {at}: {answer.Text}");
            peer.Store.Reset();
            Assert.Equal(Of(new string('b', 9000)), Told(peer, "d/b.txt"));
            Assert.Equal(new string('b', 9000), new TestPeer(medium: peer.Medium.Copy()).Get("d/b.txt"));
        }
    }

    [Fact]
    public void APowerCutAtAnyWriteOfATagLosesAtMostTheTag()
    {
        FatMedium card = Prepared().Medium.Copy();
        for (int cut = 0; ; cut++)
        {
            FatMedium copy = card.Copy();
            copy.CutAt = cut;
            TestPeer peer = new(medium: copy);
            ScriptLink link = peer.Link().Send(TestPeer.Request("PROPFIND", "/files/a.txt", "Depth: 0\r\nContent-Length: " + Ask.Length + "\r\n") + Ask)
                .Send(TestPeer.Request("PUT", "/files/new", "Content-Length: 1\r\n") + "x").End();
            new PeerDevice.Host.Session(peer.Peer.Parts, null).Serve(link);
            bool isCut = copy.IsCut;
            TestPeer next = new(medium: copy.Copy());
            Assert.Equal(Of("alpha"), Told(next, "a.txt"));
            Assert.Equal("alpha", next.Get("a.txt"));
            Assert.Equal(Of(new string('b', 9000)), Told(next, "d/b.txt"));
            Assert.True(FatCheck.Examine(next.Medium).IsSound, $"cut at {cut}");
            if (!isCut)
            {
                Assert.True(cut > 5);
                break;
            }
        }
    }

    [Fact]
    public void ManyFilesInALittleMemoryAndALogThatIsWrittenAnewTellNoWrongTag()
    {
        TestPeer peer = new();
        Random random = new(64);
        Dictionary<string, string> files = [];
        for (int round = 0; round < 600; round++)
        {
            string path = "f" + random.Next(3 * Limits.Tags / 2);
            if (random.Next(3) > 0 || !files.ContainsKey(path))
            {
                files[path] = new string((char)('a' + random.Next(26)), 1 + random.Next(20));
                peer.Put(path, files[path]);
            }

            Assert.Equal(Of(files[path]), Told(peer, path));
            if (random.Next(60) == 0)
            {
                peer = new TestPeer(medium: peer.Medium.Copy());
            }
        }

        foreach ((string path, string content) in files)
        {
            Assert.Equal(Of(content), Told(peer, path));
        }
    }

    [Fact]
    public void AStartedPeerComputesItBesideItsSessions()
    {
        using RunningPeer running = new(Profile.SixteenSockets(), test => test.Put("a.txt", "alpha"));
        string told = "";
        running.Until(
            () =>
            {
                MemoryLink link = running.Connect(80);
                RunningPeer.Send(link, TestPeer.Request("PROPFIND", "/files/a.txt", "Depth: 0\r\nConnection: close\r\nContent-Length: " + Ask.Length + "\r\n") + Ask);
                told = Told(running.Receive(link, 10));
                return told.Length > 0;
            },
            10);
        Assert.Equal(Of("alpha"), told);
    }

    private static TestPeer Prepared()
    {
        TestPeer peer = new();
        peer.MakeCollection("d");
        peer.Put("a.txt", "alpha");
        peer.Put("d/b.txt", new string('b', 9000));
        peer.Put("empty", "");
        return peer;
    }

    private static string Told(TestPeer peer, string path)
    {
        return Told(peer.Ask("PROPFIND", "/files/" + path, "Depth: 0\r\n", Ask));
    }

    private static string Told(Answer answer)
    {
        Assert.Equal(207, answer.Status);
        return Assert.Single(XElement.Parse(answer.Text).Descendants(Ours + "tree-tag")).Value;
    }

    private static string Of(string content)
    {
        TreeTag tag = new();
        byte[] octets = Encoding.Latin1.GetBytes(content);
        tag.Append(octets, 0, octets.Length);
        return Convert.ToHexStringLower(tag.End());
    }
}
