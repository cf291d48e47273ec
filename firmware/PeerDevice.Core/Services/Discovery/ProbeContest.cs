using System;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>Two who probe for one name at once: whose records come later in their order has it (RFC 6762 §8.2).</summary>
internal sealed class ProbeContest
{
    // Hardly anybody ever probes for what is probed for here: made then.
    private int[] _types = new int[0];
    private byte[][] _data = new byte[0][];

    /// <summary>Whether another's records for a name come later than ours.</summary>
    /// <param name="ours">Our records.</param>
    /// <param name="place">The name.</param>
    /// <param name="theirs">A reader at the other's probe; it is where it was afterwards, among the questions.</param>
    /// <param name="responder">Knows which addresses are ours.</param>
    internal bool IsLost(OwnRecords ours, int place, DnsReader theirs, Responder responder)
    {
        DnsReader heard = new DnsReader();
        if (!heard.Read(theirs.Buffer, theirs.End))
        {
            return false;
        }

        if (_types.Length == 0)
        {
            _types = new int[Limits.DnsProbeRecords];
            _data = new byte[Limits.DnsProbeRecords][];
        }

        int count = 0;
        while (heard.NextRecord())
        {
            if (heard.Section != DnsType.Authority || heard.Class != DnsType.In || !DnsName.Is(heard.Buffer, heard.NameStart, heard.End, ours.Name(place)))
            {
                continue;
            }

            if (count == Limits.DnsProbeRecords || ((heard.Type == DnsType.A || heard.Type == DnsType.Aaaa) && responder.IsOurAddress(heard)))
            {
                // Nobody has so many; or it is ourselves, on another link.
                return false;
            }

            Insert(count++, heard.Type, Data(heard));
        }

        return !heard.IsMalformed && count > 0 && IsOursBefore(ours, place, count);
    }

    /// <summary>The data of a record without pointers, since the order is theirs (RFC 6762 §8.2).</summary>
    private static byte[] Data(DnsReader heard)
    {
        if (heard.Type != DnsType.Srv && heard.Type != DnsType.Ptr)
        {
            byte[] same = new byte[heard.DataEnd - heard.DataStart];
            Array.Copy(heard.Buffer, heard.DataStart, same, 0, same.Length);
            return same;
        }

        int before = heard.DataNameStart - heard.DataStart;
        byte[] all = new byte[before + Limits.DnsNameOctets];
        Array.Copy(heard.Buffer, heard.DataStart, all, 0, before);
        byte[] data = new byte[before + DnsName.Copy(heard.Buffer, heard.DataNameStart, heard.DataEnd, all, before)];
        Array.Copy(all, 0, data, 0, data.Length);
        return data;
    }

    private void Insert(int count, int type, byte[] data)
    {
        int at = count;
        while (at > 0 && Compare(type, data, _types[at - 1], _data[at - 1]) < 0)
        {
            _types[at] = _types[at - 1];
            _data[at] = _data[at - 1];
            at--;
        }

        _types[at] = type;
        _data[at] = data;
    }

    private bool IsOursBefore(OwnRecords ours, int place, int count)
    {
        int at = 0;
        for (int i = ours.First(place); i < ours.End(place); i++)
        {
            if (ours.Type(i) == DnsType.Nsec)
            {
                continue;
            }

            if (at == count)
            {
                // Who has more to tell comes later.
                return false;
            }

            int order = Compare(ours.Type(i), ours.Data(i), _types[at], _data[at]);
            if (order != 0)
            {
                return order < 0;
            }

            at++;
        }

        return at < count;
    }

    private static int Compare(int type, byte[] data, int otherType, byte[] otherData)
    {
        if (type != otherType)
        {
            return type - otherType;
        }

        for (int i = 0; i < data.Length && i < otherData.Length; i++)
        {
            if (data[i] != otherData[i])
            {
                return data[i] - otherData[i];
            }
        }

        return data.Length - otherData.Length;
    }
}
