using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dav;

/// <summary>Reads a Lock-Token field (RFC 4918 §10.5): <c>Coded-URL = "&lt;" absolute-URI "&gt;"</c>.</summary>
public static class LockTokenField
{
    /// <summary>Reads a value.</summary>
    /// <param name="b">Holds the value.</param>
    /// <param name="start">Where it begins; becomes where the URI begins.</param>
    /// <param name="end">Behind its last octet; becomes where the URI ends.</param>
    /// <returns>False when it is no Coded-URL: both are as they were then.</returns>
    public static bool Read(byte[] b, ref int start, ref int end)
    {
        if (end - start < 3 || b[start] != '<' || b[end - 1] != '>')
        {
            return false;
        }

        int from = start + 1;
        int to = end - 1;
        if (Octets.Find(b, from, to, Octets.Less) >= 0 || Octets.Find(b, from, to, Octets.Greater) >= 0 || !Text.AreVisible(b, from, to))
        {
            return false;
        }

        start = from;
        end = to;
        return true;
    }
}
