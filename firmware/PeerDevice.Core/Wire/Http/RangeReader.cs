using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Reads a Range field against the length of a representation. Reused; holds at most <see cref="Limits.Ranges"/> ranges.</summary>
/// <remarks>
/// <code>
/// Range            = range-unit "=" range-set          RFC 9110 §14.1.1, §14.2
/// range-set        = 1#( int-range / suffix-range )
/// int-range        = first-pos "-" [ last-pos ]
/// suffix-range     = "-" suffix-length
/// </code>
/// </remarks>
public sealed class RangeReader
{
    /// <summary>The field is to be ignored, as RFC 9110 §14.2 allows or asks: another unit, no valid set, too many ranges, more octets in all than there are.</summary>
    public const int None = 0;

    /// <summary>At least one range can be served: 206.</summary>
    public const int Satisfiable = 1;

    /// <summary>No range can be served: 416 (RFC 9110 §15.5.17).</summary>
    public const int Unsatisfiable = 2;

    private const int UnitLength = 6;

    // Most sessions never see one: made with the first.
    private long[] _first = new long[0];
    private long[] _last = new long[0];

    /// <summary>How many ranges can be served, in the order they were asked for.</summary>
    public int Count { get; private set; }

    /// <summary>The position of the first octet of a range.</summary>
    public long First(int index)
    {
        return _first[index];
    }

    /// <summary>The position of the last octet of a range, which is part of it.</summary>
    public long Last(int index)
    {
        return _last[index];
    }

    /// <summary>Reads a value against a representation of <paramref name="length"/> octets.</summary>
    /// <returns>One of the constants.</returns>
    public int Read(byte[] b, int start, int end, long length)
    {
        Count = 0;
        bool sawSuffix = false;

        // RFC 9110 §14.1: the names of range units are case-insensitive.
        if (end - start <= UnitLength || !IsBytes(b, start))
        {
            return None;
        }

        start += UnitLength;
        int members = 0;
        long total = 0;
        while (start < end)
        {
            int comma = Octets.Find(b, start, end, Octets.Comma);
            int last = comma < 0 ? end : comma;
            int from = Text.SkipBlanks(b, start, last);
            int to = Text.TrimEnd(b, from, last);
            start = last + 1;
            if (from == to)
            {
                continue;
            }

            if (++members > Limits.Ranges || !ReadOne(b, from, to, length, ref sawSuffix, out long size))
            {
                Count = 0;
                return None;
            }

            // RFC 9110 §14.2, §17.15: ranges that overlap would let a small request ask for many times the content.
            if (size > length - total)
            {
                Count = 0;
                return None;
            }

            total += size;
        }

        if (Count > 0)
        {
            return Satisfiable;
        }

        // A suffix of nothing can be had, but Content-Range has no way to say so (RFC 9110 §14.4): the whole, empty content then.
        return members == 0 || sawSuffix ? None : Unsatisfiable;
    }

    // "bytes=", as two little-endian words that overlap: "byte" and "tes="; '=' has no other case, and 0x1D is no '='.
    private static bool IsBytes(byte[] b, int at)
    {
        return (BitConverter.ToInt32(b, at) | Field.Fold4) == 0x65747962 && (BitConverter.ToInt32(b, at + 2) | Field.Fold4) == 0x3D736574 && b[at + 5] == '=';
    }

    // False for what is no range; one that cannot be served has a size of 0 and is left out.
    private bool ReadOne(byte[] b, int from, int to, long length, ref bool sawSuffix, out long size)
    {
        size = 0;
        int dash = from;
        while (dash < to && b[dash] != '-')
        {
            dash++;
        }

        if (dash == to)
        {
            return false;
        }

        long first;
        long last = length - 1;
        if (dash == from)
        {
            long suffix = Position(b, dash + 1, to);
            if (suffix < 0)
            {
                return false;
            }

            if (suffix > 0 && length == 0)
            {
                sawSuffix = true;
            }

            first = suffix >= length ? 0 : length - suffix;
        }
        else
        {
            first = Position(b, from, dash);
            if (first < 0)
            {
                return false;
            }

            if (dash + 1 < to)
            {
                long asked = Position(b, dash + 1, to);
                if (asked < first)
                {
                    return false;
                }

                if (asked < last)
                {
                    last = asked;
                }
            }
        }

        if (first > last)
        {
            return true;
        }

        if (_first.Length == 0)
        {
            _first = new long[Limits.Ranges];
            _last = new long[Limits.Ranges];
        }

        size = last - first + 1;
        _first[Count] = first;
        _last[Count] = last;
        Count++;
        return true;
    }

    // 1*DIGIT; a number beyond all lengths is as good as the largest there is. -1 for anything else.
    private static long Position(byte[] b, int from, int to)
    {
        long value = Text.Number(b, from, to);
        if (value >= 0 || from == to)
        {
            return value;
        }

        for (int i = from; i < to; i++)
        {
            if (b[i] < '0' || b[i] > '9')
            {
                return -1;
            }
        }

        return long.MaxValue;
    }
}
