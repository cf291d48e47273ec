using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;

namespace PeerDevice.Clients.Discovery;

/// <summary>
/// An office of three boards, one of which cannot join the group of mDNS, and a companion, each in a network namespace of its own on one bridge, and a PC with the commands: the peers find each other, and are called by their names.
/// </summary>
internal static class OfficeChecks
{
    private const string Letter = "letter.txt";
    private static readonly string[] Hosts = ["switch", "hub", "annex", "small", "pc", "user"];
    private static readonly string[] Spaces = [.. Hosts.Select(static name => $"pd{Environment.ProcessId}{name}")];

    internal static void Run(Scorecard score)
    {
        List<RunningPeer> peers = [];
        string state = Directory.CreateTempSubdirectory("peerdevice-").FullName;
        try
        {
            bool made = false;
            score.Check("office: five hosts on a bridge in namespaces of their own", () =>
            {
                Make();
                made = true;
            });
            if (made && Start(score, peers))
            {
                Check(score, peers, state);
            }
        }
        finally
        {
            peers.ForEach(static peer => peer.Dispose());
            foreach (string space in Spaces)
            {
                Tool.Run("ip", "netns", "delete", space);
            }

            Directory.Delete(state, true);
        }
    }

    private static bool Start(Scorecard score, List<RunningPeer> peers)
    {
        score.Check("office: three boards and a companion start", () =>
        {
            peers.Add(RunningPeer.BoardWith(top => ["--name", "hub", "--sockets", "16", "--printer", "file:" + Path.Combine(top, "paper")], Within("hub")));
            peers.Add(RunningPeer.BoardWith(static _ => ["--name", "annex", "--sockets", "16"], Within("annex")));
            peers.Add(RunningPeer.BoardWith(static _ => ["--name", "small", "--sockets", "4"], Within("small")));
            peers.Add(RunningPeer.CompanionWith(static _ => ["--name", "Office PC", "--writable"], Within("pc")));
            File.WriteAllBytes(Path.Combine(peers[0].Folder, Letter), Samples.Document);
        });
        return peers.Count == 4;
    }

