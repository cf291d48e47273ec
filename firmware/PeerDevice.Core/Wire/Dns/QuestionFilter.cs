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
    private const int SixteenFours = 64;

    // What most names end with, behind their first label: "_tcp.local", by its first eight octets and its last four.
    private const long TcpLocal = 0x6F6C057063745F04L;
    private const int TcpLocalEnd = 0x006C6163;
    private const int TcpLocalOctets = 12;

    // The bits of the flags that no query of mDNS has (RFC 6762 §18.2, §18.3, §18.11), and those of more than 255 questions, or of any, as they are read in one number.
    private const int NoQuery = DnsType.Response | DnsType.OpcodeBits | (DnsType.ResponseCodeBits << 8);
    private const int ManyQuestions = 0x00FF0000;
    private const int AnyQuestion = unchecked((int)0xFFFF0000);
    private const int QuestionsShift = 24;

    private const int Marks = 128;
    private const int MarkShift = 25;
    private const int MarkFactor = 0x2C1B3C6D;
    private const int Half = 32;

    // So many labels of a length that one of ours has are looked at before the names themselves are: hostile octets may be nothing else.
    private const int Glances = 8;
    private const int Sought = 8;

    // What folds the case of the three octets behind the length; an octet that is no letter is folded too, on both sides alike.
    private const int Fold = 0x20202000;

    // The same of eight octets, whichever they are; and the bits of which a pointer has one.
    private const long FoldFront = 0x2020202020202020L;
    private const long HighBits = unchecked((long)0x8080808080808080UL);

    private readonly byte[][] _names;
    private readonly int[] _starts;
    private int _count;

    // By a number made of how a name begins: one more than the place of the last that begins so, or 0; and of each name the next, and the next that begins otherwise.
    private readonly byte[] _last = new byte[Marks];
    private readonly byte[] _next;
    private readonly byte[] _other;
    private int _unique;

    // How the names that are sought begin, each once, and the first octet of that as one that is found natively; none where they are too many, or one is short.
    private readonly object[] _lengths = new object[Sought];
    private readonly int[] _sought = new int[Sought];
    private int _soughtCount;

    // Where a name's first eight octets have one of these bits, they do not tell whether it is known: a pointer may be among them, or a known name has fewer.
    private long _unclear = HighBits;

    /// <summary>A filter that knows no name yet.</summary>
    /// <param name="names">Names that there is room for, <see cref="Limits.DnsKnownNames"/> at the most.</param>
    public QuestionFilter(int names)
    {
        _names = new byte[names][];
        _starts = new int[names];
        _next = new byte[names];
        _other = new byte[names];
    }

    /// <summary>Forgets all names.</summary>
    public void Clear()
    {
        _count = 0;
        Array.Clear(_last, 0, Marks);
        _unique = 0;
        _unclear = HighBits;
        _soughtCount = 0;
    }

    /// <summary>
    /// Says that records are of interest only where they are of one of the names so far, or lead to one: that the names that follow, up to <see cref="EndUnique"/>, are only pointers to these, as reverse names are.
    /// </summary>
    public void EndSought()
    {
        _soughtCount = 0;
        for (int i = 0; i < _count; i++)
        {
            int at = 0;
            while (at < _soughtCount && _sought[at] != _starts[i])
            {
                at++;
            }

            if (at == Sought || _names[i][0] <= ShortLabel)
            {
                _soughtCount = 0;
                return;
            }

            if (at == _soughtCount)
            {
                _sought[at] = _starts[i];
                _lengths[at] = _names[i][0];
                _soughtCount++;
            }
        }
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
        if (_count == _names.Length || name.Length <= ShortLabel || name.Length > Limits.DnsNameOctets)
        {
            return false;
        }

        // Nothing but its octets can be known of one that is short all over.
        int start = Start(name, 0, name.Length);
        _unclear = name[0] <= ShortLabel && name.Length < sizeof(long) ? -1 : _unclear;
        int mark = (int)((uint)(start * MarkFactor) >> MarkShift);
        _starts[_count] = start;
        int before = _last[mark];
        _next[_count] = (byte)before;
        _other[_count] = before != 0 && _starts[before - 1] == start ? _other[before - 1] : (byte)before;
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
        if (end < DnsType.HeaderOctets || end > Limits.DnsOctets)
        {
            return false;
        }

        int head = BitConverter.ToInt32(b, 2);
        int count = (int)((uint)head >> QuestionsShift);
        if ((head & (NoQuery | ManyQuestions)) != 0 || count == 0)
        {
            return (head & NoQuery) == 0 && count != 0;
        }

        // A board hears this for every question on its link, so each instruction counts. A question takes five octets at least.
        byte[] last = _last;
        int limit = end - DnsType.QuestionOctets;
        int at = DnsType.HeaderOctets;
        while (at < limit)
        {
            int start = BitConverter.ToInt32(b, at);
            int length = (byte)start;
            if ((uint)(length - (ShortLabel + 1)) >= Limits.DnsLabelOctets - ShortLabel)
            {
                // The root, a pointer, or a label that does not fill a start.
                if (IsShortOrKnown(b, at, end))
                {
                    return true;
                }

                at = Behind(b, at, end) + DnsType.QuestionOctets;
            }
            else
            {
                start |= Fold;
                if (last[(uint)(start * MarkFactor) >> MarkShift] != 0 && Find(b, at, end, start, _count) >= 0)
                {
                    return true;
                }

                at += length + 1;
                if (at >= limit)
                {
                    return false;
                }

                if (b[at] >= DnsType.Pointer)
                {
                    at += 2 + DnsType.QuestionOctets;
                }
                else if (end - at >= TcpLocalOctets && BitConverter.ToInt64(b, at) == TcpLocal && BitConverter.ToInt32(b, at + sizeof(long)) == TcpLocalEnd)
                {
                    at += TcpLocalOctets + DnsType.QuestionOctets;
                }
                else
                {
                    at = Behind(b, at, end) + DnsType.QuestionOctets;
                }
            }

            if (--count == 0)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Looks at the records of a datagram as far as the first of a name that was added before <see cref="EndUnique"/>.</summary>
    /// <param name="b">What holds the message, from index 0.</param>
    /// <param name="end">Behind the octets received.</param>
    /// <returns>False when it is no response of mDNS, has a question, or has no such record in what can be read of it, or none that is of interest (<see cref="EndSought"/>). True says no more than that it is worth reading.</returns>
    public bool HasRecord(byte[] b, int end)
    {
        // RFC 6762 §6: a response has no questions.
        if (end < DnsType.HeaderOctets || end > Limits.DnsOctets || (BitConverter.ToInt32(b, 2) & (NoQuery | AnyQuestion)) != DnsType.Response
            || (_soughtCount != 0 && !MayName(b, end)))
        {
            return false;
        }

        int at = DnsType.HeaderOctets;
        int foreign = 0;
        for (int count = ((b[6] + b[8] + b[10]) << 8) + b[7] + b[9] + b[11]; count > 0; count--)
        {
            if (end - at <= DnsType.RecordOctets)
            {
                return false;
            }

            int length = b[at];
            if (length >= DnsType.Pointer)
            {
                // One that leads to what was none of ours is none of ours.
                int target = (length << 8) | b[at + 1];
                if (target != foreign && IsUnique(b, at, end))
                {
                    return true;
                }

                foreign = target;
                at += 2 + DnsType.RecordOctets;
            }
            else
            {
                if (IsUnique(b, at, end))
                {
                    return true;
                }

                at = Behind(b, at, end) + DnsType.RecordOctets;
            }

            if (at > end)
            {
                return false;
            }

            at += (b[at - 2] << 8) | b[at - 1];
        }

        return false;
    }

    /// <summary>Which of the known names a name of a message is.</summary>
    /// <returns>How many were added before it; -1 when it is none.</returns>
    public int Find(byte[] b, int at, int end)
    {
        int name = b[at] > Limits.DnsLabelOctets ? FirstLabel(b, at, end) : at;
        if (name < 0)
        {
            return None;
        }

        int start = Start(b, name, end);
        return start == 0 ? FindByAll(b, at, end) : Find(b, at, end, start, _count);
    }

    private bool IsShortOrKnown(byte[] b, int at, int end)
    {
        int length = b[at];
        if (length > ShortLabel)
        {
            return Find(b, at, end) >= 0;
        }

        // Reverse names (RFC 1035 §3.5, RFC 3596 §2.5) begin alike: their first eight octets seldom are.
        long front = end - at < sizeof(long) ? -1 : BitConverter.ToInt64(b, at);
        if ((front & _unclear) != 0)
        {
            return length != 0 && FindByAll(b, at, end) >= 0;
        }

        front |= FoldFront;
        int start = (int)front ^ (int)(front >> Half);
        return _last[(uint)(start * MarkFactor) >> MarkShift] != 0 && Find(b, at, end, start, _count) >= 0;
    }

    /// <summary>Behind a name, or what is left of one, where it stands, whatever its pointer leads to; behind the message where it is cut off.</summary>
    private static int Behind(byte[] b, int at, int end)
    {
        int length = b[at];
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
                return end;
            }

            length = b[at];
        }

        return length == 0 ? at + 1 : at + 2;
    }

    /// <summary>Behind as many labels of one octet as can be passed over at once: the reverse name of an IPv6 address has thirty-two (RFC 3596 §2.5).</summary>
    private static int SkipShort(byte[] b, int at, int end)
    {
        if (end - at > SixteenFours
            && (((BitConverter.ToInt64(b, at) ^ FourOfOne) | (BitConverter.ToInt64(b, at + 8) ^ FourOfOne) | (BitConverter.ToInt64(b, at + 16) ^ FourOfOne)
                | (BitConverter.ToInt64(b, at + 24) ^ FourOfOne) | (BitConverter.ToInt64(b, at + 32) ^ FourOfOne) | (BitConverter.ToInt64(b, at + 40) ^ FourOfOne)
                | (BitConverter.ToInt64(b, at + 48) ^ FourOfOne) | (BitConverter.ToInt64(b, at + 56) ^ FourOfOne)) & LengthsOfFour) == 0)
        {
            return at + SixteenFours;
        }

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

    /// <summary>What a name begins with, but for the case of letters: the length and the first three octets of its first label, or, where that is short, its first eight octets.</summary>
    /// <param name="b">What has it.</param>
    /// <param name="at">Where its first label is.</param>
    /// <param name="end">Behind what has it.</param>
    /// <returns>0 when that would not tell.</returns>
    private int Start(byte[] b, int at, int end)
    {
        if (b[at] > ShortLabel)
        {
            return BitConverter.ToInt32(b, at) | Fold;
        }

        long front = end - at < sizeof(long) ? -1 : BitConverter.ToInt64(b, at);
        if ((front & _unclear) != 0)
        {
            return 0;
        }

        front |= FoldFront;
        return (int)front ^ (int)(front >> Half);
    }

    /// <summary>
    /// Whether the first label of a sought name may stand somewhere in a message: without it no name of the message is one of these, nor leads to one. A native search costs the same, however
    /// many records there are.
    /// </summary>
    private bool MayName(byte[] b, int end)
    {
        int limit = end - sizeof(int);
        int glances = Glances;
        for (int i = 0; i < _soughtCount; i++)
        {
            object length = _lengths[i];
            int sought = _sought[i];
            int at = DnsType.HeaderOctets;
            while (at <= limit)
            {
                at = Array.IndexOf(b, length, at, end - at);
                if (at < 0 || at > limit)
                {
                    break;
                }

                if ((BitConverter.ToInt32(b, at) | Fold) == sought || --glances == 0)
                {
                    return true;
                }

                at++;
            }
        }

        return false;
    }

    /// <summary>Whether a name is one of those that are this peer's alone.</summary>
    private bool IsUnique(byte[] b, int at, int end)
    {
        int name = b[at] > Limits.DnsLabelOctets ? FirstLabel(b, at, end) : at;
        if (name < 0)
        {
            return false;
        }

        int start = Start(b, name, end);
        int known = start == 0 ? FindByAll(b, at, end) : _last[(uint)(start * MarkFactor) >> MarkShift] == 0 ? None : Find(b, at, end, start, _unique);
        return known >= 0 && known < _unique;
    }

    /// <summary>Finds a name among the first so many, of those that begin so.</summary>
    private int Find(byte[] b, int at, int end, int start, int count)
    {
        int known = _last[(uint)(start * MarkFactor) >> MarkShift];
        while (known != 0)
        {
            if (_starts[known - 1] != start)
            {
                known = _other[known - 1];
                continue;
            }

            if (known <= count && DnsName.Is(b, at, end, _names[known - 1]))
            {
                return known - 1;
            }

            known = _next[known - 1];
        }

        return None;
    }

    /// <summary>Finds a name among all.</summary>
    private int FindByAll(byte[] b, int at, int end)
    {
        int known = _count - 1;
        while (known >= 0 && !DnsName.Is(b, at, end, _names[known]))
        {
            known--;
        }

        return known;
    }
}
