using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>
/// Which types of the virtual board stand in for the class library's: those in Manners, named after what they stand in for.
/// What nanoFramework adds to .NET has its own name there and needs no entry.
/// </summary>
internal static class StandIns
{
    private const string Prefix = "PeerDevice.VirtualBoard.Manners.Board";

    private static readonly Dictionary<string, string> Homes = new(StringComparer.Ordinal)
    {
        ["Console"] = "System",
        ["DateTime"] = "System",
        ["Directory"] = "System.IO",
        ["File"] = "System.IO",
        ["FileInfo"] = "System.IO",
        ["FileStream"] = "System.IO",
        ["IOException"] = "System.IO",
        ["NetworkChange"] = "System.Net.NetworkInformation",
        ["NetworkInterface"] = "System.Net.NetworkInformation",
        ["Socket"] = "System.Net.Sockets",
        ["SocketException"] = "System.Net.Sockets",
    };

    /// <summary>The class library's type, by the stand-in's full name.</summary>
    internal static Dictionary<string, string> Of(ModuleDefinition board)
    {
        return board.Types
            .Where(type => type.FullName.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(
                type => type.FullName,
                type => $"{Homes.GetValueOrDefault(type.FullName[Prefix.Length..]) ?? throw new InvalidOperationException($"Whom does {type.FullName} stand in for?")}.{type.FullName[Prefix.Length..]}",
                StringComparer.Ordinal);
    }
}
