using System;

namespace PeerDevice.VirtualBoard.Printers;

/// <summary>
/// What is at the other end of the serial cable: takes octets as they come. A cable knows no documents, so those that keep
/// them apart are told where one begins and ends beside the cable, as a person takes a finished document from the tray.
/// </summary>
internal abstract class Box : IDisposable
{
    /// <summary>Where what the box says goes (XON, XOFF, status).</summary>
    internal Action<byte>? Said { get; set; }

    /// <summary>What it is, for people.</summary>
    internal abstract string Name { get; }

    /// <summary>The port on the board is being opened.</summary>
    /// <returns>False when there is nothing there.</returns>
    internal virtual bool Open()
    {
        return true;
    }

    /// <summary>A document begins.</summary>
    /// <returns>False when the box cannot take one now.</returns>
    internal virtual bool BeginDocument()
    {
        return true;
    }

    /// <summary>Takes octets; waits while there is no room; throws when it cannot any more.</summary>
    internal abstract void Take(ReadOnlySpan<byte> octets);

    /// <summary>The document is complete.</summary>
    /// <returns>Whether all of it has been taken.</returns>
    internal virtual bool EndDocument()
    {
        return true;
    }

    /// <summary>The document was given up: what comes until the next begins is no part of it.</summary>
    internal virtual void GiveUpDocument()
    {
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
