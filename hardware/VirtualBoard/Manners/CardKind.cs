namespace PeerDevice.VirtualBoard.Manners;

/// <summary>What stands at a path of the card.</summary>
internal enum CardKind
{
    /// <summary>Nothing, in a collection that is there.</summary>
    Nothing,

    /// <summary>Nothing, and what it should stand in is not there either.</summary>
    NoPath,

    File,

    Collection,
}
