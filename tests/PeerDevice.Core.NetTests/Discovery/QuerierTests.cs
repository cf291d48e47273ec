using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Tests.Dns;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>How peers are browsed for (RFC 6762 §5 to §11), and what is believed of what others say.</summary>
public sealed class QuerierTests
{
    private const string Browse = "12:_peerdevice._tcp.local";
    private const long Hour = 3_600_000;

    [Fact]
    public void TheFirstQuestionComesAMomentLaterAndTheOthersEverMoreSeldom()
    {
        QuerierWorld world = new QuerierWorld();
        long began = world.Now;
        List<QuerierWorld.Said> said = world.Pass(24 * Hour);
        Assert.InRange(said[0].At - began, 20, 120);
        Assert.Equal(Browse + "?", said[0].Questions);
        Assert.All(said.Skip(1), one => Assert.Equal(Browse, one.Questions));
        Assert.All(said, one => Assert.Null(one.To));
        long[] between = said.Zip(said.Skip(1), (a, b) => b.At - a.At).ToArray();
        Assert.Equal(1000, between[0]);
        Assert.All(between.Zip(between.Skip(1)), pair => Assert.Equal(Math.Min(pair.First * 2, Hour), pair.Second));

        // One, then twelve that double, then one an hour.
        Assert.InRange(said.Count, 34, 37);
    }

    [Fact]
    public void WhoIsAnnouncedIsHereWithAllThatItSaid()
    {
        QuerierWorld world = new QuerierWorld();
        world.Hear(new Neighbour("hub").Announcement());
        KnownPeer hub = Assert.IsType<KnownPeer>(world.Find("hub"));
        Assert.True(hub.IsHere);
        Assert.Equal("10.77.0.2", Ipv4.Text(hub.Address));
        Assert.Equal(80, hub.Port);
        Assert.Equal("12345678", hub.Id);
        Assert.Equal("board", hub.Kind);
        Assert.Equal(0, hub.Hops);
        Assert.Equal(world.Now, hub.SeenAt);

        // It is known: nobody is asked for it, and it is told as known.
        QuerierWorld.Said first = world.Pass(500).Single();
        Assert.Equal(["hub._peerdevice._tcp.local"], first.Known);
    }

    [Theory]
    [InlineData("a.b \"c\"", "a.b \"c\"")]
    [InlineData("tab\there", "tab\\009here")]
    [InlineData("Büro 2 🖨", "Büro 2 🖨")]
    [InlineData("..", "..")]
    public void ANameIsSafeWhateverStandsInIt(string label, string shown)
    {
        QuerierWorld world = new QuerierWorld();
        world.Hear(new Neighbour(label).Announcement());
        Assert.NotNull(world.Find(shown));
    }

    [Fact]
    public void WhatIsMissingIsAskedForAndThenLeftAlone()
    {
        QuerierWorld world = new QuerierWorld();
        world.Pass(100_000);
        Neighbour hub = new Neighbour("hub");
        world.Hear(hub.Announcement(hasService: false, hasAddress: false));
        List<QuerierWorld.Said> said = world.Pass(60_000).FindAll(one => one.Questions != Browse);
        Assert.All(said, one => Assert.Equal("33:hub._peerdevice._tcp.local 16:hub._peerdevice._tcp.local", one.Questions));
        Assert.Equal(Limits.DnsResolveTries, said.Count);
        Assert.All(said.Zip(said.Skip(1), (a, b) => b.At - a.At), between => Assert.True(between >= 1000));

        // Its host is known from its service, and where that is is asked for next.
        world.Hear(hub.Announcement(hasAddress: false));
        Assert.Equal(0, world.Find("hub")!.Address);
        world.Directory.Look(world.Now);
        Assert.Contains("1:host-80.local", world.Pass(60_000).Select(one => one.Questions));
        world.Hear(hub.Addresses(120, "10.77.0.9"));
        Assert.Equal("10.77.0.9", Ipv4.Text(world.Find("hub")!.Address));
    }

