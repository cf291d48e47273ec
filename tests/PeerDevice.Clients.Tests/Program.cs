using System;
using System.Linq;
using PeerDevice.Clients.Desktops;
using PeerDevice.Clients.Discovery;
using PeerDevice.Clients.Printing;

namespace PeerDevice.Clients;

internal static class Program
{
    private const string Small = "small";
    private const string Lean = "lean";
    private const int ManySockets = 16;

    /// <summary>Other people's programs against a board of 16 sockets, one of 4, and a companion.</summary>
    /// <returns>0 only when every check passed.</returns>
    private static int Main(string[] arguments)
    {
        if (arguments.Contains(Datagram.Argument))
        {
            return Datagram.Run(arguments);
        }

        if (arguments.Contains(Room.Inside))
        {
            return arguments.Contains("printing") ? PrintingChecks.Run() : DesktopChecks.Run();
        }

        Scorecard score = new();
        Run(score, "board", ManySockets, () => RunningPeer.Board(ManySockets, Samples.Fill), arguments);
        Run(score, "companion", ManySockets, () => RunningPeer.Companion(Samples.Fill), arguments);

        // It has one session. What a client may ask of a peer, it may ask of this one, and it opens nothing but HTTP, with IPP.
        Run(score, Small, RunningPeer.FewSockets, () => RunningPeer.Board(RunningPeer.FewSockets, Samples.Fill), arguments);
        // Without PSRAM: what serves others than who stands before it is not made there.
        Run(score, Lean, ManySockets, () => RunningPeer.LeanBoard(Samples.Fill), arguments);
        if (Chosen(arguments, "office"))
        {
            OfficeChecks.Run(score);
        }

        if (Chosen(arguments, "crowd"))
        {
            CrowdChecks.Run(score);
        }

        if (Chosen(arguments, "offlink"))
        {
            OffLinkChecks.Run(score);
        }

        if (Chosen(arguments, "cups"))
        {
            CupsStateChecks.Run(score);
        }

        if (Chosen(arguments, "lpd"))
        {
            LpdChecks.Run(score);
        }

        if (Chosen(arguments, "fetch"))
        {
            FetchChecks.Run(score);
        }

        if (Chosen(arguments, "gather"))
        {
            GatherChecks.Run(score);
        }

        if (Chosen(arguments, "discovery"))
        {
            DiscoveryChecks.Run(score);
        }

        if (Chosen(arguments, "beside"))
        {
            BesideChecks.Run(score);
        }

        if (Chosen(arguments, "hop"))
        {
            HopChecks.Run(score);
        }

        if (Chosen(arguments, "cable"))
        {
            CableChecks.Run(score);
        }

        if (Chosen(arguments, "scene"))
        {
            SceneChecks.Run(score);
        }

        if (Chosen(arguments, "loss"))
        {
            SceneChecks.Lossy(score);
        }

        if (Chosen(arguments, "desktops"))
        {
            Room.Run(score, "desktops");
        }

        if (Chosen(arguments, "printing"))
        {
            Room.Run(score, "printing");
        }

        if (Chosen(arguments, "browser"))
        {
            BrowserChecks.Run(score);
        }

        Console.WriteLine($"{score.Passed} passed, {score.Failed} failed");
        return score.Failed == 0 && score.Passed > 0 ? 0 : 1;
    }

    private static void Run(Scorecard score, string kind, int sockets, Func<RunningPeer> start, string[] arguments)
    {
        if (!Chosen(arguments, kind))
        {
            return;
        }

        RunningPeer? started = null;
        score.Check($"{kind}: starts and says that it is ready", () => started = start());
        if (started is null)
        {
            return;
        }

        using RunningPeer peer = started;
        CurlChecks.Run(score, peer);
        ConditionChecks.Run(score, peer);
        UploadChecks.Run(score, peer);
        if (kind != Lean)
        {
            CutUploadChecks.Run(score, peer);
        }

        ResumeChecks.Run(score, peer);
        RefusalChecks.Run(score, peer);
        DavChecks.Run(score, peer);
        LitmusChecks.Run(score, peer);
        if (kind == Small)
        {
            score.Check($"{peer.Name}: opens no port of raw data, LPD or SNMP", () => Expect.Equal("0 0 0", $"{peer.RawPort} {peer.LpdPort()} {peer.SnmpPort}", "its ports"));
        }
        else
        {
            RawPrintChecks.Run(score, peer);
        }

        if (kind == Lean)
        {
            LeanChecks.Run(score, peer);
            score.Check($"{peer.Name}: ends cleanly on SIGTERM", peer.Terminate);
            return;
        }

        if (kind != Small)
        {
            SnmpChecks.Run(score, peer);
        }

        IppChecks.Run(score, peer, sockets);
        PullChecks.Run(score, peer);
        LiarChecks.Run(score, peer);
        if (kind == "companion")
        {
            SizeChecks.RunOnPc(score, peer);
        }
        else
        {
            SizeChecks.RunOnBoard(score, peer);
        }

        score.Check($"{peer.Name}: ends cleanly on SIGTERM", peer.Terminate);
    }

    // Nothing chosen is everything.
    private static bool Chosen(string[] arguments, string part)
    {
        return arguments.Length == 0 || arguments.Contains(part);
    }
}
