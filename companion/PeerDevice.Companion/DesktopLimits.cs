namespace PeerDevice.Companion;

/// <summary>Every bound of the desktop peer that the engine does not have, with its unit and its reason.</summary>
internal static class DesktopLimits
{
    /// <summary>The TCP port of HTTP on a PC: one that needs no privileges.</summary>
    public const int HttpPort = 8631;

    /// <summary>Milliseconds that the other end may take nothing at all before a transfer to it is given up.</summary>
    public const int SendPatience = 60_000;

    /// <summary>Octets handed to the system in one call when it moves a file into a socket: progress is seen after each.</summary>
    public const int SendSlice = 16 * 1024 * 1024;

    /// <summary>
    /// The same where the system tells of a part only when all of it went: within <see cref="SendPatience"/>, this much is
    /// what the slowest network people still call one carries.
    /// </summary>
    public const int PacketSlice = 1024 * 1024;

    /// <summary>Below this many octets one read and one send are cheaper than asking the system to move them.</summary>
    public const int SendFileFrom = 32 * 1024;

    /// <summary>Transfers by TransmitFile at once: a Windows that is not a server runs two and lets the others wait behind them.</summary>
    public const int TransmitFileAtOnce = 2;

    /// <summary>Connections that wait to be accepted.</summary>
    public const int Backlog = 512;

    /// <summary>Milliseconds for which the list of this PC's addresses is believed.</summary>
    public const int AddressesStand = 5_000;

    /// <summary>Milliseconds for a connection of a command, or to an output device behind TCP.</summary>
    public const int ConnectPatience = 10_000;

    /// <summary>Milliseconds that an output device may take nothing before a write to it returns for a moment's thought.</summary>
    public const int OutputPatience = 1_000;

    /// <summary>Milliseconds that one look lasts whether an output device has taken the last octet: then whoever prints may be told to stop.</summary>
    public const int OutputFinish = 1_000;

    /// <summary>Milliseconds between two looks whether the system's spooler has printed a job.</summary>
    public const int SpoolerPoll = 250;

    /// <summary>Milliseconds that the system's print scheduler may take for an answer: it is on this PC.</summary>
    public const int SchedulerAnswer = 5_000;

    /// <summary>Milliseconds for which what it said of a queue is believed.</summary>
    public const int SchedulerStands = 2_000;

    /// <summary>Characters of a list of files: about 100,000 members of a folder.</summary>
    public const int MultistatusCharacters = 64 * 1024 * 1024;

    /// <summary>Elements within elements of a list of files: RFC 4918 has five, and a property's own below them a few more.</summary>
    public const int MultistatusDepth = 64;

    /// <summary>How often a busy peer is asked.</summary>
    public const int BusyAttempts = 4;

    /// <summary>The longest Retry-After, in seconds, that a command waits out by itself.</summary>
    public const int BusySeconds = 10;

    /// <summary>Octets of one step of a transfer: the progress moves after each.</summary>
    public const int Step = 1024 * 1024;

    /// <summary>Octets from which on what a read asks for is bulk, which may come together before it is given.</summary>
    public const int BulkRead = 65_536;

    /// <summary>Milliseconds for which bulk is let come together.</summary>
    public const int Breath = 4;

    /// <summary>Octets that come together at least in that time, if it was worth it: more than the first window of TCP (RFC 6928), and than a board's.</summary>
    public const int BreathOctets = 16_384;

    /// <summary>Reads that do not wait for more after one that was not worth it; some 200 ms at 84 Mbit/s.</summary>
    public const int AwakeReads = 1_024;

    /// <summary>Milliseconds over which it is measured how fast bulk comes.</summary>
    public const int PaceStretch = 16;

    /// <summary>Octets in a millisecond below which bulk is let come together: what comes faster comes in large pieces by itself.</summary>
    public const int SlowOctetsPerMillisecond = 65_536;

    /// <summary>From this length on, a peer is asked whether it wants the content before it is sent (RFC 9110 §10.1.1).</summary>
    public const int ExpectFrom = 1024 * 1024;

    /// <summary>How often one file is asked for anew after its transfer broke off, as long as each time some of it came.</summary>
    public const int Resumptions = 100;

    /// <summary>How often in a row that may bring nothing new.</summary>
    public const int Stalls = 2;

    /// <summary>From this length on, a file goes to a peer that takes it so as an upload that can be cut: below, sending it again is cheaper than the two requests more.</summary>
    public const long CutFrom = 4 * 1024 * 1024;

    /// <summary>Octets of one part of such an upload: after each the peer has made sure of it, and a hash of it is noted.</summary>
    public const long UploadPart = 64 * 1024 * 1024;

    /// <summary>How often in a row such an upload may come no further before it is left for another run.</summary>
    public const int UploadStalls = 8;

    /// <summary>Milliseconds before a peer that was lost in an upload is asked again, the first time; each time twice as long.</summary>
    public const int BackOff = 500;

    /// <summary>How often that doubles.</summary>
    public const int BackOffDoublings = 6;

    /// <summary>Milliseconds that it grows to.</summary>
    public const int BackOffMost = 30_000;

