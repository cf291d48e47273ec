using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Services.Mirrors;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;
using PeerDevice.Wire.Metalink;

namespace PeerDevice.Tests.Host;

/// <summary>The fears: a folder that follows another has a mixture, loses what is its owner's, fetches for ever what it has, or forgets at a cut of power what it was doing.</summary>
public sealed class MirrorTests
{
    private const string From = MirrorRoom.From;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatIsThereComesAndIsNotFetchedAgain(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("a.jpg", "A"), ("deep/b.jpg", "B"));
        Assert.Equal("p/\np/a.jpg = A\np/deep/\np/deep/b.jpg = B", room.Tree());
        Assert.Equal(2, room.Gets.Count);
        Assert.Equal("", room.Round());
        Assert.Equal(2, room.Gets.Count);
        room.Has("a.jpg", "A2");
        room.Has("c.jpg", "C");
        Assert.Equal("", room.Round());
        Assert.Equal(4, room.Gets.Count);
        Assert.Equal("p/\np/a.jpg = A2\np/c.jpg = C\np/deep/\np/deep/b.jpg = B", room.Tree());
        Assert.Contains("\"mirrors\":[{\"to\":\"p\",\"from\":\"" + From + "\",\"files\":4,\"when\":1763", room.Peer.Ask("GET", "/.well-known/peerdevice").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void APcTellsWhereElseAFileIsThatAMirrorBroughtUntilItIsAnotherHere()
    {
        MirrorRoom room = new(isFat: false);
        string large = new('a', (int)Limits.DescribedOctets);
        room.Has("deep/ab.jpg", large);
        room.Has("small.jpg", "S");
        room.Follow();
        Assert.Equal("", room.Round());
        Assert.Equal(["<" + From + "deep/ab.jpg>; rel=duplicate"], Duplicates(room, "deep/ab.jpg"));
        Assert.Empty(Duplicates(room, "small.jpg"));
        room.Peer.Put("p/mine.jpg", large);
        Assert.Empty(Duplicates(room, "mine.jpg"));
        byte[] body = Encoding.UTF8.GetBytes(room.Peer.Ask("GET", "/files/p/deep/ab.jpg.meta4").Text);
        MetalinkReader reader = new();
        Assert.Equal(0, reader.Read(body, 0, body.Length));
        Assert.Equal(["http://desk/files/p/deep/ab.jpg", From + "deep/ab.jpg"], reader.At(0).Url[..2]);
        Assert.Equal([1, 2], reader.At(0).Priority[..2]);
        room.Peer.Put("p/deep/ab.jpg", new string('b', (int)Limits.DescribedOctets));
        Assert.Empty(Duplicates(room, "deep/ab.jpg"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void APeerThatIsNamedIsFollowedToWhereverItIsOnceItIsMet(bool isFat)
    {
        MirrorRoom room = new(isFat);
        room.Has("a.jpg", "A");
        Places places = new();
        room.Mirrors.Asked = ["Hub:/photos/", "p"];
        Assert.Equal("No peer is here that is called Hub.", room.Round());
        room.Mirrors.Peers = places;
        Assert.Equal("No peer is here that is called Hub.", room.Round());
        Assert.Empty(room.Hosts);
        places.Known = "10.77.0.2:8631";
        Assert.Equal("", room.Round());
        Assert.Equal("p/\np/a.jpg = A", room.Tree());
        Assert.Equal("Hub", places.Asked);

        // It is elsewhere now: what was brought is not fetched again.
        places.Known = "[fd77::9]:80";
        room.Has("b.jpg", "B");
        Assert.Equal("", room.Round());
        Assert.Equal(["a.jpg", "b.jpg"], room.Gets);
        Assert.Equal(["10.77.0.2:8631", "fd77::9:80"], room.Hosts.Distinct());
        places.Known = "";
        Assert.NotEqual("", room.Round());
        Assert.Equal("p/\np/a.jpg = A\np/b.jpg = B", room.Tree());
        Assert.Contains("\"from\":\"Hub:/photos/\"", room.Peer.Ask("GET", "/.well-known/peerdevice").Text, StringComparison.Ordinal);

        // After a restart it goes on, and by its address too.
        MirrorRoom again = room.Restarted();
        again.Mirrors.Asked = ["Hub:/photos/", "p"];
        again.Mirrors.Peers = places;
        places.Known = "10.77.0.2:8631";
        Assert.Equal("", again.Round());
        again.Follow();
        Assert.Equal("", again.Round());
        Assert.Empty(again.Gets);
    }

    /// <summary>The fear: who was asked to follow a peer by its name is lost when that has another address.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoIsAskedToFollowAPeerByItsNameFollowsItToAnotherAddress(bool isFat)
    {
        MirrorRoom room = new(isFat);
        room.Has("a.jpg", "A");
        Places places = new() { Known = "10.77.0.2:8631" };
        room.Mirrors.Peers = places;
        room.Follow(";peer=%\"B%c3%bcro 1\"");
        Assert.Equal("", room.Round());
        Assert.Equal("Büro 1", places.Asked);
        Assert.Equal("Büro 1:/photos/", room.TheOne()!.From);
        places.Known = "10.77.0.9:8080";
        room.Has("b.jpg", "B");
        MirrorRoom again = room.Restarted();
        again.Mirrors.Peers = places;
        Assert.Equal("", again.Round());
        Assert.Equal("p/\np/a.jpg = A\np/b.jpg = B", again.Tree());
        Assert.Equal(["b.jpg"], again.Gets);
        Assert.Equal(["10.77.0.9:8080"], again.Hosts.Distinct());
    }

    /// <summary>A name that nobody here has, or somebody elsewhere, is not believed: the address is followed.</summary>
    [Theory]
    [InlineData("", ";peer=%\"Hub\"", true)]
    [InlineData("10.77.0.3:8631", ";peer=%\"Hub\"", true)]
    [InlineData("10.77.0.2:86310", ";peer=%\"Hub\"", true)]
    [InlineData("10.77.0.2:8631", "", true)]
    [InlineData("10.77.0.2:8631", ";peer=%\"Hub\"", false)]
    public void ANameThatLeadsElsewhereIsNotFollowed(string known, string peer, bool isByUri)
    {
        MirrorRoom room = new(isFat: false);
        room.Has("a.jpg", "A");
        room.Mirrors.Peers = new Places { Known = known };
        room.Follow(peer);
        Assert.Equal(isByUri ? From : "Hub:/photos/", room.TheOne()!.From);
    }

    [Theory]
    [InlineData("?1;peer=Hub")]
    [InlineData("?1;peer=\"Hub\"")]
    [InlineData("?1;peer=%\"Hub")]
    [InlineData("?1;peer=%\"\"")]
    [InlineData("?1;peer=%\"a:b\"")]
    [InlineData("?1;peer=%\"a%2fb\"")]
    [InlineData("?1;peer=%\"%C3%BC\"")]
    [InlineData("?1;peer=%\"%c3\"")]
    [InlineData("?1;peer=%\"%4\"")]
    [InlineData("?1;peer=%\"1234567890123456789012345678901234567890123456789012345678901234\"")]
    [InlineData("?1;other=1")]
    [InlineData("?2")]
    public void WhatIsNoNameIsRefused(string follow)
    {
        MirrorRoom room = new(isFat: false);
        room.Has("a.jpg", "A");
        Assert.Equal(400, room.Peer.Ask("COPY", "/files/p/", "Follow: " + follow + "\r\nSource: " + From + "\r\n").Status);
        Assert.Null(room.TheOne());
    }

    [Theory]
    [InlineData("hub:/a/", 3)]
    [InlineData("Labor 2:/", 7)]
    [InlineData("http://hub/a/", -1)]
    [InlineData("hub://", -1)]
    [InlineData(":/a/", -1)]
    [InlineData("hub:", -1)]
    [InlineData("hub:a/", -1)]
    [InlineData("", -1)]
    public void WhereThePeersNameEnds(string from, int end)
    {
        Assert.Equal(end, NamedPlace.NameEnd(from));
    }

    private sealed class Places : IPeerPlaces
    {
        public string Known { get; set; } = "";

        public string Asked { get; private set; } = "";

        public string Place(string name)
        {
            Asked = name;
            return Known;
        }
    }

    private static IEnumerable<string> Duplicates(MirrorRoom room, string path) => room.Peer.Ask("HEAD", "/files/p/" + path).Fields("Link").Where(static line => line.EndsWith("; rel=duplicate", StringComparison.Ordinal));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatIsGoneThereIsPutAwayAndKeptForAWhile(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("a.jpg", "A"), ("deep/b.jpg", "B"), ("deep/c.jpg", "C"), ("z.jpg", "Z"));
        room.Peer.Put("p/mine.txt", "MINE");
        room.Files.Remove("a.jpg");
        room.Files.Remove("deep/b.jpg");
        room.Files.Remove("deep/c.jpg");
        Assert.Equal("", room.Round());
        Assert.Equal("p/\np/mine.txt = MINE\np/z.jpg = Z", room.Tree());
        string day = ".peer/t/" + (TestPeer.Now / 86400).ToString(CultureInfo.InvariantCulture);
        Assert.Equal("A", room.Reserved(day + "/p/a.jpg"));
        Assert.Equal("B", room.Reserved(day + "/p/deep/b.jpg"));
        Assert.Equal(404, room.Peer.Ask("GET", "/files/" + day + "/p/a.jpg").Status);
        room.Peer.Clock.Advance((Limits.TrashDays + 2) * 86400000L);
        Assert.Equal("", room.Round());
        Assert.Null(room.Reserved(day + "/p/a.jpg"));
        Assert.Equal("p/\np/mine.txt = MINE\np/z.jpg = Z", room.Tree());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ASourceThatIsNotThereCostsNothing(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("a.jpg", "A"));
        foreach (string answer in (string[])["HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 207 Multi-Status\r\nContent-Length: 500\r\n\r\n<multistatus>", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK", ""])
        {
            room.Instead = answer;
            Assert.NotEqual("", room.Round());
            Assert.Equal("p/\np/a.jpg = A", room.Tree());
        }

        room.Instead = null;
        Assert.Equal("", room.Round());
        Assert.Single(room.Gets);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OneFileThatCannotBeHadKeepsNeitherItselfNorOthersAway(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("a.jpg", "A"), ("b.jpg", "B"));
        room.Has("a.jpg", "A2");
        room.Has("b.jpg", "B2");
        room.Broken.Add("a.jpg");
        Assert.Contains("p/a.jpg: ", room.Round(), StringComparison.Ordinal);
        Assert.Equal("p/\np/a.jpg = A\np/b.jpg = B2", room.Tree());
        room.Broken.Clear();
        Assert.Equal("", room.Round());
        Assert.Equal("p/\np/a.jpg = A2\np/b.jpg = B2", room.Tree());
    }

    [Fact]
    public void WhatWasChangedHereIsPutAwayBeforeTheSourcesTakesItsPlace()
    {
        MirrorRoom room = new(true);
        room.Peer.MakeCollection("p");
        room.Peer.Put("p/a.jpg", "MINE");
        room.Has("a.jpg", "A");
        room.Follow();
        Assert.Equal("", room.Round());
        string day = ".peer/t/" + (TestPeer.Now / 86400).ToString(CultureInfo.InvariantCulture);
        Assert.Equal("MINE", room.Reserved(day + "/p/a.jpg"));
        Assert.Equal("p/\np/a.jpg = A", room.Tree());
        room.Peer.Put("p/a.jpg", "CHANGED");
        Assert.Equal("", room.Round());
        Assert.Equal("p/\np/a.jpg = A", room.Tree());

        // What its source has no longer, and was changed here, stays.
        room.Peer.Put("p/a.jpg", "MINE AGAIN");
        room.Files.Remove("a.jpg");
        room.Has("b.jpg", "B");
        Assert.Equal("", room.Round());
        Assert.Equal("p/\np/a.jpg = MINE AGAIN\np/b.jpg = B", room.Tree());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatIsWrittenHereWhileTheSourcesIsFetchedIsPutAway(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("a.jpg", "A"));
        room.Has("a.jpg", "A2");
        room.Meanwhile = () => Assert.Equal(204, room.Peer.Ask("PUT", "/files/p/a.jpg", "", "MINE, MEANWHILE").Status);
        Assert.Equal("", room.Round());
        Assert.Equal("p/\np/a.jpg = A2", room.Tree());
        Assert.Equal("MINE, MEANWHILE", room.Reserved(".peer/t/" + (TestPeer.Now / 86400).ToString(CultureInfo.InvariantCulture) + "/p/a.jpg"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatStandsHereStaysWhereTheSourcesCannotBeHad(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("b.jpg", "B"));
        Assert.Equal(201, room.Peer.Ask("PUT", "/files/p/a.jpg", "", "MINE").Status);
        room.Has("a.jpg", "A");
        room.Broken.Add("a.jpg");
        Assert.Contains("p/a.jpg: ", room.Round(), StringComparison.Ordinal);
        Assert.Equal("p/\np/a.jpg = MINE\np/b.jpg = B", room.Tree());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AskedForTwiceItFetchesNothingTwice(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("a.jpg", "A"));
        Mirror first = room.TheOne()!;
        room.Follow();
        Assert.Same(first, room.TheOne());
        Assert.Equal("", room.Round());
        Assert.Single(room.Gets);
        MirrorRoom later = room.Restarted();
        Assert.Equal("", later.Round());
        Assert.Empty(later.Gets);
    }

    [Theory]
    [InlineData(true, "http://10.77.0.3:8631/files/photos/", 0)]
    [InlineData(false, "http://10.77.0.3:8631/files/photos/", 0)]
    [InlineData(true, "http://10.77.0.2:8631/files/others/", 1)]
    [InlineData(false, "http://10.77.0.2:8631/files/others/", 1)]
    public void ASourceThatIsAtAnotherAddressPutsNothingAway(bool isFat, string from, int gets)
    {
        MirrorRoom room = new(isFat);
        room.Peer.Neighbours.Files.Mirrors!.Asked = new[] { From, "p" };
        room.Has("a.jpg", "A");
        Assert.Equal("", room.Round());
        MirrorRoom later = room.Restarted();
        later.Root = from[from.IndexOf("/files", StringComparison.Ordinal)..];
        later.Peer.Neighbours.Files.Mirrors!.Asked = new[] { from, "p" };
        Assert.Equal("", later.Round());
        Assert.Equal(from, later.TheOne()!.From);
        Assert.Equal(gets, later.Gets.Count);
        Assert.Null(later.Reserved(".peer/t/" + (TestPeer.Now / 86400).ToString(CultureInfo.InvariantCulture) + "/p/a.jpg"));
        Assert.Equal("p/\np/a.jpg = A", later.Tree());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatCannotBeWrittenDownLeavesTheMirrorThatWasThere(bool isFat)
    {
        foreach (string from in (string[])[From, "http://10.77.0.3:8631/files/photos/"])
        {
            MirrorRoom room = MirrorRoom.Following(isFat, ("a.jpg", "A"));
            room.Peer.Store.FailsNow = call => call.StartsWith("create ", StringComparison.Ordinal);
            Assert.False(room.Peer.Neighbours.Files.Mirrors!.Follow(from, "p", false));
            room.Peer.Store.FailsNow = null;
            Assert.Equal(From, room.TheOne()!.From);
            Assert.False(room.TheOne()!.IsEnded);
            Assert.Equal("", room.Round());
            Assert.Single(room.Gets);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ASourceThatListsNothingAtOnceTakesNothingAway(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("a.jpg", "A"), ("deep/b.jpg", "B"));
        SortedDictionary<string, (string, int)> all = new(room.Files, StringComparer.Ordinal);
        room.Files.Clear();
        Assert.Contains("lists nothing", room.Round(), StringComparison.Ordinal);
        Assert.Equal("p/\np/a.jpg = A\np/deep/\np/deep/b.jpg = B", room.Tree());
        room.Files["a.jpg"] = all["a.jpg"];
        Assert.Equal("", room.Round());
        Assert.Equal("p/\np/a.jpg = A", room.Tree());
        Assert.Equal(2, room.Gets.Count);
    }

    [Fact]
    public void AllMirrorsOfAPcAreRememberedOverARestart()
    {
        MirrorRoom room = new(false);
        for (int i = 0; i < Limits.MirrorsOfPc; i++)
        {
            Assert.True(room.Peer.Neighbours.Files.Mirrors!.Follow(From, "m" + i.ToString(CultureInfo.InvariantCulture), false));
        }

        Assert.False(room.Peer.Neighbours.Files.Mirrors!.Follow(From, "more", false));
        Mirrors later = room.Restarted().Peer.Neighbours.Files.Mirrors!;
        Assert.True(later.Load());
        Assert.Equal(Limits.MirrorsOfPc, Enumerable.Range(0, later.Places).Count(i => later.At(i) is not null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatWentBeforeTheTimeWasKnownIsKeptWhenItIs(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"));
        room.Peer.Clock.UnixSeconds = 0;
        room.Files.Remove("a.jpg");
        Assert.Equal("", room.Round());
        Assert.Equal("A", room.Reserved(".peer/t/0/p/a.jpg"));
        room.Peer.Clock.UnixSeconds = TestPeer.Now;
        room.Files.Remove("b.jpg");
        Assert.Equal("", room.Round());
        Assert.Equal("A", room.Reserved(".peer/t/0/p/a.jpg"));

        // It does not keep what has its day from going.
        room.Peer.Clock.Advance((Limits.TrashDays + 2) * 86400000L);
        Assert.Equal("", room.Round());
        Assert.Null(room.Reserved(".peer/t/" + (TestPeer.Now / 86400).ToString(CultureInfo.InvariantCulture) + "/p/b.jpg"));
        Assert.Equal("A", room.Reserved(".peer/t/0/p/a.jpg"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatWasPutAwayComesBackWhereTheSourcesCannotTakeItsPlace(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("b.jpg", "B"));
        Assert.Equal(201, room.Peer.Ask("PUT", "/files/p/a.jpg", "", "MINE").Status);
        room.Has("a.jpg", "A");
        room.Peer.Store.FailsNow = call => call.StartsWith("move .peer/u/", StringComparison.Ordinal) && call.EndsWith(" to p/a.jpg", StringComparison.Ordinal);
        Assert.Contains("p/a.jpg: ", room.Round(), StringComparison.Ordinal);
        room.Peer.Store.FailsNow = null;
        if (!isFat)
        {
            // On a card the commit is finished later: it is the source's then.
            Assert.Equal("p/\np/a.jpg = MINE\np/b.jpg = B", room.Tree());
        }

        Assert.Equal("", room.Round());
        Assert.Equal("p/\np/a.jpg = A\np/b.jpg = B", room.Tree());
        Assert.Equal("MINE", room.Reserved(".peer/t/" + (TestPeer.Now / 86400).ToString(CultureInfo.InvariantCulture) + "/p/a.jpg"));
    }

    [Fact]
    public void APeerThatComesHurriesAMirrorInTroubleButNotWithoutEnd()
    {
        MirrorRoom room = new(true);
        room.Has("a.jpg", "A");
        room.Follow();
        Mirrors mirrors = room.Peer.Neighbours.Files.Mirrors!;
        Assert.Equal("", room.Round());
        mirrors.Met(1);
        room.Peer.Clock.Advance(Limits.MirrorMet);
        Assert.Null(mirrors.Due());
        room.Instead = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
        Assert.NotEqual("", room.Round());
        mirrors.Met(1);
        room.Peer.Clock.Advance(Limits.MirrorMet);
        Assert.Null(mirrors.Due());
        Assert.NotEqual("", room.Round());
        mirrors.Met(2);
        Assert.Null(mirrors.Due());
        room.Peer.Clock.Advance(Limits.MirrorMet);
        Assert.NotNull(mirrors.Due());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheTrashIsCountedOnceAndNotInEachRound(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"));
        room.Files.Remove("a.jpg");
        Assert.Equal("", room.Round());
        string day = "list .peer/t/" + (TestPeer.Now / 86400).ToString(CultureInfo.InvariantCulture);
        room.Peer.Store.Reset();
        room.Files.Remove("b.jpg");
        Assert.Equal("", room.Round());
        Assert.Equal("", room.Round());
        Assert.NotNull(room.Reserved(day["list ".Length..] + "/p/b.jpg"));
        Assert.DoesNotContain(room.Peer.Store.Log, call => call.StartsWith(day, StringComparison.Ordinal));

        // Each day it is looked whether it is so.
        room.Peer.Clock.Advance(86400000L);
        Assert.Equal("", room.Round());
        Assert.Contains(room.Peer.Store.Log, call => call.StartsWith(day, StringComparison.Ordinal));
    }

    [Fact]
    public void ALockHoldsAgainstAMirror()
    {
        MirrorRoom room = MirrorRoom.Following(true, ("a.jpg", "A"), ("b.jpg", "B"));
        Answer locked = room.Peer.Ask("LOCK", "/files/p/a.jpg", "Content-Type: application/xml\r\n", "<lockinfo xmlns=\"DAV:\"><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>");
        Assert.Equal(200, locked.Status);
        room.Has("a.jpg", "A2");
        Assert.Contains("p/a.jpg: ", room.Round(), StringComparison.Ordinal);
        room.Files.Remove("a.jpg");
        Assert.NotEqual("", room.Round());
        Assert.Equal("p/\np/a.jpg = A\np/b.jpg = B", room.Tree());
        Assert.Equal(204, room.Peer.Ask("UNLOCK", "/files/p/a.jpg", "Lock-Token: " + locked.Field("Lock-Token") + "\r\n").Status);
        Assert.Equal("", room.Round());
        Assert.Equal("p/\np/b.jpg = B", room.Tree());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ItIsRememberedOverARestart(bool isFat)
    {
        MirrorRoom room = MirrorRoom.Following(isFat, ("a.jpg", "A"), ("b.jpg", "B"));
        MirrorRoom later = room.Restarted();
        Assert.Equal("", later.Round());
        Assert.Empty(later.Gets);
        later.Files.Remove("a.jpg");
        Assert.Equal("", later.Round());
        Assert.Equal("p/\np/b.jpg = B", later.Tree());
        Assert.Equal(204, later.Peer.Ask("COPY", "/files/p/", "Follow: ?0\r\n").Status);
        Assert.Equal(404, later.Peer.Ask("COPY", "/files/p/", "Follow: ?0\r\n").Status);
        Assert.Null(later.Restarted().TheOne());
    }

    [Theory]
    [InlineData("Follow: ?1\r\n", 400)]
    [InlineData("Follow: yes\r\nSource: http://10.77.0.2:8631/files/photos/\r\n", 400)]
    [InlineData("Follow: ?1\r\nDepth: 0\r\nSource: http://10.77.0.2:8631/files/photos/\r\n", 400)]
    [InlineData("Follow: ?1\r\nSource: http://10.77.0.2:8631/files/photos/a.jpg\r\n", 409)]
    [InlineData("Follow: ?1\r\nSource: http://10.77.0.2:8631/files/nowhere/\r\n", 502)]
    [InlineData("Follow: ?1\r\nSource: http://10.77.0.2:9100/files/photos/\r\n", 403)]
    [InlineData("Follow: ?1\r\nOverwrite: F\r\nSource: http://10.77.0.2:8631/files/photos/\r\n", 204)]
    public void WhatCannotBeFollowedIsTold(string fields, int status)
    {
        MirrorRoom room = new(true);
        room.Has("a.jpg", "A");
        Assert.Equal(status, room.Peer.Ask("COPY", "/files/p/", fields).Status);
        Assert.Equal(status == 204, room.TheOne() is not null);
    }

    [Fact]
    public void MoreFilesThanCanBeFollowedAreTold()
    {
        Profile profile = Profile.SixteenSockets();
        profile.MirrorFiles = 3;
        MirrorRoom room = new(true, profile);
        for (int i = 0; i < 5; i++)
        {
            room.Has("f" + i.ToString(CultureInfo.InvariantCulture), "x");
        }

        room.Follow();
        Assert.Contains("more files", room.Round(), StringComparison.Ordinal);
        Assert.Equal(4, room.Tree().Split('\n').Length);
        Assert.Equal(3, room.Gets.Count);
        room.Round();
        Assert.Equal(3, room.Gets.Count);
    }

    [Fact]
    public void ACutOfPowerAtAnyWriteLeavesWholeFilesAndTheNextRoundFinishes()
    {
        for (int cut = 1; ; cut++)
        {
            MirrorRoom room = new(true);
            room.Has("a.jpg", new string('a', 1500));
            room.Has("gone.jpg", "G");
            room.Follow();
            room.Round();
            room.Has("a.jpg", new string('b', 1700));
            room.Has("new.jpg", "N");
            room.Files.Remove("gone.jpg");
            room.Peer.Medium.CutAt = room.Peer.Medium.Steps + cut;
            bool wasCut = false;
            try
            {
                room.Round();
            }
            catch (PowerCut)
            {
                wasCut = true;
            }

            wasCut |= room.Peer.Medium.IsCut;
            MirrorRoom later = room.Restarted(room.Peer.Medium.Copy());
            string content = later.Peer.Get("p/a.jpg") ?? "";
            Assert.True(content == new string('a', 1500) || content == new string('b', 1700), "cut " + cut);
            Assert.Equal("", later.Round());
            Assert.Equal("p/\np/a.jpg = " + new string('b', 1700) + "\np/new.jpg = N", later.Tree());
            Assert.Empty(later.Peer.Leftovers());
            if (!wasCut)
            {
                Assert.True(cut > 20);
                return;
            }
        }
    }

    [Fact]
    public void ARecordThatIsNoneOrDamagedIsNone()
    {
        Mirror mirror = new("http://h/files/x/", "p") { IsAsked = true, When = 5 };
        for (int i = 0; i < 100; i++)
        {
            mirror.Put(Mirror.NumberOf("p/" + i.ToString(CultureInfo.InvariantCulture)), i, i);
        }

        byte[] octets = MirrorRecord.Write(mirror);
        Mirror read = Assert.IsType<Mirror>(MirrorRecord.Read(octets));
        Assert.Equal(100, read.Count);
        Assert.Equal("http://h/files/x/ p True 5", $"{read.From} {read.To} {read.IsAsked} {read.When}");
        FuzzRounds.Run(3, 3000, random =>
        {
            byte[] changed = (byte[])octets.Clone();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Null(MirrorRecord.Read(changed));
            Assert.Null(MirrorRecord.Read(octets[..random.Next(octets.Length)]));
        });
    }
}
