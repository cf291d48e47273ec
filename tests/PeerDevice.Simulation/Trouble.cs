namespace PeerDevice.Simulation;

/// <summary>What happens to a <see cref="PrinterModel"/> at one of its octets.</summary>
/// <param name="At">The octet, counted from the first that it ever takes: so many are taken before.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Milliseconds">How long it lasts, until somebody sees to it.</param>
public sealed record Trouble(long At, TroubleKind Kind, int Milliseconds);

/// <summary>The kinds of trouble.</summary>
public enum TroubleKind
{
    /// <summary>It stops the flow, as it does when its buffer is full: nothing is wrong.</summary>
    Stop,

    /// <summary>Out of paper.</summary>
    PaperOut,

    /// <summary>Paper is stuck.</summary>
    Jam,

    /// <summary>The cover is open.</summary>
    CoverOpen,

    /// <summary>Its own button has put it offline.</summary>
    Offline,

    /// <summary>It starts anew: what it was told is forgotten, and the link notices.</summary>
    Reset,

    /// <summary>It is gone: unplugged, or switched off.</summary>
    Vanish,
}
