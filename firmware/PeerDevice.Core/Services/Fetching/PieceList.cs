namespace PeerDevice.Services.Fetching;

/// <summary>What each piece of a content is, so that it can be verified alone: digests of pieces of one length, the last one shorter.</summary>
public sealed class PieceList
{
    /// <summary>SHA-256 of each piece (RFC 5854 §4.1.3).</summary>
    public const int Sha256 = 1;

    /// <summary>Node tags of the tree tag (PROTOCOL, "Tree tags").</summary>
    public const int TreeNodes = 2;

    /// <summary>Octets of a digest of either kind.</summary>
    public const int DigestOctets = 32;

    private readonly byte[] _digests;

    /// <summary>A list.</summary>
    /// <param name="kind">Which digest it is.</param>
    /// <param name="octets">Octets of a piece.</param>
    /// <param name="digests">The digests, one after another.</param>
    public PieceList(int kind, long octets, byte[] digests)
    {
        Kind = kind;
        Octets = octets;
        _digests = digests;
    }

    /// <summary>Which digest it is.</summary>
    public int Kind { get; }

    /// <summary>Octets of a piece.</summary>
    public long Octets { get; }

    /// <summary>How many pieces there are.</summary>
    public int Count => _digests.Length / DigestOctets;

    /// <summary>The level of the tree's nodes that the pieces are; 0 where they are leaves, -1 where they are neither.</summary>
    public int Level
    {
        get
        {
            long covered = Wire.Tags.TreeTag.Leaf;
            int level = 0;
            while (covered < Octets && covered <= long.MaxValue / Wire.Tags.TreeTag.Children)
            {
                covered *= Wire.Tags.TreeTag.Children;
                level++;
            }

            return covered == Octets ? level : -1;
        }
    }

    /// <summary>Whether it is a list for a content of this length: so many pieces, of a length that is one.</summary>
    public bool Fits(long length)
    {
        return Octets > 0 && length > 0 && _digests.Length % DigestOctets == 0 && Count == ((length - 1) / Octets) + 1
            && (Kind == Sha256 || (Kind == TreeNodes && Level > 0));
    }

    /// <summary>Whether a piece's digest is this one.</summary>
    public bool Is(long piece, byte[] digest)
    {
        int at = (int)piece * DigestOctets;
        return piece >= 0 && piece < Count && digest.Length == DigestOctets && Bytes.Octets.AreSame(_digests, at, digest, 0, DigestOctets);
    }
}
