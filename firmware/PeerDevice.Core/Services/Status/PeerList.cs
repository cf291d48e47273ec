using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Printing;

namespace PeerDevice.Services.Status;

/// <summary>Writes the other peers that are known, as JSON (PROTOCOL, *The peer about itself*): one after the other, so that a board needs no room for all of them.</summary>
internal static class PeerList
{
    private const int Milli = 1000;

    // What one peer takes at most without its names: keys, numbers, punctuation.
    private const int PieceOctets = 280;

    // As JSON has it a control character takes six octets.
    private const int MostPerCharacter = 6;

    /// <summary>Writes the key and the array.</summary>
    /// <returns>False when the connection failed.</returns>
    public static bool Write(Exchange exchange, PeerDirectory directory, long now)
    {
        KnownPeer peer = new KnownPeer();
        ByteWriter to = exchange.Out;
        to.Ascii(",\"peers\":[");
        for (int i = 0; directory.Copy(i, peer, now); i++)
        {
            if (to.Room < PieceOctets + ((peer.Name.Length + peer.Id.Length + peer.Kind.Length) * MostPerCharacter) && !exchange.FlushPart())
            {
                return false;
            }

            to.Ascii(i == 0 ? "{\"name\":\"" : ",{\"name\":\"");
            Escape.Json(to, peer.Name);
            WriteText(to, "\",\"id\":\"", peer.Id);
            WriteText(to, "\",\"kind\":\"", peer.Kind);
            WriteText(to, "\",\"address\":\"", peer.AddressText);
            to.Ascii("\",\"port\":");
            to.Number(peer.Port);
            to.Ascii(peer.IsHere ? ",\"here\":true" : ",\"here\":false");
            if (peer.Reached != KnownPeer.Unknown)
            {
                to.Ascii(peer.Reached == KnownPeer.Answers ? ",\"reachable\":true" : ",\"reachable\":false");
            }

            if (peer.Services != 0)
            {
                to.Ascii(",\"services\":[");
                PeerServices.Write(to, peer.Services);
                to.Octet((byte)']');
            }

            if (peer.Printer > 0)
            {
                WriteText(to, ",\"printer\":\"", PrinterState.Keyword(peer.Printer));
                to.Octet((byte)'"');
            }

            to.Ascii(",\"seen\":");
            long age = (now - peer.SeenAt) / Milli;
            to.Number(age < 0 ? 0 : age);
            to.Ascii(",\"hops\":");
            to.Number(peer.Hops);
            to.Octet((byte)'}');
        }

        to.Octet((byte)']');
        return true;
    }

    private static void WriteText(ByteWriter to, string before, string text)
    {
        to.Ascii(before);
        Escape.Json(to, text);
    }
}
