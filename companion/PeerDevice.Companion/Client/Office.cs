using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using PeerDevice.Board;

namespace PeerDevice.Companion.Client;

/// <summary>The peers on this PC's links: what this PC's own peer knows, if it is up, and whoever answers a question by mDNS.</summary>
/// <param name="network">The network, to ask this PC's own peer by.</param>
/// <param name="clock">Time.</param>
internal sealed class Office(INetwork network, IClock clock) : IOffice
{
    /// <inheritdoc/>
    public List<FoundPeer> Look(string? wanted)
    {
        List<FoundPeer> known = AskOwnPeer();
        if (wanted is not null && known.Exists(one => one is { IsHere: true, Hops: 0 } && one.IsCalled(wanted)))
        {
            return known;
        }

        List<FoundPeer> found = PeerQuestion.Ask(wanted, RememberedPeers.Read(), DesktopLimits.LookPatience);
        RememberedPeers.Write(found);
        return Merge(found, known);
    }

    /// <summary>Each peer once: what answered just now before what was known, what was observed before what was told.</summary>
    internal static List<FoundPeer> Merge(IEnumerable<FoundPeer> found, IEnumerable<FoundPeer> known)
    {
        List<FoundPeer> all = [];
        foreach (FoundPeer one in found)
        {
            if (!all.Exists(one.IsSame))
            {
                all.Add(one);
            }
        }

        foreach (FoundPeer one in known)
        {
            int at = all.FindIndex(one.IsSame);
            if (at < 0)
            {
                all.Add(one);
            }
            else if (one.IsThisPc)
            {
                all[at] = all[at] with { IsThisPc = true };
            }
        }

        all.Sort(static (a, b) => string.Compare(a.Name, b.Name, StringComparison.OrdinalIgnoreCase) is var order and not 0 ? order : string.CompareOrdinal(a.Authority, b.Authority));
        return all;
    }

    private List<FoundPeer> AskOwnPeer()
    {
        using RemotePeer own = new(new PeerAddress(IPAddress.Loopback.ToString(), DesktopLimits.HttpPort, PeerAddress.Files), network, clock);
        own.Client.Patience = DesktopLimits.OwnPeerPatience;
        try
        {
            if (PeerReport.Find(own) is not { } report)
            {
                return [];
            }

            FoundPeer self = new(report.Instance, report.Id, report.Kind, IPAddress.Loopback.ToString(), DesktopLimits.HttpPort) { IsThisPc = true };
            return [self, .. report.Peers];
        }
        catch (CommandFailure)
        {
            return []; // nothing of ours is up at the usual port
        }
    }
}
