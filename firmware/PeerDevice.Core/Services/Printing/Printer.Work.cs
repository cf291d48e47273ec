using PeerDevice.Board;

namespace PeerDevice.Services.Printing;

/// <summary>What those who move octets ask of the Printer and tell it.</summary>
public sealed partial class Printer
{
    /// <summary>Takes a Job into the queue, and into the spool if that is its way. It waits there, arriving, until more is said of it.</summary>
    /// <param name="job">The Job, filled in by whoever submits it; its texts are cut to <see cref="Limits.JobText"/>.</param>
    /// <param name="isTold">Whether its sender is told its number before its first document arrives.</param>
    /// <returns>Ok, Busy, NotAccepting, CopiesNotSupported. With anything but Ok there is no such Job.</returns>
    internal int Enter(Job job, bool isTold)
    {
        int status = MayEnter();
        if (status != PrintStatus.Ok)
        {
            return status;
        }

        job.Name = Clip(job.Name);
        job.User = Clip(job.User);
        job.Host = Clip(job.Host);
        job.Id = _numbers.Take(out job.IsNumberKept);
        job.CreatedAt = _clock.UnixSeconds;
        job.CreatedUp = Up;
        job.TouchedAt = _clock.Milliseconds;
        job.HasWorker = !isTold;
        lock (_gate)
        {
            job.Place = NextPlace();
            job.IsHeldAsNew = _holdsNew && !job.IsHeld;
            job.IsHeld |= _holdsNew;
        }

        status = Store(job, isTold);
        if (status == PrintStatus.Ok && job.Copies > 1 && !job.IsSpooled)
        {
            return PrintStatus.CopiesNotSupported;
        }

        if (status == PrintStatus.Ok)
        {
            status = Add(job, isTold);
        }

        if (status != PrintStatus.Ok && job.IsSpooled)
        {
            Unstore(job);
        }

        return status;
    }

    private int Add(Job job, bool isTold)
    {
        lock (_gate)
        {
            int status = MayEnter();
            if (status != PrintStatus.Ok)
            {
                return status;
            }

            job.State = job.IsHeld ? JobState.PendingHeld : JobState.Pending;
            job.Reasons = (isTold ? JobReasons.DataInsufficient : JobReasons.Incoming) | (job.IsHeld ? JobReasons.HeldUntil : 0) | (_state == PrinterState.Stopped ? JobReasons.PrinterStopped : 0);
            _jobs.Add(job);
            Events.Add(PrinterEvent.JobCreated, this, job, job.CreatedUp);
            if (_jobs.IsFull)
            {
                // Nothing else of the Printer's state hangs on who waits.
                Update();
            }

            return PrintStatus.Ok;
        }
    }

    /// <summary>Whether a Job would be taken now.</summary>
    /// <returns>Ok, Busy, NotAccepting.</returns>
    internal int MayEnter()
    {
        lock (_gate)
        {
            return !IsAccepting ? PrintStatus.NotAccepting : _jobs.IsFull ? PrintStatus.Busy : PrintStatus.Ok;
        }
    }

    /// <summary>Says that a Job goes on with what came of it, its sender having broken off.</summary>
    internal void Cut(Job job, string message)
    {
        lock (_gate)
        {
            if (!job.IsEnded)
            {
                job.Message = message;
                Change(job, job.State, JobReasons.SubmissionInterrupted, 0);
            }
        }
    }

