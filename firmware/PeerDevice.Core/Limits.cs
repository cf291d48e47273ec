namespace PeerDevice;

/// <summary>Every bound of the engine, with its unit and its reason. What a board and a PC have differently stands in <see cref="Profile"/>.</summary>
public static class Limits
{
    /// <summary>Members of a Range field that are served; more are answered with the whole content (RFC 9110 §14.2 lets a server ignore Range).</summary>
    public const int Ranges = 16;

    /// <summary>Octets of one name in a path: what FAT's long names and most PC file systems hold.</summary>
    public const int NameOctets = 255;

    /// <summary>Octets of a decoded path: nanoFramework's FileStream fails beyond 258 characters with drive and separators.</summary>
    public const int FatPathOctets = 240;

    /// <summary>Octets of a decoded path on a PC: Linux' PATH_MAX less room for the share's own folder.</summary>
    public const int PathOctets = 2048;

    /// <summary>Collections within collections that DELETE, COPY and MOVE follow: each costs stack, and a frame costs about 200 octets of heap on a board.</summary>
    public const int Depth = 32;

    /// <summary>Octets of a Host field's value that a session remembers: names and addresses of an office are shorter.</summary>
    public const int HostOctets = 64;

    /// <summary>Octets of a request's head that are remembered, so that a next one with the same fields, or all the same, need not be read again: a browser's has 350.</summary>
    public const int FieldsKept = 512;

    /// <summary>Octets of a chunk-size line with its extensions (RFC 9112 §7.1.1 asks for a bound).</summary>
    public const int ChunkLine = 128;

    /// <summary>Octets of trailer section after the last chunk; trailers are read and dropped.</summary>
    public const int Trailer = 1024;

    /// <summary>Octets of an XML request body where there is room for it: the longest that the desktops send is below 2 KiB.</summary>
    public const int XmlBody = 8192;

    /// <summary>TCP port of HTTP on a board (RFC 9110 §4.2.1).</summary>
    public const int HttpPort = 80;

    /// <summary>TCP port of IPP (RFC 8010 §4).</summary>
    public const int IppPort = 631;

    /// <summary>TCP port of raw intake: AppSocket practice, and IANA's pdl-datastream.</summary>
    public const int RawPort = 9100;

    /// <summary>Ports from <see cref="RawPort"/> on that are raw intakes by the same practice: 9100 to 9109.</summary>
    public const int RawPorts = 10;

    /// <summary>UDP port of SNMP (RFC 3417 §3.2).</summary>
    public const int SnmpPort = 161;

    /// <summary>Octets of an SNMP message that is sent: what an Ethernet frame carries in one UDP datagram. RFC 3417 §3.2.1 asks for 484 at least.</summary>
    public const int SnmpOctets = 1472;

    /// <summary>Octets of an SNMP message that is read: an answer that has all of it again must fit, and its lengths may take some octets more.</summary>
    public const int SnmpRequestOctets = SnmpOctets - 16;

    /// <summary>Sub-identifiers of an SNMP variable's name (RFC 3416 §4.1).</summary>
    public const int SubIdentifiers = 128;

    /// <summary>Octets of an mDNS message, the longest that there may be, less the headers of IPv4 and UDP (RFC 6762 §17: 9,000 with them).</summary>
    public const int DnsOctets = 8972;

    /// <summary>Octets of one label of a name (RFC 1035 §2.3.4).</summary>
    public const int DnsLabelOctets = 63;

    /// <summary>Octets of a name on the wire without pointers, lengths and root included (RFC 1035 §2.3.4).</summary>
    public const int DnsNameOctets = 255;

    /// <summary>Octets of a name as text: four for each octet that is escaped by its number.</summary>
    public const int DnsTextOctets = 1020;

    /// <summary>Pointers that are followed in one name: responders have one for each of its last few labels, and each more costs whoever listens.</summary>
    public const int DnsHops = 16;

    /// <summary>Ends of names that a message's writer remembers to point at: an answer with eight services has fewer.</summary>
    public const int DnsSuffixes = 48;

    /// <summary>Names that a first look at a datagram knows: a host's, its addresses', and for each service its type, subtypes and instance. A record's target is kept in a signed octet: 127 at the most.</summary>
    public const int DnsKnownNames = 64;

    /// <summary>Seconds that a querier who does not hear mDNS may believe a record (RFC 6762 §6.7).</summary>
    public const int DnsLegacySeconds = 10;

    /// <summary>UDP port of multicast DNS (RFC 6762 §3).</summary>
    public const int DnsPort = 5353;

    /// <summary>Octets of an mDNS message that is sent: what an Ethernet frame carries in one UDP datagram over IPv6 (RFC 6762 §17).</summary>
    public const int DnsSaidOctets = 1452;

    /// <summary>Messages of mDNS that one speaker sends in one go, before the next is heard: all that the largest peer has to say takes fewer.</summary>
    public const int DnsBurst = 16;

    /// <summary>Milliseconds between two looks at the interfaces for multicast DNS: a cable that came back is noticed before somebody looks for the peer.</summary>
    public const int SegmentMilliseconds = 1000;

    /// <summary>Milliseconds between two of these looks after which the machine is taken to have slept: more than any other work takes, less than anybody's sleep that matters.</summary>
    public const int SleptMilliseconds = 30000;

    /// <summary>Records that are told on one link: five for each service, and three for each address. Lists of them are octets: 256 at the most.</summary>
    public const int DnsRecords = 128;

    /// <summary>Addresses of each family that are told on one link: more are an interface that makes a new one each day.</summary>
    public const int DnsAddresses = 4;

    /// <summary>Octets of a TXT record's data: RFC 6763 §6.2 asks for less than 1,300, so that a message is one packet.</summary>
    public const int DnsTxtOctets = 1024;

    /// <summary>Services that are told: a peer with its page and files, and seven printers by three ways each.</summary>
    public const int DnsServices = 24;

    /// <summary>Milliseconds between two looks whether a printer says another thing of itself by now.</summary>
    public const int DnsOfferMilliseconds = 10000;

    /// <summary>Numbers behind a name that is taken; after that the second one is asked for again.</summary>
    public const int DnsNameNumber = 999;

    /// <summary>Seconds that a record may be believed that hangs on a host's name or address (RFC 6762 §10).</summary>
    public const int DnsHostSeconds = 120;

    /// <summary>Seconds that any other may be believed: 75 minutes (RFC 6762 §10).</summary>
    public const int DnsSeconds = 4500;

    /// <summary>Questions that are asked for a name before it is had (RFC 6762 §8.1).</summary>
    public const int DnsProbes = 3;

    /// <summary>Milliseconds between two of them, and the most before the first (RFC 6762 §8.1).</summary>
    public const int DnsProbeMilliseconds = 250;

    /// <summary>Records of another's probe for one name that are compared with ours: a host has an address or four, a service two records.</summary>
    public const int DnsProbeRecords = 12;

    /// <summary>Milliseconds that who lost the name to one who probed at the same time waits before it looks again (RFC 6762 §8.2).</summary>
    public const int DnsDeferMilliseconds = 1000;

    /// <summary>Octets of the record of names: one for a host and one for each service, and what is around them.</summary>
    public const int NameRecordOctets = 160;

    /// <summary>Milliseconds that names must have stood before their numbers are kept: whoever follows a conflict by conflict writes nothing meanwhile.</summary>
    public const int NameKeptAfterMilliseconds = 60_000;

    /// <summary>Milliseconds between two writings of them: flash that bears ten thousand writings at one place bears a year of somebody who takes name after name.</summary>
    public const int NameKeptAgainMilliseconds = 3_600_000;

    /// <summary>Conflicts, each within <see cref="DnsConflictWindow"/> of the last, after which probing slows down (RFC 6762 §8.1).</summary>
    public const int DnsConflicts = 15;

