using PeerDevice.Bytes;

namespace PeerDevice.Wire.Xml;

/// <summary>Which characters XML 1.0 allows and where, over UTF-8 octets. Total: any octets get an answer.</summary>
public static class XmlCharacters
{
    /// <summary>
    /// Decodes the character at <paramref name="at"/>.
    /// </summary>
    /// <returns>How many octets it has; 0 when it is no well-formed UTF-8 (RFC 3629 §4) or no Char of XML 1.0 §2.2.</returns>
    public static int Decode(byte[] buffer, int at, int end, out int code)
    {
        code = 0;
        if (at >= end)
        {
            return 0;
        }

        int first = buffer[at];
        if (first < 0x80)
        {
            code = first;
            return IsCharacter(first) ? 1 : 0;
        }

        int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        if (first < 0xC2 || first > 0xF4 || end - at <= more)
        {
            return 0;
        }

        code = first & (0x3F >> more);
        for (int i = at + 1; i <= at + more; i++)
        {
            int next = buffer[i];
            if ((next & 0xC0) != 0x80)
            {
                return 0;
            }

            code = (code << 6) | (next & 0x3F);
        }

        // Over-long forms: RFC 3629 §3 forbids them. Two octets cannot be over-long from C2 on.
        if ((more == 2 && code < 0x800) || (more == 3 && code < 0x10000))
        {
            return 0;
        }

        return IsCharacter(code) ? more + 1 : 0;
    }

    /// <summary>Writes a character as UTF-8 (RFC 3629 §3).</summary>
    public static void Encode(ByteWriter writer, int code)
    {
        if (code < 0x80)
        {
            writer.Octet((byte)code);
            return;
        }

        int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
        if (writer.Room <= more)
        {
            // Whole or not at all.
            writer.MarkOverflow();
            return;
        }

        int lead = more == 1 ? 0xC0 : more == 2 ? 0xE0 : 0xF0;
        writer.Octet((byte)(lead | (code >> (6 * more))));
        while (more > 0)
        {
            more--;
            writer.Octet((byte)(0x80 | ((code >> (6 * more)) & 0x3F)));
        }
    }

    /// <summary>Char: XML 1.0 §2.2 production 2.</summary>
    public static bool IsCharacter(int code)
    {
        if (code < 0x20)
        {
            return code == 9 || code == 10 || code == 13;
        }

        return code < 0xD800 || (code > 0xDFFF && code < 0xFFFE) || (code > 0xFFFF && code <= 0x10FFFF);
    }

    /// <summary>S: XML 1.0 §2.3 production 3.</summary>
    public static bool IsSpace(int code)
    {
        return code == 32 || code == 10 || code == 9 || code == 13;
    }

    /// <summary>NameStartChar without the colon (XML 1.0 §2.3 production 4, Namespaces in XML 1.0 §3 production 4).</summary>
    public static bool IsNameStart(int code)
    {
        if (code < 0x80)
        {
            int letter = code | 0x20;
            return (letter >= 'a' && letter <= 'z') || code == '_';
        }

        if (code < 0x2000)
        {
            return code >= 0xC0 && code != 0xD7 && code != 0xF7 && !(code >= 0x300 && code <= 0x36F) && code != 0x37E;
        }

        return (code >= 0x200C && code <= 0x200D) || (code >= 0x2070 && code <= 0x218F) || (code >= 0x2C00 && code <= 0x2FEF)
            || (code >= 0x3001 && code <= 0xD7FF) || (code >= 0xF900 && code <= 0xFDCF) || (code >= 0xFDF0 && code <= 0xFFFD)
            || (code >= 0x10000 && code <= 0xEFFFF);
    }

    /// <summary>NameChar without the colon (XML 1.0 §2.3 production 4a).</summary>
    public static bool IsName(int code)
    {
        return IsNameStart(code) || (code >= '0' && code <= '9') || code == '-' || code == '.' || code == 0xB7
            || (code >= 0x300 && code <= 0x36F) || (code >= 0x203F && code <= 0x2040);
    }

    /// <summary>
    /// Reads the reference that begins with the '&amp;' at <paramref name="at"/>: one of the five that need no declaration, or a
    /// character reference (XML 1.0 §4.1, §4.6). Others would need a DTD, which is refused everywhere (RFC 4918 §20.6).
    /// </summary>
    /// <returns>How many octets it has; 0 when it is none of these or stands for no character.</returns>
    public static int Reference(byte[] buffer, int at, int end, out int code)
    {
        code = 0;
        int i = at + 1;
        if (i < end && buffer[i] == '#')
        {
            return CharacterReference(buffer, at, end, out code);
        }

        // lt gt amp apos quot
        if (Matches(buffer, i, end, "lt;"))
        {
            code = '<';
            return 4;
        }

        if (Matches(buffer, i, end, "gt;"))
        {
            code = '>';
            return 4;
        }

        if (Matches(buffer, i, end, "amp;"))
        {
            code = '&';
            return 5;
        }

        if (Matches(buffer, i, end, "apos;"))
        {
            code = '\'';
            return 6;
        }

        if (Matches(buffer, i, end, "quot;"))
        {
            code = '"';
            return 6;
        }

        return 0;
    }

    /// <summary>Whether the octets at <paramref name="at"/> begin with an ASCII literal, case and all.</summary>
    public static bool Matches(byte[] buffer, int at, int end, string ascii)
    {
        if (end - at < ascii.Length)
        {
            return false;
        }

        for (int i = 0; i < ascii.Length; i++)
        {
            if (buffer[at + i] != ascii[i])
            {
                return false;
            }
        }

        return true;
    }

    private static int CharacterReference(byte[] buffer, int at, int end, out int code)
    {
        code = 0;
        int i = at + 2;
        bool hexadecimal = i < end && buffer[i] == 'x';
        if (hexadecimal)
        {
            i++;
        }

        int first = i;
        for (; i < end && buffer[i] != ';'; i++)
        {
            int digit = Text.HexDigit(buffer[i]);
            if (digit < 0 || (digit > 9 && !hexadecimal))
            {
                return 0;
            }

            // Once past the last code point it stays past it, so that no length of digits wraps around.
            if (code <= 0x10FFFF)
            {
                code = (code * (hexadecimal ? 16 : 10)) + digit;
            }
        }

        return i == first || i >= end || !IsCharacter(code) ? 0 : i + 1 - at;
    }
}
