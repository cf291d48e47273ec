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
    // There from Begin to Rest.
    private XmlReader? _reader;
    private XmlExcerpt? _excerpt;
    private byte[] _body = new byte[0];
    private int _start;
    private int _end;
    private int _langStart;
    private int _langEnd;
    private int _rootLangStart;
    private int _rootLangEnd;
    private int _groupLangStart;
    private int _groupLangEnd;
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

    /// <summary>Gives up, until <see cref="Restart"/>, what is needed to go through the instructions: two KiB of a board's heap, which are wanted elsewhere while something is stored.</summary>
    public void Rest()
    {
        _reader = null;
        _excerpt = null;
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
        _excerpt!.Write(writer);
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
            XmlExcerpt.WriteValue(writer, _body, SpaceStart, SpaceEnd);
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
        if (_reader is null)
        {
            _reader = new XmlReader();
            _excerpt = new XmlExcerpt(_reader);
        }

        _reader.Begin(_body, _start, _end);
        _inProp = false;
        _inGroup = false;
    }

    // 1 with the next instruction, 0 at the end of the document, or the negative of the status to refuse it with.
    private int Step()
    {
        XmlReader reader = _reader!;
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
        XmlReader reader = _reader!;
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
        XmlReader reader = _reader!;
        if (!_inGroup && reader.IsDav && (reader.Is("set") || reader.Is("remove")))
        {
            IsRemove = reader.Is("remove");
            _inGroup = true;
            _hasProp = false;
            bool isOwn = reader.LangEnd != XmlExcerpt.NoLang;
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
            bool isOwn = reader.LangEnd != XmlExcerpt.NoLang;
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
        XmlReader reader = _reader!;
        NameStart = reader.NameStart;
        NameEnd = reader.NameEnd;
        SpaceStart = reader.NamespaceStart;
        SpaceEnd = reader.NamespaceEnd;
        IsXml = reader.Namespace == XmlNamespaces.Xml;
        IsDav = reader.IsDav;
        return _excerpt!.Take(_body, _langStart, _langEnd);
    }

    private int Refused()
    {
        return _reader!.Refusal == 0 ? -400 : -_reader!.Refusal;
    }
}
