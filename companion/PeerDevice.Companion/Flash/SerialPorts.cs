using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using Microsoft.Win32;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Flash;

/// <summary>The serial ports of this PC that a board may be at.</summary>
internal static class SerialPorts
{
    private const string WindowsPorts = @"HARDWARE\DEVICEMAP\SERIALCOMM";

    private static readonly string[] UnixPatterns = OperatingSystem.IsMacOS() ? ["cu.usb*", "cu.SLAB*", "cu.wch*"] : ["ttyUSB*", "ttyACM*"];

    /// <summary>All of them, in order.</summary>
    /// <param name="devices">Where Unix has its devices.</param>
    public static string[] All(string devices = "/dev") => OperatingSystem.IsWindows() ? OfWindows() : OfUnix(devices);

    /// <summary>Where a board mostly is, for a dry run without one.</summary>
    public static string Usual(FlashWay way) => OperatingSystem.IsWindows() ? "COM3"
        : OperatingSystem.IsMacOS() ? way == FlashWay.Serial ? "/dev/cu.usbserial-0001" : "/dev/cu.usbmodem0001"
        : way == FlashWay.Serial ? "/dev/ttyUSB0" : "/dev/ttyACM0";

    /// <summary>What keeps a port from being used, as a sentence that says what to do; null for nothing.</summary>
    public static string? Trouble(string port) => Trouble(port, All(), static path => !OperatingSystem.IsLinux() || LinuxCalls.MayUse(path));

    /// <summary>The same, of those ports, by who says whether one may be used.</summary>
    internal static string? Trouble(string port, string[] all, Func<string, bool> mayUse)
    {
        bool isThere = OperatingSystem.IsWindows() ? Array.Exists(all, one => string.Equals(one, port, StringComparison.OrdinalIgnoreCase)) : File.Exists(port);
        return !isThere ? $"there is no serial port {port}: {(all.Length == 0 ? "none is there now; connect the board (some cables only charge)" : "there is " + string.Join(", ", all))}, and name it by --port."
            : !mayUse(port) ? $"you may not use {port}: become a member of its group (`sudo usermod -a -G dialout $USER`; `ls -l {port}` tells it where it is another), log out and in again, and run this once more."
            : null;
    }

    /// <summary>
    /// What a port's USB chip says about the board behind it (Linux): its vendor and product, and which boards have such a chip. A chip is no proof: adapters have the same.
    /// </summary>
    /// <returns>Words, or nothing.</returns>
    public static string Hint(string port, string system = "/sys/class/tty")
    {
        try
        {
            string? device = new DirectoryInfo(Path.Combine(system, Path.GetFileName(port), "device")).ResolveLinkTarget(returnFinalTarget: true)?.FullName;
            for (int up = 0; up < UsbLevels && device is not null; up++)
            {
                device = Path.GetDirectoryName(device);
                if (device is not null && File.Exists(Path.Combine(device, "idVendor")))
                {
                    return Words(File.ReadAllText(Path.Combine(device, "idVendor")).Trim() + ":" + File.ReadAllText(Path.Combine(device, "idProduct")).Trim());
                }
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // It was unplugged meanwhile, or this system has it elsewhere.
        }

        return "";
    }

    // tty, port, interface, device.
    private const int UsbLevels = 4;

    private static string Words(string id) => id switch
    {
        "1a86:7523" => "a CH340, as Olimex' boards have",
        "0403:6010" => "an FT2232H, as the ESP32-Ethernet-Kit has: its second port is the serial one",
        "0483:374b" or "0483:374e" or "0483:3752" => "an ST-LINK, as the STM32F769I-DISCO has",
        "10c4:ea60" => "a CP2102, as many adapters have",
        "0403:6001" => "an FT232, as many adapters have",
        _ => id,
    };

    private static string[] OfUnix(string devices)
    {
        try
        {
            return UnixPatterns.SelectMany(pattern => Directory.GetFileSystemEntries(devices, pattern)).Order(StringComparer.Ordinal).ToArray();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [SupportedOSPlatform("windows")]
    private static string[] OfWindows()
    {
        using RegistryKey? key = Registry.LocalMachine.OpenSubKey(WindowsPorts);
        IEnumerable<string> names = key?.GetValueNames().Select(name => key.GetValue(name) as string).OfType<string>() ?? [];
        return names.Order(StringComparer.OrdinalIgnoreCase).ToArray();
    }
}
