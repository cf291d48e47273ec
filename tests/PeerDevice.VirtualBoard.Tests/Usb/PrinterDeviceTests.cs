using System;
using System.Linq;
using System.Text;
using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard.Tests.Usb;

/// <summary>The printer at the other end, by the sections of the Printing Class 1.1 ("PC") and USB 2.0.</summary>
public class PrinterDeviceTests
{
    [Fact]
    public void Pc421_TheDeviceIdComesWithItsLengthInFront()
    {
        using ChipBench bench = new ChipBench().Attach(new PrinterDevice()).Configure();
        byte[] id = bench.Ask(0xA1, 0, 0, 0, 0, 0, 0xFF, 0);
        Assert.Equal(id.Length, (id[0] << 8) | id[1]);
        Assert.Equal("MFG:Example;MDL:Laser;CMD:PCL;CLS:PRINTER;", Encoding.ASCII.GetString(id, 2, id.Length - 2));
    }

    [Theory]
    [InlineData(false, false, 0x18)]
    [InlineData(true, false, 0x38)]
    [InlineData(true, true, 0x30)]
    public void Pc422_ThePortStatus(bool isOutOfPaper, bool hasError, byte status)
    {
        using ChipBench bench = new ChipBench().Attach(new PrinterDevice { IsOutOfPaper = isOutOfPaper, HasError = hasError }).Configure();
        Assert.Equal(new[] { status }, bench.Ask(0xA1, 1, 0, 0, 0, 0, 1, 0));
    }

    [Fact]
    public void Pc423_ASoftResetBringsTogglesAndHaltsBackToTheBeginning()
    {
        PrinterDevice printer = new PrinterDevice();
        using ChipBench bench = new ChipBench().Attach(printer).Configure();
        Assert.Equal(0, bench.Send(1));
        Assert.Equal(0, bench.Request(0x21, 2, 0, 0, 0, 0, 0, 0));
        Assert.Equal(0, bench.Send(2));
        Assert.Equal(1, printer.Repeats);
        bench.Write(Register.Hctl, 0x40);
        Assert.Equal(0, bench.Send(3));
        Assert.Equal(new byte[] { 1, 3 }, printer.Taken);
    }

    [Fact]
    public void Usb945_AHaltedEndpointStaysSoAndItsToggleBeginsAnewWhenItIsCleared()
    {
        PrinterDevice printer = new PrinterDevice();
        using ChipBench bench = new ChipBench().Attach(printer).Configure();
        Assert.Equal(0, bench.Send(1));
        bench.Cable.Break(bench.Cable.Transactions + 1, Fault.Stall);
        Assert.Equal(HostResult.Stall, bench.Send(2));
        bench.Write(Register.SendCount, 0);
        Assert.Equal(HostResult.Stall, bench.Send(2));
        bench.Write(Register.SendCount, 0);
        Assert.Equal(new byte[] { 1, 0 }, bench.Ask(0x82, 0, 0, 0, 1, 0, 2, 0));
        Assert.Equal(0, bench.Request(0x02, 1, 0, 0, 1, 0, 0, 0));
        bench.Write(Register.Hctl, 0x40);
        Assert.Equal(0, bench.Send(2));
        Assert.Equal(new byte[] { 1, 2 }, printer.Taken);
    }

    [Fact]
    public void Usb9410_OnlyTheChosenAlternateListensAndPacketsOf12844AreNotForPlainDocuments()
    {
        PrinterDevice printer = new PrinterDevice(
            new PrinterPort(0, 0, PrinterPort.Packets1284, 1, 0x82), new PrinterPort(0, 1, PrinterPort.Unidirectional, 3));
        using ChipBench bench = new ChipBench().Attach(printer).Configure();
        Assert.Equal(0, bench.Send(9));
        Assert.Equal(1, printer.Garbled);
        Assert.Equal(0, bench.Request(0x01, 11, 1, 0, 0, 0, 0, 0));
        Assert.Equal(new byte[] { 1 }, bench.Ask(0x81, 10, 0, 0, 0, 0, 1, 0));
        bench.Write(Register.Hctl, 0x40);
        Assert.Equal(HostResult.JState, bench.Send(9));
        bench.Write(Register.SendCount, 0);
        bench.Write(Register.SendFifo, 1);
        bench.Write(Register.SendCount, 1);
        Assert.Equal(0, bench.Launch(0x23));
        Assert.Equal(new byte[] { 1 }, printer.Taken);
    }

    [Fact]
    public void Usb91_AnAddressedDeviceThatIsNotConfiguredHasOnlyEndpoint0AndRefusesWhatItDoesNotKnow()
    {
        using ChipBench bench = new ChipBench().Attach(new PrinterDevice());
        Assert.Equal(HostResult.JState, bench.Send(1));
        bench.Write(Register.SendCount, 0);
        Assert.Equal(HostResult.Stall, bench.Request(0, 9, 2, 0, 0, 0, 0, 0));
        Assert.Equal(new[] { HostResult.Stall }, bench.Ask(0x80, 6, 0, 6, 0, 0, 10, 0));
        Assert.Equal(18, bench.Ask(0x80, 6, 0, 1, 0, 0, 64, 0).Length);
    }

    [Fact]
    public void AFullBufferNaksUntilSomeOfItIsPrintedAndAllOfItWhenThereIsNoPaper()
    {
        PrinterDevice printer = new PrinterDevice { Buffer = 100, OctetsPerSecond = 1000 };
        using ChipBench bench = new ChipBench().Attach(printer).Configure();
        byte[] packet = Enumerable.Repeat((byte)7, 64).ToArray();
        Assert.Equal(0, bench.Send(packet));
        Assert.Equal(HostResult.Nak, bench.Send(packet));
        bench.Wait(30);
        bench.Write(Register.SendCount, 0);
        Assert.Equal(0, bench.Send(packet));
        printer.IsOutOfPaper = true;
        bench.Wait(1000);
        Assert.Equal(HostResult.Nak, bench.Send(packet));
        printer.IsOutOfPaper = false;
        bench.Wait(70);
        bench.Write(Register.SendCount, 0);
        Assert.Equal(0, bench.Send(packet));
        Assert.Equal(192, printer.Taken.Count);
    }

    [Fact]
    public void APrinterWithoutFirmwareTakesThatFirstAndComesAgain()
    {
        PrinterDevice printer = new PrinterDevice { Firmware = new byte[] { 1, 2, 3 } };
        using ChipBench bench = new ChipBench().Attach(printer).Configure();
        Assert.DoesNotContain("FWVER", Encoding.ASCII.GetString(bench.Ask(0xA1, 0, 0, 0, 0, 0, 0xFF, 0)));
        Assert.Equal(0, bench.Send(1, 2, 3));
        bench.Wait(1);
        Assert.Null(bench.Cable.Device);
        bench.Wait(2500);
        Assert.Same(printer, bench.Cable.Device);
        Assert.Empty(printer.Taken);
        bench.Attach(printer).Configure();
        Assert.Contains("FWVER", Encoding.ASCII.GetString(bench.Ask(0xA1, 0, 0, 0, 0, 0, 0xFF, 0)));
        Assert.Equal(0, bench.Send(4));
        Assert.Equal(new byte[] { 4 }, printer.Taken);
    }
}
