using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>
/// The one question that every request passes before it acts. Today it knows who is on the peer's own links; access control
/// will answer it without touching anything else.
/// </summary>
public sealed class Access
{
    /// <summary>Reading: GET, HEAD, OPTIONS, PROPFIND.</summary>
    public const int Read = 0;

    /// <summary>Writing: everything else.</summary>
    public const int Write = 1;

    /// <summary>Printing.</summary>
    public const int Print = 2;

    private const string OwnHost = "peer-";

    private readonly string _name;
    private readonly string _localName;
    private readonly OwnLabel _host;
    private readonly string[] _hostNames;
    private readonly bool _isWritable;
    private readonly bool _fetchesAnywhere;
    private readonly INetwork _network;

    /// <summary>Makes the answerer for a peer of a name, which the network may know by other names as well, whose share may be writable, and which may fetch documents from beyond its own links.</summary>
    public Access(string name, string[] hostNames, bool isWritable, bool fetchesAnywhere, INetwork network)
    {
        _fetchesAnywhere = fetchesAnywhere;
        _hostNames = hostNames;
        _name = name.ToLower();
        _localName = _name + ".local";
        OwnLabel host = OwnLabel.Host(name);

        // A machine that has names of its own may have a responder that tells them, and has them: one of us two would have to make way.
        _host = IsOneOf(host.LocalName, hostNames) ? OwnLabel.Host(OwnHost + name) : host;
        _isWritable = isWritable;
        _network = network;
    }

    /// <summary>The host's name as multicast DNS has it: who asks for it there calls the peer so.</summary>
    public OwnLabel MulticastHost => _host;

    /// <summary>Whether the one at the other end of a link may do something to a resource.</summary>
    /// <param name="principal">The link it came by, which is all that is known of it.</param>
    /// <param name="operation"><see cref="Read"/>, <see cref="Write"/> or <see cref="Print"/>.</param>
    public bool Authorize(Link principal, int operation)
    {
        return Authorize(principal.IsOnLink, operation);
    }

    /// <summary>Whether the sender of the last datagram may do something.</summary>
    /// <param name="principal">The port that it came to, which is all that is known of it.</param>
    /// <param name="operation"><see cref="Read"/>, <see cref="Write"/> or <see cref="Print"/>.</param>
    public bool Authorize(IDatagrams principal, int operation)
    {
        return Authorize(principal.IsOnLink, operation);
    }

    /// <summary>Whether the other end of a link is this machine itself.</summary>
    public bool IsOurs(Link link)
    {
        return _network.IsOurAddress(link.RemoteAddress);
    }

    /// <summary>
    /// Whether a document may be fetched from the other end of a link that was opened for it: from whom this peer serves, unless its settings let it go further. What listens on this machine
    /// may trust those on it, so nobody else may have something fetched from there.
    /// </summary>
    /// <param name="source">The link to where the document is.</param>
    /// <param name="byOurselves">Whether who asks for it is on this machine.</param>
    public bool MayFetchFrom(Link source, bool byOurselves)
    {
        return IsOurs(source) ? byOurselves : source.IsOnLink || _fetchesAnywhere;
    }

    /// <summary>Whether a document may be fetched by a port: not by those on which something listens that is not HTTP, and would print a request, or mail it.</summary>
    public static bool MayFetchBy(int port)
    {
        return port == Limits.HttpPort || port == Limits.IppPort || (port >= Limits.PullPorts && (port < Limits.RawPort || port >= Limits.RawPort + Limits.RawPorts));
    }

    /// <summary>
    /// Whether a Host field names this peer: one of its names, or the address that the client came to. A web page elsewhere that makes
    /// its own name point at us (DNS rebinding) sends that name here.
    /// </summary>
    public bool IsOurHost(Link link, byte[] head, int start, int end)
    {
        int nameEnd = HostEnd(head, start, end);
        if (nameEnd < 0)
        {
            return false;
        }

        if (Text.EqualsIgnoreCase(head, start, nameEnd, link.LocalAddress))
        {
            return true;
        }

        if (head[start] == '[')
        {
            return nameEnd - start > 2
                && (Text.EqualsIgnoreCase(head, start + 1, nameEnd - 1, link.LocalAddress)
                    || _network.IsOurAddress(Text.String(head, start + 1, nameEnd - 1)));
        }

        if (nameEnd > start && head[nameEnd - 1] == '.')
        {
            // A fully qualified name may end in the root's dot.
            nameEnd--;
        }

        return Text.EqualsIgnoreCase(head, start, nameEnd, _name)
            || Text.EqualsIgnoreCase(head, start, nameEnd, _localName)
            || Text.EqualsIgnoreCase(head, start, nameEnd, "localhost")
            || (nameEnd > start && head[start] >= '0' && head[start] <= '9' && _network.IsOurAddress(Text.String(head, start, nameEnd)))
            || Text.EqualsIgnoreCase(head, start, nameEnd, _host.LocalName)
            || IsHostName(head, start, nameEnd);
    }

    private bool Authorize(bool isOnLink, int operation)
    {
        return isOnLink && (operation != Write || _isWritable);
    }

    private bool IsHostName(byte[] head, int start, int end)
    {
        for (int i = 0; i < _hostNames.Length; i++)
        {
            if (Text.EqualsIgnoreCase(head, start, end, _hostNames[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a request with an Origin field comes from a page of our own: the origin is this very authority (RFC 6454 §7).
    /// </summary>
    public static bool IsOwnOrigin(RequestReader request, byte[] head)
    {
        int start = request.Start(Field.Origin);
        int end = request.End(Field.Origin);
        const string Scheme = "http://";
        return end - start > Scheme.Length
            && request.Has(Field.Host)
            && Text.EqualsIgnoreCase(head, start, start + Scheme.Length, Scheme)
            && Text.AreSameIgnoringCase(head, start + Scheme.Length, end, request.Start(Field.Host), request.End(Field.Host));
    }

    private static bool IsOneOf(string name, string[] names)
    {
        bool isOne = false;
        for (int i = 0; i < names.Length; i++)
        {
            isOne |= names[i] == name;
        }

        return isOne;
    }

    /// <summary>Where the name in <c>name[:port]</c> ends, or -1 when it is malformed.</summary>
    private static int HostEnd(byte[] head, int start, int end)
    {
        if (start >= end)
        {
            return -1;
        }

        int nameEnd = end;
        int at = end - 1;
        while (at >= start && head[at] >= '0' && head[at] <= '9')
        {
            at--;
        }

        if (at >= start && head[at] == ':')
        {
            nameEnd = at;
        }

        return nameEnd > start ? nameEnd : -1;
    }
}
