using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace PeerDevice.Clients.Discovery;

/// <summary>
/// A board and a PC on one cable, without anybody who gives addresses: both have one of their own choosing (RFC 3927), no route leads elsewhere, and they find each other. The board's address is its namespace's,
/// as a virtual board's always is; that a board takes such a one is the drivers' (AddressWatchTests).
/// </summary>
internal static class CableChecks
{
    private const string BoardAddress = "169.254.77.1";
    private const string PcAddress = "169.254.200.9";

    private static readonly string[] Spaces = new[] { "board", "pc" }.Select(n => $"pd{Environment.ProcessId}{n}").ToArray();

    internal static void Run(Scorecard score)
    {
        string state = Directory.CreateTempSubdirectory("peerdevice-state-").FullName;
        try
        {
            score.Check("cable: a board and a PC with addresses of their own choosing list each other, fetch and print", () =>
            {
                Make();
                using RunningPeer board = RunningPeer.FoundBoard("Far end", 16, Within(0), Samples.Fill);
                using RunningPeer pc = RunningPeer.FoundCompanion("Near end", Within(1));
                string listed = "";
                Expect.Becomes(() => Regex.IsMatch(listed = Peer(state, "ls"), $"Far end +virtual board +.*{Regex.Escape(BoardAddress)}:8080"), () => listed, Bounds.Acquainted);
                string here = Path.Combine(state, "here");
                Peer(state, "get", "Far end:/" + Samples.SmallName, here);
                Expect.Same(File.ReadAllBytes(Path.Combine(board.Folder, Samples.SmallName)), File.ReadAllBytes(here), "what was fetched");
                string report = "";
                Expect.Becomes(() => Regex.IsMatch(report = Ask(0, $"http://127.0.0.1:{board.HttpPort}/.well-known/peerdevice"), "\"name\":\"Near end\"[^}]*\"here\":true"), () => report, Bounds.Acquainted);
                Tool.Run(Bounds.Program, Samples.Document, null, "ip", [.. Within(1)[1..], "nc", "-N", "-w", "50", BoardAddress, board.RawPort.ToString()]).Well();
                Expect.Same(Samples.Document, board.OnPaper(), "what the board's printer was given");
            });
        }
        finally
        {
            foreach (string space in Spaces)
            {
                Tool.Run("ip", "netns", "delete", space);
            }

            Temporary.Remove(state);
        }
    }

    private static string[] Within(int end) => ["ip", "netns", "exec", Spaces[end]];

    private static string Peer(string state, params string[] words) =>
        Tool.Run("ip", [.. Within(1)[1..], "env", "XDG_STATE_HOME=" + state, "dotnet", Build.Companion, .. words]).Well().Text;

    private static string Ask(int end, string url) => Tool.Run("ip", [.. Within(end)[1..], "curl", "-s", "--max-time", "20", url]).Well().Text;

    private static void Make()
    {
        foreach (string space in Spaces)
        {
            Tool.Run("ip", "netns", "add", space).Well();
            Tool.Run("ip", "-n", space, "link", "set", "lo", "up").Well();
        }

        Tool.Run("ip", "-n", Spaces[0], "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", Spaces[1]).Well();
        foreach ((string space, string address) in ((string, string)[])[(Spaces[0], BoardAddress), (Spaces[1], PcAddress)])
        {
            Tool.Run("ip", "-n", space, "address", "add", address + "/16", "brd", "+", "dev", "eth0").Well();
            Tool.Run("ip", "-n", space, "link", "set", "eth0", "up").Well();
        }
    }
}
