namespace PeerDevice.Services.Printing;

/// <summary>
/// What the spool keeps of one job: the facts of its record (PROTOCOL, "The spool"), independent of how a Printer thinks of it. Whoever submits fills in the
/// first part; the second changes by <see cref="ISpool"/>'s methods, which say so. Texts longer than <see cref="Limits.JobText"/> octets are cut short on the medium.
/// </summary>
public sealed class SpoolTicket
{
    /// <summary>Not on the medium yet.</summary>
    public const int Fresh = 0;

    /// <summary>Its documents are arriving. A mount keeps it only where <see cref="IsTold"/>.</summary>
    public const int Begun = 1;

    /// <summary>All of it is on the medium: it is never lost.</summary>
    public const int Ready = 2;

    /// <summary>It has ended: history.</summary>
    public const int Done = 3;

    /// <summary>It is being deleted; nobody is told of it.</summary>
    public const int Gone = 4;

    /// <summary>Its number: 1 or more, never given twice on one medium.</summary>
    public int Number;

    /// <summary>The name of the Printer it is for, where there are several; otherwise empty.</summary>
    public string Printer = "";

    /// <summary>Its name for people.</summary>
    public string Name = "";

    /// <summary>Who submitted it.</summary>
    public string User = "";

    /// <summary>The host that it came from.</summary>
    public string Host = "";

    /// <summary>How it came: a number of the Printer's, 0 to 255.</summary>
    public int Origin;

    /// <summary>When it was created, in seconds since 1970; 0 where the time was not known.</summary>
    public long CreatedAt;

    /// <summary>
    /// Whether somebody has been told its number before all of it was there (Create-Job): a mount then shows it as it was, with the documents that are whole,
    /// instead of taking it for something that nobody was promised.
    /// </summary>
    public bool IsTold;

    /// <summary>1 to 100; 100 is the most urgent.</summary>
    public int Priority = 50;

    /// <summary>How often it is to be printed.</summary>
    public int Copies = 1;

    /// <summary>Whether it waits to be released.</summary>
    public bool IsHeld;

    /// <summary>Its place among jobs of one priority, whatever the Printer means by it.</summary>
    public long Place;

    /// <summary>Whether its documents stay on the medium when it has ended, until room is needed.</summary>
    public bool IsKept;

    /// <summary>Its documents in order. The array is made anew when one is added.</summary>
    public SpoolDocument[] Documents = new SpoolDocument[0];

    /// <summary>How far it is: <see cref="Begun"/>, <see cref="Ready"/>, <see cref="Done"/>.</summary>
    public int Life;

    /// <summary>How often its printing was begun. More than 0 and not ended: some of it may have been printed, and if it is printed, possibly twice.</summary>
    public int Printings;

    /// <summary>The number of the document that was last begun to be printed.</summary>
    public int PrintingDocument = 1;

    /// <summary>The copy that was last begun to be printed: 1 for the first.</summary>
    public int PrintingCopy = 1;

    /// <summary>When its printing was last begun, in seconds since 1970; 0 where it was not or the time was not known.</summary>
    public long ProcessingAt;

    /// <summary>Whether it is being printed; after a mount, whether it was when the power went. Whoever takes it back into the queue sets this false and has it noted by <see cref="ISpool.Change"/>.</summary>
    public bool IsPrinting;

    /// <summary>Whether the medium has lost some of what was promised: a document, or its record of it. To be printed by nobody.</summary>
    public bool IsDamaged;

    /// <summary>How it ended: a number of the Printer's, 0 to 255.</summary>
    public int State;

    /// <summary>Why it ended so: bits of the Printer's.</summary>
    public int Reasons;

    /// <summary>When it ended, in seconds since 1970; 0 where it has not or the time was not known.</summary>
    public long CompletedAt;

    /// <summary>Octets of all its documents.</summary>
    public long Octets;

    /// <summary>Octets that went to the device.</summary>
    public long Sent;

    /// <summary>Copies that were printed.</summary>
    public int CopiesDone;

    /// <summary>What there is to say of how it ended, for people.</summary>
    public string Message = "";

    /// <summary>Whether it is no longer the spool's: its medium was taken out, or it was forgotten. Nothing can be noted of it any more.</summary>
    public bool IsGone { get; internal set; }

    /// <summary>Drawn for it, so that no record of another medium's job of that number passes for one of its own.</summary>
    internal uint Key;

    /// <summary>The generation of its record; 0 before there is one.</summary>
    internal int Generation;

    /// <summary>Octets of its record; negative when they must be looked up.</summary>
    internal int RecordOctets = -1;

    /// <summary>Whether two generations of its record may count, since the medium failed at the end of the later one.</summary>
    internal bool IsDoubtful;

    /// <summary>Whether its record says, or need not say, that it is being deleted.</summary>
    internal bool IsEndNoted;

    /// <summary>Whether it has ended and its record does not say so yet.</summary>
    internal bool IsOwed;

    /// <summary>Whether nobody knows what its record says of its last document, or of its being ready: it can only be ended.</summary>
    internal bool IsSpoiled;

    /// <summary>Whether files of its documents may be there.</summary>
    internal bool HasFiles;

    /// <summary>Whether a generation of its record that does not count may be there.</summary>
    internal bool HasJunk;

    /// <summary>Whether a visitor has seen it.</summary>
    internal bool IsVisited;

    /// <summary>Whether its record has said what it must to count.</summary>
    internal bool IsWhole;

    /// <summary>Forgets how it was printed: it is to be printed again.</summary>
    internal void Renew()
    {
        Printings = 0;
        PrintingDocument = 1;
        PrintingCopy = 1;
        ProcessingAt = 0;
        IsPrinting = false;
        State = 0;
        Reasons = 0;
        CompletedAt = 0;
        Sent = 0;
        CopiesDone = 0;
        Message = "";
    }

    /// <summary>Gives it a document more.</summary>
    internal SpoolDocument Add(string name, string format)
    {
        SpoolDocument[] all = new SpoolDocument[Documents.Length + 1];
        System.Array.Copy(Documents, 0, all, 0, Documents.Length);
        SpoolDocument document = new SpoolDocument(all.Length, name, format);
        all[Documents.Length] = document;
        Documents = all;
        HasFiles = true;
        return document;
    }

    /// <summary>Takes its last document back.</summary>
    internal void Drop(SpoolDocument document)
    {
        int count = Documents.Length - 1;
        if (count < 0 || Documents[count] != document)
        {
            return;
        }

        SpoolDocument[] all = new SpoolDocument[count];
        System.Array.Copy(Documents, 0, all, 0, count);
        Documents = all;
    }
}
