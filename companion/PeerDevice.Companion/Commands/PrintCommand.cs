using System;
using System.Globalization;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Services.Printing;

namespace PeerDevice.Companion.Commands;

/// <summary>What <c>peer print</c> is told.</summary>
internal sealed record PrintOptions
{
    /// <summary>The document's path; <c>-</c> is standard input; an http URL is fetched by the Printer itself.</summary>
    public required string File { get; init; }

    /// <summary>The peer, or a Printer.</summary>
    public required string Address { get; init; }

    /// <summary>Which of the peer's Printers; null for the first.</summary>
    public string? Printer { get; init; }

    public int Copies { get; init; } = 1;

    /// <summary>The Job's name; null for the document's.</summary>
    public string? Title { get; init; }

    /// <summary>The document's media type; null to go by its name.</summary>
    public string? Format { get; init; }

    public bool Waits { get; init; } = true;

    /// <summary>Whether to print by the raw port.</summary>
    public bool IsRaw { get; init; }

    /// <summary>Milliseconds that a raw port has to say that it has taken the document; <see cref="PatientNetwork.Forever"/> where a person waits, who can end it.</summary>
    public int Patience { get; init; } = PatientNetwork.Forever;
}

/// <summary><c>peer print</c>: prints a document and waits for its true end.</summary>
internal static class PrintCommand
{
    public static void Run(Teller teller, INetwork network, IClock clock, PrintOptions options)
    {
        PrinterAddress at = PrinterAddress.Read(options.Address);
        bool isRaw = options.IsRaw || at.IsRaw;
        if (isRaw && (options.Copies != 1 || options.Title is not null || options.Format is not null || !options.Waits))
        {
            throw new CommandFailure("a raw port takes nothing but the document: leave --copies, --title, --format and --no-wait away, or print by IPP.");
        }

        string uri = ReadUri(options.File, at.Host, out string name);
        if (isRaw && uri.Length > 0)
        {
            throw new CommandFailure("a raw port fetches nothing: print by IPP, or get the document first.");
        }

        using PrintDocument? document = uri.Length > 0 ? null : PrintDocument.Open(options.File);
        if (isRaw)
        {
            PrintRaw(teller, network, clock, at, options, document!);
            return;
        }

        name = document is null ? name : document.Name;
        PrinterFacts facts;
        IppPrinter found;
        try
        {
            found = PrinterFinder.Open(at, options.Printer, new PatientNetwork(network), clock, out facts);
        }
        catch (OnlyRawFailure only)
        {
            PrintWithoutIpp(teller, network, clock, at, only, options, document);
            return;
        }

        using IppPrinter printer = found;
        if (!facts.IsAccepting)
        {
            throw new CommandFailure($"{printer.Shown} takes no jobs just now{(facts.Words.Length > 0 ? ": " + facts.Words : ".")}");
        }

        if (document is null && !IppPrint.Fetches(facts))
        {
            throw new CommandFailure($"{printer.Shown} fetches no documents: get it first (`peer get`), and print the file.");
        }

        if (document is null && IsOfItsPeer(new Uri(uri), at, network, clock))
        {
            throw new CommandFailure($"{printer.Shown} fetches nothing from its own peer: get the document first (`peer get`), and print the file.");
        }

        PrintPlan plan = new()
        {
            Title = options.Title ?? name,
            Name = name,
            Format = options.Format is null ? PrintFormat.Choose(name, facts.Formats, printer.Shown) : PrintFormat.Require(options.Format, facts.Formats, printer.Shown),
            Copies = options.Copies,
            Uri = uri,
        };

        // A Printer that keeps no jobs makes one copy of each.
        int times = 1;
        if (plan.Copies > facts.Copies)
        {
            times = plan.Copies;
            plan = plan with { Copies = 1 };
            if (document is { IsFile: false })
            {
                throw new CommandFailure($"{printer.Shown} makes {Number(facts.Copies)} of a job, and standard input comes once: print a file.");
            }
        }

        for (int i = 1; i <= times; i++)
        {
            JobReport? job = null;
            teller.During(() => job = new IppPrint(printer, plan, teller, clock).Print(facts, document, options.Waits));
            Say(teller, printer, Described(name, document, job!), job!, times == 1 ? plan.Copies > 1 ? $" {Number(plan.Copies)} times" : "" : $" (copy {Number(i)} of {Number(times)})");
        }
    }

    // What a user names that is to be fetched, as it goes into the request; empty for a file.
    private static string ReadUri(string file, string printer, out string name)
    {
        name = "";
        bool isUri = file.Contains("://", StringComparison.Ordinal);
        if (!isUri)
        {
            return "";
        }

        if (!Uri.TryCreate(file, UriKind.Absolute, out Uri? uri) || uri.Scheme != Uri.UriSchemeHttp || uri.UserInfo.Length > 0)
        {
            throw new CommandFailure($"'{file}' is nothing that a printer fetches: documents are fetched by http, as in http://host:8631/files/letter.pdf.");
        }

        string last = Uri.UnescapeDataString(uri.Segments[^1].TrimEnd('/'));
        name = last.Length > 0 ? last : uri.Host;
        PeerAddress at = new(uri.IdnHost, uri.Port, "");
        string host = at.AsSeenFrom(printer).Host;
        return host == at.Host ? uri.AbsoluteUri : new UriBuilder(uri) { Host = host }.Uri.AbsoluteUri;
    }

