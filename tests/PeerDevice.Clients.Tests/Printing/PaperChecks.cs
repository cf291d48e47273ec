using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace PeerDevice.Clients.Printing;

/// <summary><c>peer print</c> on a printer that is out of paper: it says so, waits, and ends when the paper is there and the document on it.</summary>
internal static class PaperChecks
{
    /// <summary>A document without the octets that receipt printers take for requests.</summary>
    internal static readonly byte[] Plain = [.. Enumerable.Range(0, Bounds.Document).Select(static i => i % 61 == 60 ? (byte)'\n' : (byte)('!' + (i * 7 % 90)))];

    internal static void Run(Scorecard score)
    {
        score.Check("printing: peer print says that the paper is out, waits for it, and then has printed", () =>
        {
            using ReceiptPrinter device = new();
            using RunningPeer peer = Peer(device);
            string file = Path.Combine(peer.Top, "receipt.bin");
            File.WriteAllBytes(file, Plain);
            device.HasPaper = false;
            string at = $"{peer.Address}:{peer.HttpPort}";
            using Process printing = Tool.Start("dotnet", [Build.Companion, "print", file, at], null);
            try
            {
                Task<string?> said = printing.StandardOutput.ReadLineAsync();
                Expect.True(said.Wait(Bounds.Settled), "it says nothing");
                Expect.Contains("out of paper", said.Result ?? printing.StandardError.ReadToEnd(), "what it said");
                string status = PrintingChecks.Peer("status", at).Well().Text;
                Expect.Contains("The printer is out of paper.", status, "peer status");
                Expect.Contains("receipt.bin", status, "peer status");
                device.HasPaper = true;
                said = printing.StandardOutput.ReadLineAsync();
                Expect.True(said.Wait(Bounds.Settled), "it says nothing more");
                Expect.Contains("printed receipt.bin", said.Result ?? printing.StandardError.ReadToEnd(), "what it said");
                Expect.True(printing.WaitForExit(Bounds.Program) && printing.ExitCode == 0, "its exit code is not 0");
                Expect.Same(Plain, device.Paper, "what the output device was given");
            }
            finally
            {
                printing.Kill(true);
                printing.WaitForExit();
            }
        });
    }

    /// <summary>A companion with that printer, which keeps jobs.</summary>
    internal static RunningPeer Peer(ReceiptPrinter device)
    {
        return RunningPeer.CompanionWith(top => ["--printer", $"Receipts=tcp:127.0.0.1:{device.Port},language=escpos-80", "--spool", Path.Combine(top, "jobs")]);
    }
}
