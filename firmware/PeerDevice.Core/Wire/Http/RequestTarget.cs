using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>
/// Turns a request target, or the URI of a Destination field, into a path that is safe to hand to a store.
/// </summary>
/// <remarks>
/// <code>
/// request-target = origin-form / absolute-form / authority-form / asterisk-form     RFC 9112 §3.2
/// origin-form    = absolute-path [ "?" query ]
/// absolute-form  = "http://" authority path-abempty [ "?" query ]                   RFC 9110 §4.2.1
/// Destination    = "Destination" ":" Simple-ref                                     RFC 4918 §10.3, §8.3
/// </code>
/// Empty segments are collapsed ("/a//b" is "/a/b"): clients make them by putting a base that ends in a slash before
/// a path that begins with one, and no resource of ours has an empty name. A fragment never travels in a request: 400.
/// </remarks>
public static class RequestTarget
{
    private const int Ok = 0;
    private const int BadRequest = 400;
    private const int Forbidden = 403;
    private const int TooLong = 414;
    private const int SchemeLength = 7;
    private const int Word = 8;
    private const long HighBits = unchecked((long)0x8080808080808080UL);

    /// <summary>Whether a target is "*", which only OPTIONS may ask (RFC 9112 §3.2.4).</summary>
    public static bool IsAsterisk(byte[] buffer, int start, int end)
    {
        return end - start == 1 && buffer[start] == '*';
    }

    /// <summary>Finds the parts of an origin-form or absolute-form.</summary>
    /// <param name="buffer">Holds the target.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Behind its last octet.</param>
    /// <param name="authorityStart">Where host and port begin.</param>
    /// <param name="authorityEnd">Behind them; equal to <paramref name="authorityStart"/> in an origin-form.</param>
    /// <param name="pathStart">Where the path begins; it is still percent-encoded.</param>
    /// <param name="pathEnd">Behind the path: there stands '?' before a query, or the target is at its end.</param>
    /// <returns>0, or 400 for any other form, another scheme, an empty host, user information, a query with what no URI has.</returns>
    public static int Split(byte[] buffer, int start, int end, out int authorityStart, out int authorityEnd, out int pathStart, out int pathEnd)
    {
        authorityStart = start;
        authorityEnd = start;
        pathStart = start;
        pathEnd = end;
        if (start >= end)
        {
            return BadRequest;
        }

        if (buffer[start] != '/')
        {
            if (end - start <= SchemeLength || !Text.EqualsIgnoreCase(buffer, start, start + SchemeLength, "http://"))
            {
                return BadRequest;
            }

            authorityStart = start + SchemeLength;
            authorityEnd = authorityStart;
            while (authorityEnd < end && buffer[authorityEnd] != '/' && buffer[authorityEnd] != '?')
            {
                // RFC 9110 §4.2.4: user information in a received URI is an error.
                if (buffer[authorityEnd] <= ' ' || buffer[authorityEnd] >= 0x7F || buffer[authorityEnd] == '@' || buffer[authorityEnd] == '\\')
                {
                    return BadRequest;
                }

                authorityEnd++;
            }

            pathStart = authorityEnd;
            if (authorityEnd == authorityStart)
            {
                return BadRequest;
            }
        }

        int question = Octets.Find(buffer, pathStart, end, Octets.Question);
        if (question < 0)
        {
            return Ok;
        }

        // Nobody here reads a query, but it is part of the line: what no URI may have makes that malformed (RFC 3986 §3.4).
        pathEnd = question;
        for (int at = question; at < end; at++)
        {
            if (buffer[at] <= ' ' || buffer[at] >= 0x7F)
            {
                return BadRequest;
            }
        }

        return Ok;
    }

    /// <summary>As <see cref="Path(byte[], int, int, bool, out string, out bool)"/>, for a caller whom a trailing slash tells nothing.</summary>
    public static int Path(byte[] buffer, int start, int end, bool fat, out string path)
    {
        return Path(buffer, start, end, fat, out path, out _);
    }

