using System;
using System.IO;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Companion.Flash;
using PeerDevice.Simulation;

namespace PeerDevice.Companion.Tests;

/// <content>Once it is written: the board comes up, and is looked for.</content>
public sealed partial class FlashTests
{
    [Fact]
    public void ABoardThatRunsAlreadyIsRecognisedAndANewOneAskedFor()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        FlashOptions options = new() { Image = _temp["image.bin"] };
        Assert.Contains("a new board cannot say what it is", Fails(options), StringComparison.Ordinal);
        _temp.Text("devices", "-- Connected .NET nanoFramework devices --\nST_STM32F769I_DISCOVERY @ /dev/ttyACM0\nESP32_WESP32 @ " + Port + "\n\n----\n");
        Run(options);
        Assert.Contains("--update --target ESP32_WESP32 --serialport " + Port, Ran()[0], StringComparison.Ordinal);
        Run(options with { Port = "/dev/ttyACM0" });
        Assert.Contains("--update --target ST_STM32F769I_DISCOVERY --jtag", Ran(), StringComparer.Ordinal);
        Assert.Contains("--nanodevice --serialport /dev/ttyACM0 --deploy", Ran()[^1], StringComparison.Ordinal);
        _temp.Text("devices", "ESP32_REV3 @ " + Port + "\n");
        Assert.Contains("name it by --board", Fails(options), StringComparison.Ordinal);
    }

    [Fact]
    public void TheBoardIsWaitedForAndPrintsAPage()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        using LocalPeer board = LocalPeer.Start(
            new LocalPeerPlan { Shares = [_temp.Folder("share")], Writable = true, Durable = false, Name = "New board", Bind = "127.0.0.1", HttpPort = 0, RawPort = 0, LpdPort = -1, SnmpPort = -1, Printers = ["file:" + _temp.Folder("printed") + "/,language=text"], Spool = "", Pull = 0 },
            new SilentIndicator());
        _address = FormattableString.Invariant($"127.0.0.1:{board.HttpPort}");
        FlashOptions options = new() { Board = "ESP32_LILYGO", Image = _temp["image.bin"], Name = "New board" };
        Teller teller = Run(options);
        Assert.Equal("New board", _named);
        Assert.Contains("New board is up at", _said.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _complained.ToString());
        Assert.Equal(0, teller.ExitCode);
        string page = File.ReadAllText(Assert.Single(Directory.GetFiles(_temp["printed"])));
        Assert.Contains("printed by a board that was flashed just now", page, StringComparison.Ordinal);
        Assert.Contains(_address, page, StringComparison.Ordinal);
        Assert.Equal(1, Run(options with { Name = "Other" }).ExitCode);
        Assert.Contains("it is called New board, not Other", _complained.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ABoardThatDoesNotComeUpIsWaitedForWithABound()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        int port = Closed();
        FlashOptions options = new() { Board = "ESP32_OLIMEX_WROVER", Image = _temp["image.bin"], Address = FormattableString.Invariant($"127.0.0.1:{port}") };
        Assert.Contains("the flashing itself went well", Fails(options), StringComparison.Ordinal);
        Assert.InRange(_clock.Milliseconds, DesktopLimits.FlashBoardPatience, 2 * DesktopLimits.FlashBoardPatience);
        Run(options with { Address = null });
        Assert.Contains("When you know its address: peer status ADDRESS", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ABoardIsLookedForByItsNameAndElseAskedFor()
    {
        Teller teller = new(_said, _complained);
        _address = "192.168.1.9";
        Shown office = new(after: 3, new FoundPeer("Labels", "1", "board", "192.168.1.5", 80), new FoundPeer("Receipts", "2", "board", "192.168.1.6", 80));
        OfficeFinder finder = new(teller, office, _clock, new Told(this));
        Assert.Equal(new FoundPeer("", "", "", "192.168.1.6", 80).Authority, finder.Find(Roomy, "receipts"));
        Assert.Equal(3, office.Looks);
        Assert.Equal("192.168.1.9", finder.Find(Roomy, null));
        Assert.Equal("192.168.1.9", finder.Find(Roomy, "Nobody"));
        Assert.Equal("Nobody", _named);
        Assert.InRange(_clock.Milliseconds, DesktopLimits.FlashBoardPatience, 2 * DesktopLimits.FlashBoardPatience);
        Assert.Contains("is the board's network cable in?", _said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Labels")]
    [InlineData("Labels:")]
    public void WhereTheBoardWillBeIsToldByItsNameToo(string address)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        FlashOptions options = new() { Board = "ESP32_OLIMEX_WROVER", Image = _temp["image.bin"], Address = address };
        Run(options);
        Assert.Equal("Labels", _named);
        Assert.Contains("When you know its address: peer status ADDRESS", _said.ToString(), StringComparison.Ordinal);
        _named = null;
        _address = FormattableString.Invariant($"127.0.0.1:{Closed()}");
        Assert.Contains("does not answer at " + _address, Fails(options), StringComparison.Ordinal);
    }
}
