using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>
/// Fields whose value is one item (RFC 9651 §3.3): a boolean or a whole number, with parameters that say nothing to us.
/// </summary>
/// <remarks>
/// <code>
/// sf-item    = bare-item parameters          RFC 9651 §3.3
/// sf-boolean = "?" ( "0" / "1" )             RFC 9651 §3.3.6
/// sf-integer = ["-"] 1*15DIGIT               RFC 9651 §3.3.1
/// parameters = *( ";" *SP parameter )        RFC 9651 §3.1.2
/// </code>
/// </remarks>
public static class StructuredItem
{
    /// <summary>The value is false.</summary>
    public const int False = 0;

    /// <summary>The value is true.</summary>
    public const int True = 1;

    /// <summary>The value is not of the type that was asked for.</summary>
    public const int Malformed = -1;

    private const int LongestInteger = 15;

    /// <summary>Reads a boolean.</summary>
    /// <returns><see cref="False"/>, <see cref="True"/> or <see cref="Malformed"/>.</returns>
    public static int Boolean(byte[] buffer, int start, int end)
    {
        end = EndOfItem(buffer, start, end);
        if (end - start != 2 || buffer[start] != '?')
        {
            return Malformed;
        }

        int digit = buffer[start + 1] - '0';
        return digit == False || digit == True ? digit : Malformed;
    }

    /// <summary>Reads a whole number that is not negative.</summary>
    /// <returns>The number; <see cref="Malformed"/> for anything else, of more than 15 digits too.</returns>
    public static long Integer(byte[] buffer, int start, int end)
    {
        end = EndOfItem(buffer, start, end);
        return end - start > LongestInteger ? Malformed : Text.Number(buffer, start, end);
    }

    // Behind the item; before its start where what stands behind it are no parameters (RFC 9651 §4.2.3.2).
    private static int EndOfItem(byte[] buffer, int start, int end)
    {
        for (int at = start; at < end; at++)
        {
            if (buffer[at] == ';')
            {
                return StructuredField.EndOfParameters(buffer, at, end) == end ? at : start - 1;
            }
        }

        return end;
    }
}
