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

/// <summary>The card's slot: no switch that tells whether a card is in it, as on most boards.</summary>
public sealed class SDCard
{
    public SDCard(SDCardSpiParameters spiParameters)
    {
        ArgumentNullException.ThrowIfNull(spiParameters);
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
