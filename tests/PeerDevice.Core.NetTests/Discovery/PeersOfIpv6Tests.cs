using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Simulation;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>The fear: a peer that has no IPv4 address is not there for the others, or is told of by an address that leads elsewhere.</summary>
public sealed class PeersOfIpv6Tests
{
    private const string Global = "fd77::2";
    private const string Near = "fe80::2";

    [Fact]
    public void APeerWithoutIpv4IsThereByTheAddressThatAllCanUse()
    {
        QuerierWorld world = World(true);
        Neighbour six = new("six");
        world.Hear(six.Announcement(hasAddress: false));
        Assert.False(world.Find("six")!.HasAddress);
        world.Hear(Addresses(six, Near));
        Assert.Equal("fe80::2%2", world.Find("six")!.AddressText);
        world.Hear(Addresses(six, Global, Near));
        Assert.Equal(Global, world.Find("six")!.AddressText);

        // It has one of IPv4 after all.
        world.Hear(six.Announcement());
        Assert.Equal("10.77.0.2", world.Find("six")!.AddressText);
    }

    [Fact]
    public void WhatIsMissingIsAskedForInBothKindsAndKeptFreshInTheOneThatIs()
    {
        QuerierWorld world = World(true);
        world.Pass(5000);
        Neighbour six = new("six");
        world.Hear(six.Announcement(hasAddress: false));
        Assert.Contains(world.Pass(1000), static said => said.Questions.Contains("1:host-80.local", StringComparison.Ordinal) && said.Questions.Contains("28:host-80.local", StringComparison.Ordinal));
        world.Hear(Addresses(six, Global));
        Assert.DoesNotContain(world.Pass(60_000), static said => said.Questions.Contains("host-80", StringComparison.Ordinal));
        world.Directory.Look(world.Now);
        string asked = string.Join(' ', world.Pass(50_000).Select(static said => said.Questions));
        Assert.Contains("28:host-80.local", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("1:host-80.local", asked.Replace("28:", "", StringComparison.Ordinal).Split(' ').Where(static one => one.StartsWith("1:", StringComparison.Ordinal)));
    }

    [Fact]
    public void ABoardTakesNone()
    {
        QuerierWorld world = World(false);
        Neighbour six = new("six");
        world.Hear(six.Announcement(hasAddress: false));
        world.Hear(Addresses(six, Global));
        Assert.False(world.Find("six")!.HasAddress);
        Assert.DoesNotContain(world.Pass(5000), static said => said.Questions.Contains("28:", StringComparison.Ordinal));
    }

    [Fact]
    public void OneThatWasAskedAndDidNotAnswerIsNotAnother()
    {
        PeerDirectory directory = new(4);
        Assert.True(directory.Told(new KnownPeer { Name = "a", Ipv6 = "fd77::2", Port = 80, IsHere = true }, 0, 1000));
        Assert.True(directory.Told(new KnownPeer { Name = "b", Ipv6 = "fd77::3", Port = 80, IsHere = true }, 0, 1000));
        directory.Failed(new KnownPeer { Ipv6 = "fd77::3", Port = 80 }, 2000);
        KnownPeer peer = new();
        Assert.True(directory.Copy(0, peer, 2000));
        Assert.True(peer.IsHere);
        Assert.True(directory.Copy(1, peer, 2000));
        Assert.False(peer.IsHere);
    }

    [Theory]
    [InlineData("10.77.0.3", "10.77.0.3")]
    [InlineData("fd77::3", "fd77::3")]
    [InlineData("fe80::3", "")]
    [InlineData("febf::3", "")]
    [InlineData("fe80::3%2", "")]
    [InlineData("fd77::3%eth0", "")]
    [InlineData("hub.local", "")]
    [InlineData("2001:db8::3", "")]
    public void WhatIsToldOfAnotherLinkLeadsNowhere(string address, string believed)
    {
        PeerDirectory directory = new(4);
        ReportReader report = new(new ScriptedSource(Encoding.UTF8.GetBytes("{\"id\":\"7\",\"peers\":[{\"name\":\"far\",\"address\":\"" + address + "\",\"port\":81,\"here\":true,\"seen\":4,\"hops\":0}]}"), 100), 10_000);
        Assert.True(report.Read(directory, new MemoryNetwork(new VirtualClock()) { Prefixes = { "fd77:", "fe80:", "febf:" } }, 10_000));
        KnownPeer peer = new();
        Assert.Equal(believed.Length > 0, directory.Copy(0, peer, 10_000));
        Assert.Equal(believed, peer.AddressText);
    }

    /// <summary>As the class library of .NET writes them (RFC 5952).</summary>
    [Fact]
    public void AnAddressIsWrittenAsOthersWriteIt()
    {
        Random random = new(5952);
        for (int i = 0; i < 5000; i++)
        {
            byte[] address = new byte[16];
            for (int at = 0; at < 16; at += 2)
            {
                address[at] = (byte)(random.Next(3) == 0 ? random.Next(256) : 0);
                address[at + 1] = (byte)(random.Next(2) == 0 ? random.Next(256) : 0);
            }

            // Those that begin with nothing but zeros may hold an IPv4 address, which others write as one.
            address[0] |= 0x20;
            Assert.Equal(new IPAddress(address).ToString(), Ipv6.Text(address, 0));
        }

        Assert.Equal("::", Ipv6.Text(new byte[16], 0));
        Assert.True(Ipv6.IsLinkLocal(IPAddress.Parse("febf::1").GetAddressBytes(), 0));
        Assert.False(Ipv6.IsLinkLocal(IPAddress.Parse("fec0::1").GetAddressBytes(), 0));
    }

    private static QuerierWorld World(bool takesIpv6)
    {
        QuerierWorld world = new();
        world.Querier.TakesIpv6 = takesIpv6;
        return world;
    }

    private static byte[] Addresses(Neighbour of, params string[] addresses)
    {
        DnsWriter to = new(new byte[1452]);
        to.BeginResponse();
        foreach (string address in addresses)
        {
            Assert.True(to.Octets(DnsType.Answer, of.Host, DnsType.Aaaa, IPAddress.Parse(address).GetAddressBytes(), 120));
        }

        return to.Buffer[..to.Length];
    }
}
