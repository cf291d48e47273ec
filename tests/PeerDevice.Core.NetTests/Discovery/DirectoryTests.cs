using System.Linq;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>Who is here: what was observed, what was told, and how long each is believed.</summary>
public sealed class DirectoryTests
{
    private const long Minute = 60_000;

    private readonly PeerDirectory _directory = new PeerDirectory(8) { OwnId = "0wn" };
    private readonly MemoryNetwork _network = new MemoryNetwork(new VirtualClock());

    [Fact]
    public void WhatIsToldIsMarkedAndEnds()
    {
        Assert.True(_directory.Told(Hub(hops: 0), 10, Minute));
        KnownPeer hub = Find("hub", Minute)!;
        Assert.Equal(1, hub.Hops);
        Assert.True(hub.IsHere);
        Assert.Equal(Minute - 10_000, hub.SeenAt);
        Assert.NotNull(Find("hub", Minute + (880 * 1000)));
        Assert.Null(Find("hub", Minute + (892 * 1000)));
    }

    [Fact]
    public void WhatIsOldOrCameThroughManyIsNotBelieved()
    {
        Assert.False(_directory.Told(Hub(hops: Limits.HearsayHops), 0, Minute));
        Assert.False(_directory.Told(Hub(hops: -1), 0, Minute));
        Assert.False(_directory.Told(Hub(), Limits.HearsaySeconds + 1, Minute));
        Assert.False(_directory.Told(Hub(), -1, Minute));
        Assert.False(_directory.Told(Hub(id: "0wn"), 0, Minute));
        Assert.False(_directory.Told(Hub(name: ""), 0, Minute));
        Assert.False(_directory.Told(Hub(address: ""), 0, Minute));
        Assert.Equal(0, _directory.Count);
    }

    [Fact]
    public void OurOwnObservationStandsWhateverIsTold()
    {
        lock (_directory.Gate)
        {
            KnownPeer seen = _directory.Announced(DnsName.Child("hub", DnsText.Name(Querier.PeerService)), Minute)!;
            seen.Address = Ipv4.Read("10.77.0.2");
            seen.Port = 80;
        }

        Assert.False(_directory.Told(Hub(address: "10.77.0.66"), 0, 2 * Minute));
        Assert.Equal("10.77.0.2", Ipv4.Text(Find("hub", Minute)!.Address));

        // Gone by our own observation: nobody talks us out of it.
        lock (_directory.Gate)
        {
            _directory.Gone(DnsName.Child("hub", DnsText.Name(Querier.PeerService)));
        }

        Assert.False(_directory.Told(Hub(), 0, 3 * Minute));
        Assert.False(Find("hub", 3 * Minute)!.IsHere);
    }

    [Fact]
    public void WhatIsObservedTakesThePlaceOfWhatWasTold()
    {
        _directory.Told(Hub(), 0, Minute);
        _directory.Answered(new KnownPeer { Address = Ipv4.Read("10.77.0.2"), Port = 80 }, "hub", "abcdef01", "board", KnownPeer.NoPrinter, 1, 2 * Minute);
        Assert.Equal(0, Find("hub", Minute)!.Hops);
        Assert.Equal(KnownPeer.Answers, Find("hub", Minute)!.Reached);
        lock (_directory.Gate)
        {
            _directory.Announced(DnsName.Child("hub", DnsText.Name(Querier.PeerService)), Minute);
        }

        Assert.Equal(1, _directory.Count);
    }

    [Fact]
    public void WhoComesIsCountedAndWhoIsAnnouncedAgainIsNot()
    {
        byte[] instance = DnsName.Child("hub", DnsText.Name(Querier.PeerService));
        lock (_directory.Gate)
        {
            _directory.Announced(instance, Minute);
            _directory.Announced(instance, Minute);
            Assert.Equal(1, _directory.Comings);
            _directory.Gone(instance);
            _directory.Announced(instance, 2 * Minute);
        }

        Assert.Equal(2, _directory.Comings);
    }

