using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.Printing;

/// <summary>
/// What is written down of a job, in a file of its own that is only appended to (PROTOCOL, "The spool"): a header, then records framed as those of the index
/// are. Written anew, as the next generation, before it grows long. One thread at a time, under the lock of <see cref="Spool"/>.
/// <code>
/// offset  octets
/// 0       4      "PDJB"
/// 4       1      version of this format: 2
/// 5       4      generation
/// 9       4      the job's number
/// 13      4      key, drawn for the job
/// 17      4      CRC-32 of octets 0 to 16
/// </code>
/// </summary>
internal sealed class SpoolRecord
{
    /// <summary>Body: priority (1), copies (4), flags (1), place (8), name. What may change while it waits.</summary>
    public const int Order = 1;

    /// <summary>Body: number (1), 1 when the job is ready with it (1), octets (8), format, name. A document is whole and durable.</summary>
    public const int Document = 2;

    /// <summary>Body: when (8), how many documents (1). No more will come; the job is not to be lost.</summary>
    public const int Ready = 3;

    /// <summary>Body: how often it was begun (1), document (1), copy (4), when (8). Octets are about to go to the device.</summary>
    public const int Printing = 4;

    /// <summary>Body: state (1), flags (1), reasons (4), copies (4), octets sent (8), octets (8), processing since (8), ended (8), message.</summary>
    public const int Done = 5;

    /// <summary>Body: created (8), origin (1), flags (1), printer, user, host. The last of a generation as it is written: from here on it counts. A later one stands for it.</summary>
    public const int Facts = 6;

    /// <summary>Body: 1 when the documents are being deleted, 0 when the record is (1).</summary>
    public const int Gone = 8;

    /// <summary>Body: number (1), 0 where it is to be printed, 1 where its sender canceled it, 2 where somebody else did (1), name. What may change of a document while the job waits.</summary>
    public const int Amended = 9;

    private const int HeaderOctets = 21;
    private const int CrcAt = 17;
    private const byte Version = 2;

    private const int ByOwner = 1;
    private const int ByOther = 2;

    private const int IsHeldFlag = 1;
    private const int IsWaitingFlag = 2;
    private const int IsToldFlag = 1;
    private const int IsKeptFlag = 1;

    private const int PrintingLength = IndexRecord.Frame + 14;
    private const int DoneLength = IndexRecord.Frame + 43 + Limits.JobText;
    private const int GoneLength = IndexRecord.Frame + 1;

    private readonly IFileStore _store;
    private readonly IClock _clock;
    private readonly string _folder;
    private readonly byte[] _buffer = new byte[Limits.IndexBlock + Limits.Sector];
    private readonly IndexRecord _record;
    private readonly IndexReplay _replay;
    private readonly StoreEntry _entry = new StoreEntry();
    private int _document;
    private bool _isLast;

    /// <summary>The records in a folder.</summary>
    public SpoolRecord(IFileStore store, IClock clock, string folder)
    {
        _store = store;
        _clock = clock;
        _folder = folder;
        _record = new IndexRecord(_buffer);
        _replay = new IndexReplay(_record);
    }

    /// <summary>Whether nobody knows, after something failed, if it was noted all the same; otherwise it was not.</summary>
    public bool IsUnsure { get; private set; }

    /// <summary>Where a generation of a job's record stands.</summary>
    public string PathOf(SpoolTicket ticket, int generation)
    {
        return _folder + SpoolNames.OfRecord(ticket.Number, generation);
    }

    /// <summary>Reads what counts of a job's record: the later generation that is whole. Writes nothing.</summary>
    /// <param name="number">The job's number.</param>
    /// <param name="ticket">The job; null when nothing of it counts.</param>
    /// <param name="isUnread">Whether the medium failed in the middle of something: that does not count.</param>
    /// <returns>Ok, also when there is nothing; otherwise nothing is known.</returns>
    public int Read(int number, out SpoolTicket? ticket, out bool isUnread)
    {
        int status = ReadOne(number, 0, out ticket, out isUnread);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = ReadOne(number, 1, out SpoolTicket? odd, out bool isOddUnread);
        isUnread |= isOddUnread;
        if (odd is not null && (ticket is null || odd.Generation > ticket.Generation))
        {
            ticket = odd;
        }

        return status;
    }

