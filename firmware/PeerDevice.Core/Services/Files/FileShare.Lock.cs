using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <content>LOCK and UNLOCK (RFC 4918 §9.10, §9.11).</content>
public sealed partial class FileShare
{
    private readonly LockMemory _lockAsked = new LockMemory();

    private void Lock(Exchange exchange, FileDesk desk)
    {
        if (RefuseWriting(exchange))
        {
            return;
        }

        if (exchange.Body is null)
        {
            Refresh(exchange, desk);
            return;
        }

        int depth = DepthOf(exchange);
        if (depth == 1 || depth == DepthMalformed)
        {
            // RFC 4918 §9.10.3
            exchange.Answer(400, "A lock has Depth: 0 or infinity.");
            return;
        }

        byte[]? content = ReadXml(exchange, out int length, out int refusal);
        LockInfo? wanted = content is null ? null : _lockAsked.Read(content, length, out refusal);
        if (wanted is null)
        {
            exchange.MustClose |= content is null;
            exchange.Answer(refusal);
            return;
        }

        TakeLock(exchange, desk, wanted.IsShared, depth == DepthInfinity, wanted.Owner);
    }

    /// <summary>RFC 4918 §9.10.2: a LOCK without content gives a lock whose token it submits a new time. Depth says nothing then.</summary>
    private void Refresh(Exchange exchange, FileDesk desk)
    {
        if (!exchange.Request.Has(Field.If))
        {
            exchange.Answer(400, "A LOCK has content, or an If field with the token of the lock to refresh.");
            return;
        }

        desk.Submitted.Begin(exchange.Request, exchange.Head);
        HeldLock? refreshed = _locks.Refresh(exchange.Path, desk.Submitted, LockSeconds(exchange));
        if (refreshed is null)
        {
            // RFC 4918 §9.10.6
            RefuseToken(exchange, 412);
            return;
        }

        AnswerLock(exchange, 200, refreshed, false);
    }

    private void TakeLock(Exchange exchange, FileDesk desk, bool isShared, bool isDeep, byte[] owner)
    {
        // The lock first, then a look at what stands there: nothing can come or go in between then.
        int answer = Take(exchange, desk, isShared, isDeep, owner, out HeldLock? taken);
        if (taken is null)
        {
            RefuseLock(exchange, desk, answer);
            return;
        }

        int status = 500;
        try
        {
            status = Establish(exchange, desk, taken);
        }
        finally
        {
            EndWrite(desk);
            if (status != 200 && status != 201)
            {
                _locks.Withdraw(taken);
            }
        }

        if (status == 200 || status == 201)
        {
            AnswerLock(exchange, status, taken, true);
            return;
        }

        RefuseWrite(exchange, desk, exchange.Path, status);
    }

    // Who is writing there just now has done so in a moment; a tree that is being moved or deleted may take longer than anybody waits.
    private int Take(Exchange exchange, FileDesk desk, bool isShared, bool isDeep, byte[] owner, out HeldLock? taken)
    {
        int seconds = LockSeconds(exchange);
        long until = _clock.Milliseconds + Limits.CommitPatience;
        while (true)
        {
            int answer = _locks.Take(exchange.Path, isShared, isDeep, seconds, owner, out taken);
            if (answer == Locks.Excluded)
            {
                desk.Forbidding = _locks.Excluding(exchange.Path, isShared, isDeep);
                if (desk.Forbidding.Length > 0)
                {
                    return answer;
                }

                continue;
            }

            if (answer != Locks.Writing || _clock.Milliseconds >= until)
            {
                return answer;
            }

            _clock.Sleep(Limits.PollInterval);
        }
    }

    private void RefuseLock(Exchange exchange, FileDesk desk, int answer)
    {
        switch (answer)
        {
            case Locks.Excluded:
                RefuseLocked(exchange, desk, exchange.Path, LockWriter.NoConflictingLock);
                return;
            case Locks.Full:
                exchange.Answer(503, "There are as many locks as this peer can hold; try again later.");
                return;
            default:
                Refuse(exchange, StoreStatus.Busy);
                return;
        }
    }

    /// <summary>Looks at what the lock is on, or makes it: LOCK of an unmapped URL creates an empty resource (RFC 4918 §7.3, §9.10.4).</summary>
    /// <returns>200 or 201; otherwise the status to refuse with.</returns>
    private int Establish(Exchange exchange, FileDesk desk, HeldLock taken)
    {
        int held;
        int status = _store.Find(exchange.Path, desk.Entry);
        desk.ForgetTag();
        if (status == StoreStatus.Ok)
        {
            if (exchange.HadSlash && !desk.Entry.IsCollection)
            {
                return 404;
            }

            taken.IsCollection = desk.Entry.IsCollection;
            if (!exchange.Request.IsConditional)
            {
                return 200;
            }

            if (!taken.IsCollection)
            {
                Know(exchange, desk);
            }

            held = Preconditions.Evaluate(exchange.Request, exchange.Head, true, desk.Tag, desk.TagLength, desk.Entry.Modified, true);
            return held == Preconditions.Hold ? 200 : held;
        }

        if (status != StoreStatus.NotFound || exchange.HadSlash)
        {
            // A name with a slash behind it is a collection's, which only MKCOL makes.
            return status == StoreStatus.NotFound ? 409 : StatusOf(status);
        }

        held = Preconditions.Evaluate(exchange.Request, exchange.Head, false, desk.Tag, 0, 0, true);
        held = held == Preconditions.Hold ? BeginWrite(exchange, desk, desk.Here, exchange.Path, false, true, taken) : held;
        if (held != Preconditions.Hold)
        {
            return held;
        }

        status = CreateEmpty(exchange.Path, desk.Entry);
        return status == StoreStatus.Ok ? 201 : status == StoreStatus.Exists ? 200 : StatusOf(status);
    }

