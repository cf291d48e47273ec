using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Fetching;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>
/// One document that is fetched by HTTP. When it is cut it goes on at the octet where it was cut, of the very same content (RFC 9110 §13.1.5, §14): by its strong entity tag at the same server, or, where its server says what
/// it is, at another peer that has it; and not at all where it has neither. What it was said to be it is at its end, or it is refused there. Everything its server can do is bounded: redirects, size, silence, slowness, cuts.
/// </summary>
internal sealed partial class DocumentPull : PulledDocument, IPull
{
    private const int Unread = int.MinValue;

    private readonly Pulls _pulls;
    private readonly IClock _clock;
    private readonly int _headOctets;
    private readonly bool _byOurselves;
    private readonly PullNetwork _way;
    private readonly PullCheck _check;
    private readonly PullPace _pace = new PullPace();
    private readonly PullServer _server;
    private readonly ByteSource _nothing = new LengthSource();
    private ByteSource _body;
    private string _format = "";
    private long _length = -1;
    private long _octets;
    private long _toSkip;
    private int _cuts;
    private int _barren;
    private string _home = "";      // where it is, after redirects
    private string _homeTag = "";
    private Holders? _holders;
    private Holders? _suspects;     // who gave some of what was wrong when it was fetched before
    private long _from;             // of the octets that whoever gives it now has given
    private bool _isElsewhere;
    private bool _hasGiven;         // whether its own server gave some of it
    private bool _isWeary;          // whether its server is to be left for another
    private bool _isEnough;         // whether its server was waited for as long as it may be
    private int _end = 1;           // what is answered once it has ended
    private long _counted;          // of its octets, those that were looked at
    private long _waited;           // milliseconds, for the others
    private long _straight;         // octets that may be read without another thought
    private bool _wasElsewhere;
    private bool _isLast;           // whether nobody else is left

    /// <summary>Makes what fetches one document.</summary>
    public DocumentPull(Pulls pulls, IClock clock, int headOctets, bool byOurselves)
    {
        _pulls = pulls;
        _clock = clock;
        _headOctets = headOctets;
        _byOurselves = byOurselves;
        _way = new PullNetwork(pulls, byOurselves);
        _check = new PullCheck(pulls.Digests);
        _server = new PullServer(pulls, clock, headOctets, _way, _pace);
        _body = _nothing;
    }

    /// <inheritdoc/>
    public override string Format => _format;

    /// <inheritdoc/>
    public override string Trouble => _server.Trouble;

    /// <inheritdoc/>
    public override int Reason => Trouble.Length > 0 ? JobReasons.DocumentAccessError : JobReasons.None;

    /// <inheritdoc/>
    public override int Code => _server.Code;

    /// <summary>
    /// Whether it is a file that is fetched, and not a document to print: of any length, none too, for as long as it takes, as long as it comes, and with what its server says that it is. What is redirected to a name with
    /// a slash at its end is a collection.
    /// </summary>
    internal bool IsFile { get; set; }

    /// <summary>Whether it is a collection, at <see cref="Place"/>.</summary>
    internal bool IsCollection { get; private set; }

    /// <summary>Octets that it is known to have; -1 where nobody said. Of what is small nobody else is asked.</summary>
    internal long Expected { get; set; } = -1;

    /// <summary>Whether another that has it is asked first, where there is one: whoever has it first is not to serve everybody.</summary>
    internal bool PrefersOthers { get; set; }

    /// <summary>Whether it may come from several at once.</summary>
    internal bool MayGather { get; set; }

    /// <summary>The name of a content of which something is there already.</summary>
    internal string Rest { get; set; } = "";

    /// <summary>What it is called where it is gathered.</summary>
    internal string GatherName => _check.Name;

    /// <summary>Who has it, where it is to come from several at once: nothing is read here then.</summary>
    internal FetchSource[]? Sources { get; private set; }

    /// <summary>What it is, as its own server says; null where nobody says.</summary>
    internal byte[]? ToldTag => _check.ToldTree;

    /// <summary>Whether what came is not what it should be, and it did not come from its own server alone.</summary>
    internal bool IsMixed { get; private set; }

    /// <summary>The tree tag of what came, at its end; null where nobody computed it.</summary>
    internal byte[]? TreeTag => _check.Tree;

    /// <summary>The same content once more, at its own server alone: if it is right there, those who gave it with that one before were wrong.</summary>
    internal DocumentPull Again()
    {
        DocumentPull again = new DocumentPull(_pulls, _clock, _headOctets, _byOurselves) { IsFile = true, Expected = _length, _suspects = _holders, _homeTag = _homeTag };
        again._check.ToldTree = _check.ToldTree;
        again._check.ToldSum = _check.ToldSum;
        return again;
    }

    /// <summary>Whether it may not be fetched from there.</summary>
    internal bool IsForbidden => _way.IsRefused;

    /// <summary>Its URI, after redirects.</summary>
    internal string Place => _home.Length > 0 ? _home : _server.Uri.ToString();

    /// <summary>Its octets; -1 where its server does not say.</summary>
    internal long Length => _length;

    /// <summary>Its strong entity tag with the quotes; empty where it has none.</summary>
    internal string Tag => _homeTag;

    /// <summary>What its server says that its SHA-256 is; null where it does not.</summary>
    internal byte[]? Digest => _check.ToldSum;

    private bool IsAlone => _suspects is not null;

    // Whether another may have it.
    private bool MayMove => _check.IsKnown && !_isLast && _length >= Limits.HolderOctets;

    /// <inheritdoc/>
    public override int Open(string uri)
    {
        _pace.Most = IsFile ? long.MaxValue : Limits.PullMilliseconds;
        int read = _server.Uri.Read(uri);
        if (read != HttpUri.Ok)
        {
            return read == HttpUri.OtherScheme ? PrintStatus.SchemeNotSupported : Refuse("That is no URI that a document could be at.");
        }

        for (int hop = 0; Begin(); hop++)
        {
            if (Sources is not null || _body != _nothing)
            {
                return PrintStatus.Ok; // it comes from others
            }

            int status = _server.Client!.Response.Status;
            if (status == 200)
            {
                return Accept();
            }

            if (!_server.Client.Response.IsRedirect)
            {
                return Refuse("Its server does not give the document.", status);
            }

            string location = _server.Client.Value(Field.Location);
            _server.Client.Close();
            if (IsFile && location.Length > 0 && location[location.Length - 1] == '/' && _server.Uri.Resolve(location) == HttpUri.Ok)
            {
                IsCollection = true;
                return PrintStatus.Ok;
            }

            if (hop == Limits.PullRedirects || _server.Uri.Resolve(location) != HttpUri.Ok)
            {
                return Refuse(hop == Limits.PullRedirects ? "It is redirected too often." : "It is redirected to where nothing is fetched from.", status);
            }
        }

        return PrintStatus.AccessError;
    }

    /// <inheritdoc/>
    public override void Close()
    {
        Break();
        _pulls.Leave(this);
    }

    /// <inheritdoc/>
    public void Break()
    {
        _server.Client?.Close();
        _holders?.Break();
    }

    private long Most => IsFile ? long.MaxValue : Limits.PullOctets;

    private int Refuse(string trouble, int code = 0)
    {
        _server.Refuse(trouble, code);
        return PrintStatus.AccessError;
    }

    private int Lose(string trouble)
    {
        Refuse(trouble);
        return Broken;
    }
}
