using PeerDevice.Board;

namespace PeerDevice.Services.Printing;

/// <summary>What people and programs may ask of the Printer (RFC 8011 §4.2, §4.3, RFC 3998, PWG 5100.11). Who may, others have decided.</summary>
public sealed partial class Printer
{
    // Between the places of two Jobs that come one after the other, so that others find room there.
    private const long PlaceGap = 1 << 16;

    /// <summary>Cancels a Job. One that is being printed ends at the next octet.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="byOwner">Whether who asks is who submitted it.</param>
    /// <returns>Ok, NotFound, NotPossible (it has ended).</returns>
    public int Cancel(int id, bool byOwner)
    {
        int status;
        lock (_gate)
        {
            Job? job = _jobs.Find(id);
            status = job is null ? PrintStatus.NotFound : job.IsEnded ? PrintStatus.NotPossible : CancelOne(job, byOwner);
        }

        return Settled(status);
    }

    /// <summary>Cancels the Job that has the device (Cancel-Current-Job).</summary>
    /// <returns>Ok, NotFound (no Job has it).</returns>
    public int CancelCurrent(bool byOwner)
    {
        int status;
        lock (_gate)
        {
            status = _current is null || _current.IsEnded ? PrintStatus.NotFound : CancelOne(_current, byOwner);
        }

        return Settled(status);
    }

    /// <summary>Cancels all Jobs that have not ended, of one user or of all (Cancel-My-Jobs, Cancel-Jobs, PWG 5100.11).</summary>
    /// <param name="user">The user; null for all.</param>
    /// <param name="byOwner">Whether who asks is who submitted them.</param>
    /// <returns>Ok, StoreFailed.</returns>
    public int CancelAll(string? user, bool byOwner)
    {
        lock (_gate)
        {
            CancelEach(user, byOwner);
        }

        return Settled(PrintStatus.Ok);
    }

    /// <summary>Cancels all Jobs and forgets the history (Purge-Jobs, RFC 8011 §4.2.9).</summary>
    /// <returns>Ok, StoreFailed.</returns>
    public int Purge()
    {
        lock (_gate)
        {
            CancelEach(null, false);
            for (int i = _jobs.Count - 1; i >= 0; i--)
            {
                Job job = _jobs.At(i);
                if (job.IsEnded && !job.HasWorker)
                {
                    _jobs.Remove(job);
                    Leave(job);
                }
            }
        }

        return Settled(PrintStatus.Ok);
    }

    /// <summary>Holds a Job that waits (Hold-Job with job-hold-until indefinite).</summary>
    /// <returns>Ok, NotFound, NotPossible (it is being printed, or has ended), StoreFailed.</returns>
    public int Hold(int id)
    {
        lock (_gate)
        {
            Job? job = _jobs.Find(id);
            if (job is null || job.State > JobState.PendingHeld)
            {
                return job is null ? PrintStatus.NotFound : PrintStatus.NotPossible;
            }

            HoldOne(job);
            Schedule();
        }

        return Settled(PrintStatus.Ok);
    }

    /// <summary>Releases a Job that is held (Release-Job).</summary>
    /// <returns>Ok, NotFound, NotPossible (it is not held), StoreFailed.</returns>
    public int Release(int id)
    {
        lock (_gate)
        {
            Job? job = _jobs.Find(id);
            if (job is null || job.State != JobState.PendingHeld)
            {
                return job is null ? PrintStatus.NotFound : PrintStatus.NotPossible;
            }

            ReleaseOne(job);
            Schedule();
        }

        return Settled(PrintStatus.Ok);
    }

    /// <summary>Puts a Job that waits before all others (Promote-Job, RFC 3998 §4.4).</summary>
    /// <returns>Ok, NotFound, NotPossible (it does not wait), StoreFailed.</returns>
    public int Promote(int id)
    {
        lock (_gate)
        {
            Job? job = _jobs.Find(id);
            if (job is null || job.State != JobState.Pending)
            {
                return job is null ? PrintStatus.NotFound : PrintStatus.NotPossible;
            }

            for (int i = 0; i < _jobs.Count; i++)
            {
                Job other = _jobs.At(i);
                if (!other.IsEnded && other != _current)
                {
                    job.Priority = other.Priority > job.Priority ? other.Priority : job.Priority;
                    job.Place = other.Place - PlaceGap < job.Place ? other.Place - PlaceGap : job.Place;
                }
            }

            Reordered(job);
        }

        return Settled(PrintStatus.Ok);
    }

