using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Printing;

/// <summary>The states of the Printer and of its Jobs, and every way from one to another, while octets go from the wire to the device.</summary>
public sealed class PrinterTests
{
    private static readonly byte[] Document = Enumerable.Range(0, 10000).Select(i => (byte)((i * 7) ^ (i >> 8))).ToArray();

    [Fact]
    public void AJobIsPendingThenProcessingThenCompletedAndSaysWhy()
    {
        Desk desk = new Desk();
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.Equal(new[] { JobState.Pending, JobState.Processing, JobState.Completed }, desk.States(job));
        Assert.Equal(JobReasons.CompletedSuccessfully, job.Reasons);
        Assert.Equal(Document, Assert.Single(desk.Model.Whole));
        Assert.Equal(Document.Length, job.Octets);
        Assert.Equal(Document.Length, job.Sent);
        Assert.Equal(1763800000 + (desk.Clock.Milliseconds / 1000) - 1, job.CompletedAt);
        Assert.Equal(PrinterState.Idle, desk.Printer.State);
        Assert.Equal("", desk.Printer.Message);
        Assert.Equal(
            new[] { PrinterEvent.JobCreated, PrinterEvent.JobStateChanged, PrinterEvent.PrinterStateChanged, PrinterEvent.JobStateChanged, PrinterEvent.JobCompleted, PrinterEvent.PrinterStateChanged },
            desk.Events().Select(one => one.Kind));
    }

    [Fact]
    public void WhileOctetsGoThePrinterSaysWhichJobItPrints()
    {
        Desk desk = new Desk();
        List<string> messages = new List<string>();
        desk.Model.OnWrite = _ => messages.Add(desk.Printer.State + desk.Printer.Message);
        (_, Job job) = desk.Submit(Document);
        Assert.Equal(PrinterState.Processing + "Printing job " + job.Id + ".", Assert.Single(messages.Distinct()));
    }

