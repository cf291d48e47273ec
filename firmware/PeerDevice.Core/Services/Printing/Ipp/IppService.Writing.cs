using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <content>How attributes are written: URIs by the name that the client used, UUIDs, and single ones where they are asked for.</content>
public sealed partial class IppService
{
    private static void WriteMoment(IppWriter to, string name, long seconds, int otherwise)
    {
        if (seconds > 0)
        {
            to.DateTime(name, seconds);
        }
        else
        {
            to.OutOfBand(name: name, tag: otherwise);
        }
    }

    private static void WriteUri(IppDesk desk, string name, string scheme, string path)
    {
        IppWriter to = desk.Response;
        to.Open(IppTag.Uri, name, Limits.HostNameOctets + Limits.IppPathOctets);
        WriteAuthority(desk, scheme);
        to.To.Ascii(path);
        to.Close();
    }

    // By the very host and port that the client named in its printer-uri: a name that it can reach.
    private static void WriteAuthority(IppDesk desk, string scheme)
    {
        const string Http = "http";
        const string IppPort = ":631";
        ByteWriter to = desk.Response.To;
        string authority = desk.Authority;
        to.Ascii(scheme);
        to.Ascii("://");
        to.Text(authority);
        if (scheme == Http && !HasPort(authority))
        {
            to.Ascii(IppPort); // RFC 8010 §4.1: IPP's own, where the client left it out
        }
    }

    private static bool HasPort(string authority)
    {
        int colon = authority.LastIndexOf(':');
        return colon >= 0 && colon > authority.LastIndexOf(']');
    }

    private void WriteUuid(IppDesk desk, string name, int jobId)
    {
        const string Prefix = "urn:uuid:";
        desk.Response.Open(IppTag.Uri, name, Prefix.Length + PrinterUuid.Octets);
        desk.Response.To.Ascii(Prefix);
        PrinterUuid.Write(desk.Response.To, _facts.PeerId, desk.Printer.Name, jobId);
        desk.Response.Close();
    }

    private static void Keyword(IppDesk desk, string name, string value)
    {
        if (desk.Requested.Wants(name, Requested.Description))
        {
            desk.Response.Keyword(name, value);
        }
    }

    private static void Keywords(IppDesk desk, string name, string values)
    {
        if (desk.Requested.Wants(name, Requested.Description))
        {
            desk.Response.Keywords(name, values);
        }
    }

    private static void TemplateKeywords(IppDesk desk, string name, string values)
    {
        if (desk.Requested.Wants(name, Requested.Template))
        {
            desk.Response.Keywords(name, values);
        }
    }

    private static void TemplateEnum(IppDesk desk, string name, int value)
    {
        if (desk.Requested.Wants(name, Requested.Template))
        {
            desk.Response.Enum(name, value);
        }
    }

    private static void WriteText(IppDesk desk, string name, string value)
    {
        if (desk.Requested.Wants(name, Requested.Description))
        {
            desk.Response.Text(name, value);
        }
    }

    private static void WriteInteger(IppDesk desk, string name, int value)
    {
        if (desk.Requested.Wants(name, Requested.Description))
        {
            desk.Response.Integer(name, value);
        }
    }

    private static void WriteBoolean(IppDesk desk, string name, bool value)
    {
        if (desk.Requested.Wants(name, Requested.Description))
        {
            desk.Response.Boolean(name, value);
        }
    }

    private static void WriteDate(IppDesk desk, string name, long seconds)
    {
        if (desk.Requested.Wants(name, Requested.Description))
        {
            WriteMoment(desk.Response, name, seconds, IppTag.NoValue);
        }
    }
}
