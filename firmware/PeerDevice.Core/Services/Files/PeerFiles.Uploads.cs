using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <content>Uploads that can be cut (PROTOCOL; after draft-ietf-httpbis-resumable-upload, "the draft" below).</content>
public sealed partial class PeerFiles
{
    private const string UploadRoot = "uploads/";
    private const string UploadAllow = "Allow: OPTIONS, HEAD, PATCH, DELETE\r\nAccept-Patch: application/partial-upload\r\n";

    private static bool IsUpload(string path, out string id)
    {
        id = "";
        if (path.Length != UploadRoot.Length + Limits.UploadIdDigits || path.Substring(0, UploadRoot.Length) != UploadRoot)
        {
            return false;
        }

        id = path.Substring(UploadRoot.Length);
        return true;
    }

    // A request for an upload.
    private void AnswerUpload(Exchange exchange, FileDesk desk, string id)
    {
        int method = exchange.Request.Method;
        if (method == Method.Options)
        {
            exchange.Start(200);
            exchange.Out.Text(UploadAllow);
            WriteUploadLimit(exchange);
            exchange.EndHead(0);
            exchange.Flush();
            return;
        }

        if (method != Method.Head && method != Method.Patch && method != Method.Delete)
        {
            exchange.Start(405);
            exchange.Out.Text(UploadAllow);
            exchange.EndWithText(StatusLine.Sentence(405));
            return;
        }

        if (!exchange.MayWrite)
        {
            exchange.Answer(403, "This share is read-only.");
            return;
        }

        if (method == Method.Patch && RefusePatch(exchange))
        {
            return;
        }

        // First of all: another card may have other uploads.
        Upload? upload = null;
        int status = _commits.Ready();
        if (status == StoreStatus.Ok)
        {
            status = _uploads.Take(id, exchange.Client, out upload);
        }

        if (upload is null)
        {
            FileShare.Refuse(exchange, status);
            return;
        }

        try
        {
            AnswerHeld(exchange, desk, upload, method);
        }
        finally
        {
            _uploads.Give(upload);
        }
    }

    private void AnswerHeld(Exchange exchange, FileDesk desk, Upload upload, int method)
    {
        int status = _uploads.Look(upload);
        if (status == StoreStatus.Ok && method == Method.Delete)
        {
            status = _uploads.End(upload);
            if (status == StoreStatus.Ok)
            {
                exchange.Answer(204);
                return;
            }
        }

        if (status == StoreStatus.Ok && method == Method.Patch)
        {
            Patch(exchange, desk, upload);
            return;
        }

        if (status == StoreStatus.Ok)
        {
            status = _uploads.Note(upload);
        }

        if (status != StoreStatus.Ok)
        {
            FileShare.Refuse(exchange, status);
            return;
        }

        exchange.Start(204);
        WriteState(exchange, upload);
        exchange.Out.Text("Cache-Control: no-store\r\n");
        exchange.EndHead();
        exchange.Flush();
    }

    /// <inheritdoc/>
    public bool BeginUpload(Exchange exchange, FileDesk desk)
    {
        RequestReader request = exchange.Request;
        int isLast = CompletenessOf(exchange);
        long length = LengthOf(exchange);
        if (isLast == StructuredItem.Malformed || length < -1)
        {
            // The draft would have the field ignored; but then a part that was meant to be one would replace the whole (compare RFC 9110 §14.5).
            exchange.Answer(400, "Upload-Complete is ?0 or ?1, Upload-Length a number.");
            return true;
        }

        if (RefuseLength(exchange, length, 0, isLast == StructuredItem.True, ref length))
        {
            return true;
        }

        if (_share.RefuseByRoom(exchange, exchange.Path, length))
        {
            return true;
        }

        bool isGuarded = request.Has(Field.IfMatch) || request.Has(Field.IfNoneMatch) || request.Has(Field.IfUnmodifiedSince);
        bool hasTag = desk.TagLength > 0;
        int guard = !isGuarded ? Upload.Unguarded : hasTag ? Upload.MustBeTag : Upload.MustBeAbsent;
        string tag = isGuarded && hasTag ? Text.String(desk.Tag, 0, desk.TagLength) : "";
        int status = _uploads.Begin(exchange.Path, length, guard, tag, exchange.Client, out Upload? upload);
        if (upload is null)
        {
            if (status == StoreStatus.Busy && isLast == StructuredItem.True)
            {
                return false;
            }

            RefuseUpload(exchange, status);
            return true;
        }

        try
        {
            if (!request.IsHttp10)
            {
                // Draft, 4.2.2: so that the client knows where to go on even if it gets no answer.
                exchange.Out.Reset();
                exchange.Out.Text("HTTP/1.1 104 Upload Resumption Supported\r\n");
                WriteLocation(exchange, upload);
                WriteUploadLimit(exchange);
                exchange.Out.Text("\r\n");
                exchange.FlushInterim();
            }

            Go(exchange, desk, upload, isLast == StructuredItem.True, 201);
        }
        finally
        {
            _uploads.Give(upload);
        }

        return true;
    }