    /// <summary>Milliseconds without a conflict after which the next is the first again (RFC 6762 §8.1).</summary>
    public const int DnsConflictWindow = 10000;

    /// <summary>Milliseconds before each try then (RFC 6762 §8.1).</summary>
    public const int DnsConflictMilliseconds = 5000;

    /// <summary>Times that everything is told when it is new (RFC 6762 §8.3).</summary>
    public const int DnsAnnouncements = 2;

    /// <summary>Milliseconds between them (RFC 6762 §8.3).</summary>
    public const int DnsAnnounceMilliseconds = 1000;

    /// <summary>Milliseconds after which a board that hears no questions tells everything again: a host's records are believed for twice as long.</summary>
    public const int DnsUnaskedMilliseconds = 60000;

    /// <summary>Milliseconds before a record is told to all again (RFC 6762 §6).</summary>
    public const int DnsRepeatMilliseconds = 1000;

    /// <summary>Milliseconds at least before an answer that others may have too (RFC 6762 §6).</summary>
    public const int DnsDelayLeast = 20;

    /// <summary>Milliseconds at most (RFC 6762 §6).</summary>
    public const int DnsDelayMost = 120;

    /// <summary>Milliseconds at least before an answer to one whose known answers are still coming (RFC 6762 §7.2).</summary>
    public const int DnsTruncatedLeast = 400;

    /// <summary>Milliseconds at most (RFC 6762 §7.2).</summary>
    public const int DnsTruncatedMost = 500;

    /// <summary>Queriers whose known answers are waited for at a time; others are answered at the same delay without.</summary>
    public const int DnsQueriers = 4;

    /// <summary>Responses in a second to one who asked alone: what an office asks when all its PCs are switched on, and no more than a board can write beside its work.</summary>
    public const int DnsReplies = 20;

    /// <summary>Octets of a settings file that are read: a person types it, and a board holds it in memory while it starts.</summary>
    public const int SettingsOctets = 4096;

    /// <summary>Octets of the log that is kept in memory: some thirty lines, which is what a start and a bad day take.</summary>
    public const int LogOctets = 2048;

    /// <summary>Octets of one line of it.</summary>
    public const int LogLine = 200;

    /// <summary>Octets of a board's name in internal flash: that of a runtime has 31 at most (nanoFramework's release information).</summary>
    public const int BoardName = 63;

    /// <summary>Problems of a settings file that are named before the reader gives up on it: by then it is some other file.</summary>
    public const int SettingsProblems = 16;

    /// <summary>Octets of a peer's name: one label of DNS-SD (RFC 6763 §4.1.1).</summary>
    public const int PeerNameOctets = 63;

    /// <summary>Octets of a record's data that are remembered: a peer's TXT record has fewer, and a name with the head of an SRV record fits.</summary>
    public const int DnsDataOctets = 512;

    /// <summary>Milliseconds after which a record that was taken back, or is not in a newer set, ends, and that a set may take to arrive (RFC 6762 §10.1, §10.2).</summary>
    public const int DnsFlushMilliseconds = 1000;

    /// <summary>Seconds that a record is believed at most: what RFC 6762 §10 has for all that does not change.</summary>
    public const int DnsLongestSeconds = 4500;

    /// <summary>Records of one name and type that are remembered, PTR excepted: a host has an address for each of a few interfaces.</summary>
    public const int DnsAlike = 4;

    /// <summary>Milliseconds before a first question, at least: a whole office may have been switched on at once (RFC 6762 §5.2).</summary>
    public const int DnsFirstQuestion = 20;

    /// <summary>Milliseconds by which it is later at most, by chance (RFC 6762 §5.2).</summary>
    public const int DnsFirstQuestionSpread = 100;

    /// <summary>Milliseconds between the first two questions; each time twice as long (RFC 6762 §5.2).</summary>
    public const int DnsFirstInterval = 1000;

    /// <summary>Milliseconds that it grows to (RFC 6762 §5.2).</summary>
    public const int DnsLongestInterval = 3600000;

    /// <summary>Milliseconds for which a question need not be asked again that another asked (RFC 6762 §7.3).</summary>
    public const int DnsSameQuestionMilliseconds = 999;

    /// <summary>Milliseconds from which on the half of the time since our last question counts instead: before, what was lost is asked for anew by everybody.</summary>
    public const int DnsSharedMilliseconds = 30000;

    /// <summary>Questions whose asking is remembered: of those that are asked within a second most are about one thing.</summary>
    public const int DnsQuestionsKept = 16;

    /// <summary>Questions of one message: what is missing of eight peers.</summary>
    public const int DnsQuestionsAtOnce = 24;

    /// <summary>Questions for what is missing of a peer before it is left alone until it is heard again: after each it is waited twice as long.</summary>
    public const int DnsResolveTries = 5;

    /// <summary>Questions without an answer after which what was asked for is gone (RFC 6762 §10.4, §10.5).</summary>
    public const int DnsConfirmations = 2;

    /// <summary>Milliseconds between those two.</summary>
    public const int DnsConfirmAgain = 2000;

    /// <summary>Milliseconds that an answer to them is waited for (RFC 6762 §10.4, §10.5).</summary>
    public const int DnsDoubtMilliseconds = 10000;

    /// <summary>Milliseconds between two looks of a querier at what it could not say yet.</summary>
    public const int DnsPause = 250;

    /// <summary>Milliseconds after a question by multicast in which the same is asked by broadcast: by then all who heard it have answered, and need not do so again.</summary>
    public const int DnsWidenAfter = 500;

    /// <summary>Milliseconds for which where peers are is kept fresh after somebody has looked: who lists them uses one soon.</summary>
    public const int DirectoryLookMilliseconds = 60000;

    /// <summary>Seconds for which a peer that is gone is remembered: long enough to tell when it was seen last.</summary>
    public const int DirectorySeconds = 86400;

    /// <summary>Seconds for which what was told of a peer is believed, counted from when it was observed.</summary>
    public const int HearsaySeconds = 900;

    /// <summary>Peers through whom what is told of another may have come.</summary>
    public const int HearsayHops = 3;

    /// <summary>Buckets of the cache of records at the least: a power of two.</summary>
    public const int DnsBuckets = 8;

    /// <summary>Records that are remembered of each peer: PTR, SRV, TXT and two addresses.</summary>
    public const int DnsRecordsOfPeer = 5;

    /// <summary>Milliseconds between two looks whether a peer is to be asked what it is.</summary>
    public const int PeerRoundMilliseconds = 5000;

    /// <summary>Milliseconds before the same peer is asked again.</summary>
    public const int PeerAskedMilliseconds = 300000;

    /// <summary>Milliseconds that a peer has to say what it is: it is on the same link, and a busy one can be asked again.</summary>
    public const int PeerPatience = 5000;

    /// <summary>Milliseconds after which nothing more is read of a peer's report, however it comes: one that gives it octet by octet would keep all others from being asked.</summary>
    public const int PeerReportMilliseconds = 20000;

    /// <summary>Octets of a report that are held at a time.</summary>
    public const int ReportBlock = 256;

    /// <summary>Octets of a name in it: one label of DNS-SD.</summary>
    public const int ReportText = 64;

    /// <summary>Objects and arrays within each other in JSON that is read: a report has four.</summary>
    public const int JsonDepth = 16;

    /// <summary>Octets of a host's name (RFC 1035 §2.3.4, less the lengths and the root).</summary>
    public const int HostNameOctets = 253;

    /// <summary>Octets of a language tag that have to be borne (RFC 5646 §4.4.1).</summary>
    public const int LanguageOctets = 35;

    /// <summary>Slowest serial line, in bits a second: slower printers are in museums.</summary>
    public const int BaudLowest = 300;

