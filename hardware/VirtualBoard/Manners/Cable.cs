namespace PeerDevice.VirtualBoard.Manners;

/// <summary>A network cable that only a test has: who gives addresses at its other end, and what the interface was set to.</summary>
internal sealed class Cable
{
    /// <summary>Whether it is plugged in: without it an interface has no address, whoever gave it.</summary>
    internal bool IsIn { get; set; } = true;

    /// <summary>What DHCP gives; empty for a cable without anybody who gives addresses, or none.</summary>
    internal string Offered { get; set; } = "";

    internal bool IsDhcp { get; set; } = true;

    /// <summary>The static address.</summary>
    internal string Set { get; set; } = "";

    internal string Mask { get; set; } = "";

    internal string Gateway { get; set; } = "0.0.0.0";

    internal string[] NameServers { get; set; } = System.Array.Empty<string>();

    /// <summary>How often the configuration was written to flash.</summary>
    internal int Writes { get; set; }
}
