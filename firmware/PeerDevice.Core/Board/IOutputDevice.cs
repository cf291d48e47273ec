namespace PeerDevice.Board;

/// <summary>The box that makes paper, and the link to it: a serial line, a USB pipe, a file, a socket.</summary>
public interface IOutputDevice
{
    /// <summary>Its name for people, such as "serial COM2, 9600 baud".</summary>
    string Name { get; }

    /// <summary>Whether it is there and would take data, as far as it can tell without sending any.</summary>
    bool IsReady { get; }

    /// <summary>
    /// Bits of <see cref="DeviceCondition"/> that the link itself knows, without sending anything: status lines, a device that is missing,
    /// a stop that is in force. 0 where there is nothing to say. Any thread may ask.
    /// </summary>
    int Conditions { get; }

    /// <summary>The IEEE 1284 device ID as it was read from the device, without its two octets of length; empty where there is none to be read.</summary>
    string DeviceId { get; }

    /// <summary>Begins a document; <paramref name="title"/> may be used for its name where the device keeps documents apart.</summary>
    /// <returns>False when the device is not there or busy: try again later.</returns>
    bool Begin(string title);

    /// <summary>
    /// Gives it octets of the document. Where the link stays open between documents, as a serial line does, it may also be given octets that ask for its state while
    /// there is no document; elsewhere that is answered as broken.
    /// </summary>
    /// <returns>
    /// How many it took, which may be fewer than <paramref name="count"/>; 0 when it takes none just now (it waited a moment: ask again);
    /// negative when it broke, in which case none of these octets are known to have gone. Never throws.
    /// </returns>
    int Write(byte[] buffer, int offset, int count);

    /// <summary>
    /// Takes what the device sent back since the last call, without what only controls the flow (XON, XOFF). For the thread that writes, or while no document is open.
    /// </summary>
    /// <returns>How many octets; 0 when there is nothing now; negative when there is no way back at all. Never waits, never throws.</returns>
    int Read(byte[] buffer, int offset, int count);

    /// <summary>Ends the document and waits, a bounded time, until the device has taken the last octet.</summary>
    /// <returns>Positive when it has; 0 when it has not yet (ask again); negative when that cannot be seen any more. Never throws.</returns>
    int Finish();

    /// <summary>Gives the device back, without hurry.</summary>
    void Close();
}
