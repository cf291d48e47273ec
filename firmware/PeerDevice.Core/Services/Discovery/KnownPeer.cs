using PeerDevice.Bytes;

namespace PeerDevice.Services.Discovery;

/// <summary>What is known of one other peer. A note, filled and read under the lock of its <see cref="PeerDirectory"/>, or a copy of it.</summary>
public sealed class KnownPeer
{
    /// <summary>Nobody has asked it yet.</summary>
    public const int Unknown = 0;

    /// <summary>It answered when it was asked last.</summary>
    public const int Answers = 1;

    /// <summary>It did not.</summary>
    public const int Silent = 2;

    /// <summary>It has no printer.</summary>
    public const int NoPrinter = -1;

    /// <summary>Its name, for people: what DNS-SD calls the instance, or what others told.</summary>
    public string Name = "";

    /// <summary>Its id, as it tells it itself; empty where nobody told.</summary>
    public string Id = "";

    /// <summary>What it is: "board", "virtual board", "companion"; empty where nobody told.</summary>
    public string Kind = "";

    /// <summary>Its IPv4 address, the first number in the highest octet; 0 while none is known.</summary>
    public long Address;

    /// <summary>
    /// Its IPv6 address as text, with the link's number behind a percent sign where it is of that link alone (RFC 4007 §11); empty where none is known. It counts where there is no IPv4 address.
    /// </summary>
    public string Ipv6 = "";

    /// <summary>The port of its HTTP service; 0 while none is known.</summary>
    public int Port;

    /// <summary>Whether it is here: announced by mDNS and not gone, or answering, or told of as such by one who sees it.</summary>
    public bool IsHere;

    /// <summary>Whether it answers: <see cref="Unknown"/>, <see cref="Answers"/> or <see cref="Silent"/>.</summary>
    public int Reached;

    /// <summary>The state of its first Printer when it was asked last, as IPP has it (RFC 8011 §5.4.11); <see cref="NoPrinter"/>, or <see cref="Unknown"/>.</summary>
    public int Printer;

    /// <summary>What it serves, bits of <see cref="PeerServices"/>; 0 while nobody told.</summary>
    public int Services;

    /// <summary>Through how many others this came; 0 for what was observed by ourselves.</summary>
    public int Hops;

    /// <summary>When it was last observed, in milliseconds of the clock, by whoever did.</summary>
    public long SeenAt;

    /// <summary>When it was last asked what it is; 0 for never.</summary>
    public long AskedAt;

    /// <summary>Whether it is known where it is.</summary>
    public bool HasAddress => Address != 0 || Ipv6.Length > 0;

    /// <summary>The address by which it is reached, as text; empty while none is known.</summary>
    public string AddressText => Address != 0 ? Ipv4.Text(Address) : Ipv6;

    /// <summary>Whether another is at the same address and port.</summary>
    internal bool IsAt(KnownPeer other)
    {
        return Port == other.Port && Address == other.Address && (Address != 0 || Ipv6 == other.Ipv6);
    }

    /// <summary>The known name of its instance; no octets where it was never heard by mDNS.</summary>
    internal byte[] Instance = NoName;

    /// <summary>The known name of its host; no octets while none is known.</summary>
    internal byte[] Host = NoName;

    /// <summary>The mark of its instance's name.</summary>
    internal int InstanceMark;

    /// <summary>The mark of its host's name.</summary>
    internal int HostMark;

    /// <summary>Whether it is announced by mDNS now.</summary>
    internal bool IsAnnounced;

    /// <summary>Whether its TXT record was heard.</summary>
    internal bool IsDescribed;

    /// <summary>When the querier asks for what is missing of it; <see cref="long.MaxValue"/> for not.</summary>
    internal long ResolveAt = long.MaxValue;

    /// <summary>How often it has asked.</summary>
    internal int Tries;

    /// <summary>Whether it will be gone in a moment unless it answers.</summary>
    internal bool IsDoubted;

    /// <summary>How often it is still to be asked whether it is there at all (RFC 6762 §10.4).</summary>
    internal int Confirmations;

    // One for all, made when the first peer is.
    private static readonly byte[] NoName = new byte[0];

    /// <summary>Makes it say what another says, for who reads it without the lock.</summary>
    internal void CopyFrom(KnownPeer other)
    {
        Name = other.Name;
        Id = other.Id;
        Kind = other.Kind;
        Address = other.Address;
        Ipv6 = other.Ipv6;
        Port = other.Port;
        IsHere = other.IsHere;
        Reached = other.Reached;
        Printer = other.Printer;
        Services = other.Services;
        Hops = other.Hops;
        SeenAt = other.SeenAt;
        AskedAt = other.AskedAt;
    }
}
