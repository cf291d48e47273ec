using System.IO;

namespace PeerDevice.Clients;

/// <summary>A board without PSRAM: it prints what comes to its raw port, and says of everything else that an office asks that it is not there.</summary>
internal static class LeanChecks
{
    internal static void Run(Scorecard score, RunningPeer peer)
    {
        score.Check($"{peer.Name}: opens no port of LPD or SNMP, though it is asked to", () => Expect.Equal("0 0", $"{peer.LpdPort()} {peer.SnmpPort}", "its ports"));
        score.Check($"{peer.Name}: has no printer for IPP, and says so", () =>
        {
            Answer.Curl(peer.Root + "ipp/print").With(404);
            Expect.True(Tool.Run("curl", "-s", "--max-time", "20", peer.Root + ".well-known/peerdevice").Well().Text.Contains("\"ipp\":false"), "its report does not say so");
        });
        score.Check($"{peer.Name}: peer print goes by its raw port, and says so", () =>
        {
            string document = Path.Combine(peer.Top, "document.prn");
            File.WriteAllBytes(document, Samples.Document);
            int before = peer.OnPaper().Length;
            string said = Tool.Run("dotnet", Build.Companion, "print", document, $"{peer.Address}:{peer.HttpPort}").Well().Text;
            Expect.True(said.Contains("serves no IPP"), "it did not say that there is no IPP: " + Expect.Short(said));
            Expect.Same(Samples.Document, RawPrintChecks.OnPaper(peer, before, Samples.Document.Length), "what the output device was given");
        });
        score.Check($"{peer.Name}: peer printer add makes a queue of its raw port", () =>
        {
            string said = Tool.Run("dotnet", Build.Companion, "printer", "add", "lean", $"{peer.Address}:{peer.HttpPort}", "--print-only").Well().Text;
            Expect.True(said.Contains($"socket://{peer.Address}:{peer.RawPort}"), "what it would set up: " + Expect.Short(said));
        });
    }
}
