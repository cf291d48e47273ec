namespace PeerDevice.Services.Discovery;

/// <summary>What has to be known of who looks for peers before it hears a message: a board that looks for none has no more of it than this.</summary>
public abstract class PeerHosts
{
    /// <summary>The type of peers' services (PROTOCOL, "Discovery").</summary>
    public const string PeerService = "_peerdevice._tcp.local";

    /// <summary>Lengths of the first labels of the peers' hosts, a bit each: what is no host's is seen at once.</summary>
    internal long HostLengths;

    /// <summary>Whether the first record of a response is of a peer's host.</summary>
    internal abstract bool TellsOfHost(byte[] b, int end);
}
