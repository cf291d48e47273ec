namespace PeerDevice.Wire.Snmp;

/// <summary>The tags that SNMP uses of BER (RFC 1157 §3.2.2, RFC 2578 §7.1, RFC 3416 §3; X.690 §8.1.2).</summary>
public static class Ber
{
    /// <summary>INTEGER, which is Integer32 too.</summary>
    public const int Integer = 0x02;

    /// <summary>OCTET STRING.</summary>
    public const int OctetString = 0x04;

    /// <summary>NULL, the value of a variable that is asked for.</summary>
    public const int Null = 0x05;

    /// <summary>OBJECT IDENTIFIER.</summary>
    public const int ObjectIdentifier = 0x06;

    /// <summary>SEQUENCE and SEQUENCE OF.</summary>
    public const int Sequence = 0x30;

    /// <summary>Counter32, RFC 1155's Counter.</summary>
    public const int Counter32 = 0x41;

    /// <summary>Gauge32 and Unsigned32, RFC 1155's Gauge.</summary>
    public const int Gauge32 = 0x42;

    /// <summary>TimeTicks: hundredths of a second.</summary>
    public const int TimeTicks = 0x43;

    /// <summary>In place of a value in SNMPv2: there is no object of that type here.</summary>
    public const int NoSuchObject = 0x80;

    /// <summary>In place of a value in SNMPv2: the object is here, but not that instance of it.</summary>
    public const int NoSuchInstance = 0x81;

    /// <summary>In place of a value in SNMPv2: nothing follows that name.</summary>
    public const int EndOfMibView = 0x82;

    /// <summary>Bits of a tag's octet that say that the tag goes on in the next one; SNMP has no such tag.</summary>
    internal const int HighTag = 0x1F;

    /// <summary>The bit of a length's first octet that says that it counts the octets of the length; with none of them the end is marked instead.</summary>
    internal const int LongForm = 0x80;
}
