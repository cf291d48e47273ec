using System;
using System.Collections.Generic;

namespace PeerDevice.Companion.Sync;

/// <summary>A file or folder of one side, as it was listed.</summary>
internal sealed class SyncNode
{
    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder { get; init; }

    /// <summary>The length in octets, or -1 where the peer does not say.</summary>
    public long Length { get; init; }

    /// <summary>The version, of a file of this PC.</summary>
    public long Version { get; init; }

    /// <summary>The strong entity tag with its quotes, of a file of a peer; empty where it has none.</summary>
    public string Tag { get; init; } = "";

    /// <summary>When it was modified, in seconds since 1970; 0 where nobody knows.</summary>
    public long Modified { get; init; }

    /// <summary>The members of a folder.</summary>
    public Dictionary<string, SyncNode> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>Names in a folder that stand for something else than files and folders, or that the other side cannot have: they are left alone on both sides.</summary>
    public HashSet<string> LeftOut { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a folder could not be listed: what is in it is not known, which is not the same as gone.</summary>
    public bool IsUnknown { get; set; }

    /// <summary>A name below a path; the top is empty.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : path + "/" + name;
}
