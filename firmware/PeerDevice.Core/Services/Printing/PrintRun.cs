using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing;

/// <summary>
/// Prints stored Jobs, one at a time: from the spool, or what the peer made itself, by way of the language to the device. What is about to go to the device is noted before it does, and
/// that a Job has ended before anybody is told so.
/// </summary>
public sealed class PrintRun
{
    private readonly Printer _printer;
    private readonly IClock _clock;
    private readonly BlockPool _blocks;
    private readonly Delivery _delivery;
    private readonly int _ownOctets;
    private byte[]? _own;

    /// <summary>Makes the run of a Printer.</summary>
    /// <param name="printer">The Printer.</param>
    /// <param name="clock">Time.</param>
    /// <param name="blocks">Where it borrows a block from.</param>
    /// <param name="ownOctets">Octets of its own buffer, for when there is none to be borrowed.</param>
    public PrintRun(Printer printer, IClock clock, BlockPool blocks, int ownOctets)
    {
        _printer = printer;
        _clock = clock;
        _blocks = blocks;
        _ownOctets = ownOctets;
        _delivery = new Delivery(printer, clock);
    }

    /// <summary>The way to the device, for looking at it while nothing is printed.</summary>
    public Delivery Delivery => _delivery;

    /// <summary>Counts while a device is waited for between two tries.</summary>
    internal int Turns { get; private set; }

    /// <summary>Prints a Job that <see cref="Printer.TakeNext"/> gave, to its end or until it has to wait. Blocks for as long as the device takes.</summary>
    /// <returns>As <see cref="Intake.Submit"/>; NotPossible: it waits.</returns>
    public int Print(Job job)
    {
        byte[]? borrowed = _blocks.Borrow();
        bool isDone = false;
        try
        {
            if (borrowed is null)
            {
                _own ??= new byte[_ownOctets];
            }

            int status = Run(job, borrowed ?? _own!);
            isDone = true;
            return status;
        }
        finally
        {
            if (!isDone)
            {
                // Memory was short: it may be printed later.
                _delivery.Close(false);
                _printer.GiveBack(job, false, Limits.DeviceRetryMilliseconds);
            }

            if (borrowed is not null)
            {
                _blocks.Return(borrowed);
            }
        }
    }

    private int Run(Job job, byte[] block)
    {
        bool isBegun = false;
        while (true)
        {
            int status = Begin(job);
            if (status == PrintStatus.Ok)
            {
                isBegun = true;
                status = Deliver(job, block);
                _delivery.Close(status == PrintStatus.Ok);
            }

            switch (status)
            {
                case PrintStatus.Ok:
                    return Ended(job, JobState.Completed, CompletedReasons(job), job.Message, status);
                case PrintStatus.Canceled:
                    return Ended(job, JobState.Canceled, job.Reasons & (JobReasons.CanceledByUser | JobReasons.CanceledByOperator), isBegun ? "Some of it may be on paper." : "", status);
                case PrintStatus.Ending:
                    // As if the power went: the next start finds it as it is.
                    return status;
                case PrintStatus.Busy:
                    if (!isBegun)
                    {
                        _printer.GiveBack(job, true, Limits.DeviceRetryMilliseconds);
                        return PrintStatus.NotPossible;
                    }

                    status = AwaitDevice(job);
                    break;
                case PrintStatus.DeviceFailed:
                    status = Broken(job);
                    break;
                default:
                    return Waits(job, status, isBegun);
            }

            if (status != PrintStatus.Ok)
            {
                return status == PrintStatus.Canceled ? Ended(job, JobState.Canceled, job.Reasons & (JobReasons.CanceledByUser | JobReasons.CanceledByOperator), "Some of it may be on paper.", status) : status;
            }
        }
    }

    /// <summary>Begins at the device, and notes it.</summary>
    /// <returns>Ok; Busy: the device would not begin; Canceled, Ending, NotPossible (held); StoreFailed: it cannot be noted just now.</returns>
    private int Begin(Job job)
    {
        SpoolTicket? ticket = job.Ticket;
        if (ticket is not null && (ticket.IsGone || ticket.IsDamaged))
        {
            return PrintStatus.StoreFailed;
        }

        int status = _delivery.Begin(job, null);
        if (status != PrintStatus.Ok)
        {
            return status == PrintStatus.DeviceFailed ? PrintStatus.Busy : status;
        }

        if (ticket is not null && _printer.Spool!.Printing(ticket, ticket.PrintingDocument, ticket.PrintingCopy, true) != StoreStatus.Ok)
        {
            _delivery.Close(true);
            return PrintStatus.StoreFailed;
        }

        return PrintStatus.Ok;
    }

    /// <summary>Gives the device the Job, from the document and the copy on at which it was begun last.</summary>
    private int Deliver(Job job, byte[] block)
    {
        SpoolTicket? ticket = job.Ticket;
        int copy = ticket is null ? 1 : ticket.PrintingCopy;
        int number = ticket is null ? 1 : ticket.PrintingDocument;
        bool isFirst = true;
        for (; copy <= job.Copies; copy++)
        {
            for (; number <= job.Documents.Length; number++)
            {
                JobDocument document = job.Documents[number - 1];
                if (!_printer.BeginDocument(document))
                {
                    continue;
                }

                if (!isFirst && ticket is not null && _printer.Spool!.Printing(ticket, number, copy, false) != StoreStatus.Ok)
                {
                    return PrintStatus.StoreFailed;
                }

                isFirst = false;
                int status = DeliverDocument(job, document, block);
                if (status != PrintStatus.Ok)
                {
                    return status;
                }
            }

            number = 1;
            job.CopiesDone = copy;
        }

        return _delivery.Finish();
    }

