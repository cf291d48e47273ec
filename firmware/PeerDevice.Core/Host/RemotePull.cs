using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Fetching;
using PeerDevice.Services.Files;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Dav;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>
/// Files of another server, one after another over one connection each: a listing is read to its end before the next file is asked for, so that a board needs one socket for all of it. From where, <see cref="Pulls"/> says.
/// </summary>
internal sealed class RemotePull : RemoteFiles, IPull
{
    // What is asked of each member; whoever has more is not asked for it.
    private const string Properties = "<?xml version=\"1.0\"?><propfind xmlns=\"DAV:\"><prop><resourcetype/><getcontentlength/><getetag/></prop></propfind>";

    private readonly Pulls _pulls;
    private readonly IClock _clock;
    private readonly int _headOctets;
    private readonly bool _byOurselves;
    private readonly PullNetwork _way;
    private readonly HttpUri _base = new HttpUri();
    private readonly HttpUri _member = new HttpUri();
    private DocumentPull? _content;
    private HttpClient? _client;
    private ListingReader? _listing;
    private Fetcher? _fetcher;
    private bool _isGathering;
    private bool _isKept;
    private byte[]? _gathered;      // the tree tag of what came from several
    private string _trouble = "";
    private string _place = "";
    private int _code;

    /// <summary>Makes what fetches for one who asks.</summary>
    public RemotePull(Pulls pulls, IClock clock, int headOctets, bool byOurselves)
    {
        _pulls = pulls;
        _clock = clock;
        _headOctets = headOctets;
        _byOurselves = byOurselves;
        _way = new PullNetwork(pulls, byOurselves);
    }

    /// <inheritdoc/>
    public override string Trouble => _trouble.Length > 0 || _content is null ? _trouble : _content.Trouble;

    /// <inheritdoc/>
    public override bool IsForbidden => _way.IsRefused || (_content is not null && _content.IsForbidden);

    /// <inheritdoc/>
    public override int Code => _code;

    /// <inheritdoc/>
    public override long Length => _content is null ? -1 : _content.Length;

    /// <inheritdoc/>
    public override byte[]? Digest => _content?.Digest;

    /// <inheritdoc/>
    public override byte[]? TreeTag => _gathered ?? _content?.TreeTag;

    /// <inheritdoc/>
    public override bool IsGathered => _content?.Sources is not null;

    /// <inheritdoc/>
    public override string GatherName => _content!.GatherName;

    /// <inheritdoc/>
    public override bool IsKept => _isKept;

    /// <inheritdoc/>
    public override string Tag => _content is null ? "" : _content.Tag;

    /// <inheritdoc/>
    public override string Place => _place;

    /// <inheritdoc/>
    public override int Open(string uri)
    {
        _trouble = "";
        _code = 0;
        _gathered = null;
        _isKept = false;
        Scatter();
        _isGathering = (Expected < 0 || Expected >= _pulls.Profile.GatherOctets) && _pulls.BeginGather();
        DocumentPull content = new DocumentPull(_pulls, _clock, _headOctets, _byOurselves) { IsFile = true, Expected = Expected, PrefersOthers = PrefersOthers, MayGather = _isGathering, Rest = Rest };
        Expected = -1;
        _content = content;
        if (_base.Read(uri) != HttpUri.Ok)
        {
            _trouble = "That is no http URI that a file could be at.";
            return Failed;
        }

        if (_base.Target[_base.Target.Length - 1] == '/')
        {
            _place = _base.ToString();
            return Collection;
        }

        int status = content.Open(uri);
        _place = content.Place;
        if (content.Sources is null)
        {
            Scatter();
        }

        if (status == PrintStatus.Ok)
        {
            return content.IsCollection ? Collection : Content;
        }

        _trouble = content.Trouble;
        _code = content.Code;
        return content.IsForbidden ? Forbidden : Failed;
    }

    /// <inheritdoc/>
    public override int Gather(IFileStore store, string path, bool isDurable, IFetchWatch watch)
    {
        DocumentPull content = _content!;
        FetchOrder order = new FetchOrder(path, content.Sources!)
        {
            Length = content.Length,
            MostOctets = store.IsFat ? Limits.FatFileOctets : long.MaxValue,
            TreeTag = content.ToldTag,
            Sha256 = _pulls.Digests is null ? null : content.Digest,
            IsDurable = isDurable,
        };

        Fetcher fetcher = new Fetcher(order, store, new PullNetwork(_pulls, _byOurselves), _clock, _pulls.Digests, _pulls.Profile) { Watch = watch, NoteOctets = _pulls.Profile.GatherNote };
        _fetcher = fetcher;
        int outcome = _pulls.IsEnding ? FetchOutcome.Stopped : fetcher.Run();
        _fetcher = null;
        Judge(order, outcome == FetchOutcome.Ok);
        if (outcome != FetchOutcome.Ok)
        {
            // Who gave it up, or has no room for it, does not go on with it.
            _isKept = order.Done > 0 && (outcome == FetchOutcome.NoSource || (outcome == FetchOutcome.Stopped && _pulls.IsEnding) || (outcome == FetchOutcome.Store && order.StoreStatus != StoreStatus.Full));
            if (!_isKept)
            {
                fetcher.Discard();
            }

            _trouble = outcome == FetchOutcome.Wrong ? "Its content is not what its server says it is."
                : outcome == FetchOutcome.TooLong ? "A file on this card has at most 4 GiB less one octet."
                : "Nobody of those who have it gives all of it.";
            return outcome == FetchOutcome.Store && order.StoreStatus != StoreStatus.Ok ? order.StoreStatus : StoreStatus.Ok;
        }

        _gathered = content.ToldTag;
        return StoreStatus.Ok;
    }

