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
internal sealed class DocumentPull : PulledDocument, IPull
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
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count > _straight)
        {
            return Fill(buffer, offset, count, Unread, 0);
        }

        // Each block that a board fetches passes here: how fast it came is looked at now and then.
        long before = _clock.Milliseconds;
        int got = _body.Read(buffer, offset, count);
        _waited += _clock.Milliseconds - before;
        if (got < count || _waited > Limits.PaceMilliseconds)
        {
            return Fill(buffer, offset, count, got, 0);
        }

        _octets += got;
        _straight -= got;
        _check.Append(buffer, offset, got);
        return got;
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

    // A file comes by whole blocks, however little each read brings: they are written, and looked at, as they are. What comes slowly is not waited for so long that who looks on sees nothing.
    private int Fill(byte[] buffer, int offset, int count, int got, long waited)
    {
        int filled = 0;
        int came = _end;
        long until = _clock.Milliseconds + Limits.PullGather;
        while (came > 0 && filled < count && (filled == 0 || (IsFile && _clock.Milliseconds < until)))
        {
            came = Take(buffer, offset + filled, count - filled, got, waited);
            filled += came > 0 ? came : 0;
            got = Unread;
        }

        if (filled > 0)
        {
            _check.Append(buffer, offset, filled);
        }

        if (_end > 0 && came <= 0)
        {
            _end = came == End ? Finish() : came;
        }

        _straight = _end > 0 && !_isEnough && _toSkip == 0 && _length >= 0 ? _length - _octets : 0;
        return filled > 0 ? filled : _end;
    }

    // Takes what was read already, or reads some, until there is an octet, or no more to be had.
    private int Take(byte[] buffer, int offset, int count, int got, long waited)
    {
        while (true)
        {
            long left = _toSkip > 0 ? _toSkip : _length >= 0 ? _length - _octets : count;
            int want = left < count ? (int)left : count;
            if (want == 0)
            {
                return End;
            }

            if (got == Unread && _isEnough)
            {
                if (!Tire())
                {
                    return Lose("It came too slowly.");
                }

                got = Broken;
            }
            else if (got == Unread)
            {
                long before = _clock.Milliseconds;
                got = _body.Read(buffer, offset, want);
                waited = _clock.Milliseconds - before;
            }

            if (got > 0)
            {
                _isEnough = Count(got, waited);
                if (_toSkip == 0)
                {
                    _barren = 0;
                    _octets += got;
                    _counted = _octets;
                    return _length >= 0 || _octets <= Most ? got : Lose("It is larger than what is fetched.");
                }

                _toSkip -= got;
            }
            else if (got == End && _length < 0 && _toSkip == 0)
            {
                _length = _octets;
                return End;
            }
            else
            {
                Count(0, waited);
                _isWeary |= got == TimedOut;
                _isEnough = false;
                _pace.Forgive();
                if (Trouble.Length > 0 || !Resume())
                {
                    return Broken;
                }
            }

            got = Unread;
            waited = 0;
        }
    }

    // What came since it was looked at last is counted here, too.
    private bool Count(int got, long waited)
    {
        long octets = _octets - _counted + got;
        _counted = _octets;
        waited += _waited;
        _waited = 0;
        return _pace.Came(octets, waited);
    }

    // It is too slow: whether another is to be looked for.
    private bool Tire()
    {
        _isWeary = true;
        return MayMove && _pace.IsLate;
    }

    private long Most => IsFile ? long.MaxValue : Limits.PullOctets;

    // The end: it is what it was said to be, or it is not there.
    private int Finish()
    {
        Credit();
        if (_check.End())
        {
            _holders?.Judge(true, false);
            if (_check.IsKnown)
            {
                // Of what was changed since nobody can say who was wrong.
                _suspects?.Judge(false, true);
            }

            return End;
        }

        // Where its own server gave some of it, too, that one alone can say whose fault it was.
        IsMixed = _wasElsewhere;
        if (!IsFile || !_hasGiven)
        {
            _holders?.Judge(false, !_hasGiven);
        }

        return Lose("Its content is not what its server says it is.");
    }

    // Notes who gave what came since the last turn.
    private void Credit()
    {
        if (_octets > _from && _isElsewhere)
        {
            _holders!.Gave();
        }

        _hasGiven |= _octets > _from && !_isElsewhere;
        _from = _octets;
    }

    private bool Resume()
    {
        Credit();
        _body = _nothing;
        _toSkip = 0; // of a content that was cut while it was passed over, too
        bool mayMove = MayMove;
        bool isWeary = _isWeary;
        _isWeary = false;
        if (_pulls.IsEnding || (_server.Tag.Length == 0 && !mayMove) || _barren >= Limits.PullTries || _cuts >= Limits.PullCuts + (_octets / Limits.PullOctetsPerCut))
        {
            Refuse(_server.Tag.Length == 0 ? "It was cut off, and has no entity tag by which it could go on." : "It was cut off too often.");
            return false;
        }

        _cuts++;
        _barren++;
        if (!mayMove)
        {
            return GoOn(Limits.PullTries);
        }

        // Where another may have it, a server that is gone is not waited for.
        return (!isWeary && _server.Tag.Length > 0 && GoOn(1)) || GoElsewhere() || GoHome();
    }

    /// <summary>Goes on at another that has it, if there is one.</summary>
    private bool GoElsewhere()
    {
        _server.Leave();
        _holders ??= Search();
        while (!_pulls.IsEnding && _holders.Next())
        {
            _wasElsewhere = true;
            _isElsewhere = true;
            if (GoTo(_holders.Uri, _holders.Tag, _holders.Host) && GoOn(1))
            {
                return true;
            }
        }

        return false;
    }

    // Nobody else has it any more: its own server is waited for as one that is the only one.
    private bool GoHome()
    {
        _isLast = true;
        _isElsewhere = false;
        return _homeTag.Length > 0 && GoTo(_home, _homeTag, "") && GoOn(Limits.PullTries);
    }

    private bool GoTo(string uri, string tag, string host)
    {
        _isEnough = false;
        return _server.GoTo(uri, tag, host);
    }

    /// <summary>Asks for what is missing, and looks whether that is what comes.</summary>
    private bool GoOn(int most)
    {
        if (!_server.AskFrom(_octets, most))
        {
            return false;
        }

        HttpClient client = _server.Client!;
        int status = client.Response.Status;
        long rest = _length;
        if (!_server.IsSame(_octets, ref rest) || rest > Most)
        {
            _server.Refuse("It was cut off, and its server does not go on with it: it may have been changed.", status == 200 || status == 206 ? 0 : status);
            return false;
        }

        // What of it was printed is passed over, where it comes from its front.
        _toSkip = status == 206 ? 0 : _octets;
        _server.Forgive();
        _length = rest;
        _body = client.Body;
        _pace.HasOthers = MayMove;
        return true;
    }

    /// <summary>Looks at the answer that the document begins with.</summary>
    private int Accept()
    {
        ResponseReader response = _server.Client!.Response;
        _length = response.HasBody ? response.ContentLength : 0;
        if (response.Has(Field.ContentEncoding))
        {
            return Refuse("It comes in a content coding.");
        }

        if ((_length == 0 && !IsFile) || response.EndsWithConnection || _length > Most)
        {
            // RFC 9112 §8: where a connection's end is the content's, nobody sees whether that is whole.
            return Refuse(_length == 0 ? "The document is empty." : _length < 0 ? "Its server does not say where it ends." : "It is larger than what is fetched.");
        }

        _server.Tag = _server.Client.StrongTag();
        if (_server.Tag != _homeTag || _length != Expected)
        {
            _check.ToldTree = null; // it was changed since
            _check.ToldSum = null;
        }

        _home = _server.Uri.ToString();
        _homeTag = _server.Tag;
        _check.Hear(_server.Client);
        _check.Begin(IsFile && _pulls.KeepsTags && (_length < 0 || _length >= Limits.HolderOctets));
        _format = BareType(_server.Client.Value(Field.ContentType));
        _body = _server.Client.Body;
        _pace.HasOthers = MayMove;
        return PrintStatus.Ok;
    }

    // Asks the server that the URI names; or, where a mirror wants it so, another that has it.
    private bool Begin()
    {
        _server.Connect();

        // Of what is there a part already the rest comes, also while no other peer is known yet, as behind a start.
        if (!IsAlone && (_pulls.Peers is not null || Rest.Length > 0) && (Expected < 0 || Expected >= Limits.HolderOctets) && Text.Begins(_server.Uri.Target, "/files/") && Identify() && (PrefersOthers || MayGather))
        {
            if (FindSources())
            {
                return true;
            }

            if (!PrefersOthers)
            {
                return _server.Ask(IsFile || _pulls.Digests is not null, Limits.PullTries);
            }

            _check.Begin(false);
            if (GoElsewhere())
            {
                return true;
            }

            // There is no other: its own server gives it from the front.
            _isElsewhere = false;
            if (!GoTo(_home, _homeTag, ""))
            {
                return false;
            }

            _server.Forgive();
        }

        return _server.Ask(IsFile || _pulls.Digests is not null, Limits.PullTries);
    }

    /// <summary>Looks for so many that have it as it is worth while to ask at once; the one by whom it is known is one of them, for a mirror the last.</summary>
    private bool FindSources()
    {
        if (!MayGather || _length < _pulls.Profile.GatherOctets)
        {
            return false;
        }

        _server.Client?.Close();
        _holders ??= Search();
        FetchSource[] found = new FetchSource[_pulls.Profile.FetchLanes + 1];
        found[0] = new FetchSource(_home, PrefersOthers ? 2 : 1) { Validator = _homeTag };
        int count = 1;
        while (count < found.Length && !_pulls.IsEnding && _holders.Next())
        {
            found[count] = new FetchSource(_holders.Uri, 1) { Validator = _holders.Tag, Host = _holders.Host };
            count++;
        }

        // What is there of it goes on, from one too.
        bool isGathered = count > 1 || Rest == _check.Name;
        if (isGathered)
        {
            Sources = new FetchSource[count];
            System.Array.Copy(found, 0, Sources, 0, count);
        }

        return isGathered;
    }

    /// <summary>Asks a peer what the content is (RFC 9530 §4): a content that has a tree tag may be at others, too.</summary>
    private bool Identify()
    {
        HttpClient client = _server.Client!;
        long before = _clock.Milliseconds;
        client.StartTarget("HEAD", _server.Uri.Target);
        client.Field("Accept-Encoding: ", "identity");
        client.Field("Want-Repr-Digest: ", ReprDigest.TreeName + "=2, " + ReprDigest.Sha256Name + "=1");
        bool isTold = client.Ask() == HttpClient.Ok && client.Response.Status == 200 && client.Response.ContentLength >= Limits.HolderOctets && client.Response.ContentLength <= Most && !client.Response.Has(Field.ContentEncoding);
        _pace.Wait(_clock.Milliseconds - before);
        string tag = isTold ? client.StrongTag() : "";
        bool isKnown = false;
        if (tag.Length > 0)
        {
            _check.Hear(client);
            isKnown = _check.IsKnown;
        }

        if (isKnown)
        {
            _home = _server.Uri.ToString();
            _homeTag = tag;
            _length = client.Response.ContentLength;
            Expected = _length;
        }

        client.Finish();
        return isKnown;
    }

    private Holders Search()
    {
        return _pulls.Search(_check.Target, _length, _server.Uri, _byOurselves);
    }

    private static string BareType(string value)
    {
        int end = value.IndexOf(';');
        return Text.Lower((end < 0 ? value : value.Substring(0, end)).Trim(' ', '\t'));
    }

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
