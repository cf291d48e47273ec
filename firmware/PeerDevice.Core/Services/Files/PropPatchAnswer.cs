using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <summary>Writes what came of a PROPPATCH: a multistatus with a propstat for each outcome (RFC 4918 §9.2.1, §13).</summary>
internal sealed class PropPatchAnswer
{
    private readonly Exchange _exchange;
    private readonly PropertyChange _change;

    internal PropPatchAnswer(Exchange exchange, PropertyChange change)
    {
        _exchange = exchange;
        _change = change;
    }

    /// <summary>Sends the answer.</summary>
    /// <param name="path">The resource, below the share.</param>
    /// <param name="isCollection">Whether its address ends with a slash.</param>
    internal void Send(string path, bool isCollection)
    {
        _exchange.StartParts(207);
        _exchange.Out.Text("Content-Type: application/xml; charset=utf-8\r\n");
        _exchange.EndHeadOfParts();

        // The head goes alone, so that the longest path finds room.
        _exchange.FlushPart();
        ByteWriter writer = _exchange.Out;
        writer.Text("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>");
        PercentCoding.WritePath(writer, FileShare.Prefix + path);
        writer.Text(isCollection && path.Length > 0 ? "/</D:href>" : "</D:href>");
        _exchange.FlushPart();
        Propstat(PropertyChange.Done, " 200 OK</D:status></D:propstat>");
        Propstat(PropertyChange.Protected, " 403 Forbidden</D:status><D:error><D:cannot-modify-protected-property/></D:error></D:propstat>");
        Propstat(PropertyChange.NoRoom, " 507 Insufficient Storage</D:status></D:propstat>");
        Propstat(PropertyChange.Dependent, " 424 Failed Dependency</D:status></D:propstat>");
        writer.Text("</D:response></D:multistatus>\n");
        _exchange.EndParts();
    }

    private void Propstat(int outcome, string end)
    {
        if (!_change.Has(outcome))
        {
            return;
        }

        ByteWriter writer = _exchange.Out;
        writer.Text("<D:propstat><D:prop>");
        _change.Update.Restart();
        for (int i = 0; _change.Update.Next(); i++)
        {
            if (_change.Outcome(i) == outcome)
            {
                WriteName(writer);
            }
        }

        writer.Text("</D:prop><D:status>HTTP/1.1");
        writer.Text(end);
        _exchange.FlushPart();
    }

    private void WriteName(ByteWriter writer)
    {
        // A name has a bound that a buffer with nothing else in it holds.
        int mark = writer.Position;
        _change.Update.WriteName(writer);
        if (writer.Overflowed)
        {
            writer.Reset(mark);
            _exchange.FlushPart();
            _change.Update.WriteName(writer);
        }

        if (writer.Room < Limits.PartHead)
        {
            _exchange.FlushPart();
        }
    }
}
