namespace PeerDevice.Services.Printing;

/// <summary>Something that happened at a Printer (RFC 3995 §5.3.3): what a notification tells.</summary>
public sealed class PrinterEvent
{
    /// <summary><c>job-created</c>.</summary>
    public const int JobCreated = 1;

    /// <summary><c>job-state-changed</c>.</summary>
    public const int JobStateChanged = 1 << 1;

    /// <summary><c>job-stopped</c>: it became processing-stopped.</summary>
    public const int JobStopped = 1 << 2;

    /// <summary><c>job-completed</c>: it ended, however.</summary>
    public const int JobCompleted = 1 << 3;

    /// <summary><c>job-config-changed</c>: its name, priority or copies were changed.</summary>
    public const int JobConfigChanged = 1 << 4;

    /// <summary><c>printer-state-changed</c>.</summary>
    public const int PrinterStateChanged = 1 << 5;

    /// <summary><c>printer-stopped</c>.</summary>
    public const int PrinterStopped = 1 << 6;

    /// <summary><c>printer-queue-order-changed</c>.</summary>
    public const int QueueOrderChanged = 1 << 7;

    /// <summary><c>printer-config-changed</c>: it accepts or refuses Jobs now, or another name was given to something.</summary>
    public const int PrinterConfigChanged = 1 << 8;

    /// <summary>Its number: 1 for the first since the peer started, one more for each that follows.</summary>
    public int Sequence;

    /// <summary>One of the kinds above.</summary>
    public int Kind;

    /// <summary>The Job's number; 0 for what is the Printer's own.</summary>
    public int JobId;

    /// <summary>The Job's state then (<see cref="Printing.JobState"/>).</summary>
    public int JobState;

    /// <summary>The Job's reasons then (<see cref="JobReasons"/>).</summary>
    public int JobReasons;

    /// <summary>The Printer's state then (<see cref="Printing.PrinterState"/>).</summary>
    public int PrinterState;

    /// <summary>The Printer's reasons then (<see cref="PrinterReasons"/>).</summary>
    public int PrinterReasons;

    /// <summary>Whether the Printer accepted Jobs then.</summary>
    public bool IsAccepting;

    /// <summary>When it happened, in seconds since the peer started.</summary>
    public int Up;

    /// <summary>Takes over what another says.</summary>
    internal void CopyFrom(PrinterEvent other)
    {
        Sequence = other.Sequence;
        Kind = other.Kind;
        JobId = other.JobId;
        JobState = other.JobState;
        JobReasons = other.JobReasons;
        PrinterState = other.PrinterState;
        PrinterReasons = other.PrinterReasons;
        IsAccepting = other.IsAccepting;
        Up = other.Up;
    }
}
