using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Services.Discovery;
using PeerDevice.Simulation;
using PeerDevice.Tests.Dns;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>What the responder tells, to whom and when (RFC 6762, RFC 6763).</summary>
public sealed class ResponderTests
{
    private const long Me = Resident.Street + 99;

    [Fact]
    public void ANameIsAskedForThreeTimesAndThenEverythingIsToldTwice()
    {
        DnsStreet street = new(1);
        _ = new Resident(street, 1, "desk");
        street.Run(10000);
        List<(long When, long? To, string Text)> said = Resident.Said(street, 1000);
        Assert.Equal(5, said.Count);
        Assert.InRange(said[0].When, 0, 250);
        foreach ((long _, long? to, string text) in said.Take(3))
        {
            Assert.Null(to);
            Assert.StartsWith("query 0\n? desk.local 255 1 unicast\n? desk._ipp._tcp.local 255 1 unicast\n? desk._http._tcp.local 255 1 unicast\nn desk.local 1 1 flush 120 10.77.0.1\n", text);
            Assert.Contains("n desk._ipp._tcp.local 33 1 flush 120 0 0 8631 desk.local\n", text, StringComparison.Ordinal);
        }

        Assert.Equal([250L, 250L, 250L, 1000L], said.Skip(1).Zip(said, (later, earlier) => later.When - earlier.When));
        foreach ((long _, long? to, string text) in said.Skip(3))
        {
            Assert.Null(to);
            Assert.StartsWith("response 0\n", text);
            foreach (string record in new[]
            {
                "a desk.local 1 1 flush 120 10.77.0.1", "a desk._ipp._tcp.local 33 1 flush 120 0 0 8631 desk.local", "a desk._ipp._tcp.local 16 1 flush 4500 txtvers=31 rp=6970702F7072696E74",
                "a 1.0.77.10.in-addr.arpa 12 1 flush 120 desk.local", "a _ipp._tcp.local 12 1 4500 desk._ipp._tcp.local", "a _print._sub._ipp._tcp.local 12 1 4500 desk._ipp._tcp.local",
                "a _services._dns-sd._udp.local 12 1 4500 _ipp._tcp.local", "a _services._dns-sd._udp.local 12 1 4500 _http._tcp.local", "x desk.local 47 1 flush 120 desk.local 1",
            })
            {
                Assert.Contains(record + "\n", text, StringComparison.Ordinal);
            }
        }
    }

    // The fear: where what is said takes the place of what was heard, an old resolver is answered with other questions than his.
    [Theory, InlineData(5000), InlineData(Limits.DnsPort)]
    public void WhoSpeaksIntoTheArrayThatItHeardInSaysTheSame(int port)
    {
        byte[] two = Resident.Ask(("desk._ipp._tcp.local", DnsType.Srv), ("desk.local", DnsType.A));
        byte[] both = Resident.Ask(("desk.local", DnsType.A), ("desk.local", DnsType.Aaaa));
        both[^2] |= 0x80;
        foreach (byte[] query in new[] { Resident.Ask(("_ipp._tcp.local", DnsType.Ptr)), two, both })
        {
            List<string> apart = SaidTo(query, port, false);
            Assert.NotEmpty(apart);
            Assert.Equal(apart, SaidTo(query, port, true));
        }
    }

    private static List<string> SaidTo(byte[] query, int port, bool isShared)
    {
        Responder responder = Resident.Settled(out DnsStreet street).Responder;
        byte[] heard = new byte[768];
        query.CopyTo(heard, 0);
        DnsWriter writer = new(isShared ? heard : new byte[768]);
        Board.Route from = new() { IsMulticast = true, IsOnLink = true };
        from.Set(Me, port);
        Board.Route to = new();
        responder.Hear(heard, query.Length, from, street.Now);
        List<string> said = [];
        for (long now = street.Now; now < street.Now + 1000; now += 100)
        {
            while (responder.Speak(writer, to, now))
            {
                said.Add((to.IsMulticast ? "all: " : to.Port + ": ") + DnsForm.Read(writer.Buffer[..writer.Length]));
            }
        }

        return said;
    }

