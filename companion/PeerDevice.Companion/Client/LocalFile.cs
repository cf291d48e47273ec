using System;
using System.IO;

namespace PeerDevice.Companion.Client;

/// <summary>What a user names on this PC.</summary>
internal static class LocalFile
{
    /// <summary>The full path of what a user names: a link that is named itself is meant as what it leads to.</summary>
    /// <exception cref="CommandFailure">Nothing is there.</exception>
    public static string Resolve(string path)
    {
        try
        {
            string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            FileSystemInfo info = Directory.Exists(full) ? new DirectoryInfo(full) : new FileInfo(full);
            if (info.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                info = target;
            }

            if (info.Exists)
            {
                return info.FullName;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The same sentence.
        }

        throw new CommandFailure($"{Names.Shown(path)} is not there: look at its name.");
    }
}
