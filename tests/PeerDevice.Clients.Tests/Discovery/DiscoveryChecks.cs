using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using PeerDevice.Clients.Printing;

namespace PeerDevice.Clients.Discovery;

/// <summary>
/// Boards and companions in one office with Avahi: every service is seen with the right keys, names that two want are sorted out, what is lost is made up for, who leaves is gone, and nothing on
/// the wire is malformed or more than Avahi's own.
/// </summary>
internal static class DiscoveryChecks
{
    private const int Watcher = 1;
    private const int First = 2;
    private const int Second = 3;
    private const int Third = 4;
    private const int Hosts = 4;

    // From when a peer says that it is ready, and from when it ends (RFC 6762 §8, §10.1); what a debug build takes to start its parts is within.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    // How long the scene lasts that is counted: two announcements, and who asks at once.
    private static readonly TimeSpan Scene = TimeSpan.FromSeconds(4);

    private static readonly string[] Types = ["_peerdevice._tcp", "_http._tcp", "_webdav._tcp", "_ipp._tcp", "_pdl-datastream._tcp", "_printer._tcp"];

    internal static void Run(Scorecard score)
    {
        using Office office = new(Hosts);
        bool made = false;
        score.Check("discovery: an office of its own", () =>
        {
            office.Make();
            made = true;
        });
        if (!made)
        {
            return;
        }

        AvahiHost? started = null;
        score.Check("discovery: a host with Avahi", () => started = new AvahiHost(office.Within(Watcher), "watcher"));
        if (started is null)
        {
            return;
        }

        using AvahiHost watcher = started;
        using Capture capture = new(office.Within(Watcher));
        Told(score, office, watcher);
        Named(score, office, watcher);
        Kept(score, office, watcher);
        Lossy(score, office, watcher);
        Plugged(score, office, watcher);
        score.Check("discovery: nothing on the wire is malformed", () =>
        {
            capture.End();
            Expect.True(capture.Count("mdns") > 50, "hardly anything was heard");
            Expect.Equal(0, capture.Count("_ws.malformed"), "the number of malformed packets");
        });
        Counted(score, office, watcher);
    }

    private static void Told(Scorecard score, Office office, AvahiHost watcher)
    {
        score.Check("discovery: a companion is found within 2 s of ready, with all its services and keys, by IPv4 and IPv6, and gone within 2 s of its end", () =>
        {
            using Watch watch = watcher.Watch("_ipp._tcp");
            using RunningPeer peer = Companion(office, First, "Front Desk");
            long ready = Stopwatch.GetTimestamp();
            using (Pace pace = new(watcher))
            {
                pace.Within("found", Soon, watch.Await("+", "Front\\032Desk", 0) - Stopwatch.GetElapsedTime(0, ready));
            }

            // Avahi gives one address of a host for each service, the IPv6 one on the IPv4 wire too when that is heard first: then it is asked again.
            string seen = "";
            Expect.Comes(() => seen = HasAll(watcher.Ask("avahi-browse", "-arpt").Well().Text, peer));
            Expect.True(!seen.Contains(";lo;", StringComparison.Ordinal), "it is told of on the loopback");
            Expect.Comes(() => Expect.Contains(Office.Address(First), watcher.Ask("avahi-resolve", "-4n", "front-desk.local").Well().Text, "its address"));
            Expect.Comes(() => Expect.Contains($"ipp://Front-Desk.local:{peer.HttpPort}/ipp/print", watcher.Ask("ippfind", "-T", "5").Text, "what ippfind finds"));
            Expect.Comes(() => Expect.Contains($"ipp://Front-Desk.local:{peer.HttpPort}/ipp/print", watcher.Ask("ippfind", "-T", "5", "_ipp._tcp,_print").Text, "what ippfind finds of the subtype"));

            // Nothing here takes a raster, so no driverless queue can be made of it, and none is offered.
            Expect.Equal("", watcher.Ask("driverless", "list").Well().Text.Trim(), "what driverless lists");
            using (Pace pace = new(watcher))
            {
                long ended = Stopwatch.GetTimestamp();
                peer.Terminate();
                pace.Within("gone", Soon, watch.Await("-", "Front\\032Desk", ended));
            }
        });
        score.Check("discovery: a board is found within 2 s of ready, with all its services, and gone within 2 s of its end", () =>
        {
            using Watch watch = watcher.Watch("_peerdevice._tcp");
            using RunningPeer peer = RunningPeer.FoundBoard("Labor Ä", 16, office.Within(First));
            long ready = Stopwatch.GetTimestamp();
            using (Pace pace = new(watcher))
            {
                pace.Within("found", Soon, watch.Await("+", "Labor\\032\\195\\132", 0) - Stopwatch.GetElapsedTime(0, ready));
            }

            Expect.Comes(() =>
            {
                string seen = watcher.Ask("avahi-browse", "-arpt").Well().Text;
                string there = ";" + Office.Address(First) + ";";
                Has(seen, "IPv4", "Labor\\032\\195\\132;_peerdevice._tcp;local;Labor-A.local", there, peer.HttpPort, "\"kind=virtual board\"");
                Has(seen, "IPv4", "Labor\\032\\195\\132;WebDAV File Share;local;Labor-A.local", there, peer.HttpPort, "\"path=/files/\"");
                Has(seen, "IPv4", "Labor\\032\\195\\132;Internet Printer;local;Labor-A.local", there, peer.HttpPort, "\"rp=ipp/print\"");
                Has(seen, "IPv4", "Labor\\032\\195\\132;PDL Printer;local;Labor-A.local", there, peer.RawPort, "\"qtotal=1\"");
            });
            Expect.Comes(() => Expect.Contains("Labor-A.local", watcher.Ask("avahi-resolve", "-a", Office.Address(First)).Well().Text, "the name of its address"));
            using (Pace pace = new(watcher))
            {
                long ended = Stopwatch.GetTimestamp();
                peer.Terminate();
                pace.Within("gone", Soon, watch.Await("-", "Labor\\032\\195\\132", ended));
            }
        });
        score.Check("discovery: a board of 4 sockets, which hears no group, is found within 2 s of ready", () =>
        {
            using Watch watch = watcher.Watch("_peerdevice._tcp");
            using RunningPeer peer = RunningPeer.FoundBoard("Tiny", 4, office.Within(First));
            long ready = Stopwatch.GetTimestamp();
            using (Pace pace = new(watcher))
            {
                pace.Within("found", Soon, watch.Await("+", "Tiny", 0) - Stopwatch.GetElapsedTime(0, ready));
            }

            Expect.Comes(() => Has(watcher.Ask("avahi-browse", "-rpt", "_ipp._tcp").Well().Text, "IPv4", "Tiny;Internet Printer;local;Tiny.local", ";" + Office.Address(First) + ";", peer.HttpPort, "\"rp=ipp/print\""));
        });
    }

