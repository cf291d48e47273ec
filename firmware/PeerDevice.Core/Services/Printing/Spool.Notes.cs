using PeerDevice.Board;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.Printing;

/// <content>How a job is entered, noted and deleted.</content>
public sealed partial class Spool
{
    private int Enter(SpoolTicket ticket, int life)
    {
        int status = Attend();
        lock (_gate)
        {
            int number = ticket.Number;
            status = status == StoreStatus.Ok && life == SpoolTicket.Begun && CountActive() >= _mostJobs ? StoreStatus.Busy : status;
            status = status == StoreStatus.Ok && number == 0 ? TakeAlone(out number) : status;
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            byte[] key = new byte[4];
            _random.Fill(key);
            ticket.Life = life;
            ticket.Number = number;
            ticket.Key = IndexHeader.Get(key, 0);
            ticket.IsVisited = true;
            _tickets.Add(ticket);
            status = _records.Write(ticket);
            if (status == StoreStatus.Ok)
            {
                ticket.HasJunk = false;
                return status;
            }

            ticket.Life = SpoolTicket.Gone;
            ticket.IsEndNoted = !ticket.IsDoubtful;
        }

        Finish(ticket);
        return status;
    }

    private int Create(string path, out FileWriter? file)
    {
        int status = _store.Create(path, false, out file);
        if (status == StoreStatus.Exists)
        {
            // What was left of a document that was given up.
            status = Discard(path);
            status = status == StoreStatus.Ok ? _store.Create(path, false, out file) : status;
        }

        return status;
    }

    // A document that is not to be: its file goes, and its number is free again.
    private void GiveUp(SpoolTicket ticket, SpoolDocument document, string path)
    {
        int status = Discard(path);
        lock (_gate)
        {
            document.IsOpen = false;
            document.IsWhole = false;
            ticket.Drop(document);
            _hasJunk |= status != StoreStatus.Ok;
        }
    }

    private int PrintingAlone(SpoolTicket ticket, int document, int copy, bool isAnew)
    {
        int printings = ticket.Printings;
        int oldDocument = ticket.PrintingDocument;
        int oldCopy = ticket.PrintingCopy;
        long since = ticket.ProcessingAt;
        bool wasPrinting = ticket.IsPrinting;
        ticket.Printings = isAnew && printings < byte.MaxValue ? printings + 1 : printings;
        ticket.PrintingDocument = document;
        ticket.PrintingCopy = copy;
        ticket.ProcessingAt = isAnew ? _clock.UnixSeconds : since;
        ticket.IsPrinting = true;
        int status = _records.Append(ticket, SpoolRecord.Printing, isAnew);
        if (status != StoreStatus.Ok)
        {
            ticket.Printings = printings;
            ticket.PrintingDocument = oldDocument;
            ticket.PrintingCopy = oldCopy;
            ticket.ProcessingAt = since;
            ticket.IsPrinting = wasPrinting;
        }

        return status == StoreStatus.Full && !isAnew ? StoreStatus.Ok : status;
    }

    private int NoteDone(SpoolTicket ticket)
    {
        int status = _records.Append(ticket, SpoolRecord.Done, true);
        ticket.IsOwed = status != StoreStatus.Ok;
        return status;
    }

    private int NoteGone(SpoolTicket ticket)
    {
        if (ticket.IsDoubtful)
        {
            int looked = _records.Look(ticket);
            ticket.IsEndNoted |= looked == StoreStatus.NotFound;
            ticket.IsDoubtful &= looked != StoreStatus.NotFound;
            if (looked != StoreStatus.Ok && looked != StoreStatus.NotFound)
            {
                return looked;
            }
        }

        int status = ticket.IsEndNoted ? StoreStatus.Ok : _records.Append(ticket, SpoolRecord.Gone, true);
        ticket.IsEndNoted = status == StoreStatus.Ok;
        return status;
    }

    // Deletes all that there is of a job that is to be forgotten, in an order that no cut makes a job of again.
    private int Finish(SpoolTicket ticket)
    {
        int status;
        lock (_gate)
        {
            if (ticket.IsGone)
            {
                return StoreStatus.Ok;
            }

            status = IsOpen(ticket) ? StoreStatus.Busy : NoteGone(ticket);
        }

        for (int i = 0; i < ticket.Documents.Length && status == StoreStatus.Ok; i++)
        {
            status = Discard(PathOf(ticket, ticket.Documents[i]));
        }

        status = status == StoreStatus.Ok ? Discard(_records.PathOf(ticket, ticket.Generation + 1)) : status;
        status = status == StoreStatus.Ok ? Discard(_records.PathOf(ticket, ticket.Generation)) : status;
        if (status == StoreStatus.Ok)
        {
            lock (_gate)
            {
                ticket.IsGone = true;
                _tickets.Remove(ticket);
            }
        }

        return status;
    }

