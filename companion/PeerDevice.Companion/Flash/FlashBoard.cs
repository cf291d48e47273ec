using System;

namespace PeerDevice.Companion.Flash;

/// <summary>A board that can be flashed: what <c>hardware/</c> describes, as <c>nanoff</c> calls it.</summary>
/// <param name="Name">Its name in <c>hardware/</c>, which internal flash tells it.</param>
/// <param name="Target">The runtime.</param>
/// <param name="Way">How the runtime gets onto it.</param>
/// <param name="HasInternalDrive">Whether settings can be put onto it.</param>
/// <param name="OwnRuntime">What its runtime must be, and who makes it, where that of <paramref name="Target"/> is wrong for it; null where it is right.</param>
/// <param name="HasPsram">Whether an ESP32 has memory beside it: one without has no room for what the other image has.</param>
internal sealed record FlashBoard(string Name, string Target, FlashWay Way, bool HasInternalDrive = true, string? OwnRuntime = null, bool HasPsram = false)
{
    /// <summary>The boards.</summary>
    public static readonly FlashBoard[] All =
    [
        new("ESP32_ETHERNET_KIT_1.2", "ESP32_ETHERNET_KIT_1.2", FlashWay.Serial, HasPsram: true),
        new("ESP32_LILYGO", "ESP32_LILYGO", FlashWay.Serial),
        new("ESP32_OLIMEX", "ESP32_OLIMEX", FlashWay.Serial),
        new(
            "ESP32_OLIMEX_EVB",
            "ESP32_OLIMEX",
            FlashWay.Serial,
            OwnRuntime: "The runtime ESP32_OLIMEX puts the Ethernet clock out where this board takes it in: build one yourself (nf-interpreter, ESP32_ETHERNET_RMII_CLK_IN_GPIO=0 and no reset pin) and write it first, by hardware/ESP32_OLIMEX_EVB/README.md."),
        new("ESP32_OLIMEX_WROVER", "ESP32_OLIMEX_WROVER", FlashWay.Serial, HasPsram: true),
        new("ESP32_WESP32", "ESP32_WESP32", FlashWay.Serial),
        new("ESP32_WT32_ETH01", "ESP32_WT32_ETH01", FlashWay.Serial),
        new("ORGPAL_PALTHREE", "ORGPAL_PALTHREE", FlashWay.Dfu),
        new("ST_STM32F769I_DISCOVERY", "ST_STM32F769I_DISCOVERY", FlashWay.Jtag, HasInternalDrive: false),
    ];

    /// <summary>The file of the image for it, as a release has it.</summary>
    public string Image => Way != FlashWay.Serial ? "PeerDevice.Stm32.bin" : HasPsram ? "PeerDevice.Esp32.bin" : "PeerDevice.Esp32Small.bin";

    /// <summary>The board of a name; the case does not matter.</summary>
    public static FlashBoard? Named(string name) => Array.Find(All, board => string.Equals(board.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first board that a runtime is built for.</summary>
    public static FlashBoard? Running(string target) => Array.Find(All, board => board.Target == target);
}

/// <summary>How a runtime gets onto a board.</summary>
internal enum FlashWay
{
    /// <summary>By the serial port, as on every ESP32.</summary>
    Serial,

    /// <summary>By ST's debugger on the board.</summary>
    Jtag,

    /// <summary>By the chip's own USB loader.</summary>
    Dfu,
}
