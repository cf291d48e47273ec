using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>The events that can be subscribed to (RFC 3995 §5.3.3.4), by their keywords.</summary>
internal static class EventWords
{
    /// <summary>All of them (notify-events-supported), with commas between.</summary>
    public const string Supported =
        "none,job-created,job-state-changed,job-stopped,job-completed,job-config-changed,printer-state-changed,printer-stopped,printer-queue-order-changed,printer-config-changed";

    /// <summary>What is meant where nobody says (notify-events-default).</summary>
    public const int Default = PrinterEvent.JobCompleted;

    /// <summary>The kinds that a keyword stands for; -1 for one that is not known.</summary>
    public static int Kinds(IppReader reader, int at)
    {
        // RFC 3995 §5.3.3.4.1: the general ones hold the special ones.
        const int JobState = PrinterEvent.JobStateChanged | PrinterEvent.JobCreated | PrinterEvent.JobStopped | PrinterEvent.JobCompleted;
        const int PrinterState = PrinterEvent.PrinterStateChanged | PrinterEvent.PrinterStopped;
        return reader.Is(at, "none") ? 0
            : reader.Is(at, "job-created") ? PrinterEvent.JobCreated
            : reader.Is(at, "job-state-changed") ? JobState
            : reader.Is(at, "job-stopped") ? PrinterEvent.JobStopped
            : reader.Is(at, "job-completed") ? PrinterEvent.JobCompleted
            : reader.Is(at, "job-config-changed") ? PrinterEvent.JobConfigChanged
            : reader.Is(at, "printer-state-changed") ? PrinterState
            : reader.Is(at, "printer-stopped") ? PrinterEvent.PrinterStopped
            : reader.Is(at, "printer-queue-order-changed") ? PrinterEvent.QueueOrderChanged
            : reader.Is(at, "printer-config-changed") ? PrinterEvent.PrinterConfigChanged
            : -1;
    }

    /// <summary>The keyword of one kind.</summary>
    public static string Keyword(int kind)
    {
        switch (kind)
        {
            case PrinterEvent.JobCreated: return "job-created";
            case PrinterEvent.JobStateChanged: return "job-state-changed";
            case PrinterEvent.JobStopped: return "job-stopped";
            case PrinterEvent.JobCompleted: return "job-completed";
            case PrinterEvent.JobConfigChanged: return "job-config-changed";
            case PrinterEvent.PrinterStateChanged: return "printer-state-changed";
            case PrinterEvent.PrinterStopped: return "printer-stopped";
            case PrinterEvent.QueueOrderChanged: return "printer-queue-order-changed";
            case PrinterEvent.PrinterConfigChanged: return "printer-config-changed";
            default: return "none";
        }
    }

    /// <summary>The keyword that an event is told by: the one that was subscribed to, where that was the general one (RFC 3995 §9.1, notify-subscribed-event).</summary>
    public static string Subscribed(int kind, int events)
    {
        int general = kind == PrinterEvent.PrinterStopped ? PrinterEvent.PrinterStateChanged
            : kind == PrinterEvent.JobCreated || kind == PrinterEvent.JobStopped || kind == PrinterEvent.JobCompleted ? PrinterEvent.JobStateChanged
            : kind;
        return Keyword((events & general) != 0 ? general : kind);
    }

    /// <summary>One sentence that says what happened (notify-text).</summary>
    public static string Sentence(int kind)
    {
        switch (kind)
        {
            case PrinterEvent.JobCreated: return "A job was created.";
            case PrinterEvent.JobStateChanged: return "The state of a job changed.";
            case PrinterEvent.JobStopped: return "A job does not go on just now.";
            case PrinterEvent.JobCompleted: return "A job has ended.";
            case PrinterEvent.JobConfigChanged: return "Something about a job was changed.";
            case PrinterEvent.PrinterStateChanged: return "The state of the printer changed.";
            case PrinterEvent.PrinterStopped: return "The printer does not print just now.";
            case PrinterEvent.QueueOrderChanged: return "The jobs wait in another order.";
            default: return "Something about the printer was changed.";
        }
    }
}
