using System;
using PeerDevice.Services.Printing;

namespace PeerDevice.Companion.Client;

/// <summary>Looks after one Job: what has become of it, and what keeps it, told whenever that changes.</summary>
/// <param name="printer">The Printer, over connections of this watch.</param>
/// <param name="job">The Job's number.</param>
/// <param name="tell">Told what there is to say.</param>
internal sealed class JobWatch(IppPrinter printer, int job, Action<string> tell)
{
    private string _told = "";

    /// <summary>Whether the last look brought no sign of the Printer.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether the Printer says that it has no such Job.</summary>
    public bool IsForgotten { get; private set; }

    /// <summary>Asks once.</summary>
    /// <returns>The Job; null when that brought no answer.</returns>
    public JobReport? Look()
    {
        JobReport? report = printer.FindJob(job);
        IsGone = printer.IsGone;
        IsForgotten = printer.IsNotFound;
        if (report is null || report.IsEnded)
        {
            return report;
        }

        string keeps = report.State == JobState.PendingHeld && !report.Has(JobReasons.Incoming) && !report.Has(JobReasons.DataInsufficient)
            ? $"job {report.Id} is held: `peer release` lets it go on"
            : Trouble();
        if (keeps != _told)
        {
            _told = keeps;
            if (keeps.Length > 0)
            {
                tell(keeps);
            }
        }

        return report;
    }

    private string Trouble()
    {
        PrinterFacts? facts = printer.Find(PrinterFacts.AskedOfState);
        return facts is { State: PrinterState.Stopped } ? $"{printer.Shown}: {(facts.Words.Length > 0 ? facts.Words : "stopped.")} Waiting for it; Ctrl-C ends that" : "";
    }
}
