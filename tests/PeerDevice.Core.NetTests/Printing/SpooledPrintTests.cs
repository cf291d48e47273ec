using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Printing;

/// <summary>Jobs that go by the spool: told as taken when they are safe, printed when their turn comes, and over a restart.</summary>
public sealed class SpooledPrintTests
{
    private static readonly byte[] Document = Enumerable.Range(0, 10000).Select(i => (byte)((i * 7) ^ (i >> 8))).ToArray();

    public static TheoryData<bool> Grounds => [true, false];

    [Theory]
    [MemberData(nameof(Grounds))]
    public void AJobIsTakenWhenItIsStoredAndPrintedWhenItsTurnComes(bool isFat)
    {
        Desk desk = new Desk(store: Store(isFat)).Started();
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.Equal(JobState.Pending, job.State);
        Assert.Equal(JobReasons.None, job.Reasons);
        Assert.Equal(0, desk.Model.Taken);
        desk.PrintAll();
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(JobReasons.CompletedSuccessfully, job.Reasons);
        Assert.Equal(Document, Assert.Single(desk.Model.Whole));
        Assert.Equal(new[] { JobState.Pending, JobState.Processing, JobState.Completed }, desk.States(job));
        Assert.Equal(Document.Length, job.Sent);
        Assert.Equal(1, job.CopiesDone);
    }

    [Theory]
    [MemberData(nameof(Grounds))]
    public void WhatWaitsIsPrintedAfterARestartAndWhatHasEndedIsHistory(bool isFat)
    {
        IFileStore store = Store(isFat);
        Desk desk = new Desk(store: store).Started();
        Job done = desk.Submit(Document).Job;
        desk.PrintAll();
        Job canceled = desk.Submit(Document).Job;
        desk.Printer.Cancel(canceled.Id, true);
        Job[] waiting = Enumerable.Range(0, 4).Select(i => new Job { Name = "job " + i, User = "bo", Host = "pc-" + i, Origin = Job.ByLpd, Priority = 40 + i, Copies = 1 + i }).ToArray();
        foreach (Job job in waiting)
        {
            Assert.Equal(PrintStatus.Ok, desk.Intake().Submit(job, "doc " + job.Name, "application/octet-stream", new Pieces(Document, 1000), null));
        }

        desk.Printer.Hold(waiting[3].Id);
        desk.Printer.Promote(waiting[0].Id);
        desk.Printer.Set(waiting[2].Id, "another name", 0, 2);

        Desk next = new Desk(store: store).Started();
        Assert.Equal(new[] { waiting[0].Id, waiting[3].Id, waiting[2].Id, waiting[1].Id, canceled.Id, done.Id }, next.Jobs().Select(job => job.Id));
        Job[] found = waiting.Select(job => next.Printer.Find(job.Id)!).ToArray();
        Assert.Equal(JobState.PendingHeld, found[3].State);
        Assert.Equal("another name", found[2].Name);
        Assert.Equal(2, found[2].Copies);
        Assert.Equal("bo", found[1].User);
        Assert.Equal("pc-1", found[1].Host);
        Assert.Equal(Job.ByLpd, found[1].Origin);
        Assert.Equal(Document.Length, found[1].Octets);
        Assert.Equal("doc job 1", found[1].Documents[0].Name);
        Assert.Equal("application/octet-stream", found[1].Documents[0].Format);
        Assert.Equal(JobState.Completed, next.Printer.Find(done.Id)!.State);
        Assert.Equal(JobReasons.CanceledByUser, next.Printer.Find(canceled.Id)!.Reasons);
        next.PrintAll();
        Assert.Equal(1 + 2 + 2, next.Model.Whole.Sum(paper => paper.Length / Document.Length));
        Assert.All(next.Model.Whole, paper => Assert.Equal(Document, paper.Take(Document.Length)));
        Assert.All(found.Take(3), job => Assert.Equal(JobReasons.CompletedSuccessfully, job.Reasons));
        Assert.True(next.Submit(Document).Job.Id > waiting.Max(job => job.Id));
    }

