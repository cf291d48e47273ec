using PeerDevice.Board;
using PeerDevice.Wire.Dav;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <summary>What one session keeps on its desk while the share answers it: reused objects, so that a request allocates next to nothing.</summary>
public sealed class FileDesk
{
    /// <summary>No conditions were looked at yet.</summary>
    public const int NotAsked = -1;

    /// <summary>The number of no head.</summary>
    public const int NoMark = -1;

    /// <summary>What the store says of the target.</summary>
    public readonly StoreEntry Entry = new StoreEntry();

    /// <summary>What the store says of something else: a destination, a member.</summary>
    public readonly StoreEntry Other = new StoreEntry();

    /// <summary>The opaque part of the target's entity tag.</summary>
    public readonly byte[] Tag = new byte[Limits.TagOctets];

    /// <summary>How many octets of <see cref="Tag"/> count.</summary>
    public int TagLength;

    /// <summary>The number of the head whose path <see cref="Tag"/> belongs to (<see cref="Exchange.HeadMark"/>), where it may be used again; otherwise <see cref="NoMark"/>.</summary>
    public int TagMark = NoMark;

    /// <summary>What was true when the tag was made: as long as it is, so is the tag.</summary>
    public long TagEpoch;

    /// <summary>The last stamp that was given then.</summary>
    public int TagStamp;

    /// <summary>The length that the content had then.</summary>
    public long TagFor;

    /// <summary>The modification time that was told with it.</summary>
    public long TagModified;

    /// <summary>Whether that time says for sure that nothing was changed since.</summary>
    public bool IsTimeSure;

    /// <summary>What the conditions of the request came to that the tag was last made for; <see cref="NotAsked"/> while nobody asked.</summary>
    public int Held = NotAsked;

    /// <summary>The fields that say which representation this is, as they were last written; <see cref="FieldsLength"/> of them count.</summary>
    public readonly byte[] Fields = new byte[Limits.ValidatorOctets];

    /// <summary>How many octets of <see cref="Fields"/> count; 0 while they are not made for the tag.</summary>
    public int FieldsLength;

    /// <summary>The ranges that were asked for.</summary>
    public readonly RangeReader Ranges = new RangeReader();

    /// <summary>Reads the If field of a request.</summary>
    public readonly IfReader If = new IfReader();

    /// <summary>The lock tokens that the request submits.</summary>
    public readonly SubmittedTokens Submitted = new SubmittedTokens();

    /// <summary>The write that is taking effect at the target.</summary>
    public readonly PendingWrite Here = new PendingWrite();

    /// <summary>The write that is taking effect at a destination.</summary>
    public readonly PendingWrite There = new PendingWrite();

    /// <summary>What the conditions of a COPY said when the copy was to take its place: <see cref="Preconditions.Hold"/>, or a status.</summary>
    public int Meanwhile;

    /// <summary>The locks that forbid what was asked for last.</summary>
    public HeldLock[] Forbidding = new HeldLock[0];

    /// <summary>There is no tag.</summary>
    public void ForgetTag()
    {
        TagLength = 0;
        TagMark = NoMark;
        Held = NotAsked;
        FieldsLength = 0;
    }
}
