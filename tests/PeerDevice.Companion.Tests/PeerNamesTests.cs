using System;
using System.Collections.Generic;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Tests;

/// <summary>Peers by name: what is one, what is none, and what is suggested.</summary>
public sealed class PeerNamesTests
{
    private readonly FakeOffice _office = new(
        new("hub", "01", "board", "10.77.0.2", 80),
        new("Büro 2", "02", "companion", "10.77.0.3", 8631),
        new("twin", "03", "board", "10.77.0.4", 80),
        new("Twin", "04", "board", "10.77.0.5", 80),
        new("same", "05", "board", "10.77.0.6", 80),
        new("same", "06", "board", "10.77.0.7", 80));

    [Theory]
    [InlineData("hub", "10.77.0.2:80")]
    [InlineData("HUB", "10.77.0.2:80")]
    [InlineData("hub:", "10.77.0.2:80/files/")]
    [InlineData("hub:/", "10.77.0.2:80/files/")]
    [InlineData("hub:/photos/", "10.77.0.2:80/files/photos/")]
    [InlineData("hub:/files/a", "10.77.0.2:80/files/files/a")]
    [InlineData("hub:/a:/b", "10.77.0.2:80/files/a:/b")]
    [InlineData("hub/files/a b", "10.77.0.2:80/files/a b")]
    [InlineData("hub/ipp/print", "10.77.0.2:80/ipp/print")]
    [InlineData("Büro 2:/Brief.txt", "10.77.0.3:8631/files/Brief.txt")]
    [InlineData("büro 2", "10.77.0.3:8631")]
    [InlineData("twin", "10.77.0.4:80")]
    [InlineData("Twin", "10.77.0.5:80")]
    public void ANameIsTheAddressOfThePeer(string text, string address)
    {
        Assert.Equal(address, new PeerNames(_office).Address(text));
    }

    [Theory]
    [InlineData("http://hub/files/")]
    [InlineData("ipp://hub/ipp/print")]
    [InlineData("socket://hub:9100")]
    [InlineData("hub:8631")]
    [InlineData("hub:80/files/")]
    [InlineData("192.168.1.5/files/notes")]
    [InlineData("pc-7.office.example")]
    [InlineData("[fe80::1]:80")]
    [InlineData("localhost")]
    [InlineData("./hub")]
    [InlineData("../hub:/a")]
    [InlineData("~/hub")]
    [InlineData("/srv/hub")]
    [InlineData("-")]
    [InlineData("")]
    public void WhatIsAnAddressAlreadyIsNotLookedFor(string text)
    {
        Assert.Equal(text, new PeerNames(_office).Address(text));
        Assert.Equal(0, _office.Looks);
    }

    [Theory]
    [InlineData("hob:/a", "did you mean hub?")]
    [InlineData("uhb:", "did you mean hub?")]
    [InlineData("Büro:/a", "did you mean Büro 2?")]
    [InlineData("nothing-like-it:", "see `peer ls`")]
    [InlineData("same:/a", "2 peers are called same: write the address of one, 10.77.0.6:80 or 10.77.0.7:80.")]
    public void AWrongNameIsToldWithWhatWasPerhapsMeant(string text, string told)
    {
        CommandFailure failure = Assert.Throws<CommandFailure>(() => new PeerNames(_office).Address(text));
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereNobodyWasHeardThatIsSaid()
    {
        CommandFailure failure = Assert.Throws<CommandFailure>(() => new PeerNames(new FakeOffice()).Address("hub:/a"));
        Assert.Contains("none was heard", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameThatOneCommandHasTwiceIsLookedForOnce()
    {
        PeerNames names = new(_office);
        names.Address("hub:/a");
        names.Address("hub:/b");
        Assert.Equal(1, _office.Looks);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("hub", "hub", 0)]
    [InlineData("hub", "", 3)]
    [InlineData("hub", "hob", 1)]
    [InlineData("hub", "uhb", 1)]
    [InlineData("office", "offcie-pc", 4)]
    public void HowFarTwoNamesAreApart(string one, string other, int far)
    {
        Assert.Equal(far, PeerNames.Distance(one, other));
        Assert.Equal(far, PeerNames.Distance(other, one));
    }
}

/// <summary>An office that stays as it is.</summary>
internal sealed class FakeOffice(params FoundPeer[] here) : IOffice
{
    public int Looks { get; private set; }

    public List<FoundPeer> Here { get; } = [.. here];

    public List<FoundPeer> Look(string? wanted)
    {
        Looks++;
        return [.. Here];
    }
}
