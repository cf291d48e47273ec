using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>
/// The Printers of a peer as IPP objects (RFC 8011, RFC 8010 §4 for the carriage over HTTP): one function per operation, in the files beside this one. Any number of sessions ask it at once,
/// each with a desk of its own.
/// </summary>
public sealed partial class IppService
{
    private const string ContentTypeField = "Content-Type: application/ipp\r\n";
    private const string Ipp = "application/ipp";
    private const string OctetStream = "application/octet-stream";

    // As nearly every request has them: compared by native words before anything else is tried.
    private static readonly byte[] IppType = Encoding.UTF8.GetBytes(Ipp);
    private static readonly byte[] RootPath = Encoding.UTF8.GetBytes("/" + PrintDesk.Root);

    private readonly Printers _printers;
    private readonly string[] _paths;
    private readonly IClock _clock;
    private readonly IppFacts _facts;
    private readonly Subscriptions _subscriptions;
    private readonly IPuller? _puller;
    private readonly IIndicator _indicator;
    private readonly int _waitsMost;
    private int _waiting;
    private byte[]? _operations;
    private byte[]? _operationsUnseen;

    /// <summary>Makes the service.</summary>
    /// <param name="printers">The Printers.</param>
    /// <param name="facts">What is to be said of the peer itself.</param>
    /// <param name="clock">Time.</param>
    /// <param name="subscriptions">Subscriptions at once.</param>
    /// <param name="waits">Sessions that may wait for events at once.</param>
    /// <param name="puller">Who fetches documents; null where none are fetched.</param>
    /// <param name="indicator">What a Printer is found by.</param>
    public IppService(Printers printers, IppFacts facts, IClock clock, int subscriptions, int waits, IPuller? puller, IIndicator indicator)
    {
        _indicator = indicator;
        _puller = puller;
        _waitsMost = waits;
        _subscriptions = new Subscriptions(subscriptions);
        _printers = printers;
        _facts = facts;
        _clock = clock;
        _paths = Text.Blanks(printers.Count);
        ByteWriter path = new ByteWriter(new byte[Limits.IppPathOctets]);
        for (int i = 0; i < _paths.Length; i++)
        {
            path.Reset();
            path.Ascii("/" + PrintDesk.Root + "/");
            PercentCoding.WritePath(path, printers.At(i).Name);
            _paths[i] = Text.String(path.Buffer, 0, path.Position);
        }
    }

    /// <summary>The path of each Printer by its name, as it stands in a URI.</summary>
    public string[] Paths => _paths;

    /// <summary>Whether a request target is the first Printer's path, as nearly everybody writes it who prints.</summary>
    public static bool IsRoot(byte[] head, int start, int end)
    {
        return end - start == RootPath.Length && Octets.AreSame(head, start, RootPath, 0, RootPath.Length);
    }

    /// <summary>Answers a request for a Printer's path. Never throws for what a client sends.</summary>
    public void Answer(IppDesk desk)
    {
        Exchange exchange = desk.Exchange;
        if (_printers.Count > 0 && exchange.Request.Method != Method.Post)
        {
            AnswerPerson(exchange);
            return;
        }

        if (_printers.Count > 0 && !IsIpp(exchange))
        {
            exchange.Answer(415, "A printer takes application/ipp.");
            return;
        }

        AnswerMessage(desk);
    }

