using PeerDevice.Drivers;

namespace PeerDevice.Stm32;

/// <summary>
/// What is wired where: the ST_STM32F769I_DISCOVERY, whose card the runtime mounts by itself, with the output device on COM6
/// (the Arduino connector's serial port) and the user light.
/// </summary>
internal static class Pins
{
    private const string Drive = "D:\\";
    private const string Serial = "COM6";

    /// <summary>PJ1 and PJ0, D2 and D4 of the Arduino connector.</summary>
    private const int SerialStop = (9 * 16) + 1;
    private const int SerialReady = 9 * 16;

    /// <summary>PJ5, the green user light: a pin number is port (A = 0) times 16 plus pin.</summary>
    private const int Light = (9 * 16) + 5;

    /// <summary>Describes the board.</summary>
    internal static BoardParts Parts()
    {
        return new BoardParts("board", Profile.FourSockets(), new CardSlot(Drive), Serial, Light, false) { StopPin = SerialStop, ReadyPin = SerialReady };
    }
}
