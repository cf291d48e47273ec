using System;
using System.Device.Gpio;
using System.Device.I2c;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using nanoFramework.Runtime.Native;
using PeerDevice.Board;
using PeerDevice.Drivers;
using PeerDevice.Drivers.Usb;
using PeerDevice.Host;
using PeerDevice.Services.Printing;
using PeerDevice.VirtualBoard.Devices;
using PeerDevice.VirtualBoard.Manners;
using PeerDevice.VirtualBoard.Printers;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>A whole board with button, light and display: what it shows, and what its button does.</summary>
public sealed class FrontTests : IDisposable
{
    private const int Button = 34;
    private const int Light = 5;
    private const int Bus = 1;
    private const int Address = 0x3C;

    // Only for a test that would otherwise hang.
    private static readonly TimeSpan Despair = TimeSpan.FromSeconds(120);

    private readonly ManualTime _time = new();
    private readonly CardInSlot _card = new();
    private readonly string _flash = System.IO.Directory.CreateTempSubdirectory("flash").FullName;
    private readonly OledPanel _panel = new();
    private int _reboots;
    private Box? _box;
    private BoardStart? _start;
    private Peer? _peer;
    private Thread? _attending;

    public FrontTests()
    {
        GpioController.Reset();
        Power.Reboot = () => Interlocked.Increment(ref _reboots);
        Pin.Write(PinValue.High);
    }

    private static GpioPin Pin => new GpioController().OpenPin(Button, PinMode.Input);

    private string Settings
    {
        set => System.IO.File.WriteAllText(_card.OnPc("peer.cfg"), value);
    }

    public void Dispose()
    {
        Stop();
        I2cDevice.Plug(Bus, Address, null);
        Power.Reboot = Power.End;
        InternalDrive.Use("");
        _time.Dispose();
        _card.Dispose();
        System.IO.Directory.Delete(_flash, true);
    }

    [Fact]
    public void APressPrintsThePageThatTellsTheAddress()
    {
        Settings = "name = desk\nprinter-language = escpos-58\nspool = no\n";
        Run();
        Press(300);
        Await(() => Printed().Contains("\x1DV", StringComparison.Ordinal) || Printed().Contains("\x1B" + "d", StringComparison.Ordinal));
        Assert.Contains("desk\r\nhttp://127.0.0.1:" + _peer!.HttpPort + "/\r\n", Printed());
        Assert.Contains("1P0http://127.0.0.1:" + _peer.HttpPort + "/", Printed());
    }

    [Fact]
    public void HeldForFiveSecondsTheSettingsAreKeptUnderAnotherNameAndTheBoardStartsAgain()
    {
        Settings = "name = desk\n";
        System.IO.File.WriteAllText(_card.OnPc("peer-1.cfg"), "of last year");
        System.IO.File.WriteAllText(Path.Combine(_flash, "peer.cfg"), "address = 10.0.0.9/24\n");
        System.IO.File.WriteAllText(Path.Combine(_flash, "peer.board"), "ESP32_OLIMEX\n");
        Run();
        Press(Limits.HoldMilliseconds + 500);
        Await(() => _reboots == 1);
        Assert.False(System.IO.File.Exists(_card.OnPc("peer.cfg")));
        Assert.Equal("name = desk\n", System.IO.File.ReadAllText(_card.OnPc("peer-2.cfg")));
        Assert.Equal("of last year", System.IO.File.ReadAllText(_card.OnPc("peer-1.cfg")));
        Assert.False(System.IO.File.Exists(Path.Combine(_flash, "peer.cfg")));
        Assert.Equal("address = 10.0.0.9/24\n", System.IO.File.ReadAllText(Path.Combine(_flash, "peer-1.cfg")));
        Assert.True(System.IO.File.Exists(Path.Combine(_flash, "peer.board")));
        Assert.Equal("the button was held; the settings of before are kept as peer-2.cfg and I:\\peer-1.cfg", System.IO.File.ReadAllText(Path.Combine(_flash, "peer.last")));
        Assert.Equal("", Printed());
    }

    [Fact]
    public void WithoutSettingsNothingHappens()
    {
        Run();
        Press(Limits.HoldMilliseconds + 500);
        Await(() => Log().Contains("there are no settings to put aside", StringComparison.Ordinal));
        Assert.Equal(0, _reboots);
    }

