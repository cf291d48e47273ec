using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Commands;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;

namespace PeerDevice.Companion.Tests;

/// <summary>The commands as people type them, against this PC's own peer on loopback.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly LocalPeer _peer;
    private readonly string _at;
    private string _said = "";
    private string _complained = "";

    public CommandTests()
    {
        _temp.Text("share/docs/a b.txt", "hallo");
        _temp.Text("share/docs/deep/ü.txt", "tief");
        _temp.Text("share/empty", "");
        _peer = Up(new LocalPeerPlan { Shares = [_temp["share"]], Writable = true, Printers = ["file:" + _temp.Folder("printed") + "/"] });
        _at = FormattableString.Invariant($"127.0.0.1:{_peer.HttpPort}");
    }

    public void Dispose()
    {
        _peer.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void ThereAndBackAgainEverythingIsTheSame()
    {
        Assert.Equal(0, Peer("get", _at, _temp["first"]));
        Assert.Equal("tief", File.ReadAllText(_temp["first/docs/deep/ü.txt"]));
        Assert.Equal(0, Peer("put", _temp["first/docs"], _temp["first/empty"], _at + "/files/"));
        Assert.Contains("skipped", _said, StringComparison.Ordinal);
        Assert.Equal(0, Peer("put", _temp["first/docs"], _at + "/files/copy"));
        Assert.Equal(0, Peer("get", "http://" + _at + "/files/copy/a%20b.txt", _temp["named"]));
        Assert.Equal("hallo", File.ReadAllText(_temp["named"]));
        Assert.Equal(0, Peer("ls", "-r", _at));
        Assert.Contains("copy/deep/ü.txt", _said, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderIsRemovedOnlyWhenItIsSaid()
    {
        Assert.Equal(1, Peer("rm", _at + "/files/docs"));
        Assert.True(Directory.Exists(_temp["share/docs"]));
        Assert.Equal(1, Peer("rm", "-r", _at));
        Assert.Equal(0, Peer("rm", "-r", _at + "/files/docs", _at + "/files/empty"));
        Assert.False(Directory.Exists(_temp["share/docs"]));
        Assert.Equal(1, Peer("rm", _at + "/files/empty"));
    }

    [Fact]
    public void WhatIsThereIsReplacedOnlyByForce()
    {
        string mine = _temp.Text("mine", "mine");
        Assert.Equal(1, Peer("put", mine, _at + "/files/empty"));
        Assert.Equal("", File.ReadAllText(_temp["share/empty"]));
        Assert.Equal(0, Peer("put", "--force", mine, _at + "/files/empty"));
        Assert.Equal("mine", File.ReadAllText(_temp["share/empty"]));
        Assert.Equal(0, Peer("cp", _at + "/files/docs/a b.txt", _at + "/files/copy.txt"));
        Assert.Equal(1, Peer("cp", _at + "/files/empty", _at + "/files/copy.txt"));
        Assert.Equal(1, Peer("mv", _at + "/files/empty", _at + "/files/copy.txt"));
        Assert.Equal("hallo", File.ReadAllText(_temp["share/copy.txt"]));
        Assert.Equal(0, Peer("mv", "-f", _at + "/files/empty", _at + "/files/copy.txt"));
        Assert.Equal("mine", File.ReadAllText(_temp["share/copy.txt"]));
        Assert.False(File.Exists(_temp["share/empty"]));
    }

    [Fact]
    public void FoldersAreMadeMovedAndCopied()
    {
        Assert.Equal(1, Peer("mkdir", _at + "/files/x/y"));
        Assert.Equal(0, Peer("mkdir", "-p", _at + "/files/x/y"));
        Assert.Equal(0, Peer("mkdir", "-p", _at + "/files/x/y"));
        Assert.Equal(1, Peer("mkdir", _at + "/files/x/y"));
        Assert.Contains("/files/x/y is there already", _complained, StringComparison.Ordinal);
        Assert.Equal(1, Peer("mv", _at + "/files/x", _at + "/files/x/y"));
        Assert.Contains("onto or into itself", _complained, StringComparison.Ordinal);
        Assert.Equal(0, Peer("cp", _at + "/files/docs", _at + "/files/x/y"));
        Assert.Equal("tief", File.ReadAllText(_temp["share/x/y/docs/deep/ü.txt"]));
        Assert.Equal(0, Peer("mv", _at + "/files/x/y", _at + "/files/z"));
        Assert.Equal("tief", File.ReadAllText(_temp["share/z/docs/deep/ü.txt"]));
        Assert.False(Directory.Exists(_temp["share/x/y"]));
    }

    [Fact]
    public void FromOnePeerToAnotherFoldersGoWhole()
    {
        using LocalPeer other = Up(new LocalPeerPlan { Shares = ["one=" + _temp.Folder("one"), "two=" + _temp.Folder("two")], Writable = true });
        string there = FormattableString.Invariant($"127.0.0.1:{other.HttpPort}/files");
        Assert.Equal(0, Peer("cp", _at + "/files/docs", there + "/two/"));
        Assert.DoesNotContain("through this PC", _said, StringComparison.Ordinal);
        Assert.Equal(1, Peer("cp", _at + "/files/docs", there + "/two/"));
        Assert.Contains("--force", _complained, StringComparison.Ordinal);
        Assert.Equal(0, Peer("cp", _at + "/files/docs/a b.txt", there + "/two/named"));
        Assert.Equal("hallo", File.ReadAllText(_temp["two/named"]));
        Assert.Equal("tief", File.ReadAllText(_temp["two/docs/deep/ü.txt"]));
        Assert.Equal(1, Peer("mv", _at + "/files/docs", there + "/two/"));
        Assert.Equal(0, Peer("ls", there + "/"));
        Assert.Contains("one/", _said, StringComparison.Ordinal);
        Assert.Equal(1, Peer("put", _temp["share/empty"], there + "/"));
    }

    [Fact]
    public void WhereAPeerFetchesNothingItGoesThroughThisPcAndThatIsSaid()
    {
        using LocalPeer other = Up(new LocalPeerPlan { Shares = [_temp.Folder("one")], Writable = true, Pull = PeerSettings.PullsNothing });
        string there = FormattableString.Invariant($"127.0.0.1:{other.HttpPort}/files/");
        Assert.Equal(0, Peer("cp", _at + "/files/docs", there));
        Assert.Contains("through this PC: ", _said, StringComparison.Ordinal);
        Assert.Equal("tief", File.ReadAllText(_temp["one/docs/deep/ü.txt"]));
    }

    [Fact]
    public void AReadOnlyPeerGivesAndTakesNothing()
    {
        using LocalPeer other = Up(new LocalPeerPlan { Shares = [_temp["share"]] });
        string there = FormattableString.Invariant($"127.0.0.1:{other.HttpPort}");
        Assert.Equal(0, Peer("get", there + "/files/docs", _temp.Folder("got") + "/"));
        Assert.Equal(1, Peer("put", _temp["share/empty"], there + "/files/new"));
        Assert.Contains("read-only", _complained, StringComparison.Ordinal);
        Assert.Equal(1, Peer("rm", there + "/files/empty"));
        Assert.Equal(1, Peer("mkdir", there + "/files/new"));
        Assert.False(Directory.Exists(_temp["share/.peer"]));
    }

    [Theory]
    [InlineData("large content, changed on its way", 400)]
    [InlineData("large content", 201)]
    public async Task ContentIsStoredOnlyIfItIsWhatItsDigestSays(string arriving, int expected)
    {
        byte[] content = new byte[3_000_000];
        Encoding.ASCII.GetBytes("large content", content.AsSpan(2_500_000));
        string claimed = Convert.ToBase64String(SHA256.HashData(content));
        Encoding.ASCII.GetBytes(arriving, content.AsSpan(2_500_000));
        using HttpClient client = new();
        using HttpRequestMessage put = new(HttpMethod.Put, "http://" + _at + "/files/new.bin") { Content = new ByteArrayContent(content) };
        put.Headers.Add("Repr-Digest", "sha-256=:" + claimed + ":");
        using HttpResponseMessage answer = await client.SendAsync(put, TestContext.Current.CancellationToken);
        Assert.Equal(expected, (int)answer.StatusCode);
        Assert.Equal(expected == 201, File.Exists(_temp["share/new.bin"]));
        Assert.True(expected == 400 || File.ReadAllBytes(_temp["share/new.bin"]).AsSpan().SequenceEqual(content));
    }

    [Fact]
    public async Task WhoAsksForRoomIsToldThatOfTheDisk()
    {
        using HttpClient client = new();
        using HttpRequestMessage ask = new(new HttpMethod("PROPFIND"), "http://" + _at + "/files/docs/")
        {
            Content = new StringContent("<propfind xmlns='DAV:'><prop><quota-available-bytes/><quota-used-bytes/><creationdate/></prop></propfind>", Encoding.UTF8, "application/xml"),
        };
        ask.Headers.Add("Depth", "0");
        using HttpResponseMessage answer = await client.SendAsync(ask, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Matches("<D:quota-available-bytes>[0-9]+</D:quota-available-bytes><D:quota-used-bytes>[1-9][0-9]*</D:quota-used-bytes>", text);
    }

    [Fact]
    public void LinksAreLeftOutAndTold()
    {
        _temp.Text("secret/key", "secret");
        _temp.Text("mine/plain", "plain");
        Directory.CreateSymbolicLink(_temp["mine/out"], _temp["secret"]);
        Directory.CreateSymbolicLink(_temp["share/out"], _temp["secret"]);
        Assert.Equal(1, Peer("put", _temp["mine"], _at + "/files/"));
        Assert.Contains("left out", _complained, StringComparison.Ordinal);
        Assert.Equal("plain", File.ReadAllText(_temp["share/mine/plain"]));
        Assert.False(Directory.Exists(_temp["share/mine/out"]));
        Assert.Equal(1, Peer("get", _at + "/files/out/key", _temp["stolen"]));
        Assert.False(File.Exists(_temp["stolen"]));
    }

    [Fact]
    public void ADocumentIsPrintedWholeBeforeItIsSaid()
    {
        byte[] noise = new byte[2_500_001];
        new Random(4).NextBytes(noise);
        File.WriteAllBytes(_temp["document"], noise);
        Assert.Equal(0, Peer("print", _temp["document"], _at));
        string printed = Assert.Single(Directory.GetFiles(_temp["printed"]));
        Assert.EndsWith(".prn", printed, StringComparison.Ordinal);
        Assert.Equal(noise, File.ReadAllBytes(printed));
        Assert.Equal(1, Peer("print", _temp["share/empty"], _at));
        Assert.Equal(1, Peer("print", _temp["share"], _at));
        Assert.Equal(1, Peer("print", _temp["nothing"], _at));
    }

    [Fact]
    public void APeerWithoutPrinterPrintsNothing()
    {
        using LocalPeer other = Up(new LocalPeerPlan { Shares = [_temp["share"]] });
        Assert.DoesNotContain("raw", other.Ready, StringComparison.Ordinal);
        Assert.Equal(1, Peer("print", _temp["share/docs/a b.txt"], FormattableString.Invariant($"127.0.0.1:{other.HttpPort}")));
        Assert.Contains("no printer", _complained, StringComparison.Ordinal);
    }

    [Fact]
    public void APeerSaysWhatItIs()
    {
        Assert.Equal(0, Peer("status", _at));
        Assert.Contains("companion", _said, StringComparison.Ordinal);
        Assert.Contains("writable", _said, StringComparison.Ordinal);
        Assert.Equal(0, Peer("status", "--json", _at));
        Assert.StartsWith("{", _said, StringComparison.Ordinal);
        Assert.Matches("^ready http://127.0.0.1:[0-9]+/ raw 127.0.0.1:[0-9]+ snmp 127.0.0.1:[0-9]+$", _peer.Ready);
        Assert.Equal(0, Peer("status", _at));
        Assert.Matches("\n  snmp     127.0.0.1:[0-9]+\r?\n", _said);
    }

    [Fact]
    public void APrinterIsSharedWithoutLpdWhereItsPortCannotBeHad()
    {
        Assert.Equal(0, Peer("status", _at));
        Assert.Matches("\n  lpd      127.0.0.1:[0-9]+\r?\n", _said);
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        SilentIndicator indicator = new();
        using LocalPeer other = LocalPeer.Start(
            new LocalPeerPlan { Shares = [_temp["share"]], Bind = "127.0.0.1", HttpPort = 0, RawPort = 0, LpdPort = port, SnmpPort = PeerSettings.NoPort, Durable = false, Printers = ["file:" + _temp["elsewhere"]] }, indicator);
        Assert.Contains(FormattableString.Invariant($"port {port} is taken"), Assert.Single(indicator.Lines), StringComparison.Ordinal);
        Assert.Equal(0, Peer("status", FormattableString.Invariant($"127.0.0.1:{other.HttpPort}")));
        Assert.DoesNotContain("  lpd ", _said, StringComparison.Ordinal);
    }

    [Fact]
    public void APrinterIsSharedWithoutSnmpWhereItsPortCannotBeHad()
    {
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        SilentIndicator indicator = new();
        using LocalPeer other = LocalPeer.Start(
            new LocalPeerPlan { Shares = [_temp["share"]], Bind = "127.0.0.1", HttpPort = 0, RawPort = 0, LpdPort = PeerSettings.NoPort, SnmpPort = port, Durable = false, Printers = ["file:" + _temp["elsewhere"]] }, indicator);
        Assert.Matches("^ready http://127.0.0.1:[0-9]+/ raw 127.0.0.1:[0-9]+$", other.Ready);
        Assert.Contains(FormattableString.Invariant($"UDP port {port} "), Assert.Single(indicator.Lines), StringComparison.Ordinal);
        using LocalPeer silent = Up(new LocalPeerPlan { Shares = [_temp["share"]], SnmpPort = PeerSettings.NoPort, Printers = ["file:" + _temp["elsewhere"]] });
        Assert.DoesNotContain("snmp", silent.Ready, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderForJobsThatCannotBeHadIsSaidAndOneThatCanIsMade()
    {
        string taken = _temp["taken"];
        File.WriteAllText(taken, "");
        CommandFailure failure = Assert.Throws<CommandFailure>(() => Up(new LocalPeerPlan { Shares = [_temp["share"]], SnmpPort = PeerSettings.NoPort, Printers = ["file:" + _temp["paper"]], Spool = taken }));
        Assert.Contains("name a folder that you may write to", failure.Message, StringComparison.Ordinal);
        using LocalPeer peer = Up(new LocalPeerPlan { Shares = [_temp["share"]], SnmpPort = PeerSettings.NoPort, Printers = ["file:" + _temp["paper"]], Spool = _temp["jobs"] });
        Assert.True(Directory.Exists(_temp["jobs"]));
    }

    [Theory]
    [InlineData("get", "ftp://x/y"), InlineData("ls", "host:99999"), InlineData("ls", ""), InlineData("ls", "http://h/files/../etc"), InlineData("ls", "http://h/a?b")]
    [InlineData("put", "/nowhere/at/all", "127.0.0.1:1/files/"), InlineData("nonsense"), InlineData("get"), InlineData("up", "--http", "70000"), InlineData("up", "--pull", "some"), InlineData("up", "--share", "/nowhere/at/all")]
    [InlineData("up", "--printer", "laser"), InlineData("up", "--snmp", "some"), InlineData("up", "--lpd", "some"), InlineData("up", "--lpd", "65536"), InlineData("up", "--snmp", "65536"), InlineData("up", "--bind", "somewhere")]
    public void WhatMakesNoSenseIsSaidAndNotZero(params string[] words)
    {
        Assert.NotEqual(0, Peer(words));
        Assert.NotEqual("", _complained);
    }

    [Fact]
    public void APortThatIsTakenIsSaid()
    {
        Assert.Equal(1, Peer("up", "--share", _temp["share"], "--bind", "127.0.0.1", "--http", FormattableString.Invariant($"{_peer.HttpPort}")));
        Assert.Contains("--http", _complained, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameFromAPeerCannotMoveTheCursor()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no such names there
        }

        StringWriter said = new();
        new Teller(said, said).Say("a\u001b[2Jb\u202Ec");
        Assert.Equal("a?[2Jb?c", said.ToString().TrimEnd());
    }

    [Fact]
    public void TheDemoDoesWhatItSays()
    {
        int code = Peer("demo", "--once");
        Assert.True(code == 0, _said + _complained);
        Assert.Contains("Everything arrived.", _said, StringComparison.Ordinal);
    }

    private static LocalPeer Up(LocalPeerPlan plan) =>
        LocalPeer.Start(plan with { Bind = "127.0.0.1", HttpPort = 0, RawPort = 0, LpdPort = plan.LpdPort == Limits.LpdPort ? 0 : plan.LpdPort, SnmpPort = plan.SnmpPort == Limits.SnmpPort ? 0 : plan.SnmpPort, Durable = false }, new SilentIndicator());

    private int Peer(params string[] words) => Typed.Run(words, out _said, out _complained);
}
