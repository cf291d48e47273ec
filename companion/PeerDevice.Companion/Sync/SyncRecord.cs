using System;
using System.Globalization;

namespace PeerDevice.Companion.Sync;

/// <summary>What one path was when both sides were the same; unknown values are empty or 0, and are then found out by comparing contents.</summary>
/// <param name="IsFolder">Whether it was a folder; nothing else is known of one.</param>
/// <param name="Length">The length in octets.</param>
/// <param name="Hash">SHA-256 of the content, hexadecimal.</param>
/// <param name="Version">The version that this PC's file system gave it (<see cref="Board.StoreEntry.Version"/>).</param>
/// <param name="Tag">The peer's strong entity tag, with the quotes.</param>
/// <param name="Modified">When the peer says it was modified, in seconds since 1970.</param>
internal sealed record SyncRecord(bool IsFolder, long Length, string Hash, long Version, string Tag, long Modified)
{
    /// <summary>A folder.</summary>
    public static SyncRecord Folder { get; } = new(true, 0, "", 0, "", 0);

    private const int FileFields = 7;

    /// <summary>Reads one line of a state; null where it makes no sense.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="path">The path it tells of.</param>
    /// <param name="isForgotten">Whether it says that nothing is known of the path any more.</param>
    public static SyncRecord? Read(string line, out string path, out bool isForgotten)
    {
        string[] fields = line.Split('\t');
        path = fields.Length > 1 ? fields[1] : "";
        isForgotten = fields.Length == 2 && fields[0] == "x";
        if (fields.Length == 2 && fields[0] == "d")
        {
            return Folder;
        }

        return fields.Length == FileFields && fields[0] == "f"
            && long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            && long.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out long version)
            && long.TryParse(fields[6], NumberStyles.None, CultureInfo.InvariantCulture, out long modified)
            ? new SyncRecord(false, length, fields[3], version, fields[5], modified)
            : null;
    }

    /// <summary>Writes the line for a path: names have no control characters, so a tab parts the fields.</summary>
    public string Write(string path) => IsFolder
        ? "d\t" + path
        : FormattableString.Invariant($"f\t{path}\t{Length}\t{Hash}\t{Version}\t{Tag}\t{Modified}");
}
