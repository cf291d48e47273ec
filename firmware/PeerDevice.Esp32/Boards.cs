using nanoFramework.Hardware.Esp32;
using PeerDevice.Drivers;

namespace PeerDevice.Esp32;

/// <summary>
/// The ESP32 boards with Ethernet, each as <c>hardware/NAME/pinout.csv</c> describes it. Where a pin serves two devices, one of them is chosen by a setting. An ESP32's pins must
/// be mapped before what is on them is made; COM1 is the debugger's.
/// </summary>
internal sealed class Boards : BoardTable
{
    private const string Serial = "COM2";
    private const int FirstBus = 1;
    private const int SecondBus = 2;

    /// <inheritdoc/>
    public override string Default => "ESP32_WT32_ETH01";

    /// <inheritdoc/>
    public override BoardPins? Find(string name)
    {
        switch (name)
        {
            case "ESP32_ETHERNET_KIT_1.2":
                return EthernetKit();
            case "ESP32_LILYGO":
                return InternetPoe();
            case "ESP32_OLIMEX":
                return OlimexPoe();
            case "ESP32_OLIMEX_EVB":
                return OlimexEvb();
            case "ESP32_OLIMEX_WROVER":
                return OlimexPoeWrover();
            case "ESP32_WESP32":
                return Wesp32();
            case "ESP32_WT32_ETH01":
                return Wt32Eth01();
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override void MapCard(BoardPins pins)
    {
        if (pins.Card == BoardPins.CardOnSpi)
        {
            MapBus(pins.CardBus, pins.CardClock, pins.CardCommand, pins.CardData);
            return;
        }

        Configuration.SetPinFunction(pins.CardClock, DeviceFunction.SDMMC1_CLOCK);
        Configuration.SetPinFunction(pins.CardCommand, DeviceFunction.SDMMC1_COMMAND);
        Configuration.SetPinFunction(pins.CardData, DeviceFunction.SDMMC1_D0);
    }

    /// <inheritdoc/>
    public override void MapPrinter(BoardPins pins)
    {
        Configuration.SetPinFunction(pins.SerialTransmit, DeviceFunction.COM2_TX);
        Configuration.SetPinFunction(pins.SerialReceive, DeviceFunction.COM2_RX);
    }

    /// <inheritdoc/>
    public override void MapUsbHost(BoardPins pins)
    {
        MapBus(pins.UsbBus, pins.UsbClock, pins.UsbMosi, pins.UsbMiso);
    }

    /// <inheritdoc/>
    public override void MapDisplay(BoardPins pins)
    {
        Configuration.SetPinFunction(pins.DisplayData, DeviceFunction.I2C1_DATA);
        Configuration.SetPinFunction(pins.DisplayClock, DeviceFunction.I2C1_CLOCK);
    }

    private static void MapBus(int bus, int clock, int mosi, int miso)
    {
        Configuration.SetPinFunction(mosi, bus == FirstBus ? DeviceFunction.SPI1_MOSI : DeviceFunction.SPI2_MOSI);
        Configuration.SetPinFunction(miso, bus == FirstBus ? DeviceFunction.SPI1_MISO : DeviceFunction.SPI2_MISO);
        Configuration.SetPinFunction(clock, bus == FirstBus ? DeviceFunction.SPI1_CLOCK : DeviceFunction.SPI2_CLOCK);
    }

    private static BoardPins EthernetKit()
    {
        return new BoardPins
        {
            Name = "ESP32_ETHERNET_KIT_1.2",
            Card = BoardPins.CardOnSpi, CardBus = FirstBus, CardClock = 14, CardCommand = 15, CardData = 35, CardSelect = 13,
            Serial = Serial, SerialTransmit = 33, SerialReceive = 34, SerialStop = 36, SerialReady = 32,
            UsbBus = SecondBus, UsbClock = 32, UsbMosi = 33, UsbMiso = 34, UsbSelect = 4, UsbInterrupt = 36,
            Light = 2, Button = 39, DisplayBus = FirstBus, DisplayData = 4, DisplayClock = 32,
        };
    }

    private static BoardPins InternetPoe()
    {
        return new BoardPins
        {
            Name = "ESP32_LILYGO",
            Card = BoardPins.CardOnSpi, CardBus = FirstBus, CardClock = 14, CardCommand = 15, CardData = 2, CardSelect = 13,
            Serial = Serial, SerialTransmit = 33, SerialReceive = 35, SerialStop = 34, SerialReady = 32,
            UsbBus = SecondBus, UsbClock = 32, UsbMosi = 33, UsbMiso = 35, UsbSelect = 16, UsbInterrupt = 34,
            Light = 12, Button = 39, DisplayBus = FirstBus, DisplayData = 4, DisplayClock = 16,
        };
    }

    private static BoardPins OlimexPoe()
    {
        return new BoardPins
        {
            Name = "ESP32_OLIMEX",
            Card = BoardPins.CardOnMmc, CardClock = 14, CardCommand = 15, CardData = 2,
            Serial = Serial, SerialTransmit = 4, SerialReceive = 36, SerialStop = 32, SerialReady = 33,
            UsbBus = SecondBus, UsbClock = 32, UsbMosi = 33, UsbMiso = 36, UsbSelect = 4, UsbInterrupt = 35,
            Light = 5, IsLightLitByLow = true, Button = 34, IsButtonByItself = true, DisplayBus = FirstBus, DisplayData = 13, DisplayClock = 16,
        };
    }

    private static BoardPins OlimexEvb()
    {
        return new BoardPins
        {
            Name = "ESP32_OLIMEX_EVB",
            Card = BoardPins.CardOnMmc, CardClock = 14, CardCommand = 15, CardData = 2,
            Serial = Serial, SerialTransmit = 4, SerialReceive = 36, SerialReady = 17,
            UsbBus = SecondBus, UsbClock = 16, UsbMosi = 13, UsbMiso = 36, UsbSelect = 17, UsbInterrupt = 4,
            Button = 34, IsButtonByItself = true, DisplayBus = FirstBus, DisplayData = 13, DisplayClock = 16,
        };
    }

    private static BoardPins OlimexPoeWrover()
    {
        return new BoardPins
        {
            Name = "ESP32_OLIMEX_WROVER",
            Card = BoardPins.CardOnMmc, CardClock = 14, CardCommand = 15, CardData = 2,
            Serial = Serial, SerialTransmit = 4, SerialReceive = 36, SerialStop = 35, SerialReady = 32,
            UsbBus = SecondBus, UsbClock = 32, UsbMosi = 33, UsbMiso = 36, UsbSelect = 4, UsbInterrupt = 35,
            Light = 5, IsLightLitByLow = true, Button = 34, IsButtonByItself = true, DisplayBus = FirstBus, DisplayData = 13, DisplayClock = 33,
        };
    }

    private static BoardPins Wesp32()
    {
        return new BoardPins
        {
            Name = "ESP32_WESP32",
            Card = BoardPins.CardOnSpi, CardBus = FirstBus, CardClock = 18, CardCommand = 23, CardData = 32, CardSelect = 5,
            Serial = Serial, SerialTransmit = 33, SerialReceive = 39, SerialStop = 35, SerialReady = 14,
            UsbBus = SecondBus, UsbClock = 13, UsbMosi = 12, UsbMiso = 35, UsbSelect = 14, UsbInterrupt = 34,
            Light = 2, Button = 36, DisplayBus = FirstBus, DisplayData = 15, DisplayClock = 4,
        };
    }

    private static BoardPins Wt32Eth01()
    {
        return new BoardPins
        {
            Name = "ESP32_WT32_ETH01",
            Card = BoardPins.CardOnSpi, CardBus = FirstBus, CardClock = 14, CardCommand = 15, CardData = 35, CardSelect = 4,
            Serial = Serial, SerialTransmit = 17, SerialReceive = 5, SerialStop = 32, SerialReady = 33,
            UsbBus = FirstBus, UsbClock = 14, UsbMosi = 15, UsbMiso = 35, UsbSelect = 17, UsbInterrupt = 36,
            Light = 2, Button = 39, DisplayBus = FirstBus, DisplayData = 32, DisplayClock = 33,
        };
    }
}
