namespace PeerDevice.Services.Printing;

/// <summary>
/// Why a Printer is in its state (printer-state-reasons, RFC 8011 §5.4.12), a bit each, as far as an output device that is simple can tell
/// any of it. The keyword of each is in its comment.
/// </summary>
public static class PrinterReasons
{
    /// <summary>Nothing to say: <c>none</c>.</summary>
    public const int None = 0;

    /// <summary>Something else is wrong: <c>other</c>.</summary>
    public const int Other = 1;

    /// <summary>Somebody paused the Printer: <c>paused</c>.</summary>
    public const int Paused = 1 << 1;

    /// <summary>The Printer was paused and is still ending a Job: <c>moving-to-paused</c>.</summary>
    public const int MovingToPaused = 1 << 2;

    /// <summary>The Printer was shut down, or is going down: <c>shutdown</c>.</summary>
    public const int Shutdown = 1 << 3;

    /// <summary>The output device is being connected to: <c>connecting-to-device</c>.</summary>
    public const int ConnectingToDevice = 1 << 4;

    /// <summary>The output device does not answer: <c>timed-out</c>.</summary>
    public const int TimedOut = 1 << 5;

    /// <summary>The output device is switched offline, or is not there: <c>offline</c> (registered with IANA).</summary>
    public const int Offline = 1 << 6;

    /// <summary>No paper: <c>media-empty</c>.</summary>
    public const int MediaEmpty = 1 << 7;

    /// <summary>Paper is running out: <c>media-low</c>.</summary>
    public const int MediaLow = 1 << 8;

    /// <summary>Somebody must put in paper: <c>media-needed</c>.</summary>
    public const int MediaNeeded = 1 << 9;

    /// <summary>Paper is stuck: <c>media-jam</c>.</summary>
    public const int MediaJam = 1 << 10;

    /// <summary>A cover is open: <c>cover-open</c>.</summary>
    public const int CoverOpen = 1 << 11;

    /// <summary>A door is open: <c>door-open</c>.</summary>
    public const int DoorOpen = 1 << 12;

    /// <summary>Ink, ribbon or the like is running out: <c>marker-supply-low</c>.</summary>
    public const int MarkerSupplyLow = 1 << 13;

    /// <summary>Ink, ribbon or the like is at its end: <c>marker-supply-empty</c>.</summary>
    public const int MarkerSupplyEmpty = 1 << 14;

    /// <summary>Toner is running out: <c>toner-low</c>.</summary>
    public const int TonerLow = 1 << 15;

    /// <summary>No toner: <c>toner-empty</c>.</summary>
    public const int TonerEmpty = 1 << 16;

    /// <summary>The place for what was printed is nearly full: <c>output-area-almost-full</c>.</summary>
    public const int OutputAreaAlmostFull = 1 << 17;

    /// <summary>The place for what was printed is full: <c>output-area-full</c>.</summary>
    public const int OutputAreaFull = 1 << 18;

    /// <summary>A tray is not in: <c>input-tray-missing</c>.</summary>
    public const int InputTrayMissing = 1 << 19;

    /// <summary>Too hot, such as a head that has to cool down: <c>fuser-over-temp</c>, the nearest that is registered.</summary>
    public const int OverTemperature = 1 << 20;

    /// <summary>No room is left for more Jobs: <c>spool-area-full</c>.</summary>
    public const int SpoolAreaFull = 1 << 21;

    /// <summary>Jobs that come now are held: <c>hold-new-jobs</c> (RFC 3998 §3.3.1).</summary>
    public const int HoldNewJobs = 1 << 22;

    /// <summary>How many there are: their bits are the lowest.</summary>
    public const int Count = 23;

    /// <summary>The keyword of one reason, without a suffix for its severity; empty for what is none.</summary>
    public static string Keyword(int reason)
    {
        switch (reason)
        {
            case None: return "none";
            case Other: return "other";
            case Paused: return "paused";
            case MovingToPaused: return "moving-to-paused";
            case Shutdown: return "shutdown";
            case ConnectingToDevice: return "connecting-to-device";
            case TimedOut: return "timed-out";
            case Offline: return "offline";
            case MediaEmpty: return "media-empty";
            case MediaLow: return "media-low";
            case MediaNeeded: return "media-needed";
            case MediaJam: return "media-jam";
            case CoverOpen: return "cover-open";
            case DoorOpen: return "door-open";
            case MarkerSupplyLow: return "marker-supply-low";
            case MarkerSupplyEmpty: return "marker-supply-empty";
            case TonerLow: return "toner-low";
            case TonerEmpty: return "toner-empty";
            case OutputAreaAlmostFull: return "output-area-almost-full";
            case OutputAreaFull: return "output-area-full";
            case InputTrayMissing: return "input-tray-missing";
            case OverTemperature: return "fuser-over-temp";
            case SpoolAreaFull: return "spool-area-full";
            case HoldNewJobs: return "hold-new-jobs";
            default: return "";
        }
    }
}
