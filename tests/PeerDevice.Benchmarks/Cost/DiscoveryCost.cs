using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>What multicast DNS costs a board: its responder, with the services of a board with a printer, is given messages and asked for what it says.</summary>
internal sealed class DiscoveryCost
{
    private const int Room = 1452;
    private const int Settled = 10_000;
    private const int Apart = 2_000;
    private const int DnsPort = 5353;
    private const int Ptr = 12;
    private const long OurAddress = 0x0A4D0001;
    private const long TheirAddress = 0x0A4D0002;

    // What is none of its business must cost next to nothing, and no memory: an office's hosts ask and tell all day.
    private const int ForeignBudget = 300;
    private const int AllBudget = 70_000;
    private const int AnswerBudget = 12_000;

    // What it hears of other peers is its business: bounded by what was reached, so that it gets no worse.
    private const int NewPeerBudget = 29_000;
    private const int PeerAgainBudget = 31_000;
    private const int AskBudget = 30_000;
    private const int RefreshBudget = 46_000;

    // As many as a board of 96 KB knows, and how long a service of theirs may be believed.
    private const int Peers = 12;
    private const int ServiceSeconds = 4500;
    private const int HostSeconds = 120;

    // Milliseconds after which there are half an hour between two questions for all.
    private const int SeldomAsked = 2_200_000;

    private readonly Assembly _core;
    private readonly object _responder;
    private readonly object _querier;
    private readonly Array _offers;
    private readonly object _host;
    private readonly dynamic _directory;
    private readonly dynamic _writer;
    private readonly dynamic _from;
    private readonly dynamic _to;
    private long _now = 1_000_000;

    private DiscoveryCost(ImageLoad image)
    {
        _core = image.LoadFromAssemblyName(new AssemblyName("PeerDevice.Core"));
        dynamic clock = image.Board.CreateInstance("PeerDevice.Drivers.SystemClock") ?? throw new InvalidOperationException("There is no clock.");
        dynamic random = Activator.CreateInstance(image.Board.GetType("PeerDevice.Drivers.BoardRandom", true)!, clock);
        dynamic host = Call("Services.Discovery.OwnLabel", "Host", "meter");
        dynamic label = Call("Services.Discovery.OwnLabel", "Instance", "meter");
        string[] types = ["_peerdevice._tcp", "_http._tcp", "_webdav._tcp", "_ipp._tcp", "_pdl-datastream._tcp", "_printer._tcp"];
        Array offers = Array.CreateInstance(Of("Services.Discovery.ServiceOffer"), types.Length);
        for (int i = 0; i < types.Length; i++)
        {
            dynamic txt = Make("Services.Discovery.TxtWriter");
            foreach ((string key, string value) in i < 3 ? Few : Many)
            {
                txt.AddAlways(key, value);
            }

            dynamic offer = Make("Services.Discovery.ServiceOffer", label, types[i], 80 + i, txt.ToData());
            offer.Subtype = types[i] == "_ipp._tcp" ? "_print" : "";
            offers.SetValue((object)offer, i);
        }

        _offers = offers;
        _host = host;
        _responder = Make("Services.Discovery.Responder", host, offers, random);
        _writer = Make("Wire.Dns.DnsWriter", new byte[Room]);
        _from = Make("Board.Route");
        _to = Make("Board.Route");
        Array segments = Segments();
        _directory = Make("Services.Discovery.PeerDirectory", Peers);
        _querier = Make("Services.Discovery.Querier", _directory, Make("Services.Discovery.RecordCache", Peers * 4, 0), random, false);
        Invoke(_responder, "Change", segments, _now);
        Invoke(_querier, "Change", segments, _now);
        Say(Settled);
    }

    private static (string Key, string Value)[] Few => [("txtvers", "1"), ("path", "/files/")];

    private static (string Key, string Value)[] Many =>
    [
        ("txtvers", "1"), ("qtotal", "1"), ("rp", "ipp/print"), ("ty", "EPSON TM-T20II"), ("product", "(TM-T20II)"), ("note", "Reception"), ("priority", "20"), ("adminurl", "http://meter.local/"),
        ("pdl", "application/octet-stream,text/plain"), ("UUID", "9800cffc-7065-8572-a2ec-d71400000000"), ("usb_MFG", "EPSON"), ("usb_MDL", "TM-T20II"), ("kind", "receipt"), ("Transparent", "T"), ("Binary", "T"),
    ];

