using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace PeerDevice.Clients.Printing;

/// <summary><c>peer print</c> and <c>peer jobs</c> against ippeveprinter, a printer that none of us wrote.</summary>
internal static class EveChecks
{
    private const string Port = "8700";

    internal static void Run(Scorecard score)
    {
        string top = Directory.CreateTempSubdirectory("peerdevice-eve-").FullName;
        try
        {
            using Bus bus = new(top);
            Process? started = null;
            score.Check("printing: ippeveprinter starts, with a bus and an Avahi of its own", () =>
            {
                bus.Start();
                started = Start(bus, top);
            });
            if (started is not null)
            {
                using Process eve = started;
                score.Check("printing: peer print prints on ippeveprinter, and what arrives is identical", () => Print(top));
                eve.Kill(true);
                eve.WaitForExit();
            }
        }
        finally
        {
            Temporary.Remove(top);
        }
    }

    private static Process Start(Bus bus, string top)
    {
        Directory.CreateDirectory(Path.Combine(top, "spool"));
        Process eve = Tool.Start("env", [bus.Variable, "ippeveprinter", "-p", Port, "-n", "localhost", "-k", "-d", Path.Combine(top, "spool"), "-f", "application/pdf", "Eve"], top);
        try
        {
            Expect.Becomes(
                () => PrintingChecks.Peer("jobs", "ipp://localhost:" + Port).ExitCode == 0,
                () => $"it does not answer: {(eve.HasExited ? eve.StandardError.ReadToEnd() : "it runs")}");
            return eve;
        }
        catch (CheckFailure)
        {
            eve.Kill(true);
            eve.Dispose();
            throw;
        }
    }

    private static void Print(string top)
    {
        // It looks into documents, and takes for a PDF what begins like one.
        byte[] document = [.. "%PDF-1.4\n"u8, .. Samples.Document];
        string file = Path.Combine(top, "letter.pdf");
        File.WriteAllBytes(file, document);
        Expect.Contains("on Eve, job 1", PrintingChecks.Peer("print", file, "ipp://localhost:" + Port + "/ipp/print", "--copies", "2", "--title", "One").Well().Text, "what it said");
        Tool.Run(Bounds.Program, document, null, "dotnet", Build.Companion, "print", "-", "ipp://localhost:" + Port, "--format", "application/pdf").Well();
        string[] kept = Directory.GetFiles(Path.Combine(top, "spool"));
        Expect.Equal(2, kept.Length, "the number of documents that it keeps");
        foreach (string one in kept)
        {
            Expect.Same(document, File.ReadAllBytes(one), "what ippeveprinter was given");
        }

        string jobs = PrintingChecks.Peer("jobs", "--all", "ipp://localhost:" + Port).Well().Text;
        Expect.Equal(2, jobs.Split('\n').Count(static line => line.Contains("completed", StringComparison.Ordinal)), "the number of jobs it says it completed");
        Outcome refused = PrintingChecks.Peer("pause", "ipp://localhost:" + Port);
        Expect.True(refused.ExitCode == 1 && refused.Errors.Contains("will not pause", StringComparison.Ordinal), refused.Errors);
        Outcome text = PrintingChecks.Peer("print", Build.Companion, "ipp://localhost:" + Port);
        Expect.True(text.ExitCode == 1 && text.Errors.Contains("Eve will not print the document", StringComparison.Ordinal), text.Errors);
        Expect.Contains("no jobs wait", PrintingChecks.Peer("jobs", "ipp://localhost:" + Port).Well().Text, "what it said after a document was refused");
    }
}