    /// <summary>Octets of a file from which on other places are of use that its peer names.</summary>
    public const long ManyOctets = 8L << 20;

    /// <summary>Octets from which on those who are here are asked too, whether they have the same: some seconds' worth, as long as asking takes.</summary>
    public const long OfficeOctets = 64L << 20;

    /// <summary>Octets of a Metalink document: some 100,000 pieces.</summary>
    public const int MetalinkOctets = 8 * 1024 * 1024;

    /// <summary>Milliseconds between two looks at how far a fetch is, for whoever watches.</summary>
    public const int ProgressInterval = 100;

    /// <summary>Folders within folders that a command follows.</summary>
    public const int TreeDepth = 64;

    /// <summary>Hexadecimal digits of a file name that stands for a path, 64 bits: no two of a folder's have one.</summary>
    public const int SyncNameDigits = 16;

    /// <summary>Seconds for which a file must have been left alone before its time says whether it changed: FAT's times have steps of two.</summary>
    public const int SyncSettled = 3;

    /// <summary>
    /// From so many files on that were synced and are all gone from one side, that side is taken for another card or a folder that
    /// is not mounted rather than for one whose user deleted them all.
    /// </summary>
    public const int SyncAllGone = 10;

    /// <summary>
    /// Milliseconds that a server may say nothing, once it has taken the connection, to a question that costs it no work but looking: as long as content may be silent, in which a disk wakes. Who stores or deletes has
    /// <see cref="Limits.ClientAnswer"/>.
    /// </summary>
    public const int QuestionPatience = 30_000;

    /// <summary>Milliseconds for the whole head of such an answer: one who sends an octet now and then is no other.</summary>
    public const int QuestionHead = 60_000;

    /// <summary>Milliseconds after which a person is told that an answer is waited for: nearly all come sooner.</summary>
    public const int QuietWait = 2_000;

    /// <summary>As how many stalls it counts that one file's server took the connection and let <see cref="Limits.ClientIdle"/> pass without an octet: once more is enough.</summary>
    public const int SilentStall = Stalls;

    /// <summary>Milliseconds for a peer to say what it is: longer, and it is somebody else's port.</summary>
    public const int StatusPatience = 10_000;

    /// <summary>Octets of what is noted of an upload, and of what a peer says of its room.</summary>
    public const int AnswerOctets = 64 * 1024;

    /// <summary>Octets of a peer's report about itself, and of a thousand others.</summary>
    public const int StatusOctets = 512 * 1024;

    /// <summary>Octets that a printer may say back before nobody believes any more that it is one.</summary>
    public const int BackTalkOctets = 1024 * 1024;

    /// <summary>Octets of it that are read at once.</summary>
    public const int BackTalkBlock = 4 * 1024;

    /// <summary>Octets of the note that stands beside a file which has not fully arrived.</summary>
    public const int NoteOctets = 8 * 1024;

    /// <summary>Milliseconds in which the demo's board is to come up, on a PC that is busy with something else.</summary>
    public const int BoardStart = 60_000;

    /// <summary>Milliseconds in which it is to end when asked.</summary>
    public const int BoardEnd = 5_000;

    /// <summary>Octets of the longest head of HTTP, ours or a Printer's, of a request in IPP.</summary>
    public const int IppHeadOctets = 16 * 1024;

    /// <summary>Octets of a request's attributes: a dozen names and texts of 255 octets, and a URI of 1,023.</summary>
    public const int IppRequestOctets = 8 * 1024;

    /// <summary>Jobs of a Printer that are listed; who has more does not read them all.</summary>
    public const int ListedJobs = 1_000;

    /// <summary>Octets of the print scheduler's answer: it tells only what it is asked for.</summary>
    public const int SchedulerAnswerOctets = 64 * 1024;

    /// <summary>Attributes, and values, of such an answer: a queue takes some forty formats.</summary>
    public const int SchedulerAnswerAttributes = 512;

    /// <summary>Octets of a Printer's answer: some tell all they know, whatever they are asked for.</summary>
    public const int IppAnswerOctets = 1024 * 1024;

    /// <summary>Attributes of such an answer: nine each of a thousand jobs, and some.</summary>
    public const int IppAnswerAttributes = 16 * 1024;

    /// <summary>Milliseconds for a Printer's answer to begin: it may have to store something first.</summary>
    public const int IppPatience = 30_000;

    /// <summary>Milliseconds before a busy Printer is asked again.</summary>
    public const int IppBusyPause = 2_000;

    /// <summary>Milliseconds between the first two looks at a job; each time twice as long.</summary>
    public const int JobLook = 250;

    /// <summary>Milliseconds that it grows to: a board has few sockets.</summary>
    public const int JobLookMost = 2_000;

    /// <summary>Milliseconds for which a peer that has a job of ours may not be heard of: by then it has started anew, if it does.</summary>
    public const int PrinterLost = 60_000;

    /// <summary>Milliseconds between two looks whether sending is over.</summary>
    public const int SendingLook = 100;

