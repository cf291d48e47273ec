using System.Collections.Generic;
using System.Globalization;
using PeerDevice.Board;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Commands;

/// <summary><c>peer status</c>: what a peer says of itself.</summary>
internal static class StatusCommand
{
    public static void Run(Teller teller, INetwork network, IClock clock, string address, bool json)
    {
        PeerAddress at = PeerAddress.Read(address);
        using RemotePeer peer = new(at, network, clock);
        PeerReport report = PeerReport.Of(peer);
        if (json)
        {
            teller.Say(report.Json.TrimEnd());
            return;
        }

        string port = at.Port.ToString(CultureInfo.InvariantCulture);
        string host = at.Host.Contains(':') ? $"[{at.Host}]" : at.Host;
        string found = report.Instance == report.Name ? "" : $", found as {report.Instance}";
        teller.Say($"{report.Name}{found} ({report.Kind} {report.Id}, version {report.Version})");
        teller.Say($"  files    http://{host}:{port}{PeerAddress.Files} " + (report.HasStore ? report.IsWritable ? "(writable)" : "(read-only)" : "(the card is not there)"));
        if (report.Device is null)
        {
            teller.Say("  printer  none");
        }

        foreach (PrinterReport printer in report.Printers)
        {
            SayPrinter(teller, host, report, printer);
            if (printer.Jobs > 0 && printer.ServesIpp)
            {
                PrinterAddress first = new(at.Host, at.Port, PrinterAddress.First);
                SayQueue(teller, new IppPrinter(report.Printers.Count > 1 ? first.Named(printer.Name) : first, network, clock));
            }
        }

        if (report.LpdPort > 0)
        {
            teller.Say(string.Create(CultureInfo.InvariantCulture, $"  lpd      {host}:{report.LpdPort}"));
        }

        if (report.SnmpPort > 0)
        {
            teller.Say(string.Create(CultureInfo.InvariantCulture, $"  snmp     {host}:{report.SnmpPort}"));
        }

        teller.Say(string.Create(CultureInfo.InvariantCulture, $"  sessions {report.Sessions} at once"));
    }

    private static void SayPrinter(Teller teller, string host, PeerReport report, PrinterReport printer)
    {
        string name = report.Printers.Count > 1 ? printer.Name + ": " : "";
        string state = printer.State.Length > 0 ? printer.State : report.IsDeviceReady ? "ready" : "not ready";
        string jobs = printer.Jobs switch { 0 => "", 1 => ", 1 job waits", _ => string.Create(CultureInfo.InvariantCulture, $", {printer.Jobs} jobs wait") };
        teller.Say($"  printer  {name}{printer.Device}, {state}{jobs}");
        if (printer.Words.Length > 0)
        {
            teller.Say("           " + printer.Words);
        }

        if (!printer.ServesIpp)
        {
            teller.Say("           no IPP: it prints what comes to its raw port");
        }

        int raw = printer.RawPort > 0 ? printer.RawPort : report.RawPort;
        if (raw > 0)
        {
            teller.Say(string.Create(CultureInfo.InvariantCulture, $"  raw      {host}:{raw}"));
        }
    }

    /// <summary>The jobs that wait, the first of them each.</summary>
    private static void SayQueue(Teller teller, IppPrinter printer)
    {
        try
        {
            List<JobReport> jobs = printer.Jobs(false);
            List<JobReport> first = jobs.GetRange(0, System.Math.Min(jobs.Count, DesktopLimits.StatusJobs));
            if (first.Count == 0)
            {
                return; // they have ended meanwhile
            }

            foreach (string line in JobCommands.Table(first, null))
            {
                teller.Say("           " + line);
            }

            if (jobs.Count > first.Count)
            {
                teller.Say(string.Create(CultureInfo.InvariantCulture, $"           and {jobs.Count - first.Count} more, see `peer jobs`"));
            }
        }
        catch (CommandFailure failure)
        {
            // How many there are was said.
            teller.Say("           " + failure.Message);
        }
        finally
        {
            printer.Dispose();
        }
    }
}
