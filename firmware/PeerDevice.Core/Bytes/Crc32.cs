using System;

namespace PeerDevice.Bytes;

/// <summary>
/// CRC-32 as Ethernet and ZIP have it (ISO 3309: polynomial 0x04C11DB7, reflected). Sixteen table entries, since what is checked is short
/// and a board's heap is shorter.
/// </summary>
public static class Crc32
{
    private static readonly uint[] Nibbles =
    {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
        0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    };

    /// <summary>The CRC of some octets that follow others whose CRC is known (0 for none).</summary>
    public static uint Of(uint before, byte[] octets, int offset, int count)
    {
        uint[] nibbles = Nibbles;
        uint crc = ~before;
        int end = offset + count;

        // Four octets in one native word, little-endian as every board and PC is: the loop's own steps are a quarter of what it costs.
        for (; offset + 4 <= end; offset += 4)
        {
            crc ^= (uint)BitConverter.ToInt32(octets, offset);
            crc = (crc >> 4) ^ nibbles[(int)(crc & 15)];
            crc = (crc >> 4) ^ nibbles[(int)(crc & 15)];
            crc = (crc >> 4) ^ nibbles[(int)(crc & 15)];
            crc = (crc >> 4) ^ nibbles[(int)(crc & 15)];
            crc = (crc >> 4) ^ nibbles[(int)(crc & 15)];
            crc = (crc >> 4) ^ nibbles[(int)(crc & 15)];
            crc = (crc >> 4) ^ nibbles[(int)(crc & 15)];
            crc = (crc >> 4) ^ nibbles[(int)(crc & 15)];
        }

        for (; offset < end; offset++)
        {
            crc ^= octets[offset];
            crc = (crc >> 4) ^ nibbles[(int)(crc & 15)];
            crc = (crc >> 4) ^ nibbles[(int)(crc & 15)];
        }

        return ~crc;
    }
}
