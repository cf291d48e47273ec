using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>
/// The parts of which structured fields are made (RFC 9651), as far as it must be seen where one ends: what is asked for is read by who asks. Total over any octets.
/// </summary>
/// <remarks>
/// <code>
/// parameters = *( ";" *SP key [ "=" bare-item ] )                        RFC 9651 §3.1.2
/// key        = ( lcalpha / "*" ) *( lcalpha / DIGIT / "_-.*" )           RFC 9651 §3.1.2
/// bare-item  = sf-integer / sf-decimal / sf-string / sf-token
///              / sf-binary / sf-boolean / sf-date / sf-displaystring     RFC 9651 §3.3
/// </code>
/// Of an item that nobody reads no more is asked than that it is visible, in one piece, and no list.
/// </remarks>
internal static class StructuredField
{
    /// <summary>There is none.</summary>
    internal const int None = -1;

    /// <summary>Behind a key; <see cref="None"/> where none stands.</summary>
    internal static int EndOfKey(byte[] b, int at, int end)
    {
        int start = at;
        while (at < end && IsOfKey(b[at], at == start))
        {
            at++;
        }

        return at == start ? None : at;
    }

    /// <summary>Behind the item that "=" gives to a key that ends at <paramref name="at"/>: there, where no "=" is; <see cref="None"/> where nothing that is an item follows it.</summary>
    internal static int EndOfValue(byte[] b, int at, int end)
    {
        if (at == end || b[at] != '=')
        {
            return at;
        }

        int start = ++at;
        bool isQuoted = false;
        for (; at < end; at++)
        {
            int c = b[at];
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted)
            {
                // RFC 9651 §4.2.5: a backslash takes the next with it.
                at += c == '\\' ? 1 : 0;
            }
            else if (c == ',' || c == ';' || c == ' ' || c == '\t')
            {
                break;
            }
            else if (c == '(' || c <= ' ' || c >= 0x7F)
            {
                return None;
            }
        }

        return at == start || at > end || isQuoted ? None : at;
    }

    /// <summary>Behind the parameters that begin at <paramref name="at"/>: there, where none do; <see cref="None"/> where something else stands behind a ";".</summary>
    internal static int EndOfParameters(byte[] b, int at, int end)
    {
        while (at != None && at < end && b[at] == ';')
        {
            do
            {
                at++;
            }
            while (at < end && b[at] == ' ');

            at = EndOfKey(b, at, end);
            at = at == None ? None : EndOfValue(b, at, end);
        }

        return at;
    }

    private static bool IsOfKey(int c, bool isFirst)
    {
        return (c >= 'a' && c <= 'z') || c == '*' || (!isFirst && ((c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'));
    }
}
