namespace PeerDevice;

/// <summary>What the ground under a peer can bear: one table, three rows. The bounds that are equal everywhere stand in <see cref="Limits"/>.</summary>
public sealed class Profile
{
    private const long Gibi = 1L << 30;

    /// <summary>Sockets there are in all, listeners included; 0 where the operating system does not count.</summary>
    public int Sockets;

    /// <summary>Sessions at once: HTTP and raw together.</summary>
    public int Sessions;

    /// <summary>Octets of heap that must be free for a session beside others: itself, its thread, and what the others need for their answers. 0 where there is room for all; elsewhere one is always to be had, and who finds too little for another is told 503.</summary>
    public int HeapForOneMore;

    /// <summary>Octets of heap that must be free to be found by multicast DNS: some 10,000 for that, and what files and print data need beside it, as measured on the interpreter. 0 where there is room for all.</summary>
    public int HeapForDiscovery;

    /// <summary>Octets of a request head (and of a response head in the client): more is 431 or 414.</summary>
    public int HeadOctets;

    /// <summary>Octets of a session's outgoing buffer: response heads, listings by the piece, small files.</summary>
    public int OutOctets;

    /// <summary>Octets by which print data moves where no transfer block is to be had for it: each session that prints, raw intake and a Printer's thread have as many of their own.</summary>
    public int OwnOctets = 2048;

    /// <summary>Octets of one transfer block.</summary>
    public int BlockOctets;

    /// <summary>Transfer blocks there are; a session that finds none uses its outgoing buffer, slower.</summary>
    public int Blocks;

    /// <summary>Files whose time and tag the index keeps in memory (FAT stores only).</summary>
    public int IndexEntries;

    /// <summary>Files whose length is remembered from a look (FAT stores only): a power of two, or 0. Each takes some 70 octets of a board's heap.</summary>
    public int Lengths;

    /// <summary>Contents whose tree tag is computed and kept, 45 octets each and a thread while one is computed; 0 for a peer that tells none.</summary>
    public int Tags = Limits.Tags;

    /// <summary>Octets of the log that is kept.</summary>
    public int LogOctets = Limits.LogOctets;

    /// <summary>
    /// Whether what was read once is kept to know it again (DESIGN, "A request costs what its octets cost"): a session the last head, the last LOCK's and the last Print-Job, some 2.5 KiB, the share what the last PROPFIND and LOCK asked
    /// for, and the buffer for properties, some 8 KiB. Without, each request is read anew, and a PROPFIND answered from the octets that came: so only where there are no <see cref="Blocks"/>, which have other uses meanwhile.
    /// </summary>
    public bool Remembers = true;

    /// <summary>Octets of an XML request body that are read; more is 413. They are in memory as a whole while the request is answered.</summary>
    public int XmlOctets = Limits.XmlBody;

    /// <summary>Uploads that wait for their commit at once.</summary>
    public int Staged = Limits.Staged;

    /// <summary>Gates at which writers of one path meet: a power of two.</summary>
    public int WriterGates = Limits.WriterGates;

    /// <summary>Octets of the memory of what may have dead properties, on FAT, once anything has: a power of two.</summary>
    public int PropertyFilter = Limits.PropertyFilter;

    /// <summary>Write locks at once (RFC 4918 §6): each holds a path, an owner of up to <see cref="Limits.LockOwner"/> octets and some 150 octets more.</summary>
    public int Locks;

    /// <summary>Whether names that differ only in case name one file: on FAT, and on a PC where the system says so.</summary>
    public bool FoldsCase;

    /// <summary>Uploads that can be continued, at once: each holds its content on the store, and some 550 octets of a board's heap. 0 for a peer that offers none.</summary>
    public int Uploads;

    /// <summary>Jobs of a Printer that have not ended; more are told that it is busy. Each takes some 300 octets of a board's heap.</summary>
    public int Jobs;

    /// <summary>Jobs of a Printer that have ended and are still told of, as large.</summary>
    public int JobHistory;

    /// <summary>Events of a Printer that are remembered for those who ask for them later, 120 octets each.</summary>
    public int PrinterEvents;

    /// <summary>Subscriptions to events at once (RFC 3995), some 260 octets each.</summary>
    public int Subscriptions;

    /// <summary>Octets that the documents of all Jobs may take on the store together; 0 for a peer without a spool: who sends a document waits for the printer then, and each Job takes half as much heap.</summary>
    public long SpoolOctets;

    /// <summary>Raw connections of one Printer that are served at once where Jobs can be stored: each has a thread and a buffer of <see cref="OutOctets"/>.</summary>
    public int RawConnections;

    /// <summary>LPD connections that are heard at once, beside those that bring print data and count as sessions: each has a thread and some 700 octets.</summary>
    public int LpdDesk;

    /// <summary>Documents that are fetched at once: each has a socket, and some 5 KiB on a board, beside the session that asked for it. 0 for a peer that fetches nothing, and follows no folder of another.</summary>
    public int Pulls;

    /// <summary>Whether there is room for neighbours: to look for other peers, or to fetch from them.</summary>
    public bool HasNeighbours => Pulls > 0 || Peers > 0;

    /// <summary>Files and collections that a folder that follows another may bring: some 50 octets each while it is followed.</summary>
    public int MirrorFiles;

    /// <summary>Sources that one content is fetched from at once: each takes a socket, a thread and a block.</summary>
    public int FetchLanes;

    /// <summary>Octets of the block of each of them: what it brings is stored, and looked at, by so many at once.</summary>
    public int FetchOctets;

