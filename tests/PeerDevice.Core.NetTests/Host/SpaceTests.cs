using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: a client is told of room on a card that nobody knows of, or a number that is not what stands on the card.</summary>
public sealed class SpaceTests
{
    private const long Size = 1_000_000;
    private const string Quota = "<propfind xmlns='DAV:'><prop><quota-available-bytes/><quota-used-bytes/></prop></propfind>";

    private static readonly XNamespace Dav = "DAV:";

    [Fact]
    public void WithoutACardSizeNothingIsToldAndNothingIsCounted()
    {
        TestPeer peer = Filled(new TestPeer(true));
        peer.Store.Reset();
        Assert.Equal("", Asked(peer));
        Assert.DoesNotContain(peer.Store.Log, call => call.StartsWith("list", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryKindOfChangeIsCountedWithoutCountingAnew()
    {
        TestPeer peer = Filled(new TestPeer(true, cardSize: Size));
        Assert.Equal(Expected(peer), Asked(peer));
        foreach ((string method, string path, string fields, string content) in Changes())
        {
            peer.Store.Reset();
            int status = peer.Ask(method, "/files/" + path, fields, content).Status;
            Assert.True(status is 200 or 201 or 204 or 207 or 404 or 405 or 409 or 412, method + " " + path + ": " + status);
            peer.Store.Reset();
            Assert.True(Expected(peer) == Asked(peer), method + " " + path + ": " + Expected(peer) + " but " + Asked(peer));
            Assert.DoesNotContain(peer.Store.Log, call => call.StartsWith("list", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void AChangeAtAnyMomentOfTheCountIsCountedOnce()
    {
        List<(string Method, string Path, string Fields, string Content)> changes = Changes();
        HashSet<string> unknown = new HashSet<string>();
        for (int which = 0; which < changes.Count; which++)
        {
            (string method, string path, string fields, string content) = changes[which];
            for (int at = 0; ; at++)
            {
                TestPeer peer = Filled(new TestPeer(true, cardSize: Size));
                for (int before = 0; before < which; before++)
                {
                    peer.Ask(changes[before].Method, "/files/" + changes[before].Path, changes[before].Fields, changes[before].Content);
                }

                int looks = 0;
                bool isOther = false;
                peer.Store.Before = call =>
                {
                    bool isLook = !isOther && (call.StartsWith("list", StringComparison.Ordinal) || call.StartsWith("member", StringComparison.Ordinal));
                    if (isLook && looks++ == at)
                    {
                        isOther = true;
                        peer.Ask(method, "/files/" + path, fields, content);
                        isOther = false;
                    }
                };
                string told = Asked(peer);
                bool wasMade = looks > at;
                peer.Store.Before = null;
                _ = told.Length > 0 || unknown.Add(method + " " + path);
                Assert.True(told.Length == 0 || told == Expected(peer), $"{method} {path} at look {at}: {told} for {Expected(peer)}");
                if (told.Length == 0)
                {
                    peer.Clock.Advance(Limits.CountRetry);
                    Assert.Equal(Expected(peer), Asked(peer));
                }

                if (!wasMade)
                {
                    break;
                }
            }
        }

        // A name that may be a short one may be a file of any folder: then all is counted anew, for who asks next.
        Assert.Equal(new[] { "PUT a/ALONGE~1.TXT" }, unknown);
    }

    [Fact]
    public void ACommitThatFailsAtAnyCallLeavesNoWrongNumber()
    {
        foreach ((string method, string path, string fields, string content) in Changes())
        {
            int calls = 1;
            for (int at = 0; at < calls; at++)
            {
                TestPeer peer = Filled(new TestPeer(true, cardSize: Size));
                Assert.Equal(Expected(peer), Asked(peer));
                peer.Store.Reset();
                peer.Store.FailAt = at;
                peer.Serve(peer.Link().Send(TestPeer.Request(method, "/files/" + path, fields + "Content-Length: " + content.Length + "\r\n") + content).End(), method);
                calls = peer.Store.Calls;
                peer.Store.Reset();
                string told = Asked(peer);
                Assert.True(told.Length == 0 || told == Expected(peer), $"{method} {path}, call {at}: {told} for {Expected(peer)}");
            }
        }
    }

    [Fact]
    public void WhatAPcDidWhileTheCardWasOutAndWhatACutLeftIsCountedAnew()
    {
        TestPeer peer = Filled(new TestPeer(true, cardSize: Size));
        Assert.Equal(Expected(peer), Asked(peer));
        peer.Fat.Pull();
        Assert.Equal(503, peer.Ask("GET", "/files/").Status);
        FatStore pc = new FatStore(peer.Medium);
        Assert.Equal(StoreStatus.Ok, pc.Create("from a pc.bin", false, out FileWriter? writer));
        Assert.True(writer!.Write(new byte[7777], 0, 7777));
        Assert.Equal(StoreStatus.Ok, writer.Close(true));
        peer.Fat.Insert();
        string told = Asked(peer);
        for (int tries = 0; tries < 3 && told.Length == 0; tries++)
        {
            peer.Clock.Advance(Limits.CountRetry);
            told = Asked(peer);
        }

        Assert.Equal(Expected(peer), told);
        Assert.Contains("7777", Expected(peer, onlyFile: "from a pc.bin"));

        TestPeer next = new TestPeer(true, cardSize: Size, medium: peer.Medium.Copy());
        Assert.Equal(Expected(peer), Asked(next));
    }

    [Theory]
    [InlineData(StoreStatus.TooMany)]
    [InlineData(StoreStatus.Failed)]
    [InlineData(StoreStatus.Busy)]
    public void WhatCannotBeListedIsNotGuessedAndNotTriedAgainAtOnce(int status)
    {
        TestPeer peer = Filled(new TestPeer(true, cardSize: Size));
        int lists = 0;
        peer.Store.Status = status;
        peer.Store.FailsNow = call =>
        {
            lists += call == "list a" ? 1 : 0;
            return call == "list a";
        };
        Assert.Equal("", Asked(peer));
        Assert.Equal("", Asked(peer));
        Assert.Equal(1, lists);
        peer.Clock.Advance(Limits.CountRetry);
        Assert.Equal("", Asked(peer));
        Assert.Equal(2, lists);
        peer.Store.FailsNow = null;
        peer.Clock.Advance(Limits.CountRetry);
        Assert.Equal(Expected(peer), Asked(peer));
    }

    [Fact]
    public void ACardWithMoreOnItThanItIsSaidToHoldHasNoQuota()
    {
        TestPeer peer = Filled(new TestPeer(true, cardSize: 10));
        Assert.Equal("", Asked(peer));
    }

    [Fact]
    public void MoreFoldersThanAreKnownAtOnceAreNotCounted()
    {
        TestPeer peer = new TestPeer(true, cardSize: Size);
        for (int i = 0; i <= Limits.CountedAhead; i++)
        {
            Assert.Equal(StoreStatus.Ok, peer.Fat.MakeCollection("f" + i));
        }

        Assert.Equal("", Asked(peer));
        Assert.Equal(StoreStatus.Ok, peer.Fat.Delete("f0"));
        peer.Clock.Advance(Limits.CountRetry);
        Assert.Equal("0 of 1000000", Asked(peer));
    }

    [Fact]
    public void AllMembersOfOneAnswerAreToldTheSame()
    {
        TestPeer peer = Filled(new TestPeer(true, cardSize: Size));
        List<XElement> responses = XElement.Parse(peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n", Quota).Text).Elements(Dav + "response").ToList();
        string expected = Expected(peer);
        foreach (XElement response in responses)
        {
            Assert.Equal(response.Element(Dav + "href")!.Value.EndsWith('/') ? expected : "", Told(response));
        }

        Assert.True(responses.Count > 3);
    }

    [Fact]
    public void AStartedPeerCountsBesideItsSessionsAndTheNextWhoAsksIsTold()
    {
        using RunningPeer running = new RunningPeer(Profile.SixteenSockets(), test => Filled(test), cardSize: Size);
        string expected = Expected(running.Test);
        string told = "";
        running.Until(
            () =>
            {
                MemoryLink link = running.Connect(80);
                RunningPeer.Send(link, TestPeer.Request("PROPFIND", "/files/", "Depth: 0\r\nConnection: close\r\nContent-Length: " + Quota.Length + "\r\n") + Quota);
                told = Told(XElement.Parse(running.Receive(link, 10).Text).Elements(Dav + "response").Single());
                Assert.True(told.Length == 0 || told == expected, told);
                return told.Length > 0;
            },
            10);
    }

    private static List<(string Method, string Path, string Fields, string Content)> Changes()
    {
        return new List<(string, string, string, string)>
        {
            ("PUT", "new.txt", "", new string('n', 300)),
            ("PUT", "new.txt", "", new string('m', 100)),
            ("PUT", "a/b/deep.txt", "", new string('d', 1000)),
            ("PUT", "a/A%20longer%20name%20than%20FAT%20has%20room%20for.txt", "", new string('l', 50)),
            ("COPY", "new.txt", "Destination: /files/a/copy.txt\r\n", ""),
            ("COPY", "a/one.txt", "Destination: /files/a/copy.txt\r\n", ""),
            ("MOVE", "a/copy.txt", "Destination: /files/b/moved.txt\r\n", ""),
            ("MOVE", "new.txt", "Destination: /files/b/two.txt\r\n", ""),
            ("MOVE", "b/two.txt", "Destination: /files/b/TWO.txt\r\n", ""),
            ("MKCOL", "b/fresh", "", ""),
            ("PUT", "b/fresh/x.txt", "", "xxx"),
            ("COPY", "a", "Destination: /files/c\r\n", ""),
            ("MOVE", "c", "Destination: /files/b/c\r\n", ""),
            ("PUT", "a/ALONGE~1.TXT", "", new string('s', 70)),
            ("PROPPATCH", "a/one.txt", "", "<propertyupdate xmlns='DAV:'><set><prop><x xmlns='u'>1</x></prop></set></propertyupdate>"),
            ("LOCK", "b/empty.txt", "", "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>"),
            ("DELETE", "a/one.txt", "", ""),
            ("DELETE", "b/c", "", ""),
            ("DELETE", "nothing", "", ""),
        };
    }

    private static TestPeer Filled(TestPeer peer)
    {
        peer.MakeCollection("a");
        peer.MakeCollection("a/b");
        peer.MakeCollection("b");
        peer.Put("root.txt", new string('r', 1234));
        peer.Put("a/one.txt", new string('o', 800));
        peer.Put("a/b/deep.txt", new string('e', 60));
        peer.Put("b/two.txt", new string('t', 2500));
        return peer;
    }

    // "used of all", or empty where nothing is told.
    private static string Asked(TestPeer peer)
    {
        Answer answer = peer.Ask("PROPFIND", "/files/", "Depth: 0\r\n", Quota);
        if (answer.Status == 503)
        {
            return "";
        }

        Assert.Equal(207, answer.Status);
        return Told(XElement.Parse(answer.Text).Elements(Dav + "response").Single());
    }

    private static string Told(XElement response)
    {
        string used = response.Descendants(Dav + "quota-used-bytes").Single().Value;
        string available = response.Descendants(Dav + "quota-available-bytes").Single().Value;
        Assert.Equal(used.Length > 0, available.Length > 0);
        return used.Length == 0 ? "" : used + " of " + (long.Parse(used) + long.Parse(available));
    }

    private static string Expected(TestPeer peer, string onlyFile = "")
    {
        long used = 0;
        foreach (KeyValuePair<string, byte[]?> file in FatCheck.Examine(peer.Medium).Files)
        {
            bool counts = onlyFile.Length > 0 ? file.Key == onlyFile : !file.Key.StartsWith(".peer", StringComparison.Ordinal);
            used += counts ? file.Value!.Length : 0;
        }

        return used + " of " + Size;
    }
}