    // A peer's files are to be had by the port of IPP, too, and its Printers by that of HTTP; and it has more names and addresses than one: where the port is one of its own, whoever is there is asked who it is.
    private static bool IsOfItsPeer(Uri place, PrinterAddress at, INetwork network, IClock clock)
    {
        bool isSameHost = string.Equals(place.IdnHost, at.Host, StringComparison.OrdinalIgnoreCase);
        if (isSameHost && place.Port == at.Port)
        {
            return true;
        }

        return PrinterFinder.Report(at, network, clock) is { } report && (place.Port == report.HttpPort || place.Port == report.IppPort) && (isSameHost || IsAt(place, report, network, clock));
    }

    // Whether it is that peer that answers there. Who cannot be asked from here may still be reached by the Printer.
    private static bool IsAt(Uri place, PeerReport report, INetwork network, IClock clock)
    {
        try
        {
            return report.Id.Length > 0 && PrinterFinder.Report(new PrinterAddress(place.IdnHost, place.Port, PrinterAddress.First), network, clock)?.Id == report.Id;
        }
        catch (CommandFailure)
        {
            return false;
        }
    }

    // Of what the Printer fetches only it knows how much it was.
    private static string Described(string name, PrintDocument? document, JobReport job) =>
        (document?.Octets ?? job.Octets) < 0 ? name : $"{name} ({(document is null ? Measure.OfKilo(job.Octets) : Measure.Of(document.Octets))})";

    private static void Say(Teller teller, IppPrinter printer, string what, JobReport job, string copies)
    {
        if (job.State != JobState.Completed)
        {
            teller.Say($"sent {what}{copies} to {printer.Shown}: job {Number(job.Id)}, {PrintWords.Of(job)}; not waited for, see `peer jobs`");
            return;
        }

        teller.Say($"printed {what}{copies} on {printer.Shown}, job {Number(job.Id)}");
        if (job.Has(JobReasons.CompletedWithErrors))
        {
            teller.Complain($"job {Number(job.Id)} was completed with errors: look at the paper.");
        }

        if (job.Has(JobReasons.PossiblyPrintedTwice))
        {
            teller.Say($"job {Number(job.Id)} was begun more than once: some of it may be on paper twice");
        }
    }

    private static void PrintRaw(Teller teller, INetwork network, IClock clock, PrinterAddress at, PrintOptions options, PrintDocument document)
    {
        string? name = options.Printer;
        if (at.IsRaw)
        {
            Send(teller, network, clock, at.Host, at.Port, at.Authority, document, options.Patience);
            return;
        }

        using RemotePeer peer = new(new PeerAddress(at.Host, at.Port, PeerAddress.Files), network, clock);
        PeerReport report = PeerReport.Of(peer);
        PrinterReport? chosen = PrinterFinder.Choose(report, name);
        SendToPeer(teller, network, clock, at.Host, report, chosen, chosen is { RawPort: > 0 } ? chosen.RawPort : name is null ? report.RawPort : 0, document, options.Patience);
    }

    // What a peer without IPP is asked for that only IPP has is not done by halves.
    private static void PrintWithoutIpp(Teller teller, INetwork network, IClock clock, PrinterAddress at, OnlyRawFailure only, PrintOptions options, PrintDocument? document)
    {
        string peer = only.Report.Name;
        if (document is null)
        {
            throw new CommandFailure($"{peer} serves no IPP, and fetches no documents: get it first (`peer get`), and print the file.");
        }

        if (options.Copies != 1 || options.Title is not null || !options.Waits || (options.Format is not null && options.Format != PrintFormat.AsItIs))
        {
            throw new CommandFailure($"{peer} serves no IPP, and its raw port takes nothing but the document: leave --copies, --title, --format and --no-wait away.");
        }

        string? format = options.Format is null ? PrintFormat.Of(document.Name) : null;
        teller.Say($"{peer} serves no IPP: {document.Name} goes to its raw port as it is{(format is null ? "" : $", and comes out right only where the printer itself prints {format}")}");
        SendToPeer(teller, network, clock, at.Host, only.Report, only.Printer, only.Port, document, options.Patience);
    }

    private static void SendToPeer(Teller teller, INetwork network, IClock clock, string host, PeerReport report, PrinterReport? chosen, int port, PrintDocument document, int patience)
    {
        string printer = $"{chosen?.Device ?? report.Device ?? "the printer"} of {report.Name}";
        if (port is <= 0 or > ushort.MaxValue)
        {
            throw new CommandFailure($"{report.Name} has no raw port for a printer: see `peer status`.");
        }

        if (!report.IsDeviceReady)
        {
            teller.Say($"{printer} is not ready; waiting for it, Ctrl-C ends");
        }

        Send(teller, network, clock, host, port, printer, document, patience);
    }

    private static void Send(Teller teller, INetwork network, IClock clock, string host, int port, string printer, PrintDocument document, int patience)
    {
        teller.During(() => new RawPrint(teller, network, clock, patience).Print(host, port, document));
        teller.Say($"printed {document.Name}{(document.Octets < 0 ? "" : $" ({Measure.Of(document.Octets)})")} on {printer}");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