    // Deletes what a job does not need any more: the generation before, and when it has ended its documents.
    private void Clean(SpoolTicket ticket)
    {
        string junk = "";
        bool areDone;
        lock (_gate)
        {
            if (ticket.IsGone || ticket.Life == SpoolTicket.Gone)
            {
                return;
            }

            if (ticket.HasJunk && !ticket.IsDoubtful && ticket.Generation > 0)
            {
                junk = _records.PathOf(ticket, ticket.Generation + 1);
            }

            areDone = ticket.HasFiles && ticket.Life == SpoolTicket.Done && !ticket.IsOwed && !ticket.IsKept;
        }

        if (junk.Length > 0 && Discard(junk) == StoreStatus.Ok)
        {
            ticket.HasJunk = false;
        }

        if (!areDone)
        {
            return;
        }

        bool areGone = true;
        SpoolDocument[] documents = ticket.Documents;
        for (int i = 0; i < documents.Length; i++)
        {
            areGone &= !documents[i].IsOpen && Discard(PathOf(ticket, documents[i])) == StoreStatus.Ok;
        }

        ticket.HasFiles = !areGone;
    }

    // The oldest history gives way.
    private void Trim()
    {
        while (true)
        {
            SpoolTicket? oldest;
            lock (_gate)
            {
                oldest = CountEnded() > _mostEnded ? OldestEnded() : null;
            }

            if (oldest is null || Forget(oldest) != StoreStatus.Ok)
            {
                return;
            }
        }
    }

    private int Discard(string path)
    {
        return _commits is null ? StoreWork.Delete(_store, path) : _commits.Discard(path);
    }

    private string PathOf(SpoolTicket ticket, SpoolDocument document)
    {
        return _folder + SpoolNames.OfDocument(ticket.Number, document.Number);
    }

    private static void Lend(SpoolTicket ticket, bool isOpen)
    {
        for (int i = 0; i < ticket.Documents.Length; i++)
        {
            ticket.Documents[i].IsOpen = isOpen;
        }
    }

    private static bool IsOpen(SpoolTicket ticket)
    {
        for (int i = 0; i < ticket.Documents.Length; i++)
        {
            if (ticket.Documents[i].IsOpen)
            {
                return true;
            }
        }

        return false;
    }

    private int CountActive()
    {
        int active = 0;
        for (int i = 0; i < _tickets.Count; i++)
        {
            active += ((SpoolTicket)_tickets[i]!).Life < SpoolTicket.Done ? 1 : 0;
        }

        return active;
    }

    private int CountEnded()
    {
        int ended = 0;
        for (int i = 0; i < _tickets.Count; i++)
        {
            ended += ((SpoolTicket)_tickets[i]!).Life == SpoolTicket.Done ? 1 : 0;
        }

        return ended;
    }

    private SpoolTicket? OldestEnded()
    {
        SpoolTicket? oldest = null;
        for (int i = 0; i < _tickets.Count; i++)
        {
            SpoolTicket ticket = (SpoolTicket)_tickets[i]!;
            if (ticket.Life == SpoolTicket.Done && !ticket.IsOwed && (oldest is null || ticket.Number < oldest.Number))
            {
                oldest = ticket;
            }
        }

        return oldest;
    }

    private SpoolTicket? OldestKept()
    {
        SpoolTicket? oldest = null;
        for (int i = 0; i < _tickets.Count; i++)
        {
            SpoolTicket ticket = (SpoolTicket)_tickets[i]!;
            if (ticket.Life == SpoolTicket.Done && ticket.IsKept && !ticket.IsOwed && !IsOpen(ticket) && (oldest is null || ticket.Number < oldest.Number))
            {
                oldest = ticket;
            }
        }

        return oldest;
    }

    private long OctetsAlone()
    {
        long octets = 0;
        for (int i = 0; i < _tickets.Count; i++)
        {
            SpoolTicket ticket = (SpoolTicket)_tickets[i]!;
            octets += ticket.HasFiles ? OctetsOf(ticket) : 0;
        }

        return octets;
    }

    private static long OctetsOf(SpoolTicket ticket)
    {
        long octets = 0;
        SpoolDocument[] documents = ticket.Documents;
        for (int i = 0; i < documents.Length; i++)
        {
            octets += documents[i].Octets;
        }

        return octets;
    }
}
