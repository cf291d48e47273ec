using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>What a Printer says it can do, it does: each operation and each attribute that is advertised (RFC 8011, RFC 3380, RFC 3995, RFC 3996, RFC 3998, PWG 5100).</summary>
public sealed class IppServiceTests
{
    private static readonly byte[] Page = Enumerable.Range(0, 30000).Select(i => (byte)(i * 31)).ToArray();

    [Fact]
    public void PrintJobPrintsEveryOctet()
    {
        TestPeer peer = new TestPeer();
        IppReply reply = Print(peer);
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        Assert.Equal(1234, reply.RequestId);
        Assert.Equal(Page, Assert.Single(peer.Output.Documents));
        Assert.Equal("9", reply.OfJob("job-state"));
        Assert.Equal("job-completed-successfully", reply.OfJob("job-state-reasons"));
        Assert.Equal("ipp://desk:8631/ipp/print/jobs/" + reply.OfJob("job-id"), reply.OfJob("job-uri"));
        Assert.True(reply.Number("job-id") > 0);
    }

    /// <summary>One Job after the other on one connection, so that each may be taken for the one before.</summary>
    [Fact]
    public void EachJobOfAConnectionIsWhatItsOwnRequestAsksFor()
    {
        TestPeer peer = new TestPeer(hasSpool: true);
        (string Name, string Document, string User, int Copies, string Hold)[] asked =
        [
            ("one", "a.txt", "ann", 1, "no-hold"), ("two", "bb.txt", "ann", 1, "no-hold"), ("six", "cc.txt", "ann", 1, "no-hold"), ("six", "cc.txt", "bob", 1, "no-hold"),
            ("six", "cc.txt", "bob", 3, "no-hold"), ("seven", "cc.txt", "bob", 3, "indefinite"), ("seven", "cc.txt", "bob", 2000, "indefinite"), ("seven", "cc.txt", "bob", 2000, "indefinite"), ("seven", "cc.txt", "bob", 3, "indefinite"),
            ("eight", "", "ann", 1, "no-hold"), ("nine", "", "ann", 1, "no-hold"), ("", "ten.txt", "ann", 1, "no-hold"), ("", "eleven.txt", "ann", 1, "no-hold"), ("", "", "ann", 1, "no-hold"), ("", "", "ann", 1, "no-hold"),
        ];
        ScriptLink link = peer.Link();
        for (int i = 0; i < asked.Length; i++)
        {
            byte[] message = Asked(asked[i], i);
            link.Send(TestPeer.Request("POST", "/ipp/print", "Content-Type: application/ipp\r\nContent-Length: " + message.Length + "\r\n")).Send(message);
        }

        List<Answer> answers = peer.Serve(link.End(), asked.Select(_ => "POST").ToArray());
        Assert.Equal(asked.Length, answers.Count);
        HashSet<string> numbers = new();
        for (int i = 0; i < asked.Length; i++)
        {
            IppReply reply = IppReply.Of(answers[i]);
            Assert.Equal(asked[i].Copies > 999 ? IppStatus.SuccessfulOkIgnoredOrSubstitutedAttributes : IppStatus.SuccessfulOk, reply.Status);
            Assert.Equal(1234, reply.RequestId);
            Assert.True(numbers.Add(reply.OfJob("job-id")));
            Assert.Equal("ipp://desk:8631/ipp/print/jobs/" + reply.OfJob("job-id"), reply.OfJob("job-uri"));
            Assert.Equal(asked[i].Hold == "indefinite" ? "4" : "3", reply.OfJob("job-state"));
            IppReply job = IppCall.Of(Operation.GetJobAttributes, reply.Number("job-id")).Ask(peer);
            (string name, string document, string user, int copies, string hold) = asked[i];
            Assert.Equal(name.Length > 0 ? name : document.Length > 0 ? document : "untitled", job.OfJob("job-name"));
            Assert.Equal(document, string.Concat(job.Values(IppTag.JobGroup, "document-name-supplied")));
            Assert.Equal(user, job.OfJob("job-originating-user-name"));
            Assert.Equal(copies > 999 ? "1" : copies.ToString(CultureInfo.InvariantCulture), job.OfJob("copies"));
            Assert.Equal(hold, job.OfJob("job-hold-until"));
        }

        static byte[] Asked((string Name, string Document, string User, int Copies, string Hold) one, int number)
        {
            IppCall call = IppCall.Bare(Operation.PrintJob).With(w => w.Uri("printer-uri", IppCall.Printer)).With(w => w.Name("requesting-user-name", one.User));
            call.With(w => OfName(w, "job-name", one.Name)).With(w => OfName(w, "document-name", one.Document));
            call.Group(IppTag.JobGroup).With(w => w.Integer("copies", one.Copies)).With(w => w.Keyword("job-hold-until", one.Hold));
            return call.Document(Encoding.ASCII.GetBytes("document " + number)).Octets();
        }

        static void OfName(IppWriter to, string attribute, string name)
        {
            if (name.Length > 0)
            {
                to.Name(attribute, name);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void ItMayComeInPieces(int fragment)
    {
        TestPeer peer = new TestPeer();
        byte[] message = IppCall.To(Operation.PrintJob).Document(Page).Octets();
        ScriptLink link = peer.Link();
        link.Fragment = fragment;
        link.Send(TestPeer.Request("POST", "/ipp/print", "Content-Type: application/ipp\r\nContent-Length: " + message.Length + "\r\n")).Send(message).End();
        Assert.Equal(IppStatus.SuccessfulOk, IppReply.Of(Assert.Single(peer.Serve(link, "POST"))).Status);
        Assert.Equal(Page, Assert.Single(peer.Output.Documents));
    }

    [Fact]
    public void ItMayComeInChunksAfterContinue()
    {
        TestPeer peer = new TestPeer();
        byte[] message = IppCall.To(Operation.PrintJob).Document(Encoding.ASCII.GetBytes("HELLO")).Octets();
        ScriptLink link = peer.Link().Send(TestPeer.Request("POST", "/ipp/print", "Content-Type: application/ipp\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n"));
        link.Await("100 Continue").Send(message.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n").Send(message).Send("\r\n0\r\n\r\n").End();
        new PeerDevice.Host.Session(peer.Peer.Parts, null).Serve(link);
        Assert.Equal("HELLO", Encoding.ASCII.GetString(Assert.Single(peer.Output.Documents)));
    }

    [Fact]
    public void AClientThatDiesInTheMiddleHasNothingCompleted()
    {
        byte[] message = IppCall.To(Operation.PrintJob).Document(Page).Octets();
        for (int cut = message.Length - Page.Length + 1; cut < message.Length; cut += 4999)
        {
            TestPeer peer = new TestPeer();
            ScriptLink link = peer.Link().Send(TestPeer.Request("POST", "/ipp/print", "Content-Type: application/ipp\r\nContent-Length: " + message.Length + "\r\n"));
            link.Send(message.AsSpan(0, cut).ToArray()).Break();
            new PeerDevice.Host.Session(peer.Peer.Parts, null).Serve(link);
            IppReply job = IppCall.Of(Operation.GetJobAttributes, Assert.Single(Listed(peer, "completed"))).Ask(peer);
            Assert.Equal("8", job.OfJob("job-state"));
            Assert.Contains("submission-interrupted", job.Values(IppTag.JobGroup, "job-state-reasons"));
            Assert.Equal(IppStatus.SuccessfulOk, Print(peer).Status);
        }
    }

    [Fact]
    public void ValidateJobMakesNothing()
    {
        TestPeer peer = new TestPeer();
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.ValidateJob).Ask(peer).Status);
        Assert.Empty(peer.Output.Documents);
        Assert.Equal("0", Printer(peer).Of("queued-job-count"));
        Assert.Empty(IppCall.To(Operation.GetJobs).With(w => w.Keyword("which-jobs", "all")).Ask(peer).Values(IppTag.JobGroup, "job-id"));
    }

    [Fact]
    public void CreateJobTakesDocumentsOneAfterAnother()
    {
        TestPeer peer = new TestPeer();
        int job = IppCall.To(Operation.CreateJob).With(w => w.Name("job-name", "Two parts")).Ask(peer).Number("job-id");
        Assert.Equal(IppStatus.SuccessfulOk, Send(peer, job, "ONE", false).Status);
        Assert.Equal(IppStatus.BadRequest, IppCall.Of(Operation.SendDocument, job).Document(Page).Ask(peer).Status);
        IppReply last = Send(peer, job, "TWO", true);
        Assert.Equal(IppStatus.SuccessfulOk, last.Status);
        Assert.Equal("ONETWO", string.Concat(peer.Output.Documents.Select(Encoding.ASCII.GetString)));
        IppReply told = IppCall.Of(Operation.GetJobAttributes, job).Ask(peer);
        Assert.Equal("9", told.OfJob("job-state"));
        Assert.Equal("2", told.OfJob("number-of-documents"));
        Assert.Equal("Two parts", told.OfJob("job-name"));
        Assert.Equal(IppStatus.NotPossible, Send(peer, job, "THREE", true).Status);
    }

    [Fact]
    public void ALastDocumentWithoutContentAndCloseJobEndTheJob()
    {
        TestPeer peer = new TestPeer();
        foreach (bool closes in new[] { false, true })
        {
            int job = IppCall.To(Operation.CreateJob).Ask(peer).Number("job-id");
            Assert.Equal(IppStatus.SuccessfulOk, Send(peer, job, "ONE", false).Status);
            IppReply end = closes ? IppCall.Of(Operation.CloseJob, job).Ask(peer) : Send(peer, job, "", true);
            Assert.Equal(IppStatus.SuccessfulOk, end.Status);
            Assert.Equal("9", IppCall.Of(Operation.GetJobAttributes, job).Ask(peer).OfJob("job-state"));
            Assert.Equal(IppStatus.NotPossible, IppCall.Of(Operation.CloseJob, job).Ask(peer).Status);
        }
    }

    [Fact]
    public void DocumentsAreToldOf()
    {
        TestPeer peer = new TestPeer();
        int job = IppCall.To(Operation.PrintJob).With(w => w.Name("document-name", "letter")).Document(Page).Ask(peer).Number("job-id");
        Assert.Equal("1", IppCall.Of(Operation.GetDocuments, job).Ask(peer).Value(IppTag.DocumentGroup, "document-number"));
        IppReply one = IppCall.Of(Operation.GetDocumentAttributes, job).With(w => w.Integer("document-number", 1)).Ask(peer);
        Assert.Equal("letter", one.Value(IppTag.DocumentGroup, "document-name"));
        Assert.Equal("9", one.Value(IppTag.DocumentGroup, "document-state"));
        Assert.Equal("30", one.Value(IppTag.DocumentGroup, "k-octets"));
        Assert.Equal("ipp://desk:8631/ipp/print/jobs/" + job.ToString(CultureInfo.InvariantCulture), one.Value(IppTag.DocumentGroup, "document-job-uri"));
        Assert.Equal(IppStatus.NotFound, IppCall.Of(Operation.GetDocumentAttributes, job).With(w => w.Integer("document-number", 2)).Ask(peer).Status);
        Assert.Equal(IppStatus.BadRequest, IppCall.Of(Operation.GetDocumentAttributes, job).Ask(peer).Status);
    }

    [Fact]
    public void HoldReleaseCancelAndPriorities()
    {
        TestPeer peer = new TestPeer();
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.PausePrinter).Ask(peer).Status);
        int first = Create(peer);
        int second = Create(peer);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.HoldJob, first).Ask(peer).Status);
        Assert.Equal("4", State(peer, first));
        Assert.Equal("indefinite", IppCall.Of(Operation.GetJobAttributes, first).Ask(peer).OfJob("job-hold-until"));
        Assert.Equal(IppStatus.AttributesOrValuesNotSupported, IppCall.Of(Operation.HoldJob, second).With(w => w.Keyword("job-hold-until", "night")).Ask(peer).Status);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.ReleaseJob, first).Ask(peer).Status);
        Assert.Equal("3", State(peer, first));
        Assert.Equal(IppStatus.NotPossible, IppCall.Of(Operation.ReleaseJob, first).Ask(peer).Status);
        Assert.Equal(new[] { first, second }, Listed(peer, "not-completed"));
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.PromoteJob, second).Ask(peer).Status);
        Assert.Equal(new[] { second, first }, Listed(peer, "not-completed"));
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.ScheduleJobAfter, second).With(w => w.Integer("predecessor-job-id", first)).Ask(peer).Status);
        Assert.Equal(new[] { first, second }, Listed(peer, "not-completed"));
        Assert.Equal("1", IppCall.Of(Operation.GetJobAttributes, second).Ask(peer).OfJob("number-of-intervening-jobs"));
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.CancelJob, first).Ask(peer).Status);
        IppReply gone = IppCall.Of(Operation.GetJobAttributes, first).Ask(peer);
        Assert.Equal("7", gone.OfJob("job-state"));
        Assert.Equal("job-canceled-by-user", gone.OfJob("job-state-reasons"));
        Assert.Equal(IppStatus.NotPossible, IppCall.Of(Operation.CancelJob, first).Ask(peer).Status);
        Assert.Equal(IppStatus.NotFound, IppCall.Of(Operation.CancelJob, 99).Ask(peer).Status);
        Assert.Equal(IppStatus.NotPossible, IppCall.To(Operation.CancelCurrentJob).Ask(peer).Status);
    }

    [Fact]
    public void CancelMyJobsLeavesThoseOfOthers()
    {
        TestPeer peer = new TestPeer();
        int mine = Create(peer);
        int theirs = IppCall.Bare(Operation.CreateJob).With(w => w.Uri("printer-uri", IppCall.Printer)).With(w => w.Name("requesting-user-name", "bob")).Ask(peer).Number("job-id");
        Assert.Equal(IppStatus.NotAuthorized, IppCall.To(Operation.CancelMyJobs).With(w => w.Integer("job-ids", theirs)).Ask(peer).Status);
        Assert.Equal("3", State(peer, theirs));
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.CancelMyJobs).Ask(peer).Status);
        Assert.Equal("7", State(peer, mine));
        Assert.Equal("3", State(peer, theirs));
        Assert.Equal(IppStatus.NotFound, IppCall.To(Operation.CancelJobs).With(w => w.Integer("job-ids", theirs)).With(w => w.Integer(IppWriter.More, 77)).Ask(peer).Status);
        Assert.Equal("3", State(peer, theirs));
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.CancelJobs).With(w => w.Integer("job-ids", theirs)).Ask(peer).Status);
        Assert.Equal("7", State(peer, theirs));
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.PurgeJobs).Ask(peer).Status);
        Assert.Empty(Listed(peer, "all"));
    }

    [Fact]
    public void SetJobAttributesChangesAllOrNothing()
    {
        TestPeer peer = new TestPeer();
        IppCall.To(Operation.PausePrinter).Ask(peer);
        int job = Create(peer);
        IppCall Set() => IppCall.Of(Operation.SetJobAttributes, job).Group(IppTag.JobGroup);
        Assert.Equal(IppStatus.SuccessfulOk, Set().With(w => w.Name("job-name", "Änderung")).With(w => w.Integer("job-priority", 80)).With(w => w.Keyword("job-hold-until", "indefinite")).Ask(peer).Status);
        IppReply told = IppCall.Of(Operation.GetJobAttributes, job).Ask(peer);
        Assert.Equal("Änderung", told.OfJob("job-name"));
        Assert.Equal("80", told.OfJob("job-priority"));
        Assert.Equal("4", told.OfJob("job-state"));
        IppReply refused = Set().With(w => w.Name("job-name", "no")).With(w => w.Integer("number-up", 4)).Ask(peer);
        Assert.Equal(IppStatus.AttributesNotSettable, refused.Status);
        Assert.Equal("4", refused.Value(IppTag.UnsupportedGroup, "number-up"));
        Assert.Equal(IppStatus.AttributesOrValuesNotSupported, Set().With(w => w.Integer("job-priority", 101)).Ask(peer).Status);
        Assert.Equal("Änderung", IppCall.Of(Operation.GetJobAttributes, job).Ask(peer).OfJob("job-name"));
        Assert.Equal(IppStatus.BadRequest, IppCall.Of(Operation.SetJobAttributes, job).Ask(peer).Status);
    }

    [Fact]
    public void RestartJobIsOnlyForWhatIsKept()
    {
        TestPeer peer = new TestPeer();
        int waiting = Create(peer);
        Assert.Equal(IppStatus.NotPossible, IppCall.Of(Operation.RestartJob, waiting).Ask(peer).Status);
        Assert.Equal(IppStatus.NotFound, IppCall.Of(Operation.RestartJob, 99).Ask(peer).Status);
    }

    [Fact]
    public void PauseDisableAndHoldNewJobs()
    {
        TestPeer peer = new TestPeer();
        Assert.Equal("3", Printer(peer).Of("printer-state"));
        IppCall.To(Operation.PausePrinterAfterCurrentJob).Ask(peer);
        IppReply paused = Printer(peer);
        Assert.Equal("5", paused.Of("printer-state"));
        Assert.Equal("paused", paused.Of("printer-state-reasons"));
        Assert.Equal("The printer is paused.", paused.Of("printer-state-message"));
        IppCall.To(Operation.ResumePrinter).Ask(peer);
        Assert.Equal("none", Printer(peer).Of("printer-state-reasons"));
        IppCall.To(Operation.DisablePrinter).Ask(peer);
        Assert.Equal("false", Printer(peer).Of("printer-is-accepting-jobs"));
        Assert.Equal(IppStatus.NotAcceptingJobs, Print(peer).Status);
        Assert.Equal(IppStatus.NotAcceptingJobs, IppCall.To(Operation.ValidateJob).Ask(peer).Status);
        IppCall.To(Operation.EnablePrinter).Ask(peer);
        Assert.Equal("true", Printer(peer).Of("printer-is-accepting-jobs"));
        IppCall.To(Operation.HoldNewJobs).Ask(peer);
        Assert.Equal("hold-new-jobs", Printer(peer).Of("printer-state-reasons"));
        Assert.Equal("New jobs are held.", Printer(peer).Of("printer-state-message"));
        int job = Create(peer);
        Assert.Equal("4", State(peer, job));
        IppCall.To(Operation.ReleaseHeldNewJobs).Ask(peer);
        Assert.Equal("none", Printer(peer).Of("printer-state-reasons"));
        Assert.Equal("3", State(peer, job));
    }

    [Fact]
    public void AFullQueueIsBusy()
    {
        TestPeer peer = new TestPeer();
        for (int i = 0; i < peer.Profile.Jobs; i++)
        {
            Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.CreateJob).Ask(peer).Status);
        }

        Assert.Equal(IppStatus.Busy, IppCall.To(Operation.CreateJob).Ask(peer).Status);
        Assert.Equal(IppStatus.Busy, Print(peer).Status);
    }

    [Fact]
    public void WhatIsNotSupportedIsToldAndRefusedOnlyWithFidelity()
    {
        TestPeer peer = new TestPeer();
        foreach (bool fidelity in new[] { false, true })
        {
            IppReply reply = IppCall.To(Operation.PrintJob).With(w => w.Boolean("ipp-attribute-fidelity", fidelity)).Group(IppTag.JobGroup)
                .With(w => w.Keyword("sides", "two-sided-long-edge")).With(w => w.Keyword("x-odd", "yes")).With(w => w.Integer("copies", 1)).Document(Page).Ask(peer);
            Assert.Equal(fidelity ? IppStatus.AttributesOrValuesNotSupported : IppStatus.SuccessfulOkIgnoredOrSubstitutedAttributes, reply.Status);
            Assert.Equal("two-sided-long-edge", reply.Value(IppTag.UnsupportedGroup, "sides"));
            Assert.Equal("<10>", reply.Value(IppTag.UnsupportedGroup, "x-odd"));
            Assert.Empty(reply.Values(IppTag.UnsupportedGroup, "copies"));
        }

        Assert.Single(peer.Output.Documents);
    }

    private static void Finishing(IppWriter to, string template)
    {
        to.BeginCollection("finishings-col");
        to.Member("finishing-template");
        to.Keyword(IppWriter.More, template);
        to.EndCollection();
    }

    [Fact]
    public void EveryTemplateAttributeTakesTheValueThatItAdvertises()
    {
        TestPeer peer = new TestPeer();
        IppReply printer = Printer(peer);
        IppReply reply = IppCall.To(Operation.ValidateJob).With(w => w.Boolean("ipp-attribute-fidelity", true)).Group(IppTag.JobGroup)
            .With(w => w.Integer("copies", 1)).With(w => w.Enum("finishings", 3)).With(w => w.Keyword("job-hold-until", "no-hold"))
            .With(w => w.Integer("job-priority", 100)).With(w => w.Keyword("job-sheets", printer.Of("job-sheets-default"))).With(w => w.Keyword("media", printer.Of("media-default")))
            .With(w => w.Integer("number-up", 1)).With(w => w.Enum("orientation-requested", 3)).With(w => w.Keyword("output-bin", printer.Of("output-bin-default")))
            .With(w => w.Enum("print-quality", 4)).With(w => w.Resolution("printer-resolution", 300, 300, 3)).With(w => w.Keyword("sides", printer.Of("sides-default")))
            .With(w =>
            {
                w.BeginCollection("media-col");
                w.Member("media-size");
                w.BeginCollection(IppWriter.More);
                w.Member("x-dimension");
                w.Integer(IppWriter.More, 21000);
                w.Member("y-dimension");
                w.Integer(IppWriter.More, 29700);
                w.EndCollection();
                w.EndCollection();
            }).With(w => Finishing(w, "none")).Ask(peer);
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        Assert.Equal(IppStatus.AttributesOrValuesNotSupported, IppCall.To(Operation.ValidateJob).With(w => w.Boolean("ipp-attribute-fidelity", true)).Group(IppTag.JobGroup).With(w => Finishing(w, "staple")).Ask(peer).Status);
        string[] creation = printer.Values(IppTag.PrinterGroup, "job-creation-attributes-supported").ToArray();
        Assert.Equal(16, creation.Length);
    }

    [Fact]
    public void EveryOperationThatIsAdvertisedIsThereAndNoOther()
    {
        TestPeer peer = new TestPeer();
        HashSet<int> advertised = Printer(peer).Values(IppTag.PrinterGroup, "operations-supported").Select(o => int.Parse(o, CultureInfo.InvariantCulture)).ToHashSet();
        for (int operation = 1; operation < 0x80; operation++)
        {
            bool isThere = IppCall.To(operation).Ask(new TestPeer()).Status != IppStatus.OperationNotSupported;
            Assert.True(isThere == advertised.Contains(operation), "operation 0x" + operation.ToString("x4", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void RequestedAttributesGiveWhatIsAskedForAndNothingElse()
    {
        TestPeer peer = new TestPeer();
        IppReply all = Printer(peer);
        IppReply Only(string keywords) => IppCall.To(Operation.GetPrinterAttributes).With(w => w.Keywords("requested-attributes", keywords)).Ask(peer);
        Dictionary<string, List<string>> everything = all.Groups.Single(g => g.Tag == IppTag.PrinterGroup).Values;
        Assert.True(everything.Count > 70, everything.Count.ToString(CultureInfo.InvariantCulture));
        foreach (string name in everything.Keys)
        {
            IppReply one = Only(name);
            Assert.Equal(new[] { name }, one.Groups.Single(g => g.Tag == IppTag.PrinterGroup).Values.Keys);
        }

        Assert.Empty(Only("none").Groups.Single(g => g.Tag == IppTag.PrinterGroup).Values);
        Assert.Empty(Only("no-such-thing").Groups.Single(g => g.Tag == IppTag.PrinterGroup).Values);
        string[] template = Only("job-template").Groups.Single(g => g.Tag == IppTag.PrinterGroup).Values.Keys.ToArray();
        string[] description = Only("printer-description").Groups.Single(g => g.Tag == IppTag.PrinterGroup).Values.Keys.ToArray();
        Assert.Empty(template.Intersect(description));
        Assert.Contains("media-col-database", Only("media-col-database").Groups.Single(g => g.Tag == IppTag.PrinterGroup).Values.Keys);
        Assert.DoesNotContain("media-col-database", everything.Keys);
        Assert.Equal(everything.Keys.Order(), Only("all").Groups.Single(g => g.Tag == IppTag.PrinterGroup).Values.Keys.Order());
        Assert.Equal(new[] { "printer-name", "printer-state" }, Only("printer-state,printer-name,printer-name").Groups.Single(g => g.Tag == IppTag.PrinterGroup).Values.Keys.Order());
    }

    [Fact]
    public void MoreNamesThanAreHeldAreAnsweredWithEverything()
    {
        TestPeer peer = new TestPeer(isFat: false);
        string many = string.Join(',', Enumerable.Range(0, Limits.IppRequested + 1).Select(i => "a" + i.ToString(CultureInfo.InvariantCulture)));
        IppReply reply = IppCall.To(Operation.GetPrinterAttributes).With(w => w.Keywords("requested-attributes", many)).Ask(peer);
        Assert.NotEmpty(reply.Values(IppTag.PrinterGroup, "printer-name"));
    }

    [Fact]
    public void GetJobsFilters()
    {
        TestPeer peer = new TestPeer();
        int done = Print(peer).Number("job-id");
        int waiting = Create(peer);
        int theirs = IppCall.Bare(Operation.CreateJob).With(w => w.Uri("printer-uri", IppCall.Printer)).With(w => w.Name("requesting-user-name", "bob")).Ask(peer).Number("job-id");
        Assert.Equal(new[] { waiting, theirs }, Listed(peer, "not-completed"));
        Assert.Equal(new[] { done }, Listed(peer, "completed"));
        Assert.Equal(new[] { waiting, theirs, done }, Listed(peer, "all"));
        Assert.Equal(new[] { waiting, theirs }, Listed(peer, "pending"));
        Assert.Empty(Listed(peer, "canceled"));
        Assert.Empty(Listed(peer, "aborted"));
        Assert.Empty(Listed(peer, "processing"));
        Assert.Empty(Listed(peer, "processing-stopped"));
        Assert.Empty(Listed(peer, "pending-held"));
        Assert.Equal(IppStatus.AttributesOrValuesNotSupported, IppCall.To(Operation.GetJobs).With(w => w.Keyword("which-jobs", "proof-print")).Ask(peer).Status);
        Assert.Equal(new[] { waiting }, Ids(IppCall.To(Operation.GetJobs).With(w => w.Boolean("my-jobs", true)).Ask(peer)));
        Assert.Equal(new[] { waiting }, Ids(IppCall.To(Operation.GetJobs).With(w => w.Integer("limit", 1)).Ask(peer)));
        Assert.Equal(IppStatus.BadRequest, IppCall.To(Operation.GetJobs).With(w => w.Integer("limit", 0)).Ask(peer).Status);
        Assert.Equal(new[] { done, theirs }, Ids(IppCall.To(Operation.GetJobs).With(w => w.Integer("job-ids", done)).With(w => w.Integer(IppWriter.More, theirs)).Ask(peer)));
        IppReply whole = IppCall.To(Operation.GetJobs).With(w => w.Keyword("requested-attributes", "all")).Ask(peer);
        Assert.Equal("ann", whole.Groups.First(g => g.Tag == IppTag.JobGroup).Values["job-originating-user-name"][0]);
    }

    [Fact]
    public void AJobIsFoundByItsUriToo()
    {
        TestPeer peer = new TestPeer();
        int job = Create(peer);
        IppReply By(string uri) => IppCall.Bare(Operation.GetJobAttributes).With(w => w.Uri("job-uri", uri)).Ask(peer);
        Assert.Equal(job, By("ipp://desk:8631/ipp/print/jobs/" + job).Number("job-id"));
        Assert.Equal(IppStatus.NotFound, By("ipp://desk/ipp/print/jobs/99").Status);
        Assert.Equal(IppStatus.NotFound, By("ipp://desk/ipp/print/jobs/99999999999999999999").Status);
        Assert.Equal(IppStatus.NotFound, By("ipp://desk/ipp/print/jobs/").Status);
        Assert.Equal(IppStatus.NotFound, By("ipp://desk/ipp/print").Status);
        Assert.Equal(IppStatus.NotFound, By("ipp://desk").Status);
        Assert.Equal(IppStatus.NotFound, By("x").Status);
        Assert.Equal(IppStatus.BadRequest, IppCall.Bare(Operation.GetJobAttributes).Ask(peer).Status);
        Assert.Equal(IppStatus.NotFound, IppCall.To(Operation.GetPrinterAttributes, "ipp://desk/ipp/other").Ask(peer).Status);
    }

    [Fact]
    public void FormatsAndCompressionsThatAreNotTakenAreRefused()
    {
        TestPeer peer = new TestPeer();
        Assert.Equal(IppStatus.DocumentFormatNotSupported, IppCall.To(Operation.PrintJob).With(w => w.MimeMediaType("document-format", "image/jpeg")).Document(Page).Ask(peer).Status);
        Assert.Equal(IppStatus.CompressionNotSupported, IppCall.To(Operation.PrintJob).With(w => w.Keyword("compression", "gzip")).Document(Page).Ask(peer).Status);
        Assert.Equal(IppStatus.DocumentFormatNotSupported, IppCall.To(Operation.GetPrinterAttributes).With(w => w.MimeMediaType("document-format", "image/jpeg")).Ask(peer).Status);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.PrintJob).With(w => w.MimeMediaType("document-format", "Application/Octet-Stream; x=1")).Document(Page).Ask(peer).Status);
        Assert.Single(peer.Output.Documents);
    }

    [Fact]
    public void ThePrinterIsStoppedWhileItsDeviceIs()
    {
        TestPeer peer = new TestPeer();
        peer.Output.IsPresent = false;
        TestPeer other = new TestPeer();
        Assert.Equal("3", Printer(other).Of("printer-state"));
    }

    [Fact]
    public void HttpThatIsNoIppIsToldSo()
    {
        TestPeer peer = new TestPeer();
        Assert.Equal(415, peer.Ask("POST", "/ipp/print", "Content-Type: text/plain\r\n", "x").Status);
        Assert.Equal(400, peer.Ask("POST", "/ipp/print", "Content-Type: application/ipp\r\n").Status);
        Assert.Equal(405, peer.Ask("PUT", "/ipp/print", "Content-Type: application/ipp\r\n", "x").Status);
        Assert.Equal(301, peer.Ask("GET", "/ipp/print").Status);
        Assert.Equal(404, peer.Ask("GET", "/ipp/printer").Status);
        Assert.Equal(403, peer.Ask("POST", "/ipp/print", "Content-Type: application/ipp\r\nOrigin: http://evil.example\r\n", "x").Status);
    }

    [Fact]
    public void EveryOctetOfARequestMayBeWrongOrMissing()
    {
        byte[] message = IppCall.To(Operation.PrintJob).With(w => w.Name("job-name", "x")).Group(IppTag.JobGroup).With(w => w.Integer("copies", 1)).Group(IppTag.SubscriptionGroup)
            .With(w => w.Keyword("notify-pull-method", "ippget")).Document(new byte[] { 1, 2, 3 }).Octets();
        TestPeer peer = new TestPeer();
        for (int at = 0; at < message.Length; at++)
        {
            foreach (int change in new[] { 0x01, 0x80, 0xFF })
            {
                byte[] wrong = (byte[])message.Clone();
                wrong[at] ^= (byte)change;
                Assert.Equal(200, peer.Ask("POST", "/ipp/print", "Content-Type: application/ipp\r\n", wrong).Status);
            }

            Assert.Equal(at == 0 ? 400 : 200, peer.Ask("POST", "/ipp/print", "Content-Type: application/ipp\r\n", message.AsSpan(0, at).ToArray()).Status);
        }

        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.GetPrinterAttributes).Ask(peer).Status);
    }

    private static IppReply Print(TestPeer peer)
    {
        return IppCall.To(Operation.PrintJob).Document(Page).Ask(peer);
    }

    private static IppReply Printer(TestPeer peer)
    {
        return IppCall.To(Operation.GetPrinterAttributes).Ask(peer);
    }

    private static int Create(TestPeer peer)
    {
        return IppCall.To(Operation.CreateJob).Ask(peer).Number("job-id");
    }

    private static string State(TestPeer peer, int job)
    {
        return IppCall.Of(Operation.GetJobAttributes, job).Ask(peer).OfJob("job-state");
    }

    private static IppReply Send(TestPeer peer, int job, string content, bool isLast)
    {
        return IppCall.Of(Operation.SendDocument, job).With(w => w.Boolean("last-document", isLast)).Document(Encoding.ASCII.GetBytes(content)).Ask(peer);
    }

    private static int[] Listed(TestPeer peer, string which)
    {
        return Ids(IppCall.To(Operation.GetJobs).With(w => w.Keyword("which-jobs", which)).Ask(peer));
    }

    private static int[] Ids(IppReply reply)
    {
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        return reply.Groups.Where(g => g.Tag == IppTag.JobGroup).Select(g => int.Parse(g.Values["job-id"][0], CultureInfo.InvariantCulture)).ToArray();
    }

    [Fact]
    public void APrinterThatStandsStillForAnHourHoldsTheSenderBackAndIsNotTakenForASlowOne()
    {
        TestPeer peer = new TestPeer();
        byte[] document = new byte[4 * peer.Profile.BlockOctets];
        new Random(1).NextBytes(document);
        byte[] message = IppCall.To(Operation.PrintJob).Document(document).Octets();
        ScriptLink link = peer.Link().Send(TestPeer.Request("POST", "/ipp/print", "Content-Type: application/ipp\r\nContent-Length: " + message.Length + "\r\n")).Send(message);
        link.Fragment = 3000;
        peer.Output.IsJammed = true;
        peer.Clock.In(3600 * 1000, () => peer.Output.IsJammed = false);
        Assert.Equal(IppStatus.SuccessfulOk, IppReply.Of(Assert.Single(peer.Serve(link.End(), "POST"))).Status);
        Assert.Equal(document, Assert.Single(peer.Output.Documents));
        Assert.True(peer.Clock.Milliseconds > 3600 * 1000);
    }
}
