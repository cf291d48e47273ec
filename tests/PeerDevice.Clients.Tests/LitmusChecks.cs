using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

namespace PeerDevice.Clients;

/// <summary>
/// litmus, the WebDAV suite, of which each test is a check here. It never fails by its exit code, and what it skips counts as nothing there;
/// so its lines are read, and a test that is missing among them has failed.
/// </summary>
internal static partial class LitmusChecks
{
    private const int BasicTests = 16;
    private const int CopyMoveTests = 13;

    internal static void Run(Scorecard score, RunningPeer peer)
    {
        Suite(score, peer, "basic", BasicTests);
        Suite(score, peer, "copymove", CopyMoveTests);
    }

    // " 3. put_get............... pass". A warning is told first, and then on a line without number and name how the test ended.
    [GeneratedRegex(@"^ *(?:(?<number>\d+)\. (?<name>[a-z0-9_]+))?\.{2,} (?<result>(?:pass|FAIL|WARNING|SKIPPED|XFAIL).*)$", RegexOptions.Multiline)]
    private static partial Regex TestLine();

    private static void Suite(Scorecard score, RunningPeer peer, string suite, int tests)
    {
        string folder = Directory.CreateTempSubdirectory("peerdevice-litmus-").FullName;
        Dictionary<int, (string Name, string Result)> results = [];
        string said = string.Empty;
        try
        {
            score.Check($"{peer.Name}: litmus {suite} runs", () =>
            {
                Outcome outcome = Tool.Run(Bounds.Litmus, null, folder, "env", "TESTS=" + suite, "litmus", "-k", peer.Files);
                Expect.True(outcome.ExitCode != 127, "litmus is not installed");
                said = outcome.Text.Replace("\r", "\n");
                int current = -1;
                foreach (Match match in TestLine().Matches(said))
                {
                    current = match.Groups["number"].Success ? int.Parse(match.Groups["number"].Value) : current;
                    string name = match.Groups["name"].Success ? match.Groups["name"].Value : results.GetValueOrDefault(current).Name ?? "?";
                    results[current] = (name, match.Groups["result"].Value);
                }

                Expect.Equal(tests, results.Count, $"tests that litmus {suite} reports on: {Expect.Short(said)}; their number");
            });
        }
        finally
        {
            Directory.Delete(folder, true);
        }

        for (int i = 0; i < tests; i++)
        {
            (string name, string result) = results.GetValueOrDefault(i, ($"test {i}", "it has no line"));
            score.Check($"{peer.Name}: litmus {suite} {name}", () => Expect.True(result.StartsWith("pass", System.StringComparison.Ordinal), result));
        }
    }
}
