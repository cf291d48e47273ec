using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Services.Discovery;
using PeerDevice.Simulation;
using PeerDevice.Tests.Dns;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>A host with a web page and a printer on a street, and what is asked of it.</summary>
internal sealed class Resident
{
    public const long Street = 0x0A4D0000; // 10.77.0.0

    public Resident(DnsStreet street, int number, string name, int port = 8631, int seed = 0)
    {
        Host = OwnLabel.Host(name);
        Label = OwnLabel.Instance(name);
        TxtWriter txt = new();
        txt.AddAlways("txtvers", "1");
        txt.Add("rp", "ipp/print");
        Responder = new Responder(
            Host,
            [new ServiceOffer(Label, "_ipp._tcp", port, txt.ToData()) { Subtype = "_print" }, new ServiceOffer(Label, "_http._tcp", port, new TxtWriter().ToData())],
            new SeededRandom(seed + number));
        House = street.Add(Street + number, Responder);
    }

    public OwnLabel Host { get; }

    public OwnLabel Label { get; }

    public Responder Responder { get; }

    public DnsHouse House { get; }

    /// <summary>A street with one settled host, and everything that it said forgotten.</summary>
    public static Resident Settled(out DnsStreet street, string name = "desk")
    {
        street = new DnsStreet(1);
        Resident one = new(street, 1, name);
        street.Run(5000);
        Assert.True(one.Responder.IsSettled);
        return one;
    }

    /// <summary>A query.</summary>
    public static byte[] Ask(params (string Name, int Type)[] questions) => Query(writer =>
    {
        foreach ((string name, int type) in questions)
        {
            Assert.True(writer.Question(DnsText.Name(name), type, false));
        }
    });

    public static byte[] Query(Action<DnsWriter> write)
    {
        DnsWriter writer = new(new byte[Limits.DnsOctets]);
        writer.BeginQuery();
        write(writer);
        return writer.Buffer[..writer.Length];
    }

    public static byte[] Response(Action<DnsWriter> write)
    {
        DnsWriter writer = new(new byte[Limits.DnsOctets]);
        writer.BeginResponse();
        write(writer);
        return writer.Buffer[..writer.Length];
    }

    /// <summary>What was said on a street from a time on, each as text, and every one well-formed.</summary>
    public static List<(long When, long? To, string Text)> Said(DnsStreet street, long since)
    {
        return street.Said.Where(said => said.When >= since).Select(said => (said.When - since, said.To, DnsForm.Read(said.Content))).Select(one =>
        {
            Assert.EndsWith(DnsForm.Whole, one.Item3);
            return one;
        }).ToList();
    }

    /// <summary>Asks by multicast and lets a time pass; what came back.</summary>
    public static List<(long When, long? To, string Text)> Heard(DnsStreet street, byte[] query, long milliseconds = 900, int port = Limits.DnsPort, long from = Street + 99)
    {
        long since = street.Now;
        street.Say(from, query, port);
        street.Run(milliseconds);
        return Said(street, since);
    }
}
