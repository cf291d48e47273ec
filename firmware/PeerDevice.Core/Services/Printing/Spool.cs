using System.Collections;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.Printing;

/// <summary>
/// Jobs kept on a store, so that none is lost or doubled by a cut of power (PROTOCOL, "The spool"; DESIGN). A job is begun, its documents are written, and once it is
/// <see cref="Ready"/> it is never lost; before its octets go to the device that is noted, and when it has ended that is noted before anything of it is deleted.
/// What has ended stays as history, up to a bound, the oldest giving way.
/// </summary>
/// <remarks>
/// Every method answers a <see cref="StoreStatus"/>, none throws. Each may take as long as the medium takes: call none under a lock that readers wait for.
/// Any thread may call; one at a time works on one ticket's documents. A ticket whose <see cref="SpoolTicket.IsGone"/> is set answers Absent to everything.
/// Where a method that notes something fails, nothing was noted; only if the medium itself failed at it nobody knows: a later mount may find either.
/// </remarks>
public sealed partial class Spool : Tenant, ISpool
{
    private readonly IFileStore _store;
    private readonly Commits? _commits;
    private readonly IClock _clock;
    private readonly IRandom _random;
    private readonly SpoolRecord _records;
    private readonly string _folder;
    private readonly int _mostJobs;
    private readonly int _mostEnded;
    private readonly long _mostOctets;
    private readonly object _gate = new object();
    private readonly ArrayList _tickets = new ArrayList();
    private int _writers;

    /// <summary>A spool in the reserved area of a store. Nothing is read or written yet.</summary>
    /// <param name="store">Where it is: on FAT the very store of the commits.</param>
    /// <param name="commits">The commits of the same store, whose mounts sweep the spool too; null where the store has none, such as a folder of its own on a PC.</param>
    /// <param name="clock">Time.</param>
    /// <param name="random">What keys are drawn from.</param>
    /// <param name="mostJobs">Jobs that have not ended, at once.</param>
    /// <param name="mostEnded">Jobs that have ended and are still told of.</param>
    /// <param name="mostOctets">Octets of all documents together.</param>
    public Spool(IFileStore store, Commits? commits, IClock clock, IRandom random, int mostJobs, int mostEnded, long mostOctets)
    {
        _store = store;
        _commits = commits;
        _clock = clock;
        _random = random;
        _mostJobs = mostJobs;
        _mostEnded = mostEnded;
        _mostOctets = mostOctets;
        _folder = store.ReservedFor("") + "/j/";
        _records = new SpoolRecord(store, clock, _folder);
        commits?.Admit(this);
    }

    /// <summary>Octets that all documents together may have.</summary>
    public long MostOctets
    {
        get { return _mostOctets; }
    }

    /// <summary>Octets of all documents that are there now.</summary>
    public long Octets
    {
        get
        {
            lock (_gate)
            {
                return OctetsAlone();
            }
        }
    }

    /// <summary>Gives a number for a job, as <see cref="Begin"/> would. For one that does not go through the spool.</summary>
    /// <param name="number">1 or more; never given before on this medium.</param>
    /// <returns>Ok; otherwise <paramref name="number"/> is 0.</returns>
    public int Take(out int number)
    {
        number = 0;
        int status = Attend();
        if (status == StoreStatus.Ok)
        {
            lock (_gate)
            {
                status = TakeAlone(out number);
            }
        }

        return status;
    }

    /// <summary>Begins a job. It has a number afterwards, unless it had one from <see cref="Take"/>, and is not promised to anybody but for what <see cref="SpoolTicket.IsTold"/> says.</summary>
    /// <returns>Ok; Busy when there are too many; otherwise why it could not be written down, and the ticket is of no use any more.</returns>
    public int Begin(SpoolTicket ticket)
    {
        return Enter(ticket, SpoolTicket.Begun);
    }

    /// <summary>Keeps the history of a job that ended and never was in the spool. The ticket has its number from <see cref="Take"/>, or gets one.</summary>
    public int Keep(SpoolTicket ticket)
    {
        ticket.IsKept = false;
        int status = Enter(ticket, SpoolTicket.Done);
        Trim();
        return status;
    }

