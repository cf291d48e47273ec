using System;
using System.IO;
using System.Net;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Companion.Flash;
using PeerDevice.Companion.Outputs;
using PeerDevice.Host;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;

namespace PeerDevice.Companion.Tests;

/// <content>The fear: whoever bought a board without PSRAM is told at the end of a flashing that went well that it failed.</content>
public sealed partial class FlashTests
{
    [Theory]
    [InlineData(null, "as plain ASCII text, and comes out right only where the printer itself prints text", "Grosse 12\r\n\r\nThis page was printed by a board that was flashed just now.\r\n", "\f")]
    [InlineData("raw", "as plain ASCII text, since raw says nothing of how the printer takes text", "Grosse 12\r\n", "\f")]
    [InlineData("zpl", "in zpl", "^XA^CI13^LH0,0\r\n^FO16,16^ADN,18,10^FH^FDGr_94_E1e 12^FS\r\n", "^XZ\r\n")]
    [InlineData("escpos-80", "in escpos-80", "\u001b@", "")]
    public void ABoardWithoutIppPrintsThePageByItsRawPort(string? language, string told, string begin, string end)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        Peer board = SmallBoard("Größe 12");
        try
        {
            _address = FormattableString.Invariant($"127.0.0.1:{board.HttpPort}");
            Teller teller = Run(new FlashOptions { Board = "ESP32_LILYGO", Image = _temp["image.bin"], Address = _address, Language = language });
            Assert.Equal("", _complained.ToString());
            Assert.Equal(0, teller.ExitCode);
            Assert.Contains("Größe 12 serves no IPP: the test page goes to its raw port " + told, _said.ToString(), StringComparison.Ordinal);
            Assert.Contains("printed test page.txt", _said.ToString(), StringComparison.Ordinal);
            string page = File.ReadAllText(_temp["paper"], System.Text.Encoding.Latin1);
            Assert.StartsWith(begin, page, StringComparison.Ordinal);
            Assert.EndsWith(end, page, StringComparison.Ordinal);

            // It names what is there.
            Assert.Contains("Files: http://" + _address + "/", page, StringComparison.Ordinal);
            Assert.Contains(FormattableString.Invariant($"Printer: socket://127.0.0.1:{board.RawPort}"), page, StringComparison.Ordinal);
            Assert.DoesNotContain("ipp:", page, StringComparison.Ordinal);
        }
        finally
        {
            board.Stop();
        }
    }

    /// <summary>The fear: it looks for minutes for a name that such a board does not answer to, and then blames the cable.</summary>
    [Theory]
    [InlineData("ESP32_LILYGO", null, "echo \"Test page\" | peer print - ADDRESS")]
    [InlineData("ESP32_WT32_ETH01", "zpl", "echo \"^XA^FO50,50^ADN,18,10^FDTest page^FS^XZ\" | peer print - ADDRESS")]
    public void ABoardThatAnswersToNoNameIsNotLookedForByIt(string name, string? language, string byHand)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        FlashOptions options = new() { Board = name, Image = _temp["image.bin"], Name = "Labels", Language = language };
        Shown office = new(after: 1, new FoundPeer("Labels", "1", "board", "192.168.1.5", 80));
        Assert.Equal(0, Run(options, office, null).ExitCode);
        Run(options with { Address = "Labels:" }, office, null);
        Assert.Equal(0, office.Looks);
        Assert.Equal(0, _clock.Milliseconds);
        Assert.Contains("A board without PSRAM may not be found by its name: it is reached by its address for certain, which your router lists and its debug console tells", _said.ToString(), StringComparison.Ordinal);
        Assert.Contains("When you know its address, this prints a test page: " + byHand, _said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("display", _said.ToString(), StringComparison.Ordinal);
        Assert.Contains("put its network cable in; where it brings power (PoE), unplug USB first", _said.ToString(), StringComparison.Ordinal);
        Assert.Contains("Connect the board's network cable (where it brings power (PoE), unplug USB first", _said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("cable in?", _said.ToString(), StringComparison.Ordinal);

        // Who is there is asked for it.
        Peer board = SmallBoard("Labels");
        try
        {
            Assert.Equal(0, Run(options, office, new StringReader(FormattableString.Invariant($"127.0.0.1:{board.HttpPort}\n"))).ExitCode);
            Assert.Contains("Labels is up at", _said.ToString(), StringComparison.Ordinal);
            Assert.Equal("", _complained.ToString());
        }
        finally
        {
            board.Stop();
        }
    }

    /// <summary>The fear: the image of another board is written without a word, and the board stays dark.</summary>
    [Theory]
    [InlineData("ESP32_LILYGO", "PeerDevice.Esp32.bin", "PeerDevice.Esp32Small.bin")]
    [InlineData("ESP32_OLIMEX_WROVER", "peerdevice.esp32small.bin", "PeerDevice.Esp32.bin")]
    [InlineData("ST_STM32F769I_DISCOVERY", "PeerDevice.Esp32.bin", "PeerDevice.Stm32.bin")]
    [InlineData("ORGPAL_PALTHREE", "PeerDevice.Esp32Small.bin", "PeerDevice.Stm32.bin")]
    [InlineData("ESP32_ETHERNET_KIT_1.2", "PeerDevice.Stm32.bin", "PeerDevice.Esp32.bin")]
    public void TheImageOfAnotherBoardIsRefusedByItsName(string board, string image, string right)
    {
        _temp.Text(image, "image");
        FlashOptions options = new() { Board = board, Image = _temp[image] };
        foreach (bool isDry in new[] { true, false })
        {
            Assert.Equal($"{image} is not the image for {board}: name {right} by --image.", Fails(options with { IsDry = isDry }));
        }

        Assert.False(File.Exists(_temp["ran"]));

        // Its own, and one whose name tells nothing, are taken.
        Run(options with { Image = _temp[right], IsDry = true });
        Run(options with { Image = _temp["PeerDevice.Mine.bin"], IsDry = true });
    }

    [Fact]
    public void TheDisplayIsNamedWhereThereMayBeOne()
    {
        Teller teller = new(_said, _complained);
        Assert.Equal("192.168.1.9", new AskedAddress(teller, new StringReader("192.168.1.9\n")).Find(Roomy, null));
        Assert.Contains("so does a display where it has one", _said.ToString(), StringComparison.Ordinal);
    }

    private Teller Run(FlashOptions options, Shown office, TextReader? answers)
    {
        Teller teller = new(_said, _complained);
        OfficeFinder finder = new(teller, office, _clock, new AskedAddress(teller, answers));
        new FlashCommand(teller, new PcNetwork(), _clock, finder, () => _ports, Shell.Run) { PortTrouble = _ => _trouble }.Run(options, _temp["nanoff"]);
        return teller;
    }

    private Peer SmallBoard(string name, string paper = "paper")
    {
        Ground ground = new("board", new PlainStore(new VirtualClock(1763800000)), new PcNetwork(IPAddress.Loopback), new PcClock(), new PcRandom(), new SilentIndicator(), [new Outlet("", new FileOutput(_temp[paper]), new RawLanguage())]);
        Peer board = new(Profile.SixteenSocketsSmallHeap(), ground, new PeerSettings { Name = name, HttpPort = 0, RawPort = 0 });
        Assert.True(board.Start());
        return board;
    }
}
