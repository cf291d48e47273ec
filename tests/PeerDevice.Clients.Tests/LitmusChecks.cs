using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace PeerDevice.Clients;

/// <summary>
/// litmus, the WebDAV suite, of which each test is a check here. It never fails by its exit code, what it skips counts as nothing there, and a test
/// with a warning has passed there. So its lines are read: a test that is missing among them has failed, and so has one with a warning.
/// </summary>
internal static partial class LitmusChecks
{
    // Those of litmus 0.13 (Debian's): 104 tests.
    private static readonly (string Name, int Tests)[] Suites = [("basic", 16), ("copymove", 13), ("props", 30), ("locks", 41), ("http", 4)];

    internal static void Run(Scorecard score, RunningPeer peer)
    {
        Dictionary<(string Suite, int Number), (string Name, string Result)> results = [];
        int warnings = -1;
        score.Check($"{peer.Name}: litmus runs {Suites.Sum(s => s.Tests)} tests to their end", () =>
        {
            string folder = Directory.CreateTempSubdirectory("peerdevice-litmus-").FullName;
            try
            {
                Outcome outcome = Tool.Run(Bounds.Litmus, null, folder, "litmus", "-k", peer.Files);
                string said = outcome.Text.Replace("\r", "\n");
                warnings = Read(said, results);
                Expect.Equal(Suites.Sum(s => s.Tests), results.Count, $"tests that litmus reports on: {Expect.Short(said)}; their number");
            }
            finally
            {
                Directory.Delete(folder, true);
            }
        });

        foreach ((string suite, int tests) in Suites)
        {
            for (int i = 0; i < tests; i++)
            {
                (string name, string result) = results.GetValueOrDefault((suite, i), ($"test {i}", "it has no line"));
                score.Check($"{peer.Name}: litmus {suite} {name}", () => Expect.Equal("pass", result, "how it ended"));
            }
        }

        score.Check($"{peer.Name}: litmus has no warning", () => Expect.Equal(0, warnings, "the number of its lines with WARNING"));
    }

    // "-> running `basic':", then " 3. put_get............... pass". A test with a warning says that first, and on a line without number and name how
    // it ended; what is kept of it is both, so it is never "pass" alone.
    private static int Read(string said, Dictionary<(string Suite, int Number), (string Name, string Result)> results)
    {
        string suite = string.Empty;
        int current = -1;
        int warnings = 0;
        foreach (string line in said.Split('\n'))
        {
            warnings += line.Contains("WARNING", StringComparison.Ordinal) ? 1 : 0;
            Match running = SuiteLine().Match(line);
            if (running.Success)
            {
                suite = running.Groups["suite"].Value;
                current = -1;
                continue;
            }

            Match test = TestLine().Match(line);
            if (!test.Success)
            {
                continue;
            }

            current = test.Groups["number"].Success ? int.Parse(test.Groups["number"].Value) : current;
            (string Name, string Result) before = results.GetValueOrDefault((suite, current), (test.Groups["name"].Value, string.Empty));
            results[(suite, current)] = (before.Name, (before.Result + " " + test.Groups["result"].Value).Trim());
        }

        return warnings;
    }

    [GeneratedRegex(@"^-> running `(?<suite>[a-z]+)':")]
    private static partial Regex SuiteLine();

    [GeneratedRegex(@"^(?: *(?<number>\d+)\. (?<name>[a-z0-9_]+)\.*|\.{2,}) (?<result>(?:pass|FAIL|WARNING|SKIPPED|XFAIL).*)$")]
    private static partial Regex TestLine();
}