    private int ReadOne(int number, int generation, out SpoolTicket? ticket, out bool isUnread)
    {
        ticket = null;
        isUnread = false;
        int status = StoreStatus.Failed;
        for (int tries = 0; tries < Limits.StoreTries && (status == StoreStatus.Failed || isUnread); tries++)
        {
            ticket = null;
            status = _replay.OpenBehind(_store, _folder + SpoolNames.OfRecord(number, generation), HeaderOctets);
            if (status == StoreStatus.Ok)
            {
                ticket = TakeAll(number, generation);
                isUnread = _replay.HasFailed;
                _replay.Close();
            }
        }

        ticket = isUnread ? null : ticket;
        return status == StoreStatus.NotFound || status == StoreStatus.NoParent || status == StoreStatus.WrongKind ? StoreStatus.Ok : status;
    }

    /// <summary>
    /// Writes the next generation of a record, durably. The one before goes on to count, and is to be deleted when this answers Ok. On failure
    /// that one alone counts, or nobody knows (<see cref="SpoolTicket.IsDoubtful"/>).
    /// </summary>
    public int Write(SpoolTicket ticket)
    {
        int generation = ticket.Generation + 1;
        string path = PathOf(ticket, generation);
        int status = StoreWork.Find(_store, path, _entry);
        if (status == StoreStatus.Ok)
        {
            // A number is given once, so only a generation that was begun in vain can stand here.
            status = ticket.Generation == 0 ? StoreStatus.Exists : StoreWork.Delete(_store, path);
        }

        bool isFree = status == StoreStatus.Ok || status == StoreStatus.NotFound || status == StoreStatus.NoParent;
        IsUnsure = false;
        ticket.HasJunk = true;
        FileWriter? writer = null;
        status = isFree ? Open(path, out writer) : status;
        if (status != StoreStatus.Ok || writer is null)
        {
            return status;
        }

        IndexSnapshot snapshot = new IndexSnapshot(writer);
        PutHeader(ticket, generation);
        snapshot.Add(_buffer, HeaderOctets);
        AddAll(ticket, snapshot);
        int kept = Kept(ticket);
        int slack = SlackAt(snapshot.Length);
        snapshot.Add(_buffer, slack < kept ? Fill(0, slack + 1) : 0);
        bool isWritten = snapshot.Finish();
        int failed = writer.Status;
        status = writer.Close(true);
        ticket.IsDoubtful = isWritten && status != StoreStatus.Ok;
        IsUnsure = ticket.IsDoubtful;
        if (!isWritten)
        {
            return failed == StoreStatus.Ok ? StoreStatus.Failed : failed;
        }

        if (status == StoreStatus.Ok)
        {
            ticket.Generation = generation;
            ticket.RecordOctets = (int)snapshot.Length;
        }

        return status;
    }

    /// <summary>
    /// Appends to a record, durably, what has become of a job. There is room behind it for what must be noted later, or nothing is appended.
    /// </summary>
    /// <param name="ticket">The job, as it is to be.</param>
    /// <param name="kind">What is to be noted.</param>
    /// <param name="isSure">Whether room was kept for it: then it goes where that is, if there is no other.</param>
    /// <returns>A <see cref="StoreStatus"/>; where it is not Ok, <see cref="IsUnsure"/> says what that means.</returns>
    public int Append(SpoolTicket ticket, int kind, bool isSure)
    {
        return Append(ticket, kind, 0, isSure);
    }

    /// <summary>As <see cref="Append(SpoolTicket, int, bool)"/>, for a document.</summary>
    /// <param name="ticket">The job.</param>
    /// <param name="number">The document's number.</param>
    /// <param name="isLast">Whether the job is ready with it.</param>
    public int AppendDocument(SpoolTicket ticket, int number, bool isLast)
    {
        _document = number;
        _isLast = isLast;
        return Append(ticket, Document, 0, false);
    }

    /// <summary>As <see cref="Append(SpoolTicket, int, bool)"/>, for what was changed of a document.</summary>
    public int AppendAmended(SpoolTicket ticket, int number)
    {
        _document = number;
        return Append(ticket, Amended, 0, false);
    }