    /// <summary>
    /// Reads the path of a target. It is decoded where it stands, so a target can be read once.
    /// </summary>
    /// <param name="buffer">Holds the target.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Behind its last octet.</param>
    /// <param name="fat">Whether names must be such as FAT keeps apart and gives back unchanged.</param>
    /// <param name="path">The decoded path with neither a leading nor a trailing slash; "" is the root.</param>
    /// <param name="hadSlash">Whether a slash stood at its end, as it does behind a collection's name.</param>
    /// <returns>
    /// 0; 400 for what is no path: a bad escape, a control octet, a backslash, an encoded slash, an encoded NUL, a fragment, what is not UTF-8;
    /// 403 for what is one but leads elsewhere: a "." or ".." segment, a drive letter, a name that FAT would fold or cannot hold; 414 for one too long.
    /// </returns>
    public static int Path(byte[] buffer, int start, int end, bool fat, out string path, out bool hadSlash)
    {
        path = "";
        hadSlash = false;
        int answer = Split(buffer, start, end, out _, out _, out int from, out int to);
        if (answer != Ok)
        {
            return answer;
        }

        // A fragment is no part of a request target (RFC 9112 §3.2); an escaped '#' is a name's.
        if (Octets.Find(buffer, from, to, Octets.Number) >= 0)
        {
            return BadRequest;
        }

        hadSlash = from < to && buffer[to - 1] == '/';
        while (from < to && buffer[from] == '/')
        {
            from++;
        }

        int escape = Octets.Find(buffer, from, to, Octets.Percent);
        if (escape >= 0)
        {
            answer = Decode(buffer, escape, ref to);
            if (answer != Ok)
            {
                return answer;
            }
        }

        answer = Check(buffer, from, to, fat, out bool hasGaps);
        if (answer != Ok)
        {
            return answer;
        }

        if (hasGaps)
        {
            to = CloseGaps(buffer, from, to);
        }

        if (to > from && buffer[to - 1] == '/')
        {
            to--;
        }

        if (to - from > (fat ? Limits.FatPathOctets : Limits.PathOctets))
        {
            return TooLong;
        }

        path = Text.String(buffer, from, to);
        return Ok;
    }

    /// <summary>Reads the path of a folder as people write it, in which nothing is escaped.</summary>
    /// <param name="text">The path, from the root of the share.</param>
    /// <param name="fat">Whether names must be such as FAT keeps apart and gives back unchanged.</param>
    /// <param name="path">As a store has it.</param>
    /// <returns>False where it is no path, leads elsewhere, is the root, or lies in the area that is the peer's own.</returns>
    public static bool Folder(string text, bool fat, out string path)
    {
        // One octet becomes three at the most, and one character three octets.
        ByteWriter escaped = new ByteWriter(new byte[(text.Length * 9) + 1]);
        escaped.Text("/");
        PercentCoding.WritePath(escaped, text);
        return Path(escaped.Buffer, 0, escaped.Position, fat, out path) == Ok && path.Length > 0 && !IsReserved(path, fat);
    }

    /// <summary>
    /// Whether a path is, or lies in, the area that is the peer's own: ".peer" at the first level, or at the second, where several
    /// shares stand side by side. Case does not matter, and on FAT neither does its short alias PEER~1.
    /// </summary>
    public static bool IsReserved(string path, bool fat)
    {
        if (path.Length == 0)
        {
            return false;
        }

        int slash = path.IndexOf('/');
        if (slash < 0)
        {
            return IsReservedName(path, 0, path.Length, fat);
        }

        if (IsReservedName(path, 0, slash, fat))
        {
            return true;
        }

        int next = path.IndexOf('/', slash + 1);
        return IsReservedName(path, slash + 1, next < 0 ? path.Length : next, fat);
    }

    /// <summary>Whether a name is that of the area that is the peer's own, if it stands where that area stands.</summary>
    public static bool IsReservedName(string name, bool fat)
    {
        return IsReservedName(name, 0, name.Length, fat);
    }

