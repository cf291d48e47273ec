using PeerDevice.Board;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <summary>What one session keeps on its desk while the share answers it: reused objects, so that a request allocates next to nothing.</summary>
public sealed class FileDesk
{
    /// <summary>What the store says of the target.</summary>
    public readonly StoreEntry Entry = new StoreEntry();

    /// <summary>What the store says of something else: a destination, a member.</summary>
    public readonly StoreEntry Other = new StoreEntry();

    /// <summary>The opaque part of the target's entity tag.</summary>
    public readonly byte[] Tag = new byte[Limits.TagOctets];

    /// <summary>How many octets of <see cref="Tag"/> count.</summary>
    public int TagLength;

    /// <summary>The ranges that were asked for.</summary>
    public readonly RangeReader Ranges = new RangeReader();
}
