using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>A service that this peer really gives, as DNS-SD tells of it (RFC 6763 §4).</summary>
public sealed class ServiceOffer
{
    /// <summary>Describes a service.</summary>
    /// <param name="label">Its instance's name, which several services may have: each has a type of its own.</param>
    /// <param name="type">Its type without the domain, such as "_ipp._tcp".</param>
    /// <param name="port">Its port.</param>
    /// <param name="txt">The data of its TXT record, a <see cref="TxtWriter"/>'s.</param>
    public ServiceOffer(OwnLabel label, string type, int port, byte[] txt)
    {
        Label = label;
        Type = DnsText.Name(type + ".local");
        Port = port;
        Txt = txt;
    }

    /// <summary>Its instance's name.</summary>
    public OwnLabel Label { get; }

    /// <summary>The known name of its type.</summary>
    public byte[] Type { get; }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>The data of its TXT record.</summary>
    public byte[] Txt { get; set; }

    /// <summary>A subtype by which it is found too (RFC 6763 §7.1), such as "_print"; empty for none.</summary>
    public string Subtype { get; set; } = "";
}
