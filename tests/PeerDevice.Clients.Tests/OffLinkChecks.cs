using System;
using System.Linq;
using PeerDevice.Clients.Discovery;

namespace PeerDevice.Clients;

/// <summary>
/// A peer, a router and a client two links away, each in a network namespace of its own that ends with the checks:
/// the neighbour is served, the one behind the router gets 403.
/// </summary>
internal static class OffLinkChecks
{
    private const string PeerAddress = "10.213.1.1";
    private const string NearAddress = "10.213.1.2";
    private const string RouterAddress = "10.213.2.1";
    private const string FarAddress = "10.213.2.2";

    private static readonly string[] Spaces = new[] { "peer", "near", "far" }.Select(n => $"pd{Environment.ProcessId}{n}").ToArray();

    internal static void Run(Scorecard score)
    {
        try
        {
            bool made = false;
            score.Check("off-link: a peer, a router and a far client in namespaces of their own", () =>
            {
                Make();
                made = true;
            });
            if (made)
            {
                Of(score, "board", within => RunningPeer.Board(16, Samples.Fill, within));
                Of(score, "companion", within => RunningPeer.Companion(Samples.Fill, within));
            }
        }
        finally
        {
            foreach (string space in Spaces)
            {
                Tool.Run("ip", "netns", "delete", space);
            }
        }
    }

    private static void Of(Scorecard score, string kind, Func<string[], RunningPeer> start)
    {
        RunningPeer? started = null;
        score.Check($"off-link: the {kind} starts", () => started = start(["ip", "netns", "exec", Spaces[0]]));
        if (started is null)
        {
            return;
        }

        using RunningPeer peer = started;
        score.Check($"off-link: the {kind} serves its neighbour", () => Expect.Equal("200", Ask(Spaces[1], peer, "GET", Samples.SmallName), "the status"));
        score.Check($"off-link: the {kind} refuses the client behind the router with 403", () => Expect.Equal("403", Ask(Spaces[2], peer, "GET", Samples.SmallName), "the status"));
        score.Check($"off-link: the {kind} refuses its PUT and stores nothing", () =>
        {
            Expect.Equal("403", Ask(Spaces[2], peer, "PUT", "far.txt"), "the status");
            Expect.True(!System.IO.File.Exists(System.IO.Path.Combine(peer.Folder, "far.txt")), "it was stored");
        });
        score.Check($"off-link: the {kind} refuses a forged X-Forwarded-For", () =>
            Expect.Equal("403", Ask(Spaces[2], peer, "GET", Samples.SmallName, "-H", "X-Forwarded-For: 127.0.0.1"), "the status"));
        score.Check($"off-link: the {kind} prints nothing for the client behind the router", () =>
        {
            Tool.Run(Bounds.Program, Samples.Document, null, "ip", "netns", "exec", Spaces[2], "nc", "-N", "-w", "10", PeerAddress, peer.RawPort.ToString());
            Expect.True(!System.IO.File.Exists(peer.Paper) || new System.IO.FileInfo(peer.Paper).Length == 0, "it printed");
        });
        score.Check($"off-link: the {kind} takes no job by LPD from the client behind the router, and tells it nothing of the queue", () =>
        {
            foreach (string said in (string[])["\u0002lp\n", "\u0003lp\n"])
            {
                Outcome outcome = Tool.Run(Bounds.Program, System.Text.Encoding.ASCII.GetBytes(said), null, "ip", "netns", "exec", Spaces[2], "nc", "-N", "-w", "10", PeerAddress, "515");
                Expect.Equal("", outcome.Text, "what it was told");
            }
        });
        score.Check($"off-link: the {kind} tells its neighbour of the queue by LPD", () =>
            Expect.Contains(" is ready\nno entries\n", Tool.Run(Bounds.Program, "\u0003lp\n"u8.ToArray(), null, "ip", "netns", "exec", Spaces[1], "nc", "-N", "-w", "10", PeerAddress, "515").Well().Text, "the state"));
        score.Check($"off-link: the {kind} tells its neighbour the printer's state by SNMP", () => Expect.Equal("3", State(Spaces[1]).Well().Text.Trim(), "hrPrinterStatus"));
        score.Check($"off-link: the {kind} does not tell the client behind the router", () =>
        {
            Outcome outcome = State(Spaces[2]);
            Expect.True(outcome.ExitCode != 0 && outcome.Errors.StartsWith("Timeout", StringComparison.Ordinal), $"it was told {outcome.Text} {outcome.Errors}");
        });
        OffLinkDnsChecks.Run(score, kind, PeerAddress, [10, 213, 1, 9], ["ip", "netns", "exec", Spaces[1]], ["ip", "netns", "exec", Spaces[2]], () => Report(peer));
        score.Check($"off-link: the {kind} prints for its neighbour", () =>
        {
            Tool.Run(Bounds.Program, Samples.Document, null, "ip", "netns", "exec", Spaces[1], "nc", "-N", "-w", "50", PeerAddress, peer.RawPort.ToString()).Well();
            Expect.Same(Samples.Document, System.IO.File.ReadAllBytes(peer.Paper), "what the output device was given");
        });
    }

    private static string Report(RunningPeer peer) =>
        Tool.Run("ip", "netns", "exec", Spaces[1], "curl", "-s", "--max-time", "20", $"http://{PeerAddress}:{peer.HttpPort}/.well-known/peerdevice").Well().Text;

    private static string Ask(string space, RunningPeer peer, string method, string name, params string[] more)
    {
        string[] content = method == "PUT" ? ["--data-binary", "x"] : [];
        return Tool.Run("ip", ["netns", "exec", space, "curl", "-s", "--max-time", "20", "-o", "/dev/null", "-w", "%{http_code}", "-X", method, .. content, .. more, $"http://{PeerAddress}:{peer.HttpPort}/files/{name}"]).Text;
    }

    private static Outcome State(string space)
    {
        return Tool.Run("ip", "netns", "exec", space, "snmpget", "-v2c", "-c", "public", "-r1", "-t3", "-Oqv", PeerAddress, SnmpChecks.PrinterStatus);
    }

    private static void Make()
    {
        foreach (string space in Spaces)
        {
            Tool.Run("ip", "netns", "add", space).Well();
            Tool.Run("ip", "-n", space, "link", "set", "lo", "up").Well();
        }

        Link(Spaces[0], PeerAddress, Spaces[1], NearAddress, "a");
        Link(Spaces[1], RouterAddress, Spaces[2], FarAddress, "b");
        Tool.Run("ip", "-n", Spaces[0], "route", "add", "default", "via", NearAddress).Well();
        Tool.Run("ip", "-n", Spaces[2], "route", "add", "default", "via", RouterAddress).Well();
        Tool.Run("ip", "netns", "exec", Spaces[1], "sysctl", "-qw", "net.ipv4.ip_forward=1").Well();
    }

    private static void Link(string one, string address, string other, string otherAddress, string name)
    {
        Tool.Run("ip", "-n", one, "link", "add", name + "0", "type", "veth", "peer", "name", name + "1", "netns", other).Well();
        Tool.Run("ip", "-n", one, "address", "add", address + "/24", "dev", name + "0").Well();
        Tool.Run("ip", "-n", other, "address", "add", otherAddress + "/24", "dev", name + "1").Well();
        Tool.Run("ip", "-n", one, "link", "set", name + "0", "up").Well();
        Tool.Run("ip", "-n", other, "link", "set", name + "1", "up").Well();
    }
}
