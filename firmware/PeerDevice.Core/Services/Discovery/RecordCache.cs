using System;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>
/// What other hosts told by mDNS (RFC 6762 §10), as many records as there is room for. What is known is worth more than what is new: where it is full, nothing more is taken. Not for
/// several threads at once.
/// </summary>
public sealed class RecordCache
{
    /// <summary>Nothing became another.</summary>
    public const int Same = 0;

    /// <summary>A record that was not there.</summary>
    public const int New = 1;

    /// <summary>A record that will end in a moment.</summary>
    public const int Ending = 2;

    /// <summary>There was no room for it.</summary>
    public const int Refused = 3;

    private readonly CachedRecord?[] _buckets;
    private readonly int _room;
    private readonly byte[] _name = new byte[Limits.DnsNameOctets];
    private readonly byte[] _data = new byte[Limits.DnsDataOctets];
    private int _drawn;

    /// <summary>Makes an empty one.</summary>
    /// <param name="records">How many records it holds at most.</param>
    /// <param name="drawn">A number of chance, so that no two hosts ask at one moment.</param>
    public RecordCache(int records, int drawn)
    {
        _room = records;
        _drawn = drawn & int.MaxValue;
        int buckets = Limits.DnsBuckets;
        while (buckets < records)
        {
            buckets <<= 1;
        }

        _buckets = new CachedRecord?[buckets];
    }

    /// <summary>How many records are held.</summary>
    public int Count { get; private set; }

    /// <summary>The record that <see cref="Hear"/> was about; null where it was not taken.</summary>
    public CachedRecord? Last { get; private set; }

    /// <summary>Takes the record at hand of a response.</summary>
    /// <param name="record">Where it is at hand.</param>
    /// <param name="segment">The link by which it came: what is known by another stands beside it.</param>
    /// <param name="now">The clock's milliseconds.</param>
    /// <returns>What became of it.</returns>
    public int Hear(DnsReader record, int segment, long now)
    {
        Last = null;
        int nameLength = DnsName.Copy(record.Buffer, record.NameStart, record.End, _name, 0);
        int length = CopyData(record);
        if (nameLength == 0 || length < 0)
        {
            return Refused;
        }

        int type = record.Type;
        int bucket = Bucket(_name, type, _data);
        CachedRecord? known = null;
        int alike = 0;
        for (CachedRecord? at = _buckets[bucket]; at is not null; at = at.Next)
        {
            if (at.Type == type && DnsName.AreSame(at.Name, 0, at.Name.Length, _name, 0, nameLength))
            {
                alike++;
                if (IsSame(at, length))
                {
                    known = at;
                }
                else if (record.HasClassBit && at.Segment == segment && at.HeardAt < now - Limits.DnsFlushMilliseconds)
                {
                    // RFC 6762 §10.2: what is older than a second is not what the message has, and ends in a second.
                    at.EndBy(now + Limits.DnsFlushMilliseconds);
                }
            }
        }

        if (record.TimeToLive == 0)
        {
            return Goodbye(known, now);
        }

        int seconds = record.TimeToLive > Limits.DnsLongestSeconds ? Limits.DnsLongestSeconds : (int)record.TimeToLive;
        bool isNew = known is null;
        if (known is null)
        {
            if (Count >= _room || (alike >= Limits.DnsAlike && type != DnsType.Ptr))
            {
                return Refused;
            }

            known = Add(bucket, nameLength, type, length);
        }

        known.Hear(seconds, _drawn++ & byte.MaxValue, now);
        known.Segment = segment;
        Last = known;
        return isNew ? New : Same;
    }

    /// <summary>The record of a name and type that is behind another one.</summary>
    /// <param name="name">The known name.</param>
    /// <param name="type">The type, other than PTR.</param>
    /// <param name="before">The one before it; null for the first.</param>
    /// <param name="now">What has ended by then is not there.</param>
    public CachedRecord? Find(byte[] name, int type, CachedRecord? before, long now)
    {
        CachedRecord? at = before is null ? _buckets[Bucket(name, type, name)] : before.Next;
        while (at is not null)
        {
            if (at.Type == type && at.EndsAt > now && DnsName.Is(at.Name, 0, at.Name.Length, name))
            {
                return at;
            }

            at = at.Next;
        }

        return null;
    }

