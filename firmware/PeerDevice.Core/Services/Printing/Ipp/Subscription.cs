namespace PeerDevice.Services.Printing.Ipp;

/// <summary>
/// Who wants to be told of what (RFC 3995): events of a Printer or of one Job, fetched by Get-Notifications (RFC 3996). What happened is in the Printer's ring; a subscription remembers where in
/// it it began and how many of its own events lie before that, so that each has a number that stays.
/// </summary>
internal sealed class Subscription
{
    /// <summary>Its number (notify-subscription-id): never given twice while the peer runs.</summary>
    public int Id;

    /// <summary>The Printer.</summary>
    public Printer Printer = null!;

    /// <summary>The Job it is about, which may still be coming; null for the Printer with all its Jobs.</summary>
    public Job? Job;

    /// <summary>The events, bits of <see cref="PrinterEvent"/>.</summary>
    public int Events;

    /// <summary>Who made it (notify-subscriber-user-name).</summary>
    public string User = "";

    /// <summary>What whoever made it wants told again (notify-user-data); at most 63 octets.</summary>
    public byte[] Data = new byte[0];

    /// <summary>For how long it was made, in seconds (notify-lease-duration); 0 for a Job's, which lasts as long as that is told of.</summary>
    public int Lease;

    /// <summary>When it ends, in seconds since the peer started; 0 for a Job's.</summary>
    public int EndsUp;

    /// <summary>The event of the ring that is looked at next.</summary>
    public int Next;

    /// <summary>How many events before that one were its own.</summary>
    public int Counted;

    /// <summary>Whether it is about an event.</summary>
    public bool Wants(PrinterEvent one)
    {
        return (one.Kind & Events) != 0 && (Job is null || one.JobId == Job.Id);
    }
}
