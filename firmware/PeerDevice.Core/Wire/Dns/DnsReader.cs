namespace PeerDevice.Wire.Dns;

/// <summary>
/// Reads a message of mDNS by index, in the buffer it arrived in: its header at once, its questions and records one by one. Total over any octets. Reused.
/// </summary>
/// <remarks>
/// <code>
/// ID       2 octets                                                               RFC 1035 §4.1.1, RFC 6762 §18
/// flags    QR 1 bit, OPCODE 4, AA 1, TC 1, RD 1; RA 1, Z 1, AD 1, CD 1, RCODE 4
/// counts   4 times 2 octets: questions, answers, authorities, additionals
/// question name, type 2, QU 1 bit and class 15                                    RFC 1035 §4.1.2, RFC 6762 §18.12
/// record   name, type 2, cache-flush 1 bit and class 15, time to live 4,
///          length 2, as many octets of data                                       RFC 1035 §4.1.3, RFC 6762 §18.13
/// </code>
/// </remarks>
public sealed class DnsReader
{
    private const int AddressOctets = 4;
    private const int Ipv6Octets = 16;

    private byte[] _buffer = new byte[0];
    private int _end;
    private int _at;
    private int _questionsLeft;
    private int _answersLeft;
    private int _authoritiesLeft;
    private int _additionalsLeft;

    /// <summary>The array that holds the message, from index 0.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Behind the message.</summary>
    public int End => _end;

    /// <summary>ID: 0 in mDNS, except where a legacy querier wants it again (RFC 6762 §18.1).</summary>
    public int Id { get; private set; }

    /// <summary>Whether it is a response.</summary>
    public bool IsResponse { get; private set; }

    /// <summary>Whether more known answers follow in another message (RFC 6762 §18.5).</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>How many questions the header says there are.</summary>
    public int Questions { get; private set; }

    /// <summary>How many records of authority the header says there are: in a query, what a probe would like to have (RFC 6762 §8.2).</summary>
    public int Authorities => Number(8);

    /// <summary>Where the name of the question or record at hand begins.</summary>
    public int NameStart { get; private set; }

    /// <summary>Behind that name, where it stands.</summary>
    public int NameEnd { get; private set; }

    /// <summary>The type of the question or record at hand.</summary>
    public int Type { get; private set; }

    /// <summary>Its class, without the highest bit.</summary>
    public int Class { get; private set; }

    /// <summary>The highest bit of its class: in a question QU, a unicast response is wanted; in a record cache-flush, it is all there is of that name and type.</summary>
    public bool HasClassBit { get; private set; }

    /// <summary>Which section the record at hand stands in: one of those of <see cref="DnsType"/>.</summary>
    public int Section { get; private set; }

    /// <summary>How many seconds the record at hand may be believed; 0 says goodbye (RFC 6762 §10.1).</summary>
    public long TimeToLive { get; private set; }

    /// <summary>Where the data of the record at hand begin.</summary>
    public int DataStart { get; private set; }

    /// <summary>Behind the data.</summary>
    public int DataEnd { get; private set; }

    /// <summary>Behind the name in the data of a PTR, SRV or NSEC record: in the last, where the types begin.</summary>
    public int DataNameEnd { get; private set; }

    /// <summary>Where the name in the data of a PTR, SRV or NSEC record begins.</summary>
    public int DataNameStart => Type == DnsType.Srv ? DataStart + DnsType.SrvOctets : DataStart;

    /// <summary>The priority of an SRV record at hand.</summary>
    public int Priority => Number(DataStart);

    /// <summary>The weight of an SRV record at hand.</summary>
    public int Weight => Number(DataStart + 2);

    /// <summary>The port of an SRV record at hand.</summary>
    public int Port => Number(DataStart + 4);

    /// <summary>The address of an A record at hand, its first number in the highest octet.</summary>
    public long Address => LongNumber(DataStart);

    /// <summary>Whether what was read so far is malformed. To be asked when <see cref="NextQuestion"/> or <see cref="NextRecord"/> has answered false.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Reads a header.</summary>
    /// <param name="buffer">What holds the message, from index 0.</param>
    /// <param name="end">Behind the octets received.</param>
    /// <returns>False when it is no message of mDNS: shorter than a header, longer than any (RFC 6762 §17), another OPCODE or RCODE than 0 (§18.3, §18.11).</returns>
    public bool Read(byte[] buffer, int end)
    {
        _buffer = buffer;
        _end = end;
        if (end < DnsType.HeaderOctets || end > Limits.DnsOctets || (buffer[2] & DnsType.OpcodeBits) != 0 || (buffer[3] & DnsType.ResponseCodeBits) != 0)
        {
            IsMalformed = true;
            return false;
        }

        Id = Number(0);
        IsResponse = (buffer[2] & DnsType.Response) != 0;
        IsTruncated = (buffer[2] & DnsType.Truncated) != 0;
        Rewind();
        return true;
    }

