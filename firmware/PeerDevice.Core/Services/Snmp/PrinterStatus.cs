using PeerDevice.Services.Printing;

namespace PeerDevice.Services.Snmp;

/// <summary>What the state of a Printer is in the words of the older MIBs (RFC 2790 §4; RFC 3805 §2.2.13 has the table).</summary>
public static class PrinterStatus
{
    /// <summary>hrDeviceStatus: running.</summary>
    public const int Running = 2;

    /// <summary>hrDeviceStatus: running, but something is to be looked after.</summary>
    public const int Warning = 3;

    /// <summary>hrDeviceStatus: not available for use.</summary>
    public const int Down = 5;

    /// <summary>hrPrinterStatus: none of the others, such as stopped.</summary>
    public const int Other = 1;

    /// <summary>hrPrinterStatus: idle.</summary>
    public const int Idle = 3;

    /// <summary>hrPrinterStatus: printing.</summary>
    public const int Printing = 4;

    private const int LowPaper = 0x8000;
    private const int NoPaper = 0x4000;
    private const int LowToner = 0x2000;
    private const int NoToner = 0x1000;
    private const int DoorOpen = 0x0800;
    private const int Jammed = 0x0400;
    private const int OffLine = 0x0200;
    private const int ServiceRequested = 0x0100;
    private const int InputTrayMissing = 0x0080;
    private const int OutputNearFull = 0x0010;
    private const int OutputFull = 0x0008;

    /// <summary>hrDeviceStatus.</summary>
    public static int Device(int state, int reasons)
    {
        return state == PrinterState.Stopped ? Down : reasons != PrinterReasons.None ? Warning : Running;
    }

    /// <summary>hrPrinterStatus.</summary>
    public static int Printer(int state)
    {
        return state == PrinterState.Stopped ? Other : state == PrinterState.Processing ? Printing : Idle;
    }

    /// <summary>hrPrinterDetectedErrorState: two octets, the first bit (lowPaper) the highest.</summary>
    public static int DetectedErrors(int state, int reasons)
    {
        if (reasons == PrinterReasons.None)
        {
            return 0;
        }

        int bits = 0;
        bits |= Of(reasons, PrinterReasons.MediaLow, LowPaper);
        bits |= Of(reasons, PrinterReasons.MediaEmpty | PrinterReasons.MediaNeeded, NoPaper);
        bits |= Of(reasons, PrinterReasons.TonerLow | PrinterReasons.MarkerSupplyLow, LowToner);
        bits |= Of(reasons, PrinterReasons.TonerEmpty | PrinterReasons.MarkerSupplyEmpty, NoToner);
        bits |= Of(reasons, PrinterReasons.DoorOpen | PrinterReasons.CoverOpen, DoorOpen);
        bits |= Of(reasons, PrinterReasons.MediaJam, Jammed);
        bits |= Of(reasons, PrinterReasons.Offline | PrinterReasons.TimedOut | PrinterReasons.Shutdown | PrinterReasons.MovingToPaused, OffLine);
        bits |= Of(reasons, PrinterReasons.Other, ServiceRequested);
        bits |= Of(reasons, PrinterReasons.InputTrayMissing, InputTrayMissing);
        bits |= Of(reasons, PrinterReasons.OutputAreaAlmostFull, OutputNearFull);
        bits |= Of(reasons, PrinterReasons.OutputAreaFull, OutputFull);
        if (state == PrinterState.Stopped)
        {
            // Who was paused by somebody, or waits for its device, prints as little as one that was switched off-line by its own key.
            bits |= Of(reasons, PrinterReasons.Paused | PrinterReasons.ConnectingToDevice, OffLine);
        }

        return bits;
    }

    private static int Of(int reasons, int some, int bit)
    {
        return (reasons & some) != 0 ? bit : 0;
    }
}
