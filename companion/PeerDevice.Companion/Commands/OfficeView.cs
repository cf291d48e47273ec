using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PeerDevice.Board;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Commands;

/// <summary>One line of the office: a peer and what it says of itself.</summary>
internal sealed record OfficeLine(FoundPeer Peer, PeerReport? Report, long Free)
{
    /// <summary>Name, kind, printer and state, room, address.</summary>
    public string[] Cells => [Short(Peer.Name), Report?.Kind ?? Peer.Kind, Printer, Space, Peer.Authority];

    private string Printer
    {
        get
        {
            if (Report is null)
            {
                return "does not answer";
            }

            return Report.Printers.Count == 0 ? "-" : string.Join("; ", Report.Printers.Select(Of));
        }
    }

    private string Space => Report is null ? "" : !Report.HasStore ? "no card" : (Free < 0 ? "" : Measure.Of(Free) + " free") + (Report.IsWritable ? "" : Free < 0 ? "read-only" : ", read-only");

    internal static string Short(string name) => name.Length <= DesktopLimits.ColumnCharacters ? name : name[..(DesktopLimits.ColumnCharacters - 1)] + "…";

    private static string Of(PrinterReport printer)
    {
        string jobs = printer.Jobs switch { 0 => "", 1 => ", 1 job", _ => string.Create(CultureInfo.InvariantCulture, $", {printer.Jobs} jobs") };
        string words = printer.Words.Length > 0 ? $" ({printer.Words.TrimEnd('.')})" : "";
        return $"{Short(printer.Device)}: {(printer.State.Length > 0 ? printer.State : "?")}{words}{jobs}";
    }
}

/// <summary>All peers that are here, each asked what it is, several at once.</summary>
internal sealed class OfficeView(INetwork network, IClock clock, IOffice office)
{
    /// <summary>Looks, asks, and tells by name.</summary>
    public List<OfficeLine> Look()
    {
        List<FoundPeer> here = office.Look(null).FindAll(static one => one.IsHere);
        OfficeLine[] lines = new OfficeLine[here.Count];
        Parallel.For(0, here.Count, new ParallelOptions { MaxDegreeOfParallelism = DesktopLimits.AskedAtOnce }, i => lines[i] = Ask(here[i]));
        return [.. lines];
    }

    private OfficeLine Ask(FoundPeer peer)
    {
        using RemotePeer remote = new(new PeerAddress(peer.Host, peer.Port, PeerAddress.Files), network, clock);
        remote.Client.Patience = DesktopLimits.OfficePatience;
        try
        {
            PeerReport? report = PeerReport.Find(remote);
            return new OfficeLine(peer, report, report is { HasStore: true } ? FreeSpace.Of(remote) : -1);
        }
        catch (CommandFailure)
        {
            return new OfficeLine(peer, null, -1); // told as such
        }
    }
}
