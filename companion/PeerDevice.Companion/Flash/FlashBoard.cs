using System;
using System.IO;

namespace PeerDevice.Companion.Flash;

/// <summary>A board that can be flashed: what <c>hardware/</c> describes, as <c>nanoff</c> calls it.</summary>
/// <param name="Name">Its name in <c>hardware/</c>, which internal flash tells it.</param>
/// <param name="Target">The runtime.</param>
/// <param name="Way">How the runtime gets onto it.</param>
/// <param name="Connection">By what it is connected to be flashed, and what a person does for it, as a sentence.</param>
/// <param name="HasInternalDrive">Whether settings can be put onto it.</param>
/// <param name="OwnRuntime">What its runtime must be, and who makes it, where that of <paramref name="Target"/> is wrong for it; null where it is right.</param>
/// <param name="HasPsram">Whether an ESP32 has memory beside it: one without has no room for what the other image has.</param>
/// <param name="HasLoaderByHand">Whether nothing on it or on what it is connected by can begin the chip's loader.</param>
internal sealed record FlashBoard(string Name, string Target, FlashWay Way, string Connection, bool HasInternalDrive = true, string? OwnRuntime = null, bool HasPsram = false, bool HasLoaderByHand = false)
{
    private const string OwnSocket = "Connect it by its USB socket; if writing does not begin, take the card out and hold its BOOT button.";
    private const string OwnSocketWithoutPoe = "Connect it by its USB socket, without its network cable where that brings power (PoE); if writing does not begin, take the card out.";

    /// <summary>The boards.</summary>
    public static readonly FlashBoard[] All =
    [
        new("ESP32_ETHERNET_KIT_1.2", "ESP32_ETHERNET_KIT_1.2", FlashWay.Serial, "Connect it by its USB socket, which makes two ports: the second one is it.", HasPsram: true),
        new("ESP32_LILYGO", "ESP32_LILYGO", FlashWay.Serial, "Connect it by its maker's downloader: the USB-C socket gives power only."),
        new("ESP32_OLIMEX", "ESP32_OLIMEX", FlashWay.Serial, OwnSocketWithoutPoe),
        new(
            "ESP32_OLIMEX_EVB",
            "ESP32_OLIMEX",
            FlashWay.Serial,
            OwnSocket,
            OwnRuntime: "The runtime ESP32_OLIMEX puts the Ethernet clock out where this board takes it in: build one yourself (nf-interpreter, ESP32_ETHERNET_RMII_CLK_IN_GPIO=0 and no reset pin) and write it first, by hardware/ESP32_OLIMEX_EVB/README.md."),
        new("ESP32_OLIMEX_WROVER", "ESP32_OLIMEX_WROVER", FlashWay.Serial, OwnSocketWithoutPoe, HasPsram: true),
        new("ESP32_WESP32", "ESP32_WESP32", FlashWay.Serial, "Connect it by its programming header (wESP32-Prog, or an adapter of 3.3 V)."),
        new("ESP32_WT32_ETH01", "ESP32_WT32_ETH01", FlashWay.Serial, "Connect it by an adapter of 3.3 V, at TXD0, RXD0 and GND.", HasLoaderByHand: true),
        new("ORGPAL_PALTHREE", "ORGPAL_PALTHREE", FlashWay.Dfu, "Connect it by its micro USB socket; its serial port is the runtime's, and is there once that runs."),
        new("ST_STM32F769I_DISCOVERY", "ST_STM32F769I_DISCOVERY", FlashWay.Jtag, "Connect it by its USB socket ST-LINK, with STM32CubeProgrammer installed for nanoff.", HasInternalDrive: false),
    ];

    /// <summary>Whether it has internal memory only, in which neither being found by name has room, nor IPP, nor a display.</summary>
    public bool IsSmall => Way == FlashWay.Serial && !HasPsram;

    /// <summary>What a person does before what the chip's loader writes; empty where nothing.</summary>
    public string BeforeLoader => HasLoaderByHand ? "Connect IO0 to GND, then let EN go low and high again (or the power): the chip's loader is to run."
        : Way == FlashWay.Dfu ? "Hold BOOT, press and release reset, let go: the chip's USB loader is to run."
        : "";

    /// <summary>What a person does before what the runtime itself is given; empty where nothing.</summary>
    public string BeforeRuntime => HasLoaderByHand ? "Take IO0 off GND, and let EN go low and high again: the runtime is to run." : "";

    /// <summary>The file of the image for it, as a release has it.</summary>
    public string Image => Way != FlashWay.Serial ? "PeerDevice.Stm32.bin" : IsSmall ? "PeerDevice.Esp32Small.bin" : "PeerDevice.Esp32.bin";

    /// <summary>The board's image where a file is by its name one of another kind of boards; null where it is the right one, or where the name tells nothing.</summary>
    public string? Mistaken(string file)
    {
        string name = Path.GetFileName(file);
        bool isKnown = Array.Exists(All, board => string.Equals(board.Image, name, StringComparison.OrdinalIgnoreCase));
        return isKnown && !string.Equals(Image, name, StringComparison.OrdinalIgnoreCase) ? Image : null;
    }

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
