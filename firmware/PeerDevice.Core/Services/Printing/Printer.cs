using System.Threading;
using PeerDevice.Board;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Printing.Languages;

namespace PeerDevice.Services.Printing;

/// <summary>
/// The Printer (RFC 8011 §5.4) in front of one output device: its queue, and what state it and its Jobs are in. It decides who has the device and how a Job ends; those who move octets
/// (<see cref="Delivery"/>) tell it what they meet. Any thread may call anything: one lock, and nothing under it waits, sends or touches a store.
/// </summary>
public sealed partial class Printer : IPrinterFacts
{
    private const int Unknown = -1;

    private readonly object _gate = new object();
    private readonly PrinterSetup _setup;
    private readonly IClock _clock;
    private readonly JobNumbers _numbers;
    private readonly JobTable _jobs;
    private Job? _current;
    private Job? _named;
    private bool _isLooking;
    private bool _isAccepting = true;
    private bool _holdsNew;
    private bool _isPaused;
    private bool _pausesAfter;
    private bool _isResting;
    private bool _isStuck;
    private bool _isEnding;
    private int _linkConditions;
    private int _saidConditions;
    private long _retryAt;
    private int _state = PrinterState.Idle;
    private int _reasons;
    private bool _attention;
    private AutoResetEvent? _bell;
    private string _message = "";
    private string _readId = "";
    private string _deviceId = "";
    private string _makeAndModel = "";
    private long _lastPlace;
    private int _ends;

    /// <summary>Makes the Printer of a device.</summary>
    /// <param name="setup">How it is set up.</param>
    /// <param name="device">The output device.</param>
    /// <param name="language">What the device speaks: an object of this Printer's own.</param>
    /// <param name="numbers">Where its Jobs get their numbers.</param>
    /// <param name="spool">Where its Jobs are kept; null where they go straight to the device.</param>
    /// <param name="clock">Time.</param>
    /// <param name="profile">How many Jobs there may be.</param>
    public Printer(PrinterSetup setup, IOutputDevice device, PrinterLanguage language, JobNumbers numbers, ISpool? spool, IClock clock, Profile profile)
    {
        _setup = setup;
        Device = device;
        Language = language;
        _numbers = numbers;
        Spool = spool;
        _clock = clock;
        _jobs = new JobTable(profile.Jobs, profile.JobHistory);
        Events = new PrinterEvents(profile.PrinterEvents);
        Identity();
        _linkConditions = device.Conditions;
        Update();
    }

    /// <inheritdoc/>
    public string Name => _setup.Name;

    /// <summary>Its name as DNS-SD has it, once it is told of; null while it is not.</summary>
    public OwnLabel? Label { get; set; }

    /// <inheritdoc/>
    public string MakeAndModel => _makeAndModel;

    /// <inheritdoc/>
    public string DeviceId => _deviceId;

    /// <inheritdoc/>
    public string Location => _setup.Location;

    /// <inheritdoc/>
    public int State => _state;

    /// <inheritdoc/>
    public int Reasons => _reasons;

    /// <inheritdoc/>
    public string Message => _message;

    /// <summary>Whether it takes Jobs (printer-is-accepting-jobs).</summary>
    public bool IsAccepting => _isAccepting && !_isEnding;

    /// <summary>Whether Jobs that come now are held (Hold-New-Jobs).</summary>
    public bool HoldsNewJobs => _holdsNew;

    /// <summary>Jobs that have not ended (queued-job-count).</summary>
    public int Waiting => _jobs.Active;

    /// <summary>Jobs that are told of: those that have not ended, and the history.</summary>
    public int Held => _jobs.Count;

    /// <summary>When its state or its reasons last changed, in seconds since the peer started (printer-state-change-time).</summary>
    public int ChangedUp { get; private set; }

    /// <summary>The same in seconds since 1970; 0 where the time was not known.</summary>
    public long ChangedAt { get; private set; }

    /// <summary>Seconds since the peer started (printer-up-time): 1 or more.</summary>
    public int Up => (int)(_clock.Milliseconds / 1000) + 1;

    /// <summary>What an operator has to say of it (printer-message-from-operator, RFC 8011 §5.4.25); kept in memory only.</summary>
    public string OperatorMessage { get; private set; } = "";

    /// <summary>The port of its raw intake; 0 where it has none.</summary>
    public int RawPort { get; set; }

    /// <summary>The output device. Only who has been given it writes to it.</summary>
    public IOutputDevice Device { get; }

    /// <summary>What it speaks.</summary>
    public PrinterLanguage Language { get; }

    /// <summary>How it is set up.</summary>
    public PrinterSetup Setup => _setup;

    /// <summary>Where its Jobs are kept; null where they go straight to the device.</summary>
    public ISpool? Spool { get; }

    /// <summary>What happened lately.</summary>
    public PrinterEvents Events { get; }

    /// <summary>Set when there is something for the one who prints what is stored: <see cref="TakeNext"/>.</summary>
    public AutoResetEvent Work { get; } = new AutoResetEvent(false);

