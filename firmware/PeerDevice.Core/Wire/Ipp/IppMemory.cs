using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Ipp;

/// <summary>
/// The attributes of a request that was read and found in order, and where they stood: to know them again without reading them. Of up to two of them the value may be
/// another each time, since no two Jobs have one name.
/// </summary>
internal sealed class IppMemory
{
    /// <summary>Parts that the octets fall into: those before, between and behind the values that may be others.</summary>
    internal const int Parts = 3;

    private const int LengthOctets = 2;

    /// <summary>The message from the version-number to the end-of-attributes-tag; <see cref="Length"/> of them count.</summary>
    internal byte[] Octets = new byte[0];

    /// <summary>How many there are; 0 for nothing remembered.</summary>
    internal int Length;

    /// <summary>The version-number and the operation-id, as a native word.</summary>
    internal int Head;

    /// <summary>How many parts there are.</summary>
    internal int Count;

    /// <summary>Where each part begins.</summary>
    internal readonly int[] Starts = new int[Parts];

    /// <summary>Where it ends: there stands the length of a value that may be another, or nothing behind the last.</summary>
    internal readonly int[] Ends = new int[Parts];

    /// <summary>How much further back each part stands in the request at hand.</summary>
    internal readonly int[] Shifts = new int[Parts];

    /// <summary>Where the two attributes stood that may have another value; -1 for none.</summary>
    internal readonly int[] Marks = new int[Parts - 1];

    /// <summary>In which part.</summary>
    internal readonly int[] MarkParts = new int[Parts - 1];

    /// <summary>Whether a request is the same but for its request-id and the values that may be others; if so <see cref="Shifts"/> says where it has everything.</summary>
    /// <returns>Where its attributes end; -1 when it is another, or has not come whole.</returns>
    internal int Find(byte[] b, int start, int end)
    {
        byte[] octets = Octets;
        int[] starts = Starts;
        int[] ends = Ends;
        int last = Count - 1;
        int shift = start;
        int from = starts[0];
        for (int part = 0; ; part++)
        {
            int to = ends[part];
            int at = to + shift;
            Shifts[part] = shift;
            if (at > end || !PeerDevice.Bytes.Octets.AreSame(b, from + shift, octets, from, to - from))
            {
                return -1;
            }

            if (part == last)
            {
                return at;
            }

            int length = at + LengthOctets > end ? 0 : b[at] << 8 | b[at + 1];
            if (length == 0 || length > IppSyntax.Name)
            {
                return -1;
            }

            from = starts[part + 1];
            shift += length - (from - to - LengthOctets);
        }
    }

    /// <summary>Begins to remember what stands in a buffer. It counts when <see cref="Length"/> is set: memory may be short before.</summary>
    internal void Keep(byte[] b, int start, int length)
    {
        if (Octets.Length < length)
        {
            Octets = new byte[length];
        }

        Array.Copy(b, start, Octets, 0, length);
        Head = BitConverter.ToInt32(Octets, 0);
        Count = 0;
    }
}
