using PeerDevice.Drivers;

namespace PeerDevice.Stm32;

/// <summary>The image of the STM32 boards.</summary>
public static class Program
{
    /// <summary>Starts the board and never ends.</summary>
    public static void Main()
    {
        new BoardStart(Assemble()).Run();
    }

    /// <summary>The board's parts, as <see cref="Main"/> starts them.</summary>
    public static BoardParts Assemble()
    {
        return Pins.Parts();
    }
}
