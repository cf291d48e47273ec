using System.Collections.Generic;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Services;
using PeerDevice.Services.Files;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Printing;

/// <summary>A Printer with its model, without a peer around it and without a thread.</summary>
internal sealed class Desk
{
    // One for all desks, so that no two starts draw the same.
    private static readonly SeededRandom Chance = new SeededRandom(4);

    public Desk(Profile? profile = null, PrinterLanguage? language = null, IFileStore? store = null, PrinterModel? model = null, PrinterSetup? setup = null)
    {
        Model = model ?? new PrinterModel(Clock);
        profile ??= Profile.SixteenSockets();
        Store = store;
        if (store is not null)
        {
            store = store.IsFat ? new CardWatch(store) : store;
            Commits = store.IsFat ? new Commits(store, new FileIndex(store, 16, Chance, 0, Limits.Tags), Clock, new Profile()) : null;
            Spool = new Spool(store, Commits, Clock, Chance, profile.Jobs, profile.JobHistory, profile.SpoolOctets);
        }

        Printer = new Printer(setup ?? new PrinterSetup { Name = "desk" }, Model, language ?? new RawLanguage(), new JobNumbers(Spool, Chance), Spool, Clock, profile);
        Printers = new Printers(new[] { Printer }, Spool);
        Run = new PrintRun(Printer, Clock, new BlockPool(1, 5000), 512);
    }

    public IFileStore? Store { get; }

    public Commits? Commits { get; }

    public Spool? Spool { get; }

    public Printers Printers { get; }

    public PrintRun Run { get; }

    public VirtualClock Clock { get; init; } = new VirtualClock(1763800000);

    public PrinterModel Model { get; }

    public Printer Printer { get; }

    /// <summary>A way in, of its own.</summary>
    public Intake Intake()
    {
        return new Intake(Printer, Clock, new BlockPool(1, 4096), 512);
    }

    /// <summary>Submits a document, and whatever came of it.</summary>
    public (int Status, Job Job) Submit(byte[] document, int piece = 1000, int end = 0, int origin = Job.ByIpp, int copies = 1)
    {
        Job job = new Job { Name = "letter", User = "ann", Origin = origin, Copies = copies };
        return (Intake().Submit(job, "", "", new Pieces(document, piece, end), null), job);
    }

    /// <summary>A start: what was interrupted is finished, and what is in the spool taken over.</summary>
    public Desk Started()
    {
        Assert.Equal(StoreStatus.Ok, Commits?.Recover() ?? StoreStatus.Ok);
        Printers.Tend();
        return this;
    }

    /// <summary>Does what the Printer's thread does, until nothing is left that can be printed.</summary>
    public void PrintAll()
    {
        for (int idle = 0; idle < 10; idle++)
        {
            Printers.Tend();
            while (Printer.TakeNext() is { } job)
            {
                idle = Run.Print(job) == PrintStatus.NotPossible ? idle : 0;
            }

            Clock.Advance(Limits.CardRetryMilliseconds / 2);
        }
    }

    /// <summary>All Jobs, the ended ones too.</summary>
    public List<Job> Jobs()
    {
        Job[] jobs = new Job[1000];
        int count = Printer.List(jobs, false);
        List<Job> all = jobs.Take(count).ToList();
        count = Printer.List(jobs, true);
        all.AddRange(jobs.Take(count));
        return all;
    }

    /// <summary>What happened since an event, as "kind job state".</summary>
    public List<PrinterEvent> Events(int after = 0)
    {
        List<PrinterEvent> all = new List<PrinterEvent>();
        for (int i = after + 1; i <= Printer.Events.Last; i++)
        {
            PrinterEvent one = new PrinterEvent();
            Assert.True(Printer.Events.Read(i, one));
            all.Add(one);
        }

        return all;
    }

    /// <summary>The states that a Job went through.</summary>
    public int[] States(Job job)
    {
        List<int> states = new List<int>();
        foreach (PrinterEvent one in Events().Where(one => one.JobId == job.Id))
        {
            if (states.Count == 0 || states[^1] != one.JobState)
            {
                states.Add(one.JobState);
            }
        }

        return states.ToArray();
    }
}
