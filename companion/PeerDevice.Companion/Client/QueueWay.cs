using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using PeerDevice.Wire.Ieee1284;

namespace PeerDevice.Companion.Client;

/// <summary>A queue of this system for a Printer of a peer, as it is to be set up.</summary>
internal sealed record QueueWay
{
    /// <summary>CUPS' model for what goes to the printer as it is.</summary>
    public const string Raw = "raw";

    /// <summary>Windows' driver that sends text as it is.</summary>
    public const string TextOnly = "Generic / Text Only";

    private const string Everywhere = "everywhere";
    private const int SnmpPort = Limits.SnmpPort;

    // The drivers that come with CUPS, by the command sets of device IDs (IEEE 1284, CMD), the more exact first.
    private static readonly (string Command, string Model)[] Drivers =
    [
        ("ESCPL2", "drv:///sample.drv/epson24.ppd"),
        ("ESCP9", "drv:///sample.drv/epson9.ppd"),
        ("ZPL", "drv:///sample.drv/zebra.ppd"),
        ("PJL,PCL", "drv:///sample.drv/laserjet.ppd"),
        ("PCL", "drv:///sample.drv/deskjet.ppd"),
    ];

    /// <summary>The queue's name.</summary>
    public required string Name { get; init; }

    public required PrinterAddress Address { get; init; }

    /// <summary>What the Printer says of itself; null where it says nothing.</summary>
    public PrinterFacts? Facts { get; init; }

    /// <summary>The raw port of the Printer; 0 where it has none.</summary>
    public int RawPort { get; init; }

    /// <summary>The UDP port at which it tells its state by SNMP; 0 where it does not.</summary>
    public int SnmpPortOfPeer { get; init; }

    /// <summary>CUPS' model, or the name of a driver of Windows.</summary>
    public required string Driver { get; init; }

    /// <summary>What the printer is called; empty for nothing.</summary>
    public string Info { get; init; } = "";

    /// <summary>Why a name cannot be a queue's; null when it can.</summary>
    public static string? Objection(string name)
    {
        bool isLong = name.Length == 0 || Encoding.UTF8.GetByteCount(name) > DesktopLimits.QueueNameOctets;
        bool isOdd = name.AsSpan().IndexOfAny(" \t/#?\\'\"<>|,:*") >= 0 || name.StartsWith('-') || Names.Shown(name) != name;
        return isLong || isOdd ? $"'{Names.Shown(name)}' cannot be the name of a queue: give one of letters, digits, '-' and '_'." : null;
    }

    /// <summary>CUPS' model for a Printer: raster where it takes that, the driver of its language, or what goes as it is.</summary>
    /// <param name="facts">What it says of itself; null where it says nothing.</param>
    /// <param name="has">Whether CUPS has a model.</param>
    public static string ModelFor(PrinterFacts? facts, Func<string, bool> has)
    {
        if (facts is null)
        {
            return Raw;
        }

        foreach (string format in facts.Formats)
        {
            if (format is "image/pwg-raster" or "image/urf")
            {
                return Everywhere;
            }
        }

        string commands = "," + DeviceId.CommandSet(facts.DeviceId).ToUpperInvariant() + ",";
        foreach ((string command, string model) in Drivers)
        {
            if (commands.Contains("," + command + ",", StringComparison.Ordinal) && has(model))
            {
                return model;
            }
        }

        return Raw;
    }

    /// <summary>The commands that set it up, one after the other, word by word: of CUPS, or of PowerShell.</summary>
    public List<string[]> Commands(Shell.Platform system)
    {
        if (system != Shell.Platform.Windows)
        {
            string uri = Address.IsRaw ? $"socket://{Address.Authority}" : Address.Uri;

            // Who asks CUPS about its queues is not to find the peer's printer a second time.
            return [["lpadmin", "-p", Name, "-E", "-v", uri, "-m", Driver, "-o", "printer-is-shared=false", .. Info.Length > 0 ? (string[])["-D", Info] : []]];
        }

        // Windows' own IPP prints raster only, so the raw port it is.
        string port = string.Create(CultureInfo.InvariantCulture, $"{Address.Host}:{RawPort}");
        string[] snmp = SnmpPortOfPeer == SnmpPort ? ["-SNMP", "1", "-SNMPCommunity", "public"] : [];
        return
        [
            ["Add-PrinterDriver", "-Name", Driver],
            ["Add-PrinterPort", "-Name", port, "-PrinterHostAddress", Address.Host, "-PortNumber", RawPort.ToString(CultureInfo.InvariantCulture), .. snmp],
            ["Add-Printer", "-Name", Name, "-DriverName", Driver, "-PortName", port],
        ];
    }

    /// <summary>The commands as they are typed.</summary>
    public List<string> Typed(Shell.Platform system) =>
        Commands(system).ConvertAll(words => system == Shell.Platform.Windows ? Shell.TypedInPowerShell(words) : Shell.Typed(system, words));
}
