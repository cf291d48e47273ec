using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <content>The content of a PUT, as it comes and takes its place.</content>
public sealed partial class FileShare
{
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
}