    [Theory]
    [MemberData(nameof(Grounds))]
    public void WhereTheHistoryIsFullAJobEndsAsAnywhere(bool isFat)
    {
        // The spool has forgotten the oldest before the Printer says so.
        Profile profile = Profile.SixteenSockets();
        profile.JobHistory = 2;
        Desk desk = new Desk(profile, store: Store(isFat)).Started();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(PrintStatus.Ok, desk.Submit(Document).Status);
            desk.PrintAll();
        }

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(PrintStatus.Ok, desk.Printer.Cancel(desk.Submit(Document).Job.Id, true));
        }

        Assert.Equal(2, desk.Jobs().Count);
        Assert.Equal(PrintStatus.Ok, desk.Printer.Purge());
    }

    [Fact]
    public void NothingIsPrintedTwiceInSilenceWhereverThePowerGoes()
    {
        foreach (int setting in new[] { AfterCut.Restart, AfterCut.Hold, AfterCut.Abort })
        {
            int cuts = 0;
            for (int step = 0; Life(step, setting); step++)
            {
                cuts++;
            }

            Assert.True(cuts > 20, "There are " + cuts + " writes only.");
        }
    }

    [Fact]
    public void WhatWasCanceledOrHeldStaysSoWhereverThePowerGoesAfterTheAnswer()
    {
        for (int step = 0; ; step++)
        {
            FatMedium medium = new FatMedium();
            PrinterModel model = new PrinterModel(new VirtualClock());
            Desk desk = new Desk(store: new FatStore(medium), model: model).Started();
            Job canceled = desk.Submit(Document).Job;
            Job held = desk.Submit(Document).Job;
            medium.CutAt = medium.Steps + step;
            bool isCanceled = false;
            bool isHeld = false;
            bool isCut = false;
            try
            {
                isCanceled = desk.Printer.Cancel(canceled.Id, true) == PrintStatus.Ok;
                isHeld = desk.Printer.Hold(held.Id) == PrintStatus.Ok;
            }
            catch (PowerCut)
            {
                isCut = true;
            }

            Desk next = new Desk(store: new FatStore(medium.Copy()), model: model).Started();
            next.PrintAll();
            Assert.True(!isCanceled || next.Printer.Find(canceled.Id) is null or { State: JobState.Canceled }, "step " + step);
            Assert.True(!isHeld || next.Printer.Find(held.Id) is { State: JobState.PendingHeld }, "step " + step);
            Assert.InRange(model.Whole.Count, 0, (isCanceled ? 0 : 1) + (isHeld ? 0 : 1));
            if (!isCut)
            {
                return;
            }
        }
    }

    [Fact]
    public void WhatWasCanceledWhileItWasPrintedIsNotPrintedAfterACut()
    {
        FatMedium medium = new FatMedium();
        Desk desk = new Desk(store: new FatStore(medium)).Started();
        Job job = desk.Submit(Document).Job;
        desk.Model.Gulp = 1000;
        desk.Model.OnWrite = taken =>
        {
            if (taken == 5000)
            {
                Assert.Equal(PrintStatus.Ok, desk.Printer.Cancel(job.Id, true));
                throw new PowerCut(0);
            }
        };
        Assert.Throws<PowerCut>(desk.PrintAll);
        Desk next = new Desk(store: new FatStore(medium.Copy())).Started();
        next.PrintAll();
        Assert.Empty(next.Model.Papers);
        Assert.Equal(JobState.PendingHeld, next.Printer.Find(job.Id)!.State);
        Assert.NotEqual(0, next.Printer.Find(job.Id)!.Reasons & JobReasons.PossiblyPrintedTwice);
    }

    [Fact]
    public void CanceledAtAnyOctetOfItsPrintingNoMoreGoToTheDevice()
    {
        for (int at = 0; at < Document.Length; at += 1000)
        {
            Desk desk = new Desk(store: Store(true)).Started();
            Job job = desk.Submit(Document).Job;
            desk.Model.Gulp = 500;
            int octet = at;
            desk.Model.OnWrite = taken => _ = taken == octet ? desk.Printer.Cancel(job.Id, true) : 0;
            desk.PrintAll();
            Assert.Equal(JobState.Canceled, job.State);
            Assert.Equal(at + 500, desk.Model.Taken);
            Assert.Contains("may be on paper", job.Message);
            desk.Model.OnWrite = null;
            Assert.Equal(PrintStatus.Ok, desk.Submit(Document).Status);
            desk.PrintAll();
            Assert.Equal(Document, Assert.Single(desk.Model.Whole));
        }
    }

    [Fact]
    public void CanceledWhileItArrivesItLeavesNothingBehind()
    {
        FatMedium medium = new FatMedium();
        Desk desk = new Desk(store: new FatStore(medium)).Started();
        desk.Submit(Document);
        desk.PrintAll();
        int free = medium.FreeClusters;
        Job job = new Job { Origin = Job.ByIpp };
        Pieces source = new Pieces(Document, 1000) { OnRead = left => _ = left == 5 ? desk.Printer.Cancel(job.Id, true) : 0 };
        Assert.Equal(PrintStatus.Canceled, desk.Intake().Submit(job, "", "", source, null));
        Assert.Equal(JobState.Canceled, job.State);
        desk.PrintAll();
        Assert.Equal(Document, Assert.Single(desk.Model.Whole));
        Assert.Equal(free, medium.FreeClusters);
        Assert.Equal(0, desk.Spool!.Octets);
    }

    [Theory]
    [InlineData(Job.ByIpp, true, false)]
    [InlineData(Job.ByLpd, true, false)]
    [InlineData(Job.ByRaw, false, false)]
    [InlineData(Job.ByRaw, true, true)]
    public void WhatCameOfASenderThatDiesIsPrintedOnlyOfRaw(int origin, bool printsWhatCame, bool isPrinted)
    {
        Desk desk = new Desk(store: Store(true), setup: new PrinterSetup { Name = "desk", PrintsWhatCame = printsWhatCame }).Started();
        desk.Printer.Pause(false);
        (int status, Job job) = desk.Submit(Document, 1000, ByteSource.Broken, origin);
        Assert.Equal(PrintStatus.Interrupted, status);
        Assert.Equal(isPrinted ? JobState.Pending : JobState.Aborted, job.State);
        Assert.NotEqual(0, job.Reasons & JobReasons.SubmissionInterrupted);
        desk.Printer.Resume();
        desk.PrintAll();
        Assert.Equal(isPrinted ? 1 : 0, desk.Model.Whole.Count);
        Assert.Equal(isPrinted ? JobReasons.CompletedWithErrors | JobReasons.SubmissionInterrupted : JobReasons.AbortedBySystem | JobReasons.SubmissionInterrupted, job.Reasons);
        Assert.Equal(0, desk.Spool!.Octets);
    }

    [Fact]
    public void RawGoesStraightToAnIdlePrinterAndOtherwiseByTheSpool()
    {
        Desk desk = new Desk(store: Store(true)).Started();
        (int status, Job direct) = desk.Submit(Document, origin: Job.ByRaw);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.False(direct.IsSpooled);
        Assert.Equal(JobState.Completed, direct.State);
        Assert.True(desk.Submit(Document).Job.IsSpooled);
        Job behind = desk.Submit(Document, origin: Job.ByRaw).Job;
        Assert.True(behind.IsSpooled);
        Assert.Equal(JobState.Pending, behind.State);
        desk.PrintAll();
        Assert.Equal(3, desk.Model.Whole.Count);
        desk.Printer.Pause(false);
        Assert.True(desk.Submit(Document, origin: Job.ByRaw).Job.IsSpooled);
    }

    [Theory]
    [InlineData(AfterCut.Restart)]
    [InlineData(AfterCut.Hold)]
    [InlineData(AfterCut.Abort)]
    public void ADeviceThatBreaksInTheMiddleIsBegunWithAgainAsTheSettingSaysAndItIsTold(int setting)
    {
        for (int at = 500; at <= Document.Length; at += 500)
        {
            Desk desk = new Desk(store: Store(true), setup: new PrinterSetup { Name = "desk", AfterCut = setting }).Started();
            desk.Model.With(at, at % 1000 == 0 ? TroubleKind.Reset : TroubleKind.Vanish, 60000);
            Job job = desk.Submit(Document).Job;
            desk.PrintAll();
            switch (setting)
            {
                case AfterCut.Restart:
                    Assert.Equal(JobState.Completed, job.State);
                    Assert.Equal(JobReasons.CompletedWithWarnings | JobReasons.PossiblyPrintedTwice, job.Reasons);
                    Assert.Contains("twice", job.Message);
                    Assert.Contains(JobState.ProcessingStopped, desk.States(job));
                    Assert.Equal(1, job.Restarts);
                    break;
                case AfterCut.Hold:
                    Assert.Equal(JobState.PendingHeld, job.State);
                    Assert.Contains("release it", job.Message);
                    Assert.Empty(desk.Model.Whole);
                    Assert.Equal(PrintStatus.Ok, desk.Printer.Release(job.Id));
                    desk.Clock.Advance(60000);
                    desk.PrintAll();
                    Assert.Equal(JobReasons.CompletedWithWarnings | JobReasons.PossiblyPrintedTwice, job.Reasons);
                    break;
                default:
                    Assert.Equal(JobState.Aborted, job.State);
                    Assert.Equal(JobReasons.AbortedBySystem | JobReasons.ErrorsDetected | JobReasons.Restartable, job.Reasons);
                    Assert.Empty(desk.Model.Whole);
                    Assert.Equal(PrintStatus.Ok, desk.Printer.Restart(job.Id));
                    Assert.Equal(JobState.Pending, job.State);
                    desk.Clock.Advance(60000);
                    desk.PrintAll();
                    Assert.Equal(JobReasons.CompletedSuccessfully, job.Reasons);
                    break;
            }

            Assert.Equal(Document, Assert.Single(desk.Model.Whole));
            Assert.Equal(0, desk.Spool!.Octets);
        }
    }

    [Fact]
    public void ADeviceThatAlwaysBreaksPrintsNothingForEver()
    {
        Desk desk = new Desk(store: Store(true)).Started();
        for (int i = 1; i <= 20; i++)
        {
            desk.Model.With(i * 5000, TroubleKind.Reset, 100);
        }

        Job job = desk.Submit(Document).Job;
        desk.PrintAll();
        Assert.Equal(JobState.PendingHeld, job.State);
        Assert.Equal(Limits.JobPrintings, desk.Model.Papers.Count);
    }

    [Fact]
    public void CopiesAndDocumentsAreBegunWithAgainWhereTheyBroke()
    {
        Desk desk = new Desk(store: Store(true)).Started();
        byte[][] documents = { Document, Document.Take(3000).ToArray(), Document.Skip(5000).ToArray() };
        int all = documents.Sum(document => document.Length);
        Job job = new Job { Origin = Job.ByIpp, Copies = 3 };
        Assert.Equal(PrintStatus.Ok, desk.Intake().Create(job));
        for (int i = 0; i < documents.Length; i++)
        {
            Assert.Equal(JobReasons.DataInsufficient, job.Reasons);
            desk.PrintAll();
            Assert.Equal(0, desk.Model.Taken);
            Assert.Equal(PrintStatus.Ok, desk.Intake().Send(job, "", "", new Pieces(documents[i], 700), i == 2));
        }

        // In the second document of the second copy.
        desk.Model.With(all + 11000, TroubleKind.Reset, 1000);
        desk.PrintAll();
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(3, job.CopiesDone);
        byte[] copy = documents.SelectMany(document => document).ToArray();
        Assert.Equal(copy.Concat(copy.Take(11000)), desk.Model.Papers[0].Octets);
        Assert.Equal(copy.Skip(10000).Concat(copy), Assert.Single(desk.Model.Whole));
    }

    [Fact]
    public void ACreatedJobThatIsClosedIsPrintedAndOneThatIsNotIsGivenUp()
    {
        IFileStore store = Store(true);
        Desk desk = new Desk(store: store).Started();
        Job[] jobs = Enumerable.Range(0, 3).Select(_ => new Job { Origin = Job.ByIpp }).ToArray();
        Assert.All(jobs, job => Assert.Equal(PrintStatus.Ok, desk.Intake().Create(job)));
        Assert.Equal(PrintStatus.Ok, desk.Intake().Send(jobs[0], "", "", new Pieces(Document, 1000), false));
        Assert.Equal(PrintStatus.Ok, desk.Intake().Send(jobs[1], "", "", new Pieces(Document, 1000), false));
        Assert.Equal(PrintStatus.Ok, desk.Intake().Close(jobs[0]));
        Assert.Equal(PrintStatus.NotPossible, desk.Intake().Close(jobs[0]));

        // Their client was told their numbers, so they are told of after a restart too.
        Desk next = new Desk(store: store).Started();
        Assert.Equal(3, next.Jobs().Count);
        next.PrintAll();
        Assert.Equal(Document, Assert.Single(next.Model.Whole));
        next.Clock.Advance(Limits.JobSilenceMilliseconds);
        Assert.NotNull(next.Printer.EndForgotten());
        Assert.NotNull(next.Printer.EndForgotten());
        Assert.Null(next.Printer.EndForgotten());
        Assert.Equal(new[] { JobState.Completed, JobState.Aborted, JobState.Aborted }, jobs.Select(job => next.Printer.Find(job.Id)!.State));
        Assert.Equal(0, next.Spool!.Octets);
    }

    [Fact]
    public void WhatTheSpoolHasNoRoomForIsRefusedOrGoesStraightToTheDevice()
    {
        Profile profile = Profile.SixteenSockets();
        profile.SpoolOctets = 200001;
        Desk desk = new Desk(profile, store: Store(false)).Started();
        desk.Printer.Pause(false);
        Assert.Equal(PrintStatus.Ok, desk.Submit(new byte[100000]).Status);
        Assert.Equal(PrintStatus.Ok, desk.Submit(new byte[100001]).Status);

        // Not an octet fits: IPP hears so, raw waits for its turn and then for nothing else.
        Assert.Equal(PrintStatus.Busy, desk.Submit(new byte[1000]).Status);
        desk.Clock.In(1000, desk.Printer.Resume);
        desk.Clock.In(2000, desk.PrintAll);
        (int status, Job raw) = desk.Submit(new byte[100002], origin: Job.ByRaw);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.False(raw.IsSpooled);
        Assert.Equal(new[] { 100000, 100001, 100002 }, desk.Model.Whole.Select(paper => paper.Length));

        // What would never fit is given up, whoever sends it.
        desk.Printer.Pause(false);
        Assert.Equal(PrintStatus.StoreFull, desk.Submit(new byte[300000]).Status);
        Assert.Equal(PrintStatus.StoreFull, desk.Submit(new byte[300000], origin: Job.ByRaw).Status);
        Assert.Equal(0, desk.Spool!.Octets);
    }

    [Theory]
    [InlineData(Job.ByRaw, 2 * Limits.SpoolPatience, PrintStatus.Ok)]
    [InlineData(Job.ByIpp, Limits.SpoolPatience / 2, PrintStatus.Ok)]
    [InlineData(Job.ByIpp, 2 * Limits.SpoolPatience, PrintStatus.Busy)]
    public void InTheMiddleOfADocumentASenderWaitsForTheRoomThatOthersHave(int origin, int until, int expected)
    {
        Profile profile = Profile.SixteenSockets();
        profile.SpoolOctets = 262144;
        Desk desk = new Desk(profile, store: Store(false)).Started();
        desk.Printer.Pause(false);
        Assert.Equal(PrintStatus.Ok, desk.Submit(new byte[100000]).Status);
        desk.Clock.In(until, desk.Printer.Resume);
        desk.Clock.In(until + 1000, desk.PrintAll);
        (int status, Job job) = desk.Submit(new byte[180000], origin: origin);
        Assert.Equal(expected, status);
        desk.Printer.Resume();
        desk.PrintAll();
        Assert.Equal(expected == PrintStatus.Ok ? new[] { 100000, 180000 } : new[] { 100000 }, desk.Model.Whole.Select(paper => paper.Length));
        Assert.Equal(expected == PrintStatus.Ok ? JobState.Completed : JobState.Aborted, job.State);
        Assert.Equal(0, desk.Spool!.Octets);
    }

    [Theory]
    [InlineData(StoreStatus.Full)]
    [InlineData(StoreStatus.Failed)]
    [InlineData(StoreStatus.Absent)]
    public void AStoreThatFailsAtAnyCallLosesNoJobThatWasPromised(int failure)
    {
        for (int call = 0; ; call++)
        {
            FailingStore store = new FailingStore(new PlainStore(new VirtualClock()));
            Desk desk = new Desk(store: store).Started();
            store.Reset();
            store.FailAt = call;
            store.Status = failure;
            (int status, Job job) = desk.Submit(Document);
            bool wasReached = store.Calls > call;
            desk.PrintAll();
            wasReached |= store.Calls > call;
            int whole = desk.Model.Whole.Count(paper => paper.SequenceEqual(Document));
            string trace = "call " + call + ", status " + status + ", state " + job.State + ", reasons " + job.Reasons + ", papers " + desk.Model.Papers.Count;
            if (status == PrintStatus.Ok)
            {
                Assert.True(job.State == JobState.Completed, trace);
                Assert.True(whole == 1 || (job.Reasons & JobReasons.PossiblyPrintedTwice) != 0, trace);
            }
            else
            {
                Assert.True(whole == 0 && JobState.IsEnd(job.State), trace);
            }

            // And as it will be told after a restart.
            Desk next = new Desk(store: store).Started();
            next.PrintAll();
            Assert.True(next.Model.Papers.Count == 0 || (next.Printer.Find(job.Id)!.Reasons & JobReasons.PossiblyPrintedTwice) != 0, trace);
            if (!wasReached)
            {
                Assert.True(call > 10);
                return;
            }
        }
    }

    [Fact]
    public void ACardThatIsPulledInTheMiddleIsWaitedForAndTheJobBegunAnew()
    {
        FatMedium medium = new FatMedium();
        FatStore store = new FatStore(medium);
        Desk desk = new Desk(store: store).Started();
        Job job = desk.Submit(Document).Job;
        Job other = desk.Submit(Document).Job;
        desk.Model.Gulp = 1000;
        bool isPulled = false;
        desk.Model.OnWrite = taken =>
        {
            if (taken == 2000 && !isPulled)
            {
                isPulled = true;
                store.Pull();
            }
        };
        desk.PrintAll();
        Assert.Equal(JobState.Pending, job.State);
        Assert.NotEqual(0, job.Reasons & JobReasons.PossiblyPrintedTwice);
        Assert.Empty(desk.Model.Whole);
        store.Insert();
        desk.PrintAll();
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(JobState.Completed, other.State);
        Assert.Equal(new[] { Document, Document }, desk.Model.Whole);
        Assert.Equal(0, other.Reasons & JobReasons.PossiblyPrintedTwice);
    }

    [Fact]
    public void JobsOnACardThatWasTakenAwayForAnotherAreGivenUp()
    {
        FatStore store = new FatStore(new FatMedium());
        Desk desk = new Desk(store: store).Started();
        desk.Printer.Pause(false);
        Job job = desk.Submit(Document).Job;
        store.Pull();
        store.Insert(new FatMedium());
        desk.Printer.Resume();
        desk.PrintAll();
        Assert.Equal(JobState.Aborted, job.State);
        Assert.Contains("card", job.Message);
        Assert.Equal(0, desk.Model.Taken);
        Assert.Equal(PrintStatus.Ok, desk.Submit(Document).Status);
        desk.PrintAll();
        Assert.Equal(Document, Assert.Single(desk.Model.Whole));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AJobIsPrintedAgainOnlyWhileItsDocumentsAreKept(bool keepsJobs)
    {
        Desk desk = new Desk(store: Store(true), setup: new PrinterSetup { Name = "desk", KeepsJobs = keepsJobs }).Started();
        Job job = desk.Submit(Document).Job;
        Assert.Equal(PrintStatus.NotPossible, desk.Printer.Restart(job.Id));
        desk.PrintAll();
        Assert.Equal(keepsJobs, (job.Reasons & JobReasons.Restartable) != 0);
        Assert.Equal(keepsJobs ? PrintStatus.Ok : PrintStatus.NotPossible, desk.Printer.Restart(job.Id));
        Assert.Equal(PrintStatus.NotFound, desk.Printer.Restart(job.Id + 100));
        desk.PrintAll();
        Assert.Equal(keepsJobs ? 2 : 1, desk.Model.Whole.Count);
        Assert.Equal(JobState.Completed, job.State);
        desk.Printer.Purge();
        Assert.Null(desk.Printer.Find(job.Id));
        Assert.Equal(0, desk.Spool!.Octets);
    }

    [Fact]
    public void TheQueueIsBoundedAndHistoryGivesWayInTheSpoolToo()
    {
        Profile profile = Profile.FourSockets();
        FatStore store = new FatStore(new FatMedium());
        Desk desk = new Desk(profile, store: store).Started();
        for (int round = 0; round < 3; round++)
        {
            desk.Printer.Pause(false);
            for (int i = 0; i < profile.Jobs; i++)
            {
                Assert.Equal(PrintStatus.Ok, desk.Submit(Document).Status);
            }

            Assert.Equal(PrintStatus.Busy, desk.Submit(Document).Status);
            desk.Printer.Resume();
            desk.PrintAll();
            Assert.Equal(profile.JobHistory, desk.Jobs().Count);
        }

        Assert.Equal(3 * profile.Jobs, desk.Model.Whole.Count);
        Desk next = new Desk(profile, store: store).Started();
        Assert.Equal(desk.Jobs().Select(job => job.Id), next.Jobs().Select(job => job.Id));
    }

    [Fact]
    public void TwoPrintersShareASpoolAndEachPrintsItsOwn()
    {
        IFileStore store = Store(false);
        VirtualClock clock = new VirtualClock();
        SeededRandom random = new SeededRandom(9);
        int[] ids = new int[2];
        for (int start = 0; start < 2; start++)
        {
            Spool spool = new Spool(store, null, clock, random, 10, 10, 1 << 20);
            JobNumbers numbers = new JobNumbers(spool, random);
            PrinterModel[] models = { new PrinterModel(clock), new PrinterModel(clock) };
            Printer[] printers = { Make("hall", models[0]), Make("attic", models[1]) };
            Printers all = new Printers(printers, spool);
            all.Tend();
            if (start == 0)
            {
                for (int i = 0; i < 2; i++)
                {
                    Job job = new Job { Origin = Job.ByIpp };
                    Assert.Equal(PrintStatus.Ok, new Intake(printers[i], clock, new Services.BlockPool(1, 4096), 512).Submit(job, "", "", new Pieces(new[] { (byte)i }, 1), null));
                    ids[i] = job.Id;
                }

                continue;
            }

            for (int i = 0; i < 2; i++)
            {
                Job job = printers[i].TakeNext()!;
                Assert.Equal(ids[i], job.Id);
                Assert.Equal(PrintStatus.Ok, new PrintRun(printers[i], clock, new Services.BlockPool(1, 4096), 512).Print(job));
                Assert.Equal(new[] { (byte)i }, Assert.Single(models[i].Whole));
            }

            Printer Make(string name, PrinterModel model) => new Printer(new PrinterSetup { Name = name, SpoolName = name }, model, new Services.Printing.Languages.RawLanguage(), numbers, spool, clock, Profile.Desktop());
        }
    }

    // One life of two jobs, cut before a write; whether it was cut.
    private static bool Life(int step, int setting)
    {
        string trace = "setting " + setting + ", cut before write " + step;
        FatMedium medium = new FatMedium();
        PrinterModel model = new PrinterModel(new VirtualClock());
        PrinterSetup setup = new PrinterSetup { Name = "desk", AfterCut = setting };
        Desk desk = new Desk(store: new FatStore(medium), model: model, setup: setup).Started();
        medium.CutAt = medium.Steps + step;
        List<Job> promised = new List<Job>();
        bool isCut = false;
        try
        {
            for (int i = 0; i < 2; i++)
            {
                Job job = new Job { Name = "job", Origin = Job.ByIpp };
                if (desk.Intake().Submit(job, "", "", new Pieces(Content(i), 3000), null) == PrintStatus.Ok)
                {
                    promised.Add(job);
                }
            }

            desk.PrintAll();
        }
        catch (PowerCut)
        {
            isCut = true;
            model.Close();
        }

        Desk next = new Desk(store: new FatStore(medium.Copy()), model: model, setup: setup).Started();
        next.PrintAll();
        Assert.True(FatCheck.Examine(((FatStore)next.Store!).Medium).IsSound, trace);
        for (int i = 0; i < 2; i++)
        {
            byte[] content = Content(i);
            int whole = model.Whole.Count(paper => paper.SequenceEqual(content));
            Job? was = promised.Count > i ? promised[i] : null;
            Job? now = was is null ? null : next.Printer.Find(was.Id);
            bool isFlagged = now is not null && (now.Reasons & (JobReasons.PossiblyPrintedTwice | JobReasons.ErrorsDetected)) != 0;
            Assert.True(was is null || now is not null, trace + ": a promised job is not told of");
            if (was is null)
            {
                // Nobody was promised anything; but what had become ready just before the answer is printed.
                Assert.True(whole <= 1, trace);
            }
            else if (setting == AfterCut.Restart)
            {
                Assert.True(whole >= 1, trace + ": a promised job is lost");
                Assert.True(whole == 1 || isFlagged, trace + ": printed twice in silence");
                Assert.Equal(JobState.Completed, now!.State);
            }
            else
            {
                Assert.True(whole == 1 || isFlagged, trace + ": printed " + whole + " times in silence");
                Assert.True(whole <= 1, trace);
            }
        }

        return isCut;
    }

    private static byte[] Content(int seed)
    {
        byte[] content = new byte[7000];
        new Random(seed + 1).NextBytes(content);
        return content;
    }

    private static IFileStore Store(bool isFat)
    {
        return isFat ? new FatStore(new FatMedium()) : new PlainStore(new VirtualClock());
    }
}