    /// <summary>Rung when its state or the reasons of it have changed, for a light or a display; null for nobody.</summary>
    public AutoResetEvent? Bell
    {
        set => _bell = value;
    }

    /// <summary>Whether whoever has the device should ask <see cref="Attend"/> before the next octet. Read without a lock, once a block.</summary>
    internal bool NeedsAttention => _attention;

    /// <summary>Whether the device says that it cannot print just now.</summary>
    internal bool IsBlocked => ((_linkConditions | _saidConditions) & DeviceCondition.Stopping) != 0;

    /// <summary>The Job of a number, or null.</summary>
    public Job? Find(int id)
    {
        lock (_gate)
        {
            return _jobs.Find(id);
        }
    }

    /// <summary>
    /// Fills in the Jobs there are: those that have not ended in the order in which they will be printed, the one that is being printed first; or those that have, the last first.
    /// </summary>
    /// <param name="into">Takes them, as many as it has room for.</param>
    /// <param name="ended">Which.</param>
    /// <returns>How many.</returns>
    public int List(Job[] into, bool ended)
    {
        lock (_gate)
        {
            int count = 0;
            for (int i = 0; i < _jobs.Count; i++)
            {
                Job job = _jobs.At(i);
                if (job.IsEnded == ended)
                {
                    count = Insert(into, count, job);
                }
            }

            return count;
        }
    }

    /// <summary>How many Jobs will be printed before one (number-of-intervening-jobs, RFC 8011 §5.3.15).</summary>
    public int Before(Job job)
    {
        lock (_gate)
        {
            int before = 0;
            for (int i = 0; i < _jobs.Count && !job.IsEnded; i++)
            {
                Job other = _jobs.At(i);
                before += !other.IsEnded && other != job && IsShownBefore(other, job) ? 1 : 0;
            }

            return before;
        }
    }

