using System;

namespace PeerDevice.Wire.Dns;

/// <summary>
/// A cheap first look at a datagram: is there a question for a name that is known here, or a record of one? Most of what a responder hears is none of its business, and
/// must cost next to nothing. Nothing is allocated by a look.
/// </summary>
public sealed partial class QuestionFilter
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
}