    // Whom of those who gave a content to believe again.
    private void Judge(FetchOrder order, bool isRight)
    {
        // The first is its own server, which whoever asked has named.
        for (int i = 1; i < order.Sources.Length; i++)
        {
            FetchSource source = order.Sources[i];
            if (_member.Read(source.Uri) != HttpUri.Ok)
            {
                continue;
            }

            if (source.IsLiar || source.IsSuspect)
            {
                _pulls.Liars.Note(source.Host, _member.Port, source.IsLiar ? Liars.Known : Liars.Suspected, _clock.Milliseconds);
            }
            else if (isRight && source.Octets > 0)
            {
                _pulls.Liars.Clear(source.Host, _member.Port);
            }
        }
    }

    /// <inheritdoc/>
    public override bool OpenAlone()
    {
        DocumentPull? before = _content;
        if (before is null || !before.IsMixed)
        {
            return false;
        }

        before.Break();
        DocumentPull content = before.Again();
        _content = content;
        return content.Open(_place) == PrintStatus.Ok && !content.IsCollection;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        return _content is null ? Broken : _content.Read(buffer, offset, count);
    }

    /// <inheritdoc/>
    public override ListingReader? List(string uri)
    {
        _trouble = "";
        _code = 0;
        if (_base.Read(uri) != HttpUri.Ok)
        {
            _trouble = "Its address is too long.";
            return null;
        }

        for (int tries = 1; ; tries++)
        {
            int outcome = AskForListing();
            HttpClient client = _client!;
            if (outcome == HttpClient.Ok && client.Response.Status == 207 && !client.Response.Has(Field.ContentEncoding))
            {
                _listing ??= new ListingReader(new byte[Limits.ListingPiece]);
                _listing.Begin(new HurriedSource(client.Body, _clock, Limits.ListingMilliseconds));
                return _listing;
            }

            bool isBusy = outcome == HttpClient.Ok && client.Response.Status == 503;
            _code = outcome == HttpClient.Ok ? client.Response.Status : 0;
            client.Close();
            if (_way.IsRefused || _pulls.IsEnding || !(isBusy || outcome == HttpClient.Broken) || tries == Limits.PullTries)
            {
                _trouble = _way.IsRefused ? "Files are not fetched from there." : isBusy ? "Its server is busy." : _code != 0 ? "Its server does not list it." : "Its server cannot be reached.";
                return null;
            }

            _clock.Sleep(Limits.PullPause);
        }
    }

    /// <inheritdoc/>
    public override void EndList()
    {
        _client?.Close();
        _client = null;
    }

    /// <inheritdoc/>
    public override void EndContent()
    {
        _content?.Break();
        Scatter();
    }

    /// <inheritdoc/>
    public override string NameOf(string href)
    {
        // RFC 4918 §8.3: a path or a URI, of the server that was asked.
        if (_member.Read(_base.ToString()) != HttpUri.Ok
            || _member.Resolve(href) != HttpUri.Ok
            || _member.Port != _base.Port
            || _member.Target.IndexOf('?') >= 0)
        {
            return "";
        }

        // A server may escape other characters than we do, so the names above are counted, not compared.
        string path = _member.Target;
        int end = path[path.Length - 1] == '/' ? path.Length - 1 : path.Length;
        int slash = end > 0 ? path.LastIndexOf('/', end - 1) : -1;
        return slash >= 0 && Slashes(path, slash + 1) == Slashes(_base.Target, _base.Target.Length) ? path.Substring(slash + 1, end - slash - 1) : "";
    }

    /// <inheritdoc/>
    public override void Break()
    {
        _client?.Close();
        _content?.Break();
        _fetcher?.Stop();
    }

    /// <inheritdoc/>
    public override void Close()
    {
        Break();
        Scatter();
        _pulls.Leave(this);
    }

    private void Scatter()
    {
        if (_isGathering)
        {
            _isGathering = false;
            _pulls.EndGather();
        }
    }

    private int AskForListing()
    {
        HttpClient client = new HttpClient(_way, _clock, _base.Host, _base.Port, _headOctets) { Patience = Limits.SilenceMilliseconds };
        _client = client;
        client.StartTarget("PROPFIND", _base.Target);
        client.Field("Depth: ", "1");
        client.Field("Accept-Encoding: ", "identity");
        client.Field("Content-Type: ", "application/xml; charset=utf-8");
        byte[] octets = System.Text.Encoding.UTF8.GetBytes(Properties);
        int outcome = client.Begin(octets.Length, false);
        if (outcome == HttpClient.Ok)
        {
            // A server that answers before it has read all of it is heard too.
            client.Content.Write(octets, 0, octets.Length);
            outcome = client.Complete();
        }

        return outcome;
    }

    private static int Slashes(string text, int end)
    {
        int count = 0;
        for (int i = 0; i < end; i++)
        {
            count += text[i] == '/' ? 1 : 0;
        }

        return count;
    }
}
