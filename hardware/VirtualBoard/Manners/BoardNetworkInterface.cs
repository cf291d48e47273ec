using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>
/// nanoFramework's NetworkInterface: the PC's interface that holds the board's address, or all of them when it listens on all.
/// Its address is the PC's to give; a static one in the settings changes nothing here and is said so.
/// </summary>
internal sealed class BoardNetworkInterface
{
    private BoardNetworkInterface(string address, string mask)
    {
        IPv4Address = address;
        IPv4SubnetMask = mask;
    }

    internal string? IPv4Address { get; }

    /// <summary>A locally administered hardware address: the PC's own are its own affair.</summary>
    internal byte[] PhysicalAddress => new byte[] { 0x02, 0, 0, 0, 0, 1 };

    internal string? IPv4SubnetMask { get; }

    internal string? IPv4GatewayAddress => Cable is null || Cable.IsDhcp ? "0.0.0.0" : Cable.Gateway;

    internal string[]? IPv4DnsAddresses => Cable is null ? System.Array.Empty<string>() : Cable.NameServers;

    /// <summary>The cable of a test; null where the PC's own network is the board's.</summary>
    internal static Cable? Cable { get; set; }

    internal bool IsDhcpEnabled => Cable is null || Cable.IsDhcp;

    internal NetworkInterfaceType NetworkInterfaceType => NetworkInterfaceType.Ethernet;

    internal static BoardNetworkInterface[] GetAllNetworkInterfaces()
    {
        if (Cable is not null)
        {
            string address = !Cable.IsIn ? "" : Cable.IsDhcp ? Cable.Offered : Cable.Set;
            return new BoardNetworkInterface[] { new BoardNetworkInterface(address.Length > 0 ? address : "0.0.0.0", Cable.IsDhcp ? "255.255.255.0" : Cable.Mask) };
        }

        List<BoardNetworkInterface> found = new List<BoardNetworkInterface>();
        foreach (System.Net.NetworkInformation.NetworkInterface one in System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces())
        {
            foreach (UnicastIPAddressInformation address in one.GetIPProperties().UnicastAddresses)
            {
                bool isOurs = address.Address.AddressFamily == AddressFamily.InterNetwork
                    && (Sockets.Bind.Equals(IPAddress.Any) || Sockets.Bind.Equals(address.Address));
                if (isOurs)
                {
                    found.Add(new BoardNetworkInterface(address.Address.ToString(), address.IPv4Mask.ToString()));
                }
            }
        }

        if (found.Count == 0)
        {
            // Another address of the loopback network, such as 127.0.0.2, belongs to no interface by name.
            found.Add(new BoardNetworkInterface(Sockets.Bind.ToString(), IPAddress.IsLoopback(Sockets.Bind) ? "255.0.0.0" : "255.255.255.255"));
        }

        return found.ToArray();
    }

    internal void EnableDhcp()
    {
        if (Cable is not null)
        {
            Cable.IsDhcp = true;
            Cable.Writes++;
        }
    }

    internal void EnableAutomaticDns()
    {
        if (Cable is not null)
        {
            Cable.NameServers = System.Array.Empty<string>();
            Cable.Writes++;
        }
    }

    internal void EnableStaticIPv4(string ipv4Address, string ipv4SubnetMask, string ipv4GatewayAddress)
    {
        if (Cable is not null)
        {
            Cable.IsDhcp = false;
            Cable.Set = ipv4Address;
            Cable.Mask = ipv4SubnetMask;
            Cable.Gateway = ipv4GatewayAddress;
            Cable.Writes++;
            return;
        }

        BoardConsole.WriteLine("a virtual board has the address that --bind gives it, not " + ipv4Address);
    }

    internal void EnableStaticIPv4Dns(string[] dnsAddresses)
    {
        if (Cable is not null)
        {
            Cable.NameServers = dnsAddresses;
            Cable.Writes++;
        }
    }
}
