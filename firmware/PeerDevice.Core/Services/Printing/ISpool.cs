using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing;

/// <summary>
/// Where Jobs are kept until they are printed, as Printers see it. Every method answers a <see cref="StoreStatus"/> unless it says otherwise, none throws; any thread may call, outside of every lock that
/// readers wait for. What a peer without one prints goes straight to the device.
/// </summary>
public interface ISpool
{
    /// <summary>Whether <see cref="Recover"/> has something to show.</summary>
    bool HasNews { get; }

    /// <summary>Gives a number for a job that does not go through the spool: 1 or more, never given before on this medium; 0 unless it answers Ok.</summary>
    int Take(out int number);

    /// <summary>Begins a job. It has a number afterwards, and is not promised to anybody but for what <see cref="SpoolTicket.IsTold"/> says.</summary>
    /// <returns>Ok; Busy when there are too many; otherwise why it could not be written down, and the ticket is of no use any more.</returns>
    int Begin(SpoolTicket ticket);

    /// <summary>Whether a document of so many octets is known to have no room: more than all documents may have, or on a PC more than its disk has.</summary>
    bool HasNoRoom(long octets);

    /// <summary>Begins the next document of a job that is <see cref="SpoolTicket.Begun"/>.</summary>
    /// <param name="ticket">The job.</param>
    /// <param name="name">The document's name; may be empty.</param>
    /// <param name="format">Its media type; may be empty.</param>
    /// <param name="writer">
    /// Takes it, and is ended by <see cref="EndDocument"/> or <see cref="AbandonDocument"/>. Why its last write failed: Full, where there is no room for this document alone; Busy, where other jobs have it, so that
    /// the same octets may be written later; Denied, where the job was ended meanwhile; Absent, Failed.
    /// </param>
    /// <returns>Ok; TooMany when it has <see cref="Limits.JobDocuments"/>; Busy when too many are being written at once; Denied when the one before has not ended, or the job has.</returns>
    int AddDocument(SpoolTicket ticket, string name, string format, out FileWriter? writer);

    /// <summary>Ends a document: it is whole and on the medium when this answers Ok. Otherwise the job has it no more, or can only be ended.</summary>
    /// <param name="writer">What <see cref="AddDocument"/> gave.</param>
    /// <param name="isLast">Whether the job is <see cref="SpoolTicket.Ready"/> with it, in the same write.</param>
    int EndDocument(FileWriter writer, bool isLast);

    /// <summary>Gives a document up that is being written.</summary>
    void AbandonDocument(FileWriter writer);

    /// <summary>Makes a job one that is not to be lost any more. No more documents come.</summary>
    int Ready(SpoolTicket ticket);

    /// <summary>Notes a job's name, priority, copies, place, and whether it is held.</summary>
    int Change(SpoolTicket ticket);

    /// <summary>Notes the facts of a job that is still arriving.</summary>
    int Describe(SpoolTicket ticket);

    /// <summary>Notes another name of a document, or that it is not to be printed.</summary>
    int Amend(SpoolTicket ticket, int number, string name, int canceled);

    /// <summary>Notes that a document of a copy is about to go to the device.</summary>
    /// <param name="ticket">The job.</param>
    /// <param name="document">The document's number.</param>
    /// <param name="copy">The copy: 1 for the first.</param>
    /// <param name="isAnew">Whether the job is begun, for the first time or again.</param>
    int Printing(SpoolTicket ticket, int document, int copy, bool isAnew);

    /// <summary>Notes that a job has ended, before anything of it is deleted.</summary>
    int Done(SpoolTicket ticket);

    /// <summary>Has a job printed again that ended and whose documents were kept.</summary>
    /// <returns>Ok; NotFound where its documents are not there; Busy when there are too many jobs.</returns>
    int Again(SpoolTicket ticket);

    /// <summary>Keeps the documents of a job that has ended where they are, for another that copies them, until <see cref="GiveBack"/>.</summary>
    /// <returns>Ok; NotFound, Busy.</returns>
    int Borrow(SpoolTicket ticket);

    /// <summary>Ends what <see cref="Borrow"/> began.</summary>
    void GiveBack(SpoolTicket ticket);

    /// <summary>Forgets a job, whatever it is at; none of its documents may be open. Its number is not given again.</summary>
    int Forget(SpoolTicket ticket);

    /// <summary>Opens a document of a job for reading. One at a time is open, and closed before the job ends.</summary>
    int Open(SpoolTicket ticket, int document, out BlockSource? content);

    /// <summary>Shows the jobs of the medium that nobody has been shown yet, each once, in the order of their numbers.</summary>
    /// <returns>Ok; otherwise nothing is known of the medium yet.</returns>
    int Recover(SpoolVisitor visitor);

    /// <summary>Has done what could not be done when it was due. Costs next to nothing when there is nothing.</summary>
    int Tend();

    /// <summary>Says that the peer ends in order: the next start's numbers go on where these end.</summary>
    void Rest();
}
