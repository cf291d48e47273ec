using PeerDevice.Board;
using PeerDevice.Services.Printing.Languages;

namespace PeerDevice.Host;

/// <summary>An output device of a peer, and what is known of it.</summary>
public sealed class Outlet
{
    /// <summary>Describes an output device.</summary>
    /// <param name="name">Its Printer's name; empty for the peer's own.</param>
    /// <param name="device">The device.</param>
    /// <param name="language">What it speaks: an object of its own.</param>
    public Outlet(string name, IOutputDevice device, PrinterLanguage language)
    {
        Name = name;
        Device = device;
        Language = language;
    }

    /// <summary>Its Printer's name; empty for the peer's own.</summary>
    public string Name { get; }

    /// <summary>The device.</summary>
    public IOutputDevice Device { get; }

    /// <summary>What it speaks.</summary>
    public PrinterLanguage Language { get; }

    /// <summary>Its make, over what it says itself; empty for what the settings say.</summary>
    public string Make { get; set; } = "";

    /// <summary>Its model, over what it says itself; empty for what the settings say.</summary>
    public string Model { get; set; } = "";
}
