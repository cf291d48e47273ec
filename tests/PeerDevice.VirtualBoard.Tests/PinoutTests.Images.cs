using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PeerDevice.Drivers;
using PeerDevice.Wiring;

namespace PeerDevice.VirtualBoard.Tests;

/// <content>What the images drive is what the lists say.</content>
public sealed partial class PinoutTests
{
    [Theory]
    [MemberData(nameof(Boards))]
    public void ThePinsOfTheImageAreThoseOfTheList(string name)
    {
        BoardPins pins = Pins(name);
        bool isMmc = pins.Card == BoardPins.CardOnMmc;
        (string Use, int Pin)[] image =
        [
            ("card clock", pins.CardClock), (isMmc ? "card command" : "card mosi", pins.CardCommand), (isMmc ? "card data0" : "card miso", pins.CardData), ("card select", pins.CardSelect),
            ("printer transmit", pins.SerialTransmit), ("printer receive", pins.SerialReceive), ("printer stop", pins.SerialStop), ("printer ready", pins.SerialReady),
            ("usb-host clock", pins.UsbClock), ("usb-host mosi", pins.UsbMosi), ("usb-host miso", pins.UsbMiso), ("usb-host select", pins.UsbSelect), ("usb-host interrupt", pins.UsbInterrupt),
            ("light", pins.Light), ("button", pins.Button), ("display data", pins.DisplayData), ("display clock", pins.DisplayClock),
        ];
        image = image.Where(one => Drives(name, one.Use)).ToArray();
        Assert.Equal(
            Read(name).Rows.Where(row => !row.Note.Contains(PinRow.ByRuntime, StringComparison.Ordinal))
                .SelectMany(row => row.Uses.Where(use => Pinout.Devices.Contains(use.Device)).Select(use => use + " " + row.Number)).Order(StringComparer.Ordinal),
            image.Where(one => one.Pin != BoardPins.None).Select(one => one.Use + " " + one.Pin).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void ThePortsAndBusesOfTheImageAreThoseThatTheListNames(string name)
    {
        BoardPins pins = Pins(name);
        HashSet<string> named = [];
        foreach (PinRow row in Read(name).Rows.Where(row => row.Uses.Any(use => Pinout.Devices.Contains(use.Device))))
        {
            string[] ours = row.Uses.Select(use => LineOf(use, pins)).Where(line => line.Length > 0).Distinct().ToArray();
            string[] told = LineNames().Matches(row.Note).Select(match => match.Value).ToArray();
            Assert.True(told.All(ours.Contains), name + " " + row.Pin + ": " + row.Note);
            named.UnionWith(told);
            Assert.True(row.Uses.All(use => use.Signal is not ("transmit" or "clock" or "data") || LineOf(use, pins) is "" || told.Contains(LineOf(use, pins))), name + " " + row.Pin + ": name the port or the bus");
        }

        string[] needed = [pins.Serial, .. Drives(name, "usb-host") ? new[] { "SPI" + pins.UsbBus } : [], .. Drives(name, "display") ? new[] { "I2C" + pins.DisplayBus } : []];
        Assert.Empty(needed.Except(named));
        Assert.Equal(pins.Card == BoardPins.CardOnSpi, pins.CardBus != BoardPins.None);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void LightAndButtonOfTheImageAreAsTheListDescribesThem(string name)
    {
        BoardPins pins = Pins(name);
        Assert.Equal(pins.IsLightLitByLow, Read(name).Of("light").Any(pair => pair.Row.Note.Contains("lit by low", StringComparison.Ordinal)));
        if (!Drives(name, "button"))
        {
            Assert.Empty(Read(name).Of("button"));
            return;
        }

        PinRow button = Assert.Single(Read(name).Of("button")).Row;
        Assert.Equal(pins.IsButtonPressedByHigh, button.Note.Contains("pressed is high", StringComparison.Ordinal));
        Assert.Equal(pins.IsButtonByItself, button.IsOnBoard && !button.Note.Contains("not confirmed", StringComparison.Ordinal));
    }

    /// <summary>The fear: somebody buys and wires a display or a USB host that the board's image has no driver for.</summary>
    [Theory]
    [MemberData(nameof(Boards))]
    public void WhatIsDrawnListedAndDescribedIsWhatTheBoardsImageDrives(string name)
    {
        Pinout board = Read(name);
        string drawing = File.ReadAllText(Path.Combine(Hardware, name, Drawing.FileName));
        string parts = File.ReadAllText(Path.Combine(Hardware, name, "bom.csv"));
        string fit = File.ReadAllLines(Path.Combine(Hardware, "README.md")).Single(line => line.StartsWith("| [" + name + "](", StringComparison.Ordinal));
        string host = BoardsToBuy.Of(Hardware, name, "USB host");
        foreach ((string device, string part, int column) in new[] { ("usb-host", "MAX3421E", 5), ("display", "SSD1306", 8) })
        {
            bool isDriven = Drives(name, device);
            Assert.Equal(isDriven, board.Of(device).Length > 0);
            Assert.Equal(isDriven, drawing.Contains(part, StringComparison.Ordinal));
            Assert.Equal(isDriven, parts.Contains(part, StringComparison.Ordinal));
            Assert.Equal(isDriven, fit.Split('|')[column].Trim() != "–");
        }

        Assert.Equal(Drives(name, "usb-host"), host.Contains("MAX3421E", StringComparison.Ordinal));
        Assert.Equal(!Drives(name, "button"), fit.Split('|')[7].Trim() == "–");
        Assert.Equal(Drives(name, "display"), !File.ReadAllText(Path.Combine(Hardware, name, "README.md")).Contains("drives no display", StringComparison.Ordinal));

        // What the sources name for an image with drivers is no pin that the board needs for itself.
        BoardPins pins = Pins(name);
        int[] undriven = [pins.UsbClock, pins.UsbMosi, pins.UsbMiso, pins.UsbSelect, pins.UsbInterrupt, pins.DisplayData, pins.DisplayClock];
        Assert.All(undriven.Where(pin => !Drives(name, "display") && pin != BoardPins.None), pin => Assert.Contains(board.Rows.Single(row => row.Number == pin).Uses[0].Device, new[] { "free", "printer", "card" }));
    }
}