    // Where memory is short a message has half as many octets: a record that is left out of a probe loses its name to whoever probes at the same time (RFC 6762 §8.2).
    [Theory, InlineData(Limits.DnsSaidOctets, 3), InlineData(768, 6), InlineData(500, 12)]
    public void WhatIsProbedForIsToldWithItsQuestionInMessagesOfAnyLength(int octets, int messages)
    {
        DnsStreet street = new(1);
        OwnLabel label = OwnLabel.Instance(new string('d', 63));
        TxtWriter txt = new();
        txt.AddAlways("note", new string('n', 130));
        ServiceOffer[] offers = [.. new[] { "_ipp._tcp", "_http._tcp", "_webdav._tcp", "_pdl-datastream._tcp" }.Select(type => new ServiceOffer(label, type, 80, txt.ToData()))];
        DnsHouse house = street.Add(Resident.Street + 1, new Responder(OwnLabel.Host(new string('h', 60)), offers, new SeededRandom(1)));
        house.SaidOctets = octets;
        street.Run(1000);
        Assert.All(street.Said, said => Assert.InRange(said.Content.Length, 1, octets));
        List<string> probes = [.. Resident.Said(street, 0).Select(static one => one.Text).Where(static text => text.StartsWith("query", StringComparison.Ordinal))];
        Assert.Equal(messages, probes.Count);
        int asked = 0;
        foreach (string[] lines in probes.Select(static text => text.Split('\n')))
        {
            foreach (string name in lines.Where(static line => line[..1] == "?").Select(static line => line.Split(' ')[1]))
            {
                asked++;
                Assert.Equal(name[0] == 'h' ? 1 : 2, lines.Count(line => line.StartsWith("n " + name + " ", StringComparison.Ordinal)));
            }
        }

        Assert.Equal(Limits.DnsProbes * (1 + offers.Length), asked);
    }

