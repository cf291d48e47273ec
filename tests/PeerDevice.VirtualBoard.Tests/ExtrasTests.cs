using System.Text;
using nanoFramework.Runtime.Native;
using nanoFramework.System.IO.FileSystem;
using PeerDevice.Drivers;
using PeerDevice.Host;
using PeerDevice.VirtualBoard.Manners;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>An image for boards with little memory has no display, button, strip of lights, USB printers and IPP: who asks for one is told so, and everything else serves.</summary>
public sealed class ExtrasTests
{
    private const string NoServices = "ipp = no\nlpd = no\nsnmp = no\n";

    [Fact]
    public void AnImageWithoutExtrasSaysOfEachThatItHasNone()
    {
        string log = Log("printer = usb\nlight = ws2812\nbutton = yes\ndisplay = 128x64\n", new BoardExtras());
        Assert.Contains("printer = usb is not to be had with this image; there is no printer", log, System.StringComparison.Ordinal);
        Assert.Contains("light = ws2812 is not to be had on this board; there is no light", log, System.StringComparison.Ordinal);
        Assert.Contains("a button is not to be had with this image", log, System.StringComparison.Ordinal);
        Assert.Contains("a display is not to be had with this image", log, System.StringComparison.Ordinal);
    }

    [Fact]
    public void NobodyIsToldOfWhatNobodyAskedFor()
    {
        Assert.DoesNotContain("image", Log("printer = none\n", new BoardExtras()), System.StringComparison.Ordinal);
        Assert.DoesNotContain("image", Log("printer = none\nbutton = no\n", new AllExtras()), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lpd ipp snmp spool keep-jobs", " needs more memory than this board has; print by raw")]
    [InlineData("lpd ipp snmp", " needs more sockets than this board has; what it has is IPP, at the port of HTTP")]
    public void WhoAsksForAServiceThatThereIsNoRoomForIsToldSo(string keys, string words)
    {
        bool isSmall = keys.Contains("spool", System.StringComparison.Ordinal);
        Profile profile = isSmall ? Profile.SixteenSocketsSmallHeap() : Profile.FourSockets();
        BoardExtras extras = isSmall ? new BoardExtras() : new AllExtras();
        string asked = "printer = serial\nlpd = yes\nipp = yes\nsnmp = yes\nspool = yes\nkeep-jobs = yes\n";
        string log = Log(asked, extras, profile);
        Assert.All(keys.Split(' '), key => Assert.Contains("peer.cfg: " + key + words, log, System.StringComparison.Ordinal));
        Assert.Equal(keys.Split(' ').Length, log.Split(" needs more ").Length - 1);
        Assert.DoesNotContain(" needs more ", Log("printer = serial\n" + NoServices + "spool = no\nkeep-jobs = no\n", extras, profile), System.StringComparison.Ordinal);
        Assert.DoesNotContain(" needs more ", Log("printer = none\n" + asked[asked.IndexOf('\n')..], extras, profile), System.StringComparison.Ordinal);
    }

    [Fact]
    public void AnImageWithoutAnOfficeServesNoIppAndOneWithItDoes()
    {
        Assert.Null(new BoardExtras().MakeOffice());
        AllExtras extras = new AllExtras();
        Assert.NotNull(extras.MakeOffice());

        // For one peer each: a board that could not start tries again with another.
        Assert.NotSame(extras.MakeOffice(), extras.MakeOffice());
    }

    private static string Log(string settings, BoardExtras extras)
    {
        return Log(settings + NoServices, extras, Esp32.Program.Assemble().Profile);
    }

    private static string Log(string settings, BoardExtras extras, Profile profile)
    {
        using CardInSlot card = new CardInSlot();
        System.IO.File.WriteAllText(card.OnPc("peer.cfg"), settings + "ntp = none\ndiscovery = no\nraw-port = none\n");
        Card.Use(card.Folder, false);
        SystemInfo.TargetName = "ESP32_OLIMEX";
        BoardParts found = Esp32.Program.Assemble();
        BoardParts parts = new BoardParts(found.Kind, profile, found.Card, found.Table, found.Pins, found.Words) { Extras = extras };
        BoardStart start = new(parts);
        start.ReadSettings();
        start.Settings.HttpPort = 0;
        start.MakeOutput();
        Peer? peer = start.Start();
        Assert.NotNull(peer);
        Assert.True(peer.HttpPort > 0);
        string log = Encoding.UTF8.GetString(peer.Parts.Status.Log!.Lines());
        start.End();
        peer.Stop();
        return log;
    }
}
