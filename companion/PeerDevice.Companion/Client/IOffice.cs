using System.Collections.Generic;

namespace PeerDevice.Companion.Client;

/// <summary>Who else is here.</summary>
internal interface IOffice
{
    /// <summary>Looks for peers.</summary>
    /// <param name="wanted">A name: as soon as a peer of that name is found no more is waited; null for all there are.</param>
    /// <returns>Each once, by name.</returns>
    List<FoundPeer> Look(string? wanted);
}
