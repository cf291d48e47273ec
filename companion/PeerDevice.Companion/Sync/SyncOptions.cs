namespace PeerDevice.Companion.Sync;

/// <summary>What a user asks of <c>peer sync</c>.</summary>
internal sealed record SyncOptions
{
    /// <summary>Whether changes of this PC go to the peer.</summary>
    public bool Stores { get; init; } = true;

    /// <summary>Whether changes of the peer come here.</summary>
    public bool Fetches { get; init; } = true;

    /// <summary>Whether what was deleted on one side is deleted on the other.</summary>
    public bool Deletes { get; init; }

    /// <summary>Whether only to say what would be done.</summary>
    public bool IsDry { get; init; }

    /// <summary>Whether the same length and time are enough where a tag does not say that a file is the same.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Whether to take both sides for new to each other.</summary>
    public bool Forgets { get; init; }

    /// <summary>Where to remember what was synced.</summary>
    public string StateFolder { get; init; } = SyncState.DefaultFolder;
}
