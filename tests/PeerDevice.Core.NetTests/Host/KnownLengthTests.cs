using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using PeerDevice.Board;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>
/// The fear: a board that remembers lengths tells one that is not so any more. Every listing here is compared with the card itself, and the simulated card
/// compares each length that is told from memory, at the moment when it is told (<see cref="FatStore.WrongFacts"/>).
/// </summary>
public sealed class KnownLengthTests
{
    private const string Long = "Some%20letter%20to%20somebody.text";

    private static readonly XNamespace Dav = "DAV:";

    /// <summary>What can change a file, by each way that leads to the card: lines of method, path, fields, content.</summary>
    public static TheoryData<string> Changes => new TheoryData<string>
    {
        "PUT|f||new",
        "PUT|f||",
        "PUT|F||new",
        "PUT|D/ONE||other",
        "PUT|d/fresh||new",
        "PUT|f|If-Match: \"no\"\r\n|new",
        "PUT|SOMELE~1.TEX||new",
        "PUT|" + Long + "||new",
        "DELETE|f||",
        "DELETE|f||\nPUT|f||ab",
        "DELETE|d||\nMKCOL|d||\nPUT|d/one||another",
        "DELETE|SOMELE~1.TEX||\nPUT|" + Long + "||x",
        "COPY|f|Destination: /files/g\r\n|",
        "COPY|f|Destination: /files/d/one\r\n|",
        "COPY|d|Destination: /files/e\r\n|",
        "COPY|f|Destination: /files/" + Long + "\r\n|",
        "MOVE|f|Destination: /files/g\r\n|",
        "MOVE|f|Destination: /files/d/one\r\n|",
        "MOVE|f|Destination: /files/F\r\n|",
        "MOVE|" + Long + "|Destination: /files/f\r\n|",
        "MOVE|f|Destination: /files/" + Long + "\r\n|",
        "MOVE|d|Destination: /files/e\r\n|",
        "MOVE|d|Destination: /files/x\r\n|\nMOVE|e|Destination: /files/d\r\n|",
        "MOVE|f|Destination: /files/x\r\n|\nMOVE|g|Destination: /files/f\r\n|\nMOVE|x|Destination: /files/g\r\n|",
        "LOCK|d/locked||<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>              ",
        "PROPPATCH|f||<propertyupdate xmlns='DAV:'><set><prop><x xmlns='urn:x'>1</x></prop></set></propertyupdate>",
    };

