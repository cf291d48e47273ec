using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <content>Operations that make Jobs, and those on a Job (RFC 8011 §4.2.1 to §4.2.4, §4.3, RFC 3380, RFC 3998, PWG 5100.11).</content>
public sealed partial class IppService
{
    private int PrintJob(IppDesk desk)
    {
        int status = Judge(desk, out string format);
        if (status != IppStatus.SuccessfulOk)
        {
            return status;
        }

        Job job = MakeJob(desk, Untitled);
        MakeSubscriptions(desk, job);
        Remember(desk, job, format);
        ByteSource document = Unpacked(desk, desk.Document);
        return Arrived(desk, document, desk.Intake().Submit(job, DocumentName(desk), format, document, null), job);
    }

    /// <summary>Remembers what a request came to that is honoured in all that it asks for, before its document takes the place of its attributes.</summary>
    private static void Remember(IppDesk desk, Job job, string format)
    {
        if (!desk.Remembers || desk.UnsupportedCount > 0 || desk.SubscriptionCount > 0 || desk.Compression.Length > 0)
        {
            return;
        }

        IppReader request = desk.Request;
        PrintMemory memory = desk.Print;
        request.Remember(desk.Find("job-name"), desk.Find("document-name"));
        memory.Printer = desk.Printer;
        memory.PrinterPath = desk.PrinterPath;
        memory.Authority = desk.Authority;
        memory.Format = format;
        memory.User = job.User;
        memory.Copies = job.Copies;
        memory.Priority = job.Priority;
        memory.IsHeld = job.IsHeld;
    }

    /// <summary>Print-Job with the attributes of the one before: what they ask for is known, all but what things are called.</summary>
    private int PrintAgain(IppDesk desk)
    {
        IppReader request = desk.Request;
        PrintMemory memory = desk.Print;
        desk.Printer = memory.Printer;
        desk.PrinterPath = memory.PrinterPath;
        desk.Authority = memory.Authority;
        string document = request.String(request.Remembered(1));
        int name = request.Remembered(0);
        Job job = new Job
        {
            Name = name >= 0 ? request.String(name) : request.Remembered(1) >= 0 ? document : Untitled,
            User = memory.User,
            Host = desk.Exchange.Client!.RemoteAddress,
            Origin = Job.ByIpp,
            Copies = memory.Copies,
            Priority = memory.Priority,
            IsHeld = memory.IsHeld,
        };
        return Arrived(desk, desk.Document, desk.Intake().Submit(job, document, memory.Format, desk.Document, null), job);
    }

    private int ValidateJob(IppDesk desk)
    {
        int status = Judge(desk, out string _);
        return status == IppStatus.SuccessfulOk ? Told(desk, desk.Printer.IsAccepting ? PrintStatus.Ok : PrintStatus.NotAccepting) : status;
    }

    private int CreateJob(IppDesk desk)
    {
        int status = Judge(desk, out string _);
        if (status != IppStatus.SuccessfulOk)
        {
            return status;
        }

        Job job = MakeJob(desk, Untitled);
        MakeSubscriptions(desk, job);
        return ToldWithJob(desk, desk.Intake().Create(job), job);
    }

    private int SendDocument(IppDesk desk)
    {
        Job job = desk.Job!;
        int last = desk.Find("last-document");
        if (last < 0 || desk.Request.Tag(last) != IppTag.Boolean)
        {
            return IppStatus.BadRequest; // RFC 8011 §4.3.1.1: it MUST be supplied
        }

        bool isLast = desk.Request.Boolean(last, false);
        int status = JudgeDocument(desk, out string format);
        if (status != IppStatus.SuccessfulOk)
        {
            return status;
        }

        // From here on the request's attributes are gone: the document comes into their buffer.
        string name = DocumentName(desk);
        BufferedSource document = desk.Document;
        int got = document.Start < document.End ? document.End : document.Fill();
        if (got < 0 && got != ByteSource.End)
        {
            return Broke(desk);
        }

        // RFC 8011 §4.3.1: a last one without content only says that it was the last.
        if (got == ByteSource.End)
        {
            return isLast ? ToldWithJob(desk, desk.Intake().Close(job), job) : IppStatus.BadRequest;
        }

        ByteSource unpacked = Unpacked(desk, document);
        return Arrived(desk, unpacked, desk.Intake().Send(job, name, format, unpacked, isLast), job);
    }

