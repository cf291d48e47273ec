using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace PeerDevice.Companion.Client;

/// <summary>What a peer says of one of its Printers.</summary>
/// <param name="Name">The Printer's name.</param>
/// <param name="Device">Its output device.</param>
/// <param name="State">idle, processing or stopped; empty where the peer does not say.</param>
/// <param name="Words">What there is to say of it, in words.</param>
/// <param name="Jobs">Jobs that have not ended.</param>
/// <param name="RawPort">The port of its raw intake; 0 where it has none.</param>
internal sealed record PrinterReport(string Name, string Device, string State, string Words, int Jobs, int RawPort)
{
    /// <summary>Whether it prints by IPP, and tells of its jobs: boards with little memory do not.</summary>
    public bool ServesIpp { get; init; } = true;
}

/// <summary>What a peer says of itself at <c>/.well-known/peerdevice</c>; what it leaves out is empty here.</summary>
internal sealed record PeerReport
{
    public const string WellKnown = "/.well-known/peerdevice";

    public string Id { get; private init; } = "";

    public string Name { get; private init; } = "";

    /// <summary>What it is called where it is found: no two of one network are called so.</summary>
    public string Instance { get; private init; } = "";

    public string Version { get; private init; } = "";

    public string Kind { get; private init; } = "";

    public int HttpPort { get; private init; }

    /// <summary>The port of its raw intake; 0 where it has none.</summary>
    public int RawPort { get; private init; }

    /// <summary>The port of IPP beside that of HTTP; 0 where it has none.</summary>
    public int IppPort { get; private init; }

    /// <summary>The port of its LPD; 0 where it has none.</summary>
    public int LpdPort { get; private init; }

    /// <summary>The UDP port of its SNMP agent; 0 where it has none.</summary>
    public int SnmpPort { get; private init; }

    public int Sessions { get; private init; }

    /// <summary>Uploads that can be cut and continued, at once; 0 where it takes none.</summary>
    public int Uploads { get; private init; }

    /// <summary>Copies from other peers that it makes itself, at once; 0 where it makes none.</summary>
    public int Copies { get; private init; }

    /// <summary>Its output device; null where it has none.</summary>
    public string? Device { get; private init; }

    public bool IsDeviceReady { get; private init; }

    /// <summary>Its Printers, each with what it says of itself; the first is that of <see cref="Device"/>.</summary>
    public IReadOnlyList<PrinterReport> Printers { get; private init; } = [];

    public bool HasStore { get; private init; }

    public bool IsWritable { get; private init; }

    /// <summary>The other peers that it knows and that can be reached.</summary>
    public IReadOnlyList<FoundPeer> Peers { get; private init; } = [];

    /// <summary>What its folders follow: URIs, or a peer's name and the place in its files.</summary>
    public IReadOnlyList<string> Follows { get; private init; } = [];

    /// <summary>The text as it came.</summary>
    public string Json { get; private init; } = "";

    /// <summary>Asks a peer.</summary>
    public static PeerReport Of(RemotePeer peer)
    {
        peer.Client.Patience = DesktopLimits.StatusPatience;
        int status = peer.Ask("GET", WellKnown);
        peer.Expect(status, WellKnown);
        return Take(peer) ?? throw new CommandFailure($"{peer.Client.Authority} does not describe itself as a peer does: is the port right?");
    }

    /// <summary>Asks a server that may be none of ours; null when it does not describe itself as a peer does.</summary>
    public static PeerReport? Find(RemotePeer peer)
    {
        if (peer.Ask("GET", WellKnown) == 200)
        {
            return Take(peer);
        }

        peer.Client.Finish();
        return null;
    }

