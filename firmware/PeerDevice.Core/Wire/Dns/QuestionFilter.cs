using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dns;

/// <summary>
/// A cheap first look at a datagram: is there a question for a name that is known here, or a record of one? Most of what a responder hears is none of its business, and
/// must cost next to nothing. Nothing is allocated by a look.
/// </summary>
public sealed class QuestionFilter
{
    /// <summary>By <see cref="Look"/>: nobody need hear it.</summary>
    public const int Nobody = 0;

    /// <summary>By <see cref="Look"/>: a response that tells of none of these names; of whom it tells is not known.</summary>
    public const int Told = 1;

    /// <summary>By <see cref="Look"/>: it is worth reading.</summary>
    public const int Somebody = 2;

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

    // A prime, so that what a name's beginning leaves when it is divided by it is made of all four octets.
    private const uint Marks = 127;
    private const int Half = 32;

    // Of the eight octets behind a query's number, all that must be 0 where it is nothing but some questions: what no query of mDNS has, a count of more than 255, other records; and where the count of the last kind of those stands.
    private const long NotPlain = unchecked((long)0xFFFFFFFF00FF0000UL) | NoQuery;
    private const int AdditionalCount = 11;

    // Behind a message, so that what a label's length leads to can be read before it is known to be within: the longest that is not seen to be none, and what is read of what follows.
    private const int Slack = 135;

    // So many labels of a length that one of ours has are looked at before the names themselves are: hostile octets may be nothing else.
    private const int Glances = 8;
    private const int Sought = 8;

    // As long as "local" and "_tcp", or less: octets like these stand in every message. And the letters from the rarest on; those of other octets that are none are rarer still.
    private const int CommonLength = 5;
    private const int CaseBit = 0x20;
    private const string Rarity = "qzjxkvwybgfhmudpclsronitae";

    // What folds the case of the three octets behind the length; an octet that is no letter is folded too, on both sides alike.
    private const int Fold = 0x20202000;
    private const int FoldShort = 0x20202020;

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

    // How the names that are sought begin, and an octet of that, as one that is found natively, with its place there; none where they are too many, or one is short.
    private readonly object[] _octets = new object[Sought];
    private readonly int[] _offsets = new int[Sought];
    private readonly int[] _sought = new int[Sought];
    private int _soughtCount;

    // The first eight octets of the label that is sought for others, as they are compared, and its length; 0, as none is, where there is none.
    private long _beside;
    private object _besideLength = (byte)0;

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

    /// <summary>The names in the order in which they were added, for whoever adds them to keep no list of his own.</summary>
    internal byte[][] Names => _names;

    /// <summary>Forgets all names.</summary>
    public void Clear()
    {
        _count = 0;
        Array.Clear(_last, 0, _last.Length);
        _unique = 0;
        _unclear = HighBits;
        _soughtCount = 0;
    }

