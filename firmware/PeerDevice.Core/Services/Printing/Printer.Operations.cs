namespace PeerDevice.Services.Printing;

/// <summary>What people and programs may ask of the Printer (RFC 8011 §4.2, §4.3, RFC 3998, PWG 5100.11). Who may, others have decided.</summary>
public sealed partial class Printer
{
    /// <summary>Cancels a Job. One that is being printed ends at the next octet.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="byOwner">Whether who asks is who submitted it.</param>
    /// <returns>Ok, NotFound, NotPossible (it has ended).</returns>
    public int Cancel(int id, bool byOwner)
    {
        lock (_gate)
        {
            Job? job = _jobs.Find(id);
            return job is null ? PrintStatus.NotFound : job.IsEnded ? PrintStatus.NotPossible : CancelOne(job, byOwner);
        }
    }

    /// <summary>Cancels the Job that has the device (Cancel-Current-Job).</summary>
    /// <returns>Ok, NotFound (no Job has it).</returns>
    public int CancelCurrent(bool byOwner)
    {
        lock (_gate)
        {
            return _current is null ? PrintStatus.NotFound : CancelOne(_current, byOwner);
        }
    }

    /// <summary>Cancels all Jobs that have not ended, of one user or of all (Cancel-My-Jobs, Cancel-Jobs).</summary>
    /// <param name="user">The user; null for all.</param>
    /// <param name="byOwner">Whether who asks is who submitted them.</param>
    public void CancelAll(string? user, bool byOwner)
    {
        lock (_gate)
        {
            // From the end: those that have ended before give way to those that end, and what stands behind them moves up.
            for (int i = _jobs.Count - 1; i >= 0; i--)
            {
                Job job = _jobs.At(i);
                if (!job.IsEnded && (user is null || job.User == user))
                {
                    CancelOne(job, byOwner);
                }
            }
        }
    }

    /// <summary>Cancels all Jobs and forgets the history (Purge-Jobs, RFC 8011 §4.2.9).</summary>
    public void Purge()
    {
        lock (_gate)
        {
            CancelAll(null, false);
            for (int i = _jobs.Count - 1; i >= 0; i--)
            {
                Job job = _jobs.At(i);
                if (job.IsEnded)
                {
                    _jobs.Remove(job);
                    Leave(job);
                }
            }
        }
    }

    /// <summary>Holds a Job that waits (Hold-Job with job-hold-until indefinite).</summary>
    /// <returns>Ok, NotFound, NotPossible (it is being printed, or has ended).</returns>
    public int Hold(int id)
    {
        lock (_gate)
        {
            Job? job = _jobs.Find(id);
            if (job is null)
            {
                return PrintStatus.NotFound;
            }

            if (job.State > JobState.PendingHeld)
            {
                return PrintStatus.NotPossible;
            }

            HoldOne(job);
            Schedule();
            return PrintStatus.Ok;
        }
    }

    /// <summary>Releases a Job that is held (Release-Job).</summary>
    /// <returns>Ok, NotFound, NotPossible (it is not held).</returns>
    public int Release(int id)
    {
        lock (_gate)
        {
            Job? job = _jobs.Find(id);
            if (job is null)
            {
                return PrintStatus.NotFound;
            }

            if (job.State != JobState.PendingHeld)
            {
                return PrintStatus.NotPossible;
            }

            ReleaseOne(job);
            Schedule();
            return PrintStatus.Ok;
        }
    }

    /// <summary>Puts a Job that waits before all others (Promote-Job, RFC 3998 §4.4).</summary>
    /// <returns>Ok, NotFound, NotPossible (it does not wait).</returns>
    public int Promote(int id)
    {
        lock (_gate)
        {
            Job? job = _jobs.Find(id);
            if (job is null)
            {
                return PrintStatus.NotFound;
            }

            if (job.State != JobState.Pending)
            {
                return PrintStatus.NotPossible;
            }

            for (int i = 0; i < _jobs.Count; i++)
            {
                Job other = _jobs.At(i);
                job.Priority = !other.IsEnded && other.Priority > job.Priority ? other.Priority : job.Priority;
            }

            _firstPlace--;
            job.Place = _firstPlace;
            Reordered(job);
            return PrintStatus.Ok;
        }
    }

    /// <summary>Puts a Job that waits right behind another, which takes its priority with it (Schedule-Job-After, RFC 3998 §4.3).</summary>
    /// <param name="id">The Job.</param>
    /// <param name="predecessor">The other one; 0 for the one that is being printed, so before all that wait.</param>
    /// <returns>Ok, NotFound, NotPossible (either does not wait; the other may be the one that is being printed).</returns>
    public int ScheduleAfter(int id, int predecessor)
    {
        lock (_gate)
        {
            if (predecessor == 0 || (_current is not null && _current.Id == predecessor))
            {
                return Promote(id);
            }

            Job? job = _jobs.Find(id);
            Job? before = _jobs.Find(predecessor);
            if (job is null || before is null)
            {
                return PrintStatus.NotFound;
            }

            if (job == before || job.State != JobState.Pending || before.State > JobState.PendingHeld)
            {
                return PrintStatus.NotPossible;
            }

            for (int i = 0; i < _jobs.Count; i++)
            {
                Job other = _jobs.At(i);
                if (other.Priority == before.Priority && other.Place > before.Place)
                {
                    other.Place++;
                }
            }

            _lastPlace++;
            job.Priority = before.Priority;
            job.Place = before.Place + 1;
            Reordered(job);
            return PrintStatus.Ok;
        }
    }

    /// <summary>Gives a Job that has not ended another name, priority or number of copies (Set-Job-Attributes, RFC 3380 §4.2).</summary>
    /// <param name="id">Its number.</param>
    /// <param name="name">Its new name; null to leave it.</param>
    /// <param name="priority">1 to 100; 0 to leave it.</param>
    /// <param name="copies">1 or more; 0 to leave them.</param>
    /// <returns>Ok, NotFound, NotPossible (it has ended, or is being printed), CopiesNotSupported (it is not stored).</returns>
    public int Set(int id, string? name, int priority, int copies)
    {
        lock (_gate)
        {
            Job? job = _jobs.Find(id);
            if (job is null)
            {
                return PrintStatus.NotFound;
            }

            if (job.State > JobState.PendingHeld)
            {
                return PrintStatus.NotPossible;
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
            if (isMoved)
            {
                Reordered(job);
            }

            return PrintStatus.Ok;
        }
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
    public void HoldNew(bool holdsNew)
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
            Schedule();
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
        Update();
    }

    private void ReleaseOne(Job job)
    {
        job.IsHeld = false;
        job.IsHeldAsNew = false;
        Change(job, JobState.Pending, 0, JobReasons.HeldUntil);
    }

    private void Reordered(Job job)
    {
        Events.Add(PrinterEvent.QueueOrderChanged, this, job, Up);
        Schedule();
    }

    /// <summary>A Job that is no longer told of.</summary>
    private static void Leave(Job job)
    {
        job.Documents = new JobDocument[0];
    }
}
