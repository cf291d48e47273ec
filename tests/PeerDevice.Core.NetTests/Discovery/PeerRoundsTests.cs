using System;
using System.Collections.Generic;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Services.Discovery;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;

namespace PeerDevice.Tests.Discovery;

/// <summary>Whom a peer asks, and what it takes from the answers.</summary>
public sealed class PeerRoundsTests
{
    private const long Address = 0x0A4D0002;

    private readonly VirtualClock _clock = new VirtualClock();
    private readonly PeerDirectory _directory = new PeerDirectory(8) { OwnId = "0wn" };
    private readonly List<string> _asked = new List<string>();
    private readonly PeerRounds _rounds;
    private string _answer = "";
    private ScriptLink? _slow;

    public PeerRoundsTests()
    {
        MemoryNetwork network = new MemoryNetwork(_clock) { Elsewhere = Connect };
        _rounds = new PeerRounds(_directory, network, _clock, new SilentIndicator(), Profile.SixteenSockets());
    }

    [Fact]
    public void APeerIsAskedOnceInATimeAndWhatItTellsIsTold()
    {
        Tell("hub", "10.77.0.2", 80);
        _answer = Answer("{\"id\":\"77\",\"name\":\"hub\",\"kind\":\"board\",\"peers\":[{\"name\":\"far\",\"id\":\"78\",\"address\":\"10.77.0.3\",\"port\":8081,\"here\":true,\"seen\":4,\"hops\":0}]}");
        _rounds.AskOne();
        KnownPeer hub = Find("hub")!;
        Assert.Equal(0, hub.Hops);
        Assert.Equal(KnownPeer.Answers, hub.Reached);
        Assert.Equal("77", hub.Id);
        Assert.Equal(1, Find("far")!.Hops);
        _answer = "";
        _rounds.AskOne();
        _rounds.AskOne();
        Assert.Equal(["10.77.0.2:80", "10.77.0.3:8081"], _asked);
        Assert.False(Find("far")!.IsHere);
        _clock.Advance(Limits.PeerAskedMilliseconds + 1);
        _rounds.AskOne();
        Assert.Equal(3, _asked.Count);
        Assert.Equal(KnownPeer.Silent, Find("hub")!.Reached);
    }

