using PeerDevice.Board;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>The server that a document is fetched from just now: its address, the version that it has, and how it is asked, again and again where that is of use. What went wrong it says in words.</summary>
internal sealed class PullServer
{
    private readonly Pulls _pulls;
    private readonly IClock _clock;
    private readonly int _headOctets;
    private readonly PullNetwork _way;
    private readonly PullPace _pace;

    /// <summary>None yet.</summary>
    /// <param name="pulls">Who fetches.</param>
    /// <param name="clock">Time.</param>
    /// <param name="headOctets">Octets of a head.</param>
    /// <param name="way">The network, as far as anything may be fetched over it.</param>
    /// <param name="pace">What counts how long is waited.</param>
    public PullServer(Pulls pulls, IClock clock, int headOctets, PullNetwork way, PullPace pace)
    {
        _pulls = pulls;
        _clock = clock;
        _headOctets = headOctets;
        _way = way;
        _pace = pace;
    }

    /// <summary>Where the document is there.</summary>
    public HttpUri Uri { get; } = new HttpUri();

    /// <summary>The connection; null while there is none.</summary>
    public HttpClient? Client { get; private set; }

    /// <summary>The strong entity tag that it has there, with the quotes; empty where it has none.</summary>
    public string Tag { get; set; } = "";

    /// <summary>What went wrong last, in a sentence; empty where nothing did.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>The status code that it was refused with; 0 where that was not it.</summary>
    public int Code { get; private set; }

    /// <summary>Goes to where <see cref="Uri"/> says.</summary>
    public HttpClient Connect()
    {
        HttpClient client = new HttpClient(_way, _clock, Uri.Host, Uri.Port, _headOctets) { Patience = Limits.SilenceMilliseconds };
        Client = client;
        return client;
    }

    /// <summary>Goes to another, or to the same again.</summary>
    /// <param name="uri">Where it is there.</param>
    /// <param name="tag">Its tag there.</param>
    /// <param name="host">The address by which that is reached, where the URI's is not all of it; otherwise empty.</param>
    /// <returns>False where that is no URI.</returns>
    public bool GoTo(string uri, string tag, string host)
    {
        Client?.Close();
        if (Uri.Read(uri) != HttpUri.Ok)
        {
            return false;
        }

        if (host.Length > 0)
        {
            Uri.Reach(host);
        }

        Tag = tag;
        _pace.Turn();
        Connect();
        return true;
    }

    /// <summary>Leaves it: its buffers are another's.</summary>
    public void Leave()
    {
        Client?.Close();
        Client = null;
    }

    /// <summary>Notes that something went wrong, and ends the connection.</summary>
    public void Refuse(string trouble, int code)
    {
        Trouble = trouble;
        Code = code;
        Client?.Close();
    }

    /// <summary>All is well again.</summary>
    public void Forgive()
    {
        Trouble = "";
        Code = 0;
    }

    /// <summary>Asks for the document from its front; a server that has no time just now is asked again.</summary>
    /// <param name="wantsDigest">Whether it is to say what it is (RFC 9530 §4).</param>
    /// <param name="most">How often it is asked.</param>
    /// <returns>False when there is no answer to be had; then the trouble is told.</returns>
    public bool Ask(bool wantsDigest, int most)
    {
        return Ask(-1, wantsDigest, most);
    }

    /// <summary>Asks for what is missing of it, from an octet on; one that is not there in the middle is asked again, too.</summary>
    /// <returns>As <see cref="Ask(bool, int)"/>.</returns>
    public bool AskFrom(long octets, int most)
    {
        return Ask(octets, false, most);
    }

    /// <summary>Whether the answer to <see cref="AskFrom"/> is the rest of the same content, or all of it.</summary>
    /// <param name="octets">The first octet that is missing.</param>
    /// <param name="length">Octets of the whole; -1 where nobody said. Is told how many the rest ends at.</param>
    public bool IsSame(long octets, ref long length)
    {
        HttpClient client = Client!;
        ResponseReader response = client.Response;
        string tag = client.Value(Field.ETag);
        bool isSame;
        if (response.Status == 206)
        {
            isSame = ContentRange.Read(client.Value(Field.ContentRange), out long first, out long last, out long complete)
                && first == octets && last == complete - 1 && (length < 0 || length == complete) && (tag.Length == 0 || tag == Tag)
                && (response.ContentLength < 0 || response.ContentLength == complete - first);
            length = complete;
        }
        else
        {
            // RFC 9110 §14.2: a server may ignore a range. The same tag is the same content.
            isSame = response.Status == 200 && tag == Tag && (length < 0 || response.ContentLength < 0 || response.ContentLength == length);
        }

        return isSame && !response.Has(Field.ContentEncoding) && !response.EndsWithConnection;
    }

    private bool Ask(long octets, bool wantsDigest, int most)
    {
        HttpClient client = Client!;
        bool isRest = octets >= 0;
        int tries = 0;
        while (true)
        {
            client.Close();
            client.StartTarget("GET", Uri.Target);
            client.Field("Accept-Encoding: ", "identity");
            if (wantsDigest)
            {
                client.Field("Want-Repr-Digest: ", "sha-256=1");
            }

            if (isRest)
            {
                client.Field("Range: ", "bytes=" + octets.ToString() + "-");
                client.Field("If-Range: ", Tag);
            }

            long before = _clock.Milliseconds;
            int outcome = client.Ask();
            _pace.Wait(_clock.Milliseconds - before);
            bool isBusy = outcome == HttpClient.Ok && client.Response.Status == 503;
            if (outcome == HttpClient.Ok && !isBusy)
            {
                return true;
            }

            tries++;

            // RFC 9110 §9.2.2: a GET whose connection was lost may be sent again. Who was never reached is perhaps nobody.
            bool mayComeBack = isBusy || outcome == HttpClient.Broken || (isRest && (outcome == HttpClient.Unreachable || outcome == HttpClient.Silent));
            if (_way.IsRefused || _pulls.IsEnding || !mayComeBack || tries >= most || _pace.Waited > _pace.Most)
            {
                Refuse(_way.IsRefused ? "Documents are not fetched from there." : isBusy ? "Its server is busy." : Words(outcome), isBusy ? client.Response.Status : 0);
                return false;
            }

            _clock.Sleep(Limits.PullPause);
            _pace.Wait(Limits.PullPause);
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
}