    /// <summary>What can be told of a PATCH without looking at its upload.</summary>
    private static bool RefusePatch(Exchange exchange)
    {
        RequestReader request = exchange.Request;
        if (!request.Has(Field.ContentType)
            || !Text.EqualsIgnoreCase(exchange.Head, request.Start(Field.ContentType), request.End(Field.ContentType), "application/partial-upload")
            || request.Has(Field.ContentEncoding))
        {
            exchange.Start(415);
            exchange.Out.Text("Accept-Patch: application/partial-upload\r\n"); // RFC 5789 §2.2
            exchange.EndWithText("An upload goes on with application/partial-upload.");
            return true;
        }

        if (CompletenessOf(exchange) == StructuredItem.Malformed || OffsetOf(exchange) < 0 || LengthOf(exchange) < -1 || request.Has(Field.ContentRange))
        {
            exchange.Answer(400, "An upload goes on with Upload-Offset and Upload-Complete.");
            return true;
        }

        return false;
    }

    private void Patch(Exchange exchange, FileDesk desk, Upload upload)
    {
        bool isLast = CompletenessOf(exchange) == StructuredItem.True;
        long offset = OffsetOf(exchange);
        if (upload.IsComplete)
        {
            // Draft, 4.4.2: what is complete is not changed any more; a client that missed the answer learns here, or by HEAD, that there was one.
            bool isAgain = isLast && exchange.Body is null && offset == upload.Offset;
            Problem(exchange, upload, isAgain ? 410 : 400, isAgain ? "completed-upload" : "inconsistent-upload-length", offset);
            return;
        }

        if (offset != upload.Offset)
        {
            int noted = _uploads.Note(upload);
            if (noted != StoreStatus.Ok)
            {
                RefuseUpload(exchange, noted);
                return;
            }

            Problem(exchange, upload, 409, "mismatching-upload-offset", offset);
            return;
        }

        long length = upload.Length;
        if (RefuseLength(exchange, LengthOf(exchange), offset, isLast, ref length))
        {
            return;
        }

        exchange.Path = upload.Target;
        if (StoreWork.HasNoRoom(_store, upload.Target, exchange.Request.ContentLength))
        {
            // It takes no more room than before, and what was gathered is worth more than a length that may be wrong, or a disk that is full for a while.
            RefuseUpload(exchange, StoreStatus.Full);
            return;
        }

        upload.Length = length;

        if (isLast && RefuseCommit(exchange, desk, upload))
        {
            return;
        }

        Go(exchange, desk, upload, isLast, 204);
    }

    /// <summary>Asks early what is asked again when the content takes its place: who is refused only then has sent it for nothing.</summary>
    private bool RefuseCommit(Exchange exchange, FileDesk desk, Upload upload)
    {
        if (_share.RefuseByIf(exchange, desk))
        {
            return true;
        }

        int held = CheckUploadTarget(exchange, desk, upload, out bool exists);
        if (held == Preconditions.Hold)
        {
            return _share.RefuseByLock(exchange, desk, upload.Target, false, !exists);
        }

        exchange.Answer(held);
        return true;
    }

