using System.Collections.Generic;

namespace nanoFramework.Hardware.Esp32;

internal enum DeviceFunction
{
    SPI1_MOSI,
    SPI1_MISO,
    SPI1_CLOCK,
    SPI2_MOSI,
    SPI2_MISO,
    SPI2_CLOCK,
    I2C1_DATA,
    I2C1_CLOCK,
    COM2_TX,
    COM2_RX,
    SDMMC1_CLOCK,
    SDMMC1_COMMAND,
    SDMMC1_D0,
}

/// <summary>The pin map of an ESP32: remembers what was mapped where.</summary>
internal static class Configuration
{
    internal static Dictionary<DeviceFunction, int> Mapped { get; } = new Dictionary<DeviceFunction, int>();

    internal static void SetPinFunction(int pin, DeviceFunction value)
    {
        Mapped[value] = pin;
    }
}
