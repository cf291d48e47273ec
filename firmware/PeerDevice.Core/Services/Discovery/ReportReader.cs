using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Json;

namespace PeerDevice.Services.Discovery;

/// <summary>
/// Reads what another peer says of itself and of others at <c>/.well-known/peerdevice</c> (PROTOCOL, *The peer about itself*), as far as it is about who is where. Total over any octets.
/// </summary>
public sealed class ReportReader
{
    private readonly JsonReader _json;
    private readonly KnownPeer _told = new KnownPeer();
    private long _age;

    /// <summary>Makes a reader of one report.</summary>
    /// <param name="content">The report as it comes.</param>
    /// <param name="most">Octets of it that are read at most; what stands behind them is not told.</param>
    public ReportReader(ByteSource content, int most)
    {
        _json = new JsonReader(content, new byte[Limits.ReportBlock], new byte[Limits.ReportText], most);
    }

    /// <summary>Its id; empty where it tells none, as no peer does.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it is.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The state of its first Printer, as <see cref="KnownPeer.Printer"/> has it.</summary>
    public int Printer { get; private set; }

    /// <summary>What it serves, as <see cref="KnownPeer.Services"/> has it.</summary>
    public int Services { get; private set; }

    /// <summary>How many others it told of that are remembered.</summary>
    public int Remembered { get; private set; }

    /// <summary>Reads it, and tells a directory of the others.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="links">Who is on our own links: nobody else is told of.</param>
    /// <param name="now">The clock's milliseconds.</param>
    /// <returns>Whether it is a peer's report. It may have broken off: what came before is told.</returns>
    public bool Read(PeerDirectory directory, Board.INetwork links, long now)
    {
        if (_json.Next() != JsonReader.Object)
        {
            return false;
        }

        while (_json.Next() == JsonReader.Key)
        {
            if (_json.Is("peers"))
            {
                if (!ReadPeers(directory, links, now))
                {
                    break;
                }
            }
            else if (_json.Is("outputDevice"))
            {
                if (!ReadOutput())
                {
                    break;
                }
            }
            else if (_json.Is("services"))
            {
                if (!ReadServices())
                {
                    break;
                }
            }
            else if (!ReadMember())
            {
                break;
            }
        }

        return Id.Length > 0;
    }

    private bool ReadMember()
    {
        bool isId = _json.Is("id");

        // By the latter it is found, where others had its name before; it stands behind the former.
        bool isName = _json.Is("name") || _json.Is("instance");
        bool isKind = _json.Is("kind");
        if (!isId && !isName && !isKind)
        {
            return _json.Skip();
        }

        int depth = _json.Depth;
        if (_json.Next() != JsonReader.String)
        {
            return _json.Depth == depth || _json.Skip();
        }

        Id = isId ? _json.Text : Id;
        Name = isName ? _json.Text : Name;
        Kind = isKind ? _json.Text : Kind;
        return true;
    }

    // Of itself it tells the ports, too.
    private bool ReadServices()
    {
        int piece = _json.Next();
        for (piece = piece == JsonReader.Object ? _json.Next() : JsonReader.Malformed; piece == JsonReader.Key; piece = _json.Next())
        {
            Services |= PeerServices.Of(_json);
            if (!_json.Skip())
            {
                return false;
            }
        }

        return piece == JsonReader.ObjectEnd;
    }

    private bool ReadToldServices()
    {
        int piece = _json.Next();
        for (piece = piece == JsonReader.Array ? _json.Next() : JsonReader.Malformed; piece == JsonReader.String; piece = _json.Next())
        {
            _told.Services |= PeerServices.Of(_json);
        }

        return piece == JsonReader.ArrayEnd;
    }