    /// <summary>Characters of a column of names in a table.</summary>
    public const int ColumnCharacters = 24;

    /// <summary>Jobs of each printer that `peer status` shows: more are a list of their own.</summary>
    public const int StatusJobs = 10;

    /// <summary>Jobs that one command may name.</summary>
    public const int JobsAtOnce = 1_000;

    /// <summary>Milliseconds for one of the system's own programs, which may ask its user for a password.</summary>
    public const int ProgramPatience = 120_000;

    /// <summary>Milliseconds for <c>nanoff</c> to look at the boards that are connected.</summary>
    public const int FlashListPatience = 60_000;

    /// <summary>Milliseconds for one step of flashing: a runtime is fetched from the internet, and two megabytes go through a serial line.</summary>
    public const int FlashStepPatience = 900_000;

    /// <summary>Milliseconds that a flashed board is waited for: it starts, asks for an address, and a switch looks at the cable for half a minute.</summary>
    public const int FlashBoardPatience = 120_000;

    /// <summary>Milliseconds between two looks whether it is there.</summary>
    public const int FlashBoardPause = 1_000;

    /// <summary>Milliseconds that a flashed board's printer has to be ready, and again to take the test page: whoever stands before it puts paper in, and no more.</summary>
    public const int FlashPrinterPatience = 60_000;

    /// <summary>Links on which multicast DNS is heard, each family of addresses of an interface being one: containers make many interfaces, and none of them is an office.</summary>
    public const int Segments = 32;

    /// <summary>IPv6 addresses of an interface that are told: one that makes a new one each day keeps a week of them.</summary>
    public const int AddressesTold = 8;

    /// <summary>Octets of the name of a queue of CUPS, which its file names are made of.</summary>
    public const int QueueNameOctets = 127;

    /// <summary>Milliseconds between two looks at a copy whose connection was lost.</summary>
    public const int CopyLook = 1_000;

    /// <summary>Characters of a line that are kept of what a peer tells of a copy: its reasons are a sentence, and one without an end must not fill the memory.</summary>
    public const int CopyLine = 4_096;

    /// <summary>Lines that a peer may tell of a copy without an octet more than before: seven a look, so half an hour of a peer whose own source is silent, and none that tells without end is heard for ever.</summary>
    public const int CopyLines = 12_600;

    /// <summary>Looks in a row that find nobody before such a copy is given up.</summary>
    public const int CopyLost = 120;

    /// <summary>Milliseconds for which a command looks for peers: the answers to a first question, and to a second for what was lost, come in less.</summary>
    public const int LookPatience = 2_000;

    /// <summary>Milliseconds after the first question in which it is asked by broadcast and one by one too: most have answered by then.</summary>
    public const int LookWidely = 250;

    /// <summary>Milliseconds after which it is asked once more (RFC 6762 §5.2).</summary>
    public const int LookAgain = 1_000;

    /// <summary>Milliseconds of one look whether an answer came.</summary>
    public const int LookStep = 50;

    /// <summary>Milliseconds for this PC's own peer to say whom it knows.</summary>
    public const int OwnPeerPatience = 1_000;

    /// <summary>Milliseconds for each peer to say what it is, where all are asked: who takes longer is listed as one that does not answer.</summary>
    public const int OfficePatience = 5_000;

    /// <summary>Peers that are asked at once.</summary>
    public const int AskedAtOnce = 16;

    /// <summary>Addresses at which peers were, that are remembered: more than an office has boards.</summary>
    public const int RememberedPeers = 64;

    /// <summary>Characters of such an address, as text.</summary>
    public const int AddressCharacters = 64;

    /// <summary>Names that are suggested for one that nobody has.</summary>
    public const int Suggestions = 3;

    /// <summary>Folders of one peer that are looked through for a name.</summary>
    public const int FoundFolders = 10_000;

    /// <summary>Milliseconds between two looks at the office.</summary>
    public const int WatchPause = 5_000;

    /// <summary>Files whose content is known: some 250 octets each on the disk.</summary>
    public const int IndexedFiles = 1_000_000;

    /// <summary>Times that an index is begun anew in one run: a disk that fails is not written to for ever.</summary>
    public const int IndexRebuilds = 3;

    /// <summary>Milliseconds that a file must have been left alone before it is read: more than a tick of any file system's clock (FAT's is 2 s).</summary>
    public const int IndexSettling = 2_500;

    /// <summary>Milliseconds before the shares are looked at for the first time.</summary>
    public const int IndexBegin = 10_000;

    /// <summary>Milliseconds after which all is looked at again, whatever the system has told of changes.</summary>
    public const int IndexRound = 1_800_000;

    /// <summary>The longest rest between two blocks that are read, in milliseconds.</summary>
    public const int IndexRest = 1_000;

    /// <summary>Changes that wait to be looked at; more, and everything is.</summary>
    public const int IndexQueue = 10_000;

    /// <summary>Paths that are read from the index at a time.</summary>
    public const int IndexPage = 500;

    /// <summary>Octets in which the system tells of changes, at the most that it takes.</summary>
    public const int WatchOctets = 65_536;
}
