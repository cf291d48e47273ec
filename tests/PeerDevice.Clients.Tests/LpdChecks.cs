using System;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using PeerDevice.Clients.Printing;

namespace PeerDevice.Clients;

/// <summary>
/// LPD by other people's programs, in a network namespace of its own, since they ask port 515 and no other: rlpr, rlpq and rlprm, and the backend <c>lpd</c> of CUPS. What
/// arrives at the output device is what was sent, octet for octet.
/// </summary>
internal static partial class LpdChecks
{
    private const string Backend = "/usr/lib/cups/backend/lpd";

    private static readonly string Space = $"pd{Environment.ProcessId}lpd";

    internal static void Run(Scorecard score)
    {
        try
        {
            bool made = false;
            score.Check("lpd: a namespace of its own", () =>
            {
                Tool.Run("ip", "netns", "add", Space).Well();
                Tool.Run("ip", "-n", Space, "link", "set", "lo", "up").Well();
                made = true;
            });
            if (made)
            {
                string[] within = ["ip", "netns", "exec", Space];
                Of(score, "board", true, () => RunningPeer.Board(16, Samples.Fill, within));
                Of(score, "companion that keeps no jobs", false, () => RunningPeer.Companion(Samples.Fill, within));
            }
        }
        finally
        {
            Tool.Run("ip", "netns", "delete", Space);
        }
    }

    private static void Of(Scorecard score, string kind, bool keepsJobs, Func<RunningPeer> start)
    {
        RunningPeer? started = null;
        score.Check($"lpd: the {kind} starts", () => started = start());
        if (started is null)
        {
            return;
        }

        using RunningPeer peer = started;
        string one = Path.Combine(peer.Top, "one");
        string other = Path.Combine(peer.Top, "other");
        File.WriteAllBytes(one, Samples.Document);
        File.WriteAllBytes(other, Samples.Small);
        Check("rlpr prints a file", Samples.Document, () => Rlpr(peer, one).Well());
        Check("rlpr prints two files in their order", [.. Samples.Document, .. Samples.Small], () => Rlpr(peer, one, other).Well());
        Check("rlpr prints a file that it sends before its control file", Samples.Document, () => Rlpr(peer, "--send-data-first", one).Well());
        Check("CUPS' backend lpd prints", Samples.Document, () => Cups(peer, "reserve=none", "1", one).Well());
        Check("CUPS' backend lpd prints from a privileged port", Samples.Small, () => Cups(peer, "reserve=rfc1179", "1", other).Well());
        Check("CUPS' backend lpd prints a file that it sends before its control file, with a banner that is not printed", Samples.Document, () => Cups(peer, "reserve=none&order=data,control&banner=on&format=o", "1", one).Well());
        Check("CUPS' backend lpd prints the copies that it makes itself", [.. Samples.Small, .. Samples.Small], () => Cups(peer, "reserve=none&manual_copies=on", "2", other).Well());
        if (keepsJobs)
        {
            Check("rlpr's copies are printed", [.. Samples.Small, .. Samples.Small, .. Samples.Small], () => Rlpr(peer, "-#3", other).Well());
            Check("the copies that CUPS' backend lpd asks for are printed", [.. Samples.Document, .. Samples.Document], () => Cups(peer, "reserve=none&manual_copies=off", "2", one).Well());
        }
        else
        {
            Check("rlpr's copies are refused, not printed once", [], () => Expect.True(Rlpr(peer, "-#3", other).ExitCode != 0, "rlpr was told that all is well"));
        }

        score.Check($"lpd: rlpq is told the state of the {kind}", () =>
        {
            // What was on paper a moment ago may still be on its way by the cable.
            string state = "";
            Expect.Becomes(() => (state = Rlp("rlpq").Well().Text).EndsWith(" is ready\nno entries\n", StringComparison.Ordinal), () => "the short state is " + Expect.Short(state));
            Expect.Contains(" is ready\nno entries\n", Rlp("rlpq", "-l").Well().Text, "the long state");
        });
        if (keepsJobs)
        {
            score.Check($"lpd: rlpq shows what waits on the {kind}, and rlprm removes it", () => Remove(peer, other));
        }

        score.Check($"lpd: the {kind} ends cleanly on SIGTERM", peer.Terminate);

        void Check(string what, byte[] expected, Action print)
        {
            score.Check($"lpd: {what} on the {kind}, octet for octet", () =>
            {
                int before = peer.OnPaper().Length;
                print();
                Expect.Same(expected, RawPrintChecks.OnPaper(peer, before, expected.Length), "what the output device was given");
            });
        }
    }

    private static void Remove(RunningPeer peer, string file)
    {
        string at = string.Create(CultureInfo.InvariantCulture, $"{peer.Address}:{peer.HttpPort}");
        int before = peer.OnPaper().Length;
        In("dotnet", Build.Companion, "pause", at).Well();
        try
        {
            Rlpr(peer, "-Jremoved", file).Well();
            Rlpr(peer, "-Jprinted", file).Well();
            string state = Rlp("rlpq").Well().Text;
            Match removed = RemovedRow().Match(state);
            Expect.True(removed.Success && PrintedRow().IsMatch(state), "rlpq shows " + Expect.Short(state));
            Expect.Contains("is stopped: The printer is paused.", state, "the state");
            Expect.Contains("is removed", Rlp("rlprm", removed.Groups["job"].Value).Well().Text, "what rlprm was told");
            Expect.True(!RemovedRow().IsMatch(Rlp("rlpq").Well().Text), "it is still there");
        }
        finally
        {
            In("dotnet", Build.Companion, "resume", at).Well();
        }

        Expect.Same(File.ReadAllBytes(file), RawPrintChecks.OnPaper(peer, before, (int)new FileInfo(file).Length), "what the output device was given");
    }

    [GeneratedRegex(@"^1st +\S+ +(?<job>\d+) +removed +\d+ bytes$", RegexOptions.Multiline)]
    private static partial Regex RemovedRow();

    [GeneratedRegex(@"^2nd +\S+ +\d+ +printed +\d+ bytes$", RegexOptions.Multiline)]
    private static partial Regex PrintedRow();

    private static Outcome Rlpr(RunningPeer peer, params string[] arguments)
    {
        return In("rlpr", [.. Queue(), "--timeout=20", "-q", "--tmpdir=" + peer.Top, .. arguments]);
    }

    private static Outcome Rlp(string program, params string[] arguments)
    {
        return In(program, [.. Queue(), "--timeout=20", .. arguments]);
    }

    private static Outcome Cups(RunningPeer peer, string options, string copies, string file)
    {
        return In("env", $"DEVICE_URI=lpd://{peer.Address}/lp?{options}", "CUPS_CACHEDIR=" + peer.Top, Backend, "7", "somebody", "title", copies, "", file);
    }

    // Not from a privileged port, which nobody here asks for.
    private static string[] Queue() => ["-N", "-Plp", "-H127.0.0.1"];

    private static Outcome In(string program, params string[] arguments) => Tool.Run("ip", ["netns", "exec", Space, program, .. arguments]);
}