    /// <summary>Says of a Job that is still arriving what its sender says only behind its documents.</summary>
    /// <returns>Ok; CopiesNotSupported: all but those, since it does not go by the spool; NotPossible (it has ended), StoreFailed.</returns>
    internal int Describe(Job job, string name, string user, int copies)
    {
        bool mayCopy;
        lock (_notes)
        {
            lock (_gate)
            {
                if (job.IsEnded)
                {
                    return PrintStatus.NotPossible;
                }

                mayCopy = copies == 1 || job.IsSpooled;
                job.Name = Clip(name);
                job.User = Clip(user);
                job.Copies = mayCopy ? copies : 1;
                Events.Add(PrinterEvent.JobConfigChanged, this, job, Up);
                if (job.Ticket is not null)
                {
                    job.Ticket.User = job.User;
                    Fill(job.Ticket, job);
                }
            }

            if (job.Ticket is not null && Spool!.Describe(job.Ticket) != StoreStatus.Ok)
            {
                return PrintStatus.StoreFailed;
            }
        }

        return mayCopy ? PrintStatus.Ok : PrintStatus.CopiesNotSupported;
    }

    /// <summary>Adds a document to a Job, and says that somebody brings it.</summary>
    /// <returns>Ok, NotPossible (ended, closed, or another document is arriving), TooManyDocuments, FormatNotSupported.</returns>
    internal int Receive(Job job, string name, string format, out JobDocument? document)
    {
        lock (_gate)
        {
            document = null;
            bool isFirst = job.Documents.Length == 0 && (job.Reasons & JobReasons.Incoming) != 0;
            if (job.IsEnded || job.IsClosed || (job.HasWorker && !isFirst))
            {
                return PrintStatus.NotPossible;
            }

            if (job.Documents.Length == Limits.JobDocuments)
            {
                return PrintStatus.TooManyDocuments;
            }

            if (!Language.Takes(format))
            {
                return PrintStatus.FormatNotSupported;
            }

            document = new JobDocument(job.Documents.Length + 1, Clip(name), format);
            JobDocument[] all = new JobDocument[document.Number];
            System.Array.Copy(job.Documents, 0, all, 0, document.Number - 1);
            all[document.Number - 1] = document;
            job.Documents = all;
            job.HasWorker = true;
            Change(job, job.State, JobReasons.Incoming, JobReasons.DataInsufficient);
            return PrintStatus.Ok;
        }
    }

    /// <summary>Says that the one who brings a Job stands at the door with a document of it, and asks for the device.</summary>
    /// <returns>Whether the Job has the device now; otherwise its <see cref="Job.Turn"/> is set when that changes, or when the Job ends.</returns>
    internal bool Claim(Job job)
    {
        lock (_gate)
        {
            job.IsAtDoor = true;
            Schedule();
            job.HasDevice = _current == job && !job.IsEnded;
            return job.HasDevice;
        }
    }

    /// <summary>The stored Job that has the device next, given to whoever prints those; null when there is none just now.</summary>
    public Job? TakeNext()
    {
        lock (_gate)
        {
            Schedule();
            Job? job = _current;
            if (job is null || !job.IsStored || job.HasDevice || job.IsEnded)
            {
                return null;
            }

            job.HasDevice = true;
            return job;
        }
    }

    /// <summary>Says that the device has begun, and that octets are about to go to it.</summary>
    /// <returns>Ok; Canceled, Ending; NotPossible: it was held meanwhile. With anything but Ok the device is to be given back.</returns>
    internal int Begun(Job job)
    {
        lock (_gate)
        {
            int status = _isEnding ? PrintStatus.Ending : job.IsCancelWanted || job.IsEnded ? PrintStatus.Canceled : job.IsHeld ? PrintStatus.NotPossible : PrintStatus.Ok;
            _linkConditions = Device.Conditions;
            if (status == PrintStatus.Ok)
            {
                int up = Up;
                long now = _clock.UnixSeconds;
                if (job.ProcessingUp < 0)
                {
                    job.ProcessingUp = up;
                    job.ProcessingAt = now;
                }

                Change(job, JobState.Processing, JobReasons.Printing, JobReasons.PrinterStopped | JobReasons.DataInsufficient, up);
                Update(up, now);
                return status;
            }

            Update();
            return status;
        }
    }

