using PeerDevice.Board;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <summary>
/// The files of a peer as HTTP and WebDAV resources (RFC 9110, RFC 4918): one function per method, in the files beside this one.
/// Stateless but for the store, the index and the commits; any number of sessions ask it at once, each with a desk of its own.
/// </summary>
public sealed partial class FileShare
{
    /// <summary>The prefix of every resource of the share, with its last slash.</summary>
    public const string Prefix = "/files/";

    private readonly IFileStore _store;
    private readonly FileIndex _index;
    private readonly Commits _commits;
    private readonly IClock _clock;
    private readonly bool _isDurable;
    private readonly IVolume? _volume;

    /// <summary>Makes a share of a store.</summary>
    /// <param name="store">Where the files are.</param>
    /// <param name="index">Times and tags, where the store has none.</param>
    /// <param name="commits">What makes changes take effect whole or not at all.</param>
    /// <param name="locks">Who holds what.</param>
    /// <param name="clock">Time.</param>
    /// <param name="isDurable">Whether an upload is acknowledged only when it is on the medium.</param>
    /// <param name="volume">Who knows how much room there is; null where nobody does.</param>
    public FileShare(IFileStore store, FileIndex index, Commits commits, Locks locks, IClock clock, bool isDurable, IVolume? volume)
    {
        _store = store;
        _index = index;
        _commits = commits;
        _locks = locks;
        _clock = clock;
        _isDurable = isDurable;
        _volume = volume;
    }

    /// <summary>Whether what a PROPFIND and a LOCK asked for is kept to know it again (<see cref="Profile.Remembers"/>).</summary>
    public bool Remembers
    {
        set
        {
            _asked.Keeps = value;
            _lockAsked.Keeps = value;
        }
    }

    /// <summary>Octets of an XML request body that are read (<see cref="Profile.XmlOctets"/>).</summary>
    internal int XmlOctets = Limits.XmlBody;

    /// <summary>Digests, by which a claimed one is looked at; null where there are none.</summary>
    public IDigests? Digests { get; set; }

    /// <summary>Who knows the tree tags of files; null where nobody does.</summary>
    public ITreeTags? Tags { get; set; }

    /// <summary>What it has to do with other peers; null where that is nothing.</summary>
    public IPeerFiles? Others { get; set; }

    /// <summary>Where the files are.</summary>
    internal IFileStore Store => _store;

    /// <summary>Times and tags.</summary>
    internal FileIndex Index => _index;

    /// <summary>What makes changes take effect.</summary>
    internal Commits Commits => _commits;

    /// <summary>Whether an upload is acknowledged only when it is on the medium.</summary>
    internal bool IsDurable => _isDurable;

    /// <summary>Who holds what.</summary>
    internal Locks Locks => _locks;

    /// <summary>Whether the store's names fold case and obey FAT's rules.</summary>
    public bool IsFat => _store.IsFat;

    /// <summary>Whether a path of this peer leads into the share, and where to in it.</summary>
    public static bool IsInShare(string path, out string rest)
    {
        const string Root = "files";
        rest = "";
        if (path.Length <= Root.Length)
        {
            return path == Root;
        }

        // Letter by letter: cutting the name out to compare it would cost a board a string for every request.
        if (path[Root.Length] != '/' || path[0] != 'f' || path[1] != 'i' || path[2] != 'l' || path[3] != 'e' || path[4] != 's')
        {
            return false;
        }

        rest = path.Substring(Root.Length + 1);
        return true;
    }

    /// <summary>What is due whenever somebody connects. Costs next to nothing when it was asked a moment ago.</summary>
    public void Tend()
    {
        Others?.Tend();
    }

    /// <summary>Answers a request for a resource of the share; <see cref="Exchange.Path"/> is decoded, checked, and does not lead into the peer's own area.</summary>
    public void Answer(Exchange exchange, FileDesk desk)
    {
        int method = exchange.Request.Method;
        bool isReading = method == Method.Get || method == Method.Head || method == Method.PropFind;
        int state = method == Method.Options ? StoreStatus.Ok : _commits.Attend(exchange.Path, !isReading);
        if (state != StoreStatus.Ok)
        {
            Refuse(exchange, state);
            return;
        }

        if (exchange.Request.Has(Field.If) && RefuseByIf(exchange, desk))
        {
            return;
        }

        switch (method)
        {
            case Method.Get:
                Get(exchange, desk, null);
                return;
            case Method.Head:
                Get(exchange, desk, Others?.TreeTagFor(exchange, desk));
                return;
            case Method.Put:
                Put(exchange, desk);
                return;
            case Method.Delete:
                Delete(exchange, desk);
                return;
            case Method.MkCol:
                MkCol(exchange, desk);
                return;
            case Method.Copy:
            case Method.Move:
                CopyOrMove(exchange, desk);
                return;
            case Method.PropFind:
                PropFind(exchange, desk);
                return;
            case Method.PropPatch:
                PropPatch(exchange, desk);
                return;
            case Method.Lock:
                Lock(exchange, desk);
                return;
            case Method.Unlock:
                Unlock(exchange);
                return;
            case Method.Options:
                Options(exchange);
                return;
            default:
                NotAllowed(exchange);
                return;
        }
    }

