using System;
using System.Globalization;

namespace PeerDevice.Clients.Discovery;

/// <summary>Hosts on one switch, each a network namespace; the switch is one too, so that nothing is heard outside.</summary>
internal sealed class Office : IDisposable
{
    private readonly string _name = $"pd{Environment.ProcessId}o";
    private readonly int _hosts;
    private readonly bool _isIpv6Alone;

    /// <param name="hosts">How many hosts there are.</param>
    /// <param name="isIpv6Alone">Whether they have no addresses but those that IPv6 gives itself on a link (RFC 4862 §5.3).</param>
    internal Office(int hosts, bool isIpv6Alone = false)
    {
        _hosts = hosts;
        _isIpv6Alone = isIpv6Alone;
    }

    private string Bridge => _name + "s";

    /// <summary>The words before a command that is to run on a host.</summary>
    internal string[] Within(int host) => ["ip", "netns", "exec", Space(host)];

    internal static string Address(int host) => $"10.77.0.{host}";

    internal static string Ipv6Address(int host) => $"fd77::{host}";

    internal void Make()
    {
        Tool.Run("ip", "netns", "add", Bridge).Well();
        Tool.Run("ip", "-n", Bridge, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0").Well();
        Tool.Run("ip", "-n", Bridge, "link", "set", "br0", "up").Well();
        for (int i = 1; i <= _hosts; i++)
        {
            Tool.Run("ip", "netns", "add", Space(i)).Well();
            Tool.Run("ip", "-n", Space(i), "link", "set", "lo", "up").Well();
            Tool.Run("ip", "-n", Space(i), "link", "add", "eth0", "type", "veth", "peer", "name", "p" + i, "netns", Bridge).Well();
            Tool.Run("ip", "-n", Bridge, "link", "set", "p" + i, "master", "br0", "up").Well();
            if (!_isIpv6Alone)
            {
                Tool.Run("ip", "-n", Space(i), "address", "add", Address(i) + "/24", "brd", "+", "dev", "eth0").Well();
                Tool.Run("ip", "-n", Space(i), "-6", "address", "add", Ipv6Address(i) + "/64", "dev", "eth0", "nodad").Well();
            }

            Tool.Run("ip", "-n", Space(i), "link", "set", "eth0", "up").Well();
        }
    }

    /// <summary>A cable between two hosts, beside the switch, with addresses of its own.</summary>
    internal void Join(int one, string address, int other, string otherAddress)
    {
        Tool.Run("ip", "-n", Space(one), "link", "add", "eth1", "type", "veth", "peer", "name", "eth1", "netns", Space(other)).Well();
        foreach ((int host, string own) in ((int, string)[])[(one, address), (other, otherAddress)])
        {
            Tool.Run("ip", "-n", Space(host), "address", "add", own + "/24", "brd", "+", "dev", "eth1").Well();
            Tool.Run("ip", "-n", Space(host), "link", "set", "eth1", "up").Well();
        }
    }

    /// <summary>Switches an interface of a host off or on.</summary>
    internal void Switch(int host, string name, bool isOn) => Tool.Run("ip", "-n", Space(host), "link", "set", name, isOn ? "up" : "down").Well();

    /// <summary>Takes a host's cable out of the switch, or puts it in again.</summary>
    internal void Plug(int host, bool isIn) => Tool.Run("ip", "-n", Bridge, "link", "set", "p" + host, isIn ? "up" : "down").Well();

    /// <summary>Lets so many of a hundred messages of multicast DNS get lost on their way to a host; 0 for none.</summary>
    internal void Lose(int host, int percent)
    {
        Nft(host, "add table inet loss");
        Nft(host, "flush table inet loss");
        Nft(host, "add chain inet loss in { type filter hook input priority 0; }");
        if (percent > 0)
        {
            Nft(host, string.Create(CultureInfo.InvariantCulture, $"add rule inet loss in udp dport 5353 numgen random mod 100 < {percent} drop"));
        }
    }

    /// <summary>Lets a host hear nothing of another's multicast DNS.</summary>
    internal void Deafen(int host, int other)
    {
        Nft(host, "add table inet deaf");
        Nft(host, "add chain inet deaf in { type filter hook input priority 0; }");
        Nft(host, $"add rule inet deaf in ether saddr {Ethernet(other)} udp dport 5353 drop");
    }

    public void Dispose()
    {
        for (int i = 1; i <= _hosts; i++)
        {
            Tool.Run("ip", "netns", "delete", Space(i));
        }

        Tool.Run("ip", "netns", "delete", Bridge);
    }

    private string Ethernet(int host) => Tool.Run("ip", "netns", "exec", Space(host), "cat", "/sys/class/net/eth0/address").Well().Text.Trim();

    private string Space(int host) => _name + host;

    private void Nft(int host, string rule) => Tool.Run("ip", "netns", "exec", Space(host), "nft", rule).Well();
}
