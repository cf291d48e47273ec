namespace PeerDevice.Wire.Lpd;

/// <summary>The octet that begins each line of LPD: what a client asks (RFC 1179 §5), and within a job what it sends next (§6).</summary>
public static class LpdCommand
{
    /// <summary>Print any waiting jobs (§5.1): a queue.</summary>
    public const int PrintWaiting = 1;

    /// <summary>Receive a printer job (§5.2): a queue.</summary>
    public const int ReceiveJob = 2;

    /// <summary>Send queue state, short (§5.3): a queue, and of whom or which.</summary>
    public const int ShortState = 3;

    /// <summary>Send queue state, long (§5.4): a queue, and of whom or which.</summary>
    public const int LongState = 4;

    /// <summary>Remove jobs (§5.5): a queue, who asks, and whose or which.</summary>
    public const int RemoveJobs = 5;

    /// <summary>Within a job: abort it (§6.1).</summary>
    public const int AbortJob = 1;

    /// <summary>Within a job: its control file follows (§6.2): its octets, its name.</summary>
    public const int ControlFile = 2;

    /// <summary>Within a job: a data file follows (§6.3): its octets, its name.</summary>
    public const int DataFile = 3;

    /// <summary>The answer that all is well, and the octet behind a file that came whole.</summary>
    public const byte Yes = 0;

    /// <summary>The answer that it is not: any octet but <see cref="Yes"/>.</summary>
    public const byte No = 1;
}
