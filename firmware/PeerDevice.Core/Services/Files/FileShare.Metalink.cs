using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Metalink;

namespace PeerDevice.Services.Files;

/// <content>
/// A Metalink document (RFC 5854) for each file: where no file of that name is, <c>NAME.meta4</c> tells where NAME is, how long and, where this peer has SHA-256, what its pieces are.
/// </content>
public sealed partial class FileShare
{
    private const string Suffix = ".meta4";

    /// <summary>Answers for the description of a file, where there is none of its name.</summary>
    /// <returns>False when the path does not name one; nothing has been answered then.</returns>
    private bool GetMetalink(Exchange exchange, FileDesk desk)
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
            MetalinkWriter.BeginUrl(exchange.Out);
            exchange.Out.Text("http://");
            exchange.Out.Octets(exchange.Head, host, request.End(Field.Host) - host);
            exchange.Out.Text(Prefix);
            PercentCoding.WritePath(exchange.Out, of);
            MetalinkWriter.EndUrl(exchange.Out);
            bool isWhole = exchange.FlushPart() && (Digests is null || content.Length == 0 || WritePieces(exchange, content));
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

    private bool WritePieces(Exchange exchange, BlockSource content)
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
            ContentDigest piece = Digests!.Sha256();
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
        if (content.Length <= octets)
        {
            MetalinkWriter.Hash(exchange.Out, MetalinkReader.ShaType, digest);
        }

        return exchange.FlushPart();
    }
}
