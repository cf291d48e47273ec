using System;
using PeerDevice.Host;
using PeerDevice.Services.Discovery;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Discovery;

/// <summary>The fear: a peer on a machine with a responder of its own takes the machine's name, or takes it away when it goes.</summary>
public sealed class GuestTests
{
    private static readonly string[] Machine = ["box", "box.local", "box.office.example"];

    [Theory]
    [InlineData("box", "box", "peer-box")]
    [InlineData("Box", "Box", "peer-Box")]
    [InlineData("Box!", "Box", "peer-Box")]
    [InlineData("Front Desk", "Front-Desk", "Front-Desk")]
    [InlineData("box 2", "box-2", "box-2")]
    [InlineData("peer-box", "peer-box", "peer-box")]
    public void TheMachinesOwnNameIsNotTaken(string name, string onBoard, string onPc)
    {
        Assert.Equal(onPc, Of(name, Machine).Text);
        Assert.Equal(onBoard, Of(name, []).Text);
    }

    [Fact]
    public void ANameAsLongAsALabelIsAnotherAllTheSame()
    {
        string name = new('a', Limits.DnsLabelOctets);
        Assert.Equal("peer-" + name[5..], Of(name, [name + ".local"]).Text);
    }

    [Fact]
    public void TheAddressesNamesAreTheMachinesOwn()
    {
        DnsStreet street = new(1);
        Resident guest = new(street, 1, "desk");
        guest.Responder.IsGuest = true;
        guest.House.Plug(false);
        guest.House.Plug(true);
        street.Run(5000);
        guest.House.Leave();
        street.Run(5000);
        Assert.Contains(Resident.Said(street, 0), static one => one.Text.Contains("a desk.local 1 1 flush 120 10.77.0.1", StringComparison.Ordinal));
        Assert.DoesNotContain(Resident.Said(street, 0), static one => one.Text.Contains("arpa", StringComparison.Ordinal));
    }

    private static OwnLabel Of(string name, string[] hostNames) => new Access(name, hostNames, false, false, new MemoryNetwork(new VirtualClock(0))).MulticastHost;
}