    [Fact]
    public void WhereTheSettingsOfTheCardCannotBePutAsideThoseOfFlashStayToo()
    {
        Settings = "name = desk\n";
        System.IO.File.WriteAllText(Path.Combine(_flash, "peer.cfg"), "name = of flash\n");
        for (int i = 1; i <= Limits.SettingsAside; i++)
        {
            System.IO.File.WriteAllText(_card.OnPc("peer-" + i + ".cfg"), "");
        }

        Run();
        Press(Limits.HoldMilliseconds + 500);
        Await(() => Log().Contains("the settings on the card could not be put aside", StringComparison.Ordinal));
        Assert.Equal(0, _reboots);
        Assert.True(System.IO.File.Exists(_card.OnPc("peer.cfg")));
        Assert.True(System.IO.File.Exists(Path.Combine(_flash, "peer.cfg")));
    }

    [Fact]
    public void ABoardWhoseButtonIsHeldWhenItStartsKeepsItsSettings()
    {
        Settings = "name = desk\n";
        Pin.Write(PinValue.Low);
        Run();
        _time.Pass(60000);
        Pin.Write(PinValue.High);
        _time.Pass(1000);
        Press(100);
        Await(() => Log().Contains("a status page is printed", StringComparison.Ordinal));
        Assert.Equal(0, _reboots);
        Assert.True(System.IO.File.Exists(_card.OnPc("peer.cfg")));
    }

    [Fact]
    public void AButtonThatIsNotToBeThereDoesNothing()
    {
        Settings = "button = no\n";
        Run();
        Assert.Null(Extra("_button").GetValue(Extras));
        Press(Limits.HoldMilliseconds + 500);
        Assert.Equal(0, _reboots);
        Assert.True(System.IO.File.Exists(_card.OnPc("peer.cfg")));
    }

