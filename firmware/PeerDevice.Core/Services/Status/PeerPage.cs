using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.View;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Services.Status;

/// <summary>
/// The page of a peer for people: its share, and each printer with its state, its queue and what it printed lately. Reads without script; the script of the
/// pages (view.js) prints and cancels, by IPP as any other client. What comes from others (names of jobs and of users) is text, never markup.
/// </summary>
internal sealed class PeerPage
{
    // A row but for the two names that others chose, a section but for the names that its owner chose, and their margin.
    private const int PieceOctets = 600;

    // The longest of what stands for a character in text (XML 1.0 §4.6), or its UTF-8.
    private const int MostPerCharacter = 6;

    private readonly PeerFacts _facts;
    private readonly IFileStore _store;
    private readonly Printers _printers;
    private readonly string[]? _paths;
    private readonly BoardFacts _board;

    /// <summary>Makes the page of a peer.</summary>
    /// <param name="facts">What it says of itself.</param>
    /// <param name="store">Its share.</param>
    /// <param name="printers">Its printers.</param>
    /// <param name="paths">The path of each printer's IPP, as it stands in a URI; null where none is served: then nobody can print or cancel by the page.</param>
    /// <param name="board">What its ground says.</param>
    public PeerPage(PeerFacts facts, IFileStore store, Printers printers, string[]? paths, BoardFacts board)
    {
        _board = board;
        _facts = facts;
        _store = store;
        _printers = printers;
        _paths = paths;
    }

    /// <summary>Who tells of other peers; null where nobody does.</summary>
    public IPeerReport? Others { get; set; }

    /// <summary>Sends the page, behind the head of a response in parts. A board's buffer holds a piece of it at a time. What is missing is said in words: a card, an address that somebody gave, the time, what of the settings makes no sense.</summary>
    public void Write(Exchange exchange, IClock clock)
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
        to.Text("<p><a href=\"/status\">Status</a>");
        if (_facts.Without.Length > 0)
        {
            to.Text("<p>With the memory that it has it does without ");
            to.Text(_facts.Without);
        }

        if (!HasRoom(exchange, _board.AddressWords.Length))
        {
            return;
        }

        if (_board.AddressWords.Length > 0)
        {
            to.Text("<p>Network: ");
            XmlText.Write(to, _board.AddressWords);
        }

        to.Text(clock.UnixSeconds == 0 ? "<p>Time: not known, nobody has told it" : "");
        for (int i = 0; i < _board.Troubles; i++)
        {
            if (!HasRoom(exchange, _board.Trouble(i).Length))
            {
                return;
            }

            to.Text("<p>To be mended: ");
            XmlText.Write(to, _board.Trouble(i));
        }

        if (_printers.Count == 0)
        {
            to.Text("<p>Printer: none");
        }

        for (int i = 0; i < _printers.Count; i++)
        {
            // A board's only printer has the name of the board, which stands above already.
            Printer printer = _printers.At(i);
            if (!WritePrinter(exchange, printer, printer.Name == _facts.Name ? "Printer" : printer.Name, _paths is null ? "" : _paths[i]))
            {
                return;
            }
        }

        if (Others is not null && !Others.WritePage(exchange))
        {
            return;
        }

        if (_printers.Count > 0 && _paths is not null)
        {
            to.Ascii("<script src=\"/" + ViewScript.Path + "\"></script>");
        }

