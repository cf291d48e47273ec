using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dns;

/// <summary>
/// Names by index: those in a message, whose ends may be pointers, and those that are known, which are labels one behind the other up to the root
/// and have no pointers. A pointer may only look backwards, to before the labels that it ends, and behind the header: so no loop is possible.
/// </summary>
/// <remarks>
/// <code>
/// name    = *label ( root / pointer )                  RFC 1035 §3.1, §4.1.4
/// label   = octet 1 to 63, as many octets of anything
/// root    = octet 0
/// pointer = two octets: 11, then 14 bits: an offset in the message
/// </code>
/// </remarks>
public static class DnsName
{
    /// <summary>Passes over a name of a message, and looks at all of it: labels, pointers, what they point at.</summary>
    /// <param name="b">The message, from index 0.</param>
    /// <param name="at">Where the name begins.</param>
    /// <param name="end">Behind what the name may use here; what it points at lies before it.</param>
    /// <returns>Behind the name where it stands; -1 when it is none, or breaks a bound.</returns>
    public static int Skip(byte[] b, int at, int end)
    {
        int behind = -1;
        int run = at;
        int octets = 0;
        int hops = 0;
        while (at < end)
        {
            int length = b[at];
            if (length == 0)
            {
                return behind >= 0 ? behind : at + 1;
            }

            if (length <= Limits.DnsLabelOctets)
            {
                octets += length + 1;
                at += length + 1;
                if (octets >= Limits.DnsNameOctets)
                {
                    // No room for the root.
                    return -1;
                }

                continue;
            }

            int target = Target(b, at, end, run);
            if (target < 0 || ++hops > Limits.DnsHops)
            {
                return -1;
            }

            behind = behind >= 0 ? behind : at + 2;
            end = run;
            run = target;
            at = target;
        }

        return -1;
    }

    /// <summary>
    /// Whether a name of a message is another one but for the case of ASCII letters (RFC 6762 §16). Either may be a message's or a known one, and either
    /// may be broken: then they are not the same.
    /// </summary>
    public static bool AreSame(byte[] b, int at, int end, byte[] other, int otherAt, int otherEnd)
    {
        int run = at;
        int otherRun = otherAt;
        int hops = 0;
        int octets = 0;
        while (at < end && otherAt < otherEnd)
        {
            int length = b[at];
            if (length > Limits.DnsLabelOctets)
            {
                int target = Target(b, at, end, run);
                if (target < 0 || ++hops > Limits.DnsHops)
                {
                    return false;
                }

                end = run;
                run = target;
                at = target;
                continue;
            }

            int otherLength = other[otherAt];
            if (otherLength > Limits.DnsLabelOctets)
            {
                int target = Target(other, otherAt, otherEnd, otherRun);
                if (target < 0 || ++hops > Limits.DnsHops)
                {
                    return false;
                }

                otherEnd = otherRun;
                otherRun = target;
                otherAt = target;
                continue;
            }

            if (length != otherLength)
            {
                return false;
            }

            if (length == 0)
            {
                return true;
            }

            octets += length + 1;
            if (octets >= Limits.DnsNameOctets || length >= end - at || length >= otherEnd - otherAt || !AreSameLabels(b, at + 1, other, otherAt + 1, length))
            {
                return false;
            }

            at += length + 1;
            otherAt += length + 1;
        }

        return false;
    }

    /// <summary>Whether a name of a message is a known one.</summary>
    public static bool Is(byte[] b, int at, int end, byte[] known)
    {
        return AreSame(b, at, end, known, 0, known.Length);
    }

    /// <summary>Writes a name of a message without pointers, as known ones are.</summary>
    /// <returns>Octets written; 0 when it is no name or does not fit.</returns>
    public static int Copy(byte[] b, int at, int end, byte[] into, int start)
    {
        if (Skip(b, at, end) < 0)
        {
            return 0;
        }

        int to = start;
        while (b[at] != 0)
        {
            int length = b[at];
            if (length > Limits.DnsLabelOctets)
            {
                at = ((length & ~DnsType.Pointer) << 8) | b[at + 1];
                continue;
            }

            if (length + 2 > into.Length - to)
            {
                return 0;
            }

            Array.Copy(b, at, into, to, length + 1);
            to += length + 1;
            at += length + 1;
        }

        if (to >= into.Length)
        {
            return 0;
        }

        into[to] = 0;
        return to + 1 - start;
    }

    /// <summary>The known name that has one more label in front of another: an instance of a service type, a host in a domain.</summary>
    /// <param name="label">The label, whatever is in it: dots in it are its own.</param>
    /// <param name="parent">The known name.</param>
    /// <returns>The name; no octets when the label is empty or either is too long.</returns>
    public static byte[] Child(string label, byte[] parent)
    {
        // One octet more than a label has: what fills it is too long.
        ByteWriter octets = new ByteWriter(new byte[Limits.DnsLabelOctets + 1]);
        octets.Text(label);
        int length = octets.Position;
        if (length == 0 || length > Limits.DnsLabelOctets || octets.Overflowed || length + 1 + parent.Length > Limits.DnsNameOctets)
        {
            return new byte[0];
        }

        byte[] name = new byte[length + 1 + parent.Length];
        name[0] = (byte)length;
        Array.Copy(octets.Buffer, 0, name, 1, length);
        Array.Copy(parent, 0, name, length + 1, parent.Length);
        return name;
    }

    /// <summary>Where a pointer points; -1 when it is none, or does not look backwards to before <paramref name="run"/>.</summary>
    internal static int Target(byte[] b, int at, int end, int run)
    {
        int first = b[at];
        if (first < DnsType.Pointer || end - at < 2)
        {
            return -1;
        }

        int target = ((first & ~DnsType.Pointer) << 8) | b[at + 1];
        return target < run && target >= DnsType.HeaderOctets ? target : -1;
    }

    private static bool AreSameLabels(byte[] b, int at, byte[] other, int otherAt, int length)
    {
        if (Octets.AreSame(b, at, other, otherAt, length))
        {
            return true;
        }

        while (length > 0)
        {
            length--;
            if (b[at + length] != other[otherAt + length] && Text.Lower(b[at + length]) != Text.Lower(other[otherAt + length]))
            {
                return false;
            }
        }

        return true;
    }
}
