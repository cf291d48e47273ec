using PeerDevice.Drivers;

namespace PeerDevice.Stm32;

/// <summary>
/// The STM32 boards, each as <c>hardware/NAME/pinout.csv</c> describes it. Cards, serial ports and buses are on the lines that the runtime was built for; the rest has a pin
/// number: port (A is 0) times 16 plus pin.
/// </summary>
internal sealed class Boards : BoardTable
{
    private const int A = 0;
    private const int D = 3 * 16;
    private const int G = 6 * 16;
    private const int H = 7 * 16;
    private const int J = 9 * 16;
    private const int SecondBus = 2;

    /// <inheritdoc/>
    public override string Default => "ST_STM32F769I_DISCOVERY";

    /// <inheritdoc/>
    public override BoardPins? Find(string name)
    {
        switch (name)
        {
            case "ST_STM32F769I_DISCOVERY":
                return Discovery();
            case "ORGPAL_PALTHREE":
                return PalThree();
            default:
                return null;
        }
    }

    private static BoardPins Discovery()
    {
        return new BoardPins
        {
            Name = "ST_STM32F769I_DISCOVERY",
            Serial = "COM6", SerialStop = J + 1, SerialReady = J,
            UsbBus = SecondBus, UsbSelect = A + 11, UsbInterrupt = H + 6,
            Light = J + 5, Button = A, IsButtonByItself = true, IsButtonPressedByHigh = true, DisplayBus = 1,
        };
    }

    private static BoardPins PalThree()
    {
        return new BoardPins
        {
            Name = "ORGPAL_PALTHREE",
            Serial = "COM2", SerialStop = D + 3, SerialReady = D + 4,
            UsbBus = SecondBus, UsbSelect = A + 4, UsbInterrupt = G + 2,
            Light = G + 6, Button = A, IsButtonPressedByHigh = true, DisplayBus = 2,
        };
    }
}
