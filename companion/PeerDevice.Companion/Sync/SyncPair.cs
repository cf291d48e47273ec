namespace PeerDevice.Companion.Sync;

/// <summary>How a name stands on one side, compared with the last sync.</summary>
internal enum Standing
{
    /// <summary>Not there, and was not.</summary>
    None,

    /// <summary>Not there any more.</summary>
    Gone,

    /// <summary>As it was at the last sync.</summary>
    Same,

    /// <summary>New, or another content than at the last sync.</summary>
    Changed,
}

/// <summary>One name in both folders.</summary>
/// <param name="name">The name.</param>
/// <param name="path">Its path in both.</param>
/// <param name="here">What was listed here; null for nothing.</param>
/// <param name="there">What was listed on the peer; null for nothing.</param>
/// <param name="record">What both had in common; null for nothing.</param>
internal sealed class SyncPair(string name, string path, SyncNode? here, SyncNode? there, SyncRecord? record)
{
    public string Name => name;

    public string Path => path;

    public SyncNode? Here => here;

    /// <summary>What stands on the peer: newer than what was listed where its content was read since.</summary>
    public SyncNode? There { get; set; } = there;

    public SyncRecord? Record => record;

    /// <summary>How it stands here, once that was asked.</summary>
    public Standing AtHome { get; set; }

    /// <summary>How it stands on the peer, once that was asked.</summary>
    public Standing Abroad { get; set; }

    /// <summary>SHA-256 of the peer's content, where it was read.</summary>
    public string? HashThere { get; set; }

    /// <summary>Whether it is left alone, which was told.</summary>
    public bool IsBarred { get; set; }

    /// <summary>How it stands here.</summary>
    public Standing StandingHere(SyncSides sides)
    {
        if (here is null || record is null)
        {
            return here is not null ? Standing.Changed : record is not null ? Standing.Gone : Standing.None;
        }

        bool isSame = here.Length == record.Length
            && ((here.Version != 0 && here.Version == record.Version) || (record.Hash.Length > 0 && sides.HashHere(path) == record.Hash));
        return isSame ? Standing.Same : Standing.Changed;
    }

    /// <summary>
    /// A board's tags are others after every start, and a tag may change without the content: so another tag with the same length is
    /// looked into, by reading the content, and never believed either way.
    /// </summary>
    public Standing StandingThere(SyncSides sides, bool isQuick)
    {
        if (There is not { } there || record is null)
        {
            return There is not null ? Standing.Changed : record is not null ? Standing.Gone : Standing.None;
        }

        if (there.Length >= 0 && there.Length != record.Length)
        {
            return Standing.Changed;
        }

        if ((there.Tag.Length > 0 && there.Tag == record.Tag) || (isQuick && there.Modified != 0 && there.Modified == record.Modified))
        {
            return Standing.Same;
        }

        if (record.Hash.Length == 0)
        {
            return Standing.Changed;
        }

        HashThere = sides.HashThere(path, out SyncNode now);
        There = now;
        return HashThere == record.Hash ? Standing.Same : Standing.Changed;
    }
}