    // A request would be printed, mailed, or run.
    [Theory]
    [InlineData(9100)]
    [InlineData(515)]
    [InlineData(25)]
    [InlineData(22)]
    public void NobodyMakesUsConnectToWhatIsNoHttp(int port)
    {
        Tell("announced", "10.77.0.2", port);
        _rounds.AskOne();
        Assert.Empty(_asked);

        // The same by hearsay.
        Tell("hub", "10.77.0.3", 80);
        _answer = Answer("{\"id\":\"77\",\"name\":\"hub\",\"kind\":\"board\",\"peers\":[{\"name\":\"far\",\"id\":\"78\",\"address\":\"10.77.0.4\",\"port\":" + port + ",\"here\":true,\"seen\":4,\"hops\":0}]}");
        for (int i = 0; i < 4; i++)
        {
            _rounds.AskOne();
        }

        Assert.NotNull(Find("far"));
        Assert.Equal(["10.77.0.3:80"], _asked);
    }

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("10.77.0.1")]
    public void NobodyMakesUsConnectOffTheLinkOrToOurselves(string address)
    {
        // As an announcement has it: what is told over HTTP is looked at before.
        lock (_directory.Gate)
        {
            KnownPeer peer = _directory.Announced(Wire.Dns.DnsName.Child("hub", Wire.Dns.DnsText.Name(Querier.PeerService)), _clock.Milliseconds)!;
            peer.Address = Ipv4.Read(address);
            peer.Port = 80;
        }

        _rounds.AskOne();
        _rounds.AskOne();
        Assert.Empty(_asked);
        Assert.True(Find("hub")!.IsHere);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://203.0.113.9/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n")]
    public void WhoeverAnswersOtherwiseIsNoPeer(string answer)
    {
        Tell("hub", "10.77.0.2", 80);
        _answer = answer;
        _rounds.AskOne();
        Assert.Equal(["10.77.0.2:80"], _asked);
        Assert.False(Find("hub")!.IsHere);
    }

    [Fact]
    public void ABoardThatNobodyTellsTheTimeHasItFromAPeer()
    {
        Tell("hub", "10.77.0.2", 80);
        _answer = Answer("{\"id\":\"77\"}", "Date: Wed, 25 Nov 2026 10:00:00 GMT\r\n");
        long before = _clock.Milliseconds;
        _rounds.AskOne();
        Assert.Equal(1795600800, _clock.UnixSeconds);
        Assert.Equal(before, _clock.Milliseconds);

        // Who knows it is not talked out of it.
        Tell("other", "10.77.0.4", 80);
        _answer = Answer("{\"id\":\"78\"}", "Date: Wed, 25 Nov 2020 10:00:00 GMT\r\n");
        _rounds.AskOne();
        Assert.Equal(2, _asked.Count);
        Assert.Equal(1795600800, _clock.UnixSeconds);
    }

    [Theory]
    [InlineData("Thu, 01 Jan 1970 00:00:07 GMT")]
    [InlineData("yesterday")]
    public void ATimeThatCannotBeIsNone(string date)
    {
        Tell("hub", "10.77.0.2", 80);
        _answer = Answer("{\"id\":\"77\"}", "Date: " + date + "\r\n");
        _rounds.AskOne();
        Assert.Equal(0, _clock.UnixSeconds);
    }

    [Fact]
    public void AReportThatComesDropByDropIsNotWaitedForToItsEnd()
    {
        Tell("hub", "10.77.0.2", 80);
        string json = "{\"x\":\"" + new string('a', 200) + "\",\"id\":\"77\"}";
        _slow = new ScriptLink(_clock).Send("HTTP/1.1 200 OK\r\nContent-Length: " + json.Length + "\r\n\r\n");
        foreach (char octet in json)
        {
            _slow.Wait(Limits.ClientIdle - 1).Send(octet.ToString());
        }

        long before = _clock.Milliseconds;
        _rounds.AskOne();
        Assert.InRange(_clock.Milliseconds - before, 0, 2 * Limits.ClientIdle);
        Assert.False(Find("hub")!.IsHere);
        Assert.True(_slow.IsClosed);
    }

    [Fact]
    public void OneThatCannotBeAskedDoesNotKeepTheOthersFromTheirTurn()
    {
        Tell("hub", "10.77.0.2", 80);
        Tell("other", "10.77.0.3", 80);
        ScriptLink link = new ScriptLink(_clock).Then(static () => throw new OutOfMemoryException());
        _slow = link;
        Assert.Throws<OutOfMemoryException>(_rounds.AskOne);
        Assert.True(link.IsClosed);
        _slow = null;
        _answer = Answer("{\"id\":\"77\"}");
        _rounds.AskOne();
        Assert.Equal(["10.77.0.2:80", "10.77.0.3:80"], _asked);
    }

    [Fact]
    public void WhatAPeerTellsOfTheOthersIsWhatAPeerReads()
    {
        TestPeer test = new TestPeer();
        PeerDirectory known = new PeerDirectory(300);
        for (int i = 0; i < 250; i++)
        {
            known.Told(new KnownPeer { Name = "peer \"" + i + "\" \u0001 ü", Id = "id" + i, Kind = "board", Address = Address, Port = 1000 + i, IsHere = true, Hops = i % 3 }, i, test.Clock.Milliseconds);
        }

        test.Neighbours.Meet(known);
        Answer answer = test.Ask("GET", "/.well-known/peerdevice");
        Assert.True(answer.IsWhole);
        PeerDirectory read = new PeerDirectory(300);
        ReportReader report = new ReportReader(new ScriptedSource(answer.Content, 100), 1_000_000);
        Assert.True(report.Read(read, test.Network, test.Clock.Milliseconds));

        // Those through three are told of, and not believed any more.
        Assert.Equal(167, report.Remembered);
        KnownPeer one = new KnownPeer();
        Assert.True(read.Copy(0, one, test.Clock.Milliseconds));
        Assert.Equal("peer \"0\" \u0001 ü", one.Name);
        Assert.Equal(2, one.Hops);
    }

    private static string Answer(string json, string fields = "")
    {
        return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + Encoding.UTF8.GetByteCount(json) + "\r\n\r\n" + json;
    }

    private void Tell(string name, string address, int port)
    {
        Assert.True(_directory.Told(new KnownPeer { Name = name, Address = Ipv4.Read(address), Port = port, IsHere = true }, 0, _clock.Milliseconds));
    }

    private KnownPeer? Find(string name)
    {
        KnownPeer peer = new KnownPeer();
        for (int i = 0; _directory.Copy(i, peer, _clock.Milliseconds); i++)
        {
            if (peer.Name == name)
            {
                return peer;
            }
        }

        return null;
    }

    private Link? Connect(string host, int port)
    {
        _asked.Add(host + ":" + port);
        return _slow ?? (_answer.Length == 0 ? null : new ScriptLink(_clock).Send(_answer).End());
    }
}
