using PeerDevice.Services.Printing;

namespace PeerDevice.Tests.Snmp;

/// <summary>A Printer that is as a test says.</summary>
internal sealed class StagedPrinter : IPrinterFacts
{
    public string Name { get; set; } = "Copy room";

    public string MakeAndModel { get; set; } = "Generic ESC/POS 80 mm";

    public string DeviceId { get; set; } = "MFG:Generic;MDL:ESC/POS 80 mm;CMD:ESCPOS;";

    public string Location { get; set; } = "Second floor, by the window";

    public int State { get; set; } = PrinterState.Idle;

    public int Reasons { get; set; }

    public string Message { get; set; } = "";

    public int RawPort { get; set; } = 9100;
}
