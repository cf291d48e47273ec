using nanoFramework.Runtime.Native;
using nanoFramework.System.IO.FileSystem;
using PeerDevice.Drivers;

namespace PeerDevice.Esp32;

/// <summary>The image of the ESP32 boards.</summary>
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
        boards.MapCard(pins);
        bool isSmall = GC.Run(true) < Limits.SmallHeapOctets;
        Profile profile = isSmall ? Profile.SixteenSocketsSmallHeap() : Profile.SixteenSockets();
        return new BoardParts("board", profile, new CardSlot(Drive, Card(pins)), boards, pins, words);
    }

    private static SDCard Card(BoardPins pins)
    {
        return pins.Card == BoardPins.CardOnSpi
            ? new SDCard(new SDCardSpiParameters { spiBus = (uint)pins.CardBus, chipSelectPin = (uint)pins.CardSelect })
            : new SDCard(new SDCardMmcParameters { dataWidth = SDCard.SDDataWidth._1_bit });
    }
}