    internal static IReadOnlyList<Scenario> Run(ImageLoad image)
    {
        DiscoveryCost cost = new(image);
        byte[] one = cost.Query("_googlecast._tcp.local");
        byte[] several = cost.Query("_googlecast._tcp.local", "_airplay._tcp.local", "_raop._tcp.local", "_smb._tcp.local");
        byte[] reverse = cost.Query("42.0.77.10.in-addr.arpa");
        byte[] reverse6 = cost.Query("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7.7.d.f.ip6.arpa");
        byte[] told = cost.Announcement();
        byte[][] peers = [.. Enumerable.Range(1, Peers).Select(cost.Peer)];
        Count known = cost.Hear(cost._querier, peers);
        Count again = cost.Hear(cost._querier, peers[0], peers[0]);
        byte[][] foreign = [one, several, reverse, reverse6, told];
        IReadOnlyList<Count> heard = HeardCost.Of(image, peers, foreign, cost.Speakers, cost.Segments(), false);
        IReadOnlyList<Count> received = HeardCost.Of(image, peers, foreign, cost.Speakers, cost.Segments(), true);

        // It asks for all again, and says whom it knows; long after, when it does so no more, who looks has it ask for what ends soon.
        Count ask = cost.Ask(HostSeconds * 1000);
        cost.Say(SeldomAsked);
        foreach (byte[] peer in peers)
        {
            cost.Hear(cost._querier, peer);
        }

        cost.Say(HostSeconds * 700);
        cost._directory.Look(cost._now);
        Count refresh = cost.Ask(HostSeconds * 300);
        return
        [
            new("dns-foreign", "mDNS, a question for nobody here", heard[0], null, 1, ForeignBudget, ForeignBudget, 1),
            new("dns-several", "the same, four questions", heard[1], null, 1, ForeignBudget, ForeignBudget, 1),
            new("dns-reverse", "the same, for an address's name", heard[2], null, 1, ForeignBudget, ForeignBudget, 1),
            new("dns-reverse6", "the same, for an IPv6 address's", heard[3], null, 1, ForeignBudget, ForeignBudget, 1),
            new("dns-told", "mDNS, another printer's records, six of them", heard[4], null, 1, ForeignBudget, ForeignBudget, 1),
            new("dns-received", "mDNS, a question for nobody here, received", received[0], null, 1, ForeignBudget, ForeignBudget, 1),
            new("dns-received-several", "the same, four questions, received", received[1], null, 1, ForeignBudget, ForeignBudget, 1),
            new("dns-received-told", "those six records, received", received[4], null, 1, ForeignBudget, ForeignBudget, 1),
            new("dns-peer", "mDNS, the four records of a peer, the twelfth, for the first time", known, null, 1, 0, NewPeerBudget, 0),
            new("dns-peer-again", "the same again, as the answer to a question of ours", again, null, 1, 0, PeerAgainBudget, 0),
            new("dns-ask", "mDNS, asking for all peers, of whom twelve are known", ask, null, 1, 0, AskBudget, 0),
            new("dns-refresh", "asking again for what of theirs ends soon, while somebody looks", refresh, null, 1, 0, RefreshBudget, 0),
            new("dns-browse", "mDNS, the answer to who looks for printers, with all that he asks next", cost.Answer(cost.Query("_ipp._tcp.local")), null, 1, AnswerBudget, AnswerBudget, 0),
            new("dns-all", "mDNS, the answer to six such questions at once", cost.Answer(cost.Query("_peerdevice._tcp.local", "_http._tcp.local", "_webdav._tcp.local", "_ipp._tcp.local", "_pdl-datastream._tcp.local", "_printer._tcp.local")), null, 1, 0, AllBudget, 0),
        ];
    }

    private Array Segments()
    {
        Array segments = Array.CreateInstance(Of("Board.Segment"), 1);
        segments.SetValue((object)Make("Board.Segment", "", false, new[] { OurAddress }, Array.Empty<byte[]>()), 0);
        return segments;
    }

    /// <summary>A responder and a querier as a board of 16 sockets has them, and what looks for both.</summary>
    private (Array Speakers, object Look) Speakers(object random)
    {
        object responder = Make("Services.Discovery.Responder", _host, _offers, random);
        object querier = Make("Services.Discovery.Querier", Make("Services.Discovery.PeerDirectory", Peers), Make("Services.Discovery.RecordCache", Peers * 4, 0), random, false);
        Array speakers = Array.CreateInstance(Of("Services.Discovery.IDnsSpeaker"), 2);
        speakers.SetValue(responder, 0);
        speakers.SetValue(querier, 1);
        return (speakers, Make("Services.Discovery.FirstLook", responder, querier));
    }

    private Type Of(string name) => _core.GetType("PeerDevice." + name, true)!;

    private dynamic Make(string name, params object[] arguments) => Activator.CreateInstance(Of(name), arguments)!;

    private dynamic Call(string name, string method, params object[] arguments) => Of(name).GetMethod(method)!.Invoke(null, arguments)!;

