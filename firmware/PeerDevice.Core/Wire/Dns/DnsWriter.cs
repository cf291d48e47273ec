using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dns;

/// <summary>
/// Writes a message of mDNS into an array that is used again and again: questions, then records, section by section. A question or record that does not
/// fit whole is taken back, and the message stays a good one. Names are known ones; what a message had of them before is pointed at (RFC 1035 §4.1.4).
/// </summary>
public sealed class DnsWriter
{
    private const int None = -1;
    private const int BitmapOctets = 32;

    // Where an offset of 14 bits ends.
    private const int Pointable = 0x4000;

    private readonly ByteWriter _out;
    private readonly byte[] _buffer;
    private readonly int[] _suffixes = new int[Limits.DnsSuffixes];
    private byte[]? _name;
    private int _suffixCount;
    private int _suffixesBefore;
    private int _start;
    private int _data;
    private bool _isLegacy;

    /// <summary>Makes a writer of messages of at most as many octets as an array has, and it has a header's at least.</summary>
    public DnsWriter(byte[] buffer)
    {
        _out = new ByteWriter(buffer);
        _buffer = buffer;
    }

    /// <summary>The array with the message.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Octets of the message as far as it is written: it is whole after each question and record.</summary>
    public int Length => _out.Position;

    /// <summary>Whether no question and no record stands in the message.</summary>
    public bool IsEmpty => Length == DnsType.HeaderOctets;

    /// <summary>Writes what a record has that is not written by a method here, between <see cref="BeginRecord"/> and <see cref="EndRecord"/>.</summary>
    public ByteWriter Data => _out;

    /// <summary>Begins a query, or a probe (RFC 6762 §5, §8.1). Its ID is 0 (§18.1).</summary>
    public void BeginQuery()
    {
        Begin(0, 0);
    }

    /// <summary>Begins a response: ID 0, QR and AA, no questions (RFC 6762 §6, §18).</summary>
    public void BeginResponse()
    {
        Begin(0, DnsType.Response | DnsType.Authoritative);
    }

    /// <summary>
    /// Begins the unicast response to a querier that is no mDNS one, which its source port tells (RFC 6762 §6.7): its ID and its questions are
    /// repeated, no record has the cache-flush bit, none may be believed for long, and no SRV record's target is compressed (§18.14).
    /// </summary>
    /// <remarks>The query may stand in the array that is written into: its questions are written where they stood, or before.</remarks>
    /// <returns>False when the questions do not fit or are malformed.</returns>
    public bool BeginLegacy(DnsReader query)
    {
        query.Rewind();
        Begin(query.Id, DnsType.Response | DnsType.Authoritative);
        _isLegacy = true;
        byte[] name = _name ?? new byte[Limits.DnsNameOctets];
        _name = name;
        while (query.NextQuestion())
        {
            int length = DnsName.Copy(query.Buffer, query.NameStart, query.End, name, 0);
            Open();
            WriteName(name, length);
            Two(query.Type);

            // The bit has no meaning for such a querier, and would change the class.
            Two(query.Class);
            if (!Close(4) || (query.Buffer == _buffer && Length > query.NameEnd + DnsType.QuestionOctets))
            {
                return false;
            }
        }

        return !query.IsMalformed;
    }

    /// <summary>Writes a question.</summary>
    /// <param name="name">A known name.</param>
    /// <param name="type">The type that is asked for.</param>
    /// <param name="wantsUnicast">QU: a unicast response is wanted (RFC 6762 §5.4).</param>
    /// <returns>False when it did not fit: nothing is written.</returns>
    public bool Question(byte[] name, int type, bool wantsUnicast)
    {
        Open();
        WriteName(name, name.Length);
        Two(type);
        Two(wantsUnicast ? DnsType.In | DnsType.ClassBit : DnsType.In);
        return Close(4);
    }

    /// <summary>Begins a record: its data are written next. Sections come in their order, behind all questions.</summary>
    /// <param name="name">A known name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="isUnique">Cache-flush: it is all there is of that name and type (RFC 6762 §10.2).</param>
    /// <param name="seconds">Time to live; 0 says goodbye (§10.1).</param>
    public void BeginRecord(byte[] name, int type, bool isUnique, int seconds)
    {
        Open();
        WriteName(name, name.Length);
        Two(type);
        Two(isUnique && !_isLegacy ? DnsType.In | DnsType.ClassBit : DnsType.In);

        // RFC 6762 §6.7: 10 s at most for who does not hear what changes.
        int most = _isLegacy && seconds > Limits.DnsLegacySeconds ? Limits.DnsLegacySeconds : seconds;
        Two(most >> 16);
        Two(most);
        Two(0);
        _data = _out.Position;
    }