    /// <summary>The same for what is known to be a POST whose content is an IPP message (<see cref="IsIpp"/>).</summary>
    public void AnswerMessage(IppDesk desk)
    {
        Exchange exchange = desk.Exchange;
        if (_printers.First is null)
        {
            exchange.Answer(404, "This peer has no printer.");
            return;
        }

        ByteSource? content = exchange.Body;
        byte[]? buffer = content is null ? null : exchange.OwnBlock();
        if (content is null)
        {
            exchange.Answer(400);
            return;
        }

        if (buffer is null)
        {
            exchange.Answer(503);
            return;
        }

        if (!exchange.Continue())
        {
            return;
        }

        desk.Begin(buffer, content);
        int read = desk.Request.Read();
        if (read < 0)
        {
            // Nobody knows where the next request would begin.
            exchange.MustClose = true;
            exchange.Answer(read == ByteSource.TimedOut ? 408 : 400);
            return;
        }

        if (read == IppReader.Refused)
        {
            Refuse(desk, desk.Request.Refusal);
            return;
        }

        desk.Group = 0; // RFC 8011 §4.1.3: the operation attributes come first
        int status = desk.Request.IsAsRemembered ? PrintAgain(desk) : Perform(desk);
        if (status != Answered)
        {
            Refuse(desk, status);
        }
    }

    /// <summary>What an operation answers when its response is out already; anything else is a status that is still to be told.</summary>
    private const int Answered = -1;

    private int Perform(IppDesk desk)
    {
        int operation = desk.Request.Operation;
        if (!IsSupported(operation))
        {
            return IppStatus.OperationNotSupported;
        }

        int status = FindTarget(desk, IppOperations.TakesJob(operation));
        if (status != IppStatus.SuccessfulOk)
        {
            return status;
        }

        switch (operation)
        {
            case Operation.PrintJob: return PrintJob(desk);
            case Operation.PrintUri: return PrintUri(desk);
            case Operation.ValidateJob: return ValidateJob(desk);
            case Operation.CreateJob: return CreateJob(desk);
            case Operation.SendDocument: return SendDocument(desk);
            case Operation.SendUri: return SendUri(desk);
            case Operation.CloseJob: return CloseJob(desk);
            case Operation.CancelJob: return CancelJob(desk);
            case Operation.GetJobAttributes: return GetJobAttributes(desk);
            case Operation.GetJobs: return GetJobs(desk);
            case Operation.GetPrinterAttributes: return GetPrinterAttributes(desk);
            case Operation.HoldJob: return HoldJob(desk);
            case Operation.ReleaseJob: return ToldOfJob(desk, desk.Printer.Release(desk.Job!.Id));
            case Operation.RestartJob: return ToldOfJob(desk, desk.Printer.Restart(desk.Job!.Id));
            case Operation.ResubmitJob: return ResubmitJob(desk);
            case Operation.SetJobAttributes: return SetJobAttributes(desk);
            case Operation.SetPrinterAttributes: return SetPrinterAttributes(desk);
            case Operation.GetPrinterSupportedValues: return GetPrinterSupportedValues(desk);
            case Operation.ReprocessJob: return ReprocessJob(desk);
            case Operation.PromoteJob: return ToldOfJob(desk, desk.Printer.Promote(desk.Job!.Id));
            case Operation.ScheduleJobAfter: return ScheduleJobAfter(desk);
            case Operation.CancelCurrentJob: return CancelCurrentJob(desk);
            case Operation.CancelJobs: return CancelJobs(desk, false);
            case Operation.CancelMyJobs: return CancelJobs(desk, true);
            case Operation.GetDocuments: return GetDocuments(desk);
            case Operation.GetDocumentAttributes: return GetDocumentAttributes(desk);
            case Operation.CancelDocument: return CancelDocument(desk);
            case Operation.SetDocumentAttributes: return SetDocumentAttributes(desk);
            case Operation.IdentifyPrinter: return IdentifyPrinter(desk);
            case Operation.CreatePrinterSubscriptions: return CreateSubscriptions(desk, false);
            case Operation.CreateJobSubscriptions: return CreateSubscriptions(desk, true);
            case Operation.GetSubscriptionAttributes: return GetSubscriptionAttributes(desk);
            case Operation.GetSubscriptions: return GetSubscriptions(desk);
            case Operation.RenewSubscription: return RenewSubscription(desk);
            case Operation.CancelSubscription: return CancelSubscription(desk);
            case Operation.GetNotifications: return GetNotifications(desk);
            default: return PerformOnPrinter(desk, operation);
        }
    }

