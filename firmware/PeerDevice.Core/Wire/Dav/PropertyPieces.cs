using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dav;

/// <summary>
/// Properties whose values are too long, or too many, for one piece of a multistatus, or too seldom asked for to be in everybody's way: they are written piece by
/// piece, each of which fits in the buffer.
/// </summary>
public abstract class PropertyPieces
{
    /// <summary>Which properties of the entry are there, wanted or not: one bit each, by <see cref="DavProperty"/>. Their values, as far as they are wanted, are in the pieces.</summary>
    public abstract int There { get; }

    /// <summary>Whether the pieces, and which properties are there, are the same for this resource as for any other of which this is true.</summary>
    public abstract bool AreCommon { get; }

    /// <summary>How many pieces there are.</summary>
    public abstract int Count { get; }

    /// <summary>Writes one piece, the same at every call until the entry is written.</summary>
    public abstract void Write(ByteWriter writer, int piece);
}
