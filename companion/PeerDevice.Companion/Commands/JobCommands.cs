using System;
using System.Collections.Generic;
using System.Globalization;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Commands;

/// <summary>The commands that deal with jobs, and with Printers as far as that stops and starts them, each one function.</summary>
internal sealed class JobCommands(Teller teller, INetwork network, IClock clock)
{
    /// <summary><c>peer jobs</c></summary>
    public void List(string address, string? printer, bool hasEnded)
    {
        List<JobReport> jobs = [];
        List<string> printers = [];
        List<IppPrinter> all = Open(address, printer);
        foreach (IppPrinter one in all)
        {
            foreach (JobReport job in hasEnded ? [.. one.Jobs(false), .. one.Jobs(true)] : one.Jobs(false))
            {
                jobs.Add(job);
                printers.Add(one.Shown);
            }
        }

        if (jobs.Count == 0)
        {
            teller.Say(hasEnded ? "no jobs" : "no jobs wait");
            return;
        }

        foreach (string line in Table(jobs, all.Count > 1 ? printers : null))
        {
            teller.Say(line);
        }
    }

    /// <summary><c>peer cancel</c>, <c>hold</c> and <c>release</c>: one that fails does not stop the others.</summary>
    /// <param name="operation">Which of them.</param>
    /// <param name="address">The peer, or a Printer.</param>
    /// <param name="ids">The Jobs' numbers.</param>
    /// <param name="printer">Which of the peer's Printers; null for whichever has the Job.</param>
    public void Change(int operation, string address, IReadOnlyList<int> ids, string? printer)
    {
        List<IppPrinter> printers = Open(address, printer);
        foreach (int id in ids)
        {
            if (ChangeOne(operation, id, printers) is { } problem)
            {
                teller.Complain(problem);
            }
        }
    }

    /// <summary><c>peer pause</c> and <c>peer resume</c></summary>
    public void Change(int operation, string address, string? printer)
    {
        List<IppPrinter> printers = Open(address, printer);
        if (printers.Count > 1)
        {
            throw new CommandFailure($"{printers[0].Address.Authority} has the printers {string.Join(", ", printers.ConvertAll(static one => one.Shown))}: say which with --printer.");
        }

        IppPrinter one = printers[0];
        if (!one.Change(operation))
        {
            throw one.Refusal(operation == Operation.PausePrinter ? "pause" : "go on");
        }

        PrinterFacts? facts = one.Find(PrinterFacts.AskedOfState);
        teller.Say(facts is null ? $"{one.Shown} was told" : $"{one.Shown}: {PrintWords.OfState(facts.State)}{(facts.Words.Length > 0 ? $" ({facts.Words.TrimEnd('.')})" : "")}");
    }

    /// <summary>Jobs as the lines of a table, with a head.</summary>
    /// <param name="jobs">The Jobs.</param>
    /// <param name="printers">The Printer of each; null to leave that out.</param>
    public static List<string> Table(IReadOnlyList<JobReport> jobs, IReadOnlyList<string>? printers)
    {
        List<string[]> rows = [["ID", "STATE", "SIZE", "WHO", "PRINTER", "NAME"]];
        for (int i = 0; i < jobs.Count; i++)
        {
            JobReport job = jobs[i];
            string size = job.Octets < 0 ? "-" : Measure.OfKilo(job.Octets);
            rows.Add([Number(job.Id), PrintWords.Of(job), size, Short(job.User), printers is null ? "" : Short(printers[i]), job.Name]);
        }

        int[] widths = new int[rows[0].Length];
        foreach (string[] row in rows)
        {
            for (int column = 0; column < widths.Length; column++)
            {
                widths[column] = Math.Max(widths[column], row[column].Length);
            }
        }

        return rows.ConvertAll(row =>
        {
            string who = row[3].PadRight(widths[3]);
            string where = printers is null ? "" : row[4].PadRight(widths[4]) + "  ";
            return $"{row[0].PadLeft(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadLeft(widths[2])}  {who}  {where}{row[5]}".TrimEnd();
        });
    }

    private static string Number(int id) => id.ToString(CultureInfo.InvariantCulture);

    // A name of 255 octets would push the others out of sight.
    private static string Short(string name) => name.Length <= DesktopLimits.ColumnCharacters ? name : name[..(DesktopLimits.ColumnCharacters - 1)] + "…";

    private string? ChangeOne(int operation, int id, List<IppPrinter> printers)
    {
        string what = operation switch { Operation.CancelJob => "cancel", Operation.HoldJob => "hold", _ => "release" };
        foreach (IppPrinter printer in printers)
        {
            if (printer.Change(operation, id))
            {
                JobReport? now = printer.FindJob(id);
                teller.Say($"job {Number(id)} on {printer.Shown}: {(now is null ? "told to " + what : PrintWords.Of(now))}");
                return null;
            }

            if (printer.IsNotFound)
            {
                continue;
            }

            string refusal = printer.Refusal($"{what} job {Number(id)}").Message;
            JobReport? job = printer.FindJob(id);
            return job is null ? refusal : $"{printer.Shown} will not {what} job {Number(id)}: it is {PrintWords.Of(job)}.";
        }

        return $"there is no job {Number(id)} on {printers[0].Address.Authority}: see `peer jobs --all`.";
    }

    private List<IppPrinter> Open(string address, string? printer) => PrinterFinder.OpenAll(PrinterAddress.Read(address), printer, network, clock);
}