    private bool IsSupported(int operation)
    {
        return IppOperations.IsSupported(operation) && (_puller is not null || !IppOperations.Pulls(operation));
    }

    /// <summary>Finds what is meant: a Printer by printer-uri, and a Job of it by job-id; or a Job by job-uri (RFC 8011 §4.1.5).</summary>
    private int FindTarget(IppDesk desk, bool takesJob)
    {
        IppReader request = desk.Request;
        int at = desk.Find("printer-uri");
        bool isJobUri = at < 0 && takesJob;
        at = isJobUri ? desk.Find("job-uri") : at;
        if (at < 0 || request.Tag(at) != IppTag.Uri)
        {
            return IppStatus.BadRequest;
        }

        int start = PathOf(request, at, out int authority);
        int end = request.End(at);
        int id = 0;
        if (start - authority > Limits.HostNameOctets)
        {
            return IppStatus.RequestValueTooLong;
        }

        desk.Authority = Text.String(request.Buffer, authority, start);
        if (isJobUri)
        {
            id = SplitJob(request.Buffer, start, ref end);
        }
        else if (takesJob)
        {
            id = request.Integer(desk.Find("job-id"), 0);
        }

        if (!FindPrinter(desk, start, end))
        {
            return IppStatus.NotFound;
        }

        if (!takesJob)
        {
            return IppStatus.SuccessfulOk;
        }

        if (id <= 0)
        {
            return isJobUri ? IppStatus.NotFound : IppStatus.BadRequest;
        }

        desk.Job = desk.Printer.Find(id);
        return desk.Job is null ? IppStatus.NotFound : IppStatus.SuccessfulOk;
    }

