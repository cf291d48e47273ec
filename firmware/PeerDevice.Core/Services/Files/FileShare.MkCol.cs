using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <content>MKCOL (RFC 4918 §9.3).</content>
public sealed partial class FileShare
{
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
