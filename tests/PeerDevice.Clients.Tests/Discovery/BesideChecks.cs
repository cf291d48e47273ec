using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace PeerDevice.Clients.Discovery;

/// <summary>
/// A PC with Avahi and a companion, which share the port of multicast DNS and would both like to be called as the PC is; and a companion that is called as another PC's Avahi is.
/// </summary>
internal static class BesideChecks
{
    private const string Service = "_ssh._tcp"; // Avahi's own
    private const string Peers = "_peerdevice._tcp";
    private const int Watcher = 1;
    private const int Pc = 2;
    private const int Other = 3;
    private const int Hosts = 3;
    private const int Races = 3;

    internal static void Run(Scorecard score)
    {
        using Office office = new(Hosts);
        AvahiHost? started = null;
        score.Check("beside: an office of its own, and a host with Avahi that looks on", () =>
        {
            office.Make();
            started = new AvahiHost(office.Within(Watcher), "watcher");
        });
        if (started is null)
        {
            return;
        }

        using AvahiHost watcher = started;
        string state = Directory.CreateTempSubdirectory("peerdevice-state-").FullName;
        try
        {
            score.Check("beside: a companion that comes to a PC with Avahi is found beside it, neither has another name for that, and when it goes Avahi stays", () =>
            {
                using AvahiHost avahi = new(office.Within(Pc), "box", Service);
                using Watch services = watcher.Watch(Service);
                using Watch peers = watcher.Watch(Peers);
                services.Await("+", "box", 0);
                using RunningPeer peer = CalledAsItsMachine(office, "box");
                peers.Await("+", "box", 0);
                AreBoth(office, watcher, avahi, peer, "box", state);
                peer.Terminate();
                peers.Await("-", "box", 0);
                Expect.Becomes(() => IsAt(watcher, "box", Pc) && IsAt(avahi, "box", Pc), static () => "Avahi's host is gone with the companion");
                Expect.True(!services.Saw("-", "box"), "Avahi's service is gone with the companion");
            });
            score.Check("beside: the same when Avahi comes to a PC with a companion, and when Avahi goes the companion stays", () =>
            {
                using Watch services = watcher.Watch(Service);
                using Watch peers = watcher.Watch(Peers);
                using RunningPeer peer = CalledAsItsMachine(office, "case");
                peers.Await("+", "case", 0);
                using AvahiHost avahi = new(office.Within(Pc), "case", Service);
                services.Await("+", "case", 0);
                AreBoth(office, watcher, avahi, peer, "case", state);
                avahi.Terminate();
                services.Await("-", "case", 0);
                Expect.Becomes(() => IsAt(watcher, "peer-case", Pc), static () => "the companion's host is gone with Avahi");
                Expect.True(!peers.Saw("-", "case"), "the companion is gone with Avahi");
            });
            score.Check("beside: a virtual board on a PC with Avahi leaves it the PC's name and those of its addresses, and when the board goes Avahi stays", () =>
            {
                using AvahiHost avahi = new(office.Within(Pc), "shelf", Service);
                using Watch services = watcher.Watch(Service);
                using Watch peers = watcher.Watch(Peers);
                services.Await("+", "shelf", 0);
                using Capture capture = new(office.Within(Watcher));
                using RunningPeer board = RunningPeer.GuestBoard("shelf", AsMachine(office, "shelf"));
                peers.Await("+", "shelf", 0);
                Expect.Comes(() =>
                {
                    string seen = watcher.Ask("avahi-browse", "-arpt").Well().Text;
                    Expect.Contains(";shelf.local;", Line(seen, Service), "what Avahi tells");
                    Expect.Contains($";shelf;{Peers};local;peer-shelf.local;", Line(seen, Peers), "what the board tells");
                });
                Expect.Becomes(() => IsAt(watcher, "shelf", Pc) && IsAt(watcher, "peer-shelf", Pc), () => Places(watcher, "shelf"));
                Expect.Comes(() => Expect.Contains("shelf.local", watcher.Ask("avahi-resolve", "-a", Office.Address(Pc)).Well().Text, "the name of the PC's address"));
                board.Terminate();
                peers.Await("-", "shelf", 0);
                capture.End();
                Expect.Equal(0, capture.Count($"mdns && dns.flags.response == 1 && ip.src == {Office.Address(Pc)} && dns.ptr.domain_name == \"peer-shelf.local\""), "reverse names that the board told");
                Expect.Becomes(() => IsAt(watcher, "shelf", Pc) && IsAt(avahi, "shelf", Pc), static () => "Avahi's host is gone with the board");
                Expect.True(!services.Saw("-", "shelf"), "Avahi's service is gone with the board");
            });
            score.Check("beside: a host's name that Avahi has on another PC is Avahi's; the companion's host takes the next", () =>
            {
                using AvahiHost avahi = new(office.Within(Other), "chest");
                using Watch peers = watcher.Watch(Peers);
                using RunningPeer peer = RunningPeer.FoundCompanion("chest", office.Within(Pc));
                peers.Await("+", "chest", 0);
                Expect.Becomes(() => IsAt(watcher, "chest", Other) && IsAt(watcher, "chest-2", Pc), () => Places(watcher, "chest"));
            });
            for (int i = 1; i <= Races; i++)
            {
                string name = "race" + i;
                score.Check($"beside: of Avahi on one PC and a companion on another that both come at once with one name, exactly one keeps it ({i})", () => Race(office, watcher, name));
            }
        }
        finally
        {
            Temporary.Remove(state);
        }
    }

