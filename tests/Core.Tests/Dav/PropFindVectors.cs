namespace PeerDevice.Tests.Dav;

/// <summary>
/// Contents of PROPFIND requests, captured on loopback in front of a WebDAV server from Debian 12's programs: cadaver 0.24, davfs2 1.6.1,
/// rclone 1.60.1, litmus 0.13. What was not captured says Reconstructed.
/// </summary>
public static class PropFindVectors
{
    public const string CadaverLs =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<propfind xmlns=\"DAV:\"><prop>\n<getcontentlength xmlns=\"DAV:\"/>\n<getlastmodified xmlns=\"DAV:\"/>\n"
        + "<executable xmlns=\"http://apache.org/dav/props/\"/>\n<resourcetype xmlns=\"DAV:\"/>\n<checked-in xmlns=\"DAV:\"/>\n<checked-out xmlns=\"DAV:\"/>\n</prop></propfind>\n";

    public const string CadaverPropNames =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<propfind xmlns=\"DAV:\"><propname/></propfind>";

    public const string Davfs2Ls =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<propfind xmlns=\"DAV:\"><prop>\n<resourcetype xmlns=\"DAV:\"/>\n<getcontentlength xmlns=\"DAV:\"/>\n"
        + "<getetag xmlns=\"DAV:\"/>\n<getlastmodified xmlns=\"DAV:\"/>\n<executable xmlns=\"http://apache.org/dav/props/\"/>\n</prop></propfind>\n";

    public const string Davfs2Quota =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<propfind xmlns=\"DAV:\"><prop>\n<quota-available-bytes xmlns=\"DAV:\"/>\n<quota-used-bytes xmlns=\"DAV:\"/>\n</prop></propfind>\n";

    public const string RcloneAbout =
        "<?xml version=\"1.0\" ?>\n<D:propfind xmlns:D=\"DAV:\">\n <D:prop>\n  <D:quota-available-bytes/>\n  <D:quota-used-bytes/>\n </D:prop>\n</D:propfind>\n";

    public const string LitmusPropFindFoo = "<foo>";

    public const string LitmusPropFindEmptyPrefix = "<D:propfind xmlns:D=\"DAV:\"><D:prop><bar:foo xmlns:bar=\"\"/></D:prop></D:propfind>";

    public const string LitmusPropFindUnknownThenAllProp =
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?><propfind xmlns=\"DAV:\"><foobar/><allprop/></propfind>";

    public const string LitmusPropFindNoNamespace =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<propfind xmlns=\"DAV:\"><prop>\n<nonamespace xmlns=\"\"/>\n</prop></propfind>\n";

    public const string LitmusPropFindApostrophes =
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?><propfind xmlns='DAV:'><prop><valnspace xmlns='http://example.com/neon/litmus/'/></prop></propfind>";

    public const string LitmusPropFindManyNamespaces =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<propfind xmlns=\"DAV:\"><prop>\n<somename xmlns=\"http://example.com/alpha\"/>\n<somename xmlns=\"http://example.com/beta\"/>\n"
        + "<somename xmlns=\"http://example.com/gamma\"/>\n<somename xmlns=\"http://example.com/delta\"/>\n<somename xmlns=\"http://example.com/epsilon\"/>\n"
        + "<somename xmlns=\"http://example.com/zeta\"/>\n<somename xmlns=\"http://example.com/eta\"/>\n<somename xmlns=\"http://example.com/theta\"/>\n"
        + "<somename xmlns=\"http://example.com/iota\"/>\n<somename xmlns=\"http://example.com/kappa\"/>\n</prop></propfind>\n";

    /// <summary>In the manner of macOS' Finder.</summary>
    public const string ReconstructedFinder =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:propfind xmlns:D=\"DAV:\">\n<D:prop>\n<D:getlastmodified/>\n<D:getcontentlength/>\n<D:creationdate/>\n<D:resourcetype/>\n</D:prop>\n</D:propfind>\n";

    /// <summary>In the manner of Windows' Explorer with Office.</summary>
    public const string ReconstructedOffice =
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\r\n<D:propfind xmlns:D=\"DAV:\" xmlns:Office=\"urn:schemas-microsoft-com:office:office\">\r\n<D:prop>\r\n<D:displayname/>\r\n<D:lockdiscovery/>\r\n"
        + "<D:getetag/><Office:modifiedby/>\r\n</D:prop>\r\n</D:propfind>\r\n";

    /// <summary>Every one that must be understood.</summary>
    public static readonly string[] Valid =
    {
        CadaverLs, CadaverPropNames, Davfs2Ls, Davfs2Quota, RcloneAbout, LitmusPropFindUnknownThenAllProp, LitmusPropFindNoNamespace,
        LitmusPropFindApostrophes, LitmusPropFindManyNamespaces, ReconstructedFinder, ReconstructedOffice,
    };
}
