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

        // A board without PSRAM has an image of its own, without extras.
        bool isSmall = options.Heap > 0 && options.Heap < Limits.SmallHeapOctets;
        BoardParts parts = isFour ? Stm32.Program.Assemble() : isSmall ? Esp32.Esp32Parts.Assemble(new BoardExtras()) : Esp32.Program.Assemble();
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

        BoardStart start = new BoardStart(parts);
        start.Settings.HttpPort = Options.DefaultHttpPort;
        start.Settings.BaudRate = Limits.BaudHighest;
        start.ReadSettings();
        options.TakeUp(start.Settings);
        SizeProfile(parts.Profile, options);
        Override(start, options, box);
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

    private static void Override(BoardStart start, Options options, Box? box)
    {
        PeerSettings settings = start.Settings;
        string printer = box is null ? PeerSettings.PrinterNone : options.UsbTray.Length > 0 ? PeerSettings.PrinterUsb : PeerSettings.PrinterSerial;
        if (settings.Says("printer") && settings.Printer != printer)
        {
            start.Indicator.Report(box is null ? "nothing is at the end of the cable without --printer or --usb-printer, whatever printer in peer.cfg says" : "what the command line says is the printer, and not what printer in peer.cfg says");
        }

        settings.Printer = printer;
        Tell(start, "name", options.Name is not null && options.Name != settings.Name);
        settings.Name = options.Name ?? settings.Name;
        settings.HttpPort = Port(start, "http-port", "--http", options.HttpPort, settings.HttpPort, settings.HttpPort);
        settings.RawPort = Port(start, "raw-port", "--raw", options.RawPort, settings.RawPort, settings.RawPort);
        settings.LpdPort = Port(start, "lpd", "--lpd", options.LpdPort, settings.LpdPort, PeerSettings.NoPort);
        settings.IppPort = Port(start, "ipp", "--ipp", options.IppPort, settings.IppPort, PeerSettings.NoPort);
        settings.SnmpPort = Port(start, "snmp", "--snmp", options.SnmpPort, settings.SnmpPort, PeerSettings.NoPort);
        Tell(start, "discovery", options.Discovery is not null && options.Discovery != settings.Discovery);
        settings.Discovery = options.Discovery == true;
        if (settings.Discovery && options.IsGuest)
        {
            // Who else answers on this computer tells its name and its addresses' names, and is right.
            string machine = Environment.MachineName.ToLowerInvariant().Split('.')[0];
            settings.HostNames = new[] { machine, machine + ".local" };
        }
    }

    /// <summary>The port of a service: the command line's, else the card's, else what nobody said.</summary>
    private static int Port(BoardStart start, string key, string option, int given, int said, int otherwise)
    {
        if (given == Options.Unsaid)
        {
            return start.Settings.Says(key) ? said : otherwise;
        }

        Tell(start, key, given != said, option);
        return given;
    }

    /// <summary>Says that an option is taken instead of what the card says.</summary>
    private static void Tell(BoardStart start, string key, bool isOther, string option = "")
    {
        if (isOther && start.Settings.Says(key))
        {
            start.Indicator.Report((option.Length > 0 ? option : "--" + key) + " is taken instead of " + key + " in peer.cfg");
        }
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