    /// <summary>Fastest serial line, in bits a second: what the boards' UARTs and their drivers keep up with.</summary>
    public const int BaudHighest = 921600;

    /// <summary>Octets of an entity tag's opaque part: two hexadecimal numbers of 64 bits, or one and two of 32 bits, and what stands between.</summary>
    public const int TagOctets = 40;

    /// <summary>Octets of the fields ETag and Last-Modified with their line ends: two names, a tag, a date.</summary>
    public const int ValidatorOctets = 100;

    /// <summary>Milliseconds that a commit waits for the readers of its file, and a reader for a commit: less than the least patient client waits for an answer.</summary>
    public const int CommitPatience = 10000;

    /// <summary>Milliseconds between two looks at something that another thread will change: there is no Monitor.Wait on a board.</summary>
    public const int PollInterval = 20;

    /// <summary>Milliseconds for a client's connection to open: a host on the office network answers in a few.</summary>
    public const int ClientConnect = 10000;

    /// <summary>Milliseconds that a client waits for the first octets of an answer: a board may be deleting a folder, or writing a file's last block to a slow card.</summary>
    public const int ClientAnswer = 120000;

    /// <summary>Milliseconds that a client gives a server for all of a response head, so that one who sends an octet a minute holds nobody.</summary>
    public const int ClientHead = 180000;

    /// <summary>Milliseconds between two octets of content before a client gives a server up.</summary>
    public const int ClientIdle = 30000;

    /// <summary>Milliseconds that a client waits for 100 (Continue) before it sends the content unasked (RFC 9110 §10.1.1).</summary>
    public const int ContinuePatience = 1000;

    /// <summary>Interim responses (1xx) that a client passes over before it takes a server for broken.</summary>
    public const int InterimResponses = 16;

    /// <summary>Octets of unwanted content that a client reads to keep a connection; opening another costs about as much.</summary>
    public const int ClientDrain = 65536;
    /// <summary>Characters of a name whose length is remembered: what is longer is seldom, and looked at each time.</summary>
    public const int KnownName = 64;

    /// <summary>Collections whose members' lengths are remembered at a time: about as many as somebody has open.</summary>
    public const int KnownCollections = 16;

    /// <summary>Octets of the longest file on FAT: its size field has 32 bits.</summary>
    public const long FatFileOctets = 4294967295;

    /// <summary>Octets of content from which on a file system that knows its room is asked for it before they come: what is less is sent nearly as soon as it is refused.</summary>
    public const long RoomOctets = 1048576;

    /// <summary>Members that a walk of a tree looks at in one piece: a page of names costs about 2 KiB on a board.</summary>
    public const int PageMembers = 32;

    /// <summary>Octets of the head of one part of multipart/byteranges: boundary, media type and three numbers of 19 digits.</summary>
    public const int PartHead = 256;

    /// <summary>Seconds that a modification time must be old before it counts as a strong validator (RFC 9110 §8.8.2.2).</summary>
    public const int StrongDateAge = 1;

    /// <summary>Milliseconds in which a whole request head must have come: a slow modem sends 2 KiB in less.</summary>
    public const int HeadMilliseconds = 15000;

    /// <summary>Milliseconds that a connection may wait for its next request: browsers reuse one within seconds, and who comes later connects anew.</summary>
    public const int IdleMilliseconds = 60000;

    /// <summary>Milliseconds of silence within content: longer than a Wi-Fi roams or a laptop's disk wakes.</summary>
    public const int SilenceMilliseconds = 30000;

    /// <summary>Octets a millisecond that content must keep up, both ways: about what a 9,600 baud line carries.</summary>
    public const long SlowestOctetsPerMillisecond = 1;

    /// <summary>Milliseconds that a send may be stuck before the client counts as gone, or, where it moves a little, takes longer than the slowest line.</summary>
    public const int SendMilliseconds = 30000;

    /// <summary>Gates at which writers of one path meet; a power of two. More than a board has sessions, so that strangers seldom wait for each other.</summary>
    public const int WriterGates = 16;

    /// <summary>Transfer blocks that are sent before it is asked whether the client takes them fast enough.</summary>
    public const int SliceBlocks = 4;

    /// <summary>Octets that are sent at most before that is asked: on the slowest line they take two minutes, and on a fast one asking costs nothing.</summary>
    public const int SliceOctets = 131072;

    /// <summary>
    /// Milliseconds that a new connection may be silent while others find every session taken: who connects has something to ask, and a request that was lost
    /// is sent again within a second (RFC 6298 §2).
    /// </summary>
    public const int SilentMilliseconds = 3000;

    /// <summary>The same where there is one session: clients open a connection ahead and ask by another one, for which CUPS' library waits a second before it goes on without an answer.</summary>
    public const int SilentAloneMilliseconds = 500;

    /// <summary>Milliseconds that a full gate waits for a session that is just ending, before it refuses: its thread may come after some others', which have 20 ms each.</summary>
    public const int GraceMilliseconds = 100;

    /// <summary>Milliseconds in which an idle session that was told to give way has gone.</summary>
    public const int GiveWayMilliseconds = 400;

    /// <summary>Milliseconds that a refused client's request is waited for before it is told: the others wait behind it.</summary>
    public const int RefusalMilliseconds = 100;

    /// <summary>Reads of what a refused client still sends, before its connection is closed.</summary>
    public const int RefusalReads = 8;

    /// <summary>Octets of each of those reads: a request's head takes two or three.</summary>
    public const int RefusalOctets = 256;

    /// <summary>Octets of unread content that are read past to keep a connection; more is not worth it.</summary>
    public const int DrainOctets = 262144;

    /// <summary>Milliseconds that a connection that was answered for the last time is read on, so that the answer is not lost to a reset.</summary>
    public const int LingerMilliseconds = 1000;

    /// <summary>Octets that are read past so that a last answer is not lost to a reset.</summary>
    public const int LingerOctets = 4194304;

    /// <summary>Milliseconds before a failing listener is asked again.</summary>
    public const int AcceptPauseMilliseconds = 50;

    /// <summary>Milliseconds between two looks at an output device that is not there.</summary>
    public const int DeviceRetryMilliseconds = 500;

    /// <summary>
    /// Milliseconds for which a device that tells nothing may leave it open whether it has taken the last octet: a network printer closes when it has, some after a minute's
    /// silence, and a few never do.
    /// </summary>
    public const int DeviceEndMilliseconds = 120000;

    /// <summary>Milliseconds of silence after which a raw connection is taken for dead: drivers render for minutes with the connection open.</summary>
    public const int RawSilenceMilliseconds = 300000;

    /// <summary>Milliseconds in which a raw connection has brought its first octet: a driver connects when it has something to send.</summary>
    public const int RawFirstMilliseconds = 30000;

    /// <summary>Milliseconds that ending waits for a thread.</summary>
    public const int StopMilliseconds = 3000;

    /// <summary>Elements within elements of an XML request body: a PROPFIND has three, a lock's owner a few more.</summary>
    public const int XmlDepth = 16;

    /// <summary>Namespace declarations in scope at one place of an XML request body: clients declare one or two.</summary>
    public const int XmlNamespaces = 32;

    /// <summary>Attributes of one element of an XML request body, namespace declarations included; each is compared with each.</summary>
    public const int XmlAttributes = 16;

    /// <summary>Properties that a PROPFIND may name and that are not known here: desktops ask for about ten.</summary>
    public const int UnknownProperties = 32;

    /// <summary>Properties that one PROPPATCH sets or removes: desktops name about five.</summary>
    public const int PropertyInstructions = 64;

    /// <summary>Dead properties of one resource: desktops and Office set fewer than ten.</summary>
    public const int PropertiesOfOne = 64;

