namespace PeerDevice.Companion.Sync;

/// <summary>What is to be done with one path.</summary>
internal enum SyncAction
{
    /// <summary>Nothing but to remember that both sides are the same.</summary>
    Agree,

    /// <summary>Nothing but to forget it: it is on neither side.</summary>
    Forget,

    /// <summary>The file of this PC goes to the peer.</summary>
    Store,

    /// <summary>The peer's file comes here.</summary>
    Fetch,

    /// <summary>Both changed: both are kept, one of them under another name.</summary>
    KeepBoth,

    /// <summary>The folder is made here.</summary>
    MakeHere,

    /// <summary>The folder is made on the peer.</summary>
    MakeThere,

    /// <summary>Deleted on the peer, so here too.</summary>
    RemoveHere,

    /// <summary>Deleted here, so on the peer too.</summary>
    RemoveThere,

    /// <summary>Deleted on one side, and nobody asked for deletions: it stays on the other.</summary>
    Stay,

    /// <summary>It cannot be done; the text says why.</summary>
    Fail,
}

/// <summary>One step of a sync.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Path">The path in both folders.</param>
/// <param name="Here">What was listed here; null for nothing.</param>
/// <param name="There">What was listed on the peer; null for nothing.</param>
/// <param name="Text">For <see cref="SyncAction.Fail"/>, the sentence; for <see cref="SyncAction.Agree"/> of a file, the hash of its content.</param>
internal sealed record SyncStep(SyncAction Action, string Path, SyncNode? Here, SyncNode? There, string Text = "")
{
    /// <summary>Whether it is about a folder.</summary>
    public bool IsFolder => (Here ?? There) is { IsFolder: true };
}
