using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>What one session answers IPP requests with. Made at its first, used again for all that follow; what it remembers is about the request being answered.</summary>
public sealed class IppDesk : PrintDesk
{
    private readonly IppService _service;
    private readonly IClock _clock;
    private readonly BlockPool _blocks;
    private readonly int _ownOctets;
    private Intake? _intake;
    private PrinterEvent? _event;

    /// <summary>Makes the desk of a session.</summary>
    /// <param name="service">Who answers.</param>
    /// <param name="exchange">The session's exchange, which never changes.</param>
    /// <param name="clock">Time.</param>
    /// <param name="blocks">Where a document's block is borrowed from.</param>
    /// <param name="profile">What the ground bears.</param>
    public IppDesk(IppService service, Exchange exchange, IClock clock, BlockPool blocks, Profile profile)
    {
        _service = service;
        Exchange = exchange;
        _clock = clock;
        _blocks = blocks;
        _ownOctets = profile.OwnOctets;
        Remembers = profile.Remembers;
        JobAnswer = new JobAnswer(profile.Remembers);
        Request = new IppReader();
        Requested = new Requested(Limits.IppRequested);
        Response = new IppWriter(exchange.Out, exchange);
    }

    /// <summary>The request as HTTP has it.</summary>
    internal Exchange Exchange { get; }

    /// <summary>The request's attributes.</summary>
    internal IppReader Request { get; }

    /// <summary>The response.</summary>
    internal IppWriter Response { get; }

    /// <summary>Which attributes are asked for.</summary>
    internal Requested Requested { get; }

    /// <summary>What stands behind the attributes.</summary>
    internal BufferedSource Document { get; private set; } = new BufferedSource(new byte[0]);

    /// <summary>An event, for whoever reads the ring.</summary>
    internal PrinterEvent Event => _event ??= new PrinterEvent();

    /// <summary>What the last Print-Job came to.</summary>
    internal PrintMemory Print { get; } = new PrintMemory();

    /// <summary>What tells of a new Job.</summary>
    internal JobAnswer JobAnswer { get; }

    /// <summary>Whether the last Print-Job is remembered.</summary>
    internal bool Remembers { get; }

    /// <summary>The operation group.</summary>
    internal int Group { get; set; }

    /// <summary>The Printer that is meant.</summary>
    internal Printer Printer { get; set; } = null!;

    /// <summary>Its path, such as <c>/ipp/print</c>, as the request has it.</summary>
    internal string PrinterPath { get; set; } = "";

    /// <summary>Host and port as the request's printer-uri or job-uri has them.</summary>
    internal string Authority { get; set; } = "";

    /// <summary>The Job that is meant; null where none is, or where there is none of that number.</summary>
    internal Job? Job { get; set; }

    /// <summary>Attributes that are not supported as they stand in the request, by their offsets.</summary>
    internal int[] Unsupported { get; } = new int[Limits.IppUnsupported];

    /// <summary>How many there are in <see cref="Unsupported"/>.</summary>
    internal int UnsupportedCount { get; set; }

    /// <summary>The subscriptions that this request made or asked for.</summary>
    internal Subscription?[] Subscriptions { get; } = new Subscription?[Limits.IppGroups];

    /// <summary>What became of each, a status.</summary>
    internal int[] SubscriptionStatus { get; } = new int[Limits.IppGroups];

    /// <summary>How many there are.</summary>
    internal int SubscriptionCount { get; private set; }

    /// <summary>How many of them were made.</summary>
    internal int SubscriptionsMade { get; private set; }

    /// <summary>Why it is refused, in words of its own; empty for those of the status.</summary>
    internal string Trouble { get; set; } = "";

    /// <summary>What a document's server answered (document-access-error, RFC 8011 §4.1.6.4); empty where none did.</summary>
    internal string AccessError { get; set; } = "";

    /// <summary>How its document is compressed; empty where it is not.</summary>
    internal string Compression { get; set; } = "";

    /// <inheritdoc/>
    public override void Answer()
    {
        _service.Answer(this);
    }

    /// <inheritdoc/>
    public override void AnswerMessage()
    {
        _service.AnswerMessage(this);
    }

    /// <summary>Keeps what became of a subscription. A request has no more groups than there is room for.</summary>
    internal void Keep(Subscription one, int status)
    {
        Subscriptions[SubscriptionCount] = one;
        SubscriptionStatus[SubscriptionCount] = status;
        SubscriptionCount++;
        SubscriptionsMade += status == IppStatus.SuccessfulOk ? 1 : 0;
    }

    /// <summary>Begins a request whose content goes into a buffer.</summary>
    internal void Begin(byte[] buffer, ByteSource content)
    {
        if (Document.Buffer != buffer)
        {
            Document = new BufferedSource(buffer);
        }

        Document.Attach(content);
        Request.BeginRequest(Document);
        Job = null;
        Trouble = "";
        AccessError = "";
        Compression = "";
        UnsupportedCount = 0;
        SubscriptionCount = 0;
        SubscriptionsMade = 0;
    }

    /// <summary>Finds an operation attribute.</summary>
    internal int Find(string name)
    {
        return Request.Find(Group, name);
    }

    /// <summary>Keeps an attribute to be told of as not supported; more than there is room for are only counted as one more reason to refuse.</summary>
    internal void Refuse(int at)
    {
        if (UnsupportedCount < Unsupported.Length)
        {
            Unsupported[UnsupportedCount++] = at;
        }
    }

    /// <summary>Who asks, as the request says (requesting-user-name); nobody proves it.</summary>
    internal string User()
    {
        int at = Find("requesting-user-name");
        return at < 0 ? "anonymous" : Request.String(at);
    }

    /// <summary>The intake of the Printer that is meant.</summary>
    internal Intake Intake()
    {
        if (_intake is null || _intake.Printer != Printer)
        {
            _intake = new Intake(Printer, _clock, _blocks, _ownOctets);
        }

        if (Printer.Spool is not null)
        {
            _intake.Announced = Exchange.Request.ContentLength;
        }

        return _intake;
    }
}
