using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Mirrors;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Services.Status;

/// <summary>What a peer tells of the others that it knows and of the folders that follow theirs: a section of its page, and keys of its description.</summary>
public sealed class PeerReport : IPeerReport
{
    private readonly IClock _clock;

    /// <summary>Nobody is known yet.</summary>
    public PeerReport(IClock clock)
    {
        _clock = clock;
    }

    /// <summary>The other peers that are known; null where nobody looks for them.</summary>
    public PeerDirectory? Peers { get; set; }

    /// <summary>The folders that follow others; null where none may.</summary>
    public Mirrors.Mirrors? Mirrors { get; set; }

    /// <inheritdoc/>
    public bool WritePage(Exchange exchange)
    {
        PeerDirectory? peers = Peers;
        if (peers is null)
        {
            return true;
        }

        long now = _clock.Milliseconds;
        peers.Look(now);
        return peers.Count == 0 || WritePeers(exchange, peers, now);
    }

    /// <inheritdoc/>
    public bool WriteJson(Exchange exchange)
    {
        WriteMirrors(exchange);
        return Peers is null || PeerList.Write(exchange, Peers, _clock.Milliseconds);
    }

    /// <summary>Who else is here, by links, and how their printers were when they were asked last.</summary>
    private static bool WritePeers(Exchange exchange, PeerDirectory peers, long now)
    {
        ByteWriter to = exchange.Out;
        KnownPeer peer = new KnownPeer();
        int shown = 0;
        for (int i = 0; shown < Limits.PagePeers && peers.Copy(i, peer, now); i++)
        {
            if (!peer.IsHere)
            {
                continue;
            }

            if (!PeerPage.HasRoom(exchange, peer.Name.Length + peer.Kind.Length))
            {
                return false;
            }

            to.Text(shown == 0 ? "<section><h2>Others here</h2><ul>\n<li>" : "<li>");
            shown++;
            string host = peer.AddressText;

            // An address with one of our links behind it means nothing to a browser elsewhere.
            bool hasPlace = host.Length > 0 && host.IndexOf('%') < 0 && peer.Port != 0;
            if (hasPlace)
            {
                to.Text("<a href=\"http://");
                to.Text(peer.Address != 0 ? host : "[" + host + "]");
                to.Octet((byte)':');
                to.Number(peer.Port);
                to.Text("/\">");
            }

            XmlText.Write(to, peer.Name);
            to.Text(hasPlace ? "</a>" : "");
            if (peer.Kind.Length > 0)
            {
                to.Text(" (");
                XmlText.Write(to, peer.Kind);
                to.Text(")");
            }

            WriteState(to, peer);
            to.Octet((byte)'\n');
        }

        to.Text(shown > 0 ? "</ul></section>\n" : "");
        return true;
    }

    private static void WriteState(ByteWriter to, KnownPeer peer)
    {
        if (peer.Reached == KnownPeer.Silent)
        {
            to.Text(": does not answer");
        }
        else if (peer.Printer > 0)
        {
            to.Text(": printer ");
            to.Text(PrinterState.Keyword(peer.Printer));
        }
    }

    private void WriteMirrors(Exchange exchange)
    {
        ByteWriter to = exchange.Out;
        bool isFirst = true;
        for (int i = 0; i < (Mirrors is null ? 0 : Mirrors.Places); i++)
        {
            Mirror? mirror = Mirrors!.At(i);
            if (mirror is not null)
            {
                // Each is far smaller than the buffer, which may be full of printers.
                exchange.FlushPart();
                to.Text(isFirst ? ",\"mirrors\":[{\"to\":\"" : ",{\"to\":\"");
                isFirst = false;
                Escape.Json(to, mirror.To);
                to.Text("\",\"from\":\"");
                Escape.Json(to, mirror.From);
                to.Text("\",\"files\":");
                to.Number(mirror.Count);
                to.Text(",\"when\":");
                to.Number(mirror.When);
                to.Text(",\"trouble\":\"");
                Escape.Json(to, mirror.Trouble);
                to.Text("\"}");
            }
        }

        to.Text(isFirst ? "" : "]");
    }
}
