using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <content>What is told of Jobs (RFC 8011 §4.2.6, §4.3.4, §5.3).</content>
public sealed partial class IppService
{
    private int GetJobAttributes(IppDesk desk)
    {
        desk.Requested.Begin(desk.Request, desk.Find("requested-attributes"), Requested.Description | Requested.Template);
        if (Begin(desk, IppStatus.SuccessfulOk))
        {
            WriteJob(desk, desk.Job!);
        }

        return End(desk);
    }

    private int GetJobs(IppDesk desk)
    {
        IppReader request = desk.Request;
        int which = desk.Find("which-jobs");
        int ids = desk.Find("job-ids");
        int states = WhichJobs.States(request, which);
        if (states == 0)
        {
            desk.Refuse(which);
            return IppStatus.AttributesOrValuesNotSupported; // RFC 8011 §4.2.6.1
        }

        if (ids >= 0 && which >= 0)
        {
            return IppStatus.ConflictingAttributes; // PWG 5100.11 §6.1: one or the other
        }

        bool onlyMine = request.Boolean(desk.Find("my-jobs"), false);
        string user = onlyMine ? desk.User() : "";
        int limit = request.Integer(desk.Find("limit"), int.MaxValue);
        if (limit < 1)
        {
            return IppStatus.BadRequest;
        }

        int at = desk.Find("requested-attributes");
        desk.Requested.Begin(request, at, 0);
        bool isShort = at < 0;
        if (!Begin(desk, IppStatus.SuccessfulOk))
        {
            return End(desk);
        }

        if (ids >= 0)
        {
            for (; ids >= 0 && limit > 0; ids = request.Next(ids))
            {
                Job? job = desk.Printer.Find(request.Integer(ids, 0));
                limit -= job is not null && WriteListed(desk, job, WhichJobs.All, user, onlyMine, isShort) ? 1 : 0;
            }

            return End(desk);
        }

        // RFC 8011 §4.2.6.2: those that wait in the order in which they will be printed, those that ended the last first.
        Job[] jobs = new Job[desk.Printer.Held];
        for (int pass = 0; pass < 2; pass++)
        {
            int count = desk.Printer.List(jobs, pass == 1);
            for (int i = 0; i < count && limit > 0; i++)
            {
                limit -= WriteListed(desk, jobs[i], states, user, onlyMine, isShort) ? 1 : 0;
            }
        }

        return End(desk);
    }

    private bool WriteListed(IppDesk desk, Job job, int states, string user, bool onlyMine, bool isShort)
    {
        if (!WhichJobs.Has(states, job) || (onlyMine && job.User != user))
        {
            return false;
        }

        if (isShort)
        {
            // RFC 8011 §4.2.6.1: where nothing is asked for, these two.
            desk.Response.Group(IppTag.JobGroup);
            WriteJobIdentity(desk, job, true);
        }
        else
        {
            WriteJob(desk, job);
        }

        return true;
    }

    private void WriteJob(IppDesk desk, Job job)
    {
        const int Group = Requested.Description;
        Requested wanted = desk.Requested;
        IppWriter to = desk.Response;
        to.Group(IppTag.JobGroup);
        WriteJobIdentity(desk, job, false);
        WriteJobState(desk, job, false);
        if (wanted.Wants("job-printer-uri", Group))
        {
            WriteUri(desk, "job-printer-uri", "ipp", desk.PrinterPath);
        }

        if (wanted.Wants("job-uuid", Group))
        {
            WriteUuid(desk, "job-uuid", job.Id);
        }

        if (wanted.Wants("job-name", Group))
        {
            to.Name("job-name", job.Name);
        }

        if (wanted.Wants("job-originating-user-name", Group))
        {
            to.Name("job-originating-user-name", job.User.Length == 0 ? "anonymous" : job.User);
        }

        if (wanted.Wants("attributes-charset", Group))
        {
            to.Charset("attributes-charset", "utf-8");
        }

        if (wanted.Wants("attributes-natural-language", Group))
        {
            to.NaturalLanguage("attributes-natural-language", "en");
        }

        WriteTimes(desk, job);
        WriteSizes(desk, job);
        WriteTemplate(desk, job);
    }

    private void WriteJobIdentity(IppDesk desk, Job job, bool always)
    {
        const int Group = Requested.Description;
        IppWriter to = desk.Response;
        if (always || desk.Requested.Wants("job-uri", Group))
        {
            WriteJobUri(desk, "job-uri", job);
        }

        if (always || desk.Requested.Wants("job-id", Group))
        {
            to.Integer("job-id", job.Id);
        }
    }

    private static void WriteJobUri(IppDesk desk, string name, Job job)
    {
        IppWriter to = desk.Response;
        to.Open(IppTag.Uri, name, Limits.HostNameOctets + Limits.IppPathOctets);
        WriteAuthority(desk, "ipp");
        to.To.Ascii(desk.PrinterPath);
        to.To.Ascii(JobsPart);
        to.To.Number(job.Id);
        to.Close();
    }