    /// <summary>As <see cref="Append(SpoolTicket, int, bool)"/>, for two records in one write; the second is the one that counts, since a cut may leave the first alone.</summary>
    public int Append(SpoolTicket ticket, int first, int kind, bool isSure)
    {
        IsUnsure = false;
        int status = ticket.IsDoubtful ? Look(ticket) : StoreStatus.Ok;
        status = status == StoreStatus.Ok && ticket.RecordOctets < 0 ? LookAtLength(ticket) : status;
        if (status != StoreStatus.Ok)
        {
            return status == StoreStatus.NotFound || status == StoreStatus.NoParent ? StoreStatus.Failed : status;
        }

        if (ticket.RecordOctets + DoneLength > Limits.SpoolRecord && (kind != Gone || ticket.Life != SpoolTicket.Gone))
        {
            status = Write(ticket);
            if (status == StoreStatus.Ok || !isSure || IsUnsure)
            {
                return status;
            }
        }

        PutHeader(ticket, ticket.Generation);
        int count = Build(ticket, first, 0);
        count = kind == 0 ? count : Build(ticket, kind, count);
        int slack = SlackAt(ticket.RecordOctets + count);
        int fill = slack < Kept(ticket) ? slack + 1 : 0;
        if (fill > 0)
        {
            // Before it, so that it is there only if the room behind it is.
            System.Array.Copy(_buffer, 0, _buffer, fill, count);
            Fill(0, fill);
            status = AppendOctets(ticket, 0, fill + count);
            if (status != StoreStatus.Full || !isSure)
            {
                return status;
            }

            status = LookAtLength(ticket);
            if (status != StoreStatus.Ok)
            {
                return status;
            }
        }

        return AppendOctets(ticket, fill, count);
    }

    /// <summary>Finds out which generation counts, where the medium failed at the end of writing one.</summary>
    /// <returns>Ok; NotFound where none does.</returns>
    public int Look(SpoolTicket ticket)
    {
        int status = Read(ticket.Number, out SpoolTicket? found, out bool isUnread);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        if (found is null || found.Key != ticket.Key)
        {
            return isUnread ? StoreStatus.Failed : StoreStatus.NotFound;
        }

        ticket.Generation = found.Generation;
        ticket.RecordOctets = found.RecordOctets;
        ticket.IsDoubtful = false;
        return StoreStatus.Ok;
    }

    private int AppendOctets(SpoolTicket ticket, int start, int count)
    {
        int status = Open(PathOf(ticket, ticket.Generation), out FileWriter? writer);
        if (status != StoreStatus.Ok || writer is null)
        {
            return status;
        }

        bool isWritten = writer.Write(_buffer, start, count);
        int failed = writer.Status;
        status = writer.Close(true);
        status = isWritten ? status : failed == StoreStatus.Ok ? StoreStatus.Failed : failed;
        ticket.RecordOctets = status == StoreStatus.Ok ? ticket.RecordOctets + count : -1;
        IsUnsure = status != StoreStatus.Ok && (isWritten || status != StoreStatus.Full);
        return status;
    }

    private int LookAtLength(SpoolTicket ticket)
    {
        int status = StoreWork.Find(_store, PathOf(ticket, ticket.Generation), _entry);
        ticket.RecordOctets = status == StoreStatus.Ok ? (int)_entry.Length : -1;
        return status;
    }

    // Five files are open on an ESP32 now and then; that passes.
    private int Open(string path, out FileWriter? writer)
    {
        long until = _clock.Milliseconds + Limits.StorePatience;
        int status = StoreWork.Append(_store, path, out writer);
        while (status == StoreStatus.Busy && _clock.Milliseconds < until)
        {
            _clock.Sleep(Limits.PollInterval);
            status = StoreWork.Append(_store, path, out writer);
        }

        return status;
    }

    // Octets that must still go into the sector that the record ends in, where they need no cluster.
    private static int Kept(SpoolTicket ticket)
    {
        if (ticket.Life == SpoolTicket.Gone)
        {
            return 0;
        }

        if (ticket.Life == SpoolTicket.Done)
        {
            return ticket.IsKept ? 2 * GoneLength : GoneLength;
        }

        int more = Limits.JobPrintings - ticket.Printings;
        return DoneLength + (2 * GoneLength) + (more > 0 ? more * PrintingLength : 0);
    }

    private static int SlackAt(long length)
    {
        int rest = (int)(length % Limits.Sector);
        return rest == 0 ? 0 : Limits.Sector - rest;
    }

    private int Fill(int at, int count)
    {
        for (int end = at + count; at < end; at++)
        {
            _buffer[at] = IndexRecord.FillOctet;
        }

        return count;
    }

    // The key of a record's check is the header's CRC: no record of another job, card or generation passes for one of this.
    private void PutHeader(SpoolTicket ticket, int generation)
    {
        _buffer[0] = (byte)'P';
        _buffer[1] = (byte)'D';
        _buffer[2] = (byte)'J';
        _buffer[3] = (byte)'B';
        _buffer[4] = Version;
        IndexHeader.Put(_buffer, 5, (uint)generation);
        IndexHeader.Put(_buffer, 9, (uint)ticket.Number);
        IndexHeader.Put(_buffer, 13, ticket.Key);
        _record.Seed = Crc32.Of(0, _buffer, 0, CrcAt);
        IndexHeader.Put(_buffer, CrcAt, _record.Seed);
    }