    private bool FindPrinter(IppDesk desk, int start, int end)
    {
        byte[] b = desk.Request.Buffer;
        if (IsRoot(b, start, end))
        {
            desk.Printer = _printers.First!;
            desk.PrinterPath = "/" + PrintDesk.Root;
            return true;
        }

        for (int i = 0; i < _paths.Length; i++)
        {
            if (Text.Is(b, start, end, _paths[i]))
            {
                desk.Printer = _printers.At(i);
                desk.PrinterPath = _paths[i];
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the path of a URI begins, and its authority; the end where there is none. Whether the authority is ours HTTP's Host has told.</summary>
    private static int PathOf(IppReader request, int at, out int authority)
    {
        byte[] b = request.Buffer;
        int start = request.Start(at);
        int end = request.End(at);
        int colon = Octets.Find(b, start, end, Octets.Colon);
        authority = end;
        if (colon < 0 || colon + 2 >= end || b[colon + 1] != '/' || b[colon + 2] != '/')
        {
            return end;
        }

        authority = colon + 3;
        int slash = Octets.Find(b, authority, end, Octets.Slash);
        return slash < 0 ? end : slash;
    }

    /// <summary>The number of a Job at the end of its path; the end moves to that of its Printer's.</summary>
    private static int SplitJob(byte[] b, int start, ref int end)
    {
        int slash = end - 1;
        while (slash >= start && b[slash] != '/')
        {
            slash--;
        }

        int before = slash - JobsPart.Length + 1;
        if (before <= start || !Text.Is(b, before, slash + 1, JobsPart))
        {
            return 0;
        }

        long id = Text.Number(b, slash + 1, end);
        end = before;
        return id > 0 && id <= int.MaxValue ? (int)id : 0;
    }

    /// <summary>What stands between a Printer's path and a Job's number.</summary>
    internal const string JobsPart = "/jobs/";

    /// <summary>Whether the content of a request is an IPP message. What it is meant for stands in it, wherever HTTP sends it (RFC 8010 §4).</summary>
    public static bool IsIpp(Exchange exchange)
    {
        RequestReader http = exchange.Request;
        if (!http.Has(Field.ContentType))
        {
            return false;
        }

        int start = http.Start(Field.ContentType);
        int end = http.End(Field.ContentType);
        int length = start + Ipp.Length;
        return length <= end && (Octets.AreSame(exchange.Head, start, IppType, 0, Ipp.Length) || Text.EqualsIgnoreCase(exchange.Head, start, length, Ipp)) && (length == end || exchange.Head[length] == ';' || exchange.Head[length] == ' ');
    }

    /// <summary>A browser that was given a Printer's address is shown the peer's page.</summary>
    private static void AnswerPerson(Exchange exchange)
    {
        int method = exchange.Request.Method;
        if (method != Method.Get && method != Method.Head)
        {
            exchange.Start(method == Method.Options ? 200 : 405);
            exchange.Out.Ascii("Allow: OPTIONS, GET, HEAD, POST\r\n");
            if (method == Method.Options)
            {
                exchange.EndHead(0);
                exchange.Flush();
                return;
            }

            exchange.EndWithText(StatusLine.Sentence(405));
            return;
        }

        exchange.Start(301);
        exchange.Out.Ascii("Location: /\r\n");
        exchange.EndWithText("The printer is on the peer's page.");
    }

    private static int VersionFor(int asked)
    {
        const int First = 0x0101;
        const int Second = 0x0200;
        return asked >= Second ? Second : First; // RFC 8011 §4.1.8: the closest that is spoken
    }

    /// <summary>Begins a response: its head, and the operation group with its status.</summary>
    /// <returns>False when the connection is gone.</returns>
    private static bool Begin(IppDesk desk, int status)
    {
        BeginHead(desk.Exchange);
        return BeginMessage(desk, status);
    }

    private static void BeginHead(Exchange exchange)
    {
        exchange.StartParts(200);
        exchange.Out.Ascii("Cache-Control: no-store\r\n" + ContentTypeField);
        exchange.EndHeadOfParts();
    }

    private static bool BeginMessage(IppDesk desk, int status)
    {
        IppWriter to = desk.Response;
        to.Begin(VersionFor(desk.Request.Version), status, desk.Request.RequestId);
        to.BeginOperation("en");
        return !to.Failed;
    }

    private static int End(IppDesk desk)
    {
        desk.Response.End();
        desk.Exchange.EndParts();
        return Answered;
    }

    /// <summary>Answers without any attribute but what explains the refusal.</summary>
    private static void Refuse(IppDesk desk, int status)
    {
        if (Begin(desk, status))
        {
            string message = desk.Trouble.Length > 0 ? desk.Trouble : IppWords.Of(status);
            if (message.Length > 0)
            {
                desk.Response.Text("status-message", message);
            }

            if (desk.AccessError.Length > 0)
            {
                desk.Response.Text("document-access-error", desk.AccessError);
            }

            WriteUnsupported(desk);
        }

        End(desk);
    }

    /// <summary>Tells what was not supported: an attribute that is unknown by the value "unsupported", another with the values that are (RFC 8011 §4.1.7).</summary>
    private static void WriteUnsupported(IppDesk desk)
    {
        if (desk.UnsupportedCount == 0)
        {
            return;
        }

        IppReader request = desk.Request;
        desk.Response.Group(IppTag.UnsupportedGroup);
        for (int i = 0; i < desk.UnsupportedCount; i++)
        {
            int at = desk.Unsupported[i];
            if (JobTemplate.IsKnown(request, at))
            {
                desk.Response.Copy(request, at);
            }
            else
            {
                desk.Response.Unsupported(request.Buffer, request.NameStart(at), request.NameEnd(at));
            }
        }
    }

    /// <summary>Answers with a status and nothing else, for what the Printer said.</summary>
    private static int Told(IppDesk desk, int printStatus)
    {
        int status = IppWords.StatusOf(printStatus);
        if (!IppStatus.IsSuccess(status))
        {
            return status;
        }

        Begin(desk, desk.UnsupportedCount == 0 ? status : IppStatus.SuccessfulOkIgnoredOrSubstitutedAttributes);
        WriteUnsupported(desk);
        return End(desk);
    }
}