    /// <summary>Octets of the dead properties of one resource, names and values: a board holds them in memory while it reads or changes them.</summary>
    public const int PropertiesOctets = 4096;

    /// <summary>Files with dead properties on a card: they stand in sixteen collections, and a board's memory holds the names of some 250.</summary>
    public const int PropertyFiles = 4000;

    /// <summary>Files with dead properties in a share of a PC.</summary>
    public const int PropertyFilesOfPc = 262144;

    /// <summary>Octets of the memory, on a board, of what may have dead properties: a bit each, so that hardly any file is opened in vain. A power of two.</summary>
    public const int PropertyFilter = 1024;

    /// <summary>The same on a PC.</summary>
    public const int PropertyFilterOfPc = 65536;

    /// <summary>Files with dead properties that a mount looks into on a card, for those of resources that are no longer there: each costs some milliseconds.</summary>
    public const int PropertySweep = 128;

    /// <summary>Octets of the name of such a property with its namespace: with its element around it, it must fit in a board's outgoing buffer.</summary>
    public const int PropertyOctets = 1024;

    /// <summary>Files that may be open on a card at once: the ESP32 image's driver has room for five.</summary>
    public const int CardFiles = 5;

    /// <summary>Octets of room that a file being written takes at once: each taking walks the allocation table and writes it.</summary>
    public const int CardRoomOctets = 131072;

    /// <summary>Milliseconds before a card that was not there is looked for again: mounting an empty slot takes a second.</summary>
    public const int CardRetryMilliseconds = 2000;

    /// <summary>Milliseconds for which a card that has answered is taken to be there when the file system says "not there" from memory.</summary>
    public const int CardTrustMilliseconds = 1000;

    /// <summary>Octets of heap free at the start, below which a board with sixteen sockets has no PSRAM: internal RAM leaves about 96 KB, PSRAM about 4 MB.</summary>
    public const int SmallHeapOctets = 1024 * 1024;

    /// <summary>Octets of free heap below which no listing is asked for: the native array of 400 names, at 12 octets each.</summary>
    public const int ListingHeapOctets = 5120;

    /// <summary>Octets of free heap with which the native array of names fits for sure: a folder on FAT has at most 65,536 entries, of 12 octets each.</summary>
    public const int ListingSureOctets = 786432;

    /// <summary>Octets of free heap that a listing leaves to the other sessions: what three of them have at a time beside their buffers.</summary>
    public const int ListingSpareOctets = 1536;

    /// <summary>Octets that a name takes in the native array, beside its own.</summary>
    public const int NameReference = 12;

    /// <summary>Folders of which a board with a small heap remembers that they could be listed, or that they could not: a session works in a few.</summary>
    public const int FoldersKept = 32;

    /// <summary>Octets of a mark that are read: the lines of five tries with the longest path.</summary>
    public const int ListingMark = 1536;

    /// <summary>Contents whose tree tag a board keeps in memory, 45 octets each: those that other peers fetch just now.</summary>
    public const int Tags = 32;

    /// <summary>Octets of content that are read for a tree tag before a commit may have its turn: a node of level 1, half a second of a card.</summary>
    public const int TagSlice = 262144;

    /// <summary>Folders of a card whose files are counted: with its pause each takes some 50 ms on a board, all of them a few minutes, and a card whose folders stand in a circle ends there.</summary>
    public const int CountedFolders = 4096;

    /// <summary>Folders of a card that are known while their turn to be counted has not come: their paths take some 50 octets of heap each.</summary>
    public const int CountedAhead = 256;

    /// <summary>Milliseconds that whoever first asks for the room on a card waits for it to be counted: a client asks for it before it shows a folder.</summary>
    public const int CountPatience = 1000;

    /// <summary>Milliseconds before a card that could not be counted is counted again.</summary>
    public const int CountRetry = 60000;

    /// <summary>Octets of a card at least and at most, as a person may say them: FAT32 ends at 2 TiB.</summary>
    public const long CardSmallest = 1000000;

    /// <summary>See <see cref="CardSmallest"/>.</summary>
    public const long CardLargest = 2199023255552;

    /// <summary>Octets of one write to a serial line: a board's thread is in it, at 115,200 baud for half a second.</summary>
    public const int SerialBlockOctets = 6144;

    /// <summary>Milliseconds that one turn of a serial line without flow control lasts: fast lines cost few calls, and slow ones notice in time that the peer is being stopped.</summary>
    public const int SerialTurnMilliseconds = 500;

    /// <summary>Octets of one turn of a serial line that can be stopped, at the most: two of them fit into what printers keep free when they say stop, 128 at the least.</summary>
    public const int SerialStopOctets = 56;

    /// <summary>Milliseconds that one turn of a serial line that can be stopped lasts, on slow lines: as long as another thread may have the board.</summary>
    public const int SerialStopMilliseconds = 20;

    /// <summary>Milliseconds that one turn of a serial line that can be stopped lasts at the least, on lines too fast for <see cref="SerialStopOctets"/>: a clock counts no less.</summary>
    public const int SerialLeastMilliseconds = 2;

    /// <summary>Octets of one turn of a serial line at the least, however slow it is: each costs some hundred instructions.</summary>
    public const int SerialFewestOctets = 16;

    /// <summary>Milliseconds for which a printer with a full buffer says stop at the most: a receipt printer empties 4 KiB in less, and who says stop for longer is offline.</summary>
    public const int SerialOfflineMilliseconds = 30000;

    /// <summary>The highest number of a pin: an STM32 with eleven ports has 175.</summary>
    public const int PinHighest = 255;

    /// <summary>Octets of a device's own sending that are looked at in one piece.</summary>
    public const int SerialHeardOctets = 32;

    /// <summary>Octets of a device's own sending that wait to be read: the answers to a few status enquiries.</summary>
    public const int DeviceSaidOctets = 128;

    /// <summary>Milliseconds between two looks whether a device that said stop says go: in 20 it has printed a line at the most.</summary>
    public const int SerialPauseMilliseconds = 20;

    /// <summary>Hertz of the SPI bus to a USB host chip: it takes 26 MHz, and pins that go through an ESP32's matrix, both ways at once, some 20; wires are not always short.</summary>
    public const int UsbSpiHertz = 12000000;

    /// <summary>Of those below, how many are asked at once.</summary>
    public const int UsbPollsAtOnce = 64;

    /// <summary>Times that a USB host chip is asked whether a transfer is done: two thirds at once, then a millisecond apart. A transfer takes a fraction of one, or one with a frame's marker before it.</summary>
    public const int UsbPolls = 100;

    /// <summary>Milliseconds for which a USB host chip is held in reset, until its crystal rests.</summary>
    public const int UsbStopMilliseconds = 10;

    /// <summary>Milliseconds that a USB host chip's oscillator may take to start; it takes a few.</summary>
    public const int UsbOscillatorMilliseconds = 100;

    /// <summary>Milliseconds between two looks whether somebody was plugged in.</summary>
    public const int UsbWatchMilliseconds = 250;

    /// <summary>Milliseconds until a chip, or a printer, with which nothing could be begun is tried again.</summary>
    public const int UsbRetryMilliseconds = 5000;

    /// <summary>Milliseconds for which a plug must have been in before it is believed (USB 2.0 §7.1.7.3).</summary>
    public const int UsbSettleMilliseconds = 100;

    /// <summary>Milliseconds that the chip's reset of the bus takes (AN3785 p. 20; USB 2.0 §7.1.7.5).</summary>
    public const int UsbResetMilliseconds = 50;

    /// <summary>Milliseconds that a device is left alone behind a reset: 10 by the book (USB 2.0 §7.1.7.5), and some want more.</summary>
    public const int UsbRecoveryMilliseconds = 20;

