using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>
/// Who else on our own links has one content, by what it is (PROTOCOL, "The same content elsewhere"). Some of the peers that are here are asked in an order that is drawn, one after another, until one has it. Nobody is
/// asked who is announced elsewhere, nor who lied lately, and all of it is bounded in peers and in time.
/// </summary>
internal sealed class Holders
{
    private readonly INetwork _way;
    private readonly IClock _clock;
    private readonly Liars _liars;
    private readonly int _headOctets;
    private readonly string _target;
    private readonly long _length;
    private readonly string[] _hosts = Text.Blanks(Limits.HoldersAsked);
    private readonly int[] _ports = new int[Limits.HoldersAsked];
    private readonly bool[] _gave = new bool[Limits.HoldersAsked];
    private HttpClient? _client;
    private int _count;
    private int _next;
    private long _spent;    // milliseconds of asking
    private bool _isBroken;

    /// <summary>The search for one content; nobody is to be asked before some are drawn.</summary>
    /// <param name="way">The network, as far as anything may be fetched over it.</param>
    /// <param name="clock">Time.</param>
    /// <param name="liars">Who lied.</param>
    /// <param name="headOctets">Octets of a head.</param>
    /// <param name="target">Where whoever has it gives it.</param>
    /// <param name="length">Its octets.</param>
    public Holders(INetwork way, IClock clock, Liars liars, int headOctets, string target, long length)
    {
        _way = way;
        _clock = clock;
        _liars = liars;
        _headOctets = headOctets;
        _target = target;
        _length = length;
    }

    /// <summary>Where the one that was found has it.</summary>
    public string Uri { get; private set; } = "";

    /// <summary>The address by which that one is reached.</summary>
    public string Host => _hosts[_next - 1];

    /// <summary>The strong entity tag that it has there, with the quotes.</summary>
    public string Tag { get; private set; } = "";

    /// <summary>Draws whom to ask: of those who are here and answer, on our own links, but the one by whom it is known. Who is only suspected comes last.</summary>
    public void Draw(PeerDirectory peers, INetwork network, IRandom random, HttpUri home)
    {
        Draw(peers, network, random, home, Liars.Trusted);
        Draw(peers, network, random, home, Liars.Suspected);
    }

    /// <summary>Looks for the next one that has it.</summary>
    /// <returns>False when nobody else is known to.</returns>
    public bool Next()
    {
        bool isFound = false;
        while (_next < _count && !_isBroken && !isFound && _spent < Limits.HolderMilliseconds)
        {
            long before = _clock.Milliseconds;
            _next++;
            isFound = Has(_hosts[_next - 1], _ports[_next - 1]);
            _spent += _clock.Milliseconds - before;
        }

        return isFound;
    }

    /// <summary>The one that was found gave some of it.</summary>
    public void Gave()
    {
        _gave[_next - 1] = true;
    }

    /// <summary>What they gave together turned out wrong, or right: that is remembered of each.</summary>
    /// <param name="isRight">Whether it is right.</param>
    /// <param name="isTheirs">Where it is wrong, whether nobody else's part was.</param>
    public void Judge(bool isRight, bool isTheirs)
    {
        int givers = 0;
        for (int i = 0; i < _count; i++)
        {
            givers += _gave[i] ? 1 : 0;
        }

        for (int i = 0; i < _count; i++)
        {
            if (_gave[i] && isRight)
            {
                _liars.Clear(_hosts[i], _ports[i]);
            }
            else if (_gave[i])
            {
                _liars.Note(_hosts[i], _ports[i], isTheirs && givers == 1 ? Liars.Known : Liars.Suspected, _clock.Milliseconds);
            }
        }
    }

    /// <summary>Ends it, from any thread.</summary>
    public void Break()
    {
        _isBroken = true;
        _client?.Close();
    }

    private void Draw(PeerDirectory peers, INetwork network, IRandom random, HttpUri home, int trust)
    {
        byte[] octets = new byte[4];
        KnownPeer peer = new KnownPeer();
        long now = _clock.Milliseconds;
        int first = _count;
        int room = _hosts.Length - first;
        int seen = 0;
        for (int i = 0; peers.Copy(i, peer, now); i++)
        {
            string host = peer.AddressText;
            if (!peer.IsHere || !peer.HasAddress || peer.Port == 0 || peer.Reached == KnownPeer.Silent || !network.IsOnLink(host) || network.IsOurAddress(host) || (host == home.Host && peer.Port == home.Port)
                || _liars.Of(host, peer.Port, now) != trust)
            {
                continue;
            }

            // Each of those who were seen stands at any place, or at none, equally likely.
            seen++;
            int at = Below(seen, random, octets);
            if (seen <= room)
            {
                Put(first + seen - 1, _hosts[first + at], _ports[first + at]);
            }

            if (at < room)
            {
                Put(first + at, host, peer.Port);
            }
        }

        _count += seen < room ? seen : room;
    }

    private void Put(int place, string host, int port)
    {
        _hosts[place] = host;
        _ports[place] = port;
    }

    private bool Has(string host, int port)
    {
        HttpClient client = new HttpClient(_way, _clock, host, port, _headOctets) { Patience = Limits.HolderPatience, HeadPatience = Limits.HolderPatience, ConnectPatience = Limits.HolderPatience };
        _client = client;
        Tag = client.Has(_target, _length) ? client.StrongTag() : "";
        Uri = "http://" + client.Authority + _target;
        client.Close();
        return Tag.Length > 0;
    }

    // A number from 0 up to one.
    private static int Below(int count, IRandom random, byte[] octets)
    {
        random.Fill(octets);
        int number = octets[0] | (octets[1] << 8) | (octets[2] << 16) | ((octets[3] & 0x7F) << 24);
        return number % count;
    }
}
