namespace PeerDevice.Wire.Ipp;

/// <summary>The values of job-state (RFC 8011 §5.3.7); document-state (PWG 5100.5) has the same numbers.</summary>
public static class JobState
{
    /// <summary>pending: waits for its turn.</summary>
    public const int Pending = 3;

    /// <summary>pending-held: waits to be released, or for its documents.</summary>
    public const int PendingHeld = 4;

    /// <summary>processing.</summary>
    public const int Processing = 5;

    /// <summary>processing-stopped: was processing, and the output device stopped.</summary>
    public const int ProcessingStopped = 6;

    /// <summary>canceled: by somebody.</summary>
    public const int Canceled = 7;

    /// <summary>aborted: by the Printer.</summary>
    public const int Aborted = 8;

    /// <summary>completed.</summary>
    public const int Completed = 9;

    /// <summary>Whether a job in this state will never be in another (RFC 8011 §5.3.7.1).</summary>
    public static bool IsTerminal(int state)
    {
        return state >= Canceled;
    }
}
