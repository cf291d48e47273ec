using System.Collections.Generic;
using System.Linq;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>
/// The fear: an attribute is told of that is not true, or one is added that nobody has looked at. Here stands all that is told of a Printer, a Job, a document and a subscription,
/// each with its syntax (RFC 8010 §3.5.2, in hexadecimal); what follows from what is done has its tests beside this one.
/// </summary>
public sealed class IppTruthTests
{
    private const string Printer = """
        printer-uri-supported 45: ipp://desk:8631/ipp/print
        uri-security-supported 44: none
        uri-authentication-supported 44: requesting-user-name
        printer-name 42: desk
        printer-dns-sd-name 42: desk
        printer-info 41: desk
        printer-location 41:
        printer-make-and-model 41: Generic Raw Printer
        printer-device-id 41: MFG:Generic;MDL:Raw Printer;CLS:PRINTER;DES:Generic Raw Printer;
        printer-more-info 45: http://desk:8631/
        printer-icons 45: http://desk:8631/.well-known/peerdevice/printer-1-48.png | http://desk:8631/.well-known/peerdevice/printer-1-128.png | http://desk:8631/.well-known/peerdevice/printer-1-512.png
        printer-uuid 45: <uuid>
        charset-configured 47: utf-8
        charset-supported 47: utf-8
        natural-language-configured 48: en
        generated-natural-language-supported 48: en
        ipp-versions-supported 44: 1.1 | 2.0
        operations-supported 23: 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 16 | 17 | 18 | 19 | 20 | 21 | 22 | 23 | 24 | 25 | 26 | 27 | 28 | 34 | 35 | 36 | 37 | 38 | 44 | 45 | 48 | 49 | 51 | 52 | 53 | 55 | 56 | 57 | 58 | 59
        reference-uri-schemes-supported 46: http
        compression-supported 44: none
        document-format-default 49: application/octet-stream
        document-format-supported 49: application/octet-stream
        document-format-preferred 49: application/octet-stream
        pdl-override-supported 44: not-attempted
        color-supported 22: false
        pages-per-minute 21: 1
        multiple-document-jobs-supported 22: true
        multiple-operation-time-out 21: 120
        multiple-operation-time-out-action 44: abort-job
        job-ids-supported 22: true
        which-jobs-supported 44: completed | not-completed | aborted | all | canceled | pending | pending-held | processing | processing-stopped
        job-creation-attributes-supported 44: copies | finishings | finishings-col | ipp-attribute-fidelity | job-hold-until | job-name | job-priority | job-sheets | media | media-col | number-up | orientation-requested | output-bin | print-quality | printer-resolution | sides
        job-settable-attributes-supported 44: copies | job-hold-until | job-message-from-operator | job-name | job-priority
        document-creation-attributes-supported 44: document-format | document-name
        printer-settable-attributes-supported 44: printer-message-from-operator
        preferred-attributes-supported 22: false
        page-ranges-supported 22: false
        job-k-octets-supported 33: 0-2147483647
        printer-state 23: 3
        printer-state-reasons 44: none
        printer-state-message 41:
        printer-message-from-operator 41:
        printer-state-change-time 21: 0
        printer-state-change-date-time 13: <13>
        printer-is-accepting-jobs 22: true
        queued-job-count 21: 0
        printer-up-time 21: 2
        printer-current-time 31: <date>
        copies-default 21: 1
        copies-supported 33: 1-999
        job-priority-default 21: 50
        job-priority-supported 21: 100
        job-hold-until-default 44: no-hold
        job-hold-until-supported 44: no-hold | indefinite
        job-sheets-default 44: none
        job-sheets-supported 44: none
        sides-default 44: one-sided
        sides-supported 44: one-sided
        output-bin-default 44: auto
        output-bin-supported 44: auto
        finishings-default 23: 3
        finishings-supported 23: 3
        finishing-template-supported 44: none
        finishings-col-supported 44: finishing-template
        finishings-col-default 34: {}
        finishings-col-ready 34: {}
        finishings-col-database 34: {}
        orientation-requested-default 23: 3
        orientation-requested-supported 23: 3
        print-quality-default 23: 4
        print-quality-supported 23: 4
        number-up-default 21: 1
        number-up-supported 21: 1
        printer-resolution-default 32: 300x300
        printer-resolution-supported 32: 300x300
        media-default 44: iso_a4_210x297mm
        media-supported 44: iso_a4_210x297mm
        media-ready 44: iso_a4_210x297mm
        media-col-supported 44: media-bottom-margin | media-left-margin | media-right-margin | media-size | media-size-name | media-source | media-top-margin | media-type
        media-type-supported 44: stationery
        media-source-supported 44: main
        media-bottom-margin-supported 21: 0
        media-left-margin-supported 21: 0
        media-right-margin-supported 21: 0
        media-top-margin-supported 21: 0
        media-col-default 34: {}
        media-col-ready 34: {}
        media-size-supported 34: {}
        notify-events-default 44: job-completed
        notify-events-supported 44: none | job-created | job-state-changed | job-stopped | job-completed | job-config-changed | printer-state-changed | printer-stopped | printer-queue-order-changed | printer-config-changed
        notify-pull-method-supported 44: ippget
        notify-lease-duration-default 21: 3600
        notify-lease-duration-supported 33: 1-86400
        notify-max-events-supported 21: 9
        ippget-event-life 21: 300
        """;

