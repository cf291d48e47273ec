using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dns;

/// <summary>
/// A cheap first look at a datagram: is there a question for a name that is known here, or a record of one? Most of what a responder hears is none of its business, and
/// must cost next to nothing. Nothing is allocated by a look.
/// </summary>
public sealed class QuestionFilter
{
    private const int None = -1;
    private const int ShortLabel = 2;

    // Four labels of one octet, and what of eight octets are their lengths.
    private const long FourOfOne = 0x0001000100010001L;
    private const long LengthsOfFour = 0x00FF00FF00FF00FFL;

    private const int Bits = 63;
    private const int CaseBit = 0x20;

    // What folds the case of the three octets behind the length; an octet that is no letter is folded too, on both sides alike.
    private const int Fold = 0x20202000;

    private readonly byte[][] _names = new byte[Limits.DnsKnownNames][];
    private readonly int[] _starts = new int[Limits.DnsKnownNames];
    private int _count;

    // A bit for each length and one octet of a first label that a known name has: the second octet, since the first of most is an underscore.
    private long _marks;
    private long _uniqueMarks;
    private int _unique;

    /// <summary>Forgets all names.</summary>
    public void Clear()
    {
        _count = 0;
        _marks = 0;
        _uniqueMarks = 0;
        _unique = 0;
    }

    /// <summary>Says that the names so far are this peer's alone, and that those that follow are others' too: a service type's.</summary>
    public void EndUnique()
    {
        _unique = _count;
        _uniqueMarks = _marks;
    }

    /// <summary>Adds a known name.</summary>
    /// <returns>False when there is no more room, or the name is none or the root's.</returns>
    public bool Add(byte[] name)
    {
        if (_count == Limits.DnsKnownNames || name.Length <= ShortLabel || name.Length > Limits.DnsNameOctets)
        {
            return false;
        }

        int length = name[0];
        _starts[_count] = Start(name, 0, length);
        _marks |= 1L << ((length + (name[length > ShortLabel ? 2 : 1] | CaseBit)) & Bits);
        _names[_count++] = name;
        return true;
    }

    /// <summary>
    /// Looks at the questions of a datagram as far as the first for a known name. What is no query of mDNS has none.
    /// </summary>
    /// <param name="b">What holds the message, from index 0.</param>
    /// <param name="end">Behind the octets received.</param>
    /// <returns>
    /// False when it is no query of mDNS, or asks for no known name in what can be read of it. True says no more than that it is worth reading:
    /// neither that the rest is well-formed nor that type and class are ours.
    /// </returns>
    public bool HasQuestion(byte[] b, int end)
    {
        return end >= DnsType.HeaderOctets && end <= Limits.DnsOctets && (b[2] & (DnsType.Response | DnsType.OpcodeBits)) == 0 && (b[3] & DnsType.ResponseCodeBits) == 0
            && Look(b, end, (b[4] << 8) | b[5], _marks, 0);
    }

    /// <summary>Looks at the records of a datagram as far as the first of a name that was added before <see cref="EndUnique"/>.</summary>
    /// <param name="b">What holds the message, from index 0.</param>
    /// <param name="end">Behind the octets received.</param>
    /// <returns>False when it is no response of mDNS, has a question, or has no such record in what can be read of it. True says no more than that it is worth reading.</returns>
    public bool HasRecord(byte[] b, int end)
    {
        // RFC 6762 §6: a response has no questions.
        return end >= DnsType.HeaderOctets && end <= Limits.DnsOctets && (b[2] & (DnsType.Response | DnsType.OpcodeBits)) == DnsType.Response && (b[3] & DnsType.ResponseCodeBits) == 0
            && (b[4] | b[5]) == 0 && Look(b, end, ((b[6] + b[8] + b[10]) << 8) + b[7] + b[9] + b[11], _uniqueMarks, DnsType.RecordOctets - DnsType.QuestionOctets);
    }

