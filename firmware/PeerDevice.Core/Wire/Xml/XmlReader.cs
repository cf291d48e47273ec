namespace PeerDevice.Wire.Xml;

/// <summary>
/// Reads an XML 1.0 document with namespaces, token by token, as offsets into a buffer that is not changed and nothing is copied from.
/// Total: any octets give tokens or a refusal, each octet is looked at a bounded number of times.
/// </summary>
/// <remarks>
/// UTF-8 only, with or without a byte order mark. A document type declaration is refused, and with it every entity but the five
/// that need no declaration (RFC 4918 §20.6 asks to guard against entities). Comments and processing instructions are skipped.
/// </remarks>
public sealed class XmlReader
{
    /// <summary>The document is refused; <see cref="Refusal"/> says with which status.</summary>
    public const int Refused = -1;

    /// <summary>The document is at its end, and was well-formed.</summary>
    public const int End = 0;

    /// <summary>An element begins; <see cref="NameStart"/>, <see cref="Namespace"/> say which.</summary>
    public const int StartElement = 1;

    /// <summary>The innermost element ends. An empty-element tag gives this too.</summary>
    public const int EndElement = 2;

    /// <summary>Character data of the innermost element, as it is written: <see cref="TextStart"/>, <see cref="TextEnd"/>.</summary>
    public const int Text = 3;

    private readonly XmlNamespaces _namespaces = new XmlNamespaces();
    private readonly XmlAttributes _attributes = new XmlAttributes();
    private readonly XmlCursor _cursor = new XmlCursor();
    private readonly int[] _openStart = new int[Limits.XmlDepth];
    private readonly int[] _openEnd = new int[Limits.XmlDepth];
    private readonly int[] _openNamespaces = new int[Limits.XmlDepth];
    private bool _rootSeen;
    private bool _emptyElement;

    /// <summary>0, or the HTTP status the document is refused with: 400 malformed, 413 beyond a bound, 415 not UTF-8.</summary>
    public int Refusal { get; private set; }

    /// <summary>How many elements are open: 1 inside the root.</summary>
    public int Depth { get; private set; }

    /// <summary>Where the local name of the element that began last begins.</summary>
    public int NameStart { get; private set; }

    /// <summary>Where the local name of the element that began last ends.</summary>
    public int NameEnd { get; private set; }

    /// <summary>The namespace of the element that began last: a declaration, <see cref="XmlNamespaces.None"/> or <see cref="XmlNamespaces.Xml"/>.</summary>
    public int Namespace { get; private set; }

    /// <summary>Where the namespace name of the element that began last begins, as written (references not resolved).</summary>
    public int NamespaceStart
    {
        get { return Namespace < 0 ? 0 : _namespaces.Start(Namespace); }
    }

    /// <summary>Where the namespace name of the element that began last ends; equal to <see cref="NamespaceStart"/> where it is not written.</summary>
    public int NamespaceEnd
    {
        get { return Namespace < 0 ? 0 : _namespaces.End(Namespace); }
    }

    /// <summary>Whether the element that began last is in the namespace "DAV:".</summary>
    public bool IsDav
    {
        get { return _namespaces.IsDav(Namespace); }
    }

    /// <summary>Where the tag of the element that began last begins: its '&lt;'.</summary>
    public int TagStart { get; private set; }

    /// <summary>Whether the name of the element that began last has a prefix.</summary>
    public bool HasPrefix
    {
        get { return NameStart > TagStart + 1; }
    }

    /// <summary>Where the value of the xml:lang of the element that began last begins.</summary>
    public int LangStart
    {
        get { return _attributes.LangStart; }
    }

    /// <summary>Where the value of the xml:lang of the element that began last ends; -1 where it has none. Not known after the next token.</summary>
    public int LangEnd
    {
        get { return _attributes.LangEnd; }
    }

    /// <summary>Behind the last token.</summary>
    public int Position
    {
        get { return _cursor.At; }
    }

    /// <summary>The declarations in scope.</summary>
    internal XmlNamespaces Namespaces
    {
        get { return _namespaces; }
    }

    /// <summary>How many of the declarations in scope stand outside of the innermost open element.</summary>
    internal int NamespacesOutside
    {
        get { return Depth == 0 ? 0 : _openNamespaces[Depth - 1]; }
    }

