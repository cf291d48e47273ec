using System;
using System.IO;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Tests;

/// <summary>A companion that is asked to print what another has (Print-URI) fetches it over real sockets, unless <c>--pull no</c> says that it does not.</summary>
public sealed class PullTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly LocalPeer _source;
    private readonly byte[] _document = new byte[1_000_003];

    public PullTests()
    {
        new Random(4).NextBytes(_document);
        File.WriteAllBytes(Path.Combine(_temp.Folder("library"), "a letter.bin"), _document);
        _source = LocalPeer.Start(Plan("library", PeerSettings.PullsNothing), new SilentIndicator());
    }

    public void Dispose()
    {
        _source.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void WhatAnotherHasIsPrinted()
    {
        using LocalPeer peer = LocalPeer.Start(Plan("share", PeerSettings.PullsFromOffice) with { Printers = ["file:" + _temp.Folder("paper") + "/"] }, new SilentIndicator());
        Assert.Equal(IppStatus.SuccessfulOk, Print(peer, "a%20letter.bin"));
        Assert.Equal(_document, File.ReadAllBytes(Assert.Single(Directory.GetFiles(_temp["paper"], "job-*"))));
        Assert.Equal(IppStatus.DocumentAccessError, Print(peer, "nothing"));
        Assert.Single(Directory.GetFiles(_temp["paper"], "job-*"));
    }

    [Fact]
    public void WhoDoesNotFetchSaysSo()
    {
        using LocalPeer peer = LocalPeer.Start(Plan("share", PeerSettings.PullsNothing) with { Printers = ["file:" + _temp.Folder("paper") + "/"] }, new SilentIndicator());
        Assert.Equal(IppStatus.OperationNotSupported, Print(peer, "a%20letter.bin"));
        Assert.Empty(Directory.GetFiles(_temp["paper"]));
    }

    private int Print(LocalPeer peer, string name)
    {
        IppClient client = new(new PcNetwork(), new PcClock(), "127.0.0.1", peer.HttpPort, "/ipp/print", FormattableString.Invariant($"ipp://127.0.0.1:{peer.HttpPort}/ipp/print"), new IppClient.Bounds(8192, 100, 10));
        client.Begin(Operation.PrintUri).Uri("document-uri", FormattableString.Invariant($"http://127.0.0.1:{_source.HttpPort}/files/{name}"));
        Assert.True(client.Ask());
        return client.Status;
    }

    private LocalPeerPlan Plan(string share, int pull) => new()
    {
        Shares = [_temp.Folder(share)],
        Name = "bench",
        Bind = "127.0.0.1",
        HttpPort = 0,
        RawPort = 0,
        LpdPort = PeerSettings.NoPort,
        SnmpPort = PeerSettings.NoPort,
        Durable = false,
        Pull = pull,
    };
}
