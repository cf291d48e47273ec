using System;

namespace PeerDevice.Companion.Client;

/// <summary>What a peer says of one file or folder.</summary>
/// <param name="Path">Its decoded path, without '/' at the end.</param>
/// <param name="IsCollection">Whether it is a folder.</param>
/// <param name="Length">Its length in octets, or -1 where the peer does not say.</param>
/// <param name="Modified">When it was last modified, or null where the peer does not say.</param>
/// <param name="Tag">Its strong entity tag with the quotes, or empty where the peer gives none.</param>
internal sealed record RemoteEntry(string Path, bool IsCollection, long Length, DateTimeOffset? Modified, string Tag = "")
{
    /// <summary>Its name.</summary>
    public string Name => PeerAddress.NameOf(Path);
}
