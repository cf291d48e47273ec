using PeerDevice.Services.Discovery;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Settings;
using PeerDevice.Services.Status;

namespace PeerDevice.Host;

/// <summary>
/// All by which a peer looks for others and fetches from them. What puts a peer together has one, or none: a board with little memory has not even the classes, of which its runtime would keep records. One for each peer.
/// </summary>
public interface INeighbours
{
    /// <summary>Makes who fetches, as far as the profile and the settings let it.</summary>
    /// <param name="profile">What the ground bears.</param>
    /// <param name="ground">What the peer stands on.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="facts">What the peer says of itself; is told how much is fetched at once.</param>
    /// <param name="access">From where.</param>
    /// <param name="printers">The Printers.</param>
    /// <returns>Who fetches documents; null where none are fetched.</returns>
    IPuller? Open(Profile profile, Ground ground, PeerSettings settings, PeerFacts facts, Access access, Printers printers);

    /// <summary>Takes its places among the parts of the peer; nothing is begun yet.</summary>
    void Join(PeerSettings settings, SessionParts parts);

    /// <summary>Begins what goes on by itself: copies that a restart broke off, and folders that follow others. The card may come later.</summary>
    void Start();

    /// <summary>Begins to look for other peers.</summary>
    /// <param name="label">Our own name, as the responder has it.</param>
    /// <param name="names">The numbers of our own names, which are kept by who looks; null where there is no place for them.</param>
    /// <returns>Who asks and hears for it, by the port of multicast DNS; null where nobody is looked for.</returns>
    IDnsSpeaker? Seek(OwnLabel label, NameMemory? names);

    /// <summary>Has all of it end, and lets nothing begin.</summary>
    void Stop();

    /// <summary>Waits until it has ended, after <see cref="Stop"/>.</summary>
    void End();

    /// <summary>A service whose thread has ended though nobody stopped it; empty while all run.</summary>
    string Ended();

    /// <summary>A service whose thread is stuck in one step (<see cref="Peer.Stuck"/>); empty while all go on. Each time counts as a look.</summary>
    /// <param name="isMending">Whether who waits may be waiting for a file that is copied or compared whole.</param>
    string Stuck(bool isMending);
}
