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

    private const int Marks = 64;
    private const int CaseBit = 0x20;

    // What folds the case of the three octets behind the length; an octet that is no letter is folded too, on both sides alike.
    private const int Fold = 0x20202000;

    private readonly byte[][] _names = new byte[Limits.DnsKnownNames][];
    private readonly int[] _starts = new int[Limits.DnsKnownNames];
    private int _count;

    // By a number made of how a name begins: one more than the place of the last that begins so, or 0; and of each name the next.
    private readonly byte[] _last = new byte[Marks];
    private readonly byte[] _next = new byte[Limits.DnsKnownNames];
    private int _unique;

    /// <summary>Forgets all names.</summary>
    public void Clear()
    {
        _count = 0;
        Array.Clear(_last, 0, Marks);
        _unique = 0;
    }

    /// <summary>Says that the names so far are this peer's alone, and that those that follow are others' too: a service type's.</summary>
    public void EndUnique()
    {
        _unique = _count;
    }

    /// <summary>Adds a known name.</summary>
    /// <returns>False when there is no more room, or the name is none or the root's.</returns>
    public bool Add(byte[] name)
    {
        if (_count == Limits.DnsKnownNames || name.Length <= ShortLabel || name.Length > Limits.DnsNameOctets)
        {
            return false;
        }

        int start = Start(name, 0, name[0]);
        int mark = (start ^ (start >> 13) ^ (start >> 22)) & (Marks - 1);
        _starts[_count] = start;
        _next[_count] = _last[mark];
        _last[mark] = (byte)(_count + 1);
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
            && Look(b, end, (b[4] << 8) | b[5], 0);
    }

    /// <summary>Looks at the records of a datagram as far as the first of a name that was added before <see cref="EndUnique"/>.</summary>
    /// <param name="b">What holds the message, from index 0.</param>
    /// <param name="end">Behind the octets received.</param>
    /// <returns>False when it is no response of mDNS, has a question, or has no such record in what can be read of it. True says no more than that it is worth reading.</returns>
    public bool HasRecord(byte[] b, int end)
    {
        // RFC 6762 §6: a response has no questions.
        return end >= DnsType.HeaderOctets && end <= Limits.DnsOctets && (b[2] & (DnsType.Response | DnsType.OpcodeBits)) == DnsType.Response && (b[3] & DnsType.ResponseCodeBits) == 0
            && (b[4] | b[5]) == 0 && Look(b, end, ((b[6] + b[8] + b[10]) << 8) + b[7] + b[9] + b[11], DnsType.RecordOctets - DnsType.QuestionOctets);
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
        int known = _last[(start ^ (start >> 13) ^ (start >> 22)) & (Marks - 1)];
        while (known != 0 && !(_starts[known - 1] == start && DnsName.Is(b, at, end, _names[known - 1])))
        {
            known = _next[known - 1];
        }

        return known - 1;
    }

    /// <param name="b">The message.</param>
    /// <param name="end">Behind it.</param>
    /// <param name="count">How many questions or records there are.</param>
    /// <param name="more">Octets of a record between the class and the data; 0 for questions.</param>
    private bool Look(byte[] b, int end, int count, int more)
    {
        byte[] last = _last;
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
            int start = length > ShortLabel ? BitConverter.ToInt32(b, name) | Fold : Start(b, name, length);
            int known = last[(start ^ (start >> 13) ^ (start >> 22)) & (Marks - 1)];
            if (known != 0 && IsKnown(b, at, end, start, known, more != 0 ? _unique : _count))
            {
                return true;
            }

            length = b[at];
            if (length == 1)
            {
                at = SkipShort(b, at, end);
                length = b[at];
            }

            // A label has 1 to 63 octets: one comparison says that it is neither root nor pointer.
            while ((uint)(length - 1) < Limits.DnsLabelOctets)
            {
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

    /// <param name="b">The message.</param>
    /// <param name="at">Where the name begins.</param>
    /// <param name="end">Behind the message.</param>
    /// <param name="start">How it begins.</param>
    /// <param name="known">One more than the place of the first known name that may be it.</param>
    /// <param name="count">Names from this place on are not meant.</param>
    private bool IsKnown(byte[] b, int at, int end, int start, int known, int count)
    {
        for (; known != 0; known = _next[known - 1])
        {
            if (_starts[known - 1] == start && known <= count && DnsName.Is(b, at, end, _names[known - 1]))
            {
                return true;
            }
        }

        return false;
    }
}
