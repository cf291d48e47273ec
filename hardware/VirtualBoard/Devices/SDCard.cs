using System;
using PeerDevice.VirtualBoard.Manners;

namespace nanoFramework.System.IO.FileSystem;

/// <summary>How a card on SPI is wired. The names are the class library's.</summary>
public sealed class SDCardSpiParameters
{
    public uint slotIndex;
    public uint spiBus;
    public uint chipSelectPin;
}

/// <summary>How a card on the chip's own interface is wired. The names are the class library's.</summary>
public sealed class SDCardMmcParameters
{
    public uint slotIndex;
    public SDCard.SDDataWidth dataWidth;
}

/// <summary>The card's slot: no switch that tells whether a card is in it, as on most boards.</summary>
public sealed class SDCard
{
    public SDCard(SDCardSpiParameters spiParameters)
    {
        ArgumentNullException.ThrowIfNull(spiParameters);
    }

    public SDCard(SDCardMmcParameters mmcParameters)
    {
        ArgumentNullException.ThrowIfNull(mmcParameters);
    }

    public enum SDDataWidth
    {
        _1_bit = 1,
        _4_bit = 2,
    }

    public bool CardDetectEnabled => false;

    public bool IsCardDetected => false;

    public bool IsMounted => Card.IsMounted;

    public void Mount()
    {
        Card.Mount();
    }

    public void Unmount()
    {
        Card.Unmount();
    }
}
