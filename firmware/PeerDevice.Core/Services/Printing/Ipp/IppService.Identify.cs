using PeerDevice.Bytes;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <content>Finding an output device among others (Identify-Printer, PWG 5100.13): a light that flashes, and a page that says who it is, which is all the display that such a device has.</content>
public sealed partial class IppService
{
    private const string IdentifyActions = "identify-actions";
    private const string Flash = "flash";
    private const string Display = "display";

    private bool CanIdentify(Printer printer)
    {
        return _indicator.CanFlash || CanShow(printer);
    }

    private static bool CanShow(Printer printer)
    {
        return printer.Language.Takes(TextLanguage.PlainText);
    }

    private int IdentifyPrinter(IppDesk desk)
    {
        Printer printer = desk.Printer;
        if (!CanIdentify(printer))
        {
            return IppStatus.OperationNotSupported;
        }

        IppReader request = desk.Request;
        int actions = desk.Find(IdentifyActions);
        bool flashes = false;
        bool shows = false;
        bool isIgnored = false;
        for (int at = actions; at >= 0; at = request.Next(at))
        {
            bool isFlash = IsFlash(request, at);
            bool isDisplay = IsDisplay(printer, request, at);
            flashes |= isFlash;
            shows |= isDisplay;
            isIgnored |= !isFlash && !isDisplay;
        }

        if (!flashes && !shows)
        {
            // identify-actions-default: what costs no paper.
            flashes = _indicator.CanFlash;
            shows = !flashes;
        }

        int status = shows ? Show(desk) : IppStatus.SuccessfulOk;
        if (status != IppStatus.SuccessfulOk)
        {
            return status;
        }

        if (flashes)
        {
            _indicator.Flash();
        }

        if (Begin(desk, isIgnored ? IppStatus.SuccessfulOkIgnoredOrSubstitutedAttributes : status) && isIgnored)
        {
            desk.Response.Group(IppTag.UnsupportedGroup);
            string name = IdentifyActions;
            for (int at = actions; at >= 0; at = request.Next(at))
            {
                if (!IsFlash(request, at) && !IsDisplay(printer, request, at))
                {
                    desk.Response.Keyword(name, request.String(at));
                    name = IppWriter.More;
                }
            }
        }

        return End(desk);
    }

    private bool IsFlash(IppReader request, int at)
    {
        return _indicator.CanFlash && request.Is(at, Flash);
    }

    private static bool IsDisplay(Printer printer, IppReader request, int at)
    {
        return CanShow(printer) && request.Is(at, Display);
    }

    /// <summary>Prints a page that says which Printer this is, and what who asks has to say.</summary>
    private static int Show(IppDesk desk)
    {
        Printer printer = desk.Printer;
        if (printer.Spool is null && (printer.Waiting > 0 || printer.State == PrinterState.Stopped))
        {
            // It would wait, and who asks with it, for something that is to be seen now.
            desk.Trouble = "The printer stands still or has something else to do, so no page can be printed just now.";
            return IppStatus.Busy;
        }

        ByteWriter page = new ByteWriter(new byte[Limits.IdentityOctets]);
        WriteLine(page, printer.Name);
        WriteLine(page, printer.Location);
        WriteLine(page, printer.MakeAndModel);
        page.Ascii("ipp://");
        page.Text(desk.Authority);
        page.Text(desk.PrinterPath);
        page.Ascii("\n");
        WriteLine(page, desk.Request.String(desk.Find("message")));
        BufferedSource octets = new BufferedSource(page.Buffer) { End = page.Position };
        LengthSource document = new LengthSource();
        document.Attach(octets, page.Position);
        Job job = new Job { Name = "Identify-Printer", User = desk.User(), Host = desk.Exchange.Client!.RemoteAddress, Origin = Job.ByPeer };
        return IppWords.StatusOf(desk.Intake().Submit(job, "", TextLanguage.PlainText, document, null));
    }

    private static void WriteLine(ByteWriter page, string line)
    {
        if (line.Length > 0)
        {
            page.Text(line);
            page.Ascii("\n");
        }
    }

    private void WriteIdentifyActions(IppDesk desk)
    {
        bool canShow = CanShow(desk.Printer);
        Keyword(desk, "identify-actions-default", _indicator.CanFlash ? Flash : Display);
        Keywords(desk, "identify-actions-supported", !_indicator.CanFlash ? Display : canShow ? Flash + "," + Display : Flash);
    }
}