    private static void WriteJobState(IppDesk desk, Job job, bool always)
    {
        const int Group = Requested.Description;
        Requested wanted = desk.Requested;
        IppWriter to = desk.Response;
        if (always || wanted.Wants("job-state", Group))
        {
            to.Enum("job-state", job.State);
        }

        if (always || wanted.Wants("job-state-reasons", Group))
        {
            WriteJobReasons(to, job.Reasons);
        }

        if (wanted.Wants("job-state-message", Group) || (always && job.Message.Length > 0))
        {
            to.Text("job-state-message", job.Message);
        }

        if (wanted.Wants(JobMessage, Group))
        {
            to.Text(JobMessage, job.OperatorMessage);
        }
    }

    internal static void WriteJobReasons(IppWriter to, int reasons)
    {
        string name = "job-state-reasons";
        for (int reason = 1; reasons != 0; reason <<= 1)
        {
            if ((reasons & reason) != 0)
            {
                reasons &= ~reason;
                to.Keyword(name, JobReasons.Keyword(reason));
                name = IppWriter.More;
            }
        }

        if (name.Length > 0)
        {
            to.Keyword(name, "none");
        }
    }

    private void WriteTimes(IppDesk desk, Job job)
    {
        const int Group = Requested.Description;
        Requested wanted = desk.Requested;
        IppWriter to = desk.Response;
        WriteInteger(desk, "job-printer-up-time", desk.Printer.Up);
        if (wanted.Wants("time-at-creation", Group))
        {
            to.Integer("time-at-creation", job.CreatedUp);
        }

        WriteUp(desk, "time-at-processing", job.ProcessingUp);
        WriteUp(desk, "time-at-completed", job.CompletedUp);
        WriteDate(desk, "date-time-at-creation", job.CreatedAt);
        WriteDate(desk, "date-time-at-processing", job.ProcessingAt);
        WriteDate(desk, "date-time-at-completed", job.CompletedAt);
    }

    private static void WriteUp(IppDesk desk, string name, int up)
    {
        if (!desk.Requested.Wants(name, Requested.Description))
        {
            return;
        }

        if (up < 0)
        {
            desk.Response.OutOfBand(IppTag.NoValue, name);
        }
        else
        {
            desk.Response.Integer(name, up);
        }
    }

    private void WriteSizes(IppDesk desk, Job job)
    {
        const int Group = Requested.Description;
        Requested wanted = desk.Requested;
        IppWriter to = desk.Response;
        WriteInteger(desk, "job-k-octets", KiloOctets(job.Octets));
        WriteInteger(desk, "job-k-octets-processed", KiloOctets(job.Sent));
        WriteInteger(desk, "number-of-documents", job.Documents.Length);
        if (wanted.Wants("number-of-intervening-jobs", Group))
        {
            to.Integer("number-of-intervening-jobs", desk.Printer.Before(job));
        }

        if (wanted.Wants("output-device-assigned", Group))
        {
            to.Name("output-device-assigned", desk.Printer.Device.Name);
        }

        JobDocument[] documents = job.Documents;
        if (documents.Length > 0 && wanted.Wants("document-format-supplied", Group))
        {
            string format = documents[0].Format;
            to.MimeMediaType("document-format-supplied", format.Length == 0 ? OctetStream : format);
        }

        if (documents.Length > 0 && documents[0].Name.Length > 0 && wanted.Wants("document-name-supplied", Group))
        {
            to.Name("document-name-supplied", documents[0].Name);
        }
    }

    // RFC 8011 §5.3.17.1: rounded up.
    private static int KiloOctets(long octets)
    {
        const int Kilo = 1024;
        long kilo = (octets + Kilo - 1) / Kilo;
        return kilo > int.MaxValue ? int.MaxValue : (int)kilo;
    }

    private static void WriteTemplate(IppDesk desk, Job job)
    {
        const int Group = Requested.Template;
        Requested wanted = desk.Requested;
        IppWriter to = desk.Response;
        if (wanted.Wants("copies", Group))
        {
            to.Integer("copies", job.Copies);
        }

        if (wanted.Wants("job-priority", Group))
        {
            to.Integer("job-priority", job.Priority);
        }

        if (wanted.Wants("job-hold-until", Group))
        {
            to.Keyword("job-hold-until", job.IsHeld ? "indefinite" : "no-hold");
        }

        // Of the rest there is one value each, and so every Job has it.
        string medium = MediumOf(desk.Printer);
        TemplateKeywords(desk, "job-sheets", "none");
        TemplateKeywords(desk, "media", medium);
        TemplateKeywords(desk, "output-bin", "auto");
        TemplateKeywords(desk, "sides", "one-sided");
        TemplateEnum(desk, "finishings", JobTemplate.NoFinishing);
        WriteFinishingsCol(desk, "finishings-col");
        TemplateEnum(desk, "orientation-requested", JobTemplate.Portrait);
        TemplateEnum(desk, "print-quality", JobTemplate.NormalQuality);
        WriteMediaCol(desk, "media-col", Group);
        if (wanted.Wants("number-up", Group))
        {
            to.Integer("number-up", 1);
        }

        if (wanted.Wants("printer-resolution", Group))
        {
            int dots = Medium.DotsPerInch(desk.Printer.Language.Name);
            to.Resolution("printer-resolution", dots, dots, JobTemplate.DotsPerInch);
        }
    }
}
