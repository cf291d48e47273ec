namespace nanoFramework.Hardware.Esp32;

internal enum DeviceFunction
{
    SPI1_MOSI,
    SPI1_MISO,
    SPI1_CLOCK,
    COM2_TX,
    COM2_RX,
}

/// <summary>The pin map of an ESP32: nothing to do where there are no pins.</summary>
internal static class Configuration
{
    internal static void SetPinFunction(int pin, DeviceFunction value)
    {
    }
}
