using System;
using PeerDevice.Bytes;
using PeerDevice.Services.Status;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <content>Operations on a Printer: what it is (RFC 8011 §4.2.5), and what people who look after it do with it (§4.2.7 to §4.2.9, RFC 3998).</content>
public sealed partial class IppService
{
    private int GetPrinterAttributes(IppDesk desk)
    {
        int format = desk.Find("document-format");
        if (format >= 0 && !Takes(desk.Printer, BareFormat(desk.Request, format)))
        {
            return IppStatus.DocumentFormatNotSupported; // RFC 8011 §4.2.5.1
        }

        desk.Requested.Begin(desk.Request, desk.Find("requested-attributes"), Requested.Description | Requested.Template);
        if (Begin(desk, IppStatus.SuccessfulOk))
        {
            desk.Response.Group(IppTag.PrinterGroup);
            WriteDescription(desk);
            WriteState(desk);
            WriteDefaults(desk);
            WriteMedia(desk);
            WriteNotifyFacts(desk);
        }

        return End(desk);
    }

    // As many values as there are operations, and for one Printer never others: written once, and copied from then on.
    private byte[] Operations(bool canIdentify)
    {
        const string Name = "operations-supported";
        string operations = IppOperations.All;
        ByteWriter octets = new ByteWriter(new byte[Name.Length + (operations.Length * IppWriter.EnumOctets)]);
        IppWriter to = new IppWriter(octets, null);
        for (int i = 0; i < operations.Length; i++)
        {
            if (IsSupported(operations[i]) && (canIdentify || operations[i] != Operation.IdentifyPrinter))
            {
                to.Enum(octets.Position == 0 ? Name : IppWriter.More, operations[i]);
            }
        }

        byte[] made = new byte[octets.Position];
        Array.Copy(octets.Buffer, made, made.Length);
        return made;
    }

    private static int PerformOnPrinter(IppDesk desk, int operation)
    {
        Printer printer = desk.Printer;
        switch (operation)
        {
            case Operation.PausePrinter:
                printer.Pause(false);
                break;
            case Operation.PausePrinterAfterCurrentJob:
                printer.Pause(true);
                break;
            case Operation.ResumePrinter:
                printer.Resume();
                break;
            case Operation.PurgeJobs:
                printer.Purge();
                break;
            case Operation.EnablePrinter:
                printer.Accept(true);
                break;
            case Operation.DisablePrinter:
                printer.Accept(false);
                break;
            case Operation.HoldNewJobs:
                printer.HoldNew(true);
                break;
            case Operation.ReleaseHeldNewJobs:
                printer.HoldNew(false);
                break;
            default:
                return IppStatus.OperationNotSupported;
        }

        HearOfPrinter(desk);
        return Told(desk, PrintStatus.Ok);
    }

