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
    /// <returns>0, or 400 for any other form, another scheme, an empty host, user information.</returns>
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
        if (question >= 0)
        {
            pathEnd = question;
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

        hadSlash = from < to && buffer[to - 1] == '/';
        answer = Decode(buffer, from, to, out int decodedEnd);
        if (answer != Ok)
        {
            return answer;
        }

        answer = Segments(buffer, ref from, decodedEnd, fat, out int pathEnd);
        if (answer != Ok)
        {
            return answer;
        }

        path = Text.String(buffer, from, pathEnd);
        return Ok;
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

    // Takes the escapes away and refuses what may stand in no path. Decoded once, never twice.
    private static int Decode(byte[] b, int from, int to, out int end)
    {
        bool plain = true;
        int write = from;
        for (int read = from; read < to; read++)
        {
            int octet = b[read];
            if (octet == '%')
            {
                int high = read + 2 < to ? Text.HexDigit(b[read + 1]) : -1;
                int low = high >= 0 ? Text.HexDigit(b[read + 2]) : -1;
                end = write;
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
            else if (octet == '#')
            {
                end = write;
                return BadRequest;
            }

            if (octet < ' ' || octet == 0x7F || octet == '\\')
            {
                end = write;
                return BadRequest;
            }

            if (octet > 0x7F)
            {
                plain = false;
            }

            b[write++] = (byte)octet;
        }

        end = write;
        return plain || Text.IsUtf8(b, from, write) ? Ok : BadRequest;
    }

    // Goes from slash to slash, checks each name, and closes the gaps that empty segments leave.
    private static int Segments(byte[] b, ref int start, int to, bool fat, out int end)
    {
        while (start < to && b[start] == '/')
        {
            start++;
        }

        int from = start;
        int write = start;
        end = start;
        while (from < to)
        {
            int slash = Array.IndexOf(b, Octets.Slash, from, to - from);
            int last = slash < 0 ? to : slash;
            if (last > from)
            {
                int answer = Name(b, from, last, fat);
                if (answer != Ok)
                {
                    return answer;
                }

                if (write > start)
                {
                    b[write++] = (byte)'/';
                }

                if (write != from)
                {
                    Array.Copy(b, from, b, write, last - from);
                }

                write += last - from;
            }

            from = last + 1;
        }

        end = write;
        return end - start > (fat ? Limits.FatPathOctets : Limits.PathOctets) ? TooLong : Ok;
    }

    private static int Name(byte[] b, int start, int end, bool fat)
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

        if (!fat)
        {
            // A drive letter: "C:" anywhere, or "C:name".
            int letter = first | 0x20;
            return length >= 2 && b[start + 1] == ':' && letter >= 'a' && letter <= 'z' ? Forbidden : Ok;
        }

        // FAT drops dots and spaces at the end of a name: two names would be one file.
        int lastOctet = b[end - 1];
        if (lastOctet == '.' || lastOctet == ' ')
        {
            return Forbidden;
        }

        for (; start < end; start++)
        {
            // All that FAT forbids stands below 'A', but for '|'.
            int octet = b[start];
            if (octet < 'A' ? octet == '"' || octet == '*' || octet == ':' || octet == '<' || octet == '>' || octet == '?' : octet == '|')
            {
                return Forbidden;
            }
        }

        return Ok;
    }
}
