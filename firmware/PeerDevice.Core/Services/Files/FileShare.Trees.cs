using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <content>DELETE, COPY and MOVE (RFC 4918 §9.6, §9.8, §9.9).</content>
public sealed partial class FileShare
{
    internal const string SourceField = "source";
    internal const string FollowField = "follow";
    internal const string FetchesNothing = "This peer fetches nothing from others.";

    private void Delete(Exchange exchange, FileDesk desk)
    {
        if (RefuseWriting(exchange))
        {
            return;
        }

        if (exchange.Path.Length == 0)
        {
            exchange.Answer(403, "The share itself stays.");
            return;
        }

        int held = CheckSource(exchange, desk);
        if (held != Preconditions.Hold)
        {
            exchange.Answer(held);
            return;
        }

        if (desk.Entry.IsCollection && DepthOf(exchange) != DepthInfinity)
        {
            // RFC 4918 §9.6.1
            exchange.Answer(400, "DELETE of a collection always has Depth: infinity.");
            return;
        }

        Trees trees = new Trees(_store, _commits, exchange.Block(), _isDurable, false);
        int status = StoreStatus.Ok;
        try
        {
            if (desk.Entry.IsCollection)
            {
                held = BeginWrite(exchange, desk, desk.Here, exchange.Path, true, true, null);
                status = held == Preconditions.Hold ? trees.Delete(exchange.Path, true) : StoreStatus.Ok;
            }
            else
            {
                lock (_commits.GateFor(exchange.Path))
                {
                    // Asked again under the gate: another's commit may have come between.
                    held = CheckSource(exchange, desk);
                    held = held == Preconditions.Hold ? BeginWrite(exchange, desk, desk.Here, exchange.Path, true, true, null) : held;
                    status = held == Preconditions.Hold ? trees.Delete(exchange.Path, false) : StoreStatus.Ok;
                }
            }

            if (held == Preconditions.Hold)
            {
                ForgetLocksOfGone(exchange.Path);
            }
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

        End(exchange, trees, status, exchange.Path, 204);
    }

    private void CopyOrMove(Exchange exchange, FileDesk desk)
    {
        RequestReader request = exchange.Request;
        bool isMove = request.Method == Method.Move;
        if (RefuseWriting(exchange))
        {
            return;
        }

        if (!isMove && HasSource(exchange))
        {
            if (Others is null)
            {
                exchange.Answer(403, FetchesNothing);
                return;
            }

            Others.CopyFrom(exchange, desk);
            return;
        }

        if (exchange.Path.Length == 0 && isMove)
        {
            exchange.Answer(403, "The share itself stays.");
            return;
        }

        int refusal = ReadDestination(exchange, out string destination);
        if (refusal != 0)
        {
            exchange.Answer(refusal);
            return;
        }

        int depth = DepthOf(exchange);
        if (depth == DepthMalformed || depth == 1 || (isMove && depth == 0) || OverwriteOf(exchange) == OverwriteMalformed)
        {
            exchange.Answer(400);
            return;
        }

        int held = CheckSource(exchange, desk);
        if (held != Preconditions.Hold)
        {
            exchange.Answer(held);
            return;
        }

        if (IsSame(exchange.Path, destination) || (desk.Entry.IsCollection && IsWithin(destination, exchange.Path)))
        {
            // RFC 4918 §9.8.5: 403 when source and destination are the same; a tree cannot hold itself either.
            bool isCaseChange = isMove && _store.IsFat && exchange.Path != destination && IsSame(exchange.Path, destination);
            if (!isCaseChange || desk.Entry.IsCollection)
            {
                exchange.Answer(403, isCaseChange
                    ? "A collection on a card changes its spelling by way of another name only."
                    : "A resource cannot be copied or moved onto or into itself.");
                return;
            }
        }

        if (IsWithin(exchange.Path, destination))
        {
            // Overwriting would delete the source before it is copied.
            exchange.Answer(403, "The destination holds the source.");
            return;
        }

        Transfer(exchange, desk, destination, isMove, depth);
    }

    /// <summary>Whether a COPY has a Source, and so its target is the destination (PROTOCOL, "Third-party copies").</summary>
    private static bool HasSource(Exchange exchange)
    {
        RequestReader request = exchange.Request;
        return FieldLines.Find(exchange.Head, request.TargetStart, request.HeadEnd, SourceField, 0) is not null
            || FieldLines.Find(exchange.Head, request.TargetStart, request.HeadEnd, FollowField, 0) is not null;
    }

    private void Transfer(Exchange exchange, FileDesk desk, string destination, bool isMove, int depth)
    {
        Trees trees = new Trees(_store, _commits, exchange.Block(), _isDurable, OverwriteOf(exchange) == OverwriteYes);
        int there = _store.Find(destination, desk.Other);
        bool existed = there == StoreStatus.Ok;
        if (!existed && there != StoreStatus.NotFound)
        {
            Refuse(exchange, there);
            return;
        }

        // On FAT a file found under another spelling of its own name is nothing that could be overwritten.
        existed &= !isMove || !IsSame(exchange.Path, destination);
        if (existed && OverwriteOf(exchange) == OverwriteNo)
        {
            exchange.Answer(412, "Something stands at the destination.");
            return;
        }

        string refused = exchange.Path;
        int status;
        int held;
        desk.Meanwhile = Preconditions.Hold;
        try
        {
            if (isMove && !desk.Entry.IsCollection && !(existed && desk.Other.IsCollection))
            {
                lock (_commits.FirstGate(exchange.Path, destination))
                {
                    lock (_commits.SecondGate(exchange.Path, destination))
                    {
                        // Asked again under the gates: another's commit may have come between.
                        status = StoreStatus.Ok;
                        held = CheckSource(exchange, desk);
                        held = held == Preconditions.Hold ? Carry(exchange, desk, destination, existed, depth, trees, out refused, out status) : held;
                    }
                }
            }
            else
            {
                held = Carry(exchange, desk, destination, existed, depth, trees, out refused, out status);
            }
        }
        finally
        {
            EndWrite(desk);
        }

        if (held == Preconditions.Hold && desk.Meanwhile != Preconditions.Hold)
        {
            held = desk.Meanwhile;
        }
        else if (held == Preconditions.Hold && (status == StoreStatus.Exists || status == StoreStatus.Busy))
        {
            // Another's change came between. Where the conditions fail by now, that is the answer; asked again, the request will see it (and 405, for what
            // has come to exist, would speak of the method).
            held = CheckSource(exchange, desk);
            status = StoreStatus.Busy;
        }

        if (held != Preconditions.Hold)
        {
            RefuseWrite(exchange, desk, refused, held);
            return;
        }

        End(exchange, trees, status, exchange.Path, existed ? 204 : 201);
    }

    /// <summary>Asks the locks of both ends and does it.</summary>
    /// <returns><see cref="Preconditions.Hold"/>: done, with <paramref name="status"/>; otherwise why <paramref name="refused"/> may not be written.</returns>
    private int Carry(Exchange exchange, FileDesk desk, string destination, bool existed, int depth, Trees trees, out string refused, out int status)
    {
        bool isMove = exchange.Request.Method == Method.Move;
        status = StoreStatus.Ok;
        refused = exchange.Path;
        int held = isMove ? BeginWrite(exchange, desk, desk.Here, exchange.Path, true, true, null) : Preconditions.Hold;
        if (held != Preconditions.Hold)
        {
            return held;
        }

        refused = destination;
        held = BeginWrite(exchange, desk, desk.There, destination, true, !existed, null);
        if (held != Preconditions.Hold)
        {
            return held;
        }

        status = Displace(exchange, desk, destination, existed, isMove, depth, trees);

        // RFC 4918 §7.7: locks stay behind, and what nothing stands under any more is none.
        ForgetLocksOfGone(exchange.Path);
        ForgetLocksOfGone(destination);
        return held;
    }

    /// <summary>Copies or moves; what stood at the destination stays whole until what replaces it is there, where the store can do that.</summary>
    private int Displace(Exchange exchange, FileDesk desk, string destination, bool existed, bool isMove, int depth, Trees trees)
    {
        string source = exchange.Path;
        bool isCollection = desk.Entry.IsCollection;
        if (existed && !isCollection && !desk.Other.IsCollection)
        {
            if (!isMove)
            {
                return CopyOne(exchange, desk, destination, trees);
            }

            int replaced = _commits.Replace(source, destination);
            return replaced == StoreStatus.OtherVolume ? trees.CarryOver(source, destination) : replaced;
        }

        string aside = "";
        if (existed && !_store.IsFat)
        {
            // Put aside by renaming, and back again should the copy fail.
            int put = _commits.Stage(destination, out aside);
            put = put == StoreStatus.Ok ? _commits.MoveTree(destination, aside) : put;
            if (put != StoreStatus.Ok)
            {
                return put;
            }
        }
        else if (existed)
        {
            if (PathKey.Of(source) == PathKey.Any || PathKey.Of(destination) == PathKey.Any)
            {
                // By a short name the destination may be the source, or hold it: deleting it would take both.
                return StoreStatus.Denied;
            }

            // RFC 4918 §9.8.4: with Overwrite: T, as if the destination had been deleted first.
            int deleted = trees.Delete(destination, desk.Other.IsCollection);
            if (deleted != StoreStatus.Ok)
            {
                return deleted;
            }
        }

        int status = isMove
            ? trees.Move(source, destination, isCollection)
            : isCollection ? trees.Copy(source, destination, true, depth == DepthInfinity) : CopyOne(exchange, desk, destination, trees);
        if (aside.Length == 0)
        {
            return status;
        }

        Trees sweeper = new Trees(_store, _commits, exchange.Block(), false, false);
        if (status == StoreStatus.Ok)
        {
            sweeper.Delete(aside, desk.Other.IsCollection);
            return status;
        }

        if (_store.Find(destination, desk.Entry) == StoreStatus.Ok)
        {
            sweeper.Delete(destination, desk.Entry.IsCollection);
        }

        _commits.MoveTree(aside, destination);
        return status;
    }

    /// <summary>Copies a file, unless it has become another since its conditions were asked for (Busy, and <see cref="FileDesk.Meanwhile"/> says why).</summary>
    private int CopyOne(Exchange exchange, FileDesk desk, string destination, Trees trees)
    {
        int status = trees.StageFile(exchange.Path, destination, out string staged);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        bool isSame = false;
        try
        {
            // A tag is never given again: one that held before and behind the copying is that of what was copied.
            desk.Meanwhile = CheckSource(exchange, desk);
            isSame = desk.Meanwhile == Preconditions.Hold;
        }
        finally
        {
            if (!isSame)
            {
                _commits.Abandon(staged);
            }
        }

        return isSame ? trees.CommitFile(staged, destination, exchange.Path) : StoreStatus.Busy;
    }

    private int CheckSource(Exchange exchange, FileDesk desk)
    {
        int status = _store.Find(exchange.Path, desk.Entry);
        if (status != StoreStatus.Ok)
        {
            return status == StoreStatus.NoParent ? 404 : StatusOf(status);
        }

        if (exchange.HadSlash && !desk.Entry.IsCollection)
        {
            return 404;
        }

        desk.ForgetTag();
        if (!desk.Entry.IsCollection)
        {
            Know(exchange, desk);
        }

        return Preconditions.Evaluate(exchange.Request, exchange.Head, true, desk.Tag, desk.TagLength, desk.Entry.Modified, true);
    }

    private void End(Exchange exchange, Trees trees, int status, string target, int success)
    {
        if (status == StoreStatus.Ok)
        {
            exchange.Start(success);
            if (success == 204)
            {
                exchange.EndHead();
            }
            else
            {
                exchange.EndHead(0);
            }

            exchange.Flush();
            return;
        }

        if (trees.FailedAt.Length == 0 || trees.FailedAt == target)
        {
            Refuse(exchange, status);
            return;
        }

        // RFC 4918 §9.6.1: an error with a member, not the target, is told in a multistatus.
        exchange.StartParts(207);
        exchange.Out.Text("Content-Type: application/xml; charset=utf-8\r\n");
        if (!exchange.EndHeadOfParts())
        {
            return;
        }

        // One entry is far smaller than the buffer, whose head is on its way already.
        exchange.FlushPart();
        MultistatusWriter writer = new MultistatusWriter();
        writer.Begin(exchange.Out);
        writer.Under(exchange.Out, Prefix);
        writer.StatusEntry(exchange.Out, trees.FailedAt, false, StatusOf(status));
        writer.End(exchange.Out);
        exchange.EndParts();
    }

    internal const int DepthMalformed = -1;
    internal const int DepthInfinity = 2;

    /// <summary>The Depth field (RFC 4918 §10.2): 0, 1, or <see cref="DepthInfinity"/>, which is also what no field means.</summary>
    internal static int DepthOf(Exchange exchange)
    {
        RequestReader request = exchange.Request;
        if (!request.Has(Field.Depth))
        {
            return DepthInfinity;
        }

        int start = request.Start(Field.Depth);
        int end = request.End(Field.Depth);
        if (end - start == 1 && (exchange.Head[start] == '0' || exchange.Head[start] == '1'))
        {
            return exchange.Head[start] - '0';
        }

        return Text.EqualsIgnoreCase(exchange.Head, start, end, "infinity") ? DepthInfinity : DepthMalformed;
    }

    internal const int OverwriteMalformed = -1;
    internal const int OverwriteNo = 0;
    private const int OverwriteYes = 1;

    /// <summary>The Overwrite field (RFC 4918 §10.6): T where there is none.</summary>
    internal static int OverwriteOf(Exchange exchange)
    {
        RequestReader request = exchange.Request;
        if (!request.Has(Field.Overwrite))
        {
            return OverwriteYes;
        }

        int start = request.Start(Field.Overwrite);
        int end = request.End(Field.Overwrite);
        if (Text.EqualsIgnoreCase(exchange.Head, start, end, "t"))
        {
            return OverwriteYes;
        }

        return Text.EqualsIgnoreCase(exchange.Head, start, end, "f") ? OverwriteNo : OverwriteMalformed;
    }

    private bool IsSame(string a, string b)
    {
        return a == b || (_store.IsFat && PathKey.SameFile(a, b));
    }

    private bool IsWithin(string inner, string outer)
    {
        return inner.Length > outer.Length
            && (outer.Length == 0 || (inner[outer.Length] == '/' && IsSame(inner.Substring(0, outer.Length), outer)));
    }
}
