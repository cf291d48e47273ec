using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing;

/// <summary>
/// A UUID made of what stays the same (RFC 4122 §4.3 gives the shape, version 8 of RFC 9562 §5.8 the freedom): the peer's number, the Printer's name, a Job's number.
/// </summary>
public static class PrinterUuid
{
    /// <summary>Octets of it as text.</summary>
    public const int Octets = 36;

    /// <summary>Writes it.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="peerId">Eight hexadecimal digits that are the peer's own.</param>
    /// <param name="printerName">The Printer's name.</param>
    /// <param name="jobId">The Job's number; 0 for the Printer itself.</param>
    public static void Write(ByteWriter to, string peerId, string printerName, int jobId)
    {
        uint hash = Text.Hash(printerName);
        to.Ascii(peerId);
        to.Ascii("-7065-8572-a");
        WriteHex(to, hash & 0xFFF, 3);
        to.Octet((byte)'-');
        WriteHex(to, hash >> 16, 4);
        WriteHex(to, (uint)jobId, 8);
    }

    private static void WriteHex(ByteWriter to, uint value, int digits)
    {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        {
            int digit = (int)(value >> shift) & 15;
            to.Octet((byte)(digit < 10 ? '0' + digit : 'a' + digit - 10));
        }
    }
}
