using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <content>PROPFIND (RFC 4918 §9.1), Depth 0 and 1.</content>
public sealed partial class FileShare
{
    private const string FiniteDepth =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:error xmlns:D=\"DAV:\"><D:propfind-finite-depth/></D:error>\n";

    private readonly PropFindMemory _asked = new PropFindMemory();

    private void PropFind(Exchange exchange, FileDesk desk)
    {
        int depth = DepthOf(exchange);
        if (depth == DepthMalformed)
        {
            exchange.Answer(400);
            return;
        }

        PropFindReader? wanted = ReadWanted(exchange, out int refusal);
        if (wanted is null)
        {
            exchange.MustClose |= refusal == 413 || refusal == 408;
            exchange.Answer(refusal);
            return;
        }

        if (depth == DepthInfinity)
        {
            RefuseInfinity(exchange);
            return;
        }

        int status = _store.Find(exchange.Path, desk.Entry);
        if (status == StoreStatus.Ok && exchange.HadSlash && !desk.Entry.IsCollection)
        {
            status = StoreStatus.NotFound;
        }

        if (status != StoreStatus.Ok)
        {
            Refuse(exchange, status == StoreStatus.NoParent ? StoreStatus.NotFound : status);
            return;
        }

        desk.ForgetTag();
        if (!desk.Entry.IsCollection)
        {
            Know(exchange, desk);
        }

        PropFindVisitor visitor = new PropFindVisitor(exchange, _index, _store.IsFat, wanted);
        status = visitor.Send(_store, desk.Entry, desk.Tag, desk.TagLength, depth == 1);
        if (status != StoreStatus.Ok)
        {
            Refuse(exchange, status);
        }
    }

    /// <summary>Reads what is asked for; null when that is refused.</summary>
    private PropFindReader? ReadWanted(Exchange exchange, out int refusal)
    {
        ByteSource? body = exchange.Body;
        if (body is null)
        {
            return _asked.Read(exchange.Head, 0, out refusal);
        }

        refusal = 413;
        long length = exchange.Request.ContentLength;
        if (length > Limits.XmlBody)
        {
            return null;
        }

        byte[]? lent = exchange.OwnBlock();
        byte[] content = lent ?? new byte[length >= 0 ? (int)length : Limits.XmlBody];
        if (!exchange.Continue())
        {
            refusal = 400;
            return null;
        }

        int bound = content.Length < Limits.XmlBody ? content.Length : Limits.XmlBody;
        int filled = 0;
        while (true)
        {
            int got = filled < bound ? body.Read(content, filled, bound - filled) : body.Read(exchange.Out.Buffer, 0, 1);
            if (got == ByteSource.End)
            {
                return _asked.Read(content, filled, out refusal);
            }

            if (got < 0)
            {
                refusal = got == ByteSource.TimedOut ? 408 : 400;
                return null;
            }

            if (filled == bound)
            {
                return null;
            }

            filled += got;
        }
    }

    private static void RefuseInfinity(Exchange exchange)
    {
        // RFC 4918 §9.1.1: a tree as a whole would be an answer without bound.
        exchange.Start(403);
        exchange.Out.Text("Content-Type: application/xml; charset=utf-8\r\n");
        exchange.EndHead(FiniteDepth.Length);
        exchange.Out.Text(FiniteDepth);
        exchange.Flush();
    }
}
