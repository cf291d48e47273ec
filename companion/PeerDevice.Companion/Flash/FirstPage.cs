using System.IO;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Flash;

/// <summary>Has a board that was flashed print its first page, for a bounded time: its printer may have no paper, or none may be at the end of its cable.</summary>
/// <param name="teller">Told of it.</param>
/// <param name="network">The network.</param>
/// <param name="clock">Time.</param>
internal sealed class FirstPage(Teller teller, INetwork network, IClock clock)
{
    /// <summary>Prints it.</summary>
    /// <param name="report">What the board says of itself.</param>
    /// <param name="at">Where it is.</param>
    /// <param name="language">The printer's language, as in <c>peer.cfg</c>; null where nobody said it.</param>
    public void Print(PeerReport report, PeerAddress at, string? language)
    {
        string authority = PeerAddress.AuthorityOf(at.Host, at.Port);
        string byHand = TestPage.ByHand(language, authority);
        if (!report.IsDeviceReady && !AwaitPrinter(report, at))
        {
            teller.Complain($"the test page was not printed: {report.Device} is not ready ({Why(report)}). When it is, this prints one: {byHand}");
            return;
        }

        PrinterReport? only = report.Printers.FirstOrDefault() is { ServesIpp: false } first ? first : null;
        string files = at.Port == Limits.HttpPort ? PeerAddress.Bracketed(at.Host) : authority;
        string file = Path.Combine(Directory.CreateTempSubdirectory("peer-flash-").FullName, "test page.txt");
        string more = " A printer that prints no text by itself needs its language, --printer-language.";
        PrintOptions options = new() { File = file, Address = authority, Patience = DesktopLimits.FlashPrinterPatience };
        try
        {
            if (only is null)
            {
                File.WriteAllText(file, TestPage.Text(report.Name, files, $"ipp://{files}/ipp/print"));
                options = options with { Title = "Test page", Waits = false };
            }
            else
            {
                // Such a board passes on what comes to its raw port: what its printer needs is made here.
                int port = only.RawPort > 0 ? only.RawPort : report.RawPort;
                File.WriteAllBytes(file, TestPage.Rendered(TestPage.Text(report.Name, files, "socket://" + PeerAddress.AuthorityOf(at.Host, port)), language, out string? rendered));
                options = options with { IsRaw = true };
                more = "";
                teller.Say($"{report.Name} serves no IPP: the test page goes to its raw port {(rendered is null ? $"as plain ASCII text{(language is null ? "" : $", since {language} says nothing of how the printer takes text")}, and comes out right only where the printer itself prints text" : "in " + rendered)}");
            }

            PrintCommand.Run(teller, network, clock, options);
        }
        catch (CommandFailure failure)
        {
            teller.Complain($"the test page was not printed: {failure.Message}{more} If none comes out, this prints one: {byHand}");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static string Why(PeerReport report) =>
        report.Printers.FirstOrDefault() is { Words.Length: > 0 } printer ? printer.Words.TrimEnd('.') : "is it on, with paper, and at the board's cable?";

    private bool AwaitPrinter(PeerReport report, PeerAddress at)
    {
        teller.Say($"{report.Device} is not ready ({Why(report)}); waiting {DesktopLimits.FlashPrinterPatience / 1000} s for it");
        long until = clock.Milliseconds + DesktopLimits.FlashPrinterPatience;
        while (clock.Milliseconds < until)
        {
            clock.Sleep(DesktopLimits.FlashBoardPause);
            try
            {
                using RemotePeer peer = new(at, network, clock);
                if (PeerReport.Of(peer).IsDeviceReady)
                {
                    return true;
                }
            }
            catch (CommandFailure)
            {
                // It is busy, or starts again: the next look tells.
            }
        }

        return false;
    }
}
