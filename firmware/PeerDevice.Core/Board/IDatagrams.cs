namespace PeerDevice.Board;

/// <summary>An open UDP port. One thread receives, and may answer whom it heard last.</summary>
public interface IDatagrams
{
    /// <summary>The port in use.</summary>
    int Port { get; }

    /// <summary>Whether the port is closed, so that <see cref="Receive"/> will never bring anything again.</summary>
    bool IsClosed { get; }

    /// <summary>Whether the sender of the last datagram is on one of our own links (the prefixes of our interfaces, and loopback).</summary>
    bool IsOnLink { get; }

    /// <summary>
    /// Waits for a datagram and puts its content into <paramref name="buffer"/>. Of one that is longer than <paramref name="count"/> come the
    /// first <paramref name="count"/> octets or nothing, as the system below has it: who makes room for an octet more than it can use sees that.
    /// </summary>
    /// <returns>How many octets came; 0 for an empty datagram; negative when there is none to be had now: closed, or a passing fault. Never throws.</returns>
    int Receive(byte[] buffer, int offset, int count);

    /// <summary>Sends a datagram to the sender of the last one.</summary>
    /// <returns>False when it surely did not go. Never throws.</returns>
    bool Reply(byte[] buffer, int offset, int count);

    /// <summary>Closes the port; a waiting <see cref="Receive"/> answers. May be called by any thread, twice.</summary>
    void Close();
}
