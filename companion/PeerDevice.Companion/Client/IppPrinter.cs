using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Client;

/// <summary>What is to be printed, and how.</summary>
internal sealed record PrintPlan
{
    /// <summary>The Job's name.</summary>
    public required string Title { get; init; }

    /// <summary>The document's name.</summary>
    public required string Name { get; init; }

    /// <summary>The document's media type.</summary>
    public required string Format { get; init; }

    public int Copies { get; init; } = 1;

    /// <summary>From where the Printer fetches the document itself; empty where it is sent.</summary>
    public string Uri { get; init; } = "";
}

/// <summary>
/// Any IPP Printer, a peer's or another's, as the commands ask it: one function for each operation. What it refuses becomes a <see cref="CommandFailure"/>.
/// For one thread at a time.
/// </summary>
internal sealed class IppPrinter : IDisposable
{
    private const int NameOctets = 255; // RFC 8011 §5.1.3

    private static readonly IppClient.Bounds Held = new(DesktopLimits.IppAnswerOctets, DesktopLimits.IppAnswerAttributes, DesktopLimits.ListedJobs + Limits.IppGroups);

    private readonly INetwork _network;
    private readonly IClock _clock;
    private readonly IppClient _client;

    public IppPrinter(PrinterAddress address, INetwork network, IClock clock)
    {
        Address = address;
        _network = network;
        _clock = clock;
        _client = new IppClient(network, clock, address.Host, address.Port, address.Path, address.Uri, Held) { Patience = DesktopLimits.IppPatience };
    }

    /// <summary>Where it is.</summary>
    public PrinterAddress Address { get; }

    /// <summary>What it is called in sentences.</summary>
    public string Shown { get; set; } = "the printer";

    /// <summary>Whether the last request has an answer that says that it was done.</summary>
    public bool IsDone => IppStatus.IsSuccess(_client.Status);

    /// <summary>Whether there is no Printer, or no Job, of that name.</summary>
    public bool IsNotFound => _client.Status is IppStatus.NotFound or IppStatus.Gone || _client.HttpStatus == 404;

    /// <summary>Whether the last request brought no sign that anybody is there.</summary>
    public bool IsGone => _client.Status == IppClient.NoStatus && _client.HttpStatus is 0 or 200;

    /// <summary>Whether the last request never left here.</summary>
    public bool IsUnreached => IsGone && _client.Outcome is HttpClient.Unreachable or HttpClient.TooLong;

    /// <summary>Where a document goes.</summary>
    public ByteSink Content => _client.Content;

    /// <summary>Whether the answer came before the document was sent.</summary>
    public bool IsAnswered => _client.IsAnswered;

    /// <summary>The same Printer over connections of its own, for another thread.</summary>
    public IppPrinter Another()
    {
        IppPrinter other = new(Address, _network, _clock) { Shown = Shown };
        other._client.Version = _client.Version;
        return other;
    }

    /// <summary>Asks what it is and how it is (Get-Printer-Attributes, RFC 8011 §4.2.5); null when it does not say.</summary>
    public PrinterFacts? Find(string attributes = PrinterFacts.Asked)
    {
        Ask(Operation.GetPrinterAttributes, writer => writer.Keywords("requested-attributes", attributes));
        return IsDone ? PrinterFacts.Of(_client.Answer) : null;
    }

    /// <summary>The same, of a Printer that must be there.</summary>
    public PrinterFacts Describe() => Find() ?? throw Refusal("say what it is");

    /// <summary>Makes a Job without a document (Create-Job, RFC 8011 §4.2.4): its number is known before anything of it can be on paper.</summary>
    public JobReport Create(PrintPlan plan)
    {
        Ask(Operation.CreateJob, writer =>
        {
            WriteUser(writer);
            WriteJob(writer, plan);
            WriteTemplate(writer, plan);
        });
        return IsDone && Told() is { } job ? job : throw Refusal("take the job");
    }

