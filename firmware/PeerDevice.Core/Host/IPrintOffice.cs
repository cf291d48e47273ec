using PeerDevice.Board;
using PeerDevice.Services;
using PeerDevice.Services.Files;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Settings;
using PeerDevice.Services.Status;

namespace PeerDevice.Host;

/// <summary>
/// What an office asks of a peer's Printers beyond print data at a raw port: IPP, LPD, SNMP, and Jobs that are kept until they are printed. It works for one peer; an image for boards with little memory has none
/// (<see cref="Ground.Office"/>), not even its classes.
/// </summary>
public interface IPrintOffice
{
    /// <summary>The path of each Printer by its name, as it stands in a URI; once opened.</summary>
    string[] Paths { get; }

    /// <summary>Makes the place where Jobs are kept. Nothing is read or written yet.</summary>
    /// <param name="place">The store it is on.</param>
    /// <param name="commits">The commits of the same store; null where it has none.</param>
    /// <param name="ground">What the peer stands on.</param>
    /// <param name="profile">How many Jobs there may be, and how large.</param>
    ISpool MakeSpool(IFileStore place, Commits? commits, Ground ground, Profile profile);

    /// <summary>Makes the Printers be there for IPP. No port is opened yet.</summary>
    /// <param name="printers">The Printers.</param>
    /// <param name="facts">What the peer says of itself; takes the ports that are opened later.</param>
    /// <param name="ground">What the peer stands on.</param>
    /// <param name="profile">What that bears.</param>
    /// <param name="puller">Who fetches documents; null where none are fetched.</param>
    void Open(Printers printers, PeerFacts facts, Ground ground, Profile profile, IPuller? puller);

    /// <summary>Whether a POST is an IPP message for the first Printer's path, as nearly everybody writes it who prints.</summary>
    bool IsForFirst(Exchange exchange);

    /// <summary>Whether a request is for a Printer: by its decoded path, or by what its content is.</summary>
    bool IsMeant(Exchange exchange);

    /// <summary>Makes what a session answers such requests with.</summary>
    PrintDesk MakeDesk(Exchange exchange, SessionParts parts);

    /// <summary>Opens the ports that the profile and the settings ask for, each with a thread of its own. One that is not to be had is reported, and the peer serves all the same.</summary>
    void Start(Gate gate, SessionParts parts, PeerSettings settings);

    /// <summary>A service whose thread has ended though nobody stopped it; empty while all run.</summary>
    string Ended();

    /// <summary>A service whose thread is stuck in one step; empty while all go on. Each time counts as a look.</summary>
    /// <param name="isMending">Whether somebody who waits may be waiting for a file that is copied or compared whole.</param>
    string Stuck(bool isMending);

    /// <summary>Closes its ports.</summary>
    void Stop();

    /// <summary>Waits for its threads, for a while.</summary>
    void Join();
}
