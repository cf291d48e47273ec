using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Drivers;
using PeerDevice.Services.Settings;
using PeerDevice.VirtualBoard.Manners;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>A board on a cable without DHCP has an address all the same, goes back to DHCP when there is one, and does not wear its flash out by asking.</summary>
public sealed class AddressWatchTests : IDisposable
{
    private const string Hardware = "020000000001";

    private readonly Cable _cable = new();
    private readonly VirtualClock _clock = new();
    private readonly KeptLines _indicator = new();
    private readonly BoardFacts _facts = new();

    public AddressWatchTests()
    {
        BoardNetworkInterface.Cable = _cable;
    }

    public void Dispose()
    {
        BoardNetworkInterface.Cable = null;
    }

    [Fact]
    public void WhereNobodyGivesAnAddressTheBoardTakesItsOwn()
    {
        Watch().Start();
        Assert.Equal(LinkLocal.Of(Hardware), NetworkUp.Current());
        Assert.Equal("255.255.0.0", _cable.Mask);
        Assert.Contains("nobody gives addresses here; the own one is " + LinkLocal.Of(Hardware), _indicator.Lines);
        Assert.Equal((LinkLocal.Of(Hardware), "nobody gives addresses here, this is the own one"), (_facts.Address, _facts.AddressWords));
    }

    [Fact]
    public void WhatDhcpGivesIsTakenAndItsLossAndReturnAreTold()
    {
        _cable.Offered = "192.168.1.7";
        AddressWatch watch = Watch();
        watch.Start();
        int writes = _cable.Writes;
        Assert.Equal(("192.168.1.7", ""), (_facts.Address, _facts.AddressWords));
        _cable.Offered = "";
        watch.Step();
        Assert.Equal(("", "no address: is the cable in?"), (_facts.Address, _facts.AddressWords));
        _cable.Offered = "192.168.1.8";
        watch.Step();
        watch.Step();
        Assert.Equal(["the address is 192.168.1.7", "the address is gone: is the cable in?", "the address is 192.168.1.8"], _indicator.Lines);
        Assert.Equal(writes, _cable.Writes);
    }

    [Fact]
    public void ACableThatIsInAgainIsNoticedThoughTheAddressIsTheSame()
    {
        _cable.Offered = "192.168.1.7";
        OwnLinks own = new(_clock);
        BoardSocket socket = new(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp);
        BoardMulticast port = new(socket, own);
        Assert.True(port.Refresh());
        Segment? before = port.Segments[0];
        Assert.False(port.Refresh());
        BoardNetworkChange.Tell();
        BoardNetworkChange.Tell();
        Assert.True(port.Refresh());
        Assert.NotSame(before, port.Segments[0]);
        Assert.Equal(before!.Ipv4, port.Segments[0]!.Ipv4);
        Assert.False(port.Refresh());

        // Without an address there is nobody to tell.
        _cable.IsIn = false;
        _clock.Sleep(Limits.InterfaceMilliseconds);
        Assert.True(port.Refresh());
        BoardNetworkChange.Tell();
        Assert.False(port.Refresh());
        port.Close();
        BoardNetworkChange.Tell();
        Assert.False(port.Refresh());
    }

    [Fact]
    public void AnAddressThatStaysAwayIsReplacedAndDhcpIsFoundAgain()
    {
        _cable.Offered = "192.168.1.7";
        AddressWatch watch = Watch();
        watch.Start();
        _cable.Offered = "";
        Pass(watch, Limits.AddressMilliseconds + (2 * Limits.RestartMilliseconds));
        Assert.Equal(LinkLocal.Of(Hardware), NetworkUp.Current());
        _cable.Offered = "192.168.1.9";
        Pass(watch, Limits.DhcpAgainMilliseconds + Limits.AddressMilliseconds);
        Assert.Equal("192.168.1.9", NetworkUp.Current());
        Assert.True(_cable.IsDhcp);
        Assert.Equal("the address is 192.168.1.9", _indicator.Lines[^1]);
    }

    [Fact]
    public void AskingAgainAndAgainDoesNotWearTheFlashOut()
    {
        AddressWatch watch = Watch();
        watch.Start();
        Pass(watch, 86_400_000);
        int day = _cable.Writes;
        Pass(watch, 6 * 86_400_000L);

        // A sector bears 10,000: ten years of this.
        Assert.InRange(_cable.Writes - day, 1, 6 * 3);
        Assert.InRange(day, 2, 24);
        Assert.Equal(LinkLocal.Of(Hardware), NetworkUp.Current());
    }

    [Fact]
    public void AnAddressOfTheSettingsIsNeverReplaced()
    {
        AddressWatch watch = new(new PeerSettings { Address = "10.0.0.5", SubnetMask = "255.0.0.0" }, Hardware, _clock, _indicator, _facts);
        watch.Start();
        Pass(watch, 86_400_000);
        _cable.IsIn = false;
        Pass(watch, 86_400_000);
        _cable.IsIn = true;
        watch.Step();
        Assert.Equal("10.0.0.5", NetworkUp.Current());
        Assert.Equal(1, _cable.Writes);
        Assert.Equal(["the address is 10.0.0.5", "the address is gone: is the cable in?", "the address is 10.0.0.5"], _indicator.Lines);
    }