    /// <summary>Where the character data begins.</summary>
    public int TextStart { get; private set; }

    /// <summary>Where the character data ends.</summary>
    public int TextEnd { get; private set; }

    /// <summary>Whether the character data comes from a CDATA section, where '&amp;' is no reference.</summary>
    public bool IsLiteral { get; private set; }

    /// <summary>Begins to read the document that stands at [start, end).</summary>
    public void Begin(byte[] buffer, int start, int end)
    {
        _cursor.Begin(buffer, start, end);
        _rootSeen = false;
        _emptyElement = false;
        _namespaces.Count = 0;
        Namespace = XmlNamespaces.None;
        Depth = 0;
        Refusal = XmlProlog.Skip(_cursor);
    }

    /// <summary>Whether the element that began last has this local name, which is in ASCII.</summary>
    public bool Is(string localName)
    {
        // Natively: the one string costs less than a loop over its octets.
        int length = NameEnd - NameStart;
        return length == localName.Length && Bytes.Text.String(_cursor.Buffer, NameStart, NameEnd) == localName;
    }

    /// <summary>Finds an attribute of the element that began last, by a name without prefix. Not known after the next token.</summary>
    /// <returns>False where it has none; otherwise its value stands between <paramref name="start"/> and <paramref name="end"/>, as written.</returns>
    public bool FindAttribute(string name, out int start, out int end)
    {
        return _attributes.Find(_cursor.Buffer, name, out start, out end);
    }

    /// <summary>Reads on to the end of the element that began last.</summary>
    /// <returns><see cref="EndElement"/> or <see cref="Refused"/>.</returns>
    public int Skip()
    {
        int outside = Depth - 1;
        int token;
        do
        {
            token = Read();
        }
        while (token != Refused && Depth > outside);
        return token;
    }

    /// <summary>Reads the next token. After <see cref="End"/> or <see cref="Refused"/> it gives the same again.</summary>
    public int Read()
    {
        if (_emptyElement && Refusal == 0)
        {
            _emptyElement = false;
            return Leave();
        }

        XmlCursor cursor = _cursor;
        while (Refusal == 0)
        {
            int first = cursor.Peek(0);
            if (first < 0)
            {
                return _rootSeen && Depth == 0 ? End : Refuse(400);
            }

            if (first != '<')
            {
                if (Depth > 0)
                {
                    return ReadText();
                }

                // Only space may stand outside the root (XML 1.0 §2.8).
                if (!cursor.SkipSpace())
                {
                    return Refuse(400);
                }

                continue;
            }

            int second = cursor.Peek(1);
            if (second == '/')
            {
                return ReadEndTag();
            }

            if (second == '?')
            {
                SkipInstruction();
            }
            else if (second != '!')
            {
                return ReadStartTag();
            }
            else if (cursor.Sees("<!--"))
            {
                SkipComment();
            }
            else if (Depth > 0 && cursor.Sees("<![CDATA["))
            {
                return ReadLiteral();
            }
            else
            {
                // <!DOCTYPE and anything else that begins so.
                return Refuse(400);
            }
        }

        return Refused;
    }

    private int Refuse(int status)
    {
        Refusal = status;
        return Refused;
    }

    private int Leave()
    {
        Depth--;
        _namespaces.Count = _openNamespaces[Depth];
        return EndElement;
    }

    // STag and EmptyElemTag: XML 1.0 §3.1.
    private int ReadStartTag()
    {
        XmlCursor cursor = _cursor;
        int start = cursor.At + 1;
        int nameEnd = Depth == 0 && _rootSeen ? -1 : cursor.ScanName(start);
        if (nameEnd < 0)
        {
            return Refuse(400);
        }

        if (Depth == Limits.XmlDepth)
        {
            return Refuse(413);
        }

        int colon = cursor.Colon;
        _openNamespaces[Depth] = _namespaces.Count;
        cursor.At = nameEnd;
        int status = ReadAttributes();
        if (status != 0)
        {
            return Refuse(status);
        }

        Namespace = colon < 0 ? _namespaces.Resolve(cursor.Buffer, 0, 0) : _namespaces.Resolve(cursor.Buffer, start, colon);
        if (Namespace == XmlNamespaces.Unbound || !_attributes.Differ(cursor.Buffer, _namespaces))
        {
            return Refuse(400);
        }

        TagStart = start - 1;
        NameStart = colon < 0 ? start : colon + 1;
        NameEnd = nameEnd;
        _openStart[Depth] = start;
        _openEnd[Depth] = nameEnd;
        Depth++;
        _rootSeen = true;
        _emptyElement = cursor.Peek(0) == '/';
        cursor.At += _emptyElement ? 2 : 1;
        return StartElement;
    }

