namespace PeerDevice.Wire.Snmp;

/// <summary>
/// Reads a request of SNMPv1 or v2c by index, in the buffer it arrived in: its head at once, its variable bindings one by one. Total over any
/// octets. Reused.
/// </summary>
/// <remarks>
/// <code>
/// Message  ::= SEQUENCE { version INTEGER, community OCTET STRING, data PDU }     RFC 1157 §4, RFC 1901 §3
/// PDU      ::= [n] IMPLICIT SEQUENCE {                                            RFC 1157 §4.1.1, RFC 3416 §3
///     request-id        INTEGER,
///     error-status      INTEGER,    non-repeaters in a GetBulkRequest
///     error-index       INTEGER,    max-repetitions in a GetBulkRequest
///     variable-bindings SEQUENCE OF SEQUENCE { name OBJECT IDENTIFIER, value ANY } }
/// </code>
/// </remarks>
public sealed class SnmpRequestReader
{
    private readonly BerReader _reader = new BerReader();
    private byte[] _buffer = new byte[0];

    /// <summary>The array that holds the request.</summary>
    public byte[] Buffer => _buffer;

    /// <summary><see cref="SnmpPdu.Version1"/> or <see cref="SnmpPdu.Version2c"/>.</summary>
    public int Version { get; private set; }

    /// <summary>The PDU's tag: one of those of <see cref="SnmpPdu"/> but Response.</summary>
    public int Pdu { get; private set; }

    /// <summary>Where the version begins; version and community up to <see cref="CommunityEnd"/> are the same in an answer.</summary>
    public int HeadStart { get; private set; }

    /// <summary>Where the octets of the community begin.</summary>
    public int CommunityStart { get; private set; }

    /// <summary>Behind the community.</summary>
    public int CommunityEnd { get; private set; }

    /// <summary>Where the request-id begins, with its tag.</summary>
    public int IdStart { get; private set; }

    /// <summary>Behind the request-id.</summary>
    public int IdEnd { get; private set; }

    /// <summary>The variable bindings at the front that a GetBulkRequest wants one successor of; 0 or more.</summary>
    public int NonRepeaters { get; private set; }

    /// <summary>The successors that a GetBulkRequest wants of each other variable; 0 or more.</summary>
    public int MaxRepetitions { get; private set; }

    /// <summary>Where the first variable binding begins.</summary>
    public int BindingsStart { get; private set; }

    /// <summary>Behind the last variable binding.</summary>
    public int BindingsEnd { get; private set; }

    /// <summary>Where the name of the variable binding at hand begins, without tag and length.</summary>
    public int NameStart { get; private set; }

    /// <summary>Behind the name of the variable binding at hand.</summary>
    public int NameEnd { get; private set; }

    /// <summary>Whether what was read so far is malformed. To be asked when <see cref="Next"/> has answered false.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Reads a request, which must be all there is up to <paramref name="end"/>, as far as its variable bindings.</summary>
    /// <returns>False when it is no request of either version that an agent answers: malformed, another version, another PDU.</returns>
    public bool Read(byte[] buffer, int start, int end)
    {
        BerReader reader = _reader;
        _buffer = buffer;
        reader.Attach(buffer, start, end);
        reader.Enter(Ber.Sequence);
        HeadStart = reader.Position;
        Version = reader.Integer();
        int length = reader.Skip(Ber.OctetString);
        CommunityEnd = reader.Position;
        CommunityStart = CommunityEnd - length;
        Pdu = reader.Peek();
        if (!IsKnown())
        {
            return false;
        }

        reader.Enter(Pdu);
        IdStart = reader.Position;
        reader.SkipInteger();
        IdEnd = reader.Position;

        // RFC 3416 §4.2.3: less than 0 counts as 0.
        int number = reader.Integer();
        NonRepeaters = number < 0 ? 0 : number;
        number = reader.Integer();
        MaxRepetitions = number < 0 ? 0 : number;
        reader.Enter(Ber.Sequence);
        BindingsStart = reader.Position;
        BindingsEnd = reader.End;

        // The bindings are the last of the PDU, and that of the message, and that of the datagram.
        IsMalformed = reader.HasFailed || reader.End != end;
        return !IsMalformed;
    }

    /// <summary>Goes to the next variable binding.</summary>
    /// <returns>False when there is none, or it is malformed: <see cref="IsMalformed"/> tells which.</returns>
    public bool Next()
    {
        BerReader reader = _reader;
        if (IsMalformed || reader.IsAtEnd)
        {
            return false;
        }

        int outer = reader.Enter(Ber.Sequence);
        int length = reader.Skip(Ber.ObjectIdentifier);
        NameEnd = reader.Position;
        NameStart = NameEnd - length;
        reader.SkipAny();
        reader.Leave(outer);
        IsMalformed = reader.HasFailed || !ObjectName.IsWellFormed(_buffer, NameStart, NameEnd);
        return !IsMalformed;
    }

    private bool IsKnown()
    {
        switch (Version)
        {
            case SnmpPdu.Version1: return Pdu == SnmpPdu.Get || Pdu == SnmpPdu.GetNext || Pdu == SnmpPdu.Set;
            case SnmpPdu.Version2c: return Pdu == SnmpPdu.Get || Pdu == SnmpPdu.GetNext || Pdu == SnmpPdu.Set || Pdu == SnmpPdu.GetBulk;
            default: return false;
        }
    }
}
