using PeerDevice.Bytes;

namespace PeerDevice.Wire.Dav;

/// <summary>The live properties that are known here (RFC 4918 §15), as numbers: bits of a set.</summary>
public static class DavProperty
{
    /// <summary>resourcetype: RFC 4918 §15.9.</summary>
    public const int ResourceType = 0;

    /// <summary>getcontentlength: RFC 4918 §15.4.</summary>
    public const int GetContentLength = 1;

    /// <summary>getlastmodified: RFC 4918 §15.7.</summary>
    public const int GetLastModified = 2;

    /// <summary>getetag: RFC 4918 §15.6.</summary>
    public const int GetETag = 3;

    /// <summary>getcontenttype: RFC 4918 §15.5.</summary>
    public const int GetContentType = 4;

    /// <summary>displayname: RFC 4918 §15.2.</summary>
    public const int DisplayName = 5;

    /// <summary>lockdiscovery: RFC 4918 §15.8.</summary>
    public const int LockDiscovery = 6;

    /// <summary>supportedlock: RFC 4918 §15.10.</summary>
    public const int SupportedLock = 7;

    /// <summary>creationdate: RFC 4918 §15.1.</summary>
    public const int CreationDate = 8;

    /// <summary>quota-available-bytes: RFC 4331 §3.</summary>
    public const int QuotaAvailable = 9;

    /// <summary>quota-used-bytes: RFC 4331 §4.</summary>
    public const int QuotaUsed = 10;

    /// <summary>tree-tag, in the namespace <see cref="PeerSpace"/>: what the content is (PROTOCOL, "Tree tags").</summary>
    public const int TreeTag = 11;

    /// <summary>claimed-sha-256, in the same namespace: what its uploader claimed that the content is.</summary>
    public const int ClaimedSha256 = 12;

    /// <summary>How many there are.</summary>
    public const int Count = 13;

    /// <summary>The namespace of the properties that no RFC defines.</summary>
    public const string PeerSpace = "urn:peerdevice:dav";

    /// <summary>The local name of <see cref="TreeTag"/>.</summary>
    public const string TreeTagName = "tree-tag";

    /// <summary>The local name of <see cref="ClaimedSha256"/>.</summary>
    public const string ClaimedName = "claimed-sha-256";

    /// <summary>Every one of them: those that propname names where they are.</summary>
    public const int Every = (1 << Count) - 1;

    /// <summary>Those that allprop asks for: what RFC 4918 defines (§9.1), and not what RFC 4331 does, since to find out may be dear (§2 there).</summary>
    public const int All = Every & ~(1 << QuotaAvailable | 1 << QuotaUsed | 1 << TreeTag | 1 << ClaimedSha256);

    /// <summary>The one property whose name has so many characters and such a first one; -1 when there is none. Whether it is that name is another question.</summary>
    public static int Like(int length, byte first)
    {
        return length switch
        {
            12 => first == 'r' ? ResourceType : CreationDate,
            16 => first == 'g' ? GetContentLength : QuotaUsed,
            15 => GetLastModified,
            7 => GetETag,
            14 => GetContentType,
            11 => DisplayName,
            13 => first == 'l' ? LockDiscovery : SupportedLock,
            21 => QuotaAvailable,
            _ => -1,
        };
    }

    /// <summary>
    /// Whether a name in the namespace "DAV:" is that of a property that only the peer itself can change (RFC 4918 §15, RFC 4331): whether or not it is known
    /// here, no client may make a dead one of it.
    /// </summary>
    public static bool IsProtected(byte[] buffer, int start, int end)
    {
        return (end - start) switch
        {
            7 => Text.Is(buffer, start, end, "getetag"),
            11 => Text.Is(buffer, start, end, "displayname"),
            12 => Text.Is(buffer, start, end, "resourcetype") || Text.Is(buffer, start, end, "creationdate"),
            13 => Text.Is(buffer, start, end, "lockdiscovery") || Text.Is(buffer, start, end, "supportedlock"),
            14 => Text.Is(buffer, start, end, "getcontenttype"),
            15 => Text.Is(buffer, start, end, "getlastmodified"),
            16 => Text.Is(buffer, start, end, "getcontentlength") || Text.Is(buffer, start, end, "quota-used-bytes"),
            21 => Text.Is(buffer, start, end, "quota-available-bytes"),
            _ => false,
        };
    }

    /// <summary>The local name, in the namespace "DAV:", or from <see cref="TreeTag"/> on in <see cref="PeerSpace"/>.</summary>
    public static string Name(int property)
    {
        return property switch
        {
            ResourceType => "resourcetype",
            GetContentLength => "getcontentlength",
            GetLastModified => "getlastmodified",
            GetETag => "getetag",
            GetContentType => "getcontenttype",
            LockDiscovery => "lockdiscovery",
            SupportedLock => "supportedlock",
            CreationDate => "creationdate",
            QuotaAvailable => "quota-available-bytes",
            QuotaUsed => "quota-used-bytes",
            TreeTag => TreeTagName,
            ClaimedSha256 => ClaimedName,
            _ => "displayname",
        };
    }

    /// <summary>The property as an element with nothing in it, in the prefix that the multistatus declares.</summary>
    internal static string EmptyElement(int property)
    {
        return property switch
        {
            ResourceType => "<D:resourcetype/>",
            GetContentLength => "<D:getcontentlength/>",
            GetLastModified => "<D:getlastmodified/>",
            GetETag => "<D:getetag/>",
            GetContentType => "<D:getcontenttype/>",
            LockDiscovery => "<D:lockdiscovery/>",
            SupportedLock => "<D:supportedlock/>",
            CreationDate => "<D:creationdate/>",
            QuotaAvailable => "<D:quota-available-bytes/>",
            QuotaUsed => "<D:quota-used-bytes/>",
            TreeTag => "<P:" + TreeTagName + " xmlns:P=\"" + PeerSpace + "\"/>",
            ClaimedSha256 => "<P:" + ClaimedName + " xmlns:P=\"" + PeerSpace + "\"/>",
            _ => "<D:displayname/>",
        };
    }
}
