using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <content>How the names and records of a peer come to be.</content>
internal sealed partial class OwnRecords
{
    private int AddName(byte[] name)
    {
        if (!Filter.Add(name))
        {
            return None;
        }

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

    // That of an offer's instance.
    private int PlaceOf(ServiceOffer offer)
    {
        return Place(DnsName.Child(offer.Label.Text, offer.Type));
    }

    // Its place among those of the name is that of the order.
    private void Add(int place, int type, byte[]? data, int target, int port)
    {
        if (place < 0 || _count >= _types.Length)
        {
            return;
        }

        int at = _count++;
        while (at > _firsts[place] && IsBefore(type, data, at - 1))
        {
            _types[at] = _types[at - 1];
            _targets[at] = _targets[at - 1];
            _numbers[at] = _numbers[at - 1];
            at--;
        }

        _types[at] = (byte)type;
        _targets[at] = (sbyte)target;
        _numbers[at] = (ushort)(data is null ? port : _dataCount);
        _nameOf[_count - 1] = (byte)place;
        if (data is not null)
        {
            _data[_dataCount++] = data;
        }
    }

    private bool IsBefore(int type, byte[]? data, int other)
    {
        if (type != _types[other])
        {
            return type < _types[other];
        }

        for (int i = 0; data is not null && i < data.Length && i < _data[_numbers[other]].Length; i++)
        {
            byte[] otherData = _data[_numbers[other]];
            if (data[i] != otherData[i])
            {
                return data[i] < otherData[i];
            }
        }

        return false;
    }

    private void AddAddresses(Segment segment)
    {
        for (int i = 0; i < segment.Ipv4.Length && i < Limits.DnsAddresses; i++)
        {
            Add(Host, DnsType.A, Ipv4.Octets(segment.Ipv4[i]), None, 0);
        }

        for (int i = 0; i < segment.Ipv6.Length && i < Limits.DnsAddresses; i++)
        {
            Add(Host, DnsType.Aaaa, segment.Ipv6[i], None, 0);
        }

        Add(Host, DnsType.Nsec, null, None, 0);
    }

    private void AddInstance(ServiceOffer offer)
    {
        byte[] name = DnsName.Child(offer.Label.Text, offer.Type);
        if (Place(name) >= 0)
        {
            return;
        }

        int place = AddName(name);
        Add(place, DnsType.Srv, null, Host, offer.Port);
        Add(place, DnsType.Txt, offer.Txt, None, 0);
        Add(place, DnsType.Nsec, null, None, 0);
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

            Add(AddName(name), DnsType.Ptr, null, Host, 0);
        }

        for (int i = 0; i < segment.Ipv6.Length && i < Limits.DnsAddresses; i++)
        {
            byte[] name = DnsText.Name("ip6.arpa");
            for (int digit = 0; digit < 32; digit++)
            {
                int octet = segment.Ipv6[i][digit >> 1];
                name = DnsName.Child(Hexadecimal[(digit & 1) == 0 ? octet >> 4 : octet & 15].ToString(), name);
            }

            Add(AddName(name), DnsType.Ptr, null, Host, 0);
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
        int place = AddName(name);
        for (int i = 0; i < offers.Length; i++)
        {
            ServiceOffer offer = offers[i];
            int instance = offer.Type.Length == type.Length && Octets.AreSame(offer.Type, 0, type, 0, type.Length) && (subtype.Length == 0 || offer.Subtype == subtype)
                ? PlaceOf(offer) : None;
            if (instance >= 0)
            {
                Add(place, DnsType.Ptr, null, instance, 0);
            }
        }
    }

    /// <summary>The types that there are (RFC 6763 §9).</summary>
    private void AddEnumeration(ServiceOffer[] offers)
    {
        int place = offers.Length == 0 ? None : AddName(DnsText.Name("_services._dns-sd._udp.local"));
        for (int i = 0; i < offers.Length; i++)
        {
            int type = Place(offers[i].Type);
            bool isKnown = false;
            for (int j = place < 0 ? 0 : First(place); j < Count && place >= 0; j++)
            {
                isKnown |= _targets[j] == type;
            }

            if (type >= 0 && !isKnown)
            {
                Add(place, DnsType.Ptr, null, type, 0);
            }
        }
    }
}
