namespace PeerDevice.Tests.Dav;

/// <summary>
/// Contents of PROPPATCH requests. Those of litmus 0.13 and cadaver 0.24 follow the programs' public sources, as they build them from a list of
/// names and values; what was not captured from a wire says Reconstructed.
/// </summary>
public static class PropertyUpdateVectors
{
    /// <summary>litmus' props: propset.</summary>
    public const string ReconstructedLitmusSet =
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop><prop0 xmlns=\"http://example.com/neon/litmus/\">value0</prop0></D:prop></D:set>\n"
        + "<D:set><D:prop><prop1 xmlns=\"http://example.com/neon/litmus/\">value1</prop1></D:prop></D:set>\n</D:propertyupdate>\n";

    /// <summary>litmus' props: propremoveset, order counts.</summary>
    public const string ReconstructedLitmusRemoveSet =
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n<propertyupdate xmlns='DAV:'><remove><prop><removeset xmlns='http://webdav.org/neon/litmus/'/></prop></remove>\n"
        + "<set><prop><removeset xmlns='http://webdav.org/neon/litmus/'>y</removeset></prop></set>\n</propertyupdate>";

    /// <summary>litmus' props: propextended, with an element that nobody knows.</summary>
    public const string ReconstructedLitmusExtended =
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n<propertyupdate xmlns='DAV:' xmlns:xml='http://www.w3.org/XML/1998/namespace'><foobar/><set><prop>"
        + "<high-unicode xmlns='http://webdav.org/neon/litmus/'>&#65536;</high-unicode></prop></set></propertyupdate>";

    /// <summary>In the manner of Windows' Explorer after a PUT.</summary>
    public const string ReconstructedExplorer =
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?><D:propertyupdate xmlns:D=\"DAV:\" xmlns:Z=\"urn:schemas-microsoft-com:\"><D:set><D:prop>"
        + "<Z:Win32CreationTime>Sat, 22 Nov 2025 08:00:00 GMT</Z:Win32CreationTime><Z:Win32LastAccessTime>Sat, 22 Nov 2025 08:00:00 GMT</Z:Win32LastAccessTime>"
        + "<Z:Win32LastModifiedTime>Sat, 22 Nov 2025 08:00:00 GMT</Z:Win32LastModifiedTime><Z:Win32FileAttributes>00000020</Z:Win32FileAttributes></D:prop></D:set></D:propertyupdate>";

    /// <summary>The example of RFC 4918 §9.2.2.</summary>
    public const string Rfc4918Authors =
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n<D:propertyupdate xmlns:D=\"DAV:\"\n        xmlns:Z=\"http://ns.example.com/standards/z39.50/\">\n  <D:set>\n    <D:prop>\n      <Z:Authors>\n"
        + "        <Z:Author>Jim Whitehead</Z:Author>\n        <Z:Author>Roy Fielding</Z:Author>\n      </Z:Authors>\n    </D:prop>\n  </D:set>\n  <D:remove>\n    <D:prop><Z:Copyright-Owner/></D:prop>\n  </D:remove>\n</D:propertyupdate>";

    /// <summary>Every one that must be understood.</summary>
    public static readonly string[] Valid =
    {
        ReconstructedLitmusSet, ReconstructedLitmusRemoveSet, ReconstructedLitmusExtended, ReconstructedExplorer, Rfc4918Authors,
    };
}
