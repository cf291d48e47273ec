using System.Text;
using nanoFramework.Runtime.Native;
using nanoFramework.System.IO.FileSystem;
using PeerDevice.Drivers;
using PeerDevice.Host;
using PeerDevice.VirtualBoard.Manners;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>An image for boards with little memory has no display, button, strip of lights and USB printers: who asks for one is told so, and everything else serves.</summary>
public sealed class ExtrasTests
{
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

    private static string Log(string settings, BoardExtras extras)
    {
        using CardInSlot card = new CardInSlot();
        System.IO.File.WriteAllText(card.OnPc("peer.cfg"), settings + "ntp = none\ndiscovery = no\nraw-port = none\nipp = no\nlpd = no\nsnmp = no\n");
        Card.Use(card.Folder, false);
        SystemInfo.TargetName = "ESP32_OLIMEX";
        BoardParts parts = Esp32.Program.Assemble();
        parts.Extras = extras;
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