    private static object? Invoke(object speaker, string method, params object[] arguments) => speaker.GetType().GetMethod(method)!.Invoke(speaker, arguments);

    private byte[] Name(string text) => (byte[])Call("Wire.Dns.DnsText", "Name", text);

    private byte[] Query(params string[] names)
    {
        _writer.BeginQuery();
        foreach (string name in names)
        {
            _writer.Question(Name(name), Ptr, false);
        }

        return Written();
    }

    private byte[] Announcement()
    {
        byte[] instance = Name("other._ipp._tcp.local");
        byte[] host = Name("other.local");
        _writer.BeginResponse();
        _writer.Pointer(0, Name("_ipp._tcp.local"), instance, false, 4500);
        _writer.Pointer(0, Name("_print._sub._ipp._tcp.local"), instance, false, 4500);
        _writer.Octets(0, instance, 16, new byte[300], 4500);
        _writer.Service(0, instance, 631, host, 120);
        _writer.Address(0, host, TheirAddress, 120);
        _writer.Negative(2, host, new[] { 1 }, 120);
        return Written();
    }

    /// <summary>A peer that tells of itself, as one does that is asked.</summary>
    private byte[] Peer(int number)
    {
        byte[] instance = Name($"peer {number}._peerdevice._tcp.local");
        byte[] host = Name($"host-{number}.local");
        _writer.BeginResponse();
        _writer.Pointer(0, Name("_peerdevice._tcp.local"), instance, false, ServiceSeconds);
        dynamic txt = Make("Services.Discovery.TxtWriter");
        foreach ((string key, string value) in (ReadOnlySpan<(string, string)>)[("txtvers", "1"), ("id", "9800cffc"), ("kind", "board"), ("version", "0.1.0"), ("path", "/.well-known/peerdevice")])
        {
            txt.AddAlways(key, value);
        }

        _writer.Service(2, instance, 80, host, HostSeconds);
        _writer.Octets(2, instance, 16, txt.ToData(), ServiceSeconds);
        _writer.Address(2, host, TheirAddress + number, HostSeconds);
        return Written();
    }

    /// <summary>What the next message of the querier costs that is due by a time.</summary>
    private Count Ask(int milliseconds)
    {
        for (long until = _now + milliseconds; _now < until; _now += 10)
        {
            Count before = Probe.Own.Snapshot();
            if ((long)((dynamic)_querier).Due <= _now && (bool)Invoke(_querier, "Speak", _writer, _to, _now)!)
            {
                return Probe.Own.Snapshot() - before;
            }
        }

        throw new InvalidOperationException("The querier did not ask.");
    }

    private byte[] Written()
    {
        byte[] octets = new byte[(int)_writer.Length];
        Array.Copy((byte[])_writer.Buffer, octets, octets.Length);
        return octets;
    }

    /// <summary>Lets time pass, and all be said that is due in it.</summary>
    private void Say(int milliseconds)
    {
        for (long until = _now + milliseconds; _now < until; _now += 10)
        {
            foreach (object speaker in new[] { _responder, _querier })
            {
                while ((long)((dynamic)speaker).Due <= _now && (bool)Invoke(speaker, "Speak", _writer, _to, _now)!)
                {
                }
            }
        }
    }

    /// <summary>What hearing the second of two messages costs.</summary>
    private Count Hear(object speaker, params byte[][] messages)
    {
        Count? count = null;
        foreach (byte[] message in messages)
        {
            Prepare();
            Count before = Probe.Own.Snapshot();
            Invoke(speaker, "Hear", message, message.Length, _from, _now);
            count = Probe.Own.Snapshot() - before;
            Say(Apart);
        }

        return count!;
    }

    /// <summary>What hearing a message and writing all that is said to it costs.</summary>
    private Count Answer(byte[] message)
    {
        Count? count = null;
        for (int i = 0; i < 2; i++)
        {
            Prepare();
            Count before = Probe.Own.Snapshot();
            Invoke(_responder, "Hear", message, message.Length, _from, _now);
            Count heard = Probe.Own.Snapshot() - before;
            _now = Math.Max(_now, (long)((dynamic)_responder).Due);
            before = Probe.Own.Snapshot();
            if (!(bool)Invoke(_responder, "Speak", _writer, _to, _now)!)
            {
                throw new InvalidOperationException("The responder did not answer.");
            }

            Invoke(_responder, "Speak", _writer, _to, _now);
            count = heard + (Probe.Own.Snapshot() - before);
            Say(Apart);
        }

        return count!;
    }

    private void Prepare()
    {
        _from.Set(TheirAddress, DnsPort);
        _from.IsMulticast = true;
        _from.IsOnLink = true;
    }
}
