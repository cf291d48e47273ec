using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <content>PUT (RFC 9110 §9.3.4, RFC 4918 §9.7) and MKCOL (RFC 4918 §9.3).</content>
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
        if (!HasNoRoom(path, octets))
        {
            return false;
        }

        exchange.Answer(507, "There is no room for as much.");
        return true;
    }

    /// <summary>Whether a file system that knows how much fits says that so many octets do not.</summary>
    internal bool HasNoRoom(string path, long octets)
    {
        return HasNoRoom(_store, _volume, path, octets);
    }

    /// <summary>The same of any store, and who knows its room.</summary>
    internal static bool HasNoRoom(IFileStore store, IVolume? volume, string path, long octets)
    {
        if (store.IsFat || octets < Limits.RoomOctets || volume is null)
        {
            return false;
        }

        int slash = path.LastIndexOf('/');
        return volume.Room(slash < 0 ? "" : path.Substring(0, slash), out long available, out long _) && octets > available;
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

    private void StoreContent(Exchange exchange, FileDesk desk, FileWriter writer, string staged, byte[]? claimed)
    {
        int status = StoreStatus.Ok;
        ContentDigest? digest = claimed is null || Digests is null ? null : Digests.Sha256();
        int refusal = exchange.Continue() ? Receive(exchange, writer, digest, out status) : 400;
        int closed = writer.Close(_isDurable && refusal == 0 && status == StoreStatus.Ok);
        if (refusal != 0 || status != StoreStatus.Ok || closed != StoreStatus.Ok)
        {
            _commits.Abandon(staged);
            Fail(exchange, refusal, status != StoreStatus.Ok ? status : closed);
            return;
        }

        if (digest is not null && !IsSame(digest.End(), claimed!))
        {
            _commits.Abandon(staged);
            exchange.Answer(400, "The content is not what Repr-Digest says; nothing was stored.");
            return;
        }

        CommitPut(exchange, desk, staged, claimed);
    }

    private static bool IsSame(byte[] one, byte[] other)
    {
        for (int i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i])
            {
                return false;
            }
        }

        return true;
    }

    private void CommitPut(Exchange exchange, FileDesk desk, string staged, byte[]? claimed)
    {
        int held;
        int status = StoreStatus.Ok;
        bool existed;
        desk.ForgetTag();
        try
        {
            lock (_commits.GateFor(exchange.Path))
            {
                // Asked again under the gate: of two writers who named the same tag one wins and the other is told (RFC 9110 §13.2.1).
                held = CheckTarget(exchange, desk, out existed);
                held = held == Preconditions.Hold ? BeginWrite(exchange, desk, desk.Here, exchange.Path, false, !existed, null) : held;
                if (held == Preconditions.Hold)
                {
                    status = _commits.Replace(staged, exchange.Path);
                    desk.ForgetTag();
                    if (status == StoreStatus.Ok && _store.Find(exchange.Path, desk.Entry) == StoreStatus.Ok)
                    {
                        // Under the gate too: the next writer's tag told to this one would let it overwrite what it never saw.
                        Know(exchange, desk);
                        if (claimed is not null && _store.IsFat)
                        {
                            _commits.Claim(exchange.Path, desk.Entry.Length, claimed);
                        }
                    }
                }
            }
        }
        finally
        {
            EndWrite(desk);
        }

        if (held == Locked)
        {
            _commits.Abandon(staged);
            RefuseLocked(exchange, desk, exchange.Path);
            return;
        }

        if (held != Preconditions.Hold || status != StoreStatus.Ok)
        {
            _commits.Abandon(staged);
            Fail(exchange, held, status);
            return;
        }

        exchange.Start(existed ? 204 : 201);
        if (desk.TagLength > 0)
        {
            // RFC 9110 §9.3.4 allows validators here, since the content is kept exactly as it came.
            WriteValidators(exchange, desk);
        }

        if (existed)
        {
            exchange.EndHead();
        }
        else
        {
            exchange.EndHead(0);
        }

        exchange.Flush();
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

    /// <summary>Moves the content to the writer, in blocks as large as can be borrowed: FAT drivers sync at every write.</summary>
    /// <returns>0, or the status to refuse with when the content did not arrive whole.</returns>
    private int Receive(Exchange exchange, FileWriter writer, ContentDigest? digest, out int storeStatus)
    {
        storeStatus = StoreStatus.Ok;
        ByteSource? body = exchange.Body;
        if (body is null)
        {
            return 0;
        }

        byte[] block = exchange.Block();
        long most = _store.IsFat ? Limits.FatFileOctets : long.MaxValue;
        long received = 0;
        while (true)
        {
            int filled = 0;
            int got = 1;
            while (filled < block.Length)
            {
                got = body.Read(block, filled, block.Length - filled);
                if (got <= 0)
                {
                    break;
                }

                filled += got;
            }

            received += filled;
            if (received > most)
            {
                return 413;
            }

            digest?.Append(block, 0, filled);
            if (filled > 0 && !writer.Write(block, 0, filled))
            {
                storeStatus = writer.Status;
                return 0;
            }

            if (got == ByteSource.End)
            {
                return 0;
            }

            if (got < 0)
            {
                return got == ByteSource.TimedOut ? 408 : 400;
            }
        }
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

    private static void Fail(Exchange exchange, int refusal, int storeStatus)
    {
        if (refusal == 0)
        {
            Refuse(exchange, storeStatus);
            return;
        }

        // Content that stopped in the middle leaves nothing to go on from; a condition that fails does.
        exchange.MustClose |= refusal == 400 || refusal == 408 || refusal == 413;
        exchange.Answer(refusal);
    }

    private void MkCol(Exchange exchange, FileDesk desk)
    {
        if (RefuseWriting(exchange))
        {
            return;
        }

        if (exchange.Body is not null)
        {
            // RFC 4918 §9.3: content of a kind that is not understood is refused.
            exchange.Answer(415);
            return;
        }

        if (exchange.Path.Length == 0)
        {
            NotAllowed(exchange);
            return;
        }

        int held;
        int status = StoreStatus.Ok;
        try
        {
            held = BeginWrite(exchange, desk, desk.Here, exchange.Path, false, true, null);
            status = held == Preconditions.Hold ? _commits.MakeCollection(exchange.Path) : StoreStatus.Ok;
        }
        finally
        {
            EndWrite(desk);
        }

        if (held != Preconditions.Hold)
        {
            RefuseWrite(exchange, desk, exchange.Path, held);
            return;
        }

        if (status == StoreStatus.Exists)
        {
            NotAllowed(exchange);
            return;
        }

        if (status != StoreStatus.Ok)
        {
            Refuse(exchange, status == StoreStatus.NotFound || status == StoreStatus.WrongKind ? StoreStatus.NoParent : status);
            return;
        }

        exchange.Answer(201);
    }
}
