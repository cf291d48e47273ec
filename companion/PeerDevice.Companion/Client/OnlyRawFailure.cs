namespace PeerDevice.Companion.Client;

/// <summary>A peer that was asked for a Printer serves no IPP, as it says itself: what it prints comes to its raw port, and it tells nothing of jobs.</summary>
/// <param name="report">What it says of itself.</param>
/// <param name="printer">What it says of the Printer.</param>
internal sealed class OnlyRawFailure(PeerReport report, PrinterReport printer)
    : CommandFailure($"{report.Name} serves no IPP, so it tells nothing of jobs and changes none: it prints what comes to its raw port, see `peer status`.")
{
    /// <summary>What the peer says of itself.</summary>
    public PeerReport Report => report;

    /// <summary>What it says of the Printer.</summary>
    public PrinterReport Printer => printer;

    /// <summary>The port that takes its print data; 0 where it has none.</summary>
    public int Port => printer.RawPort > 0 ? printer.RawPort : report.RawPort;
}
