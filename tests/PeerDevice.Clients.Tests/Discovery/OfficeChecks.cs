using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace PeerDevice.Clients.Discovery;

/// <summary>
/// An office of three boards, one of which cannot join the group of mDNS, and a companion, each in a network namespace of its own on one bridge, and a PC with the commands: the peers find each other, and are called by their names.
/// </summary>
internal static class OfficeChecks
{
    private const string Letter = "letter.txt";
    private const int Hosts = 5;
    private const int Hub = 1;
    private const int Annex = 2;
    private const int Small = 3;
    private const int Pc = 4;
    private const int User = 5;
    private const int Looks = 3;

    internal static void Run(Scorecard score)
    {
        using Office office = new(Hosts);
        List<RunningPeer> peers = [];
        string state = Directory.CreateTempSubdirectory("peerdevice-").FullName;
        try
        {
            bool made = false;
            score.Check("office: five hosts on a bridge in namespaces of their own", () =>
            {
                office.Make();
                made = true;
            });
            if (made && Start(score, office, peers))
            {
                Check(score, office, peers, state);
            }
        }
        finally
        {
            peers.ForEach(static peer => peer.Dispose());
            Temporary.Remove(state);
        }
    }

    private static bool Start(Scorecard score, Office office, List<RunningPeer> peers)
    {
        score.Check("office: three boards and a companion start", () =>
        {
            peers.Add(RunningPeer.BoardWith(top => ["--name", "hub", "--sockets", "16", "--printer", "file:" + Path.Combine(top, "paper")], office.Within(Hub)));
            peers.Add(RunningPeer.BoardWith(static _ => ["--name", "annex", "--sockets", "16"], office.Within(Annex)));
            peers.Add(RunningPeer.BoardWith(static _ => ["--name", "small", "--sockets", "4"], office.Within(Small)));
            peers.Add(RunningPeer.CompanionWith(static _ => ["--name", "Office PC", "--writable"], office.Within(Pc)));
            File.WriteAllBytes(Path.Combine(peers[0].Folder, Letter), Samples.Document);
        });
        return peers.Count == 4;
    }

