namespace PeerDevice.Services.Fetching;

/// <summary>
/// A stretch of a content that is fetched in order, by one source, or by two at its end: [First, End), of which [First, Next) is stored and [First, Sure) verified.
/// Whoever stores holds its lock meanwhile; its numbers change under the lock of its <see cref="FetchPlan"/> only.
/// </summary>
public sealed class FetchRun
{
    /// <summary>Nobody.</summary>
    public const int Nobody = -1;

    /// <summary>Several.</summary>
    public const int Several = -2;

    /// <summary>The number of its file, where each run has one.</summary>
    public int Slot;

    /// <summary>Its first octet.</summary>
    public long First;

    /// <summary>Up to here it is stored, and has been verified as far as that can be done piece by piece.</summary>
    public long Sure;

    /// <summary>Up to here it is sure, and was before the medium was last waited for.</summary>
    public long Durable;

    /// <summary>Up to here it is stored.</summary>
    public long Next;

    /// <summary>Up to here it is stored, or being stored just now: no other run may begin before.</summary>
    public long Reserved;

    /// <summary>Behind its last octet.</summary>
    public long End;

    /// <summary>Behind the last octet that its owner was asked for.</summary>
    public long Asked;

    /// <summary>The number of the source that fetches it.</summary>
    public int Owner = Nobody;

    /// <summary>The number of a second source that does, for the case that it is the faster.</summary>
    public int Rival = Nobody;

    /// <summary>Whose the octets behind <see cref="Sure"/> are: a source, <see cref="Nobody"/> or <see cref="Several"/>.</summary>
    public int Giver = Nobody;

    /// <summary>Whether only one source at a time may fetch it: a piece of it was wrong, and nobody knows through whom.</summary>
    public bool IsSolo;

    /// <summary>The check of the piece that is being stored; null where pieces are not checked.</summary>
    public PieceCheck? Check;

    /// <summary>Octets that are missing.</summary>
    public long Left => End - Next;

    /// <summary>Whether a source fetches it.</summary>
    public bool IsOf(int source)
    {
        return Owner == source || Rival == source;
    }
}
