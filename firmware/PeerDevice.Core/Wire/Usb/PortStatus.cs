namespace PeerDevice.Wire.Usb;

/// <summary>The octet that GET_PORT_STATUS answers (Printing Devices 1.1 §4.2.2): three lines of a parallel port. Bits that are not named are reserved, and not looked at.</summary>
public static class PortStatus
{
    /// <summary>Octets of the answer.</summary>
    public const int Octets = 1;

    /// <summary>No paper.</summary>
    public const int PaperEmpty = 1 << 5;

    /// <summary>Selected: it listens.</summary>
    public const int Selected = 1 << 4;

    /// <summary>No error.</summary>
    public const int NotError = 1 << 3;
}
