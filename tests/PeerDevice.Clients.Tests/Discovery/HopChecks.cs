using System;
using System.IO;
using System.Text.RegularExpressions;

namespace PeerDevice.Clients.Discovery;

/// <summary>An office in which multicast DNS does not come from one host to another, as over some wireless bridges: what a third tells holds it together.</summary>
internal static class HopChecks
{
    private const int First = 1;
    private const int Between = 2;
    private const int Last = 3;
    private const int Hosts = 3;

    internal static void Run(Scorecard score)
    {
        using Office office = new(Hosts);
        string state = Directory.CreateTempSubdirectory("peerdevice-state-").FullName;
        try
        {
            score.Check("hop: of two peers that do not hear each other one lists the other by what a third tells, and fetches from it by its name", () =>
            {
                office.Make();
                office.Deafen(First, Last);
                office.Deafen(Last, First);
                using RunningPeer first = RunningPeer.FoundCompanion("First", office.Within(First));
                using RunningPeer last = RunningPeer.FoundBoard("Last", 16, office.Within(Last), Samples.Fill);
                string report = "";
                string Report() => report = Tool.Run("ip", [.. office.Within(First)[1..], "curl", "-s", "--max-time", "20", $"http://127.0.0.1:{first.HttpPort}/.well-known/peerdevice"]).Well().Text;
                using (RunningPeer between = RunningPeer.FoundCompanion("Between", office.Within(Between)))
                {
                    Expect.Becomes(() => Regex.IsMatch(Report(), "\"name\":\"Last\"[^}]*\"here\":true"), () => report, Bounds.Acquainted);
                    Expect.True(Regex.IsMatch(report, "\"name\":\"Between\"[^}]*\"hops\":0"), report);
                }

                string listed = "";
                Expect.Becomes(() => Regex.IsMatch(listed = Peer(office, state, "ls"), $"Last +virtual board +.*{Regex.Escape(Office.Address(Last))}:8080"), () => listed);
                string here = Path.Combine(state, "here");
                Peer(office, state, "get", "Last:/" + Samples.SmallName, here);
                Expect.Same(File.ReadAllBytes(Path.Combine(last.Folder, Samples.SmallName)), File.ReadAllBytes(here), "what was fetched");
            });
        }
        finally
        {
            Temporary.Remove(state);
        }
    }

    private static string Peer(Office office, string state, params string[] words) =>
        Tool.Run("ip", [.. office.Within(First)[1..], "env", "XDG_STATE_HOME=" + state, "dotnet", Build.Companion, .. words]).Well().Text;
}
