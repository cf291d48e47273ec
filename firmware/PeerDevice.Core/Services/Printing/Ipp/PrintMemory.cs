namespace PeerDevice.Services.Printing.Ipp;

/// <summary>
/// What the attributes of a Print-Job came to that was taken as it asked: where those of the next are the same (<see cref="Wire.Ipp.IppReader.IsAsRemembered"/>), only its
/// names are looked at. Nothing of it changes but by a new start.
/// </summary>
internal sealed class PrintMemory
{
    /// <summary>The Printer that is meant.</summary>
    internal Printer Printer = null!;

    /// <summary>Its path as the request has it.</summary>
    internal string PrinterPath = "";

    /// <summary>Host and port as the request has them.</summary>
    internal string Authority = "";

    /// <summary>The document's format; empty where nobody said.</summary>
    internal string Format = "";

    /// <summary>Who asks.</summary>
    internal string User = "";

    /// <summary>How often it is to be printed.</summary>
    internal int Copies;

    /// <summary>The Job's priority.</summary>
    internal int Priority;

    /// <summary>Whether the Job is to be held.</summary>
    internal bool IsHeld;
}
