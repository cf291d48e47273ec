using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <content>Documents of a Job (PWG 5100.5). Each is in the state of its Job, unless it was canceled alone: they are printed one after another, and told of as one.</content>
public sealed partial class IppService
{
    private int GetDocuments(IppDesk desk)
    {
        IppReader request = desk.Request;
        int limit = request.Integer(desk.Find("limit"), int.MaxValue);
        if (limit < 1)
        {
            return IppStatus.BadRequest;
        }

        int at = desk.Find("requested-attributes");
        desk.Requested.Begin(request, at, 0);
        if (!Begin(desk, IppStatus.SuccessfulOk))
        {
            return End(desk);
        }

        JobDocument[] documents = desk.Job!.Documents;
        for (int i = 0; i < documents.Length && i < limit; i++)
        {
            WriteDocument(desk, desk.Job, documents[i], at < 0);
        }

        return End(desk);
    }

    private int GetDocumentAttributes(IppDesk desk)
    {
        int status = FindDocument(desk, out JobDocument? document);
        if (document is null)
        {
            return status;
        }

        desk.Requested.Begin(desk.Request, desk.Find("requested-attributes"), Requested.Description | Requested.Template);
        if (Begin(desk, IppStatus.SuccessfulOk))
        {
            WriteDocument(desk, desk.Job!, document, false);
        }

        return End(desk);
    }

    /// <summary>Cancel-Document (PWG 5100.5): the others of its Job are printed.</summary>
    private static int CancelDocument(IppDesk desk)
    {
        int status = FindDocument(desk, out JobDocument? document);
        return document is null ? status : Told(desk, desk.Printer.CancelDocument(desk.Job!, document.Number, desk.Job!.User == desk.User()));
    }

    /// <summary>Set-Document-Attributes (PWG 5100.5, as RFC 3380 §4.2 has it of Jobs): all that is given or none of it. What can be set is the name.</summary>
    private static int SetDocumentAttributes(IppDesk desk)
    {
        IppReader request = desk.Request;
        int status = FindDocument(desk, out JobDocument? document);
        int group = request.Group(IppTag.DocumentGroup);
        if (document is null || group < 0 || request.FirstOf(group) == request.FirstOf(group + 1))
        {
            return document is null ? status : IppStatus.BadRequest;
        }

        bool isUnsettable = false;
        int name = request.Find(group, "document-name");
        for (int i = request.FirstOf(group); i < request.FirstOf(group + 1); i++)
        {
            int at = request.Attribute(i);
            bool isName = request.IsNamed(at, "document-name");
            isUnsettable |= !isName;
            if (!isName || !(request.Tag(at) == IppTag.Name || request.Tag(at) == IppTag.NameWithLanguage) || request.Next(at) >= 0)
            {
                desk.Refuse(at);
            }
        }

        if (desk.UnsupportedCount > 0)
        {
            return isUnsettable ? IppStatus.AttributesNotSettable : IppStatus.AttributesOrValuesNotSupported;
        }

        return Told(desk, desk.Printer.NameDocument(desk.Job!, document.Number, request.String(name)));
    }

    private static int FindDocument(IppDesk desk, out JobDocument? document)
    {
        int number = desk.Request.Integer(desk.Find("document-number"), 0);
        JobDocument[] documents = desk.Job!.Documents;
        document = number >= 1 && number <= documents.Length ? documents[number - 1] : null;
        return number < 1 ? IppStatus.BadRequest : document is null ? IppStatus.NotFound : IppStatus.SuccessfulOk;
    }

    private void WriteDocument(IppDesk desk, Job job, JobDocument document, bool isShort)
    {
        const int Group = Requested.Description;
        Requested wanted = desk.Requested;
        IppWriter to = desk.Response;
        to.Group(IppTag.DocumentGroup);
        if (isShort || wanted.Wants("document-number", Group))
        {
            to.Integer("document-number", document.Number);
        }

        if (isShort || wanted.Wants("last-document", Group))
        {
            to.Boolean("last-document", job.IsClosed && document.Number == job.Documents.Length);
        }

        if (isShort)
        {
            return;
        }

        if (wanted.Wants("document-name", Group))
        {
            to.Name("document-name", document.Name);
        }

        if (wanted.Wants("document-format", Group))
        {
            to.MimeMediaType("document-format", document.Format.Length == 0 ? OctetStream : document.Format);
        }

        WriteInteger(desk, "document-job-id", job.Id);
        if (wanted.Wants("document-job-uri", Group))
        {
            WriteJobUri(desk, "document-job-uri", job);
        }

        if (wanted.Wants("document-printer-uri", Group))
        {
            WriteUri(desk, "document-printer-uri", "ipp", desk.PrinterPath);
        }

        WriteDocumentState(desk, job, document);
        WriteInteger(desk, "printer-up-time", desk.Printer.Up);
        if (wanted.Wants("time-at-created", Group))
        {
            to.Integer("time-at-created", job.CreatedUp);
        }

        WriteUp(desk, "time-at-processing", job.ProcessingUp);
        WriteUp(desk, "time-at-completed", job.CompletedUp);
        WriteInteger(desk, "k-octets", KiloOctets(document.Octets));
        if (wanted.Wants("attributes-charset", Group))
        {
            to.Charset("attributes-charset", "utf-8");
        }

        if (wanted.Wants("attributes-natural-language", Group))
        {
            to.NaturalLanguage("attributes-natural-language", "en");
        }
    }

    // The states of a document have the numbers of a Job's (PWG 5100.5 §5.3.2); there is none that is held.
    private static void WriteDocumentState(IppDesk desk, Job job, JobDocument document)
    {
        const int Group = Requested.Description;
        IppWriter to = desk.Response;
        if (desk.Requested.Wants("document-state", Group))
        {
            to.Enum("document-state", document.Canceled != JobReasons.None ? JobState.Canceled : job.State == JobState.PendingHeld ? JobState.Pending : job.State == JobState.ProcessingStopped ? JobState.Processing : job.State);
        }

        if (desk.Requested.Wants("document-state-reasons", Group))
        {
            to.Keyword("document-state-reasons", document.Canceled != JobReasons.None ? (document.Canceled == JobReasons.CanceledByUser ? "canceled-by-user" : "canceled-by-operator") : document.IsWhole || job.IsEnded ? "none" : "incoming");
        }
    }
}