    [Fact]
    public void WhoWasToldOfAndDoesNotAnswerIsNotHere()
    {
        _directory.Told(Hub(), 0, Minute);
        _directory.Failed(new KnownPeer { Address = Ipv4.Read("10.77.0.2"), Port = 80 }, 2 * Minute);
        Assert.False(Find("hub", 2 * Minute)!.IsHere);
    }

    [Fact]
    public void FresherTalkReplacesOlderTalkAndNotTheOtherWayRound()
    {
        _directory.Told(Hub(hops: 1), 100, 10 * Minute);
        Assert.False(_directory.Told(Hub(hops: 0, port: 81), 200, 10 * Minute));
        Assert.True(_directory.Told(Hub(hops: 2), 50, 10 * Minute));
        Assert.Equal(3, Find("hub", 10 * Minute)!.Hops);
    }

    [Fact]
    public void ThereIsNoEndOfPeersButRoomForEight()
    {
        for (int i = 0; i < 100; i++)
        {
            _directory.Told(Hub(name: "told " + i, port: 1000 + i), 0, Minute + i);
        }

        Assert.Equal(8, _directory.Count);
        for (int i = 0; i < 8; i++)
        {
            lock (_directory.Gate)
            {
                Assert.NotNull(_directory.Announced(DnsName.Child("seen " + i, DnsText.Name(Querier.PeerService)), 2 * Minute));
            }
        }

        // Nobody is put out of it for what is only told.
        Assert.False(_directory.Told(Hub(), 0, 2 * Minute));
        Assert.Equal(8, Enumerable.Range(0, 8).Count(i => Find("seen " + i, 2 * Minute) is not null));
    }

    [Fact]
    public void WhoWasAskedLongestAgoIsAskedNext()
    {
        _directory.Told(Hub("one", port: 1001), 0, Minute);
        _directory.Told(Hub("two", port: 1002), 0, Minute);
        KnownPeer next = new KnownPeer();
        Assert.True(_directory.NextToAsk(0, next));
        Assert.Equal("one", next.Name);
        _directory.Answered(next, "one", "a", "board", KnownPeer.Unknown, 0, 2 * Minute);
        Assert.True(_directory.NextToAsk(0, next));
        Assert.Equal("two", next.Name);
        _directory.Passed(next, 3 * Minute);
        Assert.False(_directory.NextToAsk(2 * Minute, next));
        Assert.True(_directory.NextToAsk((2 * Minute) + 1, next));
        Assert.Equal("one", next.Name);
    }

    [Fact]
    public void AReportTellsOfOthersOnOurLinksOnly()
    {
        ReportReader reader = Read("""
            {"id":"12ab","name":"B\u00fcro","kind":"companion","services":{"http":80,"ftp":{"port":[21]},"snmp":161},"limits":{"sessions":8,"x":[1,2.5e3,{"peers":[]}]},"outputDevice":null,"peers":[
            {"name":"hub","id":"99","kind":"board","address":"10.77.0.9","port":80,"here":true,"reachable":true,"services":["http","gopher","raw","ipp"],"printer":"processing","seen":3,"hops":0,"later":{"a":[null]}},
            {"name":"far","id":"98","address":"203.0.113.7","port":80,"here":true,"seen":3,"hops":0},
            {"name":"we","id":"97","address":"10.77.0.1","port":80,"here":true,"seen":3,"hops":0},
            {"name":"gone","id":"96","address":"10.77.0.10","port":80,"here":false,"seen":3,"hops":0},
            {"name":"many","id":"95","address":"10.77.0.11","port":80,"here":true,"seen":3,"hops":9},
            {"name":"odd","id":"94","address":"10.77.0.12","port":99999999999,"here":true,"seen":-5,"hops":0}]}
            """, out bool isPeer);
        Assert.True(isPeer);
        Assert.Equal("12ab", reader.Id);
        Assert.Equal("Büro", reader.Name);
        Assert.Equal("companion", reader.Kind);
        Assert.Equal(1, reader.Remembered);
        Assert.Equal(1, _directory.Count);
        Assert.Equal(1, Find("hub", Minute)!.Hops);
        Assert.Equal(1 + 16, reader.Services);
        Assert.Equal(1 + 2 + 8, Find("hub", Minute)!.Services);
        Assert.Equal(PrinterState.Processing, Find("hub", Minute)!.Printer);
    }

