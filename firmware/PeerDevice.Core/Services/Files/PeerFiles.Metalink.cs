using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Metalink;
using PeerDevice.Wire.Tags;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Services.Files;

/// <content>
/// A Metalink document (RFC 5854) for each file: where no file of that name is, <c>NAME.meta4</c> tells where NAME is, how long, what of its digests is known and, where this peer has SHA-256, what its pieces are.
/// A large file's answer says that there is one (RFC 6249 §4).
/// </content>
public sealed partial class PeerFiles
{
    private const string Suffix = ".meta4";

    /// <inheritdoc/>
    public bool Describe(Exchange exchange, FileDesk desk)
    {
        string path = exchange.Path;
        RequestReader request = exchange.Request;
        int host = request.Start(Field.Host);
        if (!Text.Ends(path, Suffix) || path.Length == Suffix.Length || !request.Has(Field.Host) || request.End(Field.Host) == host)
        {
            return false;
        }

        string of = path.Substring(0, path.Length - Suffix.Length);
        int lease = _commits.BeginRead(of);
        if (lease < 0)
        {
            return false;
        }

        BlockSource? content = null;
        try
        {
            if (_store.OpenRead(of, desk.Entry, out content) != StoreStatus.Ok || content is null)
            {
                return false;
            }

            exchange.StartParts(200);
            exchange.Out.Text("Content-Type: application/metalink4+xml\r\nX-Content-Type-Options: nosniff\r\n");
            if (!exchange.EndHeadOfParts())
            {
                return true;
            }

            MetalinkWriter.Begin(exchange.Out, of.Substring(of.LastIndexOf('/') + 1), content.Length);
            MetalinkWriter.BeginUrl(exchange.Out, 1);
            exchange.Out.Text("http://");
            exchange.Out.Octets(exchange.Head, host, request.End(Field.Host) - host);
            exchange.Out.Text(FileShare.Prefix);
            PercentCoding.WritePath(exchange.Out, of);
            MetalinkWriter.EndUrl(exchange.Out);
            string rest = "";
            string? source = Mirrors?.SourceOf(of, desk.Entry, out rest);
            if (source is not null && exchange.FlushPart())
            {
                MetalinkWriter.BeginUrl(exchange.Out, 2);
                XmlText.Write(exchange.Out, source);
                PercentCoding.WritePath(exchange.Out, rest);
                MetalinkWriter.EndUrl(exchange.Out);
            }

            WriteKnown(exchange, desk, of, ContentKind.Tree, MetalinkReader.TreeType);
            bool isHashed = WriteKnown(exchange, desk, of, ContentKind.Sha256, MetalinkReader.ShaType);
            bool isWhole = exchange.FlushPart() && (_share.Digests is null || content.Length == 0 || WritePieces(exchange, content, isHashed));
            if (isWhole)
            {
                MetalinkWriter.End(exchange.Out);
                exchange.EndParts();
            }
            else
            {
                // Half of a list is worse than none: the chunks do not come to their end.
                exchange.MustClose = true;
            }

            return true;
        }
        finally
        {
            if (content is not null)
            {
                content.Close();
            }

            _commits.EndRead(lease);
        }
    }

    /// <summary>Says where the description of a file is, and where else the file; nothing of a small one, which nobody divides.</summary>
    private void WriteLinks(Exchange exchange, StoreEntry entry)
    {
        ByteWriter to = exchange.Out;
        if (entry.Length < Limits.DescribedOctets || to.Room < (exchange.Path.Length * Limits.EscapedCharacter) + Limits.LinkOctets)
        {
            return;
        }

        to.Text("Link: <");
        to.Text(FileShare.Prefix);
        PercentCoding.WritePath(to, exchange.Path);
        to.Text(Suffix + ">; rel=describedby; type=\"application/metalink4+xml\"\r\n");
        string rest = "";
        string? source = Mirrors?.SourceOf(exchange.Path, entry, out rest);
        if (source is not null && to.Room >= source.Length + (rest.Length * Limits.EscapedCharacter) + Limits.LinkOctets)
        {
            to.Text("Link: <");
            to.Text(source);
            PercentCoding.WritePath(to, rest);
            to.Text(">; rel=duplicate\r\n");
        }
    }

    // Nothing is read for it.
    private bool WriteKnown(Exchange exchange, FileDesk desk, string path, int kind, string type)
    {
        byte[] digest = new byte[ContentKind.Octets];
        bool isKnown = _contents is not null && _contents.Tell(path, desk.Entry, kind, digest);
        if (isKnown)
        {
            MetalinkWriter.Hash(exchange.Out, type, digest);
        }

        return isKnown;
    }

    private bool WritePieces(Exchange exchange, BlockSource content, bool isHashed)
    {
        long octets = Limits.MetalinkPiece;
        while (content.Length / octets >= Limits.MetalinkPieces)
        {
            octets *= 2;
        }

        MetalinkWriter.BeginPieces(exchange.Out, MetalinkReader.ShaType, octets);
        byte[] block = exchange.Block();
        byte[] digest = new byte[0];
        for (long at = 0; at < content.Length;)
        {
            long end = at + octets;
            end = end < content.Length ? end : content.Length;
            ContentDigest piece = _share.Digests!.Sha256();
            while (at < end)
            {
                int got = content.ReadAt(at, block, 0, end - at < block.Length ? (int)(end - at) : block.Length);
                if (got <= 0)
                {
                    return false;
                }

                piece.Append(block, 0, got);
                at += got;
            }

            digest = piece.End();
            MetalinkWriter.Piece(exchange.Out, digest);
            if (exchange.Out.Room < Limits.MetalinkLine && !exchange.FlushPart())
            {
                return false;
            }
        }

        MetalinkWriter.EndPieces(exchange.Out);
        if (content.Length <= octets && !isHashed)
        {
            MetalinkWriter.Hash(exchange.Out, MetalinkReader.ShaType, digest);
        }

        return exchange.FlushPart();
    }
}
