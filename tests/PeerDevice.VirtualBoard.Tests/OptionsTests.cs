using System.Net;
using PeerDevice.Drivers;
using PeerDevice.VirtualBoard.Printers;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>The command line: taken as a whole or refused in one sentence.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--sd")]
    [InlineData("--sd=")]
    [InlineData("--nonsense")]
    [InlineData("card")]
    [InlineData("--sd c --name=")]
    [InlineData("--sd c --bind localhost")]
    [InlineData("--sd c --bind ::1")]
    [InlineData("--sd c --bind 1.2.3")]
    [InlineData("--sd c --http 65536")]
    [InlineData("--sd c --http -1")]
    [InlineData("--sd c --raw x")]
    [InlineData("--sd c --lpd none")]
    [InlineData("--sd c --lpd 65536")]
    [InlineData("--sd c --snmp none")]
    [InlineData("--sd c --snmp 65536")]
    [InlineData("--sd c --discovery 5353")]
    [InlineData("--sd c --sockets 4 --discovery yes --sessions 2")]
    [InlineData("--sd c --printer laser")]
    [InlineData("--sd c --printer file:")]
    [InlineData("--sd c --printer tcp:host")]
    [InlineData("--sd c --printer tcp::9100")]
    [InlineData("--sd c --printer tcp:host:0")]
    [InlineData("--sd c --usb-printer=")]
    [InlineData("--sd c --usb-printer d --printer file:p")]
    [InlineData("--sd c --sessions 14 --usb-printer d")]
    [InlineData("--sd c --sockets 3")]
    [InlineData("--sd c --sockets many")]
    [InlineData("--sd c --sessions 0")]
    [InlineData("--sd c --heap 0")]
    [InlineData("--sd c --heap 96K")]
    [InlineData("--sd c --sessions 15")]
    [InlineData("--sd c --sessions 14 --printer file:p")]
    [InlineData("--sd c --sockets 4 --sessions 2 --raw 0 --printer file:p")]
    [InlineData("--sd c --sockets 4 --sessions 2 --snmp 0 --printer file:p")]
    [InlineData("--sd c --sessions 13 --snmp 0 --printer file:p")]
    [InlineData("--sd c --sockets 4 --raw 0 --snmp 0 --printer file:p")]
    [InlineData("--sd c --sockets 4 --lpd 0 --printer file:p")]
    [InlineData("--sd c --sockets 4 --raw 0 --printer file:p")]
    [InlineData("--sd c --sockets 5 --raw 0 --snmp 0 --printer file:p")]
    [InlineData("--sd c --sockets 6 --lpd 0 --snmp 0 --printer file:p")]
    [InlineData("--sd c --sessions 1 --raw 0 --printer file:p")]
    [InlineData("--sd c --sockets 6 --raw 0 --snmp 0 --lpd 0 --printer file:p")]
    [InlineData("--sd c --sessions 12 --lpd 0 --printer file:p")]
    public void ABadCommandLineIsRefusedInOneSentence(string line)
    {
        string? problem = Options.Read(line.Split(' ', System.StringSplitOptions.RemoveEmptyEntries), out _);
        Assert.NotNull(problem);
        Assert.EndsWith(".", problem);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public void EveryOptionIsTaken()
    {
        string[] words = { "--sd", "c", "--name=A B", "--bind", "127.0.0.2", "--http=0", "--raw", "1", "--lpd=3", "--snmp", "2", "--printer", "tcp:host:9100", "--sockets", "10", "--sessions=4", "--heap", "98304" };
        Assert.Null(Options.Read(words, out Options options));
        Assert.Equal("c", options.Card);
        Assert.Equal("A B", options.Name);
        Assert.Equal(IPAddress.Parse("127.0.0.2"), options.Bind);
        Assert.Equal(0, options.HttpPort);
        Assert.Equal(1, options.RawPort);
        Assert.Equal(2, options.SnmpPort);
        Assert.Equal(3, options.LpdPort);
        Assert.Equal(10, options.Sockets);
        Assert.Equal(4, options.Sessions);
        Assert.Equal(98304, options.Heap);
        using Box? box = options.MakeBox();
        Assert.IsType<TcpBox>(box);
    }

    [Theory]
    [InlineData("", 16, 8, true, false, false)]
    [InlineData("--snmp 0", 16, 8, true, false, true)]
    [InlineData("--lpd 0 --snmp 0", 16, 8, true, true, true)]
    [InlineData("--sockets 4", 4, 1, false, false, false)]
    [InlineData("--sockets 4 --snmp 0", 4, 1, false, false, true)]
    [InlineData("--sockets 5", 5, 2, true, false, false)]
    [InlineData("--sockets 5 --snmp 0", 5, 2, false, false, true)]
    [InlineData("--sessions 1", 16, 1, false, false, false)]
    [InlineData("--sockets 7 --lpd 0 --snmp 0", 7, 2, false, true, true)]
    [InlineData("--sockets 8 --lpd 0 --snmp 0", 8, 2, true, true, true)]
    [InlineData("--sockets 7 --ipp 0", 7, 3, true, false, false)]
    [InlineData("--sockets 8", 8, 5, true, false, false)]
    [InlineData("--sockets 64 --sessions 40", 64, 40, true, false, false)]
    public void SocketsAddUp(string line, int sockets, int sessions, bool servesRaw, bool servesLpd, bool servesSnmp)
    {
        using CardInSlot card = new CardInSlot();
        string[] words = ("--sd " + card.Folder + " --printer file:p " + line).Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
        Assert.Null(Options.Read(words, out Options options));
        using Box? box = options.MakeBox();
        BoardStart start = Program.Assemble(options, box);
        Assert.Equal(sockets, start.Profile.Sockets);
        Assert.Equal(sessions, start.Profile.Sessions);
        Assert.Equal(servesRaw, start.Profile.ServesRaw);
        Assert.Equal(servesLpd, start.Profile.ServesLpd);
        Assert.Equal(servesSnmp, start.Profile.ServesSnmp);
        Assert.Equal(line.Contains("--ipp", System.StringComparison.Ordinal), start.Profile.ServesIpp);
        Assert.True(sessions + 1 + (servesRaw ? 1 : 0) + (servesLpd ? 2 : 0) + (servesSnmp ? 1 : 0) + 1 <= sockets);
        start.Output!.Close();
    }

    [Theory]
    [InlineData("", 8, 3)]
    [InlineData("--heap 98304", 2, 1)]
    public void ASmallHeapIsABoardWithoutPsram(string line, int sessions, int blocks)
    {
        using CardInSlot card = new CardInSlot();
        string[] words = ("--sd " + card.Folder + " " + line).Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
        Assert.Null(Options.Read(words, out Options options));
        BoardStart start = Program.Assemble(options, null);
        Assert.Equal(sessions, start.Profile.Sessions);
        Assert.Equal(blocks, start.Profile.Blocks);
    }

    [Fact]
    public void TheCommandLineGoesOverTheCardsSettings()
    {
        using CardInSlot card = new CardInSlot();
        System.IO.File.WriteAllText(card.OnPc("peer.cfg"), "name = Card\nhttp-port = 81\nraw-port = 9101\nbaud = 1200\nlanguage = de\nwhat = ever\n");
        Assert.Null(Options.Read(new[] { "--sd", card.Folder, "--http", "8081" }, out Options options));
        BoardStart start = Program.Assemble(options, null);
        Assert.Equal("Card", start.Settings.Name);
        Assert.Equal(8081, start.Settings.HttpPort);
        Assert.Equal(9101, start.Settings.RawPort);
        Assert.Equal(1200, start.Settings.BaudRate);
        Assert.Equal("de", start.Settings.Language);
        Assert.Equal("line 6: there is no setting of this name", Assert.Single(start.Settings.Problems));
        Assert.Null(start.Output);
    }
}