    /// <summary>Milliseconds that a device is left alone behind its new address: 2 by the book (USB 2.0 §9.2.6.3), and some want more.</summary>
    public const int UsbAddressMilliseconds = 10;

    /// <summary>Milliseconds that a request to a USB device may take, while it says that it is busy (USB 2.0 §9.2.6.4 gives 500 to each part of it).</summary>
    public const int UsbControlMilliseconds = 1000;

    /// <summary>Times that a request, a reset or the end of a halt is tried in a row.</summary>
    public const int UsbTries = 3;

    /// <summary>Milliseconds between two tries of what was not understood.</summary>
    public const int UsbTryMilliseconds = 5;

    /// <summary>Times in a row that a packet may go wrong on the bus: by the book three (USB 2.0 §8.6.4 leaves it to the host); a motor that starts may spoil more.</summary>
    public const int UsbErrors = 8;

    /// <summary>Times that a packet is offered again at once to a printer that is busy: one that has room for the next packet within a millisecond is not waited for.</summary>
    public const int UsbBusyTries = 4;

    /// <summary>Milliseconds between two offers to a USB printer that is busy for longer.</summary>
    public const int UsbPauseMilliseconds = 2;

    /// <summary>Octets that a USB printer is given while nobody else has the chip: some 50 ms of a board's time.</summary>
    public const int UsbTurnOctets = 8192;

    /// <summary>Milliseconds between two questions for a USB printer's port status, and for its device ID while it begins with its firmware.</summary>
    public const int UsbStatusMilliseconds = 1000;

    /// <summary>Octets of one configuration with all its descriptors that are looked at: a device that scans and faxes as well has 200 to 300.</summary>
    public const int UsbConfigurationOctets = 512;

    /// <summary>Configurations of a device that are looked at; printers have one.</summary>
    public const int UsbConfigurations = 4;

    /// <summary>Octets of a USB printer's device ID, with the two of its length.</summary>
    public const int UsbIdOctets = DeviceIdOctets + 2;

    /// <summary>Octets that are listened to within <see cref="UsbHeardMilliseconds"/>: a printer that says more says nothing.</summary>
    public const int UsbHeardOctets = 1024;

    /// <summary>Milliseconds for which <see cref="UsbHeardOctets"/> are good.</summary>
    public const int UsbHeardMilliseconds = 100;

    /// <summary>Octets of a firmware file that are read at once.</summary>
    public const int UsbFirmwareOctets = 1024;

    /// <summary>Milliseconds that a printer may take to begin with the firmware that it was sent.</summary>
    public const int UsbFirmwareMilliseconds = 30000;

    /// <summary>Characters of the path of a firmware file.</summary>
    public const int UsbFirmwareCharacters = 63;

    /// <summary>Connections that may wait to be accepted on one port; each takes a control block from an image's few.</summary>
    public const int ListenBacklog = 4;

    /// <summary>Milliseconds for which the interfaces' addresses are taken to be what they were.</summary>
    public const int InterfaceMilliseconds = 10000;

    /// <summary>Milliseconds that a board waits for an address before it starts without one: DHCP servers answer in three seconds or not at all.</summary>
    public const int AddressMilliseconds = 15000;

    /// <summary>Milliseconds that a board waits for the time of day before its log says that nobody tells it: a host or another peer has told it within some seconds of the address.</summary>
    public const int TimeMilliseconds = 60000;

    /// <summary>Milliseconds after which a board with an address of its own choosing asks DHCP again; twice as many after each time that nobody answered.</summary>
    public const int DhcpAgainMilliseconds = 1800000;

    /// <summary>The most of them, a day: each time writes the configuration to flash twice, and takes the address away from whoever talks to it.</summary>
    public const int DhcpAgainMost = 86400000;

    /// <summary>Milliseconds between two looks for an address.</summary>
    public const int AddressPollMilliseconds = 250;

    /// <summary>Milliseconds between two tries of a board that could not start.</summary>
    public const int RestartMilliseconds = 5000;

    /// <summary>Milliseconds until a board that found too little memory to start begins anew: seldom enough for whoever wants to read its console.</summary>
    public const int StartAgainMilliseconds = 30000;

    /// <summary>Looks in a row, <see cref="RestartMilliseconds"/> apart, at which a service's thread is in the same step, until it is taken for stuck: ten minutes. No step that waits for nobody takes longer than a mount of a slow card with many jobs, which is a minute or two.</summary>
    public const int StallLooks = 120;

    /// <summary>Milliseconds that a light is lit, and dark, which is to be found among others.</summary>
    public const int FlashMilliseconds = 100;

    /// <summary>How often it changes: for ten seconds, in which somebody looks along a shelf.</summary>
    public const int Flashes = 100;

    /// <summary>Octets of a page by which an output device is found.</summary>
    public const int IdentityOctets = 1024;

    /// <summary>Milliseconds that a plain light is lit, while the board prints, before it goes dark for a moment.</summary>
    public const int WinkEveryMilliseconds = 900;

    /// <summary>Milliseconds of that moment.</summary>
    public const int WinkMilliseconds = 100;

    /// <summary>Milliseconds that the light is lit, and dark, while the button is held.</summary>
    public const int HeldMilliseconds = 250;

    /// <summary>Milliseconds for which the contacts of a button bounce at the most, and dust between them too.</summary>
    public const int DebounceMilliseconds = 30;

    /// <summary>Milliseconds that a button is held until the settings are put aside: nobody does that by mistake.</summary>
    public const int HoldMilliseconds = 5000;

    /// <summary>Milliseconds between something that changed and a look at it: as often as eyes can follow, and a busy board has other work.</summary>
    public const int LookMilliseconds = 250;

    /// <summary>Milliseconds between two looks at how far a Job is.</summary>
    public const int ProgressMilliseconds = 2000;

    /// <summary>Names under which settings that were put aside are kept.</summary>
    public const int SettingsAside = 99;

    /// <summary>Octets of the status sheet: what a peer says of itself, its troubles, and the end of its log, on one page.</summary>
    public const int SheetOctets = 3072;

    /// <summary>Octets of the log that stand on the status sheet: a dozen lines.</summary>
    public const int SheetLogOctets = 800;

    /// <summary>Octets of what a two-dimensional code says: the longest address with a port, and names that are not too long; a QR code of version 4 and level M holds 62.</summary>
    public const int CodeOctets = 62;

    /// <summary>Troubles of a board that are told wherever people look; a settings file names <see cref="SettingsProblems"/> at the most, and wiring a few.</summary>
    public const int BoardTroubles = 24;

    /// <summary>Milliseconds that a blinking light is lit, and dark.</summary>
    public const int BlinkMilliseconds = 500;

    /// <summary>Seconds since 1970 before which a clock has not been set: this program is younger.</summary>
    public const long ClockKnownSince = 1735689600;

    /// <summary>Readers of a FAT store at once, a power of two: more than any board has sessions.</summary>
    public const int Leases = 32;

    /// <summary>Paths that commits are at: a move has two, and as many more sessions may wait for their turn.</summary>
    public const int Claims = 16;

    /// <summary>Uploads under way on a FAT store: as many as sessions, and some.</summary>
    public const int Staged = 32;

    /// <summary>How often something is tried that a card refused: once more often than a bad contact.</summary>
    public const int StoreTries = 3;

    /// <summary>Octets of the index's buffer: its longest record, with two paths of <see cref="FatPathOctets"/>, and then some.</summary>
    public const int IndexBlock = 1024;

    /// <summary>Octets of a card's sector: what FAT can surely take more of without a new cluster, up to the next multiple.</summary>
    public const int Sector = 512;

    /// <summary>Octets of the index at which it is written anew: a board reads it at its start, some ten octets a millisecond.</summary>
    public const int IndexOctets = 49152;

    /// <summary>Octets of the block by which a file is copied when a cut rename has to be undone.</summary>
    public const int RescueBlock = 4096;

