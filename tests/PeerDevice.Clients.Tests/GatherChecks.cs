using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PeerDevice.Clients.Discovery;

namespace PeerDevice.Clients;

/// <summary>
/// A board made of software that is asked to copy a large file from a companion, and finds the same at another: over real sockets, on lines so slow that there is a middle. One of the two ends there, or the board.
/// </summary>
internal static class GatherChecks
{
    private const int First = 1;
    private const int Second = 2;
    private const int Target = 3;
    private const int Hosts = 3;
    private const int Mebibyte = 1 << 20;
    private const int Octets = (8 * Mebibyte) + 12_345;

    // So slow that the middle lasts for some ten seconds, in which a busy machine has noticed that it has begun; what follows need not be waited for.
    private const string Slow = "2mbit";
    private const string Line = "16mbit";
    private const string Name = "big.bin";

    internal static void Run(Scorecard score)
    {
        using Office office = new(Hosts);
        byte[] content = new byte[Octets];
        new Random(5).NextBytes(content);
        void Fill(string share) => File.WriteAllBytes(Path.Combine(share, Name), content);
        score.Check("gather: an office whose lines are slow", office.Make);
        score.Check("gather: a board copies 8 MiB from two companions at once, and when one of them is killed in the middle all of it is right", () =>
        {
            using RunningPeer one = RunningPeer.IndexedCompanion("One", Fill, office.Within(First));
            using RunningPeer other = RunningPeer.IndexedCompanion("Other", Fill, office.Within(Second));
            using RunningPeer board = RunningPeer.FoundBoard("Board", 16, office.Within(Target));
            Lines(office, Line);
            Meet(office, board, one, other);
            Lines(office, Slow);
            (long ofOne, long ofOther) = (Sent(office, First), Sent(office, Second));
            Task<string> copy = Copy(office, one);
            Expect.Becomes(() => Sent(office, First) - ofOne > Mebibyte && Sent(office, Second) - ofOther > Mebibyte, () => $"the two sent {Sent(office, First) - ofOne} and {Sent(office, Second) - ofOther} octets", Bounds.Acquainted);
            Expect.True(!copy.IsCompleted, "the copy was over already");
            other.CutPower();
            Lines(office, Line);
            Expect.Contains("success: Created", copy.Result, "what the board told");
            Expect.Same(content, File.ReadAllBytes(Path.Combine(board.Folder, Name)), "what was copied");
        });
        score.Check("gather: a board that loses power in the middle of it, and has it again, goes on where it was", () =>
        {
            using RunningPeer one = RunningPeer.IndexedCompanion("One", Fill, office.Within(First));
            using RunningPeer other = RunningPeer.IndexedCompanion("Other", Fill, office.Within(Second));
            string card = Directory.CreateTempSubdirectory("peerdevice-card-").FullName;
            try
            {
                long before;
                long atCut;
                long Total() => Sent(office, First) + Sent(office, Second);
                using (RunningPeer board = RunningPeer.FoundBoard("Board", 16, office.Within(Target)))
                {
                    Lines(office, Line);
                    Meet(office, board, one, other);
                    Lines(office, Slow);
                    before = Total();
                    Task<string> copy = Copy(office, one);

                    // It is noted at each quarter.
                    Expect.Becomes(() => HasNote(board.Folder) && Total() - before > Octets * 5L / 8, () => $"the two sent {Total() - before} octets, and {(HasNote(board.Folder) ? "something" : "nothing")} was noted", Bounds.Acquainted);
                    Expect.True(!copy.IsCompleted, "the copy was over already");
                    board.CutPower();
                    copy.Wait();
                    Lines(office, Line);
                    atCut = Total();
                    Expect.True(!File.Exists(Path.Combine(board.Folder, Name)), "the file is there before it is whole");
                    Tool.Run("cp", "-a", board.Folder + "/.", card).Well();
                }

                using RunningPeer again = RunningPeer.FoundBoard("Board", 16, office.Within(Target), share => Tool.Run("cp", "-a", card + "/.", share).Well());
                string there = Path.Combine(again.Folder, Name);
                Expect.Becomes(() => File.Exists(there) && new FileInfo(there).Length == Octets, () => "the file did not come: " + again.Said(), Bounds.Acquainted);
                Expect.Same(content, File.ReadAllBytes(there), "what was copied");

                // Of that which was noted, some 4 MiB, nothing comes again: it would be all of it otherwise.
                long sent = Total() - atCut;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"      {(double)(atCut - before) / Octets:F2} times the file was sent before, {(double)sent / Octets:F2} times behind the cut"));
                Expect.True(sent < Octets * 4L / 5, $"{sent} octets were sent behind the cut, of {Octets}");
            }
            finally
            {
                Directory.Delete(card, true);
            }
        });
    }

    private static void Lines(Office office, string rate)
    {
        foreach (int host in (int[])[First, Second])
        {
            Tool.Run("tc", "-n", office.Within(host)[3], "qdisc", "replace", "dev", "eth0", "root", "tbf", "rate", rate, "burst", "32k", "latency", "50ms").Well();
        }
    }

    // A record of how far it is (PROTOCOL, *The reserved area*).
    private static bool HasNote(string card)
    {
        string folder = Path.Combine(card, ".peer", "u");
        return Directory.Exists(folder) && Directory.GetFiles(folder, "G*").Any(static path => path.EndsWith(".A", StringComparison.Ordinal) || path.EndsWith(".B", StringComparison.Ordinal));
    }

    // Each knows what it has, and the board both.
    private static void Meet(Office office, RunningPeer board, RunningPeer one, RunningPeer other)
    {
        // A PC reads its files by and by.
        string head = "";
        Match tag = Match.Empty;
        Expect.Becomes(
            () =>
            {
                head = Tool.Run("ip", [.. office.Within(Target)[1..], "curl", "-sI", "--max-time", "20", "-H", "Want-Repr-Digest: peerdevice-tree-1=1", $"http://{Office.Address(First)}:{one.HttpPort}/files/{Name}"]).Well().Text;
                tag = Regex.Match(head, "peerdevice-tree-1=:([^:]+):");
                return tag.Success;
            },
            () => "no tree tag: " + head,
            Bounds.Acquainted);
        string path = "/.well-known/peerdevice/tree/" + Convert.ToHexStringLower(Convert.FromBase64String(tag.Groups[1].Value));
        foreach ((int host, int port) in (ReadOnlySpan<(int, int)>)[(First, one.HttpPort), (Second, other.HttpPort)])
        {
            string status = "";
            Expect.Becomes(
                () => (status = Tool.Run("ip", [.. office.Within(host)[1..], "curl", "-sI", "--max-time", "20", $"http://127.0.0.1:{port}{path}"]).Text).StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal),
                () => $"host {host} does not have the file by what it is: {status}",
                Bounds.Acquainted);
        }

        string report = "";
        Expect.Becomes(
            () => Regex.Matches(report = Tool.Run("ip", [.. office.Within(Target)[1..], "curl", "-s", "--max-time", "20", $"http://127.0.0.1:{board.HttpPort}/.well-known/peerdevice"]).Well().Text, "\"name\":\"O(ne|ther)\"[^}]*\"here\":true,\"reachable\":true").Count == 2,
            () => report,
            Bounds.Acquainted);
    }

    private static Task<string> Copy(Office office, RunningPeer from) => Task.Run(() => Tool.Run(
        "ip",
        [.. office.Within(Target)[1..], "curl", "-s", "--max-time", "120", "-X", "COPY", "-H", $"Source: http://{Office.Address(First)}:{from.HttpPort}/files/{Name}", $"http://127.0.0.1:8080/files/{Name}"]).Text);

    // All octets that a host put on its line.
    private static long Sent(Office office, int host) =>
        long.Parse(Tool.Run(office.Within(host)[0], [.. office.Within(host).Skip(1), "cat", "/sys/class/net/eth0/statistics/tx_bytes"]).Well().Text.Trim(), CultureInfo.InvariantCulture);
}
