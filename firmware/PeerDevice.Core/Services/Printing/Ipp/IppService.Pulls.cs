using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <content>
/// Documents that the Printer fetches itself (RFC 8011 §4.2.2, §4.3.2). What cannot be fetched at all is refused before there is a Job; a Job whose document was cut off is aborted with
/// document-access-error. The answer comes when the document is stored or printed, as for one that is sent.
/// </content>
public sealed partial class IppService
{
    private int PrintUri(IppDesk desk)
    {
        int status = Judge(desk, out string format);
        int at = desk.Find("document-uri");
        if (status != IppStatus.SuccessfulOk || !IsUri(desk, at))
        {
            return status != IppStatus.SuccessfulOk ? status : IppStatus.BadRequest;
        }

        if (!desk.Printer.IsAccepting)
        {
            return IppStatus.NotAcceptingJobs;
        }

        return Pull(desk, at, format, null, false);
    }

    private int SendUri(IppDesk desk)
    {
        Job job = desk.Job!;
        int last = desk.Find("last-document");
        int at = desk.Find("document-uri");
        bool isLast = desk.Request.Boolean(last, false);
        if (last < 0 || desk.Request.Tag(last) != IppTag.Boolean || (!IsUri(desk, at) && !(isLast && at < 0)))
        {
            return IppStatus.BadRequest; // RFC 8011 §4.3.1.1: it MUST be supplied
        }

        int status = JudgeDocument(desk, out string format);
        if (status != IppStatus.SuccessfulOk)
        {
            return status;
        }

        if (job.IsEnded || job.IsClosed)
        {
            return IppStatus.NotPossible;
        }

        // RFC 8011 §4.3.2: as with Send-Document, one that brings nothing only says that the document before was the last.
        if (at < 0)
        {
            return ToldWithJob(desk, desk.Intake().Close(job), job);
        }

        return Pull(desk, at, format, job, isLast);
    }

    /// <summary>Fetches the document that an attribute names, for a Job that there is or, without one, for a new one.</summary>
    private int Pull(IppDesk desk, int at, string format, Job? job, bool isLast)
    {
        PulledDocument? document = _puller!.Begin(desk.Exchange.Client!);
        if (document is null)
        {
            return IppStatus.Busy;
        }

        try
        {
            string uri = desk.Request.String(at);
            int status = Open(desk, document, uri, ref format);
            if (status != IppStatus.SuccessfulOk)
            {
                return status;
            }

            bool isNew = job is null;
            if (job is null)
            {
                job = MakeJob(desk, uri);
                MakeSubscriptions(desk, job);
            }

            ByteSource unpacked = Unpacked(desk, document);
            int printed = isNew
                ? desk.Intake().Submit(job, DocumentName(desk), format, unpacked, null)
                : desk.Intake().Send(job, DocumentName(desk), format, unpacked, isLast);
            return Arrived(desk, unpacked, Fetched(desk, document, uri, printed), job);
        }
        finally
        {
            document.Close();
        }
    }

    private static bool IsUri(IppDesk desk, int at)
    {
        return at >= 0 && desk.Request.Tag(at) == IppTag.Uri;
    }

    /// <summary>Asks for a document. Where the client does not say what it is, and its server says what the device has a way for, it is that; otherwise it goes to the device as it is.</summary>
    private static int Open(IppDesk desk, PulledDocument document, string uri, ref string format)
    {
        int opened = document.Open(uri);
        if (opened != PrintStatus.Ok)
        {
            return IppWords.StatusOf(Fetched(desk, document, uri, opened));
        }

        if (desk.Find("document-format") < 0 && desk.Printer.Language.Takes(document.Format))
        {
            format = document.Format;
        }

        return IppStatus.SuccessfulOk;
    }

    /// <summary>What fetching came to: who asked is told why not.</summary>
    private static int Fetched(IppDesk desk, PulledDocument document, string uri, int printStatus)
    {
        // A document that was fetched and could not be unpacked had no trouble in being fetched.
        bool isLost = printStatus == PrintStatus.AccessError || printStatus == PrintStatus.Interrupted || printStatus == PrintStatus.Empty;
        if (!isLost || (document.Trouble.Length == 0 && desk.Compression.Length > 0))
        {
            return printStatus;
        }

        desk.Trouble = document.Trouble.Length > 0 ? document.Trouble : "The document is empty.";
        desk.AccessError = document.Code == 0 ? desk.Trouble : "(" + document.Code.ToString() + ") " + uri;
        return PrintStatus.AccessError;
    }
}
