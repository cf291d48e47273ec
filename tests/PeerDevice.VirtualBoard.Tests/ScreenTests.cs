using System;
using System.Device.I2c;
using System.Linq;
using PeerDevice.Drivers;
using PeerDevice.Services.Settings;
using PeerDevice.VirtualBoard.Devices;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>What is told to a display stands on it, and what is not there costs nothing.</summary>
public sealed class ScreenTests : IDisposable
{
    private const int Bus = 7;
    private const int First = 0x3C;
    private const int Second = 0x3D;

    private readonly KeptLines _indicator = new();

    public void Dispose()
    {
        I2cDevice.Plug(Bus, First, null);
        I2cDevice.Plug(Bus, Second, null);
    }

    [Theory]
    [InlineData(PeerSettings.Display128x64, 8, 0, First)]
    [InlineData(PeerSettings.Display128x64, 8, 0, Second)]
    [InlineData(PeerSettings.Display128x32, 4, 0, First)]
    [InlineData(PeerSettings.DisplaySh1106, 8, 2, First)]
    public void TheLinesAreToBeRead(int kind, int rows, int firstColumn, int address)
    {
        OledPanel panel = new(firstColumn);
        I2cDevice.Plug(Bus, address, panel);
        Screen screen = new(Bus, kind, _indicator);
        Assert.Equal((21, rows), (screen.Columns, screen.Rows));
        Assert.True(screen.Open());
        Assert.Equal(Enumerable.Repeat("", rows), panel.Lines());
        string[] lines = Enumerable.Range(0, rows).Select(row => ("line " + row + " of it, it is long")[..(20 - row)].TrimEnd()).ToArray();
        screen.Show(lines);
        Assert.Equal(lines, panel.Lines());
        lines = lines.Select((line, row) => row == 2 ? "" : line).ToArray();
        screen.Show(lines);
        Assert.Equal(lines, panel.Lines());
        Assert.Empty(_indicator.Lines);
    }

    [Fact]
    public void EachCharacterOfAsciiIsAnotherAndOthersAreAQuestionMark()
    {
        OledPanel panel = new();
        I2cDevice.Plug(Bus, First, panel);
        Screen screen = new(Bus, PeerSettings.Display128x64, _indicator);
        Assert.True(screen.Open());
        string[] lines = Enumerable.Range(0, 5).Select(row => string.Concat(Enumerable.Range(' ' + (row * 20), 20).Where(c => c <= '~').Select(c => (char)c))).Concat(["\u00FC\0", "", ""]).ToArray();
        screen.Show(lines);
        Assert.Equal(lines.Select(line => line.Replace('\u00FC', '?').Replace('\0', '?')), panel.Lines());
    }

    [Fact]
    public void WhatHasNotChangedIsNotSent()
    {
        OledPanel panel = new();
        I2cDevice.Plug(Bus, First, panel);
        Screen screen = new(Bus, PeerSettings.Display128x64, _indicator);
        Assert.True(screen.Open());
        screen.Show(Lines("hello"));
        int transfers = I2cDevice.Transfers;
        screen.Show(Lines("hello"));
        screen.Show(Lines("hello"));
        Assert.Equal(transfers, I2cDevice.Transfers);
    }

    [Fact]
    public void WhereNobodyAnswersThereIsNone()
    {
        int transfers = I2cDevice.Transfers;
        Assert.False(new Screen(Bus, PeerSettings.Display128x64, _indicator).Open());
        Assert.Equal(2, I2cDevice.Transfers - transfers);
        Assert.Empty(_indicator.Lines);
    }

    [Fact]
    public void OneThatIsPulledOutIsSaidOnceAndOneThatIsPutBackShowsAllAgain()
    {
        OledPanel panel = new();
        I2cDevice.Plug(Bus, First, panel);
        Screen screen = new(Bus, PeerSettings.Display128x64, _indicator);
        Assert.True(screen.Open());
        screen.Show(Lines("hello"));
        I2cDevice.Plug(Bus, First, null);
        screen.Show(Lines("hello"));
        Assert.Empty(_indicator.Lines);
        for (int i = 0; i < 5; i++)
        {
            int transfers = I2cDevice.Transfers;
            screen.Show(Lines("away " + i));
            Assert.True(I2cDevice.Transfers - transfers <= 2);
        }

        Assert.Equal(["the display does not answer any more"], _indicator.Lines);
        OledPanel other = new();
        I2cDevice.Plug(Bus, First, other);
        screen.Show(Lines("back"));
        Assert.Equal(Lines("back"), other.Lines());
        Assert.Equal("the display is there again", _indicator.Lines[^1]);
        Assert.Equal(2, _indicator.Lines.Count);
    }

    private static string[] Lines(string first) => [first, "", "", "", "", "", "", "last"];
}