    /// <summary>Puts a Job that waits right behind another, whose priority it takes (Schedule-Job-After, RFC 3998 §4.3).</summary>
    /// <param name="id">The Job.</param>
    /// <param name="predecessor">The other one; 0 for the one that is being printed, so before all that wait.</param>
    /// <returns>Ok, NotFound, NotPossible (either does not wait; the other may be the one that is being printed), StoreFailed.</returns>
    public int ScheduleAfter(int id, int predecessor)
    {
        lock (_gate)
        {
            Job? job = _jobs.Find(id);
            Job? before = predecessor == 0 ? _current : _jobs.Find(predecessor);
            if (job is null || (before is null && predecessor != 0))
            {
                return PrintStatus.NotFound;
            }

            if (before is not null && before != _current)
            {
                if (job == before || job.State != JobState.Pending || before.State > JobState.PendingHeld)
                {
                    return PrintStatus.NotPossible;
                }

                job.Priority = before.Priority;
                job.Place = PlaceAfter(before);
                Reordered(job);
                id = 0;
            }
        }

        return id == 0 ? Settled(PrintStatus.Ok) : Promote(id);
    }

    /// <summary>Gives a Job that waits another name, priority or number of copies (Set-Job-Attributes, RFC 3380 §4.2).</summary>
    /// <param name="id">Its number.</param>
    /// <param name="name">Its new name; null to leave it.</param>
    /// <param name="priority">1 to 100; 0 to leave it.</param>
    /// <param name="copies">1 or more; 0 to leave them.</param>
    /// <returns>Ok, NotFound, NotPossible (it has ended, or is being printed), CopiesNotSupported (it is not in the spool), StoreFailed.</returns>
    public int Set(int id, string? name, int priority, int copies)
    {
        lock (_gate)
        {
            Job? job = _jobs.Find(id);
            if (job is null || job.State > JobState.PendingHeld)
            {
                return job is null ? PrintStatus.NotFound : PrintStatus.NotPossible;
            }

            if (copies > 1 && !job.IsSpooled)
            {
                return PrintStatus.CopiesNotSupported;
            }

            job.Name = name is null ? job.Name : Clip(name);
            job.Copies = copies > 0 ? copies : job.Copies;
            bool isMoved = priority > 0 && priority != job.Priority;
            job.Priority = priority > 0 ? priority : job.Priority;
            Events.Add(PrinterEvent.JobConfigChanged, this, job, Up);
            Owe(job, DueChange);
            if (isMoved)
            {
                Reordered(job);
            }
        }

        return Settled(PrintStatus.Ok);
    }

    /// <summary>Takes down what an operator has to say of the Printer, or of a Job in whatever state.</summary>
    /// <param name="job">The Job; null for the Printer.</param>
    /// <param name="message">The message, cut to <see cref="Limits.JobText"/>; empty for none.</param>
    public void Say(Job? job, string message)
    {
        lock (_gate)
        {
            if (job is null)
            {
                OperatorMessage = Clip(message);
            }
            else
            {
                job.OperatorMessage = Clip(message);
            }

            Events.Add(job is null ? PrinterEvent.PrinterConfigChanged : PrinterEvent.JobConfigChanged, this, job, Up);
        }
    }

    /// <summary>Has a Job printed again that has ended, under its number, if its documents are still there (Restart-Job, RFC 8011 §4.3.7).</summary>
    /// <returns>Ok, NotFound, NotPossible (it has not ended, or its documents are not kept), NotAccepting, Busy, StoreFailed.</returns>
    public int Restart(int id)
    {
        Job? job;
        SpoolTicket? ticket;
        lock (_gate)
        {
            job = _jobs.Find(id);
            ticket = job is null || !job.IsEnded || job.HasWorker || job.HasDevice ? null : job.Ticket;
        }

        if (job is null || ticket is null || Spool is null)
        {
            return job is null ? PrintStatus.NotFound : PrintStatus.NotPossible;
        }

        int status = MayEnter();
        if (status != PrintStatus.Ok)
        {
            return status;
        }

        // Nothing else is noted of it meanwhile, and it does not give way.
        lock (_notes)
        {
            int noted = Spool.Again(ticket);
            if (noted != StoreStatus.Ok)
            {
                return noted == StoreStatus.NotFound ? PrintStatus.NotPossible : noted == StoreStatus.Busy ? PrintStatus.Busy : PrintStatus.StoreFailed;
            }

            lock (_gate)
            {
                Revive(job);
                Schedule();
            }
        }

        return Settled(PrintStatus.Ok);
    }

    /// <summary>Pauses the Printer (Pause-Printer, RFC 8011 §4.2.7). The Job that is being printed stands still before its next octet, unless it is to be printed to its end first.</summary>
    /// <param name="afterCurrent">Whether the Job that is being printed goes on (Pause-Printer-After-Current-Job, RFC 3998 §3.1).</param>
    public void Pause(bool afterCurrent)
    {
        lock (_gate)
        {
            if (afterCurrent && _current is not null)
            {
                _pausesAfter = true;
            }
            else
            {
                _isPaused = true;
                _pausesAfter = false;
            }

            Update();
        }
    }

    /// <summary>Lets the Printer go on (Resume-Printer).</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _isPaused = false;
            _pausesAfter = false;
            _isResting = false;
            if (_current is not null)
            {
                Wake(_current);
            }