    /// <summary>Begins the next document of a job that is <see cref="SpoolTicket.Begun"/>.</summary>
    /// <returns>
    /// Ok; TooMany when it has <see cref="Limits.JobDocuments"/>; Busy when too many are being written at once, or the store is in use; Denied when the one before has not
    /// ended, or the job has; otherwise why there is no file.
    /// </returns>
    public int AddDocument(SpoolTicket ticket, string name, string format, out FileWriter? writer)
    {
        writer = null;
        int status = Attend();
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        SpoolDocument document;
        string path;
        lock (_gate)
        {
            int count = ticket.Documents.Length;
            status = ticket.IsGone ? StoreStatus.Absent
                : ticket.Life != SpoolTicket.Begun || ticket.IsSpoiled || (count > 0 && !ticket.Documents[count - 1].IsWhole) ? StoreStatus.Denied
                : count >= Limits.JobDocuments ? StoreStatus.TooMany
                : _store.IsFat && _writers >= Limits.SpoolWriters ? StoreStatus.Busy : StoreStatus.Ok;
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            document = ticket.Add(name, format);
            document.IsOpen = true;
            path = PathOf(ticket, document);
            _writers++;
        }

        FileWriter? file = null;
        try
        {
            status = _commits is null ? StoreStatus.Ok : _commits.Resume(path);
            status = status == StoreStatus.Ok ? Create(path, out file) : status;
            writer = file is null ? null : new SpoolWriter(this, ticket, document, file, path);
        }
        finally
        {
            if (writer is null)
            {
                if (file is not null)
                {
                    file.Close(false);
                }

                Released(path);
                GiveUp(ticket, document, path);
            }
        }

        return status == StoreStatus.Ok && writer is null ? StoreStatus.Failed : status;
    }

    /// <summary>
    /// Ends a document: it is whole and on the medium when this answers Ok. Otherwise the job has it no more, or, if the medium failed at noting it, the job can only be ended.
    /// </summary>
    /// <param name="writer">What <see cref="AddDocument"/> gave.</param>
    /// <param name="isLast">Whether the job is <see cref="Ready"/> with it, in the same write.</param>
    public int EndDocument(FileWriter writer, bool isLast)
    {
        SpoolWriter written = (SpoolWriter)writer;
        SpoolTicket ticket = written.Ticket;
        SpoolDocument document = written.Document;
        int status = written.Close(true);
        status = status == StoreStatus.Ok ? AttendMounted() : status;
        bool isKnown = true;
        lock (_gate)
        {
            if (status == StoreStatus.Ok)
            {
                status = ticket.IsGone ? StoreStatus.Absent : ticket.Life != SpoolTicket.Begun ? StoreStatus.Denied : StoreStatus.Ok;
            }

            if (status == StoreStatus.Ok)
            {
                document.IsWhole = true;
                ticket.Life = isLast ? SpoolTicket.Ready : SpoolTicket.Begun;
                status = _records.AppendDocument(ticket, document.Number, isLast);
                isKnown = !_records.IsUnsure;
                ticket.IsSpoiled |= !isKnown;
                ticket.Octets += status == StoreStatus.Ok ? document.Octets : 0;
                ticket.Life = status == StoreStatus.Ok ? ticket.Life : SpoolTicket.Begun;
                document.IsWhole = status == StoreStatus.Ok || !isKnown;
                document.IsOpen = status != StoreStatus.Ok && isKnown;
            }
        }

        if (status != StoreStatus.Ok && isKnown)
        {
            GiveUp(ticket, document, written.Path);
        }

        Clean(ticket);
        return status;
    }

    /// <summary>Gives a document up that is being written.</summary>
    public void AbandonDocument(FileWriter writer)
    {
        SpoolWriter written = (SpoolWriter)writer;
        written.Close(false);
        GiveUp(written.Ticket, written.Document, written.Path);
    }

    /// <summary>Gives a job up that is not <see cref="Ready"/> and has no open document: whoever sent it broke off.</summary>
    /// <returns>Ok also when some of it can only be deleted later.</returns>
    public int Abandon(SpoolTicket ticket)
    {
        return Forget(ticket);
    }

    /// <summary>Makes a job one that is not to be lost any more. No more documents come.</summary>
    public int Ready(SpoolTicket ticket)
    {
        int status = AttendMounted();
        lock (_gate)
        {
            status = status != StoreStatus.Ok ? status : ticket.IsGone ? StoreStatus.Absent
                : ticket.Life != SpoolTicket.Begun || ticket.IsSpoiled ? StoreStatus.Denied : StoreStatus.Ok;
            if (status == StoreStatus.Ok)
            {
                ticket.Life = SpoolTicket.Ready;
                status = _records.Append(ticket, SpoolRecord.Ready, false);
                ticket.IsSpoiled |= _records.IsUnsure;
                ticket.Life = status == StoreStatus.Ok ? SpoolTicket.Ready : SpoolTicket.Begun;
            }
        }

        Clean(ticket);
        return status;
    }

