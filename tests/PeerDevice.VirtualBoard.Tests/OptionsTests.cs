using System.Net;
using PeerDevice.Drivers;
using PeerDevice.Services.Status;
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
    [InlineData("--sd c --http none")]
    [InlineData("--sd c --lpd 65536")]
    [InlineData("--sd c --snmp all")]
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

    /// <summary>The fear: a board made of software and the responder of its computer tell two names for one address.</summary>
    [Theory]
    [InlineData("--discovery yes", true)]
    [InlineData("--discovery yes --guest no", false)]
    [InlineData("", false)]
    public void WhoIsFoundOnSomebodysComputerIsItsGuest(string line, bool isGuest)
    {
        using CardInSlot card = new CardInSlot();
        string[] words = ("--sd " + card.Folder + " " + line).Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
        Assert.Null(Options.Read(words, out Options options));
        Assert.Equal(isGuest, Program.Assemble(options, null).Settings.HostNames.Length > 0);
    }

    [Theory]
    [InlineData("", 8, 3)]
    [InlineData("--heap 98304", 2, 0)]
    public void ASmallHeapIsABoardWithoutPsram(string line, int sessions, int blocks)
    {
        using CardInSlot card = new CardInSlot();
        string[] words = ("--sd " + card.Folder + " " + line).Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
        Assert.Null(Options.Read(words, out Options options));
        BoardStart start = Program.Assemble(options, null);
        Assert.Equal(sessions, start.Profile.Sessions);
        Assert.Equal(blocks, start.Profile.Blocks);
        Assert.Equal(line.Length == 0, start.Profile.HasOffice);
    }

    /// <summary>The fear: what somebody wrote onto the card is not done, and nobody says so.</summary>
    [Theory]
    [InlineData("", "", -1, -1, -1, false, "")]
    [InlineData("ipp = yes\nlpd = yes\nsnmp = yes\ndiscovery = yes\n", "", 631, 515, 161, true, "")]
    [InlineData("ipp = no\nlpd = no\nsnmp = no\ndiscovery = no\n", "", -1, -1, -1, false, "")]
    [InlineData("ipp = yes\n", "--ipp none --lpd 0", -1, 0, -1, false, "--ipp is taken instead of ipp in peer.cfg")]
    [InlineData("lpd = no\n", "--lpd 3", -1, 3, -1, false, "--lpd is taken instead of lpd in peer.cfg")]
    [InlineData("snmp = yes\n", "--snmp 161", -1, -1, 161, false, "")]
    [InlineData("discovery = no\n", "--discovery yes", -1, -1, -1, true, "--discovery is taken instead of discovery in peer.cfg")]
    [InlineData("discovery = yes\n", "--discovery no", -1, -1, -1, false, "--discovery is taken instead of discovery in peer.cfg")]
    [InlineData("name = Card\n", "--name Line", -1, -1, -1, false, "--name is taken instead of name in peer.cfg")]
    [InlineData("http-port = 81\nraw-port = 9101\n", "--http 0 --raw 9101", -1, -1, -1, false, "--http is taken instead of http-port in peer.cfg")]
    [InlineData("printer = usb\n", "", -1, -1, -1, false, "what the command line says is the printer, and not what printer in peer.cfg says")]
    public void TheCardsSettingsHoldWhereNoOptionSaysOtherwiseAndThatIsTold(string text, string line, int ipp, int lpd, int snmp, bool isFound, string told)
    {
        using CardInSlot card = new CardInSlot();
        System.IO.File.WriteAllText(card.OnPc("peer.cfg"), text);
        string[] words = ("--sd " + card.Folder + " --printer file:p " + line).Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
        Assert.Null(Options.Read(words, out Options options));
        using Box? box = options.MakeBox();
        BoardStart start = Program.Assemble(options, box);
        string lines = System.Text.Encoding.UTF8.GetString(Assert.IsType<NotedIndicator>(start.Indicator).Log.Lines());
        Assert.Equal((ipp, lpd, snmp, isFound), (start.Settings.IppPort, start.Settings.LpdPort, start.Settings.SnmpPort, start.Settings.Discovery));
        Assert.Equal((ipp >= 0, lpd >= 0, snmp >= 0), (start.Profile.ServesIpp, start.Profile.ServesLpd, start.Profile.ServesSnmp));
        Assert.Equal(told.Length > 0 ? 1 : 0, lines.Split("in peer.cfg").Length - 1);
        Assert.Contains(told, lines);
        start.Output!.Close();
    }

    [Theory]
    [InlineData("", "--raw none")]
    [InlineData("raw-port = none\n", "")]
    public void ARawPortThatNobodyWantsTakesNoSocket(string text, string line)
    {
        using CardInSlot card = new CardInSlot();
        System.IO.File.WriteAllText(card.OnPc("peer.cfg"), text);
        string[] words = ("--sd " + card.Folder + " --sockets 8 --printer file:p " + line).Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
        Assert.Null(Options.Read(words, out Options options));
        using Box? box = options.MakeBox();
        BoardStart start = Program.Assemble(options, box);
        Assert.Equal(PeerDevice.Services.Settings.PeerSettings.NoPort, start.Settings.RawPort);
        Assert.False(start.Profile.ServesRaw);
        Assert.Equal(6, start.Profile.Sessions);
        start.Output!.Close();
    }

    /// <summary>Four sockets have no room for LPD, whoever asks; and what has none takes nothing from what is asked for after it.</summary>
    [Theory]
    [InlineData("lpd = yes\nsnmp = yes\n", "--sockets 4", false, true, false, 1)]
    [InlineData("discovery = yes\n", "--sockets 4 --sessions 2 --raw none", false, false, false, 2)]
    [InlineData("discovery = yes\n", "--sockets 4", false, false, true, 1)]
    [InlineData("discovery = yes\nipp = yes\nlpd = yes\nsnmp = yes\n", "--sockets 5 --sessions 3 --raw none", false, false, false, 3)]
    [InlineData("discovery = yes\nlpd = yes\nsnmp = yes\n", "--sockets 5 --sessions 2 --raw none", false, false, true, 2)]
    public void WhatTheCardAsksForAndDoesNotFitIsNotServed(string text, string line, bool servesLpd, bool servesSnmp, bool isFound, int sessions)
    {
        using CardInSlot card = new CardInSlot();
        System.IO.File.WriteAllText(card.OnPc("peer.cfg"), text);
        string[] words = ("--sd " + card.Folder + " --printer file:p " + line).Split(' ');
        Assert.Null(Options.Read(words, out Options options));
        using Box? box = options.MakeBox();
        BoardStart start = Program.Assemble(options, box);
        Assert.Equal((servesLpd, servesSnmp, isFound, sessions), (start.Profile.ServesLpd, start.Profile.ServesSnmp, start.Settings.Discovery, start.Profile.Sessions));
        Assert.DoesNotContain("taken instead", System.Text.Encoding.UTF8.GetString(Assert.IsType<NotedIndicator>(start.Indicator).Log.Lines()));
        Assert.True(options.ProfileOf().OpenPorts + start.Profile.Sessions + 1 <= start.Profile.Sockets);
        start.Output!.Close();
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
