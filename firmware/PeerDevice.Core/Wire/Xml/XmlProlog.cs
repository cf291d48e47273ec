namespace PeerDevice.Wire.Xml;

/// <summary>What may stand before everything else in a document: a byte order mark and the XML declaration.</summary>
internal static class XmlProlog
{
    private const string Usual = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

    /// <summary>Steps over it.</summary>
    /// <returns>0, or the status to refuse the document with: 400, or 415 for an encoding other than UTF-8.</returns>
    internal static int Skip(XmlCursor cursor)
    {
        // Other encodings are known by their first octets (XML 1.0 §F.1).
        int first = cursor.Peek(0);
        int second = cursor.Peek(1);
        if ((first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE) || (first == '<' && second == 0) || (first == 0 && second == '<'))
        {
            return 415;
        }

        // XML 1.0 §4.3.3.
        if (first == 0xEF && second == 0xBB && cursor.Peek(2) == 0xBF)
        {
            cursor.At += 3;
        }

        if (!cursor.Sees("<?xml") || !XmlCharacters.IsSpace(cursor.Peek(5)))
        {
            return 0;
        }

        // The one that most programs write, compared natively.
        int end = cursor.At + Usual.Length;
        if (end <= cursor.End && cursor.Buffer[end - 1] == '>' && Bytes.Text.String(cursor.Buffer, cursor.At, end) == Usual)
        {
            cursor.At = end;
            return 0;
        }

        cursor.At += 5;
        return Declaration(cursor);
    }

    // XMLDecl: XML 1.0 §2.8. The version, then an encoding, then standalone; only the first is required.
    private static int Declaration(XmlCursor cursor)
    {
        if (!PseudoAttribute(cursor, "version", out int start, out int end) || end - start != 3 || !XmlCharacters.Matches(cursor.Buffer, start, end, "1."))
        {
            return 400;
        }

        if (PseudoAttribute(cursor, "encoding", out start, out end) && !IsUtf8(cursor.Buffer, start, end))
        {
            return 415;
        }

        PseudoAttribute(cursor, "standalone", out _, out _);
        cursor.SkipSpace();
        if (!cursor.Sees("?>"))
        {
            return 400;
        }

        cursor.At += 2;
        return 0;
    }

    private static bool PseudoAttribute(XmlCursor cursor, string name, out int start, out int end)
    {
        int from = cursor.At;
        start = 0;
        end = -1;
        if (cursor.SkipSpace() && cursor.Sees(name))
        {
            cursor.At += name.Length;
            end = cursor.ScanValue();
        }

        if (end < 0)
        {
            cursor.At = from;
            return false;
        }

        start = cursor.At;
        cursor.At = end + 1;
        return true;
    }

    // Every document in US-ASCII is one in UTF-8. The names of encodings know no case (XML 1.0 §4.3.3).
    private static bool IsUtf8(byte[] buffer, int start, int end)
    {
        return Bytes.Text.EqualsIgnoreCase(buffer, start, end, "utf-8") || Bytes.Text.EqualsIgnoreCase(buffer, start, end, "utf8")
            || Bytes.Text.EqualsIgnoreCase(buffer, start, end, "us-ascii");
    }
}
