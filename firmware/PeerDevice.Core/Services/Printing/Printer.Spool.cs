using System.Collections;
using PeerDevice.Board;

namespace PeerDevice.Services.Printing;

/// <summary>
/// What of the Jobs is in the spool. Under the Printer's lock it is only said what is to be noted; it is noted afterwards, before whoever asked for it is answered.
/// </summary>
public sealed partial class Printer
{
    private const int DueChange = 1;
    private const int DueDone = 2;
    private const int DueForget = 4;

    private readonly object _notes = new object();
    private readonly ArrayList _due = new ArrayList();

    /// <summary>Has a Job go by the spool, if that is the way and the spool takes it.</summary>
    /// <param name="job">The Job, not in the queue yet.</param>
    /// <param name="isTold">Whether its sender is told its number before its documents are there.</param>
    /// <returns>Ok: it is spooled, or goes straight to the device. Busy: the spool has too many.</returns>
    private int Store(Job job, bool isTold)
    {
        if (Spool is null || !job.IsNumberKept || (job.Origin == Job.ByRaw && IsFree(job)))
        {
            return PrintStatus.Ok;
        }

        SpoolTicket ticket = new SpoolTicket
        {
            Number = job.Id,
            Printer = _setup.SpoolName,
            User = job.User,
            Host = job.Host,
            Origin = job.Origin,
            CreatedAt = job.CreatedAt,
            IsTold = isTold,
        };
        Fill(ticket, job);
        int status = Spool.Begin(ticket);
        if (status != StoreStatus.Ok)
        {
            // A card that is full, failing or out stores nothing; raw waits for its turn instead of for room.
            return status == StoreStatus.Busy && job.Origin != Job.ByRaw ? PrintStatus.Busy : PrintStatus.Ok;
        }

        lock (_gate)
        {
            job.Ticket = ticket;
            job.IsSpooled = true;
        }

        return PrintStatus.Ok;
    }

    /// <summary>Takes a Job of which nothing has been stored out of the spool: it goes straight to the device.</summary>
    internal void Unstore(Job job)
    {
        SpoolTicket? ticket = job.Ticket;
        lock (_gate)
        {
            job.Ticket = null;
            job.IsSpooled = false;
            if (job.Due != 0)
            {
                job.Due = 0;
                _due.Remove(job);
            }
        }

        if (ticket is not null && Spool is not null)
        {
            Spool.Forget(ticket);
        }
    }

    /// <summary>Notes that a Job has ended, before anybody is told so.</summary>
    internal void Note(Job job, int state, int reasons, string message)
    {
        SpoolTicket? ticket = job.Ticket;
        if (ticket is null || Spool is null)
        {
            return;
        }

        lock (_notes)
        {
            Fill(ticket, job);
            FillEnd(ticket, job, state, reasons | (IsKept(job, state) ? JobReasons.Restartable : 0), message, _clock.UnixSeconds);
            Spool.Done(ticket);
        }
    }

    /// <summary>Takes over a Job that was found in the spool.</summary>
    internal void Adopt(SpoolTicket ticket)
    {
        lock (_gate)
        {
            Job? known = _jobs.Find(ticket.Number);
            if (known is not null)
            {
                // Its card was out for a while.
                known.Ticket = ticket;
                Owe(known, known.IsEnded && !known.HasWorker ? DueDone : 0);
            }
            else
            {
                Take(ticket);
            }
        }

        Settle();
    }

    /// <summary>Ends the Jobs whose documents are on a medium that is not there any more, once what is there has been taken over.</summary>
    internal void EndOrphans()
    {
        lock (_gate)
        {
            for (int i = _jobs.Count - 1; i >= 0; i--)
            {
                Job job = _jobs.At(i);
                if (!job.IsEnded && job.Ticket is not null && job.Ticket.IsGone && !job.HasWorker && !job.HasDevice)
                {
                    End(job, JobState.Aborted, JobReasons.AbortedBySystem, "The card that it was on is gone.");
                }

                i = i < _jobs.Count ? i : _jobs.Count;
            }
        }

        Settle();
    }