    /// <summary>The PTR record that a message's record at hand is, whatever its time to live.</summary>
    public CachedRecord? FindPointer(DnsReader record, long now)
    {
        int length = CopyData(record);
        if (length <= 0)
        {
            return null;
        }

        for (CachedRecord? at = _buckets[Bucket(_data, DnsType.Ptr, _data)]; at is not null; at = at.Next)
        {
            if (at.Type == DnsType.Ptr && at.EndsAt > now && DnsName.AreSame(at.Data, 0, at.Data.Length, _data, 0, length)
                && DnsName.AreSame(at.Name, 0, at.Name.Length, record.Buffer, record.NameStart, record.End))
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>The record that is behind another in no particular order; begins anew with null. To be asked without a change between.</summary>
    public CachedRecord? After(CachedRecord? before)
    {
        if (before is not null && before.Next is not null)
        {
            return before.Next;
        }

        int bucket = before is null ? 0 : before.Bucket + 1;
        while (bucket < _buckets.Length)
        {
            CachedRecord? first = _buckets[bucket++];
            if (first is not null)
            {
                return first;
            }
        }

        return null;
    }

    /// <summary>Takes out a record that has ended.</summary>
    /// <returns>It; null when there is none.</returns>
    public CachedRecord? TakeEnded(long now)
    {
        for (int i = 0; i < _buckets.Length; i++)
        {
            CachedRecord? before = null;
            for (CachedRecord? at = _buckets[i]; at is not null; at = at.Next)
            {
                if (at.EndsAt <= now)
                {
                    if (before is null)
                    {
                        _buckets[i] = at.Next;
                    }
                    else
                    {
                        before.Next = at.Next;
                    }

                    Count--;
                    return at;
                }

                before = at;
            }
        }

        return null;
    }

    private int Goodbye(CachedRecord? known, long now)
    {
        if (known is null)
        {
            return Same;
        }

        // RFC 6762 §10.1: a second for somebody to object.
        known.EndBy(now + Limits.DnsFlushMilliseconds);
        Last = known;
        return Ending;
    }

    private CachedRecord Add(int bucket, int nameLength, int type, int length)
    {
        byte[] name = new byte[nameLength];
        Array.Copy(_name, 0, name, 0, nameLength);
        byte[] data = new byte[length];
        Array.Copy(_data, 0, data, 0, length);
        CachedRecord added = new CachedRecord(name, type, data) { Next = _buckets[bucket], Bucket = bucket };
        _buckets[bucket] = added;
        Count++;
        return added;
    }

    /// <summary>Copies the data of the record at hand, names without pointers.</summary>
    /// <returns>How many octets; -1 when there is no room for so many.</returns>
    private int CopyData(DnsReader record)
    {
        int type = record.Type;
        int from = record.DataStart;
        int length = record.DataEnd - from;
        int head = type == DnsType.Srv ? DnsType.SrvOctets : type == DnsType.Ptr ? 0 : length;
        if (head > _data.Length)
        {
            return -1;
        }

        Array.Copy(record.Buffer, from, _data, 0, head);
        if (head == length && type != DnsType.Ptr && type != DnsType.Srv)
        {
            return length;
        }

        int name = DnsName.Copy(record.Buffer, from + head, record.DataEnd, _data, head);
        return name == 0 ? -1 : head + name;
    }

    private bool IsSame(CachedRecord known, int length)
    {
        byte[] data = known.Data;
        int head = known.Type == DnsType.Srv ? DnsType.SrvOctets : 0;
        if (known.Type == DnsType.Ptr || head > 0)
        {
            // Names are the same whatever the case of their letters (RFC 6762 §16).
            return Octets.AreSame(data, 0, _data, 0, head) && DnsName.AreSame(data, head, data.Length, _data, head, length);
        }

        return data.Length == length && Octets.AreSame(data, 0, _data, 0, length);
    }

    // PTR records of one name are many, and told apart by what they lead to.
    private int Bucket(byte[] name, int type, byte[] data)
    {
        byte[] key = type == DnsType.Ptr ? data : name;
        int mark = NameMark.Of(key, 0, key.Length) + type;
        return (mark ^ (mark >> 10) ^ (mark >> 20)) & (_buckets.Length - 1);
    }
}
