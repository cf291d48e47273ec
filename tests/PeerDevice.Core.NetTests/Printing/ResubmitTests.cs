using System.Linq;
using System.Text;
using PeerDevice.Services.Printing;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>Resubmit-Job (PWG 5100.11): a Job that was kept is printed again as another, and the one that it was is left as it is.</summary>
public sealed class ResubmitTests
{
    private static readonly byte[] One = Enumerable.Range(0, 30000).Select(i => (byte)(i * 31)).ToArray();
    private static readonly byte[] Two = Encoding.ASCII.GetBytes("TWO");

    [Fact]
    public void ItIsANewJobWithAllDocumentsOfTheOther()
    {
        TestPeer peer = new(hasSpool: true, keepsJobs: true);
        int first = Printed(peer);
        IppReply reply = IppCall.Of(Operation.ResubmitJob, first).Ask(peer);
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        int second = reply.Number("job-id");
        Assert.NotEqual(first, second);
        Assert.Equal("3", reply.OfJob("job-state"));
        Assert.Equal("9", Told(peer, first).OfJob("job-state"));
        peer.PrintStored();
        IppReply told = Told(peer, second);
        Assert.Equal("9", told.OfJob("job-state"));
        Assert.Equal("two parts", told.OfJob("job-name"));
        Assert.Equal("2", told.OfJob("number-of-documents"));
        Assert.Equal("61", told.OfJob("job-priority"));
        Assert.Equal("letter", IppCall.Of(Operation.GetDocuments, second).With(w => w.Keyword("requested-attributes", "document-name")).Ask(peer).Value(IppTag.DocumentGroup, "document-name"));
        Assert.Equal(One.Concat(Two).Concat(One).Concat(Two), peer.Output.Documents.SelectMany(d => d));

        // And that one again.
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.ResubmitJob, second).Ask(peer).Status);
    }

    [Fact]
    public void WhatIsAskedForCountsOverWhatItWas()
    {
        TestPeer peer = new(hasSpool: true, keepsJobs: true);
        int first = Printed(peer);
        IppReply reply = IppCall.Of(Operation.ResubmitJob, first)
            .With(w => w.Name("job-name", "again"))
            .With(w =>
            {
                w.Group(IppTag.JobGroup);
                w.Integer("copies", 2);
                w.Integer("job-priority", 7);
                w.Keyword("job-hold-until", "indefinite");
                w.Keyword("sides", "two-sided-long-edge");
            }).Ask(peer);
        Assert.Equal(IppStatus.SuccessfulOkIgnoredOrSubstitutedAttributes, reply.Status);
        Assert.Equal("two-sided-long-edge", reply.Value(IppTag.UnsupportedGroup, "sides"));
        int second = reply.Number("job-id");
        IppReply told = Told(peer, second);
        Assert.Equal(("again", "2", "7", "4"), (told.OfJob("job-name"), told.OfJob("copies"), told.OfJob("job-priority"), told.OfJob("job-state")));
        peer.PrintStored();
        Assert.Equal(One.Length + Two.Length, peer.Output.Documents.Sum(d => d.Length));
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.ReleaseJob, second).Ask(peer).Status);
        peer.PrintStored();
        Assert.Equal(3 * (One.Length + Two.Length), peer.Output.Documents.Sum(d => d.Length));
    }

    [Fact]
    public void ReprocessJobLeavesEverythingAsItWas()
    {
        TestPeer peer = new(hasSpool: true, keepsJobs: true);
        int first = Printed(peer);
        IppReply reply = IppCall.Of(Operation.ReprocessJob, first).Group(IppTag.JobGroup).With(w => w.Integer("copies", 2)).Ask(peer);
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        int second = reply.Number("job-id");
        Assert.NotEqual(first, second);
        peer.PrintStored();
        IppReply told = Told(peer, second);
        Assert.Equal(("two parts", "1", "61", "9"), (told.OfJob("job-name"), told.OfJob("copies"), told.OfJob("job-priority"), told.OfJob("job-state")));
        Assert.Equal(One.Concat(Two).Concat(One).Concat(Two), peer.Output.Documents.SelectMany(d => d));
        Assert.Equal(IppStatus.NotPossible, IppCall.Of(Operation.ReprocessJob, IppCall.To(Operation.CreateJob).Ask(peer).Number("job-id")).Ask(peer).Status);
    }

    [Fact]
    public void WhatIsNotKeptOrHasNotEndedCannotBe()
    {
        foreach (TestPeer peer in new[] { new TestPeer(), new TestPeer(hasSpool: true) })
        {
            IppReply printed = IppCall.To(Operation.PrintJob).Document(One).Ask(peer);
            peer.PrintStored();
            Assert.Equal("9", Told(peer, printed.Number("job-id")).OfJob("job-state"));
            Assert.Equal(IppStatus.NotPossible, IppCall.Of(Operation.ResubmitJob, printed.Number("job-id")).Ask(peer).Status);
            Assert.Equal(IppStatus.NotFound, IppCall.Of(Operation.ResubmitJob, 99).Ask(peer).Status);
        }

        TestPeer waiting = new(hasSpool: true, keepsJobs: true);
        int job = IppCall.To(Operation.PrintJob).Document(One).Ask(waiting).Number("job-id");
        Assert.Equal(IppStatus.NotPossible, IppCall.Of(Operation.ResubmitJob, job).Ask(waiting).Status);
        waiting.PrintStored();
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.DisablePrinter).Ask(waiting).Status);
        Assert.Equal(IppStatus.NotAcceptingJobs, IppCall.Of(Operation.ResubmitJob, job).Ask(waiting).Status);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.EnablePrinter).Ask(waiting).Status);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.ResubmitJob, job).Ask(waiting).Status);
    }

    [Fact]
    public void WhatItIsMadeFromDoesNotGiveWayMeanwhile()
    {
        // There is room for both, and not for what is kept besides.
        Profile profile = Profile.SixteenSockets();
        profile.SpoolOctets = 2 * (One.Length + Two.Length);
        TestPeer peer = new(profile: profile, hasSpool: true, keepsJobs: true);
        int first = Printed(peer);
        IppReply reply = IppCall.Of(Operation.ResubmitJob, first).Ask(peer);
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        peer.PrintStored();
        Assert.Equal("9", Told(peer, reply.Number("job-id")).OfJob("job-state"));

        profile = Profile.SixteenSockets();
        profile.SpoolOctets = One.Length + Two.Length + 10000;
        peer = new TestPeer(profile: profile, hasSpool: true, keepsJobs: true);
        first = Printed(peer);
        reply = IppCall.Of(Operation.ResubmitJob, first).Ask(peer);
        Assert.NotEqual(IppStatus.SuccessfulOk, reply.Status);
        Assert.Equal(One.Concat(Two), peer.Output.Documents.SelectMany(d => d));
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.RestartJob, first).Ask(peer).Status);
        peer.PrintStored();
        Assert.Equal(One.Concat(Two).Concat(One).Concat(Two), peer.Output.Documents.SelectMany(d => d));
    }

    [Fact]
    public void ACardThatFailsAtAnyCallLeavesNoHalfOfIt()
    {
        int calls = 1;
        int failed = 0;
        for (int call = 0; call < calls; call++)
        {
            TestPeer peer = new(hasSpool: true, keepsJobs: true);
            int first = Printed(peer);
            peer.Store.Reset();
            peer.Store.FailAt = call;
            IppReply reply = IppCall.Of(Operation.ResubmitJob, first).Ask(peer);
            calls = call == 0 ? 1000 : peer.Store.Calls <= call ? 0 : calls;
            peer.Store.FailAt = -1;
            for (int i = 0; i < 10; i++)
            {
                peer.Peer.Parts.Printers.Tend();
                peer.PrintStored();
                peer.Clock.Advance(Limits.CardRetryMilliseconds);
            }

            byte[] paper = peer.Output.Documents.SelectMany(d => d).ToArray();
            bool isTwice = reply.Status == IppStatus.SuccessfulOk;
            Assert.Equal(isTwice ? One.Concat(Two).Concat(One).Concat(Two) : One.Concat(Two), paper);
            Assert.Equal("9", Told(peer, first).OfJob("job-state"));
            failed += isTwice ? 0 : 1;
        }

        Assert.True(failed > 10, "the card failed where it mattered only " + failed + " times");
    }

    private static int Printed(TestPeer peer)
    {
        int job = IppCall.To(Operation.CreateJob).With(w => w.Name("job-name", "two parts")).With(w =>
        {
            w.Group(IppTag.JobGroup);
            w.Integer("job-priority", 61);
        }).Ask(peer).Number("job-id");
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.SendDocument, job).With(w => w.Name("document-name", "letter")).With(w => w.Boolean("last-document", false)).Document(One).Ask(peer).Status);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.SendDocument, job).With(w => w.Boolean("last-document", true)).Document(Two).Ask(peer).Status);
        peer.PrintStored();
        Assert.Equal("9", Told(peer, job).OfJob("job-state"));
        return job;
    }

    private static IppReply Told(TestPeer peer, int job)
    {
        return IppCall.Of(Operation.GetJobAttributes, job).Ask(peer);
    }
}