    [Fact]
    public void GatewayAndNameServerOfTheSettingsAreSetAndWrittenOnce()
    {
        PeerSettings settings = new() { Address = "10.0.0.5", SubnetMask = "255.0.0.0", Gateway = "10.0.0.1", NameServer = "10.0.0.2" };
        for (int start = 0; start < 2; start++)
        {
            new AddressWatch(settings, Hardware, _clock, _indicator, _facts).Start();
            Assert.Equal(("10.0.0.5", "255.0.0.0", "10.0.0.1"), (_cable.Set, _cable.Mask, _cable.Gateway));
            Assert.Equal(["10.0.0.2"], _cable.NameServers);

            // The address, and who knows names: what stands already is not written at the next start.
            Assert.Equal(2, _cable.Writes);
        }

        settings.Gateway = "10.0.0.3";
        new AddressWatch(settings, Hardware, _clock, _indicator, _facts).Start();
        Assert.Equal(("10.0.0.3", 3), (_cable.Gateway, _cable.Writes));
        settings.NameServer = "";
        new AddressWatch(settings, Hardware, _clock, _indicator, _facts).Start();
        Assert.Equal(["10.0.0.3"], _cable.NameServers);
        Assert.Equal(4, _cable.Writes);
    }

    [Fact]
    public void ABoardThatHadItsAddressFromTheSettingsGoesBackToDhcpWithAllOfIt()
    {
        _cable.Offered = "192.168.1.7";
        new AddressWatch(new PeerSettings { Address = "10.0.0.5", SubnetMask = "255.0.0.0", NameServer = "10.0.0.2" }, Hardware, _clock, _indicator, _facts).Start();
        Watch().Start();
        Assert.Equal("192.168.1.7", NetworkUp.Current());
        Assert.Empty(_cable.NameServers);
        int writes = _cable.Writes;
        Watch().Start();
        Assert.Equal(writes, _cable.Writes);
    }

    [Fact]
    public void TwoOnACableWithoutDhcpAreOnOneLink()
    {
        OwnLinks own = new(_clock);
        Assert.Equal(-1, own.First());
        Assert.False(own.IsOnLink(Ipv4.Read("169.254.9.9")));
        Watch().Start();
        _clock.Sleep(Limits.InterfaceMilliseconds);
        Assert.Equal(Ipv4.Read(LinkLocal.Of(Hardware)), own.First());
        Assert.True(own.IsOurs(Ipv4.Read(LinkLocal.Of(Hardware))));

        // Another board's, and what a PC takes.
        Assert.True(own.IsOnLink(Ipv4.Read(LinkLocal.Of("020000000002"))));
        Assert.True(own.IsOnLink(Ipv4.Read("169.254.255.1")));
        Assert.False(own.IsOurs(Ipv4.Read("169.254.255.1")));
        Assert.False(own.IsOnLink(Ipv4.Read("169.253.9.9")));
        Assert.False(own.IsOnLink(Ipv4.Read("192.168.1.7")));

        // With an address of DHCP's they are others' again.
        _cable.IsDhcp = true;
        _cable.Offered = "192.168.1.7";
        _clock.Sleep(Limits.InterfaceMilliseconds);
        Assert.False(own.IsOnLink(Ipv4.Read("169.254.255.1")));
        Assert.True(own.IsOnLink(Ipv4.Read("192.168.1.9")));
    }

    [Fact]
    public void OwnAddressesAreOfTheRangeAndSeldomTheSame()
    {
        HashSet<string> all = [];
        for (int i = 0; i < 1000; i++)
        {
            string address = LinkLocal.Of("0200000" + i.ToString("x5"));
            byte[] octets = System.Net.IPAddress.Parse(address).GetAddressBytes();
            Assert.Equal([169, 254], octets[..2]);
            Assert.InRange(octets[2], 1, 254);
            Assert.True(LinkLocal.Is(address));
            all.Add(address);
        }

        Assert.InRange(all.Count, 970, 1000);
        Assert.Equal(LinkLocal.Of(Hardware), LinkLocal.Of(Hardware));
        Assert.False(LinkLocal.Is("169.253.1.1") || LinkLocal.Is("192.168.1.1") || LinkLocal.Is(""));
    }

    private AddressWatch Watch() => new(new PeerSettings(), Hardware, _clock, _indicator, _facts);

    private void Pass(AddressWatch watch, long milliseconds)
    {
        long until = _clock.Milliseconds + milliseconds;
        while (_clock.Milliseconds < until)
        {
            _clock.Sleep(Limits.RestartMilliseconds);
            watch.Step();
        }
    }
}