    /// <summary>Which of the known names a name of a message is.</summary>
    /// <returns>How many were added before it; -1 when it is none.</returns>
    public int Find(byte[] b, int at, int end)
    {
        int name = at;
        if (b[at] > Limits.DnsLabelOctets)
        {
            name = FirstLabel(b, at, end);
            if (name < 0)
            {
                return None;
            }
        }

        int start = Start(b, name, b[name]);
        for (int i = 0; i < _count; i++)
        {
            if (_starts[i] == start && DnsName.Is(b, at, end, _names[i]))
            {
                return i;
            }
        }

        return None;
    }

    /// <param name="b">The message.</param>
    /// <param name="end">Behind it.</param>
    /// <param name="count">How many questions or records there are.</param>
    /// <param name="marks">Those of the names that are looked for.</param>
    /// <param name="more">Octets of a record between the class and the data; 0 for questions.</param>
    private bool Look(byte[] b, int end, int count, long marks, int more)
    {
        int at = DnsType.HeaderOctets;
        for (; count > 0; count--)
        {
            if (end - at <= DnsType.QuestionOctets)
            {
                return false;
            }

            int name = at;
            int length = b[at];
            if (length > Limits.DnsLabelOctets)
            {
                // Nearly always it points at labels; otherwise somebody looks closer.
                name = ((length & ~DnsType.Pointer) << 8) | b[at + 1];
                if (length < DnsType.Pointer || name >= at || name < DnsType.HeaderOctets || b[name] > Limits.DnsLabelOctets)
                {
                    name = FirstLabel(b, at, end);
                    if (name < 0)
                    {
                        return false;
                    }
                }
            }

            length = b[name];
            if (length != 0 && ((marks >> ((length + (b[length > ShortLabel ? name + 2 : name + 1] | CaseBit)) & Bits)) & 1) != 0 && IsKnown(b, at, end, name, length, more != 0))
            {
                return true;
            }

            length = b[at];
            // A label has 1 to 63 octets: one comparison says that it is neither root nor pointer.
            while ((uint)(length - 1) < Limits.DnsLabelOctets)
            {
                if (length == 1)
                {
                    at = SkipShort(b, at, end);
                    length = b[at];
                    if (length != 1)
                    {
                        continue;
                    }
                }

                at += length + 1;
                if (at >= end)
                {
                    return false;
                }

                length = b[at];
            }

            at += (length == 0 ? 1 : 2) + DnsType.QuestionOctets + more;
            if (more != 0)
            {
                if (at > end)
                {
                    return false;
                }

                at += (b[at - 2] << 8) | b[at - 1];
            }
        }

        return false;
    }

    /// <summary>Behind as many labels of one octet as can be passed over four at a time: the reverse name of an IPv6 address has thirty-two (RFC 3596 §2.5).</summary>
    private static int SkipShort(byte[] b, int at, int end)
    {
        while (end - at > sizeof(long) && (BitConverter.ToInt64(b, at) & LengthsOfFour) == FourOfOne)
        {
            at += sizeof(long);
        }

        return at;
    }

    /// <summary>Where the labels begin of a name that begins with a pointer; -1 when it is none.</summary>
    private static int FirstLabel(byte[] b, int at, int end)
    {
        for (int hops = 0; hops < Limits.DnsHops; hops++)
        {
            int target = DnsName.Target(b, at, end, at);
            if (target < 0 || b[target] <= Limits.DnsLabelOctets)
            {
                return target;
            }

            end = at;
            at = target;
        }

        return -1;
    }

    /// <summary>The length and the first octets of a name's first label, but for the case of letters.</summary>
    private static int Start(byte[] b, int at, int length)
    {
        return length > ShortLabel ? BitConverter.ToInt32(b, at) | Fold : length | ((b[at + 1] | CaseBit) << 8);
    }

    private bool IsKnown(byte[] b, int at, int end, int name, int length, bool isUnique)
    {
        int start = Start(b, name, length);
        int count = isUnique ? _unique : _count;
        for (int i = 0; i < count; i++)
        {
            if (_starts[i] == start && DnsName.Is(b, at, end, _names[i]))
            {
                return true;
            }
        }

        return false;
    }
}
