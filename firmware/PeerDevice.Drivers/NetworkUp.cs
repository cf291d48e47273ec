using System;
using System.Net.NetworkInformation;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Settings;

namespace PeerDevice.Drivers;

/// <summary>Gives the board's interface the address that the settings ask for, and waits a while for one from DHCP.</summary>
public static class NetworkUp
{
    /// <summary>
    /// Sets the interface up and waits until it has an address, at most <see cref="Limits.AddressMilliseconds"/>: a board
    /// without a cable starts all the same, and serves once there is one.
    /// </summary>
    /// <returns>The address, or an empty string when there is none yet.</returns>
    public static string Start(PeerSettings settings, IClock clock, IIndicator indicator)
    {
        try
        {
            NetworkInterface? chosen = Choose();
            if (chosen is null)
            {
                indicator.Report("there is no network interface");
                return "";
            }

            SetUp(chosen, settings);
        }
        catch (Exception fault)
        {
            indicator.Report("the network interface could not be set up: " + fault.Message);
            return "";
        }

        return Await(clock);
    }

    /// <summary>The address just now; empty when there is none, or nobody knows.</summary>
    public static string Current()
    {
        try
        {
            NetworkInterface? chosen = Choose();
            string address = chosen is null ? "" : chosen.IPv4Address ?? "";
            return Ipv4.Read(address) > 0 ? address : "";
        }
        catch (Exception)
        {
            return "";
        }
    }

    /// <summary>Sets an address that nobody gave.</summary>
    /// <returns>False when the interface would not.</returns>
    public static bool Use(string address, string mask)
    {
        try
        {
            NetworkInterface? chosen = Choose();
            if (chosen is null)
            {
                return false;
            }

            chosen.EnableStaticIPv4(address, mask, "0.0.0.0");
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static NetworkInterface? Choose()
    {
        NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
        for (int i = 0; i < interfaces.Length; i++)
        {
            if (interfaces[i].NetworkInterfaceType == NetworkInterfaceType.Ethernet)
            {
                return interfaces[i];
            }
        }

        return interfaces.Length > 0 ? interfaces[0] : null;
    }

    private static void SetUp(NetworkInterface chosen, PeerSettings settings)
    {
        // Each of these writes the configuration to flash: only what is another.
        if (settings.Address.Length == 0)
        {
            if (!chosen.IsDhcpEnabled)
            {
                chosen.EnableDhcp();
                chosen.EnableAutomaticDns();
            }

            return;
        }

        string gateway = settings.Gateway.Length > 0 ? settings.Gateway : "0.0.0.0";
        if (chosen.IsDhcpEnabled || chosen.IPv4Address != settings.Address
            || chosen.IPv4SubnetMask != settings.SubnetMask || chosen.IPv4GatewayAddress != gateway)
        {
            chosen.EnableStaticIPv4(settings.Address, settings.SubnetMask, gateway);
        }

        string nameServer = settings.NameServer.Length > 0 ? settings.NameServer : settings.Gateway;
        if (nameServer.Length > 0 && !Contains(chosen.IPv4DnsAddresses, nameServer))
        {
            chosen.EnableStaticIPv4Dns(new string[] { nameServer });
        }
    }

    private static bool Contains(string[]? addresses, string wanted)
    {
        for (int i = 0; addresses is not null && i < addresses.Length; i++)
        {
            if (addresses[i] == wanted)
            {
                return true;
            }
        }

        return false;
    }

    private static string Await(IClock clock)
    {
        long until = clock.Milliseconds + Limits.AddressMilliseconds;
        while (true)
        {
            string address = Current();
            if (address.Length > 0)
            {
                return address;
            }

            if (clock.Milliseconds >= until)
            {
                return "";
            }

            clock.Sleep(Limits.AddressPollMilliseconds);
        }
    }
}
