using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <content>
/// The question that guards every write: the If field (RFC 4918 §10.4) and the locks (§7). It is asked before the work, to refuse early, and again when
/// the work takes effect; from there to <see cref="EndWrite"/> no lock is granted on what it touches.
/// </content>
public sealed partial class FileShare
{
    internal const int Locked = 423;

    private readonly Locks _locks;

    /// <summary>Asks the locks before the work is done. The If field itself has been evaluated when the request came.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="desk">The session's desk.</param>
    /// <param name="path">What is written.</param>
    /// <param name="isDeep">Whether all below it is written too.</param>
    /// <param name="isMembership">Whether the collection above it gets or loses a member by it.</param>
    /// <returns>True when it has answered (423, or 207 where only members are locked).</returns>
    internal bool RefuseByLock(Exchange exchange, FileDesk desk, string path, bool isDeep, bool isMembership)
    {
        if (_locks.Count == 0)
        {
            return false;
        }

        desk.Submitted.Begin(exchange.Request, exchange.Head);
        desk.Forbidding = _locks.Forbidding(path, isDeep, isMembership, desk.Submitted);
        if (desk.Forbidding.Length == 0)
        {
            return false;
        }

        RefuseLocked(exchange, desk, path);
        return true;
    }

    /// <summary>
    /// Asks the If field and the locks at the moment when a write takes effect (under the commit's gate where there is one), and keeps new locks away until
    /// <see cref="EndWrite"/>, which must be called whatever this answers.
    /// </summary>
    /// <param name="exchange">The request.</param>
    /// <param name="desk">The session's desk.</param>
    /// <param name="write"><see cref="FileDesk.Here"/>, or <see cref="FileDesk.There"/> for a destination.</param>
    /// <param name="path">As for <see cref="RefuseByLock"/>.</param>
    /// <param name="isDeep">As there.</param>
    /// <param name="isMembership">As there.</param>
    /// <param name="own">A lock that was granted to this very request, or null.</param>
    /// <returns><see cref="Preconditions.Hold"/>, or the status for <see cref="RefuseWrite"/>: 400, 412, 423.</returns>
    internal int BeginWrite(Exchange exchange, FileDesk desk, PendingWrite write, string path, bool isDeep, bool isMembership, HeldLock? own)
    {
        int held = CheckIf(exchange, desk, exchange.Path);
        if (held != Preconditions.Hold)
        {
            return held;
        }

        desk.Submitted.Begin(exchange.Request, exchange.Head);
        desk.Submitted.Own = own;
        desk.Forbidding = _locks.Begin(write, path, isDeep, isMembership, desk.Submitted);
        return desk.Forbidding.Length == 0 ? Preconditions.Hold : Locked;
    }

    /// <summary>Ends what <see cref="BeginWrite"/> began, if it did.</summary>
    internal void EndWrite(FileDesk desk)
    {
        _locks.End(desk.Here);
        _locks.End(desk.There);
    }

    /// <summary>Answers with what <see cref="BeginWrite"/> said of a path.</summary>
    private void RefuseWrite(Exchange exchange, FileDesk desk, string path, int held)
    {
        if (held == Locked)
        {
            RefuseLocked(exchange, desk, path);
            return;
        }

        exchange.Answer(held);
    }

    /// <summary>RFC 4918 §9.6, §9.9: a lock goes with the resource at its root. To be called while the write that took it away is still pending.</summary>
    private void ForgetLocksOfGone(string path)
    {
        HeldLock[] within = _locks.Within(path);
        for (int i = 0; i < within.Length; i++)
        {
            // Asked one by one: of a tree that went only in part, the locks of the rest stay.
            int status = _store.Find(within[i].Path, new StoreEntry());
            if (status == StoreStatus.NotFound || status == StoreStatus.NoParent)
            {
                _locks.Withdraw(within[i]);
            }
        }
    }

    /// <summary>Evaluates the If field of a request that has one, before anything is done; any method may carry it (RFC 4918 §10.4).</summary>
    /// <returns>True when it has answered.</returns>
    internal bool RefuseByIf(Exchange exchange, FileDesk desk)
    {
        int method = exchange.Request.Method;
        bool isRead = method == Method.Get || method == Method.Head || method == Method.PropFind || method == Method.Options;
        if (!isRead && !exchange.MayWrite)
        {
            // RFC 9110 §13.2.1: who may not write at all is told that, not whether a condition holds.
            return false;
        }

        int held = CheckIf(exchange, desk, exchange.Path);
        if (held == Preconditions.Hold)
        {
            return false;
        }

        exchange.Answer(held);
        return true;
    }

