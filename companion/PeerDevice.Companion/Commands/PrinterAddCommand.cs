using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Commands;

/// <summary><c>peer printer add</c>: sets up a queue of this system for a peer's printer, or says how.</summary>
/// <param name="teller">Told what was done.</param>
/// <param name="network">The network.</param>
/// <param name="clock">Time.</param>
/// <param name="has">Whether this system has a program.</param>
/// <param name="runs">Runs a command of this system: its exit code, and what it said on both streams.</param>
internal sealed class PrinterAddCommand(Teller teller, INetwork network, IClock clock, Func<string, bool> has, Func<string[], (int Code, string Said, string Complained)> runs)
{
    private const string Lpadmin = "lpadmin";
    private const string PowerShell = "powershell.exe";

    private static readonly bool IsWindows = Shell.Here == Shell.Platform.Windows;

    /// <summary>Sets it up.</summary>
    /// <param name="name">The queue's name.</param>
    /// <param name="address">The peer, or a Printer.</param>
    /// <param name="printer">Which of the peer's Printers; null for the first.</param>
    /// <param name="driver">The driver; null for that of the printer's language.</param>
    /// <param name="onlySays">Whether only to say the commands.</param>
    public void Run(string name, string address, string? printer, string? driver, bool onlySays)
    {
        if (QueueWay.Objection(name) is { } objection)
        {
            throw new CommandFailure(objection);
        }

        bool isThere = has(IsWindows ? PowerShell : Lpadmin);
        QueueWay way = Find(name, PrinterAddress.Read(address), printer);
        way = way with { Driver = driver ?? (IsWindows ? QueueWay.TextOnly : QueueWay.ModelFor(way.Facts, model => isThere && HasModel(model))) };
        if (IsWindows && way.RawPort == 0)
        {
            throw new CommandFailure($"{way.Info} has no raw port, and Windows prints on no other: see `peer status`.");
        }

        if (onlySays || !isThere)
        {
            way.Typed(Shell.Here).ForEach(teller.Say);
            if (!onlySays)
            {
                throw new CommandFailure($"{(IsWindows ? "PowerShell" : "lpadmin, which comes with CUPS,")} is not installed here, so nothing was set up: install it, and run the above.");
            }

            return;
        }

        if (!IsWindows && runs(["lpstat", "-v", name]).Code == 0)
        {
            throw new CommandFailure($"there is a queue {name} already: choose another name, or remove it with `lpadmin -x {name}`.");
        }

        Do(way);
        teller.Say($"{name} prints on {way.Info} from now on, {(way.Driver == QueueWay.Raw ? "as it is (raw)" : "with the driver " + way.Driver)}");
        teller.Say(IsWindows ? $"remove it with: {Shell.TypedInPowerShell(["Remove-Printer", "-Name", name])}" : $"print with: {Shell.Typed(Shell.Here, ["lp", "-d", name])} FILE; remove it with: {Shell.Typed(Shell.Here, [Lpadmin, "-x", name])}");
    }

    private QueueWay Find(string name, PrinterAddress at, string? printer)
    {
        if (at.IsRaw)
        {
            return new QueueWay { Name = name, Address = at, RawPort = at.Port, Driver = QueueWay.Raw, Info = at.Authority };
        }

        PrinterFacts facts;
        IppPrinter opened;
        try
        {
            opened = PrinterFinder.Open(at, printer, network, clock, out facts);
        }
        catch (OnlyRawFailure only)
        {
            return only.Port is > 0 and <= ushort.MaxValue
                ? new QueueWay { Name = name, Address = new PrinterAddress(at.Host, only.Port, ""), RawPort = only.Port, Driver = QueueWay.Raw, Info = only.Printer.Name }
                : throw new CommandFailure($"{only.Report.Name} serves no IPP and has no raw port: see `peer status`.");
        }

        using IppPrinter found = opened;
        PeerReport? report = PrinterFinder.Report(at, network, clock);
        PrinterReport? chosen = report is null ? null : PrinterFinder.Choose(report, printer);
        return new QueueWay
        {
            Name = name,
            Address = found.Address,
            Facts = facts,
            RawPort = chosen is { RawPort: > 0 } ? chosen.RawPort : report?.RawPort ?? 0,
            SnmpPortOfPeer = report?.SnmpPort ?? 0,
            Driver = QueueWay.Raw,
            Info = found.Shown,
        };
    }

    // A scheduler that does not answer has none, and lpadmin says why.
    private bool HasModel(string model)
    {
        foreach (string line in runs(["lpinfo", "-m"]).Said.Split('\n'))
        {
            if (line.StartsWith(model + " ", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private void Do(QueueWay way)
    {
        List<string[]> commands = IsWindows
            ? [[PowerShell, "-NoProfile", "-NonInteractive", "-Command", "$ErrorActionPreference = 'Stop'; " + string.Join("; ", way.Typed(Shell.Platform.Windows))]]
            : way.Commands(Shell.Here);
        foreach (string[] words in commands)
        {
            (int code, _, string complained) = runs(words);
            if (code != 0)
            {
                string said = complained.Trim().Split('\n')[0].TrimEnd('.', ' ', '\r');
                throw new CommandFailure($"{words[0]} did not set it up{(said.Length > 0 ? $": {said}" : "")}. Who may set up printers here runs: {string.Join("; ", way.Typed(Shell.Here))}");
            }
        }
    }
}
