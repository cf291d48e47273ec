namespace PeerDevice.Board;

/// <summary>
/// The open port of multicast DNS (UDP 5353; groups 224.0.0.251 and ff02::fb) on all of a peer's links, shared with whoever else on the machine has it open. One thread receives;
/// any may send. What is sent to the group is heard by the sender too, as by all others on its machine.
/// </summary>
public interface IMulticast
{
    /// <summary>Whether the port is closed, so that <see cref="Receive"/> will never bring anything again.</summary>
    bool IsClosed { get; }

    /// <summary>
    /// The links there are: a place for each, empty where there is none now. A link keeps its place while it is up, and <see cref="Route.Segment"/> is a place. The array is not
    /// changed once it was given.
    /// </summary>
    Segment?[] Segments { get; }

    /// <summary>Looks at the interfaces anew, and joins the group on those that came.</summary>
    /// <returns>Whether <see cref="Segments"/> is another now. Never throws.</returns>
    bool Refresh();

    /// <summary>Waits for a datagram, so long at most, and puts its content at the front of <paramref name="buffer"/>: of one that is longer its front, or nothing.</summary>
    /// <param name="buffer">Where the content goes; left alone until <see cref="Sender"/> was asked, or the next is waited for.</param>
    /// <param name="count">How many octets of it may be used.</param>
    /// <param name="patienceMilliseconds">How long to wait; 0 only looks.</param>
    /// <returns>How many octets came; 0 for an empty datagram and for none in that time; negative when the port is closed, or for a passing fault. Never throws.</returns>
    int Receive(byte[] buffer, int count, int patienceMilliseconds);

    /// <summary>Says where the datagram came from that <see cref="Receive"/> brought last; to be asked once for each, and only where it is of use: a board pays for it with memory.</summary>
    /// <param name="from">Is told it.</param>
    /// <returns>False when nobody can tell: then the datagram is as good as none. Never throws.</returns>
    bool Sender(Route from);

    /// <summary>Sends a datagram from port 5353.</summary>
    /// <returns>False when it surely did not go. Never throws.</returns>
    bool Send(byte[] buffer, int count, Route to);

    /// <summary>Closes the port; a waiting <see cref="Receive"/> answers. May be called by any thread, twice.</summary>
    void Close();
}
