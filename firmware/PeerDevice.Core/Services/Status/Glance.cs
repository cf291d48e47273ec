using PeerDevice.Board;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Languages;

namespace PeerDevice.Services.Status;

/// <summary>What a light and a few short lines can tell of a peer just now. Looked at when something has changed, by one thread.</summary>
public sealed class Glance
{
    private const char Unknown = '?';

    private readonly StatusSheet _sheet;
    private readonly PeerFacts _facts;
    private readonly IFileStore _store;
    private readonly Printers _printers;
    private readonly IClock _clock;
    private readonly Job[] _first = new Job[1];
    private string[] _lines = new string[0];
    private bool _isStoreThere;
    private int _columns;
    private int _row;

    /// <summary>Makes it.</summary>
    /// <param name="sheet">What stands on the status sheet, which says the same at length.</param>
    /// <param name="facts">What the peer says of itself.</param>
    /// <param name="store">Its share.</param>
    /// <param name="printers">Its printers.</param>
    /// <param name="clock">Time.</param>
    public Glance(StatusSheet sheet, PeerFacts facts, IFileStore store, Printers printers, IClock clock)
    {
        _sheet = sheet;
        _facts = facts;
        _store = store;
        _printers = printers;
        _clock = clock;
    }

    /// <summary>How the peer is: one of <see cref="Condition"/>. Printing goes before what is missing, which stays, and what is missing before well.</summary>
    public int Look()
    {
        // Two thirds of what a look costs: once for light and display.
        _isStoreThere = _store.Find("", new StoreEntry()) == StoreStatus.Ok;
        bool isWell = _isStoreThere && _sheet.Board.Troubles == 0 && (_sheet.Board.Address.Length > 0 || _sheet.Board.AddressWords.Length == 0);
        for (int i = 0; i < _printers.Count; i++)
        {
            int state = _printers.At(i).State;
            if (state == PrinterState.Processing)
            {
                return Condition.Printing;
            }

            isWell &= state != PrinterState.Stopped;
        }

        return isWell ? Condition.Serving : Condition.Degraded;
    }

    /// <summary>The lines of a display as of the last <see cref="Look"/>, what matters most first: name, address, printer, what is the matter. ASCII, since a display's own font has no more; broken at blanks.</summary>
    /// <param name="columns">Characters of a line.</param>
    /// <param name="rows">Lines; what does not fit is left out.</param>
    /// <returns>So many lines, some of them empty.</returns>
    public string[] Lines(int columns, int rows)
    {
        _lines = Bytes.Text.Blanks(rows);
        _columns = columns;
        _row = 0;
        string name = Plain(_facts.Name);
        Put(name.Length > columns ? name.Substring(0, columns) : name);
        BoardFacts board = _sheet.Board;
        Put(board.Address.Length > 0 && _facts.HttpPort != Limits.HttpPort && _facts.HttpPort != 0 ? board.Address + ":" + _facts.HttpPort.ToString() : board.Address);
        Put(board.AddressWords);
        Put(_printers.Count == 0 ? "no printer" : "");
        for (int i = 0; i < _printers.Count; i++)
        {
            Put(WordsOf(_printers.At(i)));
        }

        if (!_isStoreThere)
        {
            Put(_store.IsFat ? "no card" : "no files");
        }

        for (int i = 0; i < board.Troubles; i++)
        {
            Put(board.Trouble(i));
        }

        Put(_clock.UnixSeconds == 0 ? "time not known" : "");
        return _lines;
    }

    private string WordsOf(Printer printer)
    {
        if (printer.State != PrinterState.Processing)
        {
            return printer.Message.Length > 0 ? printer.Message : "printer " + PrinterState.Keyword(printer.State);
        }

        int count = printer.List(_first, false);
        Job? job = count > 0 ? _first[0] : null;
        _first[0] = null!;
        long octets = job is null ? 0 : job.Octets;

        // Of one copy, and of a Job that is all there: else nobody knows how much there will be.
        bool isKnown = job is not null && job.State == JobState.Processing && job.IsClosed && job.Copies == 1 && octets > 0 && job.Sent <= octets;
        return isKnown ? "printing, " + (job!.Sent * 100 / octets).ToString() + " %" : "printing";
    }

    /// <summary>Puts a text onto the next lines.</summary>
    private void Put(string text)
    {
        text = Plain(text);
        int at = 0;
        while (at < text.Length && _row < _lines.Length)
        {
            int end = text.Length;
            if (end - at > _columns)
            {
                end = at + _columns;
                while (end > at && text[end] != ' ')
                {
                    end--;
                }

                end = end == at ? at + _columns : end;
            }

            _lines[_row] = text.Substring(at, end - at);
            _row++;
            at = end;
            while (at < text.Length && text[at] == ' ')
            {
                at++;
            }
        }
    }

    private static string Plain(string text)
    {
        char[] plain = text.ToCharArray();
        for (int i = 0; i < plain.Length; i++)
        {
            char c = plain[i];
            if (c >= 0x7F)
            {
                char letter = Fallback.Base(c);
                plain[i] = letter > ' ' && letter < 0x7F ? letter : Unknown;
            }
            else if (c < ' ')
            {
                plain[i] = Unknown;
            }
        }

        return new string(plain);
    }
}
