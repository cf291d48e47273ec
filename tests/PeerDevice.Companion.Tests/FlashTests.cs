using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Companion.Flash;
using PeerDevice.Simulation;

namespace PeerDevice.Companion.Tests;

/// <summary><c>peer flash</c> against a stand-in for <c>nanoff</c>: a script that records what it is asked, fails where it is told to, and hangs.</summary>
public sealed partial class FlashTests : IDisposable
{
    private const string Port = "/dev/ttyUSB7";

    // A stand-in that hangs is given up soon, any other hardly ever.
    private const int Impatience = 5_000;

    private static readonly FlashBoard Roomy = FlashBoard.Named("ESP32_OLIMEX_WROVER")!;

    private readonly TempFolder _temp = new();
    private readonly StringWriter _said = new();
    private readonly StringWriter _complained = new();
    private readonly FakeClock _clock = new();
    private string[] _ports = [Port];
    private string? _address;
    private string? _named;
    private string? _trouble;
    private Action _done = static () => { };
    private Action<string[]>? _ran;
    private int _hangsAt;
    private int _runs;

    public FlashTests()
    {
        _temp.Text("image.bin", "image");
        _temp.Text("devices", "");
        _temp.Text("nanoff", $$"""
            #!/bin/sh
            cd "{{_temp.Path}}" || exit 9
            case "$1" in --listdevices) cat devices; exit 0 ;; esac
            echo "$*" >> ran
            [ "$1" = --filedeployment ] && cp -r "$(dirname "$2")" deployed
            step=$(wc -l < ran | tr -d ' ')
            echo "nanoff at work"
            [ -f "hang-$step" ] && { echo $$ > pid; exec sleep 3600; }
            [ -f "says-$step" ] && cat "says-$step"
            [ -f "code-$step" ] && exit "$(cat "code-$step")"
            exit 0
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_temp["nanoff"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public static TheoryData<string> Boards => new(FlashBoard.All.Select(static board => board.Name));

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("ESP32_ETHERNET_KIT_1.2", "--update --target ESP32_ETHERNET_KIT_1.2 --serialport PORT", "--target ESP32_ETHERNET_KIT_1.2 --serialport PORT --deploy --image IMAGE", true)]
    [InlineData("ESP32_LILYGO", "--update --target ESP32_LILYGO --serialport PORT", "--target ESP32_LILYGO --serialport PORT --deploy --image IMAGE", true)]
    [InlineData("ESP32_OLIMEX", "--update --target ESP32_OLIMEX --serialport PORT", "--target ESP32_OLIMEX --serialport PORT --deploy --image IMAGE", true)]
    [InlineData("ESP32_OLIMEX_EVB", "", "--nanodevice --serialport PORT --deploy --image IMAGE", true)]
    [InlineData("ESP32_OLIMEX_WROVER", "--update --target ESP32_OLIMEX_WROVER --serialport PORT", "--target ESP32_OLIMEX_WROVER --serialport PORT --deploy --image IMAGE", true)]
    [InlineData("ESP32_WESP32", "--update --target ESP32_WESP32 --serialport PORT", "--target ESP32_WESP32 --serialport PORT --deploy --image IMAGE", true)]
    [InlineData("ESP32_WT32_ETH01", "--update --target ESP32_WT32_ETH01 --serialport PORT", "--target ESP32_WT32_ETH01 --serialport PORT --deploy --image IMAGE", true)]
    [InlineData("ORGPAL_PALTHREE", "--update --target ORGPAL_PALTHREE --dfu", "--nanodevice --serialport PORT --deploy --image IMAGE", true)]
    [InlineData("ST_STM32F769I_DISCOVERY", "--update --target ST_STM32F769I_DISCOVERY --jtag", "--nanodevice --serialport PORT --deploy --image IMAGE", false)]
    public void EachBoardIsWrittenByTheseCommands(string name, string runtime, string image, bool hasDrive)
    {
        Run(new FlashOptions { Board = name, Port = LaterPort(name), Image = _temp["image.bin"], IsDry = true }, null);
        string[] commands = _said.ToString().Split('\n').Where(static line => line.StartsWith("nanoff ", StringComparison.Ordinal))
            .Select(line => WithoutFolder(line)["nanoff ".Length..].TrimEnd().Replace(Port, "PORT", StringComparison.Ordinal).Replace(_temp["image.bin"], "IMAGE", StringComparison.Ordinal)).ToArray();
        string[] expected = [.. runtime.Length > 0 ? new[] { runtime } : [], image, .. hasDrive ? new[] { "--filedeployment FOLDER/deployment.json" } : []];
        Assert.Equal(expected, commands);
    }

    [Theory, MemberData(nameof(Boards))]
    public void TheTargetIsTheOneThatTheTableOfBoardsNames(string name)
    {
        string row = File.ReadAllLines(Path.Combine(Root, "hardware", "README.md")).First(line => line.Contains("](" + name + "/) (", StringComparison.Ordinal));
        string told = row[(row.IndexOf("/) (", StringComparison.Ordinal) + 4)..row.IndexOf(") |", StringComparison.Ordinal)];
        FlashBoard board = FlashBoard.Named(name)!;
        Assert.Equal(board.OwnRuntime is null ? board.Target : "a runtime of your own", told);
        Assert.Contains("`" + board.Target + "`", File.ReadAllText(Path.Combine(Root, "hardware", name, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void TheLineOfTheReadmeIsUnderstood()
    {
        string text = File.ReadAllText(Path.Combine(Root, "README.md"));
        string line = System.Text.RegularExpressions.Regex.Match(text, "`peer (flash [^`]+)`").Groups[1].Value;
        string[] words = System.Text.RegularExpressions.Regex.Matches(line, "\"([^\"]*)\"|(\\S+)").Select(static word => word.Groups[1].Success ? word.Groups[1].Value : word.Groups[2].Value).ToArray();
        StringWriter said = new();
        StringWriter complained = new();
        Assert.Equal(0, CommandLine.Run([.. words, "--dry-run", "--port", Port], said, complained));
        Assert.Equal("", complained.ToString());
        string[] commands = said.ToString().Split('\n').Where(static one => one.StartsWith("nanoff ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, commands.Length);
        Assert.Contains("--target " + words[Array.IndexOf(words, "--board") + 1], commands[0], StringComparison.Ordinal);
        Assert.Contains("--image " + words[Array.IndexOf(words, "--image") + 1], commands[1], StringComparison.Ordinal);
        Assert.Contains("name = " + words[Array.IndexOf(words, "--name") + 1], said.ToString(), StringComparison.Ordinal);
        Assert.Contains("printer-language = " + words[Array.IndexOf(words, "--printer-language") + 1], said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheBoardsAreThoseOfTheFolderHardware()
    {
        IEnumerable<string> described = Directory.GetDirectories(Path.Combine(Root, "hardware")).Where(static one => File.Exists(Path.Combine(one, "pinout.csv"))).Select(Path.GetFileName).OfType<string>();
        Assert.Equal(described.Order(StringComparer.Ordinal), FlashBoard.All.Select(static board => board.Name));
    }

    [Theory, MemberData(nameof(Boards))]
    public void ADryRunSaysEachCommandThatIsRunAndRunsNone(string name)
    {
        FlashOptions options = new() { Board = name.ToLowerInvariant(), Port = LaterPort(name), Image = _temp["image.bin"], Name = "Größe 12", Language = "escpos-80" };
        Run(options with { IsDry = true }, null);
        string[] dry = _said.ToString().Split('\n').Where(static line => line.StartsWith("nanoff ", StringComparison.Ordinal)).ToArray();
        Assert.False(File.Exists(_temp["ran"]));
        FlashBoard board = FlashBoard.Named(name)!;
        Assert.Equal(board.OwnRuntime is null ? 1 : 0, dry.Count(static line => line.Contains("--update", StringComparison.Ordinal)));
        Assert.Equal(1, dry.Count(static line => line.Contains("--deploy", StringComparison.Ordinal)));
        string settings = "name = Größe 12|printer-language = escpos-80";
        Assert.Contains("name = Größe 12", _said.ToString(), StringComparison.Ordinal);
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        Run(options);
        Assert.Equal(dry.Select(WithoutFolder), Ran().Select(static line => WithoutFolder("nanoff " + line)));
        Assert.Equal(board.HasInternalDrive, Directory.Exists(_temp["deployed"]));
        if (board.HasInternalDrive)
        {
            Assert.Equal(name + "\n", File.ReadAllText(_temp["deployed/peer.board"]));
            Assert.Equal(settings, File.ReadAllText(_temp["deployed/peer.cfg"]).Trim().Replace('\n', '|'));
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_temp["deployed/deployment.json"]));
            Assert.Equal(Port, json.RootElement.GetProperty("serialport").GetString());
            Assert.Equal(["I:\\peer.board", "I:\\peer.cfg"], json.RootElement.GetProperty("files").EnumerateArray().Select(static file => file.GetProperty("DestinationFilePath").GetString()));
        }
        else
        {
            Assert.Contains("put a file peer.cfg onto its card", _said.ToString(), StringComparison.Ordinal);
        }

        // What was written for nanoff is gone again.
        Assert.DoesNotContain(Ran(), line => line.StartsWith("--filedeployment", StringComparison.Ordinal) && File.Exists(line.Split(' ')[1]));
    }

    [Fact]
    public void ARuntimeOfOnesOwnIsAskedForInWordsAndNeverWrittenOver()
    {
        FlashOptions options = new() { Board = "ESP32_OLIMEX_EVB", Image = _temp["image.bin"] };
        Run(options with { IsDry = true }, null);
        Assert.Contains("ESP32_OLIMEX_EVB needs a runtime of its own, which is not written here.", _said.ToString(), StringComparison.Ordinal);
        Assert.Contains("hardware/ESP32_OLIMEX_EVB/README.md", _said.ToString(), StringComparison.Ordinal);
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        // By the running runtime, whatever it calls itself: where the stock one has its partitions says nothing of this one's.
        Run(options);
        Assert.Equal("--nanodevice --serialport " + Port + " --deploy --image " + _temp["image.bin"], Ran()[0]);
        Assert.StartsWith("--filedeployment ", Ran()[1], StringComparison.Ordinal);
        Assert.Equal(2, Ran().Length);
    }

    [Theory]
    [InlineData(1, 4000, "hold its BOOT button")]
    [InlineData(1, 4001, "smaller than the runtime")]
    [InlineData(1, 4005, "end what else has it open")]
    [InlineData(1, 9007, "is this PC on the internet?")]
    [InlineData(1, 9000, "dotnet tool update -g nanoff")]
    [InlineData(2, 9008, "the image was not found")]
    [InlineData(2, 4003, "hold its BOOT button")]
    [InlineData(3, 2001, "press its reset button")]
    [InlineData(3, 6000, "could not be opened")]
    [InlineData(3, 9999, "see what nanoff said above")]
    public void AStepThatFailsSaysWhatToDoAndIsTheLast(int step, int error, string advice)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        // A Unix system keeps eight bits of an exit code: 9984 and 2048 would be none at all.
        _temp.Text("says-" + step, $"Error E{error}: as it says.\n");
        _temp.Text("code-" + step, (error % 256).ToString());
        string failure = Fails(new FlashOptions { Board = "ESP32_OLIMEX", Image = _temp["image.bin"] });
        Assert.Contains(advice, failure, StringComparison.Ordinal);
        Assert.Contains("By hand: " + _temp["nanoff"], failure, StringComparison.Ordinal);
        Assert.Contains($"Error E{error}", _said.ToString(), StringComparison.Ordinal);
        Assert.Equal(step, Ran().Length);
    }

    [Fact]
    public void AFileThatTheBoardRefusesIsNoticedThoughTheCodeIsNone()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        _temp.Text("says-3", "Error deploying content file a to I:\\peer.board\n");
        Assert.Contains("the board did not take the file", Fails(new FlashOptions { Board = "ESP32_OLIMEX", Image = _temp["image.bin"] }), StringComparison.Ordinal);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void AStepThatHangsIsEndedAndSaysWhatToDo(int step)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        _temp.Text("hang-" + step, "");
        _hangsAt = step;
        Assert.Contains("did not end within", Fails(new FlashOptions { Board = "ESP32_LILYGO", Image = _temp["image.bin"] }), StringComparison.Ordinal);
        Assert.Equal(step, Ran().Length);

        // It was ended, which the system may take a moment to see.
        string process = "/proc/" + File.ReadAllText(_temp["pid"]).Trim();
        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists(process), TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void WhatIsMissingIsSaidBeforeAnythingIsWritten()
    {
        FlashOptions whole = new() { Board = "ESP32_LILYGO", Image = _temp["image.bin"] };
        Assert.Contains("dotnet tool install -g nanoff", Fails(whole, null), StringComparison.Ordinal);
        Assert.Contains(".NET 8 runtime beside a later one, or `--allow-roll-forward`", Fails(whole, null), StringComparison.Ordinal);
        Assert.Contains("there is no board ESP8266; these are known: ESP32_ETHERNET_KIT_1.2, ", Fails(whole with { Board = "ESP8266" }), StringComparison.Ordinal);
        Assert.Contains("by --image", Fails(whole with { Image = _temp["no.bin"] }), StringComparison.Ordinal);
        Assert.Contains("PeerDevice.Esp32Small.bin", Fails(whole with { Image = null }), StringComparison.Ordinal);
        Assert.Contains("PeerDevice.Esp32.bin", Fails(whole with { Board = "ESP32_OLIMEX_WROVER", Image = null }), StringComparison.Ordinal);
        Assert.Contains("the board would not take this", Fails(whole with { Language = "klingon" }), StringComparison.Ordinal);
        Assert.Contains("the board would not take this", Fails(whole with { Name = new string('x', 64) }), StringComparison.Ordinal);
        Assert.Contains("the board would read this name as \"a\"", Fails(whole with { Name = "a # b" }), StringComparison.Ordinal);
        Assert.Contains("leave out line breaks", Fails(whole with { Name = "a\nwritable = no" }), StringComparison.Ordinal);
        _ports = [];
        Assert.Contains("no serial port is there", Fails(whole), StringComparison.Ordinal);
        _ports = ["/dev/ttyUSB0", "/dev/ttyUSB1"];
        Assert.Contains("/dev/ttyUSB0, /dev/ttyUSB1", Fails(whole), StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["ran"]));
    }

    [Fact]
    public void SerialPortsAreListedAndTheirChipsHintAtBoards()
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
        {
            return; // ports have other names there
        }

        foreach (string name in new[] { "dev/ttyUSB1", "dev/ttyACM0", "dev/ttyS0", "dev/null" })
        {
            _temp.Text(name, "");
        }

        Assert.Equal([_temp["dev/ttyACM0"], _temp["dev/ttyUSB1"]], SerialPorts.All(_temp["dev"]));
        Assert.Empty(SerialPorts.All(_temp["no-such"]));
        _temp.Text("usb/1-1/idVendor", "1a86\n");
        _temp.Text("usb/1-1/idProduct", "7523\n");
        _temp.Folder("usb/1-1/1-1:1.0/ttyUSB1");
        _temp.Folder("tty/ttyUSB1");
        Directory.CreateSymbolicLink(_temp["tty/ttyUSB1/device"], _temp["usb/1-1/1-1:1.0/ttyUSB1"]);
        Assert.Contains("CH340", SerialPorts.Hint("/dev/ttyUSB1", _temp["tty"]), StringComparison.Ordinal);
        Assert.Equal("", SerialPorts.Hint("/dev/ttyUSB9", _temp["tty"]));
    }

    // A port on which nobody listens any more.
    private int Closed()
    {
        using LocalPeer gone = LocalPeer.Start(
            new LocalPeerPlan { Shares = [_temp.Folder("share")], Writable = false, Durable = false, Name = "Gone", Bind = "127.0.0.1", HttpPort = 0, RawPort = -1, LpdPort = -1, SnmpPort = -1, Printers = [], Spool = "", Pull = 0 },
            new SilentIndicator());
        return gone.HttpPort;
    }

    private static string Root
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "PeerDevice.sln")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            return folder;
        }
    }

    private static string WithoutFolder(string line) => System.Text.RegularExpressions.Regex.Replace(line, @"\S*peer-flash[^/\\ ]*[/\\]", "FOLDER/");

    private string[] Ran() => File.ReadAllLines(_temp["ran"]);

    private string Fails(FlashOptions options) => Fails(options, _temp["nanoff"]);

    private string Fails(FlashOptions options, string? nanoff) => Assert.Throws<CommandFailure>(() => Run(options, nanoff)).Message;

    private Teller Run(FlashOptions options) => Run(options, _temp["nanoff"]);

    private Teller Run(FlashOptions options, string? nanoff)
    {
        Teller teller = new(_said, _complained);
        new FlashCommand(teller, new PcNetwork(), _clock, new Told(this), () => _ports, Runs) { PortTrouble = _ => _trouble, Done = _done, DryFolder = _temp["peer-flash"] }.Run(options, nanoff);
        return teller;
    }

    // The port of a board whose port is its runtime's: a dry run without it assumes one.
    private static string? LaterPort(string board) => FlashBoard.Named(board)!.Way == FlashWay.Dfu ? Port : null;

    private (int Code, string Said, string Complained) Runs(string[] words, int patience)
    {
        (int, string, string) answer = Shell.Run(words, ++_runs == _hangsAt ? Impatience : patience);
        _ran?.Invoke(words);
        return answer;
    }

    private sealed class Shown(int after, params FoundPeer[] peers) : IOffice
    {
        public int Looks { get; private set; }

        public List<FoundPeer> Look(string? wanted) => ++Looks < after ? [] : [.. peers];
    }

    private sealed class Told(FlashTests test) : IBoardFinder
    {
        public string? Find(FlashBoard board, string? name)
        {
            test._named = name;
            return test._address;
        }
    }
}
