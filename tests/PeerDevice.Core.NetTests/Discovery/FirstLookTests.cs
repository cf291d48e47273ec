using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Services.Discovery;
using PeerDevice.Simulation;
using PeerDevice.Tests.Dns;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>The one look for who answers and who looks for peers: nothing is passed over that either would hear. The streets of hosts in these tests hear by it too.</summary>
public sealed class FirstLookTests
{
    private const int Rounds = 40_000;

    private static readonly string[] Names =
    [
        "desk.local", "DESK.local", "desk._ipp._tcp.local", "desk._peerdevice._tcp.local", "_ipp._tcp.local", "_peerdevice._tcp.local", "_PeerDevice._tcp.local", "peer 1._peerdevice._tcp.local", "Peer (2)._PEERDEVICE._tcp.local",
        "host-1.local", "office.local", "other.local", "_googlecast._tcp.local", "other._ipp._tcp.local", "printer._pdl-datastream._tcp.local", "42.0.77.10.in-addr.arpa", "1.0.77.10.in-addr.arpa", "a.local", "_services._dns-sd._udp.local",
    ];

    [Theory]
    [InlineData("desk")]
    [InlineData("Office printer")]
    [InlineData("local")]
    [InlineData("a")]
    [InlineData("ж7")]
    public void NothingIsPassedOverThatOneOfThemWouldHear(string name)
    {
        Responder responder = MakeResponder(name);
        Querier querier = new(new PeerDirectory(16), new RecordCache(80, 7), new SeededRandom(3), false);
        FirstLook look = new(responder, querier);
        Segment?[] links = [new Segment("eth0", false, [0x0A4D0001], [])];
        long now = Settle(responder, links, 0);
        querier.Change(links, now);
        Route from = new() { IsMulticast = true, IsOnLink = true };
        from.Set(0x0A4D0002, Limits.DnsPort);
        byte[] peer = Message(new Random(1), false, ["_peerdevice._tcp.local", "peer 1._peerdevice._tcp.local", "host-1.local"]);
        querier.Hear(peer, peer.Length, from, now);
        QuestionFilter own = Own(name);
        int passed = 0;
        for (int seed = 0; seed < Rounds; seed++)
        {
            Random random = new(seed);
            bool isQuery = random.Next(2) == 0;
            string[] names = random.GetItems(Names, random.Next(0, 5));
            byte[] octets = Message(random, isQuery, names);
            bool isHeard = querier.Concerns(octets, octets.Length) || own.HasQuestion(octets, octets.Length) || own.HasRecord(octets, octets.Length);
            bool isForNobody = look.IsForNobody(octets, octets.Length);

            // More may be heard than must.
            Assert.False(isHeard && isForNobody, $"{seed}: {string.Join(", ", names)}");
            Assert.Equal(isForNobody, look.IsForNobody(Roomy.Of(octets), octets.Length));
            passed += isForNobody ? 1 : 0;
        }

        // It is of use where most are for nobody.
        Assert.True(passed > Rounds / 10, passed.ToString());
    }

    /// <summary>Where something is about to be told, whoever tells it first is heard (RFC 6762 §7.4).</summary>
    [Fact]
    public void WhoHasSomethingToTellHearsAll()
    {
        Responder responder = MakeResponder("desk");
        FirstLook look = new(responder, null);
        Segment?[] links = [new Segment("eth0", false, [0x0A4D0001], [])];
        long now = Settle(responder, links, 0);
        Route from = new() { IsMulticast = true, IsOnLink = true };
        from.Set(0x0A4D0002, Limits.DnsPort);
        byte[] foreign = Message(new Random(1), false, ["_googlecast._tcp.local"]);
        Assert.True(look.IsForNobody(foreign, foreign.Length));
        byte[] question = Resident.Ask(("_ipp._tcp.local", DnsType.Ptr));
        Assert.False(look.IsForNobody(question, question.Length));
        responder.Hear(question, question.Length, from, now);
        Assert.False(look.IsForNobody(foreign, foreign.Length));
        Settle(responder, links, now);
        Assert.True(look.IsForNobody(foreign, foreign.Length));
        responder.Leave(now + 60_000);
        Assert.True(look.IsForNobody(question, question.Length));
    }

