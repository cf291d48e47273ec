using nanoFramework.Runtime.Native;
using nanoFramework.System.IO.FileSystem;
using PeerDevice.Drivers;

namespace PeerDevice.Esp32;

/// <summary>The parts of an ESP32 board, whichever image is on it.</summary>
internal static class Esp32Parts
{
    private const string Drive = "D:\\";

    /// <summary>Puts them together: which board it is, the profile that its memory allows, its card.</summary>
    internal static BoardParts Assemble(BoardExtras extras)
    {
        Boards boards = new Boards();
        BoardPins pins = BoardChoice.Choose(boards, SystemInfo.TargetName, BoardChoice.Told(), out string words);
        boards.MapCard(pins);
        bool isSmall = GC.Run(true) < Limits.SmallHeapOctets;
        Profile profile = isSmall ? Profile.SixteenSocketsSmallHeap() : Profile.SixteenSockets();
        return new BoardParts("board", profile, new CardSlot(Drive, Card(pins)), boards, pins, words) { Extras = extras };
    }

    private static SDCard Card(BoardPins pins)
    {
        return pins.Card == BoardPins.CardOnSpi
            ? new SDCard(new SDCardSpiParameters { spiBus = (uint)pins.CardBus, chipSelectPin = (uint)pins.CardSelect })
            : new SDCard(new SDCardMmcParameters { dataWidth = SDCard.SDDataWidth._1_bit });
    }
}
