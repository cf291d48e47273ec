using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// The first octets of each generation of the index (PROTOCOL, "The reserved area").
/// <code>
/// offset  octets
/// 0       4      "PDIX"
/// 4       1      version of this format: 2
/// 5       4      generation, big-endian: 1 or more
/// 9       4      CRC-32 of octets 0 to 8
/// </code>
/// </summary>
public static class IndexHeader
{
    /// <summary>Its length.</summary>
    public const int Octets = 13;

    private const byte Version = 2;

    /// <summary>Writes the header to the start of a buffer.</summary>
    public static void Write(byte[] buffer, uint generation)
    {
        buffer[0] = (byte)'P';
        buffer[1] = (byte)'D';
        buffer[2] = (byte)'I';
        buffer[3] = (byte)'X';
        buffer[4] = Version;
        Put(buffer, 5, generation);
        Put(buffer, 9, Crc32.Of(0, buffer, 0, 9));
    }

    /// <summary>Reads the header at the start of a buffer.</summary>
    /// <returns>The generation; 0 when it is no header of a version that we know.</returns>
    public static uint Read(byte[] buffer)
    {
        bool isOurs = buffer[0] == 'P' && buffer[1] == 'D' && buffer[2] == 'I' && buffer[3] == 'X' && buffer[4] == Version;
        return isOurs && Get(buffer, 9) == Crc32.Of(0, buffer, 0, 9) ? Get(buffer, 5) : 0;
    }

    /// <summary>Writes a number of four octets, big-endian.</summary>
    internal static void Put(byte[] buffer, int at, uint value)
    {
        buffer[at] = (byte)(value >> 24);
        buffer[at + 1] = (byte)(value >> 16);
        buffer[at + 2] = (byte)(value >> 8);
        buffer[at + 3] = (byte)value;
    }

    /// <summary>Reads a number of four octets, big-endian.</summary>
    internal static uint Get(byte[] buffer, int at)
    {
        return (uint)((buffer[at] << 24) | (buffer[at + 1] << 16) | (buffer[at + 2] << 8) | buffer[at + 3]);
    }
}