    // What it is, which hardly changes.
    private void WriteDescription(IppDesk desk)
    {
        const int Group = Requested.Description;
        Requested wanted = desk.Requested;
        IppWriter to = desk.Response;
        Printer printer = desk.Printer;
        if (wanted.Wants("printer-uri-supported", Group))
        {
            WriteUri(desk, "printer-uri-supported", "ipp", desk.PrinterPath);
        }

        Keyword(desk, "uri-security-supported", "none");
        Keyword(desk, "uri-authentication-supported", "requesting-user-name");
        if (wanted.Wants("printer-name", Group))
        {
            to.Name("printer-name", NameOf(printer));
        }

        if (wanted.Wants("printer-dns-sd-name", Group))
        {
            to.Name("printer-dns-sd-name", printer.Label is null ? NameOf(printer) : printer.Label.Text);
        }

        WriteText(desk, "printer-info", NameOf(printer));
        WriteText(desk, "printer-location", printer.Location);
        WriteText(desk, "printer-make-and-model", printer.MakeAndModel);
        WriteText(desk, "printer-device-id", printer.DeviceId);
        if (wanted.Wants("printer-more-info", Group))
        {
            WriteUri(desk, "printer-more-info", "http", "/");
        }

        if (wanted.Wants("printer-icons", Group))
        {
            for (int i = 0; i < PrinterIcon.Sizes; i++)
            {
                WriteUri(desk, i == 0 ? "printer-icons" : IppWriter.More, "http", "/" + PrinterIcon.PathOf(i));
            }
        }

        if (wanted.Wants("printer-uuid", Group))
        {
            WriteUuid(desk, "printer-uuid", 0);
        }

        if (wanted.Wants("charset-configured", Group))
        {
            to.Charset("charset-configured", "utf-8");
        }

        if (wanted.Wants("charset-supported", Group))
        {
            to.Charset("charset-supported", "utf-8");
        }

        if (wanted.Wants("natural-language-configured", Group))
        {
            to.NaturalLanguage("natural-language-configured", "en");
        }

        if (wanted.Wants("generated-natural-language-supported", Group))
        {
            to.NaturalLanguage("generated-natural-language-supported", "en");
        }

        Keywords(desk, "ipp-versions-supported", "1.1,2.0");
        if (wanted.Wants("operations-supported", Group))
        {
            to.Written(CanIdentify(printer) ? _operations ??= Operations(true) : _operationsUnseen ??= Operations(false));
        }

        if (_puller is not null && wanted.Wants("reference-uri-schemes-supported", Group))
        {
            to.UriScheme("reference-uri-schemes-supported", "http");
        }

        if (wanted.Wants("compression-supported", Group))
        {
            to.Keyword("compression-supported", "none");
            if (_facts.Unpacker is not null)
            {
                to.Keywords(IppWriter.More, "deflate,gzip");
            }
        }

        if (CanIdentify(printer))
        {
            WriteIdentifyActions(desk);
        }

        WriteFormats(desk);
        Keyword(desk, "pdl-override-supported", "not-attempted");
        WriteBoolean(desk, "color-supported", false);
        WriteInteger(desk, "pages-per-minute", NominalPagesPerMinute);
        WriteBoolean(desk, "multiple-document-jobs-supported", true);
        WriteInteger(desk, "multiple-operation-time-out", Limits.JobSilenceMilliseconds / 1000);
        Keyword(desk, "multiple-operation-time-out-action", "abort-job");
        WriteBoolean(desk, "job-ids-supported", true);
        Keywords(desk, "which-jobs-supported", WhichJobs.Supported);
        Keywords(desk, "job-creation-attributes-supported", JobTemplate.Creation);
        Keywords(desk, "job-settable-attributes-supported", JobTemplate.Settable);
        Keywords(desk, "document-creation-attributes-supported", "document-format,document-name");
        Keyword(desk, "printer-settable-attributes-supported", PrinterMessage);
        WriteBoolean(desk, "preferred-attributes-supported", false);
        WriteBoolean(desk, "page-ranges-supported", false);
        if (wanted.Wants("job-k-octets-supported", Group))
        {
            to.Range("job-k-octets-supported", 0, int.MaxValue);
        }
    }

    // What state it is in: true at this moment.
    private void WriteState(IppDesk desk)
    {
        const int Group = Requested.Description;
        Requested wanted = desk.Requested;
        IppWriter to = desk.Response;
        Printer printer = desk.Printer;
        int reasons = printer.Reasons;
        if (wanted.Wants("printer-state", Group))
        {
            to.Enum("printer-state", printer.State);
        }

        if (wanted.Wants("printer-state-reasons", Group))
        {
            WriteReasons(to, reasons);
        }

        WriteText(desk, "printer-state-message", printer.Message);
        WriteText(desk, PrinterMessage, printer.OperatorMessage);
        WriteInteger(desk, "printer-state-change-time", printer.ChangedUp);
        WriteDate(desk, "printer-state-change-date-time", printer.ChangedAt);
        WriteBoolean(desk, "printer-is-accepting-jobs", printer.IsAccepting);
        WriteInteger(desk, "queued-job-count", printer.Waiting);
        WriteInteger(desk, "printer-up-time", printer.Up);
        if (wanted.Wants("printer-current-time", Group))
        {
            WriteMoment(to, "printer-current-time", _clock.UnixSeconds, IppTag.Unknown);
        }
    }

