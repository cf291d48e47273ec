namespace PeerDevice.Wire.Xml;

/// <summary>A place in a document, and the small steps the tokenizer makes from it. Nothing is copied and nothing fails loudly.</summary>
internal sealed class XmlCursor
{
    internal byte[] Buffer = new byte[0];
    internal int At;
    internal int End;

    /// <summary>Where the colon of the name that was scanned last stands, or -1.</summary>
    internal int Colon;

    internal void Begin(byte[] buffer, int start, int end)
    {
        Buffer = buffer;
        At = start;
        End = end;
    }

    /// <summary>The octet that many places ahead, or -1 at the end.</summary>
    internal int Peek(int ahead)
    {
        return At + ahead < End ? Buffer[At + ahead] : -1;
    }

    /// <summary>Whether an ASCII literal stands here.</summary>
    internal bool Sees(string ascii)
    {
        return XmlCharacters.Matches(Buffer, At, End, ascii);
    }

    /// <summary>Steps over space, and says whether there was any.</summary>
    internal bool SkipSpace()
    {
        byte[] buffer = Buffer;
        int from = At;
        int at = from;
        while (at < End && buffer[at] <= ' ' && XmlCharacters.IsSpace(buffer[at]))
        {
            at++;
        }

        At = at;
        return at > from;
    }

    /// <summary>Steps over characters up to and including a literal; false when the document ends or is malformed before it.</summary>
    internal bool SkipPast(string ascii)
    {
        while (At < End)
        {
            if (Buffer[At] == ascii[0] && Sees(ascii))
            {
                At += ascii.Length;
                return true;
            }

            int length = XmlCharacters.Decode(Buffer, At, End, out _);
            if (length == 0)
            {
                return false;
            }

            At += length;
        }

        return false;
    }

    /// <summary>The octets of the character or reference at a place in text or in an attribute value; 0 when it is malformed.</summary>
    internal int TextLength(int at)
    {
        int octet = Buffer[at];
        if (octet >= 0x20 && octet < 0x80 && octet != '&')
        {
            return 1;
        }

        return octet == '&' ? XmlCharacters.Reference(Buffer, at, End, out _) : XmlCharacters.Decode(Buffer, at, End, out _);
    }

    /// <summary>Scans a QName (Namespaces §4) without moving.</summary>
    /// <returns>Where it ends, or -1 when there is none or the document ends in it.</returns>
    internal int ScanName(int at)
    {
        byte[] buffer = Buffer;
        Colon = -1;
        bool first = true;
        while (at < End)
        {
            // Letters in a row, which is most of every name, cost as little as can be.
            int run = at;
            while (at < End)
            {
                int letter = buffer[at] | 0x20;
                if (letter < 'a' || letter > 'z')
                {
                    break;
                }

                at++;
            }

            if (at == End)
            {
                return -1;
            }

            first = first && at == run;
            int code = buffer[at];
            int length = 1;
            if (code == ':' && !first && Colon < 0)
            {
                Colon = at;
                first = true;
                at++;
                continue;
            }

            if (code >= 0x80)
            {
                length = XmlCharacters.Decode(buffer, at, End, out code);
                if (length == 0)
                {
                    return -1;
                }
            }

            // What ends nearly every name is settled without asking what a name may hold.
            bool ends = code == '>' || code == '/' || code == ' ' || code == '=';
            bool fits = !ends && (first ? XmlCharacters.IsNameStart(code) : XmlCharacters.IsName(code));
            if (!fits)
            {
                // A second colon, or one at either end, is no QName.
                return first || code == ':' ? -1 : at;
            }

            first = false;
            at += length;
        }

        return -1;
    }

    /// <summary>Steps over '=' and a quotation mark (XML 1.0 §3.1) to the first octet of a value (§2.3).</summary>
    /// <returns>Where the value ends, or -1.</returns>
    internal int ScanValue()
    {
        if (Peek(0) != '=')
        {
            SkipSpace();
            if (Peek(0) != '=')
            {
                return -1;
            }
        }

        At++;
        int quote = Peek(0);
        if (quote <= ' ')
        {
            SkipSpace();
            quote = Peek(0);
        }

        if (quote != '"' && quote != '\'')
        {
            return -1;
        }

        At++;
        byte[] buffer = Buffer;
        int at = At;
        while (at < End)
        {
            int octet = buffer[at];
            if (octet > '<' && octet < 0x80)
            {
                at++;
                continue;
            }

            if (octet == quote)
            {
                return at;
            }

            int length = octet == '<' ? 0 : TextLength(at);
            if (length == 0)
            {
                return -1;
            }

            at += length;
        }

        return -1;
    }
}
