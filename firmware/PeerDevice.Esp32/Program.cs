using PeerDevice.Drivers;

namespace PeerDevice.Esp32;

/// <summary>The image of the ESP32 boards with PSRAM: with all that a board can have.</summary>
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
        return Esp32Parts.Assemble(new Esp32Extras());
    }
}
