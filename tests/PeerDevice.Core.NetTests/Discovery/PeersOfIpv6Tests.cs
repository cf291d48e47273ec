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

    /// <summary>A PC with an address of its office, one of the internet and one that changes every day tells all three.</summary>
    [Theory]
    [InlineData("fd77::2", "2001:db8::2", "2001:db8::1234")]
    [InlineData("2001:db8::2", "fd77::2", "fe80::2")]
    [InlineData("fe80::2", "fe80::3", "fe80::4")]
    public void OneOfSeveralStaysTheOneInWhateverOrderTheyAreTold(string first, string second, string third)
    {
        QuerierWorld world = World(true);
        Neighbour six = new("six");
        world.Hear(six.Announcement(hasAddress: false));
        world.Hear(Addresses(six, first, second, third));
        string known = world.Find("six")!.AddressText;
        Assert.True(known.Length > 0);
        foreach (string[] order in new[] { new[] { third, second, first }, new[] { second, third, first }, new[] { first, third, second }, new[] { second, first, third } })
        {
            world.Pass(20_000);
            world.Hear(Addresses(six, order));
            Assert.Equal(known, world.Find("six")!.AddressText);
        }

        // It is not told any more.
        world.Pass(20_000);
        world.Hear(Addresses(six, "fd77::99"));
        Assert.Equal("fd77::99", world.Find("six")!.AddressText);
    }

    [Fact]
    public void TheOneThatAPacketCameFromIsTheOne()
    {
        QuerierWorld world = World(true);
        Neighbour six = new("six");
        world.Hear(six.Announcement(hasAddress: false));
        world.Hear(Addresses(six, "fd77::3", "fd77::2", "fe80::2"));
        Assert.Equal("fd77::3", world.Find("six")!.AddressText);
        world.Hear(Addresses(six, "fd77::3", "fd77::2", "fe80::2"), "fd77::2");
        Assert.Equal("fd77::2", world.Find("six")!.AddressText);

        // It is of the link alone: all the same the last choice.
        world.Hear(Addresses(six, "fd77::3", "fd77::2", "fe80::2"), "fe80::2");
        Assert.Equal("fd77::2", world.Find("six")!.AddressText);
    }

    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.77.0.2")]
    [InlineData("ff02::fb")]
    public void WhatIsNoHostsLeadsNowhere(string address)
    {
        QuerierWorld world = World(true);
        Neighbour six = new("six");
        world.Hear(six.Announcement(hasAddress: false));
        world.Hear(Addresses(six, address));
        Assert.False(world.Find("six")!.HasAddress);
        world.Hear(Addresses(six, address, Global));
        Assert.Equal(Global, world.Find("six")!.AddressText);
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
    [InlineData("FE80::3", "")]
    [InlineData("Fe80:0:0:0:0:0:0:3", "")]
    [InlineData("[fe80::3]", "")]
    [InlineData("FD77::3", "fd77::3")]
    [InlineData("fd77:0:0::0003", "fd77::3")]
    [InlineData("[fd77::3]", "")]
    [InlineData("[fd77::3]:9", "")]
    [InlineData("fd77::3:", "")]
    [InlineData("::", "")]
    [InlineData("::1", "")]
    [InlineData("0:0:0:0:0:ffff:a4d:3", "")]
    [InlineData("ff02::fb", "")]
    [InlineData("fd77::3%eth0", "")]
    [InlineData("hub.local", "")]
    [InlineData("2001:db8::3", "")]
    public void WhatIsToldOfAnotherLinkLeadsNowhere(string address, string believed)
    {
        PeerDirectory directory = new(4);
        ReportReader report = new(new ScriptedSource(Encoding.UTF8.GetBytes("{\"id\":\"7\",\"peers\":[{\"name\":\"far\",\"address\":\"" + address + "\",\"port\":81,\"here\":true,\"seen\":4,\"hops\":0}]}"), 100), 10_000);
        Assert.True(report.Read(directory, new MemoryNetwork(new VirtualClock()) { Prefixes = { "fd77:", "FD77:", "[fd77:", "fe80:", "FE80:", "Fe80:", "[fe80:", "febf:", ":", "0:", "ff02:" } }, 10_000));
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

    /// <summary>What is taken for an address is the one that .NET takes it for; and all that .NET writes are taken.</summary>
    [Fact]
    public void AnyTextIsReadAsOthersReadItOrNotAtAll()
    {
        const string Letters = "0123:::4aF:fe8";
        Random random = new(4291);
        int read = 0;
        for (int i = 0; i < 40_000; i++)
        {
            char[] text = new char[random.Next(24)];
            for (int at = 0; at < text.Length; at++)
            {
                text[at] = Letters[random.Next(Letters.Length)];
            }

            byte[]? address = Ipv6.Read(new string(text));
            if (address is not null)
            {
                read++;
                Assert.Equal(IPAddress.Parse(text).GetAddressBytes(), address);
                Assert.Equal(address, Ipv6.Read(Ipv6.Text(address, 0)));
            }
        }

        Assert.True(read > 500, read.ToString(CultureInfo.InvariantCulture));
        foreach (string none in new[] { "", ":", ":::", "1", "1:", ":1::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4::5:6:7:8", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "12345::", "g::", "::1.2.3.4", "1::2%3", "[1::2]", " 1::2", "1::2 ", "\u0661::2", "1::\u0130" })
        {
            Assert.True(Ipv6.Read(none) is null, none);
        }

        Assert.Equal(new byte[16], Ipv6.Read("::"));
        Assert.Equal(IPAddress.Parse("1:2:3:4:5:6:7:0").GetAddressBytes(), Ipv6.Read("1:2:3:4:5:6:7::"));
        Assert.Equal(IPAddress.Parse("0:2:3:4:5:6:7:8").GetAddressBytes(), Ipv6.Read("::2:3:4:5:6:7:8"));
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
