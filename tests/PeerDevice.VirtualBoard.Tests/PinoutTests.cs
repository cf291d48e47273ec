using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PeerDevice.Drivers;
using PeerDevice.Wiring;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>
/// What people wire by (hardware/NAME/pinout.csv and its drawing) is what the image does, and no pin is one that the board needs for itself. What the boards need is written down
/// here a second time, from the sources that the csv names.
/// </summary>
public sealed class PinoutTests
{
    private static readonly string Hardware = Path.Combine(Root(), "hardware");

    // ESP32 datasheet: RMII without its clock, the flash of a module, pads without an output driver, pads that are read at reset.
    private static readonly int[] Rmii = [19, 21, 22, 25, 26, 27];
    private static readonly int[] Flash = [6, 7, 8, 9, 10, 11];
    private static readonly int[] InputOnly = [34, 35, 36, 39];
    private static readonly int[] Straps = [0, 2, 5, 12, 15];

    // nf-interpreter a3e8139a: targets/ESP32/defconfig and _Network/NF_ESP32_Ethernet.cpp. Clock, reset, MDC, MDIO. Of the EVB: its maker's table.
    private static readonly Dictionary<string, int[]> Phy = new()
    {
        ["ESP32_ETHERNET_KIT_1.2"] = [0, 5, 23, 18],
        ["ESP32_LILYGO"] = [17, 5, 23, 18],
        ["ESP32_OLIMEX"] = [17, 12, 23, 18],
        ["ESP32_OLIMEX_EVB"] = [0, 23, 18],
        ["ESP32_OLIMEX_WROVER"] = [0, 12, 23, 18],
        ["ESP32_WESP32"] = [0, 16, 17],
        ["ESP32_WT32_ETH01"] = [0, 16, 23, 18],
    };

    private static readonly string[] WithPsram = ["ESP32_ETHERNET_KIT_1.2", "ESP32_OLIMEX_WROVER"];

    // Only one printer is there at a time, and a display gives way to what peer.cfg asks of the printer.
    private static readonly string[] MayAlternate = ["display", "printer", "usb-host"];

    public static TheoryData<string> Boards => new(Pinout.All(Hardware).Select(board => board.Board));

    public static TheoryData<string> Esp32Boards => new(Phy.Keys);

