using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>What the Printer answers, in IPP's statuses, and those in words.</summary>
internal static class IppWords
{
    /// <summary>The status for one of <see cref="PrintStatus"/>.</summary>
    public static int StatusOf(int printStatus)
    {
        switch (printStatus)
        {
            case PrintStatus.Ok: return IppStatus.SuccessfulOk;
            case PrintStatus.NotFound: return IppStatus.NotFound;
            case PrintStatus.NotPossible: return IppStatus.NotPossible;
            case PrintStatus.Busy: return IppStatus.Busy;
            case PrintStatus.NotAccepting: return IppStatus.NotAcceptingJobs;
            case PrintStatus.FormatNotSupported: return IppStatus.DocumentFormatNotSupported;
            case PrintStatus.TooManyDocuments: return IppStatus.TooManyDocuments;
            case PrintStatus.CopiesNotSupported: return IppStatus.AttributesOrValuesNotSupported;
            case PrintStatus.StoreFull: return IppStatus.TemporaryError;
            case PrintStatus.Canceled: return IppStatus.JobCanceled;
            case PrintStatus.DeviceFailed: return IppStatus.DeviceError;
            case PrintStatus.Interrupted: return IppStatus.BadRequest;
            case PrintStatus.Empty: return IppStatus.BadRequest;
            case PrintStatus.Ending: return IppStatus.ServiceUnavailable;
            case PrintStatus.AccessError: return IppStatus.DocumentAccessError;
            case PrintStatus.SchemeNotSupported: return IppStatus.UriSchemeNotSupported;
            default: return IppStatus.InternalError;
        }
    }

    /// <summary>One sentence that says what a refusal means here (status-message, RFC 8011 §4.1.6.2); empty for none.</summary>
    public static string Of(int status)
    {
        switch (status)
        {
            case IppStatus.BadRequest: return "The request is malformed or not whole.";
            case IppStatus.NotPossible: return "That cannot be done in this state.";
            case IppStatus.NotFound: return "There is no such printer or job here.";
            case IppStatus.RequestEntityTooLarge: return "The request has more attributes than are held here.";
            case IppStatus.RequestValueTooLong: return "A value is longer than its syntax allows.";
            case IppStatus.DocumentFormatNotSupported: return "The printer does not take that format.";
            case IppStatus.AttributesOrValuesNotSupported: return "The printer cannot do all that was asked for.";
            case IppStatus.AttributesNotSettable: return "That cannot be changed.";
            case IppStatus.UriSchemeNotSupported: return "Documents are fetched by http only.";
            case IppStatus.DocumentAccessError: return "The document could not be fetched.";
            case IppStatus.CharsetNotSupported: return "Texts are in UTF-8 here.";
            case IppStatus.CompressionError: return "The document could not be unpacked.";
            case IppStatus.CompressionNotSupported: return "The document cannot be unpacked here.";
            case IppStatus.OperationNotSupported: return "That operation is not known here.";
            case IppStatus.ServiceUnavailable: return "The peer is being stopped.";
            case IppStatus.VersionNotSupported: return "IPP/1.1 and IPP/2.0 are spoken here.";
            case IppStatus.DeviceError: return "The printer broke off in the middle of the document.";
            case IppStatus.TemporaryError: return "There is no room for the document just now.";
            case IppStatus.NotAcceptingJobs: return "The printer takes no jobs just now.";
            case IppStatus.Busy: return "There are as many jobs as are held; try again later.";
            case IppStatus.JobCanceled: return "The job was canceled while its document came.";
            case IppStatus.TooManyDocuments: return "The job has as many documents as are held.";
            default: return "";
        }
    }
}
