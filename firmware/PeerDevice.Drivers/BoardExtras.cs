using PeerDevice.Board;
using PeerDevice.Host;
using PeerDevice.Services.Settings;

namespace PeerDevice.Drivers;

/// <summary>
/// What only some images have: display, button, strip of lights, USB printers, what an office asks of printers, neighbours. Here it is none of them: an image for boards with little memory has not even their classes, of which the
/// runtime keeps records whether they are used or not.
/// </summary>
public class BoardExtras
{
    /// <summary>A display; null where the image has none.</summary>
    /// <param name="pins">Where it is wired.</param>
    /// <param name="kind">One of <see cref="PeerSettings"/>'s displays.</param>
    /// <param name="indicator">Is told when it comes and goes.</param>
    public virtual Display? MakeDisplay(BoardPins pins, int kind, IIndicator indicator)
    {
        return null;
    }

    /// <summary>Has the button at a pin tell when it is pressed. Throws what the runtime throws where its pin cannot be had.</summary>
    /// <returns>False where the image has none.</returns>
    public virtual bool MakeButton(int pin, bool isPressedByHigh, IPressed listener)
    {
        return false;
    }

    /// <summary>The first of a strip of lights at a pin; null where the image, or the board, cannot drive one.</summary>
    public virtual StatusLight? MakeStrip(int pin)
    {
        return null;
    }

    /// <summary>By what a peer looks for others and fetches from them; null where the image has nothing of it.</summary>
    public virtual INeighbours? MakeNeighbours()
    {
        return null;
    }

    /// <summary>Where the thread is that tends the USB host chip; null where there is none.</summary>
    public virtual Steps? Steps => null;

    /// <summary>An output device behind a USB host chip, with a thread that tends it; null where the image has none.</summary>
    public virtual IOutputDevice? MakeUsb(BoardPins pins, PeerSettings settings, IFileStore store, IClock clock, IIndicator indicator)
    {
        return null;
    }

    /// <summary>What an office asks of the printers beyond print data, for one peer; null where the image serves nothing of it.</summary>
    public virtual IPrintOffice? MakeOffice()
    {
        return null;
    }

    /// <summary>Has end what it began.</summary>
    public virtual void End()
    {
    }
}
