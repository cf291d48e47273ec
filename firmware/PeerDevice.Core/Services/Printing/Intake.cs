using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing;

/// <summary>
/// Through which raw intake, LPD, IPP and whoever fetches documents submit: begins a Job, takes its documents, ends it. What a document holds is never looked at. One for each
/// connection that may submit, with a buffer of its own; made once and used again.
/// </summary>
/// <remarks>
/// A document goes to the spool where there is one, and its sender is answered when it is safely there; or on the caller's thread straight to the device, which holds the sender
/// back, while nobody else's Job gets the device.
/// </remarks>
public sealed class Intake
{
    private readonly Printer _printer;
    private readonly IClock _clock;
    private readonly BlockPool _blocks;
    private readonly Delivery _delivery;
    private readonly AutoResetEvent _turn = new AutoResetEvent(false);
    private readonly int _ownOctets;
    private byte[]? _own;
    private DocumentSource? _document;
    private int _roomWait;

    /// <summary>Makes an intake of a Printer.</summary>
    /// <param name="printer">The Printer.</param>
    /// <param name="clock">Time.</param>
    /// <param name="blocks">Where it borrows a block from.</param>
    /// <param name="ownOctets">Octets of its own buffer, for when there is none to be borrowed.</param>
    public Intake(Printer printer, IClock clock, BlockPool blocks, int ownOctets)
        : this(printer, clock, blocks, ownOctets, new Delivery(printer, clock))
    {
    }

    /// <summary>As the other, for who has a way to the device already.</summary>
    internal Intake(Printer printer, IClock clock, BlockPool blocks, int ownOctets, Delivery delivery)
    {
        _printer = printer;
        _clock = clock;
        _blocks = blocks;
        _delivery = delivery;
        _ownOctets = ownOctets;
    }

    /// <summary>The Printer that it submits to.</summary>
    public Printer Printer => _printer;

    /// <summary>Octets of the next document, or some more, as its sender says; 0 or less where nobody does. For one that the spool has no room for: it is not begun there.</summary>
    public long Announced { get; set; }

    /// <summary>Whether a document is under way to a device that may say something.</summary>
    public bool IsTwoWay => _delivery.IsTwoWay;

    /// <summary>Sends whoever prints what the device has said meanwhile: for a sender who is waited for.</summary>
    public void PassBack()
    {
        _delivery.PassBack();
    }

    /// <summary>To be called between two turns of waiting for a sender: where nobody else looks at the device, looks if it is time to.</summary>
    /// <param name="most">Milliseconds that the next turn is to take.</param>
    /// <returns>Milliseconds that it may take: no more than those.</returns>
    internal int Watch(int most)
    {
        return _delivery.Watch(most);
    }

    /// <summary>
    /// Submits a Job of one document in one go (Print-Job, raw, a file of LPD). Waits for as long as the source and the device take.
    /// </summary>
    /// <param name="job">The Job, filled in; nothing is made of it while the source has given nothing.</param>
    /// <param name="name">The document's name; may be empty.</param>
    /// <param name="format">Its format, a media type; empty where nobody said.</param>
    /// <param name="source">The document, to its end.</param>
    /// <param name="back">Who is sent what the device says; null for nobody.</param>
    /// <returns>
    /// Ok: it is printed or safely stored. Empty: nothing came. Busy, NotAccepting, FormatNotSupported: refused, and nothing is kept of it (raw waits instead of hearing that it is busy). Interrupted: the source broke off; the Job's state
    /// says what became of it. Canceled, DeviceFailed, StoreFull, StoreFailed, Ending: the Job has ended so.
    /// </returns>
    public int Submit(Job job, string name, string format, ByteSource source, ByteSink? back)
    {
        byte[] block = Borrow();
        _document = source as DocumentSource;
        try
        {
            int got = source.Read(block, 0, block.Length);
            if (got <= 0)
            {
                return PrintStatus.Empty;
            }

            int status = Enter(job, false);
            while (status == PrintStatus.Busy && job.Origin == Job.ByRaw && !_printer.IsEnding)
            {
                // Raw has no word for it but to let the sender wait.
                _clock.Sleep(Watch(Limits.DeviceRetryMilliseconds));
                status = Enter(job, false);
            }

            return status != PrintStatus.Ok ? status : Take(job, name, format, source, back, true, block, got);
        }
        finally
        {
            Return(block);
        }
    }

