using System;
using System.IO;
using PeerDevice.Clients.Desktops;

namespace PeerDevice.Clients.Printing;

/// <summary>
/// The commands about printing against peers and against another's IPP printer, and a real CUPS that prints on peers. Runs in a <see cref="Room"/>: CUPS, Avahi and a bus of their own
/// find a loopback there and nothing else.
/// </summary>
internal static class PrintingChecks
{
    /// <returns>The exit code of the program inside.</returns>
    internal static int Run()
    {
        Scorecard score = new();
        score.Check("printing: a room with a loopback", () => Tool.Run("ip", "link", "set", "lo", "up").Well());
        Of(score, "board", () => RunningPeer.Board(16, static _ => { }), PeerPrintChecks.Run);
        Of(score, "companion", () => RunningPeer.CompanionWith(top => ["--printer", "file:" + Path.Combine(top, "paper"), "--spool", Path.Combine(top, "jobs")]), PeerPrintChecks.Run);
        Of(score, "board of 4 sockets", () => RunningPeer.Board(4, static _ => { }), PeerPrintChecks.RunOnFewSockets);
        PaperChecks.Run(score);
        EveChecks.Run(score);
        CupsChecks.Run(score);
        Console.WriteLine($"{score.Passed} passed, {score.Failed} failed");
        return score.Failed == 0 ? 0 : 1;
    }

    /// <summary>Runs <c>peer</c> with these words.</summary>
    internal static Outcome Peer(params string[] words) => Tool.Run("dotnet", [Build.Companion, .. words]);

    private static void Of(Scorecard score, string kind, Func<RunningPeer> start, Action<Scorecard, RunningPeer> checks)
    {
        RunningPeer? started = null;
        score.Check($"printing: {kind} starts", () => started = start());
        if (started is not null)
        {
            using RunningPeer peer = started;
            checks(score, peer);
        }
    }
}
