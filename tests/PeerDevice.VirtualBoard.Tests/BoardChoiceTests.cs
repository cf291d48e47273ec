using System;
using System.Device.Gpio;
using System.IO;
using System.IO.Ports;
using System.Linq;
using System.Reflection;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;
using nanoFramework.System.IO.FileSystem;
using PeerDevice.Drivers;
using PeerDevice.VirtualBoard.Manners;
using PeerDevice.VirtualBoard.Printers;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>The image finds out on which board it runs without asking the card, and says whom it believed.</summary>
public sealed class BoardChoiceTests : IDisposable
{
    private readonly string _flash = Directory.CreateTempSubdirectory("flash").FullName;

    public void Dispose()
    {
        InternalDrive.Use("");
        SystemInfo.TargetName = "";
        Directory.Delete(_flash, true);
    }

    [Theory]
    [InlineData("ESP32_OLIMEX", "", "ESP32_OLIMEX", "as its runtime says")]
    [InlineData("ESP32_OLIMEX", "ESP32_OLIMEX_EVB\r\n# an EVB", "ESP32_OLIMEX_EVB", "as I:\\peer.board says")]
    [InlineData("ESP32_OLIMEX", "ESP32_EVB", "ESP32_OLIMEX", "I:\\peer.board names ESP32_EVB, which is no board of this image; this is a board ESP32_OLIMEX")]
    [InlineData("ESP32_REV3", "", "ESP32_WT32_ETH01", "the runtime calls itself ESP32_REV3, which is no board of this image: the pins are those of ESP32_WT32_ETH01")]
    [InlineData("", "", "ESP32_WT32_ETH01", "the runtime calls itself nothing")]
    [InlineData("ESP32_LILYGO", "ST_STM32F769I_DISCOVERY", "ESP32_LILYGO", "which is no board of this image")]
    public void InternalFlashIsBelievedFirstThenTheRuntimeAndElseTheDefaultIsNamed(string runtime, string told, string board, string words)
    {
        if (told.Length > 0)
        {
            System.IO.File.WriteAllText(Path.Combine(_flash, BoardChoice.FileName), told);
        }

        InternalDrive.Use(_flash);
        SystemInfo.TargetName = runtime;
        BoardParts parts = Esp32.Program.Assemble();
        Assert.Equal(board, parts.Pins.Name);
        Assert.Contains(words, parts.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void ABoardWithoutInternalFlashGoesByItsRuntime()
    {
        SystemInfo.TargetName = "ORGPAL_PALTHREE";
        Assert.Equal("ORGPAL_PALTHREE", Stm32.Program.Assemble().Pins.Name);
        SystemInfo.TargetName = "ST_NUCLEO144_F746ZG";
        Assert.Contains("the pins are those of ST_STM32F769I_DISCOVERY", Stm32.Program.Assemble().Words, StringComparison.Ordinal);
    }

    [Fact]
    public void OctetsThatAreNoNameNameNoBoard()
    {
        System.IO.File.WriteAllBytes(Path.Combine(_flash, BoardChoice.FileName), Enumerable.Repeat((byte)0xFF, 4096).ToArray());
        InternalDrive.Use(_flash);
        Assert.Equal("", BoardChoice.Told());
        System.IO.File.WriteAllBytes(Path.Combine(_flash, BoardChoice.FileName), Enumerable.Repeat((byte)'A', 4096).ToArray());
        Assert.Equal(Limits.BoardName, BoardChoice.Told().Length);
    }

    [Fact]
    public void OnlyWhatIsUsedIsMapped()
    {
        InternalDrive.Use(_flash);
        SystemInfo.TargetName = "ESP32_LILYGO";
        Configuration.Mapped.Clear();
        BoardParts parts = Esp32.Program.Assemble();
        Assert.Equal(
            [(DeviceFunction.SPI1_MOSI, 15), (DeviceFunction.SPI1_MISO, 2), (DeviceFunction.SPI1_CLOCK, 14)],
            Configuration.Mapped.OrderBy(one => one.Key).Select(one => (one.Key, one.Value)));
        parts.Table.MapPrinter(parts.Pins);
        Assert.Equal(33, Configuration.Mapped[DeviceFunction.COM2_TX]);
        Assert.Equal(35, Configuration.Mapped[DeviceFunction.COM2_RX]);
        parts.Table.MapUsbHost(parts.Pins);
        Assert.Equal(
            [(DeviceFunction.SPI2_MOSI, 33), (DeviceFunction.SPI2_MISO, 35), (DeviceFunction.SPI2_CLOCK, 32)],
            Configuration.Mapped.Where(one => one.Key.ToString().StartsWith("SPI2", StringComparison.Ordinal)).OrderBy(one => one.Key).Select(one => (one.Key, one.Value)));
        SystemInfo.TargetName = "ESP32_OLIMEX";
        Configuration.Mapped.Clear();
        Esp32.Program.Assemble();
        Assert.Equal(2, Configuration.Mapped[DeviceFunction.SDMMC1_D0]);
        Assert.DoesNotContain(DeviceFunction.SPI1_MOSI, Configuration.Mapped.Keys);
    }

    [Theory]
    [InlineData("ESP32_ETHERNET_KIT_1.2", "SPI1_MOSI 15, SPI1_MISO 35, SPI1_CLOCK 14", "COM2_TX 33, COM2_RX 34", "SPI2_MOSI 33, SPI2_MISO 34, SPI2_CLOCK 32", "I2C1_DATA 4, I2C1_CLOCK 32")]
    [InlineData("ESP32_LILYGO", "SPI1_MOSI 15, SPI1_MISO 2, SPI1_CLOCK 14", "COM2_TX 33, COM2_RX 35", "SPI2_MOSI 33, SPI2_MISO 35, SPI2_CLOCK 32", "I2C1_DATA 4, I2C1_CLOCK 16")]
    [InlineData("ESP32_OLIMEX", "SDMMC1_CLOCK 14, SDMMC1_COMMAND 15, SDMMC1_D0 2", "COM2_TX 4, COM2_RX 36", "SPI2_MOSI 33, SPI2_MISO 36, SPI2_CLOCK 32", "I2C1_DATA 13, I2C1_CLOCK 16")]
    [InlineData("ESP32_OLIMEX_EVB", "SDMMC1_CLOCK 14, SDMMC1_COMMAND 15, SDMMC1_D0 2", "COM2_TX 4, COM2_RX 36", "SPI2_MOSI 13, SPI2_MISO 36, SPI2_CLOCK 16", "I2C1_DATA 13, I2C1_CLOCK 16")]
    [InlineData("ESP32_OLIMEX_WROVER", "SDMMC1_CLOCK 14, SDMMC1_COMMAND 15, SDMMC1_D0 2", "COM2_TX 4, COM2_RX 36", "SPI2_MOSI 33, SPI2_MISO 36, SPI2_CLOCK 32", "I2C1_DATA 13, I2C1_CLOCK 33")]
    [InlineData("ESP32_WESP32", "SPI1_MOSI 23, SPI1_MISO 32, SPI1_CLOCK 18", "COM2_TX 33, COM2_RX 39", "SPI2_MOSI 12, SPI2_MISO 35, SPI2_CLOCK 13", "I2C1_DATA 15, I2C1_CLOCK 4")]
    [InlineData("ESP32_WT32_ETH01", "SPI1_MOSI 15, SPI1_MISO 35, SPI1_CLOCK 14", "COM2_TX 17, COM2_RX 5", "SPI1_MOSI 15, SPI1_MISO 35, SPI1_CLOCK 14", "I2C1_DATA 32, I2C1_CLOCK 33")]
    public void EachBoardMapsItsPinsByTheFunctionsOfTheirDevices(string board, string card, string printer, string usb, string display)
    {
        InternalDrive.Use(_flash);
        SystemInfo.TargetName = board;
        Configuration.Mapped.Clear();
        BoardParts parts = Esp32.Program.Assemble();
        Assert.Equal(board, parts.Pins.Name);
        Assert.Equal(card, Mapped());
        parts.Table.MapPrinter(parts.Pins);
        Assert.Equal(printer, Mapped());
        parts.Table.MapUsbHost(parts.Pins);
        Assert.Equal(usb, Mapped());
        parts.Table.MapDisplay(parts.Pins);
        Assert.Equal(display, Mapped());
    }

    [Theory]
    [InlineData("ESP32_ETHERNET_KIT_1.2", 1, 13)]
    [InlineData("ESP32_LILYGO", 1, 13)]
    [InlineData("ESP32_OLIMEX", 0, 0)]
    [InlineData("ESP32_OLIMEX_EVB", 0, 0)]
    [InlineData("ESP32_OLIMEX_WROVER", 0, 0)]
    [InlineData("ESP32_WESP32", 1, 5)]
    [InlineData("ESP32_WT32_ETH01", 1, 4)]
    public void EachBoardHasItsCardOnItsBusOrOnOneDataLine(string board, int bus, int select)
    {
        InternalDrive.Use(_flash);
        SystemInfo.TargetName = board;
        Esp32.Program.Assemble();
        SDCard made = SDCard.Made!;
        Assert.Equal(bus == 0, made.Spi is null);
        Assert.Equal(bus == 0, made.Mmc is not null);
        Assert.True(made.Spi is null || ((int)made.Spi.spiBus, (int)made.Spi.chipSelectPin, (int)made.Spi.slotIndex) == (bus, select, 0));
        Assert.True(made.Mmc is null || (made.Mmc.dataWidth, made.Mmc.slotIndex) == (SDCard.SDDataWidth._1_bit, 0u));
    }

    [Theory]
    [InlineData("", 32, false, false)]
    [InlineData("stop-level = high\n", 32, false, false)]
    [InlineData("stop-level = low\n", 32, true, false)]
    [InlineData("stop-level = low\nstop-pin = 35\n", 35, true, true)]
    [InlineData("stop-pin = 35\n", 35, false, true)]
    public void WiresStopByTheLevelOfTheSettingsAndTellTheOtherThatTheBoardListens(string settings, int stop, bool byLow, bool withoutPull)
    {
        GpioController.Reset();
        GpioController.WithoutPull.UnionWith([34, 35, 36, 39]);
        string card = Directory.CreateTempSubdirectory("card").FullName;
        try
        {
            System.IO.File.WriteAllText(Path.Combine(card, "peer.cfg"), "handshake = rts-cts\n" + settings);
            BoardStart start = Read(card, "ESP32_OLIMEX");
            start.MakeOutput();
            GpioPin stopped = new GpioController().OpenPin(stop, PinMode.Output);
            stopped.Write(byLow ? PinValue.Low : PinValue.High);
            Assert.False(start.Output!.IsReady);
            Assert.Equal(withoutPull ? PinMode.Input : byLow ? PinMode.InputPullDown : PinMode.InputPullUp, stopped.Mode);
            stopped.Write(byLow ? PinValue.High : PinValue.Low);
            Assert.True(start.Output.IsReady);
            FieldInfo ready = typeof(StopLine).GetField("_ready", BindingFlags.Instance | BindingFlags.NonPublic)!;
            GpioPin listens = (GpioPin)ready.GetValue(typeof(SerialOutput).GetField("_wires", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(start.Output))!;
            Assert.Equal((33, PinMode.Output, byLow), (listens.PinNumber, listens.Mode, listens.Read().IsHigh));
        }
        finally
        {
            GpioController.Reset();
            SerialLine.Of("COM2").Release();
            Directory.Delete(card, true);
        }
    }

    [Theory]
    [InlineData("", 9600, "None", 8, "One")]
    [InlineData("baud = 300\ndata-bits = 7\nparity = even\n", 300, "Even", 7, "One")]
    [InlineData("baud = 921600\nparity = odd\nstop-bits = 2\n", 921600, "Odd", 8, "Two")]
    [InlineData("baud = 1200\ndata-bits = 8\nparity = none\nstop-bits = 1\n", 1200, "None", 8, "One")]
    public void TheLineIsSpokenToAsTheSettingsSay(string settings, int baud, string parity, int dataBits, string stopBits)
    {
        string card = Directory.CreateTempSubdirectory("card").FullName;
        try
        {
            System.IO.File.WriteAllText(Path.Combine(card, "peer.cfg"), settings);
            BoardStart start = Read(card, "ESP32_OLIMEX");
            start.MakeOutput();
            SerialLine.Of("COM2").Spoken = default;
            Assert.True(start.Output!.IsReady);
            Assert.Equal((baud, Enum.Parse<Parity>(parity), dataBits, Enum.Parse<StopBits>(stopBits)), SerialLine.Of("COM2").Spoken);
        }
        finally
        {
            SerialLine.Of("COM2").Release();
            Directory.Delete(card, true);
        }
    }

    [Fact]
    public void SettingsOfInternalFlashStandWhereTheCardHasNone()
    {
        string card = Directory.CreateTempSubdirectory("card").FullName;
        try
        {
            System.IO.File.WriteAllText(Path.Combine(_flash, "peer.cfg"), "name = From flash\nbaud = 19200\nsize = 3\n");
            Assert.Equal("From flash", Read(card).Settings.Name);
            Assert.Equal("From flash", Read(card + "-that-is-out").Settings.Name);
            System.IO.File.WriteAllText(Path.Combine(card, "peer.cfg"), "name = From the card\n");
            BoardStart start = Read(card);
            Assert.Equal("From the card", start.Settings.Name);
            Assert.Equal(9600, start.Settings.BaudRate);
            Assert.Empty(start.Settings.Problems);
        }
        finally
        {
            Directory.Delete(card, true);
        }
    }

    /// <summary>What was mapped since it was asked last.</summary>
    private static string Mapped()
    {
        string mapped = string.Join(", ", Configuration.Mapped.OrderBy(one => one.Key).Select(one => one.Key + " " + one.Value));
        Configuration.Mapped.Clear();
        return mapped;
    }

    private BoardStart Read(string card, string board = "ESP32_WESP32")
    {
        // A board that starts finds its line free, whoever had it before.
        SerialLine.Of("COM2").Release();
        Card.Use(card, false);
        InternalDrive.Use(_flash);
        SystemInfo.TargetName = board;
        BoardStart start = new(Esp32.Program.Assemble());
        start.ReadSettings();
        return start;
    }
}
