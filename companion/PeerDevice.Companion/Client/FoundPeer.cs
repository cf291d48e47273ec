using System;
using System.Collections.Generic;
using PeerDevice.Services.Discovery;

namespace PeerDevice.Companion.Client;

/// <summary>Another peer, as far as it was heard of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id; empty where nobody told.</param>
/// <param name="Kind">What it is; empty where nobody told.</param>
/// <param name="Host">Its address.</param>
/// <param name="Port">The port of its HTTP service.</param>
internal sealed record FoundPeer(string Name, string Id, string Kind, string Host, int Port)
{
    /// <summary>Whether it is here now, as far as is known.</summary>
    public bool IsHere { get; init; } = true;

    /// <summary>How many seconds ago it was observed.</summary>
    public long Seen { get; init; }

    /// <summary>Through how many others this came; 0 for what was observed.</summary>
    public int Hops { get; init; }

    /// <summary>Whether it is the peer of this PC.</summary>
    public bool IsThisPc { get; init; }

    /// <summary>Address and port, as commands take them.</summary>
    public string Authority => PeerAddress.AuthorityOf(Host, Port);

    /// <summary>Whether it is called so, whatever the case of the letters.</summary>
    public bool IsCalled(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Those of a directory that can be reached.</summary>
    public static List<FoundPeer> Of(PeerDirectory directory, long now)
    {
        List<FoundPeer> found = [];
        KnownPeer peer = new();
        for (int i = 0; directory.Copy(i, peer, now); i++)
        {
            if (peer.HasAddress && peer.Port != 0)
            {
                found.Add(new FoundPeer(Names.Shown(peer.Name), Names.Shown(peer.Id), Names.Shown(peer.Kind), peer.AddressText, peer.Port)
                {
                    IsHere = peer.IsHere,
                    Seen = Math.Max(now - peer.SeenAt, 0) / 1000,
                    Hops = peer.Hops,
                });
            }
        }

        return found;
    }

    /// <summary>Whether two are about one peer.</summary>
    public bool IsSame(FoundPeer other) =>
        (Port == other.Port && Host == other.Host) || (Id.Length > 0 && Id == other.Id && IsCalled(other.Name));
}
