using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace PeerDevice.Clients;

/// <summary>
/// ipptool, the IPP suite, of which each test is a check here. Its exit code lies where tests are in included files, and what it skips counts as nothing, so its lines are read:
/// at least so many tests must have passed, and those that fail must be the ones that PROTOCOL names, with the reason. One of these that passes after all has failed here: then PROTOCOL is wrong.
/// </summary>
internal static partial class IppChecks
{
    // Where Debian's cups-ipp-utils and (unpacked by .ci/run, since the two packages exclude each other) ippsample-data have their tests.
    private const string Installed = "/usr/share/cups/ipptool";
    private const string UnpackedVariable = "PEER_IPP_TESTS";

    // Subscribes to a job that it has just printed, and asks for that subscription: whether that was in time is the machine's speed. IppSubscriptionTests has it with a clock of its own.
    private static readonly string[] Racing = ["Create per-job subscription", "Get subscription attributes"];

    private const string DocumentName = "document.bin";

    // A line of 921,600 baud has printed it before the suite looks.
    private const int DocumentOctets = 2000;

    // Wants FTP of who has Print-URI.
    private const string Ftp = "RFC 8011 section 4.2.5: Get-Printer-Attributes Operation (default)";
    private const string FtpWanted = "reference-uri-schemes-supported WITH-VALUE \"ftp\"";

    private static readonly Suite[] Suites =
    [
        new("ipp-1.1", 24, [Ftp]),
        new("ipp-2.0", 25, [Ftp]),
        new("ipp-2.1", 26, [Ftp]),
        new("ipp-2.2", 26, [Ftp, "PWG 5100.12 section 6.4 - Required Printer Description Attribut"]),
        new("get-printer-attributes-suite", 6, ["Get-Printer-Attributes (requested-attributes='media-col-database')"]),
    ];

    // Of a peer that keeps what it has printed: some of them print it again.
    private static readonly Suite[] KeepingSuites =
    [
        new("rfc3380", 22, []) { IsPaused = true },
        new("rfc3995-3996", 16, []) { FailsAlone = ["Get-Notifications conformance check (including event wait mode)"] },
        new("pwg5100.1", 3, []),
        new("pwg5100.2", 1, []),
        new("pwg5100.5", 9, ["testing document-attributes in send-uri operation"]) { IsPaused = true },
        new("pwg5100.7", 15, ["Print-job operation to pass the media-size attribute", "Test media-size and", "Print-job operation to pass the media-source attribute", "Test media-source and", "Print-job operation to pass the media-type attribute", "Test media-type and", "Print-job operation to pass the media-choice attribute", "Test media and"]),
        new("pwg5100.11", 1, ["Get printer attributes using Get-Printer-Attributes", "print-job with proof-print", "Get-Job-Attributes Until Job Complete"]),
    ];

    /// <summary>Runs them all.</summary>
    /// <param name="score">The score.</param>
    /// <param name="peer">The peer.</param>
    /// <param name="sockets">The sockets of another such board, which keeps what it has printed.</param>
    internal static void Run(Scorecard score, RunningPeer peer, int sockets)
    {
        string folder = Path.Combine(peer.Top, "ipptool");
        Directory.CreateDirectory(folder);
        string document = Path.Combine(folder, DocumentName);
        File.WriteAllBytes(document, Samples.Document[..DocumentOctets]);
        RunningPeer? started = null;
        score.Check($"{peer.Name}: a second peer has the document that Print-URI fetches", () => started = RunningPeer.ReadOnlyCompanion(share => File.Copy(document, Path.Combine(share, DocumentName))));
        using RunningPeer? source = started;
        string uri = source is null ? string.Empty : source.Files + DocumentName;
        bool isAlone = sockets == RunningPeer.FewSockets;
        foreach (Suite suite in Suites)
        {
            Run(score, peer, folder, uri, suite, isAlone);
        }

        RunningPeer? keeping = null;
        score.Check($"{peer.Name}: another one, which keeps what it has printed, starts", () => keeping = peer.Name == "companion"
            ? RunningPeer.CompanionWith(static top => ["--printer", "file:" + Path.Combine(top, "paper"), "--spool", Path.Combine(top, "jobs"), "--keep-jobs"])
            : RunningPeer.Board(sockets, static share => File.WriteAllText(Path.Combine(share, "peer.cfg"), "keep-jobs = yes\nbaud = 921600\n")));
        using RunningPeer? keeper = keeping;
        foreach (Suite suite in keeper is null ? [] : KeepingSuites)
        {
            if (suite.IsPaused)
            {
                Ask(score, keeper!, folder, "Pause-Printer");
            }

            Run(score, keeper!, folder, uri, suite, isAlone);
            if (suite.IsPaused)
            {
                Ask(score, keeper!, folder, "Purge-Jobs");
                Ask(score, keeper!, folder, "Resume-Printer");
            }
        }
    }

