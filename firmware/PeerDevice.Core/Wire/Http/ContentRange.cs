namespace PeerDevice.Wire.Http;

/// <summary>Reads a Content-Range field (RFC 9110 §14.4). Total over any text.</summary>
/// <remarks>
/// <code>
/// Content-Range = range-unit SP ( first-pos "-" last-pos "/" ( complete-length / "*" ) / "*/" complete-length )
/// </code>
/// </remarks>
public static class ContentRange
{
    /// <summary>Reads the range of a 206 (Partial Content) of a representation whose length is told.</summary>
    /// <param name="value">The field's value.</param>
    /// <param name="first">The position of the first octet.</param>
    /// <param name="last">The position of the last.</param>
    /// <param name="complete">Octets of the whole.</param>
    /// <returns>False for anything else, and for a range that lies beyond the whole.</returns>
    public static bool Read(string value, out long first, out long last, out long complete)
    {
        const string Unit = "bytes ";
        first = -1;
        last = -1;
        complete = -1;
        for (int i = 0; i < Unit.Length; i++)
        {
            // RFC 9110 §14.1: range units are compared without regard to case
            if (i >= value.Length || (value[i] | 0x20) != Unit[i])
            {
                return false;
            }
        }

        int dash = value.IndexOf('-');
        int slash = value.IndexOf('/');
        if (dash < 0 || slash < dash)
        {
            return false;
        }

        first = Number(value, Unit.Length, dash);
        last = Number(value, dash + 1, slash);
        complete = Number(value, slash + 1, value.Length);
        return first >= 0 && last >= first && complete > last;
    }

    private static long Number(string text, int start, int end)
    {
        const int Digits = 18; // so many always fit
        if (end <= start || end - start > Digits)
        {
            return -1;
        }

        long number = 0;
        for (int i = start; i < end; i++)
        {
            if (text[i] < '0' || text[i] > '9')
            {
                return -1;
            }

            number = (number * 10) + (text[i] - '0');
        }

        return number;
    }
}