    private void AddAll(SpoolTicket ticket, IndexSnapshot snapshot)
    {
        SpoolDocument[] documents = ticket.Documents;
        for (int i = 0; i < documents.Length; i++)
        {
            if (documents[i].IsWhole)
            {
                _document = documents[i].Number;
                _isLast = false;
                snapshot.Add(_buffer, Build(ticket, Document, 0));
                if (documents[i].Canceled != 0)
                {
                    snapshot.Add(_buffer, Build(ticket, Amended, 0));
                }
            }
        }

        if (ticket.Life == SpoolTicket.Ready || ticket.Life == SpoolTicket.Done)
        {
            snapshot.Add(_buffer, Build(ticket, Ready, 0));
        }

        if (ticket.Printings > 0)
        {
            snapshot.Add(_buffer, Build(ticket, Printing, 0));
        }

        snapshot.Add(_buffer, Build(ticket, Order, 0));
        if (ticket.Life == SpoolTicket.Done)
        {
            snapshot.Add(_buffer, Build(ticket, Done, 0));
        }

        snapshot.Add(_buffer, Build(ticket, Facts, 0));
    }

    private static int WholeOf(SpoolTicket ticket)
    {
        int whole = 0;
        for (int i = 0; i < ticket.Documents.Length; i++)
        {
            whole += ticket.Documents[i].IsWhole ? 1 : 0;
        }

        return whole;
    }

    private int Build(SpoolTicket ticket, int kind, int at)
    {
        _record.BeginAt(kind, at);
        switch (kind)
        {
            case Order:
                _record.Number(ticket.Priority, 1);
                _record.Number(ticket.Copies, 4);
                _record.Number((ticket.IsHeld ? IsHeldFlag : 0) | (ticket.IsPrinting ? 0 : IsWaitingFlag), 1);
                _record.Number(ticket.Place, 8);
                _record.Text(ticket.Name, Limits.JobText);
                break;
            case Document:
                SpoolDocument document = ticket.Documents[_document - 1];
                _record.Number(document.Number, 1);
                _record.Number(_isLast ? 1 : 0, 1);
                _record.Number(document.Octets, 8);
                _record.Text(document.Format, Limits.JobText);
                _record.Text(document.Name, Limits.JobText);
                break;
            case Amended:
                SpoolDocument amended = ticket.Documents[_document - 1];
                _record.Number(amended.Number, 1);
                _record.Number(amended.Canceled == 0 ? 0 : amended.Canceled == JobReasons.CanceledByUser ? ByOwner : ByOther, 1);
                _record.Text(amended.Name, Limits.JobText);
                break;
            case Ready:
                _record.Number(_clock.UnixSeconds, 8);
                _record.Number(WholeOf(ticket), 1);
                break;
            case Printing:
                _record.Number(ticket.Printings, 1);
                _record.Number(ticket.PrintingDocument, 1);
                _record.Number(ticket.PrintingCopy, 4);
                _record.Number(ticket.ProcessingAt, 8);
                break;
            case Done:
                _record.Number(ticket.State, 1);
                _record.Number(ticket.IsKept ? IsKeptFlag : 0, 1);
                _record.Number(ticket.Reasons, 4);
                _record.Number(ticket.CopiesDone, 4);
                _record.Number(ticket.Sent, 8);
                _record.Number(ticket.Octets, 8);
                _record.Number(ticket.ProcessingAt, 8);
                _record.Number(ticket.CompletedAt, 8);
                _record.Text(ticket.Message, Limits.JobText);
                break;
            case Facts:
                _record.Number(ticket.CreatedAt, 8);
                _record.Number(ticket.Origin, 1);
                _record.Number(ticket.IsTold ? IsToldFlag : 0, 1);
                _record.Text(ticket.Printer, Limits.JobText);
                _record.Text(ticket.User, Limits.JobText);
                _record.Text(ticket.Host, Limits.JobText);
                break;
            default:
                _record.Number(ticket.Life == SpoolTicket.Gone ? 0 : 1, 1);
                break;
        }

        return _record.End();
    }