    /// <summary>Creates a Job whose documents will come by <see cref="Send"/> (Create-Job).</summary>
    /// <returns>Ok, Busy, NotAccepting, CopiesNotSupported.</returns>
    public int Create(Job job)
    {
        return Enter(job, true);
    }

    /// <summary>Submits a Job with the documents of another that has ended and is kept (Resubmit-Job, PWG 5100.11). They are copied, since each Job's own go with it.</summary>
    /// <param name="job">The new Job, filled in.</param>
    /// <param name="from">The other.</param>
    /// <returns>As <see cref="Submit"/>, and NotPossible: it has not ended, or its documents are not kept. Interrupted: they could not be read.</returns>
    public int Resubmit(Job job, Job from)
    {
        SpoolTicket? ticket = from.IsEnded ? from.Ticket : null;
        ISpool? spool = _printer.Spool;
        int borrowed = ticket is null || spool is null ? StoreStatus.NotFound : spool.Borrow(ticket);
        if (borrowed != StoreStatus.Ok)
        {
            return borrowed == StoreStatus.NotFound ? PrintStatus.NotPossible : borrowed == StoreStatus.Busy ? PrintStatus.Busy : PrintStatus.StoreFailed;
        }

        try
        {
            int status = Enter(job, false);
            JobDocument[] documents = from.Documents;
            int last = documents.Length - 1;
            while (last > 0 && documents[last].Canceled != JobReasons.None)
            {
                last--;
            }

            for (int i = 0; i <= last && status == PrintStatus.Ok; i++)
            {
                status = documents[i].Canceled == JobReasons.None ? Copy(job, documents[i], ticket!, i == last) : status;
            }

            return status;
        }
        finally
        {
            spool!.GiveBack(ticket!);
        }
    }

    private int Copy(Job job, JobDocument document, SpoolTicket ticket, bool isLast)
    {
        if (_printer.Spool!.Open(ticket, document.Number, out BlockSource? content) != StoreStatus.Ok || content is null)
        {
            return Lost(job, PrintStatus.StoreFailed);
        }

        try
        {
            return Send(job, document.Name, document.Format, new StoredDocument(content, document.Octets), isLast);
        }
        finally
        {
            content.Close();
        }
    }

    /// <summary>Creates a Job whose documents will come by <see cref="Send"/>, and of which its sender knows nothing before all of it is there (LPD). It ends by <see cref="GiveUp"/> if by nothing else.</summary>
    /// <returns>As <see cref="Create"/>.</returns>
    public int Open(Job job)
    {
        return Enter(job, false);
    }

    /// <summary>Says of a Job that is still arriving what its sender says only behind its documents (LPD).</summary>
    /// <param name="job">The Job.</param>
    /// <param name="name">Its name.</param>
    /// <param name="user">Who sent it.</param>
    /// <param name="copies">How often it is to be printed.</param>
    /// <returns>Ok; CopiesNotSupported: all but those, since it does not go by the spool; NotPossible (it has ended), StoreFailed.</returns>
    public int Describe(Job job, string name, string user, int copies)
    {
        return _printer.Describe(job, name, user, copies);
    }

    /// <summary>Says that no more documents will come for a Job that did not go by the spool, and was not printed as it was to be.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="message">What it lacks, for people.</param>
    /// <returns>Ok, NotPossible (it has ended).</returns>
    public int CloseShort(Job job, string message)
    {
        if (job.IsEnded)
        {
            return PrintStatus.NotPossible;
        }

        job.CopiesDone = 1;
        _printer.Finish(job, JobState.Completed, JobReasons.CompletedWithErrors, message);
        return PrintStatus.Ok;
    }

    /// <summary>Gives a Job up that is not whole and to which nobody brings a document just now. Harmless where it has ended.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="byOwner">Whether its sender wants it so; otherwise that one broke off.</param>
    public void GiveUp(Job job, bool byOwner)
    {
        if (byOwner)
        {
            _printer.Finish(job, JobState.Canceled, JobReasons.CanceledByUser, job.Sent > 0 ? "Some of it may be on paper." : "");
        }
        else
        {
            AbortCut(job);
        }
    }

    private int Enter(Job job, bool isTold)
    {
        job.Turn = _turn;
        return _printer.Enter(job, isTold);
    }