    private int DeliverDocument(Job job, JobDocument document, byte[] block)
    {
        _delivery.BeginDocument(document);
        SpoolTicket ticket = job.Ticket!;
        if (_printer.Spool!.Open(ticket, document.Number, out BlockSource? content) != StoreStatus.Ok || content is null)
        {
            return PrintStatus.StoreFailed;
        }

        try
        {
            int status = Pump(content, document.Octets, block);
            return status == PrintStatus.Ok ? _delivery.EndDocument() : status;
        }
        finally
        {
            content.Close();
        }
    }

    private int Pump(BlockSource content, long octets, byte[] block)
    {
        long at = 0;
        while (at < octets)
        {
            int want = octets - at < block.Length ? (int)(octets - at) : block.Length;
            int got = content.ReadAt(at, block, 0, want);
            if (got <= 0)
            {
                return PrintStatus.StoreFailed;
            }

            int status = _delivery.Give(block, 0, got);
            if (status != PrintStatus.Ok)
            {
                return status;
            }

            Turns++;
            at += got;
        }

        return PrintStatus.Ok;
    }

    private static int CompletedReasons(Job job)
    {
        if ((job.Reasons & JobReasons.SubmissionInterrupted) != 0)
        {
            return JobReasons.CompletedWithErrors | JobReasons.SubmissionInterrupted;
        }

        return (job.Reasons & JobReasons.PossiblyPrintedTwice) != 0 ? JobReasons.CompletedWithWarnings | JobReasons.PossiblyPrintedTwice : JobReasons.CompletedSuccessfully;
    }

    /// <summary>The device broke off in the middle.</summary>
    /// <returns>Ok: begin anew. Otherwise it waits, or has ended.</returns>
    private int Broken(Job job)
    {
        SpoolTicket? ticket = job.Ticket;
        int after = ticket is null ? AfterCut.Abort : AfterCut.Of(ticket, _printer.Setup.AfterCut);
        switch (after)
        {
            case AfterCut.Restart:
                _printer.Broke(job, "The printer broke off in the middle, and it is begun again: some of it may be printed twice.");
                return AwaitDevice(job);
            case AfterCut.Hold:
                ticket!.IsPrinting = false;
                _printer.HoldBack(job, "The printer broke off in the middle: release it to print it again, or cancel it.");
                return PrintStatus.NotPossible;
            default:
                return Ended(job, JobState.Aborted, JobReasons.AbortedBySystem | JobReasons.ErrorsDetected, "The printer broke off in the middle.", PrintStatus.DeviceFailed);
        }
    }

    /// <summary>Lets a moment pass before the device is tried again.</summary>
    private int AwaitDevice(Job job)
    {
        long until = _clock.Milliseconds + Limits.DeviceRetryMilliseconds;
        int status = _printer.Attend(job);
        while (status == PrintStatus.NotPossible || (status == PrintStatus.Ok && _clock.Milliseconds < until))
        {
            Turns++;
            _clock.Sleep(Limits.PollInterval);
            status = _printer.Attend(job);
        }

        return status;
    }

    /// <summary>The Job cannot go on: it was held as the device began, or the spool does not give it, or does not take what is to be noted.</summary>
    private int Waits(Job job, int status, bool isBegun)
    {
        SpoolTicket? ticket = job.Ticket;
        if (status == PrintStatus.StoreFailed && ticket is not null && ticket.IsDamaged)
        {
            return Ended(job, JobState.Aborted, JobReasons.AbortedBySystem | JobReasons.ErrorsDetected, "The card has lost some of it.", status);
        }

        if (status == PrintStatus.StoreFailed && isBegun && ticket is not null && !ticket.IsGone)
        {
            int after = AfterCut.Of(ticket, _printer.Setup.AfterCut);
            if (after == AfterCut.Abort)
            {
                return Ended(job, JobState.Aborted, JobReasons.AbortedBySystem | JobReasons.ErrorsDetected, "It could not be read in the middle: some of it may be on paper.", status);
            }

            if (after == AfterCut.Hold)
            {
                ticket.IsPrinting = false;
                _printer.HoldBack(job, "It could not be read in the middle: release it to print it again, or cancel it.");
                return PrintStatus.NotPossible;
            }

            _printer.Broke(job, "It could not be read in the middle, and is begun again: some of it may be printed twice.");
        }

        _printer.GiveBack(job, false, status == PrintStatus.StoreFailed ? Limits.CardRetryMilliseconds : 0);
        return PrintStatus.NotPossible;
    }

    private int Ended(Job job, int state, int reasons, string message, int status)
    {
        _printer.Note(job, state, reasons, message);
        _printer.Finish(job, state, reasons, message);
        return status;
    }
}
