namespace PeerDevice.Board;

/// <summary>What is the matter with an output device, a bit each: said by its link, or heard in its language. 0: nothing that anybody can tell.</summary>
public static class DeviceCondition
{
    /// <summary>No paper.</summary>
    public const int MediaEmpty = 1;

    /// <summary>Paper is running out.</summary>
    public const int MediaLow = 1 << 1;

    /// <summary>Paper is stuck.</summary>
    public const int MediaJam = 1 << 2;

    /// <summary>Somebody must put in paper, or other paper.</summary>
    public const int MediaNeeded = 1 << 3;

    /// <summary>A cover or a door is open.</summary>
    public const int CoverOpen = 1 << 4;

    /// <summary>Not selected: switched offline, or paused by its own button.</summary>
    public const int Offline = 1 << 5;

    /// <summary>Ink, ribbon or toner is at its end.</summary>
    public const int MarkerEmpty = 1 << 6;

    /// <summary>Ink, ribbon or toner is running out.</summary>
    public const int MarkerLow = 1 << 7;

    /// <summary>Something else is wrong, that somebody must see to.</summary>
    public const int Fault = 1 << 8;

    /// <summary>Not connected, or does not open.</summary>
    public const int Missing = 1 << 9;

    /// <summary>Holds the sender back just now; by itself nothing out of the ordinary.</summary>
    public const int Busy = 1 << 10;

    /// <summary>The place for what was printed is full.</summary>
    public const int OutputFull = 1 << 11;

    /// <summary>Too hot: a head or a fuser that has to cool down.</summary>
    public const int TooHot = 1 << 12;

    /// <summary>Those with which nothing is printed until somebody does something.</summary>
    public const int Stopping = MediaEmpty | MediaJam | MediaNeeded | CoverOpen | Offline | MarkerEmpty | Fault | Missing | OutputFull | TooHot;
}