    /// <summary>Runs of one content that is fetched: on a board each has a file, <see cref="Limits.FetchSlots"/> at most.</summary>
    public int FetchRuns;

    /// <summary>Octets from which on a file is fetched from several at once.</summary>
    public long GatherOctets = Limits.GatherOctets;

    /// <summary>Octets of it that come before it is noted again how far it is; 0 for what is usual on such a store.</summary>
    public long GatherNote;

    /// <summary>Other peers that are remembered: each takes some 580 octets of a board's heap. 0 for a peer that is found by others and looks for none.</summary>
    public int Peers;

    /// <summary>Whether peers are looked for by broadcast too, and one by one where they were before: not every board hears multicast.</summary>
    public bool AsksWidely;

    /// <summary>Whether peers are reached by IPv6 too, where they have no IPv4 address: boards have no IPv6.</summary>
    public bool TakesIpv6;

    /// <summary>Octets of another peer's report that are read: a board's time for each is some twenty instructions.</summary>
    public int ReportOctets;

    /// <summary>Whether raw intake has a listener of its own.</summary>
    public bool ServesRaw;

    /// <summary>Whether an office is served: IPP, LPD, SNMP and the spool. A peer without prints what comes to its raw port.</summary>
    public bool HasOffice = true;

    /// <summary>Whether LPD has a listener of its own.</summary>
    public bool ServesLpd;

    /// <summary>Whether IPP has a listener of its own, beside HTTP's.</summary>
    public bool ServesIpp;

    /// <summary>Whether the SNMP agent has a datagram socket.</summary>
    public bool ServesSnmp;

    /// <summary>Octets of a message of multicast DNS that is heard: a board reads one packet of an Ethernet, as others send it if they can (RFC 6762 §17).</summary>
    public int DnsOctets = 1472;

    /// <summary>An ESP32 with PSRAM: 16 sockets, a heap of about 4 MB.</summary>
    public static Profile SixteenSockets()
    {
        return new Profile { Sockets = 16, Sessions = 8, HeadOctets = 2048, OutOctets = 2048, BlockOctets = 40960, Blocks = 3, MirrorFiles = 1024, IndexEntries = 256, Lengths = 1024, Locks = 32, FoldsCase = true, Uploads = 8, Jobs = 32, JobHistory = 32, PrinterEvents = 64, Subscriptions = 16, SpoolOctets = Gibi, RawConnections = 2, LpdDesk = 1, Pulls = 2, FetchLanes = 2, FetchOctets = 122880, FetchRuns = 8, Peers = 256, ReportOctets = 16384, ServesRaw = true, ServesLpd = true, ServesIpp = true, ServesSnmp = true };
    }

    /// <summary>
    /// An ESP32 with internal RAM only: 16 sockets, a heap of about 96 KB, of which the runtime's records of the image take more than a third. Files, the page and print data by the raw port fit into the
    /// rest, and being found where more is free; what is 0 or not served here does not (firmware/README.md, "Heap, and what it is for").
    /// </summary>
    public static Profile SixteenSocketsSmallHeap()
    {
        return new Profile { Sockets = 16, Sessions = 2, HeapForOneMore = 18432, HeapForDiscovery = 32256, HeadOctets = 1536, OutOctets = 1536, OwnOctets = 512, IndexEntries = 32, Tags = 0, LogOctets = 512, Locks = 4, FoldsCase = true, Jobs = 1, JobHistory = 1, RawConnections = 1, DnsOctets = 768, Remembers = false, HasOffice = false, Staged = 8, WriterGates = 4, PropertyFilter = 256, XmlOctets = 2048, ServesRaw = true };
    }

    /// <summary>An STM32 stock image: 4 sockets for everything. One listener, one datagram socket, one session, one to refuse with.</summary>
    public static Profile FourSockets()
    {
        return new Profile { Sockets = 4, Sessions = 1, HeadOctets = 2048, OutOctets = 2048, BlockOctets = 24576, Blocks = 2, MirrorFiles = 1024, IndexEntries = 256, Lengths = 1024, Locks = 16, FoldsCase = true, Uploads = 4, Jobs = 32, JobHistory = 32, PrinterEvents = 64, Subscriptions = 16, SpoolOctets = Gibi, RawConnections = 2, LpdDesk = 1, Pulls = 1, FetchLanes = 1, FetchOctets = 24576, FetchRuns = 8, Peers = 64, ReportOctets = 4096, ServesRaw = false, ServesLpd = false, ServesSnmp = false };
    }

    /// <summary>A PC: memory and sockets are no concern of an office.</summary>
    public static Profile Desktop()
    {
        return new Profile { Sockets = 0, Sessions = 128, HeadOctets = 16384, OutOctets = 32768, BlockOctets = 262144, Blocks = 16, MirrorFiles = 1000000, IndexEntries = 0, Lengths = 0, Locks = 1024, Uploads = 64, Jobs = 500, JobHistory = 500, PrinterEvents = 1024, Subscriptions = 256, SpoolOctets = 64 * Gibi, RawConnections = 32, LpdDesk = 16, DnsOctets = Limits.DnsOctets, Pulls = 16, FetchLanes = 16, FetchOctets = 262144, FetchRuns = 64, Peers = 1024, ReportOctets = 262144, AsksWidely = true, TakesIpv6 = true, ServesRaw = true, ServesLpd = true, ServesIpp = true, ServesSnmp = true };
    }
}
