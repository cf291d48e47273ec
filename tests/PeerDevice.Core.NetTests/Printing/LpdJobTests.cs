using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;
using PeerDevice.Tests.Lpd;
using static PeerDevice.Tests.Printing.LpdTalk;

namespace PeerDevice.Tests.Printing;

/// <summary>Jobs that come by LPD: whole or not at all, in any order of their files, with a spool and without.</summary>
public sealed class LpdJobTests
{
    private const string Text = "The quick brown fox\njumps over the lazy dog.\n";
    private const string Raw = "\u001bE\0\u0001\u0002\u00ff\n%-12345X";

    public static TheoryData<bool> Spools => [true, false];

    public static IEnumerable<TheoryDataRow<string>> Invalid() => LpdVectorTests.Folder.Rows("invalid");

    public static IEnumerable<TheoryDataRow<string>> Incomplete() => LpdVectorTests.Folder.Rows("incomplete");

    [Theory]
    [InlineData("rlpr-2.05-one-file", "fox.txt", "root", Text)]
    [InlineData("rlpr-2.05-data-first", "fox.txt", "anna", Text)]
    [InlineData("cups-2.4-control-first-copies-in-data", "Letter to Bob", "anna", Text + Text)]
    [InlineData("cups-2.4-data-first-banner-postscript", "Gr____e", "anna", Raw)]
    [InlineData("Reconstructed-length-zero-until-close", "letter", "anna", "as much\0as there is")]
    [InlineData("Reconstructed-windows-length-beyond-all-until-close", "letter", "anna", "%!PS")]
    [InlineData("Reconstructed-two-data-files-one-job", "both", "anna", "onetwo")]
    [InlineData("Reconstructed-two-data-files-before-control", "both", "anna", "onetwo")]
    [InlineData("Reconstructed-name-with-blanks-and-umlauts", "Grüße", "anna", "x")]
    [InlineData("Reconstructed-job-name-in-latin-1", "Grüße", "anna", "x")]
    [InlineData("Reconstructed-control-without-last-line-feed", "LPD from 10.77.0.2", "anna", "x")]
    public void WhatClientsSendIsPrintedOctetByOctetAndKnownByItsName(string vector, string name, string user, string expected)
    {
        foreach (bool hasSpool in new[] { true, false })
        {
            for (int fragment = 1; fragment < 100; fragment += 13)
            {
                Desk desk = Desk(hasSpool);
                ScriptLink link = new(desk.Clock) { Remote = Address, Fragment = fragment };
                string answers = Serve(desk, link.Send(LpdVectorTests.Folder.Read("valid", vector)).End());
                Assert.True(answers.Length > 2 && answers.All(answer => answer == 0));
                desk.PrintAll();
                Assert.Equal(expected, string.Concat(desk.Model.Papers.Select(paper => Encoding.Latin1.GetString(paper.Octets))));
                Job job = Assert.Single(desk.Jobs());
                Assert.Equal((name, user, Address, Job.ByLpd, JobState.Completed), (job.Name, job.User, job.Host, job.Origin, job.State));
                Assert.Equal(JobReasons.CompletedSuccessfully, job.Reasons);
                Assert.Equal(hasSpool, job.IsSpooled);
            }
        }
    }

    [Fact]
    public void EachCopyOfEachJobIsPrintedFromTheSpool()
    {
        Desk desk = Desk(true);
        Assert.Equal(new string('\0', 9), Serve(desk, Latin("rlpr-2.05-two-jobs-three-copies-each")));
        desk.PrintAll();
        Assert.Equal(Text + Text + Text + "|" + Raw + Raw + Raw, Texts(desk.Model.Whole));
        Assert.Equal(new[] { 3, 3 }, desk.Jobs().Select(job => job.CopiesDone));
    }

    [Fact]
    public void WithoutASpoolCopiesAreRefusedBeforeAnythingIsPrinted()
    {
        Desk desk = Desk(false);
        Assert.Equal("\0\0\u0001", Serve(desk, Bring(), Control(copies: 2)));
        Assert.Empty(desk.Jobs());
        Assert.Equal(0, desk.Model.Taken);

        // What comes too late for that is told, but not sent back: it would be printed again and again.
        Assert.Equal("\0\0\0\0\0", Serve(desk, Bring(), Data("once"), Control(copies: 2)));
        Job job = Assert.Single(desk.Jobs());
        Assert.Equal(JobReasons.CompletedWithErrors, job.Reasons);
        Assert.Contains("once", job.Message, StringComparison.Ordinal);
        Assert.Equal("once", Texts(desk.Model.Whole));
    }

