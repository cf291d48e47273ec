namespace PeerDevice.VirtualBoard.Usb;

/// <summary>One alternate setting of one printer interface. USB Printing Class 1.1, §4.2 and Table 4.</summary>
internal sealed class PrinterPort
{
    /// <summary>bInterfaceProtocol: only to the printer.</summary>
    internal const byte Unidirectional = 1;

    /// <summary>bInterfaceProtocol: both ways.</summary>
    internal const byte Bidirectional = 2;

    /// <summary>bInterfaceProtocol: packets of IEEE 1284.4, in which a plain document is rubbish.</summary>
    internal const byte Packets1284 = 3;

    internal PrinterPort(byte number, byte alternate, byte protocol, byte outEndpoint, byte inEndpoint = 0)
    {
        Number = number;
        Alternate = alternate;
        Protocol = protocol;
        OutEndpoint = outEndpoint;
        InEndpoint = inEndpoint;
    }

    internal byte Number { get; }

    internal byte Alternate { get; }

    internal byte Protocol { get; }

    internal byte OutEndpoint { get; }

    /// <summary>With bit 7; 0 for none.</summary>
    internal byte InEndpoint { get; }

    internal int Packet { get; init; } = 64;

    /// <summary>7 for a printer; another for an interface that only looks like one.</summary>
    internal byte Class { get; init; } = 7;
}
