using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Companion.Flash;
using PeerDevice.Host;
using PeerDevice.Simulation;

namespace PeerDevice.Companion.Tests;

/// <content>The fear: whoever follows a dry run by hand lacks a file, a port or the image, and whoever runs it is not told what to do.</content>
public sealed partial class FlashTests
{
    /// <summary>What a dry run says is a script that does the same as the real run.</summary>
    [Theory, MemberData(nameof(Boards))]
    public void WhatADryRunSaysDoesByHandWhatTheRunDoes(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        FlashOptions options = new() { Board = name, Port = LaterPort(name), Image = _temp["image.bin"], Name = "It's 12 \"Größe\" $HOME", Language = "escpos-80" };
        Run(options with { IsDry = true }, null);
        Script(_said.ToString());
        string[] byHand = Ran().Select(WithoutFolder).ToArray();
        bool hasDrive = FlashBoard.Named(name)!.HasInternalDrive;
        string[] files = hasDrive ? Directory.GetFiles(_temp["peer-flash"]).Order(StringComparer.Ordinal).ToArray() : [];
        string[] contents = files.Select(File.ReadAllText).ToArray();
        File.Delete(_temp["ran"]);
        if (hasDrive)
        {
            Directory.Delete(_temp["deployed"], recursive: true);
        }

        Run(options);
        Assert.Equal(Ran().Select(WithoutFolder), byHand);
        Assert.Equal(hasDrive ? 3 : 0, files.Length);
        foreach ((string file, string content) in files.Zip(contents))
        {
            Assert.Equal(WithoutFolder(File.ReadAllText(Path.Combine(_temp["deployed"], Path.GetFileName(file)))), WithoutFolder(content));
        }
    }

