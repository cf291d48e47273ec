namespace PeerDevice.Services.Fetching;

/// <summary>How a fetch ended.</summary>
public static class FetchOutcome
{
    /// <summary>All of it is there, and is what it should be as far as that was said.</summary>
    public const int Ok = 0;

    /// <summary>No source gives it. What has come is kept, and the same order goes on with it.</summary>
    public const int NoSource = 1;

    /// <summary>What came is not what it should be, from whatever source. Nothing is kept.</summary>
    public const int Wrong = 2;

    /// <summary>It changed at its source, and what had come is of no use: the same order begins anew.</summary>
    public const int Changed = 3;

    /// <summary>It was stopped. What has come is kept, and the same order goes on with it.</summary>
    public const int Stopped = 4;

    /// <summary>The store failed; <see cref="FetchOrder.StoreStatus"/> says how. What has come is kept.</summary>
    public const int Store = 5;

    /// <summary>It is longer than what is fetched.</summary>
    public const int TooLong = 6;
}