    private static void Check(Scorecard score, List<RunningPeer> peers, string state)
    {
        score.Check("office: peer ls lists all four by name, the board without multicast too", () =>
        {
            string[] lines = ["hub +virtual board +serial .*: idle +.*10\\.214\\.1\\.1:", "annex +virtual board +- .*10\\.214\\.1\\.2:", "small +virtual board +- .*10\\.214\\.1\\.3:", "Office PC +companion +- .*10\\.214\\.1\\.4:"];
            string listed = "";
            Await(
                () =>
                {
                    listed = Peer(state, "ls").Well().Text;
                    return lines.All(line => Regex.IsMatch(listed, line));
                },
                () => listed);
        });
        score.Check("office: a board that cannot join the group is found by its name within 5 s", () =>
        {
            // What a command takes on this machine without looking for anybody is not counted, and it may well vary.
            Stopwatch watch = Stopwatch.StartNew();
            Peer(state, "status", $"10.214.1.3:{peers[2].HttpPort}").Well();
            TimeSpan asked = watch.Elapsed;
            watch.Restart();
            Expect.Contains("small (virtual board", Peer(state, "status", "small").Well().Text, "what it says");
            Expect.True(watch.Elapsed < Bounds.Found + (3 * asked), $"it took {watch.Elapsed.TotalSeconds:0.0} s, by its address {asked.TotalSeconds:0.0} s");
        });
        score.Check("office: a file is fetched, stored, copied and found by the names of peers", () =>
        {
            string here = Path.Combine(state, "here.txt");
            Peer(state, "get", "hub:/" + Letter, here).Well();
            Expect.Same(Samples.Document, File.ReadAllBytes(here), "what was fetched");
            Peer(state, "put", here, "annex:/stored.txt").Well();
            Expect.Same(Samples.Document, File.ReadAllBytes(Path.Combine(peers[1].Folder, "stored.txt")), "what was stored");
            Peer(state, "cp", "annex:/stored.txt", "Office PC:/copied.txt").Well();
            Expect.Same(Samples.Document, File.ReadAllBytes(Path.Combine(peers[3].Folder, "copied.txt")), "what was copied");
            string found = Peer(state, "find", "*.txt").Well().Text;
            foreach (string one in (string[])["hub:/" + Letter, "annex:/stored.txt", "Office PC:/copied.txt"])
            {
                Expect.Contains(one, found, "what was found");
            }
        });
        score.Check("office: a document is printed by the name of a peer", () =>
        {
            Peer(state, "print", Path.Combine(peers[0].Folder, Letter), "--to", "hub", "--format", "application/octet-stream").Well();
            Expect.Same(Samples.Document, peers[0].OnPaper(), "what is on paper");
        });
        score.Check("office: a wrong name is told with the one that was perhaps meant", () =>
        {
            Outcome outcome = Peer(state, "ls", "hubb:/");
            Expect.True(outcome.ExitCode == 1 && outcome.Errors.Contains("did you mean hub?", StringComparison.Ordinal), outcome.Errors);
        });
        score.Check("office: each peer tells of the three others, that they are here and answer", () =>
        {
            for (int i = 0; i < peers.Count; i++)
            {
                string report = "";
                Await(() => Regex.Count(report = Report(peers[i], i + 1), "\"here\":true,\"reachable\":true") == 3, () => report);
            }
        });
        score.Check("office: peer who tells who was heard", () =>
        {
            // A command listens for two seconds: whoever a busy machine lets answer later is heard the next time.
            string told = "";
            Await(() => Regex.Count(told = Peer(state, "who").Well().Text, " heard ") == 4, () => told);
        });
        score.Check("office: who leaves in order is gone for the others within 3 s", () =>
        {
            peers[1].Terminate();
            Thread.Sleep(Bounds.Gone);
            Expect.True(Regex.IsMatch(Report(peers[3], 4), "\"name\":\"annex\"[^}]*\"here\":false"), Report(peers[3], 4));
            Expect.True(!Peer(state, "ls").Well().Text.Contains("annex", StringComparison.Ordinal), "it is listed");
        });
        score.Check("office: peer watch tells of who is here, line by line", () => Expect.Contains("+ hub  virtual board", Peer(state, "watch", "--for", "1").Well().Text, "what it told"));
    }

    private static string Report(RunningPeer peer, int host) =>
        Tool.Run("ip", [.. Within("user").Skip(1), "curl", "-s", "--max-time", "20", $"http://10.214.1.{host}:{peer.HttpPort}/.well-known/peerdevice"]).Well().Text;

    private static Outcome Peer(string state, params string[] words) =>
        Tool.Run("ip", [.. Within("user").Skip(1), "env", "XDG_STATE_HOME=" + state, "dotnet", Build.Companion, .. words]);

    private static string[] Within(string host) => ["ip", "netns", "exec", Spaces[Array.IndexOf(Hosts, host)]];

    private static void Await(Func<bool> isSo, Func<string> complaint)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!isSo())
        {
            Expect.True(watch.Elapsed < Bounds.Acquainted, "it never came to pass: " + complaint());
            Thread.Sleep(Bounds.Look);
        }
    }

    private static void Make()
    {
        foreach (string space in Spaces)
        {
            Tool.Run("ip", "netns", "add", space).Well();
            Tool.Run("ip", "-n", space, "link", "set", "lo", "up").Well();
        }

        Tool.Run("ip", "-n", Spaces[0], "link", "add", "br0", "type", "bridge", "mcast_snooping", "0").Well();
        Tool.Run("ip", "-n", Spaces[0], "link", "set", "br0", "up").Well();
        for (int i = 1; i < Spaces.Length; i++)
        {
            Tool.Run("ip", "-n", Spaces[i], "link", "add", "eth0", "type", "veth", "peer", "name", "p" + i, "netns", Spaces[0]).Well();
            Tool.Run("ip", "-n", Spaces[0], "link", "set", "p" + i, "master", "br0").Well();
            Tool.Run("ip", "-n", Spaces[0], "link", "set", "p" + i, "up").Well();
            Tool.Run("ip", "-n", Spaces[i], "address", "add", $"10.214.1.{i}/24", "brd", "+", "dev", "eth0").Well();
            Tool.Run("ip", "-n", Spaces[i], "link", "set", "eth0", "up").Well();
        }
    }
}
