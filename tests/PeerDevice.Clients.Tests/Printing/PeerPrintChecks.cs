using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace PeerDevice.Clients.Printing;

/// <summary><c>peer print</c> and the commands about jobs, with what they really do: octets on paper, and states as ipptool sees them.</summary>
internal static partial class PeerPrintChecks
{
    private const string Suites = "/usr/share/cups/ipptool/";

    internal static void Run(Scorecard score, RunningPeer peer)
    {
        string at = $"{peer.Address}:{peer.HttpPort}";
        string file = Path.Combine(peer.Top, "letter.bin");
        File.WriteAllBytes(file, Samples.Document);
        Prints(score, peer, file, at);
        score.Check($"{peer.Name}: peer print prints what a pipe gives, several copies, and by the raw port", () =>
        {
            int before = peer.OnPaper().Length;
            Tool.Run(Bounds.Program, Samples.Document, null, "dotnet", Build.Companion, "print", "-", at).Well();
            PrintingChecks.Peer("print", file, at, "--copies", "2").Well();
            PrintingChecks.Peer("print", file, at, "--raw").Well();
            byte[] expected = [.. Enumerable.Repeat(Samples.Document, 4).SelectMany(static octets => octets)];

            // The raw port's connection ends when the document is safely stored, where the Job before has the device for a moment yet.
            Expect.Same(expected, RawPrintChecks.OnPaper(peer, before, expected.Length), "what the output device was given");
        });
        score.Check($"{peer.Name}: jobs are paused, held, released, canceled and resumed, as ipptool sees it and as the paper does", () => Jobs(peer, at));
        score.Check($"{peer.Name}: nobody prints on a printer that is not there", () =>
        {
            Outcome outcome = PrintingChecks.Peer("print", file, at, "--printer", "nowhere");
            Expect.True(outcome.ExitCode == 1 && outcome.Errors.Contains("has no printer nowhere", StringComparison.Ordinal), outcome.Text + outcome.Errors);
        });
    }

    /// <summary>Where sending takes one socket of few, and looking beside another.</summary>
    internal static void RunOnFewSockets(Scorecard score, RunningPeer peer)
    {
        string file = Path.Combine(peer.Top, "letter.bin");
        File.WriteAllBytes(file, Samples.Document);
        Prints(score, peer, file, $"{peer.Address}:{peer.HttpPort}");
    }

    private static void Prints(Scorecard score, RunningPeer peer, string file, string at)
    {
        score.Check($"{peer.Name}: peer print prints, and what arrives is identical", () =>
        {
            Expect.Contains("printed letter.bin", PrintingChecks.Peer("print", file, at).Well().Text, "what it said");
            Expect.Same(Samples.Document, peer.OnPaper(), "what the output device was given");
        });
    }

    private static void Jobs(RunningPeer peer, string at)
    {
        int before = peer.OnPaper().Length;
        PrintingChecks.Peer("pause", at).Well();
        string[] ids = new string[3];
        for (int i = 0; i < ids.Length; i++)
        {
            string file = Path.Combine(peer.Top, $"job{i}.bin");
            File.WriteAllBytes(file, Enumerable.Repeat((byte)('a' + i), Bounds.Document).ToArray());
            ids[i] = JobNumber().Match(PrintingChecks.Peer("print", "--no-wait", file, at).Well().Text).Groups[1].Value;
        }

        PrintingChecks.Peer("hold", at, ids[0]).Well();
        PrintingChecks.Peer("cancel", at, ids[1]).Well();
        string seen = Seen(at, "get-jobs.test");
        Expect.Contains($"job-id (integer) = {ids[0]}", seen, "what ipptool is told");
        Expect.Contains("job-state (enum) = pending-held", seen, "what ipptool is told");
        Expect.True(!seen.Contains($"job-id (integer) = {ids[1]}\n", StringComparison.Ordinal), "the canceled job still waits: " + seen);
        Expect.Contains("printer-state (enum) = stopped", Seen(at, "get-printer-attributes.test"), "what ipptool is told");
        Expect.Equal(0, peer.OnPaper(before).Length, "octets on paper while it was paused");
        PrintingChecks.Peer("resume", at).Well();
        Expect.Becomes(() => peer.OnPaper(before).Length >= Bounds.Document, () => "what was not held was not printed: " + PrintingChecks.Peer("jobs", "--all", at).Text);
        PrintingChecks.Peer("release", at, ids[0]).Well();
        Expect.Becomes(() => peer.OnPaper(before).Length >= 2 * Bounds.Document, () => "what was released was not printed: " + PrintingChecks.Peer("jobs", "--all", at).Text);
        byte[] expected = [.. Enumerable.Repeat((byte)'c', Bounds.Document), .. Enumerable.Repeat((byte)'a', Bounds.Document)];
        Expect.Same(expected, peer.OnPaper(before), "what the output device was given");
    }

    private static string Seen(string at, string test) => Tool.Run("ipptool", "-tv", "-V", "2.0", $"ipp://{at}/ipp/print", Suites + test).Well().Text;

    [GeneratedRegex("job ([0-9]+),")]
    private static partial Regex JobNumber();
}