    private static void Run(Scorecard score, RunningPeer peer, string folder, string uri, Suite suite, bool isAlone)
    {
        List<(string Name, string Result, string Wants)> results = [];
        score.Check($"{peer.Name}: ipptool {suite.Name} passes {suite.Passes} tests at least", () =>
        {
            Outcome outcome = Tool.Run(Bounds.Ipp, null, folder, "ipptool", "-I", "-V", "2.0", "-t", "-f", Path.Combine(folder, DocumentName), "-d", "document-uri=" + uri, UriOf(peer), PathOf(suite.Name));
            results = [.. TestLine().Matches(outcome.Text).Select(m => (m.Groups["name"].Value.Trim(), m.Groups["result"].Value, Wanted(outcome.Text[(m.Index + m.Length)..])))];
            int passed = results.Count(r => r.Result == "PASS");
            Expect.True(passed >= suite.Passes, $"{passed} passed: {string.Join(", ", results.Where(r => r.Result != "PASS").Select(r => r.Name + " " + r.Result))} {Expect.Short(outcome.Errors)}");
        });
        foreach ((string name, string result, string _) in results.Where(r => r.Result == "SKIP" && r.Name.Contains("-URI", StringComparison.Ordinal)))
        {
            score.Check($"{peer.Name}: ipptool {suite.Name}: {name} is not skipped", () => Expect.Equal("PASS", result, "how it ended"));
        }

        foreach ((string name, string result, string wants) in results.Where(r => r.Result is "PASS" or "FAIL" && !Racing.Contains(r.Name)))
        {
            bool isNamed = suite.Fails.Any(f => Begins(f, name)) || (isAlone && suite.FailsAlone.Any(f => Begins(f, name)));
            score.Check($"{peer.Name}: ipptool {suite.Name}: {name}{(isNamed ? " (fails for the reason in PROTOCOL)" : string.Empty)}", () => Expect.Equal(isNamed ? "FAIL" : "PASS", result, isNamed ? "how it ended" : "how it ended, wanting " + wants));
            if (isNamed && Begins(Ftp, name))
            {
                score.Check($"{peer.Name}: ipptool {suite.Name}: {name} wants FTP and nothing else", () => Expect.Equal(FtpWanted, wants, "what was expected and not there"));
            }
        }
    }

    private static string UriOf(RunningPeer peer) => $"ipp://{peer.Address}:{peer.HttpPort}/ipp/print";

    private static void Ask(Scorecard score, RunningPeer peer, string folder, string operation)
    {
        string test = Path.Combine(folder, operation + ".test");
        File.WriteAllText(test, $"{{ NAME \"{operation}\" OPERATION {operation} GROUP operation-attributes-tag ATTR charset attributes-charset utf-8 ATTR naturalLanguage attributes-natural-language en ATTR uri printer-uri $uri STATUS successful-ok }}\n");
        score.Check($"{peer.Name}: ipptool: {operation} between two suites", () => Tool.Run(Bounds.Ipp, null, folder, "ipptool", UriOf(peer), test).Well());
    }

    // What a test says behind its line that it missed.
    private static string Wanted(string behind)
    {
        Match next = TestLine().Match(behind);
        return string.Join("; ", Miss().Matches(next.Success ? behind[..next.Index] : behind).Select(m => m.Groups["what"].Value).Distinct());
    }

    // ipptool cuts names to its line.
    private static bool Begins(string whole, string cut)
    {
        return cut.Length > 0 && (whole.StartsWith(cut, StringComparison.Ordinal) || cut.StartsWith(whole, StringComparison.Ordinal));
    }

    private static string PathOf(string suite)
    {
        string file = suite + ".test";
        string? unpacked = Environment.GetEnvironmentVariable(UnpackedVariable);
        string path = unpacked is not null && File.Exists(Path.Combine(unpacked, file)) ? Path.Combine(unpacked, file) : Path.Combine(Installed, file);
        Expect.True(File.Exists(path), $"{file} is neither in {Installed} nor where {UnpackedVariable} says");
        return path;
    }

    [GeneratedRegex(@"^    (?<name>\S.*?)\s*\[(?<result>PASS|FAIL|SKIP)\]\s*$", RegexOptions.Multiline)]
    private static partial Regex TestLine();

    [GeneratedRegex(@"^\s+EXPECTED: (?<what>.*\S)\s*$", RegexOptions.Multiline)]
    private static partial Regex Miss();

    /// <summary>A suite, and what it comes to.</summary>
    private sealed record Suite(string Name, int Passes, string[] Fails)
    {
        /// <summary>Whether the Printer stands still meanwhile: the suite does things to documents that wait, and a fast one has printed them.</summary>
        internal bool IsPaused { get; init; }

        /// <summary>What fails where there is one session.</summary>
        internal string[] FailsAlone { get; init; } = [];
    }
}
