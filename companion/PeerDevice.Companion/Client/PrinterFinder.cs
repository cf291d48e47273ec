using System;
using System.Collections.Generic;
using PeerDevice.Board;

namespace PeerDevice.Companion.Client;

/// <summary>Finds the Printer, or the Printers, that a user means.</summary>
internal static class PrinterFinder
{
    /// <summary>Finds one, and asks it what it is.</summary>
    /// <param name="at">The address.</param>
    /// <param name="name">Which of the peer's Printers; null for the first.</param>
    /// <param name="network">The network.</param>
    /// <param name="clock">Time.</param>
    /// <param name="facts">What it says of itself.</param>
    /// <exception cref="OnlyRawFailure">Its peer serves no IPP.</exception>
    /// <exception cref="CommandFailure">It is not there.</exception>
    public static IppPrinter Open(PrinterAddress at, string? name, INetwork network, IClock clock, out PrinterFacts facts)
    {
        IppPrinter printer = new(Address(at, name), network, clock);
        if (printer.Find() is not { } found)
        {
            if (printer.IsNotFound && Report(at, network, clock) is { } report)
            {
                throw Choose(report, name) is { ServesIpp: false } chosen ? new OnlyRawFailure(report, chosen) : NoSuch(report, name);
            }

            throw printer.Refusal("say what it is");
        }

        facts = found;
        printer.Shown = found.Name.Length > 0 ? found.Name : at.Authority;
        return printer;
    }

    /// <summary>Finds the one that is named, or else all that the peer has.</summary>
    public static List<IppPrinter> OpenAll(PrinterAddress at, string? name, INetwork network, IClock clock)
    {
        List<IppPrinter> printers = [];
        if (name is null && at.IsFirst && Report(at, network, clock) is { Printers.Count: > 1 } report)
        {
            foreach (PrinterReport one in report.Printers)
            {
                printers.Add(new IppPrinter(at.Named(one.Name), network, clock) { Shown = one.Name });
            }

            return printers;
        }

        printers.Add(Open(at, name, network, clock, out _));
        return printers;
    }

    /// <summary>What a peer reports of the Printer of a name, or of the first; null where it reports none.</summary>
    /// <exception cref="CommandFailure">It has none of that name.</exception>
    public static PrinterReport? Choose(PeerReport report, string? name)
    {
        foreach (PrinterReport one in report.Printers)
        {
            if (name is null || one.Name == name)
            {
                return one;
            }
        }

        return name is null ? null : throw NoSuch(report, name);
    }

    /// <summary>What the peer at an address reports of itself; null where none is there that does.</summary>
    public static PeerReport? Report(PrinterAddress at, INetwork network, IClock clock)
    {
        using RemotePeer peer = new(new PeerAddress(at.Host, at.Port, PeerAddress.Files), network, clock);
        peer.Client.Patience = DesktopLimits.StatusPatience;
        return PeerReport.Find(peer);
    }

    private static PrinterAddress Address(PrinterAddress at, string? name) =>
        at.IsRaw ? throw new CommandFailure("a raw port tells nothing of jobs: name the peer itself, host:port.")
        : name is null ? at
        : at.IsFirst ? at.Named(name)
        : throw new CommandFailure("the address names a printer already: leave --printer away, or name the peer, host:port.");

    private static CommandFailure NoSuch(PeerReport report, string? name)
    {
        List<string> names = [];
        foreach (PrinterReport one in report.Printers)
        {
            names.Add(one.Name);
        }

        return new CommandFailure(names.Count == 0 ? $"{report.Name} has no printer: name a peer that has one, see `peer status`."
            : $"{report.Name} has no printer {name}: it has {string.Join(", ", names)}.");
    }
}
