using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Languages;

namespace PeerDevice.Services.Status;

/// <summary>
/// Prints the status sheet on the first Printer, as a Job like any other: in the printer's own language, with the address as a code for telephones where that has one. Where nobody said what the printer
/// speaks (raw) it is plain ASCII in short lines, which most printers print and the others pass over: who stands there wants the address, and nothing else tells it.
/// </summary>
public sealed class StatusPrint
{
    // Fits a receipt of 58 mm.
    private const int ColumnsOfUnknown = 32;
    private const string AsItIs = "application/octet-stream";

    private readonly StatusSheet _sheet;
    private readonly Printers _printers;
    private readonly IClock _clock;
    private readonly BlockPool _blocks;
    private bool _isBusy;

    /// <summary>Makes it.</summary>
    /// <param name="sheet">What is printed.</param>
    /// <param name="printers">Of which the first prints it.</param>
    /// <param name="clock">Time.</param>
    /// <param name="blocks">Where a block is borrowed from.</param>
    public StatusPrint(StatusSheet sheet, Printers printers, IClock clock, BlockPool blocks)
    {
        _sheet = sheet;
        _printers = printers;
        _clock = clock;
        _blocks = blocks;
    }

    /// <summary>Prints the sheet, or puts it into the spool; without one it waits for the printer. One at a time.</summary>
    /// <returns>Empty, or why it will not be printed, in words.</returns>
    public string Print()
    {
        Printer? printer = _printers.First;
        if (printer is null)
        {
            return "there is no printer";
        }

        lock (_sheet)
        {
            if (_isBusy)
            {
                return "one waits for the printer already";
            }

            _isBusy = true;
        }

        try
        {
            byte[] text = new byte[Limits.SheetOctets];
            int length = _sheet.Write(text);
            Job job = new Job { Name = "Status page", Origin = Job.ByPeer };
            RenderedText document = new RenderedText(LanguageFor(printer), text, length);
            int status = new Intake(printer, _clock, _blocks, Limits.RenderOctets).Submit(job, "", AsItIs, document, null);
            return status == PrintStatus.Ok ? "" : status == PrintStatus.Busy ? "too many jobs wait" : status == PrintStatus.NotAccepting ? "the printer takes no jobs just now"
                : job.Message.Length > 0 ? job.Message : "it was canceled";
        }
        finally
        {
            _isBusy = false;
        }
    }

    private TextLanguage LanguageFor(Printer printer)
    {
        TextLanguage? spoken = printer.Language as TextLanguage;
        return spoken is null
            ? new PlainTextLanguage(new TextLayout(CodePage.Of(CodePage.Ascii)!, ColumnsOfUnknown, 0, TextLayout.CutNone))
            : spoken.Apart(_sheet.Uri);
    }
}
