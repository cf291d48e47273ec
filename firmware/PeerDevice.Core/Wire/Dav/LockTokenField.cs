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

        for (int i = start + 1; i < end - 1; i++)
        {
            if (b[i] <= ' ' || b[i] >= 0x7F || b[i] == '<' || b[i] == '>')
            {
                return false;
            }
        }

        start++;
        end--;
        return true;
    }
}