    // A board without multicast join: nobody's question reaches it (PROTOCOL, "Discovery").
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    public void WhoCannotHearTheGroupTellsEverythingOnceAMinuteUnasked(bool hearsGroup, int times)
    {
        Resident one = Resident.Settled(out DnsStreet street);
        one.House.HearsGroup = hearsGroup;
        one.House.Plug(false);
        one.House.Plug(true);
        street.Run(10000);
        long since = street.Now;
        street.Run(3 * Limits.DnsUnaskedMilliseconds);
        List<(long When, long? To, string Text)> said = Resident.Said(street, since);
        Assert.Equal(times, said.Count);
        Assert.All(said, static one =>
        {
            Assert.Null(one.To);
            Assert.StartsWith("response 0\n", one.Text);
            Assert.Contains("a _ipp._tcp.local 12 1 4500 desk._ipp._tcp.local\n", one.Text, StringComparison.Ordinal);
            Assert.Contains("a desk.local 1 1 flush 120 10.77.0.1\n", one.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void ABrowserIsToldTheInstanceAndAllThatItWillAskForNextAfterAWhile()
    {
        Resident.Settled(out DnsStreet street);
        (long when, long? to, string text) = Assert.Single(Resident.Heard(street, Resident.Ask(("_ipp._tcp.local", DnsType.Ptr))));
        Assert.InRange(when, Limits.DnsDelayLeast, Limits.DnsDelayMost + 1);
        Assert.Null(to);
        Assert.Equal(
            """
            response 0
            a _ipp._tcp.local 12 1 4500 desk._ipp._tcp.local
            x desk._ipp._tcp.local 16 1 flush 4500 txtvers=31 rp=6970702F7072696E74
            x desk._ipp._tcp.local 33 1 flush 120 0 0 8631 desk.local
            x desk.local 1 1 flush 120 10.77.0.1
            x desk.local 47 1 flush 120 desk.local 1
            whole
            """.ReplaceLineEndings("\n"),
            text);
    }

    [Theory]
    [InlineData("DESK.local", DnsType.A, "a desk.local 1 1 flush 120 10.77.0.1\nx desk.local 47 1 flush 120 desk.local 1\n")]
    [InlineData("desk.local", DnsType.Aaaa, "a desk.local 47 1 flush 120 desk.local 1\nx desk.local 1 1 flush 120 10.77.0.1\n")]
    [InlineData("desk._ipp._tcp.local", DnsType.A, "a desk._ipp._tcp.local 47 1 flush 120 desk._ipp._tcp.local 16 33\n")]
    [InlineData("desk._ipp._tcp.local", DnsType.Srv, "a desk._ipp._tcp.local 33 1 flush 120 0 0 8631 desk.local\nx desk.local 1 1 flush 120 10.77.0.1\nx desk.local 47 1 flush 120 desk.local 1\n")]
    [InlineData("desk._http._tcp.local", DnsType.Txt, "a desk._http._tcp.local 16 1 flush 4500\n")]
    [InlineData("1.0.77.10.in-addr.arpa", DnsType.Ptr, "a 1.0.77.10.in-addr.arpa 12 1 flush 120 desk.local\n")]
    public void WhatIsOursAloneIsToldAtOnce(string name, int type, string records)
    {
        Resident.Settled(out DnsStreet street);
        (long when, _, string text) = Assert.Single(Resident.Heard(street, Resident.Ask((name, type))));
        Assert.InRange(when, 0, 1);
        Assert.Equal("response 0\n" + records + "whole", text);
    }

    [Theory]
    [InlineData("_ipp._tcp.local", DnsType.A)]
    [InlineData("_universal._sub._ipp._tcp.local", DnsType.Ptr)]
    [InlineData("desk", DnsType.A)]
    [InlineData("desk.local.local", DnsType.A)]
    [InlineData("2.0.77.10.in-addr.arpa", DnsType.Ptr)]
    public void WhatIsNotOursIsLeftToOthers(string name, int type)
    {
        Resident.Settled(out DnsStreet street);
        Assert.Empty(Resident.Heard(street, Resident.Ask((name, type))));
    }

    [Theory]
    [InlineData(2250, false)]
    [InlineData(2249, true)]
    public void WhatTheAskerKnowsForHalfItsTimeIsNotTold(int seconds, bool isTold)
    {
        Resident.Settled(out DnsStreet street);
        byte[] query = Resident.Query(writer =>
        {
            writer.Question(DnsText.Name("_ipp._tcp.local"), DnsType.Ptr, false);
            writer.Pointer(DnsType.Answer, DnsText.Name("_ipp._tcp.local"), DnsText.Name("desk._ipp._tcp.local"), false, seconds);
        });
        Assert.Equal(isTold, Resident.Heard(street, query).Count == 1);
    }

    [Fact]
    public void KnownAnswersThatFollowInAnotherMessageAreWaitedFor()
    {
        Resident.Settled(out DnsStreet street);
        byte[] more = Resident.Query(static writer => writer.Pointer(DnsType.Answer, DnsText.Name("_ipp._tcp.local"), DnsText.Name("desk._ipp._tcp.local"), false, 4500));
        byte[] first = Resident.Query(static writer =>
        {
            writer.Question(DnsText.Name("_ipp._tcp.local"), DnsType.Ptr, false);
            writer.Truncate();
        });
        long since = street.Now;
        street.Say(Me, first);
        street.Run(300);
        street.Say(Me, more);
        street.Run(2000);
        Assert.Empty(Resident.Said(street, since));

        // What another knows is no concern of his.
        since = street.Now;
        street.Say(Me, first);
        street.Run(300);
        street.Say(Me + 1, more);
        street.Run(2000);
        Assert.InRange(Assert.Single(Resident.Said(street, since)).When, Limits.DnsTruncatedLeast, Limits.DnsTruncatedMost + 1);

        // Nor does it hold back what somebody else asked for.
        since = street.Now;
        street.Say(Me, first);
        street.Say(Me + 1, Resident.Ask(("_ipp._tcp.local", DnsType.Ptr)));
        street.Run(10);
        street.Say(Me, more);
        street.Run(2000);
        Assert.Single(Resident.Said(street, since));
    }

    [Fact]
    public void ThousandsWhoSayThatMoreFollowsHoldNothingUp()
    {
        Resident.Settled(out DnsStreet street);
        byte[] first = Resident.Query(static writer =>
        {
            writer.Question(DnsText.Name("_ipp._tcp.local"), DnsType.Ptr, false);
            writer.Truncate();
        });
        long since = street.Now;
        for (int i = 0; i < 5000; i++)
        {
            street.Say(Me + i, first);
            street.Run(1);
        }

        // Once a second at the most.
        Assert.InRange(Resident.Said(street, since).Count, 4, 6);
    }

    [Fact]
    public void WhatAnotherJustToldIsNotToldAgain()
    {
        Resident.Settled(out DnsStreet street);
        long since = street.Now;
        street.Say(Me, Resident.Ask(("_services._dns-sd._udp.local", DnsType.Ptr)));
        street.Run(2);
        street.Say(Me + 1, Resident.Response(static writer => writer.Pointer(DnsType.Answer, DnsText.Name("_services._dns-sd._udp.local"), DnsText.Name("_ipp._tcp.local"), false, 4500)));
        street.Run(900);
        Assert.Equal("response 0\na _services._dns-sd._udp.local 12 1 4500 _http._tcp.local\nwhole", Assert.Single(Resident.Said(street, since)).Text);
    }

    [Fact]
    public void ARecordIsToldToAllOnceASecond()
    {
        Resident.Settled(out DnsStreet street);
        long since = street.Now;
        for (int i = 0; i < 3000; i++)
        {
            street.Say(Me, Resident.Ask(("desk.local", DnsType.A)));
            street.Run(1);
        }

        Assert.InRange(Resident.Said(street, since).Count, 3, 4);
    }

    [Fact]
    public void WhoWantsAUnicastResponseHasOneWhileAllHaveHeardIt()
    {
        Resident one = Resident.Settled(out DnsStreet street);
        byte[] query = Resident.Query(static writer => writer.Question(DnsText.Name("desk.local"), DnsType.A, true));
        Assert.Equal(Me, Assert.Single(Resident.Heard(street, query)).To);

        // A quarter of 120 s later all are to hear it again (RFC 6762 §5.4).
        street.Run(31000);
        Assert.Null(Assert.Single(Resident.Heard(street, query)).To);
        Assert.Equal(Me, Assert.Single(Resident.Heard(street, query)).To);
        _ = one;
    }

    [Fact]
    public void AnOrdinaryResolverIsAnsweredAloneWithItsQuestionAndShortTimes()
    {
        Resident.Settled(out DnsStreet street);
        byte[] query = Resident.Ask(("desk._ipp._tcp.local", DnsType.Srv));
        query[0] = 0x12;
        query[1] = 0x34;
        (long _, long? to, string text) = Assert.Single(Resident.Heard(street, query, port: 40000));
        Assert.Equal(Me, to);
        Assert.Equal(40000, street.Said[^1].Port);
        Assert.Equal(
            "response 4660\n? desk._ipp._tcp.local 33 1\na desk._ipp._tcp.local 33 1 10 0 0 8631 desk.local\nx desk.local 1 1 10 10.77.0.1\nx desk.local 47 1 10 desk.local 1\nwhole",
            text);
    }

    [Fact]
    public void AStormOfOrdinaryResolversIsBounded()
    {
        Resident.Settled(out DnsStreet street);
        long since = street.Now;
        for (int i = 0; i < 2000; i++)
        {
            street.Say(Me, Resident.Ask(("desk.local", DnsType.A)), 40000 + i);
            street.Run(1);
        }

        Assert.InRange(Resident.Said(street, since).Count, 2 * Limits.DnsReplies, 3 * Limits.DnsReplies);
    }

    [Fact]
    public void WhoIsNotOnTheLinkIsNotAnsweredAndNotBelieved()
    {
        Resident one = Resident.Settled(out DnsStreet street);
        long since = street.Now;
        street.Say(0x08080808, Resident.Ask(("desk.local", DnsType.A)), isOnLink: false, isMulticast: false);
        street.Say(0x08080808, Rival("desk.local"), isOnLink: false, isMulticast: false);
        street.Run(5000);
        Assert.Empty(Resident.Said(street, since));
        Assert.Equal("desk", one.Host.Text);
    }

    [Fact]
    public void AResponseFromAnotherPortIsNotBelieved()
    {
        Resident.Settled(out DnsStreet street);
        long since = street.Now;
        street.Say(Me, Rival("desk.local"), port: 40000);
        street.Run(5000);
        Assert.Empty(Resident.Said(street, since));
    }

    [Fact]
    public void GoodbyeIsSaidOnceWithNoTimeLeft()
    {
        Resident one = Resident.Settled(out DnsStreet street);
        long since = street.Now;
        one.House.Leave();
        string text = Assert.Single(Resident.Said(street, since)).Text;
        Assert.Contains("a _ipp._tcp.local 12 1 0 desk._ipp._tcp.local\n", text, StringComparison.Ordinal);
        Assert.Contains("a desk.local 1 1 flush 0 10.77.0.1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("_services", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" 120 ", text, StringComparison.Ordinal);
        street.Run(5000);
        Assert.Single(Resident.Said(street, since));
    }

    [Fact]
    public void WhoLeavesBeforeAnythingWasToldSaysNothing()
    {
        DnsStreet street = new(1);
        Resident one = new(street, 1, "desk");
        street.Run(600);
        long since = street.Now;
        one.House.Leave();
        street.Run(5000);
        Assert.Empty(Resident.Said(street, since));
    }

    [Fact]
    public void ACableThatComesBackIsANewStart()
    {
        Resident one = Resident.Settled(out DnsStreet street);
        one.House.Plug(false);
        street.Run(5000);
        long since = street.Now;
        one.House.Plug(true);
        street.Run(5000);
        Assert.Equal(5, Resident.Said(street, since).Count);
    }

    [Fact]
    public void AnotherAddressIsToldAtOnceAndTheOldOneIsForgotten()
    {
        Resident one = Resident.Settled(out DnsStreet street);
        long since = street.Now;
        one.House.Move(Resident.Street + 7);
        street.Run(5000);
        List<(long When, long? To, string Text)> said = Resident.Said(street, since);
        Assert.Equal([0L, 1000L], said.Select(static told => told.When));
        Assert.All(said, static told => Assert.Contains("a desk.local 1 1 flush 120 10.77.0.7\n", told.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void WhoseRecordIsForgottenByAnothersWordTellsItAgain()
    {
        Resident.Settled(out DnsStreet street);
        List<(long When, long? To, string Text)> said = Resident.Heard(street, Resident.Response(static writer => writer.Address(DnsType.Answer, DnsText.Name("desk.local"), Resident.Street + 1, 0)));
        Assert.StartsWith("response 0\na desk.local 1 1 flush 120 10.77.0.1\n", Assert.Single(said).Text);
    }

    private static byte[] Rival(string name) => Resident.Response(writer => writer.Address(DnsType.Answer, DnsText.Name(name), Resident.Street + 50, 120));
}
