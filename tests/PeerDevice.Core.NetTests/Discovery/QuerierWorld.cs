using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Simulation;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>A querier on one link, and all that it says.</summary>
internal sealed class QuerierWorld
{
    public const string Broadcast = "10.77.255.255";

    private readonly DnsWriter _message = new DnsWriter(new byte[1452]);
    private readonly Route _to = new Route();

    public QuerierWorld(int peers = 16, bool asksWidely = false, int records = 80)
    {
        Directory = new PeerDirectory(peers);
        Cache = new RecordCache(records, 7);
        Querier = new Querier(Directory, Cache, new SeededRandom(3), asksWidely) { Links = new MemoryNetwork(new VirtualClock()) };
        Querier.Change(Links(), Now);
    }

    public long Now { get; private set; } = 1000;

    public PeerDirectory Directory { get; }

    public RecordCache Cache { get; }

    public Querier Querier { get; }

    public List<Said> All { get; } = new List<Said>();

    public static Segment?[] Links() => new Segment?[] { null, new Segment("eth0", false, new[] { Ipv4.Read("10.77.0.1") }, Array.Empty<byte[]>()) { Broadcast = Ipv4.Read(Broadcast), Zone = 2 } };

    public void Hear(byte[] message, string from = "10.77.0.2", int port = 5353, bool isOnLink = true)
    {
        Route route = new Route { Segment = 1, IsMulticast = true, IsOnLink = isOnLink };
        if (Ipv6.Read(from) is { } ipv6)
        {
            ipv6.CopyTo(route.Address, 0);
            route.AddressOctets = ipv6.Length;
            route.Port = port;
        }
        else
        {
            route.Set(Ipv4.Read(from), port);
        }

        Querier.Hear(message, message.Length, route, Now);
        Speak();
    }

    /// <summary>Lets time pass, from one moment at which it wants to speak to the next.</summary>
    public List<Said> Pass(long milliseconds)
    {
        int before = All.Count;
        long until = Now + milliseconds;
        for (int turns = 0; Querier.Due <= until; turns++)
        {
            Assert.True(turns < 100_000, "It never comes to rest.");
            Now = Math.Max(Now, Querier.Due);
            Speak();
            Assert.True(Querier.Due > Now);
        }

        Now = until;
        return All.GetRange(before, All.Count - before);
    }

    public KnownPeer? Find(string name)
    {
        KnownPeer peer = new KnownPeer();
        for (int i = 0; Directory.Copy(i, peer, Now); i++)
        {
            if (peer.Name == name)
            {
                return peer;
            }
        }

        return null;
    }

    private void Speak()
    {
        while (Querier.Speak(_message, _to, Now))
        {
            Assert.True(All.Count < 100_000, "It speaks without end.");
            All.Add(new Said(Now, _message.Buffer[.._message.Length], _to.IsMulticast ? null : Ipv4.Text(_to.Ipv4)));
            Assert.Equal(1, _to.Segment);
        }
    }

    internal sealed record Said(long At, byte[] Message, string? To)
    {
        /// <summary>Its questions as text: type, name, QU.</summary>
        public string Questions
        {
            get
            {
                DnsReader reader = Read();
                string text = "";
                while (reader.NextQuestion())
                {
                    text += (text.Length > 0 ? " " : "") + reader.Type + ":" + NameOf(reader.Buffer, reader.NameStart, reader.End) + (reader.HasClassBit ? "?" : "");
                }

                return text;
            }
        }

        /// <summary>The names of the known answers.</summary>
        public List<string> Known
        {
            get
            {
                DnsReader reader = Read();
                List<string> known = new List<string>();
                while (reader.NextRecord())
                {
                    known.Add(NameOf(reader.Buffer, reader.DataStart, reader.DataEnd));
                }

                return known;
            }
        }

        public bool IsTruncated => Read().IsTruncated;

        private DnsReader Read()
        {
            DnsReader reader = new DnsReader();
            Assert.True(reader.Read(Message, Message.Length) && reader.IsWhole());
            return reader;
        }

        private static string NameOf(byte[] b, int at, int end)
        {
            ByteWriter text = new ByteWriter(new byte[Limits.DnsTextOctets]);
            Assert.True(DnsText.Write(text, b, at, end));
            return Text.String(text.Buffer, 0, text.Position);
        }
    }
}
