using System;
using System.Globalization;
using PeerDevice.Board;
using PeerDevice.Companion.Commands;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Prints a document by IPP and stays with it to its end. The Job's number is known before anything of the document goes (Create-Job, Send-Document), so after a connection
/// that was lost in the middle the Printer is asked what became of it: nothing is sent twice, and nothing is said that nobody knows. A Printer that only has Print-Job gets that.
/// </summary>
/// <param name="printer">The Printer.</param>
/// <param name="plan">What is to be printed, and how.</param>
/// <param name="teller">Told what happens meanwhile.</param>
/// <param name="clock">Time.</param>
internal sealed class IppPrint(IppPrinter printer, PrintPlan plan, Teller teller, IClock clock)
{
    private bool _isWhole;

    /// <summary>Prints.</summary>
    /// <param name="facts">What the Printer said of itself.</param>
    /// <param name="document">The document; null where the Printer fetches it.</param>
    /// <param name="waits">Whether to wait for the Job's end.</param>
    /// <returns>The Job, completed; where it is not waited for, as it was when the Printer had the document.</returns>
    /// <exception cref="CommandFailure">It was not printed, or nobody can say that it was.</exception>
    public JobReport Print(PrinterFacts facts, PrintDocument? document, bool waits)
    {
        bool isCreated = Has(facts, Operation.CreateJob) && Has(facts, document is null ? Operation.SendUri : Operation.SendDocument);
        int number = isCreated ? printer.Create(plan).Id : 0;
        JobReport job = (document is null ? Fetch(number) : Send(number, document)) ?? Settle(number);
        if (waits && !job.IsEnded)
        {
            job = Await(job);
        }

        return job.State is JobState.Canceled or JobState.Aborted
            ? throw new CommandFailure($"job {Number(job.Id)} was {PrintWords.Of(job)}: {PrintWords.WhyEnded(job)}. Part of it may be on paper.")
            : job;
    }

    /// <summary>Whether a Printer fetches documents itself.</summary>
    public static bool Fetches(PrinterFacts facts) => Has(facts, Operation.PrintUri) || (Has(facts, Operation.CreateJob) && Has(facts, Operation.SendUri));

    private static bool Has(PrinterFacts facts, int operation)
    {
        foreach (int one in facts.Operations)
        {
            if (one == operation)
            {
                return true;
            }
        }

        return false;
    }

    private static string Number(int id) => id.ToString(CultureInfo.InvariantCulture);

    private JobReport? Fetch(int number)
    {
        using SendingGuard? guard = number > 0 ? new SendingGuard(printer, number, teller.Say, clock) : null;
        JobReport? job = printer.Fetch(number, plan);

        // Whoever asked may go: the Printer goes on by itself.
        _isWhole = true;
        return job;
    }

    private JobReport? Send(int number, PrintDocument document)
    {
        using Teller.Track track = teller.Follow(document.Name, document.Octets);
        using SendingGuard? guard = number > 0 ? new SendingGuard(printer, number, teller.Say, clock) : null;
        if (!printer.Send(number, plan, document.Octets))
        {
            return null;
        }

        try
        {
            _isWhole = document.Pour(printer.Content, () => printer.IsAnswered, track);
        }
        catch (CommandFailure)
        {
            guard?.Dispose();
            printer.Close();
            if (number > 0)
            {
                printer.Change(Operation.CancelJob, number);
            }

            throw;
        }

        return printer.Sent();
    }

    /// <summary>Finds out what became of a Job whose document the Printer did not say that it took.</summary>
    private JobReport Settle(int number)
    {
        CommandFailure refusal = printer.Refusal("print the document");
        bool isRefused = !printer.IsGone;
        if (number == 0)
        {
            throw isRefused || printer.IsUnreached ? refusal
                : new CommandFailure($"{printer.Shown} ended the connection before it said whether it has the job: look with `peer jobs` and at the paper before you print {plan.Name} again.");
        }

        JobReport job = LookUntilHeard(number);
        if (job.IsEnded || (_isWhole && !isRefused))
        {
            return job;
        }

        // What came of it is not the document: it is not to be printed.
        bool isCanceled = printer.Change(Operation.CancelJob, number);
        throw isRefused ? refusal : new CommandFailure(
            $"the connection to {printer.Shown} was lost in the middle of {plan.Name}, and job {Number(number)} was {(isCanceled ? "canceled" : "left there, " + PrintWords.Of(job))}: part of it may be on paper.");
    }

    private JobReport LookUntilHeard(int number)
    {
        long until = clock.Milliseconds + DesktopLimits.PrinterLost;
        for (int pause = DesktopLimits.JobLook; ; pause = Longer(pause))
        {
            JobReport? job = printer.FindJob(number);
            if (job is not null)
            {
                return job;
            }

            if (!printer.IsGone || clock.Milliseconds > until)
            {
                throw Lost(number);
            }

            clock.Sleep(pause);
        }
    }

    private JobReport Await(JobReport job)
    {
        JobWatch watch = new(printer, job.Id, teller.Say);
        long total = job.Octets * plan.Copies;
        using Teller.Track track = teller.Follow("printing " + plan.Title, total);
        long heard = clock.Milliseconds;
        for (int pause = DesktopLimits.JobLook; ; pause = Longer(pause))
        {
            JobReport? seen = watch.Look();
            if (seen is { IsEnded: true })
            {
                return seen;
            }

            heard = seen is null ? heard : clock.Milliseconds;
            if (watch.IsForgotten || clock.Milliseconds - heard > DesktopLimits.PrinterLost)
            {
                throw Lost(job.Id);
            }

            track.At(Math.Clamp(seen?.Processed ?? 0, 0, Math.Max(total, 0)));
            clock.Sleep(pause);
        }
    }

    private static int Longer(int pause) => Math.Min(pause * 2, DesktopLimits.JobLookMost);

    private CommandFailure Lost(int number) => new(
        $"{printer.Shown} had taken job {Number(number)}, and {(printer.IsNotFound ? "does not know it" : "says nothing of it")} any more: whether it is printed cannot be said. Look with `peer jobs` and at the paper before you print it again.");
}