    /// <summary>Seconds after which a PC takes an upload for forgotten, whoever made it.</summary>
    public const int StagedAge = 86400;

    /// <summary>Hexadecimal digits of an upload's identifier: 128 bits, which nobody guesses.</summary>
    public const int UploadIdDigits = 32;

    /// <summary>
    /// Octets of an upload that are written at most at once on FAT. Each write is on the card before the next begins, so this is also what a cut
    /// of power leaves in doubt at the end of what was staged.
    /// </summary>
    public const int UploadWrite = 32768;

    /// <summary>Octets of an upload after which a PC makes sure of them while more arrive: as much as a cut of power may cost there, and rare enough to cost no speed.</summary>
    public const long UploadStride = 67108864;

    /// <summary>Octets of an upload's record, beside its path, at which it is written anew: a board reads all of them when it starts.</summary>
    public const int UploadRecord = 1024;

    /// <summary>Seconds for which an upload may lie idle: somebody who continues it comes back the next day.</summary>
    public const int UploadIdle = 172800;

    /// <summary>Seconds after which an idle upload gives way to a new one, when all places are taken.</summary>
    public const int UploadYield = 3600;

    /// <summary>Seconds for which it is told of an upload that it is complete: its client may have missed the answer.</summary>
    public const int UploadKept = 3600;

    /// <summary>Milliseconds between two looks for uploads that were idle for too long.</summary>
    public const int UploadSweep = 60000;

    /// <summary>How often the printing of one job is begun before it waits for somebody: what breaks each time would otherwise be printed for ever.</summary>
    public const int JobPrintings = 5;

    /// <summary>Octets of a job's record at which it is written anew: room for its documents and for changing its mind often.</summary>
    public const int SpoolRecord = 2048;

    /// <summary>Octets of the longest record that is ours: what a full card keeps from being written anew, and what cuts left behind, comes on top.</summary>
    public const int SpoolRecordMost = 16384;

    /// <summary>Numbers of jobs that one write to the medium is good for: so many are passed over when the power goes.</summary>
    public const int SpoolNumbers = 16;

    /// <summary>Documents that are written to a card's spool at once: with one that is read and one record they leave a file of five to others.</summary>
    public const int SpoolWriters = 2;

    /// <summary>
    /// Octets of a document after which it is asked again whether the spool has room for more: asking goes over all its jobs. Others who write at once may come as far beyond the bound.
    /// </summary>
    public const int SpoolStride = 1048576;

    /// <summary>Milliseconds that a commit which has begun asks a store that is busy (five open files on an ESP32) before it is given up.</summary>
    public const int StorePatience = 1000;

    /// <summary>Files that may be another under its short name, in one collection: FatFs numbers five before it turns to others.</summary>
    public const int ShortNames = 8;

    /// <summary>Octets of a lock's owner (RFC 4918 §14.17), an element with its content: the desktops send a name or an address, below 200.</summary>
    public const int LockOwner = 512;

    /// <summary>Seconds that a lock lasts at most, and when nothing is asked for: a crashed PC's lock ends within the hour, and whoever works refreshes it.</summary>
    public const int LockSeconds = 3600;

    /// <summary>
    /// Octets of the attributes of an IPP request that have to be taken: what clients send is below 2 KiB, but one that asks for every attribute by its name
    /// comes to more than 4.
    /// </summary>
    public const int IppOctets = 8192;

    /// <summary>Octets of a Print-Job's attributes that are remembered, so that those of the next need not be read again: print dialogues send some 700, of which a session that prints keeps a copy.</summary>
    public const int IppKept = 1024;

    /// <summary>Attributes of an IPP request: print dialogues send about twenty, lp with options thirty.</summary>
    public const int IppAttributes = 96;

    /// <summary>Groups of attributes of an IPP request: operation, job, document, and a subscription for each of some kinds of event.</summary>
    public const int IppGroups = 16;

    /// <summary>Collections within collections of IPP; the standards' deepest, overrides with a media-col, has four.</summary>
    public const int IppDepth = 10;

    /// <summary>Octets of each text of a Job, names and the like: RFC 8011 §5.1.2 lets names have 255, of which a board keeps some in memory.</summary>
    public const int JobText = 127;

    /// <summary>Documents of one Job: LPD's clients send one or two, and what assembles more sends Jobs.</summary>
    public const int JobDocuments = 16;

    /// <summary>The TCP port of LPD (RFC 1179 §3).</summary>
    public const int LpdPort = 515;

    /// <summary>Octets of a line of LPD, and of those of a control file that are kept: queue, user and a handful of jobs; names are shorter than <see cref="JobText"/>.</summary>
    public const int LpdLineOctets = 512;

    /// <summary>Octets of a control file: a line of some 22 for each copy, of as many as <see cref="JobCopies"/>, and what is said of the job.</summary>
    public const int LpdControlOctets = 32768;

    /// <summary>Octets of a data file beyond which its length is none (64 GiB): Windows without byte counting and CUPS in stream mode say more where they do not know.</summary>
    public const long LpdOctets = 68719476736;

    /// <summary>Milliseconds in which an LPD connection has said what it wants, or after a job that it wants more: on a board the others wait behind it.</summary>
    public const int LpdCommandMilliseconds = 5000;

    /// <summary>Milliseconds for the next line of an LPD job, and for a control file: clients send one upon the other.</summary>
    public const int LpdLineMilliseconds = 30000;

    /// <summary>Milliseconds that an LPD client with a job waits for a place for print data before it is told no: questions wait behind it, and clients try again.</summary>
    public const int LpdPlaceMilliseconds = 10000;

    /// <summary>Octets of a line of a queue's state, each character of its texts three octets long.</summary>
    public const int LpdRowOctets = 1024;

    /// <summary>Octets of a buffer that device octets are rendered into, at the least: a line of text with the commands around it, three octets a character for ZPL.</summary>
    public const int RenderOctets = 1024;

    /// <summary>Characters of the shortest line of text: a label an inch wide.</summary>
    public const int ColumnsFewest = 8;

    /// <summary>Characters of the longest line of text: the widest dot matrix printers have 233, at 17 to the inch.</summary>
    public const int ColumnsMost = 240;

    /// <summary>Lines of the longest page of text: a label of twelve inches has 110.</summary>
    public const int LinesMost = 255;

    /// <summary>Characters of the make or the model of a device that settings give.</summary>
    public const int MakeCharacters = 63;

    /// <summary>Characters of a device ID (IEEE 1284): what printer-device-id may have (PWG 5107.2 §3).</summary>
    public const int DeviceIdOctets = 1023;

    /// <summary>Octets of one line of a status answer that are looked at: its key and a number.</summary>
    public const int StatusLine = 32;

    /// <summary>Digits of a number in a status answer: a label's length, a count of labels; more is no answer.</summary>
    public const int StatusDigits = 10;

    /// <summary>Octets of a status answer in fields: the longest known have some 200.</summary>
    public const int StatusOctets = 512;

    /// <summary>Answers to other questions after which a receipt printer is taken for one that never tells when it has printed: with the time between them, ten seconds of printing.</summary>
    public const int StatusWaits = 20;

    /// <summary>How often a device that never answered is asked, where one that does not understand prints the enquiry.</summary>
    public const int StatusTries = 2;

    /// <summary>Milliseconds that a sender waits while others write to the spool: a card takes one or two documents at a time.</summary>
    public const int SpoolPatience = 60000;

    /// <summary>Milliseconds that a Job waits for its next document before it is given up (multiple-operation-time-out): PWG 5100.7 asks for a minute at least.</summary>
    public const int JobSilenceMilliseconds = 120000;