    private int CloseJob(IppDesk desk)
    {
        return ToldOfJob(desk, desk.Intake().Close(desk.Job!));
    }

    /// <summary>Resubmit-Job (PWG 5100.11): a new Job with the documents of one that has ended, as that was but for what is asked otherwise.</summary>
    private int ResubmitJob(IppDesk desk)
    {
        int status = Judge(desk, out string _);
        if (status != IppStatus.SuccessfulOk)
        {
            return status;
        }

        Job from = desk.Job!;
        return Submitted(desk, MakeJob(desk, from.Name, from.Copies, from.Priority), from);
    }

    /// <summary>Reprocess-Job (RFC 3998 §4.1): the same, just as it was.</summary>
    private int ReprocessJob(IppDesk desk)
    {
        Job from = desk.Job!;
        return Submitted(desk, new Job { Name = from.Name, User = desk.User(), Host = desk.Exchange.Client!.RemoteAddress, Origin = Job.ByIpp, Copies = from.Copies, Priority = from.Priority }, from);
    }

    private int Submitted(IppDesk desk, Job job, Job from)
    {
        MakeSubscriptions(desk, job);
        int submitted = desk.Intake().Resubmit(job, from);
        return ToldWithJob(desk, submitted == PrintStatus.Interrupted ? PrintStatus.StoreFailed : submitted, job);
    }

    private static int CancelJob(IppDesk desk)
    {
        Job job = desk.Job!;
        return ToldOfJob(desk, desk.Printer.Cancel(job.Id, job.User == desk.User()));
    }

    private static int CancelCurrentJob(IppDesk desk)
    {
        int id = desk.Find("job-id");
        if (id < 0)
        {
            return Told(desk, NotPossibleFor(desk.Printer.CancelCurrent(false)));
        }

        // RFC 3998 §4.2: only if it is still the one that is being printed.
        Job? job = desk.Printer.Find(desk.Request.Integer(id, 0));
        return job is null ? IppStatus.NotFound
            : job.State != JobState.Processing && job.State != JobState.ProcessingStopped ? IppStatus.NotPossible
            : Told(desk, desk.Printer.Cancel(job.Id, job.User == desk.User()));
    }

    private static int NotPossibleFor(int printStatus)
    {
        return printStatus == PrintStatus.NotFound ? PrintStatus.NotPossible : printStatus;
    }

    /// <summary>Cancel-Jobs and Cancel-My-Jobs (PWG 5100.11 §5.3, §5.4): all or those of job-ids, all of them or none.</summary>
    private static int CancelJobs(IppDesk desk, bool onlyMine)
    {
        string user = desk.User();
        int ids = desk.Find("job-ids");
        if (ids < 0)
        {
            desk.Printer.CancelAll(onlyMine ? user : null, onlyMine);
            return Told(desk, PrintStatus.Ok);
        }

        for (int at = ids; at >= 0; at = desk.Request.Next(at))
        {
            Job? job = desk.Printer.Find(desk.Request.Integer(at, 0));
            if (job is null || (onlyMine && job.User != user))
            {
                return job is null ? IppStatus.NotFound : IppStatus.NotAuthorized;
            }

            if (job.IsEnded)
            {
                return IppStatus.NotPossible;
            }
        }

        for (int at = ids; at >= 0; at = desk.Request.Next(at))
        {
            desk.Printer.Cancel(desk.Request.Integer(at, 0), onlyMine);
        }

        return Told(desk, PrintStatus.Ok);
    }

    private static int HoldJob(IppDesk desk)
    {
        int until = desk.Find("job-hold-until");
        if (desk.Request.Is(until, "no-hold"))
        {
            return ToldOfJob(desk, desk.Printer.Release(desk.Job!.Id));
        }

        if (until >= 0 && !desk.Request.Is(until, "indefinite"))
        {
            desk.Refuse(until);
            return IppStatus.AttributesOrValuesNotSupported;
        }

        return ToldOfJob(desk, desk.Printer.Hold(desk.Job!.Id));
    }

    private static int ScheduleJobAfter(IppDesk desk)
    {
        return ToldOfJob(desk, desk.Printer.ScheduleAfter(desk.Job!.Id, desk.Request.Integer(desk.Find("predecessor-job-id"), 0)));
    }

