using nanoFramework.Runtime.Native;
using PeerDevice.Drivers;

namespace PeerDevice.Stm32;

/// <summary>The image of the STM32 boards.</summary>
public static class Program
{
    private const string Drive = "D:\\";

    /// <summary>Starts the board and never ends.</summary>
    public static void Main()
    {
        new BoardStart(Assemble()).Run();
    }

    /// <summary>The board's parts, as <see cref="Main"/> starts them.</summary>
    public static BoardParts Assemble()
    {
        Boards boards = new Boards();
        BoardPins pins = BoardChoice.Choose(boards, SystemInfo.TargetName, BoardChoice.Told(), out string words);
        return new BoardParts("board", Profile.FourSockets(), new CardSlot(Drive), boards, pins, words) { Extras = new AllExtras() };
    }
}
