using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Companion.Client;

/// <summary>
/// A peer and something on it, as a user names them: <c>http://host:port/files/a%20b</c>, a URL with its escapes,
/// or <c>host:port/files/a b</c>, as the names are. With no path it is the peer's files.
/// </summary>
/// <param name="Host">The name or address; IPv6 without brackets.</param>
/// <param name="Port">The port.</param>
/// <param name="Path">The decoded path, which begins with '/'; a '/' at its end says that a folder is meant.</param>
public sealed record PeerAddress(string Host, int Port, string Path)
{
    /// <summary>Where every peer's files are.</summary>
    public const string Files = "/files/";

    private const string Scheme = "http://";

    /// <summary>Reads an address.</summary>
    /// <exception cref="CommandFailure">It is none.</exception>
    public static PeerAddress Read(string text) => Read(text, Scheme, Limits.HttpPort);

    /// <summary>Reads an address whose URLs have another scheme, and that has another port where none is said.</summary>
    /// <exception cref="CommandFailure">It is none.</exception>
    internal static PeerAddress Read(string text, string scheme, int usualPort)
    {
        bool isUrl = text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase);
        if (!isUrl && text.Contains("://", StringComparison.Ordinal))
        {
            throw new CommandFailure($"'{text}' is not an address of a peer: peers speak http, as in http://host:8631/files/.");
        }

        string rest = isUrl ? text[scheme.Length..] : text;
        int slash = rest.IndexOf('/');
        string authority = slash < 0 ? rest : rest[..slash];
        string path = slash < 0 ? "" : rest[slash..];
        if (isUrl)
        {
            path = Decode(path, text);
        }

        (string host, int port) = Split(authority, text, usualPort);
        Check(path, text);
        return new PeerAddress(host, port, path is "" or "/" ? Files : path);
    }

    /// <summary>Whether two addresses are of one peer.</summary>
    public bool IsSamePeer(PeerAddress other) => Port == other.Port && string.Equals(Host, other.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>The URI of the folder that it names, as another peer can ask for it, with its last slash.</summary>
    internal string FolderUri => "http://" + DirectCopy.Authority(this) + Encode(Path.TrimEnd('/')) + "/";

    /// <summary>The same as another host reaches it: this PC's loopback is nobody else's, so it is the address that this PC has on the way there.</summary>
    /// <param name="host">The other host, by name or address.</param>
    internal PeerAddress AsSeenFrom(string host)
    {
        if (!IsLoopback(Host) || IsLoopback(host))
        {
            return this;
        }

        try
        {
            using UdpClient way = new(host, Port); // which sends nothing
            byte[] octets = ((IPEndPoint)way.Client.LocalEndPoint!).Address.GetAddressBytes();
            return this with { Host = new IPAddress(octets).ToString() };
        }
        catch (SocketException)
        {
            return this; // nor will the host be reached
        }
    }

    /// <summary>The last name of the path; empty for a root.</summary>
    public string Name => NameOf(Path);

    /// <summary>As a URL.</summary>
    internal string Url => Scheme + AuthorityOf(Host, Port) + Encode(Path);

    /// <inheritdoc/>
    public override string ToString() => AuthorityOf(Host, Port) + Path;

    /// <summary>Host and port as they stand in an address: IPv6 in brackets (RFC 3986 §3.2.2).</summary>
    internal static string AuthorityOf(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"{Bracketed(host)}:{port}");

    /// <summary>The host alone.</summary>
    internal static string Bracketed(string host) => host.Contains(':') ? $"[{host}]" : host;

    /// <summary>The last name of a path, whether or not '/' ends it.</summary>
    internal static string NameOf(string path)
    {
        string trimmed = path.TrimEnd('/');
        return trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    /// <summary>A name below a path.</summary>
    internal static string Join(string path, string name) => path.EndsWith('/') ? path + name : path + "/" + name;

    /// <summary>A decoded path as it stands in a URL.</summary>
    /// <exception cref="CommandFailure">It is longer than any that a peer takes.</exception>
    internal static string Encode(string path)
    {
        ByteWriter to = new(new byte[Limits.PathOctets * 3]);
        PercentCoding.WritePath(to, path);
        return !to.Overflowed ? Text.String(to.Buffer, 0, to.Position) : throw new CommandFailure("the name is too long to be asked for: use a shorter one.");
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static (string Host, int Port) Split(string authority, string text, int usualPort)
    {
        int colon = authority.LastIndexOf(':');
        bool hasPort = colon >= 0 && !authority.EndsWith(']');
        string host = hasPort ? authority[..colon] : authority;
        int port = usualPort;
        bool isNumber = !hasPort || (ushort.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort given) && (port = given) > 0);
        bool isBracketed = host.Length > 2 && host[0] == '[' && host[^1] == ']';
        host = isBracketed ? host[1..^1] : host;
        if (!isNumber || host.Length == 0 || host.AsSpan().IndexOfAny(" @?#[]") >= 0 || (!isBracketed && host.Contains(':')))
        {
            throw new CommandFailure($"'{text}' is not an address of a peer: write host:port/files/NAME, as in 192.168.1.20:8631/files/.");
        }

        return (host, port);
    }

    private static string Decode(string path, string text)
    {
        if (path.AsSpan().IndexOfAny('?', '#') >= 0)
        {
            throw new CommandFailure($"'{text}' has a '?' or '#': write a name that has one as %3F or %23, or leave http:// away.");
        }

        return Uri.UnescapeDataString(path);
    }

    private static void Check(string path, string text)
    {
        foreach (Range part in path.AsSpan().Split('/'))
        {
            if (path.AsSpan(part) is "." or "..")
            {
                throw new CommandFailure($"'{text}' has '.' or '..' in its path: name the thing itself.");
            }
        }

        foreach (char c in path)
        {
            if (char.IsControl(c))
            {
                throw new CommandFailure("the address has a control character in it: write it anew.");
            }
        }
    }
}
