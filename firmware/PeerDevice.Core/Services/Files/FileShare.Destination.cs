using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <content>The Destination of COPY and MOVE (RFC 4918 §10.3).</content>
public sealed partial class FileShare
{
    /// <summary>Reads where a COPY or MOVE goes.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="destination">The path below the share, decoded, without a slash at either end.</param>
    /// <returns>0, or the status to refuse with: 400 malformed, 403 or 414 not a path of ours, 502 not on this peer or not in the share.</returns>
    private int ReadDestination(Exchange exchange, out string destination)
    {
        destination = "";
        RequestReader request = exchange.Request;
        if (!request.Has(Field.Destination))
        {
            return 400;
        }

        int start = request.Start(Field.Destination);
        int end = request.End(Field.Destination);
        int refusal = RequestTarget.Split(exchange.Head, start, end, out int authorityStart, out int authorityEnd, out int pathStart, out int pathEnd);
        if (refusal != 0)
        {
            return refusal;
        }

        if (authorityEnd > authorityStart && !IsOwnAuthority(exchange, authorityStart, authorityEnd))
        {
            // RFC 4918 §9.8.5: the destination is on another server, and this one does not go there.
            return 502;
        }

        refusal = RequestTarget.Path(exchange.Head, pathStart, pathEnd, _store.IsFat, out string path);
        if (refusal != 0)
        {
            return refusal;
        }

        if (!IsInShare(path, out destination))
        {
            return 502;
        }

        // The share itself stays where it is.
        return destination.Length == 0 || RequestTarget.IsReserved(destination, _store.IsFat) ? 403 : 0;
    }

    private static bool IsOwnAuthority(Exchange exchange, int start, int end)
    {
        // What the client calls us in Host has been checked to be us; it calls us the same here.
        RequestReader request = exchange.Request;
        return request.Has(Field.Host)
            && Bytes.Text.AreSameIgnoringCase(exchange.Head, start, end, request.Start(Field.Host), request.End(Field.Host));
    }
}
