using System;

namespace PeerDevice.Bytes;

/// <summary>
/// The octets that codecs look for, boxed once: a board finds an octet natively only through
/// <c>Array.IndexOf(Array, object, int, int)</c>, and boxing at each call would allocate.
/// </summary>
public static class Octets
{
    /// <summary>NUL, 0x00.</summary>
    public static readonly object Nul = (byte)0;

    /// <summary>HTAB, 0x09.</summary>
    public static readonly object Tab = (byte)'\t';

    /// <summary>LF, 0x0A.</summary>
    public static readonly object LineFeed = (byte)'\n';

    /// <summary>CR, 0x0D.</summary>
    public static readonly object CarriageReturn = (byte)'\r';

    /// <summary>SP, 0x20.</summary>
    public static readonly object Space = (byte)' ';

    /// <summary>DQUOTE, 0x22.</summary>
    public static readonly object Quote = (byte)'"';

    /// <summary>Number sign, 0x23.</summary>
    public static readonly object Number = (byte)'#';

    /// <summary>Percent sign, 0x25.</summary>
    public static readonly object Percent = (byte)'%';

    /// <summary>Ampersand, 0x26.</summary>
    public static readonly object Ampersand = (byte)'&';

    /// <summary>Comma, 0x2C.</summary>
    public static readonly object Comma = (byte)',';

    /// <summary>Colon, 0x3A.</summary>
    public static readonly object Colon = (byte)':';

    /// <summary>Question mark, 0x3F.</summary>
    public static readonly object Question = (byte)'?';

    /// <summary>Finds the first of one of the octets above within <paramref name="buffer"/>[start..end).</summary>
    /// <returns>Its index, or -1.</returns>
    public static int Find(byte[] buffer, int start, int end, object octet)
    {
        return Array.IndexOf(buffer, octet, start, end - start);
    }

    /// <summary>
    /// Whether two runs of octets are the same. Eight at a time by a native call: on a board a comparison octet by octet costs
    /// six times as much.
    /// </summary>
    public static bool AreSame(byte[] one, int start, byte[] other, int otherStart, int count)
    {
        if (count < 8)
        {
            while (count > 0)
            {
                count--;
                if (one[start + count] != other[otherStart + count])
                {
                    return false;
                }
            }

            return true;
        }

        // The last eight first, and the others may overlap them: what differs mostly differs at the end.
        int last = start + count - 8;
        if (BitConverter.ToInt64(one, last) != BitConverter.ToInt64(other, otherStart + count - 8))
        {
            return false;
        }

        while (start + 56 < last)
        {
            if (BitConverter.ToInt64(one, start) != BitConverter.ToInt64(other, otherStart)
                || BitConverter.ToInt64(one, start + 8) != BitConverter.ToInt64(other, otherStart + 8)
                || BitConverter.ToInt64(one, start + 16) != BitConverter.ToInt64(other, otherStart + 16)
                || BitConverter.ToInt64(one, start + 24) != BitConverter.ToInt64(other, otherStart + 24)
                || BitConverter.ToInt64(one, start + 32) != BitConverter.ToInt64(other, otherStart + 32)
                || BitConverter.ToInt64(one, start + 40) != BitConverter.ToInt64(other, otherStart + 40)
                || BitConverter.ToInt64(one, start + 48) != BitConverter.ToInt64(other, otherStart + 48)
                || BitConverter.ToInt64(one, start + 56) != BitConverter.ToInt64(other, otherStart + 56))
            {
                return false;
            }

            start += 64;
            otherStart += 64;
        }

        while (start < last)
        {
            if (BitConverter.ToInt64(one, start) != BitConverter.ToInt64(other, otherStart))
            {
                return false;
            }

            start += 8;
            otherStart += 8;
        }

        return true;
    }
}
