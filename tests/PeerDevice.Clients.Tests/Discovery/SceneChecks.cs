using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PeerDevice.Clients.Printing;

namespace PeerDevice.Clients.Discovery;

/// <summary>
/// A small office, six hosts on one switch: a board, a board of four sockets that hears no group, two companions, and two hosts with Avahi, one that tells of services of its own and one whose people look around. Everybody sees everybody,
/// who leaves by goodbye or by cable is gone, and nobody of ours says more than the Avahi that has as many services and looks for as many.
/// </summary>
internal static class SceneChecks
{
    private const int Hub = 1;
    private const int Small = 2;
    private const int Front = 3;
    private const int Back = 4;
    private const int Theirs = 5;
    private const int Watcher = 6;
    private const int Hosts = 6;

    // As many as ours have, and none that makes ours ask its web server what it is.
    private static readonly string[] Types = ["_presence._tcp", "_http._tcp", "_webdav._tcp", "_ipp._tcp", "_pdl-datastream._tcp", "_printer._tcp"];

    internal static void Run(Scorecard score)
    {
        OnlyIpv6(score);
        TwoCables(score);
        using Office office = new(Hosts);
        List<IDisposable> all = [];
        try
        {
            score.Check("scene: an office of six, boards, companions and hosts with Avahi", () => Fill(office, all));
            if (all.Count == Hosts + 2)
            {
                Look(score, office, all);
            }
        }
        finally
        {
            for (int i = all.Count - 1; i >= 0; i--)
            {
                all[i].Dispose();
            }
        }
    }

    /// <summary>The same six on a switch that loses messages: from the first that any of them says.</summary>
    internal static void Lossy(Scorecard score)
    {
        foreach (int loss in (int[])[5, 20, 50])
        {
            using Office office = new(Hosts);
            List<IDisposable> all = [];
            try
            {
                score.Check($"loss: with {loss} % of all messages lost at each of six hosts, each of ours knows the three others, and Avahi finds all of them", () =>
                {
                    office.Make();
                    for (int host = 1; host <= Hosts; host++)
                    {
                        office.Lose(host, loss);
                    }

                    AvahiHost watcher = new(office.Within(Watcher), "watcher");
                    all.Add(watcher);
                    AvahiHost theirs = new(office.Within(Theirs), "theirs", Types);
                    all.Add(theirs);
                    (RunningPeer Peer, int Host)[] ours =
                    [
                        (RunningPeer.FoundBoard("Hub", 16, office.Within(Hub)), Hub),
                        (RunningPeer.FoundBoard("Small", 4, office.Within(Small)), Small),
                        (RunningPeer.FoundCompanion("Front Desk", office.Within(Front)), Front),
                        (RunningPeer.FoundCompanion("Back Office", office.Within(Back)), Back),
                    ];
                    all.AddRange(ours.Select(static one => one.Peer));
                    Stopwatch watch = Stopwatch.StartNew();
                    foreach ((RunningPeer peer, int host) in ours)
                    {
                        string report = "";
                        Expect.Becomes(() => Regex.Count(report = Report(office, peer, host), "\"here\":true") == 3, () => report, Bounds.Lossy);
                    }

                    string seen = "";
                    Expect.Becomes(
                        () => ((string[])["Hub", "Small", "Front\\032Desk", "Back\\032Office"]).All(name => (seen = watcher.Ask("avahi-browse", "-rpt", "_peerdevice._tcp").Text).Split('\n').Any(line => line.StartsWith('=') && line.Contains($";{name};", StringComparison.Ordinal) && line.Contains("\"kind=", StringComparison.Ordinal))),
                        () => seen,
                        Bounds.Lossy);
                    Console.WriteLine($"      it took {watch.Elapsed.TotalSeconds:0} s");
                });
            }
            finally
            {
                for (int i = all.Count - 1; i >= 0; i--)
                {
                    all[i].Dispose();
                }
            }
        }
    }

