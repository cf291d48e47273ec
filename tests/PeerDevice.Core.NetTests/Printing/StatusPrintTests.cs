using System;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>The status sheet: what a press of the button prints, and <c>/status</c> serves.</summary>
public sealed class StatusPrintTests
{
    private const string Uri = "http://192.168.1.5/";

    [Fact]
    public void TheSheetSaysWhereThePeerIsAndHowEverythingIs()
    {
        TestPeer peer = Peer("text");
        peer.Peer.PrintStatus();
        string sheet = Text(peer);
        string[] lines = sheet.Split("\r\n");
        Assert.Equal(new[] { "desk", Uri }, lines.Take(2));
        Assert.Contains("Card: there", lines);
        Assert.Contains("Printer: Generic Text Only", lines);
        Assert.Contains("  idle", lines);
        Assert.Contains("Version: 0.1.0", lines);
        Assert.Contains(lines, line => line.StartsWith("Time: 2025-11-22 ", StringComparison.Ordinal));
        Assert.EndsWith("\f", sheet);
        Assert.Equal(new[] { "a status page is printed" }, peer.Indicator.Lines);
    }

    [Fact]
    public void WhatIsWrongStandsThereInWords()
    {
        TestPeer peer = Peer("text");
        BoardFacts facts = peer.Peer.Sheet.Board;
        facts.Address = "";
        facts.AddressWords = "no address: is the cable in?";
        facts.Board = "unknown board X, taken for ESP32_WT32_ETH01";
        facts.Add("peer.cfg: line 3: baud must be a number from 300 to 921600; 9600 stands");
        facts.Add("peer.cfg: line 9: there is no setting of this name");
        peer.Clock.ForgetTime();
        peer.Store.Status = StoreStatus.Absent;
        peer.Store.FailsNow = _ => true;
        peer.Peer.Parts.Printers.First!.Observe(DeviceCondition.MediaEmpty, -1);
        string sheet = peer.Ask("GET", "/status").Text;
        Assert.DoesNotContain("http://", sheet);
        Assert.Contains("\nNetwork: no address: is the cable in?\n", sheet);
        Assert.Contains("\nBoard: unknown board X, taken for ESP32_WT32_ETH01\n", sheet);
        Assert.Contains("\nCard: not there\n", sheet);
        Assert.Contains("\n  stopped: The printer is out of paper.\n", sheet);
        Assert.Contains("\nTime: not known, nobody has told it\n", sheet);
        Assert.Contains("\nTo be mended:\npeer.cfg: line 3: baud must be a number from 300 to 921600; 9600 stands\npeer.cfg: line 9: there is no setting of this name\n", sheet);
    }

    [Fact]
    public void ThePageOfThePeerNamesTheLinesThatMakeNoSense()
    {
        TestPeer peer = Peer("text");
        Assert.DoesNotContain("To be mended", peer.Ask("GET", "/").Text);
        for (int i = 1; i <= Limits.BoardTroubles + 5; i++)
        {
            peer.Peer.Sheet.Board.Add("peer.cfg: line " + i + ": this is not <UTF-8> text " + new string('x', 100));
        }

        string page = peer.Ask("GET", "/").Text;
        Assert.Equal(Limits.BoardTroubles, peer.Peer.Sheet.Board.Troubles);
        Assert.Contains("<p>To be mended: peer.cfg: line 1: this is not &lt;UTF-8&gt; text", page);
        Assert.Contains("line " + Limits.BoardTroubles + ":", page);
        Assert.EndsWith("</body></html>\n", page);
        string sheet = peer.Ask("GET", "/status").Text;
        Assert.True(sheet.Length <= Limits.SheetOctets);
        Assert.EndsWith("\n", sheet);
    }

    [Fact]
    public void ThePageOfThePeerSaysThatNobodyGaveAnAddressAndNobodyToldTheTime()
    {
        TestPeer peer = Peer("text");
        string page = peer.Ask("GET", "/").Text;
        Assert.DoesNotContain("<p>Network: ", page);
        Assert.DoesNotContain("<p>Time: ", page);
        peer.Peer.Sheet.Board.AddressWords = "nobody gives addresses here, this is the <own> one";
        peer.Clock.ForgetTime();
        page = peer.Ask("GET", "/").Text;
        Assert.Contains("<p>Network: nobody gives addresses here, this is the &lt;own&gt; one<p>Time: not known, nobody has told it", page);
        Assert.EndsWith("</body></html>\n", page);
    }

