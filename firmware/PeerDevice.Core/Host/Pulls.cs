using PeerDevice.Board;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Files;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Status;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>
/// Fetches documents for the Printers, a bounded number at once: each takes a socket, and the session that asked for it. From where, <see cref="Access"/> says; never from this peer itself, by whatever name.
/// </summary>
internal sealed class Pulls : IPuller, IRemotes
{
    private readonly IPull?[] _running;
    private readonly Profile _profile;
    private readonly INetwork _network;
    private readonly IClock _clock;
    private readonly IRandom _random;
    private readonly Access _access;
    private readonly Printers _printers;
    private readonly PeerFacts _facts;
    private bool _isGathering;

    /// <summary>Makes the fetcher of a peer.</summary>
    public Pulls(Profile profile, INetwork network, IClock clock, IRandom random, Access access, Printers printers, PeerFacts facts)
    {
        _running = new IPull?[profile.Pulls];
        _profile = profile;
        _network = network;
        _clock = clock;
        _random = random;
        _access = access;
        _printers = printers;
        _facts = facts;
    }

    /// <summary>Whether the peer is ending: nothing is fetched any more.</summary>
    public bool IsEnding { get; private set; }

    /// <summary>The other peers there are, of which some may have the same contents; null where nobody looks for them.</summary>
    public PeerDirectory? Peers { get; set; }

    /// <summary>Whether the tree tag of what is fetched is of use here: on a card nobody else computes it.</summary>
    public bool KeepsTags { get; set; }

    /// <inheritdoc/>
    public PulledDocument? Begin(Link client)
    {
        DocumentPull pull = new DocumentPull(this, _clock, _profile.HeadOctets, _access.IsOurs(client));
        return Enter(pull) ? pull : null;
    }

    /// <inheritdoc/>
    RemoteFiles? IRemotes.Begin(Link client)
    {
        return BeginOwn(_access.IsOurs(client));
    }

    /// <inheritdoc/>
    public RemoteFiles? BeginOwn(bool byOurselves)
    {
        RemotePull pull = new RemotePull(this, _clock, _profile.HeadOctets, byOurselves);
        return Enter(pull) ? pull : null;
    }

    /// <inheritdoc/>
    public bool IsOurs(Link client)
    {
        return _access.IsOurs(client);
    }

    /// <summary>Ends all that is under way.</summary>
    public void Stop()
    {
        lock (_running)
        {
            IsEnding = true;
            for (int i = 0; i < _running.Length; i++)
            {
                _running[i]?.Break();
            }
        }
    }

    /// <summary>Takes back the place of one that is done.</summary>
    internal void Leave(IPull pull)
    {
        lock (_running)
        {
            for (int i = 0; i < _running.Length; i++)
            {
                if (_running[i] == pull)
                {
                    _running[i] = null;
                }
            }
        }
    }

    /// <summary>What this peer can bear.</summary>
    internal Profile Profile => _profile;

    /// <summary>Who gave what was wrong.</summary>
    internal Liars Liars { get; } = new Liars();

    /// <summary>SHA-256, where there is one.</summary>
    internal IDigests? Digests { get; set; }

    /// <summary>Time.</summary>
    internal IClock Clock => _clock;

    /// <summary>Takes the one place for a content that comes from several at once: each source has a socket, a thread and a block.</summary>
    internal bool BeginGather()
    {
        lock (_running)
        {
            bool isFree = !_isGathering && !IsEnding && _profile.FetchLanes > 1;
            _isGathering |= isFree;
            return isFree;
        }
    }

    /// <summary>Gives that place back.</summary>
    internal void EndGather()
    {
        _isGathering = false;
    }

    /// <summary>Begins to look for who else has a content.</summary>
    internal Holders Search(string target, long length, HttpUri home, bool byOurselves)
    {
        Holders holders = new Holders(new PullNetwork(this, byOurselves), _clock, Liars, _profile.HeadOctets, target, length);
        if (Peers is not null)
        {
            holders.Draw(Peers, _network, _random, home);
        }

        return holders;
    }

    /// <summary>Opens a connection to where a document is, if it may be fetched from there: nothing is sent before that is known.</summary>
    /// <param name="host">The server's name or address.</param>
    /// <param name="port">Its port.</param>
    /// <param name="patience">Milliseconds that it has.</param>
    /// <param name="byOurselves">Whether a client on this machine asks.</param>
    /// <param name="isRefused">Whether it may not be.</param>
    /// <returns>Null when there is none to be had.</returns>
    internal Link? Connect(string host, int port, int patience, bool byOurselves, out bool isRefused)
    {
        isRefused = IsEnding || !Access.MayFetchBy(port);
        Link? link = isRefused ? null : _network.Connect(host, port, patience);
        if (link is not null && (IsEnding || !_access.MayFetchFrom(link, byOurselves) || (IsOwnPort(port) && _access.IsOurs(link))))
        {
            isRefused = true;
            link.Close();
            return null;
        }

        return link;
    }

    private bool Enter(IPull pull)
    {
        lock (_running)
        {
            for (int i = 0; i < _running.Length && !IsEnding; i++)
            {
                if (_running[i] is null)
                {
                    _running[i] = pull;
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsOwnPort(int port)
    {
        bool isOwn = port == _facts.HttpPort || port == _facts.IppPort || port == _facts.LpdPort;
        for (int i = 0; i < _printers.Count; i++)
        {
            isOwn |= port == _printers.At(i).RawPort;
        }

        return isOwn;
    }
}
