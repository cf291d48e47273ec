using System;

namespace PeerDevice.Board;

/// <summary>By which link a datagram came or is to go, and who is at the other end of it. Filled in anew for each datagram.</summary>
public sealed class Route
{
    private const int Ipv4Octets = 4;

    /// <summary>The index of the link among those of the port.</summary>
    public int Segment;

    /// <summary>
    /// Of a datagram to be sent: whether it goes to the group, and address and port mean nothing. Of one received: whether it was sent to the group, as far as the port can tell;
    /// one that cannot tell says that it was.
    /// </summary>
    public bool IsMulticast;

    /// <summary>Of a datagram received: whether its sender is on our own link (RFC 6762 §11).</summary>
    public bool IsOnLink;

    /// <summary>The other end's address: its first octets.</summary>
    public readonly byte[] Address = new byte[16];

    /// <summary>How many octets the address has: 4 or 16.</summary>
    public int AddressOctets = Ipv4Octets;

    /// <summary>The other end's port.</summary>
    public int Port;

    /// <summary>Makes it an IPv4 one.</summary>
    /// <param name="address">The address, its first number in the highest octet.</param>
    /// <param name="port">The port.</param>
    public void Set(long address, int port)
    {
        AddressOctets = Ipv4Octets;
        Bytes.Ipv4.Put(address, Address, 0);
        Port = port;
    }

    /// <summary>The IPv4 address, its first number in the highest octet; -1 when it is none.</summary>
    public long Ipv4 => AddressOctets != Ipv4Octets ? -1 : Bytes.Ipv4.Of(Address, 0);

    /// <summary>Makes it say what another says.</summary>
    public void CopyFrom(Route other)
    {
        Segment = other.Segment;
        IsMulticast = other.IsMulticast;
        IsOnLink = other.IsOnLink;
        AddressOctets = other.AddressOctets;
        Port = other.Port;
        Array.Copy(other.Address, 0, Address, 0, other.AddressOctets);
    }

    /// <summary>Makes it lead to all on a link.</summary>
    public void ToAll(int segment)
    {
        Segment = segment;
        IsMulticast = true;
    }

    /// <summary>Whether another leads to the same address by the same link, whatever the port.</summary>
    public bool IsSameHost(Route other)
    {
        if (Segment != other.Segment || AddressOctets != other.AddressOctets)
        {
            return false;
        }

        for (int i = 0; i < AddressOctets; i++)
        {
            if (Address[i] != other.Address[i])
            {
                return false;
            }
        }

        return true;
    }
}
