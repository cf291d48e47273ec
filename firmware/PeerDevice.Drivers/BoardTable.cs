namespace PeerDevice.Drivers;

/// <summary>The boards that one image knows, and how their pins are mapped: each image has one.</summary>
public abstract class BoardTable
{
    /// <summary>The name of the board that an unknown one is taken for.</summary>
    public abstract string Default { get; }

    /// <summary>The pins of a board.</summary>
    /// <returns>Null when there is no board of this name.</returns>
    public abstract BoardPins? Find(string name);

    /// <summary>Maps the pins of the card, before it is made; nothing where the chip has them fixed.</summary>
    public virtual void MapCard(BoardPins pins)
    {
    }

    /// <summary>Maps the pins of the serial port. A board may have them in common with <see cref="MapUsbHost"/>: only what is used is mapped.</summary>
    public virtual void MapPrinter(BoardPins pins)
    {
    }

    /// <summary>Maps the pins of the USB host chip's bus.</summary>
    public virtual void MapUsbHost(BoardPins pins)
    {
    }

    /// <summary>Maps the pins of the display's bus.</summary>
    public virtual void MapDisplay(BoardPins pins)
    {
    }
}
