using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Lpd;

namespace PeerDevice.Services.Printing.Lpd;

/// <summary>
/// The job that a connection of LPD brings (RFC 1179 §6), and the next one behind it: its control file and its data files in any order become one <see cref="Job"/> of the
/// same queue as all others. It is whole when its control file is there and as many data files as that prints. One for each connection; reused.
/// </summary>
/// <remarks>
/// Where the control file comes first everything is known before the first octet is printed; otherwise name, user and copies are said of the Job behind its documents. Copies
/// need the spool: without it a control file that wants some is refused, and one that comes too late for that is taken, the Job told to be printed once only.
/// </remarks>
public sealed class LpdJob
{
    /// <summary>Taken: the client is answered so.</summary>
    public const int Taken = 0;

    /// <summary>Refused: the client is answered so, and may go on.</summary>
    public const int Refused = 1;

    /// <summary>Refused, and what follows cannot be told apart from the rest of it: the connection is over.</summary>
    public const int Lost = 2;

    private readonly IClock _clock;
    private readonly BlockPool _blocks;
    private readonly int _ownOctets;
    private readonly ControlFileReader _control = new ControlFileReader();
    private readonly DataFileSource _data = new DataFileSource();
    private Intake? _intake;
    private Job? _job;
    private string _host = "";
    private bool _hasControl;
    private bool _lacksCopies;
    private int _arrived;

    /// <summary>Makes the place for a job.</summary>
    /// <param name="clock">Time.</param>
    /// <param name="blocks">Where a block is borrowed from.</param>
    /// <param name="ownOctets">Octets of its own buffer, for when there is none to be borrowed.</param>
    public LpdJob(IClock clock, BlockPool blocks, int ownOctets)
    {
        _clock = clock;
        _blocks = blocks;
        _ownOctets = ownOctets;
    }

    /// <summary>Whether a job has been begun that is not whole.</summary>
    public bool IsOpen => _job is not null;

    /// <summary>Jobs that came whole since <see cref="Begin"/>.</summary>
    public int Whole { get; private set; }

    /// <summary>Begins with a connection.</summary>
    /// <param name="printer">The Printer whose queue it named.</param>
    /// <param name="host">The address that it came from.</param>
    public void Begin(Printer printer, string host)
    {
        if (_intake is null || _intake.Printer != printer)
        {
            _intake = new Intake(printer, _clock, _blocks, _ownOctets);
        }

        _host = host;
        Whole = 0;
        Forget();
    }

    /// <summary>Whether a control file may follow: of a length that one has, and the first of its job.</summary>
    public bool AcceptsControl(long octets)
    {
        return !_hasControl && octets > 0 && octets <= Limits.LpdControlOctets;
    }

    /// <summary>Takes the control file (RFC 1179 §6.2) that follows in a source.</summary>
    /// <returns><see cref="Taken"/>; <see cref="Refused"/>: it is none, the queue is full, or copies cannot be; <see cref="Lost"/>: the connection failed.</returns>
    public int TakeControl(BufferedSource source, long octets)
    {
        _control.Begin(source, octets);
        if (_control.Read() != ControlFileReader.Complete)
        {
            return Lost;
        }

        // What is on paper already is not refused: it would be sent again, and printed again.
        int copies = Copies();
        bool isOnPaper = _job is not null && !_job.IsSpooled && _arrived > 0;
        if (_control.IsMalformed || (copies == 0 && !isOnPaper))
        {
            return Refused;
        }

        if (_job is not null)
        {
            return TakeLateControl(_job, copies);
        }

        // One that prints nothing is no job.
        _hasControl = _control.Documents > 0 && Open(JobName(), _control.User, copies);
        return _hasControl || _control.Documents == 0 ? Taken : Refused;
    }

    /// <summary>Whether a data file may follow. One that comes before its control file begins the job.</summary>
    /// <returns>False when the queue is full or takes nothing, or the job has as many as it may.</returns>
    public bool AcceptsData()
    {
        return _job is null ? Open("LPD from " + _host, "", 1) : _arrived < Limits.JobDocuments;
    }

