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

/// <summary>The card's slot: no switch that tells whether a card is in it, as on most boards, unless a test gives it one. Keeps how the image says that it is wired.</summary>
public sealed class SDCard
{
    public SDCard(SDCardSpiParameters spiParameters)
    {
        ArgumentNullException.ThrowIfNull(spiParameters);
        Spi = spiParameters;
        Made = this;
    }

    public SDCard(SDCardMmcParameters mmcParameters)
    {
        ArgumentNullException.ThrowIfNull(mmcParameters);
        Mmc = mmcParameters;
        Made = this;
    }

    public enum SDDataWidth
    {
        _1_bit = 1,
        _4_bit = 2,
    }

    public bool CardDetectEnabled { get; internal set; }

    public bool IsCardDetected { get; internal set; }

    /// <summary>The one that was made last.</summary>
    internal static SDCard? Made { get; private set; }

    /// <summary>How it is wired, where it is on SPI.</summary>
    internal SDCardSpiParameters? Spi { get; }

    /// <summary>How it is wired, where it is on the chip's own interface.</summary>
    internal SDCardMmcParameters? Mmc { get; }

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