    /// <summary>Begins to send the one document of a Job (Send-Document, RFC 8011 §4.3.1), or with a Job of 0 a Job with it (Print-Job, §4.2.1). Its octets go to <see cref="Content"/>.</summary>
    /// <param name="job">The Job's number, or 0.</param>
    /// <param name="plan">What it is.</param>
    /// <param name="octets">How long it is; negative where nobody knows.</param>
    /// <returns>Whether to go on to <see cref="Sent"/>.</returns>
    public bool Send(int job, PrintPlan plan, long octets)
    {
        WriteDocument(_client.Begin(job == 0 ? Operation.PrintJob : Operation.SendDocument), job, plan, static _ => { });
        _client.Patience = Limits.ClientAnswer;
        return _client.Open(octets);
    }

    /// <summary>Has the Printer fetch the one document of a Job (Send-URI, RFC 8011 §4.3.2), or with a Job of 0 a Job with it (Print-URI, §4.2.2), and waits until it has it.</summary>
    /// <param name="job">The Job's number, or 0.</param>
    /// <param name="plan">What it is, and where.</param>
    /// <returns>As <see cref="Sent"/>.</returns>
    public JobReport? Fetch(int job, PrintPlan plan)
    {
        IppWriter writer = _client.Begin(job == 0 ? Operation.PrintUri : Operation.SendUri);
        WriteDocument(writer, job, plan, writer => writer.Uri("document-uri", plan.Uri));
        _client.Patience = Limits.ClientAnswer;
        _client.Ask();
        _client.Patience = DesktopLimits.IppPatience;
        return IsDone ? Told() : null;
    }

    /// <summary>Ends a document.</summary>
    /// <returns>What the Printer says of the Job; null where it does not say that it took the document.</returns>
    public JobReport? Sent()
    {
        _client.Complete();
        _client.Patience = DesktopLimits.IppPatience;
        return IsDone ? Told() : null;
    }

    /// <summary>Asks for a Job (Get-Job-Attributes, RFC 8011 §4.3.4); null when it does not say.</summary>
    public JobReport? FindJob(int job)
    {
        Ask(Operation.GetJobAttributes, writer =>
        {
            writer.Integer("job-id", job);
            WriteUser(writer);
            writer.Keywords("requested-attributes", JobReport.Asked);
        });
        return IsDone && Told() is { State: not 0 } told ? told : null;
    }

    /// <summary>Asks for the Jobs that wait, or for those that have ended (Get-Jobs, RFC 8011 §4.2.6).</summary>
    public List<JobReport> Jobs(bool hasEnded)
    {
        Ask(Operation.GetJobs, writer =>
        {
            WriteUser(writer);
            writer.Integer("limit", DesktopLimits.ListedJobs);
            writer.Keywords("requested-attributes", JobReport.Asked);
            writer.Keyword("which-jobs", hasEnded ? "completed" : "not-completed");
        });
        return IsDone ? JobReport.AllOf(_client.Answer) : throw Refusal("list its jobs");
    }

    /// <summary>Does something with a Job: Cancel-Job, Hold-Job, Release-Job (RFC 8011 §4.3).</summary>
    /// <returns>Whether it is done; otherwise <see cref="Refusal"/> says why not.</returns>
    public bool Change(int operation, int job)
    {
        Ask(operation, writer =>
        {
            writer.Integer("job-id", job);
            WriteUser(writer);
        });
        return IsDone;
    }

    /// <summary>Does something with the Printer: Pause-Printer, Resume-Printer (RFC 8011 §4.2.7, §4.2.8).</summary>
    /// <returns>As for a Job.</returns>
    public bool Change(int operation)
    {
        Ask(operation, WriteUser);
        return IsDone;
    }