    /// <summary>Takes what a request brings, and commits the upload or says how far it is.</summary>
    private void Go(Exchange exchange, FileDesk desk, Upload upload, bool isLast, int success)
    {
        int status = StoreStatus.Ok;
        int refusal = exchange.Continue() ? AppendTo(exchange, upload, out status) : 400;
        if (status == StoreStatus.Full)
        {
            // Nobody could finish it, and nobody else could store anything: its room is given back.
            _uploads.End(upload);
        }

        if (refusal == 0 && status == StoreStatus.Ok && isLast && upload.Length >= 0 && upload.Offset != upload.Length)
        {
            Problem(exchange, upload, 400, "inconsistent-upload-length", upload.Offset);
            return;
        }

        if (refusal == TooLong)
        {
            // Draft, 4.4.2: more than was announced ends the upload.
            _uploads.End(upload);
            exchange.MustClose = true;
            Problem(exchange, upload, 400, "inconsistent-upload-length", upload.Offset);
            return;
        }

        // Also when the content was cut: what arrived is noted before anybody is told, and told to whoever asks next.
        int noted = _uploads.Note(upload);
        status = status == StoreStatus.Ok ? noted : status;
        if (refusal != 0 || status != StoreStatus.Ok)
        {
            exchange.MustClose |= refusal != 0;
            if (refusal != 0)
            {
                exchange.Answer(refusal);
            }
            else
            {
                RefuseUpload(exchange, status);
            }

            return;
        }

        if (isLast)
        {
            CommitUpload(exchange, desk, upload);
            return;
        }

        exchange.Start(success);
        if (success == 201)
        {
            WriteLocation(exchange, upload);
        }

        WriteState(exchange, upload);
        if (success == 201)
        {
            exchange.EndHead(0);
        }
        else
        {
            exchange.EndHead();
        }

        exchange.Flush();
    }

