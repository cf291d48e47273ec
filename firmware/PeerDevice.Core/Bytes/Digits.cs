using System.Text;

namespace PeerDevice.Bytes;

/// <summary>
/// Digits by the pair: one native call out of a table, where a board would need a division and two conversions. The tables are made once: a literal in a loop
/// costs a board 12 octets a round.
/// </summary>
public static class Digits
{
    // 00 to 99.
    private static readonly string TenPairs =
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
        + "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

    // 00 to ff.
    private static readonly string HexPairs =
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
        + "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
        + "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
        + "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";

    // The property makes a new one each time on a board.
    private static readonly Encoding Utf8 = Encoding.UTF8;

    /// <summary>Puts two decimal digits at a place: 00 to 99.</summary>
    public static void Two(int value, byte[] into, int at)
    {
        Utf8.GetBytes(TenPairs, value * 2, 2, into, at);
    }

    /// <summary>Puts two lower-case hexadecimal digits at a place: 00 to ff.</summary>
    public static void Octet(int value, byte[] into, int at)
    {
        Utf8.GetBytes(HexPairs, value * 2, 2, into, at);
    }

    /// <summary>Puts a number at a place in lower-case hexadecimal digits, without leading zeros; a negative one as its 64 bits.</summary>
    /// <returns>Behind its last digit.</returns>
    public static int Hex(long value, byte[] into, int at)
    {
        int shift = 0;
        if (value < 0 || value > 0xFF)
        {
            for (ulong rest = (ulong)value >> 8; rest != 0; rest >>= 8)
            {
                shift += 8;
            }
        }

        int octet = (int)(value >> shift) & 0xFF;
        if (octet > 0xF)
        {
            Utf8.GetBytes(HexPairs, octet * 2, 2, into, at);
            at += 2;
        }
        else
        {
            into[at] = (byte)(octet < 10 ? '0' + octet : 'a' + octet - 10);
            at++;
        }

        while (shift > 0)
        {
            shift -= 8;
            Utf8.GetBytes(HexPairs, ((int)(value >> shift) & 0xFF) * 2, 2, into, at);
            at += 2;
        }

        return at;
    }
}