    // Stops at the '>' or the "/>" that ends the tag. Gives 0 or the status to refuse with.
    private int ReadAttributes()
    {
        XmlCursor cursor = _cursor;
        _attributes.Clear();
        while (true)
        {
            bool apart = cursor.SkipSpace();
            int next = cursor.Peek(0);
            if (next == '>' || (next == '/' && cursor.Peek(1) == '>'))
            {
                return 0;
            }

            int start = cursor.At;
            int nameEnd = apart ? cursor.ScanName(start) : -1;
            if (nameEnd < 0)
            {
                return 400;
            }

            int colon = cursor.Colon;
            cursor.At = nameEnd;
            int valueEnd = cursor.ScanValue();
            if (valueEnd < 0)
            {
                return 400;
            }

            int status = _attributes.Add(cursor.Buffer, _namespaces, start, colon, nameEnd, cursor.At, valueEnd);
            if (status != 0)
            {
                return status;
            }

            cursor.At = valueEnd + 1;
        }
    }

    // ETag: XML 1.0 §3.1; it must name the element that is open.
    private int ReadEndTag()
    {
        XmlCursor cursor = _cursor;
        if (Depth == 0)
        {
            return Refuse(400);
        }

        int start = _openStart[Depth - 1];
        int length = _openEnd[Depth - 1] - start;
        cursor.At += 2;
        if (cursor.End - cursor.At <= length || !XmlNamespaces.SameOctets(cursor.Buffer, start, cursor.At, length))
        {
            return Refuse(400);
        }

        cursor.At += length;
        cursor.SkipSpace();
        if (cursor.Peek(0) != '>')
        {
            return Refuse(400);
        }

        cursor.At++;
        return Leave();
    }

    // CharData and references: XML 1.0 §2.4, §4.1.
    private int ReadText()
    {
        XmlCursor cursor = _cursor;
        byte[] buffer = cursor.Buffer;
        int start = cursor.At;
        int at = start;
        while (at < cursor.End && buffer[at] != '<')
        {
            // "]]>" must not stand in text.
            int length = buffer[at] == '>' && at - start >= 2 && buffer[at - 1] == ']' && buffer[at - 2] == ']' ? 0 : cursor.TextLength(at);
            if (length == 0)
            {
                return Refuse(400);
            }

            at += length;
        }

        cursor.At = at;
        TextStart = start;
        TextEnd = at;
        IsLiteral = false;
        return at == cursor.End ? Refuse(400) : Text;
    }

    // CDSect: XML 1.0 §2.7.
    private int ReadLiteral()
    {
        _cursor.At += 9;
        TextStart = _cursor.At;
        IsLiteral = true;
        if (!_cursor.SkipPast("]]>"))
        {
            return Refuse(400);
        }

        TextEnd = _cursor.At - 3;
        return Text;
    }

    // Comment: XML 1.0 §2.5; "--" must not stand inside.
    private void SkipComment()
    {
        _cursor.At += 4;
        if (!_cursor.SkipPast("--") || _cursor.Peek(0) != '>')
        {
            Refuse(400);
            return;
        }

        _cursor.At++;
    }

    // PI: XML 1.0 §2.6. The target "xml" is reserved, and no colon may stand in it (Namespaces §7).
    private void SkipInstruction()
    {
        XmlCursor cursor = _cursor;
        int start = cursor.At + 2;
        int nameEnd = cursor.ScanName(start);
        if (nameEnd < 0 || cursor.Colon >= 0 || Bytes.Text.EqualsIgnoreCase(cursor.Buffer, start, nameEnd, "xml"))
        {
            Refuse(400);
            return;
        }

        cursor.At = nameEnd;
        bool apart = cursor.SkipSpace();
        if ((!apart && !cursor.Sees("?>")) || !cursor.SkipPast("?>"))
        {
            Refuse(400);
        }
    }
}
