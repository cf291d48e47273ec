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

    /// <summary>
    /// What the PC's folder holds and no card could: a link, a FIFO, a socket, a device. To the card it is a system's file that is read-only: the name is taken,
    /// no listing shows it, and nobody opens it.
    /// </summary>
    Foreign,
}
