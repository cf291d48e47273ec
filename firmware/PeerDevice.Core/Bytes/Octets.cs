using System;

namespace PeerDevice.Bytes;

/// <summary>
/// The octets that codecs look for, boxed once: a board finds an octet natively only through
/// <c>Array.IndexOf(Array, object, int, int)</c>, and boxing at each call would allocate.
/// </summary>
public static class Octets
{
    private const int Stretch = 320;

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

    /// <summary>Slash, 0x2F.</summary>
    public static readonly object Slash = (byte)'/';

    /// <summary>Colon, 0x3A.</summary>
    public static readonly object Colon = (byte)':';

    /// <summary>Less than, 0x3C.</summary>
    public static readonly object Less = (byte)'<';

    /// <summary>Greater than, 0x3E.</summary>
    public static readonly object Greater = (byte)'>';

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

        if (start == 0 && otherStart == 0 && last >= Stretch)
        {
            // Where both stand at the front a constant index saves two instructions in five: this is what a head that comes again costs.
            if (!AreSameAtFront(one, other))
            {
                return false;
            }

            start = Stretch;
            otherStart = Stretch;
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

    // The first octets, up to the stretch.
    private static bool AreSameAtFront(byte[] one, byte[] other)
    {
        return BitConverter.ToInt64(one, 0) == BitConverter.ToInt64(other, 0)
            && BitConverter.ToInt64(one, 8) == BitConverter.ToInt64(other, 8)
            && BitConverter.ToInt64(one, 16) == BitConverter.ToInt64(other, 16)
            && BitConverter.ToInt64(one, 24) == BitConverter.ToInt64(other, 24)
            && BitConverter.ToInt64(one, 32) == BitConverter.ToInt64(other, 32)
            && BitConverter.ToInt64(one, 40) == BitConverter.ToInt64(other, 40)
            && BitConverter.ToInt64(one, 48) == BitConverter.ToInt64(other, 48)
            && BitConverter.ToInt64(one, 56) == BitConverter.ToInt64(other, 56)
            && BitConverter.ToInt64(one, 64) == BitConverter.ToInt64(other, 64)
            && BitConverter.ToInt64(one, 72) == BitConverter.ToInt64(other, 72)
            && BitConverter.ToInt64(one, 80) == BitConverter.ToInt64(other, 80)
            && BitConverter.ToInt64(one, 88) == BitConverter.ToInt64(other, 88)
            && BitConverter.ToInt64(one, 96) == BitConverter.ToInt64(other, 96)
            && BitConverter.ToInt64(one, 104) == BitConverter.ToInt64(other, 104)
            && BitConverter.ToInt64(one, 112) == BitConverter.ToInt64(other, 112)
            && BitConverter.ToInt64(one, 120) == BitConverter.ToInt64(other, 120)
            && BitConverter.ToInt64(one, 128) == BitConverter.ToInt64(other, 128)
            && BitConverter.ToInt64(one, 136) == BitConverter.ToInt64(other, 136)
            && BitConverter.ToInt64(one, 144) == BitConverter.ToInt64(other, 144)
            && BitConverter.ToInt64(one, 152) == BitConverter.ToInt64(other, 152)
            && BitConverter.ToInt64(one, 160) == BitConverter.ToInt64(other, 160)
            && BitConverter.ToInt64(one, 168) == BitConverter.ToInt64(other, 168)
            && BitConverter.ToInt64(one, 176) == BitConverter.ToInt64(other, 176)
            && BitConverter.ToInt64(one, 184) == BitConverter.ToInt64(other, 184)
            && BitConverter.ToInt64(one, 192) == BitConverter.ToInt64(other, 192)
            && BitConverter.ToInt64(one, 200) == BitConverter.ToInt64(other, 200)
            && BitConverter.ToInt64(one, 208) == BitConverter.ToInt64(other, 208)
            && BitConverter.ToInt64(one, 216) == BitConverter.ToInt64(other, 216)
            && BitConverter.ToInt64(one, 224) == BitConverter.ToInt64(other, 224)
            && BitConverter.ToInt64(one, 232) == BitConverter.ToInt64(other, 232)
            && BitConverter.ToInt64(one, 240) == BitConverter.ToInt64(other, 240)
            && BitConverter.ToInt64(one, 248) == BitConverter.ToInt64(other, 248)
            && BitConverter.ToInt64(one, 256) == BitConverter.ToInt64(other, 256)
            && BitConverter.ToInt64(one, 264) == BitConverter.ToInt64(other, 264)
            && BitConverter.ToInt64(one, 272) == BitConverter.ToInt64(other, 272)
            && BitConverter.ToInt64(one, 280) == BitConverter.ToInt64(other, 280)
            && BitConverter.ToInt64(one, 288) == BitConverter.ToInt64(other, 288)
            && BitConverter.ToInt64(one, 296) == BitConverter.ToInt64(other, 296)
            && BitConverter.ToInt64(one, 304) == BitConverter.ToInt64(other, 304)
            && BitConverter.ToInt64(one, 312) == BitConverter.ToInt64(other, 312);
    }
}