    /// <summary>Says that others hear what is said of the instances of a service type: of a question those whose second label is the first of its name, of what is told all that has this label somewhere.</summary>
    /// <param name="name">The type's name; its first label has seven octets at least, and the name itself is added too.</param>
    public void SetBeside(byte[] name)
    {
        _beside = BitConverter.ToInt64(name, 0) | FoldFront;
        _besideLength = name[0];
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

            if (_names[i][0] <= ShortLabel || (at == _soughtCount && !Seek(_names[i], _starts[i])))
            {
                _soughtCount = 0;
                return;
            }
        }
    }

    /// <summary>Chooses by which octet a name's beginning is found: by its length, or, where every message has octets that are the same, by what is rarest behind it, of a letter in both cases.</summary>
    /// <returns>False when there is no room for it.</returns>
    private bool Seek(byte[] name, int start)
    {
        int offset = 0;
        if (name[0] <= CommonLength || name[0] == DnsType.Ptr || name[0] == DnsType.Txt)
        {
            offset = 1;
            for (int i = 2; i < sizeof(int); i++)
            {
                offset = Rarity.IndexOf((char)(name[i] | CaseBit)) < Rarity.IndexOf((char)(name[offset] | CaseBit)) ? i : offset;
            }
        }

        int octet = name[offset];
        bool isLetter = offset > 0 && Rarity.IndexOf((char)(octet | CaseBit)) >= 0;
        if (_soughtCount + (isLetter ? 2 : 1) > Sought)
        {
            return false;
        }

        AddSought((byte)octet, offset, start);
        if (isLetter)
        {
            AddSought((byte)(octet ^ CaseBit), offset, start);
        }

        return true;
    }

    private void AddSought(byte octet, int offset, int start)
    {
        _octets[_soughtCount] = octet;
        _offsets[_soughtCount] = offset;
        _sought[_soughtCount++] = start;
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
        int mark = (int)((uint)start % Marks);
        _starts[_count] = start;
        int before = _last[mark];
        _next[_count] = (byte)before;
        _other[_count] = before != 0 && _starts[before - 1] == start ? _other[before - 1] : (byte)before;
        _last[mark] = (byte)(_count + 1);
        _names[_count++] = name;
        return true;
    }

    /// <summary>Looks at the questions of a datagram as far as the first for a known name. What is no query of mDNS has none.</summary>
    /// <param name="b">What holds the message, from index 0.</param>
    /// <param name="end">Behind the octets received.</param>
    /// <returns>
    /// False when it is no query of mDNS, or asks for no known name in what can be read of it. True says no more than that it is worth reading:
    /// neither that the rest is well-formed nor that type and class are ours.
    /// </returns>
    public bool HasQuestion(byte[] b, int end)
    {
        return end >= DnsType.HeaderOctets && (b[2] & DnsType.Response) == 0 && LookClosely(b, end) == Somebody;
    }

    /// <summary>
    /// Looks at a datagram as far as the first question for a known name, or record of one that was added before <see cref="EndUnique"/>, or what others are to hear (<see cref="SetBeside"/>).
    /// </summary>
    /// <param name="b">What holds the message, from index 0.</param>
    /// <param name="end">Behind the octets received.</param>
    /// <returns><see cref="Nobody"/>, also when it is no message of mDNS; <see cref="Told"/>; or <see cref="Somebody"/>, which says no more than that it is worth reading.</returns>
    public int Look(byte[] b, int end)
    {
        if (end + Slack > b.Length)
        {
            return LookClosely(b, end);
        }

        // A board hears this for every message on its link, so each instruction counts.
        long head = BitConverter.ToInt64(b, 2);
        if ((head & NotPlain) != 0 || b[AdditionalCount] != 0)
        {
            if (((int)head & (NoQuery | AnyQuestion)) != DnsType.Response || end <= DnsType.HeaderOctets + DnsType.RecordOctets)
            {
                return LookClosely(b, end);
            }

            // As Mentions begins, without a call of it where there is nothing.
            int mention = Array.IndexOf(b, _besideLength, DnsType.HeaderOctets, end - DnsType.HeaderOctets);
            return (mention > 0 && Mentions(b, mention, end)) || ((_soughtCount == 0 || MayName(b, end)) && Tells(b, end)) ? Somebody : Told;
        }

        // A query that is nothing but questions is gone through without counting them, and what is worth a closer look gets it.
        byte[] last = _last;
        int limit = end - DnsType.QuestionOctets;
        int at = DnsType.HeaderOctets;
        while (at < limit)
        {
            // The root, a pointer, or a label that does not fill a start; one that is longer than labels are ends the reading of a message, wherever it is taken to lead.
            int start = BitConverter.ToInt32(b, at);
            if ((sbyte)start <= ShortLabel)
            {
                if (IsShortOrKnown(b, at, end))
                {
                    return LookClosely(b, end);
                }

                at = Behind(b, at, end) + DnsType.QuestionOctets;
                continue;
            }

            if (last[(uint)(start | Fold) % Marks] != 0 && Find(b, at, end, start | Fold, _count) >= 0)
            {
                return LookClosely(b, end);
            }

            at += (byte)start;
            if (b[at + 1] < DnsType.Pointer)
            {
                long tail = BitConverter.ToInt64(b, at + 1);
                if (tail == TcpLocal && BitConverter.ToInt32(b, at + 1 + sizeof(long)) == TcpLocalEnd)
                {
                    at += 1 + TcpLocalOctets + DnsType.QuestionOctets;
                    continue;
                }

                if ((tail | FoldFront) == _beside)
                {
                    return LookClosely(b, end);
                }

                at = Behind(b, at + 1, end) + DnsType.QuestionOctets;
                continue;
            }

            at += 1 + 2 + DnsType.QuestionOctets;
        }

        return Nobody;
    }

    /// <summary>The same of any message, wherever it ends.</summary>
    private int LookClosely(byte[] b, int end)
    {
        if ((uint)(end - DnsType.HeaderOctets) > Limits.DnsOctets - DnsType.HeaderOctets)
        {
            return Nobody;
        }

        int head = BitConverter.ToInt32(b, 2);
        int count = (int)((uint)head >> QuestionsShift);
        if ((head & (NoQuery | ManyQuestions)) != 0 || count == 0)
        {
            return LookElse(b, end, head);
        }

        // A question takes five octets at least.
        byte[] last = _last;
        int limit = end - DnsType.QuestionOctets;
        int at = DnsType.HeaderOctets;
        while (at < limit)
        {
            int start = BitConverter.ToInt32(b, at);
            if ((uint)((byte)start - (ShortLabel + 1)) >= Limits.DnsLabelOctets - ShortLabel)
            {
                // The root, a pointer, or a label that does not fill a start.
                if (IsShortOrKnown(b, at, end))
                {
                    return Somebody;
                }

                at = Behind(b, at, end) + DnsType.QuestionOctets;
            }
            else
            {
                if (last[(uint)(start | Fold) % Marks] != 0 && Find(b, at, end, start | Fold, _count) >= 0)
                {
                    return Somebody;
                }

                at += (byte)start + 1;
                if (at >= limit)
                {
                    return Nobody;
                }

                if (b[at] < DnsType.Pointer)
                {
                    long tail = end - at >= TcpLocalOctets ? BitConverter.ToInt64(b, at) : 0;
                    if (tail == TcpLocal && BitConverter.ToInt32(b, at + sizeof(long)) == TcpLocalEnd)
                    {
                        at += TcpLocalOctets + DnsType.QuestionOctets;
                    }
                    else if ((tail | FoldFront) == _beside)
                    {
                        return Somebody;
                    }
                    else
                    {
                        at = Behind(b, at, end) + DnsType.QuestionOctets;
                    }
                }
                else
                {
                    at += 2 + DnsType.QuestionOctets;
                }
            }

            if (--count == 0)
            {
                return Nobody;
            }
        }

        return Nobody;
    }

    /// <summary>Looks at the records of a datagram as far as the first of a name that was added before <see cref="EndUnique"/>.</summary>
    /// <param name="b">What holds the message, from index 0.</param>
    /// <param name="end">Behind the octets received.</param>
    /// <returns>False when it is no response of mDNS, has a question, or has no such record in what can be read of it, or none that is of interest (<see cref="EndSought"/>). True says no more than that it is worth reading.</returns>
    public bool HasRecord(byte[] b, int end)
    {
        // RFC 6762 §6: a response has no questions.
        return end > DnsType.HeaderOctets + DnsType.RecordOctets && end <= Limits.DnsOctets && (BitConverter.ToInt32(b, 2) & (NoQuery | AnyQuestion)) == DnsType.Response
            && (_soughtCount == 0 || MayName(b, end)) && Tells(b, end);
    }

    /// <summary>What is no query with some questions: known answers that did not fit into a query go on in one that has none.</summary>
    private int LookElse(byte[] b, int end, int head)
    {
        if ((head & (NoQuery | AnyQuestion)) == DnsType.Response)
        {
            // Without room for a record there is none.
            return end <= DnsType.HeaderOctets + DnsType.RecordOctets ? Nobody : Mentions(b, DnsType.HeaderOctets, end) || ((_soughtCount == 0 || MayName(b, end)) && Tells(b, end)) ? Somebody : Told;
        }

        // More questions than an octet counts are too many to be looked at here.
        bool isLong = (head & (NoQuery | ManyQuestions)) == (head & ManyQuestions) && (head & ManyQuestions) != 0;
        return isLong || ((head & (NoQuery & ~DnsType.Response)) == 0 && Mentions(b, DnsType.HeaderOctets, end)) ? Somebody : Nobody;
    }

    /// <summary>Whether the label that is sought for others stands somewhere in a message, by its first eight octets, from a place on.</summary>
    private bool Mentions(byte[] b, int at, int end)
    {
        at = Array.IndexOf(b, _besideLength, at, end - at);
        while (at > 0)
        {
            if (_beside == 0 || end - at < sizeof(long))
            {
                return false;
            }

            if ((BitConverter.ToInt64(b, at) | FoldFront) == _beside)
            {
                return true;
            }

            at++;
            at = Array.IndexOf(b, _besideLength, at, end - at);
        }

        return false;
    }

    private bool Tells(byte[] b, int end)
    {
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
        if (b[at] > ShortLabel)
        {
            return Find(b, at, end) >= 0;
        }

        // Reverse names (RFC 1035 §3.5, RFC 3596 §2.5) begin alike: their first eight octets seldom are.
        long front = end - at < sizeof(long) ? -1 : BitConverter.ToInt64(b, at);
        if ((front & _unclear) != 0)
        {
            return b[at] != 0 && FindByAll(b, at, end) >= 0;
        }

        int start = ((int)front ^ (int)(front >> Half)) | FoldShort;
        return _last[(uint)start % Marks] != 0 && Find(b, at, end, start, _count) >= 0;
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

        return ((int)front ^ (int)(front >> Half)) | FoldShort;
    }

    /// <summary>
    /// Whether the first label of a sought name may stand somewhere in a message: without it no name of the message is one of these, nor leads to one. A native search costs the same, however
    /// many records there are.
    /// </summary>
    private bool MayName(byte[] b, int end)
    {
        object[] octets = _octets;
        int i = _soughtCount;
        int length = end - DnsType.HeaderOctets;
        do
        {
            int at = Array.IndexOf(b, octets[--i], DnsType.HeaderOctets, length);
            if (at >= 0 && MayName(b, at, end, i))
            {
                return true;
            }
        }
        while (i != 0);

        return false;
    }

    /// <summary>The same by one octet, from where it stands first; also where it stands so often that it is not looked at everywhere.</summary>
    private bool MayName(byte[] b, int at, int end, int which)
    {
        int offset = _offsets[which];
        int glances = Glances;
        while (at - offset <= end - sizeof(int))
        {
            if ((BitConverter.ToInt32(b, at - offset) | Fold) == _sought[which])
            {
                return true;
            }

            at++;
            at = Array.IndexOf(b, _octets[which], at, end - at);
            if (at < 0)
            {
                return false;
            }

            if (--glances == 0)
            {
                return true;
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
        int known = start == 0 ? FindByAll(b, at, end) : _last[(uint)start % Marks] == 0 ? None : Find(b, at, end, start, _unique);
        return known >= 0 && known < _unique;
    }

    /// <summary>Finds a name among the first so many, of those that begin so.</summary>
    private int Find(byte[] b, int at, int end, int start, int count)
    {
        int known = _last[(uint)start % Marks];
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