    /// <summary>Ends a record.</summary>
    /// <param name="section">One of those of <see cref="DnsType"/>.</param>
    /// <returns>False when it did not fit: nothing is written.</returns>
    public bool EndRecord(int section)
    {
        if (!_out.Overflowed)
        {
            int length = _out.Position - _data;
            _buffer[_data - 2] = (byte)(length >> 8);
            _buffer[_data - 1] = (byte)length;
        }

        return Close(6 + (2 * section));
    }

    /// <summary>Writes an A record.</summary>
    /// <param name="section">One of those of <see cref="DnsType"/>.</param>
    /// <param name="name">A known name.</param>
    /// <param name="address">The address, its first number in the highest octet.</param>
    /// <param name="seconds">Time to live.</param>
    /// <returns>False when it did not fit.</returns>
    public bool Address(int section, byte[] name, long address, int seconds)
    {
        BeginRecord(name, DnsType.A, true, seconds);
        Two((int)(address >> 16));
        Two((int)address);
        return EndRecord(section);
    }

    /// <summary>Writes a record whose data are octets: AAAA, TXT and any other.</summary>
    /// <param name="section">One of those of <see cref="DnsType"/>.</param>
    /// <param name="name">A known name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="data">The data.</param>
    /// <param name="seconds">Time to live.</param>
    /// <returns>False when it did not fit.</returns>
    public bool Octets(int section, byte[] name, int type, byte[] data, int seconds)
    {
        BeginRecord(name, type, true, seconds);
        _out.Octets(data, 0, data.Length);
        return EndRecord(section);
    }

    /// <summary>Writes a PTR record.</summary>
    /// <param name="section">One of those of <see cref="DnsType"/>.</param>
    /// <param name="name">A known name.</param>
    /// <param name="target">Another one.</param>
    /// <param name="isUnique">Cache-flush: as an address's name has it, and a service type, which others have too, has not.</param>
    /// <param name="seconds">Time to live.</param>
    /// <returns>False when it did not fit.</returns>
    public bool Pointer(int section, byte[] name, byte[] target, bool isUnique, int seconds)
    {
        BeginRecord(name, DnsType.Ptr, isUnique, seconds);
        WriteName(target, target.Length);
        return EndRecord(section);
    }

    /// <summary>Writes an SRV record of priority 0 and weight 0 (RFC 6763 §5).</summary>
    /// <param name="section">One of those of <see cref="DnsType"/>.</param>
    /// <param name="name">The service instance's known name.</param>
    /// <param name="port">Its port.</param>
    /// <param name="host">The host's known name.</param>
    /// <param name="seconds">Time to live.</param>
    /// <returns>False when it did not fit.</returns>
    public bool Service(int section, byte[] name, int port, byte[] host, int seconds)
    {
        BeginRecord(name, DnsType.Srv, true, seconds);
        Two(0);
        Two(0);
        Two(port);
        if (_isLegacy)
        {
            _out.Octets(host, 0, host.Length);
        }
        else
        {
            WriteName(host, host.Length);
        }

        return EndRecord(section);
    }

    /// <summary>Writes the NSEC record that says which types a name has, and so that it has no other (RFC 6762 §6.1): its next name is the name itself.</summary>
    /// <param name="section">One of those of <see cref="DnsType"/>.</param>
    /// <param name="name">A known name.</param>
    /// <param name="types">Types below 256, in any order; others are left out, as §6.1 has no place for them.</param>
    /// <param name="seconds">Time to live: that of the record that is not there.</param>
    /// <returns>False when it did not fit.</returns>
    public bool Negative(int section, byte[] name, int[] types, int seconds)
    {
        BeginRecord(name, DnsType.Nsec, true, seconds);
        WriteName(name, name.Length);
        int last = None;
        for (int i = 0; i < types.Length; i++)
        {
            int octet = types[i] >> 3;
            last = octet > last && octet < BitmapOctets ? octet : last;
        }

        int at = _out.Position + 2;
        if (last >= 0)
        {
            if (_out.Room < last + 3)
            {
                _out.MarkOverflow();
                return EndRecord(section);
            }

            _buffer[at - 2] = 0;
            _buffer[at - 1] = (byte)(last + 1);
            Array.Clear(_buffer, at, last + 1);
            for (int i = 0; i < types.Length; i++)
            {
                if (types[i] >> 3 < BitmapOctets)
                {
                    _buffer[at + (types[i] >> 3)] |= (byte)(0x80 >> (types[i] & 7));
                }
            }

            _out.Position = at + last + 1;
        }

        return EndRecord(section);
    }

