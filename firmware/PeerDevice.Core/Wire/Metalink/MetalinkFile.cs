namespace PeerDevice.Wire.Metalink;

/// <summary>What a Metalink document says of one file (RFC 5854 §4.1.2).</summary>
public sealed class MetalinkFile
{
    /// <summary>Its name, which may have folders before it, as it was written: whoever makes a path of it must look at it first (§4.1.2.1).</summary>
    public string Name = "";

    /// <summary>Its octets; -1 where that is not said.</summary>
    public long Size = -1;

    /// <summary>Its SHA-256; null where that is not said.</summary>
    public byte[]? Sha256;

    /// <summary>Its tree tag (PROTOCOL, "Tree tags"); null where that is not said.</summary>
    public byte[]? TreeTag;

    /// <summary>Octets of a piece; 0 where there are none of a kind that is known.</summary>
    public long PieceOctets;

    /// <summary>Whether the pieces' digests are node tags of the tree, and no SHA-256.</summary>
    public bool HasTreePieces;

    /// <summary>The pieces' digests, one after another.</summary>
    public byte[] Pieces = new byte[0];

    /// <summary>How many places it is at.</summary>
    public int Urls;

    /// <summary>Where it is.</summary>
    public readonly string[] Url = Bytes.Text.Blanks(Limits.FetchSources);

    /// <summary>Who of them is to be asked first: 1 before 999999.</summary>
    public readonly int[] Priority = new int[Limits.FetchSources];
}
