using System;
using System.Linq;
using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard.Tests.Usb;

/// <summary>The transfers that HXFR launches, by the pages of the Programming Guide ("PG") and of AN4000.</summary>
public class ChipTransferTests
{
    [Fact]
    public void PgP10Table4_AControlReadByHand()
    {
        PrinterDevice printer = new PrinterDevice();
        using ChipBench bench = new ChipBench().Attach(printer);
        bench.Write(Register.SetupFifo, 0x80, 6, 0, 1, 0, 0, 8, 0);
        Assert.Equal(0, bench.Launch(0x10));
        bench.Write(Register.Hctl, 0x20);
        Assert.Equal(0, bench.Launch(0x00));
        Assert.Equal(0x0C, bench.Read(Register.Hirq) & 0x0C);
        Assert.Equal(8, bench.Read(Register.ReceiveCount));
        Assert.Equal(printer.DeviceDescriptor.Take(8), bench.ReadMany(Register.ReceiveFifo, 8));
        bench.Write(Register.Hirq, 0x04);
        Assert.Equal(0, bench.Read(Register.Hirq) & 0x04);
        Assert.Equal(0, bench.Launch(0xA0));
        Assert.Empty(bench.Chip.Offences);
    }

    [Fact]
    public void PgP10_TheResultIsBusyUntilTheTransferIsDoneAndASecondLaunchIsLost()
    {
        using ChipBench bench = new ChipBench().Attach(new PrinterDevice()).Configure();
        bench.Write(Register.SendFifo, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        bench.Write(Register.SendCount, 10);
        int before = bench.Cable.Transactions;
        bench.Write(Register.Hxfr, 0x21);
        Assert.Equal(HostResult.Busy, bench.Read(Register.Hrsl) & 0x0F);
        bench.Write(Register.Hxfr, 0x21);
        bench.Wait(2);
        Assert.Equal(HostResult.Success, bench.Read(Register.Hrsl) & 0x0F);
        Assert.Equal(before + 1, bench.Cable.Transactions);
        Assert.Single(bench.Chip.Offences);
    }

    [Theory]
    [InlineData(0x30)]
    [InlineData(0x90)]
    [InlineData(0xC0)]
    [InlineData(0xFF)]
    public void PgP36Table6_ABadValueInHxfr(byte value)
    {
        using ChipBench bench = new ChipBench().Attach(new PrinterDevice());
        Assert.Equal(HostResult.BadRequest, bench.Launch(value));
        Assert.Equal(0, bench.Cable.Transactions);
    }

    [Fact]
    public void PgHctlAndP36_TogglesAreSetByTheirBitsAndReadInHrsl()
    {
        using ChipBench bench = new ChipBench().Attach(new PrinterDevice()).Configure();
        Assert.Equal(0, bench.Read(Register.Hrsl) & 0x30);
        bench.Write(Register.Hctl, 0x80);
        Assert.Equal(0x20, bench.Read(Register.Hrsl) & 0x30);
        bench.Write(Register.Hctl, 0x20);
        Assert.Equal(0x30, bench.Read(Register.Hrsl) & 0x30);
        bench.Write(Register.Hctl, 0x50);
        Assert.Equal(0, bench.Read(Register.Hrsl) & 0x30);
        Assert.Equal(0, bench.Read(Register.Hctl));

        // An acknowledged OUT turns SNDTOG; one that was not does not.
        Assert.Equal(0, bench.Send(1));
        Assert.Equal(0x20, bench.Read(Register.Hrsl) & 0x30);
        bench.Cable.Break(bench.Cable.Transactions + 1, Fault.Nak);
        Assert.Equal(HostResult.Nak, bench.Send(2));
        Assert.Equal(0x20, bench.Read(Register.Hrsl) & 0x30);
    }

    [Fact]
    public void An4000_SndBcGivesTheFifoAwayAndSndBavIrqTellsOfTheOther()
    {
        using ChipBench bench = new ChipBench().Attach(new PrinterDevice()).Configure();
        bench.Write(Register.SendFifo, 1);
        bench.Write(Register.SendCount, 1);
        Assert.Equal(0x08, bench.Read(Register.Hirq) & 0x08);
        bench.Write(Register.SendFifo, 2);
        bench.Write(Register.SendCount, 1);
        Assert.Equal(0, bench.Read(Register.Hirq) & 0x08);
        Assert.Equal(0, bench.Launch(0x21));
        Assert.Equal(0x08, bench.Read(Register.Hirq) & 0x08);
        Assert.Equal(0, bench.Launch(0x21));
        Assert.Equal(new byte[] { 1, 2 }, ((PrinterDevice)bench.Cable.Device!).Taken);
    }

    [Theory]
    [InlineData(0x01, false)]
    [InlineData(0x12, false)]
    [InlineData(0x13, true)]
    public void An4000AndPgP10_LaunchingAgainAfterANakResendsTheFifoOnlyInRevision3(byte revision, bool resends)
    {
        PrinterDevice printer = new PrinterDevice();
        using ChipBench bench = new ChipBench(revision).Attach(printer).Configure();
        bench.Cable.Break(bench.Cable.Transactions + 1, Fault.Nak);
        Assert.Equal(HostResult.Nak, bench.Send(10, 20, 30));
        Assert.Equal(0, bench.Launch(0x21));
        Assert.Equal(new byte[] { 20, 30 }, printer.Taken.Skip(1));
        Assert.Equal(resends, printer.Taken[0] == 10);
    }

    [Theory]
    [InlineData(0x12)]
    [InlineData(0x13)]
    public void An4000Step6_TheFirstOctetWrittenAgainResendsAll(byte revision)
    {
        PrinterDevice printer = new PrinterDevice();
        using ChipBench bench = new ChipBench(revision).Attach(printer).Configure();
        bench.Cable.Break(bench.Cable.Transactions + 1, Fault.Nak, 3);
        Assert.Equal(HostResult.Nak, bench.Send(10, 20, 30));
        byte result = HostResult.Nak;
        for (int i = 0; result == HostResult.Nak && i < 5; i++)
        {
            bench.Write(Register.SendCount, 0);
            bench.Write(Register.SendFifo, 10);
            bench.Write(Register.SendCount, 3);
            result = bench.Launch(0x21);
        }

        Assert.Equal(0, result);
        Assert.Equal(0, bench.Send(40));
        Assert.Equal(new byte[] { 10, 20, 30, 40 }, printer.Taken);
        Assert.Empty(bench.Chip.Offences);
    }

    [Fact]
    public void An4000_WhoLoadsAnewAfterANakWithoutTakingBackSendsOnePacketLateForEver()
    {
        PrinterDevice printer = new PrinterDevice();
        using ChipBench bench = new ChipBench(0x13).Attach(printer).Configure();
        bench.Cable.Break(bench.Cable.Transactions + 1, Fault.Nak);
        Assert.Equal(HostResult.Nak, bench.Send(1));
        Assert.Equal(0, bench.Send(1));
        Assert.Equal(0, bench.Send(2));
        Assert.Equal(0, bench.Send(3));
        Assert.Equal(new byte[] { 1, 1, 2 }, printer.Taken);
    }

    [Fact]
    public void An4000_ACountOfZeroIsAPacketOfNothingWhenThereIsNothingToTakeBack()
    {
        PrinterDevice printer = new PrinterDevice();
        using ChipBench bench = new ChipBench().Attach(printer).Configure();
        Assert.Equal(0, bench.Send(1));
        Assert.Equal(0, bench.Send());
        Assert.Equal(0, bench.Send(2));
        Assert.Equal(new byte[] { 1, 2 }, printer.Taken);
        Assert.Equal(HostResult.BadByteCount, bench.Launch(0x21));
    }

    [Fact]
    public void PgP15DoubleBuffering_ASecondPacketIsThereAtOnceWhenTheFirstIsReleased()
    {
        PrinterDevice printer = new PrinterDevice();
        using ChipBench bench = new ChipBench().Attach(printer).Configure();
        Assert.Equal(HostResult.Nak, bench.Launch(0x02));
        Assert.Equal(0, bench.Read(Register.Hirq) & 0x04);
        printer.Say("one");
        printer.Say("three");
        printer.Say("four");
        Assert.Equal(0, bench.Launch(0x02));
        Assert.Equal(0, bench.Launch(0x02));
        Assert.Equal(3, bench.Read(Register.ReceiveCount));
        Assert.Equal("one", Text(bench.ReadMany(Register.ReceiveFifo, 3)));
        bench.Write(Register.Hirq, 0x04);
        Assert.Equal(0x04, bench.Read(Register.Hirq) & 0x04);
        Assert.Equal(5, bench.Read(Register.ReceiveCount));
        Assert.Equal("three", Text(bench.ReadMany(Register.ReceiveFifo, 5)));
        bench.Write(Register.Hirq, 0x04);
        Assert.Equal(0, bench.Read(Register.Hirq) & 0x04);
        Assert.Empty(bench.Chip.Offences);
    }

    [Fact]
    public void PgP15DoubleBuffering_AThirdPacketGoesOverOneThatNobodyHasRead()
    {
        PrinterDevice printer = new PrinterDevice();
        using ChipBench bench = new ChipBench().Attach(printer).Configure();
        foreach (string text in new[] { "aaa", "bbb", "ccc" })
        {
            printer.Say(text);
            Assert.Equal(0, bench.Launch(0x02));
        }

        Assert.Equal("ccc", Text(bench.ReadMany(Register.ReceiveFifo, 3)));
        Assert.NotEmpty(bench.Chip.Offences);
    }

    [Theory]
    [InlineData((int)Fault.Nak, HostResult.Nak, HostResult.Nak)]
    [InlineData((int)Fault.Stall, HostResult.Stall, HostResult.Stall)]
    [InlineData((int)Fault.JState, HostResult.JState, HostResult.JState)]
    [InlineData((int)Fault.KState, HostResult.KState, HostResult.KState)]
    [InlineData((int)Fault.Timeout, HostResult.Timeout, HostResult.Timeout)]
    [InlineData((int)Fault.LostAck, HostResult.Timeout, HostResult.Success)]
    [InlineData((int)Fault.Crc, HostResult.Timeout, HostResult.CrcError)]
    [InlineData((int)Fault.BrokenPid, HostResult.PidError, HostResult.PidError)]
    [InlineData((int)Fault.BrokenPacket, HostResult.PacketError, HostResult.PacketError)]
    [InlineData((int)Fault.WrongPid, HostResult.WrongPid, HostResult.WrongPid)]
    [InlineData((int)Fault.Babble, HostResult.Babble, HostResult.Babble)]
    [InlineData((int)Fault.WrongToggle, HostResult.JState, HostResult.ToggleError)]
    [InlineData((int)Fault.Unplug, HostResult.Timeout, HostResult.Timeout)]
    [InlineData((int)Fault.Hang, HostResult.JState, HostResult.JState)]
    public void PgP36Table6_EachFaultHasItsResult(int fault, byte ofOut, byte ofIn)
    {
        foreach (bool isIn in new[] { false, true })
        {
            PrinterDevice printer = new PrinterDevice();
            using ChipBench bench = new ChipBench().Attach(printer).Configure();
            printer.Say("hello");
            bench.Cable.Break(bench.Cable.Transactions + 1, (Fault)fault);
            Assert.Equal(isIn ? ofIn : ofOut, isIn ? bench.Launch(0x02) : bench.Send(1, 2, 3));
            Assert.Equal(1, bench.Cable.Happened);

            // What failed has left no octet with the host, and only a lost acknowledgement some with the device.
            Assert.Equal(isIn && ofIn == 0 ? 0x04 : 0, bench.Read(Register.Hirq) & 0x04);
            Assert.Equal(!isIn && fault is (int)Fault.LostAck or (int)Fault.BrokenPid or (int)Fault.BrokenPacket or (int)Fault.Babble && !isIn ? 3 : 0, printer.Taken.Count);
        }
    }

    [Fact]
    public void Usb864_ARepetitionAfterALostAcknowledgementIsTakenOnce()
    {
        PrinterDevice printer = new PrinterDevice();
        using ChipBench bench = new ChipBench().Attach(printer).Configure();
        bench.Cable.Break(bench.Cable.Transactions + 1, Fault.LostAck);
        Assert.Equal(HostResult.Timeout, bench.Send(1, 2));
        bench.Write(Register.SendCount, 0);
        Assert.Equal(0, bench.Send(1, 2));
        Assert.Equal(0, bench.Send(3));
        Assert.Equal(new byte[] { 1, 2, 3 }, printer.Taken);
        Assert.Equal(1, printer.Repeats);

        // The other way: the same data comes again, with a toggle that gives it away.
        printer.Say("once");
        bench.Cable.Break(bench.Cable.Transactions + 1, Fault.LostAck);
        Assert.Equal(0, bench.Launch(0x02));
        Assert.Equal(HostResult.ToggleError, bench.Launch(0x02));
        Assert.Equal(HostResult.Nak, bench.Launch(0x02));
    }

    private static string Text(byte[] octets)
    {
        return System.Text.Encoding.ASCII.GetString(octets);
    }
}