    /// <summary>Takes the data file (RFC 1179 §6.3) that follows in a source, for which <see cref="AcceptsData"/>. Waits for as long as the device takes, where it is not stored.</summary>
    /// <param name="source">The source.</param>
    /// <param name="octets">What its sender says of its length.</param>
    /// <param name="name">Its name, by which the control file knows it.</param>
    /// <returns><see cref="Taken"/>: it is stored or printed, or the Job was canceled meanwhile; <see cref="Lost"/>: it is not, and the Job has ended.</returns>
    public int TakeData(BufferedSource source, long octets, string name)
    {
        Job job = _job!;
        _data.Attach(source, octets);
        bool isLast = _hasControl && !_lacksCopies && _arrived + 1 >= _control.Documents;
        int status = _intake!.Send(job, SourceOf(name), "", _data, isLast);
        if (status != PrintStatus.Ok)
        {
            return Failed(job, status);
        }

        _arrived++;
        if (isLast)
        {
            Whole++;
            Forget();
            return Taken;
        }

        if (!_data.IsUntilClose)
        {
            return _hasControl && _arrived >= _control.Documents ? Close(job) : Taken;
        }

        // Nothing can follow any more: without a control file it is what came.
        return !_hasControl || _arrived >= _control.Documents ? Close(job) : Lost;
    }

    /// <summary>Gives the job up that has been begun, as its sender asks (RFC 1179 §6.1).</summary>
    public void Abort()
    {
        GiveUp(true);
    }

    /// <summary>Ends the connection's work: a job that is not whole is aborted.</summary>
    /// <returns>Whether there was one.</returns>
    public bool End()
    {
        return GiveUp(false);
    }

    private int TakeLateControl(Job job, int copies)
    {
        int status = _intake!.Describe(job, JobName(), _control.User, copies == 0 ? 1 : copies);
        if (status == PrintStatus.NotPossible)
        {
            // It was canceled meanwhile: what else comes of it is nobody's.
            GiveUp(false);
            return Taken;
        }

        if (status == PrintStatus.StoreFailed)
        {
            return Refused;
        }

        _hasControl = true;
        _lacksCopies = status == PrintStatus.CopiesNotSupported || copies == 0;
        return _arrived >= _control.Documents ? Close(job) : Taken;
    }

    private bool Open(string name, string user, int copies)
    {
        Job job = new Job { Name = name, User = user, Host = _host, Origin = Job.ByLpd, Copies = copies };
        if (_intake!.Open(job) != PrintStatus.Ok)
        {
            return false;
        }

        _job = job;
        return true;
    }

    private int Close(Job job)
    {
        int status = _lacksCopies ? _intake!.CloseShort(job, "It was printed once: several copies need the spool.") : _intake!.Close(job);
        bool isCanceled = job.State == JobState.Canceled;
        if (status != PrintStatus.Ok)
        {
            GiveUp(false);
            return isCanceled ? Taken : Lost;
        }

        Whole++;
        Forget();
        return Taken;
    }

    private int Failed(Job job, int status)
    {
        bool isCanceled = status == PrintStatus.Canceled || job.State == JobState.Canceled;
        GiveUp(false);
        if (!isCanceled)
        {
            return Lost;
        }

        // Who is told that it failed would send it again, and again: the rest is read past, and it has been received.
        byte[]? borrowed = _blocks.Borrow();
        byte[] block = borrowed ?? new byte[Limits.LpdLineOctets];
        int got = 1;
        while (got > 0)
        {
            got = _data.Read(block, 0, block.Length);
        }

        if (borrowed is not null)
        {
            _blocks.Return(borrowed);
        }

        return _data.IsAtEnd ? Taken : Lost;
    }

    private bool GiveUp(bool byOwner)
    {
        Job? job = _job;
        Forget();
        if (job is null)
        {
            return false;
        }

        _intake!.GiveUp(job, byOwner);
        return true;
    }

    private void Forget()
    {
        _job = null;
        _hasControl = false;
        _lacksCopies = false;
        _arrived = 0;
    }

    /// <summary>How often all documents are to be printed, each as often as the others; 0 where that is not so, or too often.</summary>
    private int Copies()
    {
        int copies = _control.Documents == 0 ? 1 : _control.CopiesOf(0);
        for (int i = 1; i < _control.Documents; i++)
        {
            copies = _control.CopiesOf(i) == copies ? copies : 0;
        }

        return copies <= Limits.JobCopies ? copies : 0;
    }

    private string JobName()
    {
        string name = _control.JobName;
        for (int i = 0; i < _control.Documents && name.Length == 0; i++)
        {
            name = _control.SourceOf(i);
        }

        return name.Length == 0 ? "LPD from " + _host : name;
    }

    private string SourceOf(string name)
    {
        for (int i = 0; i < _control.Documents && _hasControl; i++)
        {
            if (_control.NameOf(i) == name)
            {
                return _control.SourceOf(i);
            }
        }

        return "";
    }
}
