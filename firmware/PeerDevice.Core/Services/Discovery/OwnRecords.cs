using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>
/// All that this peer tells on one link: its names, those that are its alone first, and the records of each. Made anew when a name or an address is another. A record is an index
/// into arrays: as an object each takes a board 180 octets of heap, and there are some twenty.
/// </summary>
internal sealed partial class OwnRecords
{
    /// <summary>No place.</summary>
    internal const int None = -1;

    /// <summary>Never.</summary>
    internal const long Never = long.MaxValue;

    /// <summary>The bit of <see cref="Waiting"/> of all whose known answers have come.</summary>
    internal const int Anybody = 1 << 30;

    /// <summary>When each record is to be told to all, in the clock's milliseconds.</summary>
    internal readonly long[] Due;

    /// <summary>When each was told to all last.</summary>
    internal readonly long[] Told;

    /// <summary>Who waits for each: a bit for each querier whose known answers are still to come, and <see cref="Anybody"/>.</summary>
    internal readonly int[] Waiting;

    /// <summary>Whether the message that is being read asks for each.</summary>
    internal readonly bool[] IsWanted;

    /// <summary>Whether the question that asked for each wants a unicast response.</summary>
    internal readonly bool[] WantsUnicast;

    /// <summary>Whether each stands in the message that is being written.</summary>
    internal readonly bool[] IsWritten;

    private const string Hexadecimal = "0123456789abcdef";

    // Of a service: its instance, its type, its subtype. Of a link: the host, that there are types, and a reverse name for each address.
    private const int NamesOfService = 3;
    private const int NamesOfLink = 2;

    // Of a service: SRV, TXT and NSEC of the instance, and a pointer to it or its type by each of three names. Of an address: itself and its reverse name; and the host's NSEC.
    private const int RecordsOfService = 6;
    private const int RecordsOfAddress = 2;

    private readonly OwnLabel _host;
    private readonly ServiceOffer[] _offers;
    private readonly byte[][] _names;     // the filter's own
    private readonly int[] _firsts;

    // Of each record: its name's place; its type; the place of the name that a PTR or SRV points at; the port of an SRV, or where the data of A, AAAA and TXT are, which are octets.
    private readonly byte[] _nameOf;
    private readonly byte[] _types;
    private readonly sbyte[] _targets;
    private readonly ushort[] _numbers;
    private readonly byte[][] _data;
    private int _dataCount;

    // The types that an NSEC tells: those of the host, and those of every service.
    private readonly int[] _typesOfHost;
    private readonly int[] _typesOfService = new int[] { DnsType.Txt, DnsType.Srv };
    private int _count;

    /// <summary>Makes what is told on a link.</summary>
    /// <param name="host">The host's name.</param>
    /// <param name="offers">The services.</param>
    /// <param name="segment">The link.</param>
    /// <param name="isGuest">Whether the reverse names are another responder's.</param>
    internal OwnRecords(OwnLabel host, ServiceOffer[] offers, Segment segment, bool isGuest)
    {
        int addresses = Few(segment.Ipv4.Length) + Few(segment.Ipv6.Length);
        int names = NamesOfLink + addresses + (NamesOfService * offers.Length);
        names = names < Limits.DnsKnownNames ? names : Limits.DnsKnownNames;
        int records = 1 + (RecordsOfAddress * addresses) + (RecordsOfService * offers.Length);
        _host = host;
        _offers = offers;
        Filter = new QuestionFilter(names);
        _names = Filter.Names;
        _firsts = new int[names + 1];
        records = records < Limits.DnsRecords ? records : Limits.DnsRecords;
        Due = new long[records];
        Told = new long[records];
        Waiting = new int[records];
        IsWanted = new bool[records];
        WantsUnicast = new bool[records];
        IsWritten = new bool[records];
        _nameOf = new byte[records];
        _types = new byte[records];
        _targets = new sbyte[records];
        _numbers = new ushort[records];
        _data = new byte[addresses + offers.Length][];
        bool hasIpv4 = segment.Ipv4.Length > 0;
        _typesOfHost = hasIpv4 && segment.Ipv6.Length > 0 ? new int[] { DnsType.A, DnsType.Aaaa } : new int[] { hasIpv4 ? DnsType.A : DnsType.Aaaa };
        Host = AddName(DnsText.Name(host.Text + ".local"));
        AddAddresses(segment);
        for (int i = 0; i < offers.Length; i++)
        {
            AddInstance(offers[i]);
        }

        // A reverse name that leads to another's host is none of our business; one that leads to ours has its name beside it.
        Probed = Names;
        Filter.EndSought();
        if (!isGuest)
        {
            AddReverses(segment);
        }

        Filter.EndUnique();
        Unique = Names;
        for (int i = 0; i < offers.Length; i++)
        {
            AddTypes(offers, i);
        }

        AddEnumeration(offers);
        _firsts[Names] = Count;
        for (int i = 0; i < Count; i++)
        {
            Due[i] = Never;
            Told[i] = long.MinValue / 2;
        }
    }

