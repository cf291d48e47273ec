namespace PeerDevice.VirtualBoard.Usb;

/// <summary>What can go wrong with one transaction.</summary>
internal enum Fault
{
    None,

    /// <summary>The device is busy: it does not take the data, or has none. A SETUP cannot be answered so (USB 2.0 §8.5.3): it goes unanswered.</summary>
    Nak,

    /// <summary>The device refuses; an endpoint other than 0 stays halted until it is told otherwise (USB 2.0 §8.5.3.4, §9.4.5).</summary>
    Stall,

    /// <summary>The device does not hear the token; the bus stays idle.</summary>
    JState,

    /// <summary>The same, and the host sees the other state of the bus.</summary>
    KState,

    /// <summary>The same, and the host sees nothing in time.</summary>
    Timeout,

    /// <summary>
    /// The handshake is lost: of OUT and SETUP the device has taken the data and the host does not know; of IN the host has the data
    /// and the device will send it again (USB 2.0 §8.6.4).
    /// </summary>
    LostAck,

    /// <summary>The data arrives broken: the device does not answer an OUT, the host does not acknowledge an IN.</summary>
    Crc,

    /// <summary>The answer's PID arrives broken.</summary>
    BrokenPid,

    /// <summary>The answer has bits stuffed wrong, or no end.</summary>
    BrokenPacket,

    /// <summary>The answer is of a kind that does not belong there.</summary>
    WrongPid,

    /// <summary>The device sends its data with the other toggle, once. Only for IN.</summary>
    WrongToggle,

    /// <summary>The device does not stop talking.</summary>
    Babble,

    /// <summary>The cable is pulled before the transaction, for good.</summary>
    Unplug,

    /// <summary>The cable is pulled before the transaction, and is plugged in again half a second later.</summary>
    Replug,

    /// <summary>The device answers nothing any more, whatever it is asked, until the bus is reset.</summary>
    Hang,
}