    /// <summary>
    /// Notes what may change of a job that has not ended: <see cref="SpoolTicket.Name"/>, <see cref="SpoolTicket.Priority"/>, <see cref="SpoolTicket.Copies"/>,
    /// <see cref="SpoolTicket.IsHeld"/>, <see cref="SpoolTicket.Place"/>, and that it is no longer printed. When this fails it is the caller who gives the fields their old values.
    /// </summary>
    public int Change(SpoolTicket ticket)
    {
        int status = AttendMounted();
        lock (_gate)
        {
            status = status != StoreStatus.Ok ? status : ticket.IsGone ? StoreStatus.Absent
                : ticket.Life == SpoolTicket.Begun || ticket.Life == SpoolTicket.Ready ? StoreStatus.Ok : StoreStatus.Denied;
            status = status == StoreStatus.Ok ? _records.Append(ticket, SpoolRecord.Order, false) : status;
        }

        Clean(ticket);
        return status;
    }

    /// <summary>Notes who sent a job, <see cref="SpoolTicket.User"/>, and what may change of it, where that is known only after it was begun.</summary>
    public int Describe(SpoolTicket ticket)
    {
        int status = AttendMounted();
        lock (_gate)
        {
            status = status != StoreStatus.Ok ? status : ticket.IsGone ? StoreStatus.Absent : ticket.Life == SpoolTicket.Begun ? StoreStatus.Ok : StoreStatus.Denied;
            status = status == StoreStatus.Ok ? _records.Append(ticket, SpoolRecord.Facts, SpoolRecord.Order, false) : status;
        }

        Clean(ticket);
        return status;
    }

    /// <summary>Notes what was changed of a document: its name, or that it is not to be printed. One that is still arriving has it noted when it is whole.</summary>
    /// <param name="ticket">The job, not ended.</param>
    /// <param name="number">The document's number.</param>
    /// <param name="name">Its name.</param>
    /// <param name="canceled">As <see cref="SpoolDocument.Canceled"/>.</param>
    public int Amend(SpoolTicket ticket, int number, string name, int canceled)
    {
        int status = AttendMounted();
        lock (_gate)
        {
            status = status != StoreStatus.Ok ? status : ticket.IsGone || number > ticket.Documents.Length ? StoreStatus.Absent
                : ticket.Life == SpoolTicket.Begun || ticket.Life == SpoolTicket.Ready ? StoreStatus.Ok : StoreStatus.Denied;
            if (status == StoreStatus.Ok)
            {
                SpoolDocument document = ticket.Documents[number - 1];
                document.Name = name;
                document.Canceled = canceled;
                status = document.IsWhole ? _records.AppendAmended(ticket, number) : status;
            }
        }

        Clean(ticket);
        return status;
    }

    /// <summary>
    /// Notes that octets are about to go to the device; to be called before they do. On FAT there is always room for it <see cref="Limits.JobPrintings"/> times.
    /// </summary>
    /// <param name="ticket">A job that is <see cref="SpoolTicket.Ready"/> and not damaged.</param>
    /// <param name="document">The number of the document.</param>
    /// <param name="copy">The copy, 1 for the first.</param>
    /// <param name="isAnew">Whether the job is begun; otherwise it goes on with its next document or copy, which on a full medium is not noted, and Ok all the same.</param>
    public int Printing(SpoolTicket ticket, int document, int copy, bool isAnew)
    {
        int status = AttendMounted();
        lock (_gate)
        {
            status = status != StoreStatus.Ok ? status : ticket.IsGone ? StoreStatus.Absent
                : ticket.Life != SpoolTicket.Ready ? StoreStatus.Denied : ticket.IsDamaged ? StoreStatus.Failed : StoreStatus.Ok;
            if (status == StoreStatus.Ok)
            {
                status = PrintingAlone(ticket, document, copy, isAnew);
            }
        }

        Clean(ticket);
        return status;
    }