    /// <summary>Evaluates the If field (RFC 4918 §10.4), if there is one.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="desk">The session's desk.</param>
    /// <param name="untagged">The resource that lists without a tag are about: the one that the request is for.</param>
    /// <returns><see cref="Preconditions.Hold"/>, 400 malformed, 412 false.</returns>
    private int CheckIf(Exchange exchange, FileDesk desk, string untagged)
    {
        RequestReader request = exchange.Request;
        if (!request.Has(Field.If))
        {
            return Preconditions.Hold;
        }

        byte[] head = exchange.Head;
        IfReader reader = desk.If;
        reader.Begin(head, request.Start(Field.If), request.End(Field.If));
        string resource = untagged;
        bool isHere = true;
        bool isList = false;
        bool isAny = false;
        while (true)
        {
            switch (reader.Next())
            {
                case IfReader.End:
                    return isAny ? Preconditions.Hold : 412;
                case IfReader.Tag:
                    isHere = ReadTag(exchange, reader.Start, reader.Stop, out resource);
                    break;
                case IfReader.List:
                    isList = true;
                    break;
                case IfReader.ListEnd:
                    isAny |= isList;
                    break;
                case IfReader.StateToken:
                    isList = isList && (isHere && _locks.IsLockedWith(resource, head, reader.Start, reader.Stop)) != reader.IsNot;
                    break;
                case IfReader.EntityTag:
                    isList = isList && (isHere && !reader.IsWeak && HasTag(resource, head, reader.Start, reader.Stop)) != reader.IsNot;
                    break;
                default:
                    return 400;
            }
        }
    }

    // RFC 4918 §10.4.4: what a tag names and is not ours, or not there, has no state that could match.
    private bool ReadTag(Exchange exchange, int start, int end, out string resource)
    {
        // A path is decoded where it stands, and the field is read more than once.
        byte[] own = new byte[end - start];
        Array.Copy(exchange.Head, start, own, 0, own.Length);
        resource = "";
        if (RequestTarget.Split(own, 0, own.Length, out int authority, out int authorityEnd, out int path, out int pathEnd) != 0)
        {
            return false;
        }

        if (authorityEnd > authority && !IsOwnAuthority(exchange, start + authority, start + authorityEnd))
        {
            return false;
        }

        return RequestTarget.Path(own, path, pathEnd, _store.IsFat, out string decoded) == 0
            && IsInShare(decoded, out resource)
            && !RequestTarget.IsReserved(resource, _store.IsFat);
    }

    // By the strong comparison (RFC 4918 §10.4.4); all our tags are strong ones.
    private bool HasTag(string path, byte[] buffer, int start, int end)
    {
        StoreEntry entry = new StoreEntry();
        if (_store.Find(path, entry) != StoreStatus.Ok)
        {
            return false;
        }

        byte[] tag = new byte[Limits.TagOctets];
        _index.Facts(path, entry, tag, out int length);
        return length > 0 && length == end - start && Octets.AreSame(buffer, start, tag, 0, length);
    }

    internal void RefuseLocked(Exchange exchange, FileDesk desk, string path)
    {
        RefuseLocked(exchange, desk, path, LockWriter.LockTokenSubmitted);
    }

    /// <summary>
    /// Tells which locks forbid a write, or a new lock: 423 (RFC 4918 §11.3), or a multistatus where only members are locked (§9.6.1, §9.10.9).
    /// </summary>
    private void RefuseLocked(Exchange exchange, FileDesk desk, string path, string precondition)
    {
        HeldLock[] forbidding = desk.Forbidding;
        desk.Forbidding = new HeldLock[0];
        bool isAbove = false;
        for (int i = 0; i < forbidding.Length; i++)
        {
            isAbove |= !_locks.IsBelow(forbidding[i], path);
        }

        exchange.StartParts(isAbove ? Locked : 207);
        exchange.Out.Text("Content-Type: application/xml; charset=utf-8\r\n");
        if (!exchange.EndHeadOfParts())
        {
            return;
        }

        // One path at a time is far smaller than the buffer.
        exchange.FlushPart();
        LockWriter.BeginRefusal(exchange.Out, isAbove ? precondition : "");
        for (int i = 0; i < forbidding.Length && exchange.FlushPart(); i++)
        {
            HeldLock held = forbidding[i];
            if (!isAbove)
            {
                LockWriter.Member(exchange.Out, Prefix, held.Path, held.IsCollection, Locked);
            }
            else if (!_locks.IsBelow(held, path))
            {
                LockWriter.Href(exchange.Out, Prefix, held.Path, held.IsCollection);
            }
        }

        exchange.FlushPart();
        if (!isAbove && precondition == LockWriter.NoConflictingLock)
        {
            // RFC 4918 §9.10.9: nothing is locked because of a member.
            LockWriter.Member(exchange.Out, Prefix, path, true, 424);
        }

        LockWriter.EndRefusal(exchange.Out, isAbove ? precondition : "");
        exchange.EndParts();
    }
}