    [Fact]
    public void EachBoardOfTheImagesHasAFolderAndNoOther()
    {
        Assert.Equal(Phy.Keys.Append("ORGPAL_PALTHREE").Append("ST_STM32F769I_DISCOVERY").Order(StringComparer.Ordinal), Pinout.All(Hardware).Select(board => board.Board));
        Assert.All(Pinout.All(Hardware), board => Assert.Equal(board.Board, Pins(board.Board).Name));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void NoPinStandsTwiceAndEachHasAUseASourceAndADirection(string name)
    {
        Pinout board = Read(name);
        Assert.Equal(board.Rows.Length, board.Rows.Select(row => row.Number).Distinct().Count());
        Assert.Equal(board.Rows.OrderBy(row => row.Number).Select(row => row.Number), board.Rows.Select(row => row.Number));
        foreach (PinRow row in board.Rows)
        {
            Assert.All(row.Uses, use => Assert.Contains(use.Device, Pinout.Devices.Concat(Pinout.Others)));
            Assert.Contains(row.Direction, new[] { "in", "out", "both" });
            Assert.True(row.Source.Length > 0 && row.Name.Length > 0, name + " " + row.Pin);
            Assert.True(row.Pin == row.Number.ToString() || row.Number == ((row.Pin[1] - 'A') * 16) + int.Parse(row.Pin[2..row.Pin.IndexOf(' ')]), row.Pin);
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void APinWithSeveralUsesServesOneAtATimeOrABus(string name)
    {
        foreach (PinRow row in Read(name).Rows.Where(row => row.Uses.Length > 1))
        {
            string[] devices = row.Uses.Select(use => use.Device).ToArray();
            Assert.Equal(devices.Length, devices.Distinct().Count());
            if (row.IsShared)
            {
                // One SPI bus for two devices, each with a select line of its own.
                Assert.Equal(["card", "usb-host"], devices);
                Assert.Single(row.Uses.Select(use => use.Signal).Distinct());
                Assert.Contains(row.Uses[0].Signal, new[] { "clock", "mosi", "miso" });
            }
            else
            {
                Assert.All(devices, device => Assert.Contains(device, MayAlternate));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void ALineGoesTheWayThatItsDeviceNeeds(string name)
    {
        foreach (PinRow row in Read(name).Rows)
        {
            string?[] ways = row.Uses.Where(use => Pinout.Devices.Contains(use.Device)).Select(Terminals.Direction).Distinct().ToArray();
            Assert.All(ways, Assert.NotNull);
            Assert.True(ways.Length == 0 || row.Direction == (ways.Length == 1 ? ways[0] : "both"), name + " " + row.Pin + " " + row.UsedBy);
        }
    }

    [Theory]
    [MemberData(nameof(Esp32Boards))]
    public void AnEsp32KeepsThePinsOfItsEthernetFlashMemoryAndDebugger(string name)
    {
        Pinout board = Read(name);
        Is(board, "flash", Flash);
        Is(board, "phy", Rmii.Concat(Phy[name]).ToArray(), name is "ESP32_LILYGO" ? [0] : []);
        Is(board, "usb-uart", [1, 3]);
        Is(board, "psram", WithPsram.Contains(name) ? [16, 17] : []);
    }

    [Theory]
    [MemberData(nameof(Esp32Boards))]
    public void AnEsp32DrivesNoPinThatIsInputOnlyAndStillStarts(string name)
    {
        foreach (PinRow row in Read(name).Rows)
        {
            Assert.True(!InputOnly.Contains(row.Number) || row.Direction == "in", name + " " + row.Pin);
            bool isOurs = row.Uses.Any(use => Pinout.Devices.Contains(use.Device));
            bool isStrap = Straps.Contains(row.Number);
            Assert.True(!isStrap || row.Note.Contains("strap", StringComparison.Ordinal) || row.UsedBy == "strap" || row.UsedBy == "phy", name + " " + row.Pin + ": say what it does at reset");
            Assert.True(!isStrap || !isOurs || row.Note.Contains("harmless", StringComparison.Ordinal), name + " " + row.Pin + ": say why it is harmless at reset");

            // MTDI high at reset means flash of 1.8 V: nothing that idles high may be on it.
            Assert.True(row.Number != 12 || !isOurs || row.UsedBy is "light" or "usb-host mosi", name + " " + row.Pin);
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void ThePinsOfTheImageAreThoseOfTheList(string name)
    {
        BoardPins pins = Pins(name);
        bool isMmc = pins.Card == BoardPins.CardOnMmc;
        (string Use, int Pin)[] image =
        [
            ("card clock", pins.CardClock), (isMmc ? "card command" : "card mosi", pins.CardCommand), (isMmc ? "card data0" : "card miso", pins.CardData), ("card select", pins.CardSelect),
            ("printer transmit", pins.SerialTransmit), ("printer receive", pins.SerialReceive), ("printer stop", pins.SerialStop), ("printer ready", pins.SerialReady),
            ("usb-host clock", pins.UsbClock), ("usb-host mosi", pins.UsbMosi), ("usb-host miso", pins.UsbMiso), ("usb-host select", pins.UsbSelect), ("usb-host interrupt", pins.UsbInterrupt),
            ("light", pins.Light), ("button", pins.Button), ("display data", pins.DisplayData), ("display clock", pins.DisplayClock),
        ];
        Assert.Equal(
            Read(name).Rows.Where(row => !row.Note.Contains(PinRow.ByRuntime, StringComparison.Ordinal))
                .SelectMany(row => row.Uses.Where(use => Pinout.Devices.Contains(use.Device)).Select(use => use + " " + row.Number)).Order(StringComparer.Ordinal),
            image.Where(one => one.Pin != BoardPins.None).Select(one => one.Use + " " + one.Pin).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void TheDrawingIsThatOfTheList(string name)
    {
        Assert.Equal(Drawing.Of(Read(name)), File.ReadAllText(Path.Combine(Hardware, name, Drawing.FileName)).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void TheTableOfWhatFitsTogetherIsThatOfTheLists()
    {
        string text = File.ReadAllText(Path.Combine(Hardware, "README.md")).ReplaceLineEndings("\n");
        Assert.Equal(FitTable.Put(text, Pinout.All(Hardware)), text);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void EachBoardIsDescribedWithItsPartsAndAdmitsThatNobodyTriedIt(string name)
    {
        string text = File.ReadAllText(Path.Combine(Hardware, name, "README.md"));
        Assert.Contains("not tried on metal", text, StringComparison.OrdinalIgnoreCase);
        string[] parts = File.ReadAllLines(Path.Combine(Hardware, name, "bom.csv"));
        Assert.Equal("part,for,quantity,note", parts[0]);
        Assert.True(parts.Length > 2);
    }

    private static void Is(Pinout board, string use, int[] pins, int[]? alsoNamed = null)
    {
        Assert.Equal(pins.Concat(alsoNamed ?? []).Order(), board.Rows.Where(row => row.UsedBy == use).Select(row => row.Number));
    }

    private static BoardPins Pins(string name) => new Esp32.Boards().Find(name) ?? new Stm32.Boards().Find(name)!;

    private static Pinout Read(string name) => Pinout.Read(Path.Combine(Hardware, name));

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PeerDevice.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
