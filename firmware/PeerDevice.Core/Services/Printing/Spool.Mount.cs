using System.Collections;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.Printing;

/// <content>What a mount finds: which jobs there are, which files belong to none, which numbers have been given.</content>
public sealed partial class Spool
{
    private readonly ArrayList _others = new ArrayList();     // numbers of records that count, and that there is no room for, or that cannot be read
    private readonly ArrayList _before = new ArrayList();     // tickets of before a mount, as long as it has not been finished
    private bool _isMounted;                                  // where there are no commits to see to it
    private bool _hasJunk;
    private bool _hasNews;
    private int _next = 1;
    private int _mark;

    /// <summary>Whether <see cref="Recover"/> has something to show: the medium was mounted, or there is room for a job of it that had none.</summary>
    public bool HasNews
    {
        get
        {
            lock (_gate)
            {
                return _hasNews || (_others.Count > 0 && CountActive() < _mostJobs);
            }
        }
    }

    /// <summary>
    /// Shows the jobs of the medium that nobody has been shown yet, each once. A mount, such as after a card was out, goes on with the tickets of before as far as they are still
    /// the medium's; the others are gone (<see cref="SpoolTicket.IsGone"/>).
    /// </summary>
    /// <returns>Ok; otherwise nothing is known of the medium yet.</returns>
    public int Recover(SpoolVisitor visitor)
    {
        int status = AttendMounted();
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = TakeUpOthers();
        while (true)
        {
            SpoolTicket? first = null;
            lock (_gate)
            {
                for (int i = 0; i < _tickets.Count; i++)
                {
                    SpoolTicket ticket = (SpoolTicket)_tickets[i]!;
                    if (!ticket.IsVisited && ticket.Life != SpoolTicket.Gone && (first is null || ticket.Number < first.Number))
                    {
                        first = ticket;
                    }
                }

                if (first is null)
                {
                    _hasNews = false;
                    return status;
                }

                first.IsVisited = true;
            }

            visitor.Visit(first);
        }
    }

    /// <inheritdoc/>
    public override int Recall()
    {
        lock (_gate)
        {
            ForgetAll();
            Names names = new Names(this, _folder, false);
            int status = ListAll(names);
            _mark = names.HighestMark;
            _next = _mark > _next ? _mark : _next;
            for (int i = 0; i < names.Numbers.Count && status == StoreStatus.Ok; i++)
            {
                status = TakeUp((int)names.Numbers[i]!);
            }

            if (status == StoreStatus.Ok)
            {
                _before.Clear();
            }

            _hasNews = true;
            return status;
        }
    }

    /// <inheritdoc/>
    public override int Sweep()
    {
        lock (_gate)
        {
            int status = SweepNames();
            for (int i = 0; i < _tickets.Count && status == StoreStatus.Ok; i++)
            {
                // Last of all what says that the others have ended.
                SpoolTicket ticket = (SpoolTicket)_tickets[i]!;
                if (ticket.Life == SpoolTicket.Gone && !IsOpen(ticket))
                {
                    status = SweepGone(ticket);
                    i -= status == StoreStatus.Ok ? 1 : 0;
                }
            }

            _hasJunk = status != StoreStatus.Ok;
            return status;
        }
    }

    /// <summary>Whether a file of ours is one that somebody needs.</summary>
    private bool Needs(int number, int kind)
    {
        if (kind == SpoolNames.Mark)
        {
            return number == _mark;
        }

        for (int i = 0; i < _others.Count; i++)
        {
            if ((int)_others[i]! == number)
            {
                return true;
            }
        }

        SpoolTicket? ticket = null;
        for (int i = 0; i < _tickets.Count && ticket is null; i++)
        {
            SpoolTicket other = (SpoolTicket)_tickets[i]!;
            ticket = other.Number == number ? other : null;
        }

        if (ticket is null)
        {
            return false;
        }

        if (kind < SpoolNames.Document)
        {
            return ticket.IsDoubtful || kind == (ticket.Generation & 1);
        }

        int index = kind - SpoolNames.Document - 1;
        if (index >= ticket.Documents.Length)
        {
            return false;
        }

        SpoolDocument document = ticket.Documents[index];
        bool areNeeded = ticket.Life == SpoolTicket.Begun || ticket.Life == SpoolTicket.Ready || ticket.IsOwed
            || (ticket.Life == SpoolTicket.Done && ticket.IsKept) || (ticket.Life == SpoolTicket.Gone && !ticket.IsEndNoted);
        return document.IsOpen || (areNeeded && document.IsWhole);
    }