    /// <summary>Milliseconds between two looks at an output device: so old is what is told of it at most, and what it takes to answer.</summary>
    public const int DevicePollMilliseconds = 2000;

    /// <summary>Milliseconds that a device has for its answer: at 9,600 baud a few octets take ten, and a printer's own program runs in between.</summary>
    public const int DeviceAnswerMilliseconds = 500;

    /// <summary>Questions in a row that a device which never answered may leave unanswered at the end of a Job before it is taken for one that cannot tell.</summary>
    public const int DeviceQuestions = 3;

    /// <summary>Milliseconds for which a device that is well may be printing what it was given, before it is believed no more that it is: the longest roll of labels of a buffer.</summary>
    public const int DevicePrintMilliseconds = 600000;

    /// <summary>Milliseconds for which a device may take nothing, in the middle of a document, before people are told: a page printer takes that long for a page.</summary>
    public const int DeviceStuckMilliseconds = 10000;

    /// <summary>Milliseconds between two looks whether a device has said something to whoever sends it print data.</summary>
    public const int BackTalkMilliseconds = 200;

    /// <summary>Attributes that a requested-attributes names, before it is taken for "all": CUPS names some thirty.</summary>
    public const int IppRequested = 128;

    /// <summary>Attributes that are told of as not supported; what a print dialogue sends beyond what a simple printer knows is fewer.</summary>
    public const int IppUnsupported = 32;

    /// <summary>Octets of a Printer's or a Job's path in a URI: a name of 63 octets, each as three, and what stands around it.</summary>
    public const int IppPathOctets = 256;

    /// <summary>Copies of one Job (copies-supported).</summary>
    public const int JobCopies = 999;

    /// <summary>The highest number of a medium's dimension, so that a hundredth of a millimetre still fits.</summary>
    public const int MediumDigits = 99999;

    /// <summary>Octets of notify-user-data (RFC 3995 §5.3.6).</summary>
    public const int NotifyUserData = 63;

    /// <summary>Seconds of a subscription's lease where nobody says.</summary>
    public const int NotifyLease = 3600;

    /// <summary>Seconds of the longest lease: a day, so that who is gone makes room.</summary>
    public const int NotifyLeaseMost = 86400;

    /// <summary>Seconds after which who waits for events should ask again (notify-get-interval).</summary>
    public const int NotifyInterval = 15;

    /// <summary>Milliseconds for which who wants to wait for events is kept waiting (RFC 3996 §5.2): shorter than clients wait for an answer.</summary>
    public const int NotifyWaitMilliseconds = 15000;

    /// <summary>Milliseconds between two looks for an event that is waited for: soon enough for people, seldom enough for a board.</summary>
    public const int NotifyLookMilliseconds = 250;

    /// <summary>Seconds after which who has waited so should ask again: at once, as far as an integer of seconds says so without asking for a loop.</summary>
    public const int NotifyIntervalWaited = 1;

    /// <summary>Sessions of a peer for each that may wait for events: the others are for those who have something to do.</summary>
    public const int SessionsForOneWait = 4;

    /// <summary>Seconds for which an event can be asked for (ippget-event-life, RFC 3996 §8.1), as long as not too many follow it.</summary>
    public const int NotifyEventLife = 300;

    /// <summary>Other peers that the page for people shows at most; who wants all reads the report.</summary>
    public const int PagePeers = 40;

    /// <summary>Jobs that the page for people shows of a printer, waiting and ended together; who wants more asks by IPP.</summary>
    public const int PageJobs = 40;

    /// <summary>Octets of a URI: what IPP's syntax has room for (RFC 8011 §5.1.6).</summary>
    public const int UriOctets = 1023;

    /// <summary>The first port, beside those of HTTP and IPP, that documents are fetched by: the system's own, below, are other services' (RFC 6335 §6).</summary>
    public const int PullPorts = 1024;

    /// <summary>Octets of a document that is fetched: what a board's spool holds in all.</summary>
    public const long PullOctets = 1L << 30;

    /// <summary>Octets of an entity tag by which a cut document goes on; servers' are below 64.</summary>
    public const int PullTagOctets = 127;

    /// <summary>Redirects that are followed for one document: RFC 1945 spoke of five, and no server needs more.</summary>
    public const int PullRedirects = 5;

    /// <summary>Times in a row that a server is asked, where nothing comes of it: it may be restarting.</summary>
    public const int PullTries = 5;

    /// <summary>Milliseconds between two of them.</summary>
    public const int PullPause = 1000;

    /// <summary>Cuts of one document that are borne anyhow.</summary>
    public const int PullCuts = 16;

    /// <summary>Octets that are good for one cut more: what the buffers between two hosts hold. A slow printer lets a server wait until it gives up, again and again.</summary>
    public const int PullOctetsPerCut = 16384;

    /// <summary>Milliseconds that a file's octets are gathered into a block before they are written, at the most.</summary>
    public const int PullGather = 1000;

    /// <summary>Milliseconds that a document's server is waited for in all; what the printer takes does not count.</summary>
    public const int PullMilliseconds = 3600000;

    /// <summary>Milliseconds after which the rate of a source counts as known: a few answers on the office network.</summary>
    public const int FetchKnown = 200;

    /// <summary>Milliseconds that a second source, for the end of a run, is thought to need for its first octet.</summary>
    public const int FetchAnswer = 20;

    /// <summary>Octets of the smallest stretch that a source is given of another's: less is fetched in about the time of asking for it.</summary>
    public const int FetchLeast = 32768;

    /// <summary>Milliseconds of a source's work that are asked for in one request, at most: what it was asked for cannot be taken from it without ending its connection.</summary>
    public const int FetchStint = 2000;

    /// <summary>How many requests of each source the rest of the time is divided into, so that they become shorter towards the end.</summary>
    public const int FetchStints = 4;

    /// <summary>Times in a row that a source may fail; what it brings in between makes it good.</summary>
    public const int FetchFaults = 4;

    /// <summary>Milliseconds before a source that failed is asked again, the first time; each time twice as long.</summary>
    public const int FetchPause = 250;

    /// <summary>The longest Retry-After that is waited out, in milliseconds.</summary>
    public const int FetchRetryAfter = 60000;

    /// <summary>Milliseconds for the first octets of a source's answer: another one could give them.</summary>
    public const int FetchPatience = 10000;

    /// <summary>Milliseconds that octets are gathered before they are stored, at most: what nobody has counted yet looks like silence.</summary>
    public const int FetchGather = 100;

    /// <summary>The same on a board, where each piece costs as much as the octets of some ten KiB.</summary>
    public const int FetchBoardGather = 250;

    /// <summary>Milliseconds over which, and over as many before, the rate of a source is taken: long enough to bridge the gap between two answers, short enough that a silent source is known as one.</summary>
    public const int FetchStretch = 1000;

    /// <summary>Milliseconds between two looks of whoever waits for something to do.</summary>
    public const int FetchLook = 20;

    /// <summary>Milliseconds after which whoever sees to a fetch looks at it, unless he is called.</summary>
    public const int FetchWake = 1000;

    /// <summary>Sources of one content at the most, whoever names them.</summary>
    public const int FetchSources = 64;

    /// <summary>Octets of a buffer for the records of a fetch: one URI and its validator, or what is fetched and the numbers of all runs.</summary>
    public const int FetchRecord = 2048;

    /// <summary>Octets that a source on a board is asked for at least: an answer costs some 4,000 instructions, whatever it brings.</summary>
    public const int FetchBoardStint = 1 << 20;

    /// <summary>Octets that a board asks for at most only since they are a share of what is missing (<see cref="FetchStints"/>): where another takes the rest of so long an answer, its connection ends.</summary>
    public const int FetchBoardStintMost = 8 << 20;

    /// <summary>The same on a PC.</summary>
    public const int FetchStintOctets = 1 << 18;

