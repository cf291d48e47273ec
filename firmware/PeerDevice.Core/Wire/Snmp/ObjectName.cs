using System;

namespace PeerDevice.Wire.Snmp;

/// <summary>
/// Names of variables (OBJECT IDENTIFIERs) as BER has them (X.690 §8.19): sub-identifiers in octets of 7 bits, the last of each without its
/// highest bit, the first octet never 0x80. They are compared as they are.
/// </summary>
public static class ObjectName
{
    private const int GoesOn = 0x80;
    private const int LongestOctets = 5;
    private const int Stride = 4;
    private const int Word = 8;
    private const long AllGoOn = unchecked((long)0x8080808080808080);

    // The first octet of a sub-identifier of five: 2^32-1 has four bits left for it.
    private const int LargestFirst = 0x8F;

    /// <summary>Whether octets are a name: sub-identifiers of at most 32 bits, not more than RFC 2578 §3.5 has (128).</summary>
    public static bool IsWellFormed(byte[] b, int start, int end)
    {
        if (AreShort(b, start, end))
        {
            return true;
        }

        // The first octets hold two sub-identifiers.
        int count = 1;
        int at = start;
        while (at < end)
        {
            int first = b[at];
            if (first < GoesOn)
            {
                at++;
            }
            else
            {
                int last = Last(b, at, end);
                int octets = last + 1 - at;
                if (last == end || first == GoesOn || octets > LongestOctets || (octets == LongestOctets && first > LargestFirst))
                {
                    return false;
                }

                at = last + 1;
            }

            count++;
        }

        return at > start && count <= Limits.SubIdentifiers;
    }

    /// <summary>Compares two names in the order of RFC 3416 §4.2.2: sub-identifier by sub-identifier, then the longer one is behind.</summary>
    /// <returns>Less than 0 when the first is before the second, 0 when they are the same, more than 0 otherwise.</returns>
    public static int Compare(byte[] one, int start, int end, byte[] other, int otherStart, int otherEnd)
    {
        while (start < end && otherStart < otherEnd)
        {
            if (one[start] != other[otherStart])
            {
                return CompareHere(one, start, end, other, otherStart, otherEnd);
            }

            start++;
            otherStart++;
        }

        return end - start - (otherEnd - otherStart);
    }

    /// <summary>As <see cref="Compare"/>, but 0 whenever the first name is or begins with the second.</summary>
    public static int ComparePrefix(byte[] name, int start, int end, byte[] prefix, int prefixStart, int prefixEnd)
    {
        while (prefixEnd - prefixStart >= Stride && end - start >= Stride && BitConverter.ToInt32(name, start) == BitConverter.ToInt32(prefix, prefixStart))
        {
            start += Stride;
            prefixStart += Stride;
        }

        while (prefixStart < prefixEnd)
        {
            if (start >= end)
            {
                return -1;
            }

            if (name[start] != prefix[prefixStart])
            {
                return CompareHere(name, start, end, prefix, prefixStart, prefixEnd);
            }

            start++;
            prefixStart++;
        }

        return 0;
    }

    /// <summary>
    /// Compares where two names differ first. The sub-identifiers that differ began at one place in both, and none begins with a zero: so the one
    /// with more octets is larger, and of two with as many the first octet that differs decides.
    /// </summary>
    private static int CompareHere(byte[] one, int at, int end, byte[] other, int otherAt, int otherEnd)
    {
        int more = Last(one, at, end) - at - (Last(other, otherAt, otherEnd) - otherAt);
        return more != 0 ? more : one[at] - other[otherAt];
    }

    /// <summary>Whether every sub-identifier is one octet, as nearly always; of names of a usual length only. Eight octets at a time are looked at by a native call.</summary>
    private static bool AreShort(byte[] b, int start, int end)
    {
        int length = end - start;
        return length >= Word && length <= 2 * Word
            && ((BitConverter.ToInt64(b, start) | BitConverter.ToInt64(b, end - Word)) & AllGoOn) == 0;
    }

    private static int Last(byte[] b, int at, int end)
    {
        while (at < end && b[at] >= GoesOn)
        {
            at++;
        }

        return at;
    }
}
