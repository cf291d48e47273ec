using PeerDevice.Bytes;

namespace PeerDevice.Wire.Xml;

/// <summary>The attributes of one tag, as offsets: enough to know that no two have one name and that every prefix is declared.</summary>
internal sealed class XmlAttributes
{
    private const string XmlLang = "xml:lang";

    private readonly int[] _start = new int[Limits.XmlAttributes];
    private readonly int[] _colon = new int[Limits.XmlAttributes];
    private readonly int[] _end = new int[Limits.XmlAttributes];
    private readonly int[] _valueStart = new int[Limits.XmlAttributes];
    private readonly int[] _valueEnd = new int[Limits.XmlAttributes];
    private readonly bool[] _declares = new bool[Limits.XmlAttributes];
    private int _count;

    /// <summary>Where the value of xml:lang begins.</summary>
    internal int LangStart { get; private set; }

    /// <summary>Where the value of xml:lang ends; -1 where the tag has none.</summary>
    internal int LangEnd { get; private set; } = -1;

    internal void Clear()
    {
        _count = 0;
        LangEnd = -1;
    }

    /// <summary>Takes an attribute; where it declares a namespace, takes that into scope.</summary>
    /// <returns>0, or the status to refuse the document with.</returns>
    internal int Add(byte[] buffer, XmlNamespaces namespaces, int start, int colon, int end, int valueStart, int valueEnd)
    {
        if (_count == _start.Length)
        {
            return 413;
        }

        _start[_count] = start;
        _colon[_count] = colon;
        _end[_count] = end;
        _valueStart[_count] = valueStart;
        _valueEnd[_count] = valueEnd;
        bool declares = Text.Is(buffer, start, colon < 0 ? end : colon, "xmlns");
        _declares[_count] = declares;
        _count++;
        if (!declares)
        {
            // XML 1.0 §2.12; "xml" needs no declaration and can mean nothing else.
            if (end - start == XmlLang.Length && Text.Is(buffer, start, end, XmlLang))
            {
                LangStart = valueStart;
                LangEnd = valueEnd;
            }

            return 0;
        }

        return colon < 0
            ? namespaces.Declare(buffer, 0, 0, valueStart, valueEnd)
            : namespaces.Declare(buffer, colon + 1, end, valueStart, valueEnd);
    }

    /// <summary>Finds the value of the attribute of a name without prefix, which is in ASCII.</summary>
    internal bool Find(byte[] buffer, string name, out int start, out int end)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_colon[i] < 0 && _end[i] - _start[i] == name.Length && Text.Is(buffer, _start[i], _end[i], name))
            {
                start = _valueStart[i];
                end = _valueEnd[i];
                return true;
            }
        }

        start = 0;
        end = 0;
        return false;
    }

    /// <summary>
    /// Once all declarations of the tag are in scope: whether all names differ, as written (XML 1.0 §3.1) and with
    /// their prefixes resolved (Namespaces §6.3), and all prefixes are declared.
    /// </summary>
    internal bool Differ(byte[] buffer, XmlNamespaces namespaces)
    {
        for (int i = 0; i < _count; i++)
        {
            // An attribute without prefix is in no namespace (Namespaces §6.2).
            bool isPlain = _colon[i] < 0 || _declares[i];
            int space = isPlain ? XmlNamespaces.None : namespaces.Resolve(buffer, _start[i], _colon[i]);
            if (space == XmlNamespaces.Unbound)
            {
                return false;
            }

            for (int j = 0; j < i; j++)
            {
                if (Same(buffer, _start[i], _end[i], _start[j], _end[j]))
                {
                    return false;
                }

                if (!isPlain && _colon[j] >= 0 && Same(buffer, _colon[i], _end[i], _colon[j], _end[j])
                    && namespaces.Same(buffer, space, namespaces.Resolve(buffer, _start[j], _colon[j])))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Same(byte[] buffer, int start, int end, int otherStart, int otherEnd)
    {
        return end - start == otherEnd - otherStart && XmlNamespaces.SameOctets(buffer, start, otherStart, end - start);
    }
}