    /// <summary>
    /// Fills the desk with the time and the tag of the file that stands in its entry. A session that asks about one file again and again,
    /// which nobody commits to, is told what it was told: making a tag costs a board as much as opening half a file. The mark of a head comes
    /// again only with the very octets of a request, so what its conditions came to for that tag holds too. (A string would not tell: a board takes two with the same content for one.)
    /// </summary>
    internal void Know(Exchange exchange, FileDesk desk)
    {
        FileIndex index = _index;
        if (exchange.HeadMark == desk.TagMark
            && desk.Entry.Length == desk.TagFor
            && index.State.LastStamp == desk.TagStamp
            && index.Epoch == desk.TagEpoch)
        {
            desk.Entry.Modified = desk.TagModified;
            return;
        }

        desk.Held = FileDesk.NotAsked;
        desk.FieldsLength = 0;
        desk.TagEpoch = index.Epoch;
        desk.TagStamp = index.State.LastStamp;
        index.Facts(exchange.Path, desk.Entry, desk.Tag, out desk.TagLength);
        desk.TagFor = desk.Entry.Length;
        desk.TagModified = desk.Entry.Modified;
        desk.IsTimeSure = index.IsTimeSure(exchange.Path);

        // Only the index has stamps to go by; a PC's file system is asked each time.
        desk.TagMark = _store.IsFat && exchange.HeadMark != 0 ? exchange.HeadMark : FileDesk.NoMark;
    }

    /// <summary>The status that a store's answer is told by. Never 404 unless the store was sure.</summary>
    public static int StatusOf(int storeStatus)
    {
        switch (storeStatus)
        {
            case StoreStatus.Ok: return 200;
            case StoreStatus.NotFound: return 404;
            case StoreStatus.NoParent: return 409; // RFC 4918 §9.7.1, §9.8.5
            case StoreStatus.Exists: return 405; // RFC 4918 §9.3.1
            case StoreStatus.NotEmpty: return 423;
            case StoreStatus.WrongKind: return 409;
            case StoreStatus.Full: return 507;
            case StoreStatus.Absent: return 503;
            case StoreStatus.Denied: return 403;
            case StoreStatus.Busy: return 503;
            case StoreStatus.BadName: return 403;
            case StoreStatus.OtherVolume: return 502;
            case StoreStatus.TooMany: return 507;
            default: return 500;
        }
    }

    /// <summary>Answers with what a store said, in the protocol's status and with a reason a person can act on.</summary>
    internal static void Refuse(Exchange exchange, int storeStatus)
    {
        int status = StatusOf(storeStatus);
        exchange.Start(status);
        exchange.EndWithText(ReasonOf(storeStatus, status));
    }

    // RFC 4918 §18. Class 2 is locking, which there is none of where nothing can be written. Windows takes a server for one of files by the other field.
    private const string DavWriting = "DAV: 1, 2, 3\r\nMS-Author-Via: DAV\r\n";

    // RFC 4918 §10.1: what no standard has a class for is told by a URI.
    private const string DavFetching = "DAV: 1, 2, 3, <urn:peerdevice:dav:copy-source>\r\nMS-Author-Via: DAV\r\n";

    private const string DavReading = "DAV: 1, 3\r\nMS-Author-Via: DAV\r\n";

    private const string Allow = "Allow: OPTIONS, GET, HEAD, PROPFIND, PROPPATCH, PUT, DELETE, MKCOL, COPY, MOVE, LOCK, UNLOCK\r\n";

    private const string AllowReading = "Allow: OPTIONS, GET, HEAD, PROPFIND\r\n";

    internal static string ReasonOf(int storeStatus, int status)
    {
        switch (storeStatus)
        {
            case StoreStatus.Absent: return "The card is not there; put it back and try again.";
            case StoreStatus.Busy: return "The file is in use, or memory is short, just now; try again in a moment.";
            case StoreStatus.BadName: return "The store cannot hold a file of that name.";
            case StoreStatus.TooMany: return "The collection has more members than can be listed here; each can still be asked for by its name.";
            case StoreStatus.Failed: return "The card or disk failed.";
            default: return StatusLine.Sentence(status);
        }
    }

    internal static bool RefuseWriting(Exchange exchange)
    {
        if (exchange.MayWrite)
        {
            return false;
        }

        exchange.Answer(403, "This share is read-only.");
        return true;
    }

    private void Options(Exchange exchange)
    {
        exchange.Start(200);
        exchange.Out.Ascii(exchange.MayWrite && Others is not null && Others.Fetches ? DavFetching : exchange.MayWrite ? DavWriting : DavReading);
        exchange.Out.Ascii("Accept-Ranges: bytes\r\n");
        exchange.Out.Text(exchange.MayWrite ? Allow : AllowReading);
        if (exchange.MayWrite)
        {
            Others?.WriteUploadOffer(exchange);
        }

        exchange.EndHead(0);
        exchange.Flush();
    }

    private static void NotAllowed(Exchange exchange)
    {
        exchange.Start(405);
        exchange.Out.Text(exchange.MayWrite ? Allow : AllowReading);
        exchange.EndWithText(StatusLine.Sentence(405));
    }
}
