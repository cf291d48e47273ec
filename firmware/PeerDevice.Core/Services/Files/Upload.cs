using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// One upload that can be cut (PROTOCOL, "Uploads that can be cut"): where its content is gathered, how far it has come, and what it is for. Whoever
/// changes it holds it (<see cref="Uploads.Take"/>).
/// </summary>
public sealed class Upload
{
    /// <summary>The commit asks for nothing.</summary>
    public const int Unguarded = 0;

    /// <summary>The commit asks that there be nothing at the target: so it was when the upload began with a condition.</summary>
    public const int MustBeAbsent = 1;

    /// <summary>The commit asks that the target's tag be <see cref="Tag"/>: so it was when the upload began with a condition.</summary>
    public const int MustBeTag = 2;

    /// <summary>Who it is: hexadecimal digits that nobody guesses.</summary>
    public string Id = "";

    /// <summary>The path in the share that it is for.</summary>
    public string Target = "";

    /// <summary>Where the content is gathered.</summary>
    public string Staged = "";

    /// <summary>The record's file.</summary>
    public string Record = "";

    /// <summary>The record's generation: one more each time it is written anew.</summary>
    public int Generation;

    /// <summary>Octets of the record's file.</summary>
    public int RecordOctets;

    /// <summary>Whether nothing may be appended to the record's file before it is written anew.</summary>
    public bool IsDamaged;

    /// <summary>What the commit asks of the target, unless the request that completes the upload has conditions of its own.</summary>
    public int Guard;

    /// <summary>The opaque part of the entity tag that the guard speaks of.</summary>
    public string Tag = "";

    /// <summary>Octets that the whole will have; -1 while nobody has said.</summary>
    public long Length = -1;

    /// <summary>Octets that have arrived and are durable.</summary>
    public long Offset;

    /// <summary>What the record says of <see cref="Offset"/>. An offset is told to nobody before it is there.</summary>
    public long Noted;

    /// <summary>What the record says of <see cref="Length"/>.</summary>
    public long NotedLength = -1;

    /// <summary>Octets of the staged file; -1 where it is not there.</summary>
    public long StagedLength = -1;

    /// <summary>Whether <see cref="Offset"/> and <see cref="StagedLength"/> are what is on the medium.</summary>
    public bool IsKnown;

    /// <summary>Whether it has taken its place: nothing more can be done with it.</summary>
    public bool IsComplete;

    /// <summary>When it was last of use, in seconds since 1970; 0 where nobody knew.</summary>
    public long When;

    /// <summary>When it was last of use, by the clock's milliseconds.</summary>
    public long TouchedAt;

    /// <summary>Whether its record says that it has ended.</summary>
    public bool IsEnded;

    /// <summary>Whether somebody is at it.</summary>
    public bool IsHeld;

    /// <summary>Whether it is no longer one of the table's: its card was taken out.</summary>
    public bool IsGone;

    /// <summary>The connection of whoever is at it.</summary>
    public Link? Holder;
}
