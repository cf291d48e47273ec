namespace PeerDevice.Wire.Dns;

/// <summary>The types that a name has, as an NSEC record tells them behind the next name (RFC 4034 §4.1.2, RFC 6762 §6.1).</summary>
/// <remarks>
/// <code>
/// window = octet: number; octet: length, 1 to 32; as many octets: a bit for each type, the first the highest
/// types  = *window, in the order of their numbers
/// </code>
/// </remarks>
public static class NsecTypes
{
    private const int LongestWindow = 32;
    private const int Highest = 0x80;

    /// <summary>Whether octets are windows, each whole, in their order.</summary>
    public static bool AreWellFormed(byte[] b, int start, int end)
    {
        int last = -1;
        while (end - start >= 2)
        {
            int number = b[start];
            int length = b[start + 1];
            if (number <= last || length == 0 || length > LongestWindow)
            {
                return false;
            }

            last = number;
            start += length + 2;
        }

        return start == end;
    }

    /// <summary>Whether a type is among those that the name has. Of octets that are not well-formed: no.</summary>
    public static bool Has(byte[] b, int start, int end, int type)
    {
        while (end - start >= 2)
        {
            int length = b[start + 1];
            if (length > end - start - 2)
            {
                return false;
            }

            if (b[start] == type >> 8)
            {
                int octet = (type & byte.MaxValue) >> 3;
                return octet < length && (b[start + 2 + octet] & (Highest >> (type & 7))) != 0;
            }

            start += length + 2;
        }

        return false;
    }
}
