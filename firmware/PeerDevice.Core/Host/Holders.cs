using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>
/// Who else on our own links has one content, by its tree tag (PROTOCOL, "The same content elsewhere"). Some of the peers that are here are asked in an order that is drawn, one after another, until one has it. Nobody is
/// asked who is announced elsewhere, and all of it is bounded in peers and in time.
/// </summary>
internal sealed class Holders
{
    private const int PortBits = 16;

    private readonly INetwork _way;
    private readonly IClock _clock;
    private readonly int _headOctets;
    private readonly long[] _drawn;
    private readonly string _target;
    private readonly long _length;
    private HttpClient? _client;
    private int _next;
    private long _spent;    // milliseconds of asking
    private bool _isBroken;

    /// <summary>The search for one content.</summary>
    /// <param name="drawn">Whom to ask, as <see cref="Draw"/> answers.</param>
    /// <param name="way">The network, as far as anything may be fetched over it.</param>
    /// <param name="clock">Time.</param>
    /// <param name="headOctets">Octets of a head.</param>
    /// <param name="tag">The content's tree tag.</param>
    /// <param name="length">Its octets.</param>
    public Holders(long[] drawn, INetwork way, IClock clock, int headOctets, byte[] tag, long length)
    {
        _drawn = drawn;
        _way = way;
        _clock = clock;
        _headOctets = headOctets;
        _target = "/" + ContentPath.OfTree(tag);
        _length = length;
    }

    /// <summary>Where the one that was found has it.</summary>
    public string Uri { get; private set; } = "";

    /// <summary>The strong entity tag that it has there, with the quotes.</summary>
    public string Tag { get; private set; } = "";

    /// <summary>Draws whom to ask: of those who are here and answer, on our own links, but the one by whom it is known.</summary>
    public static long[] Draw(PeerDirectory peers, INetwork network, IRandom random, long now, HttpUri home)
    {
        long[] drawn = new long[Limits.HoldersAsked];
        byte[] octets = new byte[4];
        KnownPeer peer = new KnownPeer();
        int seen = 0;
        for (int i = 0; peers.Copy(i, peer, now); i++)
        {
            string host = Ipv4.Text(peer.Address);
            if (!peer.IsHere || peer.Address == 0 || peer.Port == 0 || peer.Reached == KnownPeer.Silent || !network.IsOnLink(host) || network.IsOurAddress(host) || (host == home.Host && peer.Port == home.Port))
            {
                continue;
            }

            // Each of those who were seen stands at any place, or at none, equally likely.
            seen++;
            int at = Below(seen, random, octets);
            if (seen <= drawn.Length)
            {
                drawn[seen - 1] = drawn[at];
            }

            if (at < drawn.Length)
            {
                drawn[at] = (peer.Address << PortBits) | (uint)peer.Port;
            }
        }

        long[] all = new long[seen < drawn.Length ? seen : drawn.Length];
        System.Array.Copy(drawn, 0, all, 0, all.Length);
        return all;
    }

    /// <summary>Looks for the next one that has it.</summary>
    /// <returns>False when nobody else is known to.</returns>
    public bool Next()
    {
        bool isFound = false;
        while (_next < _drawn.Length && !_isBroken && !isFound && _spent < Limits.HolderMilliseconds)
        {
            long before = _clock.Milliseconds;
            long one = _drawn[_next];
            _next++;
            isFound = Has(Ipv4.Text(one >> PortBits), (int)(one & ((1 << PortBits) - 1)));
            _spent += _clock.Milliseconds - before;
        }

        return isFound;
    }

    /// <summary>Ends it, from any thread.</summary>
    public void Break()
    {
        _isBroken = true;
        _client?.Close();
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
