using PeerDevice.Bytes;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>The names of instances of peers: which of them is our own, and how people read one. Under the lock of the directory.</summary>
internal sealed class InstanceNames
{
    private const int Printable = 0x20;
    private const int Delete = 0x7F;

    private readonly ByteWriter _text = new ByteWriter(new byte[Limits.DnsLabelOctets * 4]);
    private string _ownText = "";
    private byte[] _ownInstance = new byte[0];

    /// <summary>Our own name, as the responder has it now; null where there is no responder.</summary>
    public OwnLabel? Own { get; set; }

    /// <summary>Whether a name of a message, or a known one, is that of our own instance.</summary>
    public bool IsOurs(byte[] b, int at, int end)
    {
        OwnLabel? own = Own;
        if (own is null)
        {
            return false;
        }

        // A text of its own for each name that it had.
        if (_ownText != own.Text)
        {
            _ownText = own.Text;
            _ownInstance = DnsName.Child(_ownText, DnsText.Name(PeerHosts.PeerService));
        }

        return DnsName.Is(b, at, end, _ownInstance);
    }

    /// <summary>An instance's label as people read it: as it is where it is text, otherwise with its octets escaped.</summary>
    public string TextOf(byte[] instance)
    {
        int end = instance[0] + 1;
        bool isPlain = Text.IsUtf8(instance, 1, end);
        for (int i = 1; i < end && isPlain; i++)
        {
            isPlain = instance[i] >= Printable && instance[i] != Delete;
        }

        if (isPlain)
        {
            return Text.String(instance, 1, end);
        }

        _text.Reset();
        DnsText.Label(_text, instance, 1, end);
        return Text.String(_text.Buffer, 0, _text.Position);
    }
}
