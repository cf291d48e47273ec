using System;

namespace PeerDevice.Companion.Outputs;

/// <summary>The system's driver of a USB or parallel printer, as small as it can be: what cannot be had everywhere is behind it, and a test stands in for it.</summary>
internal interface IPrinterPort
{
    /// <summary>Whether there is such a device.</summary>
    bool Exists { get; }

    /// <summary>Whether it is open.</summary>
    bool IsOpen { get; }

    /// <summary>Opens it.</summary>
    /// <returns>False when it does not open, such as when another program has it.</returns>
    bool Open();

    /// <summary>Writes what it takes within a time, in milliseconds.</summary>
    /// <returns>How many octets; 0 when it took none; negative when it is gone.</returns>
    int Write(ReadOnlySpan<byte> octets, int patience);

    /// <summary>Reads what the printer said.</summary>
    /// <returns>How many octets; 0 when there is nothing now; negative when there is no way back.</returns>
    int Read(Span<byte> into);

    /// <summary>Waits a time, in milliseconds, until it takes octets again.</summary>
    /// <returns>1 when it does; 0 when it does not yet; negative when it is gone.</returns>
    int AwaitRoom(int patience);

    /// <summary>Asks for the status lines: the octet of IEEE 1284's register, see <see cref="PortOutput"/>.</summary>
    /// <returns>Negative when it cannot be asked.</returns>
    int Status();

    /// <summary>Asks for the device ID, with its two octets of length.</summary>
    /// <returns>How many octets; 0 or less when it has none.</returns>
    int DeviceId(Span<byte> into);

    /// <summary>Closes it.</summary>
    void Close();
}