    /// <summary>Why the last request was not done, as a sentence.</summary>
    /// <param name="what">What was wanted, as in "will not …".</param>
    public CommandFailure Refusal(string what)
    {
        if (_client.Status != IppClient.NoStatus)
        {
            int at = _client.Answer.Find(_client.Answer.Group(IppTag.OperationGroup), "status-message");
            string said = _client.Answer.String(at).TrimEnd('.', ' ');
            return new CommandFailure(IsDone
                ? $"{Address.Authority} answers as no printer would: is the address right?"
                : $"{Shown} will not {what}: {PrintWords.OfStatus(_client.Status)}{(said.Length > 0 ? $" (\"{said}\")" : "")}.");
        }

        return new CommandFailure(_client.HttpStatus switch
        {
            0 or 200 => RemotePeer.Sentence(_client.Outcome, Address.Authority),
            401 => $"{Address.Authority} asks for a password, which is not supported yet.",
            403 => $"{Address.Authority} does not allow it: you may not be on its network.",
            404 => $"{Address.Authority} has no printer at {Address.Path}: see `peer status`.",
            421 => $"{Address.Authority} does not go by that name: use its address.",
            426 => $"{Address.Authority} wants an encrypted connection, which is not supported yet.",
            503 => $"{Address.Authority} is busy: try again.",
            405 or 415 or 501 => $"{Address.Authority} serves no IPP: print on its raw port with --raw, if it has one.",
            int status => string.Create(CultureInfo.InvariantCulture, $"{Address.Authority} answers {status} for {Address.Path}: is the address right?"),
        });
    }

    /// <summary>Ends the connection; a request that is under way fails. May be called by any thread.</summary>
    public void Close() => _client.Close();

    public void Dispose() => Close();

    /// <summary>Asks; a Printer that is busy, or speaks an older version, is asked again: it has done nothing.</summary>
    private void Ask(int operation, Action<IppWriter> fill)
    {
        for (int attempt = 1; ; attempt++)
        {
            fill(_client.Begin(operation));
            _client.Ask();
            if (_client.Status == IppStatus.VersionNotSupported && _client.Version > IppClient.FirstVersion)
            {
                _client.Version = IppClient.FirstVersion;
                continue;
            }

            if ((_client.Status != IppStatus.Busy && _client.HttpStatus != 503) || attempt >= DesktopLimits.BusyAttempts)
            {
                return;
            }

            _clock.Sleep(DesktopLimits.IppBusyPause);
        }
    }

    private JobReport? Told() => JobReport.Of(_client.Answer, _client.Answer.Group(IppTag.JobGroup));

    private static void WriteUser(IppWriter writer) => writer.Name("requesting-user-name", Cut(Environment.UserName));

    private static void WriteJob(IppWriter writer, PrintPlan plan)
    {
        writer.Name("job-name", Cut(plan.Title));

        if (plan.Copies > 1)
        {
            // RFC 8011 §4.2.1.1: otherwise a Printer that cannot make them would make one, and say so only beside.
            writer.Boolean("ipp-attribute-fidelity", true);
        }
    }

    private static void WriteTemplate(IppWriter writer, PrintPlan plan)
    {
        if (plan.Copies > 1)
        {
            writer.Group(IppTag.JobGroup);
            writer.Integer("copies", plan.Copies);
        }
    }

    private static void WriteDocument(IppWriter writer, int job, PrintPlan plan, Action<IppWriter> more)
    {
        if (job != 0)
        {
            writer.Integer("job-id", job);
        }

        WriteUser(writer);
        if (job == 0)
        {
            WriteJob(writer, plan);
        }

        writer.Name("document-name", Cut(plan.Name));
        writer.MimeMediaType("document-format", plan.Format);
        more(writer);
        if (job == 0)
        {
            WriteTemplate(writer, plan);
        }
        else
        {
            writer.Boolean("last-document", true);
        }
    }

    private static string Cut(string name)
    {
        while (Encoding.UTF8.GetByteCount(name) > NameOctets)
        {
            name = name[..^(name.Length > 1 && char.IsLowSurrogate(name[^1]) ? 2 : 1)];
        }

        return name;
    }
}
