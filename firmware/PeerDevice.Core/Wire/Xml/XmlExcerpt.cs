using PeerDevice.Bytes;

namespace PeerDevice.Wire.Xml;

/// <summary>
/// An element of a document, taken out so that it means the same wherever it stands: as it was written, with the namespace declarations around it that it
/// may need and the xml:lang that was in scope (RFC 4918 §4.3). Offsets into the document; nothing is copied before it is written.
/// </summary>
internal sealed class XmlExcerpt
{
    /// <summary>There is no xml:lang.</summary>
    internal const int NoLang = -1;

    private readonly XmlReader _reader;
    private byte[] _body = new byte[0];
    private int _tagStart;
    private int _tagEnd;
    private int _end;
    private int _scope;
    private int _carried;
    private int _langStart;
    private int _langEnd;

    /// <summary>Takes elements out of what a reader reads.</summary>
    internal XmlExcerpt(XmlReader reader)
    {
        _reader = reader;
    }

    /// <summary>Takes the element that began last, and reads on to its end.</summary>
    /// <param name="body">The document.</param>
    /// <param name="langStart">Where the value of the xml:lang that is in scope around it begins.</param>
    /// <param name="langEnd">Where that ends, or <see cref="NoLang"/>.</param>
    /// <returns>False when the document is refused.</returns>
    internal bool Take(byte[] body, int langStart, int langEnd)
    {
        XmlReader reader = _reader;
        _body = body;
        _tagStart = reader.TagStart;
        _tagEnd = reader.NameEnd;
        _langStart = langStart;
        _langEnd = reader.LangEnd == NoLang ? langEnd : NoLang;
        int hidden = Hidden();
        if (reader.Skip() == XmlReader.Refused)
        {
            return false;
        }

        _end = reader.Position;
        _scope = reader.Namespaces.Count;
        _carried = Needed() & ~hidden;
        return true;
    }

    /// <summary>Writes the element. What is declared around it must not have been left and another entered since.</summary>
    internal void Write(ByteWriter writer)
    {
        writer.Octets(_body, _tagStart, _tagEnd - _tagStart);
        XmlNamespaces scope = _reader.Namespaces;
        for (int i = 0; i < _scope; i++)
        {
            if ((_carried & (1 << i)) != 0)
            {
                WriteDeclaration(writer, scope, i);
            }
        }

        if (_langEnd != NoLang)
        {
            writer.Text(" xml:lang=\"");
            WriteValue(writer, _body, _langStart, _langEnd);
            writer.Octet((byte)'"');
        }

        writer.Octets(_body, _tagEnd, _end - _tagEnd);
    }

    /// <summary>Writes the value of an attribute between quotation marks. It was checked when it was read: it may still hold one, if it stood between apostrophes.</summary>
    internal static void WriteValue(ByteWriter writer, byte[] body, int start, int end)
    {
        for (int quote = Octets.Find(body, start, end, Octets.Quote); quote >= 0; quote = Octets.Find(body, start, end, Octets.Quote))
        {
            writer.Octets(body, start, quote - start);
            writer.Text("&quot;");
            start = quote + 1;
        }

        writer.Octets(body, start, end - start);
    }

    // The declarations around the element that others hide, its own among them: one bit each.
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

    // The declarations around the element whose prefix stands anywhere in it: more than its elements and attributes need, since a value may hold
    // prefixes too.
    private int Needed()
    {
        XmlNamespaces scope = _reader.Namespaces;
        int needed = 0;
        for (int i = 0; i < _scope; i++)
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
        if (Octets.Find(_body, _tagStart, _tagEnd, Octets.Colon) < 0)
        {
            return true;
        }

        for (int i = _tagEnd; i < _end - 1; i++)
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
        while ((colon = Octets.Find(_body, colon + 1, _end, Octets.Colon)) >= 0)
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
        WriteValue(writer, _body, scope.Start(declaration), scope.End(declaration));
        writer.Octet((byte)'"');
    }
}
