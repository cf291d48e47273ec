using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Printing;
using PeerDevice.Services.View;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Status;

/// <summary>
/// The peer about itself: <c>/.well-known/peerdevice</c> as JSON for programs, <c>/</c> as a page for people (<see cref="PeerPage"/>), <c>/log</c> and <c>/status</c> as lines; the script of the pages, and the printers' icon.
/// </summary>
public sealed class StatusReport
{
    private const string WellKnown = ".well-known/peerdevice";
    private const string LogPath = "log";
    private const string SheetPath = "status";

    private readonly PeerFacts _facts;
    private readonly IFileStore _store;
    private readonly Printers _printers;
    private readonly PeerPage _page;
    private readonly bool _servesIpp;
    private readonly IClock _clock;
    private readonly StatusSheet _sheet;

    /// <summary>Makes the report of a peer.</summary>
    /// <param name="facts">What it says of itself.</param>
    /// <param name="store">Its share.</param>
    /// <param name="printers">Its printers.</param>
    /// <param name="paths">The path of each printer's IPP, as it stands in a URI; null where none is served.</param>
    /// <param name="clock">Time.</param>
    /// <param name="sheet">The peer about itself on one page.</param>
    public StatusReport(PeerFacts facts, IFileStore store, Printers printers, string[]? paths, IClock clock, StatusSheet sheet)
    {
        _sheet = sheet;
        _clock = clock;
        _facts = facts;
        _store = store;
        _printers = printers;
        _servesIpp = paths is not null;
        _page = new PeerPage(facts, store, printers, paths, sheet.Board);
    }

    /// <summary>Who tells of other peers; null where nobody does.</summary>
    public IPeerReport? Others { get; set; }

    /// <summary>What it is called where it is found; null where it is not found by a name.</summary>
    public OwnLabel? Label { get; set; }

    /// <summary>What happened last; null where nobody keeps it.</summary>
    public LogRing? Log { get; set; }

    /// <summary>Answers a request outside the share.</summary>
    public void Answer(Exchange exchange)
    {
        bool isPage = exchange.Path.Length == 0;
        bool isScript = !isPage && exchange.Path == ViewScript.Path;
        int icon = isPage || isScript ? -1 : PrinterIcon.SizeAt(exchange.Path);
        if (!isPage && !isScript && icon < 0 && exchange.Path != WellKnown && exchange.Path != SheetPath && !IsLog(exchange))
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

        if (icon >= 0)
        {
            PrinterIcon.Answer(exchange, icon);
            return;
        }

        if (IsLog(exchange))
        {
            byte[] log = Log!.Lines();
            SendLines(exchange, log, log.Length);
            return;
        }

        if (exchange.Path == SheetPath)
        {
            byte[] sheet = new byte[Limits.SheetOctets];
            SendLines(exchange, sheet, _sheet.Write(sheet));
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
            _page.Others = Others;
            _page.Write(exchange, _clock);
        }
        else
        {
            WriteJson(exchange);
            if (Others is not null && !Others.WriteJson(exchange))
            {
                return;
            }

            exchange.Out.Ascii("}\n");
        }

        exchange.EndParts();
    }

    private bool IsLog(Exchange exchange)
    {
        return Log is not null && exchange.Path == LogPath;
    }

    private static void SendLines(Exchange exchange, byte[] lines, int length)
    {
        exchange.Start(200);
        exchange.Out.Text("Cache-Control: no-store\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n");
        exchange.EndHead(length);
        ByteWriter to = exchange.Out;
        int at = exchange.IsHead ? length : 0;
        while (at < length)
        {
            int count = length - at < to.Room ? length - at : to.Room;
            to.Octets(lines, at, count);
            at += count;
            if (at < length && !exchange.Flush())
            {
                return;
            }
        }

        exchange.Flush();
    }

    private void WriteJson(Exchange exchange)
    {
        ByteWriter to = exchange.Out;
        StoreEntry entry = new StoreEntry();
        to.Text("{\"id\":\"");
        Escape.Json(to, _facts.Id);
        to.Text("\",\"name\":\"");
        Escape.Json(to, _facts.Name);
        if (Label is not null)
        {
            to.Text("\",\"instance\":\"");
            Escape.Json(to, Label.Text);
        }

        to.Text("\",\"version\":\"");
        to.Text(PeerFacts.Version);
        to.Text("\",\"kind\":\"");
        Escape.Json(to, _facts.Kind);
        to.Text("\",\"services\":{\"http\":");
        to.Number(_facts.HttpPort);
        Printer? first = _printers.First;
        if (first is not null && first.RawPort != 0)
        {
            to.Text(",\"raw\":");
            to.Number(first.RawPort);
        }

        if (_facts.LpdPort != 0)
        {
            to.Text(",\"lpd\":");
            to.Number(_facts.LpdPort);
        }

        if (_facts.IppPort != 0)
        {
            to.Text(",\"ipp\":");
            to.Number(_facts.IppPort);
        }

        if (_facts.SnmpPort != 0)
        {
            to.Text(",\"snmp\":");
            to.Number(_facts.SnmpPort);
        }

        to.Text("},\"limits\":{\"sessions\":");
        to.Number(_facts.Sessions);
        if (_facts.IsWritable)
        {
            to.Text(",\"uploads\":");
            to.Number(_facts.Uploads);
            to.Text(",\"uploadIdle\":");
            to.Number(Limits.UploadIdle);
            if (_facts.Copies > 0)
            {
                to.Text(",\"copies\":");
                to.Number(_facts.Copies);
            }
        }

        to.Text("},\"outputDevice\":");
        if (first is null)
        {
            to.Text("null");
        }
        else
        {
            WritePrinter(to, first);
            if (_printers.Count > 1)
            {
                to.Text(",\"printers\":[");
                for (int i = 0; i < _printers.Count; i++)
                {
                    if (i > 0)
                    {
                        to.Octet((byte)',');
                    }

                    WritePrinter(to, _printers.At(i));
                }

                to.Octet((byte)']');
            }
        }

        to.Text(_store.Find("", entry) == StoreStatus.Ok ? ",\"store\":{\"present\":true" : ",\"store\":{\"present\":false");
        to.Text(_facts.IsWritable ? ",\"writable\":true}" : ",\"writable\":false}");
    }

    private void WritePrinter(ByteWriter to, Printer printer)
    {
        to.Text("{\"name\":\"");
        Escape.Json(to, printer.Device.Name);
        to.Text(printer.Device.IsReady ? "\",\"ready\":true,\"printer\":\"" : "\",\"ready\":false,\"printer\":\"");
        Escape.Json(to, printer.Name);
        to.Text("\",\"state\":\"");
        to.Text(PrinterState.Keyword(printer.State));
        to.Text("\",\"reasons\":[");
        int reasons = printer.Reasons;
        bool isFirst = true;
        for (int i = 0; i < PrinterReasons.Count; i++)
        {
            int reason = 1 << i;
            if ((reasons & reason) != 0)
            {
                to.Text(isFirst ? "\"" : ",\"");
                to.Text(PrinterReasons.Keyword(reason));
                to.Octet((byte)'"');
                isFirst = false;
            }
        }

        to.Text("],\"message\":\"");
        Escape.Json(to, printer.Message);
        to.Text(printer.IsAccepting ? "\",\"accepting\":true,\"jobs\":" : "\",\"accepting\":false,\"jobs\":");
        to.Number(printer.Waiting);
        if (printer.RawPort != 0)
        {
            to.Text(",\"raw\":");
            to.Number(printer.RawPort);
        }

        to.Text(_servesIpp ? "}" : ",\"ipp\":false}");
    }
}
