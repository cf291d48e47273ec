using PeerDevice.Board;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>
/// Who hears and speaks on the port of multicast DNS: the responder, and the browser. A state machine, given the time and what came; called by one thread at a time, or
/// under one lock.
/// </summary>
/// <remarks>
/// The order of calls: <see cref="Change"/> first, and again whenever the links are others. Then, over and over: <see cref="Speak"/> for as long as <see cref="Due"/> has come,
/// and <see cref="Hear"/> for a message that came. <see cref="Leave"/> at the end, then <see cref="Speak"/> until it answers false.
/// </remarks>
public interface IDnsSpeaker
{
    /// <summary>When it wants to speak next, in the clock's milliseconds; <see cref="long.MaxValue"/> for never.</summary>
    long Due { get; }

    /// <summary>
    /// Hears a message, whatever it is. Answers that cannot wait make <see cref="Due"/> now: the buffer stays as it is until <see cref="Speak"/> has answered false.
    /// </summary>
    /// <param name="message">The message, from index 0.</param>
    /// <param name="end">Behind the octets received.</param>
    /// <param name="from">Where it came from; filled in anew by the next.</param>
    /// <param name="now">The clock's milliseconds.</param>
    void Hear(byte[] message, int end, Route from, long now);

    /// <summary>Writes one message that is due, and says where it goes.</summary>
    /// <param name="message">Begun and written here; it has the room of one packet.</param>
    /// <param name="to">Where it goes: to all on a link, or to one.</param>
    /// <param name="now">The clock's milliseconds.</param>
    /// <returns>False when nothing is due, and nothing was written that is to be sent; <see cref="Due"/> is later than now then.</returns>
    bool Speak(DnsWriter message, Route to, long now);

    /// <summary>The links are others: some came, went, or have other addresses.</summary>
    /// <param name="segments">As <see cref="IMulticast.Segments"/> has them.</param>
    /// <param name="now">The clock's milliseconds.</param>
    void Change(Segment?[] segments, long now);

    /// <summary>Ends: what has to be said last is due now.</summary>
    void Leave(long now);
}
