using System;
using System.IO;

namespace PeerDevice.Clients;

/// <summary>Where the programs under test were built: beside this one, in the same configuration.</summary>
internal static class Build
{
    private static readonly string Output = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!) + "/" + Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));

    internal static string VirtualBoard => Path.Combine(Root, "hardware/VirtualBoard/bin", Output, "VirtualBoard.dll");

    internal static string Companion => Path.Combine(Root, "companion/PeerDevice.Companion/bin", Output, "peer.dll");

    private static string Root
    {
        get
        {
            string? folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, "PeerDevice.sln")))
            {
                folder = Path.GetDirectoryName(folder);
            }

            return folder ?? throw new CheckFailure("PeerDevice.sln is nowhere above " + AppContext.BaseDirectory);
        }
    }
}