    /// <summary>Octets that come before it is noted again, on a board, how far a fetch is, at the most: what a cut of power may cost. Of a small content a share, so that a cut costs that of it.</summary>
    public const long FetchBoardNote = 8L << 20;

    /// <summary>The same at the least: a note costs a board some 7,000 instructions.</summary>
    public const long FetchBoardNoteLeast = 1L << 20;

    /// <summary>The share: one of so many.</summary>
    public const int FetchBoardNotes = 4;

    /// <summary>The same on a PC.</summary>
    public const long FetchNote = 64L << 20;

    /// <summary>Octets at whose multiples a PC's runs begin where there are no pieces.</summary>
    public const int FetchUnit = 16384;

    /// <summary>Octets from which on it is asked who else has a content: less is fetched again in about the time of asking.</summary>
    public const int HolderOctets = 32768;

    /// <summary>Hexadecimal digits of what a content is that the files are called by in which it is gathered: a name of FAT's has eight characters, and one of them says what these are.</summary>
    public const int RestDigits = 7;

    /// <summary>Files that the runs of one content may have at most, on a card: as many as any board has runs.</summary>
    public const int FetchSlots = 8;

    /// <summary>Octets from which on a file is fetched from several at once, where several have it: less is there before two have come to their pace.</summary>
    public const long GatherOctets = 4L << 20;

    /// <summary>Other peers that are asked for one content, drawn from all that are here: asking costs a board a hundredth of a second each.</summary>
    public const int HoldersAsked = 16;

    /// <summary>Milliseconds that one of them has for its answer, and for its connection: a board has its own second to look whether it has it.</summary>
    public const int HolderPatience = 2000;

    /// <summary>Milliseconds for which they are asked in all, before a content is had as if there were none.</summary>
    public const int HolderMilliseconds = 5000;

    /// <summary>Those who gave a wrong content, or may have, that are remembered: some forty octets of a board's heap each.</summary>
    public const int Liars = 16;

    /// <summary>Milliseconds for which they are: an hour, so that a disk that was mended is asked again on the same day.</summary>
    public const int LiarMilliseconds = 3600000;

    /// <summary>A source that gives no more than this part of what another gave is not waited for where there are others: lines of one office differ by less, but for a broken one.</summary>
    public const int SlowShare = 16;

    /// <summary>Milliseconds for which a source must have been waited for before others are measured by it.</summary>
    public const int PaceMilliseconds = 2000;

    /// <summary>Octets that are read of one listing of another server: some hundred thousand members, and nobody is read for ever.</summary>
    public const long ListingOctets = 1L << 27;

    /// <summary>Milliseconds that one listing of another server may take: a board makes one of a thousand members in less than a minute.</summary>
    public const int ListingMilliseconds = 600000;

    /// <summary>Octets of the longest tag and text in a listing that is read: a reference of <see cref="UriOctets"/>, escaped.</summary>
    public const int ListingPiece = 2048;

    /// <summary>Members of another server's collection that a board holds at a time: their names are 2 KiB.</summary>
    public const int CopyPage = 32;

    /// <summary>The same on a PC: each page costs a listing, and memory costs nothing.</summary>
    public const int CopyPageOfPc = 4096;

    /// <summary>Members that one third-party copy brings, collections included: whoever has more copies it in parts, and no server's tree is without end.</summary>
    public const int CopyMembers = 1000000;

    /// <summary>Octets of the block that a third-party copy works with where all others are lent.</summary>
    public const int CopyBlock = 1024;

    /// <summary>Milliseconds between two markers of a third-party copy: clients of the grid expect one every few seconds.</summary>
    public const int CopyMarkerMilliseconds = 5000;

    /// <summary>Octets of a file from which on its third-party copy is written down, so that it survives a restart: less is there in about the time of writing.</summary>
    public const long CopyKeptOctets = 1L << 20;

    /// <summary>Milliseconds between two looks whether the source of such a copy is there again.</summary>
    public const int CopyAgain = 30000;

    /// <summary>Milliseconds between two looks, meanwhile, whether the copy was given up or the peer ends.</summary>
    public const int CopyLook = 500;

    /// <summary>How often it is looked for, in all: for ten minutes, in which whatever was switched on together has started.</summary>
    public const int CopyTries = 20;

    /// <summary>Milliseconds for which it is told what came of a third-party copy.</summary>
    public const int CopyKeptMilliseconds = 3600000;

    /// <summary>Third-party copies that a board tells of, under way or ended; a PC tells of as many as it fetches at once, and as many again.</summary>
    public const int Copies = 8;

    /// <summary>Places that are looked at for one content that is asked for by its digest: each costs an open file, and a content stands in few.</summary>
    public const int ContentPlaces = 4;

    /// <summary>Folders of a board that follow others.</summary>
    public const int Mirrors = 4;

    /// <summary>The same on a PC.</summary>
    public const int MirrorsOfPc = 64;

    /// <summary>Milliseconds between two rounds of a mirror: what is stored at one peer is at the other about a minute later.</summary>
    public const int MirrorPause = 60000;

    /// <summary>Milliseconds before a round that did not bring all is tried again.</summary>
    public const int MirrorAgain = 30000;

    /// <summary>Milliseconds between a round that did not bring all and the next one where a peer was heard to come meanwhile: one that comes and goes does not make rounds without a rest.</summary>
    public const int MirrorMet = 5000;

    /// <summary>A mirror rests for so many times as long as its round took, so that it takes a tenth of its source's time at the most.</summary>
    public const int MirrorShare = 9;

    /// <summary>Files of one round that may fail before it ends, not counting those that are too large for what is free: behind them is a source that is gone, or a store without room for one octet.</summary>
    public const int MirrorFailures = 4;

    /// <summary>Files of a mirror of which is remembered that they filled the store before they were whole: 24 octets each, from the first one on.</summary>
    public const int MirrorUnfit = 32;

    /// <summary>Milliseconds for which such a file is passed over: whoever makes room for it waits no longer, and it fills the store 24 times a day at the most.</summary>
    public const int MirrorUnfitMilliseconds = 3600000;

    /// <summary>Milliseconds between two looks whether a mirror is due.</summary>
    public const int MirrorLook = 1000;

    /// <summary>Days for which it is kept what a mirror took away.</summary>
    public const int TrashDays = 30;

    /// <summary>Days that are swept at once at the most: more than those that are kept, so that none is left for long.</summary>
    public const int TrashSweeps = 2 * TrashDays;

    /// <summary>Files that a mirror has room for at first, some 32 octets each; a power of two, and doubled when it is too small.</summary>
    public const int MirrorPlaces = 16;

    /// <summary>Octets of it on a card.</summary>
    public const long TrashOctets = 1L << 30;

    /// <summary>The same on a PC.</summary>
    public const long TrashOctetsOfPc = 16L << 30;

    /// <summary>Files that one Metalink document is about: more are refused.</summary>
    public const int MetalinkFiles = 64;

    /// <summary>Octets of a file whose answer says where its Metalink document is: fewer are fetched from one place.</summary>
    public const long DescribedOctets = 1L << 20;

    /// <summary>Octets of a Link field without the URI in it.</summary>
    public const int LinkOctets = 128;

    /// <summary>Octets that a character of a path takes in a URI at most: three of UTF-8, each of them escaped.</summary>
    public const int EscapedCharacter = 9;

    /// <summary>Octets of a piece in a Metalink document of ours: what a source who lies can cost, and what a slow one holds back.</summary>
    public const long MetalinkPiece = 262144;

    /// <summary>Pieces of a file in such a document, at most: beyond, each is twice as long.</summary>
    public const int MetalinkPieces = 4096;

    /// <summary>Octets of room that the line of a piece needs.</summary>
    public const int MetalinkLine = 128;
}