    private SpoolTicket? TakeAll(int number, int generation)
    {
        // Somebody else's file may be of any length.
        if (!_replay.HasHeader || _replay.Length > Limits.SpoolRecordMost || _buffer[0] != 'P' || _buffer[1] != 'D' || _buffer[2] != 'J' || _buffer[3] != 'B' || _buffer[4] != Version)
        {
            return null;
        }

        uint crc = IndexHeader.Get(_buffer, CrcAt);
        if (crc != Crc32.Of(0, _buffer, 0, CrcAt) || IndexHeader.Get(_buffer, 9) != (uint)number || (_buffer[8] & 1) != generation)
        {
            return null;
        }

        SpoolTicket ticket = new SpoolTicket
        {
            Number = number,
            Generation = (int)IndexHeader.Get(_buffer, 5),
            Key = IndexHeader.Get(_buffer, 13),
            RecordOctets = (int)_replay.Length,
            Life = SpoolTicket.Begun,
        };
        _record.Seed = crc;
        while (_replay.Next())
        {
            Take(ticket);
        }

        return ticket.IsWhole ? ticket : null;
    }

    private void Take(SpoolTicket ticket)
    {
        switch (_record.Kind)
        {
            case Order:
                ticket.Priority = (int)_record.TakeNumber(1);
                ticket.Copies = (int)_record.TakeNumber(4);
                int flags = (int)_record.TakeNumber(1);
                ticket.IsHeld = (flags & IsHeldFlag) != 0;
                ticket.IsPrinting &= (flags & IsWaitingFlag) == 0;
                ticket.Place = _record.TakeNumber(8);
                ticket.Name = _record.TakeText();
                break;
            case Document:
                TakeDocument(ticket);
                break;
            case Amended:
                int number = (int)_record.TakeNumber(1);
                int by = (int)_record.TakeNumber(1);
                string name = _record.TakeText();
                if (number >= 1 && number <= ticket.Documents.Length)
                {
                    ticket.Documents[number - 1].Canceled = by == 0 ? 0 : by == ByOwner ? JobReasons.CanceledByUser : JobReasons.CanceledByOperator;
                    ticket.Documents[number - 1].Name = name;
                }

                break;
            case Ready:
                // Of a job that had ended it is the order to print it again.
                if (ticket.Life == SpoolTicket.Done)
                {
                    ticket.Renew();
                }

                ticket.Life = SpoolTicket.Ready;
                _record.TakeNumber(8);
                ticket.IsDamaged = ticket.Documents.Length != (int)_record.TakeNumber(1);
                break;
            case Printing:
                ticket.Printings = (int)_record.TakeNumber(1);
                ticket.PrintingDocument = (int)_record.TakeNumber(1);
                ticket.PrintingCopy = (int)_record.TakeNumber(4);
                ticket.ProcessingAt = _record.TakeNumber(8);
                ticket.IsPrinting = true;
                break;
            case Done:
                ticket.Life = SpoolTicket.Done;
                ticket.IsPrinting = false;
                ticket.State = (int)_record.TakeNumber(1);
                ticket.IsKept = (_record.TakeNumber(1) & IsKeptFlag) != 0;
                ticket.Reasons = (int)_record.TakeNumber(4);
                ticket.CopiesDone = (int)_record.TakeNumber(4);
                ticket.Sent = _record.TakeNumber(8);
                ticket.Octets = _record.TakeNumber(8);
                ticket.ProcessingAt = _record.TakeNumber(8);
                ticket.CompletedAt = _record.TakeNumber(8);
                ticket.Message = _record.TakeText();
                break;
            case Facts:
                ticket.IsWhole = true;
                ticket.CreatedAt = _record.TakeNumber(8);
                ticket.Origin = (int)_record.TakeNumber(1);
                ticket.IsTold = (_record.TakeNumber(1) & IsToldFlag) != 0;
                ticket.Printer = _record.TakeText();
                ticket.User = _record.TakeText();
                ticket.Host = _record.TakeText();
                break;
            case Gone:
                if (_record.TakeNumber(1) == 0)
                {
                    ticket.Life = SpoolTicket.Gone;
                    ticket.IsEndNoted = true;
                }
                else
                {
                    ticket.IsKept = false;
                }

                break;
            default:
                break;     // of a later minor version: nothing that we must know
        }
    }

    // One of a number that does not follow is of no use: a document before it was never whole, or its record is damaged.
    private void TakeDocument(SpoolTicket ticket)
    {
        int number = (int)_record.TakeNumber(1);
        bool isLast = _record.TakeNumber(1) != 0;
        long octets = _record.TakeNumber(8);
        bool follows = number == ticket.Documents.Length + 1 && number <= Limits.JobDocuments;
        if (follows)
        {
            string format = _record.TakeText();
            SpoolDocument document = ticket.Add(_record.TakeText(), format);
            document.Octets = octets;
            document.IsWhole = true;
            ticket.Octets += octets;
        }

        if (isLast)
        {
            ticket.Life = SpoolTicket.Ready;
            ticket.IsDamaged = !follows;
        }
    }
}