    /// <summary>Makes an empty file as a PUT would: beside its target first, durable, and whole or not at all.</summary>
    /// <returns>Ok; Exists where another has put something there since it was looked at.</returns>
    private int CreateEmpty(string path, StoreEntry entry)
    {
        int status = _commits.Stage(path, out string staged);
        try
        {
            FileWriter? writer = null;
            status = status == StoreStatus.Ok ? _store.Create(staged, false, out writer) : status;
            if (status == StoreStatus.Ok && writer is not null)
            {
                status = writer.Close(_isDurable);
            }

            lock (_commits.GateFor(path))
            {
                if (status == StoreStatus.Ok)
                {
                    int there = _store.Find(path, entry);
                    status = there == StoreStatus.NotFound ? _commits.Replace(staged, path) : there == StoreStatus.Ok ? StoreStatus.Exists : there;
                }
            }
        }
        catch (Exception)
        {
            // Short memory on a board: what nobody gave back would keep its place for ever.
            _commits.Abandon(staged);
            throw;
        }

        if (status != StoreStatus.Ok)
        {
            _commits.Abandon(staged);
        }

        return status == StoreStatus.NotFound ? StoreStatus.Failed : status;
    }

    /// <summary>Tells of the locks on the target (RFC 4918 §9.10.1); for a new lock its token too.</summary>
    private void AnswerLock(Exchange exchange, int status, HeldLock held, bool isNew)
    {
        ByteWriter to = exchange.Out;
        exchange.StartParts(status);
        if (isNew)
        {
            to.Ascii("Lock-Token: <");
            to.Octets(held.Token, 0, held.Token.Length);
            to.Ascii(">\r\nContent-Type: application/xml; charset=utf-8\r\n");
        }
        else
        {
            to.Ascii("Content-Type: application/xml; charset=utf-8\r\n");
        }

        exchange.EndHeadOfParts();
        if (held.IsShared || !TellOnly(to, held))
        {
            TellAll(exchange);
            return;
        }

        exchange.EndParts();
    }

    // An exclusive lock is the only one that covers a resource. False where there is no room to tell of it in one piece: then nothing is written.
    private bool TellOnly(ByteWriter to, HeldLock only)
    {
        int mark = to.Position;
        to.Ascii("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:prop xmlns:D=\"DAV:\"><D:lockdiscovery>");
        LockWriter.ActiveLock(to, Prefix, only.Path, only.IsCollection, false, only.IsDeep, only.Owner, _locks.SecondsLeft(only), only.Token);
        to.Ascii("</D:lockdiscovery></D:prop>\n");
        if (!to.Overflowed)
        {
            return true;
        }

        to.Reset(mark);
        return false;
    }

    private void TellAll(Exchange exchange)
    {
        LockPieces pieces = new LockPieces(_locks, _locks.Around(exchange.Path, false), exchange.Path, true, false, true);
        ByteWriter to = exchange.Out;
        to.Ascii("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:prop xmlns:D=\"DAV:\">");
        for (int i = 0; i < pieces.Count; i++)
        {
            int mark = to.Position;
            pieces.Write(to, i);
            if (to.Overflowed)
            {
                to.Reset(mark);
                if (!exchange.FlushPart())
                {
                    return;
                }

                pieces.Write(to, i);
            }
        }

        if (to.Room < Limits.PartHead && !exchange.FlushPart())
        {
            return;
        }

        to.Ascii("</D:prop>\n");
        exchange.EndParts();
    }

    private void Unlock(Exchange exchange)
    {
        if (RefuseWriting(exchange))
        {
            return;
        }

        RequestReader request = exchange.Request;
        int start = request.Has(Field.LockToken) ? request.Start(Field.LockToken) : 0;
        int end = request.Has(Field.LockToken) ? request.End(Field.LockToken) : 0;
        if (!LockTokenField.Read(exchange.Head, ref start, ref end))
        {
            // RFC 4918 §9.11.1
            exchange.Answer(400, "UNLOCK has a Lock-Token field with the token between angle brackets.");
            return;
        }

        if (!_locks.Release(exchange.Path, exchange.Head, start, end))
        {
            RefuseToken(exchange, 409);
            return;
        }

        exchange.Start(204);
        exchange.EndHead();
        exchange.Flush();
    }

    private static int LockSeconds(Exchange exchange)
    {
        RequestReader request = exchange.Request;
        int seconds = request.Note;
        if (seconds < 0)
        {
            seconds = request.Has(Field.Timeout)
                ? TimeoutField.Seconds(exchange.Head, request.Start(Field.Timeout), request.End(Field.Timeout), Limits.LockSeconds)
                : Limits.LockSeconds;
            request.Note = seconds;
        }

        return seconds;
    }

    // RFC 4918 §9.10.6, §9.11.1, §16
    private static void RefuseToken(Exchange exchange, int status)
    {
        const string Body =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:error xmlns:D=\"DAV:\"><D:" + LockWriter.LockTokenMatchesRequestUri + "/></D:error>\n";
        exchange.Start(status);
        exchange.Out.Text("Content-Type: application/xml; charset=utf-8\r\n");
        exchange.EndHead(Body.Length);
        exchange.Out.Text(Body);
        exchange.Flush();
    }
}
