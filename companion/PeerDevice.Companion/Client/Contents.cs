using System;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Client;

/// <summary>Compares contents.</summary>
internal static class Contents
{
    /// <summary>Whether two opened contents are the same, octet by octet.</summary>
    public static bool AreEqual(BlockSource a, BlockSource b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }

        byte[] left = new byte[DesktopLimits.Step];
        byte[] right = new byte[DesktopLimits.Step];
        for (long at = 0; at < a.Length;)
        {
            int got = a.ReadAt(at, left, 0, left.Length);
            if (got <= 0 || !ReadAll(b, at, right, got) || !left.AsSpan(0, got).SequenceEqual(right.AsSpan(0, got)))
            {
                return false;
            }

            at += got;
        }

        return true;
    }

    /// <summary>Whether what a source gives, to its end, is an opened content.</summary>
    public static bool AreEqual(BlockSource a, ByteSource b)
    {
        byte[] left = new byte[DesktopLimits.Step];
        byte[] right = new byte[DesktopLimits.Step];
        long at = 0;
        int got;
        while ((got = b.Read(right, 0, right.Length)) > 0)
        {
            if (at + got > a.Length || !ReadAll(a, at, left, got) || !left.AsSpan(0, got).SequenceEqual(right.AsSpan(0, got)))
            {
                return false;
            }

            at += got;
        }

        return got == ByteSource.End && at == a.Length;
    }

    private static bool ReadAll(BlockSource source, long position, byte[] into, int count)
    {
        int have = 0;
        while (have < count)
        {
            int got = source.ReadAt(position + have, into, have, count - have);
            if (got <= 0)
            {
                return false;
            }

            have += got;
        }

        return true;
    }
}
