using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PeerDevice.Drivers;
using PeerDevice.Wiring;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>
/// What people wire by (hardware/NAME/pinout.csv and its drawing) is what the image does, and no pin is one that the board needs for itself. What the boards need is written down
/// here a second time, from the sources that the csv names.
/// </summary>
public sealed partial class PinoutTests
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

    // nf-interpreter a3e8139a: targets/ChibiOS/NAME/board.h, what carries RMII, FMC (the SDRAM), QSPI and SPI1 (the flash beside the chip).
    private static readonly Dictionary<string, (string Phy, string Sdram, string Flash)> OfStm32 = new()
    {
        ["ORGPAL_PALTHREE"] = (
            "A1 A2 A7 C1 C4 C5 G11 G12 G13 G14 I10",
            "C0 D0 D1 D8 D9 D10 D14 D15 E0 E1 E7 E8 E9 E10 E11 E12 E13 E14 E15 F0 F1 F2 F3 F4 F5 F11 F12 F13 F14 F15 G0 G1 G4 G5 G8 G15 H6 H7",
            "A5 A6 B5 B6 D11 D12 D13 E2 F10 I15 J3 J4"),
        ["ST_STM32F769I_DISCOVERY"] = (
            "A1 A2 A7 C1 C4 C5 D5 G11 G13 G14",
            "D0 D1 D8 D9 D10 D14 D15 E0 E1 E7 E8 E9 E10 E11 E12 E13 E14 E15 F0 F1 F2 F3 F4 F5 F11 F12 F13 F14 F15 G0 G1 G2 G4 G5 G8 G15"
                + " H2 H3 H5 H8 H9 H10 H11 H12 H13 H14 H15 I0 I1 I2 I3 I4 I5 I6 I7 I9 I10",
            "B2 B6 C9 C10 D13 E2"),
    };

    // The same: target_system_io_ports_config.cpp, …_device_spi_config.cpp, …_device_i2c_config.cpp, and board.h for the card.
    private static readonly Dictionary<string, string> ByRuntime = new()
    {
        ["ORGPAL_PALTHREE"] = "card clock C12, card command D2, card data0 C8, card data1 C9, card data2 C10, card data3 C11, card detect E5, display clock H4, display data H5,"
            + " printer receive D6, printer transmit D5, usb-host clock I1, usb-host miso I2, usb-host mosi I3",
        ["ST_STM32F769I_DISCOVERY"] = "card clock D6, card command D7, card data0 G9, card data1 G10, card data2 B3, card data3 B4, card detect I15, display clock B8, display data B9,"
            + " printer receive C7, printer transmit C6, usb-host clock A12, usb-host miso B14, usb-host mosi B15",
    };

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
    public void WhereVoltageAndGroundAreIsDrawnOrSaidNotToBeKnown(string name)
    {
        Pinout board = Read(name);
        string drawing = Drawing.Of(board);
        Assert.Equal(board.Supply.OrderBy(row => Array.IndexOf(Pinout.Voltages, row.Pin)).Select(row => row.Pin), board.Supply.Select(row => row.Pin).Distinct());
        foreach (PinRow row in board.Supply)
        {
            Assert.Contains(row.Pin, Pinout.Voltages);
            Assert.True(row.Pin.Length + row.Note.Length < 45, "a longer note does not fit into the drawing");
            Assert.True(row.Source.Length > 0 && row.Direction is "in" or "out" or "both", name + " " + row.Name);
            Assert.Contains(">" + System.Security.SecurityElement.Escape(row.Name) + "</text>", drawing, StringComparison.Ordinal);
        }

        string[] unknown = Pinout.Voltages.Except(board.Supply.Select(row => row.Pin)).ToArray();
        Assert.Equal(unknown.Length > 0, drawing.Contains("Which pin of the board gives " + string.Join(", ", unknown) + " its public documents do not tell", StringComparison.Ordinal));
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

    /// <summary>At a socket whose pins have no names in print their numbers are needed. Olimex UEXT specification.</summary>
    [Fact]
    public void APinOfUextSaysItsNumber()
    {
        string[] numbered = ["UEXT TXD, pin 3", "UEXT RXD, pin 4", "UEXT SCL, pin 5", "UEXT SDA, pin 6", "UEXT CS, pin 10"];
        foreach (Pinout board in Pinout.All(Hardware))
        {
            PinRow[] rows = board.Rows.Where(row => row.Name.StartsWith("UEXT", StringComparison.Ordinal)).ToArray();
            Assert.Equal(board.Board.StartsWith("ESP32_OLIMEX", StringComparison.Ordinal), rows.Length > 0);
            Assert.All(rows, row => Assert.Contains(row.Name, numbered));
            string drawing = File.ReadAllText(Path.Combine(Hardware, board.Board, Drawing.FileName));
            Assert.All(rows.Where(row => row.Uses.Any(use => Pinout.Devices.Contains(use.Device))), row => Assert.Contains(">" + row.Name, drawing, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("ORGPAL_PALTHREE")]
    [InlineData("ST_STM32F769I_DISCOVERY")]
    public void AnStm32KeepsThePinsOfItsEthernetFlashAndMemoryAndHasItsPortsWhereTheRuntimeHasThem(string name)
    {
        Pinout board = Read(name);
        Is(board, "phy", Numbers(OfStm32[name].Phy));
        Is(board, "psram", Numbers(OfStm32[name].Sdram));
        Is(board, "flash", Numbers(OfStm32[name].Flash));
        Assert.Equal(
            ByRuntime[name].Split(", ").Select(one => one[..(one.LastIndexOf(' ') + 1)] + Number(one[(one.LastIndexOf(' ') + 1)..])).Order(StringComparer.Ordinal),
            board.Rows.Where(row => row.Note.Contains(PinRow.ByRuntime, StringComparison.Ordinal)).SelectMany(row => row.Uses.Where(use => use.Device != "free").Select(use => use + " " + row.Number)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheTableOfBoardsCountsTheSerialPortsOfTheLists()
    {
        // One that the runtime drives and that ends at a connector: the printer's, and those that are free.
        foreach (Pinout board in Pinout.All(Hardware))
        {
            int ports = board.Rows.Count(row => row.Direction == "out" && row.Note.Contains(PinRow.ByRuntime + ": COM", StringComparison.Ordinal) && row.UsedBy == "free")
                + board.Of("printer").Count(pair => pair.Use.Signal == "transmit");
            Assert.Equal(board.Board + " " + ports, board.Board + " " + BoardsToBuy.Of(Hardware, board.Board, "free serial ports"));
        }
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

    /// <summary>Whether a board's image has a driver: the one for ESP32s without PSRAM has none of what <see cref="BoardExtras"/> makes.</summary>
    private static bool Drives(string name, string use) =>
        !Phy.ContainsKey(name) || WithPsram.Contains(name) || !(use.StartsWith("usb-host", StringComparison.Ordinal) || use.StartsWith("display", StringComparison.Ordinal) || use == "button");

    private static void Is(Pinout board, string use, int[] pins, int[]? alsoNamed = null)
    {
        Assert.Equal(pins.Concat(alsoNamed ?? []).Order(), board.Rows.Where(row => row.UsedBy == use).Select(row => row.Number));
    }

    /// <summary>The port or the bus that a line belongs to, as the image has it; empty for one that belongs to none.</summary>
    private static string LineOf(PinUse use, BoardPins pins) => use.ToString() switch
    {
        "printer transmit" or "printer receive" => pins.Serial,
        "usb-host clock" or "usb-host mosi" or "usb-host miso" or "usb-host select" => "SPI" + pins.UsbBus,
        "card clock" or "card mosi" or "card miso" or "card select" => pins.Card == BoardPins.CardOnSpi ? "SPI" + pins.CardBus : "",
        "display data" or "display clock" => "I2C" + pins.DisplayBus,
        _ => "",
    };

    [GeneratedRegex("(COM|SPI|I2C)[0-9]")]
    private static partial Regex LineNames();

    private static int[] Numbers(string pins) => pins.Split(' ').Select(Number).ToArray();

    private static int Number(string pin) => ((pin[0] - 'A') * 16) + int.Parse(pin[1..]);

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
