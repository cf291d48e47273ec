using System;
using System.Device.Gpio;
using System.Device.I2c;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using nanoFramework.Runtime.Native;
using PeerDevice.Drivers;
using PeerDevice.Host;
using PeerDevice.Services.Settings;
using PeerDevice.VirtualBoard.Devices;
using PeerDevice.VirtualBoard.Manners;
using PeerDevice.VirtualBoard.Printers;
using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard;

/// <summary>
/// The board made of software: the images' own start, taken step by step so that the command line can be put over the card's
/// settings, over devices made of folders, files and the PC's sockets.
/// </summary>
internal static class Program
{
    private const int BadOptions = 2;
    private const int NotStarted = 1;

    // SIGUSR1 as Linux and its kin number it, which .NET has no name for: what presses the button.
    private const PosixSignal Press = (PosixSignal)10;
    private const int PressMilliseconds = 200;

    internal static int Main(string[] words)
    {
        string? problem = Options.Read(words, out Options options);
        if (problem is not null)
        {
            System.Console.Error.WriteLine(problem);
            return BadOptions;
        }

        using ManualResetEventSlim ended = new ManualResetEventSlim();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, ended));
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, ended));
        using Box? box = options.MakeBox();
        BoardStart start = Assemble(options, box);
        PlugDisplay(start.Settings, start.Pins);
        Peer? peer = start.Start();
        if (peer is null)
        {
            System.Console.Error.WriteLine(
                "The board could not listen on " + options.Bind + ", HTTP port " + start.Settings.HttpPort + ": choose free ports with --http and --raw.");
            return NotStarted;
        }

        string address = Reachable(options.Bind);
        System.Console.WriteLine("ready http://" + address + ":" + peer.HttpPort + "/"
            + (peer.RawPort > 0 ? " raw " + address + ":" + peer.RawPort : "")
            + (peer.SnmpPort > 0 ? " snmp " + address + ":" + peer.SnmpPort : ""));
        using PosixSignalRegistration? press = OperatingSystem.IsLinux() ? PosixSignalRegistration.Create(Press, signal => PressButton(signal, start)) : null;
        Thread attending = new Thread(() => start.Attend(peer)) { IsBackground = true };
        attending.Start();
        ended.Wait();

        // First: a service that ends now has not ended by itself.
        start.End();
        attending.Join(Limits.StopMilliseconds);
        peer.Stop();

        // What is still under way stands in threads of its own, which a board would not end either.
        Environment.Exit(0);
        return 0;
    }

    /// <summary>Puts the devices under the image, then the options over its settings.</summary>
    internal static BoardStart Assemble(Options options, Box? box)
    {
        bool isFour = options.Sockets == Profile.FourSockets().Sockets;
        Card.Use(options.Card, isFour);
        Sockets.Limit = options.Sockets;
        Sockets.Bind = options.Bind;
        Sockets.JoinsGroups = !isFour;
        if (options.Heap > 0)
        {
            nanoFramework.Runtime.Native.GC.Free = (uint)options.Heap;
        }

        InternalDrive.Use(options.Flash);
        SystemInfo.TargetName = options.Board.Length > 0 ? options.Board : isFour ? "ST_STM32F769I_DISCOVERY" : "ESP32_WT32_ETH01";
        BoardParts parts = isFour ? Stm32.Program.Assemble() : Esp32.Program.Assemble();
        parts.Kind = "virtual board";
        if (box is not null && options.UsbTray.Length > 0)
        {
            UsbSocket.Plug(parts.Pins.UsbBus, parts.Pins.UsbSelect, box);
        }
        else
        {
            SerialLine.Of(parts.Pins.Serial).Plug(box);
        }

        if (parts.Pins.Button != BoardPins.None)
        {
            // Let go, by whatever pulls it there.
            new GpioController().OpenPin(parts.Pins.Button, PinMode.Input).Write(parts.Pins.IsButtonPressedByHigh ? PinValue.Low : PinValue.High);
        }

        SizeProfile(parts.Profile, options);
        BoardStart start = new BoardStart(parts);
        start.Settings.HttpPort = Options.DefaultHttpPort;
        start.Settings.BaudRate = Limits.BaudHighest;
        start.ReadSettings();
        Override(start.Settings, options, box);
        start.MakeOutput();
        if (start.Output is not null && box is not null)
        {
            start.Output = new MarkedOutput(start.Output, box);
        }

        return start;
    }

    private static void SizeProfile(Profile profile, Options options)
    {
        (bool servesRaw, bool servesLpd, bool servesIpp, bool servesSnmp, int openPorts) = options.ProfileOf();
        profile.Sockets = options.Sockets;
        profile.ServesRaw = servesRaw;

        // A board without PSRAM has no memory for them, whatever is asked for.
        bool isSmall = profile.HeapForOneMore > 0;
        profile.ServesLpd = servesLpd && !isSmall;
        profile.ServesIpp = servesIpp && !isSmall;
        profile.ServesSnmp = servesSnmp && !isSmall;
        int room = options.Sockets - openPorts - 1;
        profile.Sessions = options.Sessions > 0 ? options.Sessions : Math.Min(profile.Sessions, room);
    }

    private static void Override(PeerSettings settings, Options options, Box? box)
    {
        settings.Printer = box is null ? PeerSettings.PrinterNone : options.UsbTray.Length > 0 ? PeerSettings.PrinterUsb : PeerSettings.PrinterSerial;
        settings.Name = options.Name ?? settings.Name;
        settings.HttpPort = options.HttpPort >= 0 ? options.HttpPort : settings.HttpPort;
        settings.RawPort = options.RawPort >= 0 ? options.RawPort : settings.RawPort;
        settings.LpdPort = options.LpdPort;
        settings.IppPort = options.IppPort;
        settings.SnmpPort = options.SnmpPort;
        settings.Discovery = options.Discovery && settings.Discovery;
    }

    /// <summary>Puts the display onto the wires that the settings speak of, and what is to be read on it onto standard error.</summary>
    private static void PlugDisplay(PeerSettings settings, BoardPins pins)
    {
        if (settings.Display == PeerSettings.DisplayNone || pins.DisplayBus == BoardPins.None)
        {
            return;
        }

        OledPanel panel = new OledPanel(settings.Display == PeerSettings.DisplaySh1106 ? 2 : 0);
        string shown = "";
        panel.Drawn = () =>
        {
            string now = string.Join(" | ", panel.Lines().Where(line => line.Length > 0));
            if (now != shown)
            {
                shown = now;
                System.Console.Error.WriteLine("display: " + now);
            }
        };
        I2cDevice.Plug(pins.DisplayBus, Iot.Device.Ssd13xx.Ssd1306.DefaultI2cAddress, panel);
    }

    private static void PressButton(PosixSignalContext signal, BoardStart start)
    {
        signal.Cancel = true;
        BoardPins pins = start.Pins;
        if (pins.Button != BoardPins.None)
        {
            GpioPin pin = new GpioController().OpenPin(pins.Button, PinMode.Input);
            pin.Write(pins.IsButtonPressedByHigh ? PinValue.High : PinValue.Low);
            Thread.Sleep(PressMilliseconds);
            pin.Write(pins.IsButtonPressedByHigh ? PinValue.Low : PinValue.High);
        }
    }

    private static void End(PosixSignalContext signal, ManualResetEventSlim ended)
    {
        signal.Cancel = true;
        ended.Set();
    }

    /// <summary>An address that a person can type: one of this computer's when the board listens on all of them.</summary>
    private static string Reachable(IPAddress bind)
    {
        if (!bind.Equals(IPAddress.Any))
        {
            return bind.ToString();
        }

        return System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(one => one.GetIPProperties().UnicastAddresses)
            .Select(one => one.Address)
            .FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(one), IPAddress.Loopback)
            .ToString();
    }
}