    /// <summary>Whether there is a stored Job that will give its room back when it has been printed.</summary>
    internal bool HasStored
    {
        get
        {
            lock (_gate)
            {
                for (int i = 0; i < _jobs.Count; i++)
                {
                    Job job = _jobs.At(i);
                    if (job.IsStored && !job.IsEnded && !job.IsHeld)
                    {
                        return true;
                    }
                }

                return false;
            }
        }
    }

    // Whether a Job would have the device at once.
    private bool IsFree(Job job)
    {
        lock (_gate)
        {
            return _state == PrinterState.Idle && _jobs.Active == 0 && !job.IsHeld;
        }
    }

    /// <summary>Notes what is due. Outside of the Printer's lock.</summary>
    /// <returns>Ok, StoreFailed: some of it may not be remembered after a restart.</returns>
    private int Settle()
    {
        if (Spool is null)
        {
            return PrintStatus.Ok;
        }

        int result = PrintStatus.Ok;
        lock (_notes)
        {
            while (true)
            {
                SpoolTicket? ticket = TakeDue(out int due);
                if (ticket is null)
                {
                    return result;
                }

                result = NoteOne(ticket, due) ? result : PrintStatus.StoreFailed;
            }
        }
    }

    private int Settled(int status)
    {
        int noted = Settle();
        return status == PrintStatus.Ok ? noted : status;
    }

    private SpoolTicket? TakeDue(out int due)
    {
        due = 0;
        lock (_gate)
        {
            if (_due.Count == 0)
            {
                return null;
            }

            Job job = (Job)_due[0]!;
            _due.RemoveAt(0);
            SpoolTicket ticket = job.Ticket!;
            due = job.Due;
            job.Due = 0;
            if (ticket.Life < SpoolTicket.Done)
            {
                Fill(ticket, job);
                if (job.IsEnded)
                {
                    FillEnd(ticket, job, job.State, job.Reasons, job.Message, job.CompletedAt);
                }
            }

            return ticket;
        }
    }

    private bool NoteOne(SpoolTicket ticket, int due)
    {
        if (ticket.IsGone)
        {
            // The spool forgets the oldest by itself; what its card took with it is another matter.
            return ticket.Life == SpoolTicket.Gone;
        }

        bool wasPromised = ticket.IsTold || ticket.Life == SpoolTicket.Ready;
        if ((due & DueForget) != 0 || ((due & DueDone) != 0 && ticket.Life < SpoolTicket.Done && !wasPromised))
        {
            return Spool!.Forget(ticket) == StoreStatus.Ok;
        }

        if (ticket.Life >= SpoolTicket.Done)
        {
            return true;
        }

        return ((due & DueDone) != 0 ? Spool!.Done(ticket) : Spool!.Change(ticket)) == StoreStatus.Ok;
    }

    // Under the lock, like everything private from here on.

    private void Owe(Job job, int due)
    {
        if (job.Ticket is null || due == 0)
        {
            return;
        }

        if (job.Due == 0)
        {
            _due.Add(job);
        }

        job.Due |= due;
    }

    private static void Fill(SpoolTicket ticket, Job job)
    {
        ticket.Name = job.Name;
        ticket.Priority = job.Priority;
        ticket.Copies = job.Copies;
        ticket.Place = job.Place;
        ticket.IsHeld = job.IsHeld || job.IsCancelWanted;
    }

    private void FillEnd(SpoolTicket ticket, Job job, int state, int reasons, string message, long completedAt)
    {
        ticket.State = state;
        ticket.Reasons = reasons;
        ticket.Message = message;
        ticket.CompletedAt = completedAt;
        ticket.Sent = job.Sent;
        ticket.CopiesDone = job.CopiesDone;
        ticket.IsKept = IsKept(job, state);
    }

