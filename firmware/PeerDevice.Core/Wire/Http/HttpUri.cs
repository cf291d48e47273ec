namespace PeerDevice.Wire.Http;

/// <summary>
/// An http URI (RFC 9110 §4.2.1), and references that are meant from it (RFC 3986 §4.2, §5.2). Total over any text.
/// </summary>
/// <remarks>
/// <code>
/// URI           = scheme ":" hier-part [ "?" query ] [ "#" fragment ]        RFC 3986 §3
/// hier-part     = "//" authority path-abempty                                RFC 9110 §4.2.1
/// authority     = host [ ":" port ]                                          RFC 9110 §4.2.4: no user information
/// URI-reference = URI / "//" authority … / absolute-path … / relative-path … / "?" query / "#" fragment
/// </code>
/// A fragment is for whoever has the document, and is left out.
/// </remarks>
public sealed class HttpUri
{
    /// <summary>It is one.</summary>
    public const int Ok = 0;

    /// <summary>It is none, or longer than <see cref="Limits.UriOctets"/>.</summary>
    public const int Malformed = 1;

    /// <summary>It has another scheme.</summary>
    public const int OtherScheme = 2;

    private const string NoUriHas = "\"<>\\^`{|}";

    /// <summary>A name or an address; an IPv6 address without its brackets.</summary>
    public string Host { get; private set; } = "";

    /// <summary>1 to 65535.</summary>
    public int Port { get; private set; } = Limits.HttpPort;

    /// <summary>Path and query as they stand, percent-encoded: what a request is sent for (origin-form, RFC 9112 §3.2.1).</summary>
    public string Target { get; private set; } = "/";

    /// <summary>Reads a URI. What is refused leaves everything as it was.</summary>
    /// <returns><see cref="Ok"/>, <see cref="Malformed"/> or <see cref="OtherScheme"/>.</returns>
    public int Read(string uri)
    {
        int colon = SchemeEnd(uri);
        if (colon < 0 || !IsClean(uri))
        {
            return Malformed;
        }

        return !IsHttp(uri, colon) ? OtherScheme : ReadBehindScheme(uri, colon + 1);
    }

    /// <summary>Reads a reference that is meant from here, such as a Location field (RFC 9110 §10.2.2). What is refused leaves everything as it was.</summary>
    /// <returns>As <see cref="Read"/>.</returns>
    public int Resolve(string reference)
    {
        if (SchemeEnd(reference) >= 0)
        {
            return Read(reference);
        }

        if (!IsClean(reference))
        {
            return Malformed;
        }

        if (reference[0] == '/')
        {
            return reference.Length > 1 && reference[1] == '/' ? ReadBehindScheme(reference, 0) : SetTarget(reference);
        }

        // RFC 3986 §5.2.2, §5.2.3
        int query = Target.IndexOf('?');
        string path = query < 0 ? Target : Target.Substring(0, query);
        return reference[0] == '#' ? Ok
            : reference[0] == '?' ? SetTarget(path + reference)
            : SetTarget(path.Substring(0, path.LastIndexOf('/') + 1) + reference);
    }

    /// <summary>Names the address by which the host is reached: that of one of our links says behind a percent sign of which (RFC 4007 §11), for which a URI has no place (RFC 9844).</summary>
    public void Reach(string address)
    {
        Host = address;
    }

    /// <summary>The URI as it is read.</summary>
    public override string ToString()
    {
        string name = Host;
        string host = name.IndexOf(':') >= 0 ? "[" + name + "]" : name;
        return "http://" + (Port == Limits.HttpPort ? host : host + ":" + Port.ToString()) + Target;
    }