    /// <summary>Gives the device back; the Job goes on waiting.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="isAbsent">Whether the device would not begin.</param>
    /// <param name="pause">Milliseconds for which nobody is given the device.</param>
    internal void GiveBack(Job job, bool isAbsent, int pause)
    {
        lock (_gate)
        {
            job.HasDevice = false;
            _linkConditions = Device.Conditions | (isAbsent ? DeviceCondition.Missing : 0);
            _retryAt = _clock.Milliseconds + pause;
            if (_current == job)
            {
                LetGo();
            }

            if (!job.IsEnded)
            {
                Change(job, job.IsHeld ? JobState.PendingHeld : JobState.Pending, job.IsHeld ? JobReasons.HeldUntil : 0, JobReasons.Printing | JobReasons.Outgoing);
            }

            Update();
            _jobs.Mark(_state == PrinterState.Stopped);
            Schedule();
        }
    }

    /// <summary>Says that all octets went to the device, which has not shown yet that it printed them.</summary>
    internal void Outgoing(Job job)
    {
        lock (_gate)
        {
            Change(job, job.State, JobReasons.Outgoing, JobReasons.Printing);
        }
    }

    /// <summary>Says that the device broke off in the middle of a Job. Who prints it keeps the device, such as it is, and begins anew.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="message">What to tell people.</param>
    internal void Broke(Job job, string message)
    {
        lock (_gate)
        {
            job.Message = message;
            job.Restarts++;
            job.Sent = 0;
            _linkConditions = Device.Conditions | DeviceCondition.Missing;
            Change(job, job.State, JobReasons.PossiblyPrintedTwice, JobReasons.Printing | JobReasons.Outgoing);
            Update();
        }
    }

    /// <summary>Gives the device back and holds the Job, until somebody releases it.</summary>
    internal void HoldBack(Job job, string message)
    {
        lock (_gate)
        {
            job.HasDevice = false;
            job.IsHeld = true;
            job.Message = message;
            job.Sent = 0;
            if (_current == job)
            {
                LetGo();
            }

            Change(job, JobState.PendingHeld, JobReasons.HeldUntil | JobReasons.PossiblyPrintedTwice, JobReasons.Printing | JobReasons.Outgoing | JobReasons.PrinterStopped);
            Owe(job, DueChange);
            Update();
            Schedule();
        }

        Settle();
    }

    /// <summary>Says that whoever brought a document, or printed the Job, is done with it, and the Job is not: more documents will come, or it is stored and waits.</summary>
    internal void Rest(Job job, bool isStored)
    {
        lock (_gate)
        {
            job.HasWorker = false;
            job.HasDevice = false;
            job.IsAtDoor = false;
            job.TouchedAt = _clock.Milliseconds;
            if (job.IsEnded)
            {
                Owe(job, DueDone);
                if (_current == job)
                {
                    LetGo();
                    Update();
                }
            }
            else
            {
                job.IsStored = isStored;
                job.IsClosed |= isStored;
                Change(job, job.State, isStored ? 0 : JobReasons.DataInsufficient, JobReasons.Incoming | JobReasons.Printing | JobReasons.Outgoing | (isStored ? JobReasons.DataInsufficient : 0));
            }

            Schedule();
        }

        Settle();
    }

    /// <summary>Ends a Job whose worker is done with it.</summary>
    internal void Finish(Job job, int state, int reasons, string message)
    {
        lock (_gate)
        {
            job.HasWorker = false;
            job.HasDevice = false;
            job.IsAtDoor = false;
            if (!job.IsEnded)
            {
                End(job, state, reasons, message);
            }
            else
            {
                Owe(job, DueDone);
                if (_current == job)
                {
                    LetGo();
                    Update();
                    Schedule();
                }
            }
        }

        Settle();
    }

    /// <summary>Says whether the device has taken nothing for long.</summary>
    internal void Stick(bool isStuck)
    {
        lock (_gate)
        {
            _isStuck = isStuck;
            Update();
        }
    }

