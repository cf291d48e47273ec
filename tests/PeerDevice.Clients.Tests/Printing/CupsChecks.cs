using System;
using System.IO;
using System.Text;

namespace PeerDevice.Clients.Printing;

/// <summary>
/// A real CUPS prints on peers: through the queue that <c>peer printer add</c> sets up and through those that people make by hand, octet for octet; and its queue says what is the matter with
/// the peer's printer.
/// </summary>
internal static class CupsChecks
{
    internal static void Run(Scorecard score)
    {
        Scheduler? started = null;
        score.Check("printing: a cupsd with folders of its own starts", () => started = new Scheduler());
        if (started is null)
        {
            return;
        }

        using Scheduler cups = started;
        Of(score, cups, "board", () => RunningPeer.Board(16, static _ => { }));
        Of(score, cups, "companion", () => RunningPeer.CompanionWith(top => ["--printer", "file:" + Path.Combine(top, "paper"), "--spool", Path.Combine(top, "jobs")]));
        Of(score, cups, "companion that keeps no jobs", () => RunningPeer.CompanionWith(top => ["--printer", "file:" + Path.Combine(top, "paper")]));
        score.Check("printing: peer printer add takes CUPS' driver of the printer's language, and lp prints through it", () => Driver(cups));
        score.Check("printing: a companion shares a queue of CUPS, which prints what peer print gives, and whose state it tells", () => Shared(cups));
        score.Check("printing: CUPS' queue says that the peer's printer is out of paper, and no more when there is paper", () => Reasons(cups));
    }

    private static void Of(Scorecard score, Scheduler cups, string kind, Func<RunningPeer> start)
    {
        RunningPeer? started = null;
        score.Check($"printing: a {kind} for CUPS starts", () => started = start());
        if (started is null)
        {
            return;
        }

        using RunningPeer peer = started;
        string file = Path.Combine(peer.Top, "letter.bin");
        File.WriteAllBytes(file, Samples.Document);
        string at = $"{peer.Address}:{peer.HttpPort}";
        (string Name, Action Make)[] ways =
        [
            ("peer-printer-add", () =>
            {
                Expect.Contains("lpadmin -p peer-printer-add -E -v ipp://" + at + "/ipp/print", Peer(cups, "printer", "add", "peer-printer-add", at, "--print-only").Well().Text, "what --print-only says");
                Expect.True(cups.Ask("lpstat", "-v", "peer-printer-add").ExitCode != 0, "--print-only set it up");
                Peer(cups, "printer", "add", "peer-printer-add", at).Well();
                Expect.True(Peer(cups, "printer", "add", "peer-printer-add", at).ExitCode == 1, "it was set up twice");
            }),
            ("by-ipp", () => cups.Ask("lpadmin", "-p", "by-ipp", "-E", "-v", $"ipp://{at}/ipp/print", "-m", "raw").Well()),
            ("by-socket", () => cups.Ask("lpadmin", "-p", "by-socket", "-E", "-v", $"socket://{peer.Address}:{peer.RawPort}", "-m", "raw").Well()),
            ("by-lpd", () => cups.Ask("lpadmin", "-p", "by-lpd", "-E", "-v", $"lpd://{peer.Address}:{peer.LpdPort()}/lp?reserve=none", "-m", "raw").Well()),
        ];
        foreach ((string name, Action make) in ways)
        {
            score.Check($"printing: CUPS prints on the {kind} through a queue {name}, and what arrives is identical", () =>
            {
                make();
                int before = peer.OnPaper().Length;
                try
                {
                    cups.Ask("lp", "-d", name, "-o", "raw", file).Well();
                    AwaitEmpty(cups, name);
                    Expect.Same(Samples.Document, RawPrintChecks.OnPaper(peer, before, Samples.Document.Length), "what the output device was given");
                }
                finally
                {
                    cups.Ask("lpadmin", "-x", name);
                }
            });
        }
    }

