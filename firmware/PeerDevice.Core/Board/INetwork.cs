namespace PeerDevice.Board;

/// <summary>The network under a peer.</summary>
public interface INetwork
{
    /// <summary>Begins to listen on a port; 0 lets the network choose.</summary>
    /// <returns>Null when the port is taken or there is no socket left for it.</returns>
    IListener? Listen(int port);

    /// <summary>Opens a connection to a host (a name or an address) within a time.</summary>
    /// <returns>Null when it could not be opened.</returns>
    Link? Connect(string host, int port, int patienceMilliseconds);

    /// <summary>Opens a UDP port; 0 lets the network choose.</summary>
    /// <returns>Null when the port is taken or not permitted, or there is no socket left for it.</returns>
    IDatagrams? OpenDatagrams(int port);

    /// <summary>Opens the port of multicast DNS on all links, beside whoever else on this machine has it.</summary>
    /// <returns>Null when it is taken by somebody who does not share it, or there is no socket left for it.</returns>
    IMulticast? OpenMulticast();

    /// <summary>Whether a textual address is one of this peer's own.</summary>
    bool IsOurAddress(string address);

    /// <summary>Whether a textual address lies on one of this peer's own links (the prefixes of its interfaces, and loopback): whoever is to be connected to there is nobody far away.</summary>
    bool IsOnLink(string address);
}

/// <summary>A port on which others may connect.</summary>
public interface IListener
{
    /// <summary>The port in use.</summary>
    int Port { get; }

    /// <summary>Waits for the next connection.</summary>
    /// <returns>The connection, or null when there is none to be had now: closed, or a passing fault. Never throws.</returns>
    Link? Accept();

    /// <summary>Waits for the next connection, a time at most, for who has other things to do as well.</summary>
    /// <returns>Whether <see cref="Accept"/> would answer at once, which it does when the listener is closed, before this or meanwhile. Never throws.</returns>
    bool Await(int milliseconds);

    /// <summary>Whether the listener is closed, so that <see cref="Accept"/> will never answer again.</summary>
    bool IsClosed { get; }

    /// <summary>Stops listening; a waiting <see cref="Accept"/> answers null.</summary>
    void Close();
}