    /// <summary>Takes a document of a Job (Send-Document).</summary>
    /// <param name="job">The Job.</param>
    /// <param name="name">The document's name; may be empty.</param>
    /// <param name="format">Its format, a media type; empty where nobody said.</param>
    /// <param name="source">The document, to its end; it may be empty.</param>
    /// <param name="isLast">Whether no more will come.</param>
    /// <returns>As <see cref="Submit"/>, and NotPossible, TooManyDocuments.</returns>
    public int Send(Job job, string name, string format, ByteSource source, bool isLast)
    {
        byte[] block = Borrow();
        _document = source as DocumentSource;
        try
        {
            return Take(job, name, format, source, null, isLast, block, source.Read(block, 0, block.Length));
        }
        finally
        {
            Return(block);
        }
    }

    /// <summary>Says that no more documents will come (Close-Job, PWG 5100.11; a last Send-Document without one).</summary>
    /// <returns>Ok, NotPossible, Empty (it had no documents and was aborted), StoreFailed.</returns>
    public int Close(Job job)
    {
        int status = _printer.CloseJob(job);
        if (status != PrintStatus.Ok || !job.IsSpooled)
        {
            return status;
        }

        if (_printer.Spool!.Ready(job.Ticket!) != StoreStatus.Ok)
        {
            return Lost(job, PrintStatus.StoreFailed);
        }

        _printer.Rest(job, true);
        return PrintStatus.Ok;
    }

    private int Take(Job job, string name, string format, ByteSource source, ByteSink? back, bool isLast, byte[] block, int got)
    {
        int status = _printer.Receive(job, name, format, out JobDocument? document);
        if (status != PrintStatus.Ok || document is null)
        {
            if (status == PrintStatus.FormatNotSupported)
            {
                _printer.Finish(job, JobState.Aborted, JobReasons.AbortedBySystem | JobReasons.UnsupportedFormat, "The printer does not take documents of this format.");
            }

            return status;
        }

        job.Turn = _turn;
        bool isDone = false;
        try
        {
            status = job.IsSpooled ? TakeSpooled(job, document, source, back, isLast, block, got) : TakeDirect(job, document, source, back, isLast, block, got);
            isDone = true;
            return status;
        }
        finally
        {
            if (!isDone)
            {
                // Memory was short: nobody must wait for this Job.
                _delivery.Close(false);
                _printer.Finish(job, JobState.Aborted, JobReasons.AbortedBySystem, "The peer had no memory for it.");
            }
        }
    }

    private int TakeSpooled(Job job, JobDocument document, ByteSource source, ByteSink? back, bool isLast, byte[] block, int got)
    {
        ISpool spool = _printer.Spool!;
        FileWriter? writer = null;
        int stored = spool.HasNoRoom(Announced) ? StoreStatus.Full : AddDocument(spool, job, document, out writer);
        bool isUntouched = stored != StoreStatus.Ok && document.Number == 1;
        if (writer is not null)
        {
            bool isOpen = true;
            try
            {
                stored = Write(job, document, source, writer, block, ref got);
                if (stored == StoreStatus.Ok && IsToGoOn(job, got))
                {
                    isOpen = false;
                    stored = spool.EndDocument(writer, isLast);
                    return Stored(job, document, stored, got, isLast);
                }
            }
            finally
            {
                if (isOpen)
                {
                    spool.AbandonDocument(writer);
                }
            }

            isUntouched = stored != StoreStatus.Ok && document.Number == 1 && document.Octets == 0;
        }

        if (job.IsEnded || _printer.IsEnding || stored == StoreStatus.Ok)
        {
            return Lost(job, job.IsEnded ? PrintStatus.Canceled : _printer.IsEnding ? PrintStatus.Ending : PrintStatus.Interrupted);
        }

        bool isCrowded = stored == StoreStatus.Busy && job.Origin != Job.ByRaw;
        if (!isUntouched || isCrowded)
        {
            return Lost(job, stored == StoreStatus.Busy ? PrintStatus.Busy : stored == StoreStatus.Full ? PrintStatus.StoreFull : PrintStatus.StoreFailed);
        }

        // Nothing of it could be stored, and all of it is still there.
        _printer.Unstore(job);
        if (job.Copies > 1)
        {
            _printer.Finish(job, JobState.Aborted, JobReasons.AbortedBySystem, "There is no room for it in the spool, and without it there are no copies.");
            return PrintStatus.CopiesNotSupported;
        }

        return TakeDirect(job, document, source, back, isLast, block, got);
    }

