namespace PeerDevice.Services.Printing;

/// <summary>The states of a Printer, with the numbers that they have on the wire (RFC 8011 §5.4.11).</summary>
public static class PrinterState
{
    /// <summary>Nothing is being printed, and a Job would be at once.</summary>
    public const int Idle = 3;

    /// <summary>A Job is being printed.</summary>
    public const int Processing = 4;

    /// <summary>Nothing is printed until somebody does something: the reasons say what.</summary>
    public const int Stopped = 5;

    /// <summary>The keyword of a state.</summary>
    public static string Keyword(int state)
    {
        return state == Idle ? "idle" : state == Processing ? "processing" : "stopped";
    }

    /// <summary>The state of a keyword; 0 for none.</summary>
    public static int Of(string keyword)
    {
        return keyword == "idle" ? Idle : keyword == "processing" ? Processing : keyword == "stopped" ? Stopped : 0;
    }
}