            Update();
            Schedule();
        }
    }

    /// <summary>Lets the Printer take Jobs, or refuse them (Enable-Printer, Disable-Printer, RFC 3998 §3.2).</summary>
    public void Accept(bool isAccepting)
    {
        lock (_gate)
        {
            if (isAccepting != _isAccepting)
            {
                _isAccepting = isAccepting;
                Events.Add(PrinterEvent.PrinterStateChanged, this, null, Up); // RFC 3995 §5.3.3.4.2: printer-is-accepting-jobs is part of it
            }
        }
    }

    /// <summary>Holds Jobs that come from now on (Hold-New-Jobs), or releases all that are held (Release-Held-New-Jobs, RFC 3998 §3.3).</summary>
    /// <returns>Ok, StoreFailed.</returns>
    public int HoldNew(bool holdsNew)
    {
        lock (_gate)
        {
            bool wasHolding = _holdsNew;
            _holdsNew = holdsNew;
            for (int i = 0; i < _jobs.Count && wasHolding && !holdsNew; i++)
            {
                Job job = _jobs.At(i);
                if (job.State == JobState.PendingHeld && job.IsHeldAsNew)
                {
                    ReleaseOne(job);
                }
            }

            Events.Add(PrinterEvent.PrinterConfigChanged, this, null, Up);
            Update();
            Schedule();
        }

        return Settled(PrintStatus.Ok);
    }

    private void CancelEach(string? user, bool byOwner)
    {
        // From the end: those that have ended before give way to those that end, and what stands behind them moves up.
        for (int i = _jobs.Count - 1; i >= 0; i--)
        {
            Job job = _jobs.At(i);
            if (!job.IsEnded && (user is null || job.User == user))
            {
                CancelOne(job, byOwner);
            }

            i = i < _jobs.Count ? i : _jobs.Count;
        }
    }

    private int CancelOne(Job job, bool byOwner)
    {
        int reason = byOwner ? JobReasons.CanceledByUser : JobReasons.CanceledByOperator;
        if (job.HasDevice)
        {
            // Whoever has the device ends it, so that no octet goes afterwards.
            job.IsCancelWanted = true;
            Change(job, job.State, reason | JobReasons.ToStopPoint, 0);
            Wake(job);
            Update();

            // Should the power go before it has ended, it is not printed again by itself.
            Owe(job, DueChange);
            return PrintStatus.Ok;
        }

        End(job, JobState.Canceled, reason, "");
        return PrintStatus.Ok;
    }

    private void HoldOne(Job job)
    {
        job.IsHeld = true;
        if (_current == job && !job.HasDevice)
        {
            LetGo();
        }

        Change(job, JobState.PendingHeld, JobReasons.HeldUntil, 0);
        Owe(job, DueChange);
        Update();
    }

    private void ReleaseOne(Job job)
    {
        job.IsHeld = false;
        job.IsHeldAsNew = false;
        Change(job, JobState.Pending, 0, JobReasons.HeldUntil);
        Owe(job, DueChange);
    }

    private void Reordered(Job job)
    {
        Events.Add(PrinterEvent.QueueOrderChanged, this, job, Up);
        Owe(job, DueChange);
        Schedule();
    }

    /// <summary>A place right behind a Job's, before the next one's.</summary>
    private long PlaceAfter(Job before)
    {
        long next = long.MaxValue;
        for (int i = 0; i < _jobs.Count; i++)
        {
            Job other = _jobs.At(i);
            bool isBehind = !other.IsEnded && other.Priority == before.Priority && other.Place > before.Place;
            next = isBehind && other.Place < next ? other.Place : next;
        }

        if (next == long.MaxValue)
        {
            return NextPlace();
        }

        if (next - before.Place < 2)
        {
            // Those behind move up: seldom, since each halves what is between two.
            for (int i = 0; i < _jobs.Count; i++)
            {
                Job other = _jobs.At(i);
                if (!other.IsEnded && other.Place >= next)
                {
                    other.Place += PlaceGap;
                    Owe(other, DueChange);
                }
            }

            _lastPlace += PlaceGap;
            next += PlaceGap;
        }

        return before.Place + ((next - before.Place) / 2);
    }

    private long NextPlace()
    {
        _lastPlace += PlaceGap;
        return _lastPlace;
    }

    private void Revive(Job job)
    {
        _jobs.Revived();
        job.CopiesDone = 0;
        job.Sent = 0;
        job.Restarts = 0;
        job.Message = "";
        job.ProcessingAt = 0;
        job.CompletedAt = 0;
        job.ProcessingUp = -1;
        job.CompletedUp = -1;
        job.Place = NextPlace();
        job.IsStored = true;
        for (int i = 0; i < job.Documents.Length; i++)
        {
            job.Documents[i].IsBegun = false;
        }

        job.Due &= ~DueForget;
        Change(job, JobState.Pending, _state == PrinterState.Stopped ? JobReasons.PrinterStopped : 0, ~0);
        Owe(job, DueChange);
        Update();
    }

    /// <summary>A Job that is no longer told of.</summary>
    private void Leave(Job job)
    {
        job.Documents = new JobDocument[0];
        Owe(job, DueForget);
    }
}