    [Fact]
    public void WhatIsOnPaperIsNotSentBackForCopiesThatNoJobMayHave()
    {
        const string Uneven = "Pa\nfdfA001pc\nfdfA001pc\nfdfB001pc\n";
        Desk desk = Desk(false);
        Assert.Equal("\0\0\0\0\0\0\0", Serve(desk, Bring(), Data("1"), "\u0002" + Uneven.Length + " cfA001pc\n" + Uneven + "\0", Data("2", 1)));
        Assert.Equal("\0\0\0\0\0", Serve(desk, Bring(), Data("3"), Control(copies: Limits.JobCopies + 1)));
        Assert.Equal("123", string.Concat(desk.Model.Papers.Select(paper => Encoding.Latin1.GetString(paper.Octets))));
        Assert.All(desk.Jobs(), job => Assert.Equal((JobState.Completed, JobReasons.CompletedWithErrors), (job.State, job.Reasons)));
        Assert.Equal(2, desk.Jobs().Count());

        // Where it is stored nothing of it is on paper.
        desk = Desk(true);
        Assert.Equal("\0\0\0\0\u0001", Serve(desk, Bring(), Data("3"), Control(copies: Limits.JobCopies + 1)));
        desk.PrintAll();
        Assert.Equal(0, desk.Model.Taken);
    }

    [Theory]
    [MemberData(nameof(Spools))]
    public void OfSeveralDocumentsOneInTheMiddleOfTwoIsTheControlFile(bool hasSpool)
    {
        Desk desk = Desk(hasSpool);
        Assert.Equal("\0\0\0\0\0\0\0\0\0", Serve(desk, Bring(), Data("1"), Data("2", 1), Control(files: 3), Data("3", 2)));
        desk.PrintAll();
        Assert.Equal("123", string.Concat(desk.Model.Papers.Select(paper => Encoding.Latin1.GetString(paper.Octets))));
        Assert.Equal(JobState.Completed, Assert.Single(desk.Jobs()).State);
    }

    [Fact]
    public void DocumentsPrintedADifferentNumberOfTimesAreRefused()
    {
        Desk desk = Desk(true);
        string control = "Pa\nfdfA001pc\nfdfA001pc\nfdfB001pc\n";
        Assert.Equal("\0\0\u0001", Serve(desk, Bring(), $"\u0002{control.Length} cfA001pc\n{control}\0"));
        Assert.Empty(desk.Jobs());
    }

    [Fact]
    public void AJobWithTooManyDocumentsIsRefused()
    {
        Desk desk = Desk(true);
        string many = string.Concat(Enumerable.Range(0, Limits.JobDocuments).Select(i => Data("x", i)));
        Assert.Equal(new string('\0', 1 + (2 * Limits.JobDocuments)) + "\u0001", Serve(desk, Bring(), many, $"\u00031 dfZ001pc\n"));
        Assert.Equal(JobState.Aborted, Assert.Single(desk.Jobs()).State);
        Assert.Equal(0, desk.Spool!.Octets);
    }

    [Fact]
    public void AControlFileThatPrintsNothingIsNoJobAndASecondOneIsRefused()
    {
        Desk desk = Desk(true);
        Assert.Equal("\0\0\0\0\0\u0001\0\0", Serve(desk, Bring(), Control(files: 0), Control(), "\u000212 cfB001pc\n", Data("x")));
        desk.PrintAll();
        Assert.Equal("x", Texts(desk.Model.Whole));
    }

    [Theory]
    [MemberData(nameof(Spools))]
    public void AnAbortedJobLeavesNothingAndTheNextOneIsPrinted(bool hasSpool)
    {
        Desk desk = Desk(hasSpool);
        Assert.Equal(new string('\0', 10), Serve(desk, Latin("Reconstructed-abort-then-another-job")));
        desk.PrintAll();
        Assert.Equal("onetwo", string.Concat(desk.Model.Papers.Select(paper => Encoding.Latin1.GetString(paper.Octets))));
        Assert.Equal(new[] { JobState.Completed, JobState.Canceled }, desk.Jobs().OrderByDescending(job => job.Id).Select(job => job.State));
        Assert.Equal(0, desk.Spool?.Octets ?? 0);
    }