    /// <summary>No router, no DHCP, no IPv4: what two cables and a switch give by themselves.</summary>
    private static void OnlyIpv6(Scorecard score)
    {
        using Office office = new(3, isIpv6Alone: true);
        score.Check("scene: companions that have nothing but IPv6's own addresses of a link find each other, and serve whoever calls them by name", () =>
        {
            office.Make();
            using RunningPeer left = RunningPeer.FoundCompanion("Left", office.Within(1));
            using RunningPeer right = RunningPeer.FoundCompanion("Right", office.Within(2));
            File.WriteAllBytes(Path.Combine(right.Folder, "letter.txt"), Samples.Document);
            string listed = "";
            Expect.Becomes(() => Regex.Count(listed = Peer(office, 3, left, "ls").Text, "(Left|Right) +companion .*\\[fe80::[0-9a-f:]+%[0-9]+\\]:8631") == 2, () => listed, Bounds.Acquainted);
            string to = Path.Combine(left.Top, "letter.txt");
            Peer(office, 3, left, "get", "Right:/letter.txt", to).Well();
            Expect.Same(Samples.Document, File.ReadAllBytes(to), "what was fetched");
            string report = "";
            Expect.Becomes(
                () => Regex.IsMatch(report = Tool.Run("ip", [.. office.Within(1).Skip(1), "curl", "-s", "--max-time", "20", $"http://127.0.0.1:{left.HttpPort}/.well-known/peerdevice"]).Text, "\"name\":\"Right\"[^}]*\"address\":\"fe80::[^}]*\"here\":true,\"reachable\":true"),
                () => report,
                Bounds.Acquainted);
        });
    }

    /// <summary>A PC that stands in two offices.</summary>
    private static void TwoCables(Scorecard score)
    {
        using Office office = new(3);
        score.Check("scene: a companion with two cables is told of on each by the address that it has there, and goes on by one when the other is out", () =>
        {
            office.Make();
            office.Join(1, "192.168.77.1", 3, "192.168.77.3");
            office.Switch(3, "eth0", false);
            using AvahiHost near = new(office.Within(2), "near");
            using AvahiHost far = new(office.Within(3), "far");
            using RunningPeer peer = RunningPeer.FoundCompanion("Middle", office.Within(1));
            Expect.Becomes(() => Resolves(near, Office.Address(1)), static () => "it is not known on the switch", Bounds.Acquainted);
            Expect.Becomes(() => Resolves(far, "192.168.77.1"), static () => "it is not known on the other cable", Bounds.Acquainted);
            Expect.True(!near.Ask("avahi-browse", "-rpt", "_peerdevice._tcp").Text.Contains("192.168.77.", StringComparison.Ordinal), "the address of one cable is told on the other");
            Expect.True(!far.Ask("avahi-browse", "-rpt", "_peerdevice._tcp").Text.Contains("10.77.", StringComparison.Ordinal), "the address of one cable is told on the other");
            using (Watch watch = near.Watch("_peerdevice._tcp"))
            {
                watch.Await("+", "Middle", 0);
                office.Switch(1, "eth1", false);
                Expect.Becomes(() => Resolves(near, Office.Address(1)), static () => "it is gone with the other cable");
                Expect.True(!watch.Saw("-", "Middle"), "it said goodbye where nothing happened");
            }

            office.Switch(1, "eth1", true);
            Expect.Becomes(() => Resolves(far, "192.168.77.1"), static () => "it is not known when its cable is in again", Bounds.Acquainted);
        });
    }

    private static bool Resolves(AvahiHost host, string address) => host.Ask("avahi-resolve", "-4n", "Middle.local").Text.Contains(address, StringComparison.Ordinal);

    private static Outcome Peer(Office office, int host, RunningPeer of, params string[] words) =>
        Tool.Run("ip", [.. office.Within(host).Skip(1), "env", "XDG_STATE_HOME=" + Path.Combine(of.Top, "state"), "dotnet", Build.Companion, .. words]);

    private static void Fill(Office office, List<IDisposable> all)
    {
        office.Make();
        AvahiHost watcher = new(office.Within(Watcher), "watcher");
        all.Add(watcher);
        all.Add(new Capture(office.Within(Watcher)));
        AvahiHost theirs = new(office.Within(Theirs), "theirs", Types);
        all.Add(theirs);

        // Ours look for each other all the time: so does this one.
        all.Add(theirs.Watch("_peerdevice._tcp"));
        all.Add(RunningPeer.FoundBoard("Hub", 16, office.Within(Hub)));
        all.Add(RunningPeer.FoundBoard("Small", 4, office.Within(Small)));
        all.Add(RunningPeer.FoundCompanion("Front Desk", office.Within(Front)));
        all.Add(RunningPeer.FoundCompanion("Back Office", office.Within(Back)));
    }