    /// <summary>Set-Job-Attributes (RFC 3380 §4.2): all that is given or none of it.</summary>
    private int SetJobAttributes(IppDesk desk)
    {
        IppReader request = desk.Request;
        int group = request.Group(IppTag.JobGroup);
        if (group < 0 || request.FirstOf(group) == request.FirstOf(group + 1))
        {
            return IppStatus.BadRequest;
        }

        bool isUnsettable = false;
        bool isMessageOnly = true;
        for (int i = request.FirstOf(group); i < request.FirstOf(group + 1); i++)
        {
            int at = request.Attribute(i);
            bool isMessage = request.IsNamed(at, JobMessage);
            bool isSettable = isMessage || JobTemplate.IsSettable(request, at);
            isMessageOnly &= isMessage;
            if (!isSettable || !(isMessage ? IsMessage(request, at) : IsHonoured(desk, at)))
            {
                isUnsettable |= !isSettable;
                desk.Refuse(at);
            }
        }

        if (desk.UnsupportedCount > 0)
        {
            return isUnsettable ? IppStatus.AttributesNotSettable : IppStatus.AttributesOrValuesNotSupported;
        }

        Job job = desk.Job!;
        int name = request.Find(group, "job-name");
        int status = isMessageOnly ? PrintStatus.Ok : desk.Printer.Set(
            job.Id,
            name < 0 ? null : request.String(name),
            request.Integer(request.Find(group, "job-priority"), 0),
            request.Integer(request.Find(group, "copies"), 0));
        int until = request.Find(group, "job-hold-until");
        if (status == PrintStatus.Ok && until >= 0)
        {
            bool holds = request.Is(until, "indefinite");
            status = holds ? desk.Printer.Hold(job.Id) : job.State == JobState.PendingHeld ? desk.Printer.Release(job.Id) : PrintStatus.Ok;
        }

        int message = request.Find(group, JobMessage);
        if (status == PrintStatus.Ok && message >= 0)
        {
            desk.Printer.Say(job, MessageOf(request, message));
        }

        return Told(desk, status);
    }

    /// <summary>The Job that a request describes, as far as what it asks for is honoured.</summary>
    private static Job MakeJob(IppDesk desk, string untitled, int ownCopies = 1, int ownPriority = Job.MiddlePriority)
    {
        IppReader request = desk.Request;
        int group = request.Group(IppTag.JobGroup);
        int name = desk.Find("job-name");
        name = name < 0 ? desk.Find("document-name") : name;
        int copies = Honoured(desk, request.Find(group, "copies"));
        int priority = Honoured(desk, request.Find(group, "job-priority"));
        return new Job
        {
            Name = name < 0 ? untitled : request.String(name),
            User = desk.User(),
            Host = desk.Exchange.Client!.RemoteAddress,
            Origin = Job.ByIpp,
            Copies = request.Integer(copies, ownCopies),
            Priority = request.Integer(priority, ownPriority),
            IsHeld = request.Is(request.Find(group, "job-hold-until"), "indefinite"),
        };
    }

    private const string Untitled = "untitled";

    // An attribute that is among those that are not supported counts as not there.
    private static int Honoured(IppDesk desk, int at)
    {
        for (int i = 0; i < desk.UnsupportedCount; i++)
        {
            if (desk.Unsupported[i] == at)
            {
                return -1;
            }
        }

        return at;
    }

    private static string DocumentName(IppDesk desk)
    {
        return desk.Request.String(desk.Find("document-name"));
    }

    /// <summary>Whether a Job can be what is asked for: what of it is not supported is kept, and refuses it where fidelity is asked for (RFC 8011 §4.1.7).</summary>
    private int Judge(IppDesk desk, out string format)
    {
        int status = JudgeDocument(desk, out format);
        if (status != IppStatus.SuccessfulOk)
        {
            return status;
        }

        IppReader request = desk.Request;
        int group = request.Group(IppTag.JobGroup);
        if (group < 0)
        {
            return IppStatus.SuccessfulOk;
        }

        for (int i = request.FirstOf(group); i < request.FirstOf(group + 1); i++)
        {
            int at = request.Attribute(i);
            if (!IsHonoured(desk, at))
            {
                desk.Refuse(at);
            }
        }

        return desk.UnsupportedCount > 0 && request.Boolean(desk.Find("ipp-attribute-fidelity"), false)
            ? IppStatus.AttributesOrValuesNotSupported : IppStatus.SuccessfulOk;
    }

