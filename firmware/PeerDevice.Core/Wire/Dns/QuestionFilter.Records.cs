using System;

namespace PeerDevice.Wire.Dns;

/// <content>Records: what others tell, and what is no query with some questions.</content>
public sealed partial class QuestionFilter
{
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
}
