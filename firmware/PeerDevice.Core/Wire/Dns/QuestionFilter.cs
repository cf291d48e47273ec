using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dns;

/// <summary>
/// A cheap first look at a datagram: is there a question for a name that is known here? Most of what a responder hears is none of its business, and
/// must cost next to nothing. Nothing is allocated by a look.
/// </summary>
public sealed class QuestionFilter
{
    private const int ShortLabel = 2;
    private const int Bits = 63;

    // What folds the case of the three octets behind the length; an octet that is no letter is folded too, on both sides alike.
    private const int Fold = 0x20202000;

    private readonly byte[][] _names = new byte[Limits.DnsKnownNames][];
    private readonly int[] _starts = new int[Limits.DnsKnownNames];
    private int _count;

    // A bit for each length and second octet of a first label that a known name has.
    private long _marks;

    /// <summary>Forgets all names.</summary>
    public void Clear()
    {
        _count = 0;
        _marks = 0;
    }

    /// <summary>Adds a known name.</summary>
    /// <returns>False when there is no more room, or the name is none.</returns>
    public bool Add(byte[] name)
    {
        if (_count == Limits.DnsKnownNames || name.Length < 1 || name.Length > Limits.DnsNameOctets)
        {
            return false;
        }

        if (name[0] > ShortLabel)
        {
            _starts[_count] = BitConverter.ToInt32(name, 0) | Fold;
            _marks |= 1L << ((name[0] + (name[2] | 0x20)) & Bits);
        }

        _names[_count++] = name;
        return true;
    }

    /// <summary>Looks at the questions of a datagram as far as the first for a known name.</summary>
    /// <param name="b">What holds the message, from index 0.</param>
    /// <param name="end">Behind the octets received.</param>
    /// <returns>
    /// False when it is no query of mDNS, or asks for no known name in what can be read of it. True says no more than that it is worth reading:
    /// neither that the rest is well-formed nor that type and class are ours.
    /// </returns>
    public bool HasQuestion(byte[] b, int end)
    {
        if (end < DnsType.HeaderOctets || end > Limits.DnsOctets || (b[2] & (DnsType.Response | DnsType.OpcodeBits)) != 0 || (b[3] & DnsType.ResponseCodeBits) != 0)
        {
            return false;
        }

        long marks = _marks;
        int questions = (b[4] << 8) | b[5];
        int at = DnsType.HeaderOctets;
        for (; questions > 0; questions--)
        {
            if (end - at <= DnsType.QuestionOctets)
            {
                return false;
            }

            // Short labels and pointers are looked at, whatever they are: they are seldom.
            int length = b[at];
            if (length <= ShortLabel || length > Limits.DnsLabelOctets ? IsKnown(b, at, end) : ((marks >> ((length + (b[at + 2] | 0x20)) & Bits)) & 1) != 0 && IsKnown(b, at, end))
            {
                return true;
            }

            while (length != 0)
            {
                if (length > Limits.DnsLabelOctets)
                {
                    at++;
                    break;
                }

                at += length + 1;
                if (at >= end)
                {
                    return false;
                }

                length = b[at];
            }

            at += 1 + DnsType.QuestionOctets;
        }

        return false;
    }

    private bool IsKnown(byte[] b, int at, int end)
    {
        int length = b[at];
        bool isPlain = length > ShortLabel && length <= Limits.DnsLabelOctets;
        int start = isPlain ? BitConverter.ToInt32(b, at) | Fold : 0;
        for (int i = 0; i < _count; i++)
        {
            if ((!isPlain || start == _starts[i]) && DnsName.Is(b, at, end, _names[i]))
            {
                return true;
            }
        }

        return false;
    }
}
