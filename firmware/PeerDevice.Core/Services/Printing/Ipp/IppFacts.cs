using PeerDevice.Board;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>What IPP tells of the peer itself.</summary>
public sealed class IppFacts
{
    /// <summary>The peer's name, as DNS-SD has it (printer-dns-sd-name).</summary>
    public string PeerName = "";

    /// <summary>Eight hexadecimal digits that are this peer's own: part of each Printer's printer-uuid.</summary>
    public string PeerId = "";

    /// <summary>What unpacks compressed documents; null for nothing.</summary>
    public IUnpacker? Unpacker;
}
