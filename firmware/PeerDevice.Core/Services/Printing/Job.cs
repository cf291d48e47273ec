using System.Threading;

namespace PeerDevice.Services.Printing;

/// <summary>
/// One Job (RFC 8011 §5.3). Whoever submits it fills in what it is; from then on only its <see cref="Printer"/> changes it, under its own lock. Anybody
/// may read: each member by itself is true at some moment. Texts are bounded by <see cref="Limits.JobText"/> by whoever fills them in.
/// </summary>
public sealed class Job
{
    /// <summary>Came by raw intake.</summary>
    public const int ByRaw = 0;

    /// <summary>Came by LPD (RFC 1179).</summary>
    public const int ByLpd = 1;

    /// <summary>Came by IPP (RFC 8011).</summary>
    public const int ByIpp = 2;

    /// <summary>The peer made it itself: a page that identifies the device, a status page.</summary>
    public const int ByPeer = 3;

    /// <summary>The priority of who says nothing (job-priority, RFC 8011 §5.2.1): 1 to 100, 100 is the most urgent.</summary>
    public const int MiddlePriority = 50;

    /// <summary>Its number: 1 or more, never given to another Job of its Printer, after a restart either. 0 until the Printer has it.</summary>
    public int Id;

    /// <summary>Its name for people (job-name).</summary>
    public string Name = "";

    /// <summary>Who submitted it, as far as the protocol says (job-originating-user-name).</summary>
    public string User = "";

    /// <summary>The host that it came from: its address, not what it calls itself.</summary>
    public string Host = "";

    /// <summary>How it came: <see cref="ByRaw"/>, <see cref="ByLpd"/>, <see cref="ByIpp"/>, <see cref="ByPeer"/>.</summary>
    public int Origin;

    /// <summary>How often it is to be printed: 1 or more. More than one needs the spool.</summary>
    public int Copies = 1;

    /// <summary>1 to 100; 100 is printed first.</summary>
    public int Priority = MiddlePriority;

    /// <summary>Whether it waits to be released (job-hold-until: indefinite, otherwise no-hold).</summary>
    public bool IsHeld;

    /// <summary>Its documents in order. The array is made anew when one is added.</summary>
    public JobDocument[] Documents = new JobDocument[0];

    /// <summary>Whether no more documents will come.</summary>
    public bool IsClosed;

    /// <summary>Whether its documents are in the spool; otherwise they go from the wire to the device.</summary>
    public bool IsSpooled;

    /// <summary>Whether all of it is where whoever prints stored Jobs can get it.</summary>
    public bool IsStored;

    /// <summary>One of <see cref="JobState"/>.</summary>
    public int State = JobState.Pending;

    /// <summary>Bits of <see cref="JobReasons"/>.</summary>
    public int Reasons = JobReasons.Incoming;

    /// <summary>State and reasons in words (job-state-message), where there is something to say that they do not.</summary>
    public string Message = "";

    /// <summary>What an operator has to say of it (job-message-from-operator, RFC 3380); kept in memory only.</summary>
    public string OperatorMessage = "";

    /// <summary>Octets of all its documents that have arrived.</summary>
    public long Octets;

    /// <summary>Octets that went to the device since it was begun, for all copies together; of rendered documents, octets of the document that were rendered.</summary>
    public long Sent;

    /// <summary>Copies that are printed.</summary>
    public int CopiesDone;

    /// <summary>How often it was begun anew after something broke in the middle.</summary>
    public int Restarts;

    /// <summary>When it was created, in seconds since 1970; 0 where the time was not known.</summary>
    public long CreatedAt;

    /// <summary>When it was first begun to be printed, in seconds since 1970; 0 where that did not happen or the time was not known.</summary>
    public long ProcessingAt;

    /// <summary>When it ended, in seconds since 1970; 0 as above.</summary>
    public long CompletedAt;

    /// <summary>When it was created, in seconds since the peer started (time-at-creation, RFC 8011 §5.3.14.1); 0 for what was created before it started.</summary>
    public int CreatedUp;

    /// <summary>When it was begun, in seconds since the peer started; -1 where it was not.</summary>
    public int ProcessingUp = -1;

    /// <summary>When it ended, in seconds since the peer started; -1 where it has not.</summary>
    public int CompletedUp = -1;

    /// <summary>Its place among Jobs of one priority: the smaller is printed sooner.</summary>
    internal long Place;

    /// <summary>Its place among those that have ended: the larger ended later.</summary>
    internal int EndOrder;

    /// <summary>When its sender last went on with it, by the clock's milliseconds.</summary>
    internal long TouchedAt;

    /// <summary>Whether it is held only because all that came then were.</summary>
    internal bool IsHeldAsNew;

    /// <summary>Whether a document of it is arriving.</summary>
    internal bool HasWorker;

    /// <summary>Whether the one who brings it waits with it for the device.</summary>
    internal bool IsAtDoor;

    /// <summary>Whether somebody has taken the device for it, and has not given it back.</summary>
    internal bool HasDevice;

    /// <summary>Whether whoever has the device for it is to end it.</summary>
    internal bool IsCancelWanted;

    /// <summary>Set when something changed for the one who waits with it for the device.</summary>
    internal AutoResetEvent? Turn;

    /// <summary>Whether its number is one that the spool remembers.</summary>
    internal bool IsNumberKept;

    /// <summary>What the spool keeps of it; null where it is not spooled.</summary>
    internal SpoolTicket? Ticket;

    /// <summary>What of it is to be noted in the spool: bits of <see cref="Printer"/>'s.</summary>
    internal int Due;

    /// <summary>Whether it has ended.</summary>
    public bool IsEnded => JobState.IsEnd(State);

    /// <summary>Whether it could be printed now if the device were free.</summary>
    internal bool IsPrintable => State == JobState.Pending && (IsStored || IsAtDoor);
}
