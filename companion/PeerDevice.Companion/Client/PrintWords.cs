using System;
using System.Collections.Generic;
using System.Globalization;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Client;

/// <summary>States, reasons and refusals of any IPP Printer, in words for people.</summary>
internal static class PrintWords
{
    /// <summary>A Job's state in a few words.</summary>
    public static string Of(JobReport job) => job.State switch
    {
        JobState.Pending when job.Has(JobReasons.Incoming) => "arriving",
        JobState.Pending when job.Has(JobReasons.DataInsufficient) => "waiting for its document",
        JobState.Pending when job.Has(JobReasons.PrinterStopped) => "waiting for the printer",
        JobState.Pending => "waiting",
        JobState.PendingHeld when job.Has(JobReasons.Incoming) || job.Has(JobReasons.DataInsufficient) => "waiting for its document",
        JobState.PendingHeld => "held",
        JobState.Processing when job.Has(JobReasons.ToStopPoint) => "being canceled",
        JobState.Processing => "printing",
        JobState.ProcessingStopped => "stopped while printing",
        JobState.Canceled => "canceled",
        JobState.Aborted => "aborted",
        JobState.Completed when job.Has(JobReasons.CompletedWithErrors) => "completed with errors",
        JobState.Completed => "completed",
        _ => "in no state that is known",
    };

    /// <summary>Why a Job was canceled or aborted, as the end of a sentence: what its Printer says, or else what the reasons mean.</summary>
    public static string WhyEnded(JobReport job)
    {
        if (job.Message.Length > 0)
        {
            return job.Message.TrimEnd('.', ' ');
        }

        (int Reason, string Words)[] known =
        [
            (JobReasons.CanceledByUser, "its owner canceled it"),
            (JobReasons.CanceledByOperator, "somebody else canceled it"),
            (JobReasons.SubmissionInterrupted, "the document did not arrive whole"),
            (JobReasons.UnsupportedFormat, "the printer does not take this format"),
            (JobReasons.CompressionError, "the document could not be unpacked"),
            (JobReasons.DocumentAccessError, "the document could not be fetched"),
            (JobReasons.ErrorsDetected, "the printer broke off in the middle of it"),
        ];
        foreach ((int reason, string words) in known)
        {
            if (job.Has(reason))
            {
                return words;
            }
        }

        return job.Has(JobReasons.AbortedBySystem) ? "the printer gave it up"
            : job.Reasons.Count > 0 ? "the printer says " + string.Join(", ", job.Reasons)
            : "the printer does not say why";
    }

    /// <summary>printer-state-reasons (RFC 8011 §5.4.12) as a sentence; empty for none.</summary>
    public static string OfReasons(IReadOnlyList<string> reasons)
    {
        List<string> words = [];
        foreach (string reason in reasons)
        {
            words.Add(OfReason(reason));
        }

        string text = string.Join(", ", words);
        return text.Length == 0 ? "" : string.Concat(char.ToUpperInvariant(text[0]).ToString(), text.AsSpan(1), ".");
    }

    /// <summary>The keyword of a reason without the ending that says how bad it is; a reason without one is an error.</summary>
    public static string Keyword(string reason)
    {
        foreach (string ending in (ReadOnlySpan<string>)["-error", "-warning", "-report"])
        {
            if (reason.EndsWith(ending, StringComparison.Ordinal))
            {
                return reason[..^ending.Length];
            }
        }

        return reason;
    }

    /// <summary>A Printer's state in a word.</summary>
    public static string OfState(int state) => state is >= PrinterState.Idle and <= PrinterState.Stopped ? PrinterState.Keyword(state) : "in no state that is known";

    /// <summary>What a status means, as the end of "it refuses: ".</summary>
    public static string OfStatus(int status) => status switch
    {
        IppStatus.Forbidden or IppStatus.NotAuthorized => "it does not allow that to you",
        IppStatus.NotAuthenticated => "it asks for a password, which is not supported yet",
        IppStatus.NotPossible => "that cannot be done in the state it is in",
        IppStatus.NotFound or IppStatus.Gone => "it is not there, or not any more",
        IppStatus.RequestEntityTooLarge => "it is too large",
        IppStatus.DocumentFormatNotSupported => "it does not take this format: another may be named with --format",
        IppStatus.AttributesOrValuesNotSupported or IppStatus.ConflictingAttributes => "it cannot do all that was asked for",
        IppStatus.DocumentAccessError => "it could not fetch the document",
        IppStatus.UriSchemeNotSupported => "it fetches no documents from there",
        IppStatus.OperationNotSupported => "it cannot do that",
        IppStatus.VersionNotSupported => "it speaks another version of IPP",
        IppStatus.ServiceUnavailable => "it is not in service just now",
        IppStatus.DeviceError => "the printer broke off",
        IppStatus.TemporaryError => "it has no room for it just now",
        IppStatus.NotAcceptingJobs => "it takes no jobs just now",
        IppStatus.Busy or IppStatus.TooManyJobs => "it has as many jobs as it holds: try again later",
        IppStatus.JobCanceled => "the job was canceled meanwhile",
        _ => string.Create(CultureInfo.InvariantCulture, $"status 0x{status:x4}"),
    };

    private static string OfReason(string reason)
    {
        string keyword = Keyword(reason);
        return keyword switch
        {
            "media-empty" => "out of paper",
            "media-low" => "paper is running out",
            "media-needed" => "paper is needed",
            "media-jam" => "paper is stuck",
            "cover-open" or "door-open" or "interlock-open" => "a cover is open",
            "marker-supply-low" or "toner-low" => "ink, ribbon or toner is running out",
            "marker-supply-empty" or "toner-empty" => "ink, ribbon or toner is at its end",
            "output-area-full" => "the output tray is full",
            "connecting-to-device" => "it is being connected to",
            "timed-out" => "it does not answer",
            "spool-area-full" => "there is no room for more jobs",
            "other" => "something is wrong with it",
            _ => keyword.Replace('-', ' '),
        };
    }
}
