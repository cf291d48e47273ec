using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <content>
/// What operators have to say, which is all of a Printer that can be set: the rest its settings say (RFC 3380). A message comes with an operation (RFC 3380, RFC 3998), or by itself.
/// </content>
public sealed partial class IppService
{
    private const string JobMessage = "job-message-from-operator";
    private const string PrinterMessage = "printer-message-from-operator";

    /// <summary>Set-Printer-Attributes (RFC 3380 §4.1): all that is given or none of it.</summary>
    private static int SetPrinterAttributes(IppDesk desk)
    {
        IppReader request = desk.Request;
        int group = request.Group(IppTag.PrinterGroup);
        if (group < 0 || request.FirstOf(group) == request.FirstOf(group + 1))
        {
            return IppStatus.BadRequest;
        }

        bool isUnsettable = false;
        for (int i = request.FirstOf(group); i < request.FirstOf(group + 1); i++)
        {
            int at = request.Attribute(i);
            bool isSettable = request.IsNamed(at, PrinterMessage);
            if (!isSettable || !IsMessage(request, at))
            {
                isUnsettable |= !isSettable;
                desk.Refuse(at);
            }
        }

        if (desk.UnsupportedCount > 0)
        {
            return isUnsettable ? IppStatus.AttributesNotSettable : IppStatus.AttributesOrValuesNotSupported;
        }

        desk.Printer.Say(null, MessageOf(request, request.Find(group, PrinterMessage)));
        return Told(desk, PrintStatus.Ok);
    }

    /// <summary>Get-Printer-Supported-Values (RFC 3380 §4.3): of the attributes that end in -supported, none can be set.</summary>
    private static int GetPrinterSupportedValues(IppDesk desk)
    {
        if (Begin(desk, IppStatus.SuccessfulOk))
        {
            desk.Response.Group(IppTag.PrinterGroup);
        }

        return End(desk);
    }

    /// <summary>Answers for an operation on a Job, and takes down what its operator has to say of it.</summary>
    private static int ToldOfJob(IppDesk desk, int printStatus)
    {
        int message = desk.Find(JobMessage);
        if (printStatus == PrintStatus.Ok && message >= 0)
        {
            desk.Printer.Say(desk.Job, desk.Request.String(message));
        }

        return Told(desk, printStatus);
    }

    /// <summary>Takes down what comes with an operation on a Printer.</summary>
    private static void HearOfPrinter(IppDesk desk)
    {
        int message = desk.Find(PrinterMessage);
        if (message >= 0)
        {
            desk.Printer.Say(null, desk.Request.String(message));
        }
    }

    // RFC 3380: delete-attribute takes it back.
    private static bool IsMessage(IppReader request, int at)
    {
        int tag = request.Tag(at);
        bool isText = tag == IppTag.Text || tag == IppTag.TextWithLanguage;
        return request.Next(at) < 0 && (tag == IppTag.DeleteAttribute || (isText && request.End(at) - request.Start(at) <= Limits.JobText));
    }

    private static string MessageOf(IppReader request, int at)
    {
        return request.Tag(at) == IppTag.DeleteAttribute ? "" : request.String(at);
    }
}