    [Fact]
    public void WhoSaysGoodbyeIsGoneInASecondAndWhoComesBackIsHere()
    {
        QuerierWorld world = new QuerierWorld();
        Neighbour hub = new Neighbour("hub");
        world.Hear(hub.Announcement());
        world.Hear(hub.Goodbye());
        world.Pass(900);
        Assert.True(world.Find("hub")!.IsHere);
        world.Pass(200);
        Assert.False(world.Find("hub")!.IsHere);
        Assert.Equal("10.77.0.2", Ipv4.Text(world.Find("hub")!.Address));

        // Somebody objects within the second.
        world.Hear(hub.Announcement());
        world.Hear(hub.Goodbye());
        world.Pass(500);
        world.Hear(hub.Announcement());
        world.Pass(5000);
        Assert.True(world.Find("hub")!.IsHere);
    }

    [Fact]
    public void AnAddressThatIsNotInANewerSetEnds()
    {
        QuerierWorld world = new QuerierWorld();
        Neighbour hub = new Neighbour("hub");
        world.Hear(hub.Announcement(), "10.77.0.77");
        world.Hear(hub.Addresses(120, "10.77.0.2", "10.77.0.3"), "10.77.0.77");
        Assert.Equal("10.77.0.2", Ipv4.Text(world.Find("hub")!.Address));
        world.Pass(5000);
        world.Hear(hub.Addresses(120, "10.77.0.3"), "10.77.0.77");
        Assert.Equal("10.77.0.3", Ipv4.Text(world.Find("hub")!.Address));
        world.Pass(2000);
        Assert.Null(world.Cache.Find(hub.Host, DnsType.A, world.Cache.Find(hub.Host, DnsType.A, null, world.Now), world.Now));
    }

    [Fact]
    public void WhatEndsIsAskedForAgainInTimeAndAddressesOnlyWhileSomebodyLooks()
    {
        QuerierWorld world = new QuerierWorld();
        Neighbour hub = new Neighbour("hub");
        world.Pass(10 * Hour);
        world.Hear(hub.Announcement());
        long heard = world.Now;

        // Nobody looks: what it serves ends, it does not.
        List<QuerierWorld.Said> said = world.Pass(3_500_000).FindAll(one => one.Questions != Browse);
        Assert.Empty(said);
        Assert.True(world.Find("hub")!.IsHere);

        // 80, 85, 90, 95 % of 4,500 s, each up to 2 % later; one of them may be the hourly question.
        List<QuerierWorld.Said> refreshes = world.Pass(990_000);
        Assert.InRange(refreshes.Count(one => one.Questions == Browse), 4, 6);
        Assert.All(refreshes, one => Assert.Empty(one.Known));
        Assert.All([80, 85, 90, 95], percent => Assert.Contains(refreshes, one => one.At - heard >= percent * 45_000 && one.At - heard <= (percent + 2) * 45_000));
        world.Pass(20_000);
        Assert.False(world.Find("hub")!.IsHere);

        // Somebody looks.
        world.Hear(hub.Announcement());
        heard = world.Now;
        said = new List<QuerierWorld.Said>();
        for (int i = 0; i < 12; i++)
        {
            world.Directory.Look(world.Now);
            said.AddRange(world.Pass(10_000).FindAll(one => one.Questions != Browse));
        }

        Assert.Contains(said, one => one.Questions.Contains("33:hub._peerdevice._tcp.local", StringComparison.Ordinal));
        Assert.Contains(said, one => one.Questions.Contains("1:host-80.local", StringComparison.Ordinal));
        Assert.All(said, one => Assert.True(one.At - heard >= 96_000));
    }

    [Fact]
    public void WhatIsKnownIsToldInAsManyMessagesAsItTakes()
    {
        QuerierWorld world = new QuerierWorld(200, records: 1000);
        for (int i = 0; i < 150; i++)
        {
            world.Hear(new Neighbour("a peer with rather a long name, number " + i, "10.77.0." + i, 1000 + i).Announcement());
        }

        List<QuerierWorld.Said> said = world.Pass(500);
        Assert.InRange(said.Count, 4, 8);
        Assert.Equal(Browse + "?", said[0].Questions);
        Assert.All(said.Skip(1), one => Assert.Equal("", one.Questions));
        Assert.All(said.SkipLast(1), one => Assert.True(one.IsTruncated));
        Assert.False(said[^1].IsTruncated);
        Assert.Equal(150, said.SelectMany(one => one.Known).Distinct().Count());
        Assert.Equal(150, said.Sum(one => one.Known.Count));
    }

