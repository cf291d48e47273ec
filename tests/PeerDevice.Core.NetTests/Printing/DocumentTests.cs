using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>Documents of a Job that waits (PWG 5100.5): one is canceled and the others are printed, over a restart too; one is given another name.</summary>
public sealed class DocumentTests
{
    private static readonly byte[] One = Enumerable.Range(0, 3000).Select(i => (byte)(i * 31)).ToArray();
    private static readonly byte[] Two = Encoding.ASCII.GetBytes("TWO");
    private static readonly byte[] Three = Encoding.ASCII.GetBytes("THREE");

    private readonly TestPeer _peer = new(hasSpool: true, keepsJobs: true);

    [Fact]
    public void ACanceledDocumentIsNotPrintedAndTheOthersAre()
    {
        int job = Waiting();
        Assert.Equal(IppStatus.SuccessfulOk, Cancel(job, 2).Status);
        Assert.Equal(IppStatus.NotPossible, Cancel(job, 2).Status);
        IppReply told = IppCall.Of(Operation.GetDocuments, job).With(w => w.Keyword("requested-attributes", "all")).Ask(_peer);
        List<Dictionary<string, List<string>>> documents = told.Groups.Where(g => g.Tag == IppTag.DocumentGroup).Select(g => g.Values).ToList();
        Assert.Equal(new[] { "3", "7", "3" }, documents.Select(d => d["document-state"][0]));
        Assert.Equal(new[] { "none", "canceled-by-user", "none" }, documents.Select(d => d["document-state-reasons"][0]));
        Assert.Equal(new[] { "false", "false", "true" }, documents.Select(d => d["last-document"][0]));
        _peer.PrintStored();
        Assert.Equal(One.Concat(Three), _peer.Output.Documents.SelectMany(d => d));
        Assert.Equal("9", State(job));

        // And as another Job: what was canceled stays so.
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.ResubmitJob, job).Ask(_peer).Status);
        _peer.PrintStored();
        Assert.Equal(One.Concat(Three).Concat(One).Concat(Three), _peer.Output.Documents.SelectMany(d => d));
    }

    [Fact]
    public void TheLastThatIsLeftTakesItsJobWithIt()
    {
        int job = Waiting();
        Assert.Equal(IppStatus.SuccessfulOk, Cancel(job, 3).Status);
        Assert.Equal(IppStatus.SuccessfulOk, Cancel(job, 1).Status);
        Assert.Equal("3", State(job));
        Assert.Equal(IppStatus.SuccessfulOk, Cancel(job, 2).Status);
        Assert.Equal("7", State(job));
        Assert.Equal(IppStatus.NotPossible, Cancel(job, 2).Status);
        _peer.PrintStored();
        Assert.Empty(_peer.Output.Documents);
    }

    [Fact]
    public void WhatCannotBeCanceledIsRefused()
    {
        int open = IppCall.To(Operation.CreateJob).Ask(_peer).Number("job-id");
        Send(open, One, false);
        Assert.Equal(IppStatus.NotPossible, Cancel(open, 1).Status);
        Assert.Equal(IppStatus.NotFound, Cancel(open, 2).Status);
        Assert.Equal(IppStatus.BadRequest, IppCall.Of(Operation.CancelDocument, open).Ask(_peer).Status);
        int done = Waiting();
        _peer.PrintStored();
        Assert.Equal("9", State(done));
        Assert.Equal(IppStatus.NotPossible, Cancel(done, 2).Status);
    }

    [Fact]
    public void ADocumentThatWasBegunIsNotCanceledAloneAndOneBehindItIs()
    {
        Desk desk = new Desk(store: new PlainStore(new VirtualClock(TestPeer.Now))).Started();
        Job job = Spooled(desk);
        bool isAsked = false;
        desk.Model.OnWrite = _ =>
        {
            if (!isAsked)
            {
                isAsked = true;
                Assert.Equal(PrintStatus.NotPossible, desk.Printer.CancelDocument(job, 1, true));
                Assert.Equal(PrintStatus.Ok, desk.Printer.CancelDocument(job, 3, false));
            }
        };
        desk.PrintAll();
        Assert.True(isAsked);
        Assert.Equal(One.Concat(Two), desk.Model.Whole.SelectMany(paper => paper));
        Assert.Equal(JobState.Completed, job.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatWasCanceledOrNamedIsSoAfterARestart(bool isFat)
    {
        IFileStore store = isFat ? new Simulation.Fat.FatStore(new Simulation.Fat.FatMedium(4096, 512)) : new PlainStore(new VirtualClock(TestPeer.Now));
        Desk desk = new Desk(store: store).Started();
        Job job = Spooled(desk);
        Assert.Equal(PrintStatus.Ok, desk.Printer.CancelDocument(job, 1, false));
        Assert.Equal(PrintStatus.Ok, desk.Printer.NameDocument(job, 2, "another name"));

        // Long enough that its record is written anew.
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(PrintStatus.Ok, desk.Printer.NameDocument(job, 3, "a name of some length, the one numbered " + i));
        }

        Desk next = new Desk(store: store).Started();
        Job found = next.Printer.Find(job.Id)!;
        Assert.Equal(new[] { JobReasons.CanceledByOperator, JobReasons.None, JobReasons.None }, found.Documents.Select(d => d.Canceled));
        Assert.Equal(new[] { "first", "another name", "a name of some length, the one numbered 39" }, found.Documents.Select(d => d.Name));
        next.PrintAll();
        Assert.Equal(Two.Concat(Three), next.Model.Whole.SelectMany(paper => paper));
    }

    [Fact]
    public void ADocumentIsGivenAnotherNameAndNothingElseIsSet()
    {
        int job = Waiting();
        IppCall Set(int number) => IppCall.Of(Operation.SetDocumentAttributes, job).With(w => w.Integer("document-number", number)).Group(IppTag.DocumentGroup);
        Assert.Equal(IppStatus.SuccessfulOk, Set(2).With(w => w.Name("document-name", "chapter two")).Ask(_peer).Status);
        Assert.Equal("chapter two", Told(job, 2, "document-name"));
        IppReply both = Set(2).With(w => w.Name("document-name", "chapter three")).With(w => w.MimeMediaType("document-format", "text/plain")).Ask(_peer);
        Assert.Equal(IppStatus.AttributesNotSettable, both.Status);
        Assert.Equal("<10>", both.Value(IppTag.UnsupportedGroup, "document-format"));
        Assert.Equal("chapter two", Told(job, 2, "document-name"));
        Assert.Equal(IppStatus.AttributesOrValuesNotSupported, Set(2).With(w => w.Integer("document-name", 3)).Ask(_peer).Status);
        Assert.Equal(IppStatus.BadRequest, Set(2).Ask(_peer).Status);
        Assert.Equal(IppStatus.NotFound, Set(4).With(w => w.Name("document-name", "x")).Ask(_peer).Status);
        _peer.PrintStored();
        Assert.Equal(IppStatus.NotPossible, Set(2).With(w => w.Name("document-name", "too late")).Ask(_peer).Status);
    }

    private static Job Spooled(Desk desk)
    {
        Job job = new() { Name = "book", User = "bo", Host = "pc", Origin = Job.ByIpp };
        Intake intake = desk.Intake();
        Assert.Equal(PrintStatus.Ok, intake.Create(job));
        Assert.Equal(PrintStatus.Ok, intake.Send(job, "first", "", new Pieces(One, 1000), false));
        Assert.Equal(PrintStatus.Ok, intake.Send(job, "second", "", new Pieces(Two, 1000), false));
        Assert.Equal(PrintStatus.Ok, intake.Send(job, "third", "", new Pieces(Three, 1000), true));
        return job;
    }

    private int Waiting()
    {
        int job = IppCall.To(Operation.CreateJob).Ask(_peer).Number("job-id");
        Send(job, One, false);
        Send(job, Two, false);
        Send(job, Three, true);
        return job;
    }

    private void Send(int job, byte[] document, bool isLast)
    {
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.SendDocument, job).With(w => w.Boolean("last-document", isLast)).Document(document).Ask(_peer).Status);
    }

    private IppReply Cancel(int job, int number)
    {
        return IppCall.Of(Operation.CancelDocument, job).With(w => w.Integer("document-number", number)).Ask(_peer);
    }

    private string Told(int job, int number, string name)
    {
        return IppCall.Of(Operation.GetDocumentAttributes, job).With(w => w.Integer("document-number", number)).Ask(_peer).Value(IppTag.DocumentGroup, name);
    }

    private string State(int job)
    {
        return IppCall.Of(Operation.GetJobAttributes, job).Ask(_peer).OfJob("job-state");
    }
}
