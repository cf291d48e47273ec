using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>The operations there are (operations-supported), and what each is asked of.</summary>
internal static class IppOperations
{
    /// <summary>All of them, in the order of their numbers, as characters: a string stays in a board's flash.</summary>
    public const string All =
        "\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u0010\u0011\u0012\u0013\u0014\u0015"
        + "\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u0022\u0023\u0024\u0025\u0026\u002C\u002D\u0030\u0031\u0033\u0034\u0035\u0037\u0038\u0039\u003A\u003B\u003C";

    /// <summary>Whether an operation is one of them.</summary>
    public static bool IsSupported(int operation)
    {
        return operation > 0 && operation <= Operation.ValidateDocument && All.IndexOf((char)operation) >= 0;
    }

    /// <summary>Whether an operation has the Printer fetch a document.</summary>
    public static bool Pulls(int operation)
    {
        return operation == Operation.PrintUri || operation == Operation.SendUri;
    }

    /// <summary>Whether an operation is asked of a Job; otherwise it is asked of a Printer.</summary>
    public static bool TakesJob(int operation)
    {
        switch (operation)
        {
            case Operation.SendDocument:
            case Operation.SendUri:
            case Operation.CancelJob:
            case Operation.GetJobAttributes:
            case Operation.HoldJob:
            case Operation.ReleaseJob:
            case Operation.RestartJob:
            case Operation.SetJobAttributes:
            case Operation.PromoteJob:
            case Operation.ScheduleJobAfter:
            case Operation.ResubmitJob:
            case Operation.ReprocessJob:
            case Operation.CloseJob:
            case Operation.GetDocuments:
            case Operation.GetDocumentAttributes:
            case Operation.CancelDocument:
            case Operation.SetDocumentAttributes:
                return true;
            default:
                return false;
        }
    }
}