    private static void Look(Scorecard score, Office office, List<IDisposable> all)
    {
        AvahiHost watcher = (AvahiHost)all[0];
        Capture capture = (Capture)all[1];
        RunningPeer hub = (RunningPeer)all[4];
        RunningPeer small = (RunningPeer)all[5];
        RunningPeer front = (RunningPeer)all[6];
        RunningPeer back = (RunningPeer)all[7];
        score.Check("scene: a board that hears no group, and has long said nothing, is found within 5 s by a companion that starts", () => FoundLate(office, watcher, small, back));
        score.Check("scene: avahi-browse sees every service of all, each with its keys", () =>
        {
            Expect.Comes(() =>
            {
                string seen = watcher.Ask("avahi-browse", "-arpt").Well().Text;
                Services(seen, "Hub", "Hub.local", Hub, hub, "virtual board");
                Services(seen, "Small", "Small.local", Small, small, "virtual board");
                Services(seen, "Front\\032Desk", "Front-Desk.local", Front, front, "companion");
                Services(seen, "Back\\032Office", "Back-Office.local", Back, back, "companion");
                foreach (string type in Names)
                {
                    DiscoveryChecks.Has(seen, "IPv4", $"theirs;{type};local;theirs.local", ";" + Office.Address(Theirs) + ";", 4000 + Array.IndexOf(Names, type), "\"txtvers=1\"", "\"path=/\"");
                }
            });
        });
        score.Check("scene: avahi-resolve, ippfind and driverless see what there is", () =>
        {
            foreach ((string name, int host) in ((string, int)[])[("Hub", Hub), ("Small", Small), ("Front-Desk", Front), ("Back-Office", Back), ("theirs", Theirs)])
            {
                // What a busy machine answers late is asked for again.
                Expect.Becomes(() => watcher.Ask("avahi-resolve", "-4n", name + ".local").Text.Contains(Office.Address(host), StringComparison.Ordinal), () => $"{name}.local has no address");
            }

            string found = "";
            string[] wanted = [$"ipp://Hub.local:{hub.HttpPort}/ipp/print", $"ipp://Small.local:{small.HttpPort}/ipp/print", $"ipp://Front-Desk.local:{front.HttpPort}/ipp/print", $"ipp://Back-Office.local:{back.HttpPort}/ipp/print", "ipp://theirs.local:4003/"];
            Expect.Becomes(
                () =>
                {
                    found = watcher.Ask("ippfind", "-T", "5").Text;
                    return wanted.All(one => found.Contains(one, StringComparison.Ordinal));
                },
                () => "ippfind finds " + Expect.Short(found));
            Expect.Equal("", watcher.Ask("driverless", "list").Well().Text.Trim(), "what driverless lists, of printers that all take no raster");
        });
        score.Check("scene: each of ours knows the three others, and shows them on its page", () =>
        {
            foreach ((RunningPeer peer, int host) in ((RunningPeer, int)[])[(hub, Hub), (small, Small), (front, Front), (back, Back)])
            {
                string report = "";
                Expect.Becomes(() => Regex.Count(report = Report(office, peer, host), "\"here\":true") == 3, () => report, Bounds.Acquainted);
            }

            string page = Tool.Run("ip", [.. office.Within(Watcher).Skip(1), "curl", "-s", "--max-time", "20", $"http://{Office.Address(Hub)}:{hub.HttpPort}/"]).Well().Text;
            Expect.Contains($"<a href=\"http://{Office.Address(Small)}:{small.HttpPort}/\">Small</a> (virtual board)", page, "the board's page");
            Expect.Contains($"<a href=\"http://{Office.Address(Front)}:{front.HttpPort}/\">Front Desk</a> (companion)", page, "the board's page");
            Expect.Contains($"<a href=\"http://{Office.Address(Back)}:{back.HttpPort}/\">Back Office</a> (companion)", page, "the board's page");
        });
        score.Check("scene: who leaves in good order is gone for all within 3 s", () =>
        {
            using Watch watch = watcher.Watch("_peerdevice._tcp");
            watch.Await("+", "Front\\032Desk", 0);
            using (Pace pace = new(watcher))
            {
                long ended = Stopwatch.GetTimestamp();
                front.Terminate();
                pace.Within("gone", Bounds.Gone, watch.Await("-", "Front\\032Desk", ended));
            }

            // The one that hears no group does not hear a goodbye either.
            foreach ((RunningPeer peer, int host) in ((RunningPeer, int)[])[(hub, Hub), (back, Back)])
            {
                Gone(office, peer, host, "Front Desk", Bounds.Gone);
            }
        });
        Counted(score, capture);
        score.Check("scene: who is unplugged is gone within 20 s of somebody's asking around twice, and there again when the cable is in", () =>
        {
            office.Plug(Hub, false);
            all[3].Dispose();
            all[2].Dispose();
            all.RemoveRange(2, 2);
            using (AvahiHost newcomer = new(office.Within(Theirs), "newcomer"))
            {
                // It knows nobody, so those who do not answer it are doubted by all who know them (RFC 6762 §10.5).
                using Watch watch = newcomer.Watch("_peerdevice._tcp");
                watch.Await("+", "Back\\032Office", 0);
                Gone(office, back, Back, "Hub", Bounds.Unplugged);
            }

            office.Plug(Hub, true);

            // With the address of before: it says itself that it is there again.
            string report = "";
            Expect.Becomes(() => Regex.IsMatch(report = Report(office, back, Back), "\"name\":\"Hub\"[^}]*\"here\":true"), () => report, Bounds.Back);
            Expect.Becomes(() => watcher.Ask("avahi-resolve", "-4n", "Hub.local").Text.Contains(Office.Address(Hub), StringComparison.Ordinal), static () => "Avahi does not know it again");
        });
    }

