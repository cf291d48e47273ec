using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Settings;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>
/// One document that is fetched by HTTP. When it is cut it goes on at the octet where it was cut, of the very same content (RFC 9110 §13.1.5, §14): by its strong entity tag, and not at all where it has none.
/// Everything its server can do is bounded: redirects, size, silence, slowness, cuts.
/// </summary>
internal sealed class DocumentPull : PulledDocument, IPull
{
    private readonly Pulls _pulls;
    private readonly IClock _clock;
    private readonly int _headOctets;
    private readonly PullNetwork _way;
    private readonly HttpUri _uri = new HttpUri();
    private readonly ByteSource _nothing = new LengthSource();
    private HttpClient? _client;
    private ByteSource _body;
    private string _format = "";
    private string _trouble = "";
    private string _tag = "";
    private int _code;
    private long _length = -1;
    private long _octets;
    private long _toSkip;
    private long _waited;
    private long _late;
    private int _cuts;
    private int _barren;

    /// <summary>Makes what fetches one document.</summary>
    public DocumentPull(Pulls pulls, IClock clock, int headOctets, bool byOurselves)
    {
        _pulls = pulls;
        _clock = clock;
        _headOctets = headOctets;
        _way = new PullNetwork(pulls, byOurselves);
        _body = _nothing;
    }

    /// <inheritdoc/>
    public override string Format => _format;

    /// <inheritdoc/>
    public override string Trouble => _trouble;

    /// <inheritdoc/>
    public override int Reason => _trouble.Length > 0 ? JobReasons.DocumentAccessError : JobReasons.None;

    /// <inheritdoc/>
    public override int Code => _code;

    /// <summary>
    /// Whether it is a file that is fetched, and not a document to print: of any length, none too, for as long as it takes, as long as it comes, and with what its server says that it is. What is redirected to a name with
    /// a slash at its end is a collection.
    /// </summary>
    internal bool IsFile { get; set; }

    /// <summary>Whether it is a collection, at <see cref="Place"/>.</summary>
    internal bool IsCollection { get; private set; }

    /// <summary>Whether it may not be fetched from there.</summary>
    internal bool IsForbidden => _way.IsRefused;

    /// <summary>Its URI, after redirects.</summary>
    internal string Place => _uri.ToString();

    /// <summary>Its octets; -1 where its server does not say.</summary>
    internal long Length => _length;

    /// <summary>Its strong entity tag with the quotes; empty where it has none.</summary>
    internal string Tag => _tag;

    /// <summary>What its server says that its SHA-256 is; null where it does not.</summary>
    internal byte[]? Digest { get; private set; }

    /// <inheritdoc/>
    public override int Open(string uri)
    {
        int read = _uri.Read(uri);
        if (read != HttpUri.Ok)
        {
            return read == HttpUri.OtherScheme ? PrintStatus.SchemeNotSupported : Refuse("That is no URI that a document could be at.");
        }

        for (int hop = 0; Begin(); hop++)
        {
            int status = _client!.Response.Status;
            if (status == 200)
            {
                return Accept();
            }

            if (!_client.Response.IsRedirect)
            {
                _code = status;
                return Refuse("Its server does not give the document.");
            }

            string location = _client.Value(Field.Location);
            _client.Close();
            if (IsFile && location.Length > 0 && location[location.Length - 1] == '/' && _uri.Resolve(location) == HttpUri.Ok)
            {
                IsCollection = true;
                return PrintStatus.Ok;
            }

            if (hop == Limits.PullRedirects || _uri.Resolve(location) != HttpUri.Ok)
            {
                _code = status;
                return Refuse(hop == Limits.PullRedirects ? "It is redirected too often." : "It is redirected to where nothing is fetched from.");
            }
        }

        return PrintStatus.AccessError;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (true)
        {
            long left = _length < 0 ? count : _length - _octets;
            left = _toSkip > 0 ? _toSkip : left;
            if (left == 0)
            {
                return End;
            }

            int got = Take(buffer, offset, left < count ? (int)left : count);
            if (got > 0 && _toSkip > 0)
            {
                _toSkip -= got;
            }
            else if (got > 0)
            {
                _barren = 0;
                _octets += got;
                return _octets <= Most ? got : Lose("It is larger than what is fetched.");
            }
            else if (got == End && _length < 0 && _toSkip == 0)
            {
                _length = _octets;
                return End;
            }
            else if (_trouble.Length > 0 || !Resume())
            {
                return Broken;
            }
        }
    }

    /// <inheritdoc/>
    public override void Close()
    {
        _client?.Close();
        _pulls.Leave(this);
    }

    /// <inheritdoc/>
    public void Break()
    {
        _client?.Close();
    }

    // Reads what there is, if it comes in time.
    private int Take(byte[] buffer, int offset, int count)
    {
        if (_late > Limits.SilenceMilliseconds || (_waited > Limits.PullMilliseconds && !IsFile))
        {
            return Lose("It came too slowly.");
        }

        // Only what is waited for here counts: a device, or a card, may hold the whole back for as long as it likes.
        long before = _clock.Milliseconds;
        int got = _body.Read(buffer, offset, count);
        long waited = _clock.Milliseconds - before;
        _waited += waited;
        _late += waited - (got > 0 ? got / Limits.SlowestOctetsPerMillisecond : 0);
        if (_late < 0 || got <= 0)
        {
            _late = 0; // what came fast is no credit; and a cut is counted as one
        }

        return got;
    }

