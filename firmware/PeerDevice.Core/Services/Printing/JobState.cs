namespace PeerDevice.Services.Printing;

/// <summary>The states of a Job, with the numbers that they have on the wire (RFC 8011 §5.3.7).</summary>
public static class JobState
{
    /// <summary>Waits for its turn, or is still arriving.</summary>
    public const int Pending = 3;

    /// <summary>Waits until somebody releases it.</summary>
    public const int PendingHeld = 4;

    /// <summary>Is being printed.</summary>
    public const int Processing = 5;

    /// <summary>Is being printed, and the output device does not go on just now.</summary>
    public const int ProcessingStopped = 6;

    /// <summary>Ended: somebody canceled it.</summary>
    public const int Canceled = 7;

    /// <summary>Ended: the peer gave it up.</summary>
    public const int Aborted = 8;

    /// <summary>Ended: the output device has taken its last octet and, where it can tell, has printed it.</summary>
    public const int Completed = 9;

    /// <summary>Whether a state is one of the three that a Job never leaves.</summary>
    public static bool IsEnd(int state)
    {
        return state >= Canceled;
    }

    /// <summary>A state in a word or two, for people.</summary>
    public static string Word(int state)
    {
        switch (state)
        {
            case Pending: return "waiting";
            case PendingHeld: return "held";
            case Processing: return "printing";
            case ProcessingStopped: return "stopped";
            case Canceled: return "canceled";
            case Aborted: return "given up";
            default: return "printed";
        }
    }
}