    /// <summary>Ends the peer's printing: who waits for the device is sent away, who has it stops at the next octet.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isEnding = true;
            Update();
            for (int i = 0; i < _jobs.Count; i++)
            {
                Wake(_jobs.At(i));
            }
        }

        Work.Set();
    }

    /// <summary>Whether the peer is ending.</summary>
    public bool IsEnding => _isEnding;

    private int Insert(Job[] into, int count, Job job)
    {
        int at = count;
        while (at > 0 && IsShownBefore(job, into[at - 1]))
        {
            if (at < into.Length)
            {
                into[at] = into[at - 1];
            }

            at--;
        }

        if (at < into.Length)
        {
            into[at] = job;
        }

        return count < into.Length ? count + 1 : count;
    }

    private bool IsShownBefore(Job job, Job other)
    {
        if (job.IsEnded)
        {
            return job.EndOrder > other.EndOrder;
        }

        return job == _current || (other != _current && JobTable.IsBefore(job, other));
    }

    /// <summary>Works out who the device is: as it says itself, or as its language would have it.</summary>
    private void Identity()
    {
        string read = Device.DeviceId;
        _readId = read;
        string said = Wire.Ieee1284.DeviceId.Model(read);
        bool isOwn = said.Length > 0 && _setup.Model.Length == 0 && _setup.Make.Length == 0;
        string maker = _setup.Make.Length > 0 ? _setup.Make : said.Length > 0 ? Wire.Ieee1284.DeviceId.Manufacturer(read) : Language.Manufacturer;
        string model = _setup.Model.Length > 0 ? _setup.Model : said.Length > 0 ? said : Language.Model;
        string commands = Wire.Ieee1284.DeviceId.CommandSet(read);
        _deviceId = isOwn ? read : Wire.Ieee1284.DeviceId.Make(maker, model, commands.Length > 0 ? commands : Language.CommandSet, "", "");
        _makeAndModel = maker.Length == 0 ? model : maker + " " + model;
    }

    // Under the lock, like everything private from here on.

    /// <summary>Brings state, reasons and message to what everything else comes to, and tells of it where they changed.</summary>
    private void Update()
    {
        Update(Unknown, Unknown);
    }

    /// <summary>The same for who has asked the clock.</summary>
    /// <param name="up">Seconds since the peer started, or <see cref="Unknown"/>.</param>
    /// <param name="now">Seconds since 1970, or <see cref="Unknown"/>.</param>
    private void Update(int up, long now)
    {
        Job? current = _current;
        bool isWorking = current is not null && current.State >= JobState.Processing;
        int conditions = _linkConditions | _saidConditions;
        bool isBlocked = _isStuck || (conditions & DeviceCondition.Stopping) != 0;
        int reasons = conditions == 0 ? 0 : PrinterWords.ReasonsOf(conditions);
        if (_isStuck)
        {
            reasons |= PrinterReasons.TimedOut;
        }

        if (_jobs.IsFull)
        {
            reasons |= PrinterReasons.SpoolAreaFull;
        }

        if (_holdsNew)
        {
            reasons |= PrinterReasons.HoldNewJobs;
        }

        int state = isBlocked ? PrinterState.Stopped : isWorking ? PrinterState.Processing : PrinterState.Idle;
        if (_isPaused && (_isResting || !isWorking))
        {
            state = PrinterState.Stopped;
            reasons |= PrinterReasons.Paused;
        }
        else if (_isPaused || _pausesAfter)
        {
            reasons |= PrinterReasons.MovingToPaused;
        }

        if (_isEnding)
        {
            state = PrinterState.Stopped;
            reasons |= PrinterReasons.Shutdown;
        }

        _attention = _isEnding || _isPaused || (current is not null && current.IsCancelWanted);
        bool isNewState = state != _state;
        if (isNewState || reasons != _reasons)
        {
            _state = state;
            _reasons = reasons;
            ChangedUp = up < 0 ? Up : up;
            ChangedAt = now < 0 ? _clock.UnixSeconds : now;
            Events.Add(isNewState && state == PrinterState.Stopped ? PrinterEvent.PrinterStopped : PrinterEvent.PrinterStateChanged, this, null, ChangedUp);
            _message = PrinterWords.Of(state, reasons, current);
            _named = current;
            if (_bell is not null)
            {
                _bell.Set();
            }
        }
        else if (current != _named)
        {
            _message = PrinterWords.Of(state, reasons, current);
            _named = current;
        }

        if (isWorking)
        {
            bool isStopped = isBlocked || _isResting;
            int stopped = isStopped ? JobReasons.PrinterStopped : 0;
            Change(current!, isStopped ? JobState.ProcessingStopped : JobState.Processing, stopped, JobReasons.PrinterStopped - stopped, up);
        }

        if (isNewState)
        {
            _jobs.Mark(state == PrinterState.Stopped);
        }
    }

    /// <summary>Gives a Job a state, adds and takes reasons, and tells of it where anything changed.</summary>
    private void Change(Job job, int state, int with, int without)
    {
        Change(job, state, with, without, Unknown);
    }

    private void Change(Job job, int state, int with, int without, int up)
    {
        int reasons = (job.Reasons & ~without) | with;
        int before = job.State;
        if (state == before)
        {
            if (reasons == job.Reasons)
            {
                return;
            }

            job.Reasons = reasons;
            Events.Add(PrinterEvent.JobStateChanged, this, job, up < 0 ? Up : up);
            return;
        }

        job.State = state;
        job.Reasons = reasons;
        Events.Add(
            state >= JobState.Canceled ? PrinterEvent.JobCompleted : state == JobState.ProcessingStopped ? PrinterEvent.JobStopped : PrinterEvent.JobStateChanged,
            this,
            job,
            up < 0 ? Up : up);
    }

    /// <summary>Notes how the Printer is, beside what happened.</summary>
    internal void Note(PrinterEvent one)
    {
        one.PrinterState = _state;
        one.PrinterReasons = _reasons;
        one.IsAccepting = _isAccepting && !_isEnding;
    }

    /// <summary>Ends a Job, and lets the next have the device if it had it.</summary>
    private void End(Job job, int state, int reasons, string message)
    {
        const int Passing = JobReasons.Incoming | JobReasons.DataInsufficient | JobReasons.HeldUntil | JobReasons.PrinterStopped | JobReasons.Printing | JobReasons.Outgoing | JobReasons.ToStopPoint;
        job.Message = message;
        job.IsHeld = false;
        job.IsCancelWanted = false;
        long now = _clock.UnixSeconds;
        int up = Up;
        job.CompletedAt = now;
        job.CompletedUp = up;
        _ends++;
        job.EndOrder = _ends;
        if (_current == job && !job.HasDevice)
        {
            LetGo();
        }

        Change(job, state, reasons | (job.Ticket is not null && IsKept(job, state) ? JobReasons.Restartable : 0), Passing, up);
        Wake(job);
        if (!job.HasWorker)
        {
            Owe(job, DueDone);
        }

        Job? leaving = _jobs.Ended();
        if (leaving is not null)
        {
            Leave(leaving);
        }

        Update(up, now);
        Schedule();
    }

    /// <summary>Takes the device back.</summary>
    private void LetGo()
    {
        _current = null;
        _isResting = false;
        _isStuck = false;
        if (_pausesAfter)
        {
            _pausesAfter = false;
            _isPaused = true;
        }
    }

    /// <summary>Gives the device to the Job that is to be printed next, if it is free and anything may be printed.</summary>
    private void Schedule()
    {
        const int Waitable = DeviceCondition.Stopping & ~DeviceCondition.Missing;
        if (_current is not null || _isLooking || _isPaused || _isEnding || ((_linkConditions | _saidConditions) & Waitable) != 0 || _clock.Milliseconds < _retryAt)
        {
            return;
        }

        Job? next = _jobs.Next();
        if (next is null)
        {
            return;
        }

        // It waits still: to the Printer's own state it makes no difference yet.
        _current = next;
        Wake(next);
        if (next.IsStored)
        {
            Work.Set();
        }
    }

    private static void Wake(Job job)
    {
        AutoResetEvent? turn = job.Turn;
        if (turn is not null)
        {
            turn.Set();
        }
    }
}