    private int Attend()
    {
        if (_commits is not null)
        {
            return _commits.Ready();
        }

        lock (_gate)
        {
            if (!_isMounted)
            {
                int status = Recall();
                status = status == StoreStatus.Ok ? Sweep() : status;
                _isMounted = status == StoreStatus.Ok;
                return status;
            }

            if (_hasJunk)
            {
                Sweep();
            }

            return StoreStatus.Ok;
        }
    }

    // For what takes no cluster: something unfinished of somebody else's is no hindrance.
    private int AttendMounted()
    {
        int status = Attend();
        return status != StoreStatus.Ok && _commits is not null && _commits.IsMounted ? StoreStatus.Ok : status;
    }

    private void ForgetAll()
    {
        for (int i = 0; i < _tickets.Count; i++)
        {
            SpoolTicket ticket = (SpoolTicket)_tickets[i]!;
            ticket.IsGone = true;
            _before.Add(ticket);
        }

        _tickets.Clear();
        _others.Clear();
    }

    private int ListAll(Names names)
    {
        int status = StoreStatus.Failed;
        for (int tries = 0; tries < Limits.StoreTries && status == StoreStatus.Failed; tries++)
        {
            names.Clear();
            status = _store.List(_folder.Substring(0, _folder.Length - 1), names);
        }

        return status == StoreStatus.NotFound || status == StoreStatus.NoParent ? StoreStatus.Ok : status;
    }

    // What becomes of one job's record at a mount.
    private int TakeUp(int number)
    {
        int status = _records.Read(number, out SpoolTicket? ticket, out bool isUnread);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        if (ticket is null)
        {
            // On FAT a record whose deletion was cut may read like a medium that fails: it does not count. On a PC nothing else reads like that.
            if (isUnread && !_store.IsFat)
            {
                _others.Add(number);
            }

            return StoreStatus.Ok;
        }

        // The mark says as much, unless somebody has deleted it.
        _next = number >= _next && number < int.MaxValue ? number + 1 : _next;
        ticket = Known(ticket);
        switch (ticket.Life)
        {
            case SpoolTicket.Gone:
                _tickets.Add(ticket);
                return StoreStatus.Ok;
            case SpoolTicket.Done:
                _tickets.Add(ticket);
                if (CountEnded() > _mostEnded)
                {
                    // The oldest gives way; when everything that was cut has been finished.
                    SpoolTicket oldest = OldestEnded()!;
                    _others.Add(oldest.Number);
                    _tickets.Remove(oldest);
                }

                return StoreStatus.Ok;
            case SpoolTicket.Begun:
                if (!ticket.IsTold && !ticket.IsVisited)
                {
                    // Nobody is at it any more, and nobody was promised anything.
                    return StoreStatus.Ok;
                }

                break;
            default:
                break;
        }

        if (CountActive() >= _mostJobs)
        {
            _others.Add(number);
            return StoreStatus.Ok;
        }

        status = LookAtDocuments(ticket);
        if (status == StoreStatus.Ok)
        {
            _tickets.Add(ticket);
        }

        return status;
    }

    // The ticket of before, if it is the same job's: it was not away, or it came back. What it says of the job is what was done; the record may lag behind.
    private SpoolTicket Known(SpoolTicket found)
    {
        found.HasFiles = found.Documents.Length > 0 && (found.Life < SpoolTicket.Done || found.IsKept);
        for (int i = 0; i < _before.Count; i++)
        {
            SpoolTicket ticket = (SpoolTicket)_before[i]!;
            if (ticket.Number == found.Number && ticket.Key == found.Key)
            {
                ticket.IsGone = false;
                ticket.Generation = found.Generation;
                ticket.RecordOctets = found.RecordOctets;
                ticket.IsDoubtful = false;
                _before.RemoveAt(i);
                return ticket;
            }
        }

        return found;
    }

    private int LookAtDocuments(SpoolTicket ticket)
    {
        StoreEntry entry = new StoreEntry();
        int status = StoreStatus.Ok;
        for (int i = 0; i < ticket.Documents.Length && status == StoreStatus.Ok; i++)
        {
            SpoolDocument document = ticket.Documents[i];
            if (document.IsWhole)
            {
                status = StoreWork.Find(_store, PathOf(ticket, document), entry);
                bool isThere = status == StoreStatus.Ok && !entry.IsCollection && entry.Length >= document.Octets;
                status = status == StoreStatus.NotFound || status == StoreStatus.NoParent ? StoreStatus.Ok : status;
                ticket.IsDamaged |= status == StoreStatus.Ok && !isThere;
            }
        }

        return status;
    }