    /// <summary>Opens a document in the spool; where others write too many at once the sender waits.</summary>
    private int AddDocument(ISpool spool, Job job, JobDocument document, out FileWriter? writer)
    {
        SpoolTicket ticket = job.Ticket!;
        _roomWait = 0;
        int status = spool.AddDocument(ticket, document.Name, document.Format, out writer);
        long until = _clock.Milliseconds + Limits.SpoolPatience;
        while (status == StoreStatus.Busy && _clock.Milliseconds < until && !job.IsEnded && !_printer.IsEnding)
        {
            _clock.Sleep(Limits.PollInterval);
            status = spool.AddDocument(ticket, document.Name, document.Format, out writer);
        }

        return status;
    }

    /// <summary>Writes a document into the spool.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="document">Its document.</param>
    /// <param name="source">The rest of it.</param>
    /// <param name="writer">Where it goes.</param>
    /// <param name="block">Holds the beginning.</param>
    /// <param name="got">How much of the beginning there is; in the end what the source said last.</param>
    /// <returns>A <see cref="StoreStatus"/>.</returns>
    private int Write(Job job, JobDocument document, ByteSource source, FileWriter writer, byte[] block, ref int got)
    {
        while (got > 0 && !job.IsEnded && !_printer.IsEnding)
        {
            if (!writer.Write(block, 0, got))
            {
                if (writer.Status != StoreStatus.Busy || document.Octets == 0 || !AwaitRoom(job))
                {
                    return writer.Status;
                }

                continue;
            }

            document.Octets += got;
            job.Octets += got;
            got = source.Read(block, 0, block.Length);
        }

        return StoreStatus.Ok;
    }

    /// <summary>Lets a sender in the middle of a document wait for the room that others have in the spool.</summary>
    /// <returns>False when there is nobody whose end would give any, or when it takes too long for who has to be answered.</returns>
    private bool AwaitRoom(Job job)
    {
        bool mayBe = _printer.HasStored;
        _clock.Sleep(Limits.DeviceRetryMilliseconds);
        _roomWait += Limits.DeviceRetryMilliseconds;
        return mayBe && (job.Origin == Job.ByRaw || _roomWait < Limits.SpoolPatience);
    }

    // Whether a Job is printed with what there is of its document.
    private bool IsToGoOn(Job job, int got)
    {
        return !job.IsEnded && !_printer.IsEnding && (got == ByteSource.End || (job.Origin == Job.ByRaw && _printer.Setup.PrintsWhatCame));
    }

    private int Stored(Job job, JobDocument document, int stored, int got, bool isLast)
    {
        if (stored != StoreStatus.Ok)
        {
            return Lost(job, stored == StoreStatus.Full ? PrintStatus.StoreFull : PrintStatus.StoreFailed);
        }

        document.IsWhole = true;
        if (got != ByteSource.End)
        {
            _printer.Cut(job, "The sender broke off; what came is printed.");
        }

        _printer.Rest(job, isLast);
        return got == ByteSource.End ? PrintStatus.Ok : PrintStatus.Interrupted;
    }

    /// <summary>Ends a Job that is not whole in the spool.</summary>
    private int Lost(Job job, int status)
    {
        switch (status)
        {
            case PrintStatus.Busy:
            case PrintStatus.StoreFull:
                _printer.Finish(job, JobState.Aborted, JobReasons.AbortedBySystem, "There is no room for it in the spool.");
                break;
            case PrintStatus.StoreFailed:
                _printer.Finish(job, JobState.Aborted, JobReasons.AbortedBySystem, "It could not be stored.");
                break;
            case PrintStatus.Interrupted:
                AbortCut(job);
                break;
            case PrintStatus.Ending:
                _printer.Finish(job, JobState.Aborted, JobReasons.AbortedBySystem, "The peer was stopped.");
                break;
            default:
                _printer.Finish(job, JobState.Canceled, 0, "");
                break;
        }

        return status;
    }