    private bool ReadOutput()
    {
        int piece = _json.Next();
        if (piece == JsonReader.Null)
        {
            Printer = KnownPeer.NoPrinter;
            return true;
        }

        for (piece = piece == JsonReader.Object ? _json.Next() : JsonReader.Malformed; piece == JsonReader.Key; piece = _json.Next())
        {
            if (!_json.Is("state"))
            {
                if (!_json.Skip())
                {
                    return false;
                }
            }
            else if (_json.Next() == JsonReader.String)
            {
                Printer = PrinterState.Of(_json.Text);
            }
            else
            {
                return false;
            }
        }

        return piece == JsonReader.ObjectEnd;
    }

    private bool ReadPeers(PeerDirectory directory, Board.INetwork links, long now)
    {
        if (_json.Next() != JsonReader.Array)
        {
            return false;
        }

        int piece = _json.Next();
        for (; piece == JsonReader.Object; piece = _json.Next())
        {
            if (!ReadPeer())
            {
                return false;
            }

            // Where nobody may be connected to there is nobody to know.
            string address = _told.AddressText;
            if (_told.IsHere && address.Length > 0 && links.IsOnLink(address) && !links.IsOurAddress(address) && directory.Told(_told, (int)_age, now))
            {
                Remembered++;
            }
        }

        return piece == JsonReader.ArrayEnd;
    }

    private bool ReadPeer()
    {
        _told.Name = "";
        _told.Id = "";
        _told.Kind = "";
        _told.Address = 0;
        _told.Ipv6 = "";
        _told.Port = 0;
        _told.IsHere = false;
        _told.Printer = KnownPeer.Unknown;
        _told.Services = 0;
        _told.Hops = Limits.HearsayHops;
        _age = Limits.HearsaySeconds + 1;
        int piece = _json.Next();
        for (; piece == JsonReader.Key; piece = _json.Next())
        {
            bool isName = _json.Is("name");
            bool isId = _json.Is("id");
            bool isKind = _json.Is("kind");
            bool isAddress = _json.Is("address");
            bool isPort = _json.Is("port");
            bool isHere = _json.Is("here");
            bool isAge = _json.Is("seen");
            bool isHops = _json.Is("hops");
            bool isPrinter = _json.Is("printer");
            if (_json.Is("services"))
            {
                if (!ReadToldServices())
                {
                    return false;
                }

                continue;
            }

            if (!isName && !isId && !isKind && !isAddress && !isPort && !isHere && !isAge && !isHops && !isPrinter)
            {
                if (!_json.Skip())
                {
                    return false;
                }

                continue;
            }

            int value = _json.Next();
            if (value == JsonReader.String)
            {
                string text = _json.Text;
                _told.Name = isName ? text : _told.Name;
                _told.Id = isId ? text : _told.Id;
                _told.Kind = isKind ? text : _told.Kind;
                _told.Printer = isPrinter ? PrinterState.Of(text) : _told.Printer;
                if (isAddress)
                {
                    long address = Ipv4.Read(text);
                    _told.Address = address < 0 ? 0 : address;

                    // One address is one peer, however it is spelled. One of somebody's own link is none of ours.
                    byte[]? ipv6 = address < 0 ? Ipv6.Read(text) : null;
                    _told.Ipv6 = ipv6 is null || !Ipv6.IsHosts(ipv6, 0) || Ipv6.IsLinkLocal(ipv6, 0) ? "" : Ipv6.Text(ipv6, 0);
                }
            }
            else if (value == JsonReader.Numeral)
            {
                long number = _json.Number;
                _told.Port = isPort ? Bounded(number, ushort.MaxValue) : _told.Port;
                _told.Hops = isHops ? Bounded(number, Limits.HearsayHops) : _told.Hops;
                _age = isAge ? Bounded(number, Limits.HearsaySeconds + 1) : _age;
            }
            else if (value == JsonReader.True || value == JsonReader.False)
            {
                _told.IsHere = isHere ? value == JsonReader.True : _told.IsHere;
            }
            else
            {
                // Null, or more than one value where one is expected: no peer writes that.
                return false;
            }
        }

        return piece == JsonReader.ObjectEnd;
    }

    private static int Bounded(long number, int most)
    {
        return number < 0 || number > most ? most : (int)number;
    }
}
