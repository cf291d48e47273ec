using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Wire.Dav;

/// <summary>
/// Writes what is told of locks: the values of lockdiscovery and supportedlock (RFC 4918 §15.8, §15.10), and the bodies that say which lock is
/// in the way (§16). In the prefix D, which the document around declares, or which these begin with.
/// </summary>
public static class LockWriter
{
    /// <summary>The precondition that a lock token was not submitted (RFC 4918 §16).</summary>
    public const string LockTokenSubmitted = "lock-token-submitted";

    /// <summary>The precondition that another lock is in the way of a new one (RFC 4918 §16).</summary>
    public const string NoConflictingLock = "no-conflicting-lock";

    /// <summary>The precondition that the lock token names a lock that covers the request target (RFC 4918 §16).</summary>
    public const string LockTokenMatchesRequestUri = "lock-token-matches-request-uri";

    private const string Declaration = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

    /// <summary>Begins an error with a precondition that names locks; without one, a multistatus.</summary>
    public static void BeginRefusal(ByteWriter writer, string precondition)
    {
        writer.Ascii(Declaration);
        if (precondition.Length == 0)
        {
            writer.Ascii("<D:multistatus xmlns:D=\"DAV:\">");
            return;
        }

        writer.Ascii("<D:error xmlns:D=\"DAV:\"><D:");
        writer.Ascii(precondition);
        writer.Octet((byte)'>');
    }

    /// <summary>Ends what <see cref="BeginRefusal"/> began.</summary>
    public static void EndRefusal(ByteWriter writer, string precondition)
    {
        if (precondition.Length == 0)
        {
            writer.Ascii("</D:multistatus>\n");
            return;
        }

        writer.Ascii("</D:");
        writer.Ascii(precondition);
        writer.Ascii("></D:error>\n");
    }

    /// <summary>Writes the address of a resource as an href element (RFC 4918 §14.7).</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="prefix">What stands before the path, in ASCII, with its last slash.</param>
    /// <param name="path">The path, decoded, without a slash at either end.</param>
    /// <param name="isCollection">Whether its address ends with a slash (RFC 4918 §5.2).</param>
    public static void Href(ByteWriter writer, string prefix, string path, bool isCollection)
    {
        writer.Ascii("<D:href>");
        writer.Ascii(prefix);
        PercentCoding.WritePath(writer, path);
        writer.Ascii(isCollection && path.Length > 0 ? "/</D:href>" : "</D:href>");
    }

    /// <summary>Writes a resource of a multistatus that has a status and no properties (RFC 4918 §14.24).</summary>
    public static void Member(ByteWriter writer, string prefix, string path, bool isCollection, int status)
    {
        writer.Ascii("<D:response>");
        Href(writer, prefix, path, isCollection);

        // The reason phrase may be empty, the space before it may not be left out (RFC 9112 §4).
        writer.Ascii("<D:status>HTTP/1.1 ");
        writer.Number(status);
        writer.Ascii(" </D:status></D:response>");
    }

    /// <summary>Writes one lock that is in force (RFC 4918 §14.1).</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="prefix">What stands before the path, in ASCII, with its last slash.</param>
    /// <param name="path">The lock root, decoded, without a slash at either end.</param>
    /// <param name="isCollection">Whether the root is a collection.</param>
    /// <param name="isShared">Whether it is a shared lock.</param>
    /// <param name="isDeep">Whether it has Depth infinity.</param>
    /// <param name="owner">The owner element; empty for none.</param>
    /// <param name="seconds">How long it still lasts.</param>
    /// <param name="token">The lock token.</param>
    public static void ActiveLock(ByteWriter writer, string prefix, string path, bool isCollection, bool isShared, bool isDeep, byte[] owner, int seconds, byte[] token)
    {
        // In as few literals as there are: each costs a board some 30 instructions, however long it is.
        const string Exclusive = "<D:activelock><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype><D:depth>";
        const string Shared = "<D:activelock><D:lockscope><D:shared/></D:lockscope><D:locktype><D:write/></D:locktype><D:depth>";
        const string Deep = "infinity</D:depth>";
        const string Flat = "0</D:depth>";
        const string Root = "</D:href></D:lockroot></D:activelock>";
        writer.Ascii(isShared ? (isDeep ? Shared + Deep : Shared + Flat) : isDeep ? Exclusive + Deep : Exclusive + Flat);
        writer.Octets(owner, 0, owner.Length);
        writer.Ascii("<D:timeout>Second-");
        writer.Number(seconds);
        writer.Ascii("</D:timeout><D:locktoken><D:href>");
        writer.Octets(token, 0, token.Length);
        writer.Ascii("</D:href></D:locktoken><D:lockroot><D:href>");
        writer.Ascii(prefix);
        PercentCoding.WritePath(writer, path);
        writer.Ascii(isCollection && path.Length > 0 ? "/" + Root : Root);
    }

    /// <summary>The kinds of lock that can be had (RFC 4918 §15.10), or none.</summary>
    public static void SupportedLock(ByteWriter writer, bool canLock)
    {
        writer.Ascii(canLock
            ? "<D:supportedlock><D:lockentry><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry>"
                + "<D:lockentry><D:lockscope><D:shared/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry></D:supportedlock>"
            : "<D:supportedlock/>");
    }
}