    // What avahi-browse calls the types, where it has a name for one.
    private static string[] Names => ["iChat Presence", "Web Site", "WebDAV File Share", "Internet Printer", "PDL Printer", "UNIX Printer"];

    private static void FoundLate(Office office, AvahiHost watcher, RunningPeer small, RunningPeer back)
    {
        // It was started after the board, so nothing that the board tells when it starts has reached it.
        string report = "";
        using Pace pace = new(watcher);
        Stopwatch watch = Stopwatch.StartNew();
        Expect.Becomes(() => Regex.IsMatch(report = Report(office, back, Back), $"\"name\":\"Small\"[^}}]*\"address\":\"{Regex.Escape(Office.Address(Small))}\",\"port\":{small.HttpPort},\"here\":true"), () => report);
        pace.Within("found", Bounds.Found, watch.Elapsed);
    }

    private static void Services(string seen, string name, string host, int number, RunningPeer peer, string kind)
    {
        string there = ";" + Office.Address(number) + ";";
        DiscoveryChecks.Has(seen, "IPv4", $"{name};_peerdevice._tcp;local;{host}", there, peer.HttpPort, "\"kind=" + kind + "\"", "\"path=/.well-known/peerdevice\"");
        DiscoveryChecks.Has(seen, "IPv4", $"{name};Web Site;local;{host}", there, peer.HttpPort, "\"path=/\"");
        DiscoveryChecks.Has(seen, "IPv4", $"{name};WebDAV File Share;local;{host}", there, peer.HttpPort, "\"path=/files/\"");
        DiscoveryChecks.Has(seen, "IPv4", $"{name};Internet Printer;local;{host}", there, peer.HttpPort, "\"rp=ipp/print\"", "\"qtotal=1\"", "\"UUID=", "\"priority=20\"");
        if (peer.RawPort != 0)
        {
            DiscoveryChecks.Has(seen, "IPv4", $"{name};PDL Printer;local;{host}", there, peer.RawPort, "\"priority=40\"");
        }

        // A virtual board has LPD only where it is told a port.
        if (kind == "companion")
        {
            DiscoveryChecks.Has(seen, "IPv4", $"{name};UNIX Printer;local;{host}", there, 515, "\"rp=lp\"", "\"priority=60\"");
        }
    }

    private static void Counted(Scorecard score, Capture capture)
    {
        score.Check("scene: nothing on the wire is malformed, and none of ours said more than the Avahi with as many services, from its start on", () =>
        {
            capture.End();
            Expect.Equal(0, capture.Count("_ws.malformed"), "the number of malformed packets");
            int theirs = DiscoveryChecks.Sent(capture, Theirs);
            int[] ours = [.. new[] { Hub, Small, Front, Back }.Select(host => DiscoveryChecks.Sent(capture, host))];
            Console.WriteLine($"      messages sent: {ours[0]} by the board, {ours[1]} by the one of four sockets, {ours[2]} and {ours[3]} by the companions, {theirs} by Avahi");
            Expect.True(ours.All(one => one > 0 && one <= theirs), $"{string.Join(", ", ours)} messages were sent, {theirs} by Avahi");
        });
    }

    private static void Gone(Office office, RunningPeer peer, int host, string name, TimeSpan bound)
    {
        string report = "";
        Expect.Becomes(() => Regex.IsMatch(report = Report(office, peer, host), $"\"name\":\"{name}\"[^}}]*\"here\":false"), () => report, bound + Bounds.Answer);
    }

    private static string Report(Office office, RunningPeer peer, int host) =>
        Tool.Run("ip", [.. office.Within(Watcher).Skip(1), "curl", "-s", "--max-time", "20", $"http://{Office.Address(host)}:{peer.HttpPort}/.well-known/peerdevice"]).Well().Text;
}
