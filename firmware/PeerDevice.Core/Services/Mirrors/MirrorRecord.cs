using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Mirrors;

/// <summary>
/// A mirror as it stands on the store (PROTOCOL, "The record of a mirror"): written whole, beside its place, which it takes by a commit.
/// <code>
/// offset  octets
/// 0       4      "PDMR"
/// 4       1      version of this format: 1
/// 5       1      1 where a client asked for it, 3 where one on this machine did, 0 where the settings did
/// 6       2, n   the URI that is followed, behind its octets
///         2, m   the path of what follows, behind its octets
///         8      when all was as at the source last
///         4      how many files and collections follow
///         24 each: path (8), version at the source (8), what is here (8)
///         4      CRC-32 of all octets before
/// </code>
/// </summary>
public static class MirrorRecord
{
    private const int Version = 1;
    private const int Fixed = 26;
    private const int Each = 24;

    /// <summary>Octets of the longest record of a mirror that may bring so many.</summary>
    public static long Most(int files)
    {
        return Fixed + Limits.UriOctets + Limits.PathOctets + ((long)files * Each);
    }

    /// <summary>The octets of a mirror.</summary>
    public static byte[] Write(Mirror mirror)
    {
        byte[] from = Encoding.UTF8.GetBytes(mirror.From);
        byte[] to = Encoding.UTF8.GetBytes(mirror.To);
        byte[] b = new byte[Fixed + from.Length + to.Length + (mirror.Count * Each)];
        b[0] = (byte)'P';
        b[1] = (byte)'D';
        b[2] = (byte)'M';
        b[3] = (byte)'R';
        b[4] = Version;
        b[5] = (byte)(!mirror.IsAsked ? 0 : mirror.IsOurs ? 3 : 1);
        int at = BigEndian.Put(b, 6, from.Length, 2);
        System.Array.Copy(from, 0, b, at, from.Length);
        at = BigEndian.Put(b, at + from.Length, to.Length, 2);
        System.Array.Copy(to, 0, b, at, to.Length);
        at = BigEndian.Put(b, at + to.Length, mirror.When, 8);
        at = BigEndian.Put(b, at, mirror.Count, 4);
        for (int i = 0; i < mirror.Places; i++)
        {
            if (mirror.Path(i) != 0)
            {
                at = BigEndian.Put(b, at, mirror.Path(i), 8);
                at = BigEndian.Put(b, at, mirror.Source(i), 8);
                at = BigEndian.Put(b, at, mirror.Local(i), 8);
            }
        }

        BigEndian.Put(b, at, Crc32.Of(0, b, 0, at), 4);
        return b;
    }

    /// <summary>Reads a mirror.</summary>
    /// <returns>Null where these octets are none, or damaged.</returns>
    public static Mirror? Read(byte[] b)
    {
        if (b.Length < Fixed || b[0] != 'P' || b[1] != 'D' || b[2] != 'M' || b[3] != 'R' || b[4] != Version
            || (uint)BigEndian.Read(b, b.Length - 4, 4) != Crc32.Of(0, b, 0, b.Length - 4))
        {
            return null;
        }

        int from = (int)BigEndian.Read(b, 6, 2);
        int toAt = 8 + from;
        int to = toAt + 2 > b.Length ? b.Length : (int)BigEndian.Read(b, toAt, 2);
        int at = toAt + 2 + to;
        if (at + 16 > b.Length)
        {
            return null;
        }

        Mirror mirror = new Mirror(Text.String(b, 8, toAt), Text.String(b, toAt + 2, at)) { IsAsked = b[5] != 0, IsOurs = b[5] != 1, When = BigEndian.Read(b, at, 8) };
        long count = BigEndian.Read(b, at + 8, 4);
        at += 12;
        if (count * Each != b.Length - 4 - at)
        {
            return null;
        }

        for (; at < b.Length - 4; at += Each)
        {
            long path = BigEndian.Read(b, at, 8);
            if (path > 0)
            {
                mirror.Put(path, BigEndian.Read(b, at + 8, 8), BigEndian.Read(b, at + 16, 8));
            }
        }

        mirror.HasChanged = false;
        return mirror;
    }
}
