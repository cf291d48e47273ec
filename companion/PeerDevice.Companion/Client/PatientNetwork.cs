using PeerDevice.Board;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Client;

/// <summary>
/// A network for print data: the other end may take nothing for as long as it likes. A printer without paper does so until somebody comes: that is no fault. Whoever
/// sends looks beside whether the other end is still there, and the user can end the command.
/// </summary>
internal sealed class PatientNetwork(INetwork inner) : INetwork
{
    /// <summary>As a link's patience.</summary>
    public const int Forever = 0;

    public IListener? Listen(int port) => inner.Listen(port);

    public Link? Connect(string host, int port, int patienceMilliseconds)
    {
        Link? link = inner.Connect(host, port, patienceMilliseconds);
        (link as SocketLink)?.SetSendPatience(Forever);
        return link;
    }

    public IDatagrams? OpenDatagrams(int port) => inner.OpenDatagrams(port);

    public IMulticast? OpenMulticast() => inner.OpenMulticast();

    public bool IsOurAddress(string address) => inner.IsOurAddress(address);

    public bool IsOnLink(string address) => inner.IsOnLink(address);
}
