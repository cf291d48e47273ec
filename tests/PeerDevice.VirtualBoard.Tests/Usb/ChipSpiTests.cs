using System;
using System.Collections.Generic;
using System.Device.Gpio;
using System.Device.Spi;
using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard.Tests.Usb;

/// <summary>The chip's SPI side, clock and interrupt pin, by the sections of the Programming Guide ("PG") and the datasheet ("DS").</summary>
public class ChipSpiTests
{
    [Fact]
    public void PgP28_InHalfDuplexNothingComesBackOnMiso()
    {
        using ChipBench bench = new ChipBench();
        Assert.Equal(new byte[] { 0xFF, 0xFF }, bench.Exchange(Register.Revision << 3, 0));
        bench.Write(Register.PinCtl, 0x10);
        Assert.Equal(0x12, bench.Read(Register.Revision));
    }

    [Fact]
    public void PgFullDuplex_TheCommandOctetBringsHirq()
    {
        using ChipBench bench = new ChipBench().Start();
        Assert.Equal(0x08, bench.Exchange(Register.Revision << 3)[0]);
        bench.Cable.Plug(new PrinterDevice());
        Assert.Equal(0x28, bench.Exchange(Register.Revision << 3)[0]);
    }

    [Theory]
    [InlineData(SpiMode.Mode0, 10_000_000, true)]
    [InlineData(SpiMode.Mode3, 26_000_000, true)]
    [InlineData(SpiMode.Mode1, 10_000_000, false)]
    [InlineData(SpiMode.Mode2, 10_000_000, false)]
    [InlineData(SpiMode.Mode0, 27_000_000, false)]
    public void PgP28SpiModes_OnlyTwoModesAndNoFasterThan26Megahertz(SpiMode mode, int clock, bool understands)
    {
        using ChipBench bench = new ChipBench().Start();
        bench.Speak(settings =>
        {
            settings.Mode = mode;
            settings.ClockFrequency = clock;
        });
        Assert.Equal(understands ? 0x12 : 0xFF, bench.Read(Register.Revision));
        Assert.Equal(understands ? 0 : 1, bench.Chip.Offences.Count);
    }

    [Fact]
    public void PgP9AndP28_ABurstStaysAtAFifoAndCountsUpFromR21On()
    {
        using ChipBench bench = new ChipBench().Start();
        bench.Write(Register.SetupFifo, 1, 2, 3, 4, 5, 6, 7, 8);
        bench.Write(Register.Hien, 0x80, ChipBench.HostOn, 0x05);
        Assert.Equal(new byte[] { 0x80, ChipBench.HostOn, 0x05 }, bench.ReadMany(Register.Hien, 3));
        Assert.Empty(bench.Chip.Offences);
        bench.Write(Register.IoPins1, 0x05, 0x0A);
        Assert.Equal(0x0A, bench.Read(Register.IoPins1));
        Assert.Equal(0, bench.Read(Register.IoPins2));
        Assert.Single(bench.Chip.Offences);
    }

    [Fact]
    public void PgP9_ABurstStaysAtR31()
    {
        using ChipBench bench = new ChipBench().Start();
        bench.Cable.Plug(new PrinterDevice());
        bench.Read(Register.Hirq);
        Assert.Equal(new byte[] { 0x80, 0x80, 0x80 }, bench.ReadMany(Register.Hrsl, 3));
        Assert.Empty(bench.Chip.Offences);
    }

    [Fact]
    public void PgP7_WhatGoesOutStaysOverAChipReset()
    {
        using ChipBench bench = new ChipBench().Start();
        bench.Write(Register.IoPins1, 0x05);
        bench.Write(Register.IoPins2, 0x0A);
        bench.Write(Register.UsbCtl, 0x20);
        Assert.Equal(0x05, bench.Read(Register.IoPins1));
        Assert.Equal(0x0A, bench.Read(Register.IoPins2));
    }

    [Fact]
    public void PgOscOkIrq_NothingThatNeedsTheClockWorksBeforeItIsStable()
    {
        using ChipBench bench = new ChipBench();
        bench.Write(Register.PinCtl, 0x10);
        bench.Write(Register.Mode, ChipBench.HostOn);
        Assert.Equal(0, bench.Read(Register.UsbIrq));
        Assert.Equal(0, bench.Read(Register.Mode));
        bench.Wait(4);
        Assert.Equal(1, bench.Read(Register.UsbIrq));
        bench.Write(Register.Mode, ChipBench.HostOn);
        Assert.Equal(ChipBench.HostOn, bench.Read(Register.Mode));
        bench.Write(Register.UsbIrq, 1);
        Assert.Equal(0, bench.Read(Register.UsbIrq));
    }

