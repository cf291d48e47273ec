using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace PeerDevice.Clients;

/// <summary>
/// Who tests these checks? A liar between curl and the peer changes one octet of an answer, and the check that compares must fail.
/// A gate that cannot fail would pass this too, so this check fails when the other does not.
/// </summary>
internal static class LiarChecks
{
    private const int LieAt = 100_000;

    internal static void Run(Scorecard score, RunningPeer peer)
    {
        score.Check($"{peer.Name}: one changed octet is noticed", () =>
        {
            using TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            Task lie = LieOnce(listener, peer);
            string url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/files/{Samples.LargeName}";
            bool noticed = false;
            try
            {
                // The peer closes when all of it is sent, and so the liar knows where it ends.
                Answer.Curl("-H", "Connection: close", url).With(200).Of(Samples.Large);
            }
            catch (CheckFailure failure)
            {
                noticed = failure.Message.Contains("differs", StringComparison.Ordinal);
            }

            lie.Wait(Bounds.Answer);
            Expect.True(noticed, "the comparison passed a changed octet");
        });
    }

    private static async Task LieOnce(TcpListener listener, RunningPeer peer)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        using TcpClient server = new();
        await server.ConnectAsync(peer.Address, peer.HttpPort);
        NetworkStream asker = client.GetStream();
        NetworkStream answerer = server.GetStream();
        byte[] request = new byte[8192];
        int asked = await asker.ReadAsync(request);
        await answerer.WriteAsync(request.AsMemory(0, asked));
        byte[] block = new byte[65536];
        long passed = 0;
        for (int got; (got = await answerer.ReadAsync(block)) > 0; passed += got)
        {
            if (passed <= LieAt && LieAt < passed + got)
            {
                block[LieAt - passed] ^= 1;
            }

            await asker.WriteAsync(block.AsMemory(0, got));
        }
    }
}