    private bool IsHonoured(IppDesk desk, int at)
    {
        Printer printer = desk.Printer;
        return JobTemplate.IsHonoured(desk.Request, at, CopiesMost(printer), MediumOf(printer), Medium.DotsPerInch(printer.Language.Name));
    }

    private int JudgeDocument(IppDesk desk, out string format)
    {
        int at = desk.Find("compression");
        format = "";
        if (at >= 0 && !desk.Request.Is(at, "none"))
        {
            if (_facts.Unpacker is null || !(desk.Request.Is(at, "gzip") || desk.Request.Is(at, "deflate")))
            {
                desk.Refuse(at);
                return IppStatus.CompressionNotSupported;
            }

            desk.Compression = desk.Request.String(at);
        }

        at = desk.Find("document-format");
        if (at < 0)
        {
            return IppStatus.SuccessfulOk;
        }

        format = BareFormat(desk.Request, at);
        if (Takes(desk.Printer, format))
        {
            format = IsUnknownFormat(format) ? "" : format;
            return IppStatus.SuccessfulOk;
        }

        desk.Refuse(at);
        return IppStatus.DocumentFormatNotSupported;
    }

    // In lower case and without parameters (RFC 8011 §5.1.10).
    private static string BareFormat(IppReader request, int at)
    {
        // What nearly everybody says, who says anything.
        if (request.Is(at, OctetStream))
        {
            return OctetStream;
        }

        byte[] b = request.Buffer;
        int start = request.Start(at);
        int end = request.End(at);
        for (int i = start; i < end; i++)
        {
            if (b[i] == ';' || b[i] == ' ')
            {
                end = i;
            }
            else
            {
                b[i] = Text.Lower(b[i]);
            }
        }

        return Text.String(b, start, end);
    }

    private ByteSource Unpacked(IppDesk desk, ByteSource document)
    {
        return desk.Compression.Length == 0 ? document : new UnpackedDocument(_facts.Unpacker!, desk.Compression, document);
    }

    /// <summary>Answers for a document that came with the request, whole or not.</summary>
    private int Arrived(IppDesk desk, ByteSource document, int printStatus, Job job)
    {
        bool isCut = printStatus == PrintStatus.Interrupted || printStatus == PrintStatus.Empty;
        if (isCut && document is DocumentSource source && source.Reason == JobReasons.CompressionError)
        {
            return IppStatus.CompressionError;
        }

        return printStatus == PrintStatus.Interrupted ? Broke(desk) : ToldWithJob(desk, printStatus, job);
    }

    /// <summary>The client broke off in the middle of a document: there is nobody to tell.</summary>
    private static int Broke(IppDesk desk)
    {
        desk.Exchange.MustClose = true;
        return IppStatus.BadRequest;
    }

    private int ToldWithJob(IppDesk desk, int printStatus, Job job)
    {
        int status = IppWords.StatusOf(printStatus);
        if (!IppStatus.IsSuccess(status))
        {
            UndoSubscriptions(desk);
            return status;
        }

        BeginHead(desk.Exchange);
        bool isUsual = desk.UnsupportedCount == 0 && desk.SubscriptionCount == 0 && job.Message.Length == 0;
        if (isUsual && desk.JobAnswer.Write(desk.Exchange.Out, VersionFor(desk.Request.Version), desk.Request.RequestId, desk.Authority, desk.PrinterPath, job))
        {
            desk.Exchange.EndParts();
            return Answered;
        }

        if (BeginMessage(desk, StatusFor(desk)))
        {
            WriteUnsupported(desk);
            desk.Response.Group(IppTag.JobGroup);
            desk.Requested.BeginAll(0);
            WriteJobIdentity(desk, job, true);
            WriteJobState(desk, job, true);
            WriteSubscriptions(desk);
        }

        return End(desk);
    }

    private static int StatusFor(IppDesk desk)
    {
        return desk.UnsupportedCount > 0 ? IppStatus.SuccessfulOkIgnoredOrSubstitutedAttributes
            : desk.SubscriptionsMade < desk.SubscriptionCount ? IppStatus.SuccessfulOkIgnoredSubscriptions
            : IppStatus.SuccessfulOk;
    }
}
