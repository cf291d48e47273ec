using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Finds the lines of a field in a head that was read, by name (RFC 9110 §5.1). For fields that are looked at seldom: those of every request have numbers, see <see cref="Field"/>.</summary>
public static class FieldLines
{
    /// <summary>The value of the line of a field, without white space around it.</summary>
    /// <param name="b">The buffer.</param>
    /// <param name="start">Where the head begins: its first line is passed over.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="name">The field's name, in lower case.</param>
    /// <param name="index">0 for its first line, 1 for its second, and so on.</param>
    /// <returns>Null when there are not so many.</returns>
    public static string? Find(byte[] b, int start, int end, string name, int index)
    {
        int at = AfterLine(b, start, end);
        while (at < end)
        {
            int next = AfterLine(b, at, end);
            int valueAt = at + name.Length + 1;
            if (valueAt < next && b[valueAt - 1] == ':' && Text.EqualsIgnoreCase(b, at, valueAt - 1, name))
            {
                if (index == 0)
                {
                    int from = Text.SkipBlanks(b, valueAt, next);
                    int to = next;
                    while (to > from && b[to - 1] <= ' ')
                    {
                        to--;
                    }

                    return Text.String(b, from, to);
                }

                index--;
            }

            at = next;
        }

        return null;
    }

    private static int AfterLine(byte[] b, int at, int end)
    {
        int lineFeed = at < end ? Octets.Find(b, at, end, Octets.LineFeed) : -1;
        return lineFeed < 0 ? end : lineFeed + 1;
    }
}