    /// <summary>Begins with the first question anew.</summary>
    public void Rewind()
    {
        if (_end < DnsType.HeaderOctets)
        {
            return;
        }

        IsMalformed = false;
        _at = DnsType.HeaderOctets;
        Questions = Number(4);
        _questionsLeft = Questions;
        _answersLeft = Number(6);
        _authoritiesLeft = Number(8);
        _additionalsLeft = Number(10);
        Section = DnsType.Answer;
    }

    /// <summary>Reads all of it, and begins anew: who believes a record before this was asked believes a message that may break off.</summary>
    /// <returns>Whether all that the header counts is there, and well-formed.</returns>
    public bool IsWhole()
    {
        while (NextQuestion())
        {
        }

        while (NextRecord())
        {
        }

        if (IsMalformed)
        {
            return false;
        }

        Rewind();
        return true;
    }

    /// <summary>Goes to the next question.</summary>
    /// <returns>False when there is none, or it is malformed: <see cref="IsMalformed"/> tells which.</returns>
    public bool NextQuestion()
    {
        if (_questionsLeft == 0 || IsMalformed)
        {
            return false;
        }

        _questionsLeft--;
        if (!ReadName() || _end - NameEnd < DnsType.QuestionOctets)
        {
            return Fail();
        }

        ReadType();
        _at = NameEnd + DnsType.QuestionOctets;
        return true;
    }

    /// <summary>Goes to the next record, past the questions that were not read.</summary>
    /// <returns>False when there is none, or it is malformed: <see cref="IsMalformed"/> tells which.</returns>
    public bool NextRecord()
    {
        while (NextQuestion())
        {
        }

        if (IsMalformed || !TakeRecord())
        {
            return false;
        }

        if (!ReadName() || _end - NameEnd < DnsType.RecordOctets)
        {
            return Fail();
        }

        ReadType();
        int at = NameEnd;
        long seconds = LongNumber(at + 4);

        // RFC 2181 §8: a number with the highest bit set counts as 0.
        TimeToLive = seconds > int.MaxValue ? 0 : seconds;
        DataStart = at + DnsType.RecordOctets;
        int length = Number(at + 8);
        if (length > _end - DataStart)
        {
            return Fail();
        }

        DataEnd = DataStart + length;
        _at = DataEnd;
        return IsDataWellFormed() || Fail();
    }

    private bool TakeRecord()
    {
        if (_answersLeft > 0)
        {
            _answersLeft--;
            Section = DnsType.Answer;
            return true;
        }

        if (_authoritiesLeft > 0)
        {
            _authoritiesLeft--;
            Section = DnsType.Authority;
            return true;
        }

        if (_additionalsLeft > 0)
        {
            _additionalsLeft--;
            Section = DnsType.Additional;
            return true;
        }

        return false;
    }

    private bool ReadName()
    {
        NameStart = _at;
        NameEnd = DnsName.Skip(_buffer, _at, _end);
        return NameEnd >= 0;
    }

    private void ReadType()
    {
        Type = Number(NameEnd);
        int all = Number(NameEnd + 2);
        Class = all & ~DnsType.ClassBit;
        HasClassBit = (all & DnsType.ClassBit) != 0;
    }

    /// <summary>Whether the data are what their type has. Of a type that mDNS does not need here they may be anything.</summary>
    private bool IsDataWellFormed()
    {
        int length = DataEnd - DataStart;
        switch (Type)
        {
            case DnsType.A:
                return length == AddressOctets;
            case DnsType.Aaaa:
                return length == Ipv6Octets;
            case DnsType.Txt:
                return AreWhole(_buffer, DataStart, DataEnd);
            case DnsType.Ptr:
            case DnsType.Srv:
                DataNameEnd = DnsName.Skip(_buffer, DataNameStart, DataEnd);
                return DataNameEnd == DataEnd;
            case DnsType.Nsec:
                DataNameEnd = DnsName.Skip(_buffer, DataStart, DataEnd);
                return DataNameEnd >= 0 && NsecTypes.AreWellFormed(_buffer, DataNameEnd, DataEnd);
            default:
                return true;
        }
    }

    private int Number(int at)
    {
        return (_buffer[at] << 8) | _buffer[at + 1];
    }

    private long LongNumber(int at)
    {
        return ((long)Number(at) << 16) | (uint)Number(at + 2);
    }

    private bool Fail()
    {
        IsMalformed = true;
        return false;
    }

    // The strings of a TXT record; none at all counts as one that is empty (RFC 6763 §6.1).
    private static bool AreWhole(byte[] b, int start, int end)
    {
        while (start < end)
        {
            start += b[start] + 1;
        }

        return start == end;
    }
}