    [Fact]
    public void PgChipRes_AllButThePinsBeginsAnewAndTheClockIsToldAgain()
    {
        using ChipBench bench = new ChipBench().Start();
        bench.Write(Register.Hien, 0xFF);
        bench.Write(Register.CpuCtl, 0x01);
        bench.Write(Register.UsbCtl, 0x20);
        Assert.Equal(0, bench.Read(Register.Mode));
        Assert.Equal(0, bench.Read(Register.Hien));
        Assert.Equal(0, bench.Read(Register.CpuCtl));
        Assert.Equal(0x18, bench.Read(Register.PinCtl));
        bench.Write(Register.Mode, ChipBench.HostOn);
        Assert.Equal(0, bench.Read(Register.Mode));
        bench.Wait(1);
        bench.Write(Register.UsbCtl, 0);
        Assert.Equal(0, bench.Read(Register.UsbIrq));
        bench.Wait(4);
        Assert.Equal(1, bench.Read(Register.UsbIrq));
    }

    [Fact]
    public void DsOscillatorStop_AResetTooShortToStopTheClockIsNeverTold()
    {
        using ChipBench bench = new ChipBench().Start();
        bench.Write(Register.UsbCtl, 0x20);
        bench.Write(Register.UsbCtl, 0);
        bench.Wait(1000);
        Assert.Equal(0, bench.Read(Register.UsbIrq));
    }

    [Fact]
    public void PgHirq_AOneClearsItsBitAndNoOther()
    {
        using ChipBench bench = new ChipBench().Start();
        bench.Cable.Plug(new PrinterDevice());
        bench.Write(Register.Mode, ChipBench.HostOn | 0x08);
        bench.Wait(2);
        Assert.Equal(0x68, bench.Read(Register.Hirq));
        bench.Write(Register.Mode, ChipBench.HostOn);
        bench.Write(Register.Hirq, 0x20);
        Assert.Equal(0x48, bench.Read(Register.Hirq));

        // AN4000: SNDBAVIRQ goes by SNDBC alone.
        bench.Write(Register.Hirq, 0xFF);
        Assert.Equal(0x08, bench.Read(Register.Hirq));
    }

    [Fact]
    public void PgIntLevel_TheLevelIsLowForAsLongAsAnEnabledRequestIsPending()
    {
        using ChipBench bench = new ChipBench().Start();
        Assert.True(bench.Interrupt);
        bench.Write(Register.Hien, 0x20);
        bench.Cable.Plug(new PrinterDevice());
        Assert.True(bench.Interrupt);
        bench.Write(Register.CpuCtl, 0x01);
        Assert.False(bench.Interrupt);
        bench.Write(Register.Hirq, 0x20);
        Assert.True(bench.Interrupt);
    }

    [Theory]
    [InlineData(0x10, PinEventTypes.Falling)]
    [InlineData(0x14, PinEventTypes.Rising)]
    public void PgPosInt_InEdgeModeWhatIsStillPendingMakesAnotherEdge(byte pins, object edge)
    {
        using ChipBench bench = new ChipBench().Start();
        bench.Write(Register.PinCtl, pins);
        bench.Write(Register.Hien, 0x60);
        bench.Write(Register.CpuCtl, 0x01);
        List<PinEventTypes> edges = new List<PinEventTypes>();
        bench.Pin.ValueChanged += (sender, e) => edges.Add(e.ChangeType);
        bench.Cable.Plug(new PrinterDevice());
        bench.Write(Register.Mode, ChipBench.HostOn | 0x08);
        bench.Wait(1.5);
        bench.Write(Register.Hirq, 0x20);
        bench.Wait(0.05);
        Assert.Equal(2, edges.FindAll(one => one == (PinEventTypes)edge).Count);
    }

    [Fact]
    public void PgHost_ChangingTheModeBeginsAnewAndPeripheralModeHasNoHostRegisters()
    {
        using ChipBench bench = new ChipBench().Start();
        bench.Write(Register.PerAddr, 0xFF);
        Assert.Equal(0x7F, bench.Read(Register.PerAddr));
        bench.Write(Register.Mode, 0);
        Assert.Equal(0, bench.Read(Register.PerAddr));
        bench.Write(Register.PerAddr, 5);
        Assert.Equal(0, bench.Read(Register.PerAddr));
    }
}