    [Theory]
    [InlineData("cups-2.4-control-first-copies-in-data")]
    [InlineData("cups-2.4-data-first-banner-postscript")]
    [InlineData("Reconstructed-two-data-files-one-job")]
    [InlineData("Reconstructed-two-data-files-before-control")]
    public void AClientThatDiesAnywhereHasSentNoJob(string vector)
    {
        byte[] whole = LpdVectorTests.Folder.Read("valid", vector);
        foreach (bool hasSpool in new[] { true, false })
        {
            for (int length = 0; length < whole.Length; length++)
            {
                foreach (bool breaks in new[] { true, false })
                {
                    Desk desk = Desk(hasSpool);
                    ScriptLink link = new ScriptLink(desk.Clock) { Remote = Address }.Send(whole[..length]);
                    Serve(desk, breaks ? link.Break() : link.End());
                    desk.PrintAll();
                    Assert.All(desk.Jobs(), job => Assert.Equal(JobState.Aborted, job.State));
                    Assert.All(desk.Jobs(), job => Assert.Equal(JobReasons.AbortedBySystem | JobReasons.SubmissionInterrupted, job.Reasons));
                    Assert.True(!hasSpool || desk.Model.Papers.Count == 0);
                    Assert.Equal(0, desk.Spool?.Octets ?? 0);

                    // The next one is another matter.
                    Serve(desk, Bring(), Control(), Data("next"));
                    desk.PrintAll();
                    Assert.Equal("next", Encoding.Latin1.GetString(desk.Model.Whole[^1]));
                }
            }
        }
    }

