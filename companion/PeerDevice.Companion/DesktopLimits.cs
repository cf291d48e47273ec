namespace PeerDevice.Companion;

/// <summary>Every bound of the desktop peer that the engine does not have, with its unit and its reason.</summary>
internal static class DesktopLimits
{
    /// <summary>Milliseconds that the other end may take nothing at all before a transfer to it is given up.</summary>
    public const int SendPatience = 60_000;

    /// <summary>Octets handed to the system in one call when it moves a file into a socket: progress is seen after each.</summary>
    public const int SendSlice = 16 * 1024 * 1024;

    /// <summary>
    /// The same where the system tells of a part only when all of it went: within <see cref="SendPatience"/>, this much is
    /// what the slowest network people still call one carries.
    /// </summary>
    public const int PacketSlice = 1024 * 1024;

    /// <summary>Below this many octets one read and one send are cheaper than asking the system to move them.</summary>
    public const int SendFileFrom = 32 * 1024;

    /// <summary>Transfers by TransmitFile at once: a Windows that is not a server runs two and lets the others wait behind them.</summary>
    public const int TransmitFileAtOnce = 2;

    /// <summary>Connections that wait to be accepted.</summary>
    public const int Backlog = 512;

    /// <summary>Milliseconds for which the list of this PC's addresses is believed.</summary>
    public const int AddressesStand = 5_000;

    /// <summary>Milliseconds for a connection of a command, or to an output device behind TCP.</summary>
    public const int ConnectPatience = 10_000;

    /// <summary>Milliseconds that an output device may take nothing before a write to it returns for a moment's thought.</summary>
    public const int OutputPatience = 1_000;

    /// <summary>Milliseconds to wait until an output device behind TCP has closed, and so taken the last octet.</summary>
    public const int OutputFinish = 60_000;
}
