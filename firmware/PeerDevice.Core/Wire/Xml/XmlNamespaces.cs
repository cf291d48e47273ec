using PeerDevice.Bytes;

namespace PeerDevice.Wire.Xml;

/// <summary>
/// The namespace declarations in scope, as offsets into the document (Namespaces in XML 1.0). Nothing is copied:
/// a prefix is found by comparing octets, from the innermost declaration outwards.
/// </summary>
public sealed class XmlNamespaces
{
    /// <summary>No namespace: an unprefixed element with no default declaration around it.</summary>
    public const int None = -1;

    /// <summary>The prefix "xml", which is bound without being declared (Namespaces §3).</summary>
    public const int Xml = -2;

    /// <summary>The prefix is not declared.</summary>
    public const int Unbound = -3;

    private const string Dav = "DAV:";
    private const string XmlName = "http://www.w3.org/XML/1998/namespace";
    private const string XmlnsName = "http://www.w3.org/2000/xmlns/";

    private readonly int[] _prefixStart = new int[Limits.XmlNamespaces];
    private readonly int[] _prefixEnd = new int[Limits.XmlNamespaces];
    private readonly int[] _start = new int[Limits.XmlNamespaces];
    private readonly int[] _end = new int[Limits.XmlNamespaces];
    private readonly bool[] _isDav = new bool[Limits.XmlNamespaces];

    /// <summary>How many declarations are in scope; set it back to leave an element.</summary>
    public int Count;

    /// <summary>Where the namespace name of a declaration begins, as it is written in the document.</summary>
    public int Start(int declaration)
    {
        return _start[declaration];
    }

    /// <summary>Where the namespace name of a declaration ends.</summary>
    public int End(int declaration)
    {
        return _end[declaration];
    }

    /// <summary>Where the prefix of a declaration begins; an empty one is the default declaration.</summary>
    public int PrefixStart(int declaration)
    {
        return _prefixStart[declaration];
    }

    /// <summary>Where the prefix of a declaration ends.</summary>
    public int PrefixEnd(int declaration)
    {
        return _prefixEnd[declaration];
    }

