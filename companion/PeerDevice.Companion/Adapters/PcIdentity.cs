using System;
using System.IO;
using System.Linq;
using System.Net.NetworkInformation;

namespace PeerDevice.Companion.Adapters;

/// <summary>What no other PC has, so that two peers of one name are told apart.</summary>
internal static class PcIdentity
{
    private const string MachineId = "/etc/machine-id";

    /// <summary>What Linux made when it was installed; elsewhere the lowest of the addresses of Ethernet and Wi-Fi, or the PC's name.</summary>
    internal static string Read()
    {
        try
        {
            if (File.Exists(MachineId) && File.ReadAllText(MachineId).Trim() is { Length: > 0 } id)
            {
                return id;
            }

            return NetworkInterface.GetAllNetworkInterfaces()
                .Where(each => each.NetworkInterfaceType is NetworkInterfaceType.Ethernet or NetworkInterfaceType.Wireless80211)
                .Select(each => each.GetPhysicalAddress().ToString())
                .Where(address => address.Length > 0)
                .Min(StringComparer.Ordinal) ?? Environment.MachineName;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NetworkInformationException)
        {
            return Environment.MachineName;
        }
    }
}