    private const string Job = """
        job-uri 45: ipp://desk:8631/ipp/print/jobs/1
        job-id 21: 1
        job-state 23: 3
        job-state-reasons 44: none
        job-state-message 41:
        job-message-from-operator 41:
        job-printer-uri 45: ipp://desk:8631/ipp/print
        job-uuid 45: <uuid>
        job-name 42: letter
        job-originating-user-name 42: ann
        attributes-charset 47: utf-8
        attributes-natural-language 48: en
        job-printer-up-time 21: 2
        time-at-creation 21: 2
        time-at-processing 13: <13>
        time-at-completed 13: <13>
        date-time-at-creation 31: <date>
        date-time-at-processing 13: <13>
        date-time-at-completed 13: <13>
        job-k-octets 21: 3
        job-k-octets-processed 21: 0
        number-of-documents 21: 1
        number-of-intervening-jobs 21: 0
        output-device-assigned 42: simulated output
        document-format-supplied 49: application/octet-stream
        copies 21: 1
        job-priority 21: 50
        job-hold-until 44: no-hold
        job-sheets 44: none
        media 44: iso_a4_210x297mm
        output-bin 44: auto
        sides 44: one-sided
        finishings 23: 3
        finishings-col 34: {}
        orientation-requested 23: 3
        print-quality 23: 4
        media-col 34: {}
        number-up 21: 1
        printer-resolution 32: 300x300
        """;

    private const string Document = """
        document-number 21: 1
        last-document 22: true
        document-name 42:
        document-format 49: application/octet-stream
        document-job-id 21: 1
        document-job-uri 45: ipp://desk:8631/ipp/print/jobs/1
        document-printer-uri 45: ipp://desk:8631/ipp/print
        document-state 23: 3
        document-state-reasons 44: none
        printer-up-time 21: 2
        time-at-created 21: 2
        time-at-processing 13: <13>
        time-at-completed 13: <13>
        k-octets 21: 3
        attributes-charset 47: utf-8
        attributes-natural-language 48: en
        """;

    private const string Subscription = """
        notify-subscription-id 21: 1
        notify-pull-method 44: ippget
        notify-events 44: job-completed
        notify-charset 47: utf-8
        notify-natural-language 48: en
        notify-sequence-number 21: 0
        notify-printer-uri 45: ipp://desk:8631/ipp/print
        notify-subscriber-user-name 42: ann
        notify-lease-duration 21: 3600
        notify-lease-expiration-time 21: 3602
        notify-printer-up-time 21: 2
        """;

    private readonly TestPeer _peer = new TestPeer(hasSpool: true);

    [Fact]
    public void AllThatIsToldOfAPrinter()
    {
        Assert.Equal(Printer, Told(IppCall.To(Operation.GetPrinterAttributes), IppTag.PrinterGroup));
    }

    [Fact]
    public void AllThatIsToldOfAJobThatWaits()
    {
        Assert.Equal(Job, Told(IppCall.Of(Operation.GetJobAttributes, Waiting()), IppTag.JobGroup));
    }

    [Fact]
    public void AllThatIsToldOfADocument()
    {
        Assert.Equal(Document, Told(IppCall.Of(Operation.GetDocuments, Waiting()).With(w => w.Keyword("requested-attributes", "all")), IppTag.DocumentGroup));
    }

    [Fact]
    public void AllThatIsToldOfASubscription()
    {
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.CreatePrinterSubscriptions).Group(IppTag.SubscriptionGroup).With(w => w.Keyword("notify-pull-method", "ippget")).With(w => w.Keyword("notify-events", "job-completed")).Ask(_peer).Status);
        Assert.Equal(Subscription, Told(IppCall.To(Operation.GetSubscriptions).With(w => w.Keyword("requested-attributes", "all")), IppTag.SubscriptionGroup));
    }

    [Fact]
    public void APrinterKeepsItsIdentifierAndEachJobHasItsOwn()
    {
        string printer = IppCall.To(Operation.GetPrinterAttributes).Ask(_peer).Of("printer-uuid");
        Assert.Equal(printer, IppCall.To(Operation.GetPrinterAttributes).Ask(_peer).Of("printer-uuid"));
        string[] jobs = Enumerable.Range(0, 3).Select(_ => IppCall.Of(Operation.GetJobAttributes, Waiting()).Ask(_peer).OfJob("job-uuid")).ToArray();
        Assert.All(jobs.Append(printer), uuid => Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", uuid));
        Assert.Equal(4, jobs.Append(printer).Distinct().Count());
        Assert.NotEqual(printer, IppCall.To(Operation.GetPrinterAttributes).Ask(new TestPeer(identity: "020000000002")).Of("printer-uuid"));
    }

    private int Waiting()
    {
        return IppCall.To(Operation.PrintJob).With(w => w.Name("job-name", "letter")).Document(new byte[3000]).Ask(_peer).Number("job-id");
    }

    private string Told(IppCall call, int group)
    {
        IppReply reply = call.Ask(_peer);
        Dictionary<string, List<string>> values = reply.Groups.Single(g => g.Tag == group).Values;
        return string.Join("\n", values.Select(value => $"{value.Key} {reply.Syntax[value.Key]:x2}: {Shown(value.Key, reply.Syntax[value.Key], value.Value)}".TrimEnd()));
    }

    // Dates are another matter and have tests of their own; identifiers have one here.
    private static string Shown(string name, int syntax, List<string> values)
    {
        return syntax == IppTag.DateTime ? "<date>" : name.EndsWith("uuid", System.StringComparison.Ordinal) ? "<uuid>" : string.Join(" | ", values);
    }
}
