using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <content>GET and HEAD (RFC 9110 §9.3.1, §14).</content>
public sealed partial class FileShare
{
    // What is in the share was put there by anybody, and has the origin of the pages that may write it. So a browser shows it without that origin
    // and runs no script of it (HTML Standard, "sandbox" as a policy), and takes it for nothing but what it is called.
    private const string BeforeType = "Accept-Ranges: bytes\r\nContent-Security-Policy: sandbox\r\nX-Content-Type-Options: nosniff\r\nContent-Type: ";

    // Browsers show no PDF within a sandbox, and run what is in one with no origin at all.
    private const string BeforePdf = "Accept-Ranges: bytes\r\nX-Content-Type-Options: nosniff\r\nContent-Type: ";

    private void Get(Exchange exchange, FileDesk desk, byte[]? treeTag)
    {
        if (exchange.HadSlash || exchange.Path.Length == 0)
        {
            GetCollection(exchange, desk);
            return;
        }

        int lease = _commits.BeginRead(exchange.Path);
        if (lease < 0)
        {
            Refuse(exchange, StoreStatus.Busy);
            return;
        }

        BlockSource? content = null;
        try
        {
            int status = _store.OpenRead(exchange.Path, desk.Entry, out content);
            if (status == StoreStatus.WrongKind)
            {
                RedirectToSlash(exchange);
                return;
            }

            if (status == StoreStatus.NotFound && Others is not null && Others.Describe(exchange, desk))
            {
                return;
            }

            if (status != StoreStatus.Ok || content is null)
            {
                Refuse(exchange, status == StoreStatus.NoParent ? StoreStatus.NotFound : status);
                return;
            }

            GetFile(exchange, desk, content, treeTag);
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

    internal void GetFile(Exchange exchange, FileDesk desk, BlockSource content, byte[]? treeTag)
    {
        StoreEntry entry = desk.Entry;
        RequestReader request = exchange.Request;
        Know(exchange, desk);
        int held = desk.Held;
        if (held == FileDesk.NotAsked)
        {
            held = Preconditions.Evaluate(request, exchange.Head, true, desk.Tag, desk.TagLength, entry.Modified, desk.IsTimeSure);
            desk.Held = held;
        }

        if (held == 304)
        {
            exchange.Start(304);
            WriteValidators(exchange, desk);
            exchange.EndHead();
            exchange.Flush();
            return;
        }

        if (held != Preconditions.Hold)
        {
            exchange.Answer(held);
            return;
        }

        // RFC 9110 §14.2: Range is defined for GET only; HEAD is answered as GET without it would be.
        int ranges = RangeReader.None;
        if (request.Has(Field.Range)
            && request.Method == Method.Get
            && Preconditions.RangeApplies(request, exchange.Head, desk.Tag, desk.TagLength, desk.IsTimeSure ? entry.Modified : 0, _clock.UnixSeconds))
        {
            ranges = desk.Ranges.Read(exchange.Head, request.Start(Field.Range), request.End(Field.Range), entry.Length);
        }

        if (ranges == RangeReader.Unsatisfiable)
        {
            exchange.Start(416);
            exchange.Out.Text("Content-Range: bytes */");
            exchange.Out.Number(entry.Length);
            exchange.Out.Text("\r\n");
            exchange.EndWithText(StatusLine.Sentence(416));
            return;
        }

        if (ranges == RangeReader.Satisfiable && desk.Ranges.Count > 1)
        {
            MultipartRanges.Send(exchange, desk, content, MediaType.Of(exchange.Path));
            return;
        }

        long first = 0;
        long count = entry.Length;
        if (ranges == RangeReader.Satisfiable)
        {
            first = desk.Ranges.First(0);
            count = desk.Ranges.Last(0) - first + 1;
            exchange.Start(206);
            exchange.Out.Text("Content-Range: bytes ");
            WriteRange(exchange.Out, first, first + count - 1, entry.Length);
        }
        else
        {
            exchange.Start(200);
        }

        WriteValidators(exchange, desk);
        Others?.WriteFields(exchange, desk, treeTag);
        string type = MediaType.Of(exchange.Path);
        exchange.Out.Ascii(type == MediaType.Pdf ? BeforePdf : BeforeType);
        exchange.Out.Ascii(type);
        exchange.Out.Ascii("\r\n");
        exchange.EndHead(count);
        if (exchange.IsHead)
        {
            exchange.Flush();
            return;
        }

        exchange.SendContent(content, first, count);
    }

    /// <summary>Writes the fields that say which representation this is: ETag, and Last-Modified where it is known.</summary>
    public static void WriteValidators(Exchange exchange, FileDesk desk)
    {
        ByteWriter to = exchange.Out;
        if (desk.FieldsLength > 0)
        {
            to.Octets(desk.Fields, 0, desk.FieldsLength);
            return;
        }

        int start = to.Position;
        to.Text("ETag: \"");
        to.Octets(desk.Tag, 0, desk.TagLength);
        to.Text("\"\r\n");
        if (desk.Entry.Modified != 0)
        {
            to.Text("Last-Modified: ");
            HttpDate.Write(to, desk.Entry.Modified);
            to.Text("\r\n");
        }

        // A date costs a board a third of such an answer.
        int length = to.Position - start;
        if (length <= desk.Fields.Length && !to.Overflowed)
        {
            System.Array.Copy(to.Buffer, start, desk.Fields, 0, length);
            desk.FieldsLength = length;
        }
    }

    /// <summary>Writes <c>first-last/length</c> and a line end.</summary>
    public static void WriteRange(ByteWriter to, long first, long last, long length)
    {
        to.Number(first);
        to.Octet((byte)'-');
        to.Number(last);
        to.Octet((byte)'/');
        to.Number(length);
        to.Text("\r\n");
    }

    private static void RedirectToSlash(Exchange exchange)
    {
        // Relative references in the listing are resolved against the collection only when its URI ends in a slash.
        exchange.Start(301);
        exchange.Out.Text("Location: ");
        exchange.Out.Text(Prefix);
        PercentCoding.WritePath(exchange.Out, exchange.Path);
        exchange.Out.Text("/\r\n");
        exchange.EndWithText("It is a collection: its address ends with a slash.");
    }

    private void GetCollection(Exchange exchange, FileDesk desk)
    {
        int status = _store.Find(exchange.Path, desk.Entry);
        if (status == StoreStatus.Ok && !desk.Entry.IsCollection)
        {
            status = StoreStatus.NotFound;
        }

        if (status != StoreStatus.Ok)
        {
            Refuse(exchange, status == StoreStatus.NoParent ? StoreStatus.NotFound : status);
            return;
        }

        // A collection has no entity tag: If-Match fails unless it is "*", and If-None-Match: * holds only for nothing.
        int held = Preconditions.Evaluate(exchange.Request, exchange.Head, true, desk.Tag, 0, 0, true);
        if (held != Preconditions.Hold)
        {
            exchange.Answer(held);
            return;
        }

        status = new ListingVisitor(exchange, _index, _store.IsFat).Send(_store);
        if (status != StoreStatus.Ok)
        {
            Refuse(exchange, status);
        }
    }
}