    private static string HasAll(string seen, RunningPeer peer)
    {
        foreach (string family in (string[])["IPv4", "IPv6"])
        {
            string there = family == "IPv4" ? ";" + Office.Address(First) + ";" : ";";
            Has(seen, family, "Front\\032Desk;_peerdevice._tcp;local;Front-Desk.local", there, peer.HttpPort, "\"kind=companion\"", "\"path=/.well-known/peerdevice\"");
            Has(seen, family, "Front\\032Desk;Web Site;local;Front-Desk.local", there, peer.HttpPort, "\"path=/\"");
            Has(seen, family, "Front\\032Desk;WebDAV File Share;local;Front-Desk.local", there, peer.HttpPort, "\"path=/files/\"");
            Has(seen, family, "Front\\032Desk;Internet Printer;local;Front-Desk.local", there, peer.HttpPort, "\"rp=ipp/print\"", "\"qtotal=1\"", "\"Transparent=T\"", "\"Binary=T\"", "\"pdl=", "\"usb_MFG=", "\"usb_MDL=", "\"UUID=", "\"ty=", "\"product=(", "\"priority=20\"", "\"note=\"", "\"txtvers=1\"", $"\"adminurl=http://front-desk.local:{peer.HttpPort}/\"");
            Has(seen, family, "Front\\032Desk;PDL Printer;local;Front-Desk.local", there, peer.RawPort, "\"priority=40\"");
            Has(seen, family, "Front\\032Desk;UNIX Printer;local;Front-Desk.local", there, 515, "\"rp=lp\"", "\"priority=60\"");
        }

        return seen;
    }