    private void CommitUpload(Exchange exchange, FileDesk desk, Upload upload)
    {
        exchange.Path = upload.Target;
        int held;
        int status = StoreStatus.Ok;
        bool existed;
        desk.ForgetTag();
        try
        {
            lock (_commits.GateFor(upload.Target))
            {
                held = CheckUploadTarget(exchange, desk, upload, out existed);
                held = held == Preconditions.Hold ? _share.BeginWrite(exchange, desk, desk.Here, upload.Target, false, !existed, null) : held;
                if (held == Preconditions.Hold)
                {
                    status = _commits.Replace(upload.Staged, upload.Target);
                    desk.ForgetTag();
                    upload.IsComplete = status == StoreStatus.Ok;
                    if (status == StoreStatus.Ok && _store.Find(upload.Target, desk.Entry) == StoreStatus.Ok)
                    {
                        _share.Know(exchange, desk);
                    }
                }
            }
        }
        finally
        {
            _share.EndWrite(desk);
        }

        if (held == FileShare.Locked)
        {
            _share.RefuseLocked(exchange, desk, upload.Target);
            return;
        }

        if (held != Preconditions.Hold || status != StoreStatus.Ok)
        {
            // It keeps what it has: once the condition is another, the lock is gone, a request without content completes it.
            upload.IsKnown = held != Preconditions.Hold;
            if (held != Preconditions.Hold)
            {
                exchange.Start(held);
                WriteState(exchange, upload);
                exchange.EndWithText(StatusLine.Sentence(held));
                return;
            }

            RefuseUpload(exchange, status);
            return;
        }

        exchange.Start(existed ? 204 : 201);
        exchange.Out.Text("Upload-Complete: ?1\r\n");
        if (desk.TagLength > 0)
        {
            FileShare.WriteValidators(exchange, desk);
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

    /// <summary>
    /// Whether an upload may take its place: as for a PUT, with the conditions of the request in hand; where it has none, what the request that
    /// began the upload asked of the target must still be so.
    /// </summary>
    private int CheckUploadTarget(Exchange exchange, FileDesk desk, Upload upload, out bool exists)
    {
        int held = _share.CheckTarget(exchange, desk, out exists);
        RequestReader request = exchange.Request;
        if (held != Preconditions.Hold || upload.Guard == Upload.Unguarded
            || request.Has(Field.IfMatch) || request.Has(Field.IfNoneMatch) || request.Has(Field.IfUnmodifiedSince))
        {
            return held;
        }

        bool isAsItWas = upload.Guard == Upload.MustBeAbsent ? !exists : exists && Text.Is(desk.Tag, 0, desk.TagLength, upload.Tag);
        return isAsItWas ? Preconditions.Hold : 412;
    }

    private const int TooLong = -1;

    /// <summary>
    /// Moves the content to the end of an upload, in blocks as large as can be borrowed. What arrived before a cut stays.
    /// </summary>
    /// <returns>0; <see cref="TooLong"/>; or the status to refuse with when the content did not arrive whole.</returns>
    private int AppendTo(Exchange exchange, Upload upload, out int storeStatus)
    {
        storeStatus = StoreStatus.Ok;
        ByteSource? body = exchange.Body;
        if (body is null && upload.StagedLength >= 0)
        {
            return 0;
        }

        storeStatus = _commits.Resume(upload.Staged);
        if (storeStatus != StoreStatus.Ok)
        {
            return 0;
        }

        FileWriter? writer = null;
        long written = 0;
        int refusal = 0;
        try
        {
            storeStatus = Open(upload, out writer);
            while (writer is not null && storeStatus == StoreStatus.Ok)
            {
                long most = _store.IsFat ? long.MaxValue : Limits.UploadStride;
                bool isMore = Move(exchange, upload, writer, most, out written, out refusal);
                storeStatus = writer.Status;
                int closed = writer.Close(_share.IsDurable);
                writer = null;
                storeStatus = storeStatus == StoreStatus.Ok ? closed : storeStatus;
                if (storeStatus == StoreStatus.Ok)
                {
                    upload.Offset += written;
                    upload.StagedLength = upload.Offset;
                    upload.IsKnown = true;
                }

                if (!isMore || storeStatus != StoreStatus.Ok)
                {
                    break;
                }

                storeStatus = _uploads.Note(upload);
                storeStatus = storeStatus == StoreStatus.Ok ? Open(upload, out writer) : storeStatus;
            }
        }
        finally
        {
            // Short memory on a board: nothing stays open, and the next who asks looks anew.
            if (writer is not null)
            {
                writer.Close(false);
            }

            _commits.Pause(upload.Staged);
        }

        return refusal;
    }

    /// <summary>Opens the staged file behind what is sure to be there.</summary>
    private int Open(Upload upload, out FileWriter? writer)
    {
        bool isLonger = upload.StagedLength > upload.Offset;
        writer = null;
        int status = isLonger ? _uploads.Note(upload) : StoreStatus.Ok;
        status = status == StoreStatus.Ok ? StoreWork.Append(_store, upload.Staged, out writer) : status;
        upload.IsKnown = false;
        if (writer is not null && isLonger && !writer.Rewind(upload.Offset))
        {
            status = writer.Status == StoreStatus.Ok ? StoreStatus.Failed : writer.Status;
            writer.Close(false);
            writer = null;
        }

        return status;
    }

    /// <returns>Whether there may be more, behind the most that was to be moved.</returns>
    private bool Move(Exchange exchange, Upload upload, FileWriter writer, long most, out long written, out int refusal)
    {
        written = 0;
        refusal = 0;
        ByteSource? body = exchange.Body;
        if (body is null)
        {
            return false;
        }

        byte[] block = exchange.Block();
        int size = _store.IsFat && block.Length > Limits.UploadWrite ? Limits.UploadWrite : block.Length;
        long room = upload.Length >= 0 ? upload.Length - upload.Offset : _store.IsFat ? Limits.FatFileOctets - upload.Offset : long.MaxValue;
        while (written < most)
        {
            int filled = 0;
            int got = 1;
            while (filled < size)
            {
                got = body.Read(block, filled, size - filled);
                if (got <= 0)
                {
                    break;
                }

                filled += got;
            }

            if (filled > room - written)
            {
                refusal = TooLong;
                return false;
            }

            if (filled > 0 && !writer.Write(block, 0, filled))
            {
                return false;
            }

            written += filled;
            if (got <= 0)
            {
                refusal = got == ByteSource.End ? 0 : got == ByteSource.TimedOut ? 408 : 400;
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether what a request says of the length cannot be; answers it then. What it says of it, or said before, is the length.</summary>
    private bool RefuseLength(Exchange exchange, long said, long offset, bool isLast, ref long length)
    {
        long content = exchange.Request.ContentLength >= 0 ? exchange.Request.ContentLength : exchange.Body is null ? 0 : -1;
        long end = content >= 0 ? offset + content : -1;
        long whole = length >= 0 ? length : said >= 0 ? said : isLast ? end : -1;
        if ((said >= 0 && said != whole) || (end >= 0 && whole >= 0 && (end > whole || (isLast && end != whole))))
        {
            Problem(exchange, null, 400, "inconsistent-upload-length", offset);
            return true;
        }

        if (_store.IsFat && (whole > Limits.FatFileOctets || end > Limits.FatFileOctets))
        {
            exchange.Start(413);
            WriteUploadLimit(exchange);
            exchange.EndWithText("A file on this card has at most 4 GiB less one octet.");
            return true;
        }

        length = whole;
        return false;
    }

    private static int CompletenessOf(Exchange exchange)
    {
        RequestReader request = exchange.Request;
        return request.Has(Field.UploadComplete)
            ? StructuredItem.Boolean(exchange.Head, request.Start(Field.UploadComplete), request.End(Field.UploadComplete)) : StructuredItem.Malformed;
    }

    private static long OffsetOf(Exchange exchange)
    {
        RequestReader request = exchange.Request;
        return request.Has(Field.UploadOffset)
            ? StructuredItem.Integer(exchange.Head, request.Start(Field.UploadOffset), request.End(Field.UploadOffset)) : StructuredItem.Malformed;
    }

    // -1: the request does not say. -2: what it says is no length.
    private static long LengthOf(Exchange exchange)
    {
        RequestReader request = exchange.Request;
        if (!request.Has(Field.UploadLength))
        {
            return -1;
        }

        long length = StructuredItem.Integer(exchange.Head, request.Start(Field.UploadLength), request.End(Field.UploadLength));
        return length == StructuredItem.Malformed ? -2 : length;
    }

    /// <inheritdoc/>
    public void WriteUploadOffer(Exchange exchange)
    {
        if (_uploads.Most == 0)
        {
            return;
        }

        exchange.Out.Text("Accept-Patch: application/partial-upload\r\n");
        WriteUploadLimit(exchange);
    }

    private void WriteUploadLimit(Exchange exchange)
    {
        exchange.Out.Text("Upload-Limit: max-age=");
        exchange.Out.Number(Limits.UploadIdle);
        if (_store.IsFat)
        {
            exchange.Out.Text(", max-size=");
            exchange.Out.Number(Limits.FatFileOctets);
        }

        exchange.Out.Text("\r\n");
    }

    private static void WriteLocation(Exchange exchange, Upload upload)
    {
        exchange.Out.Text("Location: /");
        exchange.Out.Text(UploadRoot);
        exchange.Out.Text(upload.Id);
        exchange.Out.Text("\r\n");
    }

    private void WriteState(Exchange exchange, Upload upload)
    {
        ByteWriter to = exchange.Out;
        to.Text(upload.IsComplete ? "Upload-Complete: ?1\r\nUpload-Offset: " : "Upload-Complete: ?0\r\nUpload-Offset: ");
        to.Number(upload.Offset);
        to.Text("\r\n");
        if (upload.Length >= 0)
        {
            to.Text("Upload-Length: ");
            to.Number(upload.Length);
            to.Text("\r\n");
        }

        WriteUploadLimit(exchange);
    }

    private static void RefuseUpload(Exchange exchange, int storeStatus)
    {
        if (storeStatus == StoreStatus.Busy)
        {
            exchange.Answer(503, "There are as many uploads under way as can be; try again later.");
            return;
        }

        FileShare.Refuse(exchange, storeStatus == StoreStatus.NotFound ? StoreStatus.Failed : storeStatus);
    }

    /// <summary>Answers with one of the draft's problems (6; RFC 9457) and where the upload is.</summary>
    private void Problem(Exchange exchange, Upload? upload, int status, string type, long provided)
    {
        exchange.StartParts(status);
        if (upload is not null && !upload.IsGone)
        {
            WriteState(exchange, upload);
        }

        exchange.Out.Text("Content-Type: application/problem+json\r\n");
        if (!exchange.EndHeadOfParts())
        {
            return;
        }

        ByteWriter to = exchange.Out;
        to.Text("{\"type\":\"https://iana.org/assignments/http-problem-types#");
        to.Text(type);
        to.Text("\"");
        if (upload is not null && status == 409)
        {
            to.Text(",\"expected-offset\":");
            to.Number(upload.Offset);
            to.Text(",\"provided-offset\":");
            to.Number(provided);
        }

        to.Text("}\n");
        exchange.EndParts();
    }
}
