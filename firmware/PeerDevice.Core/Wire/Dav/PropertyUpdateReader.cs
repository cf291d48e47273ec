using PeerDevice.Bytes;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Wire.Dav;

/// <summary>
/// Reads the content of a PROPPATCH (RFC 4918 §9.2, §14.19). <see cref="Read"/> says whether all of it is well-formed; then
/// <see cref="Restart"/> and <see cref="Next"/> go through its instructions in document order, as often as is wanted, over the content as it
/// arrived: nothing is copied, and nothing is kept per instruction.
/// </summary>
public sealed class PropertyUpdateReader
{
    private const int NoLang = -1;

    private readonly XmlReader _reader = new XmlReader();
    private byte[] _body = new byte[0];
    private int _start;
    private int _end;
    private int _tagStart;
    private int _tagEnd;
    private int _elementEnd;
    private int _carried;
    private int _langStart;
    private int _langEnd;
    private int _rootLangStart;
    private int _rootLangEnd;
    private int _groupLangStart;
    private int _groupLangEnd;
    private bool _isOwnLang;
    private bool _inProp;
    private bool _hasProp;
    private bool _inGroup;

    /// <summary>How many instructions there are, once <see cref="Read"/> has answered 0.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the instruction takes a property away; otherwise it gives it a value.</summary>
    public bool IsRemove { get; private set; }

    /// <summary>Where the property's local name begins in the content.</summary>
    public int NameStart { get; private set; }

    /// <summary>Where the property's local name ends.</summary>
    public int NameEnd { get; private set; }

    /// <summary>Where the property's namespace name begins, as written; equal to <see cref="SpaceEnd"/> where it has none.</summary>
    public int SpaceStart { get; private set; }

    /// <summary>Where the property's namespace name ends.</summary>
    public int SpaceEnd { get; private set; }

    /// <summary>Whether the property's name has the prefix "xml", whose namespace is not written.</summary>
    public bool IsXml { get; private set; }

    /// <summary>Whether the property is in the namespace "DAV:".</summary>
    public bool IsDav { get; private set; }

    /// <summary>The content that the offsets point into.</summary>
    public byte[] Body
    {
        get { return _body; }
    }

    /// <summary>Reads the content that stands at [start, end), and goes to its front.</summary>
    /// <returns>0, or the status to refuse with: 400 malformed or without instructions, 413 beyond a bound, 415 not UTF-8.</returns>
    public int Read(byte[] body, int start, int end)
    {
        _body = body;
        _start = start;
        _end = end;
        Count = 0;
        int status = Walk();
        if (status != 0)
        {
            Count = 0;
            return status;
        }

        Restart();
        return Count == 0 ? 400 : 0;
    }

    /// <summary>Goes to the front, so that <see cref="Next"/> gives the first instruction.</summary>
    public void Restart()
    {
        Begin();
    }

    /// <summary>Goes to the next instruction (RFC 4918 §9.2: in document order).</summary>
    /// <returns>False when there is none.</returns>
    public bool Next()
    {
        return Step() > 0;
    }

    /// <summary>Whether the property has this local name, which is in ASCII.</summary>
    public bool Is(string localName)
    {
        return Text.Is(_body, NameStart, NameEnd, localName);
    }

    /// <summary>
    /// Writes the property as an element that means the same wherever it stands: as the client wrote it, with the namespace declarations that were in
    /// scope and that it may need, and with the xml:lang that was in scope (RFC 4918 §4.3, §14.18).
    /// </summary>
    public void WriteElement(ByteWriter writer)
    {
        writer.Octets(_body, _tagStart, _tagEnd - _tagStart);
        XmlNamespaces scope = _reader.Namespaces;
        for (int i = 0; i < scope.Count; i++)
        {
            if ((_carried & (1 << i)) != 0)
            {
                WriteDeclaration(writer, scope, i);
            }
        }

        if (!_isOwnLang && _langEnd != NoLang)
        {
            writer.Text(" xml:lang=\"");
            WriteValue(writer, _langStart, _langEnd);
            writer.Octet((byte)'"');
        }

        writer.Octets(_body, _tagEnd, _elementEnd - _tagEnd);
    }

    /// <summary>Writes the property's name as an element with nothing in it.</summary>
    public void WriteName(ByteWriter writer)
    {
        // A prefix of its own, so that no declaration of the client's is needed; xml is the one prefix that must stay (Namespaces §3).
        writer.Text(IsXml ? "<xml:" : SpaceStart == SpaceEnd ? "<" : "<x:");
        writer.Octets(_body, NameStart, NameEnd - NameStart);
        if (SpaceStart < SpaceEnd)
        {
            writer.Text(" xmlns:x=\"");
            WriteValue(writer, SpaceStart, SpaceEnd);
            writer.Octet((byte)'"');
        }

        writer.Text("/>");
    }

    // The whole document, once: so that nothing is done of one that turns out to be malformed.
    private int Walk()
    {
        Begin();
        int step;
        while ((step = Step()) > 0)
        {
            Count++;
            if (Count > Limits.PropertyInstructions || NameEnd - NameStart + SpaceEnd - SpaceStart > Limits.PropertyOctets)
            {
                return 413;
            }
        }

        return step < 0 ? -step : 0;
    }

    private void Begin()
    {
        _reader.Begin(_body, _start, _end);
        _inProp = false;
        _inGroup = false;
    }

