using PeerDevice.Board;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <content>PROPPATCH (RFC 4918 §9.2).</content>
public sealed partial class FileShare
{
    private void PropPatch(Exchange exchange, FileDesk desk)
    {
        if (RefuseWriting(exchange))
        {
            return;
        }

        int held = CheckSource(exchange, desk);
        if (held != Preconditions.Hold)
        {
            exchange.Answer(held);
            return;
        }

        if (RefuseByLock(exchange, desk, exchange.Path, false, false))
        {
            return;
        }

        if (exchange.Body is null)
        {
            exchange.Answer(400, "A PROPPATCH says in its content what to change.");
            return;
        }

        byte[]? content = ReadXml(exchange, out int length, out int refusal);
        PropertyUpdateReader update = new PropertyUpdateReader();
        refusal = content is null ? refusal : update.Read(content, 0, length);
        if (refusal != 0)
        {
            exchange.MustClose |= content is null && (refusal == 413 || refusal == 408);
            exchange.Answer(refusal);
            return;
        }

        PropertyChange change = new PropertyChange(update);
        int status = StoreStatus.Ok;
        try
        {
            lock (_commits.GateFor(exchange.Path))
            {
                // Asked again under the gate: another's commit may have come between.
                held = CheckSource(exchange, desk);
                held = held == Preconditions.Hold ? BeginWrite(exchange, desk, desk.Here, exchange.Path, false, false, null) : held;
                if (held == Preconditions.Hold)
                {
                    status = _commits.ChangeProperties(exchange.Path, change, new DeadProperties(Limits.PropertiesOctets));
                }
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

        if (status != StoreStatus.Ok)
        {
            Refuse(exchange, status == StoreStatus.NotFound || status == StoreStatus.NoParent ? StoreStatus.Failed : status);
            return;
        }

        new PropPatchAnswer(exchange, change).Send(exchange.Path, desk.Entry.IsCollection);
    }
}
