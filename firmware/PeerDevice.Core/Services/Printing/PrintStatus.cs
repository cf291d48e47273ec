namespace PeerDevice.Services.Printing;

/// <summary>What a <see cref="Printer"/> answers, whichever protocol asks; each protocol has its own words for it.</summary>
public static class PrintStatus
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>There is no Job of that number.</summary>
    public const int NotFound = 1;

    /// <summary>The Job, or the Printer, is in a state in which that cannot be done.</summary>
    public const int NotPossible = 2;

    /// <summary>The queue is full: later it may not be.</summary>
    public const int Busy = 3;

    /// <summary>The Printer has been told to take no Jobs.</summary>
    public const int NotAccepting = 4;

    /// <summary>The output device's language does not take that document format.</summary>
    public const int FormatNotSupported = 5;

    /// <summary>The Job has <see cref="Limits.JobDocuments"/> documents already.</summary>
    public const int TooManyDocuments = 6;

    /// <summary>Several copies can only be printed from the spool, and there is none just now.</summary>
    public const int CopiesNotSupported = 7;

    /// <summary>The spool has no room for the rest of it; the Job was aborted.</summary>
    public const int StoreFull = 8;

    /// <summary>The spool failed. What was asked for may not be remembered after a restart; a Job that was arriving was aborted.</summary>
    public const int StoreFailed = 9;

    /// <summary>Somebody canceled the Job meanwhile.</summary>
    public const int Canceled = 10;

    /// <summary>The output device broke off in the middle; the Job was aborted.</summary>
    public const int DeviceFailed = 11;

    /// <summary>Whoever sent the document broke off, or fell silent; what became of the Job, its state says.</summary>
    public const int Interrupted = 12;

    /// <summary>The peer is ending.</summary>
    public const int Ending = 13;

    /// <summary>Nothing came at all, so there is no Job.</summary>
    public const int Empty = 14;

    /// <summary>What a URI names cannot be fetched.</summary>
    public const int AccessError = 15;

    /// <summary>Nothing is fetched by that URI's scheme.</summary>
    public const int SchemeNotSupported = 16;
}