    /// <summary>On two links each has its own reverse names.</summary>
    [Fact]
    public void OfSeveralLinksEachIsAsked()
    {
        Responder responder = MakeResponder("desk");
        FirstLook look = new(responder, null);
        Settle(responder, [new Segment("eth0", false, [0x0A4D0001], []), null, new Segment("eth1", false, [0x0A4E0001], [])], 0);
        foreach ((string name, bool isOurs) in new[] { ("1.0.77.10.in-addr.arpa", true), ("1.0.78.10.in-addr.arpa", true), ("1.0.79.10.in-addr.arpa", false) })
        {
            byte[] question = Resident.Ask((name, DnsType.Ptr));
            Assert.Equal(!isOurs, look.IsForNobody(question, question.Length));
        }
    }

    internal static Responder MakeResponder(string name) => new(
        OwnLabel.Host(name),
        [new ServiceOffer(OwnLabel.Instance(name), "_ipp._tcp", 631, new TxtWriter().ToData()), new ServiceOffer(OwnLabel.Instance(name), "_peerdevice._tcp", 80, new TxtWriter().ToData())],
        new SeededRandom(1));

    internal static long Settle(Responder responder, Segment?[] links, long now)
    {
        if (now == 0)
        {
            now = 1000;
            responder.Change(links, now);
        }

        DnsWriter writer = new(new byte[Limits.DnsSaidOctets]);
        Route to = new();
        for (long until = now + 30_000; now < until; now += 50)
        {
            for (int i = 0; i < 50 && responder.Due <= now && responder.Speak(writer, to, now); i++)
            {
            }
        }

        Assert.True(responder.IsSettled);
        return now;
    }

    // The names that are the peer's alone, found without a look at what is sought.
    private static QuestionFilter Own(string name)
    {
        QuestionFilter own = new(Limits.DnsKnownNames);
        Assert.True(own.Add(DnsText.Name(OwnLabel.Host(name).Text + ".local")));
        foreach (string type in new[] { "_ipp._tcp.local", "_peerdevice._tcp.local" })
        {
            Assert.True(own.Add(DnsName.Child(name, DnsText.Name(type))));
        }

        own.EndUnique();
        return own;
    }

    private static byte[] Message(Random random, bool isQuery, IReadOnlyList<string> names)
    {
        DnsWriter writer = new(new byte[Limits.DnsOctets]);
        if (isQuery)
        {
            writer.BeginQuery();
            int questions = random.Next(names.Count + 1);

            // Who says what he knows asks for it too, or goes on with it in a message without a question (RFC 6762 §7.2).
            bool isBrowse = questions == 0 || names.Take(questions).Contains("_peerdevice._tcp.local", StringComparer.OrdinalIgnoreCase);
            for (int i = 0; i < names.Count; i++)
            {
                if (i < questions)
                {
                    writer.Question(DnsText.Name(names[i]), random.Next(2) == 0 ? DnsType.Ptr : DnsType.Srv, random.Next(2) == 0);
                }
                else if (isBrowse)
                {
                    writer.Pointer(DnsType.Answer, DnsText.Name("_peerdevice._tcp.local"), DnsText.Name(names[i]), false, 4500);
                }
            }
        }
        else
        {
            writer.BeginResponse();
            for (int i = 0; i < names.Count; i++)
            {
                switch (random.Next(3))
                {
                    case 0: writer.Address(i == 0 ? DnsType.Answer : DnsType.Additional, DnsText.Name(names[i]), 0x0A4D0003, 120); break;
                    case 1: writer.Service(i == 0 ? DnsType.Answer : DnsType.Additional, DnsText.Name(names[i]), 80, DnsText.Name("host-1.local"), 120); break;
                    default: writer.Pointer(i == 0 ? DnsType.Answer : DnsType.Additional, DnsText.Name(names[i]), DnsText.Name(names[(i + 1) % names.Count]), false, 120); break;
                }
            }
        }

        return writer.Buffer[..writer.Length];
    }
}