    [Fact]
    public void WhatAnotherHasJustAskedIsNotAskedAgain()
    {
        QuerierWorld world = new QuerierWorld();
        Neighbour hub = new Neighbour("hub");
        Neighbour other = new Neighbour("other", "10.77.0.3", 81);
        world.Hear(hub.Announcement());
        world.Pass(500);

        // The second question would come about 1,070 ms after the beginning.
        world.Pass(300);
        world.Directory.Own = OwnLabel.Instance("desk");
        world.Hear(Neighbour.Question(false, hub, new Neighbour("Desk")));
        Assert.Empty(world.Pass(700));

        // The next comes in its turn; one who knows more than we do, or wants it unicast, does not ask for us.
        world.Pass(1400);
        world.Hear(Neighbour.Question(false, hub, other));
        world.Hear(Neighbour.Question(true, hub));
        Assert.Contains(world.Pass(1000), one => one.Questions == Browse);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AQuestionOfSeveralMessagesIsOursWhenAllOfThemNameWhatWeKnow(bool isOurs)
    {
        QuerierWorld world = new QuerierWorld();
        Neighbour hub = new Neighbour("hub");
        Neighbour other = new Neighbour("other", "10.77.0.3", 81);
        world.Hear(hub.Announcement());
        world.Pass(800);
        byte[] first = Neighbour.Question(false, hub);
        first[2] |= 2; // TC
        byte[] second = Neighbour.KnownAnswers(isOurs ? hub : other);
        world.Hear(first);
        world.Hear(second);
        Assert.Equal(isOurs ? 0 : 1, world.Pass(700).Count);
    }

    [Fact]
    public void WhoDoesNotAnswerOthersIsAskedAndThenGone()
    {
        QuerierWorld world = new QuerierWorld();
        Neighbour hub = new Neighbour("hub");
        Neighbour other = new Neighbour("other", "10.77.0.3", 81);
        world.Pass(600_000);
        world.Hear(hub.Announcement());
        world.Hear(other.Announcement());
        world.Pass(60_000);
        world.Hear(Neighbour.Question(false, other), "10.77.0.4");
        world.Pass(1500);
        world.Hear(Neighbour.Question(false, other), "10.77.0.4");
        Assert.Empty(world.Pass(9000));
        List<QuerierWorld.Said> asked = world.Pass(6000);
        Assert.Equal(["33:hub._peerdevice._tcp.local", "33:hub._peerdevice._tcp.local"], asked.Select(one => one.Questions));
        Assert.True(world.Find("hub")!.IsHere);
        world.Pass(9000);
        Assert.False(world.Find("hub")!.IsHere);
        Assert.True(world.Find("other")!.IsHere);
    }

    [Fact]
    public void WhoAnswersWhenItIsDoubtedStays()
    {
        QuerierWorld world = new QuerierWorld();
        Neighbour hub = new Neighbour("hub");
        world.Pass(600_000);
        world.Hear(hub.Announcement());
        world.Pass(1000);
        world.Directory.Failed(new KnownPeer { Address = hub.Address, Port = hub.Port }, world.Now);
        Assert.Equal(KnownPeer.Silent, world.Find("hub")!.Reached);
        world.Pass(1000);
        world.Hear(hub.ServiceAnswer());
        world.Pass(60_000);
        Assert.True(world.Find("hub")!.IsHere);
    }

    [Fact]
    public void WhatComesFromOffTheLinkOrFromAnotherPortIsNotBelieved()
    {
        QuerierWorld world = new QuerierWorld();
        world.Hear(new Neighbour("hub").Announcement(), "203.0.113.9", isOnLink: false);
        world.Hear(new Neighbour("hub").Announcement(), port: 40_000);
        Assert.Null(world.Find("hub"));
    }

    [Fact]
    public void AMessageThatBreaksOffIsNotBelievedAtAll()
    {
        QuerierWorld world = new QuerierWorld();
        byte[] message = new Neighbour("hub").Announcement();
        for (int length = 0; length < message.Length; length++)
        {
            world.Hear(message[..length]);
        }

        Assert.Equal(0, world.Directory.Count);
        Assert.Equal(0, world.Cache.Count);
    }

    [Fact]
    public void WhatIsNoInstanceOfOursIsNoPeer()
    {
        DnsWriter to = new DnsWriter(new byte[1452]);
        byte[] service = DnsText.Name(Querier.PeerService);
        to.BeginResponse();
        to.Pointer(DnsType.Answer, service, service, false, 4500);
        to.Pointer(DnsType.Answer, service, DnsText.Name("a.b._peerdevice._tcp.local"), false, 4500);
        to.Pointer(DnsType.Answer, service, DnsText.Name("hub._ipp._tcp.local"), false, 4500);
        to.Pointer(DnsType.Answer, service, DnsText.Name("."), false, 4500);
        QuerierWorld world = new QuerierWorld();
        world.Hear(to.Buffer[..to.Length]);
        Assert.Equal(0, world.Directory.Count);
    }

    [Fact]
    public void OurselvesAreNoneOfTheOthers()
    {
        Neighbour we = new Neighbour("Desk");
        QuerierWorld world = new QuerierWorld();
        world.Directory.Own = OwnLabel.Instance("desk");
        world.Hear(we.Announcement());
        world.Pass(5000);
        Assert.Equal(0, world.Directory.Count);
        Assert.Equal(0, world.Cache.Count);
    }

    [Fact]
    public void AFloodOfPeersTakesNoMoreThanThereIsRoomFor()
    {
        QuerierWorld world = new QuerierWorld(8, records: 40);
        world.Hear(new Neighbour("hub").Announcement());
        for (int i = 0; i < 1000; i++)
        {
            world.Hear(new Neighbour("flood " + i, "10.77.1.1", 1000 + i).Announcement(1_000_000, int.MaxValue));
        }

        Assert.Equal(8, world.Directory.Count);
        Assert.InRange(world.Cache.Count, 0, 40);
        Assert.NotNull(world.Find("hub"));

        // What they say is believed no longer than RFC 6762 has it.
        world.Pass(4_600_000);
        Assert.Equal(0, world.Cache.Count);
    }

    [Fact]
    public void WhatConcernsNobodyAllocatesNothing()
    {
        QuerierWorld world = new QuerierWorld();
        world.Hear(new Neighbour("hub").Announcement());
        byte[][] foreign = DnsVectorTests.Valid().Select(row => DnsVectorTests.Folder.Read("valid", row.Data)).Where(message => message.AsSpan().IndexOf("_peerdevice"u8) < 0).ToArray();
        PeerDevice.Board.Route route = new PeerDevice.Board.Route { Segment = 1, IsOnLink = true, Port = 5353 };
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (byte[] message in foreign)
            {
                world.Querier.Hear(message, message.Length, route, world.Now);
            }

            Assert.True(round == 0 || GC.GetAllocatedBytesForCurrentThread() == before);
        }
    }

    [Fact]
    public void ABoardThatCannotJoinTheGroupIsAskedInAllWays()
    {
        QuerierWorld world = new QuerierWorld(asksWidely: true);
        Neighbour hub = new Neighbour("hub", "10.77.0.5");
        world.Hear(hub.Announcement());
        world.Hear(hub.Goodbye());
        List<QuerierWorld.Said> said = world.Pass(5000);
        Assert.Contains(said, one => one.To == QuerierWorld.Broadcast && one.Questions == Browse + "?");
        Assert.Contains(said, one => one.To == "10.77.0.5" && one.Questions == Browse + "?");
        Assert.InRange(said.Count, 3, 12);
    }
    [Fact]
    public void NobodyElsewhereIsAskedWhateverAnAnnouncementSays()
    {
        QuerierWorld world = new QuerierWorld(asksWidely: true);
        Neighbour far = new Neighbour("far", "203.0.113.8");
        world.Hear(far.Announcement());
        world.Hear(far.Goodbye());
        Assert.DoesNotContain(world.Pass(5000), one => one.To == "203.0.113.8");
    }
}
