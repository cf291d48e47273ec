namespace PeerDevice.Bytes;

/// <summary>Numbers of up to eight octets, the highest first, as the records of the reserved area have them.</summary>
public static class BigEndian
{
    /// <summary>Writes a number.</summary>
    /// <returns>Behind it.</returns>
    public static int Put(byte[] b, int at, long value, int octets)
    {
        for (int shift = (octets - 1) * 8; shift >= 0; shift -= 8)
        {
            b[at] = (byte)(value >> shift);
            at++;
        }

        return at;
    }

    /// <summary>Reads a number; of eight octets it has a sign.</summary>
    public static long Read(byte[] b, int at, int octets)
    {
        long value = 0;
        for (int i = 0; i < octets; i++)
        {
            value = (value << 8) | b[at + i];
        }

        return value;
    }
}