    // From elsewhere, and on the PC itself.
    private static void AreBoth(Office office, AvahiHost watcher, AvahiHost avahi, RunningPeer peer, string name, string state)
    {
        string seen = "";
        Expect.Comes(() =>
        {
            seen = watcher.Ask("avahi-browse", "-arpt").Well().Text;
            Expect.Contains($";{name}.local;", Line(seen, Service), "what Avahi tells");
            Expect.Contains($";{name};{Peers};local;peer-{name}.local;", Line(seen, Peers), "what the companion tells");
            Expect.Contains($";{peer.HttpPort};", Line(seen, Peers), "what the companion tells");
        });
        Expect.True(!seen.Contains(name + "-2", StringComparison.Ordinal) && !seen.Contains(name + "\\032", StringComparison.Ordinal), "one has another name: " + seen);
        Expect.Becomes(() => IsAt(watcher, name, Pc) && IsAt(watcher, "peer-" + name, Pc), () => Places(watcher, name));
        Expect.Comes(() => Expect.Contains(name + ".local", watcher.Ask("avahi-resolve", "-a", Office.Address(Pc)).Well().Text, "the name of the PC's address"));
        Expect.Comes(() => Expect.Contains($";{name};{Peers};local;peer-{name}.local;", Line(avahi.Ask("avahi-browse", "-rpt", Peers).Well().Text, Peers), "what the PC's own Avahi sees"));
        string listed = "";
        Expect.Becomes(
            () => Regex.IsMatch(listed = Tool.Run("ip", [.. office.Within(Pc)[1..], "env", "XDG_STATE_HOME=" + state, "dotnet", Build.Companion, "ls"]).Well().Text, $"^{name} +companion +", RegexOptions.Multiline),
            () => listed);
    }

    private static void Race(Office office, AvahiHost watcher, string name)
    {
        using Capture capture = new(office.Within(Watcher));
        using Watch peers = watcher.Watch(Peers);
        Task<AvahiHost> other = Task.Run(() => new AvahiHost(office.Within(Other), name));
        using RunningPeer peer = RunningPeer.FoundCompanion(name, office.Within(Pc));
        using AvahiHost avahi = other.Result;
        peers.Await("+", name, 0);
        Expect.Becomes(
            () => (IsAt(watcher, name, Other) && IsAt(watcher, name + "-2", Pc)) || (IsAt(watcher, name, Pc) && IsAt(watcher, name + "-2", Other)),
            () => Places(watcher, name));
        capture.End();
        Console.WriteLine($"      {(IsAt(watcher, name, Pc) ? "the companion" : "Avahi")} has it; probes: {Probes(capture, Pc, name)} of the companion, {Probes(capture, Other, name)} of Avahi");
    }

    private static int Probes(Capture capture, int host, string name) => capture.Count($"mdns && dns.flags.response == 0 && dns.count.auth_rr > 0 && ip.src == {Office.Address(host)} && dns.qry.name == \"{name}.local\"");

    private static RunningPeer CalledAsItsMachine(Office office, string machine) =>
        RunningPeer.FoundCompanion(null, AsMachine(office, machine));

    private static string[] AsMachine(Office office, string machine) => [.. office.Within(Pc), "unshare", "--uts", "sh", "-c", "hostname \"$0\" && exec \"$@\"", machine];

    private static string Line(string seen, string type) =>
        seen.Split('\n').FirstOrDefault(line => line.StartsWith("=;eth0;IPv4;", StringComparison.Ordinal) && line.Contains(type == Service ? ";SSH Remote Terminal;" : $";{type};", StringComparison.Ordinal)) ?? "";

    private static bool IsAt(AvahiHost watcher, string name, int host) => watcher.Ask("avahi-resolve", "-4n", name + ".local").Text.Contains(Office.Address(host) + "\n", StringComparison.Ordinal);

    private static string Places(AvahiHost watcher, string name) => string.Join(' ', new[] { name, name + "-2", name + "-3" }.Select(one => watcher.Ask("avahi-resolve", "-4n", one + ".local").Text.Trim()));
}
