using PeerDevice.Board;

namespace PeerDevice.Host;

/// <summary>The network as far as anything may be fetched over it (PROTOCOL, "Documents that are fetched").</summary>
internal sealed class PullNetwork : INetwork
{
    private readonly Pulls _pulls;
    private readonly bool _byOurselves;

    /// <summary>The network for one who asks.</summary>
    public PullNetwork(Pulls pulls, bool byOurselves)
    {
        _pulls = pulls;
        _byOurselves = byOurselves;
    }

    /// <summary>Whether the last connection might not be.</summary>
    public bool IsRefused { get; private set; }

    /// <inheritdoc/>
    public Link? Connect(string host, int port, int patienceMilliseconds)
    {
        Link? link = _pulls.Connect(host, port, patienceMilliseconds, _byOurselves, out bool isRefused);
        IsRefused = isRefused;
        return link;
    }

    /// <inheritdoc/>
    public IListener? Listen(int port)
    {
        return null;
    }

    /// <inheritdoc/>
    public IMulticast? OpenMulticast()
    {
        return null;
    }

    /// <inheritdoc/>
    public IDatagrams? OpenDatagrams(int port)
    {
        return null;
    }

    /// <inheritdoc/>
    public bool IsOurAddress(string address)
    {
        return false;
    }

    /// <inheritdoc/>
    public bool IsOnLink(string address)
    {
        return false;
    }
}
