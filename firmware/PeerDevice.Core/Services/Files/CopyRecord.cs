using System.Text;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// A third-party copy that is under way, as it stands on the store (PROTOCOL, "The record of a copy"): written whole, beside its place, which it takes by a commit.
/// <code>
/// offset  octets
/// 0       4      "PDCP"
/// 4       1      version of this format: 1
/// 5       1      flags: 1 with all members, 2 nothing is overwritten, 4 asked for by this machine, 8 under conditions that say nothing after a restart
/// 6       16     its digits
/// 22      2, n   the URI of the source, behind its octets
///         2, m   the path of the target, behind its octets
///         4      CRC-32 of all octets before
/// </code>
/// </summary>
public sealed class CopyRecord
{
    /// <summary>What the collection of them is called in the reserved area.</summary>
    internal const string Folder = Staging.CopyFolder;

    private const int Version = 1;
    private const int UriAt = 22;
    private const int Fixed = 30;

    /// <summary>Octets of the longest.</summary>
    public const int Most = Fixed + Limits.UriOctets + Limits.PathOctets;

    /// <summary>Who it is, as <see cref="CopyState.Id"/>.</summary>
    public string Id = "";

    /// <summary>Where it comes from.</summary>
    public string From = "";

    /// <summary>Where it goes.</summary>
    public string To = "";

    /// <summary>Whether a collection comes with its members.</summary>
    public bool IsDeep;

    /// <summary>Whether what stands at the target stays (RFC 4918 §10.6).</summary>
    public bool KeepsOthers;

    /// <summary>Whether this machine asked for it.</summary>
    public bool IsOurs;

    /// <summary>Whether it was asked for under conditions that say nothing after a restart: locks are gone then, and entity tags others.</summary>
    public bool IsConditional;

    /// <summary>Its octets.</summary>
    public byte[] Write()
    {
        byte[] from = Encoding.UTF8.GetBytes(From);
        byte[] to = Encoding.UTF8.GetBytes(To);
        byte[] b = new byte[Fixed + from.Length + to.Length];
        b[0] = (byte)'P';
        b[1] = (byte)'D';
        b[2] = (byte)'C';
        b[3] = (byte)'P';
        b[4] = Version;
        b[5] = (byte)((IsDeep ? 1 : 0) | (KeepsOthers ? 2 : 0) | (IsOurs ? 4 : 0) | (IsConditional ? 8 : 0));
        UploadRecord.PutDigits(Id, b, 6);
        int at = BigEndian.Put(b, UriAt, from.Length, 2);
        System.Array.Copy(from, 0, b, at, from.Length);
        at = BigEndian.Put(b, at + from.Length, to.Length, 2);
        System.Array.Copy(to, 0, b, at, to.Length);
        BigEndian.Put(b, at + to.Length, Crc32.Of(0, b, 0, at + to.Length), 4);
        return b;
    }

    /// <summary>Reads one.</summary>
    /// <returns>Null where these octets are none, or damaged.</returns>
    public static CopyRecord? Read(byte[] b)
    {
        if (b.Length < Fixed || b[0] != 'P' || b[1] != 'D' || b[2] != 'C' || b[3] != 'P' || b[4] != Version || (uint)BigEndian.Read(b, b.Length - 4, 4) != Crc32.Of(0, b, 0, b.Length - 4))
        {
            return null;
        }

        int uri = UriAt + 2;
        int toAt = uri + (int)BigEndian.Read(b, UriAt, 2);
        int path = toAt + 2;
        if (path > b.Length - 4 || path + (int)BigEndian.Read(b, toAt, 2) != b.Length - 4)
        {
            return null;
        }

        return new CopyRecord
        {
            Id = UploadRecord.Digits(b, 6),
            From = Text.String(b, uri, toAt),
            To = Text.String(b, path, b.Length - 4),
            IsDeep = (b[5] & 1) != 0,
            KeepsOthers = (b[5] & 2) != 0,
            IsOurs = (b[5] & 4) != 0,
            IsConditional = (b[5] & 8) != 0,
        };
    }
}