    /// <summary>Whether the documents of a Job that ends so stay where they are, until room is needed.</summary>
    private bool IsKept(Job job, int state)
    {
        return job.Ticket is not null && job.IsStored && !job.Ticket.IsDamaged && !job.Ticket.IsGone && (state == JobState.Aborted || _setup.KeepsJobs);
    }

    private void Take(SpoolTicket ticket)
    {
        Job job = new Job
        {
            Id = ticket.Number,
            Name = ticket.Name,
            User = ticket.User,
            Host = ticket.Host,
            Origin = ticket.Origin,
            Priority = ticket.Priority,
            Copies = ticket.Copies,
            IsHeld = ticket.IsHeld,
            IsSpooled = true,
            IsNumberKept = true,
            Ticket = ticket,
            Place = ticket.Place,
            CreatedAt = ticket.CreatedAt,
            ProcessingAt = ticket.ProcessingAt,
            ProcessingUp = ticket.Printings > 0 ? 0 : -1,
            TouchedAt = _clock.Milliseconds,
            Documents = new JobDocument[ticket.Documents.Length],
            Octets = ticket.Octets,
        };
        for (int i = 0; i < job.Documents.Length; i++)
        {
            SpoolDocument document = ticket.Documents[i];
            job.Documents[i] = new JobDocument(document.Number, document.Name, document.Format) { Octets = document.Octets, IsWhole = document.IsWhole, Canceled = document.Canceled };
        }

        _lastPlace = job.Place > _lastPlace ? job.Place : _lastPlace;
        if (ticket.Life == SpoolTicket.Done)
        {
            TakeEnded(job, ticket);
            return;
        }

        job.IsClosed = ticket.Life == SpoolTicket.Ready;
        job.IsStored = job.IsClosed;
        job.Reasons = job.IsClosed ? 0 : JobReasons.DataInsufficient;
        job.Restarts = ticket.Printings;
        job.CopiesDone = ticket.PrintingCopy - 1;
        int after = AfterCut.Of(ticket, _setup.AfterCut);
        if (ticket.Printings > 0)
        {
            job.Reasons |= JobReasons.PossiblyPrintedTwice;
            job.Message = "It was interrupted while it was printed: some of it may be printed twice.";
        }

        job.IsHeld |= after == AfterCut.Hold;
        if (job.IsHeld && ticket.Printings > 0)
        {
            job.Message = "It was interrupted while it was printed: release it to print it again, or cancel it.";
        }

        job.State = job.IsHeld ? JobState.PendingHeld : JobState.Pending;
        job.Reasons |= (job.IsHeld ? JobReasons.HeldUntil : 0) | (_state == PrinterState.Stopped ? JobReasons.PrinterStopped : 0);
        ticket.IsPrinting = false;
        _jobs.Add(job);
        Events.Add(PrinterEvent.JobCreated, this, job, Up);
        Owe(job, after == AfterCut.Nothing ? 0 : DueChange);
        if (ticket.IsDamaged)
        {
            End(job, JobState.Aborted, JobReasons.AbortedBySystem | JobReasons.ErrorsDetected, "The card has lost some of it.");
        }
        else if (after == AfterCut.Abort)
        {
            End(job, JobState.Aborted, JobReasons.AbortedBySystem | JobReasons.ErrorsDetected, "It was interrupted while it was printed: some of it may be on paper.");
        }
        else
        {
            Update();
            Schedule();
        }
    }

    private void TakeEnded(Job job, SpoolTicket ticket)
    {
        job.State = JobState.IsEnd(ticket.State) ? ticket.State : JobState.Aborted;
        job.Reasons = ticket.Reasons;
        job.Message = ticket.Message;
        job.IsHeld = false;
        job.IsClosed = true;
        job.Sent = ticket.Sent;
        job.CopiesDone = ticket.CopiesDone;
        job.CompletedAt = ticket.CompletedAt;
        job.CompletedUp = 0;
        _ends++;
        job.EndOrder = _ends;
        Job? leaving = _jobs.Add(job);
        if (leaving is not null)
        {
            Leave(leaving);
        }
    }
}
