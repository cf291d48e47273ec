using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.View;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Services.Status;

/// <summary>
/// The peer about itself: <c>/.well-known/peerdevice</c> as JSON for programs, <c>/</c> as a small page for people; and the script of the pages of collections.
/// </summary>
public sealed class StatusReport
{
    private const string WellKnown = ".well-known/peerdevice";

    private readonly PeerFacts _facts;
    private readonly IFileStore _store;
    private readonly IOutputDevice? _output;

    /// <summary>Makes the report of a peer.</summary>
    public StatusReport(PeerFacts facts, IFileStore store, IOutputDevice? output)
    {
        _facts = facts;
        _store = store;
        _output = output;
    }

    /// <summary>Answers a request outside the share.</summary>
    public void Answer(Exchange exchange)
    {
        bool isPage = exchange.Path.Length == 0;
        bool isScript = !isPage && exchange.Path == ViewScript.Path;
        if (!isPage && !isScript && exchange.Path != WellKnown)
        {
            exchange.Answer(404);
            return;
        }

        int method = exchange.Request.Method;
        if (method == Method.Options)
        {
            exchange.Start(200);
            exchange.Out.Text("Allow: OPTIONS, GET, HEAD\r\n");
            exchange.EndHead(0);
            exchange.Flush();
            return;
        }

        if (method != Method.Get && method != Method.Head)
        {
            exchange.Start(405);
            exchange.Out.Text(isPage ? "Allow: OPTIONS, GET, HEAD, PROPFIND\r\n" : "Allow: OPTIONS, GET, HEAD\r\n");
            exchange.EndWithText(StatusLine.Sentence(405));
            return;
        }

        if (isScript)
        {
            ViewResource.Answer(exchange);
            return;
        }

        exchange.StartParts(200);
        exchange.Out.Text(isPage
            ? ViewPage.Fields
            : "Cache-Control: no-cache\r\nContent-Type: application/json\r\n");
        if (!exchange.EndHeadOfParts())
        {
            return;
        }

        if (isPage)
        {
            WritePage(exchange);
        }
        else
        {
            WriteJson(exchange.Out);
        }

        exchange.EndParts();
    }

    private void WriteJson(ByteWriter to)
    {
        StoreEntry entry = new StoreEntry();
        to.Text("{\"id\":\"");
        Escape.Json(to, _facts.Id);
        to.Text("\",\"name\":\"");
        Escape.Json(to, _facts.Name);
        to.Text("\",\"version\":\"");
        to.Text(PeerFacts.Version);
        to.Text("\",\"kind\":\"");
        Escape.Json(to, _facts.Kind);
        to.Text("\",\"services\":{\"http\":");
        to.Number(_facts.HttpPort);
        if (_facts.RawPort != 0)
        {
            to.Text(",\"raw\":");
            to.Number(_facts.RawPort);
        }

        to.Text("},\"limits\":{\"sessions\":");
        to.Number(_facts.Sessions);
        if (_facts.IsWritable)
        {
            to.Text(",\"uploads\":");
            to.Number(_facts.Uploads);
            to.Text(",\"uploadIdle\":");
            to.Number(Limits.UploadIdle);
        }

        to.Text("},\"outputDevice\":");
        if (_output is null)
        {
            to.Text("null");
        }
        else
        {
            to.Text("{\"name\":\"");
            Escape.Json(to, _output.Name);
            to.Text(_output.IsReady ? "\",\"ready\":true}" : "\",\"ready\":false}");
        }

        to.Text(_store.Find("", entry) == StoreStatus.Ok ? ",\"store\":{\"present\":true" : ",\"store\":{\"present\":false");
        to.Text(_facts.IsWritable ? ",\"writable\":true}}\n" : ",\"writable\":false}}\n");
    }

    private void WritePage(Exchange exchange)
    {
        ByteWriter to = exchange.Out;
        to.Ascii(ViewPage.Begin);
        to.Text("<title>");

        // Head and style fill most of a board's buffer; the rest is written into an empty one.
        if (!exchange.FlushPart())
        {
            return;
        }

        XmlText.Write(to, _facts.Name);
        to.Text("</title></head><body><h1>");
        XmlText.Write(to, _facts.Name);
        to.Text("</h1><p>A peer of this network (");
        XmlText.Write(to, _facts.Kind);
        to.Text(").<p><a href=\"/files/\">Files</a>");
        to.Text(_store.Find("", new StoreEntry()) == StoreStatus.Ok ? "" : ": the card is not there");
        to.Text(_facts.IsWritable ? "" : " (read-only)");
        to.Text("<p>Printer: ");
        if (_output is null)
        {
            to.Text("none");
        }
        else
        {
            XmlText.Write(to, _output.Name);
            to.Text(_output.IsReady ? ", ready" : ", not there");
            if (_facts.RawPort != 0)
            {
                to.Text("; print data goes to port ");
                to.Number(_facts.RawPort);
            }
        }

        to.Text("</body></html>\n");
    }
}
