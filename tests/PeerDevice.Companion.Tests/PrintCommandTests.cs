using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;
using PeerDevice.Companion.Commands;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;

namespace PeerDevice.Companion.Tests;

/// <summary>The commands about printing as people type them, against this PC's own peer on loopback, with jobs kept and without.</summary>
public sealed class PrintCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly byte[] _document = new byte[700_001];
    private LocalPeer? _peer;
    private string _at = "";
    private string _said = "";
    private string _complained = "";

    public PrintCommandTests()
    {
        new Random(4).NextBytes(_document);
        File.WriteAllBytes(_temp["document"], _document);
    }

    public void Dispose()
    {
        _peer?.Dispose();
        _temp.Dispose();
    }

    [Theory, InlineData(true), InlineData(false)]
    public void ADocumentIsPrintedAsItIsUnderItsNameByIppAndByRaw(bool keepsJobs)
    {
        Up(keepsJobs);
        Assert.Equal(0, Peer("print", _temp["document"], _at));
        Assert.Matches(@"^printed document \(683\.6 KiB\) on [^,]+, job [1-9][0-9]*\s*$", _said);
        Assert.Equal(0, Peer("print", _temp["document"], _at, "--title", "Größe 12"));
        Assert.Equal(0, Peer("print", "--raw", _temp["document"], _at));
        Assert.Equal(0, Peer("print", _temp["document"], FormattableString.Invariant($"socket://127.0.0.1:{_peer!.RawPort}")));
        Assert.Equal(0, Peer("print", _temp["document"], "ipp://" + _at + "/ipp/print"));
        string[] printed = Printed("first");
        Assert.Equal(5, printed.Length);
        Assert.All(printed, one => Assert.True(File.ReadAllBytes(one).AsSpan().SequenceEqual(_document)));
        Assert.Contains("document", printed[0], StringComparison.Ordinal);
        Assert.Contains("Größe 12", printed[1], StringComparison.Ordinal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void CopiesAreMadeByThePeerOrOneAfterTheOther(bool keepsJobs)
    {
        Up(keepsJobs);
        Assert.Equal(0, Peer("print", _temp["document"], _at, "--copies", "3"));
        byte[] printed = [.. Printed("first").SelectMany(File.ReadAllBytes)];
        Assert.True(printed.AsSpan().SequenceEqual((byte[])[.. _document, .. _document, .. _document]));
        Assert.Contains(keepsJobs ? " 3 times on " : "(copy 3 of 3)", _said, StringComparison.Ordinal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void WhatAUrlNamesThePrinterFetchesItself(bool keepsJobs)
    {
        Up(keepsJobs);
        using LocalPeer source = LocalPeer.Start(Plan() with { Shares = [_temp.Folder("source")] }, new SilentIndicator());
        File.Copy(_temp["document"], Path.Combine(_temp["source"], "größe 12.prn"));
        string url = FormattableString.Invariant($"http://127.0.0.1:{source.HttpPort}/files/");
        Assert.Equal(0, Peer("print", url + "gr%C3%B6%C3%9Fe%2012.prn", _at));
        Assert.Matches(@"^printed größe 12\.prn (\(684\.0 KiB\) )?on [^,]+, job [1-9][0-9]*\s*$", _said);
        Assert.Equal(0, Peer("print", url + "gr%C3%B6%C3%9Fe%2012.prn", "--to", _at, "--title", "fetched", "--copies", "2"));
        string[] printed = Printed("first");
        Assert.Contains("größe 12", printed[0], StringComparison.Ordinal);
        Assert.Contains("fetched", printed[1], StringComparison.Ordinal);
        byte[] all = [.. printed.SelectMany(File.ReadAllBytes)];
        Assert.True(all.AsSpan().SequenceEqual((byte[])[.. _document, .. _document, .. _document]));

        Assert.Equal(1, Peer("print", url + "nothing", _at));
        Assert.Contains("it could not fetch the document", _complained, StringComparison.Ordinal);
        Assert.Equal(0, Peer("jobs", _at));
        Assert.Equal("no jobs wait", _said.Trim());
        Assert.Equal(1, Peer("print", url + "nothing", _at, "--raw"));
        Assert.Contains("fetches nothing", _complained, StringComparison.Ordinal);
        Assert.Equal(1, Peer("print", "https://127.0.0.1/letter", _at));
        Assert.Contains("by http", _complained, StringComparison.Ordinal);
        Assert.NotEqual(0, Peer("print", url));
        Assert.NotEqual(0, Peer("print", url, _at, "--to", _at));
        Assert.Equal(printed.Length, Printed("first").Length);
    }

    [Fact]
    public async Task ADocumentComesOutOfASerialLineAsItWasPrinted()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // a terminal is made as Linux does
        }

        using PseudoTerminal line = new();

        // Where nobody has the device open there is nothing to read at its other end, not even silence.
        using SafeFileHandle held = File.OpenHandle(line.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        byte[] document = _document[..20_000];
        File.WriteAllBytes(_temp["letter.prn"], document);
        _peer = LocalPeer.Start(Plan() with { Printers = ["tty:" + line.Path + ",baud=115200,handshake=none"] }, new SilentIndicator());
        Task<byte[]> came = Task.Factory.StartNew(() => line.Read(2 * document.Length), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        string at = FormattableString.Invariant($"127.0.0.1:{_peer.HttpPort}");
        Assert.Equal(0, Peer("print", _temp["letter.prn"], at));
        Assert.Equal(0, Peer("print", "--raw", _temp["letter.prn"], at));
        byte[] all = await came.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.True(all.AsSpan().SequenceEqual((byte[])[.. document, .. document]));
    }

    [Fact]
    public void APrinterThatFetchesNothingIsNotAskedTo()
    {
        _peer = LocalPeer.Start(Plan() with { Printers = ["file:" + _temp.Folder("first") + "/"], Pull = PeerSettings.PullsNothing }, new SilentIndicator());
        Assert.Equal(1, Peer("print", "http://127.0.0.1:9/files/a", "--to", FormattableString.Invariant($"127.0.0.1:{_peer.HttpPort}")));
        Assert.Contains("fetches no documents", _complained, StringComparison.Ordinal);
    }

    /// <summary>A peer has two ports for what is one desk: which of them the Printer is named by makes no difference.</summary>
    [Theory, InlineData(false, false), InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public void WhatIsOnThePrintersOwnPeerIsSaidToBeFetchedFirst(bool printsByIpp, bool isOfIpp)
    {
        Up(keepsJobs: true);
        string ipp = FormattableString.Invariant($"127.0.0.1:{_peer!.IppPort}");
        Assert.NotEqual(_at, ipp);
        Assert.Equal(1, Peer("print", "http://" + (isOfIpp ? ipp : _at) + "/files/letter.txt", printsByIpp ? $"ipp://{ipp}/ipp/print" : _at));
        Assert.Contains("First fetches nothing from its own peer: get the document first (`peer get`)", _complained, StringComparison.Ordinal);
        Assert.Equal(0, Peer("jobs", _at, "--all"));
        Assert.Equal("no jobs", _said.Trim());
    }

    /// <summary>The fear: by another of its names the Printer's own peer is taken for another's, and a job is made of what it does not fetch.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void ItIsTheSamePeerByWhateverNameItIsCalled(bool isOfIpp)
    {
        Up(keepsJobs: true);
        int port = isOfIpp ? _peer!.IppPort : _peer!.HttpPort;
        Assert.Equal(1, Peer("print", FormattableString.Invariant($"http://localhost:{port}/files/letter.txt"), _at));
        Assert.Contains("First fetches nothing from its own peer: get the document first (`peer get`)", _complained, StringComparison.Ordinal);
        Assert.Equal(0, Peer("jobs", _at, "--all"));
        Assert.Equal("no jobs", _said.Trim());
    }

    /// <summary>The fear: another peer, whose port only has the same number, is taken for the Printer's own.</summary>
    [Fact]
    public void AnotherPeerOfTheSamePortIsAnother()
    {
        Up(keepsJobs: true);
        using LocalPeer other = LocalPeer.Start(Plan() with { Name = "another", Bind = "127.0.0.2", HttpPort = _peer!.HttpPort, IppPort = PeerSettings.NoPort, RawPort = 0 }, new SilentIndicator());
        Peer("print", FormattableString.Invariant($"http://127.0.0.2:{other.HttpPort}/files/letter.txt"), _at);
        Assert.DoesNotContain("its own peer", _complained, StringComparison.Ordinal);
    }

    /// <summary>The fear: where nobody here can ask who it is, the Printer is not even asked to fetch it.</summary>
    [Fact]
    public void WhoCannotBeAskedFromHereIsLeftToThePrinter()
    {
        Up(keepsJobs: true);
        Peer("print", FormattableString.Invariant($"http://127.0.0.3:{_peer!.HttpPort}/files/letter.txt"), _at);
        Assert.DoesNotContain("its own peer", _complained, StringComparison.Ordinal);
        Assert.Equal(0, Peer("jobs", _at, "--all"));
        Assert.Contains("letter.txt", _said, StringComparison.Ordinal);
    }

    [Fact]
    public void APrinterIsNamedWhereThereAreSeveral()
    {
        Up(keepsJobs: true);
        Assert.Equal(0, Peer("print", _temp["document"], _at, "--printer", "Second one"));
        Assert.Equal(0, Peer("print", "--raw", _temp["document"], _at, "--printer", "Second one"));
        Assert.Empty(Printed("first"));
        Assert.Equal(2, Printed("second").Length);
        Assert.Equal(1, Peer("print", _temp["document"], _at, "--printer", "Third"));
        Assert.Contains("has no printer Third: it has First, Second one.", _complained, StringComparison.Ordinal);
        Assert.Equal(1, Peer("print", "--raw", _temp["document"], _at, "--printer", "Third"));
        Assert.Contains("has no printer Third: it has First, Second one.", _complained, StringComparison.Ordinal);
        Assert.Equal(1, Peer("print", _temp["document"], _at + "/ipp/print/First", "--printer", "First"));
        Assert.Contains("names a printer already", _complained, StringComparison.Ordinal);
    }

    [Fact]
    public void AKnownFormatThatADeviceDoesNotTakeIsNotPrintedAsSigns()
    {
        _peer = LocalPeer.Start(Plan() with { Printers = ["file:" + _temp.Folder("receipts") + "/,language=escpos-80"] }, new SilentIndicator());
        _at = FormattableString.Invariant($"127.0.0.1:{_peer.HttpPort}");
        File.Copy(_temp["document"], _temp["letter.pdf"]);
        File.WriteAllText(_temp["letter.txt"], "Grüße\n");
        Assert.Equal(1, Peer("print", _temp["letter.pdf"], _at));
        Assert.Contains("is application/pdf", _complained, StringComparison.Ordinal);
        Assert.Equal(0, Peer("print", _temp["letter.txt"], _at));
        Assert.Equal(0, Peer("print", _temp["letter.txt"], _at, "--format", "application/octet-stream"));
        string[] printed = Printed("receipts");
        Assert.DoesNotContain("Grüße", File.ReadAllText(printed[0]), StringComparison.Ordinal);
        Assert.Equal("Grüße\n", File.ReadAllText(printed[1]));
    }

    [Fact]
    public void AFormatThatIsAskedOfAPrinterWithoutALanguageIsRefusedWithWhatToDo()
    {
        Up(keepsJobs: true);
        Assert.Equal(1, Peer("print", _temp["document"], _at, "--format", "text/plain"));
        Assert.Contains("First has no language told to it", _complained, StringComparison.Ordinal);
        Assert.Contains("leave --format text/plain away", _complained, StringComparison.Ordinal);
        Assert.Equal(0, Peer("jobs", _at, "--all"));
        Assert.Equal("no jobs", _said.Trim());
        Assert.Equal(0, Peer("print", _temp["document"], _at, "--format", "application/octet-stream"));
    }

    [Fact]
    public void WhatIsKnownToAKibOnlyIsNotToldAsMore()
    {
        Up(keepsJobs: true);
        using LocalPeer source = LocalPeer.Start(Plan() with { Shares = [_temp.Folder("source")] }, new SilentIndicator());
        File.WriteAllText(Path.Combine(_temp["source"], "six.txt"), "hello\n");
        Assert.Equal(0, Peer("print", FormattableString.Invariant($"http://127.0.0.1:{source.HttpPort}/files/six.txt"), _at));
        Assert.StartsWith("printed six.txt (up to 1 KiB) on First, job ", _said, StringComparison.Ordinal);
        Assert.Equal(0, Peer("jobs", _at, "--all"));
        Assert.Matches(@"  completed +up to 1 KiB  ", _said);
    }

    [Fact]
    public void JobsAreListedHeldReleasedAndPrintedWhenTheyMay()
    {
        Up(keepsJobs: true);
        Assert.Equal(0, Peer("jobs", _at));
        Assert.Equal("no jobs wait", _said.Trim());
        Assert.Equal(0, Peer("pause", _at, "--printer", "First"));
        Assert.Equal("First: stopped (The printer is paused)", _said.Trim());
        string one = Sent("one");
        string two = Sent("two");
        Assert.Contains("waiting for the printer; not waited for", _said, StringComparison.Ordinal);
        Assert.Equal(0, Peer("hold", _at, one));
        Assert.Equal($"job {one} on First: held", _said.Trim());
        Assert.Equal(0, Peer("jobs", _at));
        Assert.Matches($@"^ *ID  STATE +SIZE  WHO +PRINTER  NAME\r?\n *{two}  waiting for the printer  684\.0 KiB  .+  First +two\r?\n *{one}  held +684\.0 KiB  .+  First +one\s*$", InOrder(_said, two, one));
        Assert.Equal(0, Peer("status", _at));
        Assert.Contains("The printer is paused.", _said, StringComparison.Ordinal);
        Assert.Matches($" {one}  held ", _said);
        Assert.Equal(0, Peer("resume", _at, "--printer", "First"));
        Assert.Equal(0, Peer("print", _temp["document"], _at));
        Assert.Equal(2, Printed("first").Length);
        Assert.Contains("two", Printed("first")[0], StringComparison.Ordinal);
        Assert.Equal(0, Peer("release", _at, one));
        Assert.Equal(0, Peer("print", _temp["document"], _at));
        Assert.Contains("one", Printed("first")[2], StringComparison.Ordinal);
        Assert.Equal(0, Peer("jobs", _at, "--all", "--printer", "First"));
        Assert.Matches($@" {one}  completed +684\.0 KiB ", _said);
        Assert.DoesNotContain("PRINTER", _said, StringComparison.Ordinal);
    }

    [Fact]
    public void ACanceledJobIsNotPrintedAndWhoWaitsForItIsTold()
    {
        Up(keepsJobs: true);
        Assert.Equal(0, Peer("pause", _at, "--printer", "Second one"));
        string waits = "";
        string failure = "";
        Thread printing = new(() =>
        {
            waits = Typed.Run(["print", _temp["document"], _at, "--printer", "Second one"], out string said, out failure) + said;
        });
        printing.Start();
        string id = "";
        Assert.True(SpinWait.SpinUntil(() => Peer("jobs", _at) == 0 && (id = Regex.Match(_said, "([0-9]+)  waiting for the printer").Groups[1].Value).Length > 0, 60_000));
        Assert.Equal(1, Peer("cancel", _at, "7", id));
        Assert.Contains($"job {id} on Second one: canceled", _said, StringComparison.Ordinal);
        Assert.Contains("there is no job 7 on 127.0.0.1", _complained, StringComparison.Ordinal);
        printing.Join();
        Assert.StartsWith("1", waits, StringComparison.Ordinal);
        Assert.Contains($"job {id} was canceled: its owner canceled it", failure, StringComparison.Ordinal);
        Assert.Equal(1, Peer("cancel", _at, id));
        Assert.Contains($"will not cancel job {id}: it is canceled.", _complained, StringComparison.Ordinal);
        Assert.Equal(0, Peer("resume", _at, "--printer", "Second one"));
        Assert.Equal(0, Peer("print", _temp["document"], _at, "--printer", "Second one"));
        Assert.Single(Printed("second"));
    }

    [Fact]
    public void OfSeveralPrintersNoneIsPausedByAccident()
    {
        Up(keepsJobs: false);
        Assert.Equal(1, Peer("pause", _at));
        Assert.Contains("First, Second one: say which with --printer", _complained, StringComparison.Ordinal);
        Assert.Equal(0, Peer("print", _temp["document"], _at));
        Assert.Equal(1, Peer("pause", "socket://127.0.0.1:9100"));
        Assert.Equal(1, Peer("jobs", _at, "--printer", "Third"));
        Assert.NotEqual(0, Peer("cancel", _at, "all"));
    }

    [Theory]
    [InlineData("print", "document", "files-of-one/files/a.txt"), InlineData("print", "document", "socket://h:9100/ipp"), InlineData("print", "document", "ipps://h/ipp/print")]
    [InlineData("print", "document", "127.0.0.1:1", "--copies", "0"), InlineData("print", "document", "127.0.0.1:1", "--copies", "1000"), InlineData("print", "document", "127.0.0.1:1")]
    [InlineData("print", "document", "socket://127.0.0.1:1"), InlineData("print", "document", "socket://127.0.0.1:1", "--copies", "2"), InlineData("print", "document", "127.0.0.1:1", "--raw", "--title", "x")]
    public void WhatMakesNoSenseIsSaidAndNotZero(params string[] words)
    {
        Assert.NotEqual(0, Peer([.. words.Select(word => word == "document" ? _temp[word] : word)]));
        Assert.NotEqual("", _complained);
    }

    private LocalPeerPlan Plan() => new()
    {
        Shares = [_temp.Folder("share")],
        Name = "bench",
        Bind = "127.0.0.1",
        HttpPort = 0,
        RawPort = 0,
        LpdPort = PeerSettings.NoPort,
        IppPort = 0,
        SnmpPort = PeerSettings.NoPort,
        Durable = false,
    };

    private void Up(bool keepsJobs)
    {
        LocalPeerPlan plan = Plan() with { Printers = ["First=file:" + _temp.Folder("first") + "/", "Second one=file:" + _temp.Folder("second") + "/"], Spool = keepsJobs ? _temp["jobs"] : "" };
        _peer = LocalPeer.Start(plan, new SilentIndicator());
        _at = FormattableString.Invariant($"127.0.0.1:{_peer.HttpPort}");
    }

    private string[] Printed(string folder)
    {
        string[] all = Directory.GetFiles(_temp[folder], "job-*");
        Array.Sort(all, StringComparer.Ordinal);
        return all;
    }

    private string Sent(string title)
    {
        Assert.Equal(0, Peer("print", _temp["document"], _at, "--no-wait", "--title", title));
        return Regex.Match(_said, "job ([0-9]+),").Groups[1].Value;
    }

    // Which of two waiting jobs is listed first is the peer's to say.
    private static string InOrder(string table, string first, string second)
    {
        string[] lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        return string.Join('\n', lines[0], lines.Single(line => line.Contains(first + "  ", StringComparison.Ordinal)), lines.Single(line => line.Contains(second + "  ", StringComparison.Ordinal)));
    }

    private int Peer(params string[] words) => Typed.Run(words, out _said, out _complained);
}
