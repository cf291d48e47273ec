using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using PeerDevice.Companion.Sync;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Where peers were found before: a board that cannot join the group of mDNS is asked there. A list of addresses, one a line; what cannot be read or written is not remembered.
/// </summary>
internal static class RememberedPeers
{
    private static string Place => Path.Combine(Path.GetDirectoryName(SyncState.DefaultFolder)!, "peers");

    /// <summary>Reads them.</summary>
    public static List<IPAddress> Read()
    {
        List<IPAddress> addresses = [];
        try
        {
            foreach (string line in File.ReadLines(Place))
            {
                if (addresses.Count < DesktopLimits.RememberedPeers && line.Length <= DesktopLimits.AddressCharacters && IPAddress.TryParse(line, out IPAddress? address))
                {
                    addresses.Add(address);
                }
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return addresses;
        }

        return addresses;
    }

    /// <summary>Writes those that were found just now in front of those that were known.</summary>
    public static void Write(IReadOnlyList<FoundPeer> found)
    {
        if (found.Count == 0)
        {
            return;
        }

        List<string> lines = [];
        foreach (FoundPeer one in found)
        {
            Add(lines, one.Host);
        }

        foreach (IPAddress address in Read())
        {
            Add(lines, address.ToString());
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Place)!);
            string fresh = Place + "." + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
            File.WriteAllLines(fresh, lines);
            File.Move(fresh, Place, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Then they are asked by the group alone.
        }
    }

    private static void Add(List<string> lines, string line)
    {
        if (lines.Count < DesktopLimits.RememberedPeers && !lines.Contains(line))
        {
            lines.Add(line);
        }
    }
}