    private static void Check(Scorecard score, Office office, List<RunningPeer> peers, string state)
    {
        score.Check("office: peer ls lists all four by name, the board without multicast too", () =>
        {
            string[] lines = ["hub +virtual board +serial .*: idle +.*" + Place(Hub), "annex +virtual board +- .*" + Place(Annex), "small +virtual board +- .*" + Place(Small), "Office PC +companion +- .*" + Place(Pc)];
            string listed = "";
            Expect.Becomes(
                () =>
                {
                    listed = Peer(office, state, "ls").Well().Text;
                    return lines.All(line => Regex.IsMatch(listed, line));
                },
                () => listed,
                Bounds.Acquainted);
        });
        score.Check("office: a board that cannot join the group is found by its name within 5 s", () =>
        {
            // What a command takes on this machine without looking for anybody, before or after, is not counted, and it may well vary. Where it is longer in between alone, that is not so each time.
            TimeSpan By(string name)
            {
                Stopwatch watch = Stopwatch.StartNew();
                Expect.Contains("small (virtual board", Peer(office, state, "status", name).Well().Text, "what it says");
                return watch.Elapsed;
            }

            TimeSpan[] took = new TimeSpan[Looks];
            TimeSpan asked = By($"{Office.Address(Small)}:{peers[2].HttpPort}");
            bool isSoon = false;
            for (int i = 0; i < took.Length && !isSoon; i++)
            {
                took[i] = By("small");
                TimeSpan after = By($"{Office.Address(Small)}:{peers[2].HttpPort}");
                asked = after > asked ? after : asked;
                isSoon = took[i] < Bounds.Found + (3 * asked);
            }

            Expect.True(isSoon, $"it took {string.Join(", ", took.Select(static one => $"{one.TotalSeconds:0.0}"))} s, by its address {asked.TotalSeconds:0.0} s at most");
        });
        score.Check("office: a file is fetched, stored, copied and found by the names of peers", () =>
        {
            string here = Path.Combine(state, "here.txt");
            Peer(office, state, "get", "hub:/" + Letter, here).Well();
            Expect.Same(Samples.Document, File.ReadAllBytes(here), "what was fetched");
            Peer(office, state, "put", here, "annex:/stored.txt").Well();
            Expect.Same(Samples.Document, File.ReadAllBytes(Path.Combine(peers[1].Folder, "stored.txt")), "what was stored");
            Peer(office, state, "cp", "annex:/stored.txt", "Office PC:/copied.txt").Well();
            Expect.Same(Samples.Document, File.ReadAllBytes(Path.Combine(peers[3].Folder, "copied.txt")), "what was copied");
            Expect.Comes(() =>
            {
                string found = Peer(office, state, "find", "*.txt").Well().Text;
                foreach (string one in (string[])["hub:/" + Letter, "annex:/stored.txt", "Office PC:/copied.txt"])
                {
                    Expect.Contains(one, found, "what was found");
                }
            });
        });
        score.Check("office: a document is printed by the name of a peer", () =>
        {
            Peer(office, state, "print", Path.Combine(peers[0].Folder, Letter), "--to", "hub", "--format", "application/octet-stream").Well();
            Expect.Same(Samples.Document, peers[0].OnPaper(), "what is on paper");
        });
        score.Check("office: what is on one peer another prints, each by its name, on this PC too", () =>
        {
            int before = peers[0].OnPaper().Length;
            Peer(office, state, "print", "annex:/stored.txt", "--to", "hub", "--format", "application/octet-stream").Well();
            Expect.Same(Samples.Document, peers[0].OnPaper(before), "what is on paper");

            // This PC knows its own peer by the loopback's address, which is another host to the printer.
            using RunningPeer own = RunningPeer.FoundCompanion("Own", office.Within(User));
            File.WriteAllBytes(Path.Combine(own.Folder, Letter), Samples.Document);
            before = peers[0].OnPaper().Length;
            Peer(office, state, "print", "own:/" + Letter, "--to", "hub", "--format", "application/octet-stream").Well();
            Expect.Same(Samples.Document, peers[0].OnPaper(before), "what is on paper");
            string copied = Peer(office, state, "cp", "own:/" + Letter, "annex:/by-itself.txt").Well().Text;
            Expect.True(!copied.Contains("through this PC", StringComparison.Ordinal), copied);
            Expect.Same(Samples.Document, File.ReadAllBytes(Path.Combine(peers[1].Folder, "by-itself.txt")), "what was copied");
            own.Terminate();
        });
        score.Check("office: a wrong name is told with the one that was perhaps meant", () =>
        {
            Expect.Comes(() =>
            {
                Outcome outcome = Peer(office, state, "ls", "hubb:/");
                Expect.True(outcome.ExitCode == 1 && outcome.Errors.Contains("did you mean hub?", StringComparison.Ordinal), outcome.Errors);
            });
        });
        score.Check("office: each peer tells of the three others, that they are here and answer", () =>
        {
            for (int i = 0; i < peers.Count; i++)
            {
                string report = "";
                Expect.Becomes(() => Regex.Count(report = Report(office, peers[i], i + 1), "\"here\":true,\"reachable\":true") == 3, () => report, Bounds.Acquainted);
            }
        });
        score.Check("office: peer who tells who was heard", () =>
        {
            // A command listens for two seconds: whoever a busy machine lets answer later is heard the next time.
            string told = "";
            Expect.Becomes(() => Regex.Count(told = Peer(office, state, "who").Well().Text, " heard ") == 4, () => told, Bounds.Acquainted);
        });
        score.Check("office: who leaves in order is gone for the others", () =>
        {
            peers[1].Terminate();
            string report = "";
            Expect.Becomes(() => Regex.IsMatch(report = Report(office, peers[3], Pc), "\"name\":\"annex\"[^}]*\"here\":false"), () => report, Bounds.Gone + Bounds.Answer);
            Expect.True(!Peer(office, state, "ls").Well().Text.Contains("annex", StringComparison.Ordinal), "it is listed");
        });
        score.Check("office: a folder follows a peer's by its name, which comes only later", () =>
        {
            using RunningPeer archive = RunningPeer.CompanionWith(static _ => ["--name", "Archive", "--mirror", "copies=LATE:/papers/"], office.Within(User));
            string copy = Path.Combine(archive.Folder, "copies", Letter);
            string report = "";
            Expect.Becomes(() => (report = Report(office, archive, User)).Contains("No peer is here that is called LATE.", StringComparison.Ordinal), () => report);
            using RunningPeer late = RunningPeer.FoundBoard("Late", 16, office.Within(Annex), share =>
            {
                Directory.CreateDirectory(Path.Combine(share, "papers"));
                File.WriteAllBytes(Path.Combine(share, "papers", Letter), Samples.Document);
            });
            Expect.Becomes(() => File.Exists(copy), () => Report(office, archive, User));
            Expect.Same(Samples.Document, File.ReadAllBytes(copy), "what was brought");
        });
        score.Check("office: peer watch tells of who is here, line by line", () => Expect.Comes(() => Expect.Contains("+ hub  virtual board", Peer(office, state, "watch", "--for", "1").Well().Text, "what it told")));
    }

    private static string Place(int host) => Regex.Escape(Office.Address(host) + ":");

    private static string Report(Office office, RunningPeer peer, int host) =>
        Tool.Run("ip", [.. office.Within(User).Skip(1), "curl", "-s", "--max-time", "20", $"http://{Office.Address(host)}:{peer.HttpPort}/.well-known/peerdevice"]).Well().Text;

    private static Outcome Peer(Office office, string state, params string[] words) =>
        Tool.Run("ip", [.. office.Within(User).Skip(1), "env", "XDG_STATE_HOME=" + state, "dotnet", Build.Companion, .. words]);
}
