using System.Linq;

namespace PeerDevice.Wiring;

/// <summary>What stands at the other end of a wire.</summary>
internal static class Terminals
{
    /// <summary>What a device is, with the power that it needs.</summary>
    internal static string Title(string device, (PinRow Row, PinUse Use)[] pins) => device switch
    {
        _ when pins.All(pair => pair.Row.IsOnBoard) => device + ": on the board",
        "card" => "SD card module, SPI — 3.3 V, GND",
        "printer" => "RS-232 converter (MAX3232) — 3.3 V, GND",
        "usb-host" => "USB host (MAX3421E) — 3.3 V, GND, 5 V",
        "display" => "display (SSD1306, I2C) — 3.3 V, GND",
        _ => device,
    };

    /// <summary>Whose word a line carries, from the board's side: in, out or both; null for what is no line of ours.</summary>
    internal static string? Direction(PinUse use) => (use.Device, use.Signal) switch
    {
        ("light", _) or (_, "clock" or "mosi" or "select" or "transmit" or "ready") => "out",
        ("button", _) or (_, "miso" or "receive" or "stop" or "interrupt" or "detect") => "in",
        (_, "command" or "data" or "data0" or "data1" or "data2" or "data3") => "both",
        _ => null,
    };

    /// <summary>What a line is called there.</summary>
    internal static string Of(PinRow row, PinUse use) => (use.Device, use.Signal) switch
    {
        _ when row.IsOnBoard => use.Signal.Length > 0 ? use.Signal : use.Device,
        ("card", "clock") => "SCK",
        ("card", "mosi") => "MOSI (DI)",
        ("card", "miso") => "MISO (DO)",
        ("card", "select") => "CS",
        ("printer", "transmit") => "T1IN, to the printer's RXD",
        ("printer", "receive") => "R1OUT, from the printer's TXD",
        ("printer", "stop") => "R2OUT, from the printer's RTS or DTR",
        ("printer", "ready") => "T2IN, to the printer's CTS or DSR",
        ("usb-host", "clock") => "SCK",
        ("usb-host", "mosi") => "MOSI",
        ("usb-host", "miso") => "MISO",
        ("usb-host", "select") => "SS",
        ("usb-host", "interrupt") => "INT",
        ("light", _) => row.Note.Contains("lit by low", System.StringComparison.Ordinal) ? "470 Ω, LED, to 3.3 V" : "470 Ω, LED, to GND",
        ("button", _) => "to GND; 10 kΩ to 3.3 V",
        ("display", "data") => "SDA",
        ("display", "clock") => "SCL",
        _ => use.Signal,
    };

    /// <summary>Why pins are left alone, for people.</summary>
    internal static string Reason(string other) => other switch
    {
        "phy" => "Ethernet",
        "strap" => "read at reset",
        "psram" => "memory",
        "flash" => "flash",
        "usb-uart" => "flashing and debugging",
        "board" => "other parts of the board",
        _ => "free",
    };
}