    /// <summary>Whether a declaration is hidden by a later one of the same prefix that is in scope too.</summary>
    public bool IsHidden(byte[] buffer, int declaration)
    {
        int start = _prefixStart[declaration];
        int length = _prefixEnd[declaration] - start;
        for (int i = declaration + 1; i < Count; i++)
        {
            if (_prefixEnd[i] - _prefixStart[i] == length && SameOctets(buffer, _prefixStart[i], start, length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Writes the namespace name at [start, end) as the characters it stands for: references resolved, white space normalised (XML 1.0 §3.3.3).
    /// So two names are the same exactly when their octets are.
    /// </summary>
    public static void WriteName(ByteWriter writer, byte[] buffer, int start, int end)
    {
        while (start < end)
        {
            int from = start;
            int code = Take(buffer, ref start, end);
            if (code >= 0x80 && buffer[from] >= 0x80)
            {
                writer.Octets(buffer, from, start - from);
            }
            else
            {
                XmlCharacters.Encode(writer, code);
            }
        }
    }

    /// <summary>Whether the namespace name at [start, end) of a document stands for the octets that <see cref="WriteName"/> wrote elsewhere.</summary>
    public static bool IsName(byte[] buffer, int start, int end, byte[] name, int at, int nameEnd)
    {
        while (start < end && at < nameEnd)
        {
            int length = XmlCharacters.Decode(name, at, nameEnd, out int code);
            if (length == 0 || Take(buffer, ref start, end) != code)
            {
                return false;
            }

            at += length;
        }

        return start == end && at == nameEnd;
    }

    /// <summary>Whether a declaration (or one of the constants of this class) stands for "DAV:".</summary>
    public bool IsDav(int declaration)
    {
        return declaration >= 0 && _isDav[declaration];
    }

    /// <summary>Adds a declaration; an empty prefix is the default one.</summary>
    /// <returns>0, or the status to refuse the document with.</returns>
    public int Declare(byte[] buffer, int prefixStart, int prefixEnd, int start, int end)
    {
        // Namespaces §3: "xml" may only be declared as what it is, nothing else as that; "xmlns" must not be declared,
        // nor its name bound; only the default declaration may be empty (§6.2).
        bool isDefault = prefixStart == prefixEnd;
        bool namesDav = Names(buffer, start, end, Dav);
        bool namesXml = !namesDav && Names(buffer, start, end, XmlName);
        if (!isDefault && Text.Is(buffer, prefixStart, prefixEnd, "xml"))
        {
            return namesXml ? 0 : 400;
        }

        if (namesXml || (!namesDav && Names(buffer, start, end, XmlnsName)) || (!isDefault && start == end)
            || Text.Is(buffer, prefixStart, prefixEnd, "xmlns"))
        {
            return 400;
        }

        if (Count == _start.Length)
        {
            return 413;
        }

        _prefixStart[Count] = prefixStart;
        _prefixEnd[Count] = prefixEnd;
        _start[Count] = start;
        _end[Count] = end;
        _isDav[Count] = namesDav;
        Count++;
        return 0;
    }

    /// <summary>Finds what a prefix stands for; an empty prefix asks for the default declaration.</summary>
    /// <returns>A declaration, or <see cref="None"/>, <see cref="Xml"/>, <see cref="Unbound"/>.</returns>
    public int Resolve(byte[] buffer, int prefixStart, int prefixEnd)
    {
        int length = prefixEnd - prefixStart;
        for (int i = Count - 1; i >= 0; i--)
        {
            if (_prefixEnd[i] - _prefixStart[i] == length && SameOctets(buffer, _prefixStart[i], prefixStart, length))
            {
                // xmlns="" takes the default away (Namespaces §6.2).
                return _start[i] == _end[i] ? None : i;
            }
        }

        if (length == 0)
        {
            return None;
        }

        return Text.Is(buffer, prefixStart, prefixEnd, "xml") ? Xml : Unbound;
    }

    /// <summary>Whether two declarations (or constants of this class) stand for the same namespace.</summary>
    public bool Same(byte[] buffer, int one, int other)
    {
        if (one == other || one < 0 || other < 0)
        {
            return one == other;
        }

        int i = _start[one];
        int j = _start[other];
        while (i < _end[one] && j < _end[other])
        {
            int left = Take(buffer, ref i, _end[one]);
            int right = Take(buffer, ref j, _end[other]);
            if (left != right)
            {
                return false;
            }
        }

        return i == _end[one] && j == _end[other];
    }

    /// <summary>Whether two runs of octets are equal.</summary>
    internal static bool SameOctets(byte[] buffer, int one, int other, int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (buffer[one + i] != buffer[other + i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool Names(byte[] buffer, int start, int end, string ascii)
    {
        // References make a name longer, never shorter: nearly every name is settled by its length, its end or its first character.
        int last = end - 1;
        if (last - start < ascii.Length - 1 || (last - start > ascii.Length - 1 && Octets.Find(buffer, start, end, Octets.Ampersand) < 0)
            || (buffer[last] != ascii[ascii.Length - 1] && buffer[last] != ';'))
        {
            return false;
        }

        int at = start;
        for (int i = 0; i < ascii.Length; i++)
        {
            if (at == end || Take(buffer, ref at, end) != ascii[i])
            {
                return false;
            }
        }

        return at == end;
    }

    // The next character of an attribute value, normalised (XML 1.0 §3.3.3). The tokenizer has checked the value.
    private static int Take(byte[] buffer, ref int at, int end)
    {
        int code = buffer[at];
        int length = 1;
        if (code == '&')
        {
            length = XmlCharacters.Reference(buffer, at, end, out code);
        }
        else if (code >= 0x80)
        {
            length = XmlCharacters.Decode(buffer, at, end, out code);
        }
        else if (XmlCharacters.IsSpace(code))
        {
            // A line end of two octets is one character (XML 1.0 §2.11).
            length = code == 13 && at + 1 < end && buffer[at + 1] == 10 ? 2 : 1;
            code = ' ';
        }

        at += length == 0 ? 1 : length;
        return code;
    }
}
