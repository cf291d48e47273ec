using nanoFramework.Hardware.Esp32;
using nanoFramework.System.IO.FileSystem;
using PeerDevice.Drivers;

namespace PeerDevice.Esp32;

/// <summary>
/// What is wired where: a WT32-ETH01-like board with internal RAM, its card on SPI1, its output device on COM2.
/// For another board this file is the one to change; COM1 is the debugger's.
/// </summary>
internal static class Pins
{
    private const string Drive = "D:\\";
    private const string Serial = "COM2";
    private const int SerialTransmit = 17;
    private const int SerialReceive = 5;
    private const int SerialStop = 32;
    private const int SerialReady = 33;
    private const int CardMosi = 15;
    private const int CardMiso = 35;
    private const int CardClock = 14;
    private const uint CardBus = 1;
    private const uint CardSelect = 4;
    private const int Light = 2;

    /// <summary>Maps the pins and describes the board. An ESP32's pins must be mapped before what is on them is made.</summary>
    internal static BoardParts Parts()
    {
        Configuration.SetPinFunction(SerialTransmit, DeviceFunction.COM2_TX);
        Configuration.SetPinFunction(SerialReceive, DeviceFunction.COM2_RX);
        Configuration.SetPinFunction(CardMosi, DeviceFunction.SPI1_MOSI);
        Configuration.SetPinFunction(CardMiso, DeviceFunction.SPI1_MISO);
        Configuration.SetPinFunction(CardClock, DeviceFunction.SPI1_CLOCK);
        SDCard card = new SDCard(new SDCardSpiParameters { spiBus = CardBus, chipSelectPin = CardSelect });
        bool isSmall = nanoFramework.Runtime.Native.GC.Run(true) < Limits.SmallHeapOctets;
        Profile profile = isSmall ? Profile.SixteenSocketsSmallHeap() : Profile.SixteenSockets();
        return new BoardParts("board", profile, new CardSlot(Drive, card), Serial, Light, false) { StopPin = SerialStop, ReadyPin = SerialReady };
    }
}