    /// <summary>
    /// Notes that a job has ended, as <see cref="SpoolTicket.State"/>, <see cref="SpoolTicket.Reasons"/>, <see cref="SpoolTicket.CompletedAt"/>, <see cref="SpoolTicket.Sent"/>,
    /// <see cref="SpoolTicket.CopiesDone"/>, <see cref="SpoolTicket.Message"/> and <see cref="SpoolTicket.IsKept"/> say. Only then its documents are deleted, unless they are
    /// kept; none may be open for reading. The oldest history gives way.
    /// </summary>
    /// <returns>Ok; otherwise <see cref="Tend"/> tries again, and a cut of power until then leaves the job as it was.</returns>
    public int Done(SpoolTicket ticket)
    {
        int status = AttendMounted();
        lock (_gate)
        {
            if (ticket.Life == SpoolTicket.Fresh || ticket.Life >= SpoolTicket.Done)
            {
                return StoreStatus.Denied;
            }

            // Of one whose card is out too: it may come back.
            ticket.Life = SpoolTicket.Done;
            ticket.IsPrinting = false;
            ticket.IsOwed = true;
            status = status != StoreStatus.Ok ? status : ticket.IsGone ? StoreStatus.Absent : NoteDone(ticket);
        }

        Clean(ticket);
        Trim();
        return status;
    }

    /// <summary>Has a job printed again that ended and whose documents were kept. Other jobs' history is left alone.</summary>
    /// <returns>Ok; NotFound where its documents are not there; Busy when there are too many jobs; otherwise why it could not be noted.</returns>
    public int Again(SpoolTicket ticket)
    {
        int status = AttendMounted();
        lock (_gate)
        {
            status = status != StoreStatus.Ok ? status : ticket.IsGone ? StoreStatus.Absent
                : ticket.Life != SpoolTicket.Done || !ticket.IsKept || ticket.IsOwed ? StoreStatus.NotFound
                : CountActive() >= _mostJobs ? StoreStatus.Busy : StoreStatus.Ok;
            if (status == StoreStatus.Ok)
            {
                int printings = ticket.Printings;
                ticket.Life = SpoolTicket.Ready;
                ticket.Printings = 0;
                status = _records.Append(ticket, SpoolRecord.Order, SpoolRecord.Ready, false);
                if (status == StoreStatus.Ok)
                {
                    ticket.Renew();
                }
                else
                {
                    ticket.Life = SpoolTicket.Done;
                    ticket.Printings = printings;
                    ticket.IsOwed = _records.IsUnsure;
                }
            }
        }

        Clean(ticket);
        return status;
    }

    /// <summary>Has the documents that were kept of a job that ended stay where they are until <see cref="GiveBack"/>, since somebody reads them.</summary>
    /// <returns>Ok; NotFound where they are not there; Busy where somebody has them already; otherwise why they cannot be had.</returns>
    public int Borrow(SpoolTicket ticket)
    {
        int status = AttendMounted();
        lock (_gate)
        {
            status = status != StoreStatus.Ok ? status : ticket.IsGone ? StoreStatus.Absent
                : ticket.Life != SpoolTicket.Done || !ticket.IsKept || ticket.IsOwed ? StoreStatus.NotFound
                : IsOpen(ticket) ? StoreStatus.Busy : StoreStatus.Ok;
            if (status == StoreStatus.Ok)
            {
                Lend(ticket, true);
            }
        }

        return status;
    }

    /// <summary>Ends what <see cref="Borrow"/> began; none of the documents is open any more.</summary>
    public void GiveBack(SpoolTicket ticket)
    {
        lock (_gate)
        {
            Lend(ticket, false);
        }

        Clean(ticket);
    }

    /// <summary>Deletes the documents that were kept of a job that ended.</summary>
    public int Drop(SpoolTicket ticket)
    {
        int status = AttendMounted();
        lock (_gate)
        {
            status = status != StoreStatus.Ok ? status : ticket.IsGone ? StoreStatus.Absent
                : ticket.Life != SpoolTicket.Done || !ticket.IsKept || ticket.IsOwed ? StoreStatus.NotFound : StoreStatus.Ok;
            if (status == StoreStatus.Ok)
            {
                status = _records.Append(ticket, SpoolRecord.Gone, true);
                ticket.IsKept = status != StoreStatus.Ok;
            }
        }

        Clean(ticket);
        return status;
    }

    /// <summary>Forgets a job, whatever it is at; none of its documents may be open. Its number is not given again.</summary>
    /// <returns>Ok; otherwise <see cref="Tend"/> tries again.</returns>
    public int Forget(SpoolTicket ticket)
    {
        int status = AttendMounted();
        lock (_gate)
        {
            if (ticket.Life == SpoolTicket.Fresh)
            {
                return StoreStatus.Ok;
            }

            // What no mount would take up needs no note that it has ended.
            ticket.IsEndNoted |= ticket.Life == SpoolTicket.Begun && !ticket.IsTold && !ticket.IsSpoiled;
            ticket.Life = SpoolTicket.Gone;
            ticket.IsOwed = false;
            status = status == StoreStatus.Ok && ticket.IsGone ? StoreStatus.Absent : status;
        }

        return status == StoreStatus.Ok ? Finish(ticket) : status;
    }

