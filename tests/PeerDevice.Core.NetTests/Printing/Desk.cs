using System.Collections.Generic;
using System.Linq;
using PeerDevice.Services;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Printing;

/// <summary>A Printer with its model, without a peer around it and without a thread.</summary>
internal sealed class Desk
{
    public Desk(Profile? profile = null, PrinterLanguage? language = null)
    {
        Model = new PrinterModel(Clock);
        Printer = new Printer(new PrinterSetup { Name = "desk" }, Model, language ?? new RawLanguage(), new JobNumbers(new SeededRandom(1)), Clock, profile ?? Profile.SixteenSockets());
    }

    public VirtualClock Clock { get; } = new VirtualClock(1763800000);

    public PrinterModel Model { get; }

    public Printer Printer { get; }

    /// <summary>A way in, of its own.</summary>
    public Intake Intake()
    {
        return new Intake(Printer, Clock, new BlockPool(1, 4096), 512);
    }

    /// <summary>Submits a document, and whatever came of it.</summary>
    public (int Status, Job Job) Submit(byte[] document, int piece = 1000, int end = 0, int origin = Job.ByIpp)
    {
        Job job = new Job { Name = "letter", User = "ann", Origin = origin };
        return (Intake().Submit(job, "", "", new Pieces(document, piece, end), null), job);
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