    [Theory]
    [InlineData("", 5000)]
    [InlineData("\u0002lp\n", 30000)]
    [InlineData("\u0002lp\n\u000260 cfA001pc\nHpc\n", 30000)]
    [InlineData("\u0002lp\n\u000360 dfA001pc\nabc", 300000)]
    public void ASilentClientIsTakenForDeadAfterItsPatience(string said, int patience)
    {
        Desk desk = Desk(true);
        long began = desk.Clock.Milliseconds;
        string answers = Serve(desk, Link(desk, said));
        Assert.Equal('\u0001', answers[^1]);
        Assert.Equal(patience + Limits.RefusalMilliseconds, desk.Clock.Milliseconds - began);
        Assert.All(desk.Jobs(), job => Assert.Equal(JobState.Aborted, job.State));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void NonsenseIsRefusedAndPrintsNothing(string vector)
    {
        foreach (bool hasSpool in new[] { true, false })
        {
            Desk desk = Desk(hasSpool);
            Assert.Contains('\u0001', Serve(desk, Latin(vector, "invalid")));
            desk.PrintAll();
            Assert.Empty(desk.Model.Whole);
            Assert.All(desk.Jobs(), job => Assert.Equal(JobState.Aborted, job.State));
            Assert.Equal(0, desk.Spool?.Octets ?? 0);
        }
    }

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void WhatBreaksOffIsAborted(string vector)
    {
        Desk desk = Desk(true);
        Serve(desk, Latin(vector, "incomplete"));
        desk.PrintAll();
        Assert.Empty(desk.Model.Papers);
        Assert.All(desk.Jobs(), job => Assert.Equal(JobState.Aborted, job.State));
        Assert.Equal(0, desk.Spool!.Octets);
    }

    [Theory]
    [MemberData(nameof(Spools))]
    public void AJobThatIsCanceledWhileItArrivesIsTakenSoThatItDoesNotComeAgain(bool hasSpool)
    {
        Desk desk = Desk(hasSpool);
        string data = new('x', 20000);
        ScriptLink link = Link(desk, Bring() + Control() + $"\u0003{data.Length} dfA001pc\n" + data[..10000]).Then(() => desk.Printer.Cancel(desk.Jobs()[0].Id, false)).Send(data[10000..] + "\0");
        Assert.Equal("\0\0\0\0\0\0\0\0\0", Serve(desk, link.Send(Control() + Data("next")).End()));
        desk.PrintAll();
        Assert.Equal("next", Texts(desk.Model.Whole));
        Assert.Equal(new[] { JobState.Completed, JobState.Canceled }, desk.Jobs().OrderByDescending(job => job.Id).Select(job => job.State));
        Assert.Equal(0, desk.Spool?.Octets ?? 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void BetweenItsFilesAJobCanBeCanceled(int order)
    {
        foreach (bool hasSpool in new[] { true, false })
        {
            Desk desk = Desk(hasSpool);
            string[] files = { Control(), Data("x") };
            ScriptLink link = Link(desk, Bring() + files[order]).Then(() => desk.Printer.Cancel(desk.Jobs()[0].Id, false)).Send(files[1 - order]).End();
            Assert.Equal("\0\0\0\0\0", Serve(desk, link));
            desk.PrintAll();
            Assert.Equal(JobState.Canceled, Assert.Single(desk.Jobs()).State);
            Assert.Equal(0, desk.Spool?.Octets ?? 0);
        }
    }

    [Fact]
    public void ADeviceThatBreaksInTheMiddleIsToldWhereNothingIsStored()
    {
        for (int at = 500; at < 10000; at += 500)
        {
            Desk desk = Desk(false);
            desk.Model.With(at, TroubleKind.Reset, 60000);
            Assert.Equal("\0\0\0\0\u0001", Serve(desk, Bring(), Control(), Data(new string('x', 10000))));
            Assert.Equal(JobState.Aborted, Assert.Single(desk.Jobs()).State);
        }
    }

    [Fact]
    public void WhatTheSpoolHasNoRoomForIsRefused()
    {
        Profile profile = Profile.SixteenSockets();
        profile.SpoolOctets = 200001;
        Desk desk = new Desk(profile, store: new PlainStore(new VirtualClock())).Started();
        Assert.Equal("\0\0\0\0\u0001", Serve(desk, Bring(), Control(), Data(new string('x', 300000))));
        Assert.Equal(JobState.Aborted, Assert.Single(desk.Jobs()).State);
        Assert.Equal(0, desk.Spool!.Octets);
    }

    [Theory]
    [MemberData(nameof(Spools))]
    public void AFullQueueSaysNoAndAsManyAsThereAreAreTaken(bool hasSpool)
    {
        Profile profile = Profile.SixteenSockets();
        profile.Jobs = 3;
        Desk desk = new Desk(profile, store: hasSpool ? new FatStore(new FatMedium()) : null).Started();
        desk.Printer.Pause(false);
        Job[] filling = Enumerable.Range(0, 2).Select(_ => new Job { Origin = Job.ByIpp }).ToArray();
        Assert.All(filling, job => Assert.Equal(PrintStatus.Ok, desk.Intake().Create(job)));

        // The last place is taken by the first of two, between its lines.
        ScriptLink link = Link(desk, Bring() + Control()).Then(() => Assert.Equal("\u0001", Serve(desk, Bring()))).End();
        Assert.Equal("\0\0\0", Serve(desk, link));

        // And a queue that fills up behind the first answer says so at the next.
        Job last = new() { Origin = Job.ByIpp };
        link = Link(desk, Bring()).Then(() => Assert.Equal(PrintStatus.Ok, desk.Intake().Create(last))).Send(Control() + "\u00031 dfA001pc\n").End();
        Assert.Equal("\0\0\u0001\u0001", Serve(desk, link));
        Assert.Equal(PrintStatus.Ok, desk.Printer.Cancel(last.Id, false));
        desk.Printer.Accept(false);
        Assert.Equal("\u0001", Serve(desk, Bring()));
    }

    [Fact]
    public void WhatIsSaidBehindTheDocumentsIsKnownAfterARestartToo()
    {
        FatMedium medium = new();
        Desk desk = new Desk(store: new FatStore(medium)).Started();
        Assert.Equal("\0\0\0\0\0", Serve(desk, Bring(), Data("x"), Control("bob", "late", 2)));
        Desk next = new Desk(store: new FatStore(medium.Copy())).Started();
        Job job = Assert.Single(next.Jobs());
        Assert.Equal(("late", "bob", 2, Address), (job.Name, job.User, job.Copies, job.Host));
        next.PrintAll();
        Assert.Equal("xx", Texts(next.Model.Whole));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhereverThePowerGoesAJobIsPrintedOnceIfItWasAcknowledgedAndNotTwice(bool controlFirst)
    {
        for (int step = 0; ; step++)
        {
            FatMedium medium = new();
            Desk desk = new Desk(store: new FatStore(medium)).Started();
            medium.CutAt = medium.Steps + step;
            ScriptLink link = Link(desk, Bring() + (controlFirst ? Control() + Data("x") : Data("x") + Control())).End();
            bool isCut = false;
            try
            {
                Serve(desk, link);
            }
            catch (PowerCut)
            {
                isCut = true;
            }

            bool wasPromised = link.Received.Length == 5;
            Desk next = new Desk(store: new FatStore(medium.Copy())).Started();
            next.PrintAll();
            Assert.True(next.Model.Papers.Count == 1 || (!wasPromised && next.Model.Papers.Count == 0), "step " + step);
            Assert.True(next.Model.Papers.Count == 0 || next.Jobs().Single().State == JobState.Completed, "step " + step);
            if (!isCut)
            {
                Assert.True(step > 5);
                return;
            }
        }
    }

    private static Desk Desk(bool hasSpool)
    {
        return new Desk(store: hasSpool ? new FatStore(new FatMedium()) : null).Started();
    }

    private static string Latin(string vector, string kind = "valid")
    {
        return Encoding.Latin1.GetString(LpdVectorTests.Folder.Read(kind, vector));
    }
}
