using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>Which Jobs a Get-Jobs asks for (RFC 8011 §4.2.6.1, PWG 5100.7 §6.2.4).</summary>
internal static class WhichJobs
{
    /// <summary>The keywords there are, with commas between.</summary>
    public const string Supported = "completed,not-completed,aborted,all,canceled,pending,pending-held,processing,processing-stopped";

    /// <summary>Every Job.</summary>
    public const int All = 0x3F8;

    private const int NotCompleted = 0x078;
    private const int Ended = 0x380;

    /// <summary>The states that are asked for, a bit each at the state's number; 0 for a keyword that is not known.</summary>
    public static int States(IppReader reader, int at)
    {
        if (at < 0 || reader.Is(at, "not-completed"))
        {
            return NotCompleted;
        }

        return reader.Is(at, "completed") ? Ended
            : reader.Is(at, "all") ? All
            : reader.Is(at, "pending") ? 1 << JobState.Pending
            : reader.Is(at, "pending-held") ? 1 << JobState.PendingHeld
            : reader.Is(at, "processing") ? 1 << JobState.Processing
            : reader.Is(at, "processing-stopped") ? 1 << JobState.ProcessingStopped
            : reader.Is(at, "canceled") ? 1 << JobState.Canceled
            : reader.Is(at, "aborted") ? 1 << JobState.Aborted
            : 0;
    }

    /// <summary>Whether a Job is among them.</summary>
    public static bool Has(int states, Job job)
    {
        return (states >> job.State & 1) != 0;
    }
}
