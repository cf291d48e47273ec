using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <content>PUT (RFC 9110 §9.3.4, RFC 4918 §9.7), and what is refused of it before its content.</content>
public sealed partial class FileShare
{
    private void Put(Exchange exchange, FileDesk desk)
    {
        RequestReader request = exchange.Request;
        if (RefuseWriting(exchange))
        {
            return;
        }

        if (exchange.Path.Length == 0 || exchange.HadSlash)
        {
            exchange.Answer(405, "A collection is made by MKCOL, not by PUT.");
            return;
        }

        if (request.Has(Field.ContentRange) || request.Has(Field.ContentEncoding))
        {
            // RFC 9110 §14.5: a part taken for the whole would destroy the rest. §8.4: a coding that is not kept would be lost.
            exchange.Answer(request.Has(Field.ContentRange) ? 400 : 415);
            return;
        }

        long length = ExpectedLength(exchange);
        if (_store.IsFat && length > Limits.FatFileOctets)
        {
            exchange.Answer(413, "A file on this card has at most 4 GiB less one octet.");
            return;
        }

        int held = CheckTarget(exchange, desk, out bool exists);
        if (held != Preconditions.Hold)
        {
            exchange.Answer(held);
            return;
        }

        if (RefuseByLock(exchange, desk, exchange.Path, false, !exists))
        {
            return;
        }

        if (RefuseByRoom(exchange, exchange.Path, length))
        {
            return;
        }

        if (request.Has(Field.UploadComplete) && (Others is null ? RefusePart(exchange) : Others.BeginUpload(exchange, desk)))
        {
            return;
        }

        byte[]? claimed = null;
        if (request.Has(Field.ReprDigest))
        {
            claimed = new byte[ReprDigest.Octets];
            int claim = ReprDigest.Sha256(exchange.Head, request.Start(Field.ReprDigest), request.End(Field.ReprDigest), claimed);
            if (claim == ReprDigest.Malformed)
            {
                exchange.Answer(400, "Repr-Digest has no SHA-256 that could be read.");
                return;
            }

            claimed = claim == ReprDigest.Found ? claimed : null;
        }

        FileWriter? writer = null;
        int status = _commits.Stage(exchange.Path, out string staged);
        if (status == StoreStatus.Ok)
        {
            status = _store.Create(staged, false, out writer);
        }

        if (status != StoreStatus.Ok || writer is null)
        {
            _commits.Abandon(staged);
            Refuse(exchange, status == StoreStatus.NotFound ? StoreStatus.Failed : status);
            return;
        }

        try
        {
            StoreContent(exchange, desk, writer, staged, claimed);
        }
        catch (Exception)
        {
            // Short memory on a board: an upload that nobody gave back would keep an open file and its place for ever.
            writer.Close(false);
            _commits.Abandon(staged);
            throw;
        }
    }

    /// <summary>Refuses what cannot fit before it is sent, where the file system says how much does (a PC's; of a card nobody knows).</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="path">Where it is to be.</param>
    /// <param name="octets">How long it is; negative where nobody says.</param>
    internal bool RefuseByRoom(Exchange exchange, string path, long octets)
    {
        if (!StoreWork.HasNoRoom(_store, path, octets))
        {
            return false;
        }

        exchange.Answer(507, "There is no room for as much.");
        return true;
    }

    /// <summary>Where no uploads can be cut a part must not be taken for the whole (PROTOCOL, "Uploads that can be cut", 9 and 11).</summary>
    private static bool RefusePart(Exchange exchange)
    {
        int start = exchange.Request.Start(Field.UploadComplete);
        int end = exchange.Request.End(Field.UploadComplete);
        if (Text.Is(exchange.Head, start, end, "?1"))
        {
            return false;
        }

        exchange.Answer(Text.Is(exchange.Head, start, end, "?0") ? 503 : 400, "This peer takes no uploads in parts: send the whole.");
        return true;
    }

    /// <summary>Whether the target may be written: its parent is there, it is no collection, and the conditions hold.</summary>
    internal int CheckTarget(Exchange exchange, FileDesk desk, out bool exists)
    {
        exists = false;
        int status = _store.Find(exchange.Path, desk.Entry);
        if (status == StoreStatus.Ok && desk.Entry.IsCollection)
        {
            return 405;
        }

        if (status != StoreStatus.Ok && status != StoreStatus.NotFound)
        {
            return StatusOf(status);
        }

        exists = status == StoreStatus.Ok;
        desk.ForgetTag();
        if (exists)
        {
            Know(exchange, desk);
        }

        return Preconditions.Evaluate(exchange.Request, exchange.Head, exists, desk.Tag, desk.TagLength, exists ? desk.Entry.Modified : 0, true);
    }

    /// <summary>The length that the client says the content has, or -1. Finder sends chunked content and tells the length in a field of its own.</summary>
    private static long ExpectedLength(Exchange exchange)
    {
        RequestReader request = exchange.Request;
        if (request.ContentLength >= 0 || !request.Has(Field.ExpectedEntityLength))
        {
            return request.ContentLength;
        }

        return Text.Number(exchange.Head, request.Start(Field.ExpectedEntityLength), request.End(Field.ExpectedEntityLength));
    }
}