    /// <summary>Takes over what was seen of the device.</summary>
    /// <param name="link">What its link knows: bits of <see cref="DeviceCondition"/>.</param>
    /// <param name="said">What it said in its language, or <see cref="Languages.PrinterLanguage.NothingHeard"/> where that is what it was.</param>
    internal void Observe(int link, int said)
    {
        lock (_gate)
        {
            int before = _linkConditions | _saidConditions;
            _linkConditions = link;
            _saidConditions = said < 0 ? _saidConditions : said;
            if ((_linkConditions | _saidConditions) != before)
            {
                Update();
                Schedule();
            }
        }
    }

    /// <summary>Asks for the device to look at it, while no Job has it.</summary>
    internal bool BeginLook()
    {
        lock (_gate)
        {
            _isLooking = _current is null;
            return _isLooking;
        }
    }

    /// <summary>Gives the device back after a look. One that says by now who it is, or is another, is called so from here on; one that was unplugged is called as before.</summary>
    internal void EndLook()
    {
        lock (_gate)
        {
            string read = Device.DeviceId;
            if (read.Length > 0 && read != _readId)
            {
                Identity();
            }

            _isLooking = false;
            Schedule();
        }
    }

    /// <summary>What whoever has the device for a Job is to do before the next octet.</summary>
    /// <returns>Ok: go on. Canceled, Ending: stop. NotPossible: wait, the Printer is paused.</returns>
    internal int Attend(Job job)
    {
        lock (_gate)
        {
            if (_isEnding)
            {
                return PrintStatus.Ending;
            }

            if (job.IsCancelWanted || job.IsEnded)
            {
                return PrintStatus.Canceled;
            }

            _isResting = _isPaused && _current == job;
            Update();
            return _isResting ? PrintStatus.NotPossible : PrintStatus.Ok;
        }
    }

    /// <summary>Says that no more documents will come for a Job that nobody brings anything to just now. One that is not spooled has ended then; of one that is, the caller makes sure.</summary>
    /// <returns>Ok, NotPossible (it has ended, is closed, or a document is arriving), Empty: it has no documents and was aborted.</returns>
    internal int CloseJob(Job job)
    {
        int status = PrintStatus.Ok;
        lock (_gate)
        {
            if (job.IsEnded || job.IsClosed || job.HasWorker)
            {
                return PrintStatus.NotPossible;
            }

            job.IsClosed = true;
            if (job.Documents.Length == 0)
            {
                End(job, JobState.Aborted, JobReasons.AbortedBySystem, "It had no documents.");
                status = PrintStatus.Empty;
            }
            else if (!job.IsSpooled)
            {
                End(job, JobState.Completed, JobReasons.CompletedSuccessfully, "");
            }
            else
            {
                job.HasWorker = true;
            }
        }

        Settle();
        return status;
    }

    /// <summary>The next Job whose sender has not gone on with it for too long; it is ended.</summary>
    public Job? EndForgotten()
    {
        Job? forgotten = FindForgotten();
        if (forgotten is not null)
        {
            Settle();
        }

        return forgotten;
    }

    private Job? FindForgotten()
    {
        lock (_gate)
        {
            long now = _clock.Milliseconds;
            for (int i = 0; i < _jobs.Count; i++)
            {
                Job job = _jobs.At(i);
                if (!job.IsEnded && !job.HasWorker && (job.Reasons & JobReasons.DataInsufficient) != 0 && now - job.TouchedAt >= Limits.JobSilenceMilliseconds)
                {
                    End(job, JobState.Aborted, JobReasons.AbortedBySystem | JobReasons.SubmissionInterrupted, "No more documents came.");
                    return job;
                }
            }

            return null;
        }
    }

    private static string Clip(string text)
    {
        return text.Length > Limits.JobText ? text.Substring(0, Limits.JobText) : text;
    }
}
