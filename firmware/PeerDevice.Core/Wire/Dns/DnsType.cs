namespace PeerDevice.Wire.Dns;

/// <summary>The types, classes and sections of DNS as far as mDNS and DNS-SD use them (RFC 1035 §3.2, RFC 6762 §18, RFC 6763).</summary>
public static class DnsType
{
    /// <summary>A: an IPv4 address (RFC 1035 §3.4.1).</summary>
    public const int A = 1;

    /// <summary>PTR: a name (RFC 1035 §3.3.12); DNS-SD's instances and types are told by it.</summary>
    public const int Ptr = 12;

    /// <summary>TXT: strings (RFC 1035 §3.3.14); keys and values in DNS-SD.</summary>
    public const int Txt = 16;

    /// <summary>AAAA: an IPv6 address (RFC 3596 §2.1).</summary>
    public const int Aaaa = 28;

    /// <summary>SRV: host and port of a service (RFC 2782).</summary>
    public const int Srv = 33;

    /// <summary>NSEC: the types that a name has (RFC 4034 §4, RFC 6762 §6.1).</summary>
    public const int Nsec = 47;

    /// <summary>ANY: a question for all types (RFC 1035 §3.2.3).</summary>
    public const int Any = 255;

    /// <summary>IN, the class of all that mDNS has.</summary>
    public const int In = 1;

    /// <summary>ANY: a question for all classes.</summary>
    public const int AnyClass = 255;

    /// <summary>The section of answers.</summary>
    public const int Answer = 0;

    /// <summary>The section of authority: what a probe would like to have (RFC 6762 §8.2).</summary>
    public const int Authority = 1;

    /// <summary>The section of additional records.</summary>
    public const int Additional = 2;

    /// <summary>Octets of a message's header (RFC 1035 §4.1.1).</summary>
    internal const int HeaderOctets = 12;

    /// <summary>Octets of a question behind its name: type and class.</summary>
    internal const int QuestionOctets = 4;

    /// <summary>Octets of a record between its name and its data: type, class, time to live, length.</summary>
    internal const int RecordOctets = 10;

    /// <summary>Octets of an SRV record's data before its target: priority, weight, port.</summary>
    internal const int SrvOctets = 6;

    /// <summary>QR: a response.</summary>
    internal const int Response = 0x80;

    /// <summary>AA: an authoritative answer, as every response of mDNS is (RFC 6762 §18.4).</summary>
    internal const int Authoritative = 0x04;

    /// <summary>TC: more follows (RFC 6762 §18.5).</summary>
    internal const int Truncated = 0x02;

    /// <summary>The bits of OPCODE, in the flags' first octet.</summary>
    internal const int OpcodeBits = 0x78;

    /// <summary>The bits of RCODE, in the flags' second octet.</summary>
    internal const int ResponseCodeBits = 0x0F;

    /// <summary>The highest bit of a class: QU in a question, cache-flush in a record (RFC 6762 §18.12, §18.13).</summary>
    internal const int ClassBit = 0x8000;

    /// <summary>Both highest bits of a label's first octet: a pointer (RFC 1035 §4.1.4). One of them alone means nothing.</summary>
    internal const int Pointer = 0xC0;
}