    private long Most => IsFile ? long.MaxValue : Limits.PullOctets;

    private bool Resume()
    {
        _body = _nothing;
        _toSkip = 0; // of a content that was cut while it was passed over, too
        if (_pulls.IsEnding || _tag.Length == 0 || _barren >= Limits.PullTries || _cuts >= Limits.PullCuts + (_octets / Limits.PullOctetsPerCut))
        {
            Refuse(_tag.Length == 0 ? "It was cut off, and has no entity tag by which it could go on." : "It was cut off too often.");
            return false;
        }

        _cuts++;
        _barren++;
        if (!Ask(true))
        {
            return false;
        }

        ResponseReader response = _client!.Response;
        string tag = _client.Value(Field.ETag);
        long rest = _length;
        bool isSame;
        if (response.Status == 206)
        {
            isSame = ContentRange.Read(_client.Value(Field.ContentRange), out long first, out long last, out long complete)
                && first == _octets && last == complete - 1 && (_length < 0 || _length == complete) && (tag.Length == 0 || tag == _tag)
                && (response.ContentLength < 0 || response.ContentLength == complete - first);
            rest = complete;
        }
        else
        {
            // RFC 9110 §14.2: a server may ignore a range. The same tag is the same content, and what of it was printed is passed over.
            isSame = response.Status == 200 && tag == _tag && (_length < 0 || response.ContentLength < 0 || response.ContentLength == _length);
            _toSkip = isSame ? _octets : 0;
        }

        if (!isSame || response.Has(Field.ContentEncoding) || response.EndsWithConnection || rest > Most)
        {
            _code = response.Status == 200 || response.Status == 206 ? 0 : response.Status;
            Refuse("It was cut off, and its server does not go on with it: it may have been changed.");
            return false;
        }

        _length = rest;
        _body = _client.Body;
        return true;
    }

    /// <summary>Looks at the answer that the document begins with.</summary>
    private int Accept()
    {
        ResponseReader response = _client!.Response;
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

        _tag = _client.StrongTag();
        _format = BareType(_client.Value(Field.ContentType));
        Digest = IsFile ? _client.Digest() : null;
        _body = _client.Body;
        return PrintStatus.Ok;
    }

    // Asks the server that the URI names.
    private bool Begin()
    {
        _client = new HttpClient(_way, _clock, _uri.Host, _uri.Port, _headOctets) { Patience = Limits.SilenceMilliseconds };
        return Ask(false);
    }

    /// <summary>Asks for the document, or for what is missing of it; a server that has no time just now, or is not there in the middle, is asked again.</summary>
    /// <returns>False when there is no answer to be had; then the trouble is told.</returns>
    private bool Ask(bool isRest)
    {
        HttpClient client = _client!;
        int tries = 0;
        while (true)
        {
            client.Close();
            client.StartTarget("GET", _uri.Target);
            client.Field("Accept-Encoding: ", "identity");
            if (IsFile && !isRest)
            {
                client.Field("Want-Repr-Digest: ", "sha-256=1"); // RFC 9530 §4
            }

            if (isRest)
            {
                client.Field("Range: ", "bytes=" + _octets.ToString() + "-");
                client.Field("If-Range: ", _tag);
            }

            long before = _clock.Milliseconds;
            int outcome = client.Ask();
            _waited += _clock.Milliseconds - before;
            bool isBusy = outcome == HttpClient.Ok && client.Response.Status == 503;
            if (outcome == HttpClient.Ok && !isBusy)
            {
                return true;
            }

            tries++;

            // RFC 9110 §9.2.2: a GET whose connection was lost may be sent again. Who was never reached is perhaps nobody.
            bool mayComeBack = isBusy || outcome == HttpClient.Broken || (isRest && (outcome == HttpClient.Unreachable || outcome == HttpClient.Silent));
            if (_way.IsRefused || _pulls.IsEnding || !mayComeBack || tries >= Limits.PullTries || (_waited > Limits.PullMilliseconds && !IsFile))
            {
                _code = isBusy ? client.Response.Status : 0;
                Refuse(_way.IsRefused ? "Documents are not fetched from there." : isBusy ? "Its server is busy." : Words(outcome));
                return false;
            }

            _clock.Sleep(Limits.PullPause);
            _waited += Limits.PullPause;
        }
    }

    private static string Words(int outcome)
    {
        switch (outcome)
        {
            case HttpClient.Unreachable: return "Its server cannot be reached.";
            case HttpClient.Silent: return "Its server does not answer.";
            case HttpClient.Broken: return "Its server broke off before it answered.";
            case HttpClient.TooLong: return "Its address is too long.";
            default: return "Its server's answer makes no sense.";
        }
    }

    private static string BareType(string value)
    {
        int end = value.IndexOf(';');
        return SettingsReader.Lower((end < 0 ? value : value.Substring(0, end)).Trim(' ', '\t'));
    }

    private int Refuse(string trouble)
    {
        _trouble = trouble;
        _client?.Close();
        return PrintStatus.AccessError;
    }

    private int Lose(string trouble)
    {
        Refuse(trouble);
        return Broken;
    }
}