    [Fact]
    public void WhoeverKeepsALockDoesNotKeepTheBoardFromStartingAgain()
    {
        Settings = "name = desk\ndisplay = 128x64\n";
        I2cDevice.Plug(Bus, Address, _panel);
        StuckOutput output = new();
        Run(output: output, lookEvery: 40);
        Press(300);

        // From here on the display asks the Printer how far its Job is.
        Await(() => _panel.Lines().Any(static line => line.StartsWith("printing", StringComparison.Ordinal)));
        Printer printer = _peer!.Parts.Printers.First!;
        object gate = typeof(Printer).GetField("_gate", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(printer)!;
        using ManualResetEventSlim release = new();
        Thread holder = new(() =>
        {
            lock (gate)
            {
                release.Wait();
            }
        });
        holder.Start();
        Await(() => Volatile.Read(ref _reboots) > 0);
        Assert.Contains("starting again: ", Log());
        output.Release();
        release.Set();
        holder.Join();
    }

    [Fact]
    public void AWatchOverUsbThatHasEndedStartsTheBoardAgain()
    {
        Run(lookEvery: 20, usbTray: _card.OnPc("tray/"));
        FieldInfo usb = Extra("_usb");
        UsbOutput watched = (UsbOutput)usb.GetValue(Extras)!;
        Await(() => watched.IsReady);
        Assert.Equal(0, _reboots);

        // One that nobody watches: its thread is where it was at each look.
        watched.End();
        usb.SetValue(Extras, new UsbOutput(2, 4, _start!.Settings, null!, new VirtualClock(), _start.Indicator));
        Await(() => Volatile.Read(ref _reboots) > 0);
        Assert.Contains("starting again: the watch over USB was stuck, or had ended", Log());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("light = none\n", true)]
    [InlineData("button = no\n", true)]
    [InlineData("light = none\nbutton = no\n", false)]
    public void WhereNobodyShowsOrPressesAnythingThereIsNoThreadForIt(string settings, bool isThere)
    {
        Settings = settings;
        Run(lookEvery: 20);
        object front = typeof(BoardStart).GetField("_front", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(_start)!;
        int Turns() => (int)typeof(Steps).GetField("_count", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(((Front)front).Steps)!;
        if (isThere)
        {
            Await(() => Turns() > 0);
            return;
        }

        // A watch over nobody: when the board starts again by it, it has been looked after for long.
        Extra("_usb").SetValue(Extras, new UsbOutput(2, 4, _start!.Settings, null!, new VirtualClock(), _start.Indicator));
        Await(() => Volatile.Read(ref _reboots) > 0);
        Assert.Equal(0, Turns());
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("button = no\n", false, false)]
    [InlineData("button = yes\n", true, true)]
    [InlineData("button = high\n", true, true)]
    [InlineData("button = low\n", true, false)]
    public void AButtonWhoseLevelNobodyConfirmedIsThereOnlyWhereItIsAskedFor(string settings, bool isThere, bool isByHigh)
    {
        // Pressed by low, and let go: by high it would be held from the start on, and each press would put the settings aside.
        Settings = settings;
        Run(board: "ORGPAL_PALTHREE", sockets: 4);
        object? button = Extra("_button").GetValue(Extras);
        Assert.Equal(isThere, button is not null);
        Assert.True(button is null || isByHigh == (bool)typeof(PushButton).GetField("_isPressedByHigh", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(button)!);
    }

    [Fact]
    public void TheDisplayTellsNameAddressAndPrinter()
    {
        Settings = "name = B\u00FCro 5\ndisplay = 128x64\n";
        I2cDevice.Plug(Bus, Address, _panel);
        Run();
        Await(() => _panel.Lines().Contains("printer idle"));
        Assert.Equal(["Buro 5", "127.0.0.1:" + _peer!.HttpPort, "printer idle"], _panel.Lines().Take(3));
        _peer.Parts.Printers.First!.Pause(false);
        Await(() => _panel.Lines().Contains("The printer is"));
        Assert.Equal(["The printer is", "paused."], _panel.Lines().Skip(2).Take(2));
    }

    [Fact]
    public void WhatMakesNoSenseStandsOnTheDisplayAndTheRestServes()
    {
        Settings = "display = 128x64\nname = x\nbaud = fast\n\u0001\n";
        I2cDevice.Plug(Bus, Address, _panel);
        Run();
        string text = "";
        Await(() => (text = string.Join(' ', _panel.Lines())).Contains("line 3", StringComparison.Ordinal));
        Assert.Contains("peer.cfg: line 3: baud must be a number", text);
        Assert.Contains("peer.cfg: line 3: baud must be a number", Log());
    }

    [Fact]
    public void ABoardThatIsNotKnownIsSaidOnTheDisplayAndServes()
    {
        Settings = "display = 128x64\n";
        I2cDevice.Plug(Bus, Address, _panel);
        Run(null, "ESP32_REV0");
        string text = "";
        Await(() => (text = string.Join(' ', _panel.Lines())).Contains("ESP32_REV0", StringComparison.Ordinal));
        Assert.Contains("the runtime calls itself", text);
        Assert.Equal(1, _peer!.Sheet.Board.Troubles);
    }

    [Fact]
    public void ACardThatIsOutIsSaidOnTheDisplay()
    {
        // Settings of internal flash, since there is no card to have any.
        System.IO.File.WriteAllText(Path.Combine(_flash, "peer.cfg"), "display = 128x32\nspool = no\n");
        I2cDevice.Plug(Bus, Address, _panel);
        Run(_card.OnPc("nowhere"));
        Await(() => _panel.Lines().Contains("no card"));
        Assert.Equal(4, _panel.Lines().Length);
    }

    [Fact]
    public void ADisplayThatDoesNotAnswerIsSaidAndTheBoardServes()
    {
        Settings = "display = 128x64\n";
        Run();
        Assert.Contains("no display answers on I2C bus 1: look at its wires", Log());
        int transfers = I2cDevice.Transfers;
        _peer!.Parts.Printers.First!.Pause(false);
        // The light is told of it before the display would be.
        GpioPin light = new GpioController().OpenPin(Light, PinMode.Output);
        Await(() => light.Read().IsHigh);
        _peer.Parts.Printers.First!.Resume();
        Await(() => _start!.Indicator.CanFlash && !light.Read().IsHigh);
        Assert.Equal(transfers, I2cDevice.Transfers);
    }

    [Fact]
    public void ADisplayGivesWayToThePrinterWhoseWiresItWouldHave()
    {
        Settings = "display = 128x64\nhandshake = rts-cts\nstop-pin = 13\n";
        I2cDevice.Plug(Bus, Address, _panel);
        Run();
        Assert.Contains("peer.cfg: pin 13 belongs to the printer; there is no display", Log());
        Assert.Empty(_panel.Lines());
    }

    [Fact]
    public void TheLightFollowsWhatBecomesOfThePrinter()
    {
        Run();
        GpioPin light = new GpioController().OpenPin(Light, PinMode.Output);

        // Lit by low on this board.
        Await(() => !light.Read().IsHigh);
        _peer!.Parts.Printers.First!.Pause(false);
        Await(() => light.Read().IsHigh);
        Await(() => !light.Read().IsHigh);
        Await(() => light.Read().IsHigh);
        _peer.Parts.Printers.First!.Resume();

        // Steady at so many looks, whatever the machine does between two of them.
        int steady = 0;
        Await(() =>
        {
            Thread.Sleep(Limits.BlinkMilliseconds / 4);
            steady = light.Read().IsHigh ? 0 : steady + 1;
            return steady > 16;
        });
    }

    [Fact]
    public void AStripShowsItsColoursAndNothingBetweenThem()
    {
        Settings = "light = ws2812\n";
        Run();
        Await(() => nanoFramework.Hardware.Esp32.Rmt.TransmitterChannel.ShownAt(Light).LastOrDefault() == 0x000C00);
        int frames = nanoFramework.Hardware.Esp32.Rmt.TransmitterChannel.ShownAt(Light).Length;
        _peer!.Parts.Printers.First!.Pause(false);
        Await(() => nanoFramework.Hardware.Esp32.Rmt.TransmitterChannel.ShownAt(Light)[^1] == 0x301000);
        Assert.Equal(frames + 1, nanoFramework.Hardware.Esp32.Rmt.TransmitterChannel.ShownAt(Light).Length);
    }

    private void Run(string? card = null, string board = "ESP32_OLIMEX", IOutputDevice? output = null, int lookEvery = Limits.RestartMilliseconds, int sockets = 16, string usbTray = "")
    {
        string[] printer = usbTray.Length > 0 ? ["--usb-printer", usbTray] : ["--printer", "file:" + _card.OnPc("out.prn")];
        string[] raw = sockets == 16 ? ["--raw", "0"] : ["--sockets", sockets.ToString()];
        string[] words = ["--sd", card ?? _card.Folder, "--http", "0", "--board", board, "--flash", _flash, .. printer, .. raw];
        Assert.Null(Options.Read(words, out Options options));
        _box = options.MakeBox();
        _start = Program.Assemble(options, _box);
        _start.LookEvery = lookEvery;
        _start.Output = output ?? _start.Output;
        _peer = _start.Start();
        Assert.NotNull(_peer);
        _attending = new Thread(() => _start.Attend(_peer)) { IsBackground = true };
        _attending.Start();
    }

    private void Stop()
    {
        _start?.End();
        _attending?.Join();
        _peer?.Stop();
        _box?.Dispose();
        SerialLine.Of("COM2").Release();
    }

    private void Press(int milliseconds)
    {
        // Not before the board looks after its button.
        Pin.Write(PinValue.Low);
        _time.Pass(milliseconds);
        Pin.Write(PinValue.High);
        _time.Pass(1000);
    }

    private string Printed()
    {
        string path = _card.OnPc("out.prn");
        if (!System.IO.File.Exists(path))
        {
            return "";
        }

        using System.IO.FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private string Log()
    {
        return System.Text.Encoding.UTF8.GetString(_peer!.Parts.Status.Log!.Lines());
    }

    private BoardExtras Extras => ((BoardParts)typeof(BoardStart).GetField("_parts", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(_start)!).Extras;

    private static FieldInfo Extra(string field)
    {
        return typeof(AllExtras).GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)!;
    }

    private string Last => Log() + string.Join("|", _panel.Lines());

    private void Await(Func<bool> isSo)
    {
        Assert.True(SpinWait.SpinUntil(isSo, Despair), Last);
    }

    /// <summary>A device that takes a job and does not come back from it.</summary>
    private sealed class StuckOutput : IOutputDevice
    {
        private readonly ManualResetEventSlim _release = new();

        public string Name => "stuck";

        public bool IsReady => true;

        public int Conditions => 0;

        public string DeviceId => "";

        public bool Begin(string title)
        {
            return true;
        }

        public int Write(byte[] buffer, int offset, int count)
        {
            _release.Wait();
            return count;
        }

        public int Read(byte[] buffer, int offset, int count)
        {
            return 0;
        }

        public int Finish()
        {
            return 0;
        }

        public void Close()
        {
        }

        internal void Release()
        {
            _release.Set();
        }
    }
}
