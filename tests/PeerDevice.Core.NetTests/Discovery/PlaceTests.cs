using PeerDevice.Services.Discovery;

namespace PeerDevice.Tests.Discovery;

/// <summary>Where a peer is that is called by its name.</summary>
public sealed class PlaceTests
{
    private readonly PeerDirectory _directory = new(8);

    [Fact]
    public void AnAddressThatAUriHasAPlaceForIsTold()
    {
        Tell("Hub", 0x0A4D0002, "", 80, 1);
        Tell("six", 0, "fd77::2", 8631, 1);
        Tell("near", 0, "fe80::2%2", 8631, 1);
        Tell("B\u00FCro 2", 0x0A4D0003, "", 8631, 1);
        Assert.Equal("10.77.0.2:80", _directory.Place("hub"));
        Assert.Equal("10.77.0.2:80", _directory.Place("HUB"));
        Assert.Equal("[fd77::2]:8631", _directory.Place("six"));
        Assert.Equal("10.77.0.3:8631", _directory.Place("B\u00FCro 2"));
        Assert.Equal("", _directory.Place("near"));
        Assert.Equal("", _directory.Place("hu"));
        Assert.Equal("", _directory.Place(""));
    }

    [Fact]
    public void WhoAnsweredComesBeforeWhoWasToldOfAndWhoIsGoneIsNowhere()
    {
        KnownPeer told = Tell("hub", 0x0A4D0002, "", 80, 2);
        KnownPeer seen = Tell("HUB", 0x0A4D0003, "", 80, 1);
        _directory.Answered(seen, "HUB", "07", "board", KnownPeer.NoPrinter, 0, 2000);
        Assert.Equal("10.77.0.3:80", _directory.Place("hub"));
        _directory.Failed(seen, 3000);
        Assert.Equal("10.77.0.2:80", _directory.Place("hub"));
        _directory.Failed(told, 3000);
        Assert.Equal("", _directory.Place("hub"));
    }

    private KnownPeer Tell(string name, long address, string ipv6, int port, int hops)
    {
        KnownPeer peer = new() { Name = name, Address = address, Ipv6 = ipv6, Port = port, Hops = hops - 1 };
        Assert.True(_directory.Told(peer, 0, 1000));
        return peer;
    }
}
