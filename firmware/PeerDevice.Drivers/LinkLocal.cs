using System.Text;
using PeerDevice.Bytes;

namespace PeerDevice.Drivers;

/// <summary>
/// Addresses of one's own choosing for a cable without anybody who gives them (RFC 3927). The class library has no way to ask on the wire whether an address is taken (§2.2.1): it is
/// chosen by the hardware address, so that a board keeps its own, and two boards hardly ever choose the same.
/// </summary>
public static class LinkLocal
{
    /// <summary>The mask of these addresses (RFC 3927 §2.8).</summary>
    public const string Mask = "255.255.0.0";

    // 169.254.0.0, of which the first and the last 256 are reserved (RFC 3927 §2.1).
    private const long Prefix = 0xA9FE0000;
    private const long Lowest = 256;
    private const long Count = 65024;

    /// <summary>The address of whoever has this hardware address.</summary>
    public static string Of(string hardware)
    {
        byte[] octets = Encoding.UTF8.GetBytes(hardware);
        return Ipv4.Text(Prefix + Lowest + (Crc32.Of(0, octets, 0, octets.Length) % Count));
    }

    /// <summary>Whether an address is one of these.</summary>
    public static bool Is(string address)
    {
        return (Ipv4.Read(address) & 0xFFFF0000L) == Prefix;
    }
}
