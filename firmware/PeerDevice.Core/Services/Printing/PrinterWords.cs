namespace PeerDevice.Services.Printing;

/// <summary>States and reasons in words, for people.</summary>
internal static class PrinterWords
{
    /// <summary>What there is to say of a Printer (printer-state-message); empty for nothing.</summary>
    internal static string Of(int state, int reasons, Job? current)
    {
        if (reasons == 0)
        {
            return state == PrinterState.Processing && current is not null ? "Printing job " + current.Id.ToString() + "." : "";
        }

        string text = "";
        text = With(text, reasons, PrinterReasons.Shutdown, "The printer is shut down.");
        text = With(text, reasons, PrinterReasons.Paused, "The printer is paused.");
        text = With(text, reasons, PrinterReasons.MovingToPaused, "The printer pauses after this job.");
        text = With(text, reasons, PrinterReasons.Offline, (reasons & PrinterReasons.ConnectingToDevice) != 0 ? "The printer is not connected, or is switched off." : "The printer is offline.");
        text = With(text, reasons, PrinterReasons.MediaJam, "Paper is stuck.");
        text = With(text, reasons, PrinterReasons.MediaEmpty, "The printer is out of paper.");
        text = With(text, reasons, PrinterReasons.MediaNeeded, "The printer needs paper.");
        text = With(text, reasons, PrinterReasons.CoverOpen, "A cover is open.");
        text = With(text, reasons, PrinterReasons.MarkerSupplyEmpty, "Ink, ribbon or toner is at its end.");
        text = With(text, reasons, PrinterReasons.OutputAreaFull, "The output tray is full.");
        text = With(text, reasons, PrinterReasons.OverTemperature, "The printer is too hot and cools down.");
        text = With(text, reasons, PrinterReasons.Other, "Something is wrong with the printer: look at it.");
        text = With(text, reasons, PrinterReasons.TimedOut, "The printer takes nothing: is it online, and has it paper?");
        text = With(text, reasons, PrinterReasons.MediaLow, "Paper is running out.");
        text = With(text, reasons, PrinterReasons.MarkerSupplyLow, "Ink, ribbon or toner is running out.");
        text = With(text, reasons, PrinterReasons.HoldNewJobs, "New jobs are held.");
        text = With(text, reasons, PrinterReasons.SpoolAreaFull, "There is no room for more jobs.");
        return state == PrinterState.Processing && text.Length == 0 && current is not null ? "Printing job " + current.Id.ToString() + "." : text;
    }

    private static string With(string text, int reasons, int reason, string sentence)
    {
        return (reasons & reason) == 0 ? text : text.Length == 0 ? sentence : text + " " + sentence;
    }

    /// <summary>The reasons that stand for what is the matter with a device, which have the names of RFC 8011 and IANA.</summary>
    internal static int ReasonsOf(int conditions)
    {
        return conditions == 0 ? 0 : One(conditions, Board.DeviceCondition.MediaEmpty, PrinterReasons.MediaEmpty)
            | One(conditions, Board.DeviceCondition.MediaLow, PrinterReasons.MediaLow)
            | One(conditions, Board.DeviceCondition.MediaJam, PrinterReasons.MediaJam)
            | One(conditions, Board.DeviceCondition.MediaNeeded, PrinterReasons.MediaNeeded)
            | One(conditions, Board.DeviceCondition.CoverOpen, PrinterReasons.CoverOpen)
            | One(conditions, Board.DeviceCondition.Offline, PrinterReasons.Offline)
            | One(conditions, Board.DeviceCondition.MarkerEmpty, PrinterReasons.MarkerSupplyEmpty)
            | One(conditions, Board.DeviceCondition.MarkerLow, PrinterReasons.MarkerSupplyLow)
            | One(conditions, Board.DeviceCondition.Fault, PrinterReasons.Other)
            | One(conditions, Board.DeviceCondition.Missing, PrinterReasons.Offline | PrinterReasons.ConnectingToDevice)
            | One(conditions, Board.DeviceCondition.OutputFull, PrinterReasons.OutputAreaFull)
            | One(conditions, Board.DeviceCondition.TooHot, PrinterReasons.OverTemperature);
    }

    private static int One(int conditions, int condition, int reason)
    {
        return (conditions & condition) != 0 ? reason : 0;
    }
}
