namespace PeerDevice.Wire.Tags;

/// <summary>By what a content is known.</summary>
public static class ContentKind
{
    /// <summary>Its tree tag (PROTOCOL, "Tree tags").</summary>
    public const int Tree = 1;

    /// <summary>Its SHA-256 (FIPS 180-4).</summary>
    public const int Sha256 = 2;

    /// <summary>Octets of either.</summary>
    public const int Octets = 32;
}