    private int TakeDirect(Job job, JobDocument document, ByteSource source, ByteSink? back, bool isLast, byte[] block, int got)
    {
        int status = got < 0 ? PrintStatus.Interrupted : AwaitDevice(job, back);
        if (status != PrintStatus.Ok)
        {
            return EndDirect(job, status, false);
        }

        _delivery.BeginDocument(document);
        while (got > 0 && status == PrintStatus.Ok)
        {
            document.Octets += got;
            job.Octets += got;
            status = _delivery.Give(block, 0, got);
            if (status == PrintStatus.Ok)
            {
                got = source.Read(block, 0, block.Length);
            }
        }

        bool isWhole = got == ByteSource.End;
        document.IsWhole = isWhole && status == PrintStatus.Ok;
        bool isPrinted = status == PrintStatus.Ok && (isWhole || (job.Origin == Job.ByRaw && _printer.Setup.PrintsWhatCame));
        if (isPrinted)
        {
            status = _delivery.EndDocument();
            status = status == PrintStatus.Ok ? _delivery.Finish() : status;
        }

        _delivery.Close(isPrinted && status == PrintStatus.Ok);
        if (status == PrintStatus.Ok && isWhole && !isLast)
        {
            _printer.Rest(job, false);
            return PrintStatus.Ok;
        }

        job.CopiesDone = isPrinted && status == PrintStatus.Ok && isWhole ? 1 : 0;
        int cut = _document is not null && _printer.IsEnding ? PrintStatus.Ending : PrintStatus.Interrupted;
        return EndDirect(job, status == PrintStatus.Ok && !isWhole ? cut : status, isPrinted);
    }

    /// <summary>Waits until the Job has the device and that has begun. The sender is held back meanwhile: nothing more is read from it.</summary>
    private int AwaitDevice(Job job, ByteSink? back)
    {
        while (true)
        {
            if (_printer.IsEnding)
            {
                return PrintStatus.Ending;
            }

            if (job.IsEnded)
            {
                return PrintStatus.Canceled;
            }

            if (!_printer.Claim(job))
            {
                _clock.Await(_turn, Watch(Limits.DeviceRetryMilliseconds));
                continue;
            }

            int status = _delivery.Begin(job, back);
            if (status == PrintStatus.Ok || status == PrintStatus.Canceled || status == PrintStatus.Ending)
            {
                return status;
            }

            _printer.GiveBack(job, status == PrintStatus.DeviceFailed, status == PrintStatus.DeviceFailed ? Limits.DeviceRetryMilliseconds : 0);
        }
    }

    private int EndDirect(Job job, int status, bool isPrinted)
    {
        switch (status)
        {
            case PrintStatus.Ok:
                _printer.Finish(job, JobState.Completed, JobReasons.CompletedSuccessfully, "");
                break;
            case PrintStatus.Canceled:
                _printer.Finish(job, JobState.Canceled, job.Reasons & (JobReasons.CanceledByUser | JobReasons.CanceledByOperator), job.Sent > 0 ? "Some of it may be on paper." : "");
                break;
            case PrintStatus.Interrupted when isPrinted:
                _printer.Finish(job, JobState.Completed, JobReasons.CompletedWithErrors | JobReasons.SubmissionInterrupted, "The sender broke off; what came was printed.");
                break;
            case PrintStatus.Interrupted:
                AbortCut(job);
                break;
            case PrintStatus.Ending:
                _printer.Finish(job, JobState.Aborted, JobReasons.AbortedBySystem, "The peer was stopped.");
                break;
            default:
                _printer.Finish(job, JobState.Aborted, JobReasons.AbortedBySystem | JobReasons.ErrorsDetected, "The printer broke off in the middle.");
                break;
        }

        return status;
    }

    // RFC 8011 §5.3.8: what went wrong with a document has a reason of its own.
    private void AbortCut(Job job)
    {
        int reason = _document is null ? JobReasons.None : _document.Reason;
        _printer.Finish(
            job,
            JobState.Aborted,
            JobReasons.AbortedBySystem | (reason == JobReasons.None ? JobReasons.SubmissionInterrupted : reason),
            reason == JobReasons.None ? "The sender broke off." : _document!.Trouble);
    }

    private byte[] Borrow()
    {
        byte[]? borrowed = _blocks.Borrow();
        if (borrowed is not null)
        {
            return borrowed;
        }

        _own ??= new byte[_ownOctets];
        return _own;
    }

    private void Return(byte[] block)
    {
        _document = null;
        if (block != _own)
        {
            _blocks.Return(block);
        }
    }
}
