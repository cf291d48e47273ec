using System;
using System.IO;
using System.Net;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Companion.Outputs;
using PeerDevice.Host;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;

namespace PeerDevice.Companion.Tests;

/// <summary>The fear: a board that serves no IPP cannot be printed on without knowing that, or what only IPP has is dropped without a word.</summary>
public sealed class OnlyRawTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly byte[] _document = new byte[70_001];
    private readonly Peer _board;
    private readonly string _at;
    private string _said = "";
    private string _complained = "";

    public OnlyRawTests()
    {
        new Random(4).NextBytes(_document);
        File.WriteAllBytes(_temp["label.zpl"], _document);
        File.WriteAllText(_temp["letter.txt"], "Dear board\n");
        PcClock clock = new();
        Ground ground = new("board", new PlainStore(new VirtualClock(1763800000)), new PcNetwork(IPAddress.Loopback), clock, new PcRandom(), new SilentIndicator(), [new Outlet("", new FileOutput(_temp["paper"]), new RawLanguage())]);
        _board = new Peer(Profile.SixteenSocketsSmallHeap(), ground, new PeerSettings { Name = "lean", HttpPort = 0, RawPort = 0 });
        Assert.True(_board.Start());
        _at = FormattableString.Invariant($"127.0.0.1:{_board.HttpPort}");
    }

    public void Dispose()
    {
        _board.Stop();
        _temp.Dispose();
    }

    [Fact]
    public void ADocumentGoesToItsRawPortAsItIsWhichIsSaid()
    {
        Assert.Equal(0, Peer("print", _temp["label.zpl"], _at));
        Assert.Contains("lean serves no IPP: label.zpl goes to its raw port as it is", _said, StringComparison.Ordinal);
        Assert.DoesNotContain("comes out right only", _said, StringComparison.Ordinal);
        Assert.Contains("printed label.zpl (68.4 KiB) on file ", _said, StringComparison.Ordinal);
        Assert.True(File.ReadAllBytes(_temp["paper"]).AsSpan().SequenceEqual(_document));

        Assert.Equal(0, Peer("print", _temp["letter.txt"], _at, "--printer", "lean"));
        Assert.Contains("comes out right only where the printer itself prints text/plain", _said, StringComparison.Ordinal);
        Assert.Equal(0, Peer("print", _temp["letter.txt"], _at, "--format", "application/octet-stream"));
        Assert.DoesNotContain("comes out right only", _said, StringComparison.Ordinal);
        Assert.Equal(_document.Length + (2 * "Dear board\n".Length), new FileInfo(_temp["paper"]).Length);
    }

    [Theory]
    [InlineData("--copies", "2"), InlineData("--title", "x"), InlineData("--no-wait"), InlineData("--format", "text/plain"), InlineData("--printer", "another")]
    public void WhatItCannotDoIsRefusedAndNothingIsPrinted(params string[] more)
    {
        Assert.Equal(1, Peer(["print", _temp["label.zpl"], _at, .. more]));
        Assert.Contains(more[0] == "--printer" ? "lean has no printer another" : "serves no IPP, and its raw port takes nothing but the document", _complained, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["paper"]));
    }

    [Theory]
    [InlineData("fetches no documents", "print", "http://127.0.0.1:1/files/x")]
    [InlineData("tells nothing of jobs", "jobs")]
    [InlineData("tells nothing of jobs", "pause")]
    public void WhoAsksForMoreIsToldThatItServesNoIpp(string words, params string[] command)
    {
        Assert.Equal(1, Peer([.. command, _at]));
        Assert.Contains("lean serves no IPP", _complained, StringComparison.Ordinal);
        Assert.Contains(words, _complained, StringComparison.Ordinal);
    }

    /// <summary>The fear: whoever asks such a board for a mirror is asked whether it is a peer.</summary>
    [Fact]
    public void WhoAsksForAMirrorIsToldThatItDoesNotFetch()
    {
        Assert.Equal(1, Peer("mirror", "127.0.0.1:9/files/photos/", _at + "/files/photos"));
        Assert.Equal($"peer: {_at} does not fetch by itself: nothing of it can follow.", _complained.Trim());
    }

    [Fact]
    public void ItsStatusSaysSo()
    {
        Assert.Equal(0, Peer("status", _at));
        Assert.Contains("no IPP: it prints what comes to its raw port", _said, StringComparison.Ordinal);
    }

    [Fact]
    public void AQueueForItIsOneOfItsRawPort()
    {
        StringWriter said = new();
        new PrinterAddCommand(new Teller(said, said), new PcNetwork(), new PcClock(), static _ => true, static _ => (1, "", "")).Run("labels", _at, null, null, onlySays: true);
        string raw = FormattableString.Invariant($"127.0.0.1:{_board.RawPort}");
        if (OperatingSystem.IsWindows())
        {
            Assert.Contains("Add-PrinterPort -Name " + raw, said.ToString(), StringComparison.Ordinal);
            return;
        }

        Assert.Equal($"lpadmin -p labels -E -v socket://{raw} -m raw -o printer-is-shared=false -D lean", said.ToString().Trim());
    }

    private int Peer(params string[] words) => Typed.Run(words, out _said, out _complained);
}
