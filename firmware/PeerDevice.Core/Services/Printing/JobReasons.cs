namespace PeerDevice.Services.Printing;

/// <summary>Why a Job is in its state (job-state-reasons, RFC 8011 §5.3.8), a bit each. The keyword of each is in its comment.</summary>
public static class JobReasons
{
    /// <summary>Nothing to say: <c>none</c>.</summary>
    public const int None = 0;

    /// <summary>Documents are still arriving: <c>job-incoming</c>.</summary>
    public const int Incoming = 1;

    /// <summary>It was created, and its next document has not begun to arrive: <c>job-data-insufficient</c>.</summary>
    public const int DataInsufficient = 1 << 1;

    /// <summary>It waits to be released: <c>job-hold-until-specified</c>.</summary>
    public const int HeldUntil = 1 << 2;

    /// <summary>The Printer is stopped: <c>printer-stopped</c>.</summary>
    public const int PrinterStopped = 1 << 3;

    /// <summary>Octets are going to the output device: <c>job-printing</c>.</summary>
    public const int Printing = 1 << 4;

    /// <summary>Everything went to the output device, which is not seen to have printed it yet: <c>job-outgoing</c>.</summary>
    public const int Outgoing = 1 << 5;

    /// <summary>It is about to end as it was told to: <c>processing-to-stop-point</c>.</summary>
    public const int ToStopPoint = 1 << 6;

    /// <summary>Its owner canceled it: <c>job-canceled-by-user</c>.</summary>
    public const int CanceledByUser = 1 << 7;

    /// <summary>Somebody else canceled it: <c>job-canceled-by-operator</c>.</summary>
    public const int CanceledByOperator = 1 << 8;

    /// <summary>The peer gave it up: <c>aborted-by-system</c>.</summary>
    public const int AbortedBySystem = 1 << 9;

    /// <summary>Whoever sent it broke off: <c>submission-interrupted</c>.</summary>
    public const int SubmissionInterrupted = 1 << 10;

    /// <summary>A document is of a format that this Printer does not take: <c>unsupported-document-format</c>.</summary>
    public const int UnsupportedFormat = 1 << 11;

    /// <summary>A document could not be unpacked: <c>compression-error</c>.</summary>
    public const int CompressionError = 1 << 12;

    /// <summary>A document could not be fetched: <c>document-access-error</c>.</summary>
    public const int DocumentAccessError = 1 << 13;

    /// <summary>All of it was printed: <c>job-completed-successfully</c>.</summary>
    public const int CompletedSuccessfully = 1 << 14;

    /// <summary>What there was of it was printed: <c>job-completed-with-errors</c>.</summary>
    public const int CompletedWithErrors = 1 << 15;

    /// <summary>All of it was printed, and something is to be said of how: <c>job-completed-with-warnings</c>.</summary>
    public const int CompletedWithWarnings = 1 << 16;

    /// <summary>Its documents are kept, so that it can be printed again: <c>job-restartable</c>.</summary>
    public const int Restartable = 1 << 17;

    /// <summary>Somebody suspended it while it was printed: <c>job-suspended</c>.</summary>
    public const int Suspended = 1 << 18;

    /// <summary>
    /// Some of it was printed before, and it was begun anew: there may be a part of it, or all of it, twice. <c>peerdevice-possibly-printed-twice</c>, our own,
    /// since nothing that is registered says it.
    /// </summary>
    public const int PossiblyPrintedTwice = 1 << 19;

    /// <summary>The output device broke off in the middle of it: <c>errors-detected</c>.</summary>
    public const int ErrorsDetected = 1 << 20;

    /// <summary>The keyword of one reason; empty for what is none.</summary>
    public static string Keyword(int reason)
    {
        switch (reason)
        {
            case None: return "none";
            case Incoming: return "job-incoming";
            case DataInsufficient: return "job-data-insufficient";
            case HeldUntil: return "job-hold-until-specified";
            case PrinterStopped: return "printer-stopped";
            case Printing: return "job-printing";
            case Outgoing: return "job-outgoing";
            case ToStopPoint: return "processing-to-stop-point";
            case CanceledByUser: return "job-canceled-by-user";
            case CanceledByOperator: return "job-canceled-by-operator";
            case AbortedBySystem: return "aborted-by-system";
            case SubmissionInterrupted: return "submission-interrupted";
            case UnsupportedFormat: return "unsupported-document-format";
            case CompressionError: return "compression-error";
            case DocumentAccessError: return "document-access-error";
            case CompletedSuccessfully: return "job-completed-successfully";
            case CompletedWithErrors: return "job-completed-with-errors";
            case CompletedWithWarnings: return "job-completed-with-warnings";
            case Restartable: return "job-restartable";
            case Suspended: return "job-suspended";
            case PossiblyPrintedTwice: return "peerdevice-possibly-printed-twice";
            case ErrorsDetected: return "errors-detected";
            default: return "";
        }
    }
}
