namespace PeerDevice.Services.Fetching;

/// <summary>What is to be fetched, from where, and where to: what a caller says, and what the fetch says back.</summary>
public sealed class FetchOrder
{
    /// <summary>An order.</summary>
    /// <param name="path">Where the content goes on the store: a path of this order's own, whose parent is there or is made (the reserved area). It is the same again when the order is given again.</param>
    /// <param name="sources">Where it is.</param>
    public FetchOrder(string path, FetchSource[] sources)
    {
        Path = path;
        Sources = sources;
    }

    /// <summary>Where the content goes. Its record is beside it, with <see cref="FetchRecord.EvenSuffix"/> or <see cref="FetchRecord.OddSuffix"/>.</summary>
    public string Path { get; }

    /// <summary>Where it is.</summary>
    public FetchSource[] Sources { get; }

    /// <summary>Its length in octets; -1 where that is not known yet.</summary>
    public long Length { get; set; } = -1;

    /// <summary>Octets that it may have at most.</summary>
    public long MostOctets { get; set; } = long.MaxValue;

    /// <summary>Its SHA-256, where it is known and this peer can compute it.</summary>
    public byte[]? Sha256 { get; set; }

    /// <summary>Its tree tag, where it is known.</summary>
    public byte[]? TreeTag { get; set; }

    /// <summary>What its pieces are, where that is known.</summary>
    public PieceList? Pieces { get; set; }

    /// <summary>Whether what has come is to survive a cut of power, too.</summary>
    public bool IsDurable { get; set; }

    /// <summary>Octets that are there.</summary>
    public long Done { get; set; }

    /// <summary>A StoreStatus, after <see cref="FetchOutcome.Store"/>.</summary>
    public int StoreStatus { get; set; }

    /// <summary>When the content was last modified where it comes from, in seconds since 1970; 0 where nobody said.</summary>
    public long Modified { get; set; }

    /// <summary>The media type that its first source gave; empty where none did.</summary>
    public string Type { get; set; } = "";
}
