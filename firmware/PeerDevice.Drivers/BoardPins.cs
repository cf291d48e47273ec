namespace PeerDevice.Drivers;

/// <summary>
/// What is wired where on one board. <c>hardware/NAME/pinout.csv</c> says the same with the reasons and the sources, and a test keeps the two equal.
/// Lines that are fixed by the runtime (an STM32's serial ports and buses) are told by the port or the bus alone.
/// </summary>
public sealed class BoardPins
{
    /// <summary>There is no such pin.</summary>
    public const int None = -1;

    /// <summary>The card is mounted by the runtime.</summary>
    public const int CardOfRuntime = 0;

    /// <summary>The card is on the chip's own interface for cards, by one data line.</summary>
    public const int CardOnMmc = 1;

    /// <summary>The card is on SPI.</summary>
    public const int CardOnSpi = 2;

    /// <summary>The board's name: that of its runtime, or one that only <see cref="BoardChoice.FileName"/> tells.</summary>
    public string Name = "";

    /// <summary>How the card is wired: one of the constants above.</summary>
    public int Card = CardOfRuntime;

    /// <summary>The bus of a card on SPI.</summary>
    public int CardBus = None;

    /// <summary>The clock of the card.</summary>
    public int CardClock = None;

    /// <summary>Its command line, or MOSI on SPI.</summary>
    public int CardCommand = None;

    /// <summary>Its first data line, or MISO on SPI.</summary>
    public int CardData = None;

    /// <summary>Its select line on SPI.</summary>
    public int CardSelect = None;

    /// <summary>The serial port of the output device, such as "COM2".</summary>
    public string Serial = "";

    /// <summary>What the output device hears.</summary>
    public int SerialTransmit = None;

    /// <summary>What it says.</summary>
    public int SerialReceive = None;

    /// <summary>By which it may say stop; the settings may name another.</summary>
    public int SerialStop = None;

    /// <summary>Which tells it that the board listens; the settings may name another.</summary>
    public int SerialReady = None;

    /// <summary>The SPI bus of the MAX3421E.</summary>
    public int UsbBus = None;

    /// <summary>The clock of that bus.</summary>
    public int UsbClock = None;

    /// <summary>Its line to the chip.</summary>
    public int UsbMosi = None;

    /// <summary>Its line from the chip.</summary>
    public int UsbMiso = None;

    /// <summary>The chip's select line (SS).</summary>
    public int UsbSelect = None;

    /// <summary>The chip's interrupt line (INT).</summary>
    public int UsbInterrupt = None;

    /// <summary>The light.</summary>
    public int Light = None;

    /// <summary>Whether the light burns while its pin is low.</summary>
    public bool IsLightLitByLow;

    /// <summary>The button.</summary>
    public int Button = None;

    /// <summary>Whether the button is there though nobody says so: it is on the board, and how its pin stands while it is pressed is known. Taken the wrong way round, one that was let go is one that is held, which puts the settings aside.</summary>
    public bool IsButtonByItself;

    /// <summary>Whether the button's pin is high while it is pressed; the settings may say otherwise.</summary>
    public bool IsButtonPressedByHigh;

    /// <summary>The I2C bus of the display.</summary>
    public int DisplayBus = None;

    /// <summary>Its data line.</summary>
    public int DisplayData = None;

    /// <summary>Its clock.</summary>
    public int DisplayClock = None;
}
