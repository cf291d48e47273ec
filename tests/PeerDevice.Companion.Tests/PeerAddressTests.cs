using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Tests;

/// <summary>How people name a peer and what is on it.</summary>
public sealed class PeerAddressTests
{
    [Theory]
    [InlineData("host", "host", 80, "/files/"), InlineData("host:8631", "host", 8631, "/files/"), InlineData("host:8631/", "host", 8631, "/files/")]
    [InlineData("HTTP://host:8631/files/a%20b", "host", 8631, "/files/a b"), InlineData("host/files/100%20", "host", 80, "/files/100%20")]
    [InlineData("[::1]:8631/files/x", "::1", 8631, "/files/x"), InlineData("http://[fd00::1]/", "fd00::1", 80, "/files/"), InlineData("10.0.0.1:80/files/d/", "10.0.0.1", 80, "/files/d/")]
    [InlineData("host/files/a?b#c", "host", 80, "/files/a?b#c"), InlineData("http://h/a%3Fb%23", "h", 80, "/a?b#")]
    public void AnAddressIsReadAsItIsMeant(string text, string host, int port, string path) =>
        Assert.Equal(new PeerAddress(host, port, path), PeerAddress.Read(text));

    [Theory]
    [InlineData(""), InlineData("/files/x"), InlineData("https://h/"), InlineData("h:0"), InlineData("h:65536"), InlineData("h:x"), InlineData("u@h"), InlineData("::1"), InlineData("[::1"), InlineData("h h")]
    [InlineData("h/a/../b"), InlineData("http://h/a/%2e%2e/b"), InlineData("http://h/a?b"), InlineData("http://h/a%0d%0ab"), InlineData("h/./a")]
    public void WhatIsNoAddressIsRefused(string text) => Assert.Throws<CommandFailure>(() => PeerAddress.Read(text));

    /// <summary>What a list shows of a peer is an address that a command takes, of IPv6 and of one link alone as well.</summary>
    [Theory]
    [InlineData("10.77.0.2", "10.77.0.2:8631")]
    [InlineData("fd77::2", "[fd77::2]:8631")]
    [InlineData("fe80::2%3", "[fe80::2%3]:8631")]
    public void TheAuthorityOfAPeerThatWasFoundIsAnAddress(string host, string authority)
    {
        FoundPeer peer = new("hub", "", "", host, 8631);
        Assert.Equal(authority, peer.Authority);
        PeerAddress address = PeerAddress.Read(peer.Authority);
        Assert.Equal((host, 8631), (address.Host, address.Port));
        Assert.True(peer.IsCalled("HUB"));
    }

    [Theory]
    [InlineData("10.77.0.2", "10.77.0.3")]
    [InlineData("127.0.0.1", "localhost")]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("::1", "127.0.0.2")]
    public void AnAddressStaysForWhomItIsTheSame(string host, string other)
    {
        PeerAddress at = new(host, 8631, "/files/a");
        Assert.Equal(at, at.AsSeenFrom(other));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("::1")]
    public void TheLoopbackIsThisPcsOwnAddressForOthers(string host)
    {
        PeerAddress seen = new PeerAddress(host, 8631, "/files/a").AsSeenFrom("192.0.2.1");

        // Where there is no way there at all, it stays.
        Assert.True(seen.Host == host || (new PcNetwork().IsOurAddress(seen.Host) && !System.Net.IPAddress.IsLoopback(System.Net.IPAddress.Parse(seen.Host))), seen.Host);
        Assert.Equal("/files/a", seen.Path);
    }
}