    private static bool IsReservedName(string path, int start, int end, bool fat)
    {
        // The first character decides nearly always.
        char first = path[start];
        if (first == '.')
        {
            return end - start == 5 && IsPeer(path, start + 1);
        }

        if (!fat || (first != 'p' && first != 'P') || end - start < 6 || end - start > 8 || !IsPeer(path, start) || path[start + 4] != '~')
        {
            return false;
        }

        for (int i = start + 5; i < end; i++)
        {
            if (Text.HexDigit(path[i] < 0x80 ? (byte)path[i] : (byte)0) < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPeer(string path, int at)
    {
        return (path[at] | 0x20) == 'p' && (path[at + 1] | 0x20) == 'e' && (path[at + 2] | 0x20) == 'e' && (path[at + 3] | 0x20) == 'r';
    }

    // Takes the escapes away, from the first on. Once, never twice; and a slash that is escaped is not one that separates.
    private static int Decode(byte[] b, int write, ref int end)
    {
        for (int read = write; read < end; read++)
        {
            int octet = b[read];
            if (octet == '%')
            {
                int high = read + 2 < end ? Text.HexDigit(b[read + 1]) : -1;
                int low = high >= 0 ? Text.HexDigit(b[read + 2]) : -1;
                if (low < 0)
                {
                    return BadRequest;
                }

                read += 2;
                octet = (high << 4) | low;
                if (octet == '/')
                {
                    return BadRequest;
                }
            }

            b[write++] = (byte)octet;
        }

        end = write;
        return Ok;
    }

    // Most paths are made of letters, digits, blanks and ".-_/" only: then eight octets are looked at in one native word, the last eight overlapping.
    private static bool IsPlain(byte[] b, int at, int to)
    {
        int last = to - Word;
        if (last < at)
        {
            return false;
        }

        while (at < last)
        {
            if (!IsPlain(BitConverter.ToInt64(b, at)))
            {
                return false;
            }

            at += Word;
        }

        return IsPlain(BitConverter.ToInt64(b, last));
    }

    // Of each octet below 0x80 the sums set the high bit from a bound on, or where it is not the one it was compared with; none carries into the next.
    private static bool IsPlain(long octets)
    {
        if ((octets & HighBits) != 0)
        {
            return false;
        }

        long folded = octets | Field.Fold8;
        long letters = (folded + 0x1F1F1F1F1F1F1F1FL) & ~(folded + 0x0505050505050505L);      // 'a' to 'z'
        long digits = (octets + 0x5353535353535353L) & ~(octets + 0x4646464646464646L);       // '-', '.', '/', '0' to '9'
        long others = ((octets ^ 0x2020202020202020L) + 0x7F7F7F7F7F7F7F7FL) & ((octets ^ 0x5F5F5F5F5F5F5F5FL) + 0x7F7F7F7F7F7F7F7FL);
        return ((letters | digits | ~others) & HighBits) == HighBits;
    }

    private static int CheckNames(byte[] b, int from, int to, bool fat, out bool hasGaps)
    {
        hasGaps = false;
        while (from < to)
        {
            int slash = Octets.Find(b, from, to, Octets.Slash);
            int end = slash < 0 ? to : slash;
            if (end == from)
            {
                hasGaps = true;
            }
            else
            {
                int refusal = CheckName(b, from, end, fat);
                if (refusal != Ok)
                {
                    return refusal;
                }
            }

            from = end + 1;
        }

        return Ok;
    }

    // One pass over the decoded path, quickest for small letters; each name is judged where it ends.
    private static int Check(byte[] b, int from, int to, bool fat, out bool hasGaps)
    {
        if (IsPlain(b, from, to))
        {
            return CheckNames(b, from, to, fat, out hasGaps);
        }

        hasGaps = false;
        bool plain = true;
        bool fitsFat = true;
        int name = from;
        int refusal = Ok;
        for (int at = from; at < to; at++)
        {
            int octet = b[at];
            if (octet >= 'a' && octet <= 'z')
            {
                continue;
            }

            if (octet == '/')
            {
                if (at == name)
                {
                    hasGaps = true;
                }
                else if (refusal == Ok)
                {
                    refusal = CheckName(b, name, at, fat);
                }

                name = at + 1;
            }
            else if (octet < ' ' || octet == '\\' || octet == 0x7F)
            {
                return BadRequest;
            }
            else if (octet > 0x7F)
            {
                plain = false;
            }
            else if (octet < 'A' ? octet > '9' || octet == '"' || octet == '*' : octet == '|')
            {
                // What FAT forbids: '"', '*', '|', and of those from ':' to '@' all but ';', '=' and '@'.
                fitsFat = fitsFat && (octet == ';' || octet == '=' || octet == '@');
            }
        }

        if (!plain && !Text.IsUtf8(b, from, to))
        {
            return BadRequest;
        }

        if (refusal == Ok && name < to)
        {
            refusal = CheckName(b, name, to, fat);
        }

        return refusal == Ok && fat && !fitsFat ? Forbidden : refusal;
    }

    private static int CheckName(byte[] b, int start, int end, bool fat)
    {
        int length = end - start;
        if (length > Limits.NameOctets)
        {
            return TooLong;
        }

        int first = b[start];
        if (first == '.' && (length == 1 || (length == 2 && b[start + 1] == '.')))
        {
            return Forbidden;
        }

        if (length > 1 && b[start + 1] == ':')
        {
            // A drive letter, alone or before a name.
            int letter = first | 0x20;
            if (letter >= 'a' && letter <= 'z')
            {
                return Forbidden;
            }
        }

        // FAT drops dots and spaces at the end of a name: two names would be one file.
        int last = b[end - 1];
        return fat && (last == '.' || last == ' ') ? Forbidden : Ok;
    }

    // Puts one slash between names where there are several, and none behind the last.
    private static int CloseGaps(byte[] b, int from, int to)
    {
        int write = from;
        for (int read = from; read < to; read++)
        {
            if (b[read] != '/' || (write > from && b[write - 1] != '/'))
            {
                b[write++] = b[read];
            }
        }

        return write;
    }
}
