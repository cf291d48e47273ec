namespace PeerDevice.Board;

/// <summary>What a store answers. Plain numbers, since an enum's name is not to be had on a board.</summary>
public static class StoreStatus
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>There is nothing of that name, though its parent is there and could be read.</summary>
    public const int NotFound = 1;

    /// <summary>The collection it should stand in is not there, or is a file.</summary>
    public const int NoParent = 2;

    /// <summary>Something of that name is there already.</summary>
    public const int Exists = 3;

    /// <summary>The collection still has members.</summary>
    public const int NotEmpty = 4;

    /// <summary>A file where a collection is needed, or the other way round.</summary>
    public const int WrongKind = 5;

    /// <summary>No space is left on the medium.</summary>
    public const int Full = 6;

    /// <summary>There is no medium: the card is out.</summary>
    public const int Absent = 7;

    /// <summary>The store does not allow it: read-only, or not permitted by the system.</summary>
    public const int Denied = 8;

    /// <summary>In use by somebody else just now, or too many files are open, or memory is short; it may go later.</summary>
    public const int Busy = 9;

    /// <summary>The name or the whole path is longer than the store can hold, or has a character it cannot.</summary>
    public const int BadName = 10;

    /// <summary>The two paths are on different volumes: copy instead.</summary>
    public const int OtherVolume = 11;

    /// <summary>Too many members to list within this store's memory.</summary>
    public const int TooMany = 12;

    /// <summary>The medium failed: nothing is known. Never to be told as "not there".</summary>
    public const int Failed = 13;
}