    [Fact]
    public void CanceledBeforeAnyOctetNothingOfItGoesToTheDevice()
    {
        // The moments there are: at its creation, as the device begins, before each write, as its end is waited for, as the sender is read.
        Desk desk = new Desk();
        desk.Model.OnBegin = () => desk.Printer.Cancel(desk.Printer.Events.Last > 0 ? Newest(desk).Id : 0, true);
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Canceled, status);
        Assert.Equal(JobState.Canceled, job.State);
        Assert.Equal(JobReasons.CanceledByUser, job.Reasons);
        Assert.Equal(0, desk.Model.Taken);
        PrintsAsBefore(desk);
    }

    [Fact]
    public void CanceledAtAnyOctetNoMoreGoToTheDevice()
    {
        for (int at = 0; at < Document.Length; at += 1000)
        {
            Desk desk = new Desk();
            desk.Model.Gulp = 500;
            int octet = at;
            desk.Model.OnWrite = taken =>
            {
                if (taken == octet)
                {
                    Assert.Equal(PrintStatus.Ok, desk.Printer.Cancel(Newest(desk).Id, false));
                    Assert.NotEqual(0, Newest(desk).Reasons & JobReasons.ToStopPoint);
                }
            };
            (int status, Job job) = desk.Submit(Document);
            Assert.Equal(PrintStatus.Canceled, status);
            Assert.Equal(JobState.Canceled, job.State);
            Assert.Equal(JobReasons.CanceledByOperator, job.Reasons);

            // The write that was under way as it was canceled goes on, and none after it.
            Assert.Equal(at + 500, desk.Model.Taken);
            Assert.False(Assert.Single(desk.Model.Papers).IsWhole);
            Assert.Equal(PrintStatus.NotPossible, desk.Printer.Cancel(job.Id, false));
            PrintsAsBefore(desk);
        }
    }

    [Fact]
    public void CanceledWhileItsSenderIsWaitedForItEndsWithTheNextPiece()
    {
        Desk desk = new Desk();
        Job job = new Job { Origin = Job.ByIpp };
        Pieces source = new Pieces(Document, 1000) { OnRead = left => _ = left == 5 ? desk.Printer.Cancel(job.Id, true) : 0 };
        Assert.Equal(PrintStatus.Canceled, desk.Intake().Submit(job, "", "", source, null));
        Assert.Equal(JobState.Canceled, job.State);
        Assert.Equal(5000, desk.Model.Taken);
        PrintsAsBefore(desk);
    }

    [Fact]
    public void CanceledAsItsEndIsWaitedForItIsNotCalledCompleted()
    {
        Desk desk = new Desk();
        desk.Model.UnseenEnds = 3;
        desk.Model.OnFinish = () => desk.Printer.CancelCurrent(true);
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Canceled, status);
        Assert.Equal(JobState.Canceled, job.State);
        Assert.Contains("may be on paper", job.Message);
        desk.Model.OnFinish = null;
        desk.Model.UnseenEnds = 0;
        PrintsAsBefore(desk);
    }

    [Fact]
    public void CanceledWhileTheDeviceTakesNothingItEnds()
    {
        Desk desk = new Desk();
        desk.Model.With(3000, TroubleKind.PaperOut, int.MaxValue);
        desk.Clock.In(60000, () => desk.Printer.CancelAll("ann", true));
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Canceled, status);
        Assert.Equal(3000, desk.Model.Taken);
        Assert.Equal(JobState.Canceled, job.State);
        Assert.InRange(desk.Clock.Milliseconds, 61000, 62000);
    }

    [Fact]
    public void HeldAsTheDeviceBeginsItWaitsToBeReleased()
    {
        Desk desk = new Desk();
        int begins = 0;
        desk.Model.OnBegin = () =>
        {
            begins++;
            if (begins == 1)
            {
                Assert.Equal(PrintStatus.Ok, desk.Printer.Hold(Newest(desk).Id));
                desk.Clock.In(30000, () => Assert.Equal(PrintStatus.Ok, desk.Printer.Release(Newest(desk).Id)));
            }
        };
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.Equal(2, begins);
        Assert.Equal(new[] { JobState.Pending, JobState.PendingHeld, JobState.Pending, JobState.Processing, JobState.Completed }, desk.States(job));
        Assert.InRange(desk.Clock.Milliseconds, 31000, 32000);
        Assert.Equal(Document, Assert.Single(desk.Model.Whole));
    }

    [Fact]
    public void AJobThatIsBeingPrintedIsNotHeldReleasedOrMoved()
    {
        Desk desk = new Desk();
        desk.Model.OnWrite = _ =>
        {
            int id = Newest(desk).Id;
            Assert.Equal(PrintStatus.NotPossible, desk.Printer.Hold(id));
            Assert.Equal(PrintStatus.NotPossible, desk.Printer.Release(id));
            Assert.Equal(PrintStatus.NotPossible, desk.Printer.Promote(id));
            Assert.Equal(PrintStatus.NotPossible, desk.Printer.Set(id, "x", 1, 1));
        };
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.Equal(PrintStatus.NotFound, desk.Printer.Hold(job.Id + 1));
        Assert.Equal(PrintStatus.NotFound, desk.Printer.Release(job.Id + 1));
        Assert.Equal(PrintStatus.NotFound, desk.Printer.Promote(job.Id + 1));
        Assert.Equal(PrintStatus.NotFound, desk.Printer.Cancel(job.Id + 1, true));
        Assert.Equal(PrintStatus.NotFound, desk.Printer.Set(job.Id + 1, null, 0, 0));
        Assert.Equal(PrintStatus.NotFound, desk.Printer.CancelCurrent(true));
    }

    [Fact]
    public void PausedInTheMiddleItStandsStillAndGoesOnWhereItStood()
    {
        for (int at = 0; at < Document.Length; at += 1500)
        {
            Desk desk = new Desk();
            desk.Model.Gulp = 500;
            int octet = at;
            bool isDone = false;
            desk.Model.OnWrite = taken =>
            {
                if (taken == octet && !isDone)
                {
                    isDone = true;
                    desk.Printer.Pause(false);
                    Assert.Equal(PrinterState.Processing, desk.Printer.State);
                    Assert.Equal(PrinterReasons.MovingToPaused, desk.Printer.Reasons);
                    desk.Clock.In(100000, () =>
                    {
                        Assert.Equal(octet + 500, desk.Model.Taken);
                        Assert.Equal(PrinterState.Stopped, desk.Printer.State);
                        Assert.Equal(PrinterReasons.Paused, desk.Printer.Reasons);
                        Assert.Equal("The printer is paused.", desk.Printer.Message);
                        Assert.Equal(JobState.ProcessingStopped, Newest(desk).State);
                        Assert.NotEqual(0, Newest(desk).Reasons & JobReasons.PrinterStopped);
                        desk.Printer.Resume();
                    });
                }
            };
            (int status, Job job) = desk.Submit(Document);
            Assert.Equal(PrintStatus.Ok, status);
            Assert.InRange(desk.Clock.Milliseconds, 101000, 102000);
            Assert.Equal(new[] { JobState.Pending, JobState.Processing, JobState.ProcessingStopped, JobState.Processing, JobState.Completed }, desk.States(job));
            Assert.Equal(Document, Assert.Single(desk.Model.Whole));
        }
    }

    [Fact]
    public void PausedAfterTheCurrentJobThatIsPrintedToItsEnd()
    {
        Desk desk = new Desk();
        desk.Model.OnWrite = _ => desk.Printer.Pause(true);
        (int status, _) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.Equal(PrinterState.Stopped, desk.Printer.State);
        desk.Model.OnWrite = null;
        desk.Clock.In(50000, desk.Printer.Resume);
        Assert.Equal(PrintStatus.Ok, desk.Submit(Document).Status);
        Assert.InRange(desk.Clock.Milliseconds, 51000, 52000);
    }

    [Fact]
    public void APausedPrinterTakesJobsAndTheirSendersWait()
    {
        Desk desk = new Desk();
        desk.Printer.Pause(false);
        Assert.Equal(PrinterState.Stopped, desk.Printer.State);
        desk.Clock.In(20000, () =>
        {
            Job job = Newest(desk);
            Assert.Equal(JobState.Pending, job.State);
            Assert.NotEqual(0, job.Reasons & JobReasons.PrinterStopped);
            Assert.Equal(1, desk.Printer.Waiting);
            desk.Printer.Resume();
        });
        (int status, Job done) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.Equal(JobReasons.CompletedSuccessfully, done.Reasons);
    }

    [Fact]
    public void ADeviceThatBreaksAtAnyWriteEndsTheJobAndTheNextIsAnotherMatter()
    {
        for (int at = 500; at <= Document.Length; at += 500)
        {
            Desk desk = new Desk();
            desk.Model.Gulp = 500;
            desk.Model.With(at, TroubleKind.Reset, 100);
            (int status, Job job) = desk.Submit(Document);

            // Where it breaks with its last octet, that its end was reached cannot be seen.
            Assert.Equal(PrintStatus.DeviceFailed, status);
            Assert.Equal(JobState.Aborted, job.State);
            Assert.Equal(JobReasons.AbortedBySystem | JobReasons.ErrorsDetected, job.Reasons);
            Assert.Empty(desk.Model.Whole);
            PrintsAsBefore(desk);
        }
    }

    [Theory]
    [InlineData(TroubleKind.PaperOut, PrinterReasons.MediaEmpty, "The printer is out of paper.")]
    [InlineData(TroubleKind.Jam, PrinterReasons.MediaJam, "Paper is stuck.")]
    [InlineData(TroubleKind.CoverOpen, PrinterReasons.CoverOpen, "A cover is open.")]
    [InlineData(TroubleKind.Offline, PrinterReasons.Offline, "The printer is offline.")]
    public void WhatIsTheMatterIsToldWithinTwoSecondsAndForgottenAsSoon(TroubleKind kind, int reason, string words)
    {
        Desk desk = new Desk();
        desk.Model.With(2345, kind, 60000);
        long began = desk.Clock.Milliseconds;
        desk.Clock.In(Limits.DevicePollMilliseconds + 200, () =>
        {
            Assert.Equal(PrinterState.Stopped, desk.Printer.State);
            Assert.Equal(reason, desk.Printer.Reasons);
            Assert.Equal(words, desk.Printer.Message);
            Assert.Equal(JobState.ProcessingStopped, Newest(desk).State);
        });
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.Equal(Document, Assert.Single(desk.Model.Whole));
        Assert.Equal(PrinterState.Idle, desk.Printer.State);
        Assert.Equal(0, desk.Printer.Reasons);
        Assert.Equal(JobReasons.CompletedSuccessfully, job.Reasons);
        Assert.InRange(desk.Clock.Milliseconds, began + 60000, began + 60000 + Limits.DevicePollMilliseconds + 200);
    }

    [Fact]
    public void ADeviceThatStopsTheFlowForALittleIsNoMatterAndForLongIsToldOf()
    {
        Desk desk = new Desk();
        desk.Model.With(1001, TroubleKind.Stop, 5000).With(5003, TroubleKind.Stop, 3 * Limits.DeviceStuckMilliseconds);
        desk.Clock.In(4000, () => Assert.Equal(PrinterState.Processing, desk.Printer.State));
        desk.Clock.In(5000 + (2 * Limits.DeviceStuckMilliseconds), () =>
        {
            Assert.Equal(PrinterState.Stopped, desk.Printer.State);
            Assert.Equal(PrinterReasons.TimedOut, desk.Printer.Reasons);
            Assert.Equal(JobState.ProcessingStopped, Newest(desk).State);
        });
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.Equal(new[] { JobState.Pending, JobState.Processing, JobState.ProcessingStopped, JobState.Processing, JobState.Completed }, desk.States(job));
        Assert.Equal(PrinterState.Idle, desk.Printer.State);
        Assert.Equal(Document, Assert.Single(desk.Model.Whole));
    }

    [Fact]
    public void ADeviceThatIsGoneHoldsTheSenderBackAndIsToldOf()
    {
        Desk desk = new Desk();
        desk.Model.With(0, TroubleKind.Vanish, 120000);
        desk.Clock.In(60000, () =>
        {
            Assert.Equal(PrinterState.Stopped, desk.Printer.State);
            Assert.Equal(PrinterReasons.Offline | PrinterReasons.ConnectingToDevice, desk.Printer.Reasons);
            Assert.Equal(JobState.Pending, Newest(desk).State);
        });
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.InRange(desk.Clock.Milliseconds, 121000, 122000);
        Assert.Equal(new[] { JobState.Pending, JobState.Processing, JobState.Completed }, desk.States(job));
        Assert.Equal(PrinterState.Idle, desk.Printer.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ADeviceThatCanBeAskedHasPrintedOnlyWhenItSaysThatItIsWell(bool isAsked)
    {
        // It takes all of it, and is out of paper with its last octet; it has no status lines.
        AskedLanguage language = new AskedLanguage();
        language.Status = isAsked ? language.Status : null;
        Desk desk = new Desk(null, language);
        desk.Model.Answers = true;
        desk.Model.HasStatusLines = false;
        desk.Model.With(Document.Length, TroubleKind.PaperOut, 30000);
        bool wasTold = false;
        desk.Clock.In(20000, () =>
        {
            wasTold = (desk.Printer.Reasons & PrinterReasons.MediaEmpty) != 0;
            Assert.Equal(JobReasons.Outgoing | JobReasons.PrinterStopped, Newest(desk).Reasons & (JobReasons.Outgoing | JobReasons.PrinterStopped));
        });
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(isAsked, wasTold);
        Assert.True(desk.Clock.Milliseconds >= 31000);
    }

    [Fact]
    public void ADeviceThatNeverAnswersIsNotWaitedForForEver()
    {
        Desk desk = new Desk(null, new AskedLanguage());
        desk.Model.Answers = true;
        desk.Model.OnWrite = _ => desk.Model.Read(new byte[100], 0, 100);
        long began = desk.Clock.Milliseconds;
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.Equal(JobState.Completed, job.State);
        Assert.InRange(desk.Clock.Milliseconds - began, 0, (Limits.DeviceQuestions * (Limits.DeviceAnswerMilliseconds + Limits.PollInterval)) + 100);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(int.MaxValue)]
    public void ADeviceThatHasAnsweredBeforeIsWaitedForWhenItFallsSilentAtTheEnd(int silence)
    {
        Desk desk = new Desk(null, new AskedLanguage());
        desk.Model.Answers = true;
        Assert.Equal(PrintStatus.Ok, desk.Submit(Document).Status);
        long began = desk.Clock.Milliseconds;
        desk.Model.OnWrite = taken => desk.Model.IsMute |= taken == 2 * Document.Length;
        desk.Clock.In(silence, () =>
        {
            Assert.Equal(JobState.Processing, Newest(desk).State);
            desk.Model.OnWrite = null;
            desk.Model.IsMute = false;
        });
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.Equal(JobState.Completed, job.State);

        // One that never says a word again is believed to have printed after the longest time that printing may take.
        int least = Math.Min(silence, Limits.DevicePrintMilliseconds);
        Assert.InRange(desk.Clock.Milliseconds - began, least, least + 10_000);
    }

    [Fact]
    public void ADeviceThatLiesAboutItsPaperIsHeardOnlyWhereItIsAsked()
    {
        Desk desk = new Desk();
        desk.Model.Lie = 0;
        desk.Model.With(5000, TroubleKind.PaperOut, 60000);
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);

        // It says that all is well and takes nothing: that much is told.
        Assert.Contains(desk.Events(), one => one.PrinterReasons == PrinterReasons.TimedOut);
        Assert.DoesNotContain(desk.Events(), one => (one.PrinterReasons & PrinterReasons.MediaEmpty) != 0);
        Assert.Equal(JobState.Completed, job.State);
    }

    [Fact]
    public void NobodyIsGivenTheDeviceWhileItSaysThatItHasNoPaper()
    {
        Desk desk = new Desk();
        desk.Model.Lie = DeviceCondition.MediaEmpty;
        desk.Printer.Observe(desk.Model.Conditions, -1);
        desk.Clock.In(40000, () =>
        {
            Assert.Equal(JobState.Pending, Newest(desk).State);
            Assert.Equal(0, desk.Model.Taken);
            desk.Model.Lie = null;
            desk.Printer.Observe(desk.Model.Conditions, -1);
        });
        Assert.Equal(PrintStatus.Ok, desk.Submit(Document).Status);
        Assert.InRange(desk.Clock.Milliseconds, 41000, 42000);
    }

    [Fact]
    public void EachConditionHasItsReasonAndItsWords()
    {
        int all = 0;
        for (int condition = 1; condition <= DeviceCondition.TooHot; condition <<= 1)
        {
            Desk desk = new Desk();
            desk.Printer.Observe(condition, -1);
            bool isStopping = (condition & DeviceCondition.Stopping) != 0;
            Assert.Equal(isStopping ? PrinterState.Stopped : PrinterState.Idle, desk.Printer.State);
            Assert.Equal(condition == DeviceCondition.Busy, desk.Printer.Reasons == 0);
            Assert.Equal(condition == DeviceCondition.Busy, desk.Printer.Message.Length == 0);
            all |= desk.Printer.Reasons;
            desk.Printer.Observe(0, 0);
            Assert.Equal(PrinterState.Idle, desk.Printer.State);
        }

        for (int i = 0; i < PrinterReasons.Count; i++)
        {
            Assert.Matches("^[a-z-]+$", PrinterReasons.Keyword(1 << i));
        }

        Assert.Equal("", PrinterReasons.Keyword(1 << PrinterReasons.Count));
        Assert.NotEqual(0, all & PrinterReasons.OverTemperature);
    }

    [Theory]
    [InlineData(Job.ByRaw, true, JobState.Completed)]
    [InlineData(Job.ByRaw, false, JobState.Aborted)]
    [InlineData(Job.ByIpp, true, JobState.Aborted)]
    [InlineData(Job.ByLpd, true, JobState.Aborted)]
    public void WhatCameOfASenderThatDiesIsPrintedOnlyOfRaw(int origin, bool printsWhatCame, int state)
    {
        Desk desk = new Desk();
        desk.Printer.Setup.PrintsWhatCame = printsWhatCame;
        (int status, Job job) = desk.Submit(Document, 1000, ByteSource.Broken, origin);
        Assert.Equal(PrintStatus.Interrupted, status);
        Assert.Equal(state, job.State);
        Assert.NotEqual(0, job.Reasons & JobReasons.SubmissionInterrupted);
        Assert.Equal(state == JobState.Completed ? 1 : 0, desk.Model.Whole.Count);
        PrintsAsBefore(desk);
    }

    [Fact]
    public void AFullQueueSaysBusyAndAPrinterThatIsDisabledThatItTakesNone()
    {
        Profile profile = Profile.SixteenSocketsSmallHeap();
        Desk desk = new Desk(profile);
        for (int i = 0; i < profile.Jobs; i++)
        {
            Assert.Equal(PrintStatus.Ok, desk.Intake().Create(new Job()));
        }

        Assert.Equal(PrintStatus.Busy, desk.Intake().Create(new Job()));
        Assert.Equal(PrintStatus.Busy, desk.Submit(Document).Status);
        Assert.NotEqual(0, desk.Printer.Reasons & PrinterReasons.SpoolAreaFull);
        desk.Printer.CancelAll(null, false);
        Assert.Equal(0, desk.Printer.Reasons);
        desk.Printer.Accept(false);
        Assert.False(desk.Printer.IsAccepting);
        Assert.Equal(PrintStatus.NotAccepting, desk.Submit(Document).Status);
        desk.Printer.Accept(true);
        Assert.Equal(PrintStatus.Ok, desk.Submit(Document).Status);
    }

    [Fact]
    public void HistoryIsBoundedTheOldestGivesWayAndNoNumberComesTwice()
    {
        Profile profile = Profile.SixteenSocketsSmallHeap();
        Desk desk = new Desk(profile);
        HashSet<int> numbers = new HashSet<int>();
        for (int i = 0; i < 5 * profile.JobHistory; i++)
        {
            Assert.True(numbers.Add(desk.Submit(Document).Job.Id));
        }

        Job[] jobs = new Job[100];
        Assert.Equal(profile.JobHistory, desk.Printer.List(jobs, true));
        Assert.Equal(numbers.OrderByDescending(id => id).Take(profile.JobHistory), jobs.Take(profile.JobHistory).Select(job => job.Id));
        Assert.Equal(0, desk.Printer.List(jobs, false));
        Assert.Null(desk.Printer.Find(numbers.Min()));
        Assert.NotNull(desk.Printer.Find(numbers.Max()));
        desk.Printer.Purge();
        Assert.Equal(0, desk.Printer.List(jobs, true));
    }

    [Fact]
    public void TheQueueIsInTheOrderOfPrioritiesAndOfWhatPeopleSay()
    {
        Desk desk = new Desk();
        Job[] jobs = Enumerable.Range(0, 6).Select(i => new Job { Name = ((char)('a' + i)).ToString(), Priority = i == 4 ? 80 : 50 }).ToArray();
        foreach (Job job in jobs)
        {
            Assert.Equal(PrintStatus.Ok, desk.Intake().Create(job));
        }

        Assert.Equal("eabcdf", Order(desk));
        Assert.Equal(PrintStatus.Ok, desk.Printer.Promote(jobs[3].Id));
        Assert.Equal("deabcf", Order(desk));
        Assert.Equal(PrintStatus.Ok, desk.Printer.ScheduleAfter(jobs[5].Id, jobs[0].Id));
        Assert.Equal("deafbc", Order(desk));
        Assert.Equal(PrintStatus.Ok, desk.Printer.ScheduleAfter(jobs[2].Id, 0));
        Assert.Equal("cdeafb", Order(desk));
        Assert.Equal(PrintStatus.Ok, desk.Printer.Set(jobs[2].Id, "z", 1, 0));
        Assert.Equal("deafbz", Order(desk));
        Assert.Equal(PrintStatus.NotPossible, desk.Printer.ScheduleAfter(jobs[0].Id, jobs[0].Id));
        Assert.Equal(PrintStatus.NotFound, desk.Printer.ScheduleAfter(jobs[0].Id, 999));
        Assert.Equal(PrintStatus.CopiesNotSupported, desk.Printer.Set(jobs[0].Id, null, 0, 2));
        Assert.Contains(desk.Events(), one => one.Kind == PrinterEvent.QueueOrderChanged && one.JobId == jobs[3].Id);
    }

    [Fact]
    public void JobsThatComeWhileNewOnesAreHeldAreReleasedTogetherAndOthersAreNot()
    {
        Desk desk = new Desk();
        Job own = new Job { IsHeld = true };
        desk.Printer.HoldNew(true);
        Assert.Equal(PrintStatus.Ok, desk.Intake().Create(own));
        Job[] jobs = { new Job(), new Job() };
        Assert.All(jobs, job => Assert.Equal(PrintStatus.Ok, desk.Intake().Create(job)));
        Assert.All(jobs, job => Assert.Equal(JobState.PendingHeld, job.State));
        desk.Printer.HoldNew(false);
        Assert.All(jobs, job => Assert.Equal(JobState.Pending, job.State));
        Assert.Equal(JobState.PendingHeld, own.State);
        Assert.Equal(PrintStatus.NotPossible, desk.Printer.Release(jobs[0].Id));
        Assert.Equal(PrintStatus.Ok, desk.Printer.Release(own.Id));
        Assert.Equal(0, own.Reasons & JobReasons.HeldUntil);
    }

    [Fact]
    public void DocumentsOfOneJobComeOneAfterAnotherAndNobodyElsePrintsInBetween()
    {
        Desk desk = new Desk();
        Job job = new Job { Origin = Job.ByIpp };
        Assert.Equal(PrintStatus.Ok, desk.Intake().Create(job));
        Assert.Equal(PrintStatus.Ok, desk.Intake().Send(job, "one", "", new Pieces(Document, 1000), false));
        Assert.Equal(JobState.Processing, job.State);
        Assert.Equal(JobReasons.DataInsufficient, job.Reasons);

        // Another sender asks for the device and is held back until the Job has ended.
        desk.Clock.In(10000, () => Assert.Equal(PrintStatus.Ok, desk.Intake().Send(job, "two", "", new Pieces(Document, 1000), true)));
        byte[] other = { 1, 2, 3 };
        Assert.Equal(PrintStatus.Ok, desk.Submit(other).Status);
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(2, job.Documents.Length);
        Assert.Equal(2 * Document.Length, job.Octets);
        Assert.Equal(new[] { Document, Document, other }, desk.Model.Whole);
        Assert.Equal(PrintStatus.NotPossible, desk.Intake().Send(job, "three", "", new Pieces(Document, 1000), true));
    }

    [Fact]
    public void AJobIsClosedWithoutAnotherDocument()
    {
        Desk desk = new Desk();
        Job job = new Job { Origin = Job.ByIpp };
        desk.Intake().Create(job);
        desk.Intake().Send(job, "one", "", new Pieces(Document, 1000), false);
        Assert.Equal(PrintStatus.Ok, desk.Intake().Close(job));
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(PrintStatus.NotPossible, desk.Intake().Close(job));
        Job empty = new Job { Origin = Job.ByIpp };
        desk.Intake().Create(empty);
        Assert.Equal(PrintStatus.Empty, desk.Intake().Close(empty));
        Assert.Equal(JobState.Aborted, empty.State);
        PrintsAsBefore(desk, 1);
    }

    [Fact]
    public void AJobHasSoManyDocumentsAndNoMore()
    {
        Desk desk = new Desk();
        Job job = new Job { Origin = Job.ByIpp };
        desk.Intake().Create(job);
        for (int i = 0; i < Limits.JobDocuments; i++)
        {
            Assert.Equal(PrintStatus.Ok, desk.Intake().Send(job, "", "", new Pieces(Document, 4000), false));
        }

        Assert.Equal(PrintStatus.TooManyDocuments, desk.Intake().Send(job, "", "", new Pieces(Document, 4000), false));
        Assert.Equal(Limits.JobDocuments, desk.Model.Whole.Count);
    }

    [Fact]
    public void ASenderThatDoesNotGoOnLosesItsJobAndTheDevice()
    {
        Desk desk = new Desk();
        Job[] jobs = { new Job { Origin = Job.ByIpp }, new Job { Origin = Job.ByIpp } };
        Assert.All(jobs, job => desk.Intake().Create(job));
        desk.Intake().Send(jobs[0], "one", "", new Pieces(Document, 1000), false);
        desk.Clock.Advance(Limits.JobSilenceMilliseconds - 1);
        Assert.Null(desk.Printer.EndForgotten());
        desk.Clock.Advance(1);
        Assert.Same(jobs[0], desk.Printer.EndForgotten());
        Assert.Same(jobs[1], desk.Printer.EndForgotten());
        Assert.Null(desk.Printer.EndForgotten());
        Assert.All(jobs, job => Assert.Equal(JobState.Aborted, job.State));
        PrintsAsBefore(desk, 1);
    }

    [Fact]
    public void AFormatThatTheLanguageDoesNotTakeIsRefused()
    {
        Desk desk = new Desk();
        Job job = new Job { Origin = Job.ByIpp };
        Assert.Equal(PrintStatus.FormatNotSupported, desk.Intake().Submit(job, "", "image/png", new Pieces(Document, 1000), null));
        Assert.Equal(JobState.Aborted, job.State);
        Assert.NotEqual(0, job.Reasons & JobReasons.UnsupportedFormat);
        Assert.Equal(0, desk.Model.Taken);
        PrintsAsBefore(desk);
    }

    [Fact]
    public void WhoFellBehindSeesByTheNumbersWhatWasMissed()
    {
        Profile profile = Profile.SixteenSockets();
        profile.PrinterEvents = 16;
        Desk desk = new Desk(profile);
        int size = profile.PrinterEvents;
        Assert.Equal(1, desk.Printer.Events.First);
        Assert.Equal(0, desk.Printer.Events.Last);
        for (int i = 0; i < 20; i++)
        {
            desk.Submit(Document);
        }

        PrinterEvent one = new PrinterEvent();
        int last = desk.Printer.Events.Last;
        Assert.Equal(20 * 6, last);
        Assert.Equal(last - size + 1, desk.Printer.Events.First);
        Assert.False(desk.Printer.Events.Read(last - size, one));
        Assert.False(desk.Printer.Events.Read(last + 1, one));
        for (int i = last - size + 1; i <= last; i++)
        {
            Assert.True(desk.Printer.Events.Read(i, one));
            Assert.Equal(i, one.Sequence);
        }
    }

    [Theory]
    [InlineData("", "", "", "Generic Raw Printer", "MFG:Generic;MDL:Raw Printer;CLS:PRINTER;DES:Generic Raw Printer;")]
    [InlineData("MFG:EPSON;CMD:ESCP;MDL:LX-350;", "", "", "EPSON LX-350", "MFG:EPSON;CMD:ESCP;MDL:LX-350;")]
    [InlineData("MFG:EPSON;CMD:ESCP;MDL:LX-350;", "", "LX-300", "EPSON LX-300", "MFG:EPSON;MDL:LX-300;CMD:ESCP;CLS:PRINTER;DES:EPSON LX-300;")]
    [InlineData("", "Star", "TSP", "Star TSP", "MFG:Star;MDL:TSP;CLS:PRINTER;DES:Star TSP;")]
    [InlineData(";;:x;MDL", "", "", "Generic Raw Printer", "MFG:Generic;MDL:Raw Printer;CLS:PRINTER;DES:Generic Raw Printer;")]
    public void TheDeviceIsCalledWhatSettingsSayOrItSaysItselfOrItsLanguageDoes(string read, string make, string model, string makeAndModel, string id)
    {
        VirtualClock clock = new VirtualClock();
        PrinterModel device = new PrinterModel(clock) { DeviceId = read };
        PrinterSetup setup = new PrinterSetup { Name = "desk", Make = make, Model = model };
        Printer printer = new Printer(setup, device, new Services.Printing.Languages.RawLanguage(), new JobNumbers(null, new SeededRandom(1)), null, clock, Profile.SixteenSockets());
        Assert.Equal(makeAndModel, printer.MakeAndModel);
        Assert.Equal(id, printer.DeviceId);
    }

    private static string Order(Desk desk)
    {
        Job[] jobs = new Job[10];
        int count = desk.Printer.List(jobs, false);
        return string.Concat(jobs.Take(count).Select(job => job.Name));
    }

    private static Job Newest(Desk desk)
    {
        Job[] jobs = new Job[100];
        int count = desk.Printer.List(jobs, false);
        return count > 0 ? jobs.Take(count).MaxBy(job => job.Id)! : jobs[desk.Printer.List(jobs, true) - 1];
    }

    private static void PrintsAsBefore(Desk desk, int before = 0)
    {
        int whole = desk.Model.Whole.Count;
        desk.Model.OnBegin = null;
        desk.Model.OnWrite = null;
        Assert.True(before == 0 || before == whole);
        (int status, Job job) = desk.Submit(Document);
        Assert.Equal(PrintStatus.Ok, status);
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(whole + 1, desk.Model.Whole.Count);
        Assert.Equal(Document, desk.Model.Whole[^1]);
        Assert.Equal(PrinterState.Idle, desk.Printer.State);
    }
}