    private int ReadBehindScheme(string text, int at)
    {
        if (at + 2 >= text.Length || text[at] != '/' || text[at + 1] != '/')
        {
            return Malformed;
        }

        int start = at + 2;
        int end = start;
        while (end < text.Length && text[end] != '/' && text[end] != '?' && text[end] != '#')
        {
            end++;
        }

        int hostEnd = HostEnd(text, start, end);
        bool isBracketed = start < end && text[start] == '[';
        int port = hostEnd < 0 ? -1 : PortOf(text, hostEnd, end);
        int from = isBracketed ? start + 1 : start;
        int length = hostEnd - from - (isBracketed ? 1 : 0);
        if (port < 0 || length <= 0 || length > Limits.HostNameOctets)
        {
            return Malformed;
        }

        string host = text.Substring(from, length);
        int answer = SetTarget(text.Substring(end));
        if (answer == Ok)
        {
            Host = host;
            Port = port;
        }

        return answer;
    }

    private int SetTarget(string text)
    {
        int end = text.IndexOf('#');
        string all = end < 0 ? text : text.Substring(0, end);
        int query = all.IndexOf('?');
        string path = query < 0 ? all : all.Substring(0, query);
        string target = WithoutDots(path) + (query < 0 ? "" : all.Substring(query));
        if (target.Length > Limits.UriOctets)
        {
            return Malformed;
        }

        Target = target;
        return Ok;
    }

    // RFC 3986 §5.2.4
    private static string WithoutDots(string path)
    {
        char[] to = new char[path.Length + 1];
        int length = 0;
        int at = 0;
        while (at < path.Length)
        {
            int next = path.IndexOf('/', at + 1);
            bool isLast = next < 0;
            next = isLast ? path.Length : next;
            int name = next - at - 1;
            bool isHere = name == 1 && path[at + 1] == '.';
            bool isAbove = name == 2 && path[at + 1] == '.' && path[at + 2] == '.';
            if (isAbove)
            {
                while (length > 0 && to[--length] != '/')
                {
                }
            }

            for (int i = at; i < next && !isHere && !isAbove; i++)
            {
                to[length++] = path[i];
            }

            if ((isHere || isAbove) && isLast)
            {
                to[length++] = '/';
            }

            at = next;
        }

        return length == 0 ? "/" : new string(to, 0, length);
    }

    // RFC 3986 §3.1; -1 where there is none.
    private static int SchemeEnd(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == ':')
            {
                return i > 0 ? i : -1;
            }

            bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!isLetter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')))
            {
                return -1;
            }
        }

        return -1;
    }

    private static bool IsHttp(string text, int end)
    {
        return end == 4 && (text[0] | 0x20) == 'h' && (text[1] | 0x20) == 't' && (text[2] | 0x20) == 't' && (text[3] | 0x20) == 'p';
    }

    private static bool IsClean(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] <= ' ' || text[i] >= 0x7F || NoUriHas.IndexOf(text[i]) >= 0)
            {
                return false;
            }
        }

        return text.Length > 0 && text.Length <= Limits.UriOctets;
    }

    /// <summary>Where the host in an authority ends; -1 where it is none.</summary>
    private static int HostEnd(string text, int start, int end)
    {
        bool isBracketed = start < end && text[start] == '[';
        int at = isBracketed ? start + 1 : start;
        while (at < end)
        {
            char c = text[at];
            bool isDigit = c >= '0' && c <= '9';
            bool isHex = isDigit || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
            bool isInName = isDigit || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '_' || c == '.';
            if (isBracketed ? !(isHex || c == ':' || c == '.') : !isInName)
            {
                break;
            }

            at++;
        }

        if (!isBracketed)
        {
            return at;
        }

        return at < end && text[at] == ']' ? at + 1 : -1;
    }

    /// <summary>The port that an authority names behind its host, HTTP's own where it names none; -1 where it is none.</summary>
    private static int PortOf(string text, int at, int end)
    {
        const int Highest = 65535;
        if (at == end || (at + 1 == end && text[at] == ':'))
        {
            return Limits.HttpPort;
        }

        int port = 0;
        bool isGood = text[at] == ':';
        for (int i = at + 1; i < end && isGood; i++)
        {
            port = (port * 10) + (text[i] - '0');
            isGood = text[i] >= '0' && text[i] <= '9' && port <= Highest;
        }

        return isGood && port > 0 ? port : -1;
    }
}