    [Theory]
    [InlineData("\"services\":7")]
    [InlineData("\"services\":[\"http\",{\"raw\":1}]")]
    [InlineData("\"services\":{\"http\":")]
    public void WhoTellsServicesThatMakeNoSenseIsNotToldOfFurther(string services)
    {
        ReportReader reader = Read("{\"id\":\"12ab\",\"peers\":[{\"name\":\"hub\",\"address\":\"10.77.0.9\",\"port\":80,\"here\":true,\"seen\":3,\"hops\":0," + services + "}]}", out bool isPeer);
        Assert.True(isPeer);
        Assert.Equal(0, reader.Remembered);
    }

    [Fact]
    public void AReportThatBreaksOffOrIsNoneHarmsNobody()
    {
        byte[] report = Encoding.UTF8.GetBytes("{\"id\":\"12ab\",\"peers\":[{\"name\":\"h\\ud83d\\ude00\",\"address\":\"10.77.0.9\",\"port\":80,\"here\":true,\"seen\":3,\"hops\":0}],\"name\":\"x\"}");
        for (int length = 0; length < report.Length; length++)
        {
            new ReportReader(new ScriptedSource(report[..length], 3), 4096).Read(new PeerDirectory(2), _network, Minute);
        }

        FuzzRounds.Run(5, 3000, chance =>
        {
            byte[] bent = (byte[])report.Clone();
            for (int i = chance.Next(1, 6); i > 0; i--)
            {
                bent[chance.Next(bent.Length)] = (byte)chance.Next(256);
            }

            PeerDirectory directory = new PeerDirectory(2);
            new ReportReader(new ScriptedSource(bent, 3), 4096).Read(directory, _network, Minute);
            Assert.InRange(directory.Count, 0, 1);
        });
        Read("[]", out bool isPeer);
        Assert.False(isPeer);
        Read(new string('[', 5000), out isPeer);
        Assert.False(isPeer);
        Read("{\"name\":\"no id\"}", out isPeer);
        Assert.False(isPeer);
    }

    [Fact]
    public void OfALongReportIsReadWhatThereIsRoomFor()
    {
        StringBuilder text = new StringBuilder("{\"id\":\"12ab\",\"peers\":[");
        for (int i = 0; i < 1000; i++)
        {
            text.Append(i == 0 ? "" : ",").Append("{\"name\":\"p").Append(i).Append("\",\"address\":\"10.77.1.1\",\"port\":").Append(1000 + i).Append(",\"here\":true,\"seen\":0,\"hops\":0}");
        }

        byte[] octets = Encoding.ASCII.GetBytes(text + "]}");
        PeerDirectory directory = new PeerDirectory(2000);
        Assert.True(new ReportReader(new ScriptedSource(octets, 3), 4096).Read(directory, _network, Minute));
        Assert.InRange(directory.Count, 40, 60);
    }

    private static KnownPeer Hub(string name = "hub", string id = "99", string address = "10.77.0.2", int port = 80, int hops = 0)
    {
        return new KnownPeer { Name = name, Id = id, Kind = "board", Address = address.Length == 0 ? 0 : Ipv4.Read(address), Port = port, Hops = hops, IsHere = true };
    }

    private ReportReader Read(string text, out bool isPeer)
    {
        ReportReader reader = new ReportReader(new ScriptedSource(Encoding.UTF8.GetBytes(text), 3), 65536);
        isPeer = reader.Read(_directory, _network, Minute);
        return reader;
    }

    private KnownPeer? Find(string name, long now)
    {
        KnownPeer peer = new KnownPeer();
        for (int i = 0; _directory.Copy(i, peer, now); i++)
        {
            if (peer.Name == name)
            {
                return peer;
            }
        }

        return null;
    }
}
