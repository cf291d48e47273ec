using PeerDevice.Drivers;

namespace PeerDevice.Esp32;

/// <summary>The image of the ESP32 boards without PSRAM: what it has not, the runtime keeps no records of. No display, button, strip of lights or USB printer.</summary>
public static class Program
{
    /// <summary>Starts the board and never ends.</summary>
    public static void Main()
    {
        new BoardStart(Esp32Parts.Assemble(new BoardExtras())).Run();
    }
}
