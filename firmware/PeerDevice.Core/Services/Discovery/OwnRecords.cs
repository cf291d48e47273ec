using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>
/// All that this peer tells on one link: its names, those that are its alone first, and the records of each. Made anew when a name or an address is another.
/// </summary>
internal sealed class OwnRecords
{
    /// <summary>No place.</summary>
    internal const int None = -1;

    private const string Hexadecimal = "0123456789abcdef";

    // Of a service: its instance, its type, its subtype. Of a link: the host, that there are types, and a reverse name for each address.
    private const int NamesOfService = 3;
    private const int NamesOfLink = 2;

    // Of a service: SRV, TXT and NSEC of the instance, and a pointer to it or its type by each of three names. Of an address: itself and its reverse name; and the host's NSEC.
    private const int RecordsOfService = 6;
    private const int RecordsOfAddress = 2;

    private readonly byte[][] _names;
    private readonly OwnLabel?[] _labels;
    private readonly int[] _firsts;
    private OwnRecord[] _records;
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
        Filter = new QuestionFilter(names);
        _names = new byte[names][];
        _labels = new OwnLabel?[names];
        _firsts = new int[names + 1];
        _records = new OwnRecord[records < Limits.DnsRecords ? records : Limits.DnsRecords];
        Host = AddName(DnsText.Name(host.Text + ".local"), host);
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
        if (_count < _records.Length)
        {
            OwnRecord[] all = new OwnRecord[_count];
            Array.Copy(_records, 0, all, 0, _count);
            _records = all;
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

    /// <summary>The records.</summary>
    internal OwnRecord[] All => _records;

    /// <summary>A record.</summary>
    internal OwnRecord At(int index)
    {
        return _records[index];
    }

    /// <summary>A name.</summary>
    internal byte[] Name(int place)
    {
        return _names[place];
    }

    /// <summary>What a name is made of that can be another; null where it cannot.</summary>
    internal OwnLabel? Label(int place)
    {
        return _labels[place];
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
        for (int i = First(place); i < End(place); i++)
        {
            OwnRecord own = _records[i];
            if (own.Type == heard.Type && own.IsSame(heard, own.Target < 0 ? _names[place] : _names[own.Target]))
            {
                return i;
            }
        }

        return None;
    }

    /// <summary>Writes a record.</summary>
    /// <returns>False when it did not fit.</returns>
    internal bool Write(OwnRecord own, int section, DnsWriter to, bool isGoodbye)
    {
        byte[] name = _names[own.Name];
        int seconds = isGoodbye ? 0 : own.Seconds;
        switch (own.Type)
        {
            case DnsType.Ptr:
                return to.Pointer(section, name, _names[own.Target], own.Name < Unique, seconds);
            case DnsType.Srv:
                return to.Service(section, name, own.Port, _names[own.Target], seconds);
            case DnsType.Nsec:
                return to.Negative(section, name, own.Types, seconds);
            default:
                return to.Octets(section, name, own.Type, own.Data, seconds);
        }
    }

    /// <summary>What a record takes in a message at most, its name pointed at.</summary>
    internal int OctetsOf(OwnRecord own)
    {
        const int Fixed = 12;
        return own.Target >= 0 ? Fixed + 6 + _names[own.Target].Length : Fixed + own.Data.Length;
    }

    private static int Few(int addresses)
    {
        return addresses < Limits.DnsAddresses ? addresses : Limits.DnsAddresses;
    }

    private int AddName(byte[] name, OwnLabel? label)
    {
        if (Names >= _names.Length || !Filter.Add(name))
        {
            return None;
        }

        _names[Names] = name;
        _labels[Names] = label;
        _firsts[Names] = _count;
        return Names++;
    }

    private int Place(byte[] name)
    {
        for (int i = 0; i < Names; i++)
        {
            if (_names[i].Length == name.Length && Octets.AreSame(_names[i], 0, name, 0, name.Length))
            {
                return i;
            }
        }

        return None;
    }

    // Its place among those of the name is that of the order.
    private OwnRecord? Add(int place, int type, int seconds, byte[] data, int target, int port)
    {
        if (place < 0 || _count >= _records.Length)
        {
            return null;
        }

        OwnRecord added = new OwnRecord(place, type, seconds, data, target, port);
        int at = _count++;
        while (at > _firsts[place] && IsBefore(added, _records[at - 1]))
        {
            _records[at] = _records[at - 1];
            at--;
        }

        _records[at] = added;
        return added;
    }

    private static bool IsBefore(OwnRecord one, OwnRecord other)
    {
        if (one.Type != other.Type)
        {
            return one.Type < other.Type;
        }

        for (int i = 0; i < one.Data.Length && i < other.Data.Length; i++)
        {
            if (one.Data[i] != other.Data[i])
            {
                return one.Data[i] < other.Data[i];
            }
        }

        return false;
    }

    private void AddNegative(int place, int seconds, int[] types)
    {
        OwnRecord? negative = Add(place, DnsType.Nsec, seconds, OwnRecord.NoData, None, 0);
        if (negative is not null)
        {
            negative.Types = types;
        }
    }

    private void AddAddresses(Segment segment)
    {
        for (int i = 0; i < segment.Ipv4.Length && i < Limits.DnsAddresses; i++)
        {
            Add(Host, DnsType.A, Limits.DnsHostSeconds, Ipv4.Octets(segment.Ipv4[i]), None, 0);
        }

        for (int i = 0; i < segment.Ipv6.Length && i < Limits.DnsAddresses; i++)
        {
            Add(Host, DnsType.Aaaa, Limits.DnsHostSeconds, segment.Ipv6[i], None, 0);
        }

        bool hasIpv4 = segment.Ipv4.Length > 0;
        AddNegative(Host, Limits.DnsHostSeconds, hasIpv4 && segment.Ipv6.Length > 0 ? new int[] { DnsType.A, DnsType.Aaaa } : new int[] { hasIpv4 ? DnsType.A : DnsType.Aaaa });
    }

    private void AddInstance(ServiceOffer offer)
    {
        byte[] name = DnsName.Child(offer.Label.Text, offer.Type);
        if (Place(name) >= 0)
        {
            return;
        }

        int place = AddName(name, offer.Label);
        Add(place, DnsType.Srv, Limits.DnsHostSeconds, OwnRecord.NoData, Host, offer.Port);
        Add(place, DnsType.Txt, Limits.DnsSeconds, offer.Txt, None, 0);
        AddNegative(place, Limits.DnsHostSeconds, new int[] { DnsType.Txt, DnsType.Srv });
    }

    private void AddReverses(Segment segment)
    {
        byte[] ipv4 = DnsText.Name("in-addr.arpa");
        for (int i = 0; i < segment.Ipv4.Length && i < Limits.DnsAddresses; i++)
        {
            long address = segment.Ipv4[i];
            byte[] name = ipv4;
            for (int shift = 24; shift >= 0; shift -= 8)
            {
                name = DnsName.Child(((address >> shift) & byte.MaxValue).ToString(), name);
            }

            Add(AddName(name, null), DnsType.Ptr, Limits.DnsHostSeconds, OwnRecord.NoData, Host, 0);
        }

        for (int i = 0; i < segment.Ipv6.Length && i < Limits.DnsAddresses; i++)
        {
            byte[] name = DnsText.Name("ip6.arpa");
            for (int digit = 0; digit < 32; digit++)
            {
                int octet = segment.Ipv6[i][digit >> 1];
                name = DnsName.Child(Hexadecimal[(digit & 1) == 0 ? octet >> 4 : octet & 15].ToString(), name);
            }

            Add(AddName(name, null), DnsType.Ptr, Limits.DnsHostSeconds, OwnRecord.NoData, Host, 0);
        }
    }

    /// <summary>The type of an offer, where no offer before it has that, with all its instances; and the same of its subtype.</summary>
    private void AddTypes(ServiceOffer[] offers, int index)
    {
        byte[] type = offers[index].Type;
        if (Place(type) < 0)
        {
            AddPointers(type, offers, type, "");
        }

        string subtype = offers[index].Subtype;
        if (subtype.Length > 0)
        {
            byte[] name = DnsName.Child(subtype, DnsName.Child("_sub", type));
            if (Place(name) < 0)
            {
                AddPointers(name, offers, type, subtype);
            }
        }
    }

    private void AddPointers(byte[] name, ServiceOffer[] offers, byte[] type, string subtype)
    {
        int place = AddName(name, null);
        for (int i = 0; i < offers.Length; i++)
        {
            ServiceOffer offer = offers[i];
            int instance = offer.Type.Length == type.Length && Octets.AreSame(offer.Type, 0, type, 0, type.Length) && (subtype.Length == 0 || offer.Subtype == subtype)
                ? Place(DnsName.Child(offer.Label.Text, type)) : None;
            if (instance >= 0)
            {
                Add(place, DnsType.Ptr, Limits.DnsSeconds, OwnRecord.NoData, instance, 0);
            }
        }
    }

    /// <summary>The types that there are (RFC 6763 §9).</summary>
    private void AddEnumeration(ServiceOffer[] offers)
    {
        int place = offers.Length == 0 ? None : AddName(DnsText.Name("_services._dns-sd._udp.local"), null);
        for (int i = 0; i < offers.Length; i++)
        {
            int type = Place(offers[i].Type);
            bool isKnown = false;
            for (int j = place < 0 ? 0 : First(place); j < Count && place >= 0; j++)
            {
                isKnown |= _records[j].Target == type;
            }

            if (type >= 0 && !isKnown)
            {
                Add(place, DnsType.Ptr, Limits.DnsSeconds, OwnRecord.NoData, type, 0);
            }
        }
    }
}