    /// <summary>Says that more follows in another message: known answers of a query (RFC 6762 §7.2), or what a legacy response has no room for (§18.5).</summary>
    public void Truncate()
    {
        _buffer[2] |= DnsType.Truncated;
    }

    private void Begin(int id, int flags)
    {
        ByteWriter to = _out;
        to.Reset();
        _suffixCount = 0;
        _isLegacy = false;
        Array.Clear(_buffer, 0, DnsType.HeaderOctets);
        _buffer[0] = (byte)(id >> 8);
        _buffer[1] = (byte)id;
        _buffer[2] = (byte)flags;
        to.Position = DnsType.HeaderOctets;
    }

    private void Open()
    {
        _start = _out.Position;
        _suffixesBefore = _suffixCount;
    }

    /// <summary>Counts what was written, or takes it back.</summary>
    /// <param name="counter">Where in the header it is counted.</param>
    private bool Close(int counter)
    {
        if (_out.Overflowed)
        {
            _out.Reset(_start);
            _suffixCount = _suffixesBefore;
            return false;
        }

        if (++_buffer[counter + 1] == 0)
        {
            _buffer[counter]++;
        }

        return true;
    }

    private void Two(int value)
    {
        ByteWriter to = _out;
        int at = to.Position;
        if (_buffer.Length - at < 2)
        {
            to.MarkOverflow();
            return;
        }

        _buffer[at] = (byte)(value >> 8);
        _buffer[at + 1] = (byte)value;
        to.Position = at + 2;
    }

    /// <summary>Writes a name: label by label, up to where the message has the rest of it already.</summary>
    private void WriteName(byte[] name, int end)
    {
        int at = 0;
        while (at < end && name[at] != 0)
        {
            int known = Find(name, at);
            if (known != None)
            {
                Two((DnsType.Pointer << 8) | known);
                return;
            }

            int length = name[at] + 1;
            if (_out.Overflowed || length > _out.Room)
            {
                // Nothing may be remembered that is not there.
                _out.MarkOverflow();
                return;
            }

            if (_suffixCount < Limits.DnsSuffixes && _out.Position < Pointable)
            {
                _suffixes[_suffixCount++] = _out.Position;
            }

            _out.Octets(name, at, length);
            at += length;
        }

        _out.Octet(0);
    }

    /// <summary>Where the message has the rest of a known name, octet by octet; -1 where it has not.</summary>
    private int Find(byte[] name, int at)
    {
        byte[] b = _buffer;
        int[] suffixes = _suffixes;
        int length = name[at];

        // The last octet: the first of most is an underscore.
        int last = name[at + length];
        int count = _suffixCount;
        for (int i = 0; i < count; i++)
        {
            int suffix = suffixes[i];
            if (b[suffix] == length && b[suffix + length] == last && IsRest(suffix, name, at))
            {
                return suffix;
            }
        }

        return None;
    }

    private bool IsRest(int suffix, byte[] name, int at)
    {
        byte[] b = _buffer;
        int end = _out.Position;
        while (suffix < end)
        {
            int length = b[suffix];
            if (length > Limits.DnsLabelOctets)
            {
                suffix = ((length & ~DnsType.Pointer) << 8) | b[suffix + 1];
                continue;
            }

            if (length != name[at])
            {
                return false;
            }

            if (length == 0)
            {
                return true;
            }

            if (!Bytes.Octets.AreSame(b, suffix + 1, name, at + 1, length))
            {
                return false;
            }

            suffix += length + 1;
            at += length + 1;
        }

        return false;
    }
}