    // 1 with the next instruction, 0 at the end of the document, or the negative of the status to refuse it with.
    private int Step()
    {
        XmlReader reader = _reader;
        if (reader.Depth == 0 && !ReadRoot())
        {
            return Refused();
        }

        while (true)
        {
            int token = reader.Read();
            if (token == XmlReader.Text)
            {
                continue;
            }

            if (token == XmlReader.EndElement)
            {
                if (reader.Depth == 0)
                {
                    return reader.Read() == XmlReader.End ? 0 : Refused();
                }

                if (!Leave())
                {
                    return -400;
                }

                continue;
            }

            if (token != XmlReader.StartElement)
            {
                return Refused();
            }

            if (_inProp)
            {
                return TakeProperty() ? 1 : Refused();
            }

            int status = Enter();
            if (status != 0)
            {
                return -status;
            }
        }
    }

    private bool ReadRoot()
    {
        XmlReader reader = _reader;
        if (reader.Read() != XmlReader.StartElement || !reader.IsDav || !reader.Is("propertyupdate"))
        {
            return false;
        }

        _rootLangStart = reader.LangStart;
        _rootLangEnd = reader.LangEnd;
        return true;
    }

    // propertyupdate = (remove | set)+, each with a prop (RFC 4918 §14.19, §14.23, §14.26). What else stands there is passed over (§17).
    private int Enter()
    {
        XmlReader reader = _reader;
        if (!_inGroup && reader.IsDav && (reader.Is("set") || reader.Is("remove")))
        {
            IsRemove = reader.Is("remove");
            _inGroup = true;
            _hasProp = false;
            bool isOwn = reader.LangEnd != NoLang;
            _groupLangStart = isOwn ? reader.LangStart : _rootLangStart;
            _groupLangEnd = isOwn ? reader.LangEnd : _rootLangEnd;
            return 0;
        }

        if (_inGroup && reader.IsDav && reader.Is("prop"))
        {
            if (_hasProp)
            {
                return 400;
            }

            _inProp = true;
            _hasProp = true;
            bool isOwn = reader.LangEnd != NoLang;
            _langStart = isOwn ? reader.LangStart : _groupLangStart;
            _langEnd = isOwn ? reader.LangEnd : _groupLangEnd;
            return 0;
        }

        return reader.Skip() == XmlReader.Refused ? -Refused() : 0;
    }

    // False for a set or remove without prop.
    private bool Leave()
    {
        if (_inProp)
        {
            _inProp = false;
            return true;
        }

        _inGroup = false;
        return _hasProp;
    }

    private bool TakeProperty()
    {
        XmlReader reader = _reader;
        NameStart = reader.NameStart;
        NameEnd = reader.NameEnd;
        SpaceStart = reader.NamespaceStart;
        SpaceEnd = reader.NamespaceEnd;
        IsXml = reader.Namespace == XmlNamespaces.Xml;
        IsDav = reader.IsDav;
        _tagStart = reader.TagStart;
        _tagEnd = reader.NameEnd;
        _isOwnLang = reader.LangEnd != NoLang;
        int hidden = Hidden();
        if (reader.Skip() == XmlReader.Refused)
        {
            return false;
        }

        _elementEnd = reader.Position;
        _carried = IsRemove ? 0 : Needed() & ~hidden;
        return true;
    }

    // The declarations around the property that others hide, its own among them: one bit each.
    private int Hidden()
    {
        XmlNamespaces scope = _reader.Namespaces;
        int hidden = 0;
        for (int i = _reader.NamespacesOutside - 1; i >= 0; i--)
        {
            hidden |= scope.IsHidden(_body, i) ? 1 << i : 0;
        }

        return hidden;
    }

    // The declarations around the property whose prefix stands anywhere in it: more than its elements and attributes need, since a value may hold
    // prefixes too.
    private int Needed()
    {
        XmlNamespaces scope = _reader.Namespaces;
        int needed = 0;
        for (int i = 0; i < scope.Count; i++)
        {
            int prefix = scope.PrefixStart(i);
            int length = scope.PrefixEnd(i) - prefix;
            bool isNeeded = length == 0 ? scope.Start(i) < scope.End(i) && MayHaveUnprefixed() : Holds(prefix, length);
            needed |= isNeeded ? 1 << i : 0;
        }

        return needed;
    }

    private bool MayHaveUnprefixed()
    {
        if (NameStart == _tagStart + 1)
        {
            return true;
        }

        for (int i = _tagEnd; i < _elementEnd - 1; i++)
        {
            if (_body[i] == '<' && _body[i + 1] != '/')
            {
                return true;
            }
        }

        return false;
    }

    private bool Holds(int prefix, int length)
    {
        int colon = _tagStart + length;
        while ((colon = Octets.Find(_body, colon + 1, _elementEnd, Octets.Colon)) >= 0)
        {
            if (XmlNamespaces.SameOctets(_body, colon - length, prefix, length))
            {
                return true;
            }
        }

        return false;
    }

    private void WriteDeclaration(ByteWriter writer, XmlNamespaces scope, int declaration)
    {
        int prefix = scope.PrefixStart(declaration);
        int length = scope.PrefixEnd(declaration) - prefix;
        writer.Text(length == 0 ? " xmlns" : " xmlns:");
        writer.Octets(_body, prefix, length);
        writer.Text("=\"");
        WriteValue(writer, scope.Start(declaration), scope.End(declaration));
        writer.Octet((byte)'"');
    }

    // The value was checked when it was read: it may still hold a quotation mark, if the client put it between apostrophes.
    private void WriteValue(ByteWriter writer, int start, int end)
    {
        for (int quote = Octets.Find(_body, start, end, Octets.Quote); quote >= 0; quote = Octets.Find(_body, start, end, Octets.Quote))
        {
            writer.Octets(_body, start, quote - start);
            writer.Text("&quot;");
            start = quote + 1;
        }

        writer.Octets(_body, start, end - start);
    }

    private int Refused()
    {
        return _reader.Refusal == 0 ? -400 : -_reader.Refusal;
    }
}