    [Fact]
    public void ADryRunSaysWhichPortAndImageItAssumesAndWhatIsMissing()
    {
        FlashOptions options = new() { Board = "ESP32_LILYGO", Image = _temp["no.bin"], Name = "Labels", Language = "zpl", IsDry = true };
        _ports = [];
        string port = SerialPorts.Usual(FlashWay.Serial);
        Assert.Contains($"# Port {port}: assumed, since none is there now: --port names another.", Dry(options), StringComparison.Ordinal);
        _ports = [Port];
        Assert.Contains($"# Port {Port}: the only one there is.", Dry(options), StringComparison.Ordinal);
        _ports = ["/dev/ttyUSB0", "/dev/ttyUSB1"];
        Assert.Contains("# Port /dev/ttyUSB0: the first of /dev/ttyUSB0, /dev/ttyUSB1: --port names another.", Dry(options), StringComparison.Ordinal);
        Assert.Contains("# Port COM9: as --port says.", Dry(options with { Port = "COM9" }), StringComparison.Ordinal);
        _trouble = "there is no serial port, or you may not use it.";
        Assert.Contains("# Port COM9: as --port says, but there is no serial port, or you may not use it.", Dry(options with { Port = "COM9" }), StringComparison.Ordinal);
        Assert.Contains("the first of /dev/ttyUSB0, /dev/ttyUSB1: --port names another, but there is no serial port", Dry(options), StringComparison.Ordinal);
        Assert.Contains("# Port COM9: as --port says.", Dry(options with { Board = "ORGPAL_PALTHREE", Port = "COM9" }), StringComparison.Ordinal); // it is not there yet
        _ports = [];
        Assert.Contains("since none is there now: --port names another.", Dry(options), StringComparison.Ordinal);
        Assert.Contains($"# Image {_temp["no.bin"]}: not there. Put it there, or name another place by --image.", Dry(options), StringComparison.Ordinal);
        Assert.Contains($"# Image {_temp["image.bin"]}.", Dry(options with { Image = _temp["image.bin"] }), StringComparison.Ordinal);
        Assert.Contains("Fetch PeerDevice.Esp32Small.bin as README.md says (Flash a board)", Dry(options with { Image = null }), StringComparison.Ordinal);
        Assert.Contains("# nanoff is not installed here: dotnet tool install -g nanoff", Dry(options), StringComparison.Ordinal);
        Assert.Contains("# Connect it by its maker's downloader", Dry(options).Replace("Board ESP32_LILYGO. ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("# When you know its address, this prints a test page: echo ", Dry(options), StringComparison.Ordinal);
        Assert.Contains("#   name = Labels", Dry(options with { Board = "ST_STM32F769I_DISCOVERY" }), StringComparison.Ordinal);

        // What is no command is a comment.
        Assert.All(Dry(options with { Board = "ESP32_OLIMEX_EVB" }).Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(4), static line => Assert.StartsWith("# ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void APortThatCannotBeUsedIsSaidBeforeAnythingIsWritten()
    {
        FlashOptions options = new() { Board = "ESP32_LILYGO", Image = _temp["image.bin"] };
        _trouble = "you may not.";
        Assert.Equal("you may not.", Fails(options));
        Assert.False(File.Exists(_temp["ran"]));
        if (OperatingSystem.IsWindows())
        {
            return; // ports are no files there
        }

        string port = _temp["ttyUSB3"];
        Assert.Equal($"there is no serial port {port}: none is there now; connect the board (some cables only charge), and name it by --port.", SerialPorts.Trouble(port, [], static _ => true));
        Assert.Equal($"there is no serial port {port}: there is a, b, and name it by --port.", SerialPorts.Trouble(port, ["a", "b"], static _ => true));
        _temp.Text("ttyUSB3", "");
        Assert.Null(SerialPorts.Trouble(port, [port], static _ => true));
        Assert.StartsWith($"you may not use {port}: become a member of its group (`sudo usermod -a -G dialout $USER`", SerialPorts.Trouble(port, [port], static _ => false), StringComparison.Ordinal);
        Assert.Null(SerialPorts.Trouble(port));
    }

    [Fact]
    public void ANanoffWithoutItsDotnetSaysWhatToInstall()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        FlashOptions options = new() { Board = "ESP32_LILYGO", Image = _temp["image.bin"] };
        _temp.Text("says-1", "You must install or update .NET to run this application.\n");
        _temp.Text("code-1", "150");
        Assert.Contains("nanoff needs a .NET runtime that is not here: install .NET 8, or ", Fails(options), StringComparison.Ordinal);
        _temp.Text("devices", "You must install or update .NET to run this application.\n");
        Assert.StartsWith("nanoff needs a .NET runtime", Fails(options with { Board = null }), StringComparison.Ordinal);
    }

    /// <summary>The fear: a flashing that went well never ends, since the printer has no paper.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void APrinterThatIsNotReadyIsNotWaitedForWithoutABound(bool comes)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        // A device that is not there before its folder is.
        Peer board = SmallBoard("Labels", "desk/paper");
        try
        {
            string address = FormattableString.Invariant($"127.0.0.1:{board.HttpPort}");
            _address = address;
            _clock.OnSleep = () => _ = comes ? _temp.Folder("desk") : "";
            Teller teller = Run(new FlashOptions { Board = "ESP32_LILYGO", Image = _temp["image.bin"], Address = address, Language = "zpl" });
            Assert.Matches(@"\nfile \S+ is not ready \([^)]+\); waiting 60 s for it\r?\n", _said.ToString());
            if (comes)
            {
                Assert.Equal("", _complained.ToString());
                Assert.Contains("printed test page.txt", _said.ToString(), StringComparison.Ordinal);
                return;
            }

            Assert.Equal(1, teller.ExitCode);
            Assert.Contains("the test page was not printed: file ", _complained.ToString(), StringComparison.Ordinal);
            Assert.Contains($"When it is, this prints one: echo \"^XA^FO50,50^ADN,18,10^FDTest page^FS^XZ\" | peer print - {address}", _complained.ToString(), StringComparison.Ordinal);
            Assert.InRange(_clock.Milliseconds, DesktopLimits.FlashPrinterPatience, 2 * DesktopLimits.FlashPrinterPatience);
        }
        finally
        {
            board.Stop();
        }
    }

    /// <summary>The fear: a chip whose loader a person begins by wires is written to while it does not listen.</summary>
    [Theory]
    [InlineData("ESP32_WT32_ETH01", "the chip's loader is to run", "the chip's loader is to run", "Take IO0 off GND")]
    [InlineData("ORGPAL_PALTHREE", "Hold BOOT, press and release reset", "", "")]
    [InlineData("ESP32_LILYGO", "", "", "")]
    public void WhatAPersonDoesBeforeACommandIsSaidAndWaitedFor(string board, params string[] before)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        string dry = Dry(new FlashOptions { Board = board, Image = _temp["image.bin"], IsDry = true });
        string[] comments = dry.Split('\n').Where(static line => line.StartsWith("# Writes ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(before.Length, comments.Length);
        Assert.All(comments.Zip(before), static pair => Assert.True(pair.Second.Length == 0 ? pair.First.TrimEnd().EndsWith(':') : pair.First.Contains(pair.Second, StringComparison.Ordinal), pair.First));

        _said.GetStringBuilder().Clear();
        int waited = 0;
        _done = () =>
        {
            // Nothing is written before it is done.
            int written = File.Exists(_temp["ran"]) ? Ran().Length : 0;
            Assert.Contains(before[written], _said.ToString().TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
            waited++;
        };
        Run(new FlashOptions { Board = board, Port = LaterPort(board), Image = _temp["image.bin"] });
        Assert.Equal(before.Count(static one => one.Length > 0), waited);
    }

    private string Dry(FlashOptions options)
    {
        _said.GetStringBuilder().Clear();
        Run(options, null);
        return _said.ToString();
    }

    /// <summary>The fear: whoever gives a dry run to a shell has the image written while the chip's loader does not run, or before the runtime's port is there.</summary>
    [Theory]
    [InlineData("ESP32_WT32_ETH01", "waits writes waits writes waits writes")]
    [InlineData("ORGPAL_PALTHREE", "waits writes waits writes writes")]
    [InlineData("ESP32_LILYGO", "writes writes writes")]
    public void TheScriptOfADryRunWaitsForWhatAPersonDoes(string board, string order)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        // What comes is not the script's next line: that is on its standard input.
        Script(Dry(new FlashOptions { Board = board, Port = LaterPort(board), Image = _temp["image.bin"], IsDry = true }), $"echo waits >> {_temp["ran"]}");
        Assert.Equal(order, string.Join(' ', Ran().Select(static line => line == "waits" ? line : "writes")));
    }

    /// <summary>The fear: whoever has no page of a board that went away is not told how to get one.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void APageThatDoesNotComeSaysHowToPrintOneByHand(bool byIpp)
    {
        Teller teller = new(_said, _complained);
        PcNetwork network = new();
        PeerAddress at;
        PeerReport report;
        using (LocalPeer desk = LocalPeer.Start(new LocalPeerPlan { Shares = [_temp.Folder("share")], Writable = false, Durable = false, Name = "Desk", Bind = "127.0.0.1", HttpPort = 0, RawPort = 0, LpdPort = -1, SnmpPort = -1, Printers = ["file:" + _temp.Folder("printed") + "/"], Spool = "", Pull = 0 }, new SilentIndicator()))
        {
            Peer board = SmallBoard("Labels");
            at = PeerAddress.Read(FormattableString.Invariant($"127.0.0.1:{(byIpp ? desk.HttpPort : board.HttpPort)}"));
            using RemotePeer peer = new(at, network, _clock);
            report = PeerReport.Of(peer);
            board.Stop();
        }

        new FirstPage(teller, network, _clock).Print(report, at, "zpl");
        Assert.Contains("the test page was not printed: ", _complained.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($" If none comes out, this prints one: echo \"^XA^FO50,50^ADN,18,10^FDTest page^FS^XZ\" | peer print - 127.0.0.1:{at.Port}", _complained.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    // Nobody is at a test's terminal, if it has one.
    private void Script(string text, string instead = ":")
    {
        text = text.Replace("read -r _ </dev/tty", instead, StringComparison.Ordinal);
        ProcessStartInfo how = new("sh", ["-s"]) { RedirectStandardInput = true, UseShellExecute = false };
        how.Environment["PATH"] = _temp.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        using Process shell = Process.Start(how)!;
        using (StreamWriter input = new(shell.StandardInput.BaseStream, new System.Text.UTF8Encoding(false)))
        {
            input.Write(text);
        }

        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
