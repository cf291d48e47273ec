using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Printing;
using PeerDevice.Services.View;

namespace PeerDevice.Services.Status;

/// <summary>
/// The peer about itself on one page of plain text, for who stands in front of it: its address first, then how everything is, in words. Printed by a press of its button, served at <c>/status</c>.
/// </summary>
public sealed class StatusSheet
{
    private readonly PeerFacts _facts;
    private readonly BoardFacts _board;
    private readonly IFileStore _store;
    private readonly Printers _printers;
    private readonly IClock _clock;

    /// <summary>Makes the sheet of a peer.</summary>
    /// <param name="facts">What it says of itself.</param>
    /// <param name="board">What its ground says.</param>
    /// <param name="store">Its share.</param>
    /// <param name="printers">Its printers.</param>
    /// <param name="clock">Time.</param>
    public StatusSheet(PeerFacts facts, BoardFacts board, IFileStore store, Printers printers, IClock clock)
    {
        _facts = facts;
        _board = board;
        _store = store;
        _printers = printers;
        _clock = clock;
    }

    /// <summary>What its ground says.</summary>
    public BoardFacts Board => _board;

    /// <summary>Its name in multicast DNS; null where it is not told of.</summary>
    public OwnLabel? Label { get; set; }

    /// <summary>What happened last; null where nobody keeps it.</summary>
    public LogRing? Log { get; set; }

    /// <summary>By what a telephone finds the peer: its address, or else its name; empty where it has neither.</summary>
    public string Uri => _board.Address.Length > 0 ? UriOf(_board.Address) : Label is null ? "" : UriOf(Label.LocalName);

    /// <summary>Writes the sheet, from the front of a buffer of <see cref="Limits.SheetOctets"/>: lines of UTF-8, each whole.</summary>
    /// <returns>How many octets.</returns>
    public int Write(byte[] into)
    {
        ByteWriter to = new ByteWriter(into);
        Line(to, "", _facts.Name);
        Line(to, "", Uri);
        if (_board.Address.Length > 0 && Label is not null)
        {
            Line(to, "", UriOf(Label.LocalName));
        }

        to.Ascii("\n");
        Line(to, "Network: ", _board.AddressWords);
        Line(to, _board.Board.Length > 0 ? "Board: " : "This is a ", _board.Board.Length > 0 ? _board.Board : _facts.Kind);
        Line(to, "Without, for want of memory: ", _facts.Without);
        Line(to, "Version: ", PeerFacts.Version);
        Line(to, _store.IsFat ? "Card: " : "Files: ", _store.Find("", new StoreEntry()) == StoreStatus.Ok ? "there" : "not there");
        if (_printers.Count == 0)
        {
            Line(to, "Printer: ", "none");
        }

        for (int i = 0; i < _printers.Count; i++)
        {
            WritePrinter(to, _printers.At(i));
        }

        WriteTime(to);
        for (int i = 0; i < _board.Troubles; i++)
        {
            Line(to, i == 0 ? "\nTo be mended:\n" : "", _board.Trouble(i));
        }

        WriteLog(to);
        return to.Position;
    }

    private void WritePrinter(ByteWriter to, Printer printer)
    {
        Line(to, "Printer: ", printer.Name == _facts.Name ? printer.MakeAndModel : printer.Name + ", " + printer.MakeAndModel);
        Line(to, "  ", PrinterState.Keyword(printer.State) + (printer.Message.Length > 0 ? ": " + printer.Message : ""));
        int waiting = printer.Waiting;
        if (waiting > 0)
        {
            Line(to, "  jobs that wait or are printed: ", waiting.ToString());
        }
    }

    private void WriteTime(ByteWriter to)
    {
        long now = _clock.UnixSeconds;
        if (now == 0)
        {
            Line(to, "Time: ", "not known, nobody has told it");
            return;
        }

        to.Ascii("Time: ");
        PageText.Time(to, now);
        to.Ascii(" UTC\n");
    }

    /// <summary>The end of the log, whole lines of it.</summary>
    private void WriteLog(ByteWriter to)
    {
        const string Head = "\nWhat happened last:\n";
        byte[] lines = Log is null ? new byte[0] : Log.Lines();
        int room = to.Room - Head.Length;
        room = room < Limits.SheetLogOctets ? room : Limits.SheetLogOctets;
        int from = lines.Length < room ? 0 : lines.Length - room;
        while (from > 0 && from < lines.Length && lines[from - 1] != '\n')
        {
            from++;
        }

        if (from < lines.Length)
        {
            to.Ascii(Head);
            to.Octets(lines, from, lines.Length - from);
        }
    }

    // A line that does not fit is left out whole.
    private static void Line(ByteWriter to, string before, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        int at = to.Position;
        to.Text(before);
        to.Text(text);
        to.Ascii("\n");
        if (to.Overflowed)
        {
            to.Reset(at);
        }
    }

    private string UriOf(string host)
    {
        int port = _facts.HttpPort;
        return "http://" + host + (port == Limits.HttpPort || port == 0 ? "/" : ":" + port.ToString() + "/");
    }
}