    private static void Driver(Scheduler cups)
    {
        using RunningPeer peer = RunningPeer.CompanionWith(top => ["--printer", "Labels=file:" + Path.Combine(top, "paper") + ",language=zpl", "--spool", Path.Combine(top, "jobs")]);
        string file = Path.Combine(peer.Top, "letter.txt");
        File.WriteAllText(file, "A label.\n");
        Expect.Contains("zebra", Peer(cups, "printer", "add", "labels", $"{peer.Address}:{peer.HttpPort}").Well().Text, "what it said");
        cups.Ask("lp", "-d", "labels", file).Well();
        AwaitEmpty(cups, "labels");
        string paper = Encoding.UTF8.GetString(peer.OnPaper());
        int before = peer.OnPaper().Length;
        Expect.True(paper.Contains("^XA", StringComparison.Ordinal) && paper.TrimEnd().EndsWith("^XZ", StringComparison.Ordinal), "what the output device was given is no label: " + Expect.Short(paper));
        cups.Ask("lp", "-d", "labels", "-o", "raw", file).Well();
        AwaitEmpty(cups, "labels");
        Expect.Same("A label.\n"u8, peer.OnPaper(before), "what the output device was given by -o raw");
    }

    private static void Shared(Scheduler cups)
    {
        using ReceiptPrinter device = new();
        cups.Ask("lpadmin", "-p", "office", "-E", "-v", $"socket://127.0.0.1:{device.Port}", "-m", "raw").Well();
        using RunningPeer peer = RunningPeer.CompanionWith(static _ => ["--printer", "Office=cups:office"], "env", cups.Variable);
        string file = Path.Combine(peer.Top, "letter.bin");
        File.WriteAllBytes(file, PaperChecks.Plain);
        string at = $"{peer.Address}:{peer.HttpPort}";
        Expect.Contains("printed letter.bin", PrintingChecks.Peer("print", file, at, "--title", "Shared").Well().Text, "what it said");
        Expect.Same(PaperChecks.Plain, device.Paper, "what the output device was given");
        Expect.Contains("office-", cups.Ask("lpstat", "-W", "completed", "-o", "office").Well().Text, "what CUPS says that it printed");
        string status = "";
        cups.Ask("cupsdisable", "office").Well();
        Expect.Becomes(() => (status = PrintingChecks.Peer("status", at).Well().Text).Contains("stopped", StringComparison.Ordinal), () => status);
        cups.Ask("cupsenable", "office").Well();
        Expect.Becomes(() => (status = PrintingChecks.Peer("status", at).Well().Text).Contains("idle", StringComparison.Ordinal), () => status);
        PrintingChecks.Peer("print", file, at).Well();
        Expect.Equal(2 * PaperChecks.Plain.Length, device.Paper.Length, "octets on paper");
    }

    private static void Reasons(Scheduler cups)
    {
        using ReceiptPrinter device = new();
        using RunningPeer peer = PaperChecks.Peer(device);
        string file = Path.Combine(peer.Top, "receipt.bin");
        File.WriteAllBytes(file, PaperChecks.Plain);
        Peer(cups, "printer", "add", "receipts", $"{peer.Address}:{peer.HttpPort}").Well();
        device.HasPaper = false;
        cups.Ask("lp", "-d", "receipts", "-o", "raw", file).Well();
        string state = "";
        Expect.Becomes(() => (state = Alerts(cups)).Contains("media-empty", StringComparison.Ordinal), () => state + " " + cups.Log());
        device.HasPaper = true;
        AwaitEmpty(cups, "receipts");
        Expect.Becomes(() => !(state = Alerts(cups)).Contains("media-empty", StringComparison.Ordinal), () => state + " " + cups.Log());
        Expect.Same(PaperChecks.Plain, device.Paper, "what the output device was given");
    }

    private static string Alerts(Scheduler cups) => cups.Ask("lpstat", "-l", "-p", "receipts").Well().Text;

    private static Outcome Peer(Scheduler cups, params string[] words) => cups.Ask("dotnet", [Build.Companion, .. words]);

    private static void AwaitEmpty(Scheduler cups, string queue)
    {
        Expect.Becomes(() => cups.Ask("lpstat", "-o", queue).Well().Text.Length == 0, () => $"the job stays: {cups.Ask("lpstat", "-l", "-p", queue).Text} {cups.Log()}");
    }
}