        to.Text("</body></html>\n");
    }

    private static bool WritePrinter(Exchange exchange, Printer printer, string name, string path)
    {
        ByteWriter to = exchange.Out;
        if (!HasRoom(exchange, path.Length + name.Length + printer.Device.Name.Length + printer.Message.Length))
        {
            return false;
        }

        to.Text("<section");
        if (path.Length > 0)
        {
            to.Text(" data-printer=\"");
            XmlText.Write(to, path);
            to.Text(PrintsText(printer) ? "\" data-text" : "\"");
        }

        to.Text("><h2>");
        XmlText.Write(to, name);
        to.Text("</h2><p>");
        XmlText.Write(to, printer.Device.Name);
        to.Text(printer.Device.IsReady ? ", " : ", not there, ");
        to.Text(PrinterState.Keyword(printer.State));
        if (printer.Message.Length > 0)
        {
            to.Text(": ");
            XmlText.Write(to, printer.Message);
        }

        to.Text(printer.IsAccepting ? "" : " It takes no jobs just now.");
        if (printer.RawPort != 0)
        {
            to.Text("<p>Any driver's print data goes to port ");
            to.Number(printer.RawPort);
        }

        return WriteJobs(exchange, printer);
    }

    private static bool WriteJobs(Exchange exchange, Printer printer)
    {
        ByteWriter to = exchange.Out;
        Job[] jobs = new Job[printer.Held < Limits.PageJobs ? printer.Held : Limits.PageJobs];
        int waiting = printer.Waiting;
        int shown = printer.List(jobs, false);
        if (!HasRoom(exchange, 0))
        {
            return false;
        }

        to.Text("<table><thead><tr><th>Job<th>Who<th>Size<th>State<th>When (UTC)</thead><tbody>\n");
        for (int i = 0; i < shown; i++)
        {
            if (!WriteJob(exchange, jobs[i]))
            {
                return false;
            }
        }

        // What ended meanwhile may stand twice, or not at all; looked at again, it stands once.
        Job[] ended = new Job[jobs.Length - shown];
        int past = printer.List(ended, true);
        for (int i = 0; i < past; i++)
        {
            if (!WriteJob(exchange, ended[i]))
            {
                return false;
            }
        }

        if (!HasRoom(exchange, 0))
        {
            return false;
        }

        to.Text("</table><p>");
        if (waiting == 0)
        {
            to.Text("Nothing waits to be printed.");
        }
        else
        {
            to.Number(waiting);
            to.Text(waiting == 1 ? " job is printed or waits." : " jobs are printed or wait.");
        }

        to.Text("</section>\n");
        return true;
    }

    private static bool WriteJob(Exchange exchange, Job job)
    {
        ByteWriter to = exchange.Out;
        string message = job.Message;
        if (!HasRoom(exchange, job.Name.Length))
        {
            return false;
        }

        to.Text("<tr data-job=");
        to.Number(job.Id);
        to.Text(job.IsEnded ? "><td>" : " data-live><td>");
        XmlText.Write(to, job.Name);
        if (job.Name.Length == 0)
        {
            to.Text("Job ");
            to.Number(job.Id);
        }

        if (!HasRoom(exchange, job.User.Length + message.Length))
        {
            return false;
        }

        to.Text("<td>");
        XmlText.Write(to, job.User);
        to.Text("<td>");
        PageText.Length(to, job.Octets);
        to.Text("<td>");
        to.Text(JobState.Word(job.State));
        WriteProgress(to, job);
        if (message.Length > 0)
        {
            to.Text(": ");
            XmlText.Write(to, message);
        }

        to.Text("<td>");
        PageText.Time(to, job.IsEnded ? job.CompletedAt : job.CreatedAt);
        to.Octet((byte)'\n');
        return true;
    }

    // Of one copy, since nobody knows before how many octets several of a text will be.
    private static void WriteProgress(ByteWriter to, Job job)
    {
        long octets = job.Octets;
        if (job.State == JobState.Processing && job.Copies == 1 && job.IsClosed && octets > 0 && job.Sent > 0 && job.Sent <= octets)
        {
            to.Text(", ");
            to.Number(job.Sent * 100 / octets);
            to.Text(" %");
        }
    }

    private static bool PrintsText(Printer printer)
    {
        string[] formats = printer.Language.Formats;
        for (int i = 0; i < formats.Length; i++)
        {
            if (formats[i] == TextLanguage.PlainText)
            {
                return true;
            }
        }

        return false;
    }

    // Sends on what stands there unless a piece with so many characters of names fits behind it.
    internal static bool HasRoom(Exchange exchange, int characters)
    {
        return exchange.Out.Room >= PieceOctets + (characters * MostPerCharacter) || exchange.FlushPart();
    }
}