    private static void Named(Scorecard score, Office office, AvahiHost watcher)
    {
        score.Check("discovery: of a board and a companion of one name, started at once, one takes the next name, of host and services", () =>
        {
            using Watch watch = watcher.Watch("_peerdevice._tcp");
            using RunningPeer one = RunningPeer.FoundBoard("Twin", 16, office.Within(First));
            using RunningPeer other = Companion(office, Second, "Twin");
            watch.Await("+", "Twin", 0);
            watch.Await("+", "Twin\\032\\0402\\041", 0);
            Expect.Comes(() =>
            {
                string seen = watcher.Ask("avahi-browse", "-rpt", "_peerdevice._tcp").Well().Text;
                Expect.Contains(";Twin;_peerdevice._tcp;local;Twin.local;", seen, "the services");
                Expect.Contains(";Twin\\032\\0402\\041;_peerdevice._tcp;local;Twin-2.local;", seen, "the services");
            });
            string both = string.Concat(new[] { (First, one), (Second, other) }.Select(each => Tool.Run("ip", [.. office.Within(Second)[1..], "curl", "-s", $"http://{Office.Address(each.Item1)}:{each.Item2.HttpPort}/.well-known/peerdevice"]).Well().Text));
            Expect.Contains("\"name\":\"Twin\",\"instance\":\"Twin\",", both, "what they tell of themselves");
            Expect.Contains("\"name\":\"Twin\",\"instance\":\"Twin (2)\",", both, "what they tell of themselves");

            // A command listens for two seconds.
            string listed = "";
            Expect.Becomes(() => Listed(listed = Tool.Run("ip", [.. office.Within(Second)[1..], "dotnet", Build.Companion, "ls"]).Well().Text), () => "peer ls: " + listed);
        });
        score.Check("discovery: a name that Avahi has is Avahi's; IPP tells the one that the peer has", () =>
        {
            watcher.Publish("Reception", "_ipp._tcp", 6000);
            using Watch watch = watcher.Watch("_ipp._tcp");
            watch.Await("+", "Reception", 0);
            using RunningPeer peer = Companion(office, First, "Reception");
            watch.Await("+", "Reception\\032\\0402\\041", 0);
            string told = Tool.Run("ip", [.. office.Within(First)[1..], "ipptool", "-tv", $"ipp://{Office.Address(First)}:{peer.HttpPort}/ipp/print", "get-printer-attributes.test"]).Text;
            Expect.Contains("printer-dns-sd-name (nameWithoutLanguage) = Reception (2)", told, "what IPP tells");
        });
    }

    private static bool Listed(string listed) => Regex.Count(listed, @"^Twin  ", RegexOptions.Multiline) == 1 && Regex.Count(listed, @"^Twin \(2\)  ", RegexOptions.Multiline) == 1;

    private static void Kept(Scorecard score, Office office, AvahiHost watcher)
    {
        score.Check("discovery: a companion and a board that gave way have their names after a restart too, though who had it first is gone; and with another name there is no number", () =>
        {
            string state = Directory.CreateTempSubdirectory("peerdevice-state-").FullName;
            try
            {
                string card = Path.Combine(state, "card");
                const string Third3 = "Keeper\\032\\0403\\041";
                const string Second2 = "Keeper\\032\\0402\\041";
                using (RunningPeer first = RunningPeer.FoundBoard("Keeper", 16, office.Within(First)))
                using (Watch watch = watcher.Watch("_peerdevice._tcp"))
                {
                    watch.Await("+", "Keeper", 0);
                    using RunningPeer second = RunningPeer.FoundCompanion("Keeper", office.Within(Second), state);
                    watch.Await("+", Second2, 0);
                    using (RunningPeer third = RunningPeer.FoundBoard("Keeper", 16, office.Within(Third)))
                    {
                        watch.Await("+", Third3, 0);
                        third.Terminate();
                        watch.Await("-", Third3, 0);
                        Tool.Run("cp", "-a", third.Folder, card).Well();
                    }

                    second.Terminate();
                    watch.Await("-", Second2, 0);
                    first.Terminate();
                    watch.Await("-", "Keeper", 0);
                }

                using (Watch watch = watcher.Watch("_peerdevice._tcp"))
                {
                    using RunningPeer again = RunningPeer.FoundCompanion("Keeper", office.Within(Second), state);
                    watch.Await("+", Second2, 0);
                    using RunningPeer board = RunningPeer.FoundBoard("Keeper", 16, office.Within(Third), share => Tool.Run("cp", "-a", card + "/.", share).Well());
                    watch.Await("+", Third3, 0);
                    Expect.True(!watch.Saw("+", "Keeper"), "one was told of by its first name");
                    again.Terminate();
                }

                // Who is given another name has no number.
                using (Watch watch = watcher.Watch("_peerdevice._tcp"))
                {
                    using RunningPeer other = RunningPeer.FoundCompanion("Finder", office.Within(Second), state);
                    watch.Await("+", "Finder", 0);
                }
            }
            finally
            {
                Temporary.Remove(state);
            }
        });
    }