    // Jobs that there was no room for, when there is; history that there is none for, which ends.
    private int TakeUpOthers()
    {
        for (int i = 0; true; i++)
        {
            SpoolTicket? surplus = null;
            lock (_gate)
            {
                if (i >= _others.Count)
                {
                    return StoreStatus.Ok;
                }

                int number = (int)_others[i]!;
                int status = _records.Read(number, out SpoolTicket? ticket, out bool isUnread);
                if (status != StoreStatus.Ok)
                {
                    return status;
                }

                if (isUnread || ticket is null || (ticket.Life != SpoolTicket.Done && CountActive() >= _mostJobs))
                {
                    continue;
                }

                status = ticket.Life == SpoolTicket.Done ? StoreStatus.Ok : LookAtDocuments(ticket);
                if (status != StoreStatus.Ok)
                {
                    return status;
                }

                ticket.HasJunk = true;
                ticket.HasFiles = ticket.Documents.Length > 0;
                _others.RemoveAt(i);
                _tickets.Add(ticket);
                i--;
                surplus = ticket.Life == SpoolTicket.Done ? ticket : null;
            }

            if (surplus is not null)
            {
                Forget(surplus);
            }
        }
    }

    // A few at a time: a collection is not changed while it is listed.
    private int SweepNames()
    {
        while (true)
        {
            Names names = new Names(this, _folder, true);
            int status = ListAll(names);
            if (status != StoreStatus.Ok || names.Count == 0)
            {
                return status;
            }

            for (int i = 0; i < names.Count; i++)
            {
                status = StoreWork.Delete(_store, names.Paths[i]);
                if (status != StoreStatus.Ok)
                {
                    return status;
                }
            }
        }
    }

    private int SweepGone(SpoolTicket ticket)
    {
        int status = NoteGone(ticket);
        for (int i = 0; i < ticket.Documents.Length && status == StoreStatus.Ok; i++)
        {
            status = StoreWork.Delete(_store, PathOf(ticket, ticket.Documents[i]));
        }

        status = status == StoreStatus.Ok ? StoreWork.Delete(_store, _records.PathOf(ticket, ticket.Generation + 1)) : status;
        status = status == StoreStatus.Ok ? StoreWork.Delete(_store, _records.PathOf(ticket, ticket.Generation)) : status;
        if (status == StoreStatus.Ok)
        {
            ticket.IsGone = true;
            _tickets.Remove(ticket);
        }

        return status;
    }

    private int TakeAlone(out int number)
    {
        number = 0;
        int status = _next < _mark ? StoreStatus.Ok : _next >= int.MaxValue - Limits.SpoolNumbers ? StoreStatus.TooMany : Mark(_next + Limits.SpoolNumbers);
        if (status == StoreStatus.Ok)
        {
            number = _next;
            _next++;
        }

        return status;
    }

    // A mark is an empty file, which is made and deleted by one write each. The new one is there before the old one goes; the higher counts.
    private int Mark(int number)
    {
        int old = _mark;
        int status = StoreWork.Append(_store, _folder + SpoolNames.OfMark(number), out FileWriter? writer);
        status = status == StoreStatus.Ok && writer is not null ? writer.Close(true) : status;
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        _mark = number;
        _hasJunk |= old != 0 && old != number && StoreWork.Delete(_store, _folder + SpoolNames.OfMark(old)) != StoreStatus.Ok;
        return StoreStatus.Ok;
    }

    // What stands in the folder: every number that has a record, or a few paths that nobody needs.
    private sealed class Names : MemberVisitor
    {
        private readonly Spool _spool;
        private readonly string _folder;
        private readonly bool _isSweep;

        public Names(Spool spool, string folder, bool isSweep)
        {
            _spool = spool;
            _folder = folder;
            _isSweep = isSweep;
            Paths = Text.Blanks(isSweep ? Limits.Staged : 0);
        }

        public string[] Paths { get; }

        public int Count { get; private set; }

        public ArrayList Numbers { get; } = new ArrayList();

        public int HighestMark { get; private set; }

        public override bool NeedsFacts
        {
            get { return false; }
        }

        public void Clear()
        {
            Count = 0;
            Numbers.Clear();
        }

        public override bool Visit(string name, StoreEntry entry)
        {
            int kind = SpoolNames.Read(name, out int number);
            if (kind == SpoolNames.Foreign || entry.IsCollection)
            {
                return true;
            }

            if (_isSweep)
            {
                if (!_spool.Needs(number, kind))
                {
                    Paths[Count] = _folder + name;
                    Count++;
                }

                return Count < Paths.Length;
            }

            if (kind == SpoolNames.Mark)
            {
                HighestMark = number > HighestMark ? number : HighestMark;
                return true;
            }

            if (kind < SpoolNames.Document)
            {
                AddNumber(number);
            }

            return true;
        }

        private void AddNumber(int number)
        {
            int at = Numbers.Count;
            while (at > 0 && (int)Numbers[at - 1]! >= number)
            {
                at--;
                if ((int)Numbers[at]! == number)
                {
                    return;
                }
            }

            Numbers.Insert(at, number);
        }
    }
}