    // What a Job is where nobody says otherwise, and what can be said.
    private void WriteDefaults(IppDesk desk)
    {
        const int Group = Requested.Template;
        Requested wanted = desk.Requested;
        IppWriter to = desk.Response;
        if (wanted.Wants("copies-default", Group))
        {
            to.Integer("copies-default", 1);
        }

        if (wanted.Wants("copies-supported", Group))
        {
            to.Range("copies-supported", 1, CopiesMost(desk.Printer));
        }

        if (wanted.Wants("job-priority-default", Group))
        {
            to.Integer("job-priority-default", Job.MiddlePriority);
        }

        if (wanted.Wants("job-priority-supported", Group))
        {
            to.Integer("job-priority-supported", JobTemplate.Priorities);
        }

        TemplateKeywords(desk, "job-hold-until-default", "no-hold");
        TemplateKeywords(desk, "job-hold-until-supported", "no-hold,indefinite");
        TemplateKeywords(desk, "job-sheets-default", "none");
        TemplateKeywords(desk, "job-sheets-supported", "none");
        TemplateKeywords(desk, "sides-default", "one-sided");
        TemplateKeywords(desk, "sides-supported", "one-sided");
        TemplateKeywords(desk, "output-bin-default", "auto");
        TemplateKeywords(desk, "output-bin-supported", "auto");
        TemplateEnum(desk, "finishings-default", JobTemplate.NoFinishing);
        TemplateEnum(desk, "finishings-supported", JobTemplate.NoFinishing);
        TemplateKeywords(desk, "finishing-template-supported", JobTemplate.NoTemplate);
        TemplateKeywords(desk, "finishings-col-supported", FinishingTemplate);
        WriteFinishingsCol(desk, "finishings-col-default");
        WriteFinishingsCol(desk, "finishings-col-ready");
        WriteFinishingsCol(desk, "finishings-col-database");
        TemplateEnum(desk, "orientation-requested-default", JobTemplate.Portrait);
        TemplateEnum(desk, "orientation-requested-supported", JobTemplate.Portrait);
        TemplateEnum(desk, "print-quality-default", JobTemplate.NormalQuality);
        TemplateEnum(desk, "print-quality-supported", JobTemplate.NormalQuality);
        if (wanted.Wants("number-up-default", Group))
        {
            to.Integer("number-up-default", 1);
        }

        if (wanted.Wants("number-up-supported", Group))
        {
            to.Integer("number-up-supported", 1);
        }

        int dots = Medium.DotsPerInch(desk.Printer.Language.Name);
        if (wanted.Wants("printer-resolution-default", Group))
        {
            to.Resolution("printer-resolution-default", dots, dots, JobTemplate.DotsPerInch);
        }

        if (wanted.Wants("printer-resolution-supported", Group))
        {
            to.Resolution("printer-resolution-supported", dots, dots, JobTemplate.DotsPerInch);
        }
    }

    private const string FinishingTemplate = "finishing-template";

    // The only one there is: nothing is done to the paper.
    private static void WriteFinishingsCol(IppDesk desk, string name)
    {
        if (desk.Requested.Wants(name, Requested.Template))
        {
            IppWriter to = desk.Response;
            to.BeginCollection(name);
            to.Member(FinishingTemplate);
            to.Keyword(IppWriter.More, JobTemplate.NoTemplate);
            to.EndCollection();
        }
    }

    private void WriteFormats(IppDesk desk)
    {
        const int Group = Requested.Description;
        const string Octets = "application/octet-stream";
        IppWriter to = desk.Response;
        string[] formats = desk.Printer.Language.Formats;
        if (desk.Requested.Wants("document-format-default", Group))
        {
            to.MimeMediaType("document-format-default", Octets);
        }

        if (desk.Requested.Wants("document-format-supported", Group))
        {
            to.MimeMediaType("document-format-supported", Octets);
            for (int i = 0; i < formats.Length; i++)
            {
                string format = formats[i];
                if (format != Octets)
                {
                    to.MimeMediaType(IppWriter.More, format);
                }
            }
        }

        if (desk.Requested.Wants("document-format-preferred", Group))
        {
            to.MimeMediaType("document-format-preferred", formats.Length == 0 ? Octets : formats[0]);
        }
    }

    /// <summary>Whether a Printer takes a format; what nobody knows goes to the device as it is.</summary>
    private static bool Takes(Printer printer, string format)
    {
        return IsUnknownFormat(format) || printer.Language.Takes(format);
    }

    private static bool IsUnknownFormat(string format)
    {
        return format.Length == 0 || format == OctetStream;
    }

    private static int CopiesMost(Printer printer)
    {
        return printer.Spool is not null ? Limits.JobCopies : 1;
    }

    private string NameOf(Printer printer)
    {
        return printer.Name.Length == 0 ? _facts.PeerName : printer.Name;
    }

    private static void WriteReasons(IppWriter to, int reasons)
    {
        if (reasons == 0)
        {
            to.Keyword("printer-state-reasons", "none");
            return;
        }

        string name = "printer-state-reasons";
        for (int i = 0; i < PrinterReasons.Count; i++)
        {
            int reason = 1 << i;
            if ((reasons & reason) != 0)
            {
                to.Keyword(name, PrinterReasons.Keyword(reason));
                name = IppWriter.More;
            }
        }
    }

    // Nobody can ask a device of this kind; RFC 8011 §5.4.36 wants a nominal number.
    private const int NominalPagesPerMinute = 1;
}