    private static void Lossy(Scorecard score, Office office, AvahiHost watcher)
    {
        foreach (int loss in (int[])[5, 20, 50])
        {
            score.Check($"discovery: with {loss} % of all messages lost a board and a companion are found with their keys all the same", () =>
            {
                foreach (int host in (int[])[Watcher, First, Second])
                {
                    office.Lose(host, loss);
                }

                try
                {
                    using RunningPeer board = RunningPeer.FoundBoard($"Board{loss}", 16, office.Within(First));
                    using RunningPeer companion = Companion(office, Second, $"Pc{loss}");

                    // Each look asks anew, and one that waits for what was lost makes way for the next.
                    Expect.Becomes(
                        () => watcher.Ask("timeout", "20", "avahi-browse", "-rpt", "_peerdevice._tcp").Text.Split('\n').Count(line => line.StartsWith('=') && line.Contains($"{loss};", StringComparison.Ordinal) && line.Contains("\"kind=", StringComparison.Ordinal)) >= 2,
                        static () => "they cannot be resolved",
                        Bounds.Lossy);
                }
                finally
                {
                    foreach (int host in (int[])[Watcher, First, Second])
                    {
                        office.Lose(host, 0);
                    }
                }
            });
        }
    }

    private static void Plugged(Scorecard score, Office office, AvahiHost watcher)
    {
        score.Check("discovery: who was unplugged is told of again when it is back, with the address that it has by then", () =>
        {
            using RunningPeer peer = Companion(office, First, "Roamer");
            using Watch watch = watcher.Watch("_peerdevice._tcp");
            watch.Await("+", "Roamer", 0);
            office.Plug(First, false);
            Thread.Sleep(Soon);
            string moved = $"10.77.0.{100 + First}";
            Tool.Run("ip", [.. office.Within(First)[1..], "ip", "address", "replace", moved + "/24", "dev", "eth0"]).Well();
            Tool.Run("ip", [.. office.Within(First)[1..], "ip", "address", "delete", Office.Address(First) + "/24", "dev", "eth0"]).Well();
            Tool.Run("ip", [.. office.Within(First)[1..], "ip", "address", "replace", moved + "/24", "dev", "eth0"]).Well();
            office.Plug(First, true);
            try
            {
                Expect.Becomes(() => watcher.Ask("avahi-resolve", "-4n", "Roamer.local").Text.Contains(moved, StringComparison.Ordinal), static () => "its new address is not told");
            }
            finally
            {
                Tool.Run("ip", [.. office.Within(First)[1..], "ip", "address", "add", Office.Address(First) + "/24", "dev", "eth0"]).Well();
                Tool.Run("ip", [.. office.Within(First)[1..], "ip", "address", "delete", moved + "/24", "dev", "eth0"]);
                Tool.Run("ip", [.. office.Within(First)[1..], "ip", "address", "replace", Office.Address(First) + "/24", "dev", "eth0"]);
            }
        });
    }

    private static void Counted(Scorecard score, Office office, AvahiHost watcher)
    {
        score.Check("discovery: a companion says no more than Avahi does with as many services, from its start over being asked for all to its end", () =>
        {
            using Capture capture = new(office.Within(Watcher));
            using (RunningPeer peer = Companion(office, Second, "Ours"))
            {
                Play(watcher);
                peer.Terminate();
            }

            using (AvahiHost avahi = new(office.Within(Third), "Theirs", Types))
            {
                Play(watcher);
                avahi.Terminate();
            }

            Thread.Sleep(Soon);
            capture.End();
            int ours = Sent(capture, Second);
            int theirs = Sent(capture, Third);
            Console.WriteLine($"      messages sent: {ours} of ours, {theirs} of Avahi's");
            Expect.True(ours > 0 && ours <= theirs, $"{ours} messages were sent, {theirs} by Avahi");
        });
    }

    private static void Play(AvahiHost watcher)
    {
        Thread.Sleep(Scene);
        watcher.Ask("avahi-browse", "-arpt").Well();
    }

    internal static int Sent(Capture capture, int host) => capture.Count($"mdns && (ip.src == {Office.Address(host)} || ipv6.src == {Office.Ipv6Address(host)})");

    private static RunningPeer Companion(Office office, int host, string name) => RunningPeer.FoundCompanion(name, office.Within(host));

    internal static void Has(string seen, string family, string service, string address, int port, params string[] keys)
    {
        string[] lines = [.. seen.Split('\n').Where(line => line.StartsWith($"=;eth0;{family};{service};", StringComparison.Ordinal))];
        Expect.True(lines.Length > 0, $"there is no {service} by {family}: {Expect.Short(seen)}");
        Expect.Contains(address, lines[0], service);
        Expect.Contains($";{port};", lines[0], service);
        foreach (string key in keys)
        {
            Expect.Contains(key, lines[0], service);
        }
    }
}
