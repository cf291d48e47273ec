namespace PeerDevice.Clients;

/// <summary>A board of four sockets has one session. What a client may ask of a peer, it may ask of this one.</summary>
internal static class SmallBoardChecks
{
    private const int Sockets = 4;

    internal static void Run(Scorecard score)
    {
        RunningPeer? started = null;
        score.Check($"board of {Sockets} sockets: starts and says that it is ready", () => started = RunningPeer.Board(Sockets, Samples.Fill));
        if (started is null)
        {
            return;
        }

        using RunningPeer peer = started;
        CurlChecks.Run(score, peer);
        ConditionChecks.Run(score, peer);
        UploadChecks.Run(score, peer);
        CutUploadChecks.Run(score, peer);
        ResumeChecks.Run(score, peer);
        RefusalChecks.Run(score, peer);
        DavChecks.Run(score, peer);
        LitmusChecks.Run(score, peer);
        PullChecks.Run(score, peer);
        score.Check($"{peer.Name}: ends cleanly on SIGTERM", peer.Terminate);
    }
}
