using System;
using System.IO;
using System.Linq;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;
using PeerDevice.Drivers;
using PeerDevice.VirtualBoard.Manners;

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

    private BoardStart Read(string card)
    {
        Card.Use(card, false);
        InternalDrive.Use(_flash);
        SystemInfo.TargetName = "ESP32_WESP32";
        BoardStart start = new(Esp32.Program.Assemble());
        start.ReadSettings();
        return start;
    }
}