    /// <summary>Finds the names in messages.</summary>
    internal readonly QuestionFilter Filter;

    /// <summary>The place of the host's name.</summary>
    internal int Host { get; }

    /// <summary>How many names there are.</summary>
    internal int Names { get; private set; }

    /// <summary>How many of them, the first, are to be had by probing (RFC 6762 §8.1): an address's name is, as the address.</summary>
    internal int Probed { get; }

    /// <summary>How many of them, the first, are this peer's alone.</summary>
    internal int Unique { get; }

    /// <summary>How many records there are.</summary>
    internal int Count => _count;

    /// <summary>The type of a record.</summary>
    internal int Type(int index)
    {
        return _types[index];
    }

    /// <summary>The place of a record's name.</summary>
    internal int NameOf(int index)
    {
        return _nameOf[index];
    }

    /// <summary>The place of the name that a PTR or SRV points at; <see cref="None"/> of others.</summary>
    internal int Target(int index)
    {
        return _targets[index];
    }

    /// <summary>Seconds that a record may be believed (RFC 6762 §10): what is told of a host has fewer.</summary>
    internal int Seconds(int index)
    {
        int type = _types[index];
        return type == DnsType.Txt || (type == DnsType.Ptr && _nameOf[index] >= Unique) ? Limits.DnsSeconds : Limits.DnsHostSeconds;
    }

    /// <summary>A name.</summary>
    internal byte[] Name(int place)
    {
        return _names[place];
    }

    /// <summary>What a name is made of that can be another; null where it cannot.</summary>
    internal OwnLabel? Label(int place)
    {
        for (int i = 0; i < _offers.Length; i++)
        {
            if (place == PlaceOf(_offers[i]))
            {
                return _offers[i].Label;
            }
        }

        return place == Host ? _host : null;
    }

    /// <summary>The first record of a name; they are in the order of their types, and of their data (RFC 6762 §8.2).</summary>
    internal int First(int place)
    {
        return _firsts[place];
    }

    /// <summary>Behind the last record of a name.</summary>
    internal int End(int place)
    {
        return _firsts[place + 1];
    }

    /// <summary>Whether the record at hand of a reader is one of ours, which has a name.</summary>
    /// <returns>Its index, or <see cref="None"/>.</returns>
    internal int Find(DnsReader heard, int place)
    {
        int end = _firsts[place + 1];
        for (int i = _firsts[place]; i < end; i++)
        {
            if (_types[i] == heard.Type && IsSame(heard, i))
            {
                return i;
            }
        }

        return None;
    }

    /// <summary>Writes a record.</summary>
    /// <returns>False when it did not fit.</returns>
    internal bool Write(int index, int section, DnsWriter to, bool isGoodbye)
    {
        int place = _nameOf[index];
        byte[] name = _names[place];
        int type = _types[index];
        int seconds = isGoodbye ? 0 : Seconds(index);
        switch (type)
        {
            case DnsType.Ptr:
                return to.Pointer(section, name, _names[_targets[index]], place < Unique, seconds);
            case DnsType.Srv:
                return to.Service(section, name, _numbers[index], _names[_targets[index]], seconds);
            case DnsType.Nsec:
                return to.Negative(section, name, place == Host ? _typesOfHost : _typesOfService, seconds);
            default:
                return to.Octets(section, name, type, _data[_numbers[index]], seconds);
        }
    }

    /// <summary>The data of a record without pointers, in whose order two who probe are compared (RFC 6762 §8.2).</summary>
    internal byte[] Data(int index)
    {
        const int SrvFixed = 6;
        if (_types[index] != DnsType.Srv)
        {
            return _data[_numbers[index]];
        }

        byte[] target = _names[_targets[index]];
        byte[] data = new byte[SrvFixed + target.Length];
        data[4] = (byte)(_numbers[index] >> 8);
        data[5] = (byte)_numbers[index];
        Array.Copy(target, 0, data, SrvFixed, target.Length);
        return data;
    }

    // Whether the record that a reader is at has the data of ours, which is of its type.
    private bool IsSame(DnsReader heard, int index)
    {
        switch (_types[index])
        {
            case DnsType.Ptr:
                return DnsName.Is(heard.Buffer, heard.DataNameStart, heard.DataEnd, _names[_targets[index]]);
            case DnsType.Srv:
                return heard.Port == _numbers[index] && (heard.Priority | heard.Weight) == 0 && DnsName.Is(heard.Buffer, heard.DataNameStart, heard.DataEnd, _names[_targets[index]]);
            case DnsType.Nsec:
                return true;
            default:
                byte[] data = _data[_numbers[index]];
                return heard.DataEnd - heard.DataStart == data.Length && Octets.AreSame(heard.Buffer, heard.DataStart, data, 0, data.Length);
        }
    }

    private static int Few(int addresses)
    {
        return addresses < Limits.DnsAddresses ? addresses : Limits.DnsAddresses;
    }
}