    private static PeerReport? Take(RemotePeer peer)
    {
        byte[] text = ArrayPool<byte>.Shared.Rent(DesktopLimits.StatusOctets); // each look at an office asks everybody
        try
        {
            using BodyStream body = new(peer.Client.Body);
            int count = body.ReadAtLeast(text.AsSpan(0, DesktopLimits.StatusOctets), DesktopLimits.StatusOctets, throwOnEndOfStream: false);
            peer.Client.Finish();
            using JsonDocument document = JsonDocument.Parse(text.AsMemory(0, count));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException();
            }

            return Read(document.RootElement) with { Json = System.Text.Encoding.UTF8.GetString(text, 0, count) };
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static PeerReport Read(JsonElement root)
    {
        JsonElement services = Part(root, "services");
        JsonElement device = Part(root, "outputDevice");
        JsonElement store = Part(root, "store");
        return new PeerReport
        {
            Id = Text(root, "id"),
            Name = Text(root, "name"),
            Instance = Text(root, "instance") is { Length: > 0 } instance ? instance : Text(root, "name"),
            Version = Text(root, "version"),
            Kind = Text(root, "kind"),
            HttpPort = Number(services, "http"),
            RawPort = Number(services, "raw"),
            IppPort = Number(services, "ipp"),
            LpdPort = Number(services, "lpd"),
            SnmpPort = Number(services, "snmp"),
            Sessions = Number(Part(root, "limits"), "sessions"),
            Uploads = Number(Part(root, "limits"), "uploads"),
            Copies = Number(Part(root, "limits"), "copies"),
            Device = device.ValueKind == JsonValueKind.Object ? Text(device, "name") : null,
            IsDeviceReady = IsTrue(device, "ready"),
            Printers = ReadPrinters(device, Part(root, "printers")),
            HasStore = IsTrue(store, "present"),
            IsWritable = IsTrue(store, "writable"),
            Peers = ReadPeers(Part(root, "peers")),
            Follows = Part(root, "mirrors") is { ValueKind: JsonValueKind.Array } mirrors ? [.. mirrors.EnumerateArray().Select(static one => Text(one, "from"))] : [],
        };
    }

    private static List<PrinterReport> ReadPrinters(JsonElement first, JsonElement all)
    {
        List<PrinterReport> printers = [];
        if (all.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement one in all.EnumerateArray())
            {
                printers.Add(ReadPrinter(one));
            }
        }
        else if (first.ValueKind == JsonValueKind.Object)
        {
            printers.Add(ReadPrinter(first));
        }

        return printers;
    }

    private static List<FoundPeer> ReadPeers(JsonElement all)
    {
        List<FoundPeer> peers = [];
        if (all.ValueKind != JsonValueKind.Array)
        {
            return peers;
        }

        foreach (JsonElement one in all.EnumerateArray())
        {
            // What is to be connected to is an address, never a name that leads anywhere.
            string address = Text(one, "address");
            int port = Number(one, "port");
            if (IsAddress(address) && port is > 0 and <= ushort.MaxValue && Text(one, "name") is { Length: > 0 } name)
            {
                peers.Add(new FoundPeer(name, Text(one, "id"), Text(one, "kind"), address, port)
                {
                    IsHere = IsTrue(one, "here"),
                    Seen = Number(one, "seen"),
                    Hops = Number(one, "hops"),
                });
            }
        }

        return peers;
    }

    // Of IPv4, or of IPv6; one of a link alone only with its link, which this PC's own peer means as this PC does (RFC 4007 §11).
    private static bool IsAddress(string text)
    {
        int zone = text.IndexOf('%');
        byte[]? ipv6 = Bytes.Ipv6.Read(zone < 0 ? text : text[..zone]);
        bool hasLink = zone >= 0 && uint.TryParse(text.AsSpan(zone + 1), NumberStyles.None, CultureInfo.InvariantCulture, out uint link) && link > 0;
        return Bytes.Ipv4.Read(text) > 0 || (ipv6 is not null && Bytes.Ipv6.IsHosts(ipv6, 0) && (Bytes.Ipv6.IsLinkLocal(ipv6, 0) ? hasLink : zone < 0));
    }

    private static PrinterReport ReadPrinter(JsonElement one)
    {
        string words = Text(one, "message");
        return new(Text(one, "printer"), Text(one, "name"), Text(one, "state"), words.Length > 0 ? words : PrintWords.OfReasons(Texts(one, "reasons")), Number(one, "jobs"), Number(one, "raw"))
        {
            ServesIpp = Part(one, "ipp").ValueKind != JsonValueKind.False,
        };
    }

    private static JsonElement Part(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement part) ? part : default;

    private static string Text(JsonElement of, string name) =>
        Part(of, name) is { ValueKind: JsonValueKind.String } text ? Names.Shown(text.GetString()!) : "";

    private static List<string> Texts(JsonElement of, string name)
    {
        List<string> texts = [];
        if (Part(of, name) is { ValueKind: JsonValueKind.Array } all)
        {
            foreach (JsonElement one in all.EnumerateArray())
            {
                if (one.ValueKind == JsonValueKind.String)
                {
                    texts.Add(Names.Shown(one.GetString()!));
                }
            }
        }

        return texts;
    }

    private static int Number(JsonElement of, string name) =>
        Part(of, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int value) ? value : 0;

    private static bool IsTrue(JsonElement of, string name) => Part(of, name).ValueKind == JsonValueKind.True;
}
