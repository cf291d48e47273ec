using PeerDevice.Board;

namespace PeerDevice.Services.Printing;

/// <content>What may be changed of a Job's documents while it waits (PWG 5100.5).</content>
public sealed partial class Printer
{
    /// <summary>
    /// Has a document of a Job not be printed (Cancel-Document). The last that is left of a Job takes the Job with it, which is canceled then, at the next octet if it is being printed.
    /// </summary>
    /// <param name="job">The Job.</param>
    /// <param name="number">The document's number.</param>
    /// <param name="byOwner">Whether who asks is who submitted the Job.</param>
    /// <returns>Ok, NotFound, NotPossible (it was begun, or canceled; the Job has ended, or more documents may come), StoreFailed.</returns>
    public int CancelDocument(Job job, int number, bool byOwner)
    {
        bool isAlone;
        lock (_notes)
        {
            JobDocument? document;
            lock (_gate)
            {
                document = DocumentOf(job, number);
                isAlone = document is not null && IsAlone(job, document);
                if (document is null || job.IsEnded || !job.IsClosed || document.Canceled != JobReasons.None || (document.IsBegun && !isAlone))
                {
                    return document is null ? PrintStatus.NotFound : PrintStatus.NotPossible;
                }

                if (isAlone)
                {
                    CancelOne(job, byOwner);
                }
                else
                {
                    document.Canceled = byOwner ? JobReasons.CanceledByUser : JobReasons.CanceledByOperator;
                    Events.Add(PrinterEvent.JobConfigChanged, this, job, Up);
                }
            }

            if (!isAlone)
            {
                return Amend(job, document);
            }
        }

        return Settle();
    }

    /// <summary>Gives a document another name (Set-Document-Attributes).</summary>
    /// <returns>Ok, NotFound, NotPossible (the Job has ended), StoreFailed.</returns>
    public int NameDocument(Job job, int number, string name)
    {
        lock (_notes)
        {
            JobDocument? document;
            lock (_gate)
            {
                document = DocumentOf(job, number);
                if (document is null || job.IsEnded)
                {
                    return document is null ? PrintStatus.NotFound : PrintStatus.NotPossible;
                }

                document.Name = Clip(name);
                Events.Add(PrinterEvent.JobConfigChanged, this, job, Up);
            }

            return Amend(job, document);
        }
    }

    /// <summary>Says that a document is about to be printed, from which moment on it cannot be canceled alone.</summary>
    /// <returns>False when it was: it is passed over.</returns>
    internal bool BeginDocument(JobDocument document)
    {
        lock (_gate)
        {
            document.IsBegun |= document.Canceled == JobReasons.None;
            return document.Canceled == JobReasons.None;
        }
    }

    private int Amend(Job job, JobDocument document)
    {
        SpoolTicket? ticket = job.Ticket;
        return ticket is null || Spool!.Amend(ticket, document.Number, document.Name, document.Canceled) == StoreStatus.Ok ? PrintStatus.Ok : PrintStatus.StoreFailed;
    }

    private static JobDocument? DocumentOf(Job job, int number)
    {
        return number >= 1 && number <= job.Documents.Length ? job.Documents[number - 1] : null;
    }

    // Whether no other document of its Job is left to be printed.
    private static bool IsAlone(Job job, JobDocument document)
    {
        for (int i = 0; i < job.Documents.Length; i++)
        {
            if (job.Documents[i] != document && job.Documents[i].Canceled == JobReasons.None)
            {
                return false;
            }
        }

        return true;
    }
}