    [Fact]
    public void AMemberIsLookedAtOnceForAsLongAsTheCardIsIn()
    {
        TestPeer peer = Prepared(Profile.SixteenSockets());
        int looks = peer.Fat.Looks;
        Agrees(peer);
        Assert.Equal(Members(peer), peer.Fat.Looks - looks);
        looks = peer.Fat.Looks;
        int recalled = peer.Fat.Recalled;
        Agrees(peer);
        Assert.Equal(looks, peer.Fat.Looks);
        Assert.Equal(Members(peer), peer.Fat.Recalled - recalled);
        Assert.Contains("<td>700 B", peer.Ask("GET", "/files/").Text);
        Assert.Equal(looks, peer.Fat.Looks);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void WhateverWayAFileChangesItsLengthIsToldAsItIs(string change)
    {
        TestPeer peer = Prepared(Profile.SixteenSockets());
        Agrees(peer);
        foreach (string step in change.Split('\n').Aggregate(new List<string>(), Lines))
        {
            string[] parts = step.Split('|');
            Answer answer = peer.Ask(parts[0], "/files/" + parts[1], parts[2], parts[3]);
            Assert.True(answer.Status is >= 200 and < 300 or 412, step + ": " + answer.Status);
            Agrees(peer);
        }

        // Nothing has been forgotten for good: but for a name that may be another's short one, what has been looked at again need not be looked at a third time.
        int looks = peer.Fat.Looks;
        Agrees(peer);
        Assert.Equal(FatCheck.Examine(peer.Medium).Files.Keys.Count(path => path.Contains('~', StringComparison.Ordinal)), peer.Fat.Looks - looks);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void AFailureAtAnyCallOfAChangeLeavesNoWrongLength(string change)
    {
        for (int at = 0; ; at++)
        {
            TestPeer peer = Prepared(Profile.SixteenSockets());
            Agrees(peer);
            peer.Store.Reset();
            peer.Store.FailAt = at;
            Carry(peer, change);
            bool hasFailed = peer.Store.Calls > at;
            peer.Store.Reset();
            Agrees(peer);
            Agrees(peer);
            if (!hasFailed)
            {
                return;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void ACardPulledOutAtAnyCallOfAChangeAndPutBackIsLookedAtAnew(string change)
    {
        for (int at = 0; ; at++)
        {
            TestPeer peer = Prepared(Profile.SixteenSockets());
            Agrees(peer);
            peer.Store.Reset();
            int call = 0;
            peer.Store.Before = _ =>
            {
                if (call++ == at)
                {
                    peer.Fat.Pull();
                }
            };
            Carry(peer, change);
            peer.Store.Before = null;
            bool wasPulled = peer.Fat.IsAbsent;
            int recalled = peer.Fat.Recalled;
            peer.Fat.Insert();
            Settle(peer);
            Assert.True(!wasPulled || peer.Fat.Recalled == recalled, "A length of another mount was told, at " + at);
            Agrees(peer);
            Agrees(peer);
            if (!wasPulled)
            {
                return;
            }
        }
    }

    [Fact]
    public void ACardThatWasEditedWhileItWasOutIsToldAsItIsNow()
    {
        TestPeer peer = Prepared(Profile.SixteenSockets());
        Agrees(peer);
        FatMedium edited = Edited(peer);
        peer.Fat.Pull();
        peer.Fat.Insert(edited);
        Assert.Equal(503, peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Status);
        Assert.Equal("4321", Lengths(peer, "")["f"]);
        Agrees(peer, edited);
    }

    [Theory]
    [InlineData("list ")]
    [InlineData("member of ")]
    public void ACardThatIsExchangedWhileAnotherIsToldItIsOutEndsWhatWasKnown(string call)
    {
        // The one call that answers Absent may be another session's, and this one's listing be served from the new card without ever hearing of it.
        foreach (bool knows in new[] { false, true })
        {
            TestPeer peer = Prepared(Profile.SixteenSockets());
            if (knows)
            {
                Agrees(peer);
            }

            FatMedium edited = Edited(peer);
            bool isDone = false;
            peer.Store.Before = what =>
            {
                if (!isDone && what.StartsWith(call, StringComparison.Ordinal))
                {
                    isDone = true;
                    peer.Fat.Pull();
                    peer.Fat.Insert(edited);
                    Assert.Equal(StoreStatus.Absent, peer.Fat.Find("f", new StoreEntry()));
                }
            };
            Dictionary<string, string> told = Lengths(peer, "");
            Assert.True(isDone);
            if (call == "list ")
            {
                // Names and lengths are those of the card that is in.
                Assert.Equal("4321", told["f"]);
            }

            // What was learned in that listing was learned of one mount, and is told of no other.
            Assert.Equal("4321", Lengths(peer, "")["f"]);
            Agrees(peer, edited);
            Agrees(peer, edited);
        }
    }

    [Theory]
    [InlineData("PUT", "f", "")]
    [InlineData("DELETE", "f", "")]
    [InlineData("MOVE", "g", "Destination: /files/f\r\n")]
    public void ALookThatIsOvertakenByAChangeIsNotBelieved(string method, string path, string fields)
    {
        TestPeer peer = Prepared(Profile.SixteenSockets());
        bool isDone = false;
        peer.Store.Before = what =>
        {
            // Members are shown after they were looked at: what comes now comes between the look and what is made of it.
            if (!isDone && what == "member of " && peer.Fat.Looks > 0)
            {
                isDone = true;
                Assert.InRange(peer.Ask(method, "/files/" + path, fields, method == "PUT" ? new string('n', 3000) : "").Status, 200, 204);
            }
        };
        Lengths(peer, "");
        Assert.True(isDone);
        peer.Store.Before = null;
        Agrees(peer);
        Agrees(peer);
    }

    [Fact]
    public void NamesThatHaveANumberInCommonHaveTheirOwnLengths()
    {
        // The number of a path takes '{' and '[' for one character, and pads with what a space becomes.
        TestPeer peer = new TestPeer();
        peer.MakeCollection("d");
        peer.Put("d/%7B", "1");
        peer.Put("d/%5B", "four");
        peer.Put("d/a%7Db", "a longer one");
        peer.Put("d/a%5Db", "the longest of them");
        peer.MakeCollection("%7B");
        peer.MakeCollection("%5B");
        peer.Put("%7B/f", "of the one");
        peer.Put("%5B/f", "of the other");
        for (int i = 0; i < 3; i++)
        {
            Agrees(peer);
        }

        peer.Put("d/%7B", "changed");
        Agrees(peer);
        Agrees(peer);
        Dictionary<string, string> lengths = Lengths(peer, "d");
        Assert.Equal("7 4 12 19", string.Join(' ', new[] { "%7B", "%5B", "a%7Db", "a%5Db" }.Select(name => lengths[name])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(16)]
    public void WithoutRoomForAllOfThemTheRestIsLookedAt(int entries)
    {
        Profile profile = Profile.SixteenSockets();
        profile.Lengths = entries;
        TestPeer peer = Prepared(profile);
        for (int i = 0; i < 60; i++)
        {
            peer.Put("e/n" + i, new string('n', i));
        }

        Random random = new Random(1);
        for (int round = 0; round < 20; round++)
        {
            peer.Put("e/n" + random.Next(60), new string('m', random.Next(400)));
            Agrees(peer);
        }

        Assert.True(peer.Fat.Recalled <= 20 * 4 * entries, "More was told than can be remembered.");
        Assert.Equal(entries == 0, peer.Fat.Recalled == 0);
    }

    [Fact]
    public void MoreCollectionsThanAreRememberedAreEachToldRight()
    {
        TestPeer peer = new TestPeer(true, true, null, null, new FatMedium(4096, 512));
        for (int i = 0; i < (2 * Limits.KnownCollections) + 1; i++)
        {
            peer.MakeCollection("c" + i);
            peer.Put("c" + i + "/f", new string('n', i));
        }

        Agrees(peer);
        Agrees(peer);
        Assert.Equal("7", Lengths(peer, "C7")["f"]);
        Assert.Equal("7", Lengths(peer, "c7")["f"]);
        peer.Put("c7/f", "now");
        Assert.Equal("3", Lengths(peer, "C7")["f"]);
        Assert.Equal("3", Lengths(peer, "c7")["f"]);
        Agrees(peer);
    }

    [Fact]
    public void AnUploadInPartsThatTakesItsPlaceIsToldAsItIs()
    {
        TestPeer peer = Prepared(Profile.SixteenSockets());
        Agrees(peer);
        Answer begun = peer.Serve(peer.Link().Send(TestPeer.Request("PUT", "/files/f", "Upload-Complete: ?0\r\nContent-Length: 4\r\n") + "one ").End())[^1];
        string id = new Uri(new Uri("http://desk"), begun.Field("Location")!).AbsolutePath;
        Agrees(peer);
        Assert.Equal(204, peer.Ask("PATCH", id, "Content-Type: application/partial-upload\r\nUpload-Offset: 4\r\nUpload-Complete: ?0\r\n", "two ").Status);
        Agrees(peer);
        Assert.Equal("1500", Lengths(peer, "")["f"]);
        Assert.Equal(204, peer.Ask("PATCH", id, "Content-Type: application/partial-upload\r\nUpload-Offset: 8\r\nUpload-Complete: ?1\r\n", "three").Status);
        Assert.Equal("13", Lengths(peer, "")["f"]);
        Agrees(peer);
    }

    [Fact]
    public void AFileThatIsDeletedOnAFullCardLeavesNoLength()
    {
        TestPeer peer = new TestPeer(true, true, null, null, new FatMedium(24, 512));
        peer.Fat.TakesRoomFirst = false;
        int files = 0;
        while (peer.Ask("PUT", "/files/n" + files, "", new string('n', 300 + files)).Status == 201)
        {
            files++;
        }

        Assert.True(files > 2);
        Agrees(peer);
        for (int i = 0; i < files; i++)
        {
            Assert.Equal(204, peer.Ask("DELETE", "/files/n" + i).Status);
            Agrees(peer);
        }

        peer.Put("n0", "short");
        Agrees(peer);
        Agrees(peer);
    }

    private static List<string> Lines(List<string> steps, string line)
    {
        // A field ends in CR LF, so a line that ends in CR goes on.
        if (steps.Count > 0 && steps[^1].EndsWith('\r'))
        {
            steps[^1] += "\n" + line;
        }
        else
        {
            steps.Add(line);
        }

        return steps;
    }

    private static void Carry(TestPeer peer, string change)
    {
        foreach (string step in change.Split('\n').Aggregate(new List<string>(), Lines))
        {
            string[] parts = step.Split('|');
            peer.Ask(parts[0], "/files/" + parts[1], parts[2], parts[3]);
        }
    }

    private static TestPeer Prepared(Profile profile)
    {
        TestPeer peer = new TestPeer(true, true, profile);
        peer.Put("f", new string('f', 1500));
        peer.Put("g", new string('g', 700));
        peer.Put(Long, new string('l', 1200));
        peer.MakeCollection("d");
        peer.Put("d/one", "1");
        peer.MakeCollection("d/sub");
        peer.Put("d/sub/A%20longer%20name", new string('2', 600));
        peer.MakeCollection("e");
        peer.Put("e/three", "333");
        return peer;
    }

    /// <summary>The same card as a PC gives it back: the same names with other lengths, one less and one more.</summary>
    private static FatMedium Edited(TestPeer peer)
    {
        FatMedium card = peer.Fat.Medium.Copy();
        TestPeer pc = new TestPeer(true, true, null, new FatStore(card), card);
        pc.Put("f", new string('p', 4321));
        pc.Put("d/one", new string('p', 99));
        pc.Put("e/four", "4444");
        Assert.Equal(204, pc.Ask("DELETE", "/files/g").Status);
        return card.Copy();
    }

    /// <summary>Goes on asking while a card that is back is told as out, and what was interrupted is finished.</summary>
    private static void Settle(TestPeer peer)
    {
        for (int tries = 0; tries < 10; tries++)
        {
            if (peer.Ask("PROPFIND", "/files/", "Depth: 0\r\n").Status == 207)
            {
                return;
            }

            peer.Clock.Advance(Limits.CommitPatience);
        }

        Assert.Fail("Service does not come back.");
    }

    private static int Members(TestPeer peer)
    {
        return FatCheck.Examine(peer.Fat.Medium).Files.Keys.Count(path => !path.StartsWith(".peer/", StringComparison.Ordinal));
    }

    private static void Agrees(TestPeer peer)
    {
        Agrees(peer, peer.Fat.Medium);
    }

    /// <summary>Lists every collection, and compares names and lengths with the card.</summary>
    private static void Agrees(TestPeer peer, FatMedium medium)
    {
        Settle(peer);
        FatReport report = FatCheck.Examine(medium);
        foreach (string collection in report.Collections.Where(path => !path.StartsWith(".peer", StringComparison.Ordinal)).Prepend(""))
        {
            string prefix = collection.Length == 0 ? "" : collection + "/";
            IEnumerable<string> expected = report.Files
                .Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal) && file.Key.IndexOf('/', prefix.Length) < 0)
                .Select(file => Uri.UnescapeDataString(file.Key[prefix.Length..]) + "=" + file.Value!.Length.ToString(CultureInfo.InvariantCulture));
            IEnumerable<string> told = Lengths(peer, collection).Select(file => Uri.UnescapeDataString(file.Key) + "=" + file.Value);
            Assert.Equal(expected.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
        }

        Assert.Empty(peer.Fat.WrongFacts);
    }

    /// <summary>The files of a collection as it is listed, by name as it stands in the href.</summary>
    private static Dictionary<string, string> Lengths(TestPeer peer, string collection)
    {
        string target = "/files/" + (collection.Length == 0 ? "" : Uri.EscapeDataString(collection).Replace("%2F", "/", StringComparison.Ordinal) + "/");
        Answer answer = peer.Ask("PROPFIND", target, "Depth: 1\r\n", "<propfind xmlns='DAV:'><prop><getcontentlength/><resourcetype/></prop></propfind>");
        Assert.Equal(207, answer.Status);
        Dictionary<string, string> lengths = new Dictionary<string, string>();
        foreach (XElement response in XDocument.Parse(answer.Text).Root!.Elements(Dav + "response"))
        {
            string href = response.Element(Dav + "href")!.Value;
            if (!href.EndsWith('/'))
            {
                lengths.Add(href[(href.LastIndexOf('/') + 1)..], response.Descendants(Dav + "getcontentlength").Single().Value);
            }
        }

        return lengths;
    }
}
