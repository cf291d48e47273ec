namespace PeerDevice.Board;

/// <summary>
/// One of a peer's links as multicast DNS has it: an interface and a family of addresses, since what is heard over IPv4 and over IPv6 are two conversations
/// (RFC 6762 §20). Not changed once it was given: an interface whose addresses change has another.
/// </summary>
public sealed class Segment
{
    /// <summary>Describes a link.</summary>
    /// <param name="name">The interface's name, which the segments of both families have.</param>
    /// <param name="isIpv6">Whether packets go by IPv6.</param>
    /// <param name="ipv4">The IPv4 addresses of the interface, the first number of each in the highest octet.</param>
    /// <param name="ipv6">Its IPv6 addresses, 16 octets each.</param>
    public Segment(string name, bool isIpv6, long[] ipv4, byte[][] ipv6)
    {
        Name = name;
        IsIpv6 = isIpv6;
        Ipv4 = ipv4;
        Ipv6 = ipv6;
    }

    /// <summary>The interface's name.</summary>
    public string Name { get; }

    /// <summary>Whether packets go by IPv6.</summary>
    public bool IsIpv6 { get; }

    /// <summary>The IPv4 addresses of the interface, whichever family packets go by.</summary>
    public long[] Ipv4 { get; }

    /// <summary>Its IPv6 addresses.</summary>
    public byte[][] Ipv6 { get; }

    /// <summary>Whether what is sent to the group is heard: a board's image may be unable to join one.</summary>
    public bool HearsGroup { get; set; } = true;

    /// <summary>The number that the system has for the interface, which stands behind an address that is of this link alone (RFC 4007 §11); 0 where there is none.</summary>
    public int Zone { get; set; }

    /// <summary>The IPv4 address by which all on the link are reached, whoever has joined what (RFC 919 §7); -1 where there is none.</summary>
    public long Broadcast { get; set; } = -1;
}