    /// <summary>Opens a document of a job for reading: <see cref="SpoolDocument.Octets"/> of it count. One at a time is open, and closed before the job ends.</summary>
    /// <returns>Ok; NotFound where the job has no such document; Failed where the medium has lost some of it; otherwise why it could not be opened.</returns>
    public int Open(SpoolTicket ticket, int document, out BlockSource? content)
    {
        content = null;
        int status = AttendMounted();
        string path = "";
        long octets = 0;
        lock (_gate)
        {
            bool isThere = document > 0 && document <= ticket.Documents.Length && ticket.Documents[document - 1].IsWhole
                && (ticket.Life == SpoolTicket.Ready || (ticket.Life == SpoolTicket.Done && ticket.IsKept));
            status = status != StoreStatus.Ok ? status : ticket.IsGone ? StoreStatus.Absent : isThere ? StoreStatus.Ok : StoreStatus.NotFound;
            if (isThere)
            {
                path = PathOf(ticket, ticket.Documents[document - 1]);
                octets = ticket.Documents[document - 1].Octets;
            }
        }

        status = status == StoreStatus.Ok ? _store.OpenRead(path, new StoreEntry(), out content) : status;
        if (status == StoreStatus.NotFound && path.Length > 0)
        {
            return StoreStatus.Failed;
        }

        if (status == StoreStatus.Ok && content is not null && content.Length < octets)
        {
            content.Close();
            content = null;
            return StoreStatus.Failed;
        }

        return status;
    }

    /// <summary>
    /// Does what could not be done when it was due: notes that jobs have ended, deletes what is to go. Costs next to nothing when there is nothing; to be called now and then.
    /// </summary>
    public int Tend()
    {
        int status = Attend();
        for (int i = 0; status == StoreStatus.Ok; i++)
        {
            SpoolTicket? ticket = null;
            lock (_gate)
            {
                if (i >= _tickets.Count)
                {
                    break;
                }

                ticket = (SpoolTicket)_tickets[i]!;
                status = ticket.IsOwed ? NoteDone(ticket) : status;
            }

            Clean(ticket);
            if (ticket.Life == SpoolTicket.Gone && status == StoreStatus.Ok)
            {
                status = Finish(ticket);
                i -= status == StoreStatus.Ok ? 1 : 0;
            }
        }

        if (status == StoreStatus.Ok)
        {
            Trim();
        }

        return status;
    }

    /// <summary>To be called at an orderly end: the next start's numbers then go on where these end.</summary>
    public void Rest()
    {
        if (Attend() != StoreStatus.Ok)
        {
            return;
        }

        lock (_gate)
        {
            if (_next < _mark)
            {
                Mark(_next);
            }
        }
    }

    /// <inheritdoc/>
    public bool HasNoRoom(long octets)
    {
        return octets > _mostOctets || Files.StoreWork.HasNoRoom(_store, _folder, octets);
    }

    /// <summary>Makes room for octets of a document, at the cost of documents that were kept if it must be.</summary>
    /// <param name="ticket">Whose document it is.</param>
    /// <param name="octets">How many there must be room for.</param>
    /// <param name="wanted">How many would be welcome; how many there is room for, afterwards.</param>
    /// <returns>Ok; Busy, Full, Denied, … as <see cref="SpoolWriter.Status"/> says.</returns>
    internal int MakeRoom(SpoolTicket ticket, int octets, ref long wanted)
    {
        while (true)
        {
            SpoolTicket? kept;
            lock (_gate)
            {
                if (ticket.IsGone || ticket.Life != SpoolTicket.Begun)
                {
                    return ticket.IsGone ? StoreStatus.Absent : StoreStatus.Denied;
                }

                long room = _mostOctets - OctetsAlone();
                if (room >= octets)
                {
                    wanted = room < wanted ? room : wanted;
                    return StoreStatus.Ok;
                }

                kept = OldestKept();
                if (kept is null)
                {
                    return OctetsOf(ticket) + octets > _mostOctets ? StoreStatus.Full : StoreStatus.Busy;
                }
            }

            int status = Drop(kept);
            if (status != StoreStatus.Ok)
            {
                return status;
            }
        }
    }

    /// <summary>A document's file has been closed, or could not be opened.</summary>
    internal void Released(string path)
    {
        lock (_gate)
        {
            _writers--;
        }

        _commits?.Pause(path);
    }
}