    [Fact]
    public void AReceiptHasACodeForTelephonesBeforeItIsCut()
    {
        TestPeer peer = Peer("escpos-80");
        peer.Peer.PrintStatus();
        string receipt = Text(peer);
        string code = "\x1D(k\x04\0" + "1A2\0" + "\x1D(k\x03\0" + "1C\x06" + "\x1D(k\x03\0" + "1E1" + "\x1D(k" + (char)(Uri.Length + 3) + "\0" + "1P0" + Uri + "\x1D(k\x03\0" + "1Q0\n";
        int at = receipt.IndexOf(code, StringComparison.Ordinal);
        Assert.True(at > 0);
        Assert.Equal("\x1DVB\0", receipt[(at + code.Length)..]);
        Assert.StartsWith("\x1B@", receipt);
    }

    [Fact]
    public void ALabelHasACodeWithinIt()
    {
        TestPeer peer = Peer("zpl");
        peer.Peer.PrintStatus();
        string label = Text(peer);
        Assert.StartsWith("^XA", label);
        Assert.EndsWith("^BQN,2,5^FDMA," + Uri + "^FS\r\n^XZ\r\n", label);
        Assert.Equal(1, label.Split("^XA").Length - 1);
    }

    [Fact]
    public void ALabelWithoutRoomForACodeHasNone()
    {
        TestPeer peer = Peer("zpl", lines: 8);
        peer.Peer.PrintStatus();
        Assert.DoesNotContain("^BQ", Text(peer));
    }

    [Fact]
    public void OtherLanguagesHaveTheTextAlone()
    {
        foreach (string language in new[] { "escp-9", "escp-24", "pcl-3", "pcl-5" })
        {
            TestPeer peer = Peer(language);
            peer.Peer.PrintStatus();
            string page = Text(peer);
            Assert.Contains(Uri + "\r\n", page);
            Assert.DoesNotContain("(k", page);
        }
    }

    [Fact]
    public void WhereNobodySaidWhatThePrinterSpeaksItIsShortLinesOfAscii()
    {
        TestPeer peer = Peer("raw", "Bücherei");
        peer.Peer.PrintStatus();
        string page = Text(peer);
        Assert.StartsWith("Bucherei\r\n" + Uri + "\r\n", page);
        Assert.All(page.Split("\r\n"), line => Assert.True(line.Length <= 32));
        Assert.All(page, c => Assert.InRange(c, '\n', '~'));
    }

    [Fact]
    public void WithASpoolItWaitsForThePrinterAsAnyJob()
    {
        TestPeer peer = Peer("text", hasSpool: true);
        Services.Printing.Printer printer = peer.Peer.Parts.Printers.First!;
        printer.Pause(false);
        peer.Peer.PrintStatus();
        peer.Peer.PrintStatus();
        Assert.Equal(2, printer.Waiting);
        Assert.Empty(peer.Output.Documents);
        printer.Resume();
        peer.PrintStored();
        Assert.Equal(2, peer.Output.Documents.Count);
        Services.Printing.Job[] jobs = new Services.Printing.Job[1];
        Assert.Equal(1, printer.List(jobs, true));
        Assert.Equal("Status page", jobs[0].Name);
    }

    [Fact]
    public void WhatCannotBePrintedIsSaid()
    {
        TestPeer peer = Peer("text");
        peer.Peer.Parts.Printers.First!.Accept(false);
        peer.Peer.PrintStatus();
        Assert.Equal(new[] { "no status page is printed: the printer takes no jobs just now" }, peer.Indicator.Lines);
    }

    [Fact]
    public void ThePrintersOwnDocumentIsNotDisturbed()
    {
        // The Printer's language is in the middle of a document when somebody presses the button.
        TextLanguage printing = (TextLanguage)DeviceLanguages.Make(new PeerSettings { PrinterLanguage = "escpos-58" }, out _);
        Assert.True(printing.BeginDocument(TextLanguage.PlainText));
        byte[] made = new byte[Limits.RenderOctets];
        byte[] text = Encoding.ASCII.GetBytes("half a li");
        Assert.Equal(text.Length, printing.Render(text, 0, text.Length, made, out int first));
        RenderedText sheet = new(printing.Apart(Uri), Encoding.ASCII.GetBytes("other\n"), 6);
        byte[] octets = new byte[7];
        int got;
        while ((got = sheet.Read(octets, 0, octets.Length)) > 0)
        {
            Assert.InRange(got, 1, octets.Length);
        }

        Assert.Equal(0, first);
        string end = Encoding.Latin1.GetString(made, 0, printing.EndDocument(made));
        Assert.Contains("half a li\r\n", end);
        Assert.DoesNotContain("(k", end);
    }

    private static TestPeer Peer(string language, string name = "desk", bool hasSpool = false, int lines = PeerSettings.OfLanguage)
    {
        TestPeer peer = new(hasSpool: hasSpool, name: name, language: DeviceLanguages.Make(new PeerSettings { PrinterLanguage = language, Lines = lines }, out _));
        peer.Peer.Sheet.Board.Address = "192.168.1.5";
        return peer;
    }

    private static string Text(TestPeer peer)
    {
        return Encoding.Latin1.GetString(Assert.Single(peer.Output.Documents));
    }
}
