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

        PropFindVisitor visitor = new PropFindVisitor(exchange, _index, _store.IsFat, wanted, _commits);
        visitor.ShowLive(_volume, Tags, _locks, depth == 1, exchange.MayWrite);
        status = visitor.Send(_store, desk.Entry, desk.Tag, desk.TagLength, depth == 1);
        if (status != StoreStatus.Ok)
        {
            Refuse(exchange, status);
        }
    }

    /// <summary>Reads what is asked for; null when that is refused.</summary>
    private PropFindReader? ReadWanted(Exchange exchange, out int refusal)
    {
        if (exchange.Body is null)
        {
            return _asked.Read(exchange.Head, 0, out refusal);
        }

        byte[]? content = ReadXml(exchange, out int length, out refusal);
        return content is null ? null : _asked.Read(content, length, out refusal);
    }

    /// <summary>Reads the whole of a request's XML content, at most <see cref="XmlOctets"/> of it.</summary>
    /// <returns>Where it stands, at the front; null when it is refused: 400, 408 or 413.</returns>
    private byte[]? ReadXml(Exchange exchange, out int length, out int refusal)
    {
        ByteSource body = exchange.Body!;
        length = 0;
        refusal = 413;
        long announced = exchange.Request.ContentLength;
        if (announced > XmlOctets)
        {
            return null;
        }

        byte[]? lent = exchange.OwnBlock();
        byte[] content = lent ?? new byte[announced >= 0 ? (int)announced : XmlOctets];
        if (!exchange.Continue())
        {
            refusal = 400;
            return null;
        }

        int bound = content.Length < XmlOctets ? content.Length : XmlOctets;
        while (true)
        {
            int got = length < bound ? body.Read(content, length, bound - length) : body.Read(exchange.Out.Buffer, 0, 1);
            if (got == ByteSource.End)
            {
                refusal = 0;
                return content;
            }

            if (got < 0)
            {
                refusal = got == ByteSource.TimedOut ? 408 : 400;
                return null;
            }

            if (length == bound)
            {
                return null;
            }

            length += got;
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
