namespace PeerDevice.Services.Printing;

/// <summary>
/// What can be told of a Printer just now, whoever asks: IPP, SNMP, the page, the status report. Any thread may ask at any time; no member waits
/// for the output device, allocates or throws, and each answer is as new as the last look at the device.
/// </summary>
public interface IPrinterFacts
{
    /// <summary>The Printer's name for people (printer-name, RFC 8011 §5.4.4).</summary>
    string Name { get; }

    /// <summary>Make and model of the output device (printer-make-and-model, RFC 8011 §5.4.9), such as "Generic ESC/POS 80 mm".</summary>
    string MakeAndModel { get; }

    /// <summary>The IEEE 1284 device ID, without its two octets of length: "MFG:…;MDL:…;CMD:…;"; empty where there is none.</summary>
    string DeviceId { get; }

    /// <summary>Where the output device stands (printer-location, RFC 8011 §5.4.5); empty where nobody said.</summary>
    string Location { get; }

    /// <summary>One of <see cref="PrinterState"/>.</summary>
    int State { get; }

    /// <summary>Bits of <see cref="PrinterReasons"/>; 0 for "none".</summary>
    int Reasons { get; }

    /// <summary>State and reasons in words (printer-state-message, RFC 8011 §5.4.13); empty where there is nothing to say.</summary>
    string Message { get; }

    /// <summary>The TCP port of its raw intake; 0 where it has none.</summary>
    int RawPort { get; }
}
